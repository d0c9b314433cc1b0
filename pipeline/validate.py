"""Candidate records become rows or rejects; nothing is dropped in silence.

A row has passed its model (types, enumerations, columns that contradict each other) and has been held against the text
it came from (spans, evidence) and against what its unit can mean. Measured: about 30 us a record on one core.
"""

from __future__ import annotations

import functools
import json
import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import ValidationError

from pipeline.coverage import coverage_rows
from pipeline.records import DocumentKey, DocumentRecords, Record, record_id
from pipeline.types import SourceText
from schemas import TABLES, DeadlineRow, DocumentRow, MetricRow, RejectRow, ResponsibleBodyRow, Row, TargetRow
from schemas.documents import DocumentFacts

#: Table name -> rows that have passed.
Tables = dict[str, list[Record]]

#: (unit as printed, measure) -> closed interval of values that can be meant, or None for no limit.
UnitRange = Callable[[str, str], tuple[float, float] | None]

#: What pydantic calls a fault -> what a researcher reads in ``rejects.error_type``.
_ERROR_TYPES = {
    "missing": "missing_field",
    "literal_error": "enumeration",
    "extra_forbidden": "unknown_field",
    "string_pattern_mismatch": "pattern",
    "finite_number": "value_range",
    "greater_than_equal": "value_range",
    "less_than_equal": "value_range",
}

#: Stands for the id of a metric that was not kept, until the target is rejected for it.
_NO_METRIC = "0" * 16

_DOCUMENT_FACTS = tuple(DocumentFacts.model_fields)


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a record is not kept."""

    error_type: str
    message: str


def validate(
    records: DocumentRecords, key: DocumentKey, source: SourceText, unit_range: UnitRange | None = None
) -> Tables:
    """Turn the candidates of one document into rows of every table but the panel.

    Parameters
    ----------
    records : DocumentRecords
        What the core found; used up by this, so that a document of many rows is not held twice.
    key : DocumentKey
        The document.
    source : SourceText
        The text that all spans point into.
    unit_range : callable, optional
        Limits of a value by unit and measure; those of the unit vocabulary if not given.

    Returns
    -------
    dict
        Rows with ids, each table in the order of the text; ``documents`` has exactly one.
    """
    return _Validator(key, source, unit_range or plausible_range).run(records)


def unprocessed(key: DocumentKey, source: SourceText, stage: str, error: BaseException) -> Tables:
    """Rows of a document that was read and then failed: itself, its text, and a reject that says why."""
    cause = f"{type(error).__name__}: {error}"
    row = _minimal_document(key, source)
    row["warnings"].append(f"not processed: {cause}")
    reject = {
        "source_path": key.source_path,
        "doc_id": key.doc_id,
        "stage": stage,
        "table_name": None,
        "error_type": type(error).__name__,
        "message": cause,
    }
    tables: Tables = {name: [] for name in TABLES}
    tables["documents"] = [row]
    tables["rejects"] = [reject]
    tables["coverage"] = coverage_rows(key.doc_id, None)
    return tables


#: A share printed as a level may exceed the whole (133% of the yearly plan is done), but not by an order of magnitude.
LARGEST_SHARE_PERCENT = 1000.0


@functools.cache
def plausible_range(unit: str, measure: str) -> tuple[float, float] | None:
    """Closed interval of values that a unit allows, from ``low`` and ``high`` of ``rules/units.yaml``.

    Parameters
    ----------
    unit : str
        As printed, with its magnitude: 亿元 has the limits of 元, which are 0 and none, in any scale.
    measure : str
        level, growth or change. A growth or change may be a fall, so that a lower limit of 0 is mirrored to the upper.

    Returns
    -------
    tuple of float, or None
        None for a unit that the vocabulary does not have or does not limit.
    """
    # compiled when a first document needs it
    from pipeline.extract.chinese_numerals import MAGNITUDE
    from pipeline.extract.number_rules import units

    by_form = {form: entry for entry in units() for form in entry.forms}
    plain = re.sub(rf"^{MAGNITUDE}", "", unit)
    entry = by_form.get(unit) or by_form.get(plain)
    if entry is None:
        return None
    low = -math.inf if entry.low is None else entry.low
    high = math.inf if entry.high is None else entry.high
    if entry.kind == "share" and entry.base_unit == "%" and measure == "level":
        high = min(high, LARGEST_SHARE_PERCENT / entry.factor)
    if measure != "level" and low >= 0:
        low = -high
    # A count in 亿 is bounded as one in units of one; a bounded unit with a magnitude before it does not occur.
    return None if math.isinf(low) and math.isinf(high) else (low, high)


class _Validator:
    """The state of one document's validation."""

    def __init__(self, key: DocumentKey, source: SourceText, unit_range: UnitRange) -> None:
        self.key = key
        self.source = source
        self.text = source.text
        self.unit_range = unit_range
        self.tables: Tables = {name: [] for name in TABLES}
        self.admitted: Counter[tuple[Any, ...]] = Counter()
        self.seen: set[tuple[Any, ...]] = set()

    def run(self, records: DocumentRecords) -> Tables:
        document = self._document(records.document)
        facts = {name: document[name] for name in _DOCUMENT_FACTS}
        stated_absent = list(records.document.get("_stated_absent") or ())
        for raw in records.rejects:
            self._given_reject(raw)
        for raw in _in_text_order(records.metrics):
            self._metric(raw)
        target_ids = self._targets(records.targets, facts)
        for raw in _in_text_order(records.deadlines):
            self._mention("deadlines", "deadline", DeadlineRow, self._prepare(raw))
        for raw in _in_text_order(records.responsible_bodies):
            self._body(raw, target_ids)
        counts = {kind: len(self.tables[kind]) for kind in ("targets", "metrics", "deadlines", "responsible_bodies")}
        document["n_bodies"] = counts["responsible_bodies"]
        for kind in ("targets", "metrics", "deadlines"):
            document[f"n_{kind}"] = counts[kind]
        self.tables["documents"] = [document]
        self.tables["coverage"] = coverage_rows(self.key.doc_id, counts, stated_absent)
        self.tables["rejects"].sort(key=_reject_order)
        return self.tables

    # -- tables -------------------------------------------------------------------------------------------------

    def _document(self, raw: Record) -> Record:
        """The document's row; a column that does not pass is nulled and rejected, since the file itself was read."""
        given = _public(raw)
        without_text = {name: value for name, value in given.items() if name != "text"}
        warnings = [*self.source.warnings, *(given.get("warnings") or ())]
        row = {**given, **_minimal_document(self.key, self.source), "warnings": list(dict.fromkeys(warnings))}
        try:
            return dict(DocumentRow.model_validate(row).__dict__)
        except ValidationError as error:
            for detail in error.errors(include_url=False):
                self._reject("documents", without_text, _fault_of(detail))
                if detail["loc"]:
                    row.pop(str(detail["loc"][0]), None)
        try:
            return dict(DocumentRow.model_validate(row).__dict__)
        except ValidationError:
            return dict(DocumentRow.model_validate(_minimal_document(self.key, self.source)).__dict__)

    def _metric(self, raw: Record) -> None:
        record = self._prepare(raw)
        span = (record.get("value_start"), record.get("value_end"))
        row = self._admit("metrics", MetricRow, record, "metric", span, _identity(record))
        raw.clear()
        if row is not None:
            self.tables["metrics"].append(row)

    def _targets(self, raws: list[Record], facts: Record) -> dict[int, str]:
        """Validate the targets; identity of the core's dict -> id of those that were kept."""
        metrics: defaultdict[tuple[Any, ...], list[str]] = defaultdict(list)
        for metric in self.tables["metrics"]:
            if metric["status"] == "target":
                metrics[_value_key(metric)].append(metric["metric_id"])
        kept: dict[int, str] = {}
        for raw in _in_text_order(raws):
            record = self._prepare(raw)
            record.update(facts)
            record.setdefault("status", "target")
            if record.get("kind") == "quantitative":
                span = (record.get("value_start"), record.get("value_end"))
                linked = metrics[_value_key(record)]
                # A placeholder lets the model name what is wrong with the record itself before the missing link.
                record["metric_id"] = linked[0] if linked else _NO_METRIC
            else:
                span, linked = (record.get("start"), record.get("end")), []
                record["metric_id"] = None
            row = self._admit("targets", TargetRow, record, "target", span, (record.get("kind"), *_identity(record)))
            if row is not None and row["metric_id"] == _NO_METRIC:
                self._reject("targets", record, Fault("foreign_key", "metric_id: no row of metrics has this number"))
            elif row is not None:
                if linked:
                    linked.pop(0)
                self.tables["targets"].append(row)
                kept[id(raw)] = row["target_id"]
            # Emptied, not dropped: a body names its targets by these very dicts.
            raw.clear()
        return kept

    def _body(self, raw: Record, kept_targets: dict[int, str]) -> None:
        record = self._prepare(raw)
        wanted = [kept_targets.get(id(target)) for target in raw.get("_targets") or ()]
        given = record.get("target_ids") or ()
        existing = set(kept_targets.values()) if given else set()
        wanted += [name if name in existing else None for name in given]
        ids = list(dict.fromkeys(name for name in wanted if name is not None))
        lost = sum(name is None for name in wanted)
        given_record = dict(record) if lost else record
        record["target_ids"] = ids
        if self._mention("responsible_bodies", "body", ResponsibleBodyRow, record) and lost:
            message = f"target_ids: {lost} of {len(wanted)} targets were not kept; the body is, without them"
            self._reject("responsible_bodies", given_record, Fault("foreign_key", message))

    def _mention(self, table: str, kind: str, model: type[Row], record: Record) -> bool:
        span = (record.get("start"), record.get("end"))
        row = self._admit(table, model, record, kind, span, (record.get("role"), record.get("task")))
        if row is not None:
            self.tables[table].append(row)
        return row is not None

    def _given_reject(self, raw: Record) -> None:
        """A reject of the core, with what it leaves out filled in."""
        record = _public(raw)
        record["source_path"], record["doc_id"] = self.key.source_path, self.key.doc_id
        if record.get("record") is not None and not isinstance(record["record"], str):
            record["record"] = _json(record["record"])
        try:
            self.tables["rejects"].append(RejectRow.model_validate(record).__dict__)
        except ValidationError as error:
            self._reject("rejects", record, _fault_of(error.errors(include_url=False)[0]))

    # -- steps --------------------------------------------------------------------------------------------------

    def _prepare(self, raw: Record) -> Record:
        record = _public(raw)
        record["doc_id"] = self.key.doc_id
        return record

    def _admit(
        self, table: str, model: type[Row], record: Record, kind: str, span: tuple[Any, Any], content: tuple[Any, ...]
    ) -> Record | None:
        """Give a record its id and validate it; None, and a reject, if it fails or repeats one that was admitted."""
        identity = _hashable((kind, *span, *content))
        if identity in self.seen:
            self._reject(table, record, Fault("duplicate", f"{table}: the same record stands at the same place twice"))
            return None
        place = _hashable((kind, *span))
        record[f"{kind}_id"] = record_id(self.key.doc_id, kind, *span, self.admitted[place])
        row = self._row(table, model, record)
        if row is not None:
            self.seen.add(identity)
            self.admitted[place] += 1
        return row

    def _row(self, table: str, model: type[Row], record: Record) -> Record | None:
        """The row if model, text and unit agree with it, else None and a reject."""
        problem: Fault | None
        try:
            found: Row = model.__pydantic_validator__.validate_python(record)
        except ValidationError as error:
            problem = _fault_of_all(error)
        else:
            row = found.__dict__
            problem = self._against_text(row) or self._against_unit(row)
            if problem is None:
                return row
        self._reject(table, record, problem)
        return None

    def _against_text(self, row: Record) -> Fault | None:
        start, end = row["start"], row["end"]
        if end > len(self.text):
            return Fault("span", f"end {end} lies behind the text of {len(self.text)} characters")
        found = self.text[start:end]
        for name in ("evidence", "text"):
            if row.get(name, found) != found:
                return Fault("evidence", f"{name}: is not what the document has at {start}:{end}, {_short(found)}")
        value_start, value_end = row.get("value_start"), row.get("value_end")
        if value_start is not None and value_end is not None and not (start <= value_start and value_end <= end):
            return Fault("span", f"value_start:value_end {value_start}:{value_end} is not inside {start}:{end}")
        metric_end = row.get("metric_end")
        if metric_end is not None and metric_end > len(self.text):
            return Fault("span", f"metric_end {metric_end} lies behind the text of {len(self.text)} characters")
        return None

    def _against_unit(self, row: Record) -> Fault | None:
        unit = row.get("unit")
        if unit is None:
            return None
        limits = self.unit_range(unit, row["measure"])
        if limits is None:
            return None
        for name in ("value", "value_max"):
            value = row[name]
            if value is not None and not limits[0] <= value <= limits[1]:
                return Fault(
                    "value_range",
                    f"{name}: {value:g} {unit} as {row['measure']} is outside {limits[0]:g} to {limits[1]:g}",
                )
        return None

    def _reject(self, table: str, record: Record, problem: Fault) -> None:
        start, end = record.get("start"), record.get("end")
        evidence = record.get("evidence")
        self.tables["rejects"].append(
            {
                "source_path": self.key.source_path,
                "doc_id": self.key.doc_id,
                "stage": "validate",
                "table_name": table,
                "error_type": problem.error_type,
                "message": problem.message,
                "record": _json(record),
                "evidence": evidence if isinstance(evidence, str) else None,
                "start": _offset(start),
                "end": _offset(end),
            }
        )


def _minimal_document(key: DocumentKey, source: SourceText) -> Record:
    return {
        "doc_id": key.doc_id,
        "source_path": key.source_path,
        "source_format": source.source_format,
        "sha256": key.sha256,
        "encoding": source.encoding or None,
        "text": source.text,
        "n_chars": len(source.text),
        "warnings": list(source.warnings),
    }


def _public(raw: Record) -> Record:
    """A copy without private notes; an empty string is an absent value."""
    public = dict(raw)
    for name in _private_names(tuple(raw)):
        del public[name]
    if "" in public.values():
        public = {name: (None if value == "" else value) for name, value in public.items()}
    return public


@functools.lru_cache(maxsize=256)
def _private_names(names: tuple[str, ...]) -> tuple[str, ...]:
    """The private ones; the candidates of a table have all the same names, so that only the first is looked through."""
    return tuple(name for name in names if name[0] == "_")


def _in_text_order(raws: Iterable[Record]) -> list[Record]:
    return sorted(raws, key=_text_order)


def _text_order(raw: Record) -> list[int]:
    places = map(raw.get, ("start", "end", "value_start", "value_end"))
    return [place if type(place) is int and place > 0 else 0 for place in places]


def _reject_order(record: Record) -> tuple[int, int, str, str]:
    return (record.get("start") or 0, record.get("end") or 0, record.get("table_name") or "", record["message"])


def _offset(value: Any) -> int | None:
    return value if type(value) is int and value >= 0 else None


def _value_key(record: Record) -> tuple[Any, ...]:
    return _hashable((record.get("value_start"), record.get("value_end"), record.get("metric")))


def _hashable(values: tuple[Any, ...]) -> tuple[Any, ...]:
    """The values themselves; of a candidate so wrong that it has a list where a number belongs, what they look like."""
    try:
        hash(values)
    except TypeError:
        return (repr(values),)
    return values


def _identity(record: Record) -> tuple[Any, ...]:
    get = record.get
    stated = (get("metric"), get("status"), get("measure"), get("scope"), get("period_end"))
    return (*stated, get("value"), get("value_max"), get("unit"))


def _fault_of(detail: Any) -> Fault:
    name = ".".join(str(part) for part in detail["loc"])
    kind = detail["type"]
    error_type = _ERROR_TYPES.get(kind, "type" if kind.endswith(("_type", "_parsing")) else kind)
    if not name:
        return Fault(error_type, detail["msg"])
    if kind == "missing":
        return Fault(error_type, f"{name}: is required and absent")
    return Fault(error_type, f"{name}: {detail['msg']}, got {_short(detail['input'])}")


def _fault_of_all(error: ValidationError) -> Fault:
    faults = [_fault_of(detail) for detail in error.errors(include_url=False)]
    return Fault(faults[0].error_type, "; ".join(item.message for item in faults))


def _short(value: Any) -> str:
    shown = repr(value)
    return shown if len(shown) <= 60 else shown[:57] + "…" + shown[-1]


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=_plain)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else str(value)
