"""Tables of money whose unit is printed once over them: rows of a label and a bare figure (``项目:轨道建设;预算数:57``)."""

from __future__ import annotations

import functools
import re
from datetime import date
from typing import Final

from pipeline.relate.cells import cells_of
from pipeline.relate.columns import FACT, PLANNED, Cell, Column
from pipeline.relate.lexicon import phrase_set
from pipeline.relate.naming import clean_name
from pipeline.segment.sentences import heading_mark
from pipeline.types import Interval, NormalText, NumberMention

# 单位:新台币亿元
_UNIT_LINE = re.compile(r"单位:[^\d\n:;,。]{0,4}?(?P<unit>[百千万亿]{0,2}元)\)?\s*$", re.MULTILINE)
_FIGURE = re.compile(r"\s*(?P<sign>-?)(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s*")
_WORDS = re.compile(r"[^\d;:,。]*[㐀-鿿]{2}[^\d;:,。]*")
# Lines behind the unit that are no row, as the title of the table may stand on either side of it.
MAX_BETWEEN = 2
NO_TIME: Final = Interval(None, None, "year", "inherited")


def read_sums(normal: NormalText) -> list[Cell]:
    """Every figure of a row under a line that prints the unit, in the order of the text.

    Only columns that say what their figures are (预算数, 决算数) are read. Their time is not told here: ``interval`` is empty.
    """
    text, found = normal.text, []
    for unit in _UNIT_LINE.finditer(text):
        at, missed = unit.end() + 1, 0
        while at < len(text) and missed <= MAX_BETWEEN:
            end = text.find("\n", at)
            end = len(text) if end < 0 else end
            cells = _row(text, at, end, unit["unit"])
            missed = 0 if cells else missed + 1
            found.extend(cells)
            at = end + 1
    return found


@functools.cache
def _kinds() -> dict[str, str]:
    return {word: kind for kind in (FACT, PLANNED) for word in phrase_set(kind)}


def _row(text: str, start: int, end: int, unit: str) -> list[Cell]:
    """The figures of a row: its first cell names it, each other one bears the kind of its figures."""
    cells = cells_of(text, start, end)
    if not cells:
        return []
    named = cells[0][1]
    words = text[slice(*named)].strip()
    mark = heading_mark(words)
    name = clean_name(words[mark[1] :] if mark else words)
    if not _WORDS.fullmatch(name):
        return []
    out = []
    for label, value in cells[1:]:
        head, figure = text[slice(*label)].strip(), _FIGURE.fullmatch(text, *value)
        if head not in _kinds() or figure is None:
            continue
        number = _number(figure, unit)
        signed = -number.value if figure["sign"] else number.value
        column = Column(date.min.year, _kinds()[head], unit, label)
        out.append(Cell(number, name + head, named, signed, "level", (start, end), column, NO_TIME))
    return out


def _number(figure: re.Match[str], unit: str) -> NumberMention:
    start, end = figure.span("digits")
    value = float(figure["digits"].replace(",", ""))
    return NumberMention(start, end, value, None, unit, end, "eq", None, start, end, "quantity")
