"""Times of a document as rows: deadline or period, and the dates of what leans on the sentences around."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.relate.conftest import FILLER, HEAD, LOOK_BACK, TASKS, read_text

RULES_HEAD = "青山市科技型企业奖励办法\n第一条 为支持企业创新,制定本办法。\n"
RULES_TAIL = "本办法由市科技局负责解释。\n青山市人民政府\n2025年3月6日\n"


def rows(text: str) -> dict[str, dict[str, Any]]:
    return {row["text"]: row for row in read_text(text).deadlines}


def in_tasks(sentence: str) -> dict[str, dict[str, Any]]:
    return rows(f"{HEAD}{LOOK_BACK}{FILLER}\n{TASKS}{FILLER}\n{sentence}\n")


@pytest.mark.parametrize(
    ("sentence", "text", "role"),
    [
        ("过去五年,全市企业面貌焕然一新。", "过去五年", "period"),
        ("从2022年起,村级事务实行公开。", "2022年起", "period"),
        ("从2025年起,村级事务实行公开。", "2025年起", "deadline"),
        ("今年就业形势依然严峻。", "今年", "period"),
        ("今年新建幼儿园6所。", "今年", "deadline"),
        ("努力完成全年目标任务。", "全年", "deadline"),
        ("從2022年起,村級事務實行公開。", "2022年起", "period"),
    ],
)
def test_only_what_lies_ahead_is_a_deadline(sentence: str, text: str, role: str) -> None:
    assert in_tasks(sentence)[text]["role"] == role


@pytest.mark.parametrize(
    "sentence", ["近三年未发生重大事故", "上年度营业收入超过500万元", "两年内完成备案", "次年评估后续免", "近三年未發生重大事故"]
)
def test_a_time_of_whatever_case_a_rule_meets_is_no_row(sentence: str) -> None:
    assert len(rows(f"{RULES_HEAD}第二条 申报企业{sentence}的,给予奖励。\n{RULES_TAIL}")) == 1


def test_a_date_of_its_own_stays_in_rules() -> None:
    assert "2027年12月31日" in rows(f"{RULES_HEAD}第二条 奖励至2027年12月31日止。\n{RULES_TAIL}")


DUE_BEHIND = [
    ("秋季开学前完成18所农村学校食堂改造。", ["2025-08-31"]),
    ("新建学校28所,11月底前完工。", ["2025-11-30"]),
    ("28所學校最遲11月底收尾。", ["2025-11-30"]),
    ("新建学校5所、医院3家,赶在8月31日前交付。", ["2025-08-31", "2025-08-31"]),
    ("新建学校8所,改造医院3家,9月底前全部完工。", ["2025-09-30", "2025-09-30"]),
    # What is to be done by that day is something else, or has a number of its own.
    ("完成技改投资30亿元,9月底前出台方案。", ["2025-12-31"]),
    ("新建学校8所,9月底前建成医院3家。", ["2025-12-31", "2025-09-30"]),
    ("已建成学校8所,9月底前全部投用。", ["2025-01-08"]),
]


DUE_LABEL = [
    ("改造塘坝6座,日供水能力从3万吨扩至5万吨。责任单位:市水利局,完成时限:10月底。", ["2025-10-31", "2024-12-31", "2025-10-31"]),
    ("新建停车场6座。(责任单位:市城管局;完成时间:2025年8月)", ["2025-08-31"]),
    ("新建停車場6座。完成時限:9月底前。", ["2025-09-30"]),
    ("5月底前新建停车场3座,改造厕所8座。完成时限:9月底前。", ["2025-05-31", "2025-05-31"]),
    ("新建停车场6座。完成时限:2024年8月。", ["2025-12-31"]),
    ("新建停车场6座。完成时限:长期坚持。", ["2025-12-31"]),
]


@pytest.mark.parametrize(("sentence", "ends"), DUE_LABEL)
def test_a_label_behind_a_task_dates_it(sentence: str, ends: list[str]) -> None:
    assert [str(m["period_end"]) for m in read_text(f"{HEAD}{LOOK_BACK}{FILLER}\n{TASKS}{FILLER}\n{sentence}\n").metrics] == ends


def test_a_label_behind_a_task_is_its_deadline() -> None:
    assert in_tasks("新建停车场6座。完成时限:9月底前。")["9月底前"]["role"] == "deadline"


@pytest.mark.parametrize(("sentence", "ends"), DUE_BEHIND)
def test_a_day_behind_what_is_counted(sentence: str, ends: list[str | None]) -> None:
    found = read_text(f"{HEAD}{LOOK_BACK}{FILLER}\n{TASKS}{FILLER}\n{sentence}\n").metrics
    assert [row["period_end"] and str(row["period_end"]) for row in found] == ends


def test_a_share_does_not_make_the_end_of_a_year_a_yardstick() -> None:
    (row,) = read_text(f"{HEAD}{LOOK_BACK}{FILLER}\n{TASKS}{FILLER}\n护理型床位占比年底达到55%以上。\n").metrics
    assert row["period_text"] == "年底"


def test_what_is_told_up_to_a_month_has_passed_it() -> None:
    found = rows(f"{HEAD}{LOOK_BACK}{FILLER}\n{TASKS}{FILLER}\n截至12月底,已培训3000人。12月底前再培训500人。\n")
    assert (str(found["12月底"]["end_date"]), str(found["12月底前"]["end_date"])) == ("2024-12-31", "2025-12-31")


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        # a short deed behind a time: the time dates what is counted before it
        ("二期200公顷用地今年3月动工。", ("二期用地", "2025-03-31")),
        ("二期200亩用地今年3月動工。", ("二期用地", "2025-03-31")),
        ("北线4.2公里拓宽工程今年10月通车。", ("北线", "2025-10-31")),
        ("一期110公顷用地去年全部售罄。", ("一期用地", "2024-12-31")),
        ("首批210个摊位将在2026年开业。", ("摊位", "2026-12-31")),
        # a bare year, or more than a deed, belongs to the name
        ("13个园区2025年营业收入稳步增长。", ("园区2025年营业收入稳步增长", "2025-12-31")),
    ],
)
def test_time_between_things_and_a_short_deed(in_tasks: Callable[[str], list[dict[str, Any]]], sentence: str, expected: tuple[str, str]) -> None:
    metric = in_tasks(sentence)[0]
    assert (metric["metric"], str(metric["period_end"])) == expected
