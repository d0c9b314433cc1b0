"""Commitments to an end state: which clauses make one, and under which deadline they stand."""

from datetime import date
from typing import Any

import pytest

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
]


@pytest.mark.parametrize("clause", ["二期10月底前设备进场", "環城北路東段9月底前雙向放行", "12月20日前具备投料条件"])
def test_some_verbs_tell_an_end_state_only_by_a_day(clause: str) -> None:
    assert milestone_rule(clause, dated=True) == "completed_by_a_day"
    assert milestone_rule(clause, dated=False) is None


@pytest.mark.parametrize("clause", ["河道淤泥11月底前做到应清尽清", "欠薪春节前应付尽付", "年内动态消除断头路"])
def test_all_that_is_to_be_done_is_an_end_state(clause: str) -> None:
    assert milestone_rule(clause) == "covered"


@pytest.mark.parametrize(("clause", "rule"), FORMS)
def test_an_end_state_is_a_milestone(clause: str, rule: str) -> None:
    assert milestone_rule(clause) == rule


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
