"""What a clause says of the things counted, and what a name takes from the clause before."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from pipeline.records import DocumentRecords

Metrics = Callable[[str], list[dict[str, Any]]]


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        # who does it, and the verb, are no part of what is counted; where it is done is
        ("东平县连续发生3起煤矿事故。", ["东平县煤矿事故"]),
        ("東平縣連續發生3起煤礦事故。", ["东平县煤矿事故"]),
        ("市教育局先后实施5个教师培训工程。", ["教师培训工程"]),
        ("集中支持6个乡村振兴帮扶县。", ["乡村振兴帮扶县"]),
        ("在市运动会上共获得48枚金牌、位列全省第3。", ["市运动会上金牌"]),
        # as often the name of a deed as a verb
        ("滨江新城规划6个片区。", ["滨江新城规划片区"]),
        # what is said of the things counted
        ("12起煤矿事故均为责任事故。", ["煤矿事故"]),
        ("18件馆藏文物均保存完好。", ["馆藏文物"]),
        ("300名海外人才已抵港。", ["抵港的海外人才"]),
        ("300名學術團隊帶頭人已抵港。", ["抵港的学术团队带头人"]),
        ("18个县被命名为生态示范县。", ["县被命名为生态示范县"]),
        ("780名寄宿学生补助了生活费。", ["补助生活费的寄宿学生"]),
        ("780名寄宿學生補助了生活費。", ["补助生活费的寄宿学生"]),
        ("1100户困难家庭住上了新房。", ["住上新房的困难家庭"]),
        # who pays and what for, what is held and not reached
        ("中央财政安排就业补助资金66亿元。", ["中央财政就业补助资金"]),
        ("中央財政擬安排就業補助資金66億元。", ["中央财政就业补助资金"]),
        ("省财政补助资金66亿元。", ["省财政补助资金"]),
        ("发行长期国债8亿元。", ["长期国债发行"]),
        ("坚决守住60万亩耕地红线。", ["耕地红线"]),
        # the head of a further level, whom a deed has reached
        ("省级事项网上可办率达到95%,市、县级达到80%。", ["省级事项网上可办率", "市、县级事项网上可办率"]),
        ("改造老旧小区120个,惠及3万户家庭。", ["老旧小区改造", "老旧小区改造惠及家庭"]),
        ("改造老舊小區120個,惠及近3萬戶家庭。", ["老旧小区改造", "老旧小区改造惠及家庭"]),
        ("机器人核心产业规模超过40亿元,带动相关产业规模超过500亿元。", ["机器人核心产业规模", "机器人核心产业带动相关产业规模"]),
        ("機器人核心產業規模超過40億元,帶動相關產業規模超過500億元。", ["机器人核心产业规模", "机器人核心产业带动相关产业规模"]),
        ("工业增加值增长6%,服务业增加值增长8%。", ["工业增加值", "服务业增加值"]),
        ("直接参与人次超过200万,覆盖人数80万人。", ["直接参与人次", "覆盖人数"]),
    ],
)
def test_names_in_a_clause(in_look_back: Metrics, sentence: str, names: list[str]) -> None:
    assert [m["metric"] for m in in_look_back(sentence)] == names


def test_copies_of_a_paper_are_no_quantity(in_tasks: Metrics) -> None:
    assert in_tasks("请将推荐函(纸质,一式4份)寄送市科技局。") == []


@pytest.mark.parametrize("sentence", ["保障十几亿人口的温饱。", "56个民族的大家庭更加和睦。"])
def test_figures_of_speech_are_no_quantity(in_tasks: Metrics, sentence: str) -> None:
    assert in_tasks(sentence) == []


STEPS = """数字产业发展规划
为推动数字产业发展,制定本规划。
一、发展目标
{}到2027年数字产业体系初步建成。
——产业规模超过150亿元。
{}到2032年数字产业体系更加健全。
——产业规模超过400亿元。
{}到2035年数字产业体系全面建成。
——产业规模超过900亿元。
"""


@pytest.mark.parametrize("steps", [("第一步,", "第二步,", "第三步,"), ("第一阶段:", "第二阶段:", "第三阶段:")])
def test_a_list_under_a_step_is_due_with_it(read: Callable[[str], DocumentRecords], steps: tuple[str, str, str]) -> None:
    ends = [m["period_end"] for m in read(STEPS.format(*steps)).metrics]
    assert ends == [date(2027, 12, 31), date(2032, 12, 31), date(2035, 12, 31)]


NOTICE = """关于组织申报数字园区的通知
各县(市、区)工业和信息化局:
根据工作安排,现就有关事项通知如下。
一、工作任务
{}
"""


@pytest.mark.parametrize(
    ("sentence", "status"),
    [
        ("各县推荐园区不超过3个。", "criterion"),
        ("园区运营单位应有30万元以上资金。", "criterion"),
        ("園區運營單位應有30萬元以上資金。", "criterion"),
        ("数字园区是指入驻企业不少于20家的园区。", "criterion"),
        ("各县每年举办对接活动不少于3场。", "target"),
        ("力争入驻企业不少于20家。", "target"),
        ("每年免费开展不少于8场培训。", "target"),
        ("到2099年入驻企业不低于20家。", "target"),
        ("全国共有300家数字园区。", "result"),
        ("建设数字园区300家。", "target"),
    ],
)
def test_what_only_bounds_is_a_standard(read: Callable[[str], DocumentRecords], sentence: str, status: str) -> None:
    assert {m["status"] for m in read(NOTICE.format(sentence)).metrics} == {status}


@pytest.mark.parametrize(
    ("heading", "owned"),
    [("(二)符合下列要求的园区予以保留", "园区企业"), ("(二)申报单位应具备以下条件", "申报单位企业")],
)
def test_under_a_heading_of_conditions(read: Callable[[str], DocumentRecords], heading: str, owned: str) -> None:
    (metric,) = read(NOTICE.format(f"{heading}\n1.有规范的名称。\n2.有50家以上的企业。")).metrics
    assert (metric["metric"], metric["status"]) == (owned, "criterion")


def test_years_in_which_something_happened(in_look_back: Metrics) -> None:
    (metric,) = in_look_back("2024年农村人均收入达到3万元。五年中,农村新建住宅30万平方米。")[1:]
    assert (metric["period_start"], metric["period_end"]) == (date(2020, 1, 1), date(2024, 12, 31))


RULES = "关于数字园区建设的管理办法\n第一条 为规范管理,制定本办法。\n{}\n"


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("主管部门应当自受理申请之日起15日内作出认定决定。", "作出认定决定时限"),
        ("主管部門應當自受理申請之日起15日內作出認定決定。", "作出认定决定时限"),
        ("处罚决定信息要在作出之日起7个工作日内公开。", "处罚决定信息公开时限"),
        ("各县要在本办法印发之日起30日内,制定出台实施细则。", "制定出台实施细则时限"),
        ("运营单位应在24小时内将事故情况报主管部门。", "事故情况报主管部门时限"),
        ("受理窗口应于12个工作日内完成初步审核。", "初步审核时限"),
        ("评审专家应当在45周岁以内。", "评审专家年龄"),
    ],
)
def test_a_time_limit_is_named_by_what_is_to_be_done(read: Callable[[str], DocumentRecords], sentence: str, name: str) -> None:
    (metric,) = read(RULES.format(sentence)).metrics
    assert (metric["metric"], metric["status"], metric["comparator"]) == (name, "criterion", "le")


def test_a_time_that_was_cut_keeps_its_name(in_look_back: Metrics) -> None:
    (metric,) = in_look_back("企业开办时间由20天压缩到4个工作日以内,实行简易注销制度。")[1:]
    assert (metric["metric"], metric["status"]) == ("企业开办时间", "result")


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("号牌规格为480毫米×140毫米。", ["号牌规格", "号牌规格"]),
        ("循环稳定性≥5000次@5%应变。", ["循环稳定性"]),
        ("出版图书3万种。", ["图书出版"]),
    ],
)
def test_what_stands_around_a_specification(read: Callable[[str], DocumentRecords], sentence: str, names: list[str]) -> None:
    assert [m["metric"] for m in read(RULES.format(sentence)).metrics][: len(names)] == names


def test_what_follows_the_steps_of_a_plan_is_due_at_the_last(in_tasks: Metrics) -> None:
    (metric,) = in_tasks("2026年启动示范,2028年全面推广经验。示范企业运营成本降低20%。")
    assert metric["period_end"] == date(2028, 12, 31)


def test_a_year_before_two_grades_is_the_whole_year(in_look_back: Metrics) -> None:
    (metric,) = in_look_back("2024年中、高等职业教育在校生达到20万人。")
    assert metric["period_end"] == date(2024, 12, 31)


@pytest.mark.parametrize("sentence", ["30件民生实事圆满完成。", "為此安排的30件民生實事圓滿完成。"])
def test_that_all_went_well_is_no_part_of_a_name(in_look_back: Metrics, sentence: str) -> None:
    assert [m["metric"] for m in in_look_back(sentence)] == ["民生实事"]


def test_how_long_it_is_from_day_to_day(in_tasks: Metrics) -> None:
    (metric,) = in_tasks("从名单公示日到意见征集截止日不少于15天。")
    assert (metric["metric"], metric["status"], metric["comparator"]) == ("名单公示日到意见征集截止日时间", "criterion", "ge")
