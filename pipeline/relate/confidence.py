"""How sure a record is: a logistic model over what was read and what was inherited, calibrated on labelled documents.

The weights are in ``pipeline/models/confidence.json``; ``make calibrate`` fits them again. They say how often records read in
the same way were right in every field at once.
"""

from __future__ import annotations

import functools
import json
import math
from collections.abc import Iterable, Mapping
from pathlib import Path

from pipeline.relate.reading import RelatedValue

MODEL_PATH = Path(__file__).resolve().parent.parent / "models" / "confidence.json"
_CLAUSE_MARKS = frozenset("的,:;")
LONG_METRIC, SHORT_METRIC = 16, 2


def features(value: RelatedValue, doc_type: str, script: str, linked: bool, unit_kind: str | None) -> list[str]:
    """Names of what is true of a value; each has a weight.

    Parameters
    ----------
    value : RelatedValue
    doc_type, script : str
        Of the document.
    linked : bool
        Whether the indicator is in the vocabulary.
    unit_kind : str or None
        Kind of the unit (count, money, share, …).
    """
    candidate = value.candidate
    family, *marks = candidate.rule.split("+")
    found = [
        family,
        value.decision.rule,
        f"period.{value.period.source if value.period else 'none'}",
        f"status.{value.decision.status}",
        f"doc_type.{doc_type}",
        f"script.{script}",
        f"unit.{unit_kind}",
        f"measure.{candidate.measure}",
    ]
    found += [f"mark.{mark}" for mark in marks]
    tests = (
        ("linked", linked),
        ("metric.long", len(candidate.metric) > LONG_METRIC),
        ("metric.short", len(candidate.metric) <= SHORT_METRIC),
        ("metric.list", "、" in candidate.metric),
        ("metric.clause", not _CLAUSE_MARKS.isdisjoint(candidate.metric)),
        ("item.inherited", not candidate.new_item),
        ("role.baseline", candidate.role == "baseline"),
        ("modifier", candidate.number.comparator != "eq"),
        ("words", candidate.number.kind != "quantity"),
    )
    return found + [name for name, true in tests if true]


def sigmoid(score: float) -> float:
    """Logistic function, safe for large scores of either sign."""
    if score >= 0:
        return 1.0 / (1.0 + math.exp(-score))
    return math.exp(score) / (1.0 + math.exp(score))


@functools.cache
def weights() -> Mapping[str, float]:
    """Weight of each feature; ``bias`` is one of them."""
    loaded: dict[str, float] = json.loads(MODEL_PATH.read_text(encoding="utf-8"))["weights"]
    return loaded


def confidence(found: Iterable[str]) -> float:
    """Estimated probability that a record with these features is right in every field, rounded to three places."""
    table = weights()
    return round(sigmoid(table["bias"] + sum([table.get(name, 0.0) for name in found])), 3)
