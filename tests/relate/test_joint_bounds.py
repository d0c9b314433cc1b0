"""Several bounds that one clause sets to the same things are criteria for these."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Metrics = Callable[[str], list[dict[str, Any]]]

CASES = [
    (
        ("对入驻率达到80%以上、入驻商户不少于30家的茶市,给予补贴。",),
        [("茶市入驻率", 80, "level"), ("茶市入驻商户", 30, "level")],
    ),
    (
        ("对年度研发费用500万元以上且增长10%以上的茶企给予奖励。", "对年度研发费用500万元以上且增长10%以上的茶企,优先供地。"),
        [("茶企年度研发费用", 500, "level"), ("茶企年度研发费用", 10, "growth")],
    ),
    (
        ("对年产值首次达到5亿元且同比增长15%以上的茶厂,优先供地。",),
        [("茶厂年产值", 5, "level"), ("茶厂年产值", 15, "growth")],
    ),
    (
        ("对营业收入超过2000万元、增速超过20%的茶商,优先供地。",),
        [("茶商营业收入", 2000, "level"), ("茶商营业收入", 20, "growth")],
    ),
]


@pytest.mark.parametrize(("sentences", "expected"), CASES, ids=[c[0][0] for c in CASES])
def test_bounds_of_the_same_things(in_tasks: Metrics, sentences: tuple[str, ...], expected: list[tuple[str, float, str]]) -> None:
    for sentence in sentences:
        found = in_tasks(sentence)
        assert [(m["metric"], m["value"], m["measure"]) for m in found] == expected
        assert {m["status"] for m in found} == {"criterion"}


def test_what_is_counted_by_such_bounds_stays_a_target(in_tasks: Metrics) -> None:
    found = in_tasks("培育产值超10亿元、税收超5000万元的茶企8家。")
    assert [(m["metric"], m["status"]) for m in found[:2]] == [("茶企产值", "criterion"), ("茶企税收", "criterion")]
    assert (found[2]["value"], found[2]["status"]) == (8, "target")


@pytest.mark.parametrize("sentence", ["建成茶马古道100公里以上、茶亭50座以上。", "茶叶产量达到9万吨以上、茶油产量达到3万吨以上。"])
def test_bounds_of_different_things_are_targets(in_tasks: Metrics, sentence: str) -> None:
    assert [m["status"] for m in in_tasks(sentence)] == ["target", "target"]
