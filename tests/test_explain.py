"""Why a record is as it is."""

import re
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from pipeline import explain
from pipeline.rulebook import load
from pipeline.run import extract_corpus

TEXT = (
    "海城市2023年政府工作报告\n\n一、2022年工作回顾\n一般公共预算收入由2021年的20亿元增加到22亿元。\n\n"
    "二、2023年重点工作\n全市生产总值力争增长6%左右,由市发展改革委牵头。6月底前建成公园3座。年内完成水厂扩建并通水。\n"
)


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("explain")
    (root / "raw").mkdir()
    (root / "raw" / "report.txt").write_text(TEXT, encoding="utf-8")
    extract_corpus(root / "raw", root / "out", 1)
    return root / "out"


def record(tables: Path, table: str, **wanted: Any) -> dict[str, Any]:
    rows = pq.read_table(tables / f"{table}.parquet").to_pylist()
    return next(row for row in rows if all(row[name] == value for name, value in wanted.items()))


def reasons(tables: Path, record_id: str, language: str = "en") -> dict[str, tuple[str, str]]:
    found = explain.explain(tables, record_id, language)
    return {reason.column: (reason.value, reason.words) for reason in found.reasons}


def test_a_target_is_told_by_its_words(tables: Path) -> None:
    target = record(tables, "targets", value=6.0)
    told = reasons(tables, target["target_id"])
    assert told["value"] == ("6 %", "6%")
    assert told["metric"] == ("生产总值", "生产总值")
    assert told["metric_code"][0].startswith("economy.gdp ")
    assert told["comparator"] == ("approx", "左右")
    assert told["strength"] == ("aspirational", "力争")
    assert told["period_end"][0] == "2023-12-31"


def test_an_inherited_date_says_so_and_a_printed_one_has_its_words(tables: Path) -> None:
    inherited = explain.explain(tables, record(tables, "targets", value=6.0)["target_id"])
    printed = explain.explain(tables, record(tables, "targets", value=3.0)["target_id"])
    by_column = [{reason.column: reason for reason in found.reasons}["period_end"] for found in (inherited, printed)]
    assert by_column[1].words == "6月底前"
    assert "words for the period" in by_column[1].says
    assert by_column[0].words in ("", "2023年")


def test_the_clause_stands_in_its_text(tables: Path) -> None:
    found = explain.explain(tables, record(tables, "metrics", value=22.0)["metric_id"])
    assert found.clause == found.record["evidence"]
    assert found.before + found.clause + found.after in TEXT
    assert {reason.column for reason in found.reasons} >= {"baseline", "rule", "value"}


@pytest.mark.parametrize(("table", "key"), [("deadlines", "deadline_id"), ("responsible_bodies", "body_id")])
def test_mentions_are_explained(tables: Path, table: str, key: str) -> None:
    for row in pq.read_table(tables / f"{table}.parquet").to_pylist():
        found = explain.explain(tables, row[key])
        assert found.table == table
        assert all(reason.says for reason in found.reasons)


def test_every_rule_of_the_tables_is_told_in_both_languages(tables: Path) -> None:
    names = {
        name
        for table in ("targets", "metrics", "deadlines", "responsible_bodies")
        for row in pq.read_table(tables / f"{table}.parquet").to_pylist()
        for name in row["rule"].split("@")[0].split("|")
    }
    assert len(names) > 6
    for name in names:
        assert explain.what_a_rule_says(name, "en"), name
        assert explain.what_a_rule_says(name, "zh"), name


def test_every_rule_of_the_code_is_told() -> None:
    rooms = Path(explain.__file__).parent / "relate"
    code = "".join(path.read_text(encoding="utf-8") for path in rooms.glob("*.py"))
    used = set(re.findall(r'"((?:quantity|status)\.[a-z_]+)"', code))
    told = {entry.id for entry in load("decisions", explain.DecisionEntry)}
    assert used - told <= {"status.target", "status.result", "status.criterion"}
    assert {name for name in told if not name.startswith("time.")} <= used


def test_an_unknown_key_is_named(tables: Path) -> None:
    with pytest.raises(explain.UnknownRecordError, match="0123456789abcdef"):
        explain.explain(tables, "0123456789abcdef")
