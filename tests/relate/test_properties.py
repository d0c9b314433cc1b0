"""Properties told one after the other are each of the thing that the first is of."""

from collections.abc import Callable
from typing import Any

import pytest

Metrics = Callable[[str], list[dict[str, Any]]]

CASES: list[tuple[str, list[str]]] = [
    # of a plant that the first of them names
    ("示范车间实现用工成本降低9%,单位产品能耗降低5%,次品率降低3%。", ["示范车间用工成本", "示范车间单位产品能耗", "示范车间次品率"]),
    ("示範車間用工成本降低9%、單位產品能耗降低5%。", ["示范车间用工成本", "示范车间单位产品能耗"]),
    # of a device that was counted, up to something else
    ("研制土壤湿度探测器3台,测量误差不超过2%,响应时间不超过6秒。", ["土壤湿度探测器", "土壤湿度探测器测量误差", "土壤湿度探测器响应时间"]),
    ("研制土壤湿度探测器3台;申请专利5项,响应时间不超过6秒。", ["土壤湿度探测器", "申请专利", "响应时间"]),
    # another thing is spoken of in between; places that were counted have other figures
    ("湿度探测器测量误差2%,温度传感器采用新材料,响应时间6秒。", ["湿度探测器测量误差", "响应时间"]),
    ("建设示范车间20个,综合能耗降低5%。", ["示范车间", "综合能耗"]),
]


@pytest.mark.parametrize(("sentence", "expected"), CASES)
def test_properties_of_one_thing(in_tasks: Metrics, sentence: str, expected: list[str]) -> None:
    assert [m["metric"] for m in in_tasks(sentence)] == expected
