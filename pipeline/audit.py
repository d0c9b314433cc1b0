"""A reading sheet: a fixed random sample of records with the text around them, and the figures of a sheet once judged.

The labelled documents say how good the rules are on what they were written against. This says how good they are on
everything else: a person reads each drawn record in its context and notes which fields are right. Besides the records
the sheet holds numbers that gave none, so that misses are seen too. Sheets quote documents and stay in a scratch folder;
the figures are kept.
"""

from __future__ import annotations

import bisect
import csv
import hashlib
import json
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from pipeline.harmless import cell, uncell
from pipeline.store import MANIFEST

Row = dict[str, Any]

#: Characters of text shown before and after the evidence. The part before is the longer one, since periods, headings and
#: subjects are inherited from there.
BEFORE, AFTER = 140, 60
#: Two-sided 95% of the normal distribution.
Z = 1.959964
RIGHT, WRONG, NOT_APPLICABLE, UNJUDGED = "y", "n", "-", ""
_MARKS = {"y": RIGHT, "1": RIGHT, "n": WRONG, "0": WRONG, "-": NOT_APPLICABLE, "": UNJUDGED}
_BEGIN, _END = "<!-- audit: begin -->", "<!-- audit: end -->"


@dataclass(frozen=True, slots=True)
class Sample:
    """One of the samples of a sheet.

    Attributes
    ----------
    table : str
        Table the rows come from, ``""`` for numbers without a record.
    share : float
        Rows, as a share of the size asked for.
    judged : mapping
        Field to judge -> columns it is about (none: the record as such, that is its span). The first field says whether
        there should be a record at all; where it is wrong the others do not count.
    """

    table: str
    share: float
    judged: Mapping[str, tuple[str, ...]]


SAMPLES: dict[str, Sample] = {
    "metrics": Sample(
        "metrics",
        1.0,
        {
            "number": (),
            "status": ("status",),
            "metric": ("metric",),
            "value": ("value", "value_max", "unit"),
            "comparator": ("comparator",),
            "measure": ("measure",),
            "period": ("period_end",),
            "strength": ("strength",),
        },
    ),
    "deadlines": Sample(
        "deadlines", 0.25, {"mention": (), "role": ("role",), "interval": ("start_date", "end_date")}
    ),
    "bodies": Sample("responsible_bodies", 0.25, {"mention": (), "name": ("name",), "role": ("role",)}),
    "milestones": Sample("targets", 0.25, {"mention": (), "deadline": ("deadline",), "strength": ("strength",)}),
    "left_out": Sample("", 0.5, {"left_out": ()}),
}

#: Columns that help no reader: keys, offsets, what the context shows or the document repeats.
_HIDDEN = re.compile(
    r"(?:.*_)?(?:id|ids|start|end)|text|evidence|confidence|source_path|title|doc_type|issuer|region|region_code|region_level"
    r"|published_on|plan_year|section|value_base|unit_base|kind"
)
_SHOWN = frozenset({"period_start", "period_end", "baseline_period_end"})


@dataclass(frozen=True, slots=True)
class Item:
    """Something that can be drawn: a record, or a number without one.

    ``start`` and ``end`` tell it from all others of its document, ``inner`` is the number or mention, ``outer`` the
    evidence; all are offsets into the document's text.
    """

    sample: str
    kind: str
    path: str
    start: int
    end: int
    outer: tuple[int, int]
    row: Row = field(default_factory=dict, hash=False, compare=False)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A drawn sample: the items of each sample, how many there were to draw from, and the tables they come from."""

    drawn: dict[str, list[Item]]
    population: dict[str, dict[str, int]]
    documents: dict[str, Row]
    n_failed: int
    versions: dict[str, str]


class SheetError(ValueError):
    """A sheet that cannot be drawn or read; the message names file and row."""


# ---------------------------------------------------------------------------------------------------------------------
# Drawing


def draw(tables: Path, size: int, seed: int, kinds: Sequence[str] = ()) -> Sheet:
    """Draw a sheet from the tables of a run.

    Parameters
    ----------
    tables : Path
        Folder of the tables.
    size : int
        Rows of the ``metrics`` sample; the others have their share of it.
    seed : int
        Another one draws another sheet.
    kinds : sequence of str
        Beginnings of the kinds of document to draw from (``ministry``, ``ministry/notice``); all if empty.
    """
    documents = {row["doc_id"]: row for row in _rows(tables, "documents")}
    population: dict[str, dict[str, int]] = {}
    drawn: dict[str, list[Item]] = {}
    for name, sample in SAMPLES.items():
        items = [item for item in _items(name, tables, documents) if not kinds or item.kind.startswith(tuple(kinds))]
        population[name] = dict(sorted(Counter(item.kind for item in items).items()))
        drawn[name] = pick(items, round(size * sample.share), seed)
    failed = {row["source_path"] for row in _rows(tables, "rejects") if row["error_type"] != "duplicate"}
    failed -= {document["source_path"] for document in documents.values() if document["n_metrics"] is not None}
    manifest = json.loads((tables / MANIFEST).read_text(encoding="utf-8"))
    versions = {name: manifest[name] for name in ("pipeline_version", "rules_version", "schema_version")}
    by_path = {document["source_path"]: document for document in documents.values()}
    return Sheet(drawn, population, by_path, len(failed), versions)


def kind_of(document: Row) -> str:
    """The stratum of a document: its first folder and its type, ``ministry/notice``."""
    folder, slash, _ = document["source_path"].partition("/")
    return f"{folder if slash else '.'}/{document['doc_type'] or 'unknown'}"


def pick(items: Iterable[Item], size: int, seed: int) -> list[Item]:
    """The items of each kind that rank first by the hash of document path and span.

    An item keeps its rank whatever happens to others, so that a change to the rules leaves most of a sheet as it was.
    """
    by_kind: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        by_kind[item.kind].append(item)
    quotas = allocate({kind: len(found) for kind, found in by_kind.items()}, size)
    picked = []
    for kind in sorted(by_kind):
        first = sorted(by_kind[kind], key=lambda item: _rank(item, seed))[: quotas[kind]]
        picked += sorted(first, key=lambda item: (item.path, item.start, item.end))
    return picked


def allocate(population: Mapping[str, int], size: int) -> dict[str, int]:
    """Deal ``size`` rows out to strata by the square root of their size, none getting more than it has.

    Between equal shares (best for each stratum's own figure) and proportional ones (best for the figure of all); the
    figure of all weights the strata by their size again.
    """
    quotas = dict.fromkeys(population, 0)
    # One row at a time to the stratum that is furthest below its due; ties by name.
    for _ in range(min(size, sum(population.values()))):
        open_kinds = [kind for kind in sorted(population) if quotas[kind] < population[kind]]
        quotas[min(open_kinds, key=lambda kind: (quotas[kind] + 0.5) / math.sqrt(population[kind]))] += 1
    return quotas


def _rank(item: Item, seed: int) -> str:
    return _digest(f"{seed}:{item.path}:{item.sample}:{item.start}:{item.end}")


def key_of(item: Item) -> str:
    """Ten hex digits that tell a row of a sheet from all others, and find it again in another sheet."""
    return row_key(item.path, item.sample, item.start, item.end)


def row_key(path: str, sample: str, start: int, end: int) -> str:
    """The key of the record at a span: of its number in the sample of metrics."""
    return _digest(f"{path}:{sample}:{start}:{end}")[:10]


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _rows(tables: Path, name: str) -> list[Row]:
    rows: list[Row] = pq.read_table(tables / f"{name}.parquet").to_pylist()
    return rows


def _items(name: str, tables: Path, documents: Mapping[str, Row]) -> Iterator[Item]:
    sample = SAMPLES[name]
    if not sample.table:
        yield from _left_out(tables, documents)
        return
    for row in _rows(tables, sample.table):
        if name == "milestones" and row["kind"] != "qualitative":
            continue
        document = documents[row["doc_id"]]
        span = (row["value_start"], row["value_end"]) if name == "metrics" else (row["start"], row["end"])
        outer = (min(span[0], row["start"]), max(span[1], row["end"]))
        yield Item(name, kind_of(document), document["source_path"], *span, outer, row)


# ---------------------------------------------------------------------------------------------------------------------
# Numbers without a record

_NUMERAL = "一二三四五六七八九十百千万亿零〇○两萬億兩"
# Digits, or Chinese numerals above nine and fractions; a lone 一 is hardly ever a quantity. Deliberately not the lexer of
# the pipeline, whose own misses are to be seen.
_NUMBER = re.compile(
    rf"[0-9０-９]+(?:[.．,，][0-9０-９]+)*(?:\s?[%％‰])?"
    rf"|[{_NUMERAL}]*(?:分之[{_NUMERAL}]|[十百千万亿萬億][{_NUMERAL}]|[一二三四五六七八九两兩][十百千万亿萬億])[{_NUMERAL}]*"
)
# Certainly no quantities: list numbers at the start of a line, ordinals, names in Latin letters, years, document numbers.
_LIST_NUMBER_BEFORE = re.compile(r"\n\s*[（(【〔]?\s*$")
_LIST_NUMBER_AFTER = re.compile(r"\s*[)）】〕、.．]")
_NAME_BEFORE = re.compile(r"[A-Za-z0-9][-—.]?$|第\s*$|[〔［\[]$")
_NAME_AFTER = re.compile(r"\s*[年届屆号號]|[〕］\]]|[GDK](?![A-Za-z])")
_CLAUSE_END = re.compile(r"[，。；：！？,;:!?\n]")
_REACH = 80


def _left_out(tables: Path, documents: Mapping[str, Row]) -> Iterator[Item]:
    taken: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for row in _rows(tables, "metrics"):
        taken[row["doc_id"]].append((row["value_start"], row["value_end"]))
    for row in _rows(tables, "deadlines"):
        taken[row["doc_id"]].append((row["start"], row["end"]))
    for doc_id, document in documents.items():
        if document["n_metrics"] is None:
            continue
        kind, path, text = kind_of(document), document["source_path"], document["text"]
        for start, end in numbers_without(text, taken[doc_id]):
            yield Item("left_out", kind, path, start, end, _clause(text, start, end))


def numbers_without(text: str, taken: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Spans of the numbers in a text that overlap none of the spans ``taken`` and may be quantities."""
    spans = sorted(taken)
    starts = [start for start, _ in spans]
    furthest = list(_running_maximum(end for _, end in spans))
    for match in _NUMBER.finditer(text):
        start, end = match.span()
        before = bisect.bisect_left(starts, end)
        if before and furthest[before - 1] > start:
            continue
        if not _is_name(text, start, end):
            yield start, end


def _running_maximum(values: Iterable[int]) -> Iterator[int]:
    maximum = 0
    for value in values:
        maximum = max(maximum, value)
        yield maximum


def _is_name(text: str, start: int, end: int) -> bool:
    head = text[start - 12 : start] if start >= 12 else "\n" + text[:start]
    if _LIST_NUMBER_AFTER.match(text, end) and _LIST_NUMBER_BEFORE.search(head):
        return True
    return _NAME_BEFORE.search(head) is not None or _NAME_AFTER.match(text, end) is not None


def _clause(text: str, start: int, end: int) -> tuple[int, int]:
    """The clause around a span, at most :data:`_REACH` characters to either side."""
    low = max(0, start - _REACH)
    for match in _CLAUSE_END.finditer(text, low, start):
        low = match.end()
    after = _CLAUSE_END.search(text, end, min(len(text), end + _REACH))
    return low, after.start() if after else min(len(text), end + _REACH)


# ---------------------------------------------------------------------------------------------------------------------
# The sheet on paper


def write_sheet(sheet: Sheet, out: Path, size: int, seed: int, carry: Path | None = None) -> int:
    """Write one TSV for each sample, ``sheet.md`` to read along, and ``sheet.json`` with what the figures need.

    Parameters
    ----------
    sheet : Sheet
    out : Path
        Folder; made if it does not exist.
    size, seed : int
        As drawn, for the record.
    carry : Path, optional
        Folder of an earlier, judged sheet: what was said of a field that is unchanged is taken over.

    Returns
    -------
    int
        Judgements taken over.

    Raises
    ------
    SheetError
        If ``out`` holds judgements, which would be lost.
    """
    if any(_is_judged(out / f"{name}.tsv") for name in SAMPLES):
        raise SheetError(f"{out} holds judgements; draw into another folder and take them over with --carry {out}")
    earlier = {name: _read_tsv(carry / f"{name}.tsv") for name in SAMPLES} if carry else {}
    out.mkdir(parents=True, exist_ok=True)
    n_carried = 0
    pages = []
    for name, items in sheet.drawn.items():
        before = {row["key"]: row for row in earlier.get(name, ())}
        rows = [_sheet_row(item, sheet.documents[item.path]) for item in items]
        for row in rows:
            n_carried += _carry_over(row, before.get(row["key"]), SAMPLES[name])
        _write_tsv(out / f"{name}.tsv", rows, _columns(name, rows))
        pages.append(_page(name, rows, sheet.population[name]))
    description = {"size": size, "seed": seed, **sheet.versions, "population": sheet.population}
    (out / "sheet.json").write_text(json.dumps(description, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    (out / "sheet.md").write_text("\n".join(pages), encoding="utf-8")
    return n_carried


def sheet_lines(sheet: Sheet) -> Iterator[str]:
    """How many rows of how many were drawn, by sample and kind of document."""
    yield f"{'':32}" + "".join(f"{name:>14}" for name in sheet.drawn)
    drawn = {name: Counter(item.kind for item in items) for name, items in sheet.drawn.items()}
    kinds = sorted({kind for found in sheet.population.values() for kind in found})
    for kind in kinds:
        cells = (f"{drawn[name][kind]} of {sheet.population[name].get(kind, 0)}" for name in sheet.drawn)
        yield f"{kind:32}" + "".join(f"{cell:>14}" for cell in cells)
    if sheet.n_failed:
        yield f"{sheet.n_failed} documents could not be read or extracted and are not in the sheet"


def context(text: str, outer: tuple[int, int], inner: tuple[int, int]) -> str:
    """The text around a record on one line: the evidence in 【】, the number inside it, if it is less, in 〖〗."""
    low, high = max(0, outer[0] - BEFORE), min(len(text), outer[1] + AFTER)
    core = text[outer[0] : outer[1]]
    if outer != inner:
        start, end = inner[0] - outer[0], inner[1] - outer[0]
        core = f"{core[:start]}〖{core[start:end]}〗{core[end:]}"
    return _one_line(f"{text[low : outer[0]]}【{core}】{text[outer[1] : high]}")


def _one_line(text: str) -> str:
    return re.sub(r"[\t\x0b\x0c\r ]+", " ", re.sub(r"\s*\n\s*", " ⏎ ", text)).strip()


def _sheet_row(item: Item, document: Row) -> dict[str, str]:
    row = {
        "key": key_of(item),
        "kind": item.kind,
        "context": context(document["text"], item.outer, (item.start, item.end)),
    }
    shown = {name: value for name, value in item.row.items() if name in _SHOWN or not _HIDDEN.fullmatch(name)}
    judged = {name for names in SAMPLES[item.sample].judged.values() for name in names}
    row |= {name: _cell(item.row.get(name)) for name in [*judged.difference(shown), *shown]}
    row |= {f"ok_{name}": "" for name in SAMPLES[item.sample].judged}
    row |= {"rest": "", "note": ""}
    row["section"] = _cell(item.row.get("section"))
    row["document"] = item.path
    row["title"] = _cell(document["title"])
    row["published_on"] = _cell(document["published_on"])
    row["plan_year"] = _cell(document["plan_year"])
    return row


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return _one_line(" › ".join(map(str, value)))
    if isinstance(value, float):
        return f"{value:.10g}"
    return _one_line(str(value))


def _columns(name: str, rows: Sequence[Mapping[str, str]]) -> list[str]:
    if rows:
        asked = {"rest", "note", *(column for columns in SAMPLES[name].judged.values() for column in columns)}
        return [column for column in rows[0] if _is_judgement(column) or column in asked or any(r[column] for r in rows)]
    return ["key", "kind", "context", *(f"ok_{judged}" for judged in SAMPLES[name].judged), "rest", "note"]


def _carry_over(row: dict[str, str], before: Mapping[str, str] | None, sample: Sample) -> int:
    """Take over the judgements of fields whose columns are as they were; the number taken."""
    if before is None:
        return 0
    count = 0
    for name, columns in sample.judged.items():
        mark = _applies(before, name, columns)
        if mark and all(row[column] == before.get(column) for column in columns):
            row[f"ok_{name}"] = mark
            count += 1
    if count:
        row["note"] = before.get("note", "")
    return count


def _page(name: str, rows: Sequence[Mapping[str, str]], population: Mapping[str, int]) -> str:
    """One sample as Markdown: a heading for each kind, a paragraph for each row."""
    lines = [f"# {name}: {len(rows)} of {sum(population.values())}", ""]
    fields = [column for column in _columns(name, rows) if not column.startswith("ok_")]
    aside = {"key", "kind", "context", "rest", "note", "section", "document", "title", "published_on", "plan_year"}
    kind = None
    for row in rows:
        if row["kind"] != kind:
            kind = row["kind"]
            lines += [f"## {kind} (of {population[kind]})", ""]
        place = [row["title"] or row["document"], row["section"], f"published {row['published_on'] or '?'}"]
        lines.append(f"**{row['key']}** {' · '.join(part for part in place if part)}, plan year {row['plan_year'] or '?'}")
        lines += ["", f"> {row['context']}", ""]
        values = [f"{column} **{row[column]}**" for column in fields if column not in aside and row[column]]
        if values:
            lines += [" · ".join(values), ""]
    return "\n".join(lines)


def _write_tsv(path: Path, rows: Sequence[Mapping[str, str]], columns: Sequence[str]) -> None:
    lines = ["\t".join(columns), *("\t".join(cell(row[column]) for column in columns) for row in rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _read_tsv(path: Path) -> list[dict[str, str]]:
    if not path.exists():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [
            {name: uncell(value or "") for name, value in row.items() if name}
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        ]
    keys = Counter(row.get("key", "") for row in rows)
    for number, row in enumerate(rows, 2):
        if not row.get("key") or keys[row["key"]] > 1:
            raise SheetError(f"{path}, line {number}: the key is missing or stands twice")
        for column in (name for name in row if name.startswith("ok_") or name == "rest"):
            if row[column].strip().lower() not in _MARKS:
                raise SheetError(f"{path}, line {number}: {column} is {row[column]!r}; y, n, - or nothing is meant")
    return rows


def _is_judged(path: Path) -> bool:
    return any(value.strip() for row in _read_tsv(path) for name, value in row.items() if _is_judgement(name))


def _is_judgement(column: str) -> bool:
    return column.startswith("ok_") or column in ("rest", "note")


def _mark(row: Mapping[str, str], name: str) -> str:
    """The judgement of a field; an empty cell means what the row's ``rest`` says."""
    mark = _MARKS[row.get(f"ok_{name}", "").strip().lower()]
    return mark if mark != UNJUDGED else _MARKS[row.get("rest", "").strip().lower()]


# ---------------------------------------------------------------------------------------------------------------------
# The figures


def figures(folder: Path) -> dict[str, Any]:
    """The figures of a judged sheet: for each sample, field and kind of document the share that is right.

    The figures of several kinds together (all, those of one folder) weight them by the number of records they have; the
    interval is that of a simple random sample of the effective size (Kish, Survey Sampling, 1965). ``exact`` is right where every field is, and counts the
    rows in which every field is judged.

    Raises
    ------
    SheetError
        If a sheet is missing, has a mark that means nothing, or nothing is judged.
    """
    try:
        description = json.loads((folder / "sheet.json").read_text(encoding="utf-8"))
    except OSError as error:
        raise SheetError(f"{folder} holds no sheet: {error}") from error
    samples: dict[str, Any] = {}
    for name, sample in SAMPLES.items():
        counts = _count(_read_tsv(folder / f"{name}.tsv"), sample)
        if counts:
            population = description["population"][name]
            samples[name] = {judged: _shares(found, population) for judged, found in counts.items()}
    if not samples:
        raise SheetError(f"nothing is judged in {folder}")
    found: dict[str, Any] = {"samples": samples}
    if "metrics" in samples and "left_out" in samples:
        found["numbers_found"] = _found(samples, description["population"])
    return {**description, **found}


def _found(samples: Mapping[str, Any], population: Mapping[str, Mapping[str, int]]) -> dict[str, float]:
    """The share of all quantities that have a record: records that are right against numbers wrongly left out.

    An estimate: the bounds are those of the share left out alone.
    """
    n_right = sum(population["metrics"].values()) * samples["metrics"]["number"]["all"]["share"]
    n_left_out = sum(population["left_out"].values())
    rightly = samples["left_out"]["left_out"]["all"]
    shares = {name: n_right / (n_right + n_left_out * (1 - rightly[name])) for name in ("share", "low", "high")}
    return {name: round(value, 4) for name, value in shares.items()}


def judged_rows(folder: Path, name: str) -> Iterator[tuple[dict[str, str], bool]]:
    """The rows of a sample that are judged in full, each with whether nothing of it is wrong."""
    sample = SAMPLES[name]
    first = next(iter(sample.judged))
    for row in _read_tsv(folder / f"{name}.tsv"):
        marks = {judged: _applies(row, judged, columns) for judged, columns in sample.judged.items()}
        if marks[first] == WRONG:
            yield row, False
        elif marks[first] == RIGHT and UNJUDGED not in marks.values():
            yield row, WRONG not in marks.values()


def _count(rows: Sequence[Mapping[str, str]], sample: Sample) -> dict[str, dict[str, tuple[int, int]]]:
    """Field -> kind -> (right, judged)."""
    right: dict[str, Counter[str]] = defaultdict(Counter)
    judged: dict[str, Counter[str]] = defaultdict(Counter)
    first = next(iter(sample.judged))
    for row in rows:
        marks = {name: _applies(row, name, columns) for name, columns in sample.judged.items()}
        if marks[first] in (WRONG, NOT_APPLICABLE):
            marks = {first: marks[first]}
        if len(sample.judged) > 1 and marks[first] != NOT_APPLICABLE and UNJUDGED not in marks.values():
            marks["exact"] = WRONG if WRONG in marks.values() else RIGHT
        marks = {name: mark for name, mark in marks.items() if mark in (RIGHT, WRONG)}
        for name, mark in marks.items():
            judged[name][row["kind"]] += 1
            right[name][row["kind"]] += mark == RIGHT
    order = [name for name in (*sample.judged, "exact") if name in judged]
    return {name: {kind: (right[name][kind], n) for kind, n in sorted(judged[name].items())} for name in order}


def _applies(row: Mapping[str, str], name: str, columns: Sequence[str]) -> str:
    """The mark of a field; a strength is nothing to be right about where the record is no target."""
    explicit = row.get(f"ok_{name}", "").strip()
    if not explicit and name == "strength" and not any(row.get(column) for column in columns):
        return NOT_APPLICABLE
    return _mark(row, name)


def _shares(found: Mapping[str, tuple[int, int]], population: Mapping[str, int]) -> dict[str, dict[str, float]]:
    """The figures of all kinds, of each folder with several, and of each kind."""
    shares = {"all": _weighted(found, population)}
    folders: dict[str, dict[str, tuple[int, int]]] = defaultdict(dict)
    for kind, counts in found.items():
        folders[kind.partition("/")[0]][kind] = counts
    for folder, inside in folders.items():
        if len(inside) > 1:
            shares[folder] = _weighted(inside, population)
        shares |= {kind: _figure(right, n, right / n, n) for kind, (right, n) in inside.items()}
    return shares


def _weighted(found: Mapping[str, tuple[int, int]], population: Mapping[str, int]) -> dict[str, float]:
    """The figure of several kinds together, each weighted by the records it has."""
    total = sum(population[kind] for kind in found)
    weights = {kind: population[kind] / total for kind in found}
    share = sum(weights[kind] * right / n for kind, (right, n) in found.items())
    effective = 1 / sum(weights[kind] ** 2 / n for kind, (_, n) in found.items())
    n_right, n_judged = (sum(values) for values in zip(*found.values(), strict=True))
    return _figure(n_right, n_judged, share, effective)


def _figure(right: int, judged: int, share: float, effective: float) -> dict[str, float]:
    low, high = wilson(share, effective)
    return {"right": right, "judged": judged, "share": round(share, 4), "low": round(low, 4), "high": round(high, 4)}


def wilson(share: float, n: float) -> tuple[float, float]:
    """95% interval of a share seen in ``n`` trials (Wilson, 1927, Journal of the American Statistical Association 22)."""
    middle = (share + Z * Z / (2 * n)) / (1 + Z * Z / n)
    half = Z / (1 + Z * Z / n) * math.sqrt(share * (1 - share) / n + Z * Z / (4 * n * n))
    return max(0.0, middle - half), min(1.0, middle + half)


def write_figures(found: Mapping[str, Any], docs: Path, on: date) -> Path:
    """Keep the figures as ``docs/audit/<date>-seed-<seed>.json`` and put their table into ``docs/accuracy.md``.

    Returns
    -------
    Path
        The file of figures.

    Raises
    ------
    SheetError
        If the page has no place for the table.
    """
    page = docs / "accuracy.md"
    text = page.read_text(encoding="utf-8")
    begin, end = text.find(_BEGIN), text.find(_END)
    if not 0 <= begin < end:
        raise SheetError(f"{page} has no {_BEGIN} … {_END}")
    path = docs / "audit" / f"{on.isoformat()}-seed-{found['seed']}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    content = {"date": on.isoformat(), **found}
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    block = f"{_BEGIN}\n{figures_table(content)}\n"
    page.write_text(text[:begin] + block + text[end:], encoding="utf-8")
    return path


def figures_table(found: Mapping[str, Any]) -> str:
    """The figures as Markdown: a table for each sample, kinds of document by fields."""
    versions = f"pipeline {found['pipeline_version']}, rules {found['rules_version']}"
    lines = [f"Sheet of {found.get('date', 'today')}, size {found['size']}, seed {found['seed']}, {versions}.", ""]
    if "numbers_found" in found:
        share, low, high = (found["numbers_found"][name] for name in ("share", "low", "high"))
        lines += [f"Quantities that have a record, by estimate: {share:.0%} ({low:.0%} to {high:.0%}).", ""]
    for name, fields in found["samples"].items():
        kinds = list(dict.fromkeys(kind for shares in fields.values() for kind in shares))
        kinds = ["all", *sorted(kind for kind in kinds if kind != "all")]
        lines += [f"**{name}**", "", f"| kind of document | {' | '.join(fields)} |"]
        lines.append("| --- |" + " ---: |" * len(fields))
        for kind in kinds:
            cells = (_table_cell(shares.get(kind)) for shares in fields.values())
            lines.append(f"| {kind} | {' | '.join(cells)} |")
        lines.append("")
    return "\n".join(lines)


def _table_cell(figure: Mapping[str, float] | None) -> str:
    if figure is None:
        return ""
    return f"{figure['share']:.0%} ({figure['low']:.0%} to {figure['high']:.0%}), {figure['judged']}"
