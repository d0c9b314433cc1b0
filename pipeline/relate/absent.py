"""Indicators for which a document says that it sets no target (不设定经济增长具体目标)."""

from __future__ import annotations

import functools
import re

from pipeline.extract import vocabulary
from pipeline.rulebook import Entry, load

#: Longest stretch between the verb and the word for a target, in characters.
MAX_INDICATOR = 20


class AbsentTargetEntry(Entry):
    """The words of a sentence that sets no target."""

    negations: tuple[str, ...]
    verbs: tuple[str, ...]
    qualifiers: tuple[str, ...]
    aims: tuple[str, ...]


def _any_of(words: tuple[str, ...]) -> str:
    return "(?:" + "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word))) + ")"


@functools.cache
def _pattern(entry: AbsentTargetEntry) -> re.Pattern[str]:
    words = _any_of(entry.qualifiers)
    indicator = rf"(?P<indicator>[^,。;、]{{0,{MAX_INDICATOR}}}?)"
    return re.compile(f"{_any_of(entry.negations)}{_any_of(entry.verbs)}{words}*{indicator}{words}*{_any_of(entry.aims)}")


def absent_targets(text: str) -> list[str]:
    """Codes of the indicators, sorted; ``targets`` where the document speaks of targets as such.

    Parameters
    ----------
    text : str
        Normal text.
    """
    found: set[str] = set()
    for entry in load("absent_targets", AbsentTargetEntry):
        for match in _pattern(entry).finditer(text):
            indicator = match.group("indicator")
            linked = vocabulary.link(indicator) if indicator else None
            if linked is not None:
                found.add(linked.id)
            elif not indicator:
                found.add("targets")
    return sorted(found)


def fires(entry_id: str, text: str) -> bool:
    """Whether a text says that it sets no target for an indicator of the vocabulary."""
    return entry_id == "no_target_set" and bool(absent_targets(text))
