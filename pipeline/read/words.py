"""The words of ``rules/html_blocks.yaml``: the page around a document, and the headings of table columns."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Callable
from typing import Literal

from pipeline.rulebook import Entry, load

_BLANKS = re.compile(r"\s+")
_NAME_PART = re.compile(r"[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])")


class BlockWords(Entry):
    """A list of words and how a text is compared with them."""

    match: Literal["token", "name", "line", "prefix", "suffix", "anywhere"]
    words: tuple[str, ...]


def plain(text: str) -> str:
    """Half-width and without blanks, for comparison only."""
    return _BLANKS.sub("", unicodedata.normalize("NFKC", text))


def _test(entry: BlockWords) -> Callable[[str], bool]:
    if entry.match == "token":
        names = frozenset(entry.words)
        return lambda text: any(part.lower() in names for part in _NAME_PART.findall(text)) or text.lower() in names
    if entry.match == "name":
        names = frozenset(word.lower() for word in entry.words)
        return lambda text: text.lower() in names
    words = frozenset(map(plain, entry.words))
    if entry.match == "line":
        return lambda text: plain(text).rstrip(":") in words
    ordered = tuple(sorted(words))
    if entry.match == "prefix":
        return lambda text: plain(text[:80]).startswith(ordered)
    if entry.match == "suffix":
        return lambda text: plain(text[-40:]).endswith(ordered)
    pattern = re.compile("|".join(map(re.escape, ordered)))
    return lambda text: pattern.search(plain(text)) is not None


def words_of(entry_id: str) -> tuple[str, ...]:
    """The words of an entry, for a pattern of which they are a part."""
    return next(entry.words for entry in load("html_blocks", BlockWords) if entry.id == entry_id)


@functools.cache
def test_of(entry_id: str) -> Callable[[str], bool]:
    """The comparison of one entry; results for short texts, which come again and again, are remembered."""
    entry = next((entry for entry in load("html_blocks", BlockWords) if entry.id == entry_id), None)
    if entry is None:
        raise KeyError(entry_id)
    return functools.lru_cache(maxsize=4096)(_test(entry))


def fires(entry_id: str, text: str) -> bool:
    """Whether an entry of ``rules/html_blocks.yaml`` fires in a text.

    Parameters
    ----------
    entry_id : str
    text : str
        A class or id, a line, or the heading of a column, depending on the entry.
    """
    return test_of(entry_id)(text)
