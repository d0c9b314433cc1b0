"""Tables of any container become lines of text, one a row, that keep what belongs together in one sentence.

A row is written as ``heading：cell；heading：cell`` in the words of the table. Three things differ from the page, so that the rules that
read running text read rows too: a deadline stands before the task, bodies behind it, and a number has the unit of its column or row.
Inside a short cell a full stop becomes a semicolon, since a row is one sentence.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.read.words import fires, plain, words_of

MOST_CELLS = 200_000
"""A table with more places than these (a hostile colspan) is cut off."""
_REPEATED = 30
"""A cell that spans rows is said in each of them up to this length: a field, a body, a day; a long text is said once."""
_ONE_SENTENCE = 200
"""Full stops inside a cell up to this length become semicolons; a longer cell is prose."""
_LONGEST_HEADING = 24
_SHORT = 6

_ENDS = "。；;，,、"
_NUMBER = re.compile(
    r"(?P<sign>[≥≤<>＞＜＝=≧≦约]?)(?P<value>[-+－]?\d[\d,，.]*(?:[-—–~～至]\d[\d,.]*)?)(?P<tail>左右|以上|以下|以内)?"
)
_UNIT_IN_BRACKETS = re.compile(r"[（(]([^（）()\d]{1,10})[)）]$")
_UNIT = re.compile(r"[%％‰℃]|[^\W\d_](?:[^\d_；。，、:：]{0,9})")
_LIST_MARK = re.compile(r"[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})(?:[)）、]|[.．](?!\d))|[①-⑳●■◆•]")
_YEAR = re.compile(r"(?:19|20)\d\d")
_NO_NUMBER = re.compile(r"[\d.,，%％\s—–\-/／]*")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its place, its lines of text, how many rows and columns it spans, and whether it is marked as a heading."""

    row: int
    column: int
    lines: tuple[str, ...]
    height: int = 1
    width: int = 1
    heading: bool = False

    @property
    def text(self) -> str:
        return join_lines(self.lines)


@dataclass(frozen=True, slots=True)
class TableText:
    """The lines of a table; ``labels`` are the headings of its columns, ``is_card`` tells a card of labelled values."""

    lines: tuple[str, ...]
    labels: tuple[str, ...]
    is_card: bool = False


def lay_out(rows: Iterable[Sequence[tuple[tuple[str, ...], int, int, bool]]]) -> list[Cell]:
    """Give the cells of rows, as markup lists them, their places.

    Parameters
    ----------
    rows : iterable of sequences
        Of each cell its lines, its height and width in rows and columns, and whether it is a heading.
    """
    cells: list[Cell] = []
    taken: set[tuple[int, int]] = set()
    for row, listed in enumerate(rows):
        column = 0
        for lines, height, width, heading in listed:
            while (row, column) in taken:
                column += 1
            height, width = max(1, min(height, 500)), max(1, min(width, 100))
            if len(taken) + height * width > MOST_CELLS:
                height = width = 1
            cells.append(Cell(row, column, lines, height, width, heading))
            taken.update((row + i, column + j) for i in range(height) for j in range(width))
            column += width
    # A span that reaches below the last row is cut.
    n_rows = max((cell.row for cell in cells), default=-1) + 1
    return [
        Cell(c.row, c.column, c.lines, min(c.height, n_rows - c.row), c.width, c.heading) if c.height > 1 else c
        for c in cells
    ]


def join_lines(lines: Sequence[str]) -> str:
    """One text out of the lines of a cell: names are separated, broken words joined, statements kept apart."""
    kept = [line for line in (line.strip() for line in lines) if line]
    if not kept:
        return ""
    text = kept[0]
    for left, right in pairwise(kept):
        text += _between(left, right) + right
    return text


def _between(left: str, right: str) -> str:
    if left[-1] in "。；;，,、：:（(《“—-~～至和与及或" or right[0] in "。；;，,、：:）)》”%％":
        return ""
    if left[-1].isascii() and right[0].isascii():
        return " "
    if fires("name_ends", left) and fires("name_starts", right):
        return "、"
    if _LIST_MARK.match(right):
        return "；"
    return "" if len(left) < _SHORT * 2 or len(right) < _SHORT else "；"


def table_text(cells: Sequence[Cell], unit: str = "", labels: Sequence[str] = ()) -> TableText:
    """Write a table as lines.

    Parameters
    ----------
    cells : sequence of Cell
        No two at the same place.
    unit : str
        Unit of all its numbers, as said above the table (单位：亿元); empty if there is none.
    labels : sequence of str
        Headings of the table that this one goes on with (on the page before); used if it has as many columns and none of its own.
    """
    rows = _matrix(cells)
    if not rows:
        return TableText((), ())
    card = _card(rows)
    if card is not None:
        return TableText(tuple(card), (), True)
    first = 0
    lines: list[str] = []
    while first < len(rows) and (alone := _full_width(rows[first])) is not None:
        if alone:
            lines.append(alone)
        first += 1
    if _is_record(rows[first:]):
        return TableText((*lines, *_record(rows[first:])), ())
    n_heading = _heading_rows(rows[first:])
    own = _labels(rows[first : first + n_heading]) if n_heading else ()
    if not own and len(labels) == len(rows[0]):
        own = tuple(labels)
    if own and first + n_heading == len(rows):
        # A heading with nothing under it.
        return TableText((*lines, *(_plain_row(row) for row in rows[first:] if _plain_row(row))), own)
    repeated = {_row_key(row) for row in rows[first : first + n_heading]}
    for number, row in enumerate(rows[first + n_heading :], first + n_heading):
        if _row_key(row) in repeated or (labels and not n_heading and _is_heading_again(row, own)):
            continue
        line = _row_line(row, number, own, unit)
        if line:
            lines.append(line)
    return TableText(tuple(lines), own)


Row = Sequence[Cell | None]


def _matrix(cells: Sequence[Cell]) -> list[list[Cell | None]]:
    if not cells:
        return []
    n_columns = max(cell.column + cell.width for cell in cells)
    n_rows = min(max(cell.row + cell.height for cell in cells), MOST_CELLS // n_columns + 1)
    rows: list[list[Cell | None]] = [[None] * n_columns for _ in range(n_rows)]
    for cell in cells:
        for row in rows[cell.row : cell.row + cell.height]:
            row[cell.column : cell.column + cell.width] = [cell] * cell.width
    return rows


def _distinct(row: Row) -> list[Cell]:
    found: list[Cell] = []
    for cell in row:
        if cell is not None and (not found or cell is not found[-1]):
            found.append(cell)
    return found


def _full_width(row: Row) -> str | None:
    """The text of a row that is one cell across the table (a caption, a section); None for any other."""
    filled = [cell for cell in _distinct(row) if cell.text]
    if not filled:
        return ""
    if len(row) > 1 and len(filled) == 1 and filled[0].width >= max(2, len(row) - 1):
        return filled[0].text
    return None


def _row_key(row: Row) -> tuple[str, ...]:
    return tuple(plain(cell.text) for cell in _distinct(row))


def _plain_row(row: Row) -> str:
    return "；".join(cell.text.rstrip(_ENDS) for cell in _distinct(row) if cell.text)


# --- headings ---------------------------------------------------------------------------------------------------------


def _heading_rows(rows: Sequence[Row]) -> int:
    """How many rows at the top are headings of columns."""
    if len(rows) < 2:
        return 0
    marked = 0
    while marked < len(rows) and all(cell.heading for cell in _distinct(rows[marked])) and _distinct(rows[marked]):
        marked += 1
    if 0 < marked < len(rows):
        return marked
    texts = [plain(cell.text) for cell in _distinct(rows[0]) if cell.text]
    if len(texts) < 2 or len(set(texts)) < len(texts) or any(len(t) > _LONGEST_HEADING or "。" in t for t in texts):
        return 0
    if any(_NO_NUMBER.fullmatch(text) and not _YEAR.fullmatch(text) for text in texts):
        return 0
    known = sum(fires("heading_words", text) or _YEAR.search(text) is not None for text in texts)
    if known < 2 and known * 2 < len(texts) and not _over_numbers(rows):
        return 0
    return min(max(cell.height for cell in _distinct(rows[0])), len(rows) - 1, 4)


def _over_numbers(rows: Sequence[Row]) -> bool:
    """Whether words stand over columns that are mostly numbers."""
    columns = 0
    for column in range(1, len(rows[0])):
        below = [plain(cell.text) for row in rows[1:] if (cell := row[column]) is not None and cell.text]
        columns += len(below) > 1 and sum(text[:1].isdigit() or text[0] in "-—–" for text in below) >= 0.6 * len(below)
    return (
        columns > 0
        and columns * 2 >= len(rows[0]) - 1
        and not any(cell.text[:1].isdigit() for cell in _distinct(rows[0]))
    )


def _labels(rows: Sequence[Row]) -> tuple[str, ...]:
    labels = []
    for column in range(len(rows[0])):
        parts: list[str] = []
        for row in rows:
            cell = row[column]
            text = re.sub(r"\s+", "", cell.text).rstrip("：:") if cell is not None else ""
            if text and text not in parts:
                parts.append(text)
        labels.append("".join(parts))
    return tuple(labels)


def _is_heading_again(row: Row, labels: Sequence[str]) -> bool:
    """Whether the row of a table that goes on repeats the headings."""
    texts = [plain(cell.text) for cell in row if cell is not None and cell.text]
    known = {plain(label) for label in labels}
    return len(texts) > 1 and sum(any(text in label for label in known) for text in texts) >= 0.8 * len(texts)


# --- rows -------------------------------------------------------------------------------------------------------------


def _row_line(row: Row, number: int, labels: Sequence[str], table_unit: str) -> str:
    alone = _full_width(row)
    if alone is not None:
        return alone
    cells = [cell for cell in _distinct(row) if cell.text]
    said = [cell for cell in cells if cell.row == number or len(cell.text) <= _REPEATED]
    if not said:
        return ""
    unit = _unit_of(cells, labels) or table_unit
    index, due, plain_parts, bodies = [], [], [], []
    for cell in said:
        label = _label(cell, labels)
        text = _cell_text(cell, label, unit)
        if label and fires("index_columns", label):
            index.append(_labelled(label, text))
        elif label and fires("deadline_columns", label):
            # Without a colon, since a label ends the task before it.
            due.append(f"{label} {text}")
        elif label and fires("body_columns", label):
            bodies.append(_labelled(label, text))
        else:
            plain_parts.append(_labelled(label, text))
    return "；".join((*index, *due, *plain_parts, *bodies))


def _labelled(label: str, text: str) -> str:
    return f"{label}：{text}" if label else text


def _label(cell: Cell, labels: Sequence[str]) -> str:
    found = dict.fromkeys(label for label in labels[cell.column : cell.column + cell.width] if label)
    return "、".join(found)


def _cell_text(cell: Cell, label: str, unit: str) -> str:
    text = cell.text.rstrip(_ENDS)
    if "。" in text and len(text) <= _ONE_SENTENCE:
        text = re.sub("。(?=.)", "；", text)
    if not unit and not label:
        return text
    own = _UNIT_IN_BRACKETS.search(label)
    named = own[1] if own and _UNIT.fullmatch(own[1]) else ""
    unit = named or unit
    match = _NUMBER.fullmatch(text.replace(" ", ""))
    if (
        not unit
        or match is None
        or fires("year_columns", label)
        or (not named and fires("plain_number_columns", label))
    ):
        return text
    return f"{match['sign']}{match['value']}{unit}{match['tail'] or ''}"


def _unit_of(cells: Sequence[Cell], labels: Sequence[str]) -> str:
    """The unit that a row says for its numbers: in a column of units, or in brackets behind the indicator."""
    for cell in cells:
        label = _label(cell, labels)
        if label and fires("unit_columns", label):
            return cell.text if _UNIT.fullmatch(cell.text) else ""
    for cell in cells[:3]:
        match = _UNIT_IN_BRACKETS.search(cell.text)
        if match and _UNIT.fullmatch(match[1]) and not _NUMBER.fullmatch(cell.text) and _looks_like_unit(match[1]):
            return match[1]
    return ""


def _looks_like_unit(text: str) -> bool:
    return _units().fullmatch(text) is not None


@functools.cache
def _units() -> re.Pattern[str]:
    words = "|".join(map(re.escape, words_of("unit_words")))
    return re.compile(rf"[%％‰]|[十百千万亿]*(?:{words})(?:/[^\d]{{1,8}})?|[a-zA-Z]{{1,4}}(?:/[^\d]{{1,6}})?")


# --- cards and records ------------------------------------------------------------------------------------------------


def _card(rows: Sequence[Row]) -> list[str] | None:
    """The labelled values of a card (索引号, 发文机关, …), empty ones left out; None if the table is none."""
    lines: list[str] = []
    known = 0
    for row in rows:
        cells = _distinct(row)
        for label, value in zip(cells[::2], cells[1::2], strict=False):
            name = label.text.rstrip("：: ")
            if not name:
                continue
            if not fires("card_labels", name):
                return None
            known += 1
            if value.text:
                lines.append(f"{name}：{value.text}")
        if len(cells) % 2 and cells[-1].text:
            head, colon, value_text = cells[-1].text.partition("：")
            if not colon or not fires("card_labels", head):
                return None
            known += 1
            if value_text.strip():
                lines.append(cells[-1].text)
    return lines if known >= 2 else None


def _is_record(rows: Sequence[Row]) -> bool:
    """Whether a table of two columns is one record, its labels on the left."""
    if not rows or len(rows[0]) != 2:
        return False
    if rows[0][1] is not None and fires("heading_words", rows[0][1].text) and len(rows[0][1].text) <= _LONGEST_HEADING:
        return False
    left = [row[0].text for row in rows if row[0] is not None and row[0].text]
    named = [text for text in left if len(text) <= 12 and fires("heading_words", text)]
    return len(left) >= 2 and len(named) >= 0.6 * len(left)


def _record(rows: Sequence[Row]) -> list[str]:
    lines = []
    for row in rows:
        cells = [cell.text for cell in _distinct(row) if cell.text]
        if cells:
            lines.append("：".join((cells[0].rstrip("：:"), *cells[1:])))
    return lines
