"""What linking makes of a number, and what it remembers while it reads on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.relate.lexicon import (
    PredicateClass,
)
from pipeline.relate.phrases import (
    LeftContext,
)
from pipeline.types import NumberMention

# What may stand before a unit to scale it.
SCALE_MARKS = "百千万亿"


@dataclass(slots=True)
class Candidate:
    """A quantity with the indicator it was linked to; spans in the normal text.

    ``share`` tells which of how many values it is that one phrase enumerates (分别为A、B).
    """

    number: NumberMention
    sentence: int
    clause: tuple[int, int]
    metric: str
    metric_span: tuple[int, int] | None
    value: float
    value_max: float | None
    measure: str
    predicate: PredicateClass | None
    leading: tuple[PredicateClass, ...]
    adverbs: frozenset[str]
    role: str
    rule: str
    new_item: bool = True
    unit_kinds: frozenset[str] = frozenset()
    share: tuple[int, int] = (0, 1)


@dataclass(slots=True)
class Subject:
    """The indicator spoken of last, for clauses that only add a figure to it (同比增长5%)."""

    metric: str = ""
    span: tuple[int, int] | None = None


@dataclass(slots=True)
class ParagraphState:
    """What a sentence leaves behind for the next one of its paragraph."""

    subject: Subject = field(default_factory=Subject)
    subject_fresh: bool = False
    subject_here: bool = False
    carried: LeftContext | None = None
    carried_end: int = -1
    carried_kinds: frozenset[str] = frozenset()
    told: Sequence[Candidate] = ()
    clause_object: str = ""
    long_clause: str = ""
    clause_phrase: str = ""
    plain_clause: tuple[int, int] | None = None
    recipient: str = ""
    recipient_is_noun: bool = False
    recipient_done: bool = False
    #: Who gets something, without the conditions that clauses behind it set.
    receiver: str = ""
    #: Whether the paragraph has a word of giving at all; without one no clause of it need be asked who gets what.
    gives: bool = True
    aid: str = ""
    aid_for: str = ""
    aid_owner: str = ""
    levels: str = ""
    chosen: str = ""
    heading: str = ""
    begun: int = -1
    topic: str = ""
    topic_span: tuple[int, int] | None = None
    #: What was counted last in the sentence, without what was done with it, and its unit.
    counted: tuple[str, str] = ("", "")
    #: Subject and things counted as they were before the bracket that is being read.
    before_bracket: tuple[Subject, tuple[str, str]] | None = None
    #: The undertaking that a sentence before, or the heading, names in quotes.
    undertaking: str = ""
    sentence_start: int = 0
    #: The institution whose figure the number before was.
    institution: str = ""
    #: What the title of the table is about whose row the paragraph is.
    table: str = ""
    #: Who or what has to meet the conditions that the paragraph is an item of.
    bound: str = ""
