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
from pipeline.relate.naming import clean_name
from pipeline.types import Anchors, Interval, NormalText, NumberMention

Span = tuple[int, int]

# A longer cell of a header is a sentence.
MAX_LABEL: Final = 20
MAX_CELLS: Final = 30
_APART = re.compile(r"\t+|[ \u3000\u00a0]{2,}")
_BLANK = re.compile(r"[ \u3000\u00a0]+")
_SENTENCE_MARK = re.compile("[。;!?,]")
_IN_BRACKETS = re.compile(r"[(:]([^():]{1,8})\)?$")
_UNIT_SAID = re.compile(r"单位[::]\s*([^\s(),、]{1,6})")
_NUMBER = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?%?")
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
        at = max(after, at + 1)
    return found


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
    if not any(_NUMBER.fullmatch(text) for text in texts):
        return None
    unit = next((text for head, text in zip(heads, texts, strict=True) if head.name == "单位" and _is_unit(text)), "")
    whose = _whose(heads, cells)
    if whose is None:
        return None
    span = cells[0].tokens[0][1], cells[-1].tokens[-1][2]
    due = next((time for cell in cells if (time := _time_of(cell.text, heads[0].year))), None)
    read = []
    for head, cell in zip(heads, cells, strict=True):
        if _NUMBER.fullmatch(cell.text) is None or (not head.unit and not unit and not cell.text.endswith("%")):
            continue
        figure = _figure(head, cell, head.unit or unit, whose, span, due)
        if figure is not None:
            read.append(figure)
    return read


def _whose(heads: Sequence[_Head], cells: Sequence[Line]) -> tuple[str, Span] | None:
    """What a row is about: its indicator where a column is one, else its first words."""
    named = next((cell for head, cell in zip(heads, cells, strict=True) if head.name in phrase_set("indicator_column")), None)
    named = named or next((cell for cell in cells if _TEXT.fullmatch(cell.text)), None)
    if named is None:
        return None
    bracket = _IN_BRACKETS.search(named.text)
    text = named.text[: bracket.start()] if bracket and _is_unit(bracket[1]) else named.text
    return text, (named.tokens[0][1], named.tokens[-1][2])


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


def _figure(head: _Head, cell: Line, unit: str, whose: tuple[str, Span], row: Span, due: Interval | None) -> Cell | None:
    """One figure with its name: whose it is and what its column counts."""
    text, start, end = cell.text, cell.tokens[0][1], cell.tokens[-1][2]
    share = text.endswith("%")
    label = "" if head.name.strip("()") in _no_names() else head.name
    added = predicates("new").at_start(label)
    head_of_row = "" if whose[0] in phrase_set("total") else whose[0]
    name = clean_name(head_of_row + (label.removeprefix(added) if added else label))
    if not name or head.year is None:
        return None
    digits = text.rstrip("%").replace(",", "")
    value = float(digits)
    stop = end - 1 if share else end
    number = NumberMention(start, stop, abs(value), None, "%" if share else unit, stop, "eq", None, start, stop, "quantity")
    interval = Interval(date(head.year, 1, 1), date(head.year, 12, 31), "year", "absolute")
    column = Column(head.year, head.kind, number.unit, head.words)
    return Cell(number, name, whose[1], value, "change" if added else "level", row, column, due or interval)
