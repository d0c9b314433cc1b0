"""Duties in running text: bodies around a cue.

One scan finds cues that stand before a body (由, 落实到, 压实…主体责任), one those behind it (要, 牵头, 会同, 每月); names are parsed
only there, to the right or to the left, and the clause tells the role. Where the name pattern knows no subject, the
recogniser is asked.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipeline.compiled import kept_pattern
from pipeline.extract.body_pattern import (
    CERTAIN,
    Name,
    alternation,
    certain_head,
    find_names,
    is_cut_word,
    may_begin_certain,
    name_at,
    name_ends,
    words,
)
from pipeline.extract.duty_blocks import Block, listed, pieces
from pipeline.extract.duty_cues import CueEntry, cues, patterns, rule_of, supervising
from pipeline.extract.scanning import matches_at, matches_behind
from pipeline.segment.regions import regions_named

if TYPE_CHECKING:
    from pipeline.extract.recogniser import Entity, Recogniser

# A subject is looked for at most this far to the left of its cue: ten names of the usual six characters and their commas.
SUBJECT_WINDOW = 160
# A subject may stand so many clauses before its predicate.
MAX_CLAUSES = 3
# The recogniser reads so many characters on both sides of a doubtful subject, and is believed from this probability on.
MODEL_WINDOW = 24
MIN_PROBABILITY = 0.6
# So many lines 县公安局:… tell who does what, whatever their verbs.
MIN_TITLED = 3
# How far behind a verb of duty a mark of the past says that it is told, not ordered.
PAST_NEAR, PAST_FAR, PAST_LIST = 10, 14, 40
OVERSIGHT_NEAR = 20

ORGANS = frozenset({"formal", "national", "regional"})
LOOSE = frozenset({"spot", "elliptic"})
UNSURE = frozenset({"bound", "bare", "elliptic"})
# 由A审核、B拨付: the next organ stands so far behind the verb at most.
_LINK = re.compile("[、,]")
_LINK_LENGTH = 12
_HAN = re.compile(r"[一-鿿]")
_PARTNERS_BEHIND = re.compile(",会同")
_PREDICATE_START = re.compile(r"[一-鿿“《\dA-Z]")
_SENTENCE_END = re.compile(r"[。;\n!?]")
# A sentence that does not end so far on is none: looking for its end from each word would take the square of its length.
_FARTHEST = 2_000
_CLAUSE_END = re.compile(r"[,。;:\n!?]")
# Where a subject may stand: at the head of a clause, behind the mark of an item.
_CLAUSE_HEAD = r"(?:^|[,。;:\n])[\s\d一二三四五六七八九十是第条款项()、.:—•-]*+"
# A subject that is looked for behind the head of a clause is a list of so many characters at most.
_SUBJECT_LENGTH = 80
_EACH = re.compile(r"(?:全[国省市县区])?[各每]")
# What tells of a deed and orders none: 由市财政局发布的目录, 由市财政局审查中.
_ATTRIBUTE = re.compile(r"[一-鿿]{0,4}?的|中(?=[,。;]|$)")
# What may stand before the first word of a sentence: a number, a dash, the head of a list.
_NUMBERING = re.compile(r"[\s\d一二三四五六七八九十是第条款项()、.:—-]*")
_WITH = ("与", "和", "同")
_CLOSES = ",。;、\n)”"


@dataclass(frozen=True, slots=True)
class Found:
    """What is known of a body in running text; ``covers`` is the run of clauses around it."""

    role: str
    rule: str
    confidence: float
    covers: tuple[int, int]
    detected_by: str


# ---- lists of names


def _joined(text: str, start: int, end: int) -> list[Name]:
    """The coordinated names that end at ``end``, parsed from ``start``."""
    names = find_names(text, start, end)
    if not names or names[-1].end != end:
        return []
    group = [names[-1]]
    for name in reversed(names[:-1]):
        gap = text[name.end : group[0].start]
        if gap and not patterns().separator.fullmatch(gap) and not patterns().etc.fullmatch(gap):
            break
        group.insert(0, name)
    return [name for name in group if not _only_closes(text, name)]


def _only_closes(text: str, name: Name) -> bool:
    """Whether what was read as a name is but the end of a list (市财政局等|有关部门)."""
    etc = patterns().etc.match(text, name.start - 1) if name.start else None
    return etc is not None and etc.end() == name.end


def _clause_start(text: str, end: int, floor: int) -> int:
    return max(floor, end - SUBJECT_WINDOW, *(text.rfind(sign, floor, end) + 1 for sign in ",:"))


def group_before(text: str, end: int, floor: int) -> tuple[Name, ...]:
    """The list of names that ends exactly at ``end``, nearest last, reaching back to ``floor`` at most."""
    if is_cut_word(text, end):
        return ()
    group = _joined(text, _clause_start(text, end, floor), end)
    # A list may go on over a comma (各镇街,各部门), but only if both parts fill their clauses.
    while group and group[0].start > floor and text[group[0].start - 1] == ",":
        comma = group[0].start - 1
        more = _joined(text, _clause_start(text, comma, floor), comma)
        if not more or (more[0].start and _HAN.match(text[more[0].start - 1])):
            break
        group = [*more, *group]
    etc = patterns().etc.match(text, end)
    closed = text.endswith(words("department"), 0, etc.end() if etc else end)
    if not closed and all(name.kind in LOOSE for name in group) and not _are_townships(text, group):
        return ()
    while group and group[0].kind == "elliptic" and not closed:
        group.pop(0)
    return tuple(group)


def _are_townships(text: str, group: Sequence[Name]) -> bool:
    """Whether a list of places names several townships (城关镇、柳河乡): these act, as a city that is named mostly does not."""
    return len(group) > 1 and all(text.endswith(words("township"), name.start, name.end) for name in group)


def group_at(text: str, start: int, end: int) -> tuple[Name, ...]:
    """The list of names that begins exactly at ``start``."""
    group: list[Name] = []
    at = start
    while at < end and (name := name_at(text, at, end)) is not None:
        group.append(name)
        gap = patterns().separator.match(text, name.end, end)
        if gap is None:
            break
        at = gap.end()
    return () if all(name.kind in LOOSE for name in group) else tuple(group)


# ---- the recogniser


class Model:
    """The recogniser, asked about one window at a time and only if it is there."""

    def __init__(self, text: str, use: bool, recogniser: Recogniser | None) -> None:
        self._text = text
        self._use = use
        self._recogniser = recogniser
        self._known: dict[tuple[int, int], tuple[Entity, ...]] = {}

    def _entities(self, start: int, end: int, sentence: tuple[int, int]) -> tuple[Entity, ...]:
        """Entities around a span, with offsets into the text."""
        if not self._use:
            return ()
        window = (max(sentence[0], start - MODEL_WINDOW), min(sentence[1], end + MODEL_WINDOW))
        if window not in self._known:
            from pipeline.extract import recogniser

            model = self._recogniser or recogniser.default()
            found = model.entities(self._text[slice(*window)]) if model else []
            self._known[window] = tuple(replace(e, start=e.start + window[0], end=e.end + window[0]) for e in found)
        return self._known[window]

    def subject(self, end: int, sentence: tuple[int, int]) -> tuple[Name, ...]:
        """The body that ends at ``end`` by the model alone."""
        for entity in self._entities(end, end, sentence):
            if entity.end == end and entity.label == "ORG" and entity.probability >= MIN_PROBABILITY:
                word = self._text[entity.start : end]
                if len(word) > 2 and not any(stop in word for stop in words("stop")):
                    return (Name(entity.start, end, "model"),)
        return ()

    def confirms(self, name: Name, sentence: tuple[int, int]) -> bool:
        """Whether the model sees a body with the borders of ``name``."""
        wanted = (name.start, name.end, "ORG")
        return any((e.start, e.end, e.label) == wanted for e in self._entities(name.start, name.end, sentence))


# ---- duties


@functools.cache
def _actor_clause() -> re.Pattern[str]:
    """The head of a clause with one behind it to whom a procedure gives a part."""
    # 项 is a mark of an item and opens 项目单位, too: the marks give back what the name takes.
    return kept_pattern(f"{_CLAUSE_HEAD.removesuffix('+')}(?P<actor>{alternation(words('actor'))})", re.MULTILINE)


@functools.cache
def _certain_clause() -> re.Pattern[str]:
    """The head of a clause that a name of a certain kind may open."""
    return kept_pattern(f"{_CLAUSE_HEAD}(?={certain_head()})", re.MULTILINE)


class Prose:
    """The duties in the running text of one document.

    Parameters
    ----------
    text : str
        Normal text.
    sentence_of : callable
        From a span to the run of clauses around it.
    skipped : sequence of Block
        Brackets and lines, in order: no running text.
    region : str or None
        Full name of the document's region.
    model : Model
    ordering : sequence of (int, int)
        Where the text sets tasks or rules: there a plain verb behind a subject makes a duty (市财政局拨付…).
    """

    def __init__(
        self,
        text: str,
        sentence_of: Callable[[int, int], tuple[int, int]],
        skipped: Sequence[Block],
        region: str | None,
        model: Model,
        ordering: Sequence[tuple[int, int]] = (),
    ) -> None:
        self._text = text
        self._sentence_of = sentence_of
        self._skipped = skipped
        self._skipped_starts = [block.start for block in skipped]
        self._region = region
        self._model = model
        self._ordering = ordering
        self.found: dict[tuple[int, int], Found] = {}

    def run(self) -> None:
        """Find all of them; of two readings of one body the first stands."""
        for match in matches_at(patterns().before_gate, patterns().before, self._text):
            if not self._is_skipped(match.start()):
                self._forward(match)
        text = self._text
        for match in matches_behind(patterns().behind_gate, patterns().behind, text, name_ends()):
            if not self._is_skipped(match.start()):
                self._backward(match)
        for match in patterns().oversight.finditer(self._text):
            if not self._is_skipped(match.start()):
                self._oversight(match)
        for match in patterns().later.finditer(self._text):
            self._later(match)
        for match in matches_behind(patterns().places_gate, patterns().places, text):
            self._places(match)
        for match in patterns().joined.finditer(text):
            self._joined(match)
        for match in patterns().apart.finditer(text):
            self._apart(match)
        titled = [match for match in patterns().titled.finditer(text) if self._heads(match)]
        for match in titled:
            self._titled(match, among=len(titled) >= MIN_TITLED)
        for start, end in self._ordering:
            # The mark that ends the sentence before heads the first clause.
            head = max(0, start - 1)
            for match in _certain_clause().finditer(text, head, end):
                self._plain(match.end(), end)
            for match in _actor_clause().finditer(text, head, end):
                if not self._is_skipped(match.start("actor")):
                    self._act((Name(*match.span("actor"), "bare"),), end)

    def _is_skipped(self, at: int) -> bool:
        index = bisect_right(self._skipped_starts, at) - 1
        return index >= 0 and at < self._skipped[index].end

    def _sentence_end(self, at: int) -> int:
        farthest = min(len(self._text), at + _FARTHEST)
        match = _SENTENCE_END.search(self._text, at, farthest)
        return match.start() if match else farthest

    def _sentence_start(self, at: int) -> int:
        floor = max(0, at - SUBJECT_WINDOW)
        return max(self._text.rfind(sign, floor, at) for sign in "。;\n!?") + 1

    def _clause_end(self, at: int, end: int) -> int:
        match = _CLAUSE_END.search(self._text, at, end)
        return match.start() if match else end

    def _word(self, name: Name) -> str:
        return self._text[name.start : name.end]

    def _opens(self, start: int) -> bool:
        """Whether a clause opens at ``start``, or a word for the time before it does."""
        if start == 0 or not _HAN.match(self._text[start - 1]):
            return True
        return bool(patterns().opening.search(self._text, max(0, start - 4), start))

    def _is_urged(self, start: int) -> bool:
        return self._text.endswith(tuple(cues("urged")), max(0, start - 4), start)

    def _is_turned(self, start: int) -> bool:
        """Whether the word before makes the body an object (对各县区, 向市政府)."""
        if start == 0 or not _HAN.match(self._text[start - 1]):
            return False
        return bool(patterns().turned.search(self._text, max(0, start - 4), start))

    def _add(self, names: Sequence[Name], role: str, rule: str, confidence: float) -> None:
        if not names:
            return
        covers = self._sentence_of(names[0].start, names[-1].end)
        for name in names:
            if (name.start, name.end) in self.found:
                continue
            sure, seen = confidence, "rule"
            if name.kind == "model":
                sure, seen = confidence - 0.3, "ner"
            elif name.kind == "bound" and self._model.confirms(name, covers):
                sure, seen = confidence - 0.1, "both"
            elif name.kind in UNSURE:
                sure = confidence - 0.25
            self.found[name.start, name.end] = Found(role, rule, round(sure, 2), covers, seen)

    def _add_by_verb(self, names: tuple[Name, ...], cue: CueEntry, adverb: str, confidence: float) -> None:
        """负责 makes the first of a list lead, or each of them where they act apart (分别)."""
        if cue.role != "lead_first":
            self._add(names, cue.role, cue.id, confidence)
        elif any(word in adverb for word in cues("apart")):
            self._add(names, "lead", cue.id, confidence)
        else:
            self._add(names[:1], "lead", cue.id, confidence)
            self._add(names[1:], "responsible", cue.id, confidence)

    def _add_partners_behind(self, cue: CueEntry, at: int, end: int) -> None:
        """A牵头,会同B落实: those told behind a word of leading cooperate."""
        joint = _PARTNERS_BEHIND.match(self._text, at, end) if cue.role == "lead" else None
        if joint is not None:
            self._add(group_at(self._text, joint.end(), end), "cooperate", cues("infix")["会同"].id, 0.86)

    def _add_joint(self, group: tuple[Name, ...], match: re.Match[str], end: int, confidence: float) -> None:
        """A会同B: A leads and B cooperates, or both oversee."""
        others = group_at(self._text, match.end(), end)
        cue = cues("infix")[match["infix"]]
        # Only the plainest of these words is enough where the partner is not known.
        if not others and match["infix"] != cue.words[0]:
            return
        at = others[-1].end if others else match.end()
        if any(word in self._text[at : min(self._clause_end(at, end), at + OVERSIGHT_NEAR)] for word in supervising()):
            self._add((*group, *others), "supervise", cue.id, confidence)
            return
        self._add(group, "lead", cue.id, confidence)
        self._add(others, "cooperate", cue.id, confidence)

    # ---- words before a body

    def _forward(self, match: re.Match[str]) -> None:
        end = self._sentence_end(match.end())
        kind = match.lastgroup
        if kind == "assign":
            self._assigned(match, end)
        elif kind == "by":
            self._by(match.end(), end)
        elif kind == "asked":
            self._asked(match, end)
        elif kind == "charge":
            self._charged(match, end)
        elif kind == "function":
            self._used(match, end)
        elif kind == "found":
            self._founded(match, end)
        elif kind == "fixed":
            self._fixed(match, end)

    def _assigned(self, match: re.Match[str], end: int) -> None:
        """落实到A、B."""
        names = group_at(self._text, match.end(), end)
        # A common noun alone is a manner of speaking (落实到企业), beside others it is meant.
        if names and (len(names) > 1 or names[0].kind != "bare"):
            self._add(names, "responsible", cues("before")[match.group()].id, 0.85)

    def _asked(self, match: re.Match[str], end: int) -> None:
        """请各推荐单位…, 请市财政局抓紧…: bodies that are asked to do something; 请各位代表审议 asks nobody that the text goes on to name."""
        names = group_at(self._text, match.end(), end)
        sure = names and all(name.kind == "class" for name in names) and _PREDICATE_START.match(self._text, names[-1].end, end)
        organs = names and all(name.kind in ORGANS for name in names) and patterns().plain.match(self._text, names[-1].end, end)
        if sure or organs:
            self._add(names, "responsible", cues("asked")[match["asked"]].id, 0.75)

    def _by(self, start: int, end: int) -> None:
        """由A负责, 由A会同B制定."""
        names = group_at(self._text, start, end)
        after = patterns().after.match(self._text, names[-1].end, end) if names else None
        if after is None:
            self._by_many(start, end)
            return
        if patterns().past.search(self._text, after.end(), min(end, after.end() + PAST_FAR)):
            return
        kind = after.lastgroup
        if kind == "verb":
            self._add_by_verb(names, cues("verb")[after["verb"]], after["adverb"], 0.92)
            self._add_partners_behind(cues("verb")[after["verb"]], after.end(), end)
        elif kind == "infix":
            self._add_joint(names, after, end, 0.9)
        elif kind == "modal":
            self._add(names, "responsible", cues("modal")[after["modal"]].id, 0.8)
        elif kind == "rhythm":
            self._add(names, self._role_in_clause(after.end(), end), cues("rhythm")[after["rhythm"]].id, 0.8)
        elif kind == "agent" and not self._is_told(names, after.end(), end):
            self._agents(names, after, end)

    def _agents(self, names: Sequence[Name], act: re.Match[str], end: int) -> None:
        """由A审核、B拨付: each organ with its verb, as far as the chain goes on."""
        while True:
            cue = cues("agent").get(act["agent"]) or cues("plain")[act["agent"]]
            self._add(names, cue.role, cue.id, 0.82)
            link = _LINK.search(self._text, act.end(), min(end, act.end() + _LINK_LENGTH))
            names = group_at(self._text, link.end(), end) if link else ()
            if not names or any(name.kind not in CERTAIN for name in names):
                return
            following = patterns().after.match(self._text, names[-1].end, end)
            if following is None or following.lastgroup != "agent" or self._is_told(names, following.end(), end):
                return
            act = following

    def _is_told(self, names: Sequence[Name], at: int, end: int) -> bool:
        """Whether a 由-phrase only qualifies a noun (由市财政局发布的目录), or says who does it in general (由企业承担)."""
        known = (*words("department"), *words("actor"))
        anybody = all(name.kind == "bare" and not self._word(name).endswith(known) for name in names)
        return anybody or bool(_ATTRIBUTE.match(self._text, at, end))

    def _by_many(self, start: int, end: int) -> None:
        """由A、B、C等单位牵头: what stands between is a list of bodies, known or not."""
        closing = patterns().many.match(self._text, start, end)
        after = patterns().after.match(self._text, closing.end(), end) if closing else None
        if closing is None or after is None or after.lastgroup != "verb":
            return
        items = listed(self._text, start, closing.start("close"), strict=False)
        if items and len(items) > 1:
            names = tuple(Name(item.start, item.end, "formal") for item in items)
            self._add_by_verb(names, cues("verb")[after["verb"]], after["adverb"], 0.75)

    def _charged(self, match: re.Match[str], end: int) -> None:
        """压实A…主体责任."""
        names = group_at(self._text, match.end(), end)
        if names and patterns().charged.match(self._text, names[-1].end, end):
            self._add(names, "lead", cues("charge_verb")[match["charge"]].id, 0.8)

    def _used(self, match: re.Match[str], end: int) -> None:
        """发挥A统筹协调作用."""
        names = group_at(self._text, match.end(), end)
        if not names or all(name.kind in {"bare", "class"} for name in names):
            return
        tail = patterns().in_effect.match(self._text, names[-1].end, end)
        if tail:
            cue = cues("function")[tail["function"]]
            self._add(names, cue.role, cue.id, 0.8)

    def _founded(self, match: re.Match[str], end: int) -> None:
        """成立A领导小组,统筹…."""
        counted = patterns().counted.match(self._text, match.end(), end)
        name = name_at(self._text, counted.end() if counted else match.end(), end)
        if name is None or not (name.kind == "post" or self._word(name).endswith(tuple(cues("founded")))):
            return
        act = patterns().founded_act.match(self._text, name.end, end)
        if act:
            self._add((name,), cues("act")[act["act"]].role, cues("found")[match["found"]].id, 0.75)

    def _fixed(self, match: re.Match[str], end: int) -> None:
        """…是A的责任."""
        names = group_at(self._text, match.end(), end)
        if names and patterns().fixed.match(self._text, names[-1].end, end):
            self._add(names, "responsible", rule_of("fixed"), 0.7)

    # ---- words behind a body

    def _backward(self, match: re.Match[str]) -> None:
        kind, end = match.lastgroup, self._sentence_end(match.end())
        # What follows the cue is looked at before names are looked for.
        if kind == "verb" and not self._may_bind(match, end):
            # 各乡镇协助做好…: what would bind at the end of its clause is the deed of a class all the same.
            kind = "deed" if match["verb"] in cues("deed") else None
        if kind is None or (kind == "modal" and not self._orders(match.end(), end)):
            return
        group = group_before(self._text, match.start(), self._sentence_start(match.start()))
        if not group and kind in {"modal", "verb"}:
            group = self._model.subject(match.start(), self._sentence_of(match.start(), match.start()))
        if not group or self._is_turned(group[0].start) or self._word(group[-1]).startswith(tuple(cues("foreign"))):
            return
        if kind == "modal":
            self._modal(group, match, end)
        elif kind == "verb":
            self._verb(group, match, end)
        elif kind == "infix":
            self._infix(group, match, end)
        elif kind == "rhythm":
            self._rhythm(group, match, end)
        elif kind == "since":
            self._add(group, "responsible", cues("since")[match["since"]].id, 0.75)
        elif kind == "as":
            self._as(group, match, end)
        elif kind == "deed":
            self._deed(group, match, end)

    def _orders(self, at: int, end: int) -> bool:
        """Whether a deed stands behind a modal, and no state (应当是)."""
        return _PREDICATE_START.match(self._text, at, end) is not None and patterns().state.match(self._text, at, end) is None

    def _may_bind(self, match: re.Match[str], end: int) -> bool:
        """Whether a verb makes a duty by itself or closes its clause, and tells nothing that has been done."""
        bound = cues("verb")[match["verb"]].sure or self._closes(match.end())
        return bound and not patterns().past.search(self._text, match.end(), min(end, match.end() + PAST_NEAR))

    def _closes(self, at: int) -> bool:
        return at >= len(self._text) or self._text[at] in _CLOSES

    def _modal(self, group: tuple[Name, ...], match: re.Match[str], end: int) -> None:
        """A要…: the head of the predicate tells the role."""
        modal, at = match["modal"], match.end()
        if self._is_urged(group[0].start):
            return
        last = group[-1]
        if modal.endswith("会") and (last.kind in {"class", "bound"} or self._word(last).endswith("部")):
            return
        # In reports from Taiwan 将 is 把 as often as not.
        if modal == "将" and last.kind == "regional" and patterns().disposal.match(self._text, at, end):
            return
        if cues("modal")[modal].id == "must_not" and self._denies_part(at, end):
            return
        joint = patterns().after.match(self._text, at, end)
        if joint is not None and joint.lastgroup == "infix" and self._has_partner(joint, end):
            self._add_joint(group, joint, end, 0.86)
            return
        rule = cues("modal")[modal].id
        role = self._role_of_predicate(group, at, end)
        partners = self._partners(at, end)
        if partners and role == "supervise":
            group = (*group, *partners)
        elif partners:
            self._add(partners, "cooperate", rule, 0.75)
            role = "lead"
        self._add(group, role, rule, 0.86)

    def _apart(self, match: re.Match[str]) -> None:
        """承担任务的A、B,要…: a list of organs that fills its clause, but for what describes it."""
        begin, end = self._sentence_start(match.start()), self._sentence_end(match.end())
        if self._is_skipped(match.start()) or not self._orders(match.end(), end):
            return
        group = group_before(self._text, match.start(), begin)
        if not group or any(name.kind not in CERTAIN for name in group):
            return
        clause = _clause_start(self._text, group[0].start, begin)
        head = _NUMBERING.match(self._text, clause, group[0].start)
        at = head.end() if head else clause
        described = self._text.endswith("的", at, group[0].start) and not self._is_turned_at(at)
        if at < group[0].start and (not described or any(word in self._text[at : group[0].start] for word in cues("as"))):
            return
        self._add(group, self._role_of_predicate(group, match.end(), end), cues("modal")[match["modal"]].id, 0.7)

    def _heads(self, match: re.Match[str]) -> bool:
        """Whether a list of organs, all of it, heads a line."""
        start, stop = match.span("who")
        names = group_at(self._text, start, stop)
        return bool(names) and names[-1].end == stop and all(name.kind in CERTAIN for name in names) and not self._is_skipped(start)

    def _titled(self, match: re.Match[str], *, among: bool) -> None:
        """县财政局:负责…, 县财政局职责: what heads a line is what the rest of it, or what follows, is the duty of.

        ``among``: whether so many lines are headed thus that the verb need not be known.
        """
        names, end = group_at(self._text, *match.span("who")), self._sentence_end(match.end())
        act = patterns().after.match(self._text, match.end(), end)
        if match["noun"] is None and patterns().past.search(self._text, match.end(), end):
            return
        if act is not None and act.lastgroup == "verb":
            self._add_by_verb(names, cues("verb")[act["verb"]], act["adverb"], 0.7)
        elif among or match["noun"] is not None or (act is not None and act.lastgroup == "agent"):
            self._add(names, "responsible", rule_of("fixed"), 0.6)

    def _is_turned_at(self, at: int) -> bool:
        """Whether a clause opens with a word that makes what follows an object (对排查不到位的单位,要…)."""
        return self._text.startswith((*cues("turned"), "由"), at)

    def _denies_part(self, at: int, end: int) -> bool:
        """Whether what must not be done is to take part (不得牵头, 不得作为申报单位): who may not has nothing to do."""
        parts = (word for word, cue in cues("verb").items() if cue.role in {"lead", "cooperate"})
        return self._text.startswith((*cues("as"), *parts), at, end)

    def _has_partner(self, joint: re.Match[str], end: int) -> bool:
        plain = joint["infix"] == cues("infix")[joint["infix"]].words[0]
        return plain or bool(group_at(self._text, joint.end(), end))

    def _partners(self, start: int, end: int) -> tuple[Name, ...]:
        """The list of ``与A、B联合…`` right behind a modal."""
        if not self._text.startswith(_WITH, start):
            return ()
        names = group_at(self._text, start + 1, end)
        return names if names and patterns().together.match(self._text, names[-1].end, end) else ()

    def _role_of_predicate(self, group: tuple[Name, ...], start: int, end: int) -> str:
        name = self._word(group[-1])
        is_class = group[-1].kind == "class"
        first = patterns().predicate.match(self._text, start, end)
        if first:
            role = cues("first")[first["first"]].role
            if role != "supervise" or not is_class:
                return role
        if any(word in name for word in cues("overseer")):
            return "supervise"
        if not is_class and patterns().oversight.search(self._text, start, self._clause_end(start, end)):
            return "supervise"
        return "responsible"

    def _verb(self, group: tuple[Name, ...], match: re.Match[str], end: int) -> None:
        """A牵头, A负责; other verbs only where they close the clause that A opens."""
        cue = cues("verb")[match["verb"]]
        # 党委统揽、政府负责、群众参与 is a motto.
        if any(name.kind == "bare" for name in group) and self._text.endswith("、", 0, group[0].start):
            return
        if cue.sure or (self._closes(match.end()) and self._opens(group[0].start)):
            self._add_by_verb(group, cue, match["adverb"], 0.85)
            self._add_partners_behind(cue, match.end(), end)

    def _infix(self, group: tuple[Name, ...], match: re.Match[str], end: int) -> None:
        plain = match["infix"] == cues("infix")[match["infix"]].words[0]
        loose = self._is_urged(group[0].start) or not (plain or all(name.kind in ORGANS for name in group))
        if not loose and not patterns().past.search(self._text, match.end(), min(end, match.end() + PAST_LIST)):
            self._add_joint(group, match, end, 0.82)

    def _rhythm(self, group: tuple[Name, ...], match: re.Match[str], end: int) -> None:
        """A每月…."""
        if not self._opens(group[0].start) or any(name.kind in {"bare", "bound"} for name in group):
            return
        # 每家企业每年最高补贴10万元 is an entitlement.
        if patterns().state.match(self._text, match.end(), end) or self._word(group[0]).startswith("每"):
            return
        self._add(group, self._role_in_clause(match.end(), end), cues("rhythm")[match["rhythm"]].id, 0.75)

    def _role_in_clause(self, at: int, end: int) -> str:
        """What is done again and again oversees if it checks or warns (每天抽查)."""
        stretch = self._text[at : self._clause_end(at, end)]
        checks = (*supervising(), *(word for word, cue in cues("verb").items() if cue.role == "supervise"))
        return "supervise" if any(word in stretch for word in checks) else "responsible"

    def _as(self, group: tuple[Name, ...], match: re.Match[str], end: int) -> None:
        """A作为…牵头部门: the part that the body plays is its role."""
        part = patterns().as_part.match(self._text, match.end(), end)
        if part:
            self._add(group, cues("label")[part["label"]].role, rule_of("as"), 0.8)

    def _deed(self, group: tuple[Name, ...], match: re.Match[str], end: int) -> None:
        """A class of bodies that opens a clause, or an organ that opens a sentence, and acts in the present."""
        begin = self._sentence_start(group[0].start)
        if any(name.kind in {"bound", "elliptic"} for name in group) or self._text.startswith("的", match.end()):
            return
        if patterns().past.search(self._text, begin, end) or not self._opens(group[0].start):
            return
        word = match["deed"] or match["verb"]
        organs = all(name.kind in ORGANS for name in group)
        if word in cues("deed") and (len(group) > 2 or _EACH.match(self._word(group[0]))):
            self._add(group, cues("deed")[word].role, cues("deed")[word].id, 0.6)
        elif word in cues("organ_deed") and organs:
            cue = cues("organ_deed")[word]
            # Oversight is told of an organ wherever its clause stands; other deeds only at the head of the sentence.
            if cue.role == "supervise" or _NUMBERING.fullmatch(self._text, begin, group[0].start):
                self._add(group, cue.role, cue.id, 0.55)

    def _plain(self, start: int, end: int) -> None:
        """A拨付…, in a passage that sets tasks: an organ at the head of a clause with a plain verb in the present."""
        stop = min(end, start + _SUBJECT_LENGTH)
        group = group_at(self._text, start, stop) if may_begin_certain(self._text, start, stop) else ()
        # What may be the subject of a plain verb: what is certainly an organ, a class of them, or a post.
        if not group or not all(name.kind in CERTAIN for name in group) or self._is_skipped(start):
            return
        # 经市财政局认定, 推动省数据中心…: what was read as a name begins with a verb; 每家企业每年… is an entitlement.
        if self._word(group[0]).startswith((*cues("turned"), *cues("urged"), *cues("modal"), *cues("plain"), "每")):
            return
        self._act(group, end)

    def _act(self, group: tuple[Name, ...], end: int) -> None:
        """The duty that the plain verb right behind its subject makes."""
        start, at = group[0].start, group[-1].end
        etc = patterns().etc.match(self._text, at, end)
        deed = self._deed_behind(etc.end() if etc else at, end)
        if deed is None or is_cut_word(self._text, at):
            return
        cue, verb = deed
        begin = self._sentence_start(start)
        # Where the subject heads its sentence, all of it may tell that this has been done (市政府认真学习精神,编制了规划).
        heads = _NUMBERING.fullmatch(self._text, begin, start) is not None
        stop = self._sentence_end(verb) if heads else self._clause_end(verb, end)
        if patterns().past.search(self._text, begin, stop):
            return
        # 对各镇(街道),各部门开展评价: the list that the comma cuts is what is acted on.
        before = group_before(self._text, start - 1, begin) if self._text.startswith(",", start - 1) else ()
        if before and self._is_turned(before[0].start):
            return
        role = cue.role if cue.role != "responsible" else self._role_of_predicate(group, verb, end)
        self._add(group, role, cue.id, 0.6)

    def _deed_behind(self, at: int, end: int) -> tuple[CueEntry, int] | None:
        """The cue of a deed right behind its subject, or behind a circumstance (5日内, 在…领导下), and where the verb stands."""
        act = patterns().plain.match(self._text, at, end)
        limit = patterns().limit.match(self._text, at, end) if act is None else None
        if limit is not None:
            act = patterns().plain.match(self._text, limit.end(), end)
        if act is not None:
            return cues("plain")[act["plain"]], act.start("plain")
        # Whatever is done by a day or under the lead of another is a duty.
        if limit is None or not _PREDICATE_START.match(self._text, limit.end(), end) or _ATTRIBUTE.match(self._text, limit.end(), end):
            return None
        return cues("limit")[limit["limit"]], limit.end()

    # ---- subjects that stand away from their predicate

    def _oversight(self, match: re.Match[str]) -> None:
        """A…,对…进行通报: a single organ at the head of the clause or sentence oversees."""
        begin = self._sentence_start(match.start())
        clause = max(begin, self._text.rfind(",", begin, match.start()) + 1)
        at, group = clause, group_at(self._text, clause, match.start())
        if not group:
            at, group = begin, group_at(self._text, begin, match.start())
        if not group or not all(name.kind in ORGANS or name.kind == "bound" for name in group):
            return
        if patterns().past.search(self._text, at, match.end() + 6):
            return
        self._add(group, "supervise", rule_of("oversee"), 0.75)
        joint = patterns().joint.search(self._text, group[-1].end, match.start() + 1)
        if joint:
            self._add(group_at(self._text, joint.end(), match.end()), "supervise", rule_of("oversee"), 0.7)

    def _later(self, match: re.Match[str]) -> None:
        """行政院已…,今年起将…: the government at the head of the sentence acts in a later clause."""
        at = self._sentence_start(match.start())
        for _ in range(MAX_CLAUSES):
            head = patterns().head.match(self._text, at, match.start())
            at = head.end() if head else at
            group = group_at(self._text, at, match.start())
            if group:
                if all(name.kind == "regional" or self._word(name) in words("government") for name in group):
                    self._add(group, "responsible", cues("later")[match["later"]].id, 0.65)
                return
            at = self._text.find(",", at, match.start()) + 1
            if at == 0:
                return

    def _joined(self, match: re.Match[str]) -> None:
        """A将…,并会同B…: B cooperates in what A is found to do before it in the sentence."""
        begin = self._sentence_start(match.start())
        led = [at for at, found in self.found.items() if begin <= at[0] < match.start() and found.role != "cooperate"]
        if led and not patterns().past.search(self._text, begin, min(len(self._text), match.end() + PAST_LIST)):
            partners = group_at(self._text, match.end(), self._sentence_end(match.end()))
            self._add(partners, "cooperate", rule_of("infix"), 0.7)

    def _places(self, match: re.Match[str]) -> None:
        """平川、山阳做好…: at least two places of the document's own region, by their short names."""
        names = tuple(Name(at.start, at.end, "spot") for at in pieces(self._text, *match.span("places")))
        if all(self._is_own_place(self._word(name)) for name in names):
            self._add(names, "responsible", cues("places")[match["act"]].id, 0.6)

    def _is_own_place(self, word: str) -> bool:
        region = "" if self._region is None or self._region in words("nationwide") else self._region
        return any(place.full_name.startswith(region) and place.full_name != region for place in regions_named(word))
