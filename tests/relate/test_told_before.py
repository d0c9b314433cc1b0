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


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        # what a part lacks is told of the set before it
        ("23家采石场中,有9家未办手续,7家越界开采。", [("采石场", 23), ("采石场未办手续", 9), ("采石场越界开采", 7)]),
        ("23家採石場中,有9家未辦手續,7家越界開採。", [("采石场", 23), ("采石场未办手续", 9), ("采石场越界开采", 7)]),
        ("建成示范村9个,3个龙头企业入驻。", [("示范村", 9), ("龙头企业入驻", 3)]),
        # adverbs say nothing of what is measured
        ("2024年处置废渣5000吨,只完成1870吨。", [("废渣处置", 5000), ("废渣处置", 1870)]),
        ("2024年处置废渣5000吨,仅处置1870吨。", [("废渣处置", 5000), ("废渣处置", 1870)]),
        ("破碎工序封闭率必须达到100%。", [("破碎工序封闭率", 100)]),
        ("渠道衬砌率刚过四成。", [("渠道衬砌率", 4)]),
        # grades behind what they grade, and a grade of those of a grade or above
        ("培育合作示范社国家级3家、省级20家。", [("国家级合作示范社", 3), ("省级合作示范社", 20)]),
        ("新增省级以上龙头企业5家,其中国家级1家。", [("省级以上龙头企业", 5), ("国家级龙头企业", 1)]),
        ("建成全国文明城市6个。", [("全国文明城市", 6)]),
        ("新增设施蔬菜面积5000亩,亩均增产20公斤以上。", [("设施蔬菜面积", 5000), ("亩均增产", 20)]),
        # those above the size from which they are counted
        ("新增科技企业60家,其中规模以上12家。", [("科技企业", 60), ("规模以上科技企业", 12)]),
    ],
)
def test_part_or_adverb(in_tasks: Metrics, sentence: str, expected: list[tuple[str, float]]) -> None:
    assert [(m["metric"], m["value"]) for m in in_tasks(sentence)] == expected


@pytest.mark.parametrize(
    ("sentence", "measures"),
    [
        ("新增灌溉面积80万亩,其中喷灌、微灌分别为21万亩、42万亩。", ["change", "change", "change"]),
        ("灌溉面积80万亩,其中喷灌、微灌分别为21万亩、42万亩。", ["level", "level", "level"]),
        ("新增灌溉面积1亿亩,其中喷灌、微灌分别为2100万亩、4200万亩。", ["change", "change", "change"]),
        ("补建污水管网46公里。", ["change"]),
    ],
)
def test_parts_of_what_is_new_are_as_new(in_tasks: Metrics, sentence: str, measures: list[str]) -> None:
    assert [m["measure"] for m in in_tasks(sentence)] == measures


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("灌溉水利用系数由2010年的0.502提高到2015年的0.536。", [(0.502, "2010-12-31"), (0.536, "2015-12-31")]),
        ("灌溉水利用系数由0.502提高到0.536。", [(0.502, "2024-12-31"), (0.536, "2025-12-31")]),
    ],
)
def test_numbers_without_a_unit_behind_their_years(in_tasks: Metrics, sentence: str, expected: list[tuple[float, str]]) -> None:
    assert [(m["value"], str(m["period_end"])) for m in in_tasks(sentence)] == expected


RECTIFIED = (
    "东江市环境保护督察整改任务清单\n2019年5月6日\n现将任务公布如下。\n任务一\n问题描述:东山矿区废渣仍有12万吨露天堆存。\n"
    "整改目标:安全处置废渣3000吨以上。\n整改时限:2021年12月31日\n任务二\n存在问题:西河县城污水厂雨季进水量超过4.2万吨。\n"
    "整改措施:\n1.新增处理能力2万吨;\n2.9月底前改造管网46公里。\n整改时限:2020年6月30日\n责任单位:西河县政府\n"
)


def test_labels_of_lines_tell_what_is_and_what_is_to_be_done() -> None:
    found = read_text(RECTIFIED).metrics
    assert [(m["value"], m["status"], m["period_end"] and str(m["period_end"])) for m in found] == [
        (12, "result", None),
        (3000, "target", "2021-12-31"),
        (4.2, "result", None),
        (2, "target", "2020-06-30"),
        (46, "target", "2019-09-30"),
    ]


def test_without_labels_a_list_of_tasks_only_plans() -> None:
    found = read_text(RECTIFIED.replace("问题描述:", "").replace("存在问题:", "")).metrics
    assert {m["status"] for m in found if m["value"] != 12} == {"target"}


def test_a_year_told_of_a_problem_dates_neither_the_deadline_nor_the_sum_of_its_task() -> None:
    text = RECTIFIED.replace("露天堆存。", "露天堆存,2018年只处置1870吨。").replace("整改目标:安全", "整改目标:8月底前日处理能力达到40吨;投入专项资金2.3亿元;安全")
    found = {m["value"]: str(m["period_end"]) for m in read_text(text).metrics}
    assert (found[1870], found[40], found[2.3], found[3000]) == ("2018-12-31", "2019-08-31", "2021-12-31", "2021-12-31")
