"""Source text to normal text: one script, one width, whole paragraphs, and the source offset of every character.

The steps run in this order, each on the result of the one before:

1. characters that print nothing go, every kind of line end becomes ``\\n``;
2. page numbers and running heads between lines go, lines that a page layout broke are joined (:class:`_Layout`);
3. scraped pinyin behind a character goes;
4. spaces inside Chinese text go;
5. full-width forms become ASCII, compatibility characters plain ones;
6. Traditional characters become Simplified.

Steps 1 to 4 only delete or put one blank for a run of white space; 5 and 6 put one character for one character. So the origin of a
character is always the offset of one source character.
"""

from __future__ import annotations

import functools
import os
import re
from array import array
from bisect import bisect
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from itertools import pairwise
from typing import Literal

import numpy as np
from ahocorasick_rs import AhoCorasick, MatchKind

from pipeline.compiled import kept_pattern, kept_table
from pipeline.rulebook import Entry, load
from pipeline.types import NormalText

Edit = tuple[int, int, str]
"""Delete ``[start, end)`` and put the (at most one) character in its place."""

BLANK = " \t\xa0\u1680\u2000-\u200a\u202f\u205f\u3000"
_BLANKS = frozenset(chr(code) for code in (0x20, 0x09, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000))
_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_HAN_ONLY = kept_pattern(f"[{_HAN}]+$")


class NoiseEntry(Entry):
    """What copying, decoding and page layout leave in a text; see ``rules/scrape_noise.yaml``."""

    kind: Literal["garbled", "opens_paragraph", "goes_on"]
    words: tuple[str, ...]


def _noise(kind: str) -> list[str]:
    """The words of a kind, longest first."""
    words = (word for entry in load("scrape_noise", NoiseEntry) if entry.kind == kind for word in entry.words)
    return sorted(words, key=len, reverse=True)


def _noise_pattern(kind: str, words: Iterable[str]) -> re.Pattern[str]:
    choice = "|".join(map(re.escape, words))
    behind = {"garbled": "", "opens_paragraph": "(?=[ 0-9０-９一二三四五六七八九十：:])", "goes_on": ""}[kind]
    return kept_pattern(f"(?:{choice}){behind}")


@dataclass(frozen=True, slots=True)
class _Traced:
    """A text with the source offset of each of its characters."""

    text: str
    origin: Sequence[int]

    def edited(self, edits: Iterable[Edit]) -> _Traced:
        """Apply edits, in order and without overlap."""
        pieces: list[str] = []
        origin = array("I")
        position = 0
        for start, end, put in edits:
            pieces.append(self.text[position:start])
            origin.extend(self.origin[position:start])
            if put:
                pieces.append(put)
                origin.append(self.origin[start])
            position = end
        if position == 0 and not pieces:
            return self
        pieces.append(self.text[position:])
        origin.extend(self.origin[position:])
        return _Traced("".join(pieces), origin)


# --- 1. characters that print nothing ---------------------------------------------------------------------------------

_UNPRINTED = (
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ud800-\udfff\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\U000e0000-\U000e0fff"
)
# A line of nothing else goes with its end: pages of wikis put one where a link was.
_JUNK = kept_pattern(f"\\r\\n?|(?<=\\n)[{_UNPRINTED}]+\\n|[\\x0b\\x0c\\x85\\u2028\\u2029]|[{_UNPRINTED}]+")


# Where such a line stands between two lines of running text, a note or link stood within the sentence: both breaks go. So do
# those around a lowered or raised number (M⏎2⏎增长, CO⏎2⏎排放).
_NOTE_LINE = kept_pattern(f"\n(?<=[^\n]\n)[{_UNPRINTED}]+\n(?=[^\n])")
_LOWERED = kept_pattern(f"\n(?:(?<=[A-Z]\n)(?=\\d{{1,2}}(?:\\.\\d)?\n[{_HAN}])|(?<=[A-Z]\n\\d\n)(?=[{_HAN}]))")
_LEAST_RUNNING = 40
# A text most of whose paragraphs of several sentences end in a full stop leaves none open on purpose.
_ENDED_SHARE = 0.75


def _without_inline_breaks(traced: _Traced) -> _Traced:
    text = traced.text
    edits: list[Edit] = [(m.start(), m.end(), "") for m in _NOTE_LINE.finditer(text) if _is_running(text, m.start(), m.end())]
    edits.extend((m.start(), m.end(), "") for m in _LOWERED.finditer(text))
    return traced.edited(sorted(edits))


def _is_running(text: str, end: int, after: int) -> bool:
    """Whether the line that ends at ``end`` is running text, and what goes on at ``after`` no item or heading."""
    line = text[text.rfind("\n", 0, end) + 1 : end]
    return (len(line) >= _LEAST_RUNNING or any(mark in line for mark in "，。；")) and not _is_item(text[after : after + 20])


def _without_unprinted(traced: _Traced) -> _Traced:
    edits: list[Edit] = []
    for match in _JUNK.finditer(traced.text):
        first = match.group()[0]
        edits.append((match.start(), match.end(), "\n" if first in "\r\x0b\x0c\x85\u2028\u2029" else ""))
    return traced.edited(edits)


# --- 2. lines that a page layout broke --------------------------------------------------------------------------------

_OPEN_BRACKET = kept_pattern("[（《(〈〔][^（）《》()〈〉〔〕。；\\n]{1,20}$")
_CLOSER_OF = {
    opener: kept_pattern(f"[^。{openers}]{{0,40}}[{closers}]")
    for openers, closers in (("（(", "）)"), ("《", "》"), ("〈", "〉"), ("〔", "〕"))
    for opener in openers
}
_FINISHED = frozenset("。！？；：!?;:…．.")
_ENDS_SENTENCE = frozenset("。！？；…!?;")
_CLOSERS = "”’」』）)》〉】〕"
_OPENERS = frozenset("“‘「『（(《〈【〔")
_CANNOT_BEGIN = frozenset("，。；、：！？,;:!?%％" + _CLOSERS)
_NARROW = kept_pattern(f"[!-~{BLANK}]+")
_THIN = kept_pattern(f"[{BLANK}]")
_UNIT = kept_pattern(f"[0-9A-Za-z.,%％+/-]+|[“‘「『（(《〈【〔]*.[{_CLOSERS}，。、；：！？,.;:!?]*")
# Pages with a ragged edge keep a printed amount on one line.
_AMOUNT = kept_pattern("[零〇一二三四五六七八九十百千萬万億亿兆點点分之]{2,}元?")
# Items whose further lines are set in from the margin, by about the width of their mark.
_HANGING = kept_pattern(f"[（(](?:[一二三四五六七八九十]{{1,3}}|[ivx]{{1,5}})[)）]|[•●·◎][{BLANK}]")
_INNER_MARK = kept_pattern("[，。；、,;](?=.)")
_LEADERS = kept_pattern(f"[.．·…]{{3,}}[{BLANK}]*[0-9IVX]{{0,4}}$")
_LONGEST_LEADER = 80
_NUMBERING = kept_pattern(
    "[一二三四五六七八九十]{1,3}[、.．](?![一二三四五六七八九十]{1,3}[、，])|[壹贰叁肆伍陆柒捌玖拾貳參陸]{1,2}、"
    "|[（(](?:[一二三四五六七八九十]{1,3}|[0-9]{1,2})[)）]|[0-9]{1,2}(?:[、)）]|[.．](?![0-9]))|[1-9][0-9]{2}[.．](?=[ \u3000])"
    "|第[一二三四五六七八九十百0-9]{1,4}[章节節条條编編篇]|[①-⑳⑴-⒇❶-❿]|[●■◆★※○□▪•·◎☆▲△►➢]|[—–―-]{2}|【第|[\ue000-\uf8ff\ufffd]|0[1-9][ 、.．]"
)
_PAGE_NUMBER = kept_pattern(
    f"^[{BLANK}]*(?:"
    f"(?P<plain>\\d{{1,4}})"
    f"|[-—–－―·•~～][{BLANK}]*(?P<dashed>\\d{{1,4}})[{BLANK}]*[-—–－―·•~～]"
    f"|第[{BLANK}]*(?P<named>\\d{{1,4}})[{BLANK}]*[页頁](?:[{BLANK}]{{0,8}}[,，/／(（]?[{BLANK}]{{0,8}}共[{BLANK}]*\\d{{1,4}}[{BLANK}]*[页頁][)）]?)?"
    f"|(?P<of>\\d{{1,4}})[{BLANK}]*[/／][{BLANK}]*\\d{{1,4}}"
    f"|[Pp]age[{BLANK}]*(?P<page>\\d{{1,4}})(?:[{BLANK}]*(?:of|/)[{BLANK}]*\\d{{1,4}})?"
    f")[{BLANK}]*$",
    re.MULTILINE,
)
_ARTICLE = kept_pattern("第[一二三四五六七八九十百0-9]{1,4}[条條]")
_GAP = kept_pattern(f"\\t|[^{BLANK}][{BLANK}]{{2,}}[^{BLANK}]+[{BLANK}]{{2,}}[^{BLANK}]")
# A row written out with its heads: 人数：300；金额：4000 元.
_CELLS = kept_pattern("[^：；。，]{1,40}：[^：；。]{0,40}；[^：；。，]{1,40}：")
_YEAR = kept_pattern("(?<![0-9])(?:19|20)[0-9]{2}$")

_NUMBER_OPENS = kept_pattern(f"(?:[{_HAN}、，:∶(（≥≤]|(?<![0-9]),)[0-9]{{1,8}}(?:[.,][0-9]{{0,3}})?$")
_RUNNING_MARK = kept_pattern("[，。；、;]|(?<![0-9]),")
_DECIMAL_OPENS, _DECIMAL_GOES_ON = kept_pattern("[0-9][.．]$"), kept_pattern("[.．][0-9]")
_RATIO_BREAKS = kept_pattern("[0-9][:∶]$")
_NUMBER_ENDS = kept_pattern(f"[0-9]{{1,8}}(?:[.,][0-9]{{1,3}})?(?:[%％∶:：]|[{_HAN}])")

_NARROWEST, _WIDEST = 14, 50
"""Widths, in Chinese characters, that a hard-wrapped line can have: half a column of A4 to a line of 100 columns."""
_WIDER = 4
"""So much wider than the usual line can a line be: widths are estimates, and marks hang out of the margin."""
_HANG = 4.5
_RAGGED = 0.3
"""Share of the broken lines that end a character or more before the edge, in a text whose right edge is ragged."""
_FEWEST_WRAPPED = 6
_FEWEST_ENDS = 0.04
"""Share of lines that end a sentence in any running text; a list of names has none."""
_SHORTEST_PAGE, _USUAL_PAGE = 80, 250
"""Fewest characters on a page, and on the average page; the rows of a numbered table are shorter."""


@functools.cache
def _numbered_part() -> re.Pattern[str]:
    return _noise_pattern("opens_paragraph", _noise("opens_paragraph"))


@functools.cache
def _magnitude() -> re.Pattern[str]:
    return _noise_pattern("goes_on", _noise("goes_on"))


def _is_item(text: str) -> bool:
    """Whether a line begins as headings and the items of a list do."""
    return _NUMBERING.match(text) is not None or _numbered_part().match(text) is not None


@dataclass(slots=True)
class _Line:
    """A line that is not blank: ``[start, end)`` without outer blanks; widths in Chinese characters; ``marked`` by a blank at its end.

    ``finished`` ends in a mark that ends a sentence or a clause, closing brackets aside.
    """

    start: int
    end: int
    text: str
    number: int
    indent: float
    marked: bool
    width: float
    finished: bool

    @property
    def is_heading(self) -> bool:
        """Begins like a numbered heading and has no sentence behind it (articles of a regulation always have one)."""
        return _is_item(self.text) and "。" not in self.text and _ARTICLE.match(self.text) is None

    @property
    def is_row(self) -> bool:
        """A row of a table."""
        return _GAP.search(self.text) is not None or _CELLS.match(self.text) is not None

    @property
    def contents(self) -> bool:
        """A line of a table of contents."""
        return _LEADERS.search(self.text[-_LONGEST_LEADER:]) is not None


def _is_finished(text: str) -> bool:
    last = text.rstrip(_CLOSERS)[-1:]
    return last in _FINISHED or (last != text[-1:] and text[-1] in "）)】〕")


def _width(text: str) -> float:
    """Printed width in em: digits and Latin letters are half, and a quarter stands on each side of a run of them, printed or lost."""
    narrow = blanks = runs = 0
    for run in _NARROW.findall(text):
        latin = len(run) if run.isalnum() else len(run) - len(_THIN.findall(run))
        narrow += latin
        blanks += len(run) - latin
        runs += latin > 0
    return len(text) - blanks - 0.5 * narrow + 0.5 * runs


def _lines(text: str) -> list[_Line]:
    lines = []
    position = 0
    for number, raw in enumerate(text.split("\n")):
        stripped = raw.strip()
        if stripped:
            start = position + raw.index(stripped[0])
            end = start + len(stripped)
            indent = float(len(raw) - len(raw.lstrip()))
            line = _Line(start, end, stripped, number, indent, raw[-1].isspace(), _width(stripped), _is_finished(stripped))
            lines.append(line)
        position += len(raw) + 1
    return lines


def _wrap_widths(lines: list[_Line]) -> list[float]:
    """The widths at which lines were broken, the most frequent first; none for a text with one paragraph a line."""
    broken = Counter(
        round(line.width)
        for line in lines
        if not line.finished and _INNER_MARK.search(line.text) and _NARROWEST <= line.width <= _WIDEST
    )
    if not broken:
        return []

    def near(peak: int) -> int:
        return sum(broken[width] for width in range(peak - 3, peak + 2))

    first = max(sorted(broken), key=lambda width: (broken[width] * 2 + near(width), width))
    long = [line for line in lines if line.width >= _NARROWEST]
    wider = sum(1 for line in long if line.width > first + 8)
    ends = sum(1 for line in lines if line.finished)
    if (
        near(first) < _FEWEST_WRAPPED
        or near(first) < 0.3 * len(long)
        or wider > 0.25 * len(long)
        or ends < _FEWEST_ENDS * len(long)
    ):
        return []
    # Boxes are set in other widths; there too one broken line follows another.
    follows = Counter(
        round(line.width)
        for line, after in pairwise(lines)
        if not line.finished and abs(line.width - after.width) < 1.5 and _INNER_MARK.search(line.text)
    )
    widths = [float(first)]
    for peak, count in follows.most_common():
        apart = all(abs(peak - width) > 4 for width in widths)
        if apart and count >= max(3, 0.01 * len(lines)) and peak >= first / 2:
            widths.append(float(peak))
    return widths


def _page_lines(text: str, wrapped: bool) -> set[int]:
    """Where page numbers stand: lines that count up, a page apart, or that say that they are page numbers."""
    found: list[tuple[int, int, bool]] = []
    for match in _PAGE_NUMBER.finditer(text):
        kind = match.lastgroup or "plain"
        start = match.start() + len(match.group()) - len(match.group().lstrip())
        found.append((start, int(match.group(kind)), kind in ("dashed", "named", "page")))
    sure = {start for start, _, says in found if says}
    if not wrapped and len(sure) < 2:
        sure = set()
    return sure | _longest_count([(start, value) for start, value, says in found if not says])


def _longest_count(found: list[tuple[int, int]]) -> set[int]:
    """The longest run of numbers that count up by one (or two, where one was lost), a page apart; where they stand."""
    best: list[tuple[int, int]] = []
    last_of: dict[int, list[int]] = {}
    for index, (start, value) in enumerate(found):
        length, previous = 1, -1
        for before in (value - 1, value - 2):
            for other in last_of.get(before, [])[-3:]:
                distance = start - found[other][0]
                if (distance >= _SHORTEST_PAGE or distance <= 8) and best[other][0] + 1 > length:
                    length, previous = best[other][0] + 1, other
        best.append((length, previous))
        last_of.setdefault(value, []).append(index)
    if not best:
        return set()
    index = max(range(len(best)), key=lambda i: best[i][0])
    run = []
    while index >= 0:
        run.append(found[index][0])
        index = best[index][1]
    return set(run) if len(run) >= 3 and run[0] - run[-1] >= _USUAL_PAGE * (len(run) - 1) else set()


def _running_heads(lines: list[_Line], pages: set[int]) -> set[int]:
    """Lines that stand next to a page number three times or more."""
    order = {line.start: index for index, line in enumerate(lines)}
    beside = []
    for page in pages:
        index = order[page]
        beside += [lines[i] for i in (index - 1, index + 1) if 0 <= i < len(lines) and lines[i].start not in pages]
    times = Counter(line.text for line in beside if len(line.text) <= 40)
    return {line.start for line in beside if times[line.text] >= 3}


@dataclass(frozen=True, slots=True)
class _Layout:
    """How a hard-wrapped text is laid out.

    Attributes
    ----------
    widths : list of float
        Wrap widths, none if lines are paragraphs.
    marks : bool
        A blank at the end of a line marks the end of a paragraph (PDFs made by word processors).
    blank_ends : bool
        A blank line ends a paragraph; not so where every line is followed by one.
    ragged : bool
        Words are kept whole at the right edge, so that many lines end before it.
    """

    widths: list[float]
    marks: bool
    blank_ends: bool
    ragged: bool = False

    def is_full(self, line: _Line) -> bool:
        """Whether a line without indent reaches a wrap width."""
        return any(abs(wrap - line.width) <= 1 for wrap in self.widths)

    def room(self, line: _Line, following: _Line, opens: bool) -> float:
        """Room left at the end of a line if the first word of the next stood there too; large if the line is of no known width.

        The first line of a paragraph is indented by two characters, also where the indent itself was lost.
        """
        unit = (_AMOUNT.match(following.text) if self.ragged else None) or _UNIT.match(following.text)
        width = line.width + (_width(unit.group()) if unit else 1.0)
        width += max(line.indent, 2.0) if opens and not line.is_heading else line.indent
        rooms = [wrap - width for wrap in self.widths if line.width <= wrap + _WIDER]
        return min(rooms, key=abs) if rooms else 99.0


def _layout(lines: list[_Line]) -> _Layout:
    widths = _wrap_widths(lines)
    if not widths:
        return _Layout([], False, True)
    full = [line for line in lines if not line.finished and abs(line.width - widths[0]) <= 2]
    short = [line for line in lines if line.finished and line.width < widths[0] - 3]
    marks = (
        len(short) >= 3
        and sum(line.marked for line in short) >= 0.6 * len(short)
        and sum(line.marked for line in full) <= 0.2 * len(full)
    )
    gaps = [second.number - first.number for first, second in pairwise(lines)]
    return _Layout(widths, marks, sum(gap == 1 for gap in gaps) > 0.3 * len(gaps), _is_ragged(lines, widths[0]))


def _is_ragged(lines: Sequence[_Line], wrap: float) -> bool:
    """Whether many of the lines broken in running text end before the edge."""
    rooms = [wrap - line.width for line in lines if not line.finished and _INNER_MARK.search(line.text)]
    near = [room for room in rooms if -_WIDER <= room <= 7]
    return sum(room > 0.9 for room in near) > _RAGGED * len(near)


def _continues(
    line: _Line, following: _Line, after: _Line | None, layout: _Layout, first: _Line, page_between: bool
) -> bool:
    """Whether ``following`` goes on with the paragraph of ``line``, opened by ``first``, in a hard-wrapped text."""
    opens = line is first
    if line.contents or following.contents or line.is_row:
        return False
    if following.number - line.number > 1 and layout.blank_ends and not page_between:
        return False
    room = layout.room(line, following, opens)
    item = _is_item(following.text)
    if following.text[0].isdigit() and _RATIO_BREAKS.search(line.text) and _RUNNING_MARK.search(line.text):
        return True
    if line.finished and _stands_alone(following, after, layout):
        return False
    if line.finished:
        ended = line.marked if layout.marks else room >= -0.5
        return room < 1 and not ended and not item
    if following.text[0] in _CANNOT_BEGIN or line.text[-1] in _OPENERS or line.text[-1] in "，、,≥≤第":
        return True
    if not item and _NUMBER_OPENS.search(line.text) and _RUNNING_MARK.search(line.text):
        return True
    running = _INNER_MARK.search(line.text) is not None
    if layout.marks:
        # Some pages mark every line; there only a full line of running text is taken to go on.
        return (running and not item and room <= 1) if line.marked else room <= 6
    if item:
        return False
    if line.width > layout.widths[0] + _WIDER and room > 90:
        return running
    if layout.ragged and _goes_on_ragged(line, following, first, room):
        return True
    if line.is_heading:
        # Under a heading a paragraph begins, whose first line is short of the indent; a heading that goes on has a full line next.
        return room <= (4 if layout.is_full(following) else 1.5)
    return room <= (3 if running else 1.5)


def _stands_alone(line: _Line, after: _Line | None, layout: _Layout) -> bool:
    """Whether a short line without an end, over a numbered paragraph, is a heading."""
    short = line.width < 0.6 * layout.widths[0] and line.text[-1] not in _FINISHED and _INNER_MARK.search(line.text) is None
    return short and after is not None and _is_item(after.text)


def _goes_on_ragged(line: _Line, following: _Line, first: _Line, room: float) -> bool:
    """Whether a line without an end goes on, where lines end before the edge and those of an item are set in from the margin."""
    if line is not first:
        return _HANGING.match(first.text) is not None and room <= _HANG + 3
    return line.is_heading and room <= 4 and (following.finished or _INNER_MARK.search(following.text) is not None)


def _is_torn_decimal(line: str, following: str) -> bool:
    """Whether the break stands beside the point of a number (1⏎.3亿千瓦, 67.⏎3%)."""
    if _DECIMAL_OPENS.search(line):
        return _NUMBER_ENDS.match(following) is not None
    return line[-1].isdigit() and _DECIMAL_GOES_ON.match(following) is not None


def _is_stray_break(
    paragraph: str, line: _Line, following: _Line, after: _Line | None, page_between: bool, wrapped: bool, ended: bool
) -> bool:
    """Whether a break inside a sentence was left by a link or a lost tag; ``paragraph`` is what stands before it.

    ``ended`` tells whether the paragraphs of the text end their sentences.
    """
    first, last = following.text[0], line.text[-1]
    if _is_torn_decimal(line.text, following.text):
        stray = True
    elif first in _CANNOT_BEGIN or last in _OPENERS:
        stray = last not in _ENDS_SENTENCE
    elif last in _ENDS_SENTENCE:
        return False
    elif (bracket := _OPEN_BRACKET.search(paragraph)) is not None:
        closes = _CLOSER_OF[bracket.group()[0]].match(following.text) is not None
        stray = closes or (len(following.text) <= 20 and after is not None and after.text[0] in _CLOSERS)
    elif line.finished or len(paragraph) < 8:
        return False
    elif page_between and not wrapped and len(paragraph) >= 40:
        stray = not _is_item(following.text)
    elif ended and not wrapped and _holds_sentences(line) and _RUNNING_MARK.search(following.text):
        # Sentences stand before it on the line, so it is no heading, and the last one has no end.
        stray = last not in _CLOSERS and not _is_item(following.text)
    else:
        number = last.isdigit() and not _YEAR.search(paragraph)
        stray = number and _magnitude().match(following.text) is not None
    return stray and not any(is_page_chrome(_half_width(side.text)) for side in (line, following))


def _holds_sentences(line: _Line) -> bool:
    return len(line.text) >= _LEAST_RUNNING and "。" in line.text[:-1]


def _joint(line: str, following: str) -> str:
    """What stands between two joined lines: a blank between two words or two numbers of ASCII characters.

    In running Chinese text two numbers never stand side by side: there the break went through one number (投资超23⏎0亿元).
    """
    left, right = line[-1], following[0]
    if not (left.isascii() and right.isascii()):
        return ""
    if left.isdigit() and right.isdigit():
        torn = _NUMBER_OPENS.search(line) and not _YEAR.search(line) and _NUMBER_ENDS.match(following)
        return "" if torn else " "
    return " " if left.isalpha() and right.isalpha() else ""


def _unwrapped(traced: _Traced) -> tuple[_Traced, int, int]:
    """Paragraphs out of lines; also how many breaks were closed and how many page lines dropped."""
    text = traced.text
    lines = _lines(text)
    layout = _layout(lines)
    dropped = _page_lines(text, bool(layout.widths))
    if layout.widths:
        dropped |= _running_heads(lines, dropped)
    dropped_in_order = sorted(dropped)
    kept = [line for line in lines if line.start not in dropped]
    prose = [line.finished for line in kept if _holds_sentences(line)]
    ended = sum(prose) >= _ENDED_SHARE * len(prose)
    edits: list[Edit] = []
    joined = 0
    opens = 0
    for index, (line, following) in enumerate(pairwise(kept)):
        page_between = bisect(dropped_in_order, line.end) < bisect(dropped_in_order, following.start)
        paragraph = text[max(kept[opens].start, line.end - 40) : line.end]
        after = kept[index + 2] if index + 2 < len(kept) else None
        goes_on = _is_stray_break(paragraph, line, following, after, page_between, bool(layout.widths), ended)
        if layout.widths and not goes_on:
            goes_on = _continues(line, following, after, layout, kept[opens], page_between) or _spells(
                line, following, layout
            )
        if goes_on:
            edits.append((line.end, following.start, _joint(line.text, following.text)))
            joined += 1
        else:
            opens = index + 1
            if page_between:
                at = text.index("\n", line.end)
                edits += [(line.end, at, ""), (at, following.start, "\n")]
    if dropped:
        first, last = (kept[0].start, kept[-1].end) if kept else (len(text), len(text))
        edits = [(0, first, ""), *edits, (last, len(text), "")]
    return traced.edited(edits), joined, len(dropped)


def _spells(line: _Line, following: _Line, layout: _Layout) -> bool:
    """Two neighbours in a title that is printed one character a line."""
    single = len(line.text) == len(following.text) == 1 and following.number - line.number == 1
    return single and not (layout.marks and line.marked) and bool(_HAN_ONLY.match(line.text + following.text))


# --- 3. scraped pinyin ------------------------------------------------------------------------------------------------

_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ"
_TONELESS = str.maketrans(_TONED + "ɡɑ", "aaaaeeeeiiiioooouuuuvvvvnnnmga")
# The syllables of Mandarin: initials, and the finals that each can have.
_FINALS = {
    "b": "a o ai ei ao an en ang eng i ie iao ian in ing u",
    "p": "a o ai ei ao ou an en ang eng i ie iao ian in ing u",
    "m": "a o e ai ei ao ou an en ang eng i ie iao iu ian in ing u",
    "f": "a o ei ou an en ang eng u",
    "d": "a e ai ei ao ou an en ang eng ong i ia ie iao iu ian ing u uo ui uan un",
    "t": "a e ai ao ou an ang eng ong i ie iao ian ing u uo ui uan un",
    "n": "a e ai ei ao ou an en ang eng ong i ie iao iu ian in iang ing u uo uan v ve",
    "l": "a e ai ei ao ou an ang eng ong i ia ie iao iu ian in iang ing u uo uan un v ve",
    "g k h": "a e ai ei ao ou an en ang eng ong u ua uo uai ui uan un uang",
    "j q x": "i ia ie iao iu ian in iang ing iong u ue uan un",
    "zh ch sh": "a e i ai ei ao ou an en ang eng ong u ua uo uai ui uan un uang",
    "z c s": "a e i ai ei ao ou an en ang eng ong u uo ui uan un",
    "r": "e i ao ou an en ang eng ong u uo ui uan un",
    "y": "a e ao ou an ang i in ing ong u ue uan un",
    "w": "a o ai ei an en ang eng u",
}
_SYLLABLES = [
    initial + final for initials, finals in _FINALS.items() for initial in initials.split() for final in finals.split()
]
_SYLLABLES += ["a", "o", "e", "ai", "ei", "ao", "ou", "an", "en", "ang", "er"]
_PINYIN_ONLY = kept_pattern(f"(?:(?:{'|'.join(sorted(_SYLLABLES, key=len, reverse=True))})[ '’]?)+")
_BRACKETED_LATIN = kept_pattern(
    f"[(（][{BLANK}]*([a-zA-Zɡɑü{_TONED}](?:[a-zA-Zɡɑü{_TONED} '’]{{0,30}}[a-zA-Zɡɑü{_TONED}])?)[{BLANK}]*[)）]"
)
_TONE = kept_pattern(f"[{_TONED}]")
_ENOUGH_TONES = 3
"""So many toned insertions show that a page printed pinyin; then those in the neutral tone go too."""


def _is_pinyin(letters: str) -> bool:
    plain = letters.lower().translate(_TONELESS).replace("ü", "v")
    return _PINYIN_ONLY.fullmatch(plain) is not None


def _without_pinyin(traced: _Traced) -> tuple[_Traced, int]:
    text = traced.text
    found: list[tuple[int, int, str, bool]] = []
    for match in _BRACKETED_LATIN.finditer(text):
        start = match.start()
        while start > 0 and text[start - 1] in _BLANKS:
            start -= 1
        if _is_pinyin(match.group(1)):
            behind_han = _HAN_ONLY.match(text[start - 1 : start]) is not None
            found.append((start, match.end(), match.group(1), behind_han))
    toned = sum(_TONE.search(letters) is not None for _, _, letters, _ in found)
    chosen: list[Edit] = []
    for start, end, letters, behind_han in found:
        has_tone = _TONE.search(letters) is not None
        # Behind a character that was garbled, too, pinyin is pinyin.
        certain = has_tone and (behind_han or toned >= _ENOUGH_TONES)
        neutral = behind_han and len(letters) > 1 and letters.islower() and toned >= _ENOUGH_TONES
        if certain or neutral:
            chosen.append((start, end, ""))
    return traced.edited(chosen), len(chosen)


# --- 4. spaces --------------------------------------------------------------------------------------------------------

_WHITE = kept_pattern(f"[{BLANK}\\n]+")
_WIDE = kept_pattern(
    "[\u2010-\u2017\u2026\u2030\u2103\u00b7\u2e80-\uff00\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uffef\U00020000-\U0003ffff]"
)
_ENUMERATORS = frozenset("、.．)）")
_DASHES = "-~－～—–−〜∼"
_MARK_AFTER_HAN = kept_pattern(f"[{_HAN}、。，；：！？％《》“”‘’「」『』()（）][{BLANK}]*[,;:)!?%“”‘’]+$")
_SPACED_THOUSANDS = kept_pattern(
    f"(?<![\\d.,])(?<![\\d.,%‰][{BLANK}])[1-9１-９]\\d{{0,2}}(?:[{BLANK}]\\d{{3}})+(?=[{BLANK}]?[{_HAN}、，。；,;)）%％])"
)
# 1 9 9 8 年: typesetting that parts every two digits; where it parts the year it parts all numbers.
_SPACED_YEAR = kept_pattern(f"[12１２](?<![\\d.,][12１２])(?:[{BLANK}]\\d){{3}}[{BLANK}]?年")
_SPACED_DIGITS = kept_pattern(f"(?<![\\d.,A-Za-z])(?<![\\d.,%‰][{BLANK}])\\d(?:[{BLANK}]\\d)+(?!\\d)")


_RELATIONS = frozenset("<>≤≥≦≧＜＞∶±")
_THOUSANDS_OPEN = kept_pattern(f"(?:^|[^\\d.,A-Za-z])[1-9]\\d{{0,2}}(?:[{BLANK}]?,[{BLANK}]?\\d{{3}})*[{BLANK}]?,$")
_THOUSANDS_GO_ON = kept_pattern("\\d{3}(?!\\d)")
_RATIO_OPENS = kept_pattern(f"\\d[{BLANK}]?:$")


def _parts_one_number(text: str, start: int, end: int) -> bool:
    """Whether the blanks ``[start, end)`` stand behind the mark inside a number (33, 883) or a ratio (8.4 : 29.4)."""
    if not text[end].isdigit():
        return False
    before = text[max(0, start - 24) : start]
    if text[start - 1] == ",":
        return _THOUSANDS_OPEN.search(before) is not None and _THOUSANDS_GO_ON.match(text, end) is not None
    return text[start - 1] == ":" and _RATIO_OPENS.search(before) is not None


def _number_start(text: str, end: int) -> int:
    """Where the digits before ``end`` begin; four are more than a first group of thousands has."""
    start = end
    while start > 0 and end - start < 4 and text[start - 1].isdigit():
        start -= 1
    return start


def _space_edit(text: str, start: int, end: int) -> str | None:
    """What to put for the run of blanks ``[start, end)`` between two characters of a line; None to leave it."""
    left, right = text[start - 1], text[end]
    run = text[start:end]
    if "\t" in run and left not in _ENUMERATORS:
        return "\t"  # a column of a table
    if _WIDE.match(left) or _WIDE.match(right) or left in "([" or right in ",;:)]!?%":
        return ""
    if left in _RELATIONS or right in _RELATIONS or (right in _DASHES and left.isdigit()):
        return ""
    if _parts_one_number(text, start, end):
        return ""
    if left in _DASHES and right.isdigit():
        before = text[max(0, start - 24) : start - 1].rstrip("".join(_BLANKS))[-1:]
        if before.isdigit() or before in {"%", "％"} or _WIDE.match(before):
            return ""
    if right.isalnum() and left in ",;:)!?%“”‘’" and _MARK_AFTER_HAN.search(text[max(0, start - 8) : start]):
        return ""
    # Two blanks between numbers part columns, one may part thousands.
    return None if len(run) == 1 or (left.isdigit() and right.isdigit()) else " "


def _without_spaces(traced: _Traced) -> _Traced:
    text = traced.text
    edits: list[Edit] = []
    groups_end = 0
    spaced_digits = _SPACED_YEAR.search(text) is not None
    for match in _WHITE.finditer(text):
        run, (start, end) = match.group(), match.span()
        if run == "\n" and start > 0:
            continue
        put: str | None
        if start == 0:
            put = ""
        elif "\n" in run:
            put = "\n"
        elif end == len(text):
            put = ""
        else:
            if text[start - 1].isdigit() and start >= groups_end:
                # 30 000 is one number: from its first digit to its last all blanks go.
                number = _SPACED_THOUSANDS.match(text, _number_start(text, start))
                if number is None and spaced_digits:
                    number = _SPACED_DIGITS.match(text, start - 1)
                groups_end = number.end() if number else 0
            put = "" if start < groups_end else _space_edit(text, start, end)
        if put is not None and put != run:
            # The character put must stand where the source has it.
            at = start + run.index("\n") if put == "\n" else start
            if at > start:
                edits.append((start, at, ""))
            edits.append((at, end, put))
    return traced.edited(edits)


# --- 5. width and compatibility characters ----------------------------------------------------------------------------


# Of the radicals supplement (U+2E80 to U+2EFF), which has no decompositions: those that stand for a whole character in text copied from PDFs.
_RADICALS = "⺎⺟⺠⻁⻄⻅⻆⻉⻋⻑⻓⻔⻗⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰⻳"
_RADICALS_PLAIN = "兀母民虎西见角贝车長长门雨青韦页风飞食马骨鬼鱼鸟卤麦黄齐齿龙龟"


@functools.cache
def _width_table() -> dict[int, str]:
    """Full-width ASCII (U+FF01 to U+FF5E), small and half-width forms, the colon of vertical text, compatibility ideographs and radicals; one to one.

    The pairs for ideographs are those of Unicode's compatibility decompositions; NFKC itself would also undo ①, Ⅲ, ㎡, ℃ and would not be
    one to one.
    """
    import unicodedata

    table = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    table.update({ord(blank): " " for blank in _BLANKS - {" ", "\t"}})
    table.update(zip(map(ord, "「」『』｢｣﹁﹂﹃﹄"), "“”‘’“”“”‘’", strict=True))
    table.update(
        zip(map(ord, "｡､･﹐﹑﹒﹔﹕﹖﹗﹙﹚﹝﹞﹟﹠﹢﹣﹤﹥﹦﹪﹫﹩"), "。、·,、.;:?!()〔〕#&+-<>=%@$", strict=True)
    )
    table[ord("︰")] = ":"  # written for a colon in Taiwan and Hong Kong
    table.update(zip(map(ord, "〜∼˜―‐‑﹘"), "~~~—--—", strict=True))
    table.update(zip(map(ord, "￠￡￢￣￤￥￦"), "¢£¬¯¦¥₩", strict=True))
    table.update(zip(map(ord, _RADICALS), _RADICALS_PLAIN, strict=True))
    for first, last in ((0x2F00, 0x2FDF), (0xF900, 0xFAFF), (0x2F800, 0x2FA1F)):
        for code in range(first, last + 1):
            plain = unicodedata.normalize("NFKC", chr(code))
            if len(plain) == 1 and plain != chr(code):
                table[code] = plain
    return table


# “新城"项目: what a typist opened with a quotation mark and closed with the one of a keyboard.
_TITLED_ITEM = kept_pattern(
    f"(?m)^((?:[{BLANK}]*(?:第[一二三四五六七八九十百0-9]{{1,4}}[条條]|[(（]?[一二三四五六七八九十0-9]{{1,3}}[)）、.．])?[{BLANK}]*))【(?!第)([^【】\\n:：]{{2,16}})】(?=[^\\n])"
)
_HALF_QUOTED = kept_pattern("(“[^“”\"\n]{1,30})\"(?![^“”\"\n]{0,30}”)")
_MANY = 40
"""More distinct characters than these are faster replaced by a table."""


def _half_width(text: str, distinct: Iterable[str] | None = None) -> str:
    """Each character in its plain form; ``distinct`` has at least the characters of the text."""
    table = _width_table()
    if distinct is None:
        return text.translate(table)
    # Replacing a dozen characters one after the other takes a third of the time that a table takes.
    wide = [character for character in distinct if ord(character) in table]
    if len(wide) > _MANY:
        return text.translate(table)
    for character in wide:
        text = text.replace(character, table[ord(character)])
    return text


# --- 6. script --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Script:
    """Which characters tell a script, and the converter that was chosen.

    Attributes
    ----------
    table : dict
        Every character that the converter changes when it stands alone.
    traditional : pattern
        Characters of ``table`` that Simplified text never has (GB 2312 lacks them): 於, 著, 乾, 徵 are in both and tell nothing.
    simplified : pattern
        Characters that become others in Traditional text and that Big5 lacks.
    convert : callable
        A whole text, phrase by phrase.
    """

    table: dict[int, str]
    evidence: dict[int, str]
    traditional: re.Pattern[str]
    simplified: re.Pattern[str]
    convert: Callable[[str], str]


def _converters(name: str) -> tuple[Callable[[str], str], Callable[[str], str]]:
    if name == "opencc":
        import opencc

        return opencc.OpenCC("t2s").convert, opencc.OpenCC("s2t").convert
    if name != "zhconv":
        raise ValueError(f"unknown script converter {name!r}: zhconv or opencc")

    return functools.partial(_converted, variant="zh-hans"), functools.partial(_converted, variant="zh-hant")


def _converted(text: str, variant: str) -> str:
    """What ``zhconv.convert`` gives, in a third of its time: it, too, takes at every place the longest phrase that begins there."""
    automaton, plain, characters = _variant(variant)
    pieces: list[str] = []
    at = 0
    for index, start, end in automaton.find_matches_as_indexes(text):
        pieces += (text[at:start].translate(characters), plain[index])
        at = end
    return "".join([*pieces, text[at:].translate(characters)])


@functools.cache
def _variant(name: str) -> tuple[AhoCorasick, list[str], dict[int, str]]:
    """Phrases of a variant of Chinese, what becomes of each, and what becomes of single characters."""
    from zhconv.zhconv import getdict  # its tables are needed only for a text that has something to convert

    words: dict[str, str] = getdict(name)
    phrases = {word: plain for word, plain in words.items() if len(word) > 1}
    characters = {ord(word): plain for word, plain in words.items() if len(word) == 1}
    return AhoCorasick(list(phrases), matchkind=MatchKind.LeftmostLongest), list(phrases.values()), characters


def _in_codec(character: str, codec: str) -> bool:
    try:
        character.encode(codec)
    except UnicodeEncodeError:
        return False
    return True


def _character_class(characters: Iterable[str]) -> str:
    """A regular expression class, adjacent code points as ranges."""
    codes = sorted(map(ord, characters))
    parts: list[str] = []
    start = 0
    for index in range(1, len(codes) + 1):
        if index == len(codes) or codes[index] != codes[index - 1] + 1:
            parts.append(f"{chr(codes[start])}-{chr(codes[index - 1])}" if index - start > 1 else chr(codes[start]))
            start = index
    return f"[{''.join(parts)}]"


@functools.cache
def _script(name: str) -> _Script:
    to_simplified, to_traditional = _converters(name)
    table, back = kept_table("script", f"{name} {version(name)}", lambda: _tables(to_simplified, to_traditional))
    evidence = {character: plain for character, plain in table.items() if not _in_codec(character, "gb2312")}
    simplified = [character for character in back if character not in evidence and not _in_codec(character, "big5")]
    return _Script(
        table={ord(character): plain for character, plain in table.items()},
        evidence={ord(character): plain for character, plain in evidence.items()},
        traditional=kept_pattern(_character_class(evidence)),
        simplified=kept_pattern(_character_class(simplified)),
        convert=to_simplified,
    )


def _tables(*converters: Callable[[str], str]) -> list[dict[str, str]]:
    """For each converter every character that it changes."""
    characters = [chr(code) for first, last in ((0x3400, 0x4DBF), (0x4E00, 0x9FFF)) for code in range(first, last + 1)]
    return [_changed(characters, convert) for convert in converters]


def _changed(characters: list[str], convert: Callable[[str], str]) -> dict[str, str]:
    """Characters that a converter changes when they stand alone, with what they become in the end."""
    once = dict(zip(characters, convert("\n".join(characters)).split("\n"), strict=True))
    changed = {}
    for character, plain in once.items():
        for _ in range(3):
            plain = once.get(plain, plain)
        if plain != character:
            changed[character] = plain
    return changed


def _convert_all(text: str, script: _Script) -> str:
    converted = script.convert(text)
    return converted if len(converted) == len(text) else text.translate(script.table)


_MIXED_LOW, _MIXED_HIGH = 0.2, 0.9
"""Share of Traditional among the telling characters below which a text is Simplified with a few old forms, above which Traditional."""
_TELLING = 3
"""Fewer Traditional characters than these say nothing, neither in a text nor in a line."""


def _to_simplified(text: str, distinct: str, converter: str) -> tuple[str, str]:
    """The text in Simplified characters, and the script it was in."""
    script = _script(converter)
    if not script.traditional.search(distinct):
        return text, "hans"
    old = len(script.traditional.findall(text))
    if not old:
        return text, "hans"
    new = len(script.simplified.findall(text))
    share = old / (old + new)
    if share >= _MIXED_HIGH:
        return _convert_all(text, script), "hant"
    # A few old forms in a Simplified text are names (昇腾, 甯县) and stay; a line in the other script does not.
    mixed = share >= _MIXED_LOW and old >= _TELLING
    lines = []
    for line in text.split("\n"):
        old, new = len(script.traditional.findall(line)), len(script.simplified.findall(line))
        if old >= _TELLING and old > new:
            line = _convert_all(line, script)
        elif mixed:
            line = line.translate(script.evidence)
        lines.append(line)
    return "\n".join(lines), "mixed" if mixed else "hans"


# --- the whole --------------------------------------------------------------------------------------------------------


def normalize(text: str, converter: str | None = None) -> NormalText:
    """Bring a source text into the form that all extraction works on.

    Parameters
    ----------
    text : str
        Any text.
    converter : str, optional
        ``zhconv`` or ``opencc``, the library that converts Traditional characters; default is the environment variable
        ``GOVTARGETS_CONVERTER``, else ``zhconv``.

    Returns
    -------
    NormalText
        ``origin`` is strictly increasing; a Simplified text with one paragraph a line changes in nothing but width and the
        brackets round the title of an item (第三条【算力】…), which becomes one before a colon.
    """
    warnings: list[str] = []
    # What a text has none of need not be looked for; the steps only take characters away.
    distinct = _distinct(text)
    traced = _Traced(text, range(len(text)))
    traced = _without_inline_breaks(traced)
    if _JUNK.search(distinct):
        traced = _without_unprinted(traced)
    traced, n_joined, n_dropped = _unwrapped(traced)
    if n_dropped:
        warnings.append(f"page numbers removed: {n_dropped}")
    if n_joined:
        warnings.append(f"broken lines joined: {n_joined}")
    if _TONE.search(distinct):
        traced, n_pinyin = _without_pinyin(traced)
        if n_pinyin:
            warnings.append(f"scraped pinyin: {n_pinyin}")
    traced = _without_spaces(traced)
    plain = _half_width(traced.text, distinct)
    distinct = _half_width(distinct)
    if '"' in distinct and "“" in distinct:
        plain = _HALF_QUOTED.sub(r"\1”", plain)
    if "【" in distinct:
        plain = _TITLED_ITEM.sub(r"\1 \2:", plain)
    plain, script = _to_simplified(plain, distinct, converter or os.environ.get("GOVTARGETS_CONVERTER") or "zhconv")
    if script == "mixed":
        warnings.append("mixed script")
    garbled = sum(end - start for start, end in _garbled(plain, distinct))
    if garbled:
        warnings.append(f"mojibake: {garbled} characters")
    return NormalText(plain, traced.origin, script, tuple(warnings))


# --- text that was decoded wrongly ------------------------------------------------------------------------------------


def _gb2312_level(character: str) -> int:
    """1 for the 3,755 characters in common use, 2 for the other 3,008 of GB 2312, 3 for all that it lacks."""
    try:
        code = character.encode("gb2312")
    except UnicodeEncodeError:
        return 3
    return 1 if code[0] <= 0xD7 else 2


_LATIN_LEAD = "\u00c2-\u00f4"
_LATIN_TAIL = "\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"


@functools.cache
def _mojibake() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    """Pairs of a pattern for one character that must occur and the pattern for the run."""
    levels: dict[int, list[str]] = {1: [], 2: [], 3: []}
    for code in range(0x4E00, 0xA000):
        levels[_gb2312_level(chr(code))].append(chr(code))
    rare = _character_class(levels[2] + levels[3])[1:-1]
    alien = _character_class(levels[3])[1:-1] + "\u3041-\u30ff\ue000-\uf8ff"
    words = _noise("garbled")
    pairs = (
        # Bytes that no codec knew, and the run of shifted characters behind them.
        (
            "[?]",
            f"\\?\\?(?<=[{_HAN},、。;:”’)%0-9]\\?\\?)[{_HAN}]{{1,20}}[a-z@\\[\\\\\\]^_`{{|}}~](?=[{_HAN},，、。;:(\\n]|$)",
        ),
        ("[?]", f"\\?\\?(?<=[{_HAN},、。;:”’)%0-9]\\?\\?)(?:[{_HAN}]{{0,2}}?[{rare}]){{3,}}[{_HAN}]*"),
        ("[?]", f"\\?(?<=[{_HAN}]\\?)[;:,][a-z](?=[{_HAN}(])"),
        # (one at the beginning of a line is a bullet that a font lacked)
        ("\ufffd", f"(?:(?<!\\n)(?<!^)\ufffd|\ufffd(?=\ufffd))\ufffd*(?:[{_HAN}]{{0,12}}[a-z]?\ufffd+)*"),
        (_character_class({word[0] for word in words}), _noise_pattern("garbled", words).pattern),
        # GBK read one byte off, UTF-8 read as GBK: characters that Chinese text hardly ever has, one behind the other.
        (f"[{rare}]", f"[{rare}]{{5,}}"),
        (f"[{alien}]", f"(?:[{alien}][{_HAN}€]{{0,2}}){{3,}}[{alien}]"),
        # UTF-8 or GBK read as Latin-1.
        (f"[{_LATIN_LEAD}]", f"(?:[{_LATIN_LEAD}][{_LATIN_TAIL}]{{1,3}}){{2,}}[{_LATIN_LEAD}{_LATIN_TAIL}]*"),
        ("[\u00c0-\u00ff]", "(?:[\u00c0-\u00ff][\u00a1-\u00ff]){3,}"),
    )
    return tuple((kept_pattern(gate), kept_pattern(run)) for gate, run in pairs)


def mojibake_spans(text: str) -> list[tuple[int, int]]:
    """Runs that were decoded with the wrong codec.

    Parameters
    ----------
    text : str
        Normal text.

    Returns
    -------
    list of (int, int)
        Offsets into ``text``, in order, disjoint.
    """
    return _garbled(text, _distinct(text))


def _distinct(text: str) -> str:
    """Each character of a text once; an array tells them without making a string of each place."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    seen = np.zeros(int(codes.max(initial=0)) + 1, np.bool_)
    seen[codes] = True
    return np.flatnonzero(seen).astype(np.uint32).tobytes().decode("utf-32-le", "surrogatepass")


def _garbled(text: str, distinct: str) -> list[tuple[int, int]]:
    """The same, with at least the distinct characters of the text known."""
    spans = sorted(match.span() for gate, run in _mojibake() if gate.search(distinct) for match in run.finditer(text))
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


# --- the web page around the text -------------------------------------------------------------------------------------


class ChromeEntry(Entry):
    """Words of the page around a document; see ``rules/page_chrome.yaml``."""

    words: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    starts: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()


_LONGEST_CHROME = 120
_SEPARATORS = f"{BLANK}|>»›/·:×↑\\[\\](){{}}<《》【】"


def _chrome_pattern(entries: Iterable[ChromeEntry]) -> re.Pattern[str]:
    def choice(words: Iterable[str]) -> str:
        return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) or "(?!)"

    entries = tuple(entries)
    strong = choice(word for entry in entries for word in (*entry.words, *entry.starts))
    weak = choice(word for entry in entries for word in entry.weak)
    starts = choice(word for entry in entries for word in entry.starts)
    labels = choice(word for entry in entries for word in entry.labels)
    apart = f"(?=[{_SEPARATORS}]|$)[{_SEPARATORS}]*"
    return kept_pattern(
        f"[{_SEPARATORS}]*(?:"
        f"(?:(?:{weak}){apart})*(?:{strong}){apart}(?:(?:{strong}|{weak}){apart})*$"
        f"|(?:{weak}){apart}(?:(?:{weak}){apart})+$"
        f"|(?:{starts})[{BLANK}]*(?:[:>0-9]|(?<=[{BLANK}]))"
        f"|(?:{labels})[{BLANK}]*:.*?(?<=[{_SEPARATORS}0-9])(?:{labels})[{BLANK}]*:"
        ")"
    )


@functools.cache
def _chrome() -> re.Pattern[str]:
    return _chrome_pattern(load("page_chrome", ChromeEntry))


_ONLY_SEPARATORS = kept_pattern(f"[{BLANK}|>»›×↑\\[\\]【】]+$")


def is_page_chrome(line: str) -> bool:
    """Whether a line belongs to the web page around the document (buttons, share links, editors, neighbours).

    Parameters
    ----------
    line : str
        A line of normal text.
    """
    line = line.strip()
    if not line or len(line) > _LONGEST_CHROME:
        return False
    return _chrome().match(line) is not None or _ONLY_SEPARATORS.match(line) is not None


def fires(entry_id: str, text: str) -> bool:
    """Whether one entry of ``page_chrome.yaml`` or ``scrape_noise.yaml`` fires in a line; for the tests of the rule files."""
    for chrome in load("page_chrome", ChromeEntry):
        if chrome.id == entry_id:
            return _chrome_pattern([chrome]).match(text.strip()) is not None
    for noise in load("scrape_noise", NoiseEntry):
        if noise.id == entry_id:
            pattern = _noise_pattern(noise.kind, noise.words)
            return (pattern.search if noise.kind == "garbled" else pattern.match)(text) is not None
    raise KeyError(entry_id)
