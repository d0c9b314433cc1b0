"""Tables that are told only by their columns: a header of years over rows of a label and one figure for each year.

A budget's appendix loses its lines when its pages become text. What is left is still a table for a reader: a header (years,
what the figures of each year are, a unit) and rows that end in as many figures as the header has columns. Such rows are read
here, line by line in the source, since joining lines into sentences would lose them.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from pipeline.relate.lexicon import PhraseClass, phrase_set, phrase_words
from pipeline.relate.naming import change_noun, clean_name
from pipeline.relate.timeline import year_interval
from pipeline.types import Interval, NormalText, NumberMention

Span = tuple[int, int]

FACT: Final = "column_fact"
PLANNED: Final = "column_planned"
FORECAST: Final = "column_forecast"
CHANGE: Final = "column_change"
UNTOLD: Final = ""
"""Neither told nor planned, as far as the words over a column say."""
_KINDS: tuple[PhraseClass, ...] = (FACT, PLANNED, FORECAST, CHANGE)
# Longer lines are sentences.
MAX_LABEL = 34
# A year with blanks around it.
MAX_YEAR: Final = 12
# A label is broken over two or three lines at most.
MAX_BROKEN = 3
# A header has no more lines than two for each of its columns.
MAX_HEADER = 16
# A line of a plain table is no longer, and its header has so many cells.
MAX_HEADER_LENGTH: Final = 200
MIN_CELLS: Final = 3
# How many lines over a header may say the unit and the year of a table.
CAPTION_LINES: Final = 3
_ANY_YEAR = re.compile(r"20(?<!\d20)\d\d[-–/]\d\d(?!\d)")
_YEAR = re.compile(r"(20\d\d)[-–/](\d\d)")
_CALENDAR_YEAR = re.compile(r"20\d\d\s?年")
_COMPARED = re.compile(r"[与较比]20\d\d[-–/]\d\d(?:年度)?")
_UNIT = re.compile(r"\(?([百千万亿]{1,2}(?:美|港)?元|%)\)?")
_FIGURE = re.compile(r"\(?-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?%?\)?\*?|[-–—]")
_RULED = re.compile(r"[-–—=_─\s]{3,}")
_NOTE = re.compile(r"(?<!/)\((?:注[^()]*(?:\([^()]*\))?|[^()]*)\)")
_EITHER_WAY = re.compile(r"(?P<above>[^/()]{4,})/\((?P<below>[^()]{2})\)")
_SENTENCE_MARK = re.compile("[。;,:!?]")
_LIST_MARK = re.compile(r"^\(?[ivx\d]{1,4}[).]\s*")
_TOKEN = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its year, what its figures are (one of the classes of words above), and their unit."""

    year: int
    kind: str
    unit: str
    words: Span

    @property
    def interval(self) -> Interval:
        return Interval(date(self.year, 4, 1), date(self.year + 1, 3, 31), "year", "absolute")


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure with its row and column; spans in the normal text."""

    number: NumberMention
    metric: str
    metric_span: Span | None
    value: float
    measure: str
    row: Span
    column: Column
    interval: Interval


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the source as normal text, token by token, with the source offset of each token."""

    start: int
    tokens: tuple[tuple[str, int, int], ...]

    @property
    def text(self) -> str:
        return "".join(token for token, _, _ in self.tokens)


@dataclass(slots=True)
class _Table:
    """A table being read: its columns, what it breaks down, and the lines of a label that goes on."""

    columns: Sequence[Column]
    topic: str
    broken: list[Line]
    label: str = ""
    after_rule: bool = False


def read_columns(source: str, normal: NormalText) -> list[Cell]:
    """Every figure of the tables of years in a text.

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
    if _ANY_YEAR.search(source) is None:
        return []
    found: list[Cell] = []
    lines = Lines(source, normal)
    table: _Table | None = None
    at = 0
    while at < len(lines):
        if lines.may_head(at) and (header := _header(lines, at)) is not None:
            columns, after = header
            table, at = _Table(columns, _topic_above(lines, at), []), after
            continue
        if table is not None:
            cells = _read_row(lines, table, lines[at])
            if cells is None:
                table = None
            else:
                found.extend(cells)
        at += 1
    return found


class Lines:
    """The lines of the source, read as normal text when they are asked for."""

    def __init__(self, source: str, normal: NormalText) -> None:
        self._source, self._normal = source, normal
        self._bounds: list[Span] = []
        start = 0
        for part in source.split("\n"):
            if part.strip():
                self._bounds.append((start, start + len(part)))
            start += len(part) + 1

    def __len__(self) -> int:
        return len(self._bounds)

    def start_of(self, index: int) -> int:
        """Where a line begins in the source."""
        return self._bounds[index][0]

    def __getitem__(self, index: int) -> Line:
        start, end = self._bounds[index]
        tokens = []
        for match in _TOKEN.finditer(self._source, start, end):
            span = self.normal_span(*match.span())
            if span is not None:
                tokens.append((self._normal.text[slice(*span)].replace(" ", "").replace("\n", ""), *span))
        return Line(start, tuple(tokens))

    def cells(self, index: int, apart: re.Pattern[str]) -> list[Line]:
        """The cells of a line, each as one token, where they stand apart as a pattern says."""
        start, end = self._bounds[index]
        edges = [start, *(edge for gap in apart.finditer(self._source, start, end) for edge in gap.span()), end]
        spans = [self._stripped(*edges[at : at + 2]) for at in range(0, len(edges), 2)]
        normal = [span and self.normal_span(*span) for span in spans]
        return [Line(start, ((self._normal.text[slice(*span)].replace(" ", "").replace("\n", ""), *span),)) for span in normal if span]

    def _stripped(self, start: int, end: int) -> Span | None:
        text = self._source[start:end]
        lead = len(text) - len(text.lstrip())
        return (start + lead, start + len(text.rstrip())) if text.strip() else None

    def whole(self, index: int) -> Line:
        """A line as one cell."""
        start, end = self._bounds[index]
        spans = [self._stripped(start, end)]
        normal = [span and self.normal_span(*span) for span in spans]
        return Line(start, tuple((self._normal.text[slice(*span)].replace(" ", ""), *span) for span in normal if span))

    def is_year(self, index: int) -> bool:
        """Whether a line is a year and nothing else."""
        start, end = self._bounds[index]
        return end - start <= MAX_YEAR and _CALENDAR_YEAR.fullmatch(self._source[start:end].strip()) is not None

    def may_open_table(self, index: int) -> bool:
        """Whether a line has several words and a unit is named in it or close above; most lines are told by their length."""
        start, end = self._bounds[index]
        if end - start > MAX_HEADER_LENGTH or len(self._source[start:end].split()) < MIN_CELLS:
            return False
        above = self._bounds[max(0, index - CAPTION_LINES)][0]
        if _ANY_YEAR.search(self._source, above, end):
            return False  # a table of fiscal years, whose rows are read by its columns
        words = self._source[start:end]
        if len(_CALENDAR_YEAR.findall(words)) > 1:
            return True  # each row names its unit
        return "单位" in self._source[above:end] or "單位" in self._source[above:end] or any(mark in words for mark in "（(")

    def may_head(self, index: int) -> bool:
        """Whether a line is short and may open a header; most lines are told by their length."""
        start, end = self._bounds[index]
        return _ANY_YEAR.search(self._source, start, end) is not None or (
            end - start < MAX_LABEL and index + 1 < len(self) and _ANY_YEAR.search(self._source, *self._bounds[index + 1]) is not None
        )

    def normal_span(self, start: int, end: int) -> Span | None:
        """Where characters of the source stand in the normal text; None where none of them are kept."""
        origin = self._normal.origin
        first, last = bisect_left(origin, start), bisect_left(origin, end)
        return (first, last) if first < last else None


@functools.cache
def _header_words() -> dict[str, str]:
    return {word: kind for kind in _KINDS for word in phrase_set(kind)}


def kinds_told(text: str) -> list[str]:
    """What the words of a line of a header say of its columns, in order; empty where it is no such line."""
    words = _header_words()
    parts = [part for part in text.split() if _UNIT.fullmatch(part) is None]
    return [words[part] for part in parts] if parts and all(part in words for part in parts) else []


def _header(lines: Lines, at: int) -> tuple[list[Column], int] | None:
    """The columns of a header that begins at a line, and the line behind it."""
    years: list[tuple[int, Span]] = []
    kinds: list[str] = []
    units: list[str] = []
    line, widest = at, 0
    while line < min(len(lines), at + MAX_HEADER):
        told = _header_line(lines[line])
        if told is None:
            break
        years.extend(told[0])
        if len(told[1]) > 1 and len(told[1]) > widest:
            kinds, widest = told[1], len(told[1])
        elif widest <= 1:
            kinds.extend(told[1])
        units.extend(told[2])
        line += 1
    columns = _columns(sorted(years), kinds, units)
    return (columns, line) if columns else None


def _header_line(line: Line) -> tuple[list[tuple[int, Span]], list[str], list[str]] | None:
    """Years, kinds of figures and units of a line that holds nothing else."""
    years: list[tuple[int, Span]] = []
    kinds: list[str] = []
    units: list[str] = []
    words = _header_words()
    for token, start, end in line.tokens:
        if (year := _YEAR.fullmatch(token)) is not None and (int(year[1]) + 1) % 100 == int(year[2]):
            years.append((int(year[1]), (start, end)))
        elif (unit := _UNIT.fullmatch(token)) is not None:
            units.append(unit[1])
        elif token in words:
            kinds.append(words[token])
        elif not _is_aside(token):
            return None
    return (years, kinds, units) if line.tokens else None


def _is_aside(token: str) -> bool:
    """Whether a word of a header only says what a year is held against, or begins the word on the next line."""
    if ":" in token:
        return False
    held_against = _COMPARED.fullmatch(token) is not None or phrase_words(CHANGE).at_end(token) is not None
    return held_against or token in phrase_set("column_aside")


def _columns(years: list[tuple[int, Span]], kinds: list[str], units: list[str]) -> list[Column]:
    """One column for each kind of figure: the years in order, and behind them what they changed by."""
    stocks = [kind for kind in kinds if kind != CHANGE]
    if not years or len(stocks) != len(years) or kinds[: len(stocks)] != stocks or len({year for year, _ in years}) != len(years):
        return []
    amounts = [unit for unit in units if unit != "%"]
    if not amounts or len(set(amounts)) > 1:
        return []
    out = [Column(year, kind, amounts[0], words) for (year, words), kind in zip(years, stocks, strict=True)]
    return out + [replace(out[-1], kind=CHANGE, unit="%")] * (len(kinds) - len(stocks))


def _topic_above(lines: Lines, at: int) -> str:
    """What a table breaks down, as the line over its header says it (经常开支:与一年前比较的变动; 收入的分项数字如下—)."""
    title = lines[at - 1].text if at else ""
    named, colon, told = title.partition(":")
    if colon and phrase_words(CHANGE).at_end(told):
        return clean_name(_NOTE.sub("", named))
    bare = _RULED.sub("", title.rstrip(":-–—"))
    lead = phrase_words("breakdown").at_end(bare)
    return clean_name(_LIST_MARK.sub("", bare.removesuffix(lead))) if lead else ""


def _read_row(lines: Lines, table: _Table, line: Line) -> list[Cell] | None:
    """The figures of a row, none for a line that is part of the table without being a row, None behind the table."""
    if not line.tokens or _RULED.fullmatch(line.text):
        table.after_rule = True
        table.broken.clear()
        return []
    line, ruled = _without_rule(line)
    figures = 0
    for token, _, _ in reversed(line.tokens):
        if _FIGURE.fullmatch(token) is None:
            break
        figures += 1
    if figures == 0:
        ended = len(line.text) > MAX_LABEL or _SENTENCE_MARK.search(_NOTE.sub("", _unsigned(line.text))) or len(table.broken) == MAX_BROKEN
        table.broken.append(line)
        return None if ended else []
    whose, table.broken, summed, table.after_rule = table.broken, [], table.after_rule, ruled
    if figures != len(table.columns):
        return []
    label = _label(table, whose, line, figures, summed)
    if not label:
        return []
    begun = [part for part in whose if part.tokens] if _goes_on(whose, line, figures) else []
    start = (begun[0] if begun else line).tokens[0][1]
    span = (start, line.tokens[-1][2])
    named = (start, line.tokens[-figures][1])
    words = "".join(part.text for part in (*begun, line))
    by_calendar = any(word in words for word in phrase_set("calendar_row"))
    cells = [
        _cell(label, named if named[0] < named[1] else None, span, token, column)
        for token, column in zip(line.tokens[-figures:], table.columns, strict=True)
    ]
    return [replace(cell, interval=year_interval(cell.column.year, "absolute")) if by_calendar else cell for cell in cells if cell is not None]


def _without_rule(line: Line) -> tuple[Line, bool]:
    """A row without the rule under its figures, where both have come to stand on one line."""
    kept = len(line.tokens)
    while kept and _RULED.fullmatch(line.tokens[kept - 1][0]):
        kept -= 1
    return (line, False) if kept == len(line.tokens) else (Line(line.start, line.tokens[:kept]), True)


def _goes_on(whose: Sequence[Line], line: Line, figures: int) -> bool:
    """Whether a row's own words only end a label that the lines before it began."""
    own = "".join(token for token, _, _ in line.tokens[:-figures])
    return bool(whose) and (not _NOTE.sub("", own) or whose[-1].text.endswith("的"))


def _label(table: _Table, whose: Sequence[Line], line: Line, figures: int, summed: bool) -> str:
    """What a row's figures are of, so that it stands alone: with what the table breaks down, or with the row it is a share of."""
    own = "".join(token for token, _, _ in line.tokens[:-figures])
    if _goes_on(whose, line, figures):
        own = "".join(part.text for part in whose) + own
    own = clean_name(_NOTE.sub("", _unsigned(own)))
    if (not own and summed) or own in phrase_set("total") or own in phrase_set("total_head"):
        return table.topic
    if not own or _SENTENCE_MARK.search(own):
        return ""
    if phrase_words("share_verb").at_start(own):
        return table.label + own if table.label else ""
    table.label = _of_the_topic(own, table.topic)
    return table.label


def _unsigned(label: str) -> str:
    """A label without the word that says whether its row is added or taken off."""
    sign, colon, rest = label.partition(":")
    return rest if colon and sign in phrase_set("row_sign") else label


def _of_the_topic(label: str, topic: str) -> str:
    """A row's label with what its table breaks down: 教育 of 经常开支 is 教育经常开支, 投资收入 of 经营收入 is 经营投资收入."""
    head = phrase_words("amount_head").at_end(_EITHER_WAY.sub(r"\g<above>", label))
    if not topic:
        return label if head else ""
    if not head:
        return label + topic
    lead = topic.removesuffix(head)
    return label if lead == topic or lead in label else lead + label


def _either_way(label: str, value: float) -> tuple[str, float]:
    """A row of 盈余/(赤字) is of the one where its figure is above nothing, and of the other below."""
    named = _EITHER_WAY.fullmatch(label)
    if named is None:
        return label, value
    return (named["above"], value) if value >= 0 else (named["above"][: -len(named["below"])] + named["below"], -value)


def without_growth(label: str) -> tuple[str, bool]:
    """A label without the word that says that its figure is a rate of growth, and whether it had one."""
    grown = change_noun("growth_noun").search(label)
    if grown is None:
        return label, False
    label = label[: grown.start()].removesuffix("的")
    return label.removesuffix(phrase_words(CHANGE).at_end(label) or ""), True


def _cell(label: str, named: Span | None, row: Span, token: tuple[str, int, int], column: Column) -> Cell | None:
    """One figure; those in brackets are below nothing. A row of counts in a table of money has no unit here and is left out."""
    text, start, _ = token
    digits = text.strip("()*-–—")
    if not digits:
        return None
    shared = digits.endswith("%")
    if not shared and column.kind != CHANGE and label.endswith(tuple(phrase_set("counting_head"))):
        return None
    below = text.startswith(("(", "-", "–"))
    value = float(digits.rstrip("%").replace(",", "")) * (-1 if below else 1)
    unit = "%" if shared else column.unit
    label, grown = without_growth(label) if unit == "%" else (label, False)
    measure = "growth" if grown or column.kind == CHANGE else "level"
    if measure == "level":
        label, value = _either_way(label, value)
    at = start + text.find(digits)
    number = NumberMention(at, at + len(digits), abs(value), None, unit, at + len(digits), "eq", None, at, at + len(digits), "quantity")
    return Cell(number, label, named, value, measure, row, column, column.interval) if label else None
