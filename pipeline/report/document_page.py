"""What a document's page shows: its marked text, its outline, and a row for each record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.harmless import coded
from pipeline.records import Record
from pipeline.report.marked_text import Mark, Stretch, stretches

#: What a page says of the document as a whole.
_FACTS = ("issuer", "region", "doc_number", "published_on", "plan_year", "source_path")
#: Kind of record -> how its rows are coloured, and whether they are shown at first.
_KINDS = {"targets": ("value-target", True), "metrics": ("value-result", True), "bodies": ("body", True), "deadlines": ("deadline", False)}
_SIGNS = {"ge": "≥", "le": "≤", "approx": "≈", "eq": "", "between": ""}
#: Which of several records at one place is meant first: a number, then a body or a time, then the clause around.
_VALUE, _MENTION, _CLAUSE = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Row:
    """A record in the side table; ``alias`` is the key of the same value in metrics, where a target has one."""

    id: str
    kind: str
    look: str
    name: str
    value: str
    due: Any
    status: str | None
    strength: str | None
    confidence: str
    start: int
    shown: bool
    alias: str | None = None
    detail: str | None = None


@dataclass(frozen=True, slots=True)
class OutlineItem:
    """A heading, and the first record under it."""

    title: str
    depth: int
    record_id: str


def page_context(document: Record, found: Mapping[str, Sequence[Record]]) -> dict[str, Any]:
    """Everything the template of a document's page asks for.

    Parameters
    ----------
    document : dict
        Row of ``documents``.
    found : mapping
        Table name -> rows of this document (targets, metrics, deadlines, responsible_bodies, rejects).
    """
    rows = sorted(_rows(found), key=lambda row: (row.start, row.kind, row.id))
    counts = Counter(row.kind for row in rows)
    parts = [Stretch(coded(part.text), part.record_ids, part.looks) for part in stretches(document["text"], marks(found))]
    return {
        "document": _shown(document, ("title", "source_path", "doc_type", "warnings")),
        "facts": [(name, _visible(document[name])) for name in _FACTS],
        "stretches": parts,
        "outline": list(_outline((*found["targets"], *_own_metrics(found)))),
        "rows": rows,
        "kinds": [
            {"name": kind, "look": look, "shown": shown, "count": counts[kind]} for kind, (look, shown) in _KINDS.items()
        ],
        "rejects": [_shown(row, ("stage", "error_type", "message", "evidence")) for row in found["rejects"]],
        "details": dict(_details(found)),
    }


def _visible(value: Any) -> Any:
    return coded(value) if isinstance(value, str) else value


def _shown(record: Record, names: Sequence[str]) -> Record:
    kept = {name: record[name] for name in names}
    return {
        name: [coded(item) for item in value] if isinstance(value, list) else _visible(value)
        for name, value in kept.items()
    }


def _own_metrics(found: Mapping[str, Sequence[Record]]) -> list[Record]:
    """Metrics that no target repeats."""
    targets = {row["metric_id"] for row in found["targets"]}
    return [row for row in found["metrics"] if row["metric_id"] not in targets]


def marks(found: Mapping[str, Sequence[Record]]) -> Iterator[Mark]:
    """The spans of all records of a document, by table."""
    for row in found["targets"]:
        yield from _quantity_marks(row, row["target_id"], "target")
    for row in _own_metrics(found):
        yield from _quantity_marks(row, row["metric_id"], row["status"])
    for row in found["deadlines"]:
        yield Mark(row["start"], row["end"], row["deadline_id"], "deadline", _MENTION)
    for row in found["responsible_bodies"]:
        yield Mark(row["start"], row["end"], row["body_id"], "body", _MENTION)


def _quantity_marks(row: Record, record_id: str, status: str) -> Iterator[Mark]:
    yield Mark(row["start"], row["end"], record_id, f"clause-{status}", _CLAUSE)
    if row["value_start"] is not None:
        yield Mark(row["value_start"], row["value_end"], record_id, f"value-{status}", _VALUE)


def _rows(found: Mapping[str, Sequence[Record]]) -> Iterator[Row]:
    for row in found["targets"]:
        yield _quantity_row(row, "targets", row["target_id"], row["metric_id"])
    for row in _own_metrics(found):
        yield _quantity_row(row, "metrics", row["metric_id"], None)
    for row in found["deadlines"]:
        interval = " – ".join(str(day) for day in (row["start_date"], row["end_date"]) if day)
        yield _mention_row(row, "deadlines", row["deadline_id"], row["text"], interval, None)
    for row in found["responsible_bodies"]:
        yield _mention_row(row, "bodies", row["body_id"], row["name"], "", row["task"])


def _quantity_row(row: Record, kind: str, record_id: str, alias: str | None) -> Row:
    name = row["metric"] or row["evidence"]
    return Row(
        id=record_id,
        kind=kind,
        look=f"value-{row['status']}",
        name=coded(name),
        value=value_text(row),
        due=row.get("deadline") or row["period_end"],
        status=row["status"],
        strength=row["strength"],
        confidence=_confidence(row),
        start=row["start"] if row["value_start"] is None else row["value_start"],
        shown=_KINDS[kind][1],
        alias=alias,
        detail=_visible(row["scope"]),
    )


def _mention_row(row: Record, kind: str, record_id: str, name: str | None, due: str, detail: str | None) -> Row:
    return Row(
        id=record_id,
        kind=kind,
        look=_KINDS[kind][0],
        name=coded(name or row["text"]),
        value="",
        due=due,
        status=row["role"],
        strength=None,
        confidence=_confidence(row),
        start=row["start"],
        shown=_KINDS[kind][1],
        detail=_visible(detail),
    )


def value_text(row: Record) -> str:
    """A value as a reader writes it: ≥ 6.5%, 1–2 家; empty for a commitment without a number."""
    if row["value"] is None:
        return ""
    low = f"{row['value']:.10g}"
    number = low if row["value_max"] is None else f"{low}–{row['value_max']:.10g}"
    unit = row["unit"] or ""
    space = "" if unit in ("", "%", "‰") else " "
    sign = _SIGNS[row["comparator"]]
    return f"{sign}{' ' if sign else ''}{number}{space}{unit}"


def _confidence(row: Record) -> str:
    confidence = row.get("confidence")
    return "" if confidence is None else f"{confidence:.2f}"


def _outline(records: Sequence[Record]) -> Iterator[OutlineItem]:
    """The headings above the records, each once, in the order of the text."""
    seen: set[tuple[str, ...]] = set()
    for row in sorted(records, key=lambda row: (row["start"], row["end"])):
        path = tuple(row["section"])
        for depth in range(1, len(path) + 1):
            if path[:depth] not in seen:
                seen.add(path[:depth])
                yield OutlineItem(coded(path[depth - 1]), depth, row.get("target_id") or row["metric_id"])


_TOLD_QUANTITY = (
    "metric", "metric_name", "modifier_text", "measure", "status", "strength", "commitment_text", "period_text", "scope", "rule",
)
_TOLD_MENTION = ("text", "role", "resolved_by", "precision", "task", "detected_by", "rule")


def _details(found: Mapping[str, Sequence[Record]]) -> Iterator[tuple[str, Record]]:
    """What a page tells of a record when the pointer rests on it."""
    for row in found["targets"]:
        yield row["target_id"], _quantity_detail(row)
    for row in _own_metrics(found):
        yield row["metric_id"], _quantity_detail(row)
    for table, key in (("deadlines", "deadline_id"), ("responsible_bodies", "body_id")):
        for row in found[table]:
            told = {name: _visible(row[name]) for name in _TOLD_MENTION if row.get(name)}
            yield row[key], told | {"confidence": _confidence(row)}


def _quantity_detail(row: Record) -> Record:
    told = {name: _visible(row[name]) for name in _TOLD_QUANTITY if row[name]}
    due = row.get("deadline") or row["period_end"]
    bodies = [*row.get("lead_bodies", ()), *row.get("responsible_bodies", ())]
    more = {
        "value": value_text(row),
        "due": str(due) if due else "",
        "baseline": "" if row["baseline_value"] is None else f"{row['baseline_value']:.10g}",
        "bodies": coded("、".join(bodies)),
        "confidence": _confidence(row),
    }
    return told | {name: value for name, value in more.items() if value}
