"""Texts that do not tell their year: nothing is dated by a guess, and what is told of a past year is a result."""

from collections.abc import Callable
from datetime import date

import pytest

from pipeline.records import DocumentRecords

Read = Callable[[str], DocumentRecords]

TALK = (
    "{opening}\n记者:请介绍一下乡村振兴的进展。\n县委书记:2022年,全县56个村全部退出贫困行列,农民人均收入由2018年的8000元增加到12000元。"
    "今年以来,上半年投入资金2亿元。到2026年,培育龙头企业20家。\n记者:下一步怎么做?\n县委书记:今年将新建农村公路60公里。\n"
)


def test_a_past_year_gives_results_and_an_aim_targets(read: Read) -> None:
    found = {(m["value"], m["unit"]): (m["status"], m["period_end"]) for m in read(TALK.format(opening="本报专访")).metrics}
    assert found[56, "个"] == ("result", date(2022, 12, 31))
    assert found[12000, "元"] == ("result", date(2022, 12, 31))
    assert found[20, "家"] == ("target", date(2026, 12, 31))


def test_this_year_of_nobody_knows_when_has_no_date(read: Read) -> None:
    found = {(m["value"], m["unit"]): m["period_end"] for m in read(TALK.format(opening="本报专访")).metrics}
    assert found[2, "亿元"] is None
    assert found[60, "公里"] is None


def test_the_same_talk_with_a_date_is_dated(read: Read) -> None:
    found = {(m["value"], m["unit"]): m["period_end"] for m in read(TALK.format(opening="县委书记专访(2023年7月12日)")).metrics}
    assert found[2, "亿元"] == date(2023, 6, 30)
    assert found[60, "公里"] == date(2023, 12, 31)


def test_a_report_on_a_half_year_tells_results_of_it(read: Read) -> None:
    text = "市城管局2023年上半年工作总结和下半年工作计划\n一、上半年工作完成情况\n新增绿地12公顷。\n二、存在的问题\n停车泊位缺口仍达2万个。\n三、下半年工作计划\n年内新增泊位5000个。\n"
    assert [(m["value"], m["status"]) for m in read(text).metrics] == [(12, "result"), (2, "result"), (5000, "target")]


PLAN = "江滨市第十四个五年规划纲要\n第一章 发展目标\n到2025年,地区生产总值突破900亿元,城镇化率比2020年提高5个百分点。2025年研发经费占比达到3%。\n"


def test_a_plan_without_a_day_tells_what_is_to_be(read: Read) -> None:
    found = read(PLAN)
    assert found.document["plan_year"] == 2021
    assert {(m["status"], m["period_end"]) for m in found.metrics} == {("target", date(2025, 12, 31))}


def test_the_whole_year_of_a_look_back_is_the_year_of_its_heading(read: Read) -> None:
    text = (
        "柳湾镇2023年工作总结及2024年工作打算\n一、2023年工作开展情况\n全年招商引资到位资金7亿元,上半年新增企业3家。\n"
        "二、2024年工作打算\n全年招商引资到位资金9亿元。\n"
    )
    assert [(m["status"], m["period_end"]) for m in read(text).metrics] == [
        ("result", date(2023, 12, 31)),
        ("result", date(2023, 6, 30)),
        ("target", date(2024, 12, 31)),
    ]


NEWS = (
    "{title}\n发布时间:2023-10-20 来源:省商务厅\n10月19日,省政府新闻办举行发布会。据海关统计,今年前三季度,全省进出口总值612亿元,增长8%。"
    "其中,出口400亿元,增长11%。\n从贸易方式看,一般贸易进出口390亿元。\n9月当月,进出口总值71亿元。\n力争全年进出口突破820亿元。\n"
)


def test_news_of_figures_of_a_time_that_has_ended(read: Read) -> None:
    found = read(NEWS.format(title="前三季度我省外贸进出口增长8%")).metrics
    told = {(m["value"], m["unit"]): (m["status"], m["period_end"]) for m in found}
    assert told[400, "亿元"] == ("result", date(2023, 9, 30))
    assert told[11, "%"] == ("result", date(2023, 9, 30))
    assert told[390, "亿元"] == ("result", date(2023, 9, 30))
    assert told[71, "亿元"] == ("result", date(2023, 9, 30))
    assert told[820, "亿元"] == ("target", date(2023, 12, 31))


def test_a_city_without_a_name_is_not_the_country(read: Read) -> None:
    text = "我市召开卫生健康工作会议\n今天,市卫生健康委召开全市工作会议。会议要求,年内70%以上的乡镇卫生院达到国家基本标准。\n"
    assert read(text).document["region"] is None
    own = "我国造船业高质量发展行动方案\n到2027年,国家级创新平台达到20家,全国造船完工量稳步增长。\n"
    assert read(own).document["region"] == "全国"


def test_a_county_of_taiwan_counts_years_of_the_republic(read: Read) -> None:
    text = (
        "苗栗縣政府114年度施政計畫\n壹、前言\n本府積極推動各項縣政建設。\n貳、113年度執行成果\n一、113年共完成道路鋪設86公里。\n"
        "參、114年度施政目標\n一、預計於114年底前完成公共托嬰中心5處。\n"
    )
    found = read(text)
    assert found.document["region_code"] == "710000"
    assert [(m["value"], m["status"], m["period_end"]) for m in found.metrics] == [
        (86, "result", date(2024, 12, 31)),
        (5, "target", date(2025, 12, 31)),
    ]
INTERVIEW = "编者按：2023年是全面贯彻党的二十大精神的开局之年，本刊记者专访望河区委书记。\n记者：今年开局怎么样？\n区委书记：{answer}\n记者：下一步呢？\n区委书记：今年再建绿道12公里。\n"


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        ("今年一季度势头不错，签约项目31个。", "result"),
        ("今年一季度勢頭不錯，簽約項目31個。", "result"),
        ("截至5月底，入库项目完成投资8亿元。一季度签约项目31个。", "result"),
        ("五年间我们关停小煤窑67处。", "result"),
        ("一季度集中签约项目31个，力争全部开工。", "target"),
        ("往后约五年间，要关停小煤窑67处。", "target"),
    ],
)
def test_a_part_of_the_year_whose_course_is_told_is_over(read: Read, answer: str, status: str) -> None:
    told = [m for m in read(INTERVIEW.format(answer=answer)).metrics if m["value"] in (31, 67)]
    assert [m["status"] for m in told] == [status]


def test_a_plan_named_by_one_year_is_for_that_year(read: Read) -> None:
    text = (
        "柳湾县2019年农村环境整治实施方案\n一、目标任务\n到2019年底,改厕9000座。到2020年,卫生户厕覆盖率稳定在85%以上。\n"
        "二、重点任务\n安装太阳能路灯3200盏。\n"
    )
    assert [str(m["period_end"])[:4] for m in read(text).metrics] == ["2019", "2020", "2019"]
