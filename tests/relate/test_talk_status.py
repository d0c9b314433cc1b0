"""Target, result or criterion where only the words of a talk tell: answers at a press conference."""

import pytest

from tests.relate.conftest import read_text

OPENING = (
    "青江市公路与公交专题新闻发布会文字实录\n时间:2018年9月20日上午9:30\n地点:市行政服务中心三楼新闻发布厅\n"
    "市政府新闻办副主任陈某:\n女士们、先生们,上午好!今天我们请来了市交通运输局局长林某。\n市交通运输局局长林某:\n"
)
OPENING_TRADITIONAL = (
    "青江市公路與公交專題新聞發布會文字實錄\n時間:2018年9月20日上午9:30\n地點:市行政服務中心三樓新聞發布廳\n"
    "市政府新聞辦副主任陳某:\n女士們、先生們,上午好!今天我們請來了市交通運輸局局長林某。\n市交通運輸局局長林某:\n"
)
END = "2018-12-31"


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        # the task that was set at the beginning of the year
        ("市里年初定下的盘子是新改建农村公路320公里,总投资12.5亿元。", [("target", END), ("target", END)]),
        # what was done by a day that is past is not due on the day of what is left
        (
            "1至8月,新改建完工217公里;危桥改造完工12座,剩下的16座都已经进场施工,12月20日前要一座不落全部通车。",
            [("result", "2018-08-31"), ("result", "2018-08-31"), ("result", "2018-08-31")],
        ),
        # no one plans harm, and what follows in the paragraph is told as well
        (
            "今年台风过境,普通国省道水毁117处,直接经济损失5300万元。经过抢修,抢通率百分之百。",
            [("result", END), ("result", END), ("result", "2018-09-20")],
        ),
        ("今年要把事故死亡人数控制在3人以内。", [("target", END)]),
        # what each one gets of a standing support
        ("从今年1月1日起,县道每公里每年补助提到1.2万元,乡道6000元。", [("criterion", "None"), ("criterion", "None")]),
        ("老人生活津贴每人每月由240元提高到300元。", [("criterion", "None"), ("criterion", "None")]),
        # what is left of what was found last year is due when its own clause says
        (
            "去年梳理出公交空白点96处,已经解决71处,余下的25处今年年底前全部解决到位。",
            [("result", "2017-12-31"), ("result", "2017-12-31"), ("target", END)],
        ),
        ("去年开工36个站场,竣工20个,其余16个预计明年6月建成。", [("result", "2017-12-31"), ("result", "2017-12-31"), ("target", "2019-06-30")]),
        # as it stands on the day of speaking, however long the year goes on
        (
            "今年省里下达我市农村公路任务860公里,截至目前已完工712公里,危桥改造完成43座。",
            [("target", END), ("result", "2018-09-20"), ("result", "2018-09-20")],
        ),
        # who tells what has been done so far goes on so in bare verbs, until he turns to what comes
        ("今年以来公交提速。新投放公交车120辆,开通线路26条。", [("result", "2018-09-20"), ("result", "2018-09-20")]),
        ("今年以来公交提速。下一步,新投放公交车120辆。", [("target", END)]),
        # the day of one item is not that of the next
        ("医疗上,明年6月投用后将新增床位500张;养老上,发放津贴1860万元,建成敬老院12所。", [("target", "2019-06-30"), ("target", END), ("target", END)]),
        ("今年又完成恢复耕地3200亩。", [("result", END)]),
        ("今年办的10件实事,到目前已完成8件。开发公益性岗位1150个。", [("target", END), ("result", "2018-09-20"), ("result", "2018-09-20")]),
        # what is announced before a colon is what is planned behind it
        ("今年的盘子已经定了:年内新建站点500个,改造车站42座,比上年多3座。", [("target", END), ("target", END), ("target", END)]),
        # amounts that are given in spoken words
        ("学生每餐补3元,取得证书的一次性补2000元,干满三年的再给1万元。", [("criterion", "None"), ("criterion", "None"), ("criterion", "None")]),
        # the years told of end with the year that was told to end before
        ("截至2017年底,全市车辆44万辆,五年间净增了6万辆。", [("result", "2017-12-31"), ("result", "2017-12-31")]),
        # what has to be reached
        ("公交站点覆盖率要达到98%。", [("target", END)]),
        ("公交線路必須增加到30條。", [("target", END)]),
        ("乘客候车要花30分钟。", [("result", "None")]),
        # when things were built says which they are, and dates neither them nor what is told next
        (
            "我们计划把2000年以前建成的534个老旧小区全部改造到位。下半年,我们确保城市更新投资突破270亿元。",
            [("target", END), ("target", END)],
        ),
        # what was paid out of a support, and what is charged each time
        ("上半年发放租赁补贴2360户、718万元。", [("result", "2018-06-30"), ("result", "2018-06-30")]),
        ("停车每小时收费3元。", [("criterion", "None")]),
        # works behind works that are ahead
        (
            "去年棚户区改造开工2820套。今年省里下达3600套,9月底以前要全部开工。农贸市场提质改造6个。",
            [("result", "2017-12-31"), ("target", END), ("target", END)],
        ),
        ("去年棚户区改造开工2820套。农贸市场提质改造6个。", [("result", "2017-12-31"), ("result", "2017-12-31")]),
    ],
)
def test_answers(answer: str, expected: list[tuple[str, str]]) -> None:
    assert [(m["status"], str(m["period_end"])) for m in read_text(OPENING + answer + "\n").metrics] == expected


def test_answers_in_traditional_script() -> None:
    answer = "市里年初定下的盤子是新改建農村公路320公里,總投資12.5億元。老人生活津貼每人每月由240元提高到300元。\n"
    metrics = read_text(OPENING_TRADITIONAL + answer).metrics
    assert [m["status"] for m in metrics] == ["target", "target", "criterion", "criterion"]


@pytest.mark.parametrize(
    ("answer", "names"),
    [
        ("到2020年,垃圾回收利用率要达到35%以上,我市提出的目标是38%。", ["垃圾回收利用率", "垃圾回收利用率"]),
        ("上半年城建投资完成168亿元,比去年同期加快了9个百分点。", ["城建投资", "城建投资"]),
        ("东外环快速路10月底前通车,届时通勤时间缩短15分钟。", ["通勤时间"]),
        ("今年我们拿出1.2亿元专项资金。", ["专项资金"]),
    ],
)
def test_names_in_talks(answer: str, names: list[str]) -> None:
    assert [m["metric"] for m in read_text(OPENING + answer + "\n").metrics] == names


def test_a_brief_tells_facts_as_well_as_plans() -> None:
    text = (
        "青江市第五届茶艺大赛活动简介\n大赛由市农业农村局主办,设三个赛道。往届大赛累计落地项目34个,带动投资2.6亿元。"
        "青江现有茶园92万亩,常住人口89万人。到2027年,将建成茶旅示范村50个。活动期间,预计签约项目20个以上。\n"
    )
    found = read_text(text).metrics
    assert [m["status"] for m in found] == ["result"] * 4 + ["target"] * 2
