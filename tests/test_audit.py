"""The reading sheet: what is drawn, what is shown, and what the judgements add up to."""

from __future__ import annotations

import csv
import json
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
import stubs
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

import pipeline.run
from pipeline import audit
from pipeline.__main__ import app
from pipeline.audit import (
    Item,
    SheetError,
    allocate,
    context,
    draw,
    figures,
    numbers_without,
    pick,
    wilson,
    write_sheet,
)
from pipeline.run import extract_corpus


@pytest.fixture
def tables(raw: Path, out: Path) -> Path:
    """Tables of the toy corpus."""
    extract_corpus(raw, out, 1, reader=stubs.read_utf8, extractor=stubs.extract)
    return out


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def judge(path: Path, marks: list[dict[str, str]]) -> None:
    """Write marks into the rows of a sheet, in order."""
    rows = read(path)
    assert len(rows) == len(marks)
    columns = list(rows[0])
    assert {name for mark in marks for name in mark} <= set(columns)
    cells = ["\t".join((row | mark)[column] for column in columns) for row, mark in zip(rows, marks, strict=True)]
    path.write_text("\n".join(["\t".join(columns), *cells]) + "\n", encoding="utf-8")


# ---------------------------------------------------------------------------------------------------------------------
# Drawing


def items(kind: str, count: int) -> list[Item]:
    return [Item("metrics", kind, f"{kind}/{number}.txt", number, number + 1, (0, 9)) for number in range(count)]


@pytest.mark.parametrize(
    ("population", "size", "quotas"),
    [
        ({"a": 100, "b": 100}, 10, {"a": 5, "b": 5}),
        ({"a": 900, "b": 100}, 40, {"a": 30, "b": 10}),
        ({"a": 900, "b": 1}, 40, {"a": 39, "b": 1}),
        ({"a": 2, "b": 3}, 40, {"a": 2, "b": 3}),
        ({"a": 7, "b": 0}, 3, {"a": 3, "b": 0}),
        ({"a": 100, "b": 1}, 5, {"a": 5, "b": 0}),
        ({"a": 100, "b": 1}, 6, {"a": 5, "b": 1}),
        ({}, 5, {}),
    ],
)
def test_allocation(population: dict[str, int], size: int, quotas: dict[str, int]) -> None:
    assert allocate(population, size) == quotas


@given(st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 500)), st.integers(0, 300))
def test_allocation_deals_out_all_there_is(population: dict[str, int], size: int) -> None:
    quotas = allocate(population, size)
    assert sum(quotas.values()) == min(size, sum(population.values()))
    assert all(0 <= quotas[kind] <= population[kind] for kind in population)


def test_the_draw_is_fixed_and_the_seed_changes_it() -> None:
    all_items = items("a", 200)
    drawn = pick(all_items, 20, 1)
    assert len(set(drawn)) == 20
    assert pick(all_items[::-1], 20, 1) == drawn
    assert pick(all_items, 20, 2) != drawn


def test_a_small_change_leaves_the_draw_as_it_was() -> None:
    before = pick(items("a", 200), 20, 1)
    gone = before[3]
    after = pick([item for item in items("a", 200) if item != gone], 20, 1)
    assert len(set(before) & set(after)) == 19


def test_every_kind_is_drawn() -> None:
    drawn = pick(items("rare", 1) + items("common", 1000), 30, 1)
    assert Counter(item.kind for item in drawn) == {"rare": 1, "common": 29}


def test_what_there_is_to_draw(tables: Path) -> None:
    sheet = draw(tables, 10, 1)
    report = {"a/government_work_report": 2, "b/government_work_report": 2}
    assert sheet.population["metrics"] == report
    assert {item.path for item in sheet.drawn["metrics"]} == {"a/report-2022.txt", "b/report-2021.txt"}
    assert sheet.population["bodies"] == {"b/government_work_report": 1}
    assert sheet.population["milestones"] == {}
    assert sheet.n_failed == 0
    assert draw(tables, 10, 1, ["b/gov"]).population["metrics"] == {"b/government_work_report": 2}
    assert draw(tables, 1, 1).population["metrics"] == report


def test_documents_that_failed_are_counted(raw: Path, out: Path) -> None:
    (raw / "bad.txt").write_bytes(b"\xff")
    (raw / "crash.txt").write_text("崩溃", encoding="utf-8")
    (raw / "twice.txt").write_bytes((raw / "notes.txt").read_bytes())
    extract_corpus(raw, out, 1, reader=stubs.read_utf8, extractor=stubs.extract)
    assert draw(out, 10, 1).n_failed == 2


# ---------------------------------------------------------------------------------------------------------------------
# Numbers without a record


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("建成公园12个", ["12"]),
        ("建成公園１２個", ["１２"]),
        ("覆盖率达98.5%", ["98.5%"]),
        ("覆蓋率達98.5％", ["98.5％"]),
        ("投资1,200万元", ["1,200"]),
        ("新增床位三百二十张", ["三百二十"]),
        ("新增床位三萬張", ["三萬"]),
        ("降低三分之一", ["三分之一"]),
        ("新建2所、改建3所", ["2", "3"]),
        ("统一部署", []),
        ("五个方面", []),
        ("第12届", []),
        ("第 3 次会议", []),
        ("2024年", []),
        ("国发〔2024〕12号", []),
        ("1.加强领导\n（2）健全机制\n3、落实责任", []),
        ("达到1.5", ["1.5"]),
        ("新建12.", ["12"]),
        ("新建12 ", ["12"]),
        ("新建房屋及道路、桥梁 12.", ["12"]),
        ("PM2.5浓度", []),
        ("GB-2020", []),
        ("5G基站20座", ["20"]),
    ],
)
def test_numbers_that_may_be_quantities(text: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in numbers_without(text, [])] == found


def test_numbers_with_a_record_are_left_alone() -> None:
    text = "新建2所、改建33所、扩建4所"
    spans = {text[start:end]: (start, end) for start, end in numbers_without(text, [])}
    assert set(spans) == {"2", "33", "4"}
    start, end = spans["33"]
    for taken in ((start, end), (start - 2, start + 1), (end - 1, end + 2), (0, 0)):
        left = [text[s:e] for s, e in numbers_without(text, [taken])]
        assert left == (["2", "33", "4"] if taken == (0, 0) else ["2", "4"])
    assert list(numbers_without(text, [(0, len(text)), (0, 1)])) == []
    assert list(numbers_without(text, [(0, len(text)), (start, start + 1)])) == []


@pytest.mark.parametrize(
    ("text", "clause"),
    [
        ("甲，乙12丙；丁", "乙12丙"),
        ("乙12丙", "乙12丙"),
        ("前" * 100 + "12" + "后" * 100, "前" * 80 + "12" + "后" * 80),
        ("前\n12", "12"),
    ],
)
def test_the_clause_around_a_number(text: str, clause: str) -> None:
    start = text.index("12")
    assert text[slice(*audit._clause(text, start, start + 2))] == clause


@given(st.text("0129一百万分之第年号.、()（〔〕 \n"), st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=5))
def test_no_number_overlaps_what_is_taken(text: str, taken: list[tuple[int, int]]) -> None:
    for start, end in numbers_without(text, taken):
        assert 0 <= start < end <= len(text)
        assert all(e <= start or end <= s for s, e in taken if s < e)


def test_left_out_numbers_of_a_corpus(raw: Path, out: Path) -> None:
    (raw / "more.txt").write_text("海川市计划@@2021\n生产总值增长6%，新建公园12个，植树。\n", encoding="utf-8")
    extract_corpus(raw, out, 1, reader=stubs.read_utf8, extractor=stubs.extract)
    drawn = [item for item in draw(out, 40, 1).drawn["left_out"] if item.path == "more.txt"]
    text = "海川市计划@@2021\n生产总值增长6%，新建公园12个，植树。\n"
    assert "12" in [text[item.start : item.end] for item in drawn]
    assert "6%" not in [text[item.start : item.end] for item in drawn]
    assert "新建公园12个" in [text[slice(*item.outer)] for item in drawn]


# ---------------------------------------------------------------------------------------------------------------------
# The sheet


@pytest.mark.parametrize(
    ("text", "outer", "inner", "shown"),
    [
        ("甲乙丙丁戊", (1, 4), (2, 3), "甲【乙〖丙〗丁】戊"),
        ("甲乙丙丁戊", (1, 4), (1, 4), "甲【乙丙丁】戊"),
        ("甲乙丙丁戊", (0, 5), (0, 1), "【〖甲〗乙丙丁戊】"),
        ("甲\n乙\t丙", (2, 3), (2, 3), "甲 ⏎ 【乙】 丙"),
    ],
)
def test_context(text: str, outer: tuple[int, int], inner: tuple[int, int], shown: str) -> None:
    assert context(text, outer, inner) == shown


def test_context_is_cut() -> None:
    shown = context("前" * 500 + "数" + "后" * 500, (500, 501), (500, 501))
    assert shown == "前" * audit.BEFORE + "【数】" + "后" * audit.AFTER


def test_the_sheet_on_paper(tables: Path, tmp_path: Path) -> None:
    sheet = draw(tables, 10, 1)
    folder = tmp_path / "sheet"
    assert write_sheet(sheet, folder, 10, 1) == 0
    rows = read(folder / "metrics.tsv")
    assert len(rows) == 4
    row = next(row for row in rows if row["metric"] == "财政收入")
    assert row["context"].endswith("生产总值增长6%,【财政收入增长〖5%〗】,由市发改委负责。 ⏎")
    assert (row["value"], row["unit"], row["status"], row["period_end"]) == ("5", "%", "target", "2021-12-31")
    assert (row["document"], row["plan_year"]) == ("b/report-2021.txt", "2021")
    assert {name for name in row if name.startswith("ok_")} == {f"ok_{name}" for name in audit.SAMPLES["metrics"].judged}
    assert not any(row[name] for name in row if name.startswith("ok_"))
    page = (folder / "sheet.md").read_text(encoding="utf-8")
    assert row["key"] in page
    assert "metric **财政收入**" in page
    assert page.count("## b/government_work_report (of 2)\n") == 1
    assert not {"metric_id", "doc_id", "start", "metric_start", "confidence", "evidence"} & set(row)
    assert "basis" not in row  # nothing in any row
    [body] = read(folder / "bodies.tsv")
    assert "由【市发改委】负责" in body["context"]
    assert read(folder / "milestones.tsv") == []
    description = json.loads((folder / "sheet.json").read_text(encoding="utf-8"))
    assert description["population"] == sheet.population


def test_judgements_are_never_overwritten(tables: Path, tmp_path: Path) -> None:
    sheet = draw(tables, 10, 1)
    write_sheet(sheet, tmp_path / "s", 10, 1)
    write_sheet(sheet, tmp_path / "s", 10, 1)
    judge(tmp_path / "s" / "bodies.tsv", [{"ok_role": "n"}])
    with pytest.raises(SheetError, match="holds judgements"):
        write_sheet(sheet, tmp_path / "s", 10, 1)


def test_judgements_of_unchanged_fields_are_taken_over(tables: Path, tmp_path: Path) -> None:
    sheet = draw(tables, 10, 1)
    write_sheet(sheet, tmp_path / "s", 10, 1)
    marks = [{"ok_number": "y", "ok_value": "n", "rest": "y", "note": "see"}, *[{}] * 3]
    judge(tmp_path / "s" / "metrics.tsv", marks)
    assert write_sheet(sheet, tmp_path / "same", 10, 1, tmp_path / "s") == 8
    row = sheet.drawn["metrics"][0].row
    row["value"] += 1
    assert write_sheet(sheet, tmp_path / "t", 10, 1, tmp_path / "s") == 7
    first, *others = read(tmp_path / "t" / "metrics.tsv")
    assert (first["ok_number"], first["ok_value"], first["ok_metric"], first["note"]) == ("y", "", "y", "see")
    assert not any(other["ok_number"] for other in others)
    assert "ok_" not in (tmp_path / "t" / "sheet.md").read_text(encoding="utf-8")


# ---------------------------------------------------------------------------------------------------------------------
# The figures


@pytest.mark.parametrize(
    ("share", "n", "low", "high"),
    [(0.5, 10, 0.2366, 0.7634), (1.0, 20, 0.8389, 1.0), (0.0, 20, 0.0, 0.1611), (0.9, 100, 0.8256, 0.9448)],
)
def test_wilson(share: float, n: int, low: float, high: float) -> None:
    assert wilson(share, n) == pytest.approx((low, high), abs=5e-5)


@given(st.floats(0, 1), st.floats(0.5, 1e5))
def test_the_interval_holds_the_share(share: float, n: float) -> None:
    low, high = wilson(share, n)
    assert 0 <= low <= share + 1e-9
    assert share - 1e-9 <= high <= 1


def sheet_of(folder: Path, rows: list[dict[str, str]], population: dict[str, int], sample: str = "metrics") -> Path:
    """A judged sheet with one sample."""
    folder.mkdir(exist_ok=True)
    judged = audit.SAMPLES[sample].judged
    columns = ["key", "kind", *(c for cs in judged.values() for c in cs), *(f"ok_{name}" for name in judged), "rest"]
    lines = ["\t".join(columns)]
    for number, row in enumerate(rows):
        lines.append("\t".join(({"key": str(number), "kind": "a"} | row).get(column, "") for column in columns))
    (folder / f"{sample}.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    path = folder / "sheet.json"
    description = json.loads(path.read_text()) if path.exists() else {"size": 9, "seed": 1, "population": {}}
    description |= {"pipeline_version": "1", "rules_version": "f", "schema_version": "1"}
    description["population"][sample] = population
    path.write_text(json.dumps(description))
    return folder


def counts(folder: Path, field: str, kind: str = "all", sample: str = "metrics") -> tuple[int, int]:
    figure = figures(folder)["samples"][sample][field][kind]
    return figure["right"], figure["judged"]


def test_right_of_judged(tmp_path: Path) -> None:
    rows = [
        {"ok_number": "y", "ok_status": "n"},
        {"ok_number": "Y ", "ok_status": "1"},
        {"ok_number": "y", "ok_status": "-"},
        {"ok_number": "y"},
        {},
    ]
    folder = sheet_of(tmp_path / "s", rows, {"a": 50})
    assert counts(folder, "number") == (4, 4)
    assert counts(folder, "status") == (1, 2)
    assert "metric" not in figures(folder)["samples"]["metrics"]
    assert "exact" not in figures(folder)["samples"]["metrics"]


def test_a_record_that_should_not_be_has_no_other_field(tmp_path: Path) -> None:
    rows = [{"ok_number": "n", "rest": "y"}, {"ok_number": "0"}, {"ok_number": "-", "rest": "y"}]
    folder = sheet_of(tmp_path / "s", rows, {"a": 50})
    assert counts(folder, "number") == (0, 2)
    assert counts(folder, "exact") == (0, 2)
    assert set(figures(folder)["samples"]["metrics"]) == {"number", "exact"}


def test_rest_speaks_for_empty_cells(tmp_path: Path) -> None:
    rows = [
        {"rest": "y", "strength": "plain"},
        {"rest": "y", "ok_value": "n", "strength": "plain"},
        {"rest": "y", "ok_period": "-", "strength": "plain"},
    ]
    folder = sheet_of(tmp_path / "s", rows, {"a": 50})
    assert counts(folder, "value") == (2, 3)
    assert counts(folder, "period") == (2, 2)
    assert counts(folder, "exact") == (2, 3)


def test_what_is_no_target_has_no_strength_to_judge(tmp_path: Path) -> None:
    rows = [{"rest": "y"}, {"rest": "y", "strength": "plain"}, {"rest": "y", "ok_strength": "n"}]
    folder = sheet_of(tmp_path / "s", rows, {"a": 50})
    assert counts(folder, "strength") == (1, 2)


def test_all_kinds_are_weighted_by_their_records(tmp_path: Path) -> None:
    rows = [{"kind": "a", "ok_number": "y"}] * 4 + [{"kind": "b", "ok_number": mark} for mark in "yn"]
    folder = sheet_of(tmp_path / "s", rows, {"a": 300, "b": 100, "never drawn": 9})
    number = figures(folder)["samples"]["metrics"]["number"]
    assert number["all"]["share"] == pytest.approx(0.75 * 1 + 0.25 * 0.5)
    assert number["b"] == {"right": 1, "judged": 2, "share": 0.5, **_bounds(0.5, 2)}
    effective = 1 / (0.75**2 / 4 + 0.25**2 / 2)
    assert number["all"] == {"right": 5, "judged": 6, "share": 0.875, **_bounds(0.875, effective)}


def test_the_kinds_of_a_folder_have_a_figure_together(tmp_path: Path) -> None:
    kinds = {"f/x": "yy", "f/y": "yn", "g/x": "n"}
    rows = [{"kind": kind, "ok_number": mark} for kind, marks in kinds.items() for mark in marks]
    folder = sheet_of(tmp_path / "s", rows, {"f/x": 10, "f/y": 30, "g/x": 5})
    number = figures(folder)["samples"]["metrics"]["number"]
    assert list(number) == ["all", "f", "f/x", "f/y", "g/x"]
    assert (number["f"]["share"], number["f"]["judged"]) == (pytest.approx(0.625), 4)


def _bounds(share: float, n: float) -> dict[str, float]:
    low, high = wilson(share, n)
    return {"low": round(low, 4), "high": round(high, 4)}


def test_the_share_of_quantities_with_a_record(tmp_path: Path) -> None:
    folder = sheet_of(tmp_path / "s", [{"ok_number": mark} for mark in "yyyn"], {"a": 800})
    sheet_of(folder, [{"ok_left_out": mark} for mark in "yyyyn"], {"a": 500}, "left_out")
    assert figures(folder)["numbers_found"]["share"] == pytest.approx(600 / (600 + 100), abs=1e-4)


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([{"ok_number": "maybe"}], "line 2: ok_number is 'maybe'"),
        ([{"rest": "x"}], "line 2: rest is 'x'"),
        ([{"ok_number": "y"}, {"key": "0", "ok_number": "y"}], "stands twice"),
        ([{"key": "", "ok_number": "y"}], "the key is missing"),
        ([{}], "nothing is judged"),
    ],
)
def test_sheets_that_cannot_be_read(tmp_path: Path, rows: list[dict[str, str]], words: str) -> None:
    with pytest.raises(SheetError, match=words):
        figures(sheet_of(tmp_path / "s", rows, {"a": 50}))


def test_no_sheet(tmp_path: Path) -> None:
    with pytest.raises(SheetError, match="holds no sheet"):
        figures(tmp_path)


def test_the_figures_are_kept_and_no_sentence(tables: Path, tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    page = docs / "accuracy.md"
    page.write_text("before\n<!-- audit: begin -->\nold\n<!-- audit: end -->\nafter\n", encoding="utf-8")
    write_sheet(draw(tables, 10, 1), tmp_path / "s", 10, 1)
    judge(tmp_path / "s" / "metrics.tsv", [{"rest": "y", "note": "生产总值"}] * 4)
    kept = audit.write_figures(figures(tmp_path / "s"), docs, date(2025, 3, 1))
    assert kept == docs / "audit" / "2025-03-01-seed-1.json"
    found = json.loads(kept.read_text(encoding="utf-8"))
    assert found["samples"]["metrics"]["exact"]["all"]["right"] == 4
    text = page.read_text(encoding="utf-8")
    assert text.startswith("before\n")
    assert text.endswith("<!-- audit: end -->\nafter\n")
    assert "old" not in text
    assert "| b/government_work_report | 100% (34% to 100%), 2 |" in text
    assert text.count("| all |") == 1
    for content in (text, kept.read_text(encoding="utf-8")):
        assert not any("一" <= character <= "鿿" for character in content)
    again = audit.write_figures(figures(tmp_path / "s"), docs, date(2025, 3, 1))
    assert again == kept
    assert page.read_text(encoding="utf-8") == text


def test_a_page_without_a_place_for_the_figures(tmp_path: Path) -> None:
    (tmp_path / "accuracy.md").write_text("nothing here")
    folder = sheet_of(tmp_path / "s", [{"ok_number": "y"}], {"a": 50})
    with pytest.raises(SheetError, match="audit: begin"):
        audit.write_figures(figures(folder), tmp_path, date(2025, 3, 1))
    assert not (tmp_path / "audit").exists()


def test_the_page_of_the_project_has_its_place() -> None:
    text = (Path(__file__).parent.parent / "docs" / "accuracy.md").read_text(encoding="utf-8")
    assert 0 < text.find("<!-- audit: begin -->") < text.find("<!-- audit: end -->")


# ---------------------------------------------------------------------------------------------------------------------
# The command


def call(*arguments: object) -> Result:
    return CliRunner(env={"COLUMNS": "200"}).invoke(app, ["audit", *map(str, arguments)])


def test_the_command_draws_and_reads(raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline.run, "read_source", stubs.read_utf8)
    monkeypatch.setattr(pipeline.run, "extract_source", stubs.extract)
    (tmp_path / "shared" / "corpus").mkdir(parents=True)
    raw.rename(tmp_path / "shared" / "corpus" / "unlabelled")
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "accuracy.md").write_text("<!-- audit: begin --><!-- audit: end -->")
    options = ("--out", tmp_path / "sheet", "--docs", docs)
    drawn = call("--shared", tmp_path / "shared", "--size", 3, *options)
    assert drawn.exit_code == 0, drawn.output
    assert "a/government_work_report" in drawn.stdout
    assert "1 of 2" in drawn.stdout
    nothing = call("--read", *options)
    assert nothing.exit_code == 2
    assert "nothing is judged" in nothing.stderr
    judge(tmp_path / "sheet" / "metrics.tsv", [{"rest": "y"}] * 3)
    assert "holds judgements" in call("--tables", tmp_path / "sheet-tables", *options).stderr
    done = call("--read", *options)
    assert done.exit_code == 0, done.output
    assert "| all |" in done.stdout
    assert len(list((docs / "audit").glob("*.json"))) == 1


def test_the_command_without_documents(tmp_path: Path) -> None:
    missing = call("--shared", tmp_path / "nowhere", "--out", tmp_path / "sheet")
    assert missing.exit_code == 2
    assert "does not exist" in missing.stderr
