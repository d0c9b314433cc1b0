"""Words of documents neither calculate in a spreadsheet nor steer a terminal."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from pipeline.harmless import cell, uncell, visible


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("增长6%左右", "增长6%左右"),
        ("甲\x1b[31m乙", "甲\\x1b[31m乙"),
        ("收入\u202e%6长增", "收入\\u202e%6长增"),
        ("零\u200b宽\ufeff", "零\\u200b宽\\ufeff"),
        ("一\n二\t三", "一 二 三"),
        ("\x00\x9b\ud800\U000e0041", "\\x00\\x9b\\ud800\\U000e0041"),
    ],
)
def test_visible(text: str, wanted: str) -> None:
    assert visible(text) == wanted
    assert visible(visible(text)) == wanted


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1+cmd|' /C calc'!A0", "@SUM(A1)", "\t=1", " =1", "＝1+1", "－1", "\r=1"])
def test_formulas_are_text(text: str) -> None:
    guarded = cell(text)
    assert guarded.startswith("'")
    assert guarded[1:] == visible(text)


@pytest.mark.parametrize("text", ["=1+1", "-1+cmd", " @x", "－1"])
def test_a_guard_is_taken_off_again(text: str) -> None:
    assert uncell(cell(text)) == text


@pytest.mark.parametrize(("value", "wanted"), [(-3.2, "-3.2"), (None, ""), ("增长", "增长"), ("'quoted'", "'quoted'"), (7, "7")])
def test_other_values_stay(value: Any, wanted: str) -> None:
    assert cell(value) == wanted
    assert uncell(wanted) == wanted


def test_a_cell_stays_one_cell() -> None:
    text = 'a"b,c\nd\te'
    file = io.StringIO()
    csv.writer(file).writerow([cell(text), "next"])
    assert next(csv.reader(io.StringIO(file.getvalue()))) == ['a"b,c d e', "next"]
