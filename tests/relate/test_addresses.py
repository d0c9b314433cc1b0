"""Policy addresses and budget speeches: numbered paragraphs, lists of measures, tables of labelled values."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from pipeline.records import DocumentRecords

Read = Callable[[str], DocumentRecords]

FILLER = "我們堅持穩中求進，扎實推動各項工作，經濟社會保持良好勢頭，市民生活持續改善，社會大局保持安定有序，各界齊心合力。"
ADDRESS = "行政長官2034年施政報告\n香港特別行政區行政長官發表施政報告，香港與各界同行，香港明天更好。\n"
BUDGET = "二零三四至三五財政年度政府財政預算案\n二零三四年二月二十二日\n香港各位議員，各位市民，香港經濟正在恢復。\n"


def metrics(read: Read, head: str, text: str) -> list[dict[str, Any]]:
    return read(f"{head}{FILLER}\n{text}\n").metrics


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("• 推出最少8個應用學位課程。", ("应用学位课程", 8, "level")),
        ("預計表演場地的座位數目將會由200個增至300個（增幅50%）。", ("表演场地的座位数目", 50, "growth")),
        ("預計表演場地的座位數目將會由200個增至300個（增幅50%）。", ("表演场地的座位数目", 300, "level")),
        ("入息税預計為800億元，較去年修訂預算上升3%。", ("入息税", 3, "growth")),
        ("納稅人數目：4200人；平均稅款：3600元；寬減總額：90億元。", ("平均税款", 3600, "level")),
        ("我們會增加學額。我們預測香港經濟在二零三五至二零三八年間，平均每年實質增長3%。", ("经济", 3, "growth")),
        ("向「發展基金」24注資3億元。", ("“发展基金”注资", 3, "level")),
        ("生活津貼會由2400元增加四分之一至3000元。", ("生活津贴", 3000, "level")),
        ("我會預留3億元，在兩年內舉辦首屆演藝博覽會。", ("首届演艺博览会预留", 3, "level")),
        ("二零三五／三六年度所採納的實質經濟增長率為3%。", ("实质经济", 3, "growth")),
        ("我會撥出3億元，在兩年內舉辦首屆演藝博覽會。", ("首届演艺博览会拨出", 3, "level")),
        ("我們將一共開放8處泳灘。", ("泳滩", 8, "level")),
        ("我们将一共开放8处泳滩。", ("泳滩", 8, "level")),
        ("隨後更會推出8億元新計劃。", ("新计划", 8, "level")),
        ("入息税為800億元，較原來預算多8億元。", ("入息税较原来预算多", 8, "level")),
        ("入息税为800亿元，较原来预算少8亿元。", ("入息税较原来预算少", 8, "level")),
        ("入息税為800億元，較原來預算低8億元。", ("入息税较原来预算低幅度", 8, "level")),
    ],
)
def test_what_a_value_is_of(read: Read, text: str, expected: tuple[str, float, str]) -> None:
    found = [(m["metric"], m["value"], m["measure"]) for m in metrics(read, BUDGET, text)]
    assert expected in found


@pytest.mark.parametrize(
    ("text", "status", "strength"),
    [
        ("我會向基金注資3億元。", "target", "plain"),
        ("我建議增加資助名額300個。", "target", "plain"),
        ("委员会在3所学校开展调查。", "result", None),
        ("在「實習計劃」下的學額由2032年的300個增至2037年的500個。", "target", "plain"),
        ("酒店房租税估計占遊客消費額少於3%。", "target", "expected"),
        ("局方計劃提供優惠措施，涉及撥款3000萬元。", "target", "plain"),
        ("例如學校舉辦藝術節，參加人數30萬人。", "result", None),
        ("其中，学校举办艺术节，参加人数30万人。", "result", None),
        ("举办艺术节，参加人数30万人。", "target", "plain"),
        ("(三)藝術節將遷往新址：參加人數30萬人，收入3億元。", "result", None),
        ("我們會大力推動研發。香港擁有30所重點實驗室。", "result", None),
        ("在剛結束的運動會，獎牌數目創新高至53面。", "result", None),
        ("目標是八成公帑資助學校在2037年推行課程。", "target", "plain"),
        ("由2037年起，每年舉辦文化節，提供30個節目。", "target", "plain"),
        ("政府計劃在2037年提供500個學額。", "target", "expected"),
        ("現時退休金有80多萬計劃成員。", "result", None),
        ("各項專才入境計劃共批出3000宗申請。", "result", None),
        ("这个数目比供应目标高出80个单位。", "result", None),
        ("我們會大力推動研發。灣區有三棟大樓正在興建。", "result", None),
        ("我們會大力推動研發。香港現在約有80萬名長者。", "result", None),
    ],
)
def test_what_a_speaker_will_do_is_a_target(read: Read, text: str, status: str, strength: str | None) -> None:
    found = metrics(read, BUDGET, text)[-1]
    assert (found["status"], found["strength"]) == (status, strength)


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("今年8月訪港旅客達300萬人次。", date(2034, 8, 31)),
        ("截至9月底，累計批出300宗申請。今年7月錄得訪港旅客300萬人次。", date(2034, 7, 31)),
    ],
)
def test_an_undated_address_speaks_in_autumn(read: Read, text: str, end: date) -> None:
    found = metrics(read, ADDRESS, text)[-1]
    assert (found["status"], found["period_end"]) == ("result", end)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("我们会从早前预留的80亿元中拨款推动研发。", "result"),
        ("我們會從早前預留的80億元中，撥出3億元支持研發。", "target"),
        ("我们会从预留的80亿元中拨款推动研发。", "target"),
        ("應評稅利潤：200,001元至300,000元。", "criterion"),
        ("應評稅利潤：200,000元至300,000元。", "result"),
        ("推估保费收入增加8亿元。", "target"),
        ("政府會推出以下支援措施：\n(一) 長者家庭400戶；\n(二) 長者中心8間。", "target"),
        ("政府会推出以下支援措施:\n(一) 长者家庭400户;\n(二) 长者中心8间。", "target"),
        ("政府會推出以下支援措施：\n(一) 現時有400戶長者安裝警報系統。", "result"),
        ("政府推出的措施包括：\n(一) 長者家庭400戶；\n(二) 長者中心8間。", "result"),
    ],
)
def test_what_is_set_aside_is_a_scale_or_is_promised(read: Read, text: str, status: str) -> None:
    assert metrics(read, BUDGET, text)[-1]["status"] == status


@pytest.mark.parametrize("opening", ["關於二零三三年度科學技術獎勵的決定", "关于2033年度科学技术奖励的决定"])
def test_a_decision_that_honours_sets_no_rules(read: Read, opening: str) -> None:
    text = f"某省人民政府{opening}\n2034年3月2日\n授予“某某研究”等8项成果自然科学奖一等奖。\n"
    assert read(text).metrics[-1]["status"] == "result"


def test_phases_of_a_list_date_what_stands_under_them(read: Read) -> None:
    paragraphs = [f"{number}. {FILLER}" for number in range(1, 25)]
    items = ["25. 推展藍圖，目標如下：", "第一階段（2034-2037年）", "• 開展30個工程項目。", "26. 舉辦40項活動。"]
    found = metrics(read, ADDRESS, "\n".join([*paragraphs, *items]))
    assert [(m["value"], m["period_end"]) for m in found[-2:]] == [(30, date(2037, 12, 31)), (40, date(2034, 12, 31))]


def test_the_year_of_a_paper_in_a_heading_is_no_period(read: Read) -> None:
    found = metrics(read, ADDRESS, "(二)2033年《施政報告》項目指標\n• 舉辦40項活動。")[-1]
    assert (found["status"], found["period_end"]) == ("target", date(2034, 12, 31))


def test_the_number_of_a_footnote_is_no_part_of_a_name(read: Read) -> None:
    paragraphs = [f"{number}. {FILLER}" for number in range(1, 25)]
    found = metrics(read, ADDRESS, "\n".join([*paragraphs, "26 貨船在港停留平均30天。"]))
    assert found[-1]["metric"] == "货船在港停留"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("私營房屋需求為132000個單位。", ("私营房屋需求", 132000, "eq", "level")),
        ("宿舍需求約為19萬個宿位。", ("宿舍需求", 19, "approx", "level")),
        ("(i) 加大資助 —— 每間學校的津貼由6萬元增至7萬元。", ("每间学校的津贴", 7, "eq", "level")),
        ("計劃的最高資助額為5萬元。", ("最高资助额", 5, "le", "level")),
        ("全港8000名納稅人受惠。", ("受惠纳税人", 8000, "eq", "level")),
        ("約200萬個住宅用戶將可受惠。", ("受惠住宅用户", 200, "approx", "level")),
        ("投資額由12億元激增至400億元。", ("投资额", 400, "eq", "level")),
    ],
)
def test_what_a_name_ends_with(read: Read, text: str, expected: tuple[str, float, str, str]) -> None:
    found = [(m["metric"], m["value"], m["comparator"], m["measure"]) for m in metrics(read, ADDRESS, text)]
    assert expected in found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("每間企業的累計資助上限由600萬元增至700萬元。", [("criterion", "le", 600, None), ("criterion", "le", 700, None)]),
        ("把每戶每月的寬減上限由8000元調高至9000元。", [("criterion", "le", 8000, None), ("criterion", "le", 9000, None)]),
        ("我們會把學額上限增加一倍。", [("target", "eq", 1, date(2034, 12, 31))]),
    ],
)
def test_a_ceiling_bounds_and_is_a_rule(read: Read, text: str, expected: list[tuple[str, str, float, date | None]]) -> None:
    found = metrics(read, ADDRESS, text)
    assert [(m["status"], m["comparator"], m["value"], m["period_end"]) for m in found] == expected


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("(ii) 加強支援 —— 名額由每年500個增至600個。", "target"),
        ("• 增加學額至600個。", "target"),
        ("(ii) 強化中心優勢 —— 香港目前處理全球8%的貨物。", "result"),
        ("(ii) 加強支援 —— 把現時每年500個的名額增至600個。", "target"),
        ("名額由每年500個增至600個。", "result"),
    ],
)
def test_an_item_of_a_list_orders_work(read: Read, text: str, status: str) -> None:
    assert metrics(read, ADDRESS, text)[-1]["status"] == status


def test_an_annex_of_indicators_holds_plans(read: Read) -> None:
    """Paragraphs in numbers, then an annex: what stands there is no part of the last chapter of the speech."""
    speech = "".join(f"{n}. {FILLER}{FILLER}\n" for n in range(1, 25))
    annex = "附件：指定項目指標\n公園組\n1. 改善公園：\n• 每季舉辦不少於八十場公園導賞團。\n"
    with_annex = read(f"{ADDRESS}(一) 結語\n{speech}{annex}").metrics
    without = read(f"{ADDRESS}(一) 結語\n{speech}{annex.partition(chr(10))[2]}").metrics
    assert [(m["status"], m["section"][0]) for m in with_annex] == [("target", "附件:指定项目指标")]
    assert [m["section"][0] for m in without] == ["(一)结语"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("增加公園數目至19個。", (19, "level")),
        ("擴大試驗計劃的覆蓋率至80%。", (80, "level")),
        ("增加公園數目3個。", (3, "change")),
        ("公園增長率達到5%。", (5, "growth")),
    ],
)
def test_where_a_move_ends_is_a_level(read: Read, text: str, expected: tuple[float, str]) -> None:
    assert expected in [(m["value"], m["measure"]) for m in metrics(read, ADDRESS, text)]


def test_a_month_is_of_the_year_of_the_address(read: Read) -> None:
    """去年 in the paragraph before says nothing of a quarter in this one."""
    found = metrics(read, ADDRESS, "去年經濟放緩，我們推出了措施。\n私人消費在第二季上升8.2%，7至8月零售業銷貨額亦上升6%。")
    assert [m["period_end"] for m in found] == [date(2034, 6, 30), date(2034, 8, 31)]


def test_the_term_of_the_government(read: Read) -> None:
    """Terms begin in July of 1997, 2002 and every fifth year."""
    (found,) = metrics(read, ADDRESS, "我們會在本屆政府任期內培訓5000名護士。")
    assert found["period_end"] == date(2037, 6, 30)


def test_what_is_so_in_a_promise(read: Read) -> None:
    found = metrics(read, ADDRESS, "我們會積極加入協定。協定涵蓋15個城市共3億人口，佔全球近兩成貿易量。")
    assert {m["status"] for m in found if m["unit"] != "个"} == {"result"}


@pytest.mark.parametrize(
    ("head", "text", "end"),
    [
        (BUDGET, "我會向藝術基金注資3億元。", date(2035, 3, 31)),
        (BUDGET, "我會在來年向藝術基金注資3億元。", date(2035, 3, 31)),
        (BUDGET, "我会在下年度向艺术基金注资3亿元。", date(2035, 3, 31)),
        (BUDGET, "本財政年度的薪俸稅收入估計為80億元。", date(2034, 3, 31)),
        (BUDGET, "我會在明年向藝術基金注資3億元。", date(2035, 12, 31)),
        (BUDGET, "本財政年度收入較少。年內我們將向藝術基金注資3億元。", date(2034, 12, 31)),
        (ADDRESS, "我會在下個財政年度向藝術基金注資3億元。", date(2036, 3, 31)),
        (ADDRESS, "我會向藝術基金注資3億元。", date(2034, 12, 31)),
        (ADDRESS, "受惠學生在2035-36年可增至3000名。", date(2036, 3, 31)),
        (ADDRESS, "由2035-36年度起計三年內，增加約300個服務名額。", date(2038, 3, 31)),
        (ADDRESS, "由2035/36學年起三年內，增加約300個服務名額。", date(2038, 8, 31)),
        (ADDRESS, "由2035年起三年內，增加約300個服務名額。", date(2037, 12, 31)),
        (ADDRESS, "由2034/35學年起，每所學校舉辦最少3項活動。", date(2035, 8, 31)),
    ],
)
def test_the_fiscal_year_runs_from_april(read: Read, head: str, text: str, end: date) -> None:
    assert metrics(read, head, text)[-1]["period_end"] == end


@pytest.mark.parametrize("kept", ["向艺术基金注资3亿元。", "向藝術基金注資3億元。"])
def test_a_school_year_in_a_title_is_no_fiscal_year(read: Read, kept: str) -> None:
    head = "2034/35學年香港中學預算\n二零三四年二月二十二日\n香港各位議員，各位市民，香港經濟正在恢復。\n"
    assert metrics(read, head, f"我會{kept}")[-1]["period_end"] != date(2035, 3, 31)


@pytest.mark.parametrize(
    ("lines", "ends"),
    [
        (["• 在2036年底前增設4所診所；及", "• 培訓30名護士。"], [date(2036, 12, 31), date(2034, 12, 31)]),
        (["• 在2036年底前：", "• 增設4所診所；及", "• 培訓30名護士。"], [date(2036, 12, 31), date(2036, 12, 31)]),
        (["• 在2037年增設4所診所；及", "• 培訓30名護士。"], [date(2037, 12, 31), date(2035, 12, 31)]),
    ],
)
def test_what_opens_an_item_dates_no_other(read: Read, lines: list[str], ends: list[date]) -> None:
    """The lead of a list dates its items, each of them only itself."""
    lead = "25. 為改善服務，在2035年內：" if ends[-1].year == 2035 else "25. 為改善服務："
    paragraphs = [f"{number}. {FILLER}" for number in range(1, 25)]
    found = metrics(read, ADDRESS, "\n".join([*paragraphs, lead, *lines]))
    assert [m["period_end"] for m in found[-2:]] == ends


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("在2036-37年度把出租屋轮候时间降至约3.5年。", ("出租屋轮候时间", 3.5, "年", "approx", "target", date(2037, 3, 31))),
        ("在2036-37年度把出租屋輪候時間降至約3.5年。", ("出租屋轮候时间", 3.5, "年", "approx", "target", date(2037, 3, 31))),
        ("到2036年，平均受教育年限提高到12.5年。", ("平均受教育年限", 12.5, "年", "eq", "target", date(2036, 12, 31))),
        ("淡水魚產量在2037年較2032年增加40%。", ("淡水鱼产量", 40, "%", "eq", "target", date(2037, 12, 31))),
        ("淡水鱼产量2037年比2032年增加40%。", ("淡水鱼产量", 40, "%", "eq", "target", date(2037, 12, 31))),
        ("把服务名额由2031-32年度的约300个，在2036-37年度或之前增至约380个。", ("服务名额", 300, "个", "approx", "result", date(2032, 3, 31))),
        ("把服務名額由2031-32年度的約300個，在2036-37年度或之前增至約380個。", ("服务名额", 380, "个", "approx", "target", date(2037, 3, 31))),
        ("將工傷率由2031年的29.8減低至少10%，降至2036年的26.8。", ("工伤率", -10, "%", "ge", "target", date(2034, 12, 31))),
    ],
)
def test_where_a_move_begins_and_ends(read: Read, text: str, expected: tuple[Any, ...]) -> None:
    found = [tuple(m[name] for name in ("metric", "value", "unit", "comparator", "status", "period_end")) for m in metrics(read, ADDRESS, text)]
    assert expected in found


@pytest.mark.parametrize("text", ["把轮候时间在3年内缩短。", "轮候时间缩短，用时3年。", "轮候时间在2035年缩短。", "工程为期3年。"])
def test_a_span_that_measures_nothing_is_no_value(read: Read, text: str) -> None:
    assert metrics(read, ADDRESS, text) == []


def test_how_long_those_added_have_learnt_is_a_level(read: Read) -> None:
    found = metrics(read, ADDRESS, "到2036年，新增勞動力平均受教育年限達到14.2年。")[-1]
    assert (found["metric"], found["measure"]) == ("新增劳动力平均受教育年限", "level")


@pytest.mark.parametrize(
    ("text", "metric"),
    [
        ("在「推廣計劃」下資助在本地開設的工場總數由2032年約30間增至2037年不少於130間。", "资助在本地开设的工场总数"),
        ("将参与“推广计划”的工场总数由2032年约30间增至2037年不少于130间。", "参与“推广计划”的工场总数"),
        ("推動工場的總座位由300個增至500個。", "工场的总座位"),
        ("工場學額將達3000個，較我上任時增加約80%。", "工场学额"),
        ("工场学额将达3000个,比现时规模增加近一倍。", "工场学额"),
    ],
)
def test_what_moves_is_named_whole(read: Read, text: str, metric: str) -> None:
    assert {m["metric"] for m in metrics(read, ADDRESS, text)} == {metric}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("自二零三四／三五年度起的三個財政年度，政府會向旅遊局增撥3億元。", ["2037-03-31"]),
        ("自2034-35年度起的三个财政年度，政府会向旅游局增拨3亿元。", ["2037-03-31"]),
        ("由2034/35學年起的三個學年，學校會提供300個學額。", ["2037-08-31"]),
        ("學校會在未來兩個學年提供300個學額。", ["2036-08-31"]),
        ("政府會在未來三個財政年度每年節省開支3億元。", ["2037-03-31"]),
    ],
)
def test_fiscal_and_school_years_are_counted(read: Read, text: str, expected: list[str]) -> None:
    assert [str(m["period_end"]) for m in metrics(read, BUDGET, text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("學額將由二零三五／三六年度的300個增至二零三八／三九年度的500個。", [("target", "2036-03-31"), ("target", "2039-03-31")]),
        ("学额将由2035-36年度的300个增至2038-39年度的500个。", [("target", "2036-03-31"), ("target", "2039-03-31")]),
        ("學額將由二零三二／三三年度的300個增至二零三八／三九年度的500個。", [("result", "2033-03-31"), ("target", "2039-03-31")]),
    ],
)
def test_where_a_value_is_to_start_is_planned_too(read: Read, text: str, expected: list[tuple[str, str]]) -> None:
    assert [(m["status"], str(m["period_end"])) for m in metrics(read, BUDGET, text)] == expected


@pytest.mark.parametrize(
    "row",
    [
        "應課稅入息：310,001 元至 420,000 元；納稅人數目：4200人；平均稅款：3,600 元",
        "应课税入息:310,001元至420,000元;纳税人数目:4200人;平均税款:3,600元",
    ],
)
def test_rows_that_differ_by_a_step_are_named_by_it(read: Read, row: str) -> None:
    step = "应课税入息310001元至420000元的"
    found = [(m["metric"], m["value"], m["status"]) for m in metrics(read, BUDGET, row)]
    assert [name for name, _, _ in found[1:]] == [step + "纳税人数目", step + "平均税款"]
    assert found[0] == ("应课税入息", 310001, "criterion")


def test_the_open_step_of_a_scale_is_a_criterion(read: Read) -> None:
    found = metrics(read, BUDGET, "應課稅入息：870,000 元以上；納稅人數目：4200人；平均稅款：3,600 元")
    assert [(m["metric"], m["status"]) for m in found][:2] == [("应课税入息", "criterion"), ("应课税入息870000元以上的纳税人数目", "result")]


def test_a_first_cell_that_holds_more_than_a_step_names_no_row(read: Read) -> None:
    found = metrics(read, BUDGET, "總預算：3,000 元支援業界；納稅人數目：4200人；平均稅款：3,600 元")
    assert "平均税款" in [m["metric"] for m in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("寬減首季的車位差餉，以每戶每季800元為上限。", ["车位差饷每户每季"]),
        ("宽减首季的车位差饷，以每户每季800元为上限。", ["车位差饷每户每季"]),
        ("寬減四季的車位差餉，首季以每戶每季800元為上限，其後三季以每戶每季500元為上限。", ["车位差饷每户每季"] * 2),
        ("租金為800元，以每戶每月500元為上限。", ["租金", "租金每户每月"]),
        ("寬減措施会继续，以每戶每季800元為上限。", ["每户每季"]),
    ],
)
def test_an_amount_for_each_is_of_what_the_clause_before_relieves(read: Read, text: str, expected: list[str]) -> None:
    assert [m["metric"] for m in metrics(read, BUDGET, text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # 在這期間 takes up the range of years told last
        (
            "二零三五／三六至二零三八／三九年度的通脹率假設為每年百分之三。\n在這期間，文娛支出則平均每年上升百分之四。",
            ("target", date(2039, 3, 31)),
        ),
        ("花展期間，文娛支出則平均每年上升百分之四。", ("result", None)),
        # what a move starts from is told over the years past
        ("預計在未來五個財政年度，文娛支出將由過往五年的每年上升百分之七，放緩至每年上升約百分之二。", ("target", date(2039, 3, 31))),
        # what is so
        ("超過六成的碳排放來自建築物。", ("result", None)),
        ("超过六成的碳排放来自建筑物。", ("result", None)),
    ],
)
def test_what_is_told_of_years_ahead_and_of_now(read: Read, text: str, expected: tuple[str, date | None]) -> None:
    found = metrics(read, BUDGET, text)[-1]
    assert (found["status"], found["period_end"]) == expected


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("明年內，服務覆蓋的地區由三個增至七個。", [("result", 3), ("target", 7)]),
        ("明年内，服务覆盖的地区由三个增至七个。", [("result", 3), ("target", 7)]),
        ("明年會把會籍的時間由一年延長至三年。", [("result", 1), ("target", 3)]),
        ("明年会把展览的轮候时间由八年减至五年半。", [("result", 8), ("target", 5.5)]),
        ("政府會在明年增設六個托兒中心。", [("target", 6)]),
        ("政府會在明年起每年參加三項書展。", [("target", 3)]),
        ("政府會每年召開三次會議。", []),
        ("政府會在明年抓好六個環節。", []),
        ("政府會在明年把服務提高到一個新水平。", []),
        ("政府會在明年增建二線。", []),
        ("政府會在明年推動一個計劃。", []),
    ],
)
def test_a_count_in_words_that_moves_is_a_figure(read: Read, text: str, values: list[tuple[str, float]]) -> None:
    assert [(m["status"], m["value"]) for m in metrics(read, BUDGET, text)] == values


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("我們去年推出的引才措施成效理想。截至9月底，已收到300宗申請。", date(2034, 9, 30)),
        ("我们去年推出的引才措施成效理想。截至9月底，已收到300宗申请。", date(2034, 9, 30)),
        ("我們去年的工作成效理想。截至9月底，已收到300宗申請。", date(2033, 9, 30)),
    ],
)
def test_when_a_measure_began_dates_no_month_behind_it(read: Read, text: str, end: date) -> None:
    assert metrics(read, ADDRESS, text)[-1]["period_end"] == end


@pytest.mark.parametrize(
    ("text", "metric", "status"),
    [
        ("政府計劃在明年發行不少於3億元的綠色債券。", "绿色债券发行", "target"),
        ("政府计划在明年发行不少于3亿元的绿色债券。", "绿色债券发行", "target"),
        ("政府會全速推展超過3億元的海堤改善工程。", "海堤改善工程", "target"),
        ("營業額不少於3億元的企業可以參加計劃。", "企业营业额", "criterion"),
    ],
)
def test_how_much_is_raised_is_no_bound_on_what_is_meant(read: Read, text: str, metric: str, status: str) -> None:
    assert [(m["metric"], m["status"]) for m in metrics(read, BUDGET, text)] == [(metric, status)]


@pytest.mark.parametrize(
    ("text", "metric"),
    [
        ("推廣閱讀，在2036年進行各式推廣活動，出席者不少於300人。", "各式推广活动出席者"),
        ("推广阅读，在2036年进行各式推广活动，出席者不少于300人。", "各式推广活动出席者"),
        ("推廣健康飲食文化，在2036年舉辦不少於30次推廣活動。", "健康饮食文化推广活动"),
    ],
)
def test_who_comes_comes_to_what_is_held(read: Read, text: str, metric: str) -> None:
    assert metrics(read, ADDRESS, text)[-1]["metric"] == metric


@pytest.mark.parametrize(
    "text",
    [
        "政府已分別在二零三一／三二、二零三二／三三及二零三三／三四年度預留2億元、3億元及4億元。",
        "政府已分别在2031-32、2032-33及2033-34年度预留2亿元、3亿元及4亿元。",
    ],
)
def test_each_of_a_list_of_fiscal_years_has_its_sum(read: Read, text: str) -> None:
    found = [(m["value"], str(m["period_end"])) for m in metrics(read, BUDGET, text)]
    assert found == [(2, "2032-03-31"), (3, "2033-03-31"), (4, "2034-03-31")]
