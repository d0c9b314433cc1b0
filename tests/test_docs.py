"""The examples in the documentation are true."""

import doctest
import re
from pathlib import Path
from typing import Any

import pytest

from pipeline.run import extract_corpus

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
README = (ROOT / "README.md").read_text(encoding="utf-8")
REPORT = "湖北省黄冈市麻城市2026年政府工作报告\n\n二、2026年工作安排\n地区生产总值增长5.5%左右。\n"


@pytest.mark.parametrize("name", ["library.md"])
def test_examples(name: str) -> None:
    result = doctest.testfile(str(DOCS / name), module_relative=False, encoding="utf-8")
    assert result.attempted > 5
    assert result.failed == 0


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.+?)```", README, re.S)


@pytest.fixture
def _clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder with tables where the README has them."""
    (tmp_path / "data" / "raw").mkdir(parents=True)
    (tmp_path / "data" / "raw" / "report.txt").write_text(REPORT, encoding="utf-8")
    extract_corpus(tmp_path / "data" / "raw", tmp_path / "data" / "processed", 1)
    monkeypatch.chdir(tmp_path)


@pytest.mark.usefixtures("_clone")
@pytest.mark.parametrize("number", range(2))
def test_the_readme_runs_as_it_stands(number: int) -> None:
    found = blocks("python")
    assert len(found) == 2
    names: dict[str, Any] = {}
    exec(found[number], names)
    assert len(names["targets"]) == 1


@pytest.mark.usefixtures("_clone")
def test_the_query_of_the_readme_finds_the_growth_target() -> None:
    duckdb = pytest.importorskip("duckdb")
    (query,) = blocks("sql")
    assert [row[1:4] for row in duckdb.sql(query).fetchall()] == [(2026, 5.5, "approx")]
