"""The words of duty of ``rules/duty_cues.yaml``, and the patterns that find them around a list of bodies."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from pipeline.compiled import kept_pattern
from pipeline.extract.body_pattern import Kind, alternation, name_ends, words
from pipeline.extract.scanning import heads_of
from pipeline.rulebook import Entry, load

Role = Literal["lead", "responsible", "cooperate", "supervise", "lead_first", "none"]
Place = Literal[
    "label",
    "verb",
    "modal",
    "first",
    "rhythm",
    "asked",
    "before",
    "infix",
    "found",
    "founded",
    "act",
    "charge",
    "charge_verb",
    "agent",
    "deed",
    "organ_deed",
    "plain",
    "limit",
    "since",
    "later",
    "as",
    "state",
    "oversee",
    "overseer",
    "together",
    "disposal",
    "places",
    "fixed",
    "function",
    "function_verb",
    "effect",
    "order",
    "adverb",
    "etc",
    "not_duty",
    "turned",
    "urged",
    "foreign",
    "opening",
    "past",
    "and",
    "alike",
    "lead_in",
    "apart",
    "bare",
]
_BEHIND: tuple[Place, ...] = ("etc", "adverb", "modal", "infix", "verb", "rhythm", "since", "as", "deed", "organ_deed")
_BEFORE: tuple[Place, ...] = ("before", "charge_verb", "function_verb", "found", "asked")
_OWNERS: tuple[Kind, ...] = ("bare", "regional", "quantifier")


class CueEntry(Entry):
    """Words of duty that stand in one place and give one role.

    ``sure``: whether the verb makes a duty in running text by itself. ``named``: whether only what the name pattern knows is a
    body behind this label.
    """

    place: Place
    role: Role
    words: tuple[str, ...]
    not_before: Mapping[str, str] = {}
    sure: bool = True
    named: bool = False


@functools.cache
def cues(place: Place) -> Mapping[str, CueEntry]:
    """Word to entry for the cues of one place."""
    return {word: entry for entry in load("duty_cues", CueEntry) if entry.place == place for word in entry.words}


@functools.cache
def rule_of(place: Place) -> str:
    """The id of the first entry of a place: the rule where the place itself decides."""
    return next(entry.id for entry in load("duty_cues", CueEntry) if entry.place == place)


@functools.cache
def supervising() -> tuple[str, ...]:
    """The verbs of oversight."""
    return tuple(word for word, entry in cues("first").items() if entry.role == "supervise")


def any_of(place: Place) -> str:
    """A pattern for any word of a place."""
    return alternation(cues(place))


def _not_duty() -> str:
    """Words that a cue must not be part of, each with the characters that show that it is not that word (负责人|工智能)."""
    guards = {word: signs for entry in cues("not_duty").values() for word, signs in entry.not_before.items()}
    plain = alternation(word for word in cues("not_duty") if word not in guards)
    return "|".join([plain, *(f"{re.escape(word)}(?![{signs}])" for word, signs in guards.items())])


@dataclass(frozen=True, slots=True)
class DutyPatterns:
    """Compiled patterns; the groups are named after the places of the cues.

    Attributes
    ----------
    label, verb, infix, order, etc, separator :
        Inside lists: a label and its colon, a verb that closes a list, 会同 between two lists, the convention that the first
        leads, 等部门, and what joins two members.
    list_head, list_tail, splitter :
        What is stripped from both ends of a member, and what may part two.
    before, behind, after :
        In running text: a cue before a body, one behind it, and what may follow a list behind 由.
    before_gate, behind_gate, places_gate :
        The character with which ``before``, and behind which ``behind`` and ``places`` may begin.
    plain, limit :
        The verb of a duty behind a subject in a passage that sets tasks, and the circumstance that may stand before a verb.
    apart :
        A modal that a comma parts from its subject.
    titled :
        A line that is headed by those whose duty it tells.
    predicate, state, disposal, together, oversight, later, joined, places, turned, past, opening, head :
        What tells the role of a clause or rules it out.
    charged, in_effect, founding, as_part, many, counted, fixed, joint :
        The rest of a phrase of its own.
    """

    label: re.Pattern[str]
    line_label: re.Pattern[str]
    verb: re.Pattern[str]
    gate: re.Pattern[str]
    infix: re.Pattern[str]
    order: re.Pattern[str]
    etc: re.Pattern[str]
    separator: re.Pattern[str]
    splitter: re.Pattern[str]
    list_head: re.Pattern[str]
    list_tail: re.Pattern[str]
    before_gate: re.Pattern[str]
    before: re.Pattern[str]
    behind_gate: re.Pattern[str]
    behind: re.Pattern[str]
    after: re.Pattern[str]
    plain: re.Pattern[str]
    limit: re.Pattern[str]
    apart: re.Pattern[str]
    titled: re.Pattern[str]
    predicate: re.Pattern[str]
    state: re.Pattern[str]
    disposal: re.Pattern[str]
    together: re.Pattern[str]
    oversight: re.Pattern[str]
    later: re.Pattern[str]
    joined: re.Pattern[str]
    places_gate: re.Pattern[str]
    places: re.Pattern[str]
    turned: re.Pattern[str]
    past: re.Pattern[str]
    opening: re.Pattern[str]
    head: re.Pattern[str]
    charged: re.Pattern[str]
    in_effect: re.Pattern[str]
    founded_act: re.Pattern[str]
    counted: re.Pattern[str]
    as_part: re.Pattern[str]
    many: re.Pattern[str]
    fixed: re.Pattern[str]
    joint: re.Pattern[str]


def _adverb() -> str:
    return rf"(?:{any_of('adverb')}|\d{{4}}年[底前起内]*|\d{{1,2}}月[底前起]*)"


def _behind_cue() -> str:
    not_duty = f"(?!{_not_duty()})"
    # 会 is a modal behind the organs of Hong Kong and Taiwan only; elsewhere it is mostly the end of a word.
    # Behind a phrase with 对 a modal may be the end of a word (对规划纲要, 对市场反应).
    modal = f"(?<![必纲主重需摘概紧简首扼反适相供响效呼])(?:(?<=[局署处府院司室亦也还都均)])会|{alternation(word for word in cues('modal') if word != '会')}(?!(?<=会)同))"
    return (
        f"(?P<infix>{not_duty}{any_of('infix')})|(?P<modal>{not_duty}{modal})|(?P<verb>{not_duty}{any_of('verb')})"
        f"|(?P<rhythm>{any_of('rhythm')})"
    )


def _behind_gate() -> str:
    """The last character of a name, where the first of a cue follows."""
    firsts = "".join(sorted({word[0] for place in _BEHIND for word in cues(place)} | set("0123456789对")))
    return f"{_last_of_name()}(?=[{firsts}])"


def _last_of_name() -> str:
    """Any character that a name ends in."""
    return f"[{re.escape(''.join(sorted({end[-1] for end in name_ends()})))}]"


def _behind() -> str:
    deed = alternation((*cues("deed"), *cues("organ_deed")))
    present = f"(?P<since>{any_of('since')})|(?P<as>{any_of('as')})|(?P<deed>(?!{_not_duty()}){deed})"
    lead = f"(?P<etc>{any_of('etc')})?(?P<adverb>(?:对[一-鿿][一-鿿、]{{0,39}}?)?{_adverb()}{{0,4}}?)"
    return f"{lead}(?:{_behind_cue()}|{present})"


def _before_gate() -> str:
    return heads_of((*(word for place in _BEFORE for word in cues(place)), "由", "是"))


def _before() -> str:
    near = r"[^,。;\n]{1,30}?"
    founded = alternation((*cues("founded"), *words("post")))
    owners = alternation(word for kind in _OWNERS for word in words(kind))
    return (
        f"(?:(?P<assign>{any_of('before')})|(?P<by>由)|(?P<asked>(?<![一-鿿]){any_of('asked')})"
        f"|(?P<charge>{any_of('charge_verb')}(?={near}{any_of('charge')}))"
        f"|(?P<function>{any_of('function_verb')}(?={near}{any_of('effect')}))"
        f"|(?P<found>{any_of('found')}(?!了)(?=(?:{near})?{founded}))|(?P<fixed>是(?={owners})))"
    )


@functools.cache
def patterns() -> DutyPatterns:
    """All patterns, compiled once."""
    label, etc, adverb, joins = any_of("label"), any_of("etc"), _adverb(), any_of("and")
    oversee = f"{any_of('oversee')}[^,。;\\n]{{0,14}}?{alternation(supervising())}"
    infix = f"(?!{_not_duty()})(?P<infix>{any_of('infix')})"
    leading = alternation(word for word, entry in cues("label").items() if entry.role == "lead")
    han = "[一-鿿]"
    acts = alternation((*cues("agent"), *(word for word in cues("plain") if word not in cues("adverb"))))
    return DutyPatterns(
        label=kept_pattern(rf"(?P<label>{label})(?:\s*:\s*|[为是]|\s+)"),
        line_label=kept_pattern(rf"(?P<label>{label})\s*:"),
        verb=kept_pattern(rf"(?P<verb>{any_of('verb')})(?=[,;、。\s]|$)"),
        gate=kept_pattern(alternation((*cues("verb"), *cues("label")))),
        infix=kept_pattern(infix),
        order=kept_pattern(rf"{any_of('order')}[^。\n]{{0,20}}?{leading}"),
        etc=kept_pattern(etc),
        separator=kept_pattern(rf"[、/]{joins}?|,?{joins}"),
        splitter=kept_pattern(rf"[、,;/\s]|{joins}|{any_of('alike')}"),
        list_head=kept_pattern(rf"(?:{any_of('lead_in')}|[\s:,、;])*"),
        list_tail=kept_pattern(rf"(?:{etc}|[\s,;、。])+\Z"),
        before_gate=kept_pattern(_before_gate()),
        before=kept_pattern(_before()),
        behind_gate=kept_pattern(_behind_gate()),
        behind=kept_pattern(_behind()),
        after=kept_pattern(
            rf"(?P<etc>{etc})?(?P<adverb>{adverb}{{0,4}}?)(?:{_behind_cue()}|(?P<agent>(?!{_not_duty()}){acts}))"
        ),
        plain=kept_pattern(rf"{adverb}{{0,4}}?(?P<plain>(?!{_not_duty()}){any_of('plain')})(?![的了])"),
        limit=kept_pattern(rf"{adverb}{{0,2}}?[^,。;:\n]{{0,18}}?(?P<limit>{any_of('limit')}),?"),
        apart=kept_pattern(rf"(?<={_last_of_name()}),(?P<modal>(?!{_not_duty()}){alternation(cues('modal'))})"),
        titled=kept_pattern(
            rf"^[ \t]*(?:[(第]?[\d一二三四五六七八九十.]{{1,6}}[章节条款项)、.]?\s*|[—•·-]{{1,2}}\s*)?(?P<who>{han}[^\n:。;]{{1,40}}?)(?:的?(?P<noun>{any_of('fixed')}):?[ \t]*$|:(?={han}))",
            re.MULTILINE,
        ),
        predicate=kept_pattern(rf"(?:{adverb}|{any_of('oversee')}){{0,6}}(?P<first>{any_of('first')})"),
        state=kept_pattern(rf"{adverb}?{any_of('state')}"),
        disposal=kept_pattern(rf"[^,。;\n]{{2,24}}?{any_of('disposal')}"),
        together=kept_pattern(rf"(?:{etc})?{any_of('together')}"),
        oversight=kept_pattern(oversee),
        later=kept_pattern(rf",(?P<later>{any_of('later')})"),
        joined=kept_pattern(rf",[并亦也还]?(?P<joined>(?!{_not_duty()}){alternation((*cues('infix'), *cues('together')))})"),
        places_gate=kept_pattern(rf"[。;,\n](?={han}{{2,4}}、)"),
        places=kept_pattern(
            rf"(?P<places>{han}{{2,4}}(?:、{han}{{2,4}})+?(?:和{han}{{2,4}}?)?)(?:{etc})?(?P<act>{any_of('places')})"
        ),
        turned=kept_pattern(rf"{any_of('turned')}\Z"),
        past=kept_pattern(any_of("past")),
        opening=kept_pattern(rf"{any_of('opening')}\Z"),
        head=kept_pattern(rf"{any_of('opening')},?"),
        charged=kept_pattern(rf"的?{han}{{0,10}}?{any_of('charge')}"),
        in_effect=kept_pattern(rf"的?(?P<function>{any_of('function')})[、和]?{han}{{0,6}}{any_of('effect')}"),
        founded_act=kept_pattern(rf"”?,(?P<act>{any_of('act')})"),
        counted=kept_pattern(r"(?:\d+|[一二三四五六七八九十两]+)个|由?“"),
        as_part=kept_pattern(rf"[^,。;\n]{{0,30}}?(?P<label>{label})(?=[,。;\n]|$)"),
        many=kept_pattern(rf"[^。;:由\n]{{4,90}}?(?P<close>{etc})"),
        fixed=kept_pattern(rf"(?:{han}{{0,8}}的)?{any_of('fixed')}"),
        joint=kept_pattern(f"{any_of('infix')}|与"),
    )
