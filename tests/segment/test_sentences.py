"""Headings, sentences and clauses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.segment.sentences import clause_spans, heading_mark, section_path, segment
from pipeline.types import NormalText

BODY = "我们坚持稳字当头、稳中求进,扎实推动各项工作,全市经济运行总体平稳,民生保障有力有效,社会大局保持稳定。"


def plain(text: str) -> NormalText:
    return NormalText(text, range(len(text)), "hans")


def sentences_of(text: str) -> list[str]:
    return [text[s.start : s.end] for s in segment(plain(text)).sentences]


@pytest.mark.parametrize(
    ("line", "level"),
    [
        ("第一编 总则", 1),
        ("第三章 重点任务", 2),
        ("第二部分 主要目标", 2),
        ("壹、施政理念", 3),
        ("叁、年度重点", 3),
        ("参、年度重点", 3),
        ("第四条 奖励标准", 4),
        ("第二节 农业", 4),
        ("一、2025年工作回顾", 5),
        ("十二、保障措施", 5),
        ("(三)推进乡村振兴", 6),
        ("1.夯实基础", 7),
        ("12、完善机制", 7),
        ("(4)资金", 8),
        ("①加强领导", 9),
    ],
)
def test_heading_mark_tells_the_level(line: str, level: int) -> None:
    found = heading_mark(line)
    assert found is not None
    assert found[0] == level


@pytest.mark.parametrize(
    "line", ["2025年工作", "1.5万亩高标准农田", "一般公共预算", "全市生产总值", "", "十分重要", "(附件)", "参加会议", "参保人数、缴费"]
)
def test_heading_mark_leaves_text_alone(line: str) -> None:
    assert heading_mark(line) is None


def test_sections_form_a_tree() -> None:
    text = "\n".join(
        ["工作报告", BODY, "一、回顾", BODY, "二、安排", "(一)农业", BODY, "1.种植", BODY, "(二)工业", BODY]
    )
    cut = segment(plain(text))
    paths = {tuple(section_path(cut.sections, s.section)) for s in cut.sentences if not s.is_heading}
    assert ("一、回顾",) in paths
    assert ("二、安排", "(一)农业") in paths
    assert ("二、安排", "(一)农业", "1.种植") in paths
    assert ("二、安排", "(二)工业") in paths
    by_title = {s.title: s for s in cut.sections}
    assert by_title["一、回顾"].end == by_title["二、安排"].start
    assert by_title["二、安排"].end == len(text)


def test_heading_that_runs_into_its_paragraph() -> None:
    text = BODY + "\n(一)提升城市品质。改造老旧小区30个。打通断头路5条。"
    cut = segment(plain(text))
    titles = [section_path(cut.sections, s.section) for s in cut.sentences if "30个" in text[s.start : s.end]]
    assert titles == [["(一)提升城市品质"]]


def test_numbered_paragraph_is_no_heading() -> None:
    line = "1.对年营业收入首次突破2亿元的企业,给予一次性奖励50万元,同一企业不重复享受。"
    cut = segment(plain(BODY + "\n" + line))
    assert len(cut.sections) == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("增长6%。新增就业3万人!好吗?", ["增长6%。", "新增就业3万人!", "好吗?"]),
        ("他说:“今年要增长5%。”大家赞成。", ["他说:“今年要增长5%。”", "大家赞成。"]),
        ("建设平台。(市数据局牵头)推进改革。", ["建设平台。", "(市数据局牵头)", "推进改革。"]),
        (
            "推进改革。(甲部、乙部等负责。列第一位者为牵头单位,下同)",
            ["推进改革。", "(甲部、乙部等负责。列第一位者为牵头单位,下同)"],
        ),
        ("总量(含兵团)达到3万吨。", ["总量(含兵团)达到3万吨。"]),
        ("没有句号的一行", ["没有句号的一行"]),
        ("  前后有空格。  ", ["前后有空格。"]),
        ("括号没有关上(例如这样。下一句。", ["括号没有关上(例如这样。", "下一句。"]),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert sentences_of(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("增长5%,下降3%;持平", ["增长5%", "下降3%", "持平"]),
        ("人均3万3,883元,合计1,082万元", ["人均3万3,883元", "合计1,082万元"]),
        ("目标是:增长6%", ["目标是", "增长6%"]),
        ("各县(市、区,含开发区)要落实,确保完成。", ["各县(市、区,含开发区)要落实", "确保完成"]),
        ("达到242.4万人,375万人", ["达到242.4万人", "375万人"]),
    ],
)
def test_clauses(text: str, expected: list[str]) -> None:
    assert [text[a:b] for a, b in clause_spans(text, 0, len(text))] == expected


def test_page_chrome_gives_no_sentence() -> None:
    text = "打印\n" + BODY
    cut = segment(plain(text), lambda line: line == "打印")
    assert [text[s.start : s.end] for s in cut.sentences] == [BODY]


@given(st.text(alphabet="一二三(),。!?;:、“”()\n 增长5%1.章第", max_size=200))
def test_spans_are_ordered_and_inside(text: str) -> None:
    cut = segment(plain(text))
    last = 0
    for sentence in cut.sentences:
        assert last <= sentence.start < sentence.end <= len(text)
        assert "\n" not in text[sentence.start : sentence.end]
        last = sentence.end
        inner = sentence.start
        for a, b in clause_spans(text, sentence.start, sentence.end):
            assert inner <= a < b <= sentence.end
            inner = b
    for section in cut.sections:
        assert 0 <= section.start <= section.end <= len(text)


@given(st.text(alphabet="增长,。(甲)乙5%", max_size=120))
def test_sentences_lose_no_character_but_white_space(text: str) -> None:
    cut = segment(plain(text))
    assert "".join(text[s.start : s.end] for s in cut.sentences) == text




@pytest.mark.parametrize(
    ("lines", "path"),
    [
        (("“十四五”时期工作回顾", "2026年重点工作", "(一)促进消费"), ["2026年重点工作", "(一)促进消费"]),
        (("二〇二一年经济回顾", "二〇二一年经济回顾", "(一)促进消费"), ["(一)促进消费"]),
        (("今年的工作很多,任务很重", "2026年重点工作", "(一)促进消费"), ["(一)促进消费"]),
    ],
)
def test_lines_that_open_parts_of_a_report(lines: tuple[str, ...], path: list[str]) -> None:
    cut = segment(plain("\n".join([BODY, *(f"{line}\n{BODY}" for line in lines)])))
    assert section_path(cut.sections, cut.sentences[-1].section) == path


def speech(*, glossary: bool = False) -> str:
    """A speech with a number on each of its paragraphs, a heading over every tenth and a list with a lead in the middle."""
    lines = [BODY] * (60 if glossary else 1)
    for number in [*range(1, 16), *range(17, 31)]:
        if number % 10 == 0:
            lines.append("发展航运")
        opening = "过去一年经济收缩百分之三点五。" if number % 2 else "我们在去年推出了新的资助计划,鼓励企业更多利用科技提升生产力,反应相当正面,申请数目也超出预期。"
        lines.append(f"{number}.{opening}{BODY}")
        if number == 15:
            lines += ["16.在减轻开支方面,我建议:", "(一)宽减差饷,上限为五千元。其他安排不变;及", "(二)代缴考试费。"]
    return "\n".join(lines)


def test_numbers_of_the_paragraphs_of_a_speech_are_no_headings() -> None:
    text = speech()
    found = segment(plain(text))
    heads = [text[s.start : s.end] for s in found.sentences if s.is_heading]
    assert heads == ["发展航运", "16.在减轻开支方面,我建议:", "发展航运", "发展航运"]
    first = next(s for s in found.sentences if text.startswith("过去一年", s.start))
    assert text[first.start : first.end] == "过去一年经济收缩百分之三点五。"


def test_a_list_ends_with_the_next_numbered_paragraph() -> None:
    text = speech()
    found = segment(plain(text))
    item = next(s for s in found.sentences if text.startswith("(一)", s.start))
    after = next(s for s in found.sentences if s.start > text.index("17."))
    assert section_path(found.sections, item.section) == ["发展航运", "16.在减轻开支方面,我建议:"]
    assert section_path(found.sections, after.section) == ["发展航运"]


def test_numbers_of_a_glossary_do_not_make_a_speech() -> None:
    found = segment(plain(speech(glossary=True)))
    assert any(s.title == "1.过去一年经济收缩百分之三点五" for s in found.sections)


@pytest.mark.parametrize("end", [";及", ";", "、"])
def test_an_item_that_another_follows_is_no_heading(end: str) -> None:
    found = segment(plain(f"{BODY}\n(三)推动航运数字化{end}\n(四)加强交流"))
    assert [s.title for s in found.sections] == ["", "(四)加强交流"]
