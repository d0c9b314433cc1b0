"""Intervals: what each expression means against the plan year, the day of speaking and the year named before."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.extract.time_resolution import resolve
from pipeline.extract.times import find_times
from pipeline.types import Anchors, Interval

# A report given in February 2021 for 2021, and an interview late in 2020.
REPORT = Anchors(plan_year=2021, published_on=date(2021, 2, 26))
INTERVIEW = Anchors(plan_year=2020, published_on=None)
NOTHING = Anchors(plan_year=None, published_on=None)


def _interval(text: str, anchors: Anchors) -> Interval:
    (mention,) = find_times(text)
    return resolve(mention, anchors)


def _days(interval: Interval) -> str:
    return f"{interval.start_date or ''}..{interval.end_date or ''}"


@pytest.mark.parametrize(
    ("days", "precision", "resolved_by", "texts"),
    [
        ("2025-01-01..2025-12-31", "year", "absolute", ["到2025年", "2025年底前", "2025年末", "2025年内", "二〇二五年", "二零二五年", "2025年年底", "2025年度", "民国114年", "2025年全年"]),
        ("2035-01-01..2035-12-31", "year", "absolute", ["二○三五年"]),
        ("2030-01-01..2030-12-31", "year", "absolute", ["2030年前", "2030年以前"]),
        ("2021-01-01..2021-06-30", "half_year", "absolute", ["2021年上半年", "2021年年中", "2021年中前"]),
        ("2021-07-01..2021-12-31", "half_year", "plan_year", ["下半年", "今年下半年"]),
        ("2021-01-01..2021-06-30", "half_year", "plan_year", ["年中", "上半年", "今年年中"]),
        ("2021-01-01..2021-12-31", "year", "plan_year", ["今年", "年内", "年底前", "年末", "全年", "本年度", "今年内", "今年年底", "从今年起"]),
        ("2020-01-01..2020-12-31", "year", "plan_year", ["去年", "上年", "去年底", "一年来", "过去一年"]),
        ("2022-01-01..2022-12-31", "year", "plan_year", ["明年", "明年底前"]),
        ("2019-01-01..2019-12-31", "year", "plan_year", ["前年"]),
        ("2021-06-01..2021-06-30", "month", "plan_year", ["6月底前", "6月份", "六月底", "今年6月"]),
        ("2021-05-11..2021-05-20", "month", "plan_year", ["5月中旬"]),
        ("2021-03-18..2021-03-18", "day", "plan_year", ["3月18日", "3月18日前", "三月十八日"]),
        ("2025-02-25..2025-02-25", "day", "absolute", ["民国114年2月25日", "114年2月25日"]),
        ("2021-01-01..2021-03-31", "quarter", "plan_year", ["一季度", "第1季度", "首季"]),
        ("2021-01-01..2021-09-30", "quarter", "plan_year", ["前三季度", "一至三季度"]),
        ("2021-01-01..2021-11-30", "month", "plan_year", ["前11个月", "1-11月"]),
        ("2021-01-01..2023-12-31", "year", "absolute", ["2021年—2023年", "2021-2023年", "2021~2023年", "2021年至2023年"]),
        ("2021-11-01..2022-03-31", "month", "absolute", ["2021年11月至3月", "2021年11月至2022年3月"]),
        ("2021-03-18..2021-03-20", "day", "plan_year", ["3月18日至20日"]),
        ("2021-01-01..2022-12-31", "year", "plan_year", ["今明两年"]),
        ("2021-01-01..2025-12-31", "five_year_plan", "five_year_plan", ["“十四五”", "“十四五”期间", "十四五时期"]),
        ("2025-01-01..2025-12-31", "year", "five_year_plan", ["“十四五”末", "“十四五”期末"]),
        ("1986-01-01..1990-12-31", "five_year_plan", "five_year_plan", ["“七五”"]),
        ("2026-01-01..2030-12-31", "five_year_plan", "five_year_plan", ["“十五五”时期"]),
        ("1953-01-01..1957-12-31", "five_year_plan", "five_year_plan", ["“一五”时期"]),
        ("2021-01-01..", "year", "absolute", ["从2021年起"]),
        ("2023-01-01..", "day", "absolute", ["自2023年1月1日起"]),
        ("2031-01-01..", "year", "absolute", ["2030年以后"]),
        ("2012-11-08..2021-02-26", "day", "absolute", ["党的十八大以来"]),
        ("2016-01-01..2020-12-31", "five_year_plan", "five_year_plan", ["“十三五”以来"]),
        ("2011-01-01..2021-02-26", "five_year_plan", "five_year_plan", ["“十二五”以来"]),
        ("2019-01-01..2021-02-26", "year", "absolute", ["2019年以来", "2019年至今"]),
        ("2016-01-01..2020-12-31", "year", "plan_year", ["五年来", "过去五年", "近5年", "这五年", "连续五年", "五年累计"]),
        ("2021-01-01..2023-12-31", "year", "plan_year", ["3年内", "用三年时间", "未来三年", "今后3年", "力争用3年"]),
        ("2021-02-26..2021-08-26", "month", "publication_date", ["6个月内", "半年内"]),
        ("2021-03-01..2021-03-31", "month", "publication_date", ["下月", "下个月底前"]),
        ("2025-04-01..2026-03-31", "year", "absolute", ["2025-26年度", "财政年度2025-26", "2025/26年度", "二零二五/二六年度"]),
        ("2022-09-01..2023-08-31", "year", "absolute", ["2022/23学年", "2022-2023学年"]),
        ("2050-01-01..2050-12-31", "year", "absolute", ["本世纪中叶"]),
        ("2100-01-01..2100-12-31", "year", "absolute", ["本世纪末"]),
        ("1990-01-01..1999-12-31", "year", "absolute", ["20世纪90年代", "九十年代"]),
        ("2018-03-01..2023-02-28", "year", "plan_year", ["本届政府任期内"]),
        ("..", "year", "inherited", ["三年行动计划", "每月", "目前", "为期三年", "春节前", "《规划(2021-2025年)》"]),
        ("..", "year", "plan_year", ["年初"]),
    ],
)  # fmt: skip
def test_in_a_report(days: str, precision: str, resolved_by: str, texts: list[str]) -> None:
    for text in texts:
        interval = _interval(text, REPORT)
        assert (text, _days(interval), interval.precision, interval.resolved_by) == (text, days, precision, resolved_by)


@pytest.mark.parametrize(("year", "text", "end"), [(1993, "本世纪末", 2000), (2000, "本世纪末", 2000), (2001, "本世纪末", 2100), (1993, "上世纪末", 1900)])
def test_this_century_is_that_of_the_document(year: int, text: str, end: int) -> None:
    (mention,) = find_times(text)
    assert resolve(mention, Anchors(year, None)).end_date == date(end, 12, 31)


@pytest.mark.parametrize(
    ("text", "anchors", "days"),
    [
        ("近3年", INTERVIEW, "2018-01-01..2020-12-31"),
        ("三年来", INTERVIEW, "2018-01-01..2020-12-31"),
        ("五年来", Anchors(2021, date(2021, 9, 1)), "2017-01-01..2021-12-31"),
        ("近3年", Anchors(2026, date(2026, 1, 27), 2025), "2023-01-01..2025-12-31"),
        # A baseline year named before is not the year under review.
        ("五年来", Anchors(2021, date(2021, 2, 26), 2016), "2016-01-01..2020-12-31"),
        ("全年", Anchors(2021, date(2021, 2, 26), 2020), "2020-01-01..2020-12-31"),
        ("全年", Anchors(2021, date(2021, 2, 26), 2015), "2021-01-01..2021-12-31"),
        ("年内", Anchors(2021, None, 2025), "2021-01-01..2021-12-31"),
        ("6月底前", Anchors(2021, None, 2022), "2022-06-01..2022-06-30"),
        ("6月底前", Anchors(2021, None, 2035), "2021-06-01..2021-06-30"),
        ("11月", Anchors(2021, None, 2019), "2019-11-01..2019-11-30"),
        ("当年", Anchors(2021, None, 2019), "2019-01-01..2019-12-31"),
        ("次年3月", Anchors(2021, None, 2019), "2020-03-01..2020-03-31"),
        ("今年", Anchors(None, date(2024, 5, 6)), "2024-01-01..2024-12-31"),
        ("今年", NOTHING, ".."),
        ("6月底前", NOTHING, ".."),
        ("五年来", NOTHING, ".."),
        ("3年内", NOTHING, ".."),
        ("6个月内", INTERVIEW, ".."),
        ("2019年以来", NOTHING, "2019-01-01.."),
        ("6月1日", Anchors(None, None, 2022), "2022-06-01..2022-06-01"),
        ("2月29日", REPORT, "2021-02-28..2021-02-28"),
        ("8月31日", REPORT, "2021-08-31..2021-08-31"),
    ],
)  # fmt: skip
def test_against_anchors(text: str, anchors: Anchors, days: str) -> None:
    assert _days(_interval(text, anchors)) == days


def test_months_ahead_stop_at_the_end_of_a_short_month() -> None:
    assert _interval("3个月内", Anchors(2020, date(2020, 11, 30))).end_date == date(2021, 2, 28)


def test_school_year_of_the_republic() -> None:
    (mention,) = find_times("行政院核定112学年度招生")
    assert _days(resolve(mention, NOTHING)) == "2023-09-01..2024-08-31"


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("行政院核定112学年度第1学期招生", "2023-09-01..2024-01-31"),
        ("行政院核定112学年度第2学期招生", "2024-02-01..2024-08-31"),
        ("行政院核定第2期(108-109年)预算", "2019-01-01..2020-12-31"),
        ("行政院执行至今(113)年9月底", "2024-09-01..2024-09-30"),
    ],
)
def test_times_of_the_republic(text: str, days: str) -> None:
    (mention,) = find_times(text)
    assert _days(resolve(mention, NOTHING)) == days


def test_count_from_a_named_year() -> None:
    _, count = find_times("自2026年起用3年时间建成")
    assert _days(resolve(count, REPORT)) == "2026-01-01..2028-12-31"


_TEXTS = st.sampled_from(
    ["今年", "6月", "2月29日", "上半年", "三季度", "年底", "年初", "近3年", "99年来", "五年内", "9个月内", "“十四五”", "“六五”末", "2021-2023年", "去年11月至今年3月",
     "本届政府任期内", "下月", "2022/23学年", "本世纪末", "党的十八大以来", "今年起", "今年以来", "次年", "春节前", "为期三年", "前三季度", "2030年以后", "1-9月"]
)  # fmt: skip
_YEARS = st.none() | st.integers(1950, 2100)


@settings(max_examples=300, deadline=None)
@given(_TEXTS, _YEARS, st.none() | st.dates(date(1950, 1, 1), date(2100, 12, 31)), _YEARS)
def test_intervals_are_closed_and_of_known_precision(
    text: str, plan: int | None, spoken: date | None, context: int | None
) -> None:
    for mention in find_times(text):
        interval = resolve(mention, Anchors(plan, spoken, context))
        assert interval.precision in {"day", "month", "quarter", "half_year", "year", "five_year_plan"}
        assert interval.resolved_by in {"absolute", "plan_year", "publication_date", "five_year_plan", "inherited"}
        if interval.start_date and interval.end_date:
            assert interval.start_date <= interval.end_date
        assert interval.start_date or not interval.end_date


@settings(max_examples=300, deadline=None)
@given(st.text("0123456789年月日底前末今去十四五第至-“”来近内起以、", max_size=25), _YEARS)
def test_any_text_resolves(text: str, plan: int | None) -> None:
    for mention in find_times(text):
        resolve(mention, Anchors(plan, None, None))
