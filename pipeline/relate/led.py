"""What the clause before says, for a clause that only tells how that moves, by how much, or the same in another unit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.relate.candidates import Candidate, ParagraphState, Subject
from pipeline.relate.lexicon import phrase_words
from pipeline.relate.naming import clean_name
from pipeline.relate.phrases import Borders, LeftContext, left_context
from pipeline.relate.slots import BASELINE, Slot
from pipeline.relate.topics import is_named, subject_of_clause

# Characters of the noun phrase at the end of a clause that the next one tells the move of.
MAX_TAIL = 40
# Characters in front of 由 or of a verb that may be a time (2026-27年度由300家, 在2027年底前增加).
MAX_OPENING = 12
# 2月以来通胀率: since when is no part of what is told.
_SINCE_WHEN = re.compile(r"^(?:\d{1,4}年)?(?:\d{1,2}月)?(?:以来|迄今)")
# 即 puts the figure before in another unit (较预算低5%,即3亿元).
# What names the share of a part.
PART = "占比"
_THAT_IS = re.compile("即")


def led_up_to(
    text: str,
    slot: Slot,
    context: LeftContext,
    leads_to: bool,
    state: ParagraphState,
    borders: Borders,
    regions: Sequence[str],
) -> Subject | None:
    """What a number is of that has no name in its clause.

    What the clause without a number before it ends in, where this one opens with 由 or 从 and a baseline; whom that one speaks
    of, where this one only says how it moves.
    """
    origin = BASELINE.search(text[slot.left[0] : slot.left[1]])
    opens = leads_to and origin is not None and origin.start() <= MAX_OPENING
    bare = slot.left[1] - slot.left[0] <= MAX_OPENING and not state.subject.metric
    moves = bare and context.predicate in ("become", "rise", "fall")
    if state.plain_clause is None or not (opens or moves):
        return None
    tail, topic = said_before(text, state.plain_clause, borders, regions)
    if opens and tail.metric:
        return tail
    return topic if moves and topic.metric else None


def said_before(
    text: str, clause: tuple[int, int], borders: Borders, regions: Sequence[str]
) -> tuple[Subject, Subject]:
    """What a clause without a number ends in (优化养老服务的名额,由…增至…) and whom it speaks of (经济显著复苏,增长…)."""
    context = left_context(text, clause[0], clause[1], borders, regions)
    begin = context.start + len(phrase_words("causative").at_start(text, context.start) or "")
    span, phrase = (begin, context.end), clean_name(text[begin : context.end])
    phrase = _SINCE_WHEN.sub("", phrase)
    named = is_named(phrase) and len(phrase) <= MAX_TAIL
    topic = phrase if context.leading and named else subject_of_clause(phrase)
    for noun in ("growth_noun", "fall_noun"):
        topic = topic.removesuffix(phrase_words(noun).at_end(topic) or "").removesuffix("的")
    return Subject(phrase, span) if named else Subject(), Subject(topic, span) if 1 < len(topic) <= MAX_TAIL else Subject()


def restated(text: str, before: Sequence[Candidate], linked: Sequence[Candidate]) -> list[Candidate]:
    """Figures of a clause, the first of which says the one before in its own unit (较预算低5%,即3亿元; 增长2%,即8000人)."""
    if not before or not linked or not _THAT_IS.match(text, linked[0].clause[0]):
        return list(linked)
    first, told = linked[0], before[-1]
    bare = first.rule == "quantity.subject" and first.predicate is None
    if not bare or {told.role, first.role} != {"value"} or not told.metric:
        return list(linked)
    moved = told.measure in ("growth", "change")
    measure = told.measure if not moved else "growth" if "share" in first.unit_kinds else "change"
    value = -abs(first.value) if moved and told.value < 0 else first.value
    # 教育占60%,即40亿元: a sum is no share.
    metric = told.metric if "share" in first.unit_kinds else told.metric.removesuffix(PART)
    same = replace(first, metric=metric, metric_span=told.metric_span, measure=measure, value=value)
    return [same, *linked[1:]]
