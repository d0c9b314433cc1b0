"""Ruled tables of a printed page: lines to a grid, characters to its cells.

A table is a set of horizontal and vertical lines that cross; its columns and rows are the distinct places of the lines, and two
neighbouring places are one cell where no line parts them. Coordinates are those of the page, y upwards.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.read.grid import Cell

SNAP = 3.0
"""Points by which lines that are meant to be one may differ."""
_COVERED = 0.5
"""Share of a border that lines must cover to part two cells."""
_MOST_LINES = 4000
_FEWEST_FILLED = 0.3
"""Share of cells with text; charts and ornaments have less."""
_TOUCHING = 0.4
"""Largest gap between two characters of a word, in heights of a line."""
_MOST_CROSSED = 2
_FULL_LINE = 1.6
"""A line that ends so many characters before the right border of its cell, or less, was broken by it."""


_FIGURE = re.compile(r"[-—–(（]*[\d,.\s%％]*[-—–)）]*")


@dataclass(frozen=True, slots=True)
class Ruling:
    """A line: horizontal at ``at`` = y from ``start`` to ``end`` = x, or vertical the other way round."""

    horizontal: bool
    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character and its box; ``line`` numbers the printed lines in the order of the file."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    line: int


@dataclass(frozen=True, slots=True)
class Grid:
    """Borders of columns (rising) and of rows (from the top down), and the cell that each place belongs to."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cell_of: tuple[tuple[int, ...], ...]

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, bottom, right, top."""
        return self.xs[0], self.ys[-1], self.xs[-1], self.ys[0]

    def place(self, x: float, y: float) -> tuple[int, int] | None:
        """Row and column of a point; None outside."""
        if not (self.xs[0] <= x <= self.xs[-1] and self.ys[-1] <= y <= self.ys[0]):
            return None
        column = min(bisect_right(self.xs, x) - 1, len(self.xs) - 2)
        row = min(bisect_right([-border for border in self.ys], -y) - 1, len(self.ys) - 2)
        return max(row, 0), max(column, 0)


def _merge(rulings: Sequence[Ruling]) -> list[Ruling]:
    """Pieces of one line joined; lines closer than the snap are one."""
    merged: list[Ruling] = []
    for horizontal in (True, False):
        group = sorted((r for r in rulings if r.horizontal == horizontal), key=lambda r: r.at)
        index = 0
        while index < len(group):
            stop = index + 1
            while (
                stop < len(group)
                and group[stop].at - group[stop - 1].at <= SNAP
                and group[stop].at - group[index].at <= 2 * SNAP
            ):
                stop += 1
            at = sum(r.at for r in group[index:stop]) / (stop - index)
            pieces = sorted((r.start, r.end) for r in group[index:stop])
            start, end = pieces[0]
            for begin, finish in pieces[1:]:
                if begin <= end + SNAP:
                    end = max(end, finish)
                else:
                    merged.append(Ruling(horizontal, at, start, end))
                    start, end = begin, finish
            merged.append(Ruling(horizontal, at, start, end))
            index = stop
    return [ruling for ruling in merged if ruling.end - ruling.start > 2 * SNAP]


def _cross(one: Ruling, other: Ruling) -> bool:
    return one.start - SNAP <= other.at <= one.end + SNAP and other.start - SNAP <= one.at <= other.end + SNAP


def find_grids(rulings: Sequence[Ruling]) -> list[Grid]:
    """Grids of at least two rows and two columns that the lines of a page make, from the top down."""
    if len(rulings) > _MOST_LINES:
        return []
    lines = _merge(rulings)
    across = [line for line in lines if line.horizontal]
    down = [line for line in lines if not line.horizontal]
    if len(across) < 2 or not down:
        return []
    group = list(range(len(lines)))

    def root(index: int) -> int:
        while group[index] != index:
            group[index] = group[group[index]]
            index = group[index]
        return index

    for i, line in enumerate(across):
        for j, other in enumerate(down):
            if _cross(line, other):
                group[root(i)] = root(len(across) + j)
    together: dict[int, list[Ruling]] = {}
    for index, line in enumerate(across + down):
        together.setdefault(root(index), []).append(line)
    grids = [grid for members in together.values() if (grid := _grid(members)) is not None]
    return sorted(grids, key=lambda grid: -grid.ys[0])


def _distinct(values: Sequence[float]) -> list[float]:
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > SNAP:
            found.append(value)
    return found


def _grid(lines: Sequence[Ruling]) -> Grid | None:
    across = [line for line in lines if line.horizontal]
    down = [line for line in lines if not line.horizontal]
    if len(across) < 2 or not down:
        return None
    # Tables without lines at their sides end where the lines across end.
    xs = _distinct([line.at for line in down] + [min(a.start for a in across), max(a.end for a in across)])
    ys = _distinct([line.at for line in across] + [min(d.start for d in down), max(d.end for d in down)])[::-1]
    if len(xs) < 3 or len(ys) < 3 or len(xs) * len(ys) > 20_000:
        return None
    columns, rows = len(xs) - 1, len(ys) - 1
    owner = list(range(columns * rows))

    def root(index: int) -> int:
        while owner[index] != index:
            owner[index] = owner[owner[index]]
            index = owner[index]
        return index

    for row in range(rows):
        for column in range(columns):
            here = row * columns + column
            if column + 1 < columns and not _parts(down, xs[column + 1], ys[row + 1], ys[row]):
                owner[root(here + 1)] = root(here)
            if row + 1 < rows and not _parts(across, ys[row + 1], xs[column], xs[column + 1]):
                owner[root(here + columns)] = root(here)
    cell_of = tuple(tuple(root(row * columns + column) for column in range(columns)) for row in range(rows))
    return Grid(tuple(xs), tuple(ys), cell_of)


def _parts(lines: Sequence[Ruling], at: float, start: float, end: float) -> bool:
    covered = sum(max(0.0, min(line.end, end) - max(line.start, start)) for line in lines if abs(line.at - at) <= SNAP)
    return covered >= _COVERED * (end - start)


def fill(grid: Grid, glyphs: Sequence[Glyph]) -> list[Cell] | None:
    """Cells of a grid with the text that stands in them; None if the grid holds too little text for a table."""
    inside: dict[int, list[Glyph]] = {}
    before: tuple[Glyph, int] | None = None
    crossed = parted = 0
    for glyph in glyphs:
        place = grid.place((glyph.left + glyph.right) / 2, (glyph.bottom + glyph.top) / 2)
        if place is None:
            continue
        owner = grid.cell_of[place[0]][place[1]]
        inside.setdefault(owner, []).append(glyph)
        if glyph.text.isspace():
            continue
        if before is not None and before[0].line == glyph.line and before[1] != owner:
            gap = glyph.left - before[0].right
            crossed += abs(gap) < _TOUCHING * (glyph.top - glyph.bottom)
            parted += 1
        before = glyph, owner
    if crossed > _MOST_CROSSED and crossed > 0.5 * parted:
        # Text runs across the lines: they are a drawing under it.
        return None
    spans: dict[int, list[tuple[int, int]]] = {}
    for row, owners in enumerate(grid.cell_of):
        for column, owner in enumerate(owners):
            spans.setdefault(owner, []).append((row, column))
    filled = sum(1 for owner in spans if any(glyph.text.strip() for glyph in inside.get(owner, ())))
    if filled < 3 or filled < _FEWEST_FILLED * len(spans) or len(spans) < 4:
        return None
    cells = []
    for owner, places in spans.items():
        top, left = min(row for row, _ in places), min(column for _, column in places)
        height = max(row for row, _ in places) - top + 1
        width = max(column for _, column in places) - left + 1
        if height * width != len(places):
            # No rectangle: the lines are those of a drawing.
            return None
        lines = _cell_lines(inside.get(owner, ()), grid.xs[left + width])
        cells.append(Cell(top, left, lines, height, width))
    stacked = [cell for cell in cells if sum(_FIGURE.fullmatch(line) is not None for line in cell.lines) >= 3]
    # Rows without lines between them: as lines of the page they are easier to tell apart.
    return None if len(stacked) >= 2 else cells


def _cell_lines(glyphs: Sequence[Glyph], border: float) -> tuple[str, ...]:
    """Lines of a cell from the top down; those that its right border broke are joined."""
    lines: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda g: (-(g.bottom + g.top) / 2, g.left)):
        middle = (glyph.bottom + glyph.top) / 2
        if lines and abs((lines[-1][0].bottom + lines[-1][0].top) / 2 - middle) <= 0.5 * max(
            2.0, glyph.top - glyph.bottom
        ):
            lines[-1].append(glyph)
        else:
            lines.append([glyph])
    texts: list[str] = []
    full = False
    for line in lines:
        line.sort(key=lambda g: g.left)
        text = "".join(glyph.text for glyph in line).strip()
        if not text:
            continue
        if full and texts and not (texts[-1][-1].isdigit() and (text[0].isdigit() or text[0] in "-—–")):
            joint = (
                " "
                if texts[-1][-1:].isascii() and texts[-1][-1:].isalpha() and text[0].isascii() and text[0].isalpha()
                else ""
            )
            texts[-1] += joint + text
        else:
            texts.append(text)
        size = max(line[-1].top - line[-1].bottom, 4.0)
        full = border - max(glyph.right for glyph in line) <= _FULL_LINE * size
    return tuple(texts)
