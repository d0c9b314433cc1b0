"""A report on work done: what its headings order has been done, and only clear words make a target of it."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from pipeline.records import DocumentRecords

Read = Callable[[str], DocumentRecords]
COVER = "市政府\n施政報告\n市議會第 5 屆第 3 會期\n中華民國 114 年 2 月\n"
OPENING = "現就 113 年 7 月至 12 月(以下稱為本期)所辦各項工作報告於次。\n"
HEADING = "壹、強化食安稽查,守護民眾健康\n"
# Facts with past dates, as such reports are full of them; no figures.
DATED = "".join(f"113 年 {month} 月辦理宣導,113 年 {month} 月底完成檢討。\n" for month in range(1, 12))


@pytest.fixture
def reported(read: Read) -> Callable[[str], list[dict[str, Any]]]:
    """Metrics of a sentence under a heading that orders work, in a report on the half year before."""
    return lambda sentence: read(COVER + OPENING + DATED + HEADING + sentence + "\n").metrics


END_OF_YEAR, PLAN_YEAR = date(2024, 12, 31), date(2025, 12, 31)


@pytest.mark.parametrize(
    ("sentence", "status", "end"),
    [
        ("稽查餐廳 320 家。", "result", None),
        ("本期稽查餐廳 320 家。", "result", END_OF_YEAR),
        ("本期稽查餐厅 320 家。", "result", END_OF_YEAR),
        ("核定補助 9,600 萬元。", "result", None),
        ("每案補助 3,000 元。", "criterion", None),
        ("補助每案最高 300 萬元。", "criterion", None),
        ("經費遭刪減 300 萬元。", "result", None),
        ("业于去年底新建檢驗室 3 所。", "result", END_OF_YEAR),
        ("113 學年度參加學校 320 所。", "result", date(2025, 8, 31)),
        ("預計新建檢驗室 3 所。", "target", PLAN_YEAR),
        ("預計新建檢驗室 3 所,培訓人員 60 人。", "target", PLAN_YEAR),
        ("預計新建檢驗室;培訓人員 60 人。", "result", None),
        ("預計完工,目前工程進度 60%。", "result", None),
        ("工程期程至 116 年,目前進度 60%。", "result", None),
        ("完成 95 年次志工訓練 320 人。", "result", None),
        ("檢驗室 3 所預計完成新建。", "target", PLAN_YEAR),
        ("輔導 3 所學校擬訂計畫書。", "result", None),
        ("114 年新建檢驗室 3 所。", "target", PLAN_YEAR),
        ("114 年起,以新建檢驗室 3 所為目標。", "target", PLAN_YEAR),
        ("將志工 320 人編組。", "result", None),
        ("將培訓志工 320 人。", "target", PLAN_YEAR),
        ("擬定計畫書 3 份。", "result", None),
        ("擬新建檢驗室 3 所。", "target", PLAN_YEAR),
        ("培訓率達 30%(目標為 25%)及合格率 81%。", "result", None),
        ("培训率达 30%(目标为 25%)及合格率 81%。", "result", None),
        ("截至 113 年 11 月底，東橋工程預計 116 年完工；西橋工程，進度 12%。", "result", date(2024, 11, 30)),
        ("截至 113 年 11 月底，东桥工程预计 116 年完工；西桥工程，进度 12%。", "result", date(2024, 11, 30)),
        ("截至 113 年 12 月底止，東橋工程已於 113 年 5 月 13 日通車；西橋工程，進度 12%。", "result", END_OF_YEAR),
        ("截至 113 年 12 月底止，东桥工程已于 113 年 5 月 13 日通车；西桥工程，进度 12%。", "result", END_OF_YEAR),
        ("東橋工程已於 113 年 5 月 13 日通車；西橋工程已於 113 年 6 月 3 日通車，全長 12 公里。", "result", date(2024, 6, 3)),
        ("自 104 年推動以來，已建置檢驗室 3 所。", "result", None),
        ("自 104 年 3 月起，每月檢驗 3 所。", "result", None),
        ("(三)各級學校午餐及團膳之稽查量能持續成長：113 年稽查餐廳 320 家。完成檢驗 960 件。", "result", END_OF_YEAR),
        ("(三)各级学校午餐及团膳之稽查量能持续成长：113 年稽查餐厅 320 家。完成检验 960 件。", "result", END_OF_YEAR),
        ("投資金額 8 億元，較 112 年成長 5%。", "result", END_OF_YEAR),
        ("投资金额 8 亿元，较 112 年成长 5%。", "result", END_OF_YEAR),
        ("投資金額 8 億元，較 108 年成長 5%。", "result", None),
        ("114 年 2 月 3 日公布通報餐廳 320 家。", "result", date(2025, 2, 3)),
        ("113 年外銷餐點 320 萬份，恢復至 108 年的 86%。", "result", END_OF_YEAR),
        ("113 年外销餐点 320 万份，恢复至 108 年的八成。", "result", END_OF_YEAR),
        ("食安專線接獲 320 件，較 112 年 80 件。", "result", date(2023, 12, 31)),
        ("食安专线接获 320 件，较 112 年的 80 件。", "result", date(2023, 12, 31)),
        ("估約有 320 家餐廳受惠。", "target", PLAN_YEAR),
        ("估约有 320 家餐厅受惠。", "target", PLAN_YEAR),
        ("单一厂商得标金额不得超过 5%。", "criterion", None),
        ("單一廠商得標金額不得超過 5%。", "criterion", None),
        ("單一廠商得標金額不超過 5%。", "result", None),
        ("舉辦食安論壇,以「齊心守護未來」為主題,吸引業者 320 人參加。", "result", None),
        ("举办食安论坛,以“齐心守护未来”为主题,吸引业者 320 人参加。", "result", None),
        ("因應未來環境變遷,下設 3 個工作小組。", "result", None),
        ("未來新建檢驗室 3 所。", "target", PLAN_YEAR),
        ("將現有志工 320 人編組,服務民眾 960 人次。", "result", None),
        ("将现有志工 320 人编组,服务民众 960 人次。", "result", None),
        ("金管會於 113 年 7 月召開檢討會議,稽查餐廳 320 家。", "result", date(2024, 7, 31)),
        ("協助廠商爭取訂單 320 萬元。", "result", None),
        ("爭取新建檢驗室 3 所。", "target", PLAN_YEAR),
        ("113 年列管經費 32 億元,預估執行率 93%。", "result", END_OF_YEAR),
        ("113年列管经费32亿元,预估执行率93%。", "result", END_OF_YEAR),
        ("113 年列管經費 32 億元,預計 116 年執行率 93%。", "target", date(2027, 12, 31)),
        ("113 年度輔導餐廳改善設備,預計補助 320 家。", "target", END_OF_YEAR),
        ("113年度辅导餐厅改善设备,预计补助320家。", "target", END_OF_YEAR),
        ("110 學年度起推動午餐計畫,預計補助 320 校。", "target", PLAN_YEAR),
        ("113 年截至 10 月底止,稽查率達 25%(目標為 30%)。", "target", END_OF_YEAR),
        ("113年截至10月底止,稽查率达25%(目标为30%)。", "target", END_OF_YEAR),
        ("113 年截至 9 月底止,稽查餐廳 320 家,較 112 年同期(240 家)", "result", date(2023, 9, 30)),
        ("113年截至9月底止,稽查餐厅320家,较112年同期(240家)", "result", date(2023, 9, 30)),
        ("113 年度稽查件數低於 112 年同期(240 件)。", "result", date(2023, 12, 31)),
        ("113 年舉辦宣導活動。自 114 年 1 月 1 日起擴大辦理,截至 1 月 20 日止,已培訓志工 320 人。", "result", date(2025, 1, 20)),
        ("113年举办宣导活动。自114年1月1日起扩大办理,截至1月20日止,已培训志工320人。", "result", date(2025, 1, 20)),
    ],
)
def test_what_a_report_tells(
    reported: Callable[[str], list[dict[str, Any]]], sentence: str, status: str, end: date | None
) -> None:
    assert [(m["status"], m["period_end"]) for m in reported(sentence)][-1:] == [(status, end)]


@pytest.mark.parametrize(
    ("sentence", "value", "measure"),
    [
        ("輔導廠商減碳逾 3,200 噸。", -3200, "change"),
        ("辅导厂商减碳逾3200吨。", -3200, "change"),
        ("廠商減碳量 3,200 噸。", 3200, "level"),
        ("輔導 320 家廠商節能減排。", 320, "level"),
    ],
)
def test_what_is_saved_is_a_fall(reported: Callable[[str], list[dict[str, Any]]], sentence: str, value: float, measure: str) -> None:
    assert [(m["value"], m["measure"]) for m in reported(sentence)] == [(value, measure)]


FEW_DATES = "".join(f"113 年 {month} 月辦理宣導。\n於 {month + 1} 月完成檢討。\n" for month in range(3, 8))


@pytest.mark.parametrize("sentence", ["稽查餐廳 320 家。", "稽查餐厅320家。"])
def test_a_report_to_an_assembly_needs_few_dates_that_name_their_year(read: Read, sentence: str) -> None:
    text = COVER + HEADING + FEW_DATES
    assert [m["status"] for m in read(text + sentence + "\n").metrics] == ["result"]
    assert [m["status"] for m in read(text.replace("113 年", "114 年") + sentence + "\n").metrics] == ["target"]


@pytest.mark.parametrize("sentence", ["自 113 年 8 月 1 日起檢驗津貼由 960 元調整至 3,200 元。", "自113年8月1日起检验津贴由960元调整至3200元。"])
def test_what_changes_on_a_day_was_so_until_the_day_before(reported: Callable[[str], list[dict[str, Any]]], sentence: str) -> None:
    found = reported(sentence)[-2:]
    assert [(m["value"], m["period_end"]) for m in found] == [(960, date(2024, 7, 31)), (3200, None)]
    assert found[1]["baseline_period_end"] == date(2024, 7, 31)


def test_a_rise_is_held_against_the_figure_of_the_other_year(reported: Callable[[str], list[dict[str, Any]]]) -> None:
    found = reported("稽查餐廳 320 家，較 112 年的 80 家增加 240 家。")
    assert [(m["value"], m["period_end"], m["baseline_value"]) for m in found][1:] == [
        (80, date(2023, 12, 31), None), (240, None, 80),
    ]


def test_a_short_heading_looks_ahead(read: Read) -> None:
    text = COVER + OPENING + DATED + "貳、未來工作重點\n新建檢驗室 3 所。\n"
    assert [m["status"] for m in read(text).metrics] == ["target"]


@pytest.mark.parametrize("sentence", ["東橋工程預計 116 年完工；西橋工程，進度 12%。", "东桥工程预计 116 年完工；西桥工程，进度 12%。"])
def test_how_far_work_has_come_is_a_state_whatever_stands_ahead(read: Read, sentence: str) -> None:
    (metric,) = read(COVER + HEADING + sentence + "\n").metrics
    assert (metric["status"], metric["period_end"]) == ("result", None)


RESULTS = "桃山縣議會第20屆第5次定期會縣長施政報告\n中華民國114年5月2日\n壹、重要施政成果\n"


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("一、農業:輔導 32 家農會取得驗證。", [("result", None)]),
        ("一、农业:辅导32家农会取得验证。", [("result", None)]),
        ("113 學年度計有國小 72 所。", [("result", date(2025, 8, 31))]),
        ("東橋於 113 年 11 月完工;西橋工程經費 3 億元,預計 115 年 6 月完工,目前進度 45%。", [("result", None), ("result", None)]),
    ],
)
def test_a_heading_of_results_looks_back_in_a_report_of_few_dates(read: Read, sentence: str, expected: list[tuple[str, date | None]]) -> None:
    assert [(m["status"], m["period_end"]) for m in read(RESULTS + sentence + "\n").metrics] == expected


@pytest.mark.parametrize(
    ("sentence", "statuses"),
    [
        ("114 年將推動老屋健檢 32 件,補助耐震補強 9 件。", ["target", "target"]),
        ("114年将推动老屋健检32件,补助耐震补强9件。", ["target", "target"]),
        ("113 年已推動老屋健檢 32 件,補助耐震補強 9 件。", ["result", "result"]),
        ("114 年度預算編列教育經費 32 億元,較 113 年度增加 9 億元。", ["target", "target"]),
        ("113 年度預算編列教育經費 32 億元。", ["result"]),
    ],
)
def test_what_a_look_back_tells_of_the_running_year(read: Read, sentence: str, statuses: list[str]) -> None:
    assert [m["status"] for m in read(RESULTS + sentence + "\n").metrics] == statuses


NEXT_BUDGET = "115年度總預算案總說明\n桃園市政府\n中華民國114年8月\n壹、預算編列情形\n"
YEARS = "桃山縣淨零計畫(114年至117年)\n桃山縣政府\n中華民國114年3月\n壹、計畫目標\n"
NEXT_YEAR, LAST_YEAR = date(2026, 12, 31), date(2028, 12, 31)


@pytest.mark.parametrize(
    ("head", "sentence", "expected"),
    [
        (NEXT_BUDGET, "稅課收入 320 億元,占歲入 60%。", [("target", NEXT_YEAR)] * 2),
        (NEXT_BUDGET, "税课收入320亿元,占岁入60%。", [("target", NEXT_YEAR)] * 2),
        (NEXT_BUDGET, "114 年經濟成長率預測為 3%,115 年預測為 2%。", [("target", PLAN_YEAR), ("target", NEXT_YEAR)]),
        (YEARS, "工業區廢水回收率達 80%。", [("target", LAST_YEAR)]),
        (YEARS, "工业区废水回收率达80%。", [("target", LAST_YEAR)]),
        (YEARS, "老舊機車汰換,4 年共補助 6 萬輛。", [("target", LAST_YEAR)]),
        (YEARS, "總經費 86 億元,其中中央補助 52 億元。", [("target", LAST_YEAR)] * 2),
        (YEARS, "补助每案最高3亿元。", [("criterion", None)]),
        (YEARS, "109 年至今,電業吸收 26 億元。", [("result", None)]),
    ],
)
def test_a_title_tells_the_years_of_the_republic_that_a_paper_is_for(
    read: Read, head: str, sentence: str, expected: list[tuple[str, date | None]]
) -> None:
    assert [(m["status"], m["period_end"]) for m in read(head + sentence + "\n").metrics] == expected


BUDGET = "114年度總預算案總說明\n中華民國 113 年 8 月\n壹、歲入歲出編列情形\n"


@pytest.mark.parametrize("sentence", ["114 年度歲入編列 32 億元,較 113 年度預算數 27 億元,增加 5 億元。", "114年度岁入编列32亿元,较113年度预算数27亿元,增加5亿元。"])
def test_the_budget_of_the_running_year_is_what_the_next_is_held_against(read: Read, sentence: str) -> None:
    told = [(m["metric"], m["value"], m["status"], m["period_end"]) for m in read(BUDGET + sentence + "\n").metrics]
    assert told == [
        ("岁入预算", 32, "target", PLAN_YEAR), ("岁入预算", 27, "result", END_OF_YEAR), ("岁入预算", 5, "target", PLAN_YEAR),
    ]


def test_what_a_budget_holds_for_a_subsidy_is_no_rule_of_support(read: Read) -> None:
    found = read(BUDGET + "為照顧租屋家庭,編列 3 億元擴大租金補貼。\n").metrics
    assert [m["status"] for m in found] == ["target"]


def test_a_share_of_work_aimed_at_is_no_state(read: Read) -> None:
    assert [m["status"] for m in read(COVER + HEADING + "力爭工程進度達 60%。\n").metrics] == ["target"]


def test_without_past_dates_a_heading_orders_work(read: Read) -> None:
    (metric,) = read(COVER + HEADING + "稽查餐廳 320 家。\n").metrics
    assert metric["status"] == "target"


BULLETIN = """清水县“项目攻坚”活动工作简报
(第6期)
清水县“项目攻坚”活动领导小组办公室 2021年9月15日
一、重点工作进展
(一)服务企业用心用力。组成41个服务小组,收集难题370个,办结率91.5%。
(二)加快补齐短板。改造农村危房230户,新建村卫生室16个,完成年度任务的88%。
二、存在问题
空气质量优良天数距离年度目标还有9天的差距。
三、下一步打算
再储备重点项目25个。
"""
NEWS = """清水县项目建设提质增效
发布时间:2021-07-09
今年以来,清水县扎实推进各项工作。
引进重点项目14个,建设街头游园9个。
改造农村危房230户,新建村卫生室16个。下半年,将再新建村卫生室5个。
"""


@pytest.mark.parametrize("text", [BULLETIN, BULLETIN.replace("发", "發").replace("改造农村", "改造農村").replace("储备", "儲備")])
def test_a_bulletin_tells_what_was_done_but_under_the_heading_of_work_ahead(read: Callable[[str], DocumentRecords], text: str) -> None:
    metrics = read(text).metrics
    assert [m["value"] for m in metrics if m["status"] == "result"] == [41, 370, 91.5, 230, 16, 88, 9]
    assert [m["value"] for m in metrics if m["status"] == "target"] == [25]


def test_the_news_of_a_work_under_way_tells_what_was_done(read: Callable[[str], DocumentRecords]) -> None:
    metrics = read(NEWS).metrics
    assert [m["value"] for m in metrics if m["status"] == "result"] == [14, 9, 230, 16]
    assert [m["value"] for m in metrics if m["status"] == "target"] == [5]


def test_a_paper_that_opens_with_the_year_so_far_plans(read: Callable[[str], DocumentRecords]) -> None:
    text = NEWS.replace("清水县项目建设提质增效", "清水县项目建设若干措施").replace("扎实推进各项工作", "取得成效,现提出以下措施")
    metrics = read(text).metrics
    assert {m["status"] for m in metrics} == {"target"}


def test_an_answer_that_opens_with_a_time_dates_its_paragraph(read: Callable[[str], DocumentRecords]) -> None:
    text = (
        "访清水县委书记\n2021年是“十四五”开局之年。\n记者:去年成绩如何?\n王某某:2020年,面对挑战,粮食产量达到30万吨。村庄亮化实现95个。\n"
        "记者:环境方面呢?\n王某某:去年,我们攻坚克难。拆除违建6万平方米。\n"
    )
    assert [(m["status"], m["period_end"]) for m in read(text).metrics] == [("result", date(2020, 12, 31))] * 3


def test_the_years_of_a_plan_are_added_up_ahead(read: Callable[[str], DocumentRecords]) -> None:
    text = "清水县河道治理三年行动方案(2020—2022年)\n2020年5月12日\n一、保障措施\n县财政每年安排资金300万元,三年累计投入不少于900万元。\n"
    assert [(m["value"], m["period_end"]) for m in read(text).metrics] == [(300, date(2022, 12, 31)), (900, date(2022, 12, 31))]


@pytest.mark.parametrize("count", ["1至5月份", "截至5月底"])
def test_months_counted_up_to_date_their_paragraph_until_the_talk_turns(read: Callable[[str], DocumentRecords], count: str) -> None:
    text = (
        f"清水县召开新闻发布会\n2020年6月18日,清水县政府新闻办召开新闻发布会。\n{count},全县实施水利项目86个。新开工堤防项目21个,较去年同期增加6个。"
        "下一步,我们将抓好落实。新开工堤防项目45个。\n"
    )
    counted, planned = ("result", date(2020, 5, 31)), ("target", date(2020, 12, 31))
    assert [(m["status"], m["period_end"]) for m in read(text).metrics] == [counted, counted, counted, planned]
