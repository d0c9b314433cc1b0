"""What an item of a report is about, for a name that says nothing alone (办理“培力计划”,截至年底,核定补助案43件)."""

from __future__ import annotations

import functools
import re

from pipeline.relate.candidates import ParagraphState
from pipeline.relate.lexicon import phrase_set, phrase_words
from pipeline.relate.topics import is_named, is_plain_noun
from pipeline.segment.sentences import heading_mark
from pipeline.segment.tokens import cut

# A longer name says something of its own.
MAX_THIN = 8
# Clauses behind the one that says what is carried on: what stands further back is the frame of another statement.
MAX_BACK = 3
MIN_ABOUT = 4
_CLAUSES = re.compile(r"[,:]")
_STATEMENTS = re.compile(r"[。;\n]")
_QUOTED = re.compile(r"“[^“”]{2,24}”")
# 截至6月底止, 自2月1日起, 本期: a clause that only says when.
_WHEN = re.compile(r"(?:(?:截至|自|至|于|[今本去]年|本期|\d)[^“”]*(?:[止起底年月日期度间来]|以来|迄今))?")
_JOINS = ("及", "和", "与", "或", "、")
_NUMBERED = re.compile(r"\d(?![年月日度]|\d)")


def says_nothing_alone(name: str) -> bool:
    """Whether every word of a name is a deed, a head that leans or so general a noun that it means nothing in a table."""
    if len(name) > MAX_THIN or not name:
        return False
    return name in _thin_words() or all(token in _thin_words() for token in cut(name))


@functools.cache
def _thin_words() -> frozenset[str]:
    heads = phrase_set("head_of_counted") | phrase_set("leaning_head")
    return heads | phrase_set("bare_deed") | phrase_set("thin_noun")


def about(text: str, state: ParagraphState, before: int) -> str:
    """What the statement before a place tells that is carried on: the object of its verb; empty if no clause near tells it.

    Where the statement says no more than when, the one before it in the paragraph tells it (提供从农贷款。截至年底,累计贷放3亿元).
    """
    if state.begun < 0 or state.begun >= before:
        return ""
    statements = _STATEMENTS.split(text[state.begun : before])
    clauses = _told_in(statements[-1])
    if not clauses and len(statements) > 1:
        clauses = _told_in(statements[-2])
    return next((thing for clause in reversed(clauses[-MAX_BACK:]) if (thing := _carried_on(clause))), "")


def _told_in(statement: str) -> list[str]:
    """The clauses of a statement but for those that only say when."""
    clauses = [clause.strip() for clause in _CLAUSES.split(statement)]
    return [clause for clause in clauses if clause and _WHEN.fullmatch(clause) is None]


def _is_attribute(follows: str) -> bool:
    """Whether what follows a verb shows that it only says of which kind a thing is (推广活动, 推广及教育活动)."""
    return follows in _JOINS or phrase_words("event").at_start(follows) is not None


def _carried_on(clause: str) -> str:
    """The object of the last verb of a clause by which an undertaking is carried on, if the clause has no number."""
    if _NUMBERED.search(clause):
        return ""
    mark = heading_mark(clause)
    tokens = cut(clause[mark[1] :] if mark else clause)
    verbs = phrase_set("carrying_on")
    at = next((i for i in range(len(tokens) - 2, -1, -1) if tokens[i] in verbs and not _is_attribute(tokens[i + 1])), None)
    thing = "".join(tokens[at + 1 :]) if at is not None else ""
    if thing.count("“") != thing.count("”"):
        return ""  # the verb is part of a quoted name
    quoted = _QUOTED.match(thing)
    if quoted is not None:
        return quoted.group() if quoted.end() == len(thing) or phrase_words("undertaking").at_end(quoted.group()[:-1]) else ""
    thing = thing[thing.rfind("的") + 1 :]
    return thing if len(thing) >= MIN_ABOUT and is_plain_noun(thing) and is_named(thing) else ""
