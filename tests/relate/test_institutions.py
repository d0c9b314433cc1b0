"""Figures of a park, a work, an event or a drive that the clause before names."""

from collections.abc import Callable
from typing import Any

import pytest
import zhconv

from pipeline.records import DocumentRecords
from tests.relate.conftest import FILLER, HEAD, LOOK_BACK, TASKS

Metrics = Callable[[str], list[dict[str, Any]]]
CASES = [
    ("加快东湖智能制造产业园建设,完善配套设施,年内入驻企业达到50家以上。", ["东湖智能制造产业园入驻企业"]),
    ("东湖产业园入驻企业达到80家,实现产值120亿元。", ["东湖产业园入驻企业", "东湖产业园产值"]),
    ("做大做强东湖智能制造产业园,在园企业达到80家。", ["东湖智能制造产业园在园企业"]),
    ("高标准建设东湖科创中心,总建筑面积36万平方米,总投资28亿元。", ["东湖科创中心总建筑面积", "东湖科创中心总投资"]),
    ("东湖大桥年底前建成通车,完成投资3亿元。", ["东湖大桥投资"]),
    ("举办东湖马拉松赛,参赛选手2.1万人,带动消费3.4亿元。", ["东湖马拉松赛参赛选手", "东湖马拉松赛带动消费"]),
    ("新建的东湖幼儿园年内投用,新增学位360个。", ["东湖幼儿园学位"]),
    ("实施消费品以旧换新政策,拉动消费85.6亿元。", ["消费品以旧换新政策拉动消费"]),
    ("东湖新区建成区面积扩大到36平方公里,常住人口达到28万人。", ["东湖新区建成区面积", "东湖新区常住人口"]),
    # a short name of no known indicator
    ("举办东湖丰收节,参会人数360人。", ["东湖丰收节参会人数"]),
    # a drive brings things that have names of their own
    ("开展暖冬专项行动,智能企业80家。", ["智能企业"]),
    # no institution is named, or it is any
    ("强化园区建设,入驻企业50家。", ["入驻企业"]),
    ("深化与东湖新区合作,常住人口28万人。", ["常住人口"]),
    # another thing has been counted since, or it is another item
    ("建成东湖小学,改造道路8公里,客流量3万人。", ["道路改造", "客流量"]),
    ("建成东湖产业园;入驻企业50家。", ["入驻企业"]),
    # an indicator that means something alone
    ("建成东湖产业园,工业投资3亿元。", ["工业投资"]),
]


@pytest.mark.parametrize(("sentence", "names"), CASES, ids=[c[0] for c in CASES])
def test_whose_figure_it_is(in_tasks: Metrics, sentence: str, names: list[str]) -> None:
    assert [m["metric"] for m in in_tasks(sentence)] == names


@pytest.mark.parametrize(("sentence", "names"), CASES, ids=[c[0] for c in CASES])
def test_and_in_traditional_characters(read: Callable[[str], DocumentRecords], sentence: str, names: list[str]) -> None:
    text = zhconv.convert(f"{HEAD}{LOOK_BACK}{FILLER}\n{TASKS}{FILLER}\n{sentence}\n", "zh-hant")
    assert [m["metric"] for m in read(text).metrics] == names
