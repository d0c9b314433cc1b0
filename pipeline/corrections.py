"""What people correct: doubtful records go out in a file, come back corrected, and hold from then on.

``review`` writes the records of lowest confidence as CSV, as tasks for Label Studio or as data for doccano. A corrected file goes into the folder
of corrections; every run applies what is there before it validates. A correction is tied to the document's bytes and to the
characters of its number: it survives new rules, and is reported as stale, not applied, when the document has changed.

In the CSV a row counts as a correction when a cell was changed, or when ``verdict`` says ``ok`` (it is right as it is) or
``remove`` (it is no record at all). Everything else in the file is left alone.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Literal, get_args

import pyarrow.parquet as pq

from pipeline.harmless import cell, uncell
from pipeline.records import DocumentRecords, Record, record_id
from pipeline.version import PIPELINE_VERSION
from schemas.enums import Comparator, Measure, Status, Strength

#: Columns that may be corrected, of a stated value and of a commitment without a number.
FIELDS = ("metric", "value", "value_max", "unit", "comparator", "measure", "status", "strength", "period_end")
FIELDS_OF_WORDS = ("strength", "period_end")
#: What a correction is tied to; these columns are not to be changed.
TIES = ("record_id", "table", "source_path", "doc_id", "start", "end", "value_start", "value_end", "evidence", "as_exported")
#: Characters around a clause that a reviewer sees.
CONTEXT = 80

_CHOICES: dict[str, tuple[str, ...]] = {
    "comparator": get_args(Comparator), "measure": get_args(Measure), "status": get_args(Status), "strength": get_args(Strength),
}
_NUMBERS = frozenset({"value", "value_max"})
Verdict = Literal["corrected", "ok", "remove"]


class CorrectionError(ValueError):
    """A row that is no correction; the message names the column and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Correction:
    """One record as a person says it is.

    Attributes
    ----------
    file, row : str, int
        Where it was read: file name, and number of the row as a spreadsheet counts, or of the task from 1.
    values : tuple of (column, value)
        Every column that may be corrected, as it should be.
    """

    file: str
    row: int
    record_id: str
    table: str
    source_path: str
    doc_id: str
    span: tuple[int, int]
    value_span: tuple[int, int] | None
    evidence: str
    verdict: Verdict
    values: tuple[tuple[str, Any], ...]

    @property
    def name(self) -> str:
        """Which correction it is, for messages."""
        return f"{self.file}, row {self.row}"


@dataclass(slots=True)
class Corrections:
    """All corrections by document, and what is wrong with the files: name -> (kind of fault, cause)."""

    by_document: dict[str, tuple[Correction, ...]] = field(default_factory=dict)
    problems: dict[str, tuple[str, str]] = field(default_factory=dict)

    def version(self, doc_id: str) -> str:
        """A hash of the corrections of a document; empty if it has none."""
        found = self.by_document.get(doc_id, ())
        return hashlib.sha256(repr(found).encode()).hexdigest()[:16] if found else ""


# ---------------------------------------------------------------------------------------------------------------------
# Out


def doubtful(tables: Path, size: int) -> list[Record]:
    """The records of lowest confidence as rows to be reviewed, lowest first.

    Parameters
    ----------
    tables : Path
        Folder with the tables of a run.
    size : int
        How many.
    """
    found = [*_candidates(tables, "metrics", "metric_id"), *_candidates(tables, "targets", "target_id")]
    found.sort(key=lambda row: (row["confidence"], row["record_id"]))
    chosen = found[:size]
    names = {row["doc_id"] for row in chosen}
    documents = {
        row["doc_id"]: row
        for row in pq.read_table(tables / "documents.parquet", columns=["doc_id", "source_path", "title", "text"]).to_pylist()
        if row["doc_id"] in names
    }
    return [_with_context(row, documents[row["doc_id"]]) for row in chosen]


def _candidates(tables: Path, table: str, key: str) -> Iterator[Record]:
    for row in pq.read_table(tables / f"{table}.parquet").to_pylist():
        # The values of targets are rows of metrics too, and corrected there.
        if row["confidence"] is None or row.get("correction") or row.get("kind") == "quantitative":
            continue
        fields = {name: row[name] for name in FIELDS}
        ties = {name: row[name] for name in TIES if name in row}
        yield {
            **ties, "record_id": row[key], "table": table, "confidence": round(row["confidence"], 3), **fields,
            "as_exported": _digest(fields), "verdict": None, "note": None,
        }


def _with_context(row: Record, document: Record) -> Record:
    text, start, end = document["text"], row["start"], row["end"]
    context = f"{text[max(0, start - CONTEXT) : start]}【{text[start:end]}】{text[end : end + CONTEXT]}"
    return {**row, "source_path": document["source_path"], "title": document["title"], "context": context.strip()}


#: Columns that doccano has as labels.
_LABELLED = (*FIELDS, "verdict")
_COLUMNS = ("context", "title", "confidence", *FIELDS, "verdict", "note", *TIES)


def write_csv(rows: Sequence[Record], path: Path) -> None:
    """Write rows to be reviewed as CSV, UTF-8 with a byte order mark, for a spreadsheet."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(_COLUMNS)
        writer.writerows([cell(_plain(row.get(name))) for name in _COLUMNS] for row in rows)


def write_label_studio(rows: Sequence[Record], path: Path) -> Path:
    """Write rows to be reviewed as tasks of Label Studio, and the labelling configuration beside them, which is returned."""
    tasks = [{"data": {name: cell(_plain(row.get(name))) for name in _COLUMNS}} for row in rows]
    path.write_text(json.dumps(tasks, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    configuration = path.with_suffix(".xml")
    configuration.write_text(_configuration(), encoding="utf-8")
    return configuration


def write_doccano(rows: Sequence[Record], path: Path) -> None:
    """Write rows to be reviewed as JSON lines for a sequence-to-sequence project of doccano.

    Every label is one column with its value, ``unit=万人``, to be changed, taken away or added there; ``verdict=ok`` is one too.
    """
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for row in rows:
            written = {name: cell(_plain(row.get(name))) for name in _COLUMNS}
            labels = [f"{name}={written.pop(name)}" for name in _LABELLED if row.get(name) is not None]
            kept = {name: value for name, value in written.items() if name not in _LABELLED}
            line = {"text": kept.pop("context"), "label": labels, **kept}
            file.write(json.dumps(line, ensure_ascii=False) + "\n")


def _configuration() -> str:
    parts = ["<View>", '  <Text name="context" value="$context"/>']
    for name in FIELDS:
        parts.append(f'  <Header value="{name}: $${name}"/>'.replace("$$", "$"))
        if name in _CHOICES:
            parts.append(f'  <Choices name="{name}" toName="context" choice="single-radio" showInline="true">')
            parts += [f'    <Choice value="{choice}"/>' for choice in _CHOICES[name]]
            parts.append("  </Choices>")
        else:
            parts.append(f'  <TextArea name="{name}" toName="context" maxSubmissions="1"/>')
    parts.append('  <Choices name="verdict" toName="context" choice="single-radio" showInline="true">')
    parts += ['    <Choice value="ok"/>', '    <Choice value="remove"/>', "  </Choices>", "</View>", ""]
    return "\n".join(parts)


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return f"{value:.12g}" if isinstance(value, float) else value


def _digest(fields: Mapping[str, Any]) -> str:
    written = json.dumps([cell(_plain(fields.get(name))) for name in FIELDS], ensure_ascii=False)
    return hashlib.sha256(written.encode()).hexdigest()[:16]


# ---------------------------------------------------------------------------------------------------------------------
# In


def load(folder: Path | None) -> Corrections:
    """Every correction of a folder, files in the order of their names; of two for one record the later counts.

    Parameters
    ----------
    folder : Path or None
        CSV files, JSON exports of Label Studio and JSON lines of doccano; other files are left alone. None, or a folder that is not there, has none.
    """
    loaded = Corrections()
    latest: dict[str, Correction] = {}
    paths = sorted(folder.iterdir()) if folder is not None and folder.is_dir() else []
    for path in paths:
        reader = _READERS.get(path.suffix.lower())
        if reader is None or path.name.startswith("."):
            continue
        try:
            # A row of a spreadsheet has the number it has there, under the headings.
            rows = list(enumerate(reader(path), 2 if path.suffix.lower() == ".csv" else 1))
        except (OSError, UnicodeDecodeError, ValueError, csv.Error) as error:
            loaded.problems[f"{folder.name}/{path.name}" if folder else path.name] = ("unreadable", f"no file of corrections: {error}")
            continue
        for number, row in rows:
            try:
                correction = _correction(path.name, number, row)
            except CorrectionError as error:
                where = f"{folder.name}/{path.name}#{number}" if folder else path.name
                loaded.problems[where] = ("correction", f"row {number}: {error}")
                continue
            if correction is not None:
                latest[correction.record_id] = correction
    grouped: defaultdict[str, list[Correction]] = defaultdict(list)
    for correction in latest.values():
        grouped[correction.doc_id].append(correction)
    loaded.by_document = {
        doc_id: tuple(sorted(found, key=lambda one: (one.file, one.row))) for doc_id, found in sorted(grouped.items())
    }
    return loaded


def _csv_rows(path: Path) -> Iterator[Mapping[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        missing = [name for name in (*TIES, *FIELDS) if name not in (reader.fieldnames or ())]
        if missing:
            raise CorrectionError(f"columns are missing: {', '.join(missing)}")
        for row in reader:
            yield {name: uncell(value or "") for name, value in row.items() if name is not None}


def _label_studio_rows(path: Path) -> Iterator[Mapping[str, str]]:
    tasks = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(tasks, list):
        raise CorrectionError("a list of tasks is wanted")
    for number, task in enumerate(tasks, 1):
        try:
            yield _label_studio_row(task)
        except (KeyError, IndexError, TypeError, AttributeError):
            raise CorrectionError(f"task {number} is not as Label Studio exports it under JSON") from None


def _label_studio_row(task: Any) -> dict[str, str]:
    row = {name: uncell(str(value)) for name, value in task["data"].items() if value is not None}
    annotations = [one for one in task.get("annotations") or () if not one.get("was_cancelled")]
    for result in annotations[-1]["result"] if annotations else ():
        said = result["value"]
        row[result["from_name"]] = str((said.get("choices") or said.get("text") or [""])[0])
    return row


def _doccano_rows(path: Path) -> Iterator[Mapping[str, str]]:
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").split("\n"), 1):
        if not line.strip():
            continue
        found = json.loads(line)
        # Where the columns that came with a text stand depends on doccano's version.
        columns = {**(found.get("meta") or {}), **found} if isinstance(found, dict) else {}
        labels = columns.get("label", columns.get("labels"))
        if not isinstance(labels, list) or not all(isinstance(label, str) for label in labels):
            raise CorrectionError(f"line {number} has no labels as they are written for doccano (column=value)")
        row = {name: uncell(str(value)) for name, value in columns.items() if value is not None}
        row.update(dict.fromkeys(_LABELLED, ""))
        for label in labels:
            name, _, value = label.partition("=")
            if name.strip() not in _LABELLED:
                raise CorrectionError(f"line {number}: {label!r} begins with none of {', '.join(_LABELLED)}")
            row[name.strip()] = uncell(value.strip())
        yield row


_READERS: dict[str, Callable[[Path], Iterator[Mapping[str, str]]]] = {
    ".csv": _csv_rows, ".json": _label_studio_rows, ".jsonl": _doccano_rows,
}  # fmt: skip


def _correction(file: str, number: int, row: Mapping[str, str]) -> Correction | None:
    """The correction that a row makes, None if it makes none."""
    if not row.get("record_id"):
        return None
    fields = {name: _read(name, row.get(name, "").strip()) for name in FIELDS}
    verdict = row.get("verdict", "").strip().lower()
    if verdict not in ("", "ok", "remove"):
        raise CorrectionError(f"verdict: {verdict!r} is neither ok nor remove nor empty")
    is_changed = _digest(fields) != row.get("as_exported")
    if not verdict and not is_changed:
        return None
    return Correction(
        file=file,
        row=number,
        record_id=row["record_id"],
        table=row.get("table", ""),
        source_path=row.get("source_path", ""),
        doc_id=row.get("doc_id", ""),
        span=_span(row, "start", "end") or (0, 0),
        value_span=_span(row, "value_start", "value_end"),
        evidence=row.get("evidence", ""),
        verdict="remove" if verdict == "remove" else "corrected" if is_changed else "ok",
        values=tuple(fields.items()),
    )


def _span(row: Mapping[str, str], start: str, end: str) -> tuple[int, int] | None:
    if not row.get(start):
        return None
    try:
        return int(row[start]), int(row[end])
    except ValueError:
        raise CorrectionError(f"{start}, {end}: {row[start]!r}, {row[end]!r} are no offsets") from None


def _read(name: str, written: str) -> Any:
    if not written:
        return None
    if name in _CHOICES and written not in _CHOICES[name]:
        raise CorrectionError(f"{name}: {written!r} is none of {', '.join(_CHOICES[name])}")
    try:
        if name in _NUMBERS:
            return float(written)
        return _day(written) if name == "period_end" else written
    except ValueError:
        raise CorrectionError(f"{name}: {written!r} is no {'number' if name in _NUMBERS else 'date (YYYY-MM-DD)'}") from None


def _day(written: str) -> date:
    """A date as this file has it, or as a spreadsheet has rewritten it (2026/1/5)."""
    match = re.fullmatch(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", written)
    if match is None:
        raise ValueError(written)
    return date(int(match[1]), int(match[2]), int(match[3]))


# ---------------------------------------------------------------------------------------------------------------------
# Into the records


def apply(records: DocumentRecords, corrections: Iterable[Correction], text: str) -> None:
    """Put what was corrected into the candidates of a document; what no longer fits its text becomes a reject."""
    for correction in corrections:
        start, end = correction.span
        if text[start:end].split() != correction.evidence.split():
            records.rejects.append(_stale(correction, "the document has other words there now"))
        elif correction.table == "metrics":
            _apply_to_value(records, correction, text)
        else:
            _apply_to_words(records, correction)


def stale_problems(corrections: Corrections, doc_ids: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """Corrections of documents that are not in the corpus, as problems to be reported.

    Parameters
    ----------
    doc_ids : mapping
        Key -> path of every document there is.
    """
    paths = {path: doc_id for doc_id, path in doc_ids.items()}
    problems = {}
    for doc_id, found in corrections.by_document.items():
        if doc_id in doc_ids:
            continue
        for one in found:
            told = "has changed since" if one.source_path in paths else "is not in the corpus"
            problems[f"{one.file}#{one.row}"] = ("stale_correction", f"not applied: {one.source_path} {told}")
    return problems


def _apply_to_value(records: DocumentRecords, correction: Correction, text: str) -> None:
    metric = _at(records.metrics, correction, "metric")
    target = _at(records.targets, correction, "target")
    if correction.verdict == "remove":
        records.metrics = [row for row in records.metrics if row is not metric]
        _drop_target(records, target)
        records.rejects.append(_removed(correction))
        return
    values = dict(correction.values)
    if metric is None:
        metric = _new_metric(correction, text)
        records.metrics.append(metric)
    _correct(metric, values, correction)
    if values["status"] != "target":
        _drop_target(records, target)
        return
    if target is None:
        target = {**metric, "kind": "quantitative"}
        records.targets.append(target)
    _correct(target, values, correction)
    _correct_deadline(target, values["period_end"])


def _apply_to_words(records: DocumentRecords, correction: Correction) -> None:
    target = next(
        (row for row in records.targets if row.get("kind") == "qualitative" and (row["start"], row["end"]) == correction.span), None
    )
    if correction.verdict == "remove":
        _drop_target(records, target)
        records.rejects.append(_removed(correction))
        return
    if target is None:
        start, end = correction.span
        target = {"kind": "qualitative", "status": "target", "section": [], "start": start, "end": end, "evidence": correction.evidence}
        records.targets.append(target)
    values = {name: value for name, value in correction.values if name in FIELDS_OF_WORDS}
    _correct(target, values, correction)
    _correct_deadline(target, values["period_end"])


def _at(rows: Sequence[Record], correction: Correction, kind: str) -> Record | None:
    """The candidate at the corrected number; of several, the one that the correction's key was made for."""
    found = [row for row in rows if (row.get("value_start"), row.get("value_end")) == correction.value_span]
    if len(found) < 2:
        return found[0] if found else None
    start, end = correction.value_span or (None, None)
    keys = [record_id(correction.doc_id, "metric", start, end, number) for number in range(len(found))]
    return found[keys.index(correction.record_id)] if correction.record_id in keys else found[0]


def _correct(row: Record, values: Mapping[str, Any], correction: Correction) -> None:
    changed = {name for name, value in values.items() if row.get(name) != value}
    row.update(values)
    if row.get("status") != "target":
        row["strength"] = row["commitment_text"] = None
    if changed & {"value", "unit"}:
        row["value_base"], row["unit_base"] = _base(values)
    if "metric" in changed:
        row.update(_linked(values["metric"]), metric_start=None, metric_end=None)
    if "period_end" in changed:
        row.update(period_text=None, period_start=None, baseline_period_end=None)
    if "strength" in changed:
        row["commitment_text"] = None
    if "comparator" in changed:
        row["modifier_text"] = None
    row["correction"] = correction.file
    row["confidence"] = 1.0
    row["rule"] = f"correction|{row.get('rule') or f'none@{PIPELINE_VERSION}'}"


def _base(values: Mapping[str, Any]) -> tuple[float | None, str | None]:
    from pipeline.extract.numbers import to_base

    return to_base(values["value"], values["unit"] or "") or (None, None)


def _linked(metric: str | None) -> Record:
    from pipeline.extract import vocabulary

    entry = vocabulary.link(metric) if metric else None
    return {
        "metric_code": entry.id if entry else None,
        "metric_name": entry.name if entry else None,
        "metric_domain": entry.domain if entry else None,
    }


def _correct_deadline(target: Record, day: date | None) -> None:
    if target.get("deadline") != day:
        target.update(deadline=day, deadline_start=None, deadline_text=None, deadline_precision=None, deadline_source=None)


def _new_metric(correction: Correction, text: str) -> Record:
    """A value that the rules no longer find, where a person has said that there is one."""
    start, end = correction.span
    value_start, value_end = correction.value_span or correction.span
    return {
        "section": [], "evidence": text[start:end], "start": start, "end": end, "value_start": value_start, "value_end": value_end,
    }


def _drop_target(records: DocumentRecords, target: Record | None) -> None:
    if target is None:
        return
    records.targets = [row for row in records.targets if row is not target]
    for body in records.responsible_bodies:
        if "_targets" in body:
            body["_targets"] = [row for row in body["_targets"] if row is not target]


def _stale(correction: Correction, why: str) -> Record:
    return _reject(correction, "stale_correction", f"{correction.name}: not applied, {why}")


def _removed(correction: Correction) -> Record:
    return _reject(correction, "removed", f"{correction.name}: removed by a reviewer")


def _reject(correction: Correction, error_type: str, message: str) -> Record:
    start, end = correction.span
    return {
        "stage": "validate", "table_name": correction.table, "error_type": error_type, "message": message,
        "evidence": correction.evidence, "start": start, "end": end,
    }


# ---------------------------------------------------------------------------------------------------------------------
# As labels


def agreement(records: Mapping[str, DocumentRecords], corrections: Corrections) -> dict[str, tuple[int, int]]:
    """How often the rules alone say what the reviewers say.

    Parameters
    ----------
    records : mapping
        Key of a document -> its candidates without corrections.
    corrections : Corrections

    Returns
    -------
    dict
        Column -> (right, reviewed); ``record`` counts the records that there should be, or should not.
    """
    counts: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])

    def note(name: str, is_right: bool) -> None:
        counts[name][0] += is_right
        counts[name][1] += 1

    for doc_id, found in corrections.by_document.items():
        for one in found:
            if doc_id not in records or one.table != "metrics":
                continue
            metric = _at(records[doc_id].metrics, one, "metric")
            note("record", (metric is None) == (one.verdict == "remove"))
            if metric is None or one.verdict == "remove":
                continue
            for name, value in one.values:
                if name != "strength" or value is not None:
                    note(name, metric.get(name) == value)
    return {name: (right, reviewed) for name, (right, reviewed) in counts.items()}
