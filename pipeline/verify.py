"""Tables held against themselves, their manifest and the texts they came from: everything that can be recomputed is.

Digests of the files, schemas, counts, ids, keys from table to table, spans and the words at them, columns that repeat other columns, the
panel. What cannot be seen from the tables alone is whether a rule was right; ``--again`` sees at least whether it says the same today.
"""

from __future__ import annotations

import json
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from pydantic import ValidationError

from pipeline.coverage import KINDS
from pipeline.messages import say
from pipeline.panel import PANEL_COLUMNS, panel_rows
from pipeline.plan import plan
from pipeline.records import Record, record_id
from pipeline.store import MANIFEST, current_set, to_batch
from pipeline.store.sets import file_digest, manifest_bytes
from schemas import SCHEMA_VERSION, TABLES
from schemas.arrow import arrow_schema

#: Table -> its key, the kind that its ids are made with, and whether they are made with the number's span where there is one.
_KEYS = {
    "metrics": ("metric_id", "metric", True),
    "targets": ("target_id", "target", True),
    "deadlines": ("deadline_id", "deadline", False),
    "responsible_bodies": ("body_id", "body", False),
}
#: Columns with words of the document, as they stand there.
_VERBATIM = ("period_text", "commitment_text", "deadline_text", "task")
_FACTS = (
    "source_path", "title", "doc_type", "issuer", "region", "region_code", "region_level", "published_on", "plan_year",
)  # fmt: skip
_BODY_COLUMNS = {
    "lead_bodies": "lead",
    "responsible_bodies": "responsible",
    "cooperating_bodies": "cooperate",
    "supervising_bodies": "supervise",
}
_COUNTS = {
    "n_metrics": "metrics",
    "n_targets": "targets",
    "n_deadlines": "deadlines",
    "n_bodies": "responsible_bodies",
}
#: Records that a document may have at one and the same place; ids are numbered by it.
_MOST_AT_A_PLACE = 200


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is not as it was written: the table or file, which row, and what is wrong."""

    table: str
    where: str
    message: str

    def __str__(self) -> str:
        if not self.where:
            return say("verify.fault", table=self.table, message=self.message)
        return say("verify.fault_at", table=self.table, where=self.where, message=self.message)


@dataclass(slots=True)
class _Tables:
    """The rows that later checks need of earlier tables."""

    documents: dict[str, Record] = field(default_factory=dict)
    order: dict[str, int] = field(default_factory=dict)
    metrics: dict[str, Record] = field(default_factory=dict)
    targets: dict[str, Record] = field(default_factory=dict)
    counts: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    there: set[str] = field(default_factory=set)
    bodies: dict[str, dict[str, set[str]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(set)))


def verify(out: Path) -> Iterator[Fault]:
    """Every fault of a folder of tables.

    Parameters
    ----------
    out : Path
        Folder of the tables.
    """
    # A run that ends meanwhile changes nothing in the set that is looked at.
    folder = current_set(out)
    for name in TABLES:
        place = (out / f"{name}.parquet").resolve()
        if not place.exists():
            yield Fault(name, "", say("fault.missing"))
        elif place.parent != folder:
            yield Fault(name, "", say("fault.other_set", found=place.parent.name, wanted=folder.name))
    out = folder
    manifest, faults = _manifest(out)
    yield from faults
    readable: dict[str, pa.Table] = {}
    for name in TABLES:
        if not (out / f"{name}.parquet").is_file():
            continue
        found = list(_file(out, name, manifest))
        yield from found
        if found:
            # Damaged bytes can make a reader crash, and tell nothing that the digest has not told.
            continue
        try:
            readable[name] = pq.read_table(out / f"{name}.parquet")
        except (OSError, pa.ArrowException, ValueError) as error:
            yield Fault(name, "", say("fault.unreadable", cause=error))
            continue
        found = list(_schema(name, readable[name], manifest))
        yield from found
        if found:
            del readable[name]
    yield from check_rows(readable)


# ---------------------------------------------------------------------------------------------------------------------
# Files


def _manifest(out: Path) -> tuple[dict[str, Any], list[Fault]]:
    path = out / MANIFEST
    try:
        data = path.read_bytes()
    except OSError as error:
        return {}, [Fault(MANIFEST, "", say("fault.manifest_missing", cause=error.strerror))]
    try:
        content = json.loads(data)
    except ValueError as error:
        return {}, [Fault(MANIFEST, "", say("fault.no_json", cause=error))]
    if not isinstance(content, dict) or manifest_bytes(content) != data:
        return content if isinstance(content, dict) else {}, [Fault(MANIFEST, "", say("fault.rewritten"))]
    return content, []


def _file(out: Path, name: str, manifest: dict[str, Any]) -> Iterator[Fault]:
    path = out / f"{name}.parquet"
    entry = _entry(manifest, name)
    if entry is None:
        if manifest:
            yield Fault(name, "", say("fault.no_entry"))
        return
    if path.stat().st_size != entry.get("bytes"):
        yield Fault(name, "", say("fault.size", found=path.stat().st_size, wanted=entry.get("bytes")))
    if file_digest(path) != entry.get("sha256"):
        yield Fault(name, "", say("fault.digest"))


def _entry(manifest: dict[str, Any], name: str) -> dict[str, Any] | None:
    tables = manifest.get("tables")
    entry = tables.get(name) if isinstance(tables, dict) else None
    return entry if isinstance(entry, dict) else None


def _schema(name: str, table: pa.Table, manifest: dict[str, Any]) -> Iterator[Fault]:
    metadata = {key.decode(): value.decode("utf-8", "replace") for key, value in (table.schema.metadata or {}).items()}
    if metadata.get("schema_version") != SCHEMA_VERSION:
        yield Fault(name, "", say("fault.schema_version", found=metadata.get("schema_version"), wanted=SCHEMA_VERSION))
        return
    wanted = arrow_schema(
        name, rules_version=metadata.get("rules_version", ""), pipeline_version=metadata.get("pipeline_version", "")
    )
    for column in wanted:
        at = table.schema.get_field_index(column.name)
        if at < 0:
            yield Fault(name, column.name, say("fault.column_missing"))
        elif table.schema.field(at).type != column.type:
            yield Fault(name, column.name, say("fault.column_type", found=table.schema.field(at).type, wanted=column.type))
    more = [column for column in table.schema.names if column not in wanted.names]
    if more:
        yield Fault(name, ", ".join(more), say("fault.column_unknown"))
    for key in ("schema_version", "rules_version", "pipeline_version"):
        if manifest and metadata.get(key) != manifest.get(key):
            yield Fault(name, "", say("fault.metadata", name=key, found=metadata.get(key), wanted=manifest.get(key)))
    entry = _entry(manifest, name)
    if entry is not None and entry.get("rows") != table.num_rows:
        yield Fault(name, "", say("fault.rows", found=table.num_rows, wanted=entry.get("rows")))


# ---------------------------------------------------------------------------------------------------------------------
# Rows


def check_rows(tables: dict[str, pa.Table]) -> Iterator[Fault]:
    """Every fault of rows; tables that are left out are not asked for."""
    known = _Tables(there=set(tables))
    if "documents" not in tables:
        return
    yield from _documents(tables["documents"], known)
    for name in ("metrics", "targets", "deadlines", "responsible_bodies"):
        if name in tables:
            yield from _records(name, tables[name], known)
    if "responsible_bodies" in tables and "targets" in tables:
        yield from _bodies_of_targets(known)
    yield from _counts(known, set(tables))
    if "coverage" in tables:
        yield from _coverage(tables["coverage"], known)
    if "rejects" in tables:
        yield from _rejects(tables["rejects"], known)
    if {"panel", *PANEL_COLUMNS} <= set(tables):
        yield from _panel(tables)


def _each(name: str, table: pa.Table) -> Iterator[tuple[str, Record, list[Fault]]]:
    """Every row with what names it, and what its model has against it."""
    model = TABLES[name]
    key = {"documents": "doc_id", **{table: key for table, (key, _, _) in _KEYS.items()}}.get(name)
    number = 0
    for batch in table.to_batches(max_chunksize=1000):
        for row in batch.to_pylist():
            where = say("verify.row", number=number) if key is None else say("verify.row_of", number=number, key=row[key])
            number += 1
            try:
                model.model_validate(row)
                yield where, row, []
            except ValidationError as error:
                yield where, row, [
                    Fault(name, where, _what_the_model_says(detail))
                    for detail in error.errors(include_url=False)
                ]


def _what_the_model_says(detail: Mapping[str, Any]) -> str:
    column = ".".join(map(str, detail["loc"]))
    message: str = detail["msg"]
    return say("fault.value", column=column, message=message) if column else message


def _documents(table: pa.Table, known: _Tables) -> Iterator[Fault]:
    paths: list[str] = []
    for where, row, faults in _each("documents", table):
        yield from faults
        if row["doc_id"] in known.documents:
            yield Fault("documents", where, say("fault.doubled", key="doc_id"))
        if row["doc_id"] != row["sha256"][:16]:
            yield Fault("documents", where, say("fault.doc_id"))
        if row["n_chars"] != len(row["text"]):
            yield Fault("documents", where, say("fault.n_chars", found=row["n_chars"], wanted=len(row["text"])))
        if paths and row["source_path"] <= paths[-1]:
            yield Fault("documents", where, say("fault.order"))
        paths.append(row["source_path"])
        known.documents[row["doc_id"]] = row
        known.order[row["doc_id"]] = len(known.order)


def _records(name: str, table: pa.Table, known: _Tables) -> Iterator[Fault]:
    key, kind, by_number = _KEYS[name]
    seen: set[str] = set()
    before = (-1, -1, -1)
    for where, row, faults in _each(name, table):
        yield from faults
        document = known.documents.get(row["doc_id"])
        if document is None:
            yield Fault(name, where, say("fault.no_document", doc_id=row["doc_id"]))
            continue
        known.counts[name][row["doc_id"]] += 1
        if row[key] in seen:
            yield Fault(name, where, say("fault.doubled", key=key))
        seen.add(row[key])
        place = (known.order[row["doc_id"]], row["start"], row["end"])
        if place < before:
            yield Fault(name, where, say("fault.order_of_texts"))
        before = place
        span = (row["start"], row["end"])
        if by_number and row["value_start"] is not None:
            span = (row["value_start"], row["value_end"])
        if not _is_id(row[key], row["doc_id"], kind, span):
            yield Fault(name, where, say("fault.id", key=key))
        yield from _words(name, where, row, document["text"])
        if name == "metrics":
            known.metrics[row[key]] = row
        elif name == "targets":
            known.targets[row[key]] = row
            yield from _target(where, row, document, known)
        elif name == "responsible_bodies":
            yield from _body(where, row, known)


def _is_id(given: str, doc_id: str, kind: str, span: tuple[int, int]) -> bool:
    return any(given == record_id(doc_id, kind, *span, number) for number in range(_MOST_AT_A_PLACE))


def _words(name: str, where: str, row: Record, text: str) -> Iterator[Fault]:
    """Spans, and the words that are said to stand there."""
    found = text[row["start"] : row["end"]]
    if row["end"] > len(text) or row["evidence"] != found:
        yield Fault(name, where, say("fault.evidence", column="evidence", start=row["start"], end=row["end"]))
    if row.get("text", found) != found:
        yield Fault(name, where, say("fault.evidence", column="text", start=row["start"], end=row["end"]))
    if row.get("value_start") is not None:
        if not row["start"] <= row["value_start"] < row["value_end"] <= row["end"]:
            yield Fault(name, where, say("fault.value_span", start=row["value_start"], end=row["value_end"]))
        elif not any(character.isnumeric() or character in "两兩半○" for character in text[row["value_start"] : row["value_end"]]):
            yield Fault(name, where, say("fault.no_number", start=row["value_start"], end=row["value_end"]))
    if row.get("metric_end") is not None and row["metric_end"] > len(text):
        yield Fault(name, where, say("fault.metric_end", end=row["metric_end"]))
    for column in _VERBATIM:
        if row.get(column) and row[column] not in text:
            yield Fault(name, where, say("fault.not_verbatim", column=column, found=repr(row[column])))


def _target(where: str, row: Record, document: Record, known: _Tables) -> Iterator[Fault]:
    for column in _FACTS:
        if row[column] != document[column]:
            yield Fault("targets", where, say("fault.of_document", column=column, found=repr(row[column]), wanted=repr(document[column])))
    if row["kind"] != "quantitative" or "metrics" not in known.there:
        return
    metric = known.metrics.get(row["metric_id"])
    if metric is None:
        yield Fault("targets", where, say("fault.no_metric", metric_id=row["metric_id"]))
        return
    for column, value in metric.items():
        if column in row and row[column] != value:
            yield Fault("targets", where, say("fault.of_metric", column=column, found=repr(row[column]), wanted=repr(value)))


def _body(where: str, row: Record, known: _Tables) -> Iterator[Fault]:
    for target_id in row["target_ids"] if "targets" in known.there else ():
        target = known.targets.get(target_id)
        if target is None or target["doc_id"] != row["doc_id"]:
            yield Fault("responsible_bodies", where, say("fault.no_target", target_id=target_id))
        elif row["name"]:
            known.bodies[target_id][row["role"]].add(row["name"])


def _bodies_of_targets(known: _Tables) -> Iterator[Fault]:
    for target_id, row in known.targets.items():
        for column, role in _BODY_COLUMNS.items():
            named = known.bodies[target_id][role] if target_id in known.bodies else set()
            if set(row[column]) != named:
                message = say("fault.bodies", column=column, found=row[column], wanted=sorted(named))
                yield Fault("targets", target_id, message)


def _counts(known: _Tables, there: set[str]) -> Iterator[Fault]:
    for doc_id, row in known.documents.items():
        for column, name in _COUNTS.items():
            if name in there and (row[column] or 0) != known.counts[name][doc_id]:
                message = say("fault.count", column=column, found=row[column], table=name, wanted=known.counts[name][doc_id])
                yield Fault("documents", doc_id, message)


def _coverage(table: pa.Table, known: _Tables) -> Iterator[Fault]:
    kinds: dict[str, list[str]] = defaultdict(list)
    for where, row, faults in _each("coverage", table):
        yield from faults
        document = known.documents.get(row["doc_id"])
        if document is None:
            yield Fault("coverage", where, say("fault.no_document", doc_id=row["doc_id"]))
            continue
        kinds[row["doc_id"]].append(row["kind"])
        column = next(column for column, name in _COUNTS.items() if name == row["kind"])
        if row["count"] != document[column]:
            yield Fault("coverage", where, say("fault.coverage_count", found=row["count"], column=column, wanted=document[column]))
        wanted = {None: ("not_processed",), 0: ("none_found", "stated_absent")}.get(row["count"], ("found",))
        if row["state"] not in wanted or (row["stated_absent"] and row["state"] == "none_found"):
            yield Fault("coverage", where, say("fault.coverage_state", state=row["state"], count=row["count"]))
    for doc_id in known.documents:
        if sorted(kinds[doc_id]) != sorted(KINDS):
            found = ", ".join(kinds[doc_id]) or say("fault.coverage_none")
            yield Fault("coverage", doc_id, say("fault.coverage_kinds", found=found))


def _rejects(table: pa.Table, known: _Tables) -> Iterator[Fault]:
    paths = {row["source_path"] for row in known.documents.values()}
    before = ""
    for where, row, faults in _each("rejects", table):
        yield from faults
        if row["source_path"] < before:
            yield Fault("rejects", where, say("fault.order"))
        before = row["source_path"]
        document = known.documents.get(row["doc_id"] or "")
        if row["doc_id"] is None and row["source_path"] in paths:
            yield Fault("rejects", where, say("fault.reject_is_document"))
        elif row["doc_id"] is not None and (document is None or document["source_path"] != row["source_path"]):
            yield Fault("rejects", where, say("fault.reject_document", doc_id=row["doc_id"], path=row["source_path"]))


def _panel(tables: dict[str, pa.Table]) -> Iterator[Fault]:
    for _, _, faults in _each("panel", tables["panel"]):
        yield from faults
    parts = {name: tables[name].select(list(columns)) for name, columns in PANEL_COLUMNS.items()}
    known = set(tables["documents"]["doc_id"].to_pylist())
    if not all(known.issuperset(part["doc_id"].to_pylist()) for part in parts.values()):
        yield Fault("panel", "", say("fault.panel_orphans"))
        return
    wanted = to_batch("panel", panel_rows(**parts)).to_pylist()
    found = tables["panel"].to_pylist()
    if len(wanted) != len(found):
        yield Fault("panel", "", say("fault.panel_rows", found=len(found), wanted=len(wanted)))
    for number, (row, other) in enumerate(zip(found, wanted, strict=False)):
        for column in row:
            if row[column] != other[column]:
                message = say("fault.panel_value", column=column, found=repr(row[column]), wanted=repr(other[column]))
                yield Fault("panel", say("verify.row", number=number), message)


# ---------------------------------------------------------------------------------------------------------------------
# Beside the documents


def behind(out: Path, raw: Path) -> list[str]:
    """What the next run would do: files that are new, changed or gone. No fault of the tables."""
    found = plan(raw.resolve(), {}, "")
    rows = pq.read_table(out / "documents.parquet", columns=["source_path", "sha256"]).to_pylist()
    documents = {row["source_path"]: row["sha256"] for row in rows}
    rejected = set(pq.read_table(out / "rejects.parquet", columns=["source_path"])["source_path"].to_pylist())
    lines = []
    for path, task in found.tasks.items():
        if path in documents and documents[path] != task.key.sha256:
            lines.append(say("verify.changed", path=path))
        elif path not in documents and path not in rejected:
            lines.append(say("verify.new", path=path))
    there = {*found.tasks, *found.problems}
    lines += [say("verify.gone", path=path) for path in sorted({*documents, *rejected} - there)]
    return lines


def again(out: Path, raw: Path, jobs: int = 0, corrections: Path | None = None) -> Iterator[Fault]:
    """Extract everything once more, with what people have corrected, and compare the tables byte for byte."""
    from pipeline.run import extract_corpus

    with tempfile.TemporaryDirectory() as folder:
        extract_corpus(raw, Path(folder) / "tables", jobs, corrections=corrections)
        for name in TABLES:
            made, found = (where / f"{name}.parquet" for where in (Path(folder) / "tables", out))
            if not found.is_file() or file_digest(made) != file_digest(found):
                yield Fault(name, "", say("fault.again"))
