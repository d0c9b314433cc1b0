"""Tables that are told only by their columns: a header of years over rows of figures."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from pipeline.records import DocumentRecords

Read = Callable[[str], DocumentRecords]

BUDGET = (
    "二零三四至三五財政年度政府財政預算案\n二零三四年二月二十二日\n香港各位議員，各位市民，香港經濟正在恢復。\n"
    "我們堅持穩中求進，扎實推動各項工作，經濟社會保持良好勢頭，市民生活持續改善，社會大局保持安定有序。\n"
)
STACKED = "2033-34\n修訂預算\n2034-35\n預算\n2035-36\n預測\n"
IN_LINE = "2033-34 2034-35 2035-36\n(百萬元) 修訂預算 預算 預測\n"
COMPARED = (
    "公園經常開支：與一年前同期比較的變動\n2033-34 與2033-34年度\n2032-33 修訂 2034-35 修訂預算比較的增減\n"
    "實際 預算 預算 名義 實質\n百萬元 百萬元 百萬元 % %\n"
)


def table(read: Read, text: str) -> list[dict[str, Any]]:
    return [m for m in read(f"{BUDGET}{text}\n").metrics if m["rule"].startswith("quantity.column")]


@pytest.mark.parametrize("header", ["(百萬元)\n" + STACKED, IN_LINE, "(百万元)\n2033-34 2034-35 2035-36\n修订预算 预算 预测\n"])
def test_a_figure_has_the_year_over_it(read: Read, header: str) -> None:
    found = table(read, header + "門票收入 (註(b)) 8,100 8,200 8,300")
    assert [(m["metric"], m["value"], m["unit"], m["status"], m["strength"], m["period_end"]) for m in found] == [
        ("门票收入", 8100, "百万元", "target", "plain", date(2034, 3, 31)),
        ("门票收入", 8200, "百万元", "target", "plain", date(2035, 3, 31)),
        ("门票收入", 8300, "百万元", "target", "expected", date(2036, 3, 31)),
    ]
    assert found[0]["value_base"] == 8.1e9


def test_what_has_come_out_and_what_it_changes_by(read: Read) -> None:
    found = table(read, COMPARED + "湖泊 97,200 97,700 101,900 4.9 -4.3\n———— ————\n488,600 518,300 588,500 13.5 12.2")
    assert [(m["metric"], m["value"], m["unit"], m["measure"], m["status"], m["period_end"]) for m in found] == [
        ("湖泊公园经常开支", 97200, "百万元", "level", "result", date(2033, 3, 31)),
        ("湖泊公园经常开支", 97700, "百万元", "level", "target", date(2034, 3, 31)),
        ("湖泊公园经常开支", 101900, "百万元", "level", "target", date(2035, 3, 31)),
        ("湖泊公园经常开支", 4.9, "%", "growth", "target", date(2035, 3, 31)),
        ("湖泊公园经常开支", -4.3, "%", "growth", "target", date(2035, 3, 31)),
        ("公园经常开支", 488600, "百万元", "level", "result", date(2033, 3, 31)),
        ("公园经常开支", 518300, "百万元", "level", "target", date(2034, 3, 31)),
        ("公园经常开支", 588500, "百万元", "level", "target", date(2035, 3, 31)),
        ("公园经常开支", 13.5, "%", "growth", "target", date(2035, 3, 31)),
        ("公园经常开支", 12.2, "%", "growth", "target", date(2035, 3, 31)),
    ]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("減：門票開支 70 80 90", ["门票开支"] * 3),
        ("門票盈餘／(赤字) (70) 80 90", ["门票赤字", "门票盈余", "门票盈余"]),
        ("未計入補貼款項的\n門票盈餘／(赤字)\n(70) 80 90", ["未计入补贴款项的门票赤字", "未计入补贴款项的门票盈余", "未计入补贴款项的门票盈余"]),
        ("門票收入 70 80 90\n相當於生產總值的百分比 7% 8% 9%", ["门票收入"] * 3 + ["门票收入相当于生产总值的百分比"] * 3),
        ("門票收入的增長 7% 8% 9%", ["门票收入"] * 3),
        ("門票開支 - 80 -", ["门票开支"]),
        ("門票收入 70 80 90 –––– ––––\n門票開支 70 80 90", ["门票收入"] * 3 + ["门票开支"] * 3),
    ],
)
def test_a_row_names_its_figures(read: Read, rows: str, expected: list[str]) -> None:
    assert [m["metric"] for m in table(read, IN_LINE + rows)] == expected


def test_a_deficit_is_an_amount_and_a_fall_is_below_nothing(read: Read) -> None:
    found = table(read, IN_LINE + "門票盈餘／(赤字) (70) 80 90\n門票收入的增長 -7% 8% 9%")
    assert [m["value"] for m in found] == [70, 80, 90, -7, 8, 9]


@pytest.mark.parametrize(
    ("title", "row", "expected"),
    [
        ("(i) 公園收入的分項數字如下 —\n", "湖泊基金", "湖泊基金公园收入"),
        ("(i) 公園收入的分項數字如下 —\n", "門票收入", "公园门票收入"),
        ("(i) 公園收入的分項數字如下 —\n", "總額", "公园收入"),
    ],
)
def test_what_a_table_breaks_down_goes_into_its_rows(read: Read, title: str, row: str, expected: str) -> None:
    assert {m["metric"] for m in table(read, f"{title}{IN_LINE}{row} 70 80 90")} == {expected}


def test_a_row_by_calendar_years(read: Read) -> None:
    found = table(read, IN_LINE + "公園總值\n　　(按曆年計)\n70 80 90")
    assert [m["period_end"] for m in found] == [date(2033, 12, 31), date(2034, 12, 31), date(2035, 12, 31)]


@pytest.mark.parametrize(
    "text",
    [
        IN_LINE + "門票收入 70 80",
        IN_LINE + "湖泊基金 70 80 90",
        IN_LINE + "相當於門票開支的月數 12 12 12",
        IN_LINE + "以上各項均以付款當日價格計算。\n門票收入 70 80 90",
        "2033-34 2034-35 2035-36\n修訂預算 預算 預測\n門票收入 70 80 90",
        "(百萬元)\n2033-34 2034-35\n修訂預算 預算 預測\n門票收入 70 80 90",
        "(百萬元) 大型 中型 小型\n門票收入 70 80 90",
    ],
)
def test_what_no_header_tells_is_left_out(read: Read, text: str) -> None:
    assert table(read, text) == []


def test_the_figures_of_a_table_are_read_once(read: Read) -> None:
    found = read(f"{BUDGET}{IN_LINE}門票收入佔比 7% 8% 9%\n公共門票收入相當於生產總值的百分比 7% 8% 9%\n").metrics
    assert len({m["value_start"] for m in found}) == len(found) == 3
    assert {m["rule"].split("|")[0] for m in found} == {"quantity.column"}
