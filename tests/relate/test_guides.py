"""Project guides and notices of application: what a project has to deliver, and who may apply for how much."""

from collections.abc import Callable

import pytest

from pipeline.records import DocumentRecords

Read = Callable[[str], DocumentRecords]

HEAD = "关于组织申报育苗技术项目的通知\n各市园林局:\n现将有关事项通知如下。\n一、申报要求\n"

CASES: list[tuple[str, list[tuple[str, float, str]]]] = [
    # that it is allowed or bidden is no part of a name
    ("每个苗圃限申报2个品种,申请人同年只能申请1个基地。", [("每个苗圃申报品种", 2, "level"), ("申请人同年申请基地", 1, "level")]),
    ("每個苗圃限申報2個品種。", [("每个苗圃申报品种", 2, "level")]),
    ("每个苗圃设1名技术员。", [("每个苗圃技术员", 1, "level")]),
    ("每个苗圃推荐3名花农作为育苗能手。", [("每个苗圃推荐育苗能手", 3, "level")]),
    # of what range an error is, and what it is an error of
    ("湿度传感器量程3MPa,非线性误差0.2%FS,迟滞0.1%FS。", [("湿度传感器量程", 3, "level"), ("湿度传感器非线性误差", 0.2, "level"), ("湿度传感器迟滞", 0.1, "level")]),
    ("濕度傳感器量程3MPa,非線性誤差0.2%FS。", [("湿度传感器量程", 3, "level"), ("湿度传感器非线性误差", 0.2, "level")]),
    ("棚架构件直径不小于2米或表面积不小于6平方米。", [("棚架构件直径", 2, "level"), ("棚架构件表面积", 6, "level")]),
    ("图像压缩吞吐率≥80MB/S。", [("图像压缩吞吐率", 80, "level")]),
    # the values are of what is told behind 的, not of who tells
    ("甲縣、乙縣推薦的苗圃和花園分別不超過15個和5個。", [("甲县、乙县推荐的苗圃", 15, "level"), ("甲县、乙县推荐的花园", 5, "level")]),
    # who bears the parts of a ratio
    ("苗圃补助资金由州、县两级按照1:1比例负担。", [("苗圃补助资金州级比例", 1, "level"), ("苗圃补助资金县级比例", 1, "level")]),
    ("苗圃補助資金由州、縣兩級按照6:4比例負擔。", [("苗圃补助资金州级比例", 6, "level"), ("苗圃补助资金县级比例", 4, "level")]),
    (
        "苗圃资金由省、市、县按照3:4:3比例负担。",
        [("苗圃资金省负担比例", 3, "level"), ("苗圃资金市负担比例", 4, "level"), ("苗圃资金县负担比例", 3, "level")],
    ),
    # how long who has to
    ("2. 苗圃(花圃)负责人须具有园艺证书,每年用于花木的工作时间不得少于6个月。", [("苗圃负责人用于花木的工作时间", 6, "level")]),
    ("2. 苗圃(花圃)負責人須具有園藝證書,每年用於花木的工作時間不得少於6個月。", [("苗圃负责人用于花木的工作时间", 6, "level")]),
    # what is developed
    ("开发育苗算法不少于6个,开发5种花木识别模型。", [("育苗算法", 6, "level"), ("花木识别模型", 5, "level")]),
    ("開發育苗算法不少於6個。", [("育苗算法", 6, "level")]),
    ("开发生产设备诊断模型3套。", [("生产设备诊断模型", 3, "level")]),
    ("新增开发装机3万千瓦。", [("开发装机", 3, "change")]),
]


@pytest.mark.parametrize(("sentence", "expected"), CASES, ids=[c[0] for c in CASES])
def test_name_and_measure(read: Read, sentence: str, expected: list[tuple[str, float, str]]) -> None:
    assert [(m["metric"], m["value"], m["measure"]) for m in read(f"{HEAD}{sentence}\n").metrics] == expected


CONDITIONS = [
    ("苗圃主体是指从事育苗的单位,应符合如下条件:", "苗圃主体"),
    ("第八条 苗圃养护、园艺应用负责人应符合下列条件:", "苗圃养护、园艺应用负责人"),
    ("第八條 苗圃養護、園藝應用負責人應符合下列條件:", "苗圃养护、园艺应用负责人"),
    ("申报园艺示范、花卉生产的单位需具备以下条件:", "申报单位"),
    ("花木检验机构一般应具备以下基本条件:", "花木检验机构"),
]


@pytest.mark.parametrize(("lead", "owner"), CONDITIONS, ids=[c[0] for c in CONDITIONS])
def test_conditions_are_of_whom_the_paragraph_before_the_list_names(read: Read, lead: str, owner: str) -> None:
    items = "(一)依法登记;\n(二)遵守规定;\n(三)数据存储时间不少于6年。\n"
    (metric,) = read(f"花木苗圃管理办法\n第一章 总则\n第一条 为规范管理,制定本办法。\n{lead}\n{items}").metrics
    assert (metric["metric"], metric["status"]) == (f"{owner}数据存储时间", "criterion")


@pytest.mark.parametrize(
    "sentence",
    ["寄送地址:白云市青山路27号院8号楼11层园艺中心。", "苗圃外部360度视频监控。", "苗圃外部360度環視監控。", "专栏1 船舶花木运输。", "2 道路绿化带识别。"],
)
def test_what_counts_nothing_in_a_notice(read: Read, sentence: str) -> None:
    assert read(f"{HEAD}{sentence}\n").metrics == []


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        # no more than that many are allowed
        ("每个苗圃限申报2个品种。", [("每个苗圃申报品种", 2, None, "le")]),
        ("每个苗圃仅限申报2个品种。", [("每个苗圃申报品种", 2, None, "le")]),
        ("每個苗圃只能申請2個品種。", [("每个苗圃申请品种", 2, None, "le")]),
        ("每个苗圃申报2个限量品种。", [("每个苗圃申报限量品种", 2, None, "eq")]),
        # how long something runs
        ("资助期限一般为1-3年。", [("资助期限", 1, 3, "between")]),
        ("項目支持週期為5—8年。", [("项目支持周期", 5, 8, "between")]),
        ("花圃改造用1-3年。", []),
    ],
)
def test_bounds(read: Read, sentence: str, expected: list[tuple[str, float, float | None, str]]) -> None:
    assert [(m["metric"], m["value"], m["value_max"], m["comparator"]) for m in read(f"{HEAD}{sentence}\n").metrics] == expected


@pytest.mark.parametrize("word", ["仅限", "只限", "限", "只能"])
def test_the_word_that_limits_is_told_whole(read: Read, word: str) -> None:
    assert [m["modifier_text"] for m in read(f"{HEAD}每个苗圃{word}申报2个品种。\n").metrics] == [word]
