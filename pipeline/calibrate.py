"""Fit the confidence of records on labelled documents, and say how well it holds on documents left out.

A record is right if every field is: status, value with unit, comparator, measure, end of period, and an indicator that shares
most of its characters with the label's.
"""

from __future__ import annotations

import csv
import itertools
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.audit import judged_rows, row_key
from pipeline.document import extract_document
from pipeline.read import read
from pipeline.records import document_key
from pipeline.relate.confidence import MODEL_PATH, sigmoid

COMPARATORS = {"eq": "=", "ge": ">=", "le": "<=", "approx": "~", "between": "range"}
#: What readers have judged of documents that have no labels.
JUDGED_PATH = MODEL_PATH.with_name("judged_records.json")
#: Strength of the pull towards zero: with about a thousand records and sixty features, few of them frequent.
RIDGE = 4.0
#: A feature seen less often than this keeps weight zero.
LEAST_COUNT = 8
BINS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0001)
_IGNORED = str.maketrans("", "", " \n,、。.;:“”\"'()《》的,;:()")


@dataclass(frozen=True, slots=True)
class Judged:
    """One record of a labelled document: what was true of it, and whether it was right."""

    document: str
    features: tuple[str, ...]
    right: bool


def similar(one: str, other: str) -> bool:
    """Whether two indicator phrases mean the same: one half contained in the other, or 60% of their character pairs shared."""
    a, b = one.translate(_IGNORED), other.translate(_IGNORED)
    if not a or not b:
        return False
    if (a in b or b in a) and min(len(a), len(b)) / max(len(a), len(b)) >= 0.5:
        return True
    pairs = [Counter(s[i : i + 2] for i in range(len(s) - 1)) for s in (a, b)]
    shared = sum((pairs[0] & pairs[1]).values())
    return 2 * shared / max(1, sum(pairs[0].values()) + sum(pairs[1].values())) >= 0.6


def labelled(shared: Path) -> Iterator[tuple[Path, list[dict[str, str]]]]:
    """Documents of the labelled corpus with the rows of their ``numbers.tsv``."""
    for path in sorted((shared / "corpus" / "labelled").glob("*.txt")):
        with (shared / "gold" / path.stem / "numbers.tsv").open(encoding="utf-8", newline="") as file:
            yield path, list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def _is_right(record: dict[str, Any], label: dict[str, str]) -> bool:
    period = record["period_end"].isoformat() if record["period_end"] else ""
    unit = label["unit"].replace("个百分点", "百分点")
    names = [record["metric"] or "", record["metric_name"] or ""]
    return (
        record["status"] == label["label"]
        and abs(record["value"] - float(label["value"])) < 1e-6 * max(1.0, abs(record["value"]))
        and record["unit"] == unit
        and COMPARATORS[record["comparator"]] == label["comparator"]
        and record["measure"] == label["measure"]
        and period == label["period_end"]
        and any(similar(name, label["metric"]) for name in names)
    )


def judge(shared: Path) -> list[Judged]:
    """Every record of the labelled documents that the labels speak of, optional ones left out."""
    judged = []
    for path, labels in labelled(shared):
        records = extract_document(read(path), document_key(path.read_bytes(), path.name))
        spans = [(int(row["start"]), int(row["end"]), row) for row in labels]
        for record in records.metrics:
            row = next((r for a, b, r in spans if a < record["value_end"] and record["value_start"] < b), None)
            if row is not None and row["label"] == "optional":
                continue
            right = row is not None and row["label"] != "none" and _is_right(record, row)
            judged.append(Judged(path.stem, tuple(record["_features"]), right))
    return judged


def judged_by_readers(shared: Path, sheet: Path) -> list[Judged]:
    """The records of a judged audit sheet, read again for their features.

    A record is right if its reader marked no field of it wrong; those not judged in full, or that the rules read otherwise by
    now, are left out.

    Parameters
    ----------
    shared : Path
        Folder with ``corpus/unlabelled``.
    sheet : Path
        Folder of the sheet, see :mod:`pipeline.audit`.
    """
    by_document: defaultdict[str, dict[str, tuple[dict[str, str], bool]]] = defaultdict(dict)
    for row, right in judged_rows(sheet, "metrics"):
        by_document[row["document"]][row["key"]] = (row, right)
    judged = []
    for name, rows in sorted(by_document.items()):
        path = shared / "corpus" / "unlabelled" / name
        key = document_key(path.read_bytes(), name)
        for record in extract_document(read(path), key).metrics:
            row, right = rows.get(row_key(name, "metrics", record["value_start"], record["value_end"]), ({}, False))
            if row and _reads_the_same(record, row):
                judged.append(Judged(key.doc_id, tuple(record["_features"]), right))
    return judged


def _reads_the_same(record: dict[str, Any], row: dict[str, str]) -> bool:
    told = {"metric": record["metric"], "status": record["status"], "measure": record["measure"], "period_end": record["period_end"]}
    return all(row.get(name, "") == ("" if value is None else str(value)) for name, value in told.items())


def keep(judged: Sequence[Judged], path: Path = JUDGED_PATH) -> list[Judged]:
    """Add judged records to those kept, documents judged anew in place of their older records; all that is kept now."""
    anew = {item.document for item in judged}
    kept = [item for item in kept_records(path) if item.document not in anew]
    every = sorted((*kept, *judged), key=lambda item: (item.document, item.features, item.right))
    rows = [{"document": item.document, "features": list(item.features), "right": item.right} for item in every]
    lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    path.write_text(f"[\n{lines}\n]\n", encoding="utf-8")
    return every


def kept_records(path: Path = JUDGED_PATH) -> list[Judged]:
    """Records that readers have judged: keys of documents, features and outcomes, and no words of any document."""
    if not path.is_file():
        return []
    rows = json.loads(path.read_text(encoding="utf-8"))
    return [Judged(row["document"], tuple(row["features"]), row["right"]) for row in rows]


def _outcomes(judged: Sequence[Judged]) -> np.ndarray:
    return np.array([item.right for item in judged], dtype=float)


def _newton(x: np.ndarray, y: np.ndarray, penalty: np.ndarray) -> np.ndarray:
    """Weights of a logistic regression of ``y`` (records) on ``x`` (records by features), each pulled to zero by ``penalty``."""
    w = np.zeros(x.shape[1])
    for _ in range(40):
        p = 1.0 / (1.0 + np.exp(-np.clip(x @ w, -30, 30)))
        gradient = x.T @ (y - p) - penalty * w
        hessian = (x * (p * (1 - p))[:, None]).T @ x + np.diag(penalty)
        step = np.linalg.solve(hessian, gradient)
        w += step
        if float(np.abs(step).max()) < 1e-8:
            break
    return w


def fit(judged: Sequence[Judged]) -> dict[str, float]:
    """Logistic regression with a ridge, by Newton's method.

    Returns
    -------
    dict
        Feature name to weight, with ``bias``.
    """
    counts = Counter(name for item in judged for name in item.features)
    names = ["bias", *sorted(name for name, count in counts.items() if count >= LEAST_COUNT)]
    column = {name: i for i, name in enumerate(names)}
    x = np.zeros((len(judged), len(names)))
    x[:, 0] = 1.0
    for row, item in enumerate(judged):
        for name in item.features:
            if name in column:
                x[row, column[name]] = 1.0
    penalty = np.full(len(names), RIDGE)
    penalty[0] = 1e-6
    w = _newton(x, _outcomes(judged), penalty)
    return {name: round(float(w[i]), 4) for name, i in column.items()}


def logit(weights: dict[str, float], item: Judged) -> float:
    """Log odds of one record under these weights."""
    return weights["bias"] + sum(weights.get(name, 0.0) for name in item.features)


def fit_scaled(judged: Sequence[Judged]) -> dict[str, float]:
    """Weights of :func:`fit`, with scale and offset fitted on documents left out (Platt scaling).

    Records of one document resemble each other, so weights fitted on some documents are too sure of others.
    """
    held_out = np.array(cross_validated(judged, fit))
    odds = np.log(held_out / (1.0 - held_out))
    x = np.column_stack([np.ones_like(odds), odds])
    offset, scale = _newton(x, _outcomes(judged), np.array([1e-6, 1e-6]))
    weights = {name: round(weight * scale, 4) for name, weight in fit(judged).items()}
    return weights | {"bias": round(weights["bias"] + offset, 4)}


def score(weights: dict[str, float], item: Judged) -> float:
    """Confidence of one record under these weights."""
    return sigmoid(logit(weights, item))


def cross_validated(judged: Sequence[Judged], fitter: Callable[[Sequence[Judged]], dict[str, float]] = fit) -> list[float]:
    """Confidence of each record under weights fitted without its document."""
    estimates: dict[str, dict[str, float]] = {}
    for document in sorted({item.document for item in judged}):
        estimates[document] = fitter([item for item in judged if item.document != document])
    return [score(estimates[item.document], item) for item in judged]


def reliability(confidences: Sequence[float], judged: Sequence[Judged]) -> list[dict[str, float | int]]:
    """How often records were right, by bin of confidence."""
    table: list[dict[str, float | int]] = []
    for low, high in itertools.pairwise(BINS):
        inside = [(c, item.right) for c, item in zip(confidences, judged, strict=True) if low <= c < high]
        if inside:
            table.append(
                {
                    "from": low,
                    "to": min(high, 1.0),
                    "records": len(inside),
                    "mean_confidence": round(sum(c for c, _ in inside) / len(inside), 3),
                    "right": round(sum(r for _, r in inside) / len(inside), 3),
                }
            )
    return table


def calibrate(shared: Path, out: Path = MODEL_PATH, sheet: Path | None = None) -> list[dict[str, float | int]]:
    """Fit on the labelled documents and on what readers have judged, and write the weights.

    Parameters
    ----------
    shared : Path
        Folder with the labelled documents.
    out : Path
        File of the weights.
    sheet : Path, optional
        A judged audit sheet, whose records are kept from now on.

    Returns
    -------
    list of dict
        The reliability table of the cross-validation by document.
    """
    if sheet is not None:
        keep(judged_by_readers(shared, sheet))
    judged = [*judge(shared), *kept_records()]
    table = reliability(cross_validated(judged, fit_scaled), judged)
    content = {"records": len(judged), "reliability_by_left_out_document": table, "weights": fit_scaled(judged)}
    out.write_text(json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return table
