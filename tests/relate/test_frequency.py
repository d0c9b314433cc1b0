"""How often a count or a sum is reached stays in its name."""

from collections.abc import Callable
from typing import Any

import pytest

Metrics = Callable[[str], list[dict[str, Any]]]

CASES: list[tuple[str, list[tuple[str, float]]]] = [
    # a count, a sum, a bound, and what a list or a next clause with a verb goes on with
    ("每年培育标杆工坊20家,建设示范园圃50个。", [("每年标杆工坊", 20), ("每年示范园圃", 50)]),
    ("每年培育標桿工坊20家,建設示範園圃50個。", [("每年标杆工坊", 20), ("每年示范园圃", 50)]),
    ("每年引进园艺师不少于300人、花农不少于800人。", [("每年园艺师", 300), ("每年花农", 800)]),
    ("农户补助标准提高到每人每月80元。", [("农户补助标准每人每月", 80)]),
    # a day of its own, or another sentence, ends it
    ("每年培育标杆工坊20家,2025年建成花市3个。", [("每年标杆工坊", 20), ("花市", 3)]),
    ("每年培育标杆工坊20家。建成花市3个。", [("每年标杆工坊", 20), ("花市", 3)]),
    # rates are of their year anyway
    ("花卉产值每年增长9%。", [("花卉产值", 9)]),
]


@pytest.mark.parametrize(("sentence", "expected"), CASES)
def test_how_often(in_tasks: Metrics, sentence: str, expected: list[tuple[str, float]]) -> None:
    assert [(m["metric"], m["value"]) for m in in_tasks(sentence)] == expected


def test_scope_behind_how_often(in_tasks: Metrics) -> None:
    assert [m["scope"] for m in in_tasks("每年改造城区花坛60处。")] == ["城区"]
