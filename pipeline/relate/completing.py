"""What a name lacks that stands in an earlier clause: the head of a further part, the deed that reached somebody."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.relate.candidates import Candidate
from pipeline.relate.lexicon import phrase_set, phrase_words
from pipeline.segment.tokens import cut

_LEVELS = re.compile(r"[、和及]")
# Rates and shares reach nobody.
_NO_DEED = frozenset(("share", "ratio"))
_PEOPLE = frozenset(("people", "count"))
_SIZES = frozenset(("length", "area", "people"))
MAX_DONE = 24


def complete_names(text: str, found: list[Candidate]) -> None:
    """Complete the names of a sentence in order, each by the one before it."""
    for position in range(1, len(found)):
        other, candidate = found[position - 1], found[position]
        named = _of_level(candidate, other) or _reached_by(text, candidate, other) or _brought_along(text, candidate, other)
        if named:
            found[position] = replace(candidate, metric=named, rule=candidate.rule + "+head")
        elif _is_second_size(candidate, other):
            found[position] = replace(candidate, measure="change")


def _is_second_size(candidate: Candidate, other: Candidate) -> bool:
    """新改建道路23条46公里: the second figure of what is new, with no word between, is as new."""
    adjoins = candidate.rule == "quantity.subject" and candidate.number.left == other.number.right
    return adjoins and other.measure == "change" and other.value > 0 and bool(_SIZES & candidate.unit_kinds)


def _of_level(candidate: Candidate, other: Candidate) -> str:
    """省级窗口满意率不低于95%,市、县级不低于85%: the name behind the level that stands first in the other one."""
    levels = _LEVELS.split(candidate.metric)
    told = phrase_set("level_modifier")
    own = phrase_words("level_modifier").at_start(other.metric)
    if candidate.number.unit != other.number.unit or own is None or not all(level in told for level in levels):
        return ""
    head = other.metric[len(own) :]
    return candidate.metric + head if len(head) >= 2 and not head.startswith(("、", "和", "及", "与")) else ""


def _reached_by(text: str, candidate: Candidate, other: Candidate) -> str:
    """改造老旧小区16万个,惠及2900万家庭: whom the deed before has reached; who it is of (涉及居民1万户, 受益人口5万人)."""
    same = other.clause == candidate.clause
    opens = text[other.number.right if same else candidate.clause[0] : candidate.number.left]
    listed = opens.startswith("、") if same else text[other.clause[1] : candidate.clause[0]] in (",", ";")
    reached = _reaching_verb(candidate, opens.strip("、共可将已累计 ")) if listed else ""
    counted = not (_NO_DEED & (candidate.unit_kinds | other.unit_kinds)) and other.role == "value" and other.measure != "growth"
    whom = candidate.metric.removeprefix(reached)
    if not reached or not counted or whom in phrase_set("dependent_head"):
        return ""
    named = 1 < len(other.metric) <= MAX_DONE and not candidate.metric.startswith(other.metric)
    return other.metric + reached + whom if named and cut(other.metric)[0] not in phrase_set("kept_verb") else ""


def _reaching_verb(candidate: Candidate, opens: str) -> str:
    """The verb that says whom a deed reached, as the first word of what stands before the number; empty if there is none."""
    if not opens or not candidate.metric:
        return ""
    word = phrase_words("reached").at_start(opens)
    if word is not None:
        people = bool(_PEOPLE & candidate.unit_kinds)
        return word if people and opens == word + candidate.metric.removeprefix(word) else ""
    first = cut(candidate.metric)[0]
    return first if first in phrase_set("kept_verb") and opens.startswith(first) else ""


def _brought_along(text: str, candidate: Candidate, other: Candidate) -> str:
    """园区产值超过40亿元,带动相关产值超过90亿元: what the thing spoken of brings along is told by that thing."""
    verb = phrase_words("kept_verb").at_start(text, candidate.clause[0])
    related = phrase_words("related").at_start(candidate.metric)
    if verb is None or related is None or other.clause[1] + 1 != candidate.clause[0]:
        return ""
    owner = _thing_of(other.metric)
    return owner + verb + candidate.metric if 2 < len(owner) <= MAX_DONE else ""


def _thing_of(metric: str) -> str:
    """The thing a figure is of: 核心产业 of 核心产业产值规模."""
    head = phrase_words("generic", "list_head").at_end(metric)
    while head is not None and len(head) < len(metric):
        thing = phrase_words("topic_head").at_start(head) or ""
        metric = metric[: len(metric) - len(head)] + thing
        head = None if thing else phrase_words("generic", "list_head").at_end(metric)
    return metric
