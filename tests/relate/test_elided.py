"""Names of numbers whose words leave out what was counted, in which undertaking, or what the unit measures."""

from collections.abc import Callable
from typing import Any

import pytest
import zhconv

from pipeline.records import DocumentRecords
from pipeline.relate.elided import in_another_unit, thing_of, undertaking
from tests.relate.conftest import FILLER, HEAD, LOOK_BACK, TASKS

Metrics = Callable[[str], list[dict[str, Any]]]

CASES = [
    # a deed alone, with the things that the same unit counted before
    ("已有40家厂商申请,核定10家。", ["厂商申请", "厂商核定"]),
    ("集合住宅计列管90家、合格40家。", ["集合住宅列管", "集合住宅合格"]),
    # with the undertaking that is named in quotes
    ("办理“湿地巡护计划”,核定43案、约10亿元。", ["“湿地巡护计划”核定", "“湿地巡护计划”核定金额"]),
    # how often a deed within it was done
    (
        "推动“偏乡学伴计划”,提供课后辅导,线上课程结业计1820人次、平板借用计640人次。",
        ["“偏乡学伴计划”线上课程结业", "“偏乡学伴计划”平板借用"],
    ),
    ("推动“偏乡学伴计划”、“湖滨巡护计划”,平板借用计640人次。", ["平板借用"]),
    ("推动“偏乡学伴计划”;平板借用计640人次。", ["平板借用"]),
    # with what the clause before works on
    ("推动湖滨林业合作计画,补助16件。", ["湖滨林业合作计划补助"]),
    # people alone
    ("查缉走私犯罪不遗余力,羁押38人,起诉114人。", ["羁押人数", "起诉人数"]),
    # a part of what was counted
    ("核定补助湖滨步道工程49案,其中33案已完工。", ["湖滨步道工程", "湖滨步道工程完工"]),
    ("湖滨都市更新案计90案,其中12案进行评选作业。", ["湖滨都市更新案", "湖滨都市更新案进行评选作业"]),
    # a second figure in a unit of another kind
    ("建置湖滨果树产区67处、2651公顷。", ["湖滨果树产区", "湖滨果树产区面积"]),
    ("开设湖滨导览课程16班、300人次。", ["湖滨导览课程", "湖滨导览课程人次"]),
    # words that only tell are no part of a name
    ("湖滨海淡厂均已发包3座。", ["湖滨海淡厂发包"]),
    ("租金补贴计受理43案。", ["租金补贴受理"]),
    ("各乡镇亩均税收增长3%。", ["各乡镇亩均税收"]),
    # the verb of the next number
    ("补助5个地方政府办理6案湖滨计划。", ["地方政府", "湖滨计划"]),
    ("促成18家业者投资循环产业达8.8亿元。", ["业者投资循环产业", "业者投资循环产业"]),
    # where they are stands before the verb
    ("全国共有9家医疗机构提供咨询。", ["全国医疗机构提供咨询"]),
    # a unit is no part of a word
    ("协助5个别墅社区。", ["别墅社区"]),
    # heads that lean on what was counted, or on the undertaking
    ("已于各地办理湖滨说明会58场次,出席人数总计7149人次。", ["湖滨说明会", "湖滨说明会出席人数"]),
    ("提报“客运车辆汰换计画”,总经费643亿元。", ["“客运车辆汰换计划”总经费"]),
    # what is left of what was counted
    ("湖滨工厂列管47家,其余39家辅导中。", ["湖滨工厂列管", "湖滨工厂辅导中"]),
    # words that mean nothing alone, with what the clause before, or the sentence before, carries on
    ("办理湖滨托育津贴,受惠人数800人。", ["湖滨托育津贴受惠人数"]),
    ("提供青年湖滨创业贷款。截至11月底止,累计贷放3亿元。", ["青年湖滨创业贷款贷放"]),
    ("推动“湖滨数位资料平台”,整合各方资源,已超过7万人次浏览。", ["“湖滨数位资料平台”浏览"]),
    ("布建湖滨照护据点,提供家庭支持,已完成45个据点。", ["湖滨照护据点"]),
    # or with the words before the colon of its item
    ("(二)湖滨市集评鉴:由单一业者提出,已有40家厂商申请。", ["湖滨市集评鉴厂商申请"]),
    # examples before what is counted, and a bracket behind the number
    ("完成甲溪整体环境改善计画、乙溪水岸环境改善工程、丙湖水岸步道及栈桥等水环境亮点11处。", ["水环境亮点"]),
    ("岁出编列8亿元(全数以举债支应)。", ["岁出预算"]),
]


@pytest.mark.parametrize(("sentence", "names"), CASES, ids=[c[0] for c in CASES])
def test_what_is_left_unsaid_is_named(in_look_back: Metrics, sentence: str, names: list[str]) -> None:
    assert [m["metric"] for m in in_look_back(sentence)] == names


@pytest.mark.parametrize(("sentence", "names"), CASES, ids=[c[0] for c in CASES])
def test_and_in_traditional_characters(read: Callable[[str], DocumentRecords], sentence: str, names: list[str]) -> None:
    text = zhconv.convert(f"{HEAD}{LOOK_BACK}{FILLER}\n{sentence}\n{TASKS}{FILLER}\n", "zh-hant").replace("計劃", "計畫")
    assert [m["metric"] for m in read(text).metrics] == names


@pytest.mark.parametrize(
    ("name", "thing"),
    [("厂商申请", "厂商"), ("危老重建计画受理", "危老重建计画"), ("训练", ""), ("完成专业训练", ""), ("讲座参加人次", "讲座")],
)
def test_the_things_without_what_was_done(name: str, thing: str) -> None:
    assert thing_of(name) == thing


def test_an_undertaking_is_named_in_quotes() -> None:
    text = "办理“农村托育计划”及“托育中心”,办理“步道方案(第2期)”"
    assert undertaking(text, 0, len(text)) == "“步道方案(第2期)”"
    assert undertaking(text, 0, 18) == "“农村托育计划”"


@pytest.mark.parametrize(
    ("text", "named"),
    [("举办“湖滨论坛”,计80人参加", "“湖滨论坛”"), ("举办“湖滨论坛”;计80人参加", ""), ("办理“湖滨计划”;计80人参加", "“湖滨计划”")],
)
def test_what_is_held_is_named_for_its_own_item_only(text: str, named: str) -> None:
    assert undertaking(text, 0, len(text)) == named
    assert undertaking(text, 0, len(text), events=False) == (named if "计划" in named else "")


def test_a_rate_of_what_was_counted_keeps_its_name() -> None:
    assert in_another_unit("参训人数", "倍", {"multiple"}, {"people"}) == "参训人数"
    assert in_another_unit("参训人数", "亿元", {"money"}, {"people"}) == "参训金额"


def test_what_a_budget_holds_is_for_the_time_it_runs(read: Callable[[str], DocumentRecords]) -> None:
    text = (
        "行政院湖滨建设特别预算案报告\n2030年11月1日\n贰、预算案编制重点\n本次预算案,岁出共编列8亿元,期程为2031年,各项预算如下:\n"
        "一、轨道建设\n为提供国人安全便捷的运输服务,本期编列5亿元。\n"
    )
    assert [str(m["period_end"]) for m in read(text).metrics] == ["2031-12-31", "2031-12-31"]


@pytest.mark.parametrize("clause", ["发展新型水利", "提升水利韧性"])
def test_a_budget_under_the_heading_of_a_work_is_that_of_the_work(read: Callable[[str], DocumentRecords], clause: str) -> None:
    text = f"湖滨特别预算案报告\n2030年11月1日\n二、水环境建设\n为保护居民,{clause},本期编列5亿元,持续办理河堤加高等计划经费。\n"
    assert [m["metric"] for m in read(text).metrics] == ["水环境建设预算"]


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        # what stands in a bracket is a part, and is forgotten behind it
        (
            "推动湖滨老屋修缮:计列管941处(民宅504处、厂房437处),已处置231处。",
            ["湖滨老屋修缮列管", "湖滨老屋修缮列管民宅", "湖滨老屋修缮列管厂房", "湖滨老屋修缮处置"],
        ),
        ("盘点湖滨路口,尚有15处未完成(东湖县6处、西湖县9处)。", ["未完成", "未完成东湖县", "未完成西湖县"]),
        # a verb that says what became of things governs the whole list, in whatever unit
        ("查扣湖滨私烟9公斤、走私烟苗3株。", ["湖滨私烟查扣", "走私烟苗查扣"]),
        # of numbered parts, and of those of an age
        ("湖滨疫苗接种率第1剂11.8%、第2剂0.5%。", ["湖滨疫苗接种率第1剂", "湖滨疫苗接种率第2剂"]),
        ("湖滨疫苗接种率8%,65岁以上为17%。", ["湖滨疫苗接种率", "年龄", "65岁以上湖滨疫苗接种率"]),
        # an amount for each month is no deed of each month
        ("湖滨敬老津贴为每月8000元,发放津贴9亿元。", ["湖滨敬老津贴每月", "津贴发放"]),
        # of which type a thing is
        ("汰换69kV湖滨裸露设备3组。", ["69kV湖滨裸露设备"]),
        ("打造8吋湖滨晶圆产线4条。", ["8吋湖滨晶圆产线"]),
        # another country has what the first one has, and a country a part of the whole
        ("韩国湖滨能源价格涨幅达3.6%,法国则达4.9%。", ["韩国湖滨能源价格", "法国湖滨能源价格"]),
        ("湖滨茶叶出口金额增长8%,其中加拿大增长3%。", ["湖滨茶叶出口金额", "加拿大湖滨茶叶出口金额"]),
        # in what state things are
        ("核定补助湖滨步道工程49案,其中33案已完工,2案设计中。", ["湖滨步道工程", "湖滨步道工程完工", "湖滨步道工程设计中"]),
        # 在 is a part of the word
        ("核定补助在学学生约2000名。", ["在学学生"]),
    ],
)
def test_lists_and_brackets(in_look_back: Metrics, sentence: str, names: list[str]) -> None:
    assert [m["metric"] for m in in_look_back(sentence)] == names


def test_what_is_told_since_a_month_is_not_dated_by_it(in_look_back: Metrics) -> None:
    (row,) = in_look_back("自2020年5月迄今,已促成湖滨展馆2座落成。")
    assert str(row["period_end"]) != "2020-05-31"


def test_the_average_of_the_years_before_is_dated_by_them(in_tasks: Metrics) -> None:
    now, before, rate = in_tasks("岁出冻结数预计80亿元,较前3年平均冻结数40亿元(冻结率5%)增加。")
    assert [m["metric"] for m in (before, rate)] == ["前3年平均冻结数", "前3年平均冻结率"]
    assert {(m["status"], str(m["period_end"])) for m in (before, rate)} == {("result", "2024-12-31")}
    assert now["status"] == "target"


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("本期东湖海域巡护51航次,西湖海域63航次。", ["东湖海域巡护", "西湖海域巡护"]),
        ("取缔湖滨违规停车5件,取缔湖畔违规停车取缔6件。", ["湖滨违规停车取缔", "湖畔违规停车取缔"]),
        # whose the sums behind a day are
        ("离岸风电截至2024年11月底止,累计装置容量约2.9万千瓦。", ["离岸风电装置容量"]),
        # what is aimed at and what has come of it
        ("申请湖滨抑低用电目标值255万千瓦,实绩值已达301万千瓦。", ["申请湖滨抑低用电目标值", "申请湖滨抑低用电实绩值"]),
        # parts of what is measured take its head, all of a list
        ("湖滨公路通车里程8236公里,其中县道1211公里、乡道2075公里。", ["湖滨公路通车里程", "县道通车里程", "乡道通车里程"]),
        ("湖滨粮食产量62万吨,其中稻谷41万吨、小麦12万吨。", ["湖滨粮食产量", "稻谷产量", "小麦产量"]),
        # a word that ends as the one before stands in its place
        ("湖滨男性平均预期寿命77.5岁,女性82.1岁。", ["湖滨男性平均预期寿命", "女性"]),
        ("县道每公里每年补助提到1万元,乡道5000元,村道不少于2000元。", ["县道每公里每年补助", "乡道每公里每年补助", "村道每公里每年补助"]),
        ("男性平均预期寿命77.5岁,女性82.1岁,孩童9.5岁。", ["男性平均预期寿命", "女性平均预期寿命", "孩童"]),
        # each of two told over another time
        ("湖滨城乡低保标准分别提高到每人每月710元、每人每年5700元。", ["湖滨城市低保标准每人每月", "湖滨农村低保标准每人每年"]),
        ("湖滨小学、幼儿园补助标准分别提高到每人每月70元、每人每年600元。", ["湖滨小学补助标准每人每月", "幼儿园补助标准每人每年"]),
        ("湖滨城乡低保标准提高到每人每月710元。", ["湖滨城乡低保标准每人每月"]),
        # examples by name
        ("湖滨林下经济品项为“段木菇”、“木耳”及“山茶”等7项。", ["湖滨林下经济品项"]),
    ],
)
def test_what_a_list_says_once(in_look_back: Metrics, sentence: str, names: list[str]) -> None:
    assert [m["metric"] for m in in_look_back(sentence)] == names


@pytest.mark.parametrize("sentence", ["截至2024年11月底,出口量达430吨,为2022年出口量的18倍。"])
def test_the_year_that_something_is_so_many_times_dates_nothing(in_look_back: Metrics, sentence: str) -> None:
    *_, times = in_look_back(sentence)
    assert (times["unit"], str(times["period_end"])) == ("倍", "2024-11-30")


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("2023年湖滨杂粮种植面积8万公顷,相较计划推动前一年(2015年)增加7000公顷。", ("湖滨杂粮种植面积", "2023-12-31")),
        ("截至2024年11月底,湖滨投资余额为17亿元,相较于基期2022年6月底增加约2亿元。", ("湖滨投资余额", "2024-11-30")),
    ],
)
def test_a_rise_since_a_base_is_of_its_own_time(in_look_back: Metrics, sentence: str, told: tuple[str, str]) -> None:
    _, rise = in_look_back(sentence)
    assert (rise["metric"], str(rise["period_end"])) == told


def test_what_has_been_done_since_a_year_is_not_dated_by_it(in_look_back: Metrics) -> None:
    (row,) = in_look_back("2018年迄今召开湖滨检讨会议349场。")
    assert str(row["period_end"]) != "2018-12-31"


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("发放湖滨敬老津贴5.2亿元,逾5万人受惠。", ["湖滨敬老津贴发放", "湖滨敬老津贴发放受惠人数"]),
        ("湖滨查扣金额达9万元,日币8万元。", ["湖滨查扣金额", "湖滨查扣金额日币"]),
        ("敬老礼金每人发放2000元,受惠长者8万9000人。", ["敬老礼金每人", "敬老礼金受惠长者"]),
        ("编列3亿元扩大湖滨租金补贴,预计协助7万户。", ["湖滨租金补贴", "湖滨租金补贴协助户数"]),
        ("五、农业:湖滨有机栽培面积320公顷。", ["湖滨有机栽培面积"]),
        ("一、教育:计有国小72所。", ["国小"]),
        ("湖滨居民生活费用金额提高至21万元,约有8万户受惠。", ["湖滨居民生活费用金额", "湖滨居民生活费用金额受惠户数"]),
        ("湖滨农业保险投保26万件;自开办以来,已开发8品项、4张保单,总计投保89万件。", ["湖滨农业保险投保", "开发", "保单", "湖滨农业保险投保"]),
    ],
)
def test_who_gains_and_what_goes_on(in_look_back: Metrics, sentence: str, names: list[str]) -> None:
    assert [m["metric"] for m in in_look_back(sentence)] == names
