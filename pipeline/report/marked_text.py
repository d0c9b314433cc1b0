"""A document's text cut into stretches that share the same records."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mark:
    """A span of the text that belongs to a record.

    Attributes
    ----------
    start, end : int
        Offsets in ``documents.text``, end exclusive.
    record_id : str
        Key of the record.
    look : str
        How it is shown: a class of the style sheet (``value-target``, ``clause-target``, ``deadline``, ``body``).
    rank : int
        Of several records at one place the lowest is meant first (a number before the clause around it).
    """

    start: int
    end: int
    record_id: str
    look: str
    rank: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of the text; ``record_ids`` in order of rank, ``looks`` sorted."""

    text: str
    record_ids: tuple[str, ...]
    looks: tuple[str, ...]


def stretches(text: str, marks: Iterable[Mark]) -> Iterator[Stretch]:
    """Cut a text at every border of a mark; joined, the stretches give the text back.

    Parameters
    ----------
    text : str
    marks : iterable of Mark
        In any order; they may overlap. What lies outside the text is left out.
    """
    opening: defaultdict[int, list[Mark]] = defaultdict(list)
    closing: defaultdict[int, list[Mark]] = defaultdict(list)
    for mark in marks:
        start, end = max(0, mark.start), min(len(text), mark.end)
        if start < end:
            opening[start].append(mark)
            closing[end].append(mark)
    borders = sorted({0, len(text), *opening, *closing})
    active: dict[Mark, None] = {}
    for start, end in itertools.pairwise(borders):
        for mark in closing[start]:
            active.pop(mark, None)
        active.update(dict.fromkeys(opening[start]))
        inside = sorted(active, key=lambda mark: (mark.rank, mark.start, mark.record_id))
        ids = tuple(dict.fromkeys(mark.record_id for mark in inside))
        yield Stretch(text[start:end], ids, tuple(sorted({mark.look for mark in inside})))
