"""The indicator vocabulary: its own examples, what links to what, what must stay unlinked, hits in running text."""

from __future__ import annotations

import re
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from pipeline.extract import vocabulary
from pipeline.extract.vocabulary import IndicatorEntry, VocabularyRecord, WordGroup

ENTRIES = vocabulary.indicators()
GROUPS = vocabulary.word_groups()
WORDINGS = [wording for entry in ENTRIES for wording in (entry.name, *entry.aliases)]


def code(phrase: str, *places: str) -> str | None:
    entry = vocabulary.link(phrase, places)
    return entry.id if entry else None


def hits(text: str) -> list[tuple[str, str]]:
    return [(text[start:end], entry.id) for start, end, entry in vocabulary.find(text)]


# --- the file ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.id)
def test_examples(entry: IndicatorEntry) -> None:
    assert entry.examples
    assert [text for text in entry.examples if not vocabulary.fires(entry.id, text)] == []
    assert [text for text in entry.counter_examples if vocabulary.fires(entry.id, text)] == []


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group.id)
def test_word_group_examples(group: WordGroup) -> None:
    assert group.examples
    assert [text for text in group.examples if not vocabulary.fires(group.id, text)] == []
    assert [text for text in group.counter_examples if vocabulary.fires(group.id, text)] == []


def test_every_wording_links_to_its_own_entry() -> None:
    wrong = [
        (entry.id, wording, code(wording))
        for entry in ENTRIES
        for wording in (entry.name, *entry.aliases, *entry.phrase_only)
        if vocabulary.link(wording) is not entry
    ]
    assert wrong == []


def test_every_name_and_alias_is_found_in_text() -> None:
    lost = [
        (entry.id, wording)
        for entry in ENTRIES
        for wording in (entry.name, *entry.aliases)
        if not any(hit is entry for _, _, hit in vocabulary.find(f"今年,{wording}。"))
    ]
    assert lost == []


def test_phrases_only_are_not_found_in_text() -> None:
    found = [
        (entry.id, wording)
        for entry in ENTRIES
        for wording in entry.phrase_only
        if any(text == wording and owner == entry.id for text, owner in hits(wording))
    ]
    assert found == []


def test_ids_and_domains() -> None:
    assert len(ENTRIES) >= 450
    assert [entry.id for entry in ENTRIES if not re.fullmatch(r"[a-z_]+(?:\.[a-z0-9_]+)+", entry.id)] == []
    assert [entry.id for entry in ENTRIES if entry.id.split(".")[0] != entry.domain] == []
    assert {entry.domain for entry in ENTRIES} == set(get_args(vocabulary.Domain))


def test_base_units_have_no_magnitude() -> None:
    assert [entry.id for entry in ENTRIES if entry.base_unit[:1] in {"万", "亿"}] == []


def test_counter_examples_are_near_enough_to_fail() -> None:
    """A counter-example that shares no two characters with any wording of its entry could never fire."""
    far = [
        (entry.id, text)
        for entry in ENTRIES
        for text in entry.counter_examples
        if len(set(text) & set().union(*(v for w in (entry.name, *entry.aliases) for v in vocabulary._variants(w)))) < 2
    ]
    assert far == []


@pytest.mark.parametrize(
    "record",
    [
        {"id": "x.y", "name": "某", "english": "some", "domain": "magic"},
        {"id": "x.y", "name": "某", "english": "some", "domain": "other", "colour": "red"},
        {"id": "x.y", "name": "某", "domain": "other"},
        {"id": "x.y", "role": "beside", "words": ["某"]},
        {"id": "x.y", "role": "before", "words": ["某"], "name": "某"},
    ],
)
def test_faulty_records_are_refused(record: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        VocabularyRecord.model_validate(record)


def test_one_wording_for_two_indicators_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def entry(code: str, alias: str) -> IndicatorEntry:
        return IndicatorEntry(id=code, name=code, english=code, domain="other", aliases=(alias,))

    monkeypatch.setattr(
        vocabulary, "indicators", lambda: (entry("other.a", "规上产值"), entry("other.b", "规模以上产值"))
    )
    with pytest.raises(ValueError, match=r"规模以上产值 stands for both other\.a and other\.b"):
        vocabulary._table.__wrapped__()


def test_unknown_ids() -> None:
    assert vocabulary.entry("economy.nothing") is None
    with pytest.raises(KeyError):
        vocabulary.fires("economy.nothing", "地区生产总值")


# --- link -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("expected", "phrases"),
    [
        ("economy.gdp", "地区生产总值 国内生产总值 生产总值 GDP gdp 本地生产总值 国内生产毛额 经济成长率 经济增长 全市生产总值增速 经济总量"),
        ("economy.gdp_per_capita", "人均地区生产总值 人均GDP 人均生产总值 全省人均国内生产总值"),
        ("economy.tertiary_share", "第三产业增加值占地区生产总值的比重 第三产业占GDP比重 第三产业占地区生产总值 第三产业占比"),
        ("economy.cpi", "居民消费价格 居民消费价格涨幅 CPI 消费者物价指数 综合消费物价指数 居民消费价格指数(CPI) 居民消费价格总水平涨幅"),
        ("economy.urbanization", "常住人口城镇化率 城镇化率 城市化率"),
        ("economy.market_entities", "经营主体 市场主体总量 新增各类市场主体 经营主体总数"),
        ("fiscal.general_revenue", "一般公共预算收入 全市一般公共预算收入 地方一般公共预算收入 地方财政一般预算收入 一般公共预算收入增幅"),
        ("fiscal.livelihood_share", "民生支出占一般公共预算支出的比重 民生支出占比 财政民生支出占一般公共预算支出比例"),
        ("investment.fixed_assets", "固定资产投资 全社会固定资产投资 固定资产投资(不含农户) 全省固定资产投资增速 完成固定资产投资"),
        ("investment.industrial", "工业投资 工业投资增速 全市工业投资"),
        ("investment.private_share", "民间投资占比 民间投资占固定资产投资的比重 民间投资比重"),
        ("consumption.retail_sales", "社会消费品零售总额 社零总额 全社会消费品零售总额 社会消费品零售总额增幅"),
        ("trade.total", "外贸进出口总额 进出口总值 货物贸易进出口总额 进出口 外贸进出口"),
        ("trade.fdi", "实际使用外资 实际利用外资 实际利用外商直接投资 实际到位外资"),
        ("industry.scale_value_added", "规上工业增加值 规模以上工业增加值 规模工业增加值 规上工业增加值增速"),
        ("industry.specialized_sme", "专精特新中小企业 “专精特新”中小企业 省级专精特新中小企业 专精特新企业总数"),
        ("industry.little_giants", "国家级专精特新“小巨人”企业 专精特新小巨人企业 国家专精特新“小巨人”企业"),
        ("agriculture.grain", "粮食产量 粮食总产量 粮食总产 全年粮食产量"),
        ("agriculture.high_standard_farmland", "高标准农田 新建高标准农田 高标准农田建设 高标准农田建设任务"),
        ("agriculture.sanitary_toilets", "农村卫生厕所普及率 卫生厕所普及率"),
        ("energy.intensity", "单位地区生产总值能耗 单位GDP能耗 万元生产总值能耗 能耗强度 单位国内生产总值能源消耗降低"),
        ("energy.renewable_capacity", "可再生能源装机 再生能源装置容量 可再生能源发电装机"),
        ("environment.pm25", "PM2.5平均浓度 PM2.5浓度 pm2.5浓度 细颗粒物年均浓度 细颗粒物(PM2.5)平均浓度 PM2.5年均浓度"),
        ("environment.good_air", "空气质量优良天数比例 优良天数比率 地级及以上城市空气质量优良天数比例 空气优良率"),
        ("environment.surface_water", "地表水国考断面水质优良比例 国考断面优良水体比例 地表水达到或好于III类水体比例"),
        ("science.rd_spending", "全社会研发经费投入 研究与试验发展经费支出 研究与试验发展(R&D)经费投入 R&D经费"),
        ("science.rd_intensity", "研发投入强度 全社会研发经费支出占GDP比重 研究与试验发展经费支出占国内生产总值比例 R&D经费投入强度"),
        ("science.enterprise_rd", "规模以上工业企业研发费用 规上工业企业研发投入"),
        ("science.contracts", "技术合同成交额 技术合同成交金额 技术合同交易额"),
        ("digital.core_share", "数字经济核心产业增加值占地区生产总值比重 数字经济核心产业增加值占GDP的比重 数字经济核心产业增加值占全省GDP比重"),
        ("transport.expressways", "高速公路通车里程 高速公路通车总里程 高速公路里程"),
        ("housing.old_communities", "老旧小区改造 城镇老旧小区 改造老旧小区 新开工改造城镇老旧小区 城镇老旧小区改造任务"),
        ("housing.public_wait_hk", "公屋综合轮候时间 公屋轮候时间"),
        ("employment.urban_new_jobs", "城镇新增就业 新增城镇就业 城镇新增就业人数 全市新增城镇就业人数 城镇新增就业人员"),
        ("employment.surveyed_unemployment", "城镇调查失业率 全国城镇调查失业率"),
        ("employment.unemployment", "失业率 经季节性调整的失业率"),
        ("income.residents_disposable", "居民人均可支配收入 全体居民人均可支配收入 城乡居民收入增速 居民收入"),
        ("income.total_salary_tw", "每人每月总薪资 每人每月实质总薪资"),
        ("social_security.urban_minimum", "城市低保标准 城市居民低保标准 城市居民最低生活保障标准 城镇低保标准"),
        ("social_security.long_term_care_tw", "长照服务涵盖率"),
        ("tourism.inbound", "接待入境游客 入境旅游人次 来台旅客 访港旅客"),
        ("government.people_congress", "人大代表建议 办理人大代表建议 人大代表建议办理"),
        ("population.resident", "常住人口 2025年末常住人口 年末常住人口"),
    ],
)  # fmt: skip
def test_links(expected: str, phrases: str) -> None:
    assert [(phrase, code(phrase)) for phrase in phrases.split() if code(phrase) != expected] == []


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("长春市地区生产总值", "economy.gdp"),
        ("呼和浩特市固定资产投资增速", "investment.fixed_assets"),
        ("吉林省长春市粮食产量", "agriculture.grain"),
        ("北京市市属国企利润", "fiscal.municipal_soe_profit"),
        ("广西壮族自治区森林覆盖率", "environment.forest_coverage"),
        ("全国粮食产量", "agriculture.grain"),
    ],
)
def test_places_in_front(phrase: str, expected: str) -> None:
    assert code(phrase) == expected


def test_places_that_only_the_caller_knows() -> None:
    assert code("青禾县地区生产总值") is None
    assert code("青禾县地区生产总值", "青禾县") == "economy.gdp"
    assert code("云岭新区固定资产投资", "青禾县", "云岭新区") == "investment.fixed_assets"
    assert code("青禾县工业园区地区生产总值", "青禾县") is None


@pytest.mark.parametrize(
    "phrase",
    [
        "汽车零部件产业增加值",
        "经济开发区地区生产总值",
        "脱贫县地区生产总值",
        "设区市地区生产总值",
        "中心城市地区生产总值",
        "粮食产量占全国比重",
        "地区生产总值占全国比重",
        "固定资产投资占地区生产总值比重",
        "工业投资增速高于邻省幅度",
        "县级一般公共预算收入",
        "区级众创空间",
        "高新技术企业(市级)",
        "高新技术企业贷款",
        "数字经济核心产业利润",
        "棚户区改造贷款",
        "主城区清洁取暖率",
        "养老床位补贴",
        "城镇新增就业岗位补贴",
        "生产",
        "增速",
        "新增",
        "全市",
        "总数",
        "的",
        "",
        "()",
    ],
)
def test_stays_unlinked(phrase: str) -> None:
    assert code(phrase) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("地区生产总值", "农林牧渔业总产值"),
        ("地区生产总值", "海洋生产总值"),
        ("地区生产总值", "单位地区生产总值能耗"),
        ("单位地区生产总值能耗", "单位地区生产总值二氧化碳排放"),
        ("研发经费", "研发经费占GDP比重"),
        ("工业增加值", "服务业增加值"),
        ("工业增加值", "规上工业增加值"),
        ("高新技术产业增加值", "高技术制造业增加值"),
        ("高新技术产业产值", "高新技术产业增加值"),
        ("城镇登记失业率", "城镇调查失业率"),
        ("固定资产投资", "工业投资"),
        ("固定资产投资", "民间投资"),
        ("民间投资", "民间投资占比"),
        ("地区生产总值", "民营经济增加值"),
        ("网上零售额", "实物商品网上零售额"),
        ("进出口总额", "服务贸易进出口总额"),
        ("一般公共预算收入", "一般公共预算支出"),
        ("一般公共预算收入", "税收收入"),
        ("税收收入", "非税收入"),
        ("城镇居民人均可支配收入", "农村居民人均可支配收入"),
        ("居民人均可支配收入", "农村居民人均可支配收入"),
        ("农村居民人均可支配收入", "农村居民人均纯收入"),
        ("农村居民人均可支配收入", "脱贫地区农村居民人均可支配收入"),
        ("居民人均可支配收入", "居民人均消费支出"),
        ("空气质量优良天数", "空气质量优良天数比例"),
        ("森林覆盖率", "森林蓄积量"),
        ("粮食产量", "粮食播种面积"),
        ("粮食产量", "粮食综合生产能力"),
        ("科技进步贡献率", "农业科技进步贡献率"),
        ("高速公路里程", "高速铁路里程"),
        ("新能源汽车产量", "汽车产量"),
        ("常住人口城镇化率", "户籍人口城镇化率"),
        ("专精特新中小企业", "专精特新小巨人企业"),
        ("绿色工厂", "省级绿色工厂"),
        ("省级绿色工厂", "国家级绿色工厂"),
        ("城市低保标准", "农村低保标准"),
        ("最低工资标准", "小时最低工资标准"),
        ("基本养老保险参保率", "基本医疗保险参保率"),
        ("老旧小区改造", "棚户区改造"),
        ("城市危旧房改造", "农村危房改造"),
        ("保障性住房", "保障性租赁住房"),
        ("游客人次", "入境游客"),
        ("人大代表建议", "政协提案"),
    ],
)
def test_tells_apart(one: str, other: str) -> None:
    first, second = vocabulary.link(one), vocabulary.link(other)
    assert first is not None
    assert second is not None
    assert first is not second


# --- find -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "地区生产总值增长6%;规模以上工业增加值增7%",
            [("地区生产总值", "economy.gdp"), ("规模以上工业增加值", "industry.scale_value_added")],
        ),
        (
            "新认定高新技术企业80家、“专精特新”中小企业35家",
            [("高新技术企业", "science.hightech_firms"), ("“专精特新”中小企业", "industry.specialized_sme")],
        ),
        ("研发经费投入占全省生产总值的比例达到3%", [("研发经费投入占全省生产总值的比例", "science.rd_intensity")]),
        ("社会物流总费用与GDP的比率降到13%", [("社会物流总费用与GDP的比率", "economy.logistics_cost_ratio")]),
        ("单位地区生产总值能耗下降3%", [("单位地区生产总值能耗", "energy.intensity")]),
        ("空气质量优良天数比例达到九成", [("空气质量优良天数比例", "environment.good_air")]),
        ("奖励100万元工业投资补助", [("工业投资", "investment.industrial")]),
        ("经济增长靠创新", []),
        ("安全出口保持畅通", []),
        ("药品进口", []),
    ],
)
def test_finds(text: str, expected: list[tuple[str, str]]) -> None:
    assert hits(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "软件业占地区生产总值近一成",
        "会展业占全市地区生产总值近一成",
        "单位工业增加值水耗优于平均",
        "人均一般公共预算收入翻番",
        "工业投资占一半以上",
        "高新技术企业占三成",
        "固定资产投资相当于上年的两倍",
        "电影业产值占第三产业增加值比重为2%",
    ],
)
def test_parts_of_an_unknown_ratio_are_no_hits(text: str) -> None:
    assert hits(text) == []


def test_longest_wins_and_spans_are_exact() -> None:
    text = "去年,城镇新增就业6万人;城镇调查失业率5%。"
    assert [(start, end) for start, end, _ in vocabulary.find(text)] == [(3, 9), (13, 20)]


def test_excluded_phrases_hide_an_entry() -> None:
    assert hits("非上市公司和拟上市企业") == []
    assert hits("新增上市公司9家") == [("上市公司", "finance.listed_companies")]


# --- properties -------------------------------------------------------------------------------------------------------

PIECES = st.lists(
    st.one_of(
        st.sampled_from(WORDINGS),
        st.sampled_from(
            ["全市", "占", "单位", "的比重", "与", "增长6%", ",", "。", "\n", "新增", "长春市", "(", ")", "5.5万"]
        ),
        st.text(max_size=4),
    ),
    max_size=8,
).map("".join)


@given(PIECES)
def test_find_never_fails_and_spans_are_in_order(text: str) -> None:
    last = 0
    for start, end, entry in vocabulary.find(text):
        assert last <= start < end <= len(text)
        assert vocabulary.link(text[start:end]) is entry
        last = end


@given(PIECES)
def test_link_never_fails(text: str) -> None:
    entry = vocabulary.link(text)
    assert entry is None or vocabulary.entry(entry.id) is entry


@given(
    st.sampled_from(ENTRIES),
    st.sampled_from(["", "全市", "全省", "我省", "2025年"]),
    st.sampled_from(["", "增速", "目标"]),
)
def test_region_and_growth_words_change_nothing(entry: IndicatorEntry, front: str, end: str) -> None:
    assert vocabulary.link(front + entry.name + end) is entry


@given(
    st.sampled_from(ENTRIES), st.sampled_from(["某", "航天", "经济开发区", "部分"]), st.sampled_from(["奖金", "方案"])
)
def test_a_further_qualifier_unlinks(entry: IndicatorEntry, front: str, end: str) -> None:
    assert vocabulary.link(front + entry.name) is None
    assert vocabulary.link(entry.name + end) is None


def test_no_indicator_has_the_mark_of_a_clause_in_its_name() -> None:
    """A sentence is searched once; what stands in it stands in one of its clauses."""
    wordings = [name for entry in ENTRIES for name in (entry.name, *entry.aliases, *entry.excludes)]
    assert not [wording for wording in wordings if set(wording) & set(",;:。!?\n")]
