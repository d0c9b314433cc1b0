"""Rows of a table: ``label:value;label:value``, as the readers print them, or cells between tabs, one line a row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol, TypeVar

from pipeline.extract import vocabulary
from pipeline.relate.lexicon import phrase_set, phrase_words, predicates
from pipeline.segment.sentences import heading_mark
from pipeline.segment.tokens import cut
from pipeline.types import TimeMention

_CELL = re.compile(r"(?P<label>[^:;]{1,40}):(?P<value>[^;]*)(?:;|$)")
_BARE_CELL = re.compile(r"[^:;,。]{1,30};")
_UNIT_BEHIND = re.compile(r"\([^()]{1,12}\)\s*$")
_TEXT_ONLY = re.compile(r"[^\d,。、:;]{2,24}")
# 210,001元至320,000元, 870,000元以上: a step of a scale, by which the rows of a table differ.
_STEP = re.compile(r"\d[\d,]*(?P<unit>[万亿]?元)(?:[至到-]\d[\d,]*(?P=unit)|及?以[上下]|或以[上下])")
TABLE = "表"
_ANNEX = re.compile(r"^附(?:件|表)?[\d一二三四五六七八九十]*[:.、\s]*")
_UNIT_OF_ALL = ("单位:", "计量单位:")
MAX_TITLE, MIN_OWNER = 32, 3
# A longer name says itself what it is of.
MAX_THIN = 6

Span = tuple[int, int]


class _Spanned(Protocol):
    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


T = TypeVar("T", bound=_Spanned)


def cells_of(text: str, start: int, end: int) -> list[tuple[Span, Span]]:
    """Labels and values of a row; empty where the text is no row of at least two cells."""
    found: list[tuple[Span, Span]] = []
    if text.find(":", start, end) < 0:
        return found
    # Readers put the cell of a deadline first, without a colon (完成时限 11月底).
    bare = _BARE_CELL.match(text, start, end)
    at = bare.end() if bare else start
    while at < end:
        cell = _CELL.match(text, at, end)
        if cell is None:
            return []
        found.append((cell.span("label"), cell.span("value")))
        at = cell.end()
    return found if len(found) > 1 else []


def head_of(text: str, cells: Sequence[tuple[Span, Span]]) -> str:
    """What a row is about: the words of its first cell, if it has words and no total, or of the cell of its indicator."""
    value = text[slice(*_head_cell(text, cells))].strip()
    return value if _TEXT_ONLY.fullmatch(value) and value not in phrase_set("total") else ""


def step_of(text: str, cell: tuple[Span, Span]) -> str:
    """The step of a scale that a row is about (应课税入息210001元至320000元), if its first cell holds nothing else."""
    label, value = (text[slice(*span)].strip() for span in cell)
    return f"{label}{value.replace(',', '')}的" if _STEP.fullmatch(value) else ""


def _head_cell(text: str, cells: Sequence[tuple[Span, Span]]) -> Span:
    """Where the words stand that a row is about; without the unit that an indicator bears in brackets."""
    named = next((value for label, value in cells if text[slice(*label)].strip() in phrase_set("indicator_column")), None)
    start, end = named or cells[0][1]
    unit = _UNIT_BEHIND.search(text, start, end) if named else None
    return start, unit.start() if unit else end


def label_of(
    text: str, cells: Sequence[tuple[Span, Span]], clause: Span, times: Sequence[TimeMention], table: str = ""
) -> tuple[str, Span] | None:
    """Name and span of the label of the cell whose value begins with a clause; times are taken out, the row's head goes before.

    A thin label has between them what the title of its ``table`` is about.
    """
    label = next((label for label, value in cells if value[0] == clause[0]), None)
    if label is None:
        return None
    named, at = "", label[0]
    head = head_of(text, cells) or (step_of(text, cells[0]) if label != cells[0][0] else "")
    for time in times:
        if label[0] <= time.start and time.end <= label[1]:
            named += text[at : time.start]
            at = time.end
    named += text[at : label[1]]
    if head and named.strip("()") in phrase_set("value_column"):
        return head, _head_cell(text, cells)
    named = _UNIT_BEHIND.sub("", named)
    told = len(named) > MAX_THIN or named[:2] in table or vocabulary.link(named) is not None
    return head + ("" if told else table) + named, label


def title_of_table(line: str) -> str:
    """What the title of a table is about, up to its first verb (保障性住房扩大供应计划表: 保障性住房); empty if the line is no such title."""
    title = line[: -len(TABLE)] if line.endswith(TABLE) and len(line) <= MAX_TITLE else ""
    mark = heading_mark(title) if title else None
    title = _ANNEX.sub("", title[mark[1] :] if mark else title)
    while word := phrase_words("table_kind").at_end(title):
        title = title[: -len(word)]
    about, verbs = "", predicates("govern", "new", "rise", "fall", "nominal")
    for token in cut(title):
        verb = verbs.at_start(token) or ""
        if about and len(verb) > 1 and (verb == token or len(token) - len(verb) > 1):
            break
        about += token
    return about if len(about) > MIN_OWNER and not re.search(r"[\d,:;的]", about) else ""


def goes_under_title(text: str, start: int, end: int) -> bool:
    """Whether a line stands between the title of a table and its end: a row, or a line that tells the unit of all."""
    return text.startswith(_UNIT_OF_ALL, start) or bool(cells_of(text, start, end))


def tabbed_cells(text: str, start: int, end: int) -> list[Span]:
    """Cells of a row between tabs; empty where there is no tab."""
    if text.find("\t", start, end) < 0:
        return []
    stops = [at for at in range(start, end) if text[at] == "\t"]
    return list(zip([start, *(stop + 1 for stop in stops)], [*stops, end], strict=True))


def due_cell(text: str, start: int, end: int, times: Sequence[T]) -> T | None:
    """The time that fills a cell of a row alone, as in a column of deadlines; the last one if there are several."""
    cells = tabbed_cells(text, start, end)
    filling = [time for time in times if any(text[a:b].strip() == text[time.start : time.end] for a, b in cells)]
    return filling[-1] if filling else None


def own_times(text: str, start: int, end: int, position: int) -> list[Span]:
    """Where a time that governs a value may stand: in a row its own cell and the first one, else the whole sentence."""
    tabbed = tabbed_cells(text, start, end)
    if tabbed:
        return [next((cell for cell in tabbed if cell[0] <= position < cell[1]), (start, end))]
    cells = cells_of(text, start, end)
    own = next(((label[0], value[1]) for label, value in cells if label[0] <= position < value[1]), None)
    return [(start, end)] if own is None else [(start, cells[0][1][1]), own]


_OVER_WHAT = re.compile(r"(?:[日月年人户亩]均|每)")


def whose_row(text: str, start: int, end: int) -> tuple[str, Span] | None:
    """What a row between tabs is about: its first cell of words alone, None if there is none or another cell stands before it."""
    for cell in tabbed_cells(text, start, end):
        words = text[slice(*cell)].strip()
        if _TEXT_ONLY.fullmatch(words):
            return (words, cell) if words not in phrase_set("total") else None
        if not words.isdigit():
            return None
    return None


def name_in_row(metric: str, whose: str) -> str:
    """A thin name of a cell with what its row is about in front (床位 in the row of 县福利院二期)."""
    leans = _OVER_WHAT.match(metric) is not None or phrase_words("property", "generic", "head_of_counted", "size").at_end(metric) == metric
    thin = 0 < len(metric) <= MAX_THIN and leans and whose[-2:] not in metric and metric[:2] not in whose
    return whose + metric if thin else metric
