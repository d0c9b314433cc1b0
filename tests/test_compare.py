"""Gains and losses between two runs, and the run of a commit."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import stubs
from typer.testing import CliRunner, Result

import pipeline.run
from pipeline import compare
from pipeline.__main__ import app
from pipeline.compare import Change, compare_tables, join, run_sides, score_sides, summary_lines, write_lists
from pipeline.run import UnusableArgumentError, extract_corpus
from schemas.arrow import bare_schema

Row = dict[str, Any]


@pytest.fixture
def corpus(raw: Path, tmp_path: Path) -> Path:
    """The toy corpus as a shared folder: one labelled document, two unlabelled ones."""
    folder = tmp_path / "shared" / "corpus"
    (folder / "labelled").mkdir(parents=True)
    shutil.move(raw / "b" / "report-2021.txt", folder / "labelled" / "report-2021.txt")
    shutil.move(raw, folder / "unlabelled")
    return folder


@pytest.fixture
def base(corpus: Path, tmp_path: Path) -> Path:
    """Tables of the toy corpus."""
    return extracted(corpus, tmp_path / "base")


def extracted(corpus: Path, out: Path) -> Path:
    extract_corpus(corpus, out, 1, reader=stubs.read_utf8, extractor=stubs.extract)
    return out


def changed(tables: Path, out: Path, name: str, change: Callable[[list[Row]], list[Row]]) -> Path:
    """A copy of tables with the rows of one of them changed."""
    shutil.copytree(tables, out)
    rows = change(pq.read_table(out / f"{name}.parquet").to_pylist())
    pq.write_table(pa.Table.from_pylist(rows, bare_schema(name)), out / f"{name}.parquet")
    return out


def with_cells(where: str, **cells: Any) -> Callable[[list[Row]], list[Row]]:
    """Change cells of the rows whose evidence holds some words."""
    return lambda rows: [row | cells if where in row["evidence"] else row for row in rows]


def without(where: str) -> Callable[[list[Row]], list[Row]]:
    return lambda rows: [row for row in rows if where not in row["evidence"]]


def found(base: Path, now: Path) -> list[tuple[str, str, str, str, str, str]]:
    changes = compare_tables(base, now).changes
    return [(c.what, c.kind, c.document.rpartition("/")[2], c.column, c.base, c.now) for c in changes]


def test_nothing_differs(base: Path, corpus: Path, tmp_path: Path) -> None:
    comparison = compare_tables(base, extracted(corpus, tmp_path / "now"))
    assert comparison.changes == []
    assert comparison.records[("number", "labelled")] == {"base": 2, "now": 2, "lost": 0, "gained": 0, "changed": 0}
    assert comparison.records[("number", "unlabelled")]["now"] == 2
    assert "no record differs" in list(summary_lines(comparison, None))


def test_a_changed_cell(base: Path, tmp_path: Path) -> None:
    now = changed(base, tmp_path / "now", "metrics", with_cells("财政收入", measure="level", confidence=0.1))
    assert found(base, now) == [("changed", "number", "report-2021.txt", "measure", "growth", "level")]
    [change] = compare_tables(base, now).changes
    assert (change.document, change.rule) == ("labelled/report-2021.txt", "toy")
    assert "财政收入增长【5%】,由市发改委负责" in change.evidence


def test_lost_and_gained(base: Path, tmp_path: Path) -> None:
    less = changed(base, tmp_path / "now", "metrics", without("曾"))
    summary = "去年生产总值 | 7 |  | % | eq | growth | result |  | 2021-12-31"
    assert found(base, less) == [("lost", "number", "report-2022.txt", "", summary, "")]
    assert found(less, base) == [("gained", "number", "report-2022.txt", "", "", summary)]
    none = changed(base, tmp_path / "none", "responsible_bodies", without(""))
    assert any(line.startswith("body labelled") for line in summary_lines(compare_tables(base, none), None))
    comparison = compare_tables(base, less)
    assert comparison.records[("number", "unlabelled")] == {"base": 2, "now": 1, "lost": 1, "gained": 0, "changed": 0}


@pytest.mark.parametrize(
    ("table", "cells", "expected"),
    [
        ("targets", {"deadline_source": "clause"}, ("number", "deadline_source", "", "clause")),
        ("targets", {"lead_bodies": ["甲局", "乙局"]}, ("number", "lead_bodies", "", "甲局; 乙局")),
        ("metrics", {"rule": "toy.other@2"}, ("number", "rule", "toy", "toy.other")),
        ("metrics", {"rule": "toy@2"}, None),
        ("metrics", {"period_end": None}, ("number", "period_end", "2021-12-31", "")),
        ("metrics", {"metric_start": 3}, None),
    ],
)
def test_what_is_compared(
    base: Path, tmp_path: Path, table: str, cells: Row, expected: tuple[str, str, str, str] | None
) -> None:
    now = changed(base, tmp_path / "now", table, with_cells("财政收入", **cells))
    assert [(kind, column, a, b) for _, kind, _, column, a, b in found(base, now)] == ([expected] if expected else [])


def test_bodies_times_documents_and_rejects(base: Path, corpus: Path, tmp_path: Path) -> None:
    now = changed(base, tmp_path / "now", "responsible_bodies", with_cells("市发改委", role="lead"))
    assert found(base, now) == [("changed", "body", "report-2021.txt", "role", "responsible", "lead")]
    now = changed(base, tmp_path / "now2", "deadlines", without("2021"))
    assert [entry[:2] for entry in found(base, now)] == [("lost", "deadline")]
    now = changed(base, tmp_path / "now3", "documents", lambda rows: [row | {"title": "标题"} for row in rows])
    assert {entry[1:2] + entry[3:4] for entry in found(base, now)} == {("document", "title")}
    (corpus / "unlabelled" / "bad.txt").write_bytes(b"\xff")
    assert [entry[:2] for entry in found(base, extracted(corpus, tmp_path / "now4"))] == [("gained", "reject")]


def test_milestones_are_their_own_kind(base: Path, tmp_path: Path) -> None:
    def qualitative(rows: list[Row]) -> list[Row]:
        row = next(row for row in rows if "财政收入" in row["evidence"])
        names = {"metric", "unit", "value_base", "unit_base", *compare_columns()}
        return [*rows, row | dict.fromkeys(names) | {"kind": "qualitative", "target_id": "0" * 16}]

    now = changed(base, tmp_path / "now", "targets", qualitative)
    assert [entry[:2] for entry in found(base, now)] == [("gained", "milestone")]
    renamed = changed(now, tmp_path / "renamed", "targets", with_cells("", title="标题", deadline_text="年内"))
    assert {entry[1:2] + entry[3:4] for entry in found(now, renamed)} == {
        ("number", "deadline_text"),
        ("milestone", "deadline_text"),
    }


def compare_columns() -> tuple[str, ...]:
    from schemas.metrics import QUANTITY_COLUMNS

    return QUANTITY_COLUMNS


def test_a_document_that_failed_is_said(base: Path, corpus: Path, tmp_path: Path) -> None:
    (corpus / "unlabelled" / "a" / "report-2022.txt").write_text("崩溃", encoding="utf-8")
    comparison = compare_tables(base, extracted(corpus, tmp_path / "now"))
    assert comparison.failed == {"base": 0, "now": 1}
    assert any("now: 1 documents could not be extracted" in line for line in summary_lines(comparison, None))


def test_a_column_that_one_side_has_not(base: Path, tmp_path: Path) -> None:
    now = tmp_path / "now"
    shutil.copytree(base, now)
    table = pq.read_table(base / "metrics.parquet")
    pq.write_table(table.append_column("novel", pa.array(["x"] * table.num_rows)), now / "metrics.parquet")
    comparison = compare_tables(base, now)
    assert comparison.changes == []
    assert comparison.columns == {"metrics.novel"}


# ---------------------------------------------------------------------------------------------------------------------
# Joining


@pytest.mark.parametrize(
    ("before", "after", "pairs", "lost", "gained"),
    [
        ([(1, 3)], [(1, 3)], [((1, 3), (1, 3))], [], []),
        ([(1, 3)], [(2, 5)], [((1, 3), (2, 5))], [], []),
        ([(1, 3)], [(3, 5)], [], [(1, 3)], [(3, 5)]),
        ([(1, 9)], [(1, 3), (4, 9)], [((1, 9), (4, 9))], [], [(1, 3)]),
        ([(1, 9)], [(1, 3), (1, 9)], [((1, 9), (1, 9))], [], [(1, 3)]),
        ([(1, 3), (1, 3)], [(1, 3)], [((1, 3), (1, 3))], [(1, 3)], []),
        ([], [(1, 3)], [], [], [(1, 3)]),
    ],
)
def test_records_are_joined_by_span(before: Any, after: Any, pairs: Any, lost: Any, gained: Any) -> None:
    def rows(spans: Any) -> list[Row]:
        return [{"value_start": start, "value_end": end} for start, end in spans]

    def spans(rows: Any) -> list[tuple[int, int]]:
        return [(row["value_start"], row["value_end"]) for row in rows]

    got_pairs, got_lost, got_gained = join("number", rows(before), rows(after))
    assert [tuple(spans(pair)) for pair in got_pairs] == pairs
    assert (spans(got_lost), spans(got_gained)) == (lost, gained)


# ---------------------------------------------------------------------------------------------------------------------
# The run of a commit

#: A pipeline that copies tables made before and notes that it was run; `pipeline` itself would take seconds.
FAKE = """
import pathlib, shutil, sys
options = dict(zip(sys.argv[2::2], sys.argv[3::2]))
here = pathlib.Path(__file__).parent.parent
source, log = (here / "where.txt").read_text().split("\\n")
assert (pathlib.Path(options["--raw"]) / "labelled").is_dir()
shutil.copytree(source, options["--out"])
with open(log, "a") as file:
    file.write(str(here) + "\\n")
"""


@pytest.fixture
def repository(base: Path, tmp_path: Path) -> Path:
    """A repository whose only commit has a pipeline of its own."""
    root = tmp_path / "repository"
    (root / "pipeline").mkdir(parents=True)
    (root / "pipeline" / "__init__.py").touch()
    (root / "pipeline" / "__main__.py").write_text(FAKE)
    (root / "where.txt").write_text(f"{base}\n{tmp_path / 'log.txt'}")
    git(root, "init", "--quiet")
    git(root, "add", ".")
    git(root, "commit", "--quiet", "--message", "first")
    (root / "where.txt").write_text("not committed")
    return root


def git(root: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=nobody", "-c", "user.email=nobody@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", "-C", str(root), *identity, *arguments], check=True, capture_output=True)


@pytest.fixture(autouse=True)
def _toy_core(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline.run, "read_source", stubs.read_utf8)
    monkeypatch.setattr(pipeline.run, "extract_source", stubs.extract)


def test_two_runs(repository: Path, corpus: Path, tmp_path: Path) -> None:
    shared, scratch, log = corpus.parent, tmp_path / "scratch", tmp_path / "log.txt"
    sides = run_sides(shared, "HEAD", scratch, 1, root=repository)
    assert not sides.kept
    assert compare_tables(sides.base, sides.now).changes == []
    assert log.read_text().strip() == str(scratch / "tree")
    assert not (scratch / "tree").exists()
    again = run_sides(shared, "HEAD", scratch, 1, root=repository)
    assert again.kept
    assert again.commit == sides.commit
    assert len(log.read_text().splitlines()) == 1
    (corpus / "unlabelled" / "notes.txt").write_text("会议纪要@\n改了。\n", encoding="utf-8")
    assert not run_sides(shared, "HEAD", scratch, 1, root=repository).kept
    assert len(log.read_text().splitlines()) == 2


def test_only_files_asked_for(repository: Path, corpus: Path, tmp_path: Path) -> None:
    (corpus / "unlabelled" / "page.html").write_text("<p>生产总值增长1%</p>", encoding="utf-8")
    sides = run_sides(corpus.parent, "HEAD", tmp_path / "scratch", 1, root=repository)
    assert not (tmp_path / "scratch" / "corpus" / "unlabelled" / "page.html").exists()
    more = run_sides(corpus.parent, "HEAD", tmp_path / "scratch", 1, (".txt", ".html"), root=repository)
    assert (tmp_path / "scratch" / "corpus" / "unlabelled" / "page.html").exists()
    assert sides.base != more.base


def test_no_such_commit(repository: Path, corpus: Path, tmp_path: Path) -> None:
    for base in ("nowhere", "--all"):
        with pytest.raises(UnusableArgumentError, match="no such commit"):
            run_sides(corpus.parent, base, tmp_path / "scratch", 1, root=repository)


def test_no_corpus(repository: Path, tmp_path: Path) -> None:
    with pytest.raises(UnusableArgumentError, match="no documents"):
        run_sides(tmp_path / "nowhere", "HEAD", tmp_path / "scratch", 1, root=repository)


def test_a_commit_without_the_pipeline(repository: Path, corpus: Path, tmp_path: Path) -> None:
    git(repository, "rm", "-r", "--quiet", "pipeline")
    git(repository, "commit", "--quiet", "--message", "second")
    with pytest.raises(UnusableArgumentError, match="its pipeline is imported from"):
        run_sides(corpus.parent, "HEAD", tmp_path / "scratch", 1, root=repository)


def test_a_commit_that_cannot_run(repository: Path, corpus: Path, tmp_path: Path) -> None:
    (repository / "pipeline" / "__main__.py").write_text("raise SystemExit('worn out')")
    git(repository, "commit", "--all", "--quiet", "--message", "second")
    with pytest.raises(UnusableArgumentError, match="worn out"):
        run_sides(corpus.parent, "HEAD", tmp_path / "scratch", 1, root=repository)
    assert not list((tmp_path / "scratch" / "base").glob("*"))


# ---------------------------------------------------------------------------------------------------------------------
# Figures and lists

#: A scorer that counts metrics; the disagreements are their indicators.
SCORER = """
import json, pathlib, sys
import pyarrow.parquet as pq
options = dict(zip(sys.argv[1::2], sys.argv[2::2]))
rows = pq.read_table(pathlib.Path(options["--tables"]) / "metrics.parquet").to_pylist()
tables = {"number": {"precision": 0.5, "recall": len(rows) / 10, "gold": len(rows)}}
out = {"tables": tables, "fields": {"measure": 1.0}, "document": {}}
pathlib.Path(options["--json"]).write_text(json.dumps(out))
names = ["header", *(row["metric"] for row in rows)]
pathlib.Path(options["--errors"]).write_text("\\n".join(names), encoding="utf-8")
print("never shown")
"""


def test_scores_of_both_sides(base: Path, corpus: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    shared, scratch = corpus.parent, tmp_path / "scratch"
    scratch.mkdir()
    now = changed(base, tmp_path / "now", "metrics", lambda rows: [*rows[1:], rows[1]])
    fewer = changed(base, tmp_path / "fewer", "metrics", without("财政收入"))
    assert score_sides(shared, compare.Sides("c", base, now, False), scratch) is None
    (shared / "gold").mkdir()
    (shared / "score").mkdir()
    (shared / "score" / "score.py").write_text(SCORER)
    same = score_sides(shared, compare.Sides("c", base, base, False), scratch)
    assert same is not None
    assert (same.mended, same.broken) == ([], [])
    assert "no figure moved" in list(summary_lines(compare_tables(base, base), same))
    scores = score_sides(shared, compare.Sides("c", base, fewer, False), scratch)
    assert scores is not None
    assert scores.figures["number recall"] == (0.4, 0.3)
    assert "number gold" not in scores.figures
    assert (scores.mended, scores.broken) == (["财政收入"], [])
    lines = "\n".join(summary_lines(compare_tables(base, fewer), scores))
    assert "1 disagreements mended, 0 broken" in lines
    assert "0.4000  0.3000   -0.1000  number recall" in lines
    assert "precision" not in lines
    doubled = score_sides(shared, compare.Sides("c", base, now, False), scratch)
    assert doubled is not None
    assert len(doubled.mended) == len(doubled.broken) == 1
    assert "never shown" not in capfd.readouterr().out


@pytest.mark.parametrize(
    ("lines", "others", "alone"),
    [
        (["a\tnumber\twrong\t5\ttext\tgold\tgot"], ["a\tnumber\twrong\t5\ttext\tgold\tother"], 0),
        (["a\tnumber\twrong\t5\ttext\tgold\tgot"], ["a\tnumber\twrong\t5\ttext\tlabel\tgot"], 1),
        (["a\tnumber\twrong\t5\ttext\tgold\tgot"], ["a\tnumber\twrong\t6\ttext\tgold\tgot"], 1),
        (["a\tnumber\twrong\t5\ttext\tgold\tgot"], ["a\tnumber\tmissed\t5\ttext\tgold\tgot"], 1),
        (["same", "same", "other"], ["same"], 2),
    ],
)
def test_disagreements_of_one_side(lines: list[str], others: list[str], alone: int) -> None:
    assert compare._without(lines, others) == lines[len(lines) - alone :]


def test_the_lists(base: Path, tmp_path: Path) -> None:
    now = changed(base, tmp_path / "now", "metrics", with_cells("财政收入", modifier_text="a\tb\nc"))
    comparison = compare_tables(base, now)
    [path] = write_lists(comparison, None, tmp_path)
    header, line = path.read_text(encoding="utf-8").splitlines()
    assert dict(zip(header.split("\t"), line.split("\t"), strict=True)).items() >= {
        "what": "changed",
        "column": "modifier_text",
        "now": "a b c",
    }.items()
    scores = compare.Scores({}, ["x"], ["y", "z"])
    assert write_lists(comparison, scores, tmp_path)[1:] == [tmp_path / "score.tsv"]
    assert (tmp_path / "score.tsv").read_text().splitlines()[1:] == ["mended\tx", "broken\ty", "broken\tz"]
    write_lists(comparison, None, tmp_path)
    assert not (tmp_path / "score.tsv").exists()


def test_the_summary_counts_records_by_rule_and_cells_by_column() -> None:
    def change(what: compare.What, at: int, column: str, rule: str) -> Change:
        return Change(what, "number", "labelled/a.txt", at, column, "", "", rule, "")

    changes = [
        change("changed", 1, "metric", "left"),
        change("changed", 1, "value", "left"),
        change("changed", 2, "value", "left"),
        change("lost", 3, "", "right"),
        Change("changed", "document", "labelled/a.txt", -1, "title", "", "", "", ""),
    ]
    lines = list(summary_lines(compare.Comparison(changes), None))
    assert f"{2:8}  number.value" in lines
    assert f"{1:8}  number.metric" in lines
    assert not any(line.endswith("number.") for line in lines)
    assert f"{0:8}{0:8}{2:8}  number left" in lines
    assert f"{1:8}{0:8}{0:8}  number right" in lines
    assert len([line for line in lines if line.startswith(f"{0:8}{0:8}")]) == 1
    short = list(summary_lines(compare.Comparison(changes), None, n_rules=1))
    assert not any("number right" in line for line in short)
    assert any("1 other rules" in line for line in short)


def test_a_figure_that_one_side_has_not() -> None:
    scores = compare.Scores({"new recall": (None, 0.5), "old recall": (0.25, None)}, [], [])
    lines = [line.split() for line in summary_lines(compare.Comparison(), scores)]
    assert ["0.5000", "new", "recall"] in lines
    assert ["0.2500", "old", "recall"] in lines


def call(*arguments: object) -> Result:
    return CliRunner(env={"COLUMNS": "200"}).invoke(app, ["compare", *map(str, arguments)])


def test_the_command(repository: Path, corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compare, "ROOT", repository)
    options = ("--shared", corpus.parent, "--scratch", tmp_path / "scratch")
    (corpus / "unlabelled" / "a" / "report-2022.txt").write_text("今年粮食产量增长8%。\n", encoding="utf-8")
    done = call(*options)
    assert done.exit_code == 0, done.output
    assert "粮食产量" in (tmp_path / "scratch" / "changes.tsv").read_text(encoding="utf-8")
    assert "number unlabelled" in done.stdout
    assert "as read before" not in done.stdout
    assert "as read before" in call(*options).stdout
    missing = call(*options, "--base", "nowhere")
    assert missing.exit_code == 2
    assert "no such commit: nowhere" in missing.stderr
