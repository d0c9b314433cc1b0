"""Tables of money whose unit stands once over them."""

from collections.abc import Callable
from datetime import date

import pytest

from pipeline.records import DocumentRecords

Read = Callable[[str], DocumentRecords]
HEAD = "縣政府湖濱建設特別預算案報告\n中華民國 113 年 11 月 1 日\n本次預算案，歲出共編列 8 億元，期程為 114 年。\n"
TABLE = "附表、湖濱建設特別預算收支簡表\n單位：新臺幣億元\n"


def told(read: Read, text: str) -> list[tuple[str, float, str, str, date | None]]:
    return [(m["metric"], m["value"], m["unit"], m["status"], m["period_end"]) for m in read(HEAD + text).metrics if "quantity.column" in m["rule"]]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("項目：一、歲入；預算數：0\n項目：（二）河堤加高；預算數：1,057\n", [("岁入预算数", 0), ("河堤加高预算数", 1057)]),
        ("项目：一、岁入；预算数：0\n项目：（二）河堤加高；预算数：1,057\n", [("岁入预算数", 0), ("河堤加高预算数", 1057)]),
        ("科目：歲出合計；預算數：8.5；比較：-2\n", [("岁出合计预算数", 8.5)]),
        # what the figures are stands nowhere
        ("項目：河堤加高；第一區：57\n", []),
        ("項目：河堤加高；預算數：57 處\n", []),
    ],
)
def test_a_figure_takes_its_unit_from_above_and_its_year_from_the_term(read: Read, rows: str, expected: list[tuple[str, float]]) -> None:
    assert told(read, TABLE + rows) == [(name, value, "亿元", "target", date(2025, 12, 31)) for name, value in expected]


def test_what_was_spent_is_a_result_of_no_known_year(read: Read) -> None:
    assert told(read, TABLE + "項目：河堤加高；決算數：57；預算數：60\n") == [
        ("河堤加高决算数", 57, "亿元", "result", None), ("河堤加高预算数", 60, "亿元", "target", date(2025, 12, 31)),
    ]


def test_without_a_unit_of_money_no_figure_is_read(read: Read) -> None:
    assert told(read, "附表\n單位：處\n項目：河堤加高；預算數：57\n") == []


def test_the_table_ends_where_rows_end(read: Read) -> None:
    assert told(read, TABLE + "說明如下。\n另有說明。\n第三點。\n項目：河堤加高；預算數：57\n") == []
