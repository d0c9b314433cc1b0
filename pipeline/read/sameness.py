"""Whether two documents have the same text, whatever container each came in."""

from __future__ import annotations

import hashlib
import re
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np

_CLAUSE_END = re.compile("[。！？!?；;，,：:]")
_NO_LETTERS = re.compile(r"[\W_]+")
_SHORTEST = 8
SIZE = 64
"""Hashes kept of a document: the smallest ones, which are a fair sample of its clauses."""
_KEYS = 8
_MOST_APART = 4
_MOST_APART_SHARE = 0.05
"""Clauses of either that the other may lack: the first has the head of a page in one container and not in the other, the last its foot."""
_FEWEST_SHARED = 0.7

Sketch = tuple[int, ...]


def sketch(text: str) -> Sketch:
    """What a text is recognised by: the 64 smallest hashes of its clauses, blanks and punctuation left out.

    Parameters
    ----------
    text : str
        As read, with any line breaks.
    """
    clauses = {_NO_LETTERS.sub("", part) for part in _CLAUSE_END.split(text)}
    hashes = sorted({_hash(clause) for clause in clauses if len(clause) >= _SHORTEST})
    return tuple(hashes[:SIZE]) if len(hashes) >= 3 else (_hash(_NO_LETTERS.sub("", text)),)


def _hash(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=8).digest(), "big")


def same(one: Sequence[int], other: Sequence[int]) -> bool:
    """Whether two sketches are of the same text, a clause or two at its ends aside."""
    either = sorted({*one, *other})[:SIZE]
    both = {*one} & {*other}
    shared = sum(value in both for value in either)
    apart = len(either) - shared
    return apart <= _MOST_APART + _MOST_APART_SHARE * len(either) and shared >= _FEWEST_SHARED * len(either)


def same_texts(sketches: Callable[[], Iterable[tuple[str, Sequence[int]]]]) -> Iterator[tuple[str, str]]:
    """Pairs of names: one, and the first before it that has the same text.

    Parameters
    ----------
    sketches : callable
        Gives the names and their sketches, each time it is called: what most of them need not be compared by is not held.
    """
    shared = _shared(sketches())
    known: dict[str, Sequence[int]] = {}
    by_hash: dict[int, list[str]] = {}
    for name, own in sketches():
        keys = [value for value in own[:_KEYS] if value in shared]
        candidates = dict.fromkeys(other for value in keys for other in by_hash.get(value, ()))
        twin = next((other for other in candidates if same(own, known[other])), None)
        if twin is not None:
            yield name, twin
            continue
        if keys:
            known[name] = own
        for value in keys:
            by_hash.setdefault(value, []).append(name)


def _shared(sketches: Iterable[tuple[str, Sequence[int]]]) -> frozenset[int]:
    """The keys that more than one document has; eight bytes a key are held to find them."""
    keys = array("Q")
    for _, own in sketches:
        keys.extend(own[:_KEYS])
    ordered = np.sort(np.frombuffer(keys, dtype=np.uint64))
    return frozenset(ordered[1:][ordered[1:] == ordered[:-1]].tolist())
