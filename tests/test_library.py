"""The pipeline as a function of a text."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from pandas.testing import assert_frame_equal

import pipeline
from pipeline.run import extract_corpus
from schemas import TABLES, TargetRow

TEXT = "今年,全市新建停车泊位2.4万个,年底前改造背街小巷60条,由市城管局负责。"


def test_records_are_typed_and_point_at_their_text() -> None:
    found = pipeline.extract(TEXT, published_on=date(2024, 1, 9))
    assert all(isinstance(target, TargetRow) for target in found.targets)
    assert [(t.value, t.unit, t.deadline) for t in found.targets] == [
        (2.4, "万个", date(2024, 12, 31)),
        (60.0, "条", date(2024, 12, 31)),
    ]
    for row in (*found.targets, *found.metrics, *found.deadlines, *found.responsible_bodies):
        assert TEXT[row.start : row.end] == row.evidence


@pytest.mark.parametrize("text", [TEXT, "今年,全市新建停車泊位2.4萬個,年底前改造背街小巷60條,由市城管局負責。"])
@pytest.mark.parametrize(("day", "due"), [("2019-02-01", date(2019, 12, 31)), (date(2026, 3, 5), date(2026, 12, 31))])
def test_the_day_told_decides_which_year_this_year_is(text: str, day: date | str, due: date) -> None:
    found = pipeline.extract(text, published_on=day)
    assert {target.deadline for target in found.targets} == {due}
    assert found.document.plan_year == due.year


def test_what_is_told_beats_the_text() -> None:
    text = "海城市2021年政府工作报告\n\n一、2021年主要工作\n力争完成投资30亿元,由市发展改革委牵头。\n"
    as_read = pipeline.extract(text).document
    told = pipeline.extract(text, region="遵化市", plan_year=2023, title="另一份报告").document
    assert (as_read.region, as_read.plan_year) == ("辽宁省鞍山市海城市", 2021)
    assert (told.region, told.region_code, told.plan_year, told.title) == (
        "河北省唐山市遵化市", "130281", 2023, "另一份报告",
    )


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("青柏县2025年乡村振兴实施方案\n\n青柏县人民政府办公室\n2025年3月1日\n为贯彻国家部署,新建农村公路30公里。\n", None),
        ("青柏縣2025年鄉村振興實施方案\n\n青柏縣人民政府辦公室\n2025年3月1日\n為貫徹國家部署,新建農村公路30公里。\n", None),
        ("国家市场监管总局2025年工作要点\n\n国家市场监管总局\n2025年3月1日\n全国新建检测站30个。\n", "全国"),
    ],
)
def test_a_county_that_the_list_does_not_have_is_not_the_country(text: str, region: str | None) -> None:
    assert pipeline.extract(text).document.region == region


@pytest.mark.parametrize("known", [{"published_on": "2026-13-01"}, {"published_on": "today"}, {"region": "无此地"}])
def test_what_cannot_be_is_refused(known: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"month|isoformat|region"):
        pipeline.extract(TEXT, **known)


def test_an_empty_text_has_no_records() -> None:
    found = pipeline.extract("")
    assert (found.targets, found.metrics, found.document.n_chars) == ((), (), 0)


def test_frames_are_those_of_a_run(tmp_path: Path) -> None:
    text = "金水区2022年工作要点\n\n2022年,完成老旧小区改造35个,新增养老床位800张以上。\n"
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "one.txt").write_text(text, encoding="utf-8")
    extract_corpus(tmp_path / "raw", tmp_path / "out", 1)
    found = pipeline.extract(text, source_path="one.txt")
    for table in set(TABLES) - {"panel", "documents"}:
        run = pq.read_table(tmp_path / "out" / f"{table}.parquet").to_pandas()
        # An empty file has no categories to read back.
        assert_frame_equal(found.frame(table), run, check_categorical=False, check_dtype=not run.empty)


@pytest.mark.parametrize("table", ["panel", "nothing"])
def test_a_text_has_no_panel(table: str) -> None:
    with pytest.raises(KeyError, match=table):
        pipeline.extract(TEXT).frame(table)


def test_importing_the_package_loads_no_rules() -> None:
    code = "import sys, pipeline; assert not {'pipeline.library', 'pandas', 'spacy'} & set(sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
