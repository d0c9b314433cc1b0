"""Gains and losses: what a change to rules or code does to the records of every document at hand.

The working tree and a commit read the same documents; each with its own code, both with the libraries of this
environment. Records are joined by document and span, and every one that came, went or changed is listed with the text it
stands in. What the commit made of the documents is kept, so that the second comparison costs one run only.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import pyarrow.parquet as pq

from pipeline.harmless import cell
from pipeline.run import Progress, UnusableArgumentError, extract_corpus
from pipeline.score import missing_parts
from pipeline.store import MANIFEST

Row = dict[str, Any]
What = Literal["gained", "lost", "changed"]

ROOT = Path(__file__).resolve().parent.parent
LABELLED, UNLABELLED = "labelled", "unlabelled"
#: Kinds of record: which rows of which table, and the columns of the span that joins the two sides.
KINDS: dict[str, tuple[str, str, str]] = {
    "number": ("metrics", "value_start", "value_end"),
    "milestone": ("targets", "start", "end"),
    "deadline": ("deadlines", "start", "end"),
    "body": ("responsible_bodies", "start", "end"),
    "document": ("documents", "", ""),
    "reject": ("rejects", "start", "end"),
}
#: Columns of a target that its metric does not have; they are compared with the number.
_OF_TARGETS = (
    "deadline",
    "deadline_text",
    "deadline_source",
    "lead_bodies",
    "responsible_bodies",
    "cooperating_bodies",
    "supervising_bodies",
)
_DOCUMENT_COLUMNS = (
    "title",
    "doc_number",
    "doc_type",
    "issuer",
    "region",
    "region_code",
    "region_level",
    "published_on",
    "plan_year",
    "script",
    "encoding",
    "warnings",
)
# Keys and offsets follow from others; the evidence tells of a span that moved.
_NOT_COMPARED = re.compile(r"(?:.*_)?(?:id|ids|start|end)|source_path|confidence|value_base|unit_base|record")
_COMPARED = frozenset({"period_start", "period_end", "baseline_period_end"})
_ABOUT_THE_DOCUMENT = frozenset(_DOCUMENT_COLUMNS)
#: What tells a record in one line.
_SUMMARY = {
    "number": ("metric", "value", "value_max", "unit", "comparator", "measure", "status", "strength", "period_end"),
    "milestone": ("evidence", "deadline", "strength"),
    "deadline": ("text", "role", "start_date", "end_date"),
    "body": ("name", "role", "task"),
    "document": ("title", "doc_type", "region", "published_on"),
    "reject": ("stage", "table_name", "error_type", "message"),
}
_VERSION = re.compile(r"@[^|]*")
_AROUND = 40


@dataclass(frozen=True, slots=True)
class Change:
    """One difference; a changed record is one for each column that differs.

    Attributes
    ----------
    what : str
        gained, lost, changed.
    kind : str
        One of :data:`KINDS`.
    document : str
        Path below the corpus, ``labelled/…`` or ``unlabelled/…``.
    at : int
        Offset of the record in the document's text, -1 for the document itself.
    column, base, now : str
        What differs and how; for a record that came or went ``column`` is empty and one side is a summary of it.
    rule : str
        Of the side that has the record, the new one if both do; without its version.
    evidence : str
        The text around, with the record in 【】.
    """

    what: What
    kind: str
    document: str
    at: int
    column: str
    base: str
    now: str
    rule: str
    evidence: str


@dataclass(slots=True)
class Comparison:
    """Everything that differs between two runs.

    ``records`` counts, for kind and part of the corpus, the records of the base, of now, and those that came, went and
    changed; ``columns`` lists those that only one side has and that are not compared; ``failed`` counts, for ``base`` and
    ``now``, the documents that could not be extracted.
    """

    changes: list[Change] = field(default_factory=list)
    records: dict[tuple[str, str], Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    columns: set[str] = field(default_factory=set)
    failed: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Sides:
    """The two runs: the commit, the tables of each, and whether those of the commit were there already."""

    commit: str
    base: Path
    now: Path
    kept: bool


# ---------------------------------------------------------------------------------------------------------------------
# Two runs


def run_sides(
    shared: Path,
    base: str,
    scratch: Path,
    jobs: int = 0,
    suffixes: Sequence[str] = (".txt",),
    progress: Progress | None = None,
    root: Path | None = None,
) -> Sides:
    """Extract the corpus with a commit and with the working tree.

    Parameters
    ----------
    shared : Path
        Folder with ``corpus/labelled`` and ``corpus/unlabelled``; one of them is enough.
    base : str
        The commit, as git names it.
    scratch : Path
        Folder for the corpus, tables and lists.
    jobs : int
        Processes, 0 for as many as help.
    suffixes : sequence of str
        Files of the corpus to read.
    progress : Progress, optional
        Told of the working tree's run.
    root : Path
        The working tree, :data:`ROOT` if not given.

    Raises
    ------
    UnusableArgumentError
        If there is no such commit, no corpus, or the commit cannot be run.
    """
    root = root or ROOT
    commit = _commit(base, root)
    scratch = scratch.resolve()
    corpus, corpus_hash = _gather(shared, scratch / "corpus", suffixes)
    kept = scratch / "base" / f"{commit[:12]}-{corpus_hash}"
    found = (kept / MANIFEST).exists()
    if not found:
        _extract_commit(commit, corpus, kept, scratch / "tree", jobs, root)
    now = scratch / "now"
    shutil.rmtree(now, ignore_errors=True)
    extract_corpus(corpus, now, jobs, progress=progress)
    return Sides(commit, kept, now, found)


def _commit(base: str, root: Path) -> str:
    command = ["git", "-C", str(root), "rev-parse", "--verify", "--quiet", "--end-of-options", f"{base}^{{commit}}"]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise UnusableArgumentError(f"no such commit: {base}{' (' + done.stderr.strip() + ')' if done.stderr else ''}")
    return done.stdout.strip()


def _gather(shared: Path, corpus: Path, suffixes: Sequence[str]) -> tuple[Path, str]:
    """Copy the documents together, since a run reads one folder; the folder, and a hash of names and contents."""
    shutil.rmtree(corpus, ignore_errors=True)
    digest = hashlib.sha256()
    for part in (LABELLED, UNLABELLED):
        folder = shared / "corpus" / part
        for path in sorted(folder.rglob("*")):
            if path.suffix.lower() not in suffixes or not path.is_file():
                continue
            name = Path(part) / path.relative_to(folder)
            data = path.read_bytes()
            digest.update(f"{name.as_posix()}\0{hashlib.sha256(data).hexdigest()}\n".encode("utf-8", "surrogateescape"))
            (corpus / name).parent.mkdir(parents=True, exist_ok=True)
            (corpus / name).write_bytes(data)
    if not corpus.exists():
        raise UnusableArgumentError(f"no documents ({', '.join(suffixes)}) below {shared / 'corpus'}")
    return corpus, digest.hexdigest()[:12]


def _extract_commit(commit: str, corpus: Path, out: Path, tree: Path, jobs: int, root: Path) -> None:
    """Lay the files of a commit out in a folder of their own, and let its own code read the corpus."""
    shutil.rmtree(tree, ignore_errors=True)
    tree.mkdir(parents=True)
    archive = subprocess.run(["git", "-C", str(root), "archive", commit], capture_output=True, check=True).stdout
    with tarfile.open(fileobj=io.BytesIO(archive)) as files:
        files.extractall(tree, filter="data")
    # The folder stands before the installed package on the path of every process, workers included.
    environment = {**os.environ, "PYTHONPATH": str(tree), "PYTHONDONTWRITEBYTECODE": "1"}
    imported = _call([sys.executable, "-c", "import pipeline; print(pipeline.__file__)"], tree, environment).strip()
    if not Path(imported).is_relative_to(tree):
        raise UnusableArgumentError(f"{commit[:12]} cannot be compared: its pipeline is imported from {imported}")
    command = [sys.executable, "-m", "pipeline", "extract", "--raw", str(corpus), "--out", str(out)]
    _call([*command, "--jobs", str(jobs)], tree, environment)
    shutil.rmtree(tree)


def _call(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> str:
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    if done.returncode:
        raise UnusableArgumentError(f"the base cannot be run: {done.stderr.strip()[-2000:]}")
    return done.stdout


# ---------------------------------------------------------------------------------------------------------------------
# What differs


def compare_tables(base: Path, now: Path) -> Comparison:
    """Every difference between two folders of tables over the same documents."""
    comparison = Comparison()
    sides = {"base": _read(base), "now": _read(now)}
    for name, side in sides.items():
        comparison.failed[name] = sum(row["n_metrics"] is None for row in side["document"])
    texts = {row["source_path"]: row["text"] for side in sides.values() for row in side["document"]}
    for kind in KINDS:
        grouped = {name: _by_document(side[kind]) for name, side in sides.items()}
        columns = {name: {column for row in side[kind] for column in row} for name, side in sides.items()}
        if all(columns.values()):
            comparison.columns |= {f"{KINDS[kind][0]}.{column}" for column in columns["base"] ^ columns["now"]}
        compared = sorted(column for column in columns["base"] & columns["now"] if _is_compared(kind, column))
        for path in sorted({*grouped["base"], *grouped["now"]}):
            before, after = grouped["base"].get(path, []), grouped["now"].get(path, [])
            _compare_document(kind, path, before, after, compared, texts.get(path, ""), comparison)
    comparison.changes.sort(key=lambda c: (c.document, c.at, c.kind, c.what, c.column))
    return comparison


def _read(tables: Path) -> dict[str, list[Row]]:
    """The records of each kind, each with the path of its document."""
    read = {name: pq.read_table(tables / f"{name}.parquet").to_pylist() for name, _, _ in KINDS.values()}
    paths = {row["doc_id"]: row["source_path"] for row in read["documents"]}
    targets = {row["metric_id"]: row for row in read["targets"]}
    records: dict[str, list[Row]] = {kind: read[table] for kind, (table, _, _) in KINDS.items()}
    records["milestone"] = [row for row in read["targets"] if row["kind"] == "qualitative"]
    for row in read["metrics"]:
        target = targets.get(row["metric_id"], {})
        row.update({name: target.get(name) for name in _OF_TARGETS})
    for rows in records.values():
        for row in rows:
            row.setdefault("source_path", paths.get(row.get("doc_id"), ""))
    return records


def _is_compared(kind: str, column: str) -> bool:
    if kind == "document":
        return column in _ABOUT_THE_DOCUMENT
    if kind == "milestone" and column in _ABOUT_THE_DOCUMENT:
        return False
    return column in _COMPARED or not _NOT_COMPARED.fullmatch(column)


def _by_document(rows: Iterable[Row]) -> dict[str, list[Row]]:
    grouped: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        grouped[row["source_path"]].append(row)
    return grouped


def _compare_document(
    kind: str,
    path: str,
    before: Sequence[Row],
    after: Sequence[Row],
    columns: Sequence[str],
    text: str,
    comparison: Comparison,
) -> None:
    pairs, lost, gained = join(kind, before, after)
    count = comparison.records[(kind, path.partition("/")[0])]
    count.update(base=len(before), now=len(after), lost=len(lost), gained=len(gained))
    for row in lost:
        comparison.changes.append(_change("lost", kind, path, row, "", _summary(kind, row), "", text))
    for row in gained:
        comparison.changes.append(_change("gained", kind, path, row, "", "", _summary(kind, row), text))
    for old, new in pairs:
        cells = [(column, _cell(column, old.get(column)), _cell(column, new.get(column))) for column in columns]
        differing = [(column, a, b) for column, a, b in cells if a != b]
        count["changed"] += bool(differing)
        for column, a, b in differing:
            comparison.changes.append(_change("changed", kind, path, new, column, a, b, text))


def join(kind: str, before: Sequence[Row], after: Sequence[Row]) -> tuple[list[tuple[Row, Row]], list[Row], list[Row]]:
    """Pair the records of a document: those with the same span first, then those whose spans overlap most.

    Returns
    -------
    tuple
        Pairs, records of ``before`` alone, records of ``after`` alone.
    """
    waiting: dict[Any, list[Row]] = defaultdict(list)
    for row in before:
        waiting[_place(kind, row)].append(row)
    pairs, rest = [], []
    for row in after:
        same = waiting[_place(kind, row)]
        if same:
            pairs.append((same.pop(0), row))
        else:
            rest.append(row)
    left = [row for rows in waiting.values() for row in rows]
    return _join_overlapping(kind, left, rest, pairs)


def _place(kind: str, row: Row) -> Any:
    _, start, end = KINDS[kind]
    if kind == "reject":
        return row["stage"], row["table_name"], row["error_type"], row[start], row[end]
    return (row[start], row[end]) if start else None


def _join_overlapping(
    kind: str, before: list[Row], after: list[Row], pairs: list[tuple[Row, Row]]
) -> tuple[list[tuple[Row, Row]], list[Row], list[Row]]:
    _, start, end = KINDS[kind]
    if kind in ("document", "reject"):
        return pairs, before, after
    overlaps = []
    for i, old in enumerate(before):
        for j, new in enumerate(after):
            overlap = min(old[end], new[end]) - max(old[start], new[start])
            if overlap > 0:
                overlaps.append((-overlap, i, j))
    used_before: set[int] = set()
    used_after: set[int] = set()
    for _, i, j in sorted(overlaps):
        if i not in used_before and j not in used_after:
            used_before.add(i)
            used_after.add(j)
            pairs.append((before[i], after[j]))
    lost = [row for i, row in enumerate(before) if i not in used_before]
    return pairs, lost, [row for j, row in enumerate(after) if j not in used_after]


def _change(what: What, kind: str, path: str, row: Row, column: str, base: str, now: str, text: str) -> Change:
    _, start_column, end_column = KINDS[kind]
    start, end = (row[start_column], row[end_column]) if start_column else (None, None)
    evidence = ""
    if start is not None and end is not None:
        evidence = f"{text[max(0, start - _AROUND) : start]}【{text[start:end]}】{text[end : end + _AROUND]}"
    at = -1 if start is None else start
    rule = _cell("rule", row.get("rule"))
    return Change(what, kind, path, at, column, base, now, rule, _flat(evidence))


def _summary(kind: str, row: Row) -> str:
    return " | ".join(_cell(name, row.get(name)) for name in _SUMMARY[kind])


def _cell(column: str, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return _flat("; ".join(map(str, value)))
    if isinstance(value, float):
        return f"{value:.10g}"
    return _flat(_VERSION.sub("", value) if column == "rule" else str(value))


def _flat(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


# ---------------------------------------------------------------------------------------------------------------------
# The score of both sides


@dataclass(frozen=True, slots=True)
class Scores:
    """Figures of the scorer: name -> base and now; and the disagreements that went and came."""

    figures: dict[str, tuple[float | None, float | None]]
    mended: list[str]
    broken: list[str]


def score_sides(shared: Path, sides: Sides, scratch: Path) -> Scores | None:
    """Score the tables of both sides; None where there is nothing to score with."""
    if missing_parts(shared):
        return None
    found = [_score(shared, tables, scratch / f"score-{name}") for name, tables in (("base", sides.base), ("now", sides.now))]
    (base, base_errors), (now, now_errors) = found
    figures = {name: (base.get(name), now.get(name)) for name in dict.fromkeys([*base, *now])}
    return Scores(figures, _without(base_errors, now_errors), _without(now_errors, base_errors))


def _score(shared: Path, tables: Path, prefix: Path) -> tuple[dict[str, float], list[str]]:
    figures, errors = prefix.with_suffix(".json"), prefix.with_suffix(".tsv")
    command = [sys.executable, str(shared / "score" / "score.py"), "--gold", str(shared / "gold")]
    command += ["--tables", str(tables), "--json", str(figures), "--errors", str(errors)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    read = json.loads(figures.read_text(encoding="utf-8"))
    flat = {f"{name} {measure}": value for name, row in read["tables"].items() for measure, value in row.items()}
    flat = {name: value for name, value in flat.items() if not name.endswith(" gold")}
    for group in ("fields", "document"):
        flat |= {f"{group} {name}": value for name, value in read[group].items()}
    return flat, errors.read_text(encoding="utf-8").splitlines()[1:]


def _without(lines: Sequence[str], others: Sequence[str]) -> list[str]:
    """Disagreements that the other side has not; one that is wrong in another way is the same disagreement."""
    rest = Counter(map(_disagreement, others))
    alone = []
    for line in lines:
        place = _disagreement(line)
        if rest[place]:
            rest[place] -= 1
        else:
            alone.append(line)
    return alone


def _disagreement(line: str) -> tuple[str, ...]:
    """Document, what, kind, offset and label of a line of the scorer's list; not what was found instead."""
    document, what, kind, at, _, gold, *_ = [*line.split("\t"), *[""] * 6]
    return document, what, kind, at, gold


# ---------------------------------------------------------------------------------------------------------------------
# What people read


def write_lists(comparison: Comparison, scores: Scores | None, scratch: Path) -> list[Path]:
    """Write ``changes.tsv`` and, with a gold set, ``score.tsv`` (disagreements that went and came)."""
    header = ["what", "kind", "document", "at", "column", "base", "now", "rule", "evidence"]
    lines = ["\t".join(header)]
    lines += ["\t".join(cell(getattr(change, name)) for name in header) for change in comparison.changes]
    paths = [scratch / "changes.tsv"]
    paths[0].write_text("\n".join(lines) + "\n", encoding="utf-8")
    stale = scratch / "score.tsv"
    with contextlib.suppress(FileNotFoundError):
        stale.unlink()
    if scores is not None:
        marked = [*(f"mended\t{line}" for line in scores.mended), *(f"broken\t{line}" for line in scores.broken)]
        stale.write_text("\n".join(["\tdocument\twhat\tkind\tat\tevidence\tgold\tgot", *marked]) + "\n", encoding="utf-8")
        paths.append(stale)
    return paths


def summary_lines(comparison: Comparison, scores: Scores | None, n_rules: int = 15) -> Iterator[str]:
    """The comparison in a page: counts by kind and part of the corpus, by column, by rule, and the figures that moved."""
    yield f"{'':24}{'base':>8}{'now':>8}{'lost':>8}{'gained':>8}{'changed':>8}"
    for (kind, part), count in comparison.records.items():
        if count["base"] or count["now"]:
            numbers = (count[name] for name in ("base", "now", "lost", "gained", "changed"))
            yield f"{kind + ' ' + part:24}" + "".join(f"{number:8}" for number in numbers)
    for name, n_failed in comparison.failed.items():
        if n_failed:
            yield f"{name}: {n_failed} documents could not be extracted, see rejects.parquet of that side"
    if not comparison.changes:
        yield "no record differs"
    columns = Counter((c.kind, c.column) for c in comparison.changes if c.what == "changed")
    if columns:
        yield "\nchanged columns"
        for (kind, column), number in columns.most_common():
            yield f"{number:8}  {kind}.{column}"
    yield from _by_rule(comparison.changes, n_rules)
    if comparison.columns:
        yield f"\nnot compared, since one side alone has them: {', '.join(sorted(comparison.columns))}"
    if scores is not None:
        yield from _score_lines(scores)


def _by_rule(changes: Sequence[Change], n_rules: int) -> Iterator[str]:
    """Records, not columns, by the rule that decided them."""
    records = {(c.what, c.kind, c.document, c.at, c.rule) for c in changes if c.kind not in ("document", "reject")}
    rules: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for what, kind, _, _, rule in records:
        rules[(kind, rule)][what] += 1
    if not rules:
        return
    yield f"\n{'lost':>8}{'gained':>8}{'changed':>8}  by rule"
    ranked = sorted(rules.items(), key=lambda entry: (-entry[1].total(), entry[0]))
    for (kind, rule), count in ranked[:n_rules]:
        yield "".join(f"{count[what]:8}" for what in ("lost", "gained", "changed")) + f"  {kind} {rule}"
    if len(ranked) > n_rules:
        yield f"{'':24}  and {len(ranked) - n_rules} other rules"


def _score_lines(scores: Scores) -> Iterator[str]:
    moved = {name: pair for name, pair in scores.figures.items() if pair[0] != pair[1]}
    yield f"\nagainst the labels: {len(scores.mended)} disagreements mended, {len(scores.broken)} broken"
    for name, (base, now) in moved.items():
        difference = f"{now - base:+.4f}" if base is not None and now is not None else ""
        yield f"{_figure(base):>8}{_figure(now):>8}  {difference:>8}  {name}"
    if not moved:
        yield "no figure moved"


def _figure(value: float | None) -> str:
    return "" if value is None else f"{value:.4f}"
