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
_ASIDE = re.compile(r"\([^()]*\)")


@functools.lru_cache(maxsize=4096)
def owner_of_conditions(title: str) -> str:
    """Who or what has to meet the conditions that a heading opens; empty if it opens none."""
    mark = heading_mark(title)
    body = title[mark[1] :].strip() if mark else title
    required = cue_pattern("requires").search(body)
    if required is not None and (not body[required.end() :].strip(":。") or cue_pattern("conditions").search(body, required.end())):
        return _named(body[: required.start()].split(",")[0])
    met = cue_pattern("conditions").search(body) if required is None else None
    behind = body[met.end() :].removeprefix("之一") if met is not None else ""
    return _named(re.split("[,;。:]", behind[1:])[0]) if behind.startswith("的") else ""


def owner_of_duty(clause: str) -> str:
    """Who or what the first clause of a sentence lays a duty on (6.主任应身体健康); empty if it names none."""
    mark = heading_mark(clause)
    body = _ASIDE.sub("", clause[mark[1] :] if mark else clause)
    duty = cue_pattern("modal").search(body)
    return body[: duty.start()].strip() if duty is not None else ""


def _named(words: str) -> str:
    """The thing that words open with, up to what is said of it (申报省级园区 is 省级园区, 符合要求的团体予以保留 is 团体)."""
    tokens = cut(words)
    while len(tokens) > 1 and tokens[0] in phrase_set("applying") and sum(map(len, tokens[1:])) > MIN_THING:
        tokens = tokens[1:]
    stop = next((at for at, token in enumerate(tokens) if at and token in phrase_set("acting")), len(tokens))
    subject = subject_of_clause("".join(tokens[:stop]))
    thing = _ASIDE.sub("", subject[subject.rfind("的") + 1 :])
    return thing if 2 <= len(thing) <= MAX_OWNER else ""


def conditions_owner(sections: Sequence[Section], index: int, paragraph: str) -> str:
    """Whose the conditions are that a paragraph belongs to: an item of a list under a heading that names them, else empty."""
    if heading_mark(paragraph) is None or _ARTICLE.match(paragraph):
        return ""
    cursor: int | None = index
    while cursor is not None and sections[cursor].level > 0:
        owner = owner_of_conditions(sections[cursor].title)
        if owner:
            return owner
        cursor = sections[cursor].parent
    return ""


def with_owner(metric: str, owner: str) -> str:
    """A short name with whose it is in front; one that tells so itself stays as it is."""
    told = not 2 <= len(owner) <= MAX_OWNER or not 2 <= len(metric) <= MAX_OWNED or owner[-2:] in metric or metric[:2] in owner or "的" in metric
    return metric if told else owner + metric
