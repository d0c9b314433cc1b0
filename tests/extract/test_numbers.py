"""Quantities: many surface forms for one expected value, and what is no quantity."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.extract.chinese_numerals import parse_arabic, parse_chinese, parse_range
from pipeline.extract.numbers import find_numbers, fires, modifiers, names, plausible, to_base, units
from pipeline.normalize import normalize

# text, then for each mention: span, value, value_max, unit, comparator, modifier_text
CASES = {
    # of an error the better one is the smaller; a rate that is better than another is told apart from it
    "测距精度优于3cm": [("3", 3, None, "cm", "le", "优于")],
    "控制精度优于±2%": [("2%", 2, None, "%", "le", "优于±")],
    "满意率优于上年3个百分点": [("3个百分点", 3, None, "百分点", "eq", None)],
    # percentages, points, tenths, times
    "工业增加值增长6.5%。": [("6.5%", 6.5, None, "%", "eq", None)],
    "工业增加值增长百分之六点五。": [("百分之六点五", 6.5, None, "%", "eq", None)],
    "合格率百分之百": [("百分之百", 100, None, "%", "eq", None)],
    "自然增长率千分之三": [("千分之三", 3, None, "‰", "eq", None)],
    "占比提高10个百分点以上": [("10个百分点", 10, None, "百分点", "ge", "以上")],
    "下降零点五个百分点": [("零点五个百分点", 0.5, None, "百分点", "eq", None)],
    "高于全省1.6个百分点": [("1.6个百分点", 1.6, None, "百分点", "eq", None)],
    "同比为-3.2%": [("-3.2%", -3.2, None, "%", "eq", None)],
    "近四成": [("四", 4, None, "成", "approx", "近")],
    "保证比例9.5成": [("9.5", 9.5, None, "成", "eq", None)],
    "保证比例九成五": [("九", 9.5, None, "成", "eq", None)],
    "保证比例8成5以上": [("8", 8.5, None, "成", "ge", "以上")],
    "提高到六成五水平": [("六", 6.5, None, "成", "eq", None)],
    "超过六成半学员": [("六", 6.5, None, "成", "ge", "超过")],
    "六成半导体企业": [("六", 6, None, "成", "eq", None)],
    "市场对半导体需求殷切": [],
    # what a rise leads to is no end of a range
    "开支将上升约百分之三点四至五千六百七十亿元": [
        ("百分之三点四", 3.4, None, "%", "approx", "约"), ("五千六百七十亿", 5670, None, "亿元", "eq", None),
    ],
    "开支减少百分之五至七百八十亿元": [
        ("百分之五", 5, None, "%", "eq", None), ("七百八十亿", 780, None, "亿元", "eq", None),
    ],
    "增长百分之三至五左右": [("百分之三至五", 3, 5, "%", "between", "左右")],
    "每年发行约六百五十至一千二百亿元债券": [("六百五十至一千二百亿", 650, 1200, "亿元", "between", "约")],
    # what says that it is about so many stands behind the numeral, where no unit does
    "车程2个半小时": [("2", 2.5, None, "小时", "eq", None)],
    "两个半小时以内": [("两", 2.5, None, "小时", "le", "以内")],
    "轮候时间降至四年半": [("四", 4.5, None, "年", "eq", None)],
    "使用年期由八年延长": [("八", 8, None, "年", "eq", None)],
    "2个半导体项目": [("2", 2, None, "个", "eq", None)],
    "十四亿多人口": [("十四亿", 14, None, "亿", "approx", "多")],
    # a lower bound and an upper one behind it are the ends of one range
    "处以3万元以上8万元以下的罚款": [("3万元以上8万", 3, 8, "万元", "between", "以上…以下")],
    "处以3000元以上1万元以下罚款": [("3000元以上1万", 0.3, 1, "万元", "between", "以上…以下")],
    "股东2人以上20人以下": [("2人以上20", 2, 20, "人", "between", "以上…以下")],
    "甲级7万元以上、乙级4万元以下": [("7万", 7, None, "万元", "ge", "以上"), ("4万", 4, None, "万元", "le", "以下")],
    "年限6年以上产值9万元以下": [("6", 6, None, "年", "ge", "以上"), ("9万", 9, None, "万元", "le", "以下")],
    "最长三年的租房补贴": [("三", 3, None, "年", "le", "最长")],
    "发放不超过36个月的补贴": [("36", 36, None, "个月", "le", "不超过")],
    "三年内建成,为期6个月": [],
    "超过2025年水平": [],
    # the whole that a share is taken of stands between its bound and the number
    "准备金不低于保费收入的3%": [("3%", 3, None, "%", "ge", "不低于")],
    "工作人员不得少于职工总数的7%": [("7%", 7, None, "%", "ge", "不得少于")],
    "投入四千至一万元": [("四千至一万", 0.4, 1, "万元", "between", None)],
    # read to its end
    "潜在供应量达七万六千伙": [("七万六千", 76000, None, "伙", "eq", None)],
    "惠及四万五千学生": [("四万五千", 45000, None, "", "eq", None)],
    "减少3分之1": [("3分之1", 0.3333, None, "", "eq", None)],
    "增长两倍": [("两", 2, None, "倍", "eq", None)],
    "增长10倍以上": [("10", 10, None, "倍", "ge", "以上")],
    "三分之一以上的村": [("三分之一", 0.3333, None, "", "ge", "以上")],
    "占全国1/3左右": [("1/3", 0.3333, None, "", "approx", "左右")],
    "半数以上": [("半数", 0.5, None, "", "ge", "以上")],
    # magnitudes
    "进度超前3%": [("3%", 3, None, "%", "eq", None)],
    "亏损接近新台币3亿元": [("3亿", 3, None, "亿元", "approx", "接近")],
    "贷款逾人民币3亿元": [("3亿", 3, None, "亿元", "ge", "逾")],
    "补贴约新台币3亿元": [("3亿", 3, None, "亿元", "approx", "约")],
    "发放津贴3000澳门元": [("3000", 3000, None, "澳门元", "eq", None)],
    "总值4821.6亿元": [("4821.6亿", 4821.6, None, "亿元", "eq", None)],
    "总值4,821.6亿元": [("4,821.6亿", 4821.6, None, "亿元", "eq", None)],
    "总值达18.7兆元": [("18.7兆", 18.7, None, "兆元", "eq", None)],
    "人均4万2,615美元": [("4万2,615", 42615, None, "美元", "eq", None)],
    "营业额3兆6,240亿元": [("3兆6,240亿", 36240, None, "亿元", "eq", None)],
    "累计6万905人": [("6万905", 60905, None, "人", "eq", None)],
    "出口近5千亿美元": [("5千亿", 5000, None, "亿美元", "approx", "近")],
    "投入一亿八千万元": [("一亿八千万", 1.8, None, "亿元", "eq", None)],
    "人均收入三万五千一百元": [("三万五千一百", 35100, None, "元", "eq", None)],
    "近一万三千个单位": [("一万三千", 13000, None, "个", "approx", "近")],
    "投入3.8万亿元": [("3.8万亿", 3.8, None, "万亿元", "eq", None)],
    "总动力10亿千瓦左右": [("10亿", 10, None, "亿千瓦", "approx", "左右")],
    "装机1.2 GW": [("1.2", 1.2, None, "GW", "eq", None)],
    "储能300 MW以上": [("300", 300, None, "MW", "ge", "以上")],
    "第160 L-1号线": [],
    "用电1000亿千瓦时": [("1000亿", 1000, None, "亿千瓦时", "eq", None)],
    "有机质28克/千克": [("28", 28, None, "克/千克", "eq", None)],
    "粮食1.4万亿斤": [("1.4万亿", 1.4, None, "万亿斤", "eq", None)],
    "惠及31.6万贫困人口": [("31.6万", 31.6, None, "万", "eq", None)],
    "员工超过730万。": [("730万", 730, None, "万", "ge", "超过")],
    "突破百亿元,": [("百亿", 100, None, "亿元", "ge", "突破")],
    "亿元以上项目": [("亿", 1, None, "亿元", "ge", "以上")],
    # 余, 多, 几
    "整治2万余家": [("2万", 2, None, "万家", "approx", "余")],
    "选派4700多名干部": [("4700", 4700, None, "名", "approx", "多")],
    "带动千余家企业": [("千余", 1000, None, "家", "approx", "余")],
    "带动上千家企业": [("千", 1000, None, "家", "approx", "上")],
    "近百个项目": [("百", 100, None, "个", "approx", "近")],
    "改造4200多万套": [("4200多万", 4200, None, "万套", "approx", "多")],
    "三十几万人": [("三十几万", 30, None, "万人", "approx", "几")],
    "二十多家": [("二十", 20, None, "家", "approx", "多")],
    # ranges
    "培育1-2家": [("1-2", 1, 2, "家", "between", None)],
    "培育3至5个": [("3至5", 3, 5, "个", "between", None)],
    "增长5.0%—5.5%": [("5.0%—5.5%", 5, 5.5, "%", "between", None)],
    "增长4.5-5%左右": [("4.5-5%", 4.5, 5, "%", "between", "左右")],
    "增长5%至6%": [("5%至6%", 5, 6, "%", "between", None)],
    "增长百分之五至百分之六": [("百分之五至百分之六", 5, 6, "%", "between", None)],
    "15岁至30岁青年": [("15岁至30", 15, 30, "岁", "between", None)],
    "2岁至未满6岁": [("2岁至未满6", 2, 6, "岁", "between", None)],
    "补助10-20万元": [("10-20万", 10, 20, "万元", "between", None)],
    "注册资本8000万元-1亿元": [("8000万元-1亿", 0.8, 1, "亿元", "between", None)],
    "五六十家": [("五六十", 50, 60, "家", "between", None)],
    "由5%至7%": [("5%", 5, None, "%", "eq", None), ("7%", 7, None, "%", "eq", None)],
    "提高5%至6月底": [("5%", 5, None, "%", "eq", None)],
    # comparators in front, behind, at a distance
    "不低于60%": [("60%", 60, None, "%", "ge", "不低于")],
    "满意率≥90%": [("90%", 90, None, "%", "ge", "≥")],
    "不高于60%": [("60%", 60, None, "%", "le", "不高于")],
    "失业率控制在4%以内": [("4%", 4, None, "%", "le", "以内")],
    "失业率稳定在4.8%左右": [("4.8%", 4.8, None, "%", "approx", "左右")],
    "超过3万多名": [("3万", 3, None, "万名", "ge", "超过")],
    "约20家左右": [("20", 20, None, "家", "approx", "约…左右")],
    "未满18周岁": [("18", 18, None, "周岁", "le", "未满")],
    "10个工作日内": [("10", 10, None, "个工作日", "le", "内")],
    "30日内答复": [("30", 30, None, "日", "le", "内")],
    "各县至少建成1个": [("1", 1, None, "个", "ge", "至少")],
    "最高可补助200万元": [("200万", 200, None, "万元", "le", "最高")],
    "补助以每月400元为上限": [("400", 400, None, "元", "le", "为上限")],
    "不得少于30公顷为下限": [("30", 30, None, "公顷", "ge", "不得少于…为下限")],
    "每年约减少8亿元": [("8亿", 8, None, "亿元", "approx", "约")],
    "节约增加8亿元": [("8亿", 8, None, "亿元", "eq", None)],
    "每人最高给予一次性奖励5000元": [("5000", 5000, None, "元", "le", "最高")],
    "进入全国前10名": [("10", 10, None, "名", "le", "前")],
    "目前10名": [("10", 10, None, "名", "eq", None)],
    "节约5亿元": [("5亿", 5, None, "亿元", "eq", None)],
    "目标为28%加减2%": [("28%", 28, None, "%", "approx", "加减2%")],
    "各县至少要用心,建成1个": [("1", 1, None, "个", "eq", None)],
    # units: composed, bracketed, shared in a list, taken over by a zero
    "浓度89微克/立方米": [("89", 89, None, "微克/立方米", "eq", None)],
    "补助500元/人·月": [("500", 500, None, "元/人·月", "eq", None)],
    "每度0.5元": [("0.5", 0.5, None, "元", "eq", None)],
    "新购35台(套)": [("35", 35, None, "台(套)", "eq", None)],
    "带宽5000M以上": [("5000", 5000, None, "M", "ge", "以上")],
    "占GDP3%": [("3%", 3, None, "%", "eq", None)],
    "上线APP20个": [("20", 20, None, "个", "eq", None)],
    "提高9.8和7个百分点": [("9.8", 9.8, None, "百分点", "eq", None), ("7个百分点", 7, None, "百分点", "eq", None)],
    "分别给予50万、30万元": [("50万", 50, None, "万元", "eq", None), ("30万", 30, None, "万元", "eq", None)],
    "贫困率由5.4%降为0": [("5.4%", 5.4, None, "%", "eq", None), ("0", 0, None, "%", "eq", None)],
    "水温4℃~85℃": [("4℃~85", 4, 85, "℃", "between", None)],
    "居全省第4、21个学科入选": [("21", 21, None, "个", "eq", None)],
    "单笔贷款达到60万元(含60万元)以上的": [("60万", 60, None, "万元", "eq", None)],
}

KINDS = {
    "十二项": "quantity",
    "三百公里": "quantity",
    "五十万人": "quantity",
    "三项机制": "small_chinese",
    "两个": "small_chinese",
    "四个县": "small_chinese",
    "三家以上": "quantity",
    "两公里": "quantity",
    "指数不超过100的": "bare",
    "占比2.87,": "bare",
    "利润翻了两番": "multiple",
    "产值实现倍增": "multiple",
    "结构为6.5∶41.2∶52.3": "ratio",
    "结构为6.5:41.2:52.3": "ratio",
    "比为2.1∶1": "ratio",
}

NAMES_AND_DATES = """
2025年 2025年3月18日 2021-03-18 2021/3/18 2018—2020年 3月6日至8日 6月底 上午9时 9:30 9时30分 15:00-17:00 “十四五”期间 二〇三五年
二○三五年 近3年 三年来 6个月 2个季度 十多年 70周年 一百周年
第十四届 第3 第4位 第三产业 第一 首批 No.1 九届十一次全会 第十七、十八、十九条 地铁1、2、3号线 3号线 2021版 韧性计划2.0
国发〔2021〕3号 附件2 专栏5智慧农业 如图5所示 邮编100044 电话010-68104430
5G 4K 3D打印 PM2.5 PM10浓度 T800 G331 S339 Z4线 IPv6地址 GB/T39561 A4纸 T1000碳纤维
4+4 1+N 1+10+N 1+10条 “532” “985” “21条” 7×24小时 500强 百强县 12345热线 211工程 15部门 20国集团
百亿级 千亿级园区 百万级 600吨级 打造千亿元产业集群 万元GDP能耗 每万人口 每10万人 成千上万 数十万人 几百家 15分钟便民生活圈 最后一公里
一般 一定 统一 统一部署 一批 一系列 一体化 一些 十分重要 千方百计 万一 一方面 五位一体 百年 两岸 五星级 一流 四面八方 红十字 零部件 三门峡 七台河
一带一路 三农 双一流 六稳六保 半导体 上半年 千家万户 万事 四季度 三北 统一架构
"""
NO_NUMBERS = NAMES_AND_DATES.split()


def mentions(text: str) -> list[tuple[str, float, float | None, str, str, str | None]]:
    return [
        (text[m.start : m.end], m.value, m.value_max, m.unit, m.comparator, m.modifier_text) for m in find_numbers(text)
    ]


@pytest.mark.parametrize("text", CASES)
def test_reads_quantities(text: str) -> None:
    assert mentions(text) == CASES[text]


@pytest.mark.parametrize("text", KINDS)
def test_tells_the_kind(text: str) -> None:
    assert {m.kind for m in find_numbers(text)} == {KINDS[text]}


@pytest.mark.parametrize("text", NO_NUMBERS)
@pytest.mark.parametrize("frame", ["{}", "推进{}。", "\n{}\n"])
def test_leaves_names_and_dates_alone(text: str, frame: str) -> None:
    assert mentions(frame.format(text)) == []


@pytest.mark.parametrize(
    "text", ["1.做强平台", "2、完善政策", "(3)加强监管", "1.2.3总体要求", "2.3面向园区", "02基础软件", "12\n"]
)
def test_leaves_list_numbers_alone(text: str) -> None:
    assert mentions(f"导语。\n{text}建设") == []


@pytest.mark.parametrize(
    ("traditional", "simplified"),
    [
        ("投資逾１兆7,460億元", "投资逾1兆7,460亿元"),
        ("約12萬380人", "约12万380人"),
        ("處以3000元以上1萬元以下罰款", "处以3000元以上1万元以下罚款"),
        ("開支上升約百分之三點四至五千六百億元", "开支上升约百分之三点四至五千六百亿元"),
        ("潛在供應量達七萬六千伙", "潜在供应量达七万六千伙"),
        ("近５０％的鄉鎮", "近50%的乡镇"),
        ("發電達333億度以上", "发电达333亿度以上"),
        ("三分之一的縣，共十二個", "三分之一的县，共十二个"),
        ("至少建設3處", "至少建设3处"),
    ],
)
def test_script_and_width_do_not_matter(traditional: str, simplified: str) -> None:
    one, two = mentions(normalize(traditional).text), mentions(normalize(simplified).text)
    assert one == two
    assert one


def test_span_widens_by_unit_and_modifiers() -> None:
    text = "全年新增不少于20家左右(不含3月)"
    (m,) = find_numbers(text)
    assert text[m.start : m.end] == "20"
    assert text[m.start : m.unit_end] == "20家"
    assert text[m.left : m.right] == "不少于20家左右"


def test_ratio_gives_one_mention_for_each_part() -> None:
    assert [m.value for m in find_numbers("由6.5∶41.2∶52.3调整为5.1∶38.4∶56.5")] == [6.5, 41.2, 52.3, 5.1, 38.4, 56.5]


def test_a_year_behind_a_colon_is_no_part_of_a_ratio() -> None:
    assert [m.value for m in find_numbers("推动湖滨行动方案2.0:2024年比例为3:2") if m.kind == "ratio"] == [3, 2]


@pytest.mark.parametrize(
    ("printed", "value", "scale"),
    [
        ("5.73万", 5.73, "万"),
        ("1,082.5万", 1082.5, "万"),
        ("5千亿", 5000, "亿"),
        ("4万2,615", 42615, ""),
        ("1亿8000万", 18000, "万"),
        ("14·1", 14.1, ""),
        ("2.3千", 2300, ""),
    ],
)
def test_arabic_numerals(printed: str, value: float, scale: str) -> None:
    assert parse_arabic(printed) == (value, scale)


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("三十五", 35), ("十", 10), ("一百零五", 105), ("三百五", 350), ("两万五", 25000), ("一亿八千万", 180000000),
        ("一万二千亿", 1200000000000), ("一万亿", 1000000000000), ("二〇二五", 2025), ("六点五", 6.5), ("零点零八", 0.08),
        ("二百四十六万四千", 2464000), ("一一", None), ("五六十", None), ("三点", None), ("百十千", None),
    ],
)  # fmt: skip
def test_chinese_numerals(printed: str, value: float | None) -> None:
    assert parse_chinese(printed) == value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("为390万65岁以上老年人免费体检", [(390, "万"), (65, "岁")]),
        ("為3.2萬60周歲以上老人發放津貼", [(3.2, "万"), (60, "周岁")]),
        ("超过1万6千岁", [(16000, "岁")]),
        ("16万749人", [(160749, "人")]),
    ],
)
def test_how_many_of_an_age(text: str, expected: list[tuple[float, str]]) -> None:
    assert [(n.value, n.unit) for n in find_numbers(normalize(text).text)] == expected


def test_neighbouring_digits_are_a_range() -> None:
    assert parse_range("五六十") == (50, 60)
    assert parse_range("三五百万") == (3000000, 5000000)
    assert parse_range("六五十") is None
    assert parse_range("二九十") is None


@pytest.mark.parametrize(
    ("value", "unit", "base"),
    [
        (4821.6, "亿元", (482160000000.0, "元")),
        (18.7, "兆元", (18700000000000.0, "元")),
        (3, "万亩", (20000000.0, "平方米")),
        (84, "亿斤", (4200000000.0, "千克")),
        (1800, "万千瓦", (18000000000.0, "瓦")),
        (1000, "亿千瓦时", (100000000000.0, "千瓦时")),
        (20, "兆瓦", (20000000.0, "瓦")),
        (50, "万名", (500000.0, "人")),
        (12, "万人次", (120000.0, "人次")),
        (6.45, "‰", (0.645, "%")),
        (35, "台(套)", (35.0, "台(套)")),
        (500, "元/吨", (500.0, "元/吨")),
        (31.6, "万", (316000.0, "")),
        (0.3333, "", (0.3333, "")),
        (3, "什么", None),
    ],
)
def test_base_units(value: float, unit: str, base: tuple[float, str] | None) -> None:
    assert to_base(value, unit) == base


def test_physical_bounds() -> None:
    assert plausible(9.5, "成")
    assert not plausible(95, "成")
    assert not plausible(300, "岁")
    assert plausible(300, "亿元")
    assert plausible(-8, "%")


ENTRIES = [entry for load in (units, modifiers, names) for entry in load()]


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.id)
def test_rule_entries_fire_in_their_examples_only(entry) -> None:  # type: ignore[no-untyped-def]
    assert entry.examples
    assert [text for text in entry.examples if not fires(entry.id, text)] == []
    assert [text for text in entry.counter_examples if fires(entry.id, text)] == []


def test_unknown_entry_is_an_error() -> None:
    with pytest.raises(KeyError):
        fires("no such entry", "5%")


def test_rule_files_do_not_contradict_themselves() -> None:
    ids = Counter(entry.id for entry in ENTRIES)
    assert [name for name, count in ids.items() if count > 1] == []
    forms = Counter(form for entry in units() for form in entry.forms)
    assert [form for form, count in forms.items() if count > 1] == []
    # A refused word that begins a unit would silence the unit: 分钟 refused behind 分 loses every 15分钟.
    refused = {word for entry in units() for word in entry.not_words}
    assert [(form, word) for form in forms for word in refused if form.startswith(word)] == []


TOKENS = """
0 1 2 5 8 . , % 年 月 日 一 二 三 十 百 千 万 亿 兆 两 几 多 余 个 家 元 公里 亩 千瓦 以上 以内 近 超过 不低于 至少 最高 第 至 - ∶ : / ( ) “ ” 《 》
百分之 分之 点 翻番 倍 成 级 PM G 、 和
"""
PIECES = st.sampled_from([*TOKENS.split(), "\n"])
TEXTS = st.lists(PIECES | st.characters(codec="utf-8"), max_size=40).map("".join)


@settings(max_examples=400, deadline=None)
@given(TEXTS)
def test_spans_are_ordered_and_nested(text: str) -> None:
    position = 0
    for m in find_numbers(text):
        assert position <= m.left <= m.start < m.end <= m.unit_end <= m.right <= len(text)
        position = m.right
        assert m.comparator == "between" if m.value_max is not None else m.comparator != "between"


@given(st.integers(0, 10**9), st.sampled_from(["家", "亩", "公里", "吨"]), st.booleans())
def test_every_integer_is_read(number: int, unit: str, grouped: bool) -> None:
    printed = f"{number:,}" if grouped else str(number)
    assert mentions(f"完成{printed}{unit}。") == [(printed, number, None, unit, "eq", None)]


@given(st.integers(1, 99999999))
def test_chinese_and_arabic_numerals_agree(number: int) -> None:
    assert parse_chinese(in_chinese(number)) == number


def in_chinese(number: int) -> str:
    """The numeral of a positive integer below 10^8, with every 零 that school grammar asks for."""
    if number >= 10000:
        rest = number % 10000
        joint = "零" if 0 < rest < 1000 else ""
        return in_chinese(number // 10000) + "万" + joint + (in_chinese(rest) if rest else "")
    text, pending = "", False
    for power, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, power)
        if digit:
            text += ("零" if pending and text else "") + "零一二三四五六七八九"[digit] + name
        pending = not digit
    return text
