"""Which spans are times, of which kind, and which look like times and are none."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.extract.times import TimeWord, find_times, fires
from pipeline.rulebook import load

# «» mark the expected spans.
SPANS: dict[str, list[str]] = {
    "year": [
        "到«2025年»建成三个园区", "«2025年»,全区投用学校", "力争«二〇二五年»达标", "«二○三五年»基本实现", "«二零二五年»见效",
        "«一九七八年»起步区", "«今年»新建4所", "比«上年»增长", "较«去年»同期", "«明年»再建", "«本年度»预算", "«全年»完成", "«去年全年»统计",
        "«2030年前»碳排放达峰", "«2027年以前»建成", "«2025年度»考核", "«当年»见效", "«次年»评估", "«民国114年»预算",
        "«2026年»中小学招生", "«2026年»内蒙古赛区", "«2026年»前期工作经费", "«明(2026)年»续办", "从«明年»报名", "透过«去年»的努力", "«2026年»起草条例", "«2026年»开始建设",
        "«2024»和«2025年»两次调价", "«2022»、«2023»、«2024年»的数据", "1.«2025年»重点",
    ],
    "year_part": [
        "«2025年底»前夕", "«2025年底前»完工", "«2025年年底»", "«2023年末»评估", "«年底前»报送", "到«年底»", "«年末»存量", "«年内»开工", "«今年内»投用",
        "«今年年底»通车", "«年中»评估", "«今年年中»检查", "比«年初»增加", "«2027年中前»投产", "«春节前»兑付", "«入汛前»清淤",
    ],
    "half_year": ["«2021年上半年»", "«上半年»开工", "«今年下半年»", "«2026上半年»成立", "2.«上半年»开工"],
    "quarter": ["«一季度»", "«第四季度»发布", "«2026年三季度末»", "«今年第一季»推出", "«2026年第4季»发射", "«明年首季»批出"],
    "month": [
        "«6月底前»完成", "«2021年6月»", "«2020年3月»出台", "«5月上旬»公示", "«十月底前»", "«今年一月»", "«元月份»", "«12月»", "«2026年9月末»余额",
        "«下月»公布", "«本月底前»报送", "«114年2月»施行",
    ],
    "day": ["«3月18日»召开", "«2021年3月18日»", "«12月25日之前»报送", "«114年2月25日»", "«民国114年2月25日»", "«三月十八日»", "«国庆节前»通车", "«5月1号»"],
    "plan": [
        "“开局”与«“十四五”»", "«“十四五”期间»新建", "«十四五时期»目标", "较«“十二五”末»翻番", "«十三五以来»", "实施«“七五”»普法", "«‘十二五’末»", "«“十五五”»规划目标",
        "«九五期间»", "«“十四五”规划期内»", "«“一五”时期»建设",
    ],
    "range": [
        "第一阶段(«2023-2028»)", "第二期(«2028–2033»)工程", "«2020-2025年»", "«2021年—2023年»为周期", "«2026~2028年»", "«2018年至2022年»", "«2025至2026年»", "«2019—2021年»", "«1-9月»增长", "«7月至9月»", "«前三季度»增长",
        "«前11个月»,", "«2021年1月至6月»", "«3月18日至20日»", "«3月28日至4月2日»", "«2021年9月至2022年6月»", "«2021年3月1日—2022年4月30日»", "«今明两年»",
        "«今年9月至明年2月»", "«一至三季度»", "«今年首八个月»合计", "«2024年底至2026年初»", "«二〇二〇年到二〇三五年»", "«今年至2027年»", "自«2026年3月1日起至2028年12月31日»", "一、安排\n3.«6月至9月»检修",
    ],
    "since": ["从«2026年起»执行", "自«2023年1月1日起»施行", "从«今年起»启动", "«今年以来»", "«2019年以来»", "«2021年至今»", "«2030年以后»", "«党的十八大以来»", "从«2026年开始»"],
    "age_of": ["«近3年»未发生", "«近五年»", "«三年来»", "«五年来»累计", "«过去五年»", "这是«这五年»", "«连续三年»第一", "«8年来»最好", "«五年»累计办理", "«3年»增长40%", "为«连续第9年»上调", "«近3年内»无违规", "«过去的五年»", "7.«近3年»无事故"],
    "within": [
        "«未来五年»", "«今后5年»新增", "«3年内»建成", "«两年内»", "用«3年时间»改造", "力争用«三年»建成", "«6个月内»办结", "«半年内»整改", "59.«两年内»", "目标\n7.«3年内»建成", "«今后五年内»", "预计«4年»新增", "«2-3年内»",
    ],
    "fiscal_year": ["«2025-26年度»拨款", "«财政年度2025-26»", "«2022/23学年»", "«二零二二/二三年度»", "«2024-2025学年»", "«2023-24至2026-27年度»"],
    "term": ["«本届政府任期内»建成", "«本届政府成立以来»"],
    "century": ["到«本世纪中叶»", "«本世纪末»", "«20世纪90年代»", "«八十年代初»", "«上世纪末»"],
    "frequency": ["«每月»通报", "«每年»评选", "«每季度»调度", "«每两年»一届", "«每3年»轮训", "«逐年»提高", "«一月一»主题"],
    "idle": ["«目前»进展", "立足«当前»", "«近年来»", "«截至目前»", "«长期以来»", "«现在»", "«21世纪»海上航线"],
    "duration": ["为期«三年»", "«三年多时间»", "延长«30年»", "不平凡的«一年»", "«6个月»津贴", "«5年期»贷款", "«十年»禁渔", "毕业«5年内»的青年", "历时«一个多月»", "落户后«三年内»", "«三年前»启动"],
    "name": [
        "《养老服务发展规划(«2021-2025年»)》", "«三年»行动计划", "第一个«十年»规划纲要", "«第十四个五年规划»草案", "《«二○三五年»远景目标纲要》", "行动方案(«2026-2028年»)", "目录(«2021年»版)", "«2035年»远景目标",
        "《关于«2020年»建设智慧城市的实施方案》", "«2026年»平原市政府工作报告", "《«“十四五”»数字发展规划》", "安全整治«三年»行动",
    ],
}  # fmt: skip

CASES = [(kind, marked) for kind, surfaces in SPANS.items() for marked in surfaces]

NO_TIMES = [
    "一年级和三年级学生", "年轻干部", "千年古县", "百年老店", "少年宫", "资本年均回报", "科技文明年度评选", "第十五项任务", "共六十五人", "三级联动", "月球探测", "日常管理",
    "2月30日", "13月", "2025年2月30日", "4月31日前", "6月32日", "国发〔2021〕3号", "532行动", "4+4产业", "项目前期工作", "体现在细节", "在校学年制", "安全年活动",
    "人均年收入", "疫情期间", "岁月", "PM2.5年均浓度", "5日前报送", "月度分析", "第三年租金", "满12月龄", "更多年轻人", "网上年货节", "中专以上年龄组", "三个年级", "建党100周年",
    "12345热线", "2025", "五年制教育", "各季度", "第二个学年",
]  # fmt: skip


def _unmarked(marked: str) -> tuple[str, list[tuple[int, int]]]:
    spans, plain = [], ""
    for piece in marked.split("«"):
        inside, mark, rest = piece.partition("»")
        if mark:
            spans.append((len(plain), len(plain) + len(inside)))
        plain += inside + rest
    return plain, spans


@pytest.mark.parametrize(("kind", "marked"), CASES, ids=[marked for _, marked in CASES])
def test_span_and_kind(kind: str, marked: str) -> None:
    text, spans = _unmarked(marked)
    found = find_times(text)
    assert [(mention.start, mention.end) for mention in found] == spans
    assert {mention.kind for mention in found} == {kind}


@pytest.mark.parametrize("text", NO_TIMES)
def test_no_time(text: str) -> None:
    assert find_times(text) == []


def test_several_in_one_sentence() -> None:
    text = "比上年增长5%,到2025年底前建成,“十五五”期间再增3个,每月通报,2035年远景目标。"
    assert [text[m.start : m.end] for m in find_times(text)] == ["上年", "2025年底前", "“十五五”期间", "每月", "2035年"]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("2025年6月底前", {"year": 2025, "month": 6, "month_part": "end", "before": 1}),
        ("二〇二五年三月", {"year": 2025, "month": 3}),
        ("民国114年2月25日", {"year": 2025, "month": 2, "day": 25}),
        ("去年第四季度", {"rel": -1, "quarter": 4}),
        ("2021-2023年", {"year": 2021, "to_year": 2023}),
        ("“十四五”末", {"plan": 14, "edge": "end"}),
        ("近十二年", {"unit": "year", "n": 12}),
        ("未来3-5年", {"unit": "year", "n": 5}),
        ("次年3月", {"same": 1, "month": 3}),
    ],
)
def test_parts(text: str, parts: dict[str, int | str]) -> None:
    (mention,) = find_times(text)
    assert dict(mention.parts) == parts


def test_years_of_the_republic_only_where_the_text_counts_so() -> None:
    assert [m.kind for m in find_times("建厂已114年")] == ["duration"]
    mentions = find_times("行政院核定114年预算,115年度续办,112学年度招生。")
    assert [(m.kind, dict(m.parts)["year"]) for m in mentions] == [
        ("year", 2025),
        ("year", 2026),
        ("fiscal_year", 2023),
    ]


def test_count_takes_the_year_it_runs_from() -> None:
    text = "自2026年起持续投入4年"
    since, count = find_times(text)
    assert (since.kind, count.kind) == ("since", "within")
    assert dict(count.parts)["year"] == 2026


def test_how_long_a_plan_runs_is_no_time() -> None:
    (start, length) = find_times("今年第三季起推行为期三年的计划")
    assert (start.kind, length.kind) == ("since", "duration")


@pytest.mark.parametrize("text", ["从2020年到2023年的四年间,产量翻番", "从2020年至2023年这四年间,产量翻番"])
def test_a_count_behind_a_range_is_that_range(text: str) -> None:
    span, count = find_times(text)
    assert text[count.start : count.end] in ("四年间", "这四年间")
    assert count.parts == span.parts == (("year", 2020), ("to_year", 2023))


def test_the_rest_of_a_word_is_no_part_of_a_decade() -> None:
    text = "九十年代初步建立,九十年代初建成"
    assert [text[t.start : t.end] for t in find_times(text)] == ["九十年代", "九十年代初"]


def test_recurring_dates_are_frequencies() -> None:
    assert [m.kind for m in find_times("每年12月底前报送,12月底前报送")] == ["frequency", "frequency", "month"]


def test_years_since_an_event_are_no_deadline() -> None:
    assert [m.kind for m in find_times("十八大以来的五年")] == ["since", "duration"]


def test_experience_is_no_deadline_behind_a_start() -> None:
    assert [m.kind for m in find_times("自2026年起具有三年以上经验")] == ["since", "duration"]


def test_title_line_is_a_name_and_a_heading_is_none() -> None:
    text = "2026年平原市政府工作报告\n三、2026年重点工作\n2026年印发了实施方案。"
    assert [m.kind for m in find_times(text)] == ["name", "year", "year"]


@pytest.mark.parametrize("entry", load("times", TimeWord), ids=lambda entry: entry.id)
def test_rule_examples(entry: TimeWord) -> None:
    assert [text for text in entry.examples if not fires(entry.id, text)] == []
    assert [text for text in entry.counter_examples if fires(entry.id, text)] == []


def test_fires_is_about_one_entry() -> None:
    assert fires("before", "年底前")
    assert not fires("before", "年底")
    assert not fires("no_such_entry", "年底前")


_PIECES = st.sampled_from(
    ["2025", "20", "3", "十", "五", "一", "年", "月", "日", "底", "前", "末", "起", "以来", "来", "内", "“", "”", "十四五", "时期", "今", "去", "上半年", "季度",
     "第", "-", "—", "至", "、", "《", "》", "(", ")", "\n", "。", "近", "用", "每", "世纪", "民国", "行政院", "/", "学年", "个", "半", "连续"]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.lists(_PIECES, max_size=30).map("".join), st.text(max_size=60)))
def test_spans_are_ordered_and_apart(text: str) -> None:
    last = 0
    for mention in find_times(text):
        assert last <= mention.start < mention.end <= len(text)
        assert len({key for key, _ in mention.parts}) == len(mention.parts)
        last = mention.end


@settings(max_examples=100, deadline=None)
@given(st.lists(_PIECES, max_size=15).map("".join), st.lists(_PIECES, max_size=15).map("".join))
def test_a_paragraph_is_read_alone(first: str, second: str) -> None:
    """Times never reach over a line feed in running text; only the counting of Republic years looks at the whole text."""
    first, second = (
        piece.replace("\n", "").replace("行政院", "").replace("民国", "").replace("《", "") for piece in (first, second)
    )
    text = f"{first}。\n{second}。"
    alone = [(m.start, m.end) for m in find_times(f"{first}。")]
    offset = len(first) + 2
    alone += [(m.start + offset, m.end + offset) for m in find_times(f"{second}。")]
    assert [(m.start, m.end) for m in find_times(text)] == alone
