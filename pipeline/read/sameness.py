"""Whether two documents have the same text, whatever container each came in."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator

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


def same(one: Sketch, other: Sketch) -> bool:
    """Whether two sketches are of the same text, a clause or two at its ends aside."""
    either = sorted({*one, *other})[:SIZE]
    both = {*one} & {*other}
    shared = sum(value in both for value in either)
    apart = len(either) - shared
    return apart <= _MOST_APART + _MOST_APART_SHARE * len(either) and shared >= _FEWEST_SHARED * len(either)


def same_texts(sketches: Iterable[tuple[str, Sketch]]) -> Iterator[tuple[str, str]]:
    """Pairs of names: one, and the first before it that has the same text."""
    known: dict[str, Sketch] = {}
    by_hash: dict[int, list[str]] = {}
    for name, own in sketches:
        candidates = dict.fromkeys(other for value in own[:_KEYS] for other in by_hash.get(value, ()))
        twin = next((other for other in candidates if same(own, known[other])), None)
        if twin is not None:
            yield name, twin
            continue
        known[name] = own
        for value in own[:_KEYS]:
            by_hash.setdefault(value, []).append(name)
