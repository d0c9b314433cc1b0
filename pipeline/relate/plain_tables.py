"""Tables of plain text: a header whose cells stand apart by tabs or blanks, over rows of as many cells.

Lists of tasks by district lose their lines when they are copied out of a page. A unit in brackets behind the name of a column
(新增泊位（个）), a column of units or a unit said over the table makes bare figures under it quantities; nothing else does.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from pipeline.extract.numbers import unit_kind
from pipeline.extract.time_resolution import resolve
from pipeline.extract.times import find_times
from pipeline.relate.columns import CAPTION_LINES, FACT, MIN_CELLS, PLANNED, UNTOLD, Cell, Column, Line, Lines
from pipeline.relate.lexicon import phrase_set, predicates
from pipeline.relate.naming import change_noun, clean_name
from pipeline.types import Anchors, Interval, NormalText, NumberMention

Span = tuple[int, int]

# A longer cell of a header is a sentence.
MAX_LABEL: Final = 20
MAX_CELLS: Final = 30
# Of a table whose cells have a line each: columns, those before the first year, years and rows that make it one.
MAX_UPRIGHT: Final = 8
MAX_BEFORE_YEAR: Final = 4
LEAST_YEARS: Final = 2
LEAST_ROWS: Final = 2
_APART = re.compile(r"\t+|[ \u3000\u00a0]{2,}")
_BLANK = re.compile(r"[ \u3000\u00a0]+")
_SENTENCE_MARK = re.compile("[。;!?,]")
_IN_BRACKETS = re.compile(r"[(:]([^():]{1,8})\)?$")
_UNIT_SAID = re.compile(r"单位[::]\s*([^\s(),、]{1,6})")
_NUMBER = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?%?")
# >70, 90以上, [260] (a sum of several years), -13.5%.
_FIGURE = re.compile(rf"[\[(]?(?P<before>[<>≤≥]=?|大于|小于|不低于|不少于|不高于|不超过)?(?P<digits>{_NUMBER.pattern})(?P<behind>以上|以下|以内|左右)?[\])]?")
_BOUNDS: Final = {
    **dict.fromkeys((">", "≥", ">=", "大于", "不低于", "不少于", "以上"), "ge"),
    **dict.fromkeys(("<", "≤", "<=", "小于", "不高于", "不超过", "以下", "以内"), "le"),
    "左右": "approx",
}
_YEAR = re.compile(r"((?:19|20)\d\d)年?")
_TEXT = re.compile(r"[^\d]{2,}")


@dataclass(frozen=True, slots=True)
class _Head:
    """The head of a column: its name without unit and year, whose figures it holds, if any."""

    name: str
    unit: str
    year: int | None
    kind: str
    words: Span


def read_plain_tables(source: str, normal: NormalText, plan_year: int | None) -> list[Cell]:
    """Every figure of the tables of a plain text.

    Parameters
    ----------
    source : str
        The text as read, whose lines are the rows.
    normal : NormalText
        The same text normalised; the spans of the cells point into it.
    plan_year : int or None
        The year of a figure where neither its column nor the lines over the table name one.

    Returns
    -------
    list of Cell, in the order of the text
        Whether a figure is told or planned is left open where the words do not tell.
    """
    lines = Lines(source, normal)
    found: list[Cell] = []
    at = 0
    while at < len(lines):
        after = _read_table(lines, at, plan_year, found) if lines.may_open_table(at) else at
        after = _read_upright(lines, at, plan_year, found) if after == at and lines.is_year(at) else after
        at = max(after, at + 1)
    return found


def _read_upright(lines: Lines, year: int, plan_year: int | None, found: list[Cell]) -> int:
    """Read a table whose cells have a line each, by the first line of its header that is a year; tell the line behind it.

    How many columns it has is told by how many make rows of all that follows.
    """
    best: tuple[list[Cell], int] = [], year
    for first in range(max(0, year - MAX_BEFORE_YEAR), year):
        for size in range(max(MIN_CELLS, year - first + 2), MAX_UPRIGHT + 1):
            read, after = _upright_rows(lines, first, size, plan_year)
            best = (read, after) if len(read) > len(best[0]) else best
    found.extend(best[0])
    return best[1]


def _upright_rows(lines: Lines, first: int, size: int, plan_year: int | None) -> tuple[list[Cell], int]:
    """The figures of the rows of so many lines each that follow a header of as many, and the line behind them."""
    if first + LEAST_ROWS * size >= len(lines):
        return [], first
    header = _lines(lines, first, size)
    years = sum(_YEAR.fullmatch(cell.text) is not None for cell in header)
    named = header[0].text in phrase_set("indicator_column") | phrase_set("number_column")
    if years < LEAST_YEARS or not named or any(_is_no_head(cell.text) for cell in header):
        return [], first
    heads = [_head(cell, [], plan_year) for cell in header]
    found: list[Cell] = []
    row = first + size
    while row + size <= len(lines) and (read := _row(heads, _lines(lines, row, size))):
        found.extend(read)
        row += size
    return (found, row) if row - first > LEAST_ROWS * size else ([], first)


def _is_no_head(text: str) -> bool:
    return len(text) > MAX_LABEL or _SENTENCE_MARK.search(text) is not None or _FIGURE.fullmatch(text) is not None


def _lines(lines: Lines, first: int, size: int) -> list[Line]:
    return [lines.whole(index) for index in range(first, first + size)]


def _read_table(lines: Lines, at: int, plan_year: int | None, found: list[Cell]) -> int:
    """Read the table whose header may stand on a line, and tell the line behind it; the line itself if there is none."""
    splits = [pattern for pattern in (_APART, _BLANK) if len(lines.cells(at, pattern)) >= MIN_CELLS]
    for pattern in splits:
        header = lines.cells(at, pattern)
        if len(header) > MAX_CELLS or any(len(cell.text) > MAX_LABEL or _SENTENCE_MARK.search(cell.text) for cell in header):
            continue
        caption = [lines[index].text for index in range(max(0, at - CAPTION_LINES), at)]
        heads = [_head(cell, caption, plan_year) for cell in header]
        row, rows = at + 1, 0
        while row < len(lines) and len(cells := lines.cells(row, pattern)) == len(heads) and (read := _row(heads, cells)) is not None:
            found.extend(read)
            rows += bool(read)
            row += 1
        if rows:
            return row
    return at


def _head(cell: Line, caption: Sequence[str], plan_year: int | None) -> _Head:
    """What the head of a column says, with what the lines over the table say for all of them."""
    bracket = _IN_BRACKETS.search(cell.text)
    unit = bracket[1] if bracket and _is_unit(bracket[1]) else ""
    name = cell.text[: bracket.start()] if bracket and unit else cell.text
    said = next((m[1] for line in reversed(caption) if (m := _UNIT_SAID.search(line)) and _is_unit(m[1])), "")
    own = _YEAR.search(name)
    over = next((m for line in reversed(caption) if (m := _YEAR.search(line))), None)
    year = int(own[1]) if own else int(over[1]) if over else plan_year
    name = _YEAR.sub("", name).strip("()")
    kind = _kind(name) or next((told for line in reversed(caption) if (told := _kind(line))), UNTOLD)
    return _Head(name, unit or said, year, kind, (cell.tokens[0][1], cell.tokens[-1][2]))


def _is_unit(word: str) -> bool:
    return unit_kind(word) is not None


def _kind(words: str) -> str:
    """Whether words say that figures are aimed at (任务分解表, 2025年目标) or told (完成情况表, 基数)."""
    if any(word in words for word in phrase_set("table_told")):
        return FACT
    return PLANNED if any(word in words for word in phrase_set("table_planned")) else ""


def _row(heads: Sequence[_Head], cells: Sequence[Line]) -> list[Cell] | None:
    """The figures of a row; None for a line that is no row of the table."""
    texts = [cell.text for cell in cells]
    if not any(_FIGURE.fullmatch(text) for text in texts):
        return None
    unit = next((text for head, text in zip(heads, texts, strict=True) if head.name == "单位" and _is_unit(text)), "")
    named = _named(heads, cells)
    if named is None:
        return None
    whose, own_unit = named[:2], named[2]
    unit = unit or own_unit
    span = cells[0].tokens[0][1], cells[-1].tokens[-1][2]
    due = next((time for cell in cells if (time := _time_of(cell.text, heads[0].year))), None)
    read = []
    for head, cell in zip(heads, cells, strict=True):
        figured = _FIGURE.fullmatch(cell.text)
        counts_rows = head.name in phrase_set("number_column")
        if figured is None or counts_rows or (not head.unit and not unit and not figured["digits"].endswith("%")):
            continue
        figure = _figure(head, cell, figured, head.unit or unit, whose, span, due)
        if figure is not None:
            read.append(figure)
    return read


def _named(heads: Sequence[_Head], cells: Sequence[Line]) -> tuple[str, Span, str] | None:
    """What a row is about, its place and the unit in brackets behind it: its indicator where a column is one, else its first words."""
    named = next((cell for head, cell in zip(heads, cells, strict=True) if head.name in phrase_set("indicator_column")), None)
    named = named or next((cell for cell in cells if _TEXT.fullmatch(cell.text)), None)
    if named is None:
        return None
    bracket = _IN_BRACKETS.search(named.text)
    unit = bracket[1] if bracket and _is_unit(bracket[1]) else ""
    text = named.text[: bracket.start()] if bracket and unit else named.text
    return text, (named.tokens[0][1], named.tokens[-1][2]), unit


def _time_of(text: str, year: int | None) -> Interval | None:
    """The time that a cell holds alone, as in a column of deadlines."""
    found = find_times(text) if text[:1].isdigit() and not _NUMBER.fullmatch(text) else []
    if len(found) != 1 or (found[0].start, found[0].end) != (0, len(text)):
        return None
    interval = resolve(found[0], Anchors(year, None))
    return interval if interval.end_date is not None else None


@functools.cache
def _no_names() -> frozenset[str]:
    """Heads of columns that only say how their figures came about."""
    return phrase_set("value_column") | phrase_set("table_told") | phrase_set("table_planned")


def _figure(
    head: _Head, cell: Line, figured: re.Match[str], unit: str, whose: tuple[str, Span], row: Span, due: Interval | None
) -> Cell | None:
    """One figure with its name: whose it is and what its column counts."""
    text, start, end = figured["digits"], cell.tokens[0][1], cell.tokens[-1][2]
    share = text.endswith("%")
    label = "" if head.name.strip("()") in _no_names() else head.name
    added = predicates("new").at_start(label)
    head_of_row = "" if whose[0] in phrase_set("total") else whose[0]
    name = clean_name(head_of_row + (label.removeprefix(added) if added else label))
    if not name or head.year is None:
        return None
    value = float(text.rstrip("%").replace(",", ""))
    measure, unit = ("change" if added else "level"), ("%" if share else unit)
    grown = next((m for m in change_noun("growth_noun").finditer(label)), None) if unit == "%" else None
    if grown is not None and label[: grown.start()] in ("", "年均"):
        # [6.8] under a column of rates is by how many points a share has risen in all.
        summed = cell.text.startswith("[")
        name, measure, unit = clean_name(head_of_row), "change" if summed else "growth", "百分点" if summed else "%"
    word = figured["before"] or figured["behind"]
    alone = text == cell.text
    left = start if alone else start + figured.start("digits")
    end = end if alone else left + len(text)
    stop = end - 1 if share else end
    number = NumberMention(left, stop, abs(value), None, unit, stop, _BOUNDS.get(word or "", "eq"), word, start, stop, "quantity")
    interval = Interval(date(head.year, 1, 1), date(head.year, 12, 31), "year", "absolute")
    column = Column(head.year, head.kind, number.unit, head.words)
    return Cell(number, name, whose[1], value, measure, row, column, due or interval)
