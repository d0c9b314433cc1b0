"""Qualitative targets: clauses that commit to a checkable end state without a number."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from pipeline.rulebook import Entry, load


class MilestoneEntry(Entry):
    """A form of end state; all parts that are given must hold in the clause."""

    verbs: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    contains: tuple[str, ...] = ()
    without: tuple[str, ...] = ()


# Words inside the title of a document say nothing of the clause.
_TITLE = re.compile(r"《[^》]*》")


@dataclass(frozen=True, slots=True)
class _Compiled:
    id: str
    any_word: re.Pattern[str]
    ends: tuple[str, ...]
    without: re.Pattern[str] | None


def _alternation(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(w) for w in sorted(words, key=lambda w: (-len(w), w))))


@functools.cache
def _compiled() -> tuple[_Compiled, ...]:
    return tuple(
        _Compiled(
            entry.id,
            _alternation(entry.verbs + entry.contains),
            entry.ends,
            _alternation(entry.without) if entry.without else None,
        )
        for entry in load("milestones", MilestoneEntry)
        if entry.verbs or entry.contains
    )


@functools.cache
def _vetoes() -> re.Pattern[str]:
    entries = load("milestones", MilestoneEntry)
    return _alternation(tuple(w for e in entries if not e.verbs and not e.contains for w in e.without))


def milestone_rule(clause: str) -> str | None:
    """Id of the form of end state that a clause commits to, None if it commits to none.

    Parameters
    ----------
    clause : str
        A clause of normal text in a passage that plans.
    """
    body = clause.rstrip("。!?;,:)”").strip()
    untitled = _TITLE.sub("《》", body)
    if len(body) < 5 or _vetoes().search(untitled):
        return None
    for form in _compiled():
        if not form.any_word.search(body):
            continue
        if form.ends and not clause.rstrip("。!?;,:)").endswith(form.ends) and not body.endswith(form.ends):
            continue
        if form.without and form.without.search(untitled):
            continue
        return form.id
    return None


def fires(entry_id: str, text: str) -> bool:
    """Whether the entry ``entry_id`` of ``rules/milestones.yaml`` decides ``text``: as its form of end state, or as its veto."""
    entry = next(e for e in load("milestones", MilestoneEntry) if e.id == entry_id)
    if not entry.verbs and not entry.contains:
        return _alternation(entry.without).search(text) is not None
    return milestone_rule(text) == entry_id
