"""Lists of figures under a title and one unit: a year's rates of growth, and rates of growth year by year."""

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
PAST = "1. 二零三三年公園開支的增減率：\n(%)\n"
AHEAD = "二零三四年公園開支的預測增減率：\n(%)\n"


def figures(read: Read, text: str) -> list[dict[str, Any]]:
    return [m for m in read(f"{BUDGET}{text}\n").metrics if m["rule"].startswith("quantity.column")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (PAST + "園藝開支 5.6", ("园艺开支", 5.6, None, "growth", "result", date(2033, 12, 31))),
        ("2033年公园开支的增减率:\n(%)\n园艺开支 5.6", ("园艺开支", 5.6, None, "growth", "result", date(2033, 12, 31))),
        (PAST + "園藝開支 -5.6", ("园艺开支", -5.6, None, "growth", "result", date(2033, 12, 31))),
        (PAST + "(a) 以下各項的實質增長率：\n園藝開支 5.6", ("园艺开支", 5.6, None, "growth", "result", date(2033, 12, 31))),
        (PAST + "(c) 名義園藝開支增長率 7.0", ("名义园艺开支", 7, None, "growth", "result", date(2033, 12, 31))),
        (AHEAD + "園藝開支 2 至 3.5", ("园艺开支", 2, 3.5, "growth", "target", date(2034, 12, 31))),
        (AHEAD + "園藝開支\n　　基本園藝開支 2", ("基本园艺开支", 2, None, "growth", "target", date(2034, 12, 31))),
        (AHEAD + "每人園藝開支 8,800-9,500 港元", ("每人园艺开支", 8800, 9500, "level", "target", date(2034, 12, 31))),
        (
            AHEAD + "每人園藝開支 8,800-9,500 港元\n(1,100-1,200 美元)",
            ("每人园艺开支", 1100, 1200, "level", "target", date(2034, 12, 31)),
        ),
        ("6. 二零三三年公園收支差額：\n(億港元)\n園藝收支差額 -45.2", ("园艺收支差额", -45.2, None, "level", "result", date(2033, 12, 31))),
    ],
)
def test_the_year_of_a_title_is_that_of_its_figures(read: Read, text: str, expected: tuple[Any, ...]) -> None:
    found = figures(read, text)[-1]
    assert tuple(found[name] for name in ("metric", "value", "value_max", "measure", "status", "period_end")) == expected


def test_a_unit_of_its_own_and_a_forecast(read: Read) -> None:
    found = figures(read, AHEAD + "園藝開支 2 至 3.5\n每人園藝開支 8,800-9,500 港元")
    assert [(m["unit"], m["comparator"], m["strength"]) for m in found] == [("%", "between", "expected"), ("港元", "between", "expected")]


YEARLY = "4. 按類別劃分的公園入場每年實質\n增減率：\n"


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("成人入場 學生入場\n(%) (%)\n", ["成人入场", "学生入场"]),
        ("公園入場\n總額 學生公園\n(%) (%)\n", ["公园入场", "学生公园入场"]),
        ("公園入場\n以人次 計 以收入計\n(%) (%)\n", ["公园入场(以人次计)", "公园入场(以收入计)"]),
    ],
)
def test_a_row_for_each_year(read: Read, header: str, expected: list[str]) -> None:
    found = figures(read, f"{YEARLY}{header}　　二零三二年 -3 -9\n二零三三年 18 13")
    assert [m["metric"] for m in found] == expected * 2
    assert [(m["value"], m["measure"], m["status"], m["period_end"].year) for m in found] == [
        (-3, "growth", "result", 2032), (-9, "growth", "result", 2032), (18, "growth", "result", 2033), (13, "growth", "result", 2033),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "公園開支的增減率：\n(%)\n園藝開支 5.6",
        "二零三二年及二零三三年公園開支的增減率：\n(%)\n園藝開支 5.6",
        "二零三三年公園開支\n(%)\n園藝開支 5.6",
        PAST + "附錄\n附錄\n園藝開支 5",
        PAST + "目錄\n園藝開支 3",
        PAST + "我們會種樹。\n園藝開支 5.6",
        YEARLY + "學生入場\n成人入場\n團體入場\n(%) (%) (%)\n二零三三年 18 13 7",
        YEARLY + "成人入場 學生入場\n(%) (%)\n二零三三年 18",
        "4. 公園入場：\n成人入場 學生入場\n(%) (%)\n二零三三年 18 13",
    ],
)
def test_what_no_title_or_header_tells_is_left_out(read: Read, text: str) -> None:
    assert figures(read, text) == []
