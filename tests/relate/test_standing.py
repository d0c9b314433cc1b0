"""Values that hold whatever is planned, by the form of their clause."""

from collections.abc import Callable
from typing import Any

import pytest

Metrics = Callable[[str], list[dict[str, Any]]]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        # a list of conditions in running text
        ("申报该荣誉须同时满足下列基本条件:绿化覆盖率达到42%以上,噪声达标区覆盖率不小于75%。", ["criterion", "criterion"]),
        ("申報該榮譽須同時滿足下列基本條件:綠化覆蓋率達到42%以上,噪聲達標區覆蓋率不小於75%。", ["criterion", "criterion"]),
        ("企业同时符合以下条件的,可以申报:从业人员不少于90人、绿化覆盖率达到42%以上。", ["criterion", "criterion"]),
        ("落戶條件為:具有大專以上學歷,人均綠地面積不低於12平方米。", ["criterion"]),
        ("着力改善下列区县的条件,绿化覆盖率达到42%以上。", ["target"]),
        # who is meant
        ("对完成率低于85%的责任单位进行约谈。", ["criterion"]),
        ("優先支持年產量20萬噸以上、龍頭企業較多的縣。", ["criterion"]),
        ("在种植面积万亩以上的县,新增网点220处。", ["criterion", "target"]),
        ("在市区举行100场以上的灯会。", ["target"]),
        ("千人以上供水工程全部实现在线监测。", ["criterion"]),
        ("具备条件的自然村通硬化路比例达到98%以上。", ["target"]),
        ("具備條件的自然村通硬化路比例達到98%以上。", ["target"]),
        # what those have to do who are in a case
        ("流量较大的,应当实行在线监测,数据上传率不得低于95%。", ["criterion"]),
        ("流量較大的,應當實行在線監測,數據上傳率不得低於95%。", ["criterion"]),
        ("实行在线监测,数据上传率不得低于95%。", ["target"]),
        # how far from each other
        ("采石场边界距居民区不得小于300米。", ["criterion"]),
        ("採石場邊界距居民區不得小於300米。", ["criterion"]),
        ("新建步道不少于300米。", ["target"]),
        # grades and bars
        ("考核得分95分以上为优秀、低于60分为不合格,优秀比例不超过20%。", ["criterion", "criterion", "criterion"]),
        ("考核得分提高到95分以上。", ["target"]),
        ("人才引进的年薪门槛由240万元降至200万元。", ["criterion", "criterion"]),
        ("人才引進的年薪門檻由240萬元降至200萬元。", ["criterion", "criterion"]),
        # how densely, by what
        ("按照每3个村不少于1处的标准布设网点。", ["criterion"]),
        ("按照上述安排,布设网点不少于300处。", ["target"]),
        ("改造方案须经三分之二以上业主同意。", ["criterion"]),
        ("每张消费券可抵500元。", ["criterion"]),
        # how things are made
        ("留茬高度小麦控制在12厘米以内、水稻不高于10厘米。", ["criterion", "criterion"]),
        ("处理后的尾水总磷不得高于0.4毫克/升。", ["criterion"]),
        ("新建管网长度达到12公里以上。", ["target"]),
        ("新出让工业用地固定资产投资强度不低于每亩420万元,达产后亩均税收不低于35万元。", ["criterion", "criterion"]),
        ("亩均税收提高到35万元。", ["target"]),
        ("新建花卉市场容积率不低于1.2,绿地率不超过20%。", ["criterion", "criterion"]),
        ("新建花卉市場容積率不低於1.2,綠地率不超過20%。", ["criterion", "criterion"]),
        ("建成区绿地率提高到38%以上。", ["target"]),
        # what is there already
        ("依托规模15亿元的产业基金,新引进项目20个。", ["result", "target"]),
        ("设立规模15亿元的产业基金,新引进项目20个。", ["target", "target"]),
        # the bound that a share of a set reaches
        ("80%的行政村集体经营性收入超过25万元。", ["target", "criterion"]),
    ],
)
def test_status(in_tasks: Metrics, sentence: str, expected: list[str]) -> None:
    assert [m["status"] for m in in_tasks(sentence)] == expected


@pytest.mark.parametrize(
    ("sentence", "metric"),
    [
        ("噪声达标区覆盖率达到75%。", "噪声达标区覆盖率"),
        ("噪聲達標區覆蓋率達到75%。", "噪声达标区覆盖率"),
        ("高标准农田达耕地总面积的64%。", "高标准农田占耕地总面积比重"),
        ("达产后亩均税收提高到35万元。", "达产后亩均税收"),
        ("处理后的尾水总磷降到0.4毫克/升。", "处理后的尾水总磷"),
        ("考核得分95分以上的为优秀。", "考核得分"),
        ("80%的行政村集体经营性收入超过25万元。", "行政村集体经营性收入超过25万元占比"),
    ],
)
def test_metric(in_tasks: Metrics, sentence: str, metric: str) -> None:
    assert in_tasks(sentence)[0]["metric"] == metric
