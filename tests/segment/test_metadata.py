"""What a document is: lifelike heads, signatures and bodies under the values that a reader would give."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.normalize import normalize
from pipeline.rulebook import load
from pipeline.segment.metadata import (
    DocumentType,
    document_metadata,
    find_date,
    fires,
    five_year_plan,
    is_organ,
    parse_number,
)
from pipeline.types import DocumentMetadata

TYPES = load("document_types", DocumentType)


def read(text: str, path: str = "file.txt") -> DocumentMetadata:
    return document_metadata(normalize(text), path)


COUNTY_REPORT = """政府工作报告
——2022年1月12日在正定县人代会第一次会议上
县长　王某某
各位代表：
现在，我代表县政府向大会作报告，请审议。
一、2021年工作回顾
全县上下攻坚克难。
二、2022年工作安排
全县工业增加值增长7%。"""

CITY_LETTER = """唐山市人民政府办公室
关于印发唐山市2021年河道治理
实施方案的通知
唐政办字〔2021〕30号
各县（区）政府，市直各单位：
《唐山市2021年河道治理实施方案》经市长办公会通过，印发给你们。
唐山市人民政府办公室
2021年3月5日
（此件公开发布）
唐山市2021年河道治理实施方案
为治理河道，制定本方案。
一、目标
治理河道10条。"""

LETTER_WITHOUT_TITLE = """各镇人民政府，市政府各部门：
《海城市河道治理行动方案》经市长办公会通过，现印发给你们。
海城市人民政府办公室
二〇二一年三月三十日
海城市河道治理行动方案
为治理河道，制定本方案。"""

MINISTRY_OPINION = """水利部 财政部
关于加强小型水库管护工作的指导意见
水运管[2019]12号
各省、自治区、直辖市水利厅（局）：
为了管好小型水库，提出如下意见。
一、总体要求
到2022年，我国小型水库全部落实管护主体。
水利部　财政部
2019年4月2日"""

PRESS = """3月18日上午，河北省政府新闻办在石家庄举行新闻发布会，介绍水利建设情况。
各位记者朋友：
大家好！“十四五”开好局，全省要完成水利投资100亿元。
记者：有哪些重点项目？
负责人：我省今年开工建设水库5座。"""

INTERVIEW = """2020年是打基础的一年。如何治理河道，记者专访了天津市北辰区委书记李某。
记者：今年做了哪些工作？
李某：2020年，我区治理河道3条，全区水质好转。
记者：还有什么打算？
李某：2020年，我们将继续努力。"""

TAIWAN = """行
政
院
施
政
報
告
（口頭報告）
行政院院長 王 某 某
立法院第 9 屆第 2 會期
中華民國 112 年 2 月 21 日
院長、各位委員先進：
貴院今天開議，本人率同行政團隊進行施政報告。"""

HONG_KONG = """二零二六至二七財政年度
政府財政預算案
財政司司長王某某
動議二讀撥款條例草案的演辭
二零二六年三月四日 星期三
主席、各位議員：
香港特別行政區政府會審慎理財。"""

CARD = """索 引 号：
000000/2018-001
发文机关：
国务院办公厅
成文日期：
2018年10月27日
标　　题：
国务院办公厅关于印发《水库管理试点方案》的通知
发文字号：
国办函〔2018〕7号
发布日期：
2018年11月09日
国务院办公厅关于印发《水库管理
试点方案》的通知
各省、自治区、直辖市水利厅：
现印发给你们。"""

CARD_ON_ONE_LINE = """发布机构：苏州市水利局 成文日期：2022-04-02
标题：苏州市水库管理方案 文号：苏水〔2022〕9号
苏州市水库管理方案
为了管好水库，制定本方案。"""

BRIEF = """廊坊市水利志愿活动简介
一、活动内容
2020年，我市治理河道5条，2020年新增绿地10亩。
二、活动要求
2020年，全市上下要抓好落实，到2025年全部完成。"""

PLAN_WITHOUT_TITLE = """为管好我省水库，加快山东水利建设，按山东省要求制定本行动计划。
一、目标
到2022年，全省水库全部落实管护主体。"""

ZONE = """大连高新区支持造船业若干措施（试行）
为支持造船业，制定如下措施。
一、奖励
对新办企业给予奖励。
大连高新区水利局2026年4月21日印发，5月1日起实行。"""

STREET = """桂城街道支持造船业若干措施
为支持造船业，制定如下措施。
一、奖励
佛山市南海区企业给予奖励。
南海区桂城街道办事处
2026年5月8日"""

ORDER = """中华人民共和国国务院令
第906号
《水库管理条例》已经国务院第3次常务会议通过，现予公布。
总理　王某某
2018年11月6日
水库管理条例
第一章 总则
第一条 为了管好全国水库，制定本条例。"""

OUTLINE = """邯郸市“十四五”水利发展规划
（2021—2025年）
目 录
第一章 发展基础
全市水利建设取得成就。"""

NEWS_PAGE = """当前位置：首页>政务公开>工作报告
2021年正定县政府工作报告
发布时间：2021-03-04 09:20 来源：县政府办 浏览次数：231
各位代表：
我代表县政府，向大会作报告。"""

DATE_IN_A_SENTENCE = """2025年正定县政府工作报告
来源：正定日报
2025年1月14日在正定县人代会第三次会议上，正定县县长王某某作政府工作报告，以下是报告的全文。
各位代表：
我代表县政府，向大会作报告。"""

SPEECH = """在全省水利工作会议上的讲话
（2020年12月28日）
张某某
同志们：
这次会议部署明年工作。河北省要抓好水库建设。
一、2020年工作总结
二、2021年重点工作"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            COUNTY_REPORT,
            {
                "title": "政府工作报告",
                "doc_number": None,
                "issuer": "正定县人民政府",
                "region": "河北省石家庄市正定县",
                "region_code": "130123",
                "region_level": "county",
                "published_on": date(2022, 1, 12),
                "plan_year": 2022,
                "doc_type": "government_work_report",
            },
        ),
        (
            CITY_LETTER,
            {
                "title": "唐山市人民政府办公室关于印发唐山市2021年河道治理实施方案的通知",
                "doc_number": "唐政办字〔2021〕30号",
                "issuer": "唐山市人民政府办公室",
                "region": "河北省唐山市",
                "region_level": "prefecture",
                "published_on": date(2021, 3, 5),
                "plan_year": 2021,
                "doc_type": "implementation_plan",
            },
        ),
        (
            LETTER_WITHOUT_TITLE,
            {
                "title": "海城市河道治理行动方案",
                "issuer": "海城市人民政府办公室",
                "region": "辽宁省鞍山市海城市",
                "region_level": "county",
                "published_on": date(2021, 3, 30),
                "doc_type": "implementation_plan",
            },
        ),
        (
            MINISTRY_OPINION,
            {
                "title": "水利部财政部关于加强小型水库管护工作的指导意见",
                "doc_number": "水运管〔2019〕12号",
                "issuer": "水利部、财政部",
                "region": "全国",
                "region_level": "national",
                "published_on": date(2019, 4, 2),
                "plan_year": 2019,
                "doc_type": "other",
            },
        ),
        (
            PRESS,
            {
                "title": None,
                "issuer": "河北省政府新闻办",
                "region": "河北省",
                "published_on": date(2021, 3, 18),
                "plan_year": 2021,
                "doc_type": "press_conference",
            },
        ),
        (
            INTERVIEW,
            {
                "title": None,
                "issuer": "中共天津市北辰区委",
                "region": "天津市北辰区",
                "region_level": "county",
                "published_on": None,
                "plan_year": 2020,
                "doc_type": "interview",
            },
        ),
        (
            TAIWAN,
            {
                "title": "行政院施政报告" + "（口头报告）",
                "issuer": "行政院",
                "region": "台湾",
                "region_code": "710000",
                "region_level": "other",
                "published_on": date(2023, 2, 21),
                "plan_year": 2023,
                "doc_type": "policy_address",
            },
        ),
        (
            HONG_KONG,
            {
                "title": "二零二六至二七财政年度" + "政府财政预算案",
                "issuer": "香港特别行政区政府",
                "region": "香港特别行政区",
                "region_level": "other",
                "published_on": date(2026, 3, 4),
                "plan_year": 2026,
                "doc_type": "other",
            },
        ),
        (
            CARD,
            {
                "title": "国务院办公厅关于印发《水库管理试点方案》的通知",
                "doc_number": "国办函〔2018〕7号",
                "issuer": "国务院办公厅",
                "region": "全国",
                "published_on": date(2018, 10, 27),
                "plan_year": 2018,
                "doc_type": "implementation_plan",
            },
        ),
        (
            CARD_ON_ONE_LINE,
            {
                "title": "苏州市水库管理方案",
                "doc_number": "苏水〔2022〕9号",
                "issuer": "苏州市水利局",
                "region": "江苏省苏州市",
                "published_on": date(2022, 4, 2),
                "doc_type": "implementation_plan",
            },
        ),
        (
            BRIEF,
            {
                "title": "廊坊市水利志愿活动简介",
                "issuer": None,
                "region": "河北省廊坊市",
                "published_on": None,
                "plan_year": 2020,
                "doc_type": "brief",
            },
        ),
        (
            PLAN_WITHOUT_TITLE,
            {
                "title": None,
                "issuer": None,
                "region": "山东省",
                "published_on": None,
                "plan_year": None,
                "doc_type": "implementation_plan",
            },
        ),
        (
            ZONE,
            {
                "title": "大连高新区支持造船业若干措施（试行）",
                "issuer": "大连高新区水利局",
                "region": "辽宁省大连市大连高新区",
                "region_code": "210200",
                "region_level": "other",
                "published_on": date(2026, 4, 21),
                "doc_type": "other",
            },
        ),
        (
            STREET,
            {
                "issuer": "南海区桂城街道办事处",
                "region": "广东省佛山市南海区" + "桂城街道",
                "region_code": "440605",
                "region_level": "township",
                "published_on": date(2026, 5, 8),
            },
        ),
        (
            ORDER,
            {
                "title": "水库管理条例",
                "doc_number": "国务院令第906号",
                "issuer": "国务院",
                "region": "全国",
                "published_on": date(2018, 11, 6),
                "doc_type": "other",
            },
        ),
        (
            OUTLINE,
            {
                "title": "邯郸市“十四五”水利发展规划（2021—2025年）",
                "region": "河北省邯郸市",
                "plan_year": 2021,
                "doc_type": "plan_outline",
            },
        ),
        (
            NEWS_PAGE,
            {
                "title": "2021年正定县政府工作报告",
                "issuer": "正定县人民政府",
                "published_on": date(2021, 3, 4),
                "plan_year": 2021,
                "doc_type": "government_work_report",
            },
        ),
        (
            DATE_IN_A_SENTENCE,
            {
                "title": "2025年正定县政府工作报告",
                "issuer": "正定县人民政府",
                "published_on": date(2025, 1, 14),
                "plan_year": 2025,
            },
        ),
        (
            SPEECH,
            {
                "title": "在全省水利工作会议上的讲话",
                "region": "河北省",
                "published_on": date(2020, 12, 28),
                "plan_year": 2021,
                "doc_type": "other",
            },
        ),
    ],
    ids=[
        "county report",
        "city letter",
        "letter without title",
        "ministries' opinion",
        "press conference",
        "interview",
        "taiwan",
        "hong kong",
        "card",
        "card on one line",
        "brief",
        "plan without title",
        "zone",
        "street",
        "order",
        "outline",
        "report on a page",
        "date in a sentence",
        "speech",
    ],
)
def test_whole_documents(text: str, expected: dict[str, object]) -> None:
    found = read(text)
    wrong = {name: (getattr(found, name), value) for name, value in expected.items() if getattr(found, name) != value}
    assert wrong == {}


@pytest.mark.parametrize(
    ("rows", "title"),
    [
        (["江门市水库管理办法"], "江门市水库管理办法"),
        (["国务院关于加快推进水库管理和", "河道治理的指导意见"], "国务院关于加快推进水库管理和河道治理的指导意见"),
        (
            ["国务院办公厅转发水利部", "关于小型水库管理", "有关问题请示的通知"],
            "国务院办公厅转发水利部关于小型水库管理有关问题请示的通知",
        ),
        (
            ["关于印发《江门市水库管理与", "河道治理办法（试行）》的通知"],
            "关于印发《江门市水库管理与河道治理办法（试行）》的通知",
        ),
        (["江门市水库管理行动计划", "（2021—2023年）"], "江门市水库管理行动计划（2021—2023年）"),
        (["政府工作报", "告"], "政府工作报告"),
        (["下载", "打印", "【字号：", "大", "】", "2031年江门市水库管理工作要点"], "2031年江门市水库管理工作要点"),
        (["首页 > 政务公开", "江门要闻", "江门市水库管理工作要点"], "江门市水库管理工作要点"),
        (["广东", "关于江门市水库管理的通告江府〔2031〕7号"], "关于江门市水库管理的通告"),
        (["江门市水库管理实施细则_江门市水利局门户网站"], "江门市水库管理实施细则"),
        (["附件1", "江门市水库管理实施细则"], "江门市水库管理实施细则"),
        (
            ["齐心治水", "为建设江河安澜的家园而奋斗", "——在江门市水利大会上的报告"],
            "齐心治水为建设江河安澜的家园而奋斗",
        ),
        (["《江门市水库管理三十条（2031年）》"], "《江门市水库管理三十条（2031年）》"),
        # The street photographer's line and a person are no titles.
        (["水利工作现场。记者 王某 摄"], None),
        (["县长　王某某"], None),
        ([], None),
    ],
)
def test_title(rows: list[str], title: str | None) -> None:
    body = "各有关单位：\n为了管好水库，现将有关工作情况报告如下，请认真学习。"
    assert read("\n".join([*rows, body])).title == title


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("江府〔2023〕12号", "江府〔2023〕12号"),
        ("江府办发[2023]12号", "江府办发〔2023〕12号"),
        ("江水（2023）7号", "江水〔2023〕7号"),
        ("江府规〔2023〕 第 7 号", "江府规〔2023〕7号"),
        ("江府〔2023〕12号文件", "江府〔2023〕12号"),
        ("根据《关于治水的通知》（江府〔2023〕12号）", None),
        ("第12号", None),
    ],
)
def test_doc_number(line: str, number: str | None) -> None:
    assert read(f"江门市水库管理办法\n{line}\n第一章 总则\n第一条 为了治水，制定本办法。").doc_number == number


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2021年3月18日", date(2021, 3, 18)),
        ("２０２１年３月１８日", date(2021, 3, 18)),
        ("二〇一八年十二月二十一日", date(2018, 12, 21)),
        ("二○一八年十月十日", date(2018, 10, 10)),
        ("二零二二年二月廿三日", date(2022, 2, 23)),
        ("中華民國115年3月25日", date(2026, 3, 25)),
        ("民国一百一十四年二月五日", date(2025, 2, 5)),
        ("2021-03-08 09:30", date(2021, 3, 8)),
        ("2021/3/8", date(2021, 3, 8)),
        ("2021.3.8", date(2021, 3, 8)),
        ("2021年13月8日", None),
        ("2021年2月30日", None),
        ("5355年6月6日", None),
        ("2021年3月", None),
        ("1.2.3", None),
    ],
)
def test_find_date(text: str, day: date | None) -> None:
    assert find_date(normalize(text).text) == day


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2018", 2018),
        ("二〇一八", 2018),
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("二十一", 21),
        ("廿三", 23),
        ("卅", 30),
        ("一百", 100),
        ("一百零八", 108),
        ("2〇1八", 2018),
        ("᱉", 9),
    ],
)
def test_parse_number(text: str, value: int) -> None:
    assert parse_number(text) == value


@pytest.mark.parametrize(
    ("number", "years"),
    [
        (1, (1953, 1957)),
        (2, (1958, 1962)),
        (3, (1966, 1970)),
        (6, (1981, 1985)),
        (13, (2016, 2020)),
        (14, (2021, 2025)),
    ],
)
def test_five_year_plan(number: int, years: tuple[int, int]) -> None:
    assert five_year_plan(number) == years


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("江门市人民政府办公室", True),
        ("国务院", True),
        ("中共江门市委", True),
        ("江门高新区（江海区）科技局", True),
        ("国务院、中央军委", True),
        ("各市人民政府", False),
        ("成立工作领导小组", False),
        ("优化空间布局", False),
        ("联系人：王某", False),
        ("江门市水库管理办法", False),
        ("", False),
    ],
)
def test_is_organ(text: str, is_one: bool) -> None:
    assert is_organ(normalize(text).text) is is_one


@pytest.mark.parametrize(
    ("text", "path", "year"),
    [
        # The file name is asked last.
        ("水库管理办法\n第一条 为了治水，制定本办法。", "reservoirs-2019.txt", 2019),
        ("水库管理办法\n第一条 为了治水，制定本办法。", "004_b2019ab.txt", None),
        ("2021年水库管理要点\n一、任务", "reservoirs-2019.txt", 2021),
        ("各位代表：\n我代表市政府向大会作报告。\n一、2021年工作回顾\n二、2022年工作安排", "x.txt", 2022),
        ("各位代表：\n我代表市政府向大会作报告。\n一、2021年工作回顾和2022年工作安排", "x.txt", 2022),
        ("各位代表：\n我代表市政府向大会作政府工作报告。\n一、过去一年工作回顾\n2020年，全市上下团结一心。新建学校6所。", "x.txt", 2021),
        ("各位代表：\n我代表市政府向大会作政府工作报告。\n一、去年工作回顾\n2020年是极不平凡的一年。\n二、今年工作安排\n推动发展。", "x.txt", 2021),
        ("各位代表：\n我代表市政府向大会作政府工作报告。\n一、过去五年的工作\n" + "狠抓项目。" * 150 + "\n二、今年工作安排\n2021年是新一届政府开局之年。", "x.txt", 2021),
        ("水库管理情况\n今年是建党100周年，要抓好水库。", "x.txt", 2021),
        ("水库管理情况\n今年是“十三五”规划的收官之年，要抓好水库。", "x.txt", 2020),
        ("水库管理情况\n2033年是水库管理的攻坚之年。2032年，全市建成水库3座，2032年底蓄水。2032年，来水偏多。", "x.txt", 2033),
        ("水库管理情况\n2032年，全市受理来信300件。2033年6月底前办结九成，年底全部办结。到2035年底，建成水库3座。", "x.txt", 2033),
        ("水庫管理情況\n2032年，全市受理來信300件。到2035年底，建成水庫3座。", "x.txt", None),
        ("水库管理行动（2033—2035年）\n为了治水，制定本计划。", "x.txt", 2033),
    ],
)
def test_plan_year(text: str, path: str, year: int | None) -> None:
    assert read(text, path).plan_year == year


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("江门市水库管理实施方案（征求意见稿）", "implementation_plan"),
        ("江门市水库管理行动计划(2021-23年)", "implementation_plan"),
        ("关于印发江门市水利发展规划的通知", "plan_outline"),
        ("关于印发《江门市水库管理办法》的通知", "notice"),
        ("关于做好水库管理工作的通知", "notice"),
        ("关于加强水库管理的实施意见", "other"),
        ("江门市支持水利企业若干措施", "other"),
        ("江门市重点水利项目新闻发布会实录", "press_conference"),
        ("关于建立新闻发布会制度的通知", "notice"),
        ("专访江门市水利局局长", "interview"),
        ("行政长官2031年施政报告", "policy_address"),
        ("縣長施政總報告（口頭報告）", "policy_address"),
        ("2031年江门市政府工作报告", "government_work_report"),
        ("关于《政府工作报告》任务分工的通知", "notice"),
        ("江门水利概况", "brief"),
    ],
)
def test_doc_type_by_title(title: str, kind: str) -> None:
    assert read(f"{title}\n一、总体要求\n抓好水库管理工作。").doc_type == kind


@pytest.mark.parametrize("entry", TYPES, ids=lambda entry: entry.id)
def test_type_cues_fire_as_their_examples_say(entry: DocumentType) -> None:
    assert entry.examples
    assert entry.counter_examples
    assert [text for text in entry.examples if not fires(entry.id, text)] == []
    assert [text for text in entry.counter_examples if fires(entry.id, text)] == []


PIECES = st.sampled_from(
    [
        "政府工作报告",
        "关于",
        "的通知",
        "江门市",
        "人民政府",
        "2021年3月5日",
        "——",
        "各位代表:",
        "〔2021〕",
        "3号",
        "《",
        "》",
        "(",
        ")",
        "发文机关:",
        "民国",
        "年",
        "\n",
        "\n",
        "一、",
        "记者:",
        "令",
        "“十四五”",
        "开局之年",
        "百",
        "零周年",
        "中国共产党成立",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join) | st.text(max_size=300))
def test_never_fails_and_stays_in_the_vocabulary(text: str) -> None:
    found = read(text)
    assert found.doc_type in {
        "government_work_report",
        "plan_outline",
        "implementation_plan",
        "notice",
        "press_conference",
        "interview",
        "brief",
        "policy_address",
        "other",
    }
    assert found.region_level in {None, "national", "province", "prefecture", "county", "township", "other"}
    assert (found.region is None) == (found.region_code is None) == (found.region_level is None)
    assert found.plan_year is None or 1949 <= found.plan_year <= 2100
    assert found.title is None or (found.title and "\n" not in found.title)
