"""Numbers to indicators: every form a clause can take, with the value, unit and measure that belong to it."""

from collections.abc import Callable
from typing import Any

import pytest

Metrics = Callable[[str], list[dict[str, Any]]]

LEVEL, GROWTH, CHANGE = "level", "growth", "change"

CASES: list[tuple[str, list[tuple[str, float, str, str]]]] = [
    # the indicator before its value
    ("高新技术企业达800家。", [("高新技术企业", 800, "家", LEVEL)]),
    ("科技型中小企业总数达到2300家。", [("科技型中小企业总数", 2300, "家", LEVEL)]),
    ("城镇登记失业率控制在4%以内。", [("城镇登记失业率", 4, "%", LEVEL)]),
    ("全市地区生产总值增长6%左右。", [("地区生产总值", 6, "%", GROWTH)]),
    ("单位生产总值能耗下降3%。", [("单位生产总值能耗", -3, "%", GROWTH)]),
    ("居民消费价格涨幅2%左右。", [("居民消费价格", 2, "%", GROWTH)]),
    ("粮食总产量稳定在40亿斤以上。", [("粮食总产量", 40, "亿斤", LEVEL)]),
    # the verb first, the thing counted before or after the number
    ("新增高新技术企业6户。", [("高新技术企业", 6, "户", CHANGE)]),
    ("新建5G基站220个。", [("5G基站", 220, "个", CHANGE)]),
    ("培育100家以上省级工业互联网平台。", [("省级工业互联网平台", 100, "家", LEVEL)]),
    ("完成120个村庄生活污水治理。", [("村庄生活污水治理", 120, "个", LEVEL)]),
    ("改造老旧小区35个。", [("老旧小区改造", 35, "个", LEVEL)]),
    ("打通支路8条。", [("支路打通", 8, "条", LEVEL)]),
    ("压减粗钢产能30万吨。", [("粗钢产能", -30, "万吨", CHANGE)]),
    ("打通滨河路、文汇街等6条城区道路。", [("城区道路打通", 6, "条", LEVEL)]),
    # counted things that are told by what became of them
    ("5所学校首次入选国家“双高计划”。", [("入选国家“双高计划”的学校", 5, "所", LEVEL)]),
    ("12個縣(市、區)通過國家均衡發展評估驗收。", [("通过国家均衡发展评估验收的县(市、区)", 12, "个", LEVEL)]),
    ("3个区均被评为文明城区。", [("被评为文明城区的区", 3, "个", LEVEL)]),
    ("15名获奖运动员参加巡讲。", [("参加巡讲的获奖运动员", 15, "名", LEVEL)]),
    # rows of a table, as the readers print them
    (
        "县区：甲县；去年建成数：9座；新建任务：12座；备注：无",
        [("甲县建成数", 9, "座", LEVEL), ("甲县新建任务", 12, "座", LEVEL)],
    ),
    ("縣區：合計；平均補助：3000元；受惠戶數：50戶", [("平均补助", 3000, "元", LEVEL), ("受惠户数", 50, "户", LEVEL)]),
    # counts in brackets behind what they count
    (
        "培育小巨人企业(3户)、单项冠军企业(1户),龙头企业5家。",
        [("小巨人企业", 3, "户", LEVEL), ("单项冠军企业", 1, "户", LEVEL), ("龙头企业", 5, "家", LEVEL)],
    ),
    (
        "培育水果(3家)和蔬菜(2家)合作社5家。",
        [("水果", 3, "家", LEVEL), ("蔬菜", 2, "家", LEVEL), ("水果和蔬菜合作社", 5, "家", LEVEL)],
    ),
    # who spends or gets money, and what is given
    ("中央财政安排9亿元专项奖补资金。", [("中央财政专项奖补资金", 9, "亿元", LEVEL)]),
    (
        "对获奖团队分别给予6万元、4万元支持。",
        [("获奖团队支持", 6, "万元", LEVEL), ("获奖团队支持", 4, "万元", LEVEL)],
    ),
    ("惠及超過5萬家企業。", [("惠及企业", 5, "万家", LEVEL)]),
    ("服务网络覆盖30个乡镇。", [("服务网络覆盖乡镇", 30, "个", LEVEL)]),
    # a count before attributes is of the noun at their end
    (
        "建成超8家面积均不少于2万平方米、服务完善的共享车间。",
        [("共享车间", 8, "家", LEVEL), ("共享车间面积", 2, "万平方米", LEVEL)],
    ),
    (
        "建成8個以上、總面積2萬平方米以上的共享車間。",
        [("共享车间", 8, "个", LEVEL), ("共享车间总面积", 2, "万平方米", LEVEL)],
    ),
    ("设立规模3亿元的育种基金。", [("育种基金规模", 3, "亿元", LEVEL)]),
    ("挖掘60个物流场景。", [("物流场景挖掘", 60, "个", LEVEL)]),
    ("每新增1家门店奖励3万元。", [("每新增门店奖励", 3, "万元", LEVEL)]),
    ("建筑面积原则上不少于1万平方米。", [("建筑面积", 1, "万平方米", LEVEL)]),
    ("新产品占比达18%。", [("新产品占比", 18, "%", LEVEL)]),
    ("对新认定的创新中心,给予30万元奖励。", [("新认定的创新中心奖励", 30, "万元", LEVEL)]),
    (
        "對本園區之內由獨立法人單位牽頭獲准建設的創新中心,分別給予6萬元、4萬元的獎勵。",
        [("创新中心奖励", 6, "万元", LEVEL), ("创新中心奖励", 4, "万元", LEVEL)],
    ),
    ("对外开放水平提高,给予30万元奖励。", [("奖励", 30, "万元", LEVEL)]),
    (
        "各级30个高频事项实现网上办(县政府办公室牵头,县数据局、各镇分工负责)。",
        [("各级高频事项实现网上办", 30, "个", LEVEL)],
    ),
    # a ratio of two is no share of industries
    (
        "按获奖金额1:2比例配套资金。",
        [("按获奖金额比例", 1, "", LEVEL), ("按获奖金额比例", 2, "", LEVEL)],
    ),
    ("手续费年费率仅要0.2%。", [("手续费年费率", 0.2, "%", LEVEL)]),
    ("培訓補貼政策惠及30萬名青年。", [("培训补贴政策惠及青年", 30, "万名", LEVEL)]),
    ("累计服务企业6万次。", [("服务企业", 6, "万次", LEVEL)]),
    # what stands behind a list mark is no part of the indicator before it
    ("蔬菜产量突破90万吨、居全省前列。", [("蔬菜产量", 90, "万吨", LEVEL)]),
    ("港口貨物吞吐量由60萬噸增加到80萬噸、再創新高。", [("港口货物吞吐量", 60, "万吨", LEVEL), ("港口货物吞吐量", 80, "万吨", LEVEL)]),
    # each value of 分别 has its own part, whatever its unit
    (
        "机场货邮和旅客吞吐量分别达到20万吨、300万人次。",
        [("机场货邮吞吐量", 20, "万吨", LEVEL), ("旅客吞吐量", 300, "万人次", LEVEL)],
    ),
    (
        "住宿業、軟件和信息服務業增加值分別增長6%、9%。",
        [("住宿业增加值", 6, "%", GROWTH), ("软件和信息服务业增加值", 9, "%", GROWTH)],
    ),
    (
        "城乡居民人均可支配收入分别增长5%、6%。",
        [("城镇居民人均可支配收入", 5, "%", GROWTH), ("农村居民人均可支配收入", 6, "%", GROWTH)],
    ),
    # what was said of the neighbour
    (
        "6所中学、10个实训基地入选国家试点名单。",
        [("入选国家试点名单的中学", 6, "所", LEVEL), ("入选国家试点名单的实训基地", 10, "个", LEVEL)],
    ),
    ("水利项目开工90个、竣工60个。", [("水利项目", 90, "个", LEVEL), ("水利项目竣工", 60, "个", LEVEL)]),
    ("一般公共预算收入增长3%、支出70亿元。", [("一般公共预算收入", 3, "%", GROWTH), ("一般公共预算支出", 70, "亿元", LEVEL)]),
    ("货物进出口增长8%,总额突破900亿元。", [("货物进出口", 8, "%", GROWTH), ("货物进出口总额", 900, "亿元", LEVEL)]),
    # whose it is stands before a verb of addition, or before a time
    ("临港园区新增企业60家。", [("临港园区企业", 60, "家", CHANGE)]),
    ("中欧班列全年发运600列。", [("中欧班列发运", 600, "列", LEVEL)]),
    # a compound of adding and changing is an addition
    ("新建和更新健身设施60处。", [("健身设施", 60, "处", CHANGE)]),
    ("新建、改扩建小学30所。", [("小学", 30, "所", CHANGE)]),
    ("60个合作事项加快落地。", [("合作事项落地", 60, "个", LEVEL)]),
    # lists
    (
        "培育省级龙头企业8家、市级示范合作社20家。",
        [("省级龙头企业", 8, "家", LEVEL), ("市级示范合作社", 20, "家", LEVEL)],
    ),
    (
        "创建国家级示范园区3个、省级9个。",
        [("国家级示范园区", 3, "个", LEVEL), ("省级示范园区", 9, "个", LEVEL)],
    ),
    (
        "新增高新技术企业30家、科技型中小企业70家。",
        [("高新技术企业", 30, "家", CHANGE), ("科技型中小企业", 70, "家", CHANGE)],
    ),
    (
        "城镇、农村居民人均可支配收入分别增长5%、7%。",
        [("城镇居民人均可支配收入", 5, "%", GROWTH), ("农村居民人均可支配收入", 7, "%", GROWTH)],
    ),
    ("城乡低保标准分别提高5%和8%。", [("城市低保标准", 5, "%", GROWTH), ("农村低保标准", 8, "%", GROWTH)]),
    (
        "安全事故起数和死亡人数分别下降10%、12%。",
        [("安全事故起数", -10, "%", GROWTH), ("安全事故死亡人数", -12, "%", GROWTH)],
    ),
    ("货物贸易总额、利用外资金额均增长7%左右。", [("货物贸易总额、利用外资金额", 7, "%", GROWTH)]),
    # the subject of the clause before
    (
        "服务业增加值达到120亿元,增长6%,占地区生产总值比重达到52%。",
        [
            ("服务业增加值", 120, "亿元", LEVEL),
            ("服务业增加值", 6, "%", GROWTH),
            ("服务业增加值占地区生产总值比重", 52, "%", LEVEL),
        ],
    ),
    ("农村居民人均可支配收入,2025年达到26000元。", [("农村居民人均可支配收入", 26000, "元", LEVEL)]),
    # thresholds and shares of a set
    (
        "实施亿元以上项目30个。",
        [("项目投资额", 1, "亿元", LEVEL), ("亿元以上项目", 30, "个", LEVEL)],
    ),
    (
        "完成65岁以上老年人健康体检3万人。",
        [("老年人健康体检年龄", 65, "岁", LEVEL), ("65岁以上老年人健康体检", 3, "万人", LEVEL)],
    ),
    ("大力推进托育园建设,每个县(市、区)至少建设1个。", [("每个县(市、区)托育园", 1, "个", LEVEL)]),
    ("推动20个乡镇创建成为省级森林乡镇。", [("省级森林乡镇", 20, "个", LEVEL)]),
    ("80%以上的行政村建成标准化卫生室。", [("行政村建成标准化卫生室占比", 80, "%", LEVEL)]),
    ("70%以上村衛生室實現一體化管理。", [("村卫生室实现一体化管理占比", 70, "%", LEVEL)]),
    ("财政支出近七成投向民生领域。", [("财政支出投向民生领域占比", 7, "成", LEVEL)]),
    # baselines
    (
        "森林覆盖率由48.2%提高到48.6%。",
        [("森林覆盖率", 48.2, "%", LEVEL), ("森林覆盖率", 48.6, "%", LEVEL)],
    ),
    (
        "三次产业结构由12∶40∶48调整为10∶41∶49。",
        [
            ("三次产业结构第一产业占比", 12, "", LEVEL),
            ("三次产业结构第二产业占比", 40, "", LEVEL),
            ("三次产业结构第三产业占比", 48, "", LEVEL),
            ("三次产业结构第一产业占比", 10, "", LEVEL),
            ("三次产业结构第二产业占比", 41, "", LEVEL),
            ("三次产业结构第三产业占比", 49, "", LEVEL),
        ],
    ),
    (
        "城乡居民收入比由2.6∶1缩小到2.4∶1。",
        [
            ("城乡居民收入比", 2.6, "", LEVEL),
            ("城乡居民收入比", 1, "", LEVEL),
            ("城乡居民收入比", 2.4, "", LEVEL),
            ("城乡居民收入比", 1, "", LEVEL),
        ],
    ),
    # marks that a total passes are not counted
    ("地区生产总值连续跨越4个千亿元台阶、达到7000亿元。", [("地区生产总值", 7000, "亿元", LEVEL)]),
    # distances, points, additions
    (
        "两项占比分别提高3个、5个百分点。",
        [("两项占比", 3, "百分点", CHANGE), ("两项占比", 5, "百分点", CHANGE)],
    ),
    ("民间投资占比提高1.5个百分点。", [("民间投资占比", 1.5, "百分点", CHANGE)]),
    ("省直单位减少办公用房租赁费800万元。", [("省直单位办公用房租赁费", -800, "万元", CHANGE)]),
    ("再改造老旧小区20个。", [("老旧小区改造", 20, "个", CHANGE)]),
    ("办理时限压缩65%。", [("办理时限", -65, "%", GROWTH)]),
    ("新开工项目总投资超80亿元。", [("新开工项目总投资", 80, "亿元", LEVEL)]),
    ("投入3.2亿元,实施“智慧校园计划”。", [("“智慧校园计划”投入", 3.2, "亿元", LEVEL)]),
]


@pytest.mark.parametrize(("sentence", "expected"), CASES, ids=[c[0] for c in CASES])
def test_indicator_value_unit_and_measure(
    in_tasks: Metrics, sentence: str, expected: list[tuple[str, float, str, str]]
) -> None:
    found = [(m["metric"], m["value"], m["unit"], m["measure"]) for m in in_tasks(sentence)]
    assert found == [(name, pytest.approx(value), unit, measure) for name, value, unit, measure in expected]


@pytest.mark.parametrize(
    "sentence",
    [
        "重点抓好7个方面工作。",
        "建立三项机制,压实四方责任。",
        "每月调度1次工作进展。",
        "打造“15分钟生活圈”。",
        "落实《健康三年行动计划》要求。",
        "加快5G网络建设,治理PM2.5污染。",
        "坚持“四个意识”,做到“两个维护”。",
        "这6起案件均已办结。",
        "上述12條航線恢復營運。",
        "让14亿多中国人民过上好日子。",
        "病床使用率的计算方法为占用病床数/实有病床数×100%。",
        "推广的做法分两类:科技创新方面4项;营商环境方面3项。",
    ],
)
def test_counts_of_nothing_are_no_metrics(in_tasks: Metrics, sentence: str) -> None:
    assert in_tasks(sentence) == []


def test_gap_between_rates_is_named_by_both(in_look_back: Metrics) -> None:
    first, second = in_look_back("规上工业增加值增长7%,高于全国平均水平1.2个百分点。")
    assert (first["metric"], first["measure"]) == ("规上工业增加值", GROWTH)
    assert second["metric"].startswith("规上工业增加值")
    assert second["metric"].endswith("高于全国平均水平幅度")
    assert (second["value"], second["unit"], second["measure"]) == (1.2, "百分点", LEVEL)


def test_evidence_is_the_clause_and_holds_the_number(in_tasks: Metrics) -> None:
    (metric,) = in_tasks("加快城市更新,改造老旧小区35个,提升城市品质。")
    assert metric["evidence"] == "改造老旧小区35个"
    assert metric["start"] <= metric["value_start"] < metric["value_end"] <= metric["end"]
