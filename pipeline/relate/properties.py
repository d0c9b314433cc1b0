"""Properties told one after the other of the same thing: each with the thing it is a property of."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.relate.candidates import Candidate
from pipeline.relate.lexicon import phrase_set, phrase_words, predicates

# What a name read beside its number says by itself.
_READ = ("quantity.left", "quantity.both")
# What qualifies a property (测量 of 测量精度); more is a thing of its own.
MAX_QUALIFIER = 6
MAX_THING = 24


def name_properties(text: str, found: list[Candidate]) -> None:
    """Give a property that stands alone the thing that the one before it is of (探测器量程3MPa,误差2%; 示范工厂用工成本降低9%,能耗降低5%).

    Up to where another thing is named. A device that has just been counted has what is told behind it (样机3台,测量误差2%); places and companies do not, for they
    have many figures, and only some of them are of those that were counted.
    """
    if len(found) < 2 or not _any_property(found):
        return
    thing = ""
    for position, candidate in enumerate(found):
        metric = candidate.metric
        head = phrase_words("property").at_end(metric)
        if head is None:
            thing = metric if _is_device(candidate) else ""
            continue
        own = metric[: len(metric) - len(head)]
        if position and _any_thing().search(text, found[position - 1].number.right, candidate.number.left - len(metric)):
            thing = ""  # something else is spoken of in between
        if named := thing_before(own):
            thing = named if len(named) <= MAX_THING else ""
            if own != named and predicates("govern", "finish").at_start(own, len(named)) == own[len(named) :]:
                # 示范工厂实现运营成本降低9%: the verb is no part of the name.
                found[position] = replace(candidate, metric=named + head)
        elif thing and _stands_alone(candidate, own):
            found[position] = replace(candidate, metric=thing + metric, rule=candidate.rule + "+thing")
        else:
            thing = ""


def _any_property(found: Sequence[Candidate]) -> bool:
    return any(phrase_words("property").at_end(candidate.metric) is not None for candidate in found[1:])


def _is_device(candidate: Candidate) -> bool:
    """Whether a device was counted: what is told next is told of it."""
    short = len(candidate.metric) <= MAX_THING and "、" not in candidate.metric
    return short and "count" in candidate.unit_kinds and phrase_words("device").at_end(candidate.metric) is not None


def thing_before(words: str) -> str:
    """The words before a property up to the thing it is of (示范工厂|产品), empty if they name none."""
    things = phrase_words("device", "has_properties")
    return words[: next((end for end in range(len(words), 1, -1) if things.at_end(words, end)), 0)]


def _stands_alone(candidate: Candidate, own: str) -> bool:
    """Whether a property has no more than what qualifies it."""
    return len(own) <= MAX_QUALIFIER and "的" not in own and candidate.rule.startswith(_READ)


@functools.cache
def _any_thing() -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, phrase_set("device") | phrase_set("has_properties")))))
