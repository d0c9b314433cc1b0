"""Normal text: what changes, what must not, and where every character came from."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from pipeline.normalize import (
    ChromeEntry,
    NoiseEntry,
    _converted,
    _distinct,
    _half_width,
    _width_table,
    fires,
    is_page_chrome,
    mojibake_spans,
    normalize,
)
from pipeline.rulebook import load
from pipeline.types import NormalText

CLEAN = (
    "临江市2027年重点工作安排\n"
    "一、主要目标\n"
    "全年地区生产总值增长6%以上,居民收入与经济增长同步,新增就业2.3万人。\n"
    "(一)工业方面。规模以上工业企业净增40家,工业用电量达到18.5亿千瓦时;技改投资占比提高1.2个百分点。\n"
    "《行动方案》〔2027〕3号文件提出“三步走”,力争2030年前建成——“智慧港口”示范区。\n"
)

PARAGRAPHS = [
    "全市上下要把扩大有效投资摆在更加突出的位置,全年安排重点项目320个,完成年度投资640亿元,其中产业项目不少于六成。",
    "交通方面,年内开工建设环城快速路二期,新改建农村公路450公里,打通断头路18条,争取港区铁路专用线纳入省级规划。",
    "我们将新建标准化养老服务中心12个,改造社区食堂60家,实现县级以上医院互认检查结果全覆盖,让群众少跑腿、少花钱。",
    "财政资金直达基层的比例提高到85%以上,压减一般性支出5%,腾出资金全部用于教育、医疗和住房保障。",
    "到2028年底前,城区公园绿地服务半径覆盖率达到90%,空气质量优良天数保持在320天以上,细颗粒物年均浓度降到28微克/立方米以下。",
]


def _text(source: str) -> str:
    return normalize(source).text


def _check_origin(source: str, normal: NormalText) -> None:
    assert len(normal.origin) == len(normal.text)
    assert all(first < second for first, second in pairwise(normal.origin))
    assert all(0 <= offset < len(source) for offset in normal.origin)


def _wrap(paragraph: str, width: int, indent: int = 2) -> list[str]:
    """Break a paragraph as a page does: an indent that gets lost, no mark at the beginning of a line, no number torn apart."""
    lines = []
    room = width - indent
    line = ""
    used = 0.0
    units = _units(paragraph)
    for unit in units:
        # Word processors put a quarter of a character on both sides of digits and Latin letters.
        size = sum(0.5 if character.isascii() else 1.0 for character in unit) + 0.5 * any(map(str.isascii, unit))
        if used + size > room and line:
            lines.append(line)
            line, used, room = "", 0.0, width
        line += unit
        used += size
    return [*lines, line]


def _units(text: str) -> list[str]:
    units: list[str] = []
    for character in text:
        glue = bool(units) and (
            character in "，。；、：,;:%》”)）"
            or (character.isascii() and character.isalnum() and units[-1][-1] in "0123456789.")
            or (character == "." and units[-1][-1].isdigit())
            or units[-1][-1] in "《“(（"
        )
        if glue:
            units[-1] += character
        else:
            units.append(character)
    return units


# --- one script, one width --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", [CLEAN, "无", "", "\n", "a b c\n", "指标\t2027年\t85%\n"])
def test_clean_text_does_not_change(text: str) -> None:
    normal = normalize(text)
    assert normal.text == (text if text.strip() else text.strip())
    assert normal.script == "hans"
    assert normal.warnings == ()
    if text.strip():
        assert list(normal.origin) == list(range(len(text)))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("１２３４５６７８９０", "1234567890"),
        ("ＡｂＣ", "AbC"),
        ("增长５．５％，降低３‰；（一）：！？", "增长5.5%,降低3‰;(一):!?"),
        ("２０２６～２０３０年", "2026~2030年"),
        ("２０２６－２０３０〜∼", "2026-2030~~"),
        ("－５℃—–−", "-5℃—–−"),
        ("﹙一﹚﹪﹐", "(一)%,"),
        ("附件︰指南", "附件:指南"),
        ("｡､", "。、"),
        ("⼀⼈⽣⾼ ⻓⻋⻔⻛", "一人生高长车门风"),
        ("\uf98e\uf97e", "年量"),
        ("①②Ⅲ㎡〇○½⑴∶·…", "①②Ⅲ㎡〇○½⑴∶·…"),
        ("、。“”‘’《》〔〕【】——", "、。“”‘’《》〔〕【】——"),
        ("“新城\"和“样板\"项目", "“新城”和“样板”项目"),
        ("“新\"城”与\"样板\"项目", "“新\"城”与\"样板\"项目"),
        ("「新城」『样板』｢甲｣﹁乙﹂", "“新城”‘样板’“甲”“乙”"),
    ],
)
def test_width(source: str, expected: str) -> None:
    assert _text(source) == expected
    assert _text(expected) == expected


@given(st.text(alphabet="乾隆燥淨著作顯餘裕對于於發展後裡麵了解瞭臺灣甲1,", max_size=40))
@example("乾隆年間的著作與乾燥的裡麵")
def test_phrases_become_what_zhconv_makes_of_them(text: str) -> None:
    zhconv = pytest.importorskip("zhconv")
    assert _converted(text, "zh-hans") == zhconv.convert(text, "zh-hans")


@pytest.mark.parametrize("converter", ["zhconv", "opencc"])
@pytest.mark.parametrize(
    ("traditional", "simplified"),
    [
        ("臺灣產業轉型與國際貿易", "台湾产业转型与国际贸易"),
        ("投資金額達3兆2,500億元,惠及2萬戶", "投资金额达3兆2,500亿元,惠及2万户"),
        ("後續將徵求意見,乾旱地區優先", "后续将征求意见,干旱地区优先"),
        ("著名學者與顯著成效", "著名学者与显著成效"),
        ("「永續發展」方案與發展餘裕", "“永续发展”方案与发展余裕"),
        ("鐵路里程與裡外環境", "铁路里程与里外环境"),
    ],
)
def test_traditional(traditional: str, simplified: str, converter: str) -> None:
    pytest.importorskip(converter)
    normal = normalize(traditional, converter)
    assert normal.text == simplified
    assert normal.script == "hant"
    assert list(normal.origin) == list(range(len(traditional)))
    assert normalize(simplified, converter).text == simplified


@pytest.mark.parametrize(
    "text",
    [
        "昇腾上线",
        "瞭望塔建成,园区观景设施进一步完善",
        "著名企业家、显著成效、执著追求",
        "乾隆年间、慰藉、於姓居民",
        "昇腾芯片应用于三百家企业,甯县、堃鹏公司均有布点,产业发展态势总体良好,订单数量继续增长,车间实现满负荷运转",
        "后勤、里程、台阶、只有、面条、干部、谷物、征收",
    ],
)
def test_simplified_is_left_alone(text: str) -> None:
    normal = normalize(text)
    assert normal.text == text
    assert normal.script == "hans"


def test_two_scripts_in_one_text() -> None:
    source = "去年全市经济运行总体平稳,各项指标好于预期,产业结构进一步优化。\n來源:經濟發展處統計資訊,僅供參閱,請勿轉載,後續將再說明。"
    normal = normalize(source)
    assert normal.script == "mixed"
    assert "mixed script" in normal.warnings
    assert (
        normal.text
        == "去年全市经济运行总体平稳,各项指标好于预期,产业结构进一步优化。\n来源:经济发展处统计资讯,仅供参阅,请勿转载,后续将再说明。"
    )


def test_converter_is_a_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOVTARGETS_CONVERTER", "abacus")
    with pytest.raises(ValueError, match="abacus"):
        normalize("國")
    assert normalize("國", "zhconv").text == "国"


# --- scraped pinyin ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("质(zhì)量", "质量"),
        ("質（zhì）量", "质量"),
        ("业 ( wù ) 务", "业务"),
        ("质(ｚhì)量", "质(zhì)量"),
        ("发展(fāzhǎn)规划", "发展规划"),
        ("珲春(hún chūn)口岸", "珲春口岸"),
        ("人(rén)们(men)在(zài)这里生活(shēng huó)", "人们在这里生活"),
        ("人(rén)的(de)权(quán)利与(AI)技(jì)术", "人的权利与(AI)技术"),
        ("子(zǐ)项(xiàng)目(mù)录(a)与图(e)", "子项目录(a)与图(e)"),
        ("服务业?;r(nóng)业(yè)、林(lín)业(yè)", "服务业?;r业、林业"),
    ],
)
def test_pinyin_goes(source: str, expected: str) -> None:
    assert _text(source) == expected


@pytest.mark.parametrize(
    "text",
    [
        "指数(AQI)",
        "排放(VOCs)",
        "电量(kWh)",
        "子项(a)",
        "子项(i)",
        "吨(t)",
        "咖啡(café)",
        "他们(men)",
        "法案(b)(ii)",
        "公里(km)",
        "a(zhì)",
    ],
)
def test_other_brackets_stay(text: str) -> None:
    assert _text(text) == text


def test_pinyin_is_counted() -> None:
    assert normalize("质(zhì)量强(qiáng)市").warnings == ("scraped pinyin: 2",)


# --- spaces and characters that print nothing ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("中华民国 116 年 3 月 9 日", "中华民国116年3月9日"),
        ("2 万 5,600 人", "2万5,600人"),
        ("第 一 章　总　则", "第一章总则"),
        ("济 北 市 水 利 局", "济北市水利局"),
        ("增长 6 %,约 3 倍", "增长6%,约3倍"),
        ("30 000 人", "30000人"),
        ("投资1 250 000 元、补贴2\u2009500元", "投资1250000元、补贴2500元"),
        ("2026 100 家", "2026 100家"),
        ("企业1, 664 家、岗位33 , 883 个", "企业1,664家、岗位33,883个"),
        ("A1, 664 B", "A1, 664 B"),
        ("结构为8.4 : 29.4 ∶ 62.2", "结构为8.4:29.4∶62.2"),
        ("满意率≥ 92 %,误差± 3 毫米", "满意率≥92%,误差±3毫米"),
        ("1 9 9 5 年由3 5 6 家增加到1 2 0 0 家", "1995年由356家增加到1200家"),
        ("2 0 2 0 年增长1 2 ．5 ％", "2020年增长12.5%"),
        ("2020 年第3 5 6 号、5 6 家", "2020年第3 5 6号、5 6家"),
        ("12 345 67 家", "12 345 67家"),
        ("010 855 家", "010 855家"),
        ("2026 - 2030 年,300 — 500 元", "2026-2030年,300—500元"),
        ("实施\n- 30 项工程\n- 5 项改革", "实施\n- 30项工程\n- 5项改革"),
        ("GB/T 12345 与 Open Data 平台", "GB/T 12345与Open Data平台"),
        ("到 ， 2027 年 （ 第二期 ）", "到,2027年(第二期)"),
        ("推动, 2027年见效", "推动,2027年见效"),
        ("　　一、目标 \u00a0\n\t二、措施　\n", "一、目标\n二、措施\n"),
        ("一、目标\n\n \u3000\n二、措施", "一、目标\n二、措施"),
        ("\n\n 目标", "目标"),
        ("(1)\t目标", "(1)目标"),
        ("指标\t 2027年 \t  85%", "指标\t2027年\t85%"),
        ("零\u200b宽\ufeff软\u00ad连\u2060字\x00符\x1b", "零宽软连字符"),
        ("甲\r\n乙\r丙\u2028丁\x0c戊", "甲\n乙\n丙\n丁\n戊"),
        ("孤\ud800立", "孤立"),
    ],
)
def test_spaces(source: str, expected: str) -> None:
    normal = normalize(source)
    assert normal.text == expected
    _check_origin(source, normal)
    assert _text(expected) == expected


def test_origin_points_at_the_same_character() -> None:
    source = "　　臺北 市（ＡＢ）質(zhì)量 提升\u200b至８５％。\n\n第 2 行"
    normal = normalize(source)
    assert normal.text == "台北市(AB)质量提升至85%。\n第2行"
    assert [source[offset] for offset in normal.origin] == list("臺北市（ＡＢ）質量提升至８５％。\n第2行")
    start = normal.text.index("质量")
    first, last = normal.source_span(start, start + 2)
    assert source[first:last] == "質(zhì)量"


# --- lines ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", range(30, 40))
def test_numbers_torn_by_a_break(width: int) -> None:
    """Lines of so many characters, wherever they end: also inside 1250, 3.75亿千瓦 and 9.0:35.7."""
    paragraphs = [
        *PARAGRAPHS,
        "五年来,全市累计建成高标准农田1250万亩,灌溉机械动力达到3.75亿千瓦,三次产业结构由9.0:35.7:55.3优化为8.4:29.4:62.2。",
        "做好就业工作,企业职工参保人员、居民参保人员分别达到242.4万人、375.25万人,空气优良天数≥300天,农村供水保证率98%以上。",
    ] * 2
    source = "\n".join(p[i : i + width] for p in paragraphs for i in range(0, len(p), width))
    found = re.findall(r"[≥\d][\d.:]*", normalize(source).text)
    assert [n for n in found if n not in {"≥"}] == re.findall(r"[≥\d][\d.:]*", "".join(paragraphs))


@pytest.mark.parametrize("source", ["编号,国家标准GB/T12643-2013\n2术语", "编号,指标2021\n5个", "报告,共列A1250\n30个"])
def test_numbers_side_by_side_stay_two(source: str) -> None:
    lines = [*_wrap(PARAGRAPHS[0], 28), *_wrap(PARAGRAPHS[1], 28)] * 3
    assert source.replace("\n", "") not in normalize("\n".join([*lines, source])).text


@pytest.mark.parametrize("width", [18, 24, 28, 36])
def test_wrapped_lines_become_paragraphs(width: int) -> None:
    paragraphs = PARAGRAPHS * 3
    source = "\n".join(line for paragraph in paragraphs for line in _wrap(paragraph, width))
    normal = normalize(source)
    _check_origin(source, normal)
    # A line that ends with a sentence and fills the page may or may not end a paragraph.
    assert normal.text.replace("\n", "") == "".join(paragraphs)
    assert all(line.endswith("。") for line in normal.text.split("\n"))
    assert all(any(paragraph.startswith(line[:12]) for paragraph in PARAGRAPHS) for line in normal.text.split("\n"))
    assert normalize(normal.text).text == normal.text


@pytest.mark.parametrize("width", [18, 24, 28, 36])
def test_blanks_at_line_ends_mark_paragraphs(width: int) -> None:
    """Word processors leave one at the end of each paragraph, and nowhere else."""
    source = "\n".join("\n".join(_wrap(paragraph, width)) + " " for paragraph in PARAGRAPHS * 3)
    assert _text(source) == "\n".join(PARAGRAPHS * 3)


@pytest.mark.parametrize(
    "number", ["{}", "- {} -", "— {} —", "第{}页", "第 {} 页 共 9 页", "{}/9", "Page {} of 9", "－{}－"]
)
def test_page_numbers_inside_wrapped_text(number: str) -> None:
    lines = [line for paragraph in PARAGRAPHS * 3 for line in _wrap(paragraph, 26)]
    for page, at in enumerate(range(12, len(lines), 13), 1):
        lines.insert(at, number.format(page))
    normal = normalize("\n".join(lines))
    assert normal.text.replace("\n", "") == "".join(PARAGRAPHS * 3)
    assert any(warning.startswith("page numbers removed") for warning in normal.warnings)


def test_running_heads_go_with_their_page_numbers() -> None:
    lines = [line for paragraph in PARAGRAPHS * 3 for line in _wrap(paragraph, 26)]
    for page, at in enumerate(range(12, len(lines), 14), 1):
        lines[at:at] = [f"- {page} -", "临江市年度工作要点"]
    assert _text("\n".join(lines)).replace("\n", "") == "".join(PARAGRAPHS * 3)


def test_headings_and_items_stay_apart_in_wrapped_text() -> None:
    heads = [
        "临江市重点工作安排",
        "一、扩大有效投资",
        "(二)完善综合交通",
        "3.保障民生",
        "第四条 财政资金直达基层",
        "——绿色发展",
    ]
    lines = [line for head, paragraph in zip(heads, PARAGRAPHS, strict=False) for line in [head, *_wrap(paragraph, 26)]]
    normal = _text("\n".join(lines)).split("\n")
    assert all(head.replace(" ", "") in normal for head in heads[:5])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("本期工程总投资约2", "万元"),
        ("全年贷款余额预计达到30", "亿元,"),
        ("出口总额合计为1", "兆378亿元,"),
        ("覆盖率逐步提高到85", "%以上,"),
    ],
)
def test_numbers_split_by_a_break(before: str, after: str) -> None:
    lines = [line for paragraph in PARAGRAPHS * 2 for line in _wrap(paragraph, 22)]
    filler = "为落实年度任务,各单位要对照清单逐项推进,"
    lines[1:1] = [(filler + before)[-20:], after + "其余资金由县区自筹解决。"]
    assert (before + after) in _text("\n".join(lines))
    # The same in a text with one paragraph a line, where a tag was lost.
    assert (before + after) in _text(f"{filler}{before}\n{after}其余资金由县区自筹解决。")


@pytest.mark.parametrize(
    "text",
    [
        CLEAN,
        "\n".join(PARAGRAPHS),
        "\n".join(paragraph.rstrip("。") for paragraph in PARAGRAPHS * 4),
        "\n".join(f"{name}市人民政府办公室" for name in "甲乙丙丁戊己庚辛壬癸" * 3),
        "\n".join(["指标", "单位", "2027年", "生产总值", "亿元", "1850", "常住人口", "万人", "230"] * 5),
        "\n".join(f"建设{name}县现代农业产业园配套基础设施提升工程" for name in "甲乙丙丁戊己庚辛壬癸" * 3),
        "\n".join(f"{name}县:整修灌溉干渠,新建提水泵站,完善机耕道路" for name in "甲乙丙丁戊己庚辛壬癸" * 3),
        "专项行动方案2027\n万企上云工程\n专项行动方案2028\n千村提升工程",
        "各位代表:\n现在,我报告工作,\n请予审议,\n并请提出意见。",
        "序号\n1\n2\n3\n4\n5",
        "项目\n1\n甲县水库加固\n2\n乙县泵站更新\n3\n丙县灌区改造\n4\n丁县堤防达标",
    ],
)
def test_paragraphs_are_never_joined(text: str) -> None:
    assert _text(text) == text


TOLD = "一季度全市经济稳步恢复,生产总值同比增长3.6%。工业生产逐月回升,项目建设明显加快,居民收入继续增加。"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("认真落实《\n数据条例\n》,建立目录制度。", "认真落实《数据条例》,建立目录制度。"),
        ("加强空气治理(PM\n2.5\n)浓度下降5%。", "加强空气治理(PM2.5)浓度下降5%。"),
        ("国内生产总值达到81.4\n\u200b\n万亿元,增长5%。", "国内生产总值达到81.4万亿元,增长5%。"),
        ("推动“\n一网通办\n”改革", "推动“一网通办”改革"),
        ("第一段结束。\n”第二段", "第一段结束。\n”第二段"),
        (f"{TOLD}\n{TOLD[:-6]}增速回升1.9个百\n分点。工业投资转正,增长2%。\n{TOLD}\n{TOLD}", f"{TOLD}\n{TOLD[:-6]}增速回升1.9个百分点。工业投资转正,增长2%。\n{TOLD}\n{TOLD}"),
        (f"{TOLD}\n{TOLD[:-1]}\n三、下一步,抓好落实。", f"{TOLD}\n{TOLD[:-1]}\n三、下一步,抓好落实。"),
        (f"{TOLD[:-1]}\n{TOLD[:-1]}\n{TOLD[:-1]}\n{TOLD}", f"{TOLD[:-1]}\n{TOLD[:-1]}\n{TOLD[:-1]}\n{TOLD}"),
    ],
)
def test_breaks_left_by_links(source: str, expected: str) -> None:
    assert _text(source) == expected


def test_pages_on_which_every_line_ends_with_a_blank() -> None:
    paragraphs = PARAGRAPHS * 4
    source = "\n".join("\n".join(_wrap(paragraph, 26)) + " " for paragraph in paragraphs)
    everywhere = "\n".join(line + " " for line in _wrap(PARAGRAPHS[0], 26))
    assert _text(f"{source}\n{everywhere}") == "\n".join([*paragraphs, PARAGRAPHS[0]])


def test_rows_of_a_table_stay_lines_in_wrapped_text() -> None:
    rows = [
        f"{name}水库、灌区除险加固   县水利局、县财政局   {month}月底前完成招标、开工建设"
        for month, name in enumerate("甲乙丙丁", 3)
    ]
    lines = [line for paragraph in PARAGRAPHS * 2 for line in _wrap(paragraph, 26)]
    text = _text("\n".join([*lines, *rows, *lines])).split("\n")
    assert [row.replace(" ", "") for row in rows] == [line for line in text if "水库" in line]


RAGGED = (
    *("政府會預留撥款爭取更多具吸引力的大型活動", "來港舉行，提升城市的國際形象，並會動用資源", "繼續舉辦各項旅遊盛事，包括首次舉辦的文化節，", "讓旅客感受本地的魅力。"),
) * 5


@pytest.mark.parametrize(
    "item",
    [
        ("（一） 寬減下年度首兩季的非住宅物業差餉", "每戶以五千元為上限，估計全港共有約", "三十二萬個物業受惠；及"),
        ("（二） 為參加公開考試的學校考生代繳費用", "全數開支約一億元；"),
        ("• 增設培訓名額，讓更多從業員可報讀", "由院校開辦的專業課程，名額增至", "二千個，費用全免。"),
    ],
)
def test_items_set_in_from_the_margin(item: tuple[str, ...]) -> None:
    lines = [*RAGGED, "支援市民", *item, *RAGGED]
    assert _text("\n".join(item)).replace("\n", "") in _text("\n".join(lines)).split("\n")


def test_rows_written_out_with_their_heads_stay_lines() -> None:
    rows = [f"應評稅入息：{n}00元或以下；納稅人數目：{n}20人；平均稅款：{n}500元" for n in range(3, 7)]
    normal = _text("\n".join([*RAGGED, *rows, *RAGGED])).split("\n")
    assert sum(line.startswith("应评税入息") for line in normal) == len(rows)


@pytest.mark.parametrize("number", ["8.", "45.", "132."])
def test_heading_over_a_numbered_paragraph(number: str) -> None:
    full = "讓市民與旅客在欣賞海景的同時，享受嶄新的體驗。"
    lines = [*RAGGED[:3], full, "發展郵輪旅遊", f"{number} {RAGGED[0]}", *RAGGED[1:]]
    assert "发展邮轮旅游" in _text("\n".join(lines)).split("\n")


def test_numbered_paragraphs_in_wrapped_text() -> None:
    paragraphs = [f"{number}.{paragraph}" for number, paragraph in enumerate(PARAGRAPHS * 3, 1)]
    source = "\n".join(line for paragraph in paragraphs for line in _wrap(paragraph, 24))
    assert _text(source) == "\n".join(paragraphs)


def test_an_ordinal_torn_from_its_word_opens_no_item() -> None:
    """第⏎1、2期 is no first item."""
    torn = [*_wrap(PARAGRAPHS[0], 24)[:-1], "感谢各位代表过去一年来对河堤加高的计划里的第", "1、2、3期工程的支持，希望早日完成全部的加高。"]
    source = "\n".join(line for paragraph in PARAGRAPHS * 3 for line in _wrap(paragraph, 24)) + "\n" + "\n".join(torn)
    assert "计划里的第1、2、3期工程的支持" in _text(source)


def test_page_break_inside_a_paragraph_of_unwrapped_text() -> None:
    paragraphs = ["".join(PARAGRAPHS[first:] + PARAGRAPHS[:first]) for first in range(5)]
    pages = [
        text
        for page, paragraph in enumerate(paragraphs, 1)
        for text in (paragraph[:150], f"- {page} -", paragraph[150:])
    ]
    assert not any(text.endswith("。") for text in pages[::3])
    assert _text("\n".join(pages)) == "\n".join(paragraphs)


def test_vertical_title() -> None:
    lines = [line for paragraph in PARAGRAPHS * 2 for line in _wrap(paragraph, 24)]
    assert _text("\n".join(["临", "江", "市", "年", "报", "", *lines])).startswith("临江市年报\n")


def test_contents_stay_lines() -> None:
    contents = [
        f"{head}{'.' * 30}{page}" for page, head in enumerate(["一、总体要求", "二、重点任务", "三、组织实施"], 1)
    ]
    lines = [line for paragraph in PARAGRAPHS for line in _wrap(paragraph, 26)]
    assert _text("\n".join([*contents, *lines])).split("\n")[:3] == contents


# --- text that was decoded wrongly --------------------------------------------------------------------------------------

GARBLED = [
    "第一季度完成投资。".encode().decode("gb18030", "replace"),
    "各县区要压实责任,按季度调度项目进度。".encode().decode("gb18030", "replace"),
    "第一季度完成投资".encode().decode("cp1252", "replace"),
    "第一季度完成投资".encode().decode("latin-1"),
    "第一季度完成投资".encode("gbk").decode("latin-1"),
    "锟斤拷锟斤拷",
    "\ufffd\ufffd\ufffd",
    "??绦衅陂g",
]


@pytest.mark.parametrize("garbled", GARBLED)
def test_garbled_text_is_found_and_the_rest_is_not(garbled: str) -> None:
    before, after = "全市新增学位1800个,", "此后各项指标回升,城镇调查失业率为5.1%。"
    normal = normalize(before + garbled + after)
    spans = mojibake_spans(normal.text)
    assert spans
    assert min(start for start, _ in spans) >= len(before) - 1
    assert max(end for _, end in spans) <= len(normal.text) - len(after) + 1
    count = sum(end - start for start, end in spans)
    assert f"mojibake: {count} characters" in normal.warnings
    assert normal.text.startswith(before)
    assert normal.text.endswith(after)


@pytest.mark.parametrize("phrase", ["規劃期間,", "推動期間,", "執行期間,"])
def test_gbk_that_lost_a_byte(phrase: str) -> None:
    """The rest is read one byte off, until a second byte below 0x80 sets it right: 間 leaves a g."""
    shifted = phrase.encode("gbk")[1:].decode("gbk")
    assert shifted.endswith("g,")
    normal = normalize(f"各项工程在建设??{shifted}继续推进。")
    (span,) = mojibake_spans(normal.text)
    assert normal.text[slice(*span)].startswith("??")
    assert normal.text[slice(*span)].endswith("g")


@pytest.mark.parametrize(
    "text",
    [
        CLEAN,
        *PARAGRAPHS,
        "铌酸锂、钽酸锂薄膜与镧、铈、镨、钕、钐、铕等稀土材料",
        "璀璨夺目、砥砺奋进、踔厉奋发、筚路蓝缕、魑魅魍魉",
        "为什么要改?怎么改?改成什么样??请看报道",
        "喆堃公司在滘口、埗头、氹仔设厂",
        "咖啡(café)与José先生、Müller女士",
        "××公司××元□□年○○月",
        "\ufffd加快项目建设\n\ufffd强化要素保障",
        "3·5%、±0.5℃、10μm、≥95%",
    ],
)
def test_no_false_alarm(text: str) -> None:
    normal = normalize(text)
    assert mojibake_spans(normal.text) == []
    assert not any("mojibake" in warning for warning in normal.warnings)


# --- the web page around the text ---------------------------------------------------------------------------------------

ENTRIES = [*load("page_chrome", ChromeEntry), *load("scrape_noise", NoiseEntry)]


@pytest.mark.parametrize(
    ("entry", "line"),
    [(entry.id, line) for entry in ENTRIES for line in entry.examples],
    ids=lambda value: str(value)[:24],
)
def test_rule_fires_in_its_examples(entry: str, line: str) -> None:
    assert fires(entry, line)
    if entry in {chrome.id for chrome in load("page_chrome", ChromeEntry)}:
        assert is_page_chrome(line)


@pytest.mark.parametrize(
    ("entry", "line"),
    [(entry.id, line) for entry in ENTRIES for line in entry.counter_examples],
    ids=lambda value: str(value)[:24],
)
def test_rule_does_not_fire_in_its_counter_examples(entry: str, line: str) -> None:
    assert not fires(entry, line)
    assert not is_page_chrome(line)


def test_width_table_is_applied_in_any_order() -> None:
    """Characters are replaced one after the other: none may become one that is replaced later."""
    table = _width_table()
    assert not {ord(plain) for plain in table.values()} & table.keys()
    assert all(len(plain) == 1 for plain in table.values())
    every = "".join(map(chr, table))
    assert _half_width(every[:30], every[:30]) == every[:30].translate(table) == _half_width(every[:30], every)


def test_every_rule_has_examples_and_counter_examples() -> None:
    assert all(entry.examples and entry.counter_examples for entry in ENTRIES)
    with pytest.raises(KeyError):
        fires("no such entry", "打印")


@pytest.mark.parametrize("line", ["】", "【", "|", ">", "打印 | 收藏", "【字号：大 中 小】", "  下载  ", "减小】"])
def test_page_chrome(line: str) -> None:
    assert is_page_chrome(_text(line) or line)


@pytest.mark.parametrize(
    "line", ["", " ", "。", "——", *CLEAN.split("\n"), *PARAGRAPHS, "打印" * 80, "一、", "2027年", "市长 王某某"]
)
def test_text_is_no_page_chrome(line: str) -> None:
    assert not is_page_chrome(line)


def test_page_chrome_stays_in_the_text() -> None:
    assert _text("打印\n【字号：\n大\n】\n正文第一段。") == "打印\n【字号:\n大\n】\n正文第一段。"


# --- properties -------------------------------------------------------------------------------------------------------

PIECES = st.sampled_from(
    [
        *"国政发展年月日萬億產業質量台灣著后",
        *"0123456789１２",
        *"，。、；：（）「」《》%％.,-—～()?",
        *" \u3000\t\n\xa0",
        "\n",
        "(zhì)",
        " 000",
        "AI ",
        "\u200b",
        "第2页",
        "- 3 -",
        "一、",
    ]
)


@given(st.text(max_size=300))
@example("\ud800")
@example("\u2028 \r\n(zhì)質")
def test_any_text(source: str) -> None:
    normal = normalize(source)
    _check_origin(source, normal)
    normal.text.encode("utf-8")
    for offset, character in zip(normal.origin, normal.text, strict=True):
        printed = source[offset]
        related = printed == character or _related(printed, character)
        assert related, (printed, character)


def _related(printed: str, character: str) -> bool:
    """Whether a character may stand for another: white space, its compatibility form, or a Chinese character for another."""
    if printed.isspace() or printed in "\x85\x1c\x1d\x1e\x1f":
        return character in " \n\t"
    if unicodedata.normalize("NFKC", printed)[:1] == character or {printed, character} <= set("「」『』｢｣﹁﹂﹃﹄“”‘’\""):
        return True
    if "\u2e80" <= printed <= "\U0003ffff":
        return True
    return printed in "〜∼˜―‐‑﹘￠￡￢￣￤￥￦"


@settings(derandomize=True, max_examples=400)
@given(st.lists(PIECES, max_size=120).map("".join))
def test_normal_text_is_a_fixed_point(source: str) -> None:
    normal = normalize(source)
    _check_origin(source, normal)
    again = normalize(normal.text)
    assume("(zh" not in normal.text)
    assert again.text == normal.text


@given(st.lists(st.sampled_from(PARAGRAPHS + CLEAN.split("\n")), min_size=1, max_size=30))
def test_texts_of_clean_paragraphs_do_not_change(paragraphs: list[str]) -> None:
    text = "\n".join(filter(None, paragraphs))
    assert _text(text) == text


@given(st.lists(st.sampled_from(PARAGRAPHS), min_size=4, max_size=20), st.integers(16, 44))
def test_wrapping_loses_nothing(paragraphs: list[str], width: int) -> None:
    source = "\n".join(line for paragraph in paragraphs for line in _wrap(paragraph, width))
    normal = normalize(source)
    _check_origin(source, normal)
    assert normal.text.replace("\n", "") == "".join(paragraphs)


@given(st.text(max_size=80))
def test_mojibake_spans_are_ordered(text: str) -> None:
    spans = mojibake_spans(text)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(first[1] < second[0] for first, second in pairwise(spans))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("货币政策保持稳健，广义货币M\n2\n增长9%，符合要求。", "货币政策保持稳健,广义货币M2增长9%,符合要求。"),
        ("加強減排，每年CO\n2\n排放下降3%。", "加强减排,每年CO2排放下降3%。"),
        ("粮食安全是头等大事，全年播种面积保持\n\u200b\n在30万亩以上。", "粮食安全是头等大事,全年播种面积保持在30万亩以上。"),
        ("要深化改革，完善制度。\n\u200b\n加快推进试点。", "要深化改革,完善制度。加快推进试点。"),
        # a title, and what stands between paragraphs, stay lines of their own
        ("工作要点\n\u200b\n今年要办好十件实事。", "工作要点\n今年要办好十件实事。"),
        ("要深化改革，完善制度。\n\n\u200b\n\n加快推进试点。", "要深化改革,完善制度。\n\n加快推进试点。"),
        ("要深化改革，完善制度。\n\u200b\n二、加快推进试点", "要深化改革,完善制度。\n二、加快推进试点"),
    ],
)
def test_breaks_that_a_note_or_a_lowered_number_left(text: str, expected: str) -> None:
    assert re.sub(r"\n+", "\n", normalize(text).text) == re.sub(r"\n+", "\n", expected)


@given(st.text(max_size=80))
@example("")
@example("一\ud800二\U00020000一")
def test_every_character_once(text: str) -> None:
    found = _distinct(text)
    assert set(found) == set(text)
    assert len(found) == len(set(found))


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("第三条【算力普惠】发放算力券。", "第三条 算力普惠:发放算力券。"),
        ("3.【算力普惠】发放算力券。", "3. 算力普惠:发放算力券。"),
        ("第三條【算力普惠】發放算力券。", "第三条 算力普惠:发放算力券。"),
        ("【算力普惠】发放算力券。", " 算力普惠:发放算力券。"),
        # not the number of a part, a mark that stands alone, or one inside a sentence
        ("【第三篇】算力普惠", "【第三篇】算力普惠"),
        ("【打印】", "【打印】"),
        ("发放算力券【附件】等。", "发放算力券【附件】等。"),
    ],
)
def test_the_title_of_an_item_stands_before_a_colon(line: str, expected: str) -> None:
    normal = normalize(line)
    assert normal.text == expected
    assert len(normal.origin) == len(normal.text)
