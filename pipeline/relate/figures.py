"""Lists of figures under a title and one unit: what has grown by how much in a year, or year by year.

The second kind of table that a budget's appendix keeps after its pages have become text: a title that ends in a colon
(二零二五年主要物价指数的增减率:), a line that holds nothing but units, and rows of a label and one figure (the year is the title's)
or of a year and one figure for each name over the units.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from pipeline.extract import times
from pipeline.relate.columns import CHANGE, FACT, FORECAST, MAX_LABEL, Cell, Column, Line, Lines, Span, without_growth
from pipeline.relate.lexicon import phrase_set, phrase_words
from pipeline.relate.naming import change_noun, clean_name
from pipeline.relate.timeline import year_interval
from pipeline.types import NormalText, NumberMention

# A title runs over so many lines at most, and so many stand between it and its units.
MAX_TITLE: Final = 2
MAX_NAMES: Final = 2
# A figure of a group is named with at most so many characters of what both names share (运输服务 of 服务输出).
MAX_SHARED: Final = 4
_UNIT_LINE = re.compile(r"(?m)^[ \u3000]*(?:[(（](?:%|％|\d{0,2}[百千萬万億亿]{1,2}(?:美|港)?元)[)）][ \u3000]*)+$")
_FIGURE = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
_TO = re.compile(rf"(?P<low>{_FIGURE.pattern})(?:[至-](?P<high>{_FIGURE.pattern}))?(?P<unit>[美港]?元)?")
_LIST_MARK = re.compile(r"^\(?(?:[a-z]|\d{1,3})[).]")
_BY = re.compile(r"以[^以计]{2,4}计")
_SENTENCE_MARK = re.compile("[。;,!?]")


@dataclass(slots=True)
class _List:
    """What a title and its units say of the rows below: their year, whether they are rates of growth, and their unit."""

    column: Column
    grows: bool
    heads: list[str] = field(default_factory=list)
    last: str = ""


def read_figures(source: str, normal: NormalText) -> list[Cell]:
    """Every figure of such lists.

    Parameters
    ----------
    source : str
        The text as read, whose lines are the rows.
    normal : NormalText
        The same text normalised; the spans of the cells point into it.

    Returns
    -------
    list of Cell, in the order of the text
    """
    starts = {match.start() for match in _UNIT_LINE.finditer(source)}
    if not starts:
        return []
    lines = Lines(source, normal)
    found: list[Cell] = []
    for at in range(1, len(lines)):
        if lines.start_of(at) not in starts:
            continue
        units = [token.strip("()") for token, _, _ in lines[at].tokens]
        found.extend(_by_year(lines, at, len(units)) if len(units) > 1 and set(units) == {"%"} else _under_a_title(lines, at, units))
    return found


def _title(lines: Lines, at: int) -> tuple[str, Sequence[Line]]:
    """The title that ends on a line, with the line it began on where it is numbered."""
    last = lines[at]
    if not last.text.endswith(":"):
        return "", ()
    before = lines[at - 1] if at else None
    if before is not None and not _LIST_MARK.match(last.text) and _LIST_MARK.match(before.text) and ":" not in before.text:
        return before.text + last.text, (before, last)
    return last.text, (last,)


def _told_to_grow(title: str) -> bool:
    """Whether a title ends in a word for growth (增减率, 实质增长率)."""
    bare = title.rstrip(":")
    noun = change_noun("growth_noun").search(bare)
    return phrase_words(CHANGE).at_end(bare) is not None or (noun is not None and noun.end() == len(bare))


def _year_in(text: str) -> int | None:
    """The one calendar year that a text names."""
    named = {dict(mention.parts).get("year") for mention in times.find_times(text) if mention.kind == "year"}
    year = named.pop() if len(named) == 1 else None
    return year if isinstance(year, int) else None


def _under_a_title(lines: Lines, at: int, units: Sequence[str]) -> list[Cell]:
    """Rows of a label and one figure; the year is the title's."""
    title, own = _title(lines, at - 1)
    year = _year_in(title) if len(units) == 1 else None
    if year is None:
        return []
    kind = FORECAST if any(word in title for word in phrase_set(FORECAST)) else FACT
    words = (own[0].tokens[0][1], own[-1].tokens[-1][2])
    table = _List(Column(year, kind, units[0], words), _told_to_grow(title))
    found: list[Cell] = []
    for index in range(at + 1, len(lines)):
        cells = _row(table, lines[index])
        if cells is None:
            break
        found.extend(cells)
    return found


def _row(table: _List, line: Line) -> list[Cell] | None:
    """The figure of a row, none for a line that only leads to rows, None behind the list."""
    text = _LIST_MARK.sub("", line.text)
    if text.endswith(":"):
        told = _told_to_grow(text)
        table.grows = told or table.grows
        return [] if len(text) <= MAX_LABEL else None
    count = _figure_tokens(line)
    if count == 0:
        # What stands alone is the head of the rows below it, and named in them.
        table.heads.append(text)
        return [] if len(table.heads) == 1 and len(text) <= MAX_LABEL and not _SENTENCE_MARK.search(text) else None
    own = clean_name(_LIST_MARK.sub("", "".join(token for token, _, _ in line.tokens[:-count]).strip("(")))
    if (table.heads and table.heads[0] not in own) or (not own and not table.last) or _SENTENCE_MARK.search(own):
        return None
    table.heads.clear()
    table.last = own or table.last
    cell = _cell(table, line, count)
    return [cell] if cell is not None else []


def _figure_tokens(line: Line) -> int:
    """How many words at the end of a line are its one figure (3.5 至 5.5 are three)."""
    for count in (4, 3, 2, 1):
        joined = "".join(token for token, _, _ in line.tokens[-count:]).strip("()")
        if count <= len(line.tokens) and _TO.fullmatch(joined) and (count == len(line.tokens) or not line.tokens[-count - 1][0][-1:].isdigit()):
            return count
    return 0


def _cell(table: _List, line: Line, count: int) -> Cell | None:
    tokens = line.tokens[-count:]
    told = _TO.fullmatch("".join(token for token, _, _ in tokens).strip("()"))
    if told is None or (told["low"].isdigit() and told["low"].startswith("0") and len(told["low"]) > 1):
        return None
    start, end = _printed(tokens, told)
    unit = told["unit"] or table.column.unit
    named, grown = without_growth(table.last) if unit == "%" else (table.last, False)
    measure = "growth" if grown or (table.grows and unit == "%") else "level"
    label_end = line.tokens[-count - 1][2] if count < len(line.tokens) else None
    span = (line.tokens[0][1], label_end) if label_end is not None else None
    return _made(table.column, named, span, (line.tokens[0][1], line.tokens[-1][2]), told, (start, end), unit, measure)


def _printed(tokens: Sequence[tuple[str, int, int]], told: re.Match[str]) -> Span:
    """Where a figure begins and ends, without its brackets and its unit."""
    first, last = tokens[0], tokens[-1]
    start = first[1] + (1 if first[0].startswith("(") else 0)
    tail = last[0].rstrip(")")
    end = last[2] - (len(last[0]) - len(tail))
    unit = told["unit"] or ""
    if unit and tail == unit and len(tokens) > 1:
        return start, tokens[-2][2]
    return start, end - len(unit)


def _made(
    column: Column, metric: str, named: Span | None, row: Span, told: re.Match[str], at: Span, unit: str, measure: str
) -> Cell | None:
    low, high = _number(told["low"]), _number(told["high"]) if told["high"] else None
    kind = "between" if high is not None else "eq"
    number = NumberMention(at[0], at[1], abs(low), high, unit, at[1], kind, None, at[0], at[1], "quantity")
    interval = year_interval(column.year, "absolute")
    return Cell(number, metric, named, low, measure, row, column, interval) if metric else None


def _number(printed: str) -> float:
    return float(printed.replace(",", ""))


def _by_year(lines: Lines, at: int, count: int) -> list[Cell]:
    """Rows of a year and one rate of growth for each of the names that stand over the units in one line."""
    over = lines[at - 1]
    names = [token for token, _, _ in over.tokens]
    # Justified text sets the characters of a name apart.
    names = names if len(names) == count else [by.group() for by in _BY.finditer(over.text)]
    above = next((back for back in range(at - 2, max(0, at - 2 - MAX_NAMES), -1) if lines[back].text.endswith(":")), None)
    if len(names) != count or above is None or not _told_to_grow(_title(lines, above)[0]):
        return []
    group = lines[at - 2].text if above == at - 3 and len(lines[at - 2].tokens) == 1 else ""
    if above < at - 2 and not group:
        return []
    metrics = [_of_group(name, group) for name in names]
    found: list[Cell] = []
    for index in range(at + 1, len(lines)):
        line = lines[index]
        figures = line.tokens[-count:]
        label = line.tokens[:-count]
        year = _year_in("".join(token for token, _, _ in label)) if label else None
        if year is None or not all(_FIGURE.fullmatch(token) for token, _, _ in figures):
            break
        column = Column(year, FACT, "%", (label[0][1], label[-1][2]))
        row = (line.tokens[0][1], line.tokens[-1][2])
        for metric, (token, start, end) in zip(metrics, figures, strict=True):
            told = _TO.fullmatch(token)
            cell = _made(column, metric, None, row, told, (start, end), "%", "growth") if told else None
            found.extend([cell] if cell is not None else [])
    return found


def _of_group(name: str, group: str) -> str:
    """A column's name with what its group is of: 总额 of 服务输出 is 服务输出, 运输服务 is 运输服务输出, 以货值计 is 服务输出(以货值计)."""
    if not group or name in phrase_set("total") or name in phrase_set("total_head"):
        return clean_name(group or name)
    if _BY.fullmatch(name):
        return f"{clean_name(group)}({name})"
    shared = next((size for size in range(MAX_SHARED, 0, -1) if name.endswith(group[:size])), 0)
    return clean_name(name + group[shared:])
