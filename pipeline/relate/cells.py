"""Rows of a table as the readers print them: ``label:value;label:value``, one line a row."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.relate.lexicon import phrase_set
from pipeline.types import TimeMention

_CELL = re.compile(r"(?P<label>[^:;]{1,40}):(?P<value>[^;]*)(?:;|$)")
_TEXT_ONLY = re.compile(r"[^\d,。、:;]{2,24}")

Span = tuple[int, int]


def cells_of(text: str, start: int, end: int) -> list[tuple[Span, Span]]:
    """Labels and values of a row; empty where the text is no row of at least two cells."""
    found: list[tuple[Span, Span]] = []
    if text.find(":", start, end) < 0:
        return found
    at = start
    while at < end:
        cell = _CELL.match(text, at, end)
        if cell is None:
            return []
        found.append((cell.span("label"), cell.span("value")))
        at = cell.end()
    return found if len(found) > 1 else []


def head_of(text: str, cells: Sequence[tuple[Span, Span]]) -> str:
    """What a row is about: the words of its first cell, if it has words and no total."""
    value = text[slice(*cells[0][1])].strip()
    return value if _TEXT_ONLY.fullmatch(value) and value not in phrase_set("total") else ""


def label_of(text: str, cells: Sequence[tuple[Span, Span]], clause: Span, times: Sequence[TimeMention]) -> tuple[str, Span] | None:
    """Name and span of the label of the cell whose value begins with a clause; times are taken out, the row's head goes before."""
    label = next((label for label, value in cells if value[0] == clause[0]), None)
    if label is None:
        return None
    named, at = "", label[0]
    for time in times:
        if label[0] <= time.start and time.end <= label[1]:
            named += text[at : time.start]
            at = time.end
    return head_of(text, cells) + named + text[at : label[1]], label


def own_times(text: str, start: int, end: int, position: int) -> list[Span]:
    """Where a time that governs a value may stand: in a row its own cell and the first one, else the whole sentence."""
    cells = cells_of(text, start, end)
    own = next(((label[0], value[1]) for label, value in cells if label[0] <= position < value[1]), None)
    return [(start, end)] if own is None else [(cells[0][0][0], cells[0][1][1]), own]
