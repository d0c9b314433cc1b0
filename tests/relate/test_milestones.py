"""Commitments to an end state: which clauses make one, and under which deadline they stand."""

from datetime import date
from typing import Any

import pytest

from pipeline.normalize import normalize
from pipeline.relate.milestones import milestone_rule
from tests.relate.conftest import FILLER, HEAD, LOOK_BACK, TASKS, read_text

FORMS = [
    ("建成城东市民文化中心", "completed"),
    ("推动村级快递服务站全覆盖", "covered"),
    ("抓紧制定城市更新专项规划", "document_issued"),
    ("印发《档案管理办法》", "document_issued"),
    ("支持青山市争创国家低空经济示范区", "passed"),
    ("组建市水务集团", "set_up"),
    ("与全省同步基本实现农业现代化", "covered"),
    ("建成产业赋能平台", "completed"),
    ("净水厂三期10月底前通水", "completed"),
    ("全面投运城北客运站", "completed"),
    ("确保北湖机场通航", "completed"),
    ("通过国家园林城市复审", "review_passed"),
    ("环湾绿道全线贯通", "covered"),
    ("创建国家知识产权示范城市", "status_gained"),
    ("推動古鎮景區創建國家5A級旅遊景區", "status_gained"),
    ("积极申建国家级自贸试验区", "status_gained"),
    ("创建市级茶叶种质资源库", "set_up"),
    ("争取临江抽水蓄能电站核准", "sought"),
    ("爭取臨江抽水蓄能電站核准", "sought"),
    ("努力推动江北引水工程纳入国家规划", "sought_into"),
    ("推动算力枢纽节点落地", "passed"),
    ("建立以技师为主体的导师库", "set_up"),
    ("8月底前各县出台实施方案", "issued_by_a_day"),
    ("居民收入增速快于经济增速", "ahead_of"),
    ("居民收入增速快於經濟增速", "ahead_of"),
    ("林工报酬提高与林业生产率提高基本同步", "covered"),
    ("按期完成村级换届", "completed"),
    ("推动县经开区晋升省级高新区", "status_gained"),
    ("工业园区标准厂房全部招满用足", "all_of_them"),
    ("違建圖斑全部核實完畢", "all_of_them"),
    ("超标锅炉全部淘汰", "all_done"),
    ("超標鍋爐全部淘汰", "all_done"),
    ("抓好治水三年行动收官", "wound_up"),
    ("打造“海港一网通”服务平台", "set_up"),
]
NO_COMMITMENT = [
    "加快会展中心项目落地",
    "推进重大隐患动态清零",
    "逐步建成覆盖城乡的网络",
    "若他们全部完成培训",
    "为完成节能降碳任务",
    "通过建立信息平台",
    "帮助企业实现“一站办结”",
    "早日实现通邮、通航、通商",
    "对通过省级认定的平台",
    "实现上述目标",
    "是基本实现现代化的关键时期",
    "对获批省级示范的企业",
    "及时出台政策措施",
    "健全政府信息发布制度",
    "吸引更多外资项目落地",
    "促进科研成果转化落地",
    "整合线上线下资源",
    "每年3月底前完成考核工作",
    "取消违规设立的基金",
    "制定具体实施方案",
    "制订本行动计划",
    "跨境枢纽发展完成后",
    "北环快速路主线建成通车前",
    "资金全部用于水利工程",
    "今年竣工的引水工程",
    "支持骨干企业设立博士后工作站",
    "着力搭建创新平台",
    "坚持免费开放政策全覆盖",
    "带动技术攻关与场景落地",
    "打好治水三年行动收官战",
    "推动江北引水工程立项审批",
    "争取更多水库纳入国家规划",
    "改进项目核准",
    "各镇原则上应创建省级文明村镇",
    "支持景区创建国家5A级旅游景区",
    "构建成渝双圈水网",
    "呈现基本实现现代化的美好图景",
    "按照标准完成验收",
    "实现以下目标",
    "以创建国家森林城市为抓手",
    "办理开馆活动",
    "收益全部用于修路到户",
    "优化政策落地",
    "对进度滞后的项目挂牌督办",
    "市督查室挂牌督办重大隐患",
    "努力实现全面振兴的奋斗目标",
    "储能电站陆续完工并网",
    "盯住时间节点完成任务",
    "促进新产品落地应用",
    "组织项目考核验收",
    "正在编制专项规划",
    "滚动编制攻关清单",
    "制定数字化工厂交付标准体系",
    "年底分批完成的引水工程",
]


@pytest.mark.parametrize("clause", ["二期10月底前设备进场", "環城北路東段9月底前雙向放行", "12月20日前具备投料条件"])
def test_some_verbs_tell_an_end_state_only_by_a_day(clause: str) -> None:
    assert milestone_rule(clause, dated=True) == "completed_by_a_day"
    assert milestone_rule(clause, dated=False) is None


@pytest.mark.parametrize(
    "clause",
    ["占道砂石码头10月底前关停", "年内公布《航运发展蓝图》", "上半年成立筹备办公室", "上半年成立籌備辦公室", "垃圾分类年内全面铺开"],
)
def test_what_comes_about_by_a_day_is_an_end_state(clause: str) -> None:
    assert milestone_rule(clause, dated=True) == "completed_by_a_day"
    assert milestone_rule(clause, dated=False) is None


@pytest.mark.parametrize("clause", ["涉水违建12月底前彻底清除", "旧货场年底前腾退还绿", "舊貨場年底前騰退還綠"])
def test_whatever_is_done_before_a_day_is_an_end_state(clause: str) -> None:
    assert milestone_rule(clause, dated=True) == "done_before_a_day"
    assert milestone_rule(clause, dated=False) is None


@pytest.mark.parametrize("clause", ["6月底前启动征地", "9月底前报送自查材料", "年底前开展回访", "9月底前", "年底前提交方案"])
def test_what_begins_or_is_handed_in_by_a_day_is_none(clause: str) -> None:
    assert milestone_rule(clause, dated=True) is None


@pytest.mark.parametrize("clause", ["河道淤泥11月底前做到应清尽清", "欠薪春节前应付尽付", "年内动态消除断头路"])
def test_all_that_is_to_be_done_is_an_end_state(clause: str) -> None:
    assert milestone_rule(clause) == "covered"


@pytest.mark.parametrize(("clause", "rule"), FORMS)
def test_an_end_state_is_a_milestone(clause: str, rule: str) -> None:
    assert milestone_rule(normalize(clause).text) == rule


@pytest.mark.parametrize("clause", NO_COMMITMENT)
def test_a_step_a_circumstance_or_a_goal_spoken_of_is_none(clause: str) -> None:
    assert milestone_rule(clause) is None


@pytest.mark.parametrize("mark", ["", "• ", "(二)", "3.", "——"])
def test_what_opens_a_clause_is_seen_behind_its_mark(mark: str) -> None:
    assert milestone_rule(f"{mark}加快会展中心项目落地") is None
    assert milestone_rule(f"{mark}推动会展中心项目落地") == "passed"


def milestones(text: str) -> list[dict[str, Any]]:
    return [target for target in read_text(text).targets if target["kind"] == "qualitative"]


PLAN = "青山市人民政府关于印发{title}的通知\n各县(市、区)人民政府:\n现印发给你们,请认真组织实施。\n{title}\n一、重点任务\n{tasks}\n"
TASK = "建成城东市民文化中心,完善公共文化服务体系。"


@pytest.mark.parametrize(
    ("title", "tasks", "deadline"),
    [
        ("《青山市文化惠民2025年实施方案》", TASK, date(2025, 12, 31)),
        ("《青山市文化惠民实施方案(2025—2027年)》", TASK, date(2027, 12, 31)),
        ("《青山市文化惠民实施方案》", f"年内开工12个项目。6月底前完成选址。年底前全部完工。{TASK}", date(2025, 12, 31)),
        ("《青山市文化惠民实施方案》", f"到2027年底形成10分钟文化圈。{TASK}", date(2027, 12, 31)),
        ("《青山市文化惠民实施方案》", TASK, None),
        ("《青山市文化惠民若干措施》", f"上年度营业收入增长的企业,年底前可以申请。{TASK}", None),
    ],
)
def test_only_a_plan_for_a_year_lends_its_year(title: str, tasks: str, deadline: date | None) -> None:
    found = milestones(PLAN.format(title=title, tasks=tasks) + "青山市人民政府\n2025年3月6日\n")
    own = [m["deadline"] for m in found if m["evidence"].startswith("建成")]
    assert own == ([deadline] if deadline else [])


def test_a_number_in_a_plan_without_dates_has_no_deadline() -> None:
    text = PLAN.format(title="《青山市文化惠民实施方案》", tasks="新建社区书屋30个。") + "青山市人民政府\n2025年3月6日\n"
    targets = [t for t in read_text(text).targets if t["value"] == 30]
    assert [(t["status"], t["deadline"]) for t in targets] == [("target", None)]


def test_what_is_encouraged_is_so_to_the_end_of_its_sentence() -> None:
    tasks = "鼓励行业协会提前参与,建成城西科技馆。建成城东科技馆。"
    found = milestones(f"{HEAD}{LOOK_BACK}{FILLER}\n{TASKS}{FILLER}\n{tasks}\n")
    assert [m["evidence"] for m in found] == ["建成城东科技馆"]


@pytest.mark.parametrize(("rest", "count"), [("必须转变作风", 0), ("要抓好落实", 0), ("为发展打好基础", 1)])
def test_a_goal_that_takes_something_is_its_topic(rest: str, count: int) -> None:
    assert len(milestones(f"{HEAD}{LOOK_BACK}{FILLER}\n{TASKS}{FILLER}\n全面完成今年目标任务,{rest}。\n")) == count


def test_a_purpose_to_encourage_leaves_the_rest_a_commitment() -> None:
    found = milestones(f"{HEAD}{LOOK_BACK}{FILLER}\n{TASKS}{FILLER}\n为鼓励市民阅读,建成城东图书馆。\n")
    assert [m["evidence"] for m in found] == ["建成城东图书馆"]


def test_a_report_lends_its_year() -> None:
    found = milestones(f"{HEAD}{LOOK_BACK}{FILLER}\n{TASKS}{FILLER}\n{TASK}\n")
    assert [m["deadline"] for m in found] == [date(2025, 12, 31)]


def test_a_label_behind_a_task_dates_its_end_state() -> None:
    found = milestones(f"{HEAD}{LOOK_BACK}{FILLER}\n{TASKS}{FILLER}\n建成城东图书馆。责任单位:市文旅局,完成时限:9月底前。\n")
    assert [m["deadline"] for m in found] == [date(2025, 9, 30)]


PRESS = "澄江市优化营商环境新闻发布会实录\n时间:2025年5月12日\n发布人:澄江市行政审批局局长 王某\n{}\n"


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        (
            "综合窗口6月底前完成升级改造,9月底前在各县区推开。",
            [("综合窗口6月底前完成升级改造", date(2025, 6, 30)), ("9月底前在各县区推开", date(2025, 9, 30))],
        ),
        ("公积金提取三季度末全程网办。", [("公积金提取三季度末全程网办", date(2025, 9, 30))]),
        ("今年6月底前启动扩建,由市住建局负责。", []),
        ("去年,我市6月底前完成了扩建。", []),
    ],
)
def test_a_day_ahead_makes_a_commitment_wherever_it_is_spoken(sentence: str, wanted: list[tuple[str, date]]) -> None:
    assert [(m["evidence"], m["deadline"]) for m in milestones(PRESS.format(sentence))] == wanted


def in_tasks(sentence: str) -> list[tuple[str, date]]:
    return [(m["evidence"], m["deadline"]) for m in milestones(f"{HEAD}{LOOK_BACK}{FILLER}\n{TASKS}{FILLER}\n{sentence}\n")]


def test_a_day_that_is_all_of_a_clause_dates_the_next() -> None:
    assert in_tasks("9月底前,旧货场腾空。旧货场腾空有序。") == [("旧货场腾空", date(2025, 9, 30))]


def test_each_of_two_days_in_a_clause_has_its_own_end_state() -> None:
    assert in_tasks("二期力争9月底前设备进场、11月底前具备投料条件。") == [
        ("二期力争9月底前设备进场", date(2025, 9, 30)),
        ("11月底前具备投料条件", date(2025, 11, 30)),
    ]


def test_a_clause_that_dates_what_is_counted_before_it_is_no_second_commitment() -> None:
    assert in_tasks("新建学校5所,赶在8月31日前交付。") == []


def test_what_goes_on_a_target_is_a_commitment_too() -> None:
    talk = "专访山阳区委书记\n山阳日报 2025年1月15日\n某某:全年城镇新增就业9500人,动态消除零就业家庭。\n"
    assert [m["evidence"] for m in milestones(talk)] == ["动态消除零就业家庭"]


@pytest.mark.parametrize(("behind", "count"), [("责任单位:县水利局。", 1), ("\n水网建设有序推进。", 0)])
def test_a_numbered_line_is_a_task_where_it_is_said_who_answers(behind: str, count: int) -> None:
    text = "青山县农村供水2025年实施方案\n一、任务清单\n1.建成县级供水调度平台,完善运行管理。" + behind + "\n2.其他任务。\n"
    assert sum("调度平台" in m["evidence"] for m in milestones(text)) == count


@pytest.mark.parametrize(
    ("sentence", "count"),
    [("供水千人以上的水源地9月底前完成划定。", 1), ("供水20人以上的工程完成划定。", 1), ("日处理60吨的垃圾转运站6月底前完工启用。", 1), ("年底前20个以上的水源地完成划定。", 0), ("完成20公里以上的渠道改造。", 0), ("基本实现30人以上的自然村宽带覆盖。", 1), ("基本實現30人以上的自然村寬帶覆蓋。", 1), ("争取文明城市测评挺进前三十名。", 1)],
)
def test_a_number_that_says_which_things_are_meant_is_not_the_commitment(sentence: str, count: int) -> None:
    assert len(in_tasks(sentence)) == count


RECTIFIED = """临山县督察反馈问题整改清单
问题一:城区管网不全,污水直排。
整改目标:生活污水应收尽收。
整改措施:
1.完成老城雨污分流改造,消除管网空白区。
2.建成城南净水厂二期,稳定运行。
整改时限:2025年10月底前
责任单位:县住建局
问题二:采砂屡禁不止。
整改目标:采砂点全部取缔。
整改时限:2025年6月底前
临山县人民政府
2025年2月10日
"""


def test_the_label_of_a_problem_dates_all_that_is_to_mend_it() -> None:
    found = [(m["evidence"], m["deadline"]) for m in milestones(RECTIFIED)]
    october, june = date(2025, 10, 31), date(2025, 6, 30)
    first = ["生活污水应收尽收", "完成老城雨污分流改造", "建成城南净水厂二期"]
    assert found == [*((words, october) for words in first), ("采砂点全部取缔", june)]


@pytest.mark.parametrize("mark", ["(二)", "2.", "第二阶段:", ""])
def test_the_time_of_a_stage_holds_for_its_line(mark: str) -> None:
    stages = f"{mark}集中实施阶段(2025年5月—2026年11月)。老旧管网全部更换。\n二、重点任务\n建成水质检测中心。"
    text = f"安平县供水三年行动方案(2025—2027年)\n制定本方案。\n一、实施步骤\n{stages}\n安平县人民政府\n2025年2月20日\n"
    found = [(m["evidence"], m["deadline"]) for m in milestones(text)]
    assert found == [("老旧管网全部更换", date(2026, 11, 30)), ("建成水质检测中心", date(2027, 12, 31))]


TALK = "江城市交通项目建设新闻发布会实录\n时间:2026年3月18日\n发布人:市交通运输局局长 李某\n李某:今年交通项目进展顺利。{}\n"


@pytest.mark.parametrize(
    ("told", "words", "deadline"),
    [
        ("江北大桥明年6月正式通车。公交方案4月底前向社会公布。", "公交方案4月底前向社会公布", date(2026, 4, 30)),
        ("江北大橋明年6月正式通車。公交方案4月底前向社會公布。", "公交方案4月底前向社會公布", date(2026, 4, 30)),
        ("明年江北大桥通车。公交方案4月底前向社会公布。", "公交方案4月底前向社会公布", date(2027, 4, 30)),
        ("北岸医院9月1日开诊。", "北岸医院9月1日开诊", date(2026, 9, 1)),
        ("加装电梯的补贴政策上半年出台。", "加装电梯的补贴政策上半年出台", date(2026, 6, 30)),
        ("低效用地三年内全部盘活。", "低效用地三年内全部盘活", date(2028, 12, 31)),
        ("年底前,供水管网延伸至所有近郊村。", "供水管网延伸至所有近郊村", date(2026, 12, 31)),
    ],
)
def test_what_comes_about_is_due_when_a_speaker_says(told: str, words: str, deadline: date) -> None:
    found = {m["evidence"]: m["deadline"] for m in milestones(TALK.format(told))}
    assert found[words] == deadline


def test_several_works_with_a_day_each_are_several_commitments() -> None:
    tasks = "确保城南水厂上半年通水、北环路8月底前通车、体育公园年内对外开放。推动东线、西线年内通车。"
    found = [(m["evidence"], m["deadline"]) for m in milestones(f"{HEAD}{LOOK_BACK}{FILLER}\n{TASKS}{FILLER}\n{tasks}\n")]
    year = date(2025, 12, 31)
    assert found == [
        ("确保城南水厂上半年通水", date(2025, 6, 30)),
        ("北环路8月底前通车", date(2025, 8, 31)),
        ("体育公园年内对外开放", year),
        ("推动东线、西线年内通车", year),
    ]


def test_a_day_still_to_come_is_a_plan_where_a_text_looks_back() -> None:
    told = "一、辦理情形\n跨河大橋已於113年動工，\n116年6月底前通車。\n"
    text = f"本縣重大建設專案報告\n報告人：縣長 陳某\n114年5月20日\n{told}"
    assert [m["deadline"] for m in milestones(text)] == [date(2027, 6, 30)]


@pytest.mark.parametrize(
    ("line", "count"), [("2025年重点工作", 1), ("2025年工作安排", 1), ("2025年重点工作进展", 0), ("2024年重点工作", 0), ("2025年,重点工作扎实推进。", 0)]
)
def test_a_line_that_names_the_work_ahead_turns_a_report(line: str, count: int) -> None:
    text = f"{HEAD}{line}\n{FILLER}\n(一)放大消费效应\n{FILLER}完成城北机场改造工程。\n"
    assert len(milestones(text)) == count
