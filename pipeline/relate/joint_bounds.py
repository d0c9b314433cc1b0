"""Several bounds that one clause sets to the same things: 对入驻率达到80%以上、入驻企业不少于30家的社区."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.relate.candidates import Candidate
from pipeline.relate.lexicon import phrase_words, predicates
from pipeline.relate.naming import change_noun, clean_name

MAX_ATTRIBUTE = 14
MAX_THING = 16

# The noun that the last bound describes ends the clause, or is counted itself (产值超10亿元、税收超5000万元的龙头企业|8家).
_THING = re.compile(rf"的(?P<thing>[^的、,;:。()\d]{{2,{MAX_THING}}})")
# What joins two bounds of the same things.
_JOIN = re.compile(r"(?:、|或者?|并且?|且|和|及|以及|同时)+")
_BOUNDS = frozenset(("ge", "le", "between", "approx"))


def name_joint_bounds(text: str, found: list[Candidate]) -> None:
    """Name each of several bounds by the things that all of them describe and what of these is bounded, and make it a criterion."""
    for last in range(len(found) - 1, 0, -1):
        thing = _thing_behind(text, found, last)
        first = _first_of(text, found, last) if thing else last
        if first < last:
            _name(text, found, first, last, thing)
            return


def _thing_behind(text: str, found: list[Candidate], last: int) -> str:
    """The noun that a bound describes, empty if something else follows it."""
    bound = found[last]
    stop = found[last + 1].number.left if last + 1 < len(found) else bound.clause[1]
    match = _THING.match(text, bound.number.right, stop) if bound.number.right < stop else None
    if match is None:
        return ""
    given = phrase_words("giving", "reckoning", "aid")
    gives = next((at for at in range(1, len(match["thing"])) if given.at_start(match["thing"], at)), None)
    return clean_name(match["thing"][:gives]) if gives or match.end() == stop else ""


def _first_of(text: str, found: list[Candidate], last: int) -> int:
    """The first of the bounds that are joined up to the last one."""
    first = last
    while first and _is_joined(text, found[first - 1], found[first]) and _bounds(found[first - 1], found[first]):
        first -= 1
    # 对…的 says for whom; elsewhere 建成道路9公里以上、桥梁5座以上的路网 may as well say what is built.
    receives = text.startswith("对", found[first].clause[0])
    measured = all(bound.number.unit.endswith("元") for bound in found[first : last + 1])
    return first if (receives or measured) and found[last].number.comparator in _BOUNDS else last


def _is_joined(text: str, one: Candidate, other: Candidate) -> bool:
    joined = _JOIN.match(text, one.number.right)
    return joined is not None and "quantity.aid" not in (one.rule, other.rule) and joined.end() <= other.number.left


def _bounds(one: Candidate, other: Candidate) -> bool:
    """Whether a number says from where on or up to where, or is reached where the one behind it does (首次达到5亿元且增长15%以上)."""
    return one.number.comparator in _BOUNDS or (one.predicate in ("link", "become") and other.number.comparator in _BOUNDS)


def _name(text: str, found: list[Candidate], first: int, last: int, thing: str) -> None:
    attribute = ""
    for position in range(first, last + 1):
        bound = found[position]
        begin = _JOIN.match(text, found[position - 1].number.right) if position > first else None
        words = text[begin.end() if begin else bound.clause[0] : bound.number.left]
        told = _attribute(words if begin else words.removeprefix("对于").removeprefix("对"))
        grows = bound.measure == "growth" or change_noun("growth_noun").fullmatch(told) is not None
        attribute = attribute if not told or change_noun("growth_noun").fullmatch(told) else told
        if not attribute or len(attribute) > MAX_ATTRIBUTE:
            return
        name = thing if thing.endswith(attribute) else thing + attribute
        found[position] = replace(bound, metric=name, role="threshold", rule="quantity.threshold", measure="growth" if grows else "level")


def _attribute(words: str) -> str:
    """What is bounded, without the verbs that only reach the bound (年产值首次达到: 年产值; 培育产值: 产值)."""
    verbs = predicates("link", "become", "rise", "fall", "adverb")
    while (word := verbs.at_end(words) or phrase_words("first_time").at_end(words)) is not None:
        words = words[: len(words) - len(word)]
    opened = predicates("govern", "new").at_start(words)
    return clean_name(words[len(opened) :] if opened and len(words) - len(opened) > 1 else words)
