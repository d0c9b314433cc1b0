"""The word lists of the relating room, read from ``rules/`` and laid out for look-up at the edges of a phrase."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from pydantic import ConfigDict

from pipeline.compiled import kept_pattern
from pipeline.rulebook import Entry, load

PredicateClass = Literal[
    "link", "become", "rise", "fall", "gap", "new", "share", "govern", "nominal", "adverb", "finish", "move",
    "rate_only",
]
CueClass = Literal[
    "listed_done", "binding", "aspirational", "expected", "expected_list", "future", "past", "criterion", "retrospect", "plan", "rules",
    "rules_title", "report_title", "present", "stands", "turn", "so_far", "to_reach", "work_ahead",
    "clear_future", "clear_past", "past_anywhere", "done", "year_described", "plan_opened", "not_due", "turn_of_report",
    "rules_head", "plan_head", "up_to_now", "annual_average", "work_of_a_time", "year_on_year", "cumulative", "state_of_work", "norm", "set_aside_before",
    "honours_title", "modal", "bound", "there_are", "supposed", "runs_back", "runs_for", "due_label", "base", "defines", "progress", "news_head", "requires", "conditions",
    "falls_short", "surveyed", "puts_forward", "course", "bound_of_things", "in_that_time", "estimate", "in_all",
]
PhraseClass = Literal[
    "lead", "lead_in", "own_region", "deed_head", "taking_part", "taker", "scope", "abstract", "generic", "list_head", "money", "level_modifier", "dependent_head",
    "topic_head", "counted_in_words", "procedural_unit", "causative", "abstract_alone", "leaning_head", "rate_stem", "selection", "grant", "kept_verb", "aid",
    "aid_head", "aid_amount", "short_aid", "aid_share", "added", "reaching", "offset", "paying_out", "selling", "tariff", "experience", "duration", "aid_filler", "giving", "handing", "reckoning", "cap", "encouraged", "sum_of", "hollow_purpose",
    "market_base", "no_base", "table_kind", "first_time", "pooling", "funds", "base_filler", "bare_base", "respective", "plain_receiver", "size", "builds", "raises",
    "growth_noun", "fall_noun", "basis_word", "edge_noise", "aim", "total", "yardstick",
    "anaphor", "whole_people", "hollow", "use", "attained",
    "stage", "sibling_head", "joined_name", "total_head", "served_verb", "share_head", "deed", "held_verb", "held_unit", "rated_deed", "group_attribute", "dimension", "budgeting", "stage_of_project",
    "compared", "payer", "purpose", "spending", "deed_noun", "paying", "related", "mark", "more_or_less", "change_sign", "aside", "named_head", "place", "pure_number",
    "carrying_on", "thin_noun", "unit_of_type", "country", "assisting", "currency",
    "undertaking", "event", "bringing", "gain", "in_state", "bare_deed", "telling", "telling_deed", "head_of_counted", "rest", "funding", "funded",
    "reckoned", "set_task", "attributive", "averaged_gain", "indicator_column", "value_column", "number_column", "told_line", "planned_line", "lacking", "above_size",
    "share_name", "share_verb", "becoming", "among", "time_span_end", "counted_by", "same_month", "stating",
    "penalty", "imposing", "breach", "listed_breach", "administrative", "being", "applying", "acting", "having", "bare_part", "joining", "harm", "causing", "happening",
    "column_fact", "column_planned", "column_forecast", "column_change", "column_aside",
    "breakdown", "row_sign", "table_told", "table_planned", "counting_head", "amount_head", "calendar_row",
    "office", "connective", "work_head", "owned", "owned_head", "institution", "drive", "work",
    "reached", "counted_place", "stretch", "carried_out", "saving", "drawing", "count_of_deeds", "bare_things", "leading_role", "per_each", "less_is_better", "improving",
    "count_head", "counted_again", "ceiling", "benefiting", "where", "batch", "bidding", "in_place", "front_particle", "end_particle", "says_nothing",
    "relief", "sum_reached", "places_for", "each_period", "head_of_deed", "property", "device", "has_properties",
    "common_classifier", "grade", "bar", "unit_of_make", "relied_on", "plain_deed", "inner_modal", "unit_tail", "base_of_money", "limiting",
]


def _without_underscore(name: str) -> str:
    """``class_`` in Python is ``class`` in the rule file."""
    return name.rstrip("_")


class PredicateEntry(Entry):
    """Verbs of one class."""

    class_: PredicateClass
    words: tuple[str, ...]

    model_config = ConfigDict(alias_generator=_without_underscore)


class CueEntry(Entry):
    """Words of one cue; not where one of ``not_before`` follows, nor behind one of ``not_after``."""

    cue: CueClass
    words: tuple[str, ...]
    not_before: tuple[str, ...] = ()
    not_after: tuple[str, ...] = ()


class PhraseEntry(Entry):
    """Words of one edge class."""

    class_: PhraseClass
    words: tuple[str, ...]

    model_config = ConfigDict(alias_generator=_without_underscore)


class CoordinatedEntry(Entry):
    """A short form that names two things (城乡: 城市 and 农村)."""

    short: str
    parts: tuple[str, str]


class AttributeEntry(Entry):
    """What a threshold with one of these units bounds (岁: 年龄)."""

    units: tuple[str, ...]
    noun: str


@dataclass(frozen=True, slots=True)
class EdgeWords:
    """Words that may stand at one edge of a phrase, longest first by their one or two characters at that edge.

    Most places have none of the words, and one look at two characters says so.
    """

    by_first: Mapping[str, tuple[str, ...]]
    by_last: Mapping[str, tuple[str, ...]]
    words: frozenset[str]
    #: Those of one character.
    singles: frozenset[str]
    #: Their first characters.
    firsts: frozenset[str]

    def at_start(self, text: str, start: int = 0) -> str | None:
        """The longest word that ``text`` has at ``start``."""
        edge = text[start : start + 2]
        if edge not in self.by_first:
            return edge[0] if self.singles and edge and edge[0] in self.singles else None
        for word in self.by_first[edge]:
            if text.startswith(word, start):
                return word
        return None

    def at_end(self, text: str, end: int | None = None) -> str | None:
        """The longest word that ``text[:end]`` ends with."""
        stop = len(text) if end is None else end
        edge = text[stop - 2 : stop] if stop > 1 else text[: max(0, stop)]
        if edge not in self.by_last:
            return edge[-1] if self.singles and edge and edge[-1] in self.singles else None
        for word in self.by_last[edge]:
            if text.endswith(word, 0, stop):
                return word
        return None


def _edge_words(words: Iterable[str]) -> EdgeWords:
    found = frozenset(words)
    first: dict[str, list[str]] = {}
    last: dict[str, list[str]] = {}
    for word in sorted(found, key=lambda w: (-len(w), w)):
        # A single character is found by itself, and behind the longer words that share it.
        first.setdefault(word[:2], []).append(word)
        last.setdefault(word[-2:], []).append(word)
    for by_edge, place in ((first, 0), (last, -1)):
        for edge, longer in by_edge.items():
            if len(edge) == 2 and edge[place] in found:
                longer.append(edge[place])
    return EdgeWords(
        {edge: tuple(longest) for edge, longest in first.items()},
        {edge: tuple(longest) for edge, longest in last.items()},
        found,
        frozenset(word for word in found if len(word) == 1),
        frozenset(word[0] for word in found),
    )


@functools.cache
def predicate_classes() -> dict[str, frozenset[PredicateClass]]:
    """Every verb or adverb with the classes it is listed under."""
    classes: dict[str, set[PredicateClass]] = {}
    for entry in load("predicates", PredicateEntry):
        for word in entry.words:
            classes.setdefault(word, set()).add(entry.class_)
    return {word: frozenset(found) for word, found in classes.items()}


@functools.cache
def predicates(*wanted: PredicateClass) -> EdgeWords:
    """Words of the wanted predicate classes for look-up at an edge."""
    return _edge_words(w for e in load("predicates", PredicateEntry) if e.class_ in wanted for w in e.words)


@functools.cache
def phrase_words(*wanted: PhraseClass) -> EdgeWords:
    """Words of the wanted phrase classes for look-up at an edge."""
    return _edge_words(w for e in load("phrases", PhraseEntry) if e.class_ in wanted for w in e.words)


@functools.cache
def phrase_set(wanted: PhraseClass) -> frozenset[str]:
    """Words of one phrase class."""
    return frozenset(w for e in load("phrases", PhraseEntry) if e.class_ == wanted for w in e.words)


@functools.cache
def attribute_of_unit() -> dict[str, str]:
    """Unit as printed -> noun of what a threshold with it bounds."""
    return {unit: entry.noun for entry in load("attributes", AttributeEntry) for unit in entry.units}


@functools.cache
def cue_pattern(*wanted: CueClass) -> re.Pattern[str]:
    """One pattern for all words of the wanted cues, longest first."""
    guarded = {word: entry for entry in load("status_cues", CueEntry) if entry.cue in wanted for word in entry.words}
    pieces = []
    for word in sorted(guarded, key=lambda w: (-len(w), w)):
        stops = "|".join(re.escape(w) for w in guarded[word].not_before)
        guards = guarded[word].not_after
        before = "".join(guard for guard in guards if len(guard) == 1)
        # The guard stands behind the word: the engine skips to a first character only where every piece begins with one.
        literal = re.escape(word)
        behind = f"(?<![{before}]{literal})" if before else ""
        behind += "".join(f"(?<!{re.escape(guard)}{literal})" for guard in guards if len(guard) > 1)
        pieces.append(literal + behind + (f"(?!{stops})" if stops else ""))
    return kept_pattern("|".join(pieces))


def first_characters(*wanted: CueClass) -> frozenset[str]:
    """The characters with which the words of some cues begin."""
    return frozenset(word[0] for entry in load("status_cues", CueEntry) if entry.cue in wanted for word in entry.words)
