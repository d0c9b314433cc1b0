"""Headings to a section tree, lines to sentences, sentences to clauses."""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from collections.abc import Callable
from heapq import heappop, heappush
from typing import Literal

from pipeline.compiled import kept_pattern
from pipeline.rulebook import Entry, load
from pipeline.types import NormalText, Section, SegmentedText, Sentence

CN_DIGITS = "一二三四五六七八九十百零〇"
# 參 is the formal three of Traditional texts, and becomes 参.
FORMAL_DIGITS = "壹贰叁参肆伍陆柒捌玖拾"

# Outermost first; the position in this list is the level of the heading.
HEADING_MARKS = (
    rf"第[{CN_DIGITS}\d]+[编篇](?![^\s]{{0,2}}[章节])",
    rf"第[{CN_DIGITS}\d]+(?:章|部分)",
    rf"[{FORMAL_DIGITS}]+[、.]",
    rf"第[{CN_DIGITS}\d]+[节条]",
    rf"(?:[{CN_DIGITS}]{{1,4}})(?:、|[.](?!\d))",
    rf"\((?:[{CN_DIGITS}]{{1,4}})\)",
    r"\d{1,3}(?:[、]|[.](?!\d))",
    r"\(\d{1,3}\)|\d{1,3}\)",
    r"[①-⑳㈠-㈩]",
)
# The number of the group is the level.
_ANY_MARK = kept_pattern("|".join(f"({mark})" for mark in HEADING_MARKS))
UNNUMBERED_LEVEL = len(HEADING_MARKS) + 1
# Years in figures at the head of a line that opens a part of a report.
_YEARS = rf"“[{CN_DIGITS}]{{1,3}}五”|\d{{4}}年|[二〇○零{CN_DIGITS}]{{4}}年"
PART_LEVEL = 5
# Digits are told by their kind.
_FIRST_OF_MARK = frozenset(f"第{CN_DIGITS}{FORMAL_DIGITS}(①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩")

# A paragraph number (1., 2., … through the whole of a speech).
_PARAGRAPH_NUMBER = kept_pattern(r"(\d{1,3})(?:、|[.](?!\d))")
# A footnote among such paragraphs: its number stands before its first word without a mark.
_NOTE = kept_pattern(r"\d{1,2} ?(?=[“《㐀-鿿])(?![年月日号个家项间亿万元名成倍岁小时天周宗人次公])")
LEAST_NUMBERED_PARAGRAPHS = 20
LEAST_RUNNING_SHARE = 0.35
# Numbers that a broken page may have lost between two paragraphs.
MOST_LOST = 5
# A numbered paragraph that ends in a colon heads its list, inside whatever heading it stands under.
LIST_LEAD_LEVEL = UNNUMBERED_LEVEL + 1
MAX_HEADING = 45
MAX_UNNUMBERED_HEADING = 24
_BREAK = kept_pattern(r"[。!?()\[\]“”]")
_CLOSERS = "”’)》】"
_LINE_SENTENCE_END = kept_pattern(r"[。!?;:,、]$")
_ENDS_IN_YEARS = kept_pattern(r"\(\d{4}[-—~至]\d{2,4}(?:年度?)?\)$")
# The end of an item that another one follows.
_GOES_ON = kept_pattern(r"[;,、][及和或]?$")
_NOT_HEADING = kept_pattern(r"[。;!?,:…]")
_CJK = kept_pattern(r"[㐀-鿿]")
# A comma between digits groups thousands (3,883), a colon makes a ratio (1:1) or a time of day; neither is a clause border.
# The mark is taken first and then looked at from behind: to run over a text for one of a class of characters is quickest.
_BRACKET_OR_BORDER = kept_pattern(
    r"[()\t;:,—](?:(?<=[()\t;])|(?<=——)(?!\d)|(?<=:)(?:(?<!\d:)|(?!\d))|(?<=,)(?!(?<=\d,)\d{3}(?!\d)))"
)
MAX_BRACKET = 400
# More than twice what the longest sentences of real documents have. What is read sentence by sentence looks over the whole
# sentence for every number in it, so that only a bound keeps the work linear in the length of a text.
MAX_SENTENCE = 2000


def heading_mark(line: str) -> tuple[int, int] | None:
    """Level (1 is outermost) and length of the number that opens a heading line, None if there is none."""
    if not line or not (line[0] in _FIRST_OF_MARK or line[0].isdecimal()):
        return None
    match = _ANY_MARK.match(line)
    return (match.lastindex or 0, match.end()) if match else None


def _heading_of(line: str, after_head: bool, has_parts: bool = False) -> tuple[int, int] | None:
    """Level and length of the heading that ``line`` is, or opens with; None if it is running text.

    ``has_parts`` says that the document is divided into parts by lines without numbers.
    """
    mark = heading_mark(line)
    if mark is not None:
        level, mark_end = mark
        stop = line.find("。", mark_end)
        if stop < 0:
            # A numbered line without a full stop is a heading if it is short and is no list item that goes on.
            return (level, len(line)) if len(line) <= MAX_HEADING and not _GOES_ON.search(line) else None
        run_in = line[mark_end:stop]
        if stop <= MAX_HEADING and run_in and not re.search(r"\d", run_in) and run_in.count(",") <= 2:
            return level, stop + 1
        return None
    if after_head and has_parts and _names_part(line):
        return PART_LEVEL, len(line)
    if (
        after_head
        and 2 <= len(line) <= MAX_UNNUMBERED_HEADING
        and not _NOT_HEADING.search(line)
        and (line[-1] not in "、)" or _ENDS_IN_YEARS.search(line))
        and _CJK.match(line)
    ):
        return UNNUMBERED_LEVEL, len(line)
    return None


def _numbered_paragraphs(lines: list[str]) -> dict[int, int]:
    """Lines whose number counts the paragraphs of a speech, by index, with the length of the number.

    Such numbers count up through most of the text (not through a glossary at its end), and many of the paragraphs open with no sentence that could be a heading.
    Where they do, the shorter counts of the same text (an annex) are paragraphs too.
    """
    marks = {index: match for index, line in enumerate(lines) if (match := _PARAGRAPH_NUMBER.match(line))}
    runs: list[list[int]] = []
    # The runs that have come as far as a number, as a heap whose first is the latest run.
    ending: defaultdict[int, list[int]] = defaultdict(list)
    for index, match in marks.items():
        value = int(match.group(1))
        open_runs = [(ending[end][0], end) for end in range(value - MOST_LOST, value) if ending.get(end)]
        if open_runs:
            run = -heappop(ending[min(open_runs)[1]])
        else:
            run = len(runs)
            runs.append([])
        runs[run].append(index)
        heappush(ending[value], -run)
    longest = max(runs, key=len, default=[])
    running = sum(1 for index in longest if _heading_of(lines[index], True) is None)
    if len(longest) < LEAST_NUMBERED_PARAGRAPHS or running < LEAST_RUNNING_SHARE * len(longest):
        return {}
    if sum(map(len, lines[longest[0] : longest[-1] + 1])) < sum(map(len, lines)) / 2:
        return {}
    return {index: match.end() for index, match in marks.items()}


class HeadingWords(Entry):
    """Words of ``rules/headings.yaml`` that open or end a line which opens a part of a report."""

    place: Literal["opens", "ends", "annex"]
    words: tuple[str, ...]


@functools.cache
def _part_of_report() -> re.Pattern[str]:
    """A line that names a time and its work opens a part of a report, as 一、 does, though it bears no number (2026年重点工作)."""
    words = {entry.place: "|".join(map(re.escape, entry.words)) for entry in load("headings", HeadingWords)}
    return kept_pattern(rf"(?:{_YEARS}|{words['opens']})[^。,;:、]{{0,18}}(?:{words['ends']})$")


def fires(entry_id: str, text: str) -> bool:
    """Whether a word of an entry of ``rules/headings.yaml`` stands in its place in a line that opens a part of a report."""
    entry = next(entry for entry in load("headings", HeadingWords) if entry.id == entry_id)
    if entry.place == "annex":
        return _opens_annex(text)
    stands = text.startswith(entry.words) if entry.place == "opens" else text.endswith(entry.words)
    return stands and _names_part(text)


def _names_part(line: str) -> bool:
    return len(line) <= MAX_UNNUMBERED_HEADING and _part_of_report().match(line) is not None


@functools.cache
def _annex() -> re.Pattern[str]:
    words = "|".join(re.escape(word) for entry in load("headings", HeadingWords) if entry.place == "annex" for word in entry.words)
    return kept_pattern(rf"(?:{words})[{CN_DIGITS}\dA-Z]{{0,2}}(?:[:︰ ]|$)")


def _opens_annex(line: str) -> bool:
    """Whether a line opens an annex, so that what follows stands under the annex and not in the last part of the text before."""
    return len(line) <= MAX_UNNUMBERED_HEADING and _annex().match(line) is not None


def _sentence_spans(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Spans of sentences in one line; a full stop inside brackets or after an unclosed one does not end a sentence."""
    spans = []
    begin, depth, opened = start, 0, start
    for match in _BREAK.finditer(text, start, end):
        sign, at = match.group(), match.start()
        if at < begin:
            continue
        if sign == "(":
            if depth == 0:
                opened = at
            depth += 1
        elif sign == ")":
            depth = max(0, depth - 1)
            # A bracket that opens the sentence (the duty of the text before it) stands for itself.
            if depth == 0 and opened == begin and at - opened > 3:
                spans.append((begin, at + 1))
                begin = at + 1
        elif sign in "。!?":
            if depth and at - opened < MAX_BRACKET and text.find(")", at, min(end, opened + MAX_BRACKET)) >= 0:
                continue
            depth = 0
            stop = at + 1
            while stop < end and text[stop] in _CLOSERS:
                stop += 1
            spans.append((begin, stop))
            begin = stop
    if begin < end:
        spans.append((begin, end))
    trimmed = []
    for a, b in spans if end - start <= MAX_SENTENCE else _bounded(text, spans):
        while a < b and text[a].isspace():
            a += 1
        while b > a and text[b - 1].isspace():
            b -= 1
        if a < b:
            trimmed.append((a, b))
    return trimmed


def _bounded(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Sentences with those that are too long cut behind the last comma or semicolon that fits, or where there is none at the limit."""
    cut = []
    for begin, end in spans:
        while end - begin > MAX_SENTENCE:
            limit = begin + MAX_SENTENCE
            stop = max(text.rfind(mark, begin, limit) for mark in ",;、") + 1 or limit
            cut.append((begin, stop))
            begin = stop
        cut.append((begin, end))
    return cut


def clause_spans(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cut ``text[start:end]`` at commas, semicolons, colons and dashes that stand outside brackets, and at the cells of a row.

    Returns
    -------
    list of (int, int)
        Offsets into ``text``, in order, borders left out.
    """
    spans, begin, depth, opened = [], start, 0, start
    for match in _BRACKET_OR_BORDER.finditer(text, start, end):
        sign, at = match.group(), match.start()
        if sign == "(":
            if depth == 0:
                opened = at
            depth += 1
        elif sign == ")":
            depth = max(0, depth - 1)
        elif depth == 0 or at - opened > MAX_BRACKET:
            depth = 0
            # A dash is two characters wide.
            stop = at - 1 if sign == "—" else at
            if stop > begin:
                spans.append((begin, stop))
            begin = at + 1
    tail = end
    while tail > begin and text[tail - 1] in "。!?;,:":
        tail -= 1
    if tail > begin:
        spans.append((begin, tail))
    return spans


def segment(normal: NormalText, is_chrome: Callable[[str], bool] = lambda line: False) -> SegmentedText:
    """Cut a normal text into a section tree and sentences.

    Parameters
    ----------
    normal : NormalText
    is_chrome : callable
        Tells page chrome (打印, 收藏) from text; such lines give no sentence.

    Returns
    -------
    SegmentedText
        ``sections[0]`` is the document itself; every sentence names the section it stands in. A heading is a
        sentence with ``is_heading``; so is the head of a paragraph that opens with its own heading (``(一)…。``).
    """
    text = normal.text
    sections = [Section("", 0, 0, len(text), None)]
    stack = [0]
    sentences: list[Sentence] = []
    position, body_begun, counted = 0, False, False
    lines = text.split("\n")
    # One such line alone is a chapter among others (经济回顾 in a budget), not a part of a report in parts.
    parts = {line.strip() for line in lines if _names_part(line.strip())}
    has_parts = len(parts) > 1 and not all(part.endswith("回顾") for part in parts)
    paragraphs = _numbered_paragraphs([line.strip() for line in lines])
    for paragraph, line in enumerate(lines):
        start = position
        position += len(line) + 1
        stripped = line.strip()
        if not stripped or is_chrome(stripped):
            continue
        lead = start + len(line) - len(line.lstrip())
        if paragraph in paragraphs:
            while sections[stack[-1]].level >= LIST_LEAD_LEVEL:
                stack.pop()
            heading = (LIST_LEAD_LEVEL, len(stripped)) if stripped.endswith(":") and len(stripped) <= MAX_HEADING else None
            body_begun = counted = True
        elif counted and _opens_annex(stripped):
            heading = (1, len(stripped))
        else:
            heading = _heading_of(stripped, body_begun, has_parts)
            if paragraphs and heading is not None and "。" in stripped:
                # Where paragraphs are numbered, (一) opens an item of a list, not a heading with its text behind it.
                heading = None
        if heading is not None:
            level, length = heading
            if sections[stack[-1]].level >= LIST_LEAD_LEVEL and _ENDS_IN_YEARS.search(stripped):
                # A phase of the list: 第一阶段(2022-2027年).
                level = LIST_LEAD_LEVEL + 1
            while sections[stack[-1]].level >= level:
                stack.pop()
            title = stripped[:length].rstrip("。")
            sections.append(Section(title, level, lead, len(text), stack[-1]))
            stack.append(len(sections) - 1)
            sentences.append(Sentence(lead, lead + length, paragraph, stack[-1], is_heading=True))
            lead += length
        else:
            body_begun = body_begun or len(stripped) > MAX_HEADING
            lead += paragraphs.get(paragraph, 0)
            note = _NOTE.match(stripped) if paragraphs else None
            lead += note.end() if note else 0
        line_end = start + len(line.rstrip())
        if lead < line_end:
            sentences.extend(
                Sentence(a, b, paragraph, stack[-1]) for a, b in _sentence_spans(text, lead, line_end)
            )
    return SegmentedText(normal, _close(sections), sentences)


def _close(sections: list[Section]) -> list[Section]:
    """Give every section its end: the start of the next one that is not inside it."""
    closed = []
    for index, section in enumerate(sections):
        end = section.end
        # Not a slice of them: of a text of headings alone that would be copied for each.
        for at in range(index + 1, len(sections)):
            if sections[at].level <= section.level:
                end = sections[at].start
                break
        closed.append(Section(section.title, section.level, section.start, end, section.parent))
    return closed


def section_path(sections: list[Section], index: int) -> list[str]:
    """Titles from the outermost heading to the section itself; the document (level 0) is left out."""
    titles: list[str] = []
    cursor: int | None = index
    while cursor is not None and sections[cursor].level > 0:
        titles.append(sections[cursor].title)
        cursor = sections[cursor].parent
    return titles[::-1]
