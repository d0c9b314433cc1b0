"""Numbers whose thing the clause, the row or the times before them name."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.relate.conftest import read_text
from tests.relate.test_talk_status import OPENING

Metrics = Callable[[str], list[dict[str, Any]]]
PLAN = (
    "江岸县人民政府办公室关于印发《江岸县养老服务三年实施方案(2024—2026年)》的通知\n江政办〔2024〕18号\n2024年5月9日\n"
    "江岸县养老服务三年实施方案(2024—2026年)\n一、重点任务\n{}\n"
)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("利用闲置校舍建设幸福院,每年不少于22所。", [("每年幸福院", 22)]),
        ("利用閒置校舍新建幸福院,每年不少于22所。", [("每年幸福院", 22)]),
        # what stands behind the number names it
        ("建设产业高地,培育22所中心。", [("中心", 22)]),
        # a subject before several times
        ("危房改造2025年、2026年分别完成520户、600户。", [("危房改造", 520), ("危房改造", 600)]),
        ("危房改造2025年、2026年分別完成520戶、600戶。", [("危房改造", 520), ("危房改造", 600)]),
        # a clause that goes on with what the clause just before speaks of
        ("优质稻扩到35万亩;稻虾共养面积争取翻一番,到5万亩。", [("优质稻", 35), ("稻虾共养面积", 5)]),
        # the single character before 了 is a verb
        ("又装了54套监测设备。", [("监测设备", 54)]),
        ("监测设备再装90套。", [("监测设备", 90)]),
    ],
)
def test_name(in_tasks: Metrics, sentence: str, expected: list[tuple[str, float]]) -> None:
    assert [(m["metric"], m["value"]) for m in in_tasks(sentence)] == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        # a bound belongs to its own number, behind 分别 too
        ("一般公共预算收支分别突破500亿元、800亿元。", [("一般公共预算收入", "ge"), ("一般公共预算支出", "eq")]),
        ("一般公共預算收支分別突破500億元、800億元。", [("一般公共预算收入", "ge"), ("一般公共预算支出", "eq")]),
        ("粮食、蔬菜产量分别达到30万吨、20万吨以上。", [("粮食产量", "eq"), ("蔬菜产量", "ge")]),
        ("粮食产量超过30万吨、蔬菜产量20万吨。", [("粮食产量", "ge"), ("蔬菜产量", "eq")]),
    ],
)
def test_bound_of_one_of_several(in_tasks: Metrics, sentence: str, expected: list[tuple[str, str]]) -> None:
    assert [(m["metric"], m["comparator"]) for m in in_tasks(sentence)] == expected


def test_verb_before_le_in_a_talk() -> None:
    answer = "边坡监测设备今年装了44套,明年计划再装90套。\n"
    metrics = read_text(OPENING + answer).metrics
    assert [(m["metric"], m["status"], m["measure"]) for m in metrics] == [
        ("边坡监测设备", "result", "level"),
        ("边坡监测设备", "target", "change"),
    ]


def test_thin_name_of_a_cell_takes_what_its_row_is_about() -> None:
    rows = (
        "序号\t项目\t目标\t完成时限\t牵头单位\n1\t县福利院二期\t竣工投用,面积2400平方米\t2026年6月底\t县民政局\n"
        "2\t老年助餐点\t新建36个,日均服务1800人次以上\t2026年底\t县商务局\n3\t失能老人护理补贴\t每人每月70元\t2024年7月起\t县民政局"
    )
    assert [m["metric"] for m in read_text(PLAN.format(rows)).metrics] == [
        "县福利院二期面积", "老年助餐点", "老年助餐点日均服务", "失能老人护理补贴每人每月",
    ]


@pytest.mark.parametrize(
    ("task", "ends"),
    [
        # the day of one item of a sentence is not that of the next
        ("实施福利院二期工程,2026年6月底前竣工投用;改扩建敬老院8所。", ["2026-12-31"]),
        # one that opens the sentence is for all of it
        ("2025年6月底前,完成福利院二期工程;改扩建敬老院8所。", ["2025-06-30"]),
        ("2025年6月底前新建福利院2所;改扩建敬老院8所。", ["2025-06-30", "2025-06-30"]),
    ],
)
def test_day_of_another_item(task: str, ends: list[str]) -> None:
    assert [str(m["period_end"]) for m in read_text(PLAN.format(task)).metrics] == ends


TASK_TABLE = (
    "(各项任务责任单位中列首位的为牵头单位,下同)\n序号\t项目\t目标\t完成时限\t牵头单位\t责任单位\n"
    "1\t县福利院二期\t竣工投用,面积2400平方米\t2026年6月底\t县民政局\t县发展改革委、县自然资源局\n"
    "2\t智慧养老平台\t上线运行\t2024年9月底\t县大数据中心\t县民政局、县卫生健康委"
)


def test_row_of_a_task_table_dates_its_end_states() -> None:
    ends = [(t["evidence"], str(t["deadline"])) for t in read_text(PLAN.format(TASK_TABLE)).targets if t["kind"] != "quantitative"]
    assert ends == [("竣工投用", "2026-06-30"), ("上线运行", "2024-09-30")]


def test_row_with_a_lead_has_no_second_one() -> None:
    bodies = [(b["name"], b["role"], b["task"][:1]) for b in read_text(PLAN.format(TASK_TABLE)).responsible_bodies]
    assert bodies == [
        ("县民政局", "lead", "1"), ("县发展改革委", "responsible", "1"), ("县自然资源局", "responsible", "1"),
        ("县大数据中心", "lead", "2"), ("县民政局", "responsible", "2"), ("县卫生健康委", "responsible", "2"),
    ]
