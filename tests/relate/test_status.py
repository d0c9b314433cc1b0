"""Target, result or criterion; strength and its cue; the period a value is for."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from pipeline.records import DocumentRecords
from pipeline.relate.status import heading_mode
from tests.relate.conftest import HEAD, LOOK_BACK, TASKS

Metrics = Callable[[str], list[dict[str, Any]]]
END_2024, END_2025 = date(2024, 12, 31), date(2025, 12, 31)


@pytest.mark.parametrize(
    ("sentence", "strength", "cue"),
    [
        ("新建幼儿园6所。", "plain", None),
        ("确保粮食播种面积达到500万亩。", "binding", "确保"),
        ("力争引进项目30个。", "aspirational", "力争"),
        ("力争引进项目30个、签约金额20亿元。", "aspirational", "力争"),
        ("预计完成投资80亿元。", "expected", "预计"),
        ("人均预期寿命提高到80岁。", "plain", None),
        ("今年拟安排债券3亿元,比上年增加1亿元。", "expected", "拟"),
        ("今年发展的主要预期目标是:全市粮食产量增长3%左右。", "expected", None),
    ],
)
def test_targets_with_their_strength(in_tasks: Metrics, sentence: str, strength: str, cue: str | None) -> None:
    for metric in in_tasks(sentence):
        assert (metric["status"], metric["strength"], metric["commitment_text"]) == ("target", strength, cue)
        assert metric["period_end"] == END_2025


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        # a cue that opens its sentence with the day speaks for all of it
        ("力争到2027年,花卉产业链初步建成,花卉产值达到90亿元;花农超过3万人。", ["aspirational", "aspirational"]),
        ("力爭到2027年,花卉產業鏈初步建成,花卉產值達到90億元。", ["aspirational"]),
        # behind a subject of its own a cue speaks for that
        ("花卉产值力争达到90亿元,花农超过3万人。", ["aspirational", "plain"]),
        ("花卉產值力爭達到90億元,花農超過3萬人。", ["aspirational", "plain"]),
        ("秸秆利用率不得低于9%,农膜回收量达到80吨。", ["binding", "plain"]),
        # but for what goes on with that subject
        ("花卉产值力争达到90亿元,增长9%。", ["aspirational", "aspirational"]),
        ("今年花卉产值预计达到90亿元,花农达到3万人。", ["expected", "expected"]),
        # a cue that opens a list speaks for all its items, one further on up to the next
        ("确保花卉产值增长6%;花农收入增长8%;花市改造5个。", ["binding", "binding", "binding"]),
        ("确保花卉产值超过75亿元,力争实现90亿元;花农收入超过3亿元。", ["binding", "aspirational", "binding"]),
        # what is asked for, and what is striven for
        ("争取上级资金15亿元。", ["plain"]),
        ("争取引进资金15亿元。", ["aspirational"]),
        ("今年计划改造小区30个。", ["expected"]),
        ("今年計劃改造小區30個。", ["expected"]),
        ("完成今年计划任务30个。", ["plain"]),
        # up to another day
        ("力争到2027年,花市全部改造,花卉产值达到90亿元;到2030年,花卉体系完善,花卉产值达到120亿元。", ["aspirational", "plain"]),
        # and without a day for its own clause
        ("力争办好花展,完善花市体系,花卉产值达到90亿元。", ["plain"]),
    ],
)
def test_cue_that_opens_with_its_day(in_tasks: Metrics, sentence: str, expected: list[str]) -> None:
    assert [m["strength"] for m in in_tasks(sentence)] == expected


def test_standards_of_a_list_of_conditions_tell_whose_they_are(read: Callable[[str], DocumentRecords]) -> None:
    text = (
        "某县水产社团管理办法\n第一条为规范水产社团的管理,制定本办法。\n第二条申报示范社团应具备下列条件:\n"
        "1.有30个以上的会员。\n2.专职人员不少于3名。\n3.会长以上职员(不含名誉职务)应熟悉业务,年龄不超过65周岁。\n"
        "4.跨县社团应有8万元以上资金,乡级社团应有2万元以上资金。\n"
    )
    metrics = ["示范社团会员", "示范社团专职人员", "会长以上职员年龄", "跨县社团资金", "乡级社团资金"]
    assert [m["metric"] for m in read(text).metrics] == metrics


def test_a_heading_that_lists_what_is_kept_owns_its_items(read: Callable[[str], DocumentRecords]) -> None:
    text = "某县关于清理水产社团的通知\n各乡镇人民政府:\n(一)符合下列要求的社团予以保留。\n1.有规范的名称。\n2.有30个以上的会员。\n二、工作目标\n1.新增会员20名。\n"
    assert [m["metric"] for m in read(text).metrics] == ["社团会员", "会员"]


def test_harm_is_told_of_what_brought_it(in_look_back: Metrics) -> None:
    told = {
        "6月3日,南湖矿业公司西坡煤矿发生透水事故,造成7名矿工遇难。": ["南湖矿业公司西坡煤矿透水事故遇难矿工"],
        "全年台風災害共造成12人受傷,直接經濟損失約5億元。": ["台风灾害受伤人数", "台风灾害直接经济损失"],
        "直接经济损失约5亿元。": ["直接经济损失"],
    }
    assert {sentence: [m["metric"] for m in in_look_back(sentence)] for sentence in told} == told


def test_a_rate_that_the_year_is_planned_with_is_aimed_at(in_tasks: Metrics) -> None:
    assert [m["status"] for m in in_tasks("今年赤字率按3%安排。")] == ["target"]


def test_expected_goals_in_paragraphs_of_their_own(in_tasks: Metrics) -> None:
    goals = "今年发展的主要预期目标是:\n全市粮食产量增长3%左右;\n城镇新增就业2万人。\n新建幼儿园6所。"
    assert [m["strength"] for m in in_tasks(goals)] == ["expected", "expected", "plain"]


def test_a_plan_told_in_chinese_numerals_is_expected_to_its_end(in_tasks: Metrics) -> None:
    sentence = "计划将招生人数由三千二百人,增加到四千五百人。"
    assert [m["strength"] for m in in_tasks(sentence)] == [None, "expected"]


def test_years_up_to_now_are_past_in_every_part_of_a_report(in_tasks: Metrics) -> None:
    (metric,) = in_tasks("两年来共建设农村公路80公里。")
    assert (metric["status"], metric["period_start"], metric["period_end"]) == ("result", date(2023, 1, 1), END_2024)


def test_a_list_opened_as_done_is_reported(in_tasks: Metrics) -> None:
    done, goal = in_tasks("已建成的主要有:农村公路80公里。\n提出了主要指标:粮食增产8万吨。")
    assert (done["status"], goal["status"]) == ("result", "target")


@pytest.mark.parametrize(
    ("title", "sentence", "status"),
    [
        ("某县人民政府关于水库险情有关问题的复函", "水库坝顶长度85米。", "result"),
        ("某县人民政府关于安全事故处理情况的通报", "事故造成3人受伤。", "result"),
        ("某县人民政府关于合建观测站有关问题的复函", "同意合建3个观测站。", "target"),
        ("某县粮食应急预案", "单次动用储备粮不超过5万吨。", "criterion"),
        ("某县人民政府关于修建水库的通知", "水库坝顶长度85米。", "target"),
        ("某县人民政府关于同意码头用地的批复", "码头总用地面积为6公顷。", "result"),
        ("某縣人民政府關於同意碼頭用地的批復", "岸線全長320米。", "result"),
        ("某县人民政府关于同意码头用地的批复", "建设码头3座。", "target"),
        ("某县人民政府关于渔船标牌有关事项的通知", "标牌规格为300毫米。", "criterion"),
        ("某县人民政府关于渔船检修的通知", "小修是指不进船坞的检修,工期不超过6天。", "criterion"),
        ("某縣人民政府關於漁船檢修的通知", "檢修費由縣、鄉兩級按照3:1比例負擔。", "criterion"),
        ("某县人民政府关于渔船检修的通知", "按合同金额的30%预付检修费。", "criterion"),
        ("某县人民政府关于渔船检修的通知", "可返还其上年度实际缴纳检修费的50%。", "criterion"),
        ("某县人民政府关于渔船检修的通知", "在检修率达到80%的基础上逐步扩大。", "result"),
        ("某县人民政府工作规则", "涉及两个以上部门的事项由县政府决定。", "criterion"),
    ],
)
def test_letters_tell_and_notices_order(
    read: Callable[[str], DocumentRecords], title: str, sentence: str, status: str
) -> None:
    found = read(f"{title}\n各乡镇人民政府:\n{sentence}\n2024年3月5日\n").metrics
    assert {m["status"] for m in found} == {status}


def test_an_article_that_names_gains_is_no_look_back(read: Callable[[str], DocumentRecords]) -> None:
    text = (
        "某县住房补贴管理办法\n第一条为规范住房补贴的发放与使用,结合本县实际,制定本办法。\n"
        "第二条职工异地任教自行租房的,每月补助按下列标准申报:\n(一)县城,标准为每月300元;\n"
    )
    assert [m["status"] for m in read(text).metrics] == ["criterion"]


def test_a_cell_of_a_table_takes_no_year_from_its_neighbours(in_tasks: Metrics) -> None:
    row = "县区:甲县;2023年招生人数:90人;扩大招生:45人;2026年招生人数:135人"
    assert [(m["status"], m["period_end"]) for m in in_tasks(row)] == [
        ("result", date(2023, 12, 31)),
        ("target", END_2025),
        ("target", date(2026, 12, 31)),
    ]


def test_years_that_run_back_are_past_among_tasks_too(in_tasks: Metrics) -> None:
    assert [m["status"] for m in in_tasks("过去两年,全市接获投诉300宗。")] == ["result"]
    assert [m["status"] for m in in_tasks("未来两年,全市新建公园30座。")] == ["target"]


def test_each_of_several_times_has_its_own_value(in_tasks: Metrics) -> None:
    found = in_tasks("2026年、2027年软件业收入分别突破40亿元、50亿元。")
    assert [(m["value"], m["period_end"]) for m in found] == [(40, date(2026, 12, 31)), (50, date(2027, 12, 31))]


def test_two_times_before_one_value_are_not_shared_out(in_tasks: Metrics) -> None:
    found = in_tasks("2026年、2027年软件业收入均突破40亿元。")
    assert [(m["value"], m["period_end"]) for m in found] == [(40, date(2027, 12, 31))]


def test_a_row_of_a_table_of_indicators_is_named_by_its_indicator(in_tasks: Metrics) -> None:
    row = "序号:3;指标:蔬菜总产量(万吨);单位:万吨;2023年:120万吨;2026年目标值:≥125万吨;属性:约束性"
    assert [(m["metric"], m["value"], m["status"], m["period_end"]) for m in in_tasks(row)] == [
        ("蔬菜总产量", 120, "result", date(2023, 12, 31)),
        ("蔬菜总产量", 125, "target", date(2026, 12, 31)),
    ]


def test_a_row_between_tabs_takes_the_date_of_its_own_column(in_tasks: Metrics) -> None:
    rows = "2\t供水保障\t新建水厂3座、改造管网45公里\t市水利局\t2026年8月底\n3\t校园建设\t新增学位900个\t市教育局\t2025年11月"
    assert [(m["metric"], m["value"], m["period_end"]) for m in in_tasks(rows)] == [
        ("水厂", 3, date(2026, 8, 31)),
        ("管网改造", 45, date(2026, 8, 31)),
        ("学位", 900, date(2025, 11, 30)),
    ]


def test_a_cue_does_not_reach_beyond_its_list(in_tasks: Metrics) -> None:
    first, second = in_tasks("力争引进项目30个,加快完善城市功能,新建幼儿园6所。")
    assert (first["strength"], second["strength"]) == ("aspirational", "plain")


@pytest.mark.parametrize(
    ("sentence", "end"),
    [
        ("地区生产总值增长6.1%。", END_2024),
        ("2023年建成幼儿园6所。", date(2023, 12, 31)),
        ("全年新增城镇就业3万人。", END_2024),
        ("预计全年完成投资80亿元。", END_2024),
        ("6月底建成幼儿园6所。", date(2024, 6, 30)),
    ],
)
def test_a_look_back_reports_results(in_look_back: Metrics, sentence: str, end: date) -> None:
    (metric,) = in_look_back(sentence)
    assert (metric["status"], metric["strength"], metric["period_end"]) == ("result", None, end)


@pytest.mark.parametrize(
    ("sentence", "end"),
    [
        ("6月底前建成幼儿园6所。", date(2025, 6, 30)),
        ("上半年开工项目60个。", date(2025, 6, 30)),
        ("到2027年高新技术企业达到500家。", date(2027, 12, 31)),
        ("“十五五”期间新建学校20所。", date(2030, 12, 31)),
        ("到2027年高新技术企业达到500家,科技型中小企业达到900家。", date(2027, 12, 31)),
        ("连同2027年的新建项目,高新技术企业达到500家。", date(2027, 12, 31)),
    ],
)
def test_targets_take_the_nearest_date(in_tasks: Metrics, sentence: str, end: date) -> None:
    assert {m["period_end"] for m in in_tasks(sentence)} == {end}


def test_a_past_year_among_the_tasks_is_a_result(in_tasks: Metrics) -> None:
    past, planned = in_tasks("在2024年建成充电桩3000个的基础上,今年建成充电桩5000个。")
    assert (past["status"], past["period_end"]) == ("result", END_2024)
    assert (planned["status"], planned["period_end"]) == ("target", END_2025)


def test_baseline_is_a_result_of_the_year_before(in_tasks: Metrics) -> None:
    start, goal = in_tasks("森林覆盖率由48.2%提高到48.6%。")
    assert (start["status"], start["period_end"]) == ("result", END_2024)
    assert (goal["status"], goal["baseline_value"], goal["baseline_period_end"]) == ("target", 48.2, END_2024)


BOTH_WAYS = """宜春市2026年政府工作报告
一、2025年工作回顾
全市上下齐心协力,各项工作取得新的进展,群众生活持续改善。
二、“十四五”时期发展成就和“十五五”时期主要目标任务
“十四五”时期是不平凡的五年,全市发展迈上新台阶。
我们扎实推进绿化,森林覆盖率达到52%。
“十五五”时期是承前启后的五年,我们要奋发有为。
绿色发展走在前列,森林覆盖率达到55%。
{heading}
"""


@pytest.mark.parametrize("heading", ["三、2026年重点工作", "三、2026年重點工作"])
def test_a_heading_that_looks_both_ways_turns_where_the_text_does(
    read: Callable[[str], DocumentRecords], heading: str
) -> None:
    past, planned = read(BOTH_WAYS.format(heading=heading)).metrics
    assert (past["value"], past["status"], past["period_end"]) == (52.0, "result", END_2025)
    assert (planned["value"], planned["status"], planned["period_end"]) == (55.0, "target", date(2030, 12, 31))


@pytest.mark.parametrize(
    ("sentence", "since"),
    [
        ("粮食产量比2019年增长12%。", date(2019, 12, 31)),
        ("糧食產量比2019年增長12%。", date(2019, 12, 31)),
        ("粮食产量较上年增加3万吨。", date(2023, 12, 31)),
        ("粮食产量达到90万吨。", None),
        ("粮食产量增长2%。", None),
    ],
)
def test_a_rise_says_since_when(in_look_back: Metrics, sentence: str, since: date | None) -> None:
    (rise,) = in_look_back(sentence)
    assert (rise["status"], rise["period_end"], rise["baseline_value"]) == ("result", END_2024, None)
    assert rise["baseline_period_end"] == since


@pytest.mark.parametrize(
    "sentence",
    [
        "对通过认定的企业给予一次性奖励20万元。",
        "单个项目最高补助300万元。",
        "对符合条件的家庭按每人每月200元给予补贴。",
    ],
)
def test_rules_of_support_are_criteria(in_tasks: Metrics, sentence: str) -> None:
    assert {m["status"] for m in in_tasks(sentence)} == {"criterion"}


def test_a_raised_standard_is_a_target(in_tasks: Metrics) -> None:
    assert [m["status"] for m in in_tasks("基本公共卫生服务补助标准提高到99元。")] == ["target"]


def test_a_threshold_is_a_criterion(in_tasks: Metrics) -> None:
    assert [m["status"] for m in in_tasks("实施亿元以上项目30个。")] == ["criterion", "target"]


TALK = "如皋市召开新闻发布会\n2025年5月20日上午,如皋市政府新闻办举行新闻发布会,介绍民生实事进展情况。\n{}\n"


@pytest.mark.parametrize(
    ("sentence", "status"),
    [
        ("目前,已有12家企业完成改造。", "result"),
        ("截至4月底,已新建学校3所,完成投资2亿元。", "result"),
        ("下一步,我们将新建学校5所。", "target"),
        ("今年计划新建学校5所。", "target"),
        ("我们会继续推动创新。科技园目前有超过220家企业。", "result"),
        ("我們會繼續推動創新。青年成員的比例上升至現時14%。", "result"),
        ("我们会加快造地:目前进行改划的210幅土地中,已有工程展开。", "result"),
        ("我们会改善就业。过去两年,劳动人口流失约14万人。", "result"),
        ("我们会改善就业。人才竞争力连续两年上升12位。", "result"),
        ("我们会放宽豁免,发展商如在地面兴建不超过两层停车场,可获豁免。", "criterion"),
        ("我們建議開徵泊位使用稅,稅率為3%。", "criterion"),
        ("我们会调整税项,首次登记税宽免额会调整至17万元。", "target"),
        ("我们会推进松如沟等14个电网工程,改善供电。", "target"),
        ("政府早前宣布推出30亿元的「前沿研究支援计划」。", "result"),
        ("去年以来累计发放补助资金3000万元。", "result"),
    ],
)
def test_a_talk_is_read_by_its_own_cues(read: Callable[[str], DocumentRecords], sentence: str, status: str) -> None:
    found = read(TALK.format(sentence)).metrics
    assert found
    assert {m["status"] for m in found} == {status}


@pytest.mark.parametrize(
    ("title", "mode"),
    [
        ("一、2024年工作回顾", "retrospect"),
        ("过去五年的主要成就", "retrospect"),
        ("二、2025年重点工作", "plan"),
        ("第三章 主要目标", "plan"),
        ("三、申报条件", "rules"),
        ("一、2024年的情况", "retrospect"),
        ("二、2025年总体考虑", "plan"),
        ("三、2025年的工作", "plan"),
        ("一、过去五年的工作", "retrospect"),
        ("(五)优化提升,厚植高质量发展环境", None),
        ("(一)农业", None),
    ],
)
def test_heading_mode(title: str, mode: str | None) -> None:
    assert heading_mode(title, 2025) == mode


@pytest.mark.parametrize(
    "sentence",
    ["团队人数一般不超过8人。", "團隊人數一般不超過8人。", "每家单位申报项目原则上不超过2项。", "可享受最长15天免费住宿。"],
)
def test_what_holds_in_general_is_a_criterion(in_tasks: Metrics, sentence: str) -> None:
    assert [m["status"] for m in in_tasks(sentence)] == ["criterion"]


@pytest.mark.parametrize("sentence", ["团队人员规模一般10人以下。", "團隊人員規模一般10人以下。"])
def test_what_is_so_as_a_rule_is_a_criterion(in_tasks: Metrics, sentence: str) -> None:
    assert [m["status"] for m in in_tasks(sentence)] == ["criterion"]


def test_what_holds_in_general_is_a_target_where_it_is_dated(in_tasks: Metrics) -> None:
    assert [m["status"] for m in in_tasks("2025年底前原则上完成改造80户。")] == ["target"]


@pytest.mark.parametrize(
    "sentence",
    ["到2027年建成幸福院80所,服务半径一般不超过1.5公里。", "到2027年建成幸福院80所,服務半徑一般不超過1.5公里。", "到2027年建成厂房80栋,层高不低于6米。"],
)
def test_a_bound_that_is_so_as_a_rule_is_not_dated_by_the_clause_before(in_tasks: Metrics, sentence: str) -> None:
    assert [m["status"] for m in in_tasks(sentence)] == ["target", "criterion"]


def test_a_bound_of_a_set_of_rules_is_a_criterion_whatever_names_stand_in_it(read: Callable[[str], DocumentRecords]) -> None:
    records = read("某省科研项目申报工作的通知\n一、申报资格要求\n申请人在研的国家重点研发计划项目总数不得超过3个。\n")
    assert [m["status"] for m in records.metrics] == ["criterion"]


def test_the_year_before_an_application_is_no_period_of_a_rule(in_tasks: Metrics) -> None:
    (metric,) = in_tasks("按上一年度保费的40%给予补贴。")
    assert (metric["status"], metric["period_end"]) == ("criterion", None)


def test_a_heading_that_orders_work_on_an_environment_is_no_look_back() -> None:
    assert heading_mode("(三)着力完善发展环境") != "retrospect"
    assert heading_mode("二、发展环境") == "retrospect"


def test_a_case_that_a_rule_is_for_is_a_criterion(in_tasks: Metrics) -> None:
    assert [m["status"] for m in in_tasks("入围企业在3家以上的,采取招标方式。")] == ["criterion"]


def test_aid_that_is_spent_is_a_target(in_tasks: Metrics) -> None:
    assert [m["status"] for m in in_tasks("中央财政安排奖补资金30亿元。")] == ["target"]


FILLER = "城乡面貌不断改善,各项事业全面进步,社会大局和谐稳定,群众的生活水平有了新的提高,发展的基础更加扎实,前景更加广阔。"
FRAME = "政府工作报告\n——2025年1月8日在宜春市第五届人民代表大会第六次会议上\n各位代表:\n" + "我们坚持稳中求进,扎实推动各项工作,经济社会发展保持良好势头,人民生活持续改善,社会大局安定有序。\n"


@pytest.mark.parametrize(
    ("headings", "status"),
    [
        (("一、2024年工作回顾", "二、2025年重点工作", "(一)促进消费"), "target"),
        (("一、2024年工作回顾", "二、扩大国内需求"), "target"),
        (("“十四五”时期工作回顾", "2025年重点工作", "(一)促进消费"), "target"),
        (("2025年重点工作", "“十四五”时期工作回顾", "(一)促进消费"), "result"),
        (("一、2024年工作回顾", "(一)促进消费"), "result"),
    ],
)
def test_parts_of_a_report(
    read: Callable[[str], DocumentRecords], headings: tuple[str, ...], status: str
) -> None:
    text = FRAME + "".join(f"{heading}\n{FILLER}\n" for heading in headings) + "新建停车场12个。\n"
    assert [m["status"] for m in read(text).metrics] == [status]


@pytest.mark.parametrize(
    ("sentence", "start"),
    [
        ("新建停车场12个。", date(2025, 1, 1)),
        ("生产总值年均增长6%。", date(2021, 1, 1)),
        ("累计新建停车场80个。", date(2021, 1, 1)),
    ],
)
@pytest.mark.parametrize("heading", ["一、2025年和“十四五”时期工作回顾", "一、“十四五”时期和2025年工作回顾"])
def test_a_heading_with_a_year_and_a_plan(
    read: Callable[[str], DocumentRecords], heading: str, sentence: str, start: date
) -> None:
    text = FRAME.replace("2025年1月", "2026年1月") + f"{heading}\n{sentence}\n"
    assert [m["period_start"] for m in read(text).metrics] == [start]


@pytest.mark.parametrize(
    ("heading", "opening", "end"),
    [
        ("二、奋力实现“十五五”良好开局", "", END_2025),
        ("二、努力推动“十五五”开好局、起好步", "", END_2025),
        ("二、“十五五”时期主要目标", "", date(2030, 12, 31)),
        ("二、“十五五”时期目标任务和2025年工作安排", "", date(2030, 12, 31)),
        ("二、“十五五”时期目标任务和2025年工作安排", "今年是打基础的一年。\n", END_2025),
    ],
)
def test_under_a_plan_that_opens(read: Callable[[str], DocumentRecords], heading: str, opening: str, end: date) -> None:
    (metric,) = read(f"{FRAME}一、2024年工作回顾\n{FILLER}\n{heading}\n{FILLER}\n{opening}(一)壮大产业。\n新建厂房60万平方米。\n").metrics
    assert (metric["status"], metric["period_end"]) == ("target", end)


@pytest.mark.parametrize(
    "heading", ["(一)更好释放开放成效", "(一)平原绿化取得重大成效", "(一)优化发展环境"]
)
def test_a_task_under_the_plan_is_no_look_back(read: Callable[[str], DocumentRecords], heading: str) -> None:
    (metric,) = read(f"{FRAME}一、2024年工作回顾\n{FILLER}\n二、2025年重点工作\n{FILLER}\n{heading}\n实际使用外资9亿美元。\n").metrics
    assert (metric["status"], metric["period_end"]) == ("target", END_2025)


def test_the_year_of_a_comparison_does_not_carry_on(in_look_back: Metrics) -> None:
    metrics = in_look_back("全年粮食产量增长4%,快于2023年1.2个百分点,蔬菜产量增长6%。")
    assert [m["period_end"] for m in metrics] == [END_2024] * 3


@pytest.mark.parametrize(
    ("sentence", "name", "status"),
    [
        # how big the one thing is that is built, not which things are meant
        ("打造不少于3万平方米的直播电商街区。", "直播电商街区", "target"),
        ("打造不少於3萬平方米的直播電商街區。", "直播电商街区", "target"),
        ("组建规模不低于6亿元的文旅产业基金。", "文旅产业基金规模", "target"),
        ("培育规模不低于6亿元的文旅企业。", "文旅企业规模", "criterion"),
        ("人才公寓租金约为市场价的60%。", "人才公寓租金占市场价比例", "criterion"),
        ("人才公寓租金約為市場價的60%。", "人才公寓租金占市场价比例", "criterion"),
        # what is bounded, though more is said before it; whose size it is, though its clause is long
        ("引进首年通过海外平台实现出口额3亿元以上的企业。", "企业出口额", "criterion"),
        ("依托东城、西城等片区的闲置厂房和老旧楼宇,统筹建设电商直播园,建筑面积达到3万平方米。", "电商直播园建筑面积", "target"),
        ("依托東城、西城等片區的閒置廠房和老舊樓宇統籌建設電商直播園,建築面積達到3萬平方米。", "电商直播园建筑面积", "target"),
        ("为来宜创业的青年提供最长9天免费住宿。", "来宜创业的青年免费住宿时长", "criterion"),
        ("為來宜創業的青年提供最長9天免費住宿。", "来宜创业的青年免费住宿时长", "criterion"),
        ("对返乡创业团队,可享受最大60平方米的创业工位。", "返乡创业团队创业工位面积", "criterion"),
    ],
)
def test_a_bound_is_of_a_work_or_of_a_class(in_tasks: Metrics, sentence: str, name: str, status: str) -> None:
    assert [(m["metric"], m["status"]) for m in in_tasks(sentence)] == [(name, status)]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        # the sum over all of them is aimed at like their count, whatever clause names them
        (
            "全市建成6个以上、总面积不低于3万平方米,功能完善、特色鲜明的电商街区,方便创业。",
            [("电商街区", "target"), ("电商街区总面积", "target")],
        ),
        # of each of them it is a standard
        ("孵化6家以上年营收超千万元、成长性好的电商企业。", [("年营收超千万元、成长性好的电商企业", "target"), ("电商企业年营收", "criterion")]),
    ],
)
def test_attributes_of_what_is_counted(in_tasks: Metrics, sentence: str, expected: list[tuple[str, str]]) -> None:
    assert [(m["metric"], m["status"]) for m in in_tasks(sentence)] == expected


def test_what_a_finished_clause_tells_goes_on_behind_the_comma(in_tasks: Metrics) -> None:
    assert [m["status"] for m in in_tasks("已建成创业社区6个,入驻团队80余家。")] == ["result", "result"]
    assert [m["status"] for m in in_tasks("已建成创业社区6个,新建创业园3个。")] == ["result", "target"]


def test_years_of_a_rule_run_from_its_case(read: Callable[[str], DocumentRecords]) -> None:
    text = "某区发展人才公寓行动计划(2025—2027年)\n2025年1月8日\n一、支持内容\n青年人才可享受租金优惠,次年租金为市场价30%。\n"
    (metric,) = read(text).metrics
    assert (metric["status"], metric["period_end"]) == ("criterion", None)


def test_what_the_day_of_a_notice_has_brought_is_a_result(read: Callable[[str], DocumentRecords]) -> None:
    text = "某区服务企业系列创新举措\n2025-04-24\n4月24日,某科技公司等4家企业顺利领取营业执照。\n"
    assert [(m["status"], m["period_end"]) for m in read(text).metrics] == [("result", date(2025, 4, 24))]


def test_a_sum_over_what_is_built_is_ordered_without_a_date_too(read: Callable[[str], DocumentRecords]) -> None:
    text = "某区支持电商街区建设若干措施\n一、建设街区\n打造6个以上、总面积不低于3万平方米的电商街区。\n"
    assert [(m["metric"], m["status"]) for m in read(text).metrics] == [("电商街区", "target"), ("电商街区总面积", "target")]


@pytest.mark.parametrize(
    ("sentence", "metric"),
    [
        ("改造2003年以前建成的老旧小区36个。", "2003年以前建成的老旧小区改造"),
        ("改造2003年以前建成的老舊小區36個。", "2003年以前建成的老旧小区改造"),
        ("完成2022年开工的安置房36套。", "2022年开工的安置房"),
        ("续建2023年结转的供水工程36处。", "2023年结转的供水工程"),
    ],
)
def test_a_past_time_that_says_which_things_are_meant_dates_no_task(in_tasks: Metrics, sentence: str, metric: str) -> None:
    row = in_tasks(sentence)[0]
    assert (row["metric"], row["status"], row["period_end"]) == (metric, "target", date(2025, 12, 31))


def test_what_is_done_by_a_past_time_is_dated_by_it(in_look_back: Metrics) -> None:
    described, done = in_look_back("改造2003年以前建成的老旧小区36个。2022年底前建成公园6座。")
    assert (described["period_end"], done["period_end"]) == (date(2024, 12, 31), date(2022, 12, 31))


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("全县高新技术企业只有6家。", [("高新技术企业", "result")]),
        ("據摸底,全縣危舊房屋360棟,閒置校舍36處。", [("危旧房屋", "result"), ("闲置校舍", "result")]),
        ("全县污水处理率不足36%。", [("污水处理率", "result")]),
        ("年内新建学校6所,空白村不到3个。", [("学校", "target"), ("空白村", "target")]),
        ("据摸底,全县危旧房屋360栋,闲置校舍3.6万平方米。", [("危旧房屋", "result"), ("闲置校舍", "result")]),
        ("摸底工作要做细,全县改造危旧房屋360栋。", [("危旧房屋改造", "target")]),
        ("截至去年底,全县已新建水窖36口,年底前再新建水窖80口。", [("水窖", "result"), ("水窖", "target")]),
    ],
)
def test_what_is_found_or_falls_short_is_no_task(in_tasks: Metrics, sentence: str, expected: list[tuple[str, str]]) -> None:
    assert [(m["metric"], m["status"]) for m in in_tasks(sentence)] == expected


def test_a_list_opened_by_the_day_of_a_count_is_done_to_its_end(read: Callable[[str], DocumentRecords]) -> None:
    text = "某市2025年节水行动方案\n一、目标任务\n截至5月20日,已办结积案87件,清理渠道36处,新发展用水协会6个。\n"
    assert [m["status"] for m in read(text).metrics] == ["result"] * 3


STATE_AND_AIMS = (
    "青山市人民政府办公室关于印发《青山市农村供水提升实施方案》的通知\n各县(市、区)人民政府:\n现印发给你们,请认真组织实施。\n"
    "青山市人民政府办公室\n2025年3月6日\n青山市农村供水提升实施方案\n一、现状与目标\n{sentence}\n二、重点任务\n新建泵站5座。\n"
)


@pytest.mark.parametrize(
    ("sentence", "status"),
    [
        ("到2025年底,自来水普及率达到90%。", "target"),
        ("到2025年底,自來水普及率達到90%。", "target"),
        ("截至2025年2月底,自来水普及率达到90%。", "result"),
        ("2024年自来水普及率达到90%。", "result"),
    ],
)
def test_what_is_to_be_reached_by_a_day_ahead_is_a_target_under_any_heading(
    read: Callable[[str], DocumentRecords], sentence: str, status: str
) -> None:
    found = read(STATE_AND_AIMS.format(sentence=sentence)).metrics
    assert [m["status"] for m in found if m["value"] == 90] == [status]


EXCERPT = "青山县2025年政府工作报告（节选）\n（2025年1月8日在县人民代表大会上）\n三、2025年重点任务\n（一）产业。建设标准厂房3万平方米。\n四、用心办好十件民生实事\n1.新增床位400张。\n"


def test_a_part_behind_the_work_ahead_belongs_to_it(read: Callable[[str], DocumentRecords]) -> None:
    row = next(row for row in read(EXCERPT).metrics if row["value"] == 400)
    assert (row["status"], str(row["period_end"])) == ("target", "2025-12-31")


@pytest.mark.parametrize(
    ("sentence", "status"),
    [
        ("地膜厚度不小于0.015毫米。", "criterion"),
        ("填埋場防滲層厚度不小於2毫米。", "criterion"),
        ("到2026年,绿化带宽度不低于30米。", "target"),
        ("地膜回收率不低于85%。", "target"),
    ],
)
def test_a_bound_on_how_a_thing_is_made_is_a_standard(in_tasks: Metrics, sentence: str, status: str) -> None:
    (row,) = in_tasks(sentence)
    assert row["status"] == status


@pytest.mark.parametrize(
    ("sentence", "statuses"),
    [
        ("实施重点项目120个,已开工86个,开工率72%。", ["target", "result", "result"]),
        ("實施重點項目120個,已開工86個,開工率72%。", ["target", "result", "result"]),
        ("已开工86个,投产率达到72%。", ["result", "target"]),
        ("已完工19个,剩下的28个11月底前收尾。", ["result", "target"]),
    ],
)
def test_a_rate_is_told_with_the_deed_and_what_is_left_with_its_day(in_tasks: Metrics, sentence: str, statuses: list[str]) -> None:
    assert [m["status"] for m in in_tasks(sentence)] == statuses


def test_what_adds_up_to_a_day_ahead_is_a_target(read: Callable[[str], DocumentRecords]) -> None:
    head = "棠江市一季度经济运行新闻发布会实录\n发布日期:2023-04-21\n市发展改革委主任:\n"
    told = read(f"{head}一季度累计完成投资15亿元。下一步卡住节点:上半年累计完成投资不低于38亿元。\n").metrics
    assert [m["status"] for m in told] == ["result", "target"]


@pytest.mark.parametrize(("before", "behind", "count"), [(TASKS, "", 1), (LOOK_BACK, f"{TASKS}{FILLER}\n", 0)])
def test_a_plain_verb_is_a_duty_only_among_tasks(
    read: Callable[[str], DocumentRecords], before: str, behind: str, count: int
) -> None:
    text = f"{HEAD}{LOOK_BACK}{FILLER}\n{before}{FILLER}\n市商务局对首次参展的企业,按展位费的六成予以补助。\n{behind}"
    assert len(read(text).responsible_bodies) == count


@pytest.mark.parametrize(
    ("sentence", "statuses"),
    [
        # how many may be put forward holds in general, for all that share the bound
        ("各县推荐的花圃和苗圃分别不超过8个和5个。", ["criterion", "criterion"]),
        ("各縣推薦的花圃不超過8個。", ["criterion"]),
        ("申请人同期只能申请1个课题。", ["criterion"]),
        # what is to be reached, and what is built
        ("申报省级花圃不少于8个。", ["target"]),
        ("建成花圃不超过8个。", ["target"]),
    ],
)
def test_how_many_may_be_put_forward(in_tasks: Metrics, sentence: str, statuses: list[str]) -> None:
    assert [m["status"] for m in in_tasks(sentence)] == statuses
