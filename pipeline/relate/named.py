"""Names in quotation marks, which a word of their kind takes up (“海运人才基金”…向基金注资) and which own what is counted (“简约公屋”…单位)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.relate.candidates import ParagraphState
from pipeline.relate.led import said_before
from pipeline.relate.lexicon import phrase_set, phrase_words
from pipeline.relate.phrases import Borders
from pipeline.relate.topics import is_plain_noun

_NAME = re.compile(r"“([^“”;]{2,30})”")
# A longer name is told in full by what follows it.
LONGEST_OWNER, LONGEST_TAIL = 24, 10
_IN_BRACKETS = re.compile(r"\([^()]*(?:\)|$)")
# Not one of a list (“甲计划”和“乙计划”), nor what is only counted in (连同“甲计划”在内).
_ALONE = re.compile(r"(?<![、和及与])“([^“”;]{2,30})”(?![、和及与]|在内)")


def taken_up(metric: str, text: str, left: int, state: ParagraphState) -> str:
    """The indicator with the full name that its first word takes up; as it is if there is none (基金注资)."""
    head = phrase_words("named_head").at_start(metric)
    if head is None or state.begun < 0 or len(metric) == len(head):
        return metric
    names = [name for name in _NAME.findall(text, state.begun, left) if name.endswith(head) and name != head]
    return f"“{names[-1]}”{metric[len(head):]}" if names else metric


def owner_in_sentence(
    metric: str, text: str, left: int, state: ParagraphState, borders: Borders, regions: Sequence[str]
) -> str:
    """Whose places, shares or rooms are counted: the name last quoted in the sentence, else what its clause before ends in."""
    if metric not in phrase_set("place"):
        return ""
    said = _IN_BRACKETS.sub("", text[state.sentence_start : left])
    names = [name for name in _ALONE.findall(said) if len(name) <= LONGEST_OWNER]
    if names:
        return f"“{names[-1]}”"
    tail = said_before(text, state.plain_clause, borders, regions)[0].metric if state.plain_clause else ""
    return tail if is_plain_noun(tail) and len(tail) <= LONGEST_TAIL and not tail.endswith(metric) else ""
