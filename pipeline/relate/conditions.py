"""Whose conditions a list names: 申报园区应具备下列条件, 符合下列要求的团体予以保留."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from pipeline.relate.lexicon import cue_pattern, phrase_set
from pipeline.relate.topics import subject_of_clause
from pipeline.segment.sentences import heading_mark
from pipeline.segment.tokens import cut
from pipeline.types import Section

MAX_OWNER = 16
# 申报单位 is who applies, not a 单位 that is applied for.
MIN_THING = 2
# A longer name mostly tells itself whose it is.
MAX_OWNED = 14
_ARTICLE = re.compile(r"第[\d一二三四五六七八九十百]+[条章节款]")
# An item of a list, and the numbered lines under one.
_ITEM = re.compile(r"\([一二三四五六七八九十]+\)|\d+[.、]")
# So many lines of a list are looked through for what opens it.
MAX_ITEMS = 40
# How much of a paragraph tells whether it is an item.
_OPENING = 12
_ASIDE = re.compile(r"\([^()]*\)")


@functools.lru_cache(maxsize=4096)
def owner_of_conditions(title: str) -> str:
    """Who or what has to meet the conditions that a heading opens; empty if it opens none."""
    mark = heading_mark(title)
    body = title[mark[1] :].strip() if mark else title
    required = cue_pattern("requires").search(body)
    if required is not None and (not body[required.end() :].strip(":。") or cue_pattern("conditions").search(body, required.end())):
        return _required_of(body[: required.start()])
    met = cue_pattern("conditions").search(body) if required is None else None
    behind = body[met.end() :].removeprefix("之一") if met is not None else ""
    return _named(re.split("[,;。:]", behind[1:])[0]) if behind.startswith("的") else ""


def _required_of(words: str) -> str:
    """Who or what stands before the words that require something: all of it, but not how often or that it applies.

    A definition in between (主体是指…的单位,应符合) is no part of it; the noun behind the last 的 is enough, if it is more than 单位.
    """
    words = _ASIDE.sub("", words[max(words.rfind("。"), words.rfind(";"), words.rfind(":")) + 1 :])
    mark = heading_mark(words)
    defined = cue_pattern("defines").search(words)
    subject = words[mark[1] if mark else 0 : defined.start()] if defined else words.rstrip(",").rpartition(",")[2]
    tokens = list(cut(subject.strip()))
    while tokens and tokens[-1] in phrase_set("acting"):
        tokens.pop()
    applies = ""
    while len(tokens) > 1 and tokens[0] in phrase_set("applying") and sum(map(len, tokens[1:])) > MIN_THING:
        applies = tokens.pop(0)
    thing = "".join(tokens)
    noun = thing[thing.rfind("的") + 1 :]
    thing = applies.removeprefix("拟") + noun if applies and noun != thing and len(noun) <= MIN_THING else noun
    return thing if 2 <= len(thing) <= MAX_OWNER else ""


def owner_of_duty(clause: str) -> str:
    """Who or what the first clause of a sentence lays a duty on (6.主任应身体健康); empty if it names none."""
    mark = heading_mark(clause)
    body = _ASIDE.sub("", clause[mark[1] :] if mark else clause)
    duty = cue_pattern("modal").search(body)
    who = body[: duty.start()].strip() if duty is not None else ""
    return "" if who in phrase_set("acting") else who


def _named(words: str) -> str:
    """The thing that words open with, up to what is said of it (申报省级园区 is 省级园区, 符合要求的团体予以保留 is 团体)."""
    tokens = cut(words)
    while len(tokens) > 1 and tokens[0] in phrase_set("applying") and sum(map(len, tokens[1:])) > MIN_THING:
        tokens = tokens[1:]
    stop = next((at for at, token in enumerate(tokens) if at and token in phrase_set("acting")), len(tokens))
    subject = subject_of_clause("".join(tokens[:stop]))
    thing = _ASIDE.sub("", subject[subject.rfind("的") + 1 :])
    return thing if 2 <= len(thing) <= MAX_OWNER else ""


def conditions_owner(sections: Sequence[Section], index: int, text: str, start: int) -> str:
    """Whose the conditions are that the paragraph at ``start`` belongs to.

    An item of a list under a heading or behind a paragraph that names them, else nobody's.
    """
    paragraph = text[start : start + _OPENING]
    if heading_mark(paragraph) is None or _ARTICLE.match(paragraph):
        return ""
    if paragraph.startswith("(") and (lead := _lead_of_items(text, start)):
        return owner_of_conditions(lead)
    cursor: int | None = index
    while cursor is not None and sections[cursor].level > 0:
        owner = owner_of_conditions(sections[cursor].title)
        if owner:
            return owner
        cursor = sections[cursor].parent
    return ""


def _lead_of_items(text: str, start: int) -> str:
    """The paragraph that ends in a colon before the items (一), (二), … up to the one at ``start``; empty if there is none."""
    at = start
    for _ in range(MAX_ITEMS):
        end = at
        while end and text[end - 1].isspace():
            end -= 1
        begin = text.rfind("\n", 0, end) + 1
        line = text[begin:end].strip()
        if not line:
            return ""
        if line.endswith(":"):
            return line
        if not _ITEM.match(line):
            return ""
        at = begin
    return ""


def with_owner(metric: str, owner: str) -> str:
    """A short name with whose it is in front; one that tells so itself stays as it is."""
    told = not 2 <= len(owner) <= MAX_OWNER or not 2 <= len(metric) <= MAX_OWNED or owner[-2:] in metric or metric[:2] in owner or "的" in metric
    return metric if told else owner + metric
