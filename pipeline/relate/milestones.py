"""Qualitative targets: clauses that commit to a checkable end state without a number."""

from __future__ import annotations

import functools
import re
from bisect import bisect_left
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick, Implementation

from pipeline.compiled import kept_pattern
from pipeline.rulebook import Entry, load


class MilestoneEntry(Entry):
    """A form of end state; all parts that are given must hold in the clause."""

    verbs: tuple[str, ...] = ()
    first: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    contains: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    not_first: tuple[str, ...] = ()
    not_last: tuple[str, ...] = ()
    object_length: int = 0
    dated: bool = False
    carries: bool = False
    topics: tuple[str, ...] = ()
    followed: tuple[str, ...] = ()


# Words inside the title of a document say nothing of the clause.
_TITLE = re.compile(r"《[^》]*》")
# Marks, numbers and bullets before the first word of a clause.
_HEAD_MARKS = re.compile(r"^(?:[\W_]+|\d+[.、)]|[一二三四五六七八九十]+[)、是要])*", re.UNICODE)
_TAIL_MARKS = "。!?;,:)"


@dataclass(frozen=True, slots=True)
class _Compiled:
    id: str
    any_word: re.Pattern[str]
    ends: tuple[str, ...]
    without: re.Pattern[str] | None
    first: tuple[str, ...]
    also: re.Pattern[str] | None
    not_first: tuple[str, ...]
    object_length: int
    dated: bool


def _alternation(words: tuple[str, ...]) -> re.Pattern[str]:
    return kept_pattern("|".join(re.escape(w) for w in sorted(words, key=lambda w: (-len(w), w))))


@functools.cache
def _compiled() -> tuple[_Compiled, ...]:
    return tuple(
        _Compiled(
            entry.id,
            _alternation(entry.verbs + entry.contains),
            entry.ends,
            _alternation(entry.without) if entry.without else None,
            entry.first,
            _alternation(entry.also) if entry.also else None,
            entry.not_first,
            entry.object_length,
            entry.dated,
        )
        for entry in load("milestones", MilestoneEntry)
        if entry.verbs or entry.contains
    )


@functools.cache
def _form_words() -> AhoCorasick:
    """All words of the forms of end state: a text without one commits to none."""
    words = sorted({w for e in load("milestones", MilestoneEntry) for w in (*e.verbs, *e.contains)})
    return AhoCorasick(words, implementation=Implementation.DFA)


class FormWords:
    """Where the words of end states stand in a text, found in one pass; most sentences have none and need not be cut into clauses."""

    def __init__(self, text: str) -> None:
        hits = _form_words().find_matches_as_indexes(text)
        self._starts = [start for _, start, _ in hits]
        self._ends = [end for _, _, end in hits]

    def touch(self, start: int, end: int) -> bool:
        """Whether one stands in a stretch of the text or reaches into it: without one the stretch holds no milestone."""
        index = bisect_left(self._starts, end) - 1
        return index >= 0 and self._ends[index] > start


@dataclass(frozen=True, slots=True)
class _Vetoes:
    anywhere: re.Pattern[str]
    first: tuple[str, ...]
    last: tuple[str, ...]


@functools.cache
def _vetoes(only: str | None = None) -> _Vetoes:
    entries = [e for e in load("milestones", MilestoneEntry) if _is_veto(e) and only in (None, e.id)]
    words = tuple(w for e in entries for w in e.without)
    return _Vetoes(
        _alternation(words) if words else re.compile("(?!)"),
        tuple(w for e in entries for w in e.not_first),
        tuple(w for e in entries for w in e.not_last),
    )


@functools.cache
def _topics() -> tuple[MilestoneEntry, ...]:
    return tuple(e for e in load("milestones", MilestoneEntry) if e.topics)


@functools.cache
def _carried() -> re.Pattern[str]:
    words = _alternation(tuple(w for e in load("milestones", MilestoneEntry) if e.carries for w in e.without))
    # At the head of a clause; 为鼓励… is the purpose of what follows.
    return kept_pattern(rf"(?:^|[\W_])(?:{words.pattern})")


def carries_over(clauses: str) -> bool:
    """Whether clauses make what follows them in the sentence no commitment either (鼓励企业…,建立…)."""
    return _carried().search(clauses) is not None


def is_topic(clause: str, after: str) -> bool:
    """Whether a clause only names the goal that what follows it is needed for (完成任务,必须…)."""
    body, rest = clause.rstrip(_TAIL_MARKS), after.lstrip(_TAIL_MARKS)
    return any(body.endswith(e.topics) and rest.startswith(e.followed) for e in _topics())


def _is_veto(entry: MilestoneEntry) -> bool:
    return not entry.verbs and not entry.contains and not entry.topics


def _vetoed(vetoes: _Vetoes, body: str, untitled: str) -> bool:
    first = _HEAD_MARKS.sub("", untitled)
    return first.startswith(vetoes.first) or body.endswith(vetoes.last) or bool(vetoes.anywhere.search(untitled))


def milestone_rule(clause: str, dated: bool = True) -> str | None:
    """Id of the form of end state that a clause commits to, None if it commits to none.

    Parameters
    ----------
    clause : str
        A clause of normal text in a passage that plans.
    dated : bool
        Whether a day by which it is due stands in the clause itself; some verbs tell an end state only then (10月底前设备进场).
    """
    body = clause.rstrip("。!?;,:)”").strip()
    untitled = _TITLE.sub("《》", body)
    if len(body) < 5 or _vetoed(_vetoes(), body, untitled):
        return None
    without_marks = clause.rstrip(_TAIL_MARKS)
    for form in _compiled():
        if (dated or not form.dated) and _holds(form, without_marks, body, untitled):
            return form.id
    return None


def _holds(form: _Compiled, clause: str, body: str, untitled: str) -> bool:
    if form.ends and not clause.endswith(form.ends) and not body.endswith(form.ends):
        return False
    last = None
    for match in form.any_word.finditer(body):
        last = match
    if last is None or (len(body) - last.end() < form.object_length and not body.endswith("》")):
        return False
    head = _HEAD_MARKS.sub("", untitled)
    if (form.not_first and head.startswith(form.not_first)) or (form.first and not head.startswith(form.first)):
        return False
    if form.also is not None and form.also.search(body, last.end()) is None:
        return False
    return form.without is None or not form.without.search(untitled)


def fires(entry_id: str, text: str) -> bool:
    """Whether the entry ``entry_id`` of ``rules/milestones.yaml`` decides ``text``: as its form of end state, or as its veto."""
    entry = next(e for e in load("milestones", MilestoneEntry) if e.id == entry_id)
    if entry.topics:
        clause, _, after = text.partition(",")
        return is_topic(clause, after)
    if _is_veto(entry):
        return _vetoed(_vetoes(entry_id), text.rstrip("。!?;,:)”").strip(), _TITLE.sub("《》", text))
    return milestone_rule(text) == entry_id
