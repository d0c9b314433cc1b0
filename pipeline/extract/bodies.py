"""Responsible bodies: who answers for a task, found where Chinese documents say so.

Three places are read: brackets behind a task (``(市发改委牵头,市财政局配合)``, ``(责任单位:…)``), lines that open with such a
label, and running text, where a subject stands before a modal (要, 应, 将), a verb of duty (牵头, 负责) or a frequency
(每月), or a body stands behind a word that lays a task on it (由, 落实到, 压实…主体责任). Running text is looked at only around
a cue: one scan finds the cues, and names are parsed to the left or to the right of each.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from pipeline.extract import body_names
from pipeline.extract.body_names import Kind, Name, alternation, find_names, is_cut_word, is_name, name_at, words
from pipeline.segment.regions import regions_named
from pipeline.rulebook import Entry, load
from pipeline.types import BodyMention, Sentence

if TYPE_CHECKING:
    from pipeline.extract.recogniser import Entity, Recogniser

Role = Literal["lead", "responsible", "cooperate", "supervise", "lead_first", "none"]
Place = Literal[
    "label",
    "verb",
    "modal",
    "first",
    "rhythm",
    "before",
    "infix",
    "found",
    "act",
    "charge",
    "charge_verb",
    "agent",
    "fixed",
    "function",
    "function_verb",
    "deed",
    "since",
    "later",
    "as",
    "state",
    "oversee",
    "together",
    "disposal",
    "places",
    "order",
    "adverb",
    "etc",
    "not_duty",
    "turned",
]
_FOUNDED_ENDS = ("小组", "专班", "委员会", "指挥部", "工作组", "联席会议", "专项组", "办公室", "指挥中心", "协调机制")
_OPENERS_OF: tuple[Place, ...] = ("before", "charge_verb", "function_verb", "found")
_ENDING: tuple[Kind, ...] = ("suffix", "strong", "subunit", "head", "post", "bare", "national", "regional", "elliptic", "abbreviation")
# A subject is looked for at most this far to the left of its cue: ten names of the usual six characters and their commas.
SUBJECT_WINDOW = 160
# A duty in brackets is rarely longer than 300 characters; the longest list seen has 30 names.
MAX_BRACKET = 600
# Bare brackets of names count as duties only where a document has several of them.
MIN_BARE_BRACKETS = 3
# The recogniser reads so many characters on both sides of a doubtful subject, and is believed from this probability on.
WINDOW = 24
MIN_PROBABILITY = 0.6
# A task longer than this is cited by its first sentence.
MAX_TASK = 150


class CueEntry(Entry):
    """Words of duty that stand in one place and give one role."""

    place: Place
    role: Role
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Item:
    """One member of a list: its span."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Duty:
    """A list of bodies with one role, before it becomes mentions."""

    items: tuple[_Item, ...]
    role: str
    rule: str
    confidence: float


@dataclass(slots=True)
class _Block:
    """A bracket or line of duty: where it stands and what it says."""

    start: int
    end: int
    duties: list[_Duty] = field(default_factory=list)
    bare: bool = False


@functools.cache
def _cues(place: Place) -> dict[str, CueEntry]:
    return {word: entry for entry in load("duty_cues", CueEntry) if entry.place == place for word in entry.words}


def _any(place: Place) -> str:
    return alternation(_cues(place))


@dataclass(frozen=True, slots=True)
class _Patterns:
    bracket: re.Pattern[str]
    bracket_gate: re.Pattern[str]
    label: re.Pattern[str]
    line_label: re.Pattern[str]
    verb: re.Pattern[str]
    infix: re.Pattern[str]
    etc_tail: re.Pattern[str]
    order: re.Pattern[str]
    hit: re.Pattern[str]
    after: re.Pattern[str]
    separator: re.Pattern[str]
    etc: re.Pattern[str]
    before: re.Pattern[str]
    predicate: re.Pattern[str]
    turned: re.Pattern[str]
    state: re.Pattern[str]
    together: re.Pattern[str]
    oversight: re.Pattern[str]
    later: re.Pattern[str]
    oversight_id: str
    places: re.Pattern[str]
    disposal: re.Pattern[str]


@functools.cache
def _name_ends() -> frozenset[str]:
    """Last two characters of every word that can end a name, and last characters that do so alone."""
    ends = {word[-2:] for kind in _ENDING for word in words(kind)}
    return frozenset(ends | {word for word in words("suffix") if len(word) == 1} | set("区县市镇乡省州旗村)”"))


def _may_end_name(text: str, end: int) -> bool:
    return text[end - 1 : end] in _name_ends() or text[max(0, end - 2) : end] in _name_ends()


@functools.cache
def _patterns() -> _Patterns:
    label, verb, infix, etc = _any("label"), _any("verb"), _any("infix"), _any("etc")
    supervise = [word for word, entry in _cues("first").items() if entry.role == "supervise"]
    not_duty = f"(?!{_any('not_duty')})"
    time = r"(?:\d{4}年底?(?:前|起|内)?|\d{1,2}月(?:\d{1,2}日|底)?(?:前|起)?|年内|年底前?)"
    adverb = f"(?:{_any('adverb')}|{time})"
    founded = f"(?:{'|'.join((*_FOUNDED_ENDS, *words('post')))})"
    last = "".join(sorted({end[-1] for end in _name_ends()}))
    # 会 is a modal behind the organs of Hong Kong and Taiwan only; elsewhere it is mostly the end of a word.
    may = "(?<=[局署处府院司室亦也还都均])会"
    modal = alternation(word for word in _cues("modal") if word != "会")
    cue = (
        f"(?P<infix>{not_duty}{infix})|(?P<modal>{not_duty}(?:{may}|{modal}))|(?P<verb>{not_duty}{verb})|(?P<rhythm>{_any('rhythm')})"
    )
    present = f"(?P<since>{_any('since')})|(?P<as>{_any('as')})|(?P<deed>{not_duty}{_any('deed')})"
    firsts = "".join(sorted({word[0] for place in ("etc", "adverb", "modal", "infix", "verb", "rhythm", "since", "as", "deed") for word in _cues(place)} | set("0123456789年")))  # type: ignore[arg-type]
    near = r"[^,。;\n]{1,30}?"
    owners = alternation([word for kind in ("bare", "regional", "quantifier") for word in words(kind)])  # type: ignore[arg-type]
    opener = (
        f"(?P<assign>{_any('before')})|(?P<by>由)|(?P<charge>{_any('charge_verb')}(?={near}责任))"
        f"|(?P<function>{_any('function_verb')}(?={near}作用))|(?P<found>{_any('found')}(?!了)(?={near}{founded}))"
        f"|(?P<fixed>是(?={owners}))"
    )
    openers = "".join(sorted({word[0] for place in _OPENERS_OF for word in _cues(place)} | {"由", "是"}))
    return _Patterns(
        bracket=re.compile(rf"[(〔\[【]((?:[^()〔〕\[\]【】\n]|\([^()\n]{{0,80}}\)|〔[^〔〕\n]{{0,80}}〕){{2,{MAX_BRACKET}}}+)[)〕\]】]"),
        bracket_gate=re.compile("牵头|负责|责任|配合|单位|部门|落实|实施|参与|协助|督"),
        label=re.compile(rf"(?P<label>{label})(?:\s*[::]\s*|[为是]|\s+)"),
        line_label=re.compile(rf"(?P<label>{label})\s*:"),
        verb=re.compile(rf"(?P<verb>{verb})(?=[,;、。\s]|$)"),
        infix=re.compile(rf"{not_duty}(?P<infix>{infix})"),
        etc_tail=re.compile(rf"(?:{etc}|为(?:主)?|具体|,)\Z"),
        order=re.compile(_any("order")),
        hit=re.compile(rf"(?<=[{re.escape(last)}])(?=[{firsts}])(?P<etc>{etc})?(?P<adverb>{adverb}{{0,4}}?)(?:{cue}|{present})"),
        after=re.compile(rf"(?P<etc>{etc})?(?P<adverb>{adverb}{{0,4}}?)(?:{cue}|(?P<agent>{_any('agent')}))"),
        separator=re.compile(r"(?:[、,/](?:以及|和|及|或)?|和|与|及|以及|或|等和|等与|并)"),
        etc=re.compile(etc),
        before=re.compile(f"(?=[{openers}])(?:{opener})"),
        predicate=re.compile(
            rf"(?:{adverb}|加强|开展|进行|组织|实施|做好|充分发挥|持续|对其|好)*(?P<first>{_any('first')})"
        ),
        turned=re.compile(rf"{_any('turned')}\Z"),
        state=re.compile(rf"(?:也|都|均|同时)?{_any('state')}"),
        together=re.compile(rf"(?:{etc})?{_any('together')}"),
        oversight=re.compile(rf"{_any('oversee')}[^,。;\n]{{0,14}}?(?:{alternation(supervise)})"),
        later=re.compile(rf",(?:{_any('later')})"),
        places=re.compile(
            rf"(?<=[。;,\n])(?P<places>[一-鿿]{{2,4}}(?:、[一-鿿]{{2,4}})+?(?:和[一-鿿]{{2,4}}?)?)(?:等地)?(?P<act>{_any('places')})"
        ),
        disposal=re.compile(rf"[^,。;\n]{{2,24}}?{_any('disposal')}"),
        oversight_id=next(iter(_cues("oversee").values())).id,
    )


# ---------------------------------------------------------------------------------------------- lists of names


_OPENERS, _CLOSERS = "(〔〈[", ")〕〉]"
_SPLIT = re.compile(r"[、,;,/\s]|以及|和|与|及|如(?!皋|东)")
_LEADING = re.compile(r"\s*(?:其中|以及|等和|由|和|与|及|会同|:|,|、|;)*\s*")
_IMPLAUSIBLE = re.compile(r"[。!?%::“”]|\d{3,}|\d+年|[一-鿿]由|根据|按照|的|了|并|进行|开展|加强|推进(?!办|委|组|中心|小组|会)|通过|给予|情况|如下|不得|详见|附件")
_HAN_START = re.compile(r"[一-鿿A-Z]")
_PLAUSIBLE_END: str = "局厅部委办署院会处室社组府门位关构业司心团行区县市省州旗盟镇乡村校站所队馆台园社区街道资本长员者中央)〕平台机制户体"


def _pieces(text: str, start: int, end: int) -> Iterator[_Item]:
    """Cut a list at its delimiters outside nested brackets; 和 and its like cut only between complete names."""
    depth, begin = 0, start
    at = start
    while at < end:
        character = text[at]
        if character in _OPENERS:
            depth += 1
        elif character in _CLOSERS:
            depth = max(0, depth - 1)
        elif depth == 0:
            match = _SPLIT.match(text, at, end)
            if match and (match.group() in "、,;/" or match.group().isspace() or _complete(text, begin, at, match.end())):
                yield _Item(begin, at)
                begin = at = match.end()
                continue
        at += 1
    yield _Item(begin, end)


def _complete(text: str, begin: int, at: int, after: int) -> bool:
    """Whether 和 at ``at`` joins two names: what stands before it is one, or is only 等."""
    left = text[begin:at]
    if left.endswith("等") or not left:
        return True
    return len(left) >= 2 and is_name(left) and not text.startswith("国家安全", after)


def _cleaned(text: str, item: _Item) -> _Item | None:
    """The item without connectives at its ends; None if nothing is left."""
    start = _LEADING.match(text, item.start, item.end)
    begin = start.end() if start else item.start
    end = item.end
    tail = _patterns().etc_tail
    while end > begin:
        match = tail.search(text, begin, end)
        if match and match.start() < match.end():
            end = match.start()
        elif text[end - 1].isspace() or text[end - 1] in ",;、。":
            end -= 1
        else:
            break
    note = re.search(r"[〈(](?:含|以下|下同|包括)[^()〈〉]*[〉)]\Z", text[begin:end])
    if note:
        end = begin + note.start()
    return _Item(begin, end) if end - begin >= 2 else None


def _listed(text: str, start: int, end: int, strict: bool, known: bool = False) -> tuple[_Item, ...] | None:
    """The members of a list that fills ``text[start:end]``, None if one of them is no body.

    ``strict`` asks for the name pattern or a plausible last character; ``known`` for the name pattern.
    """
    items, doubtful = [], 0
    for piece in _pieces(text, start, end):
        item = _cleaned(text, piece)
        if item is None:
            continue
        word = text[item.start : item.end]
        if not is_name(word):
            if len(word) > 34 or _IMPLAUSIBLE.search(word) or not _HAN_START.match(word) or known:
                return None
            if strict and word[-1] not in _PLAUSIBLE_END:
                # 广州、深圳市政府: the short form of a place beside full names.
                if len(word) > 3:
                    return None
                doubtful += 1
        items.append(item)
    return tuple(items) if items and doubtful * 2 < len(items) else None


# ---------------------------------------------------------------------------------------------- brackets and lines


def _first_leads(items: tuple[_Item, ...], rule: str, confidence: float, rest: str = "responsible") -> list[_Duty]:
    duties = [_Duty(items[:1], "lead", rule, confidence)]
    if items[1:]:
        duties.append(_Duty(items[1:], rest, rule, confidence))
    return duties


def _labelled(text: str, start: int, end: int, confidence: float) -> list[_Duty]:
    """Duties of ``牵头单位:A、B,责任单位:C``: each label holds for the list up to the next label."""
    labels = list(_patterns().label.finditer(text, start, end))
    duties: list[_Duty] = []
    for number, match in enumerate(labels):
        stop = labels[number + 1].start() if number + 1 < len(labels) else end
        sentence_end = text.find("。", match.end(), stop)
        if sentence_end >= 0:
            stop = sentence_end
        cue = _cues("label")[match.group("label")]
        if cue.role == "none":
            continue
        personal = match.group("label").endswith(("领导", "人"))
        items = _listed(text, match.end(), stop, strict=False, known=personal)
        if items is None:
            # Prose behind the label: keep the names that the pattern knows.
            items = tuple(_Item(n.start, n.end) for n in find_names(text, match.end(), stop) if n.kind != "bare")
        if items:
            duties.append(_Duty(items, cue.role, cue.id, confidence))
    return duties


def _verbal(text: str, start: int, end: int, confidence: float) -> list[_Duty]:
    """Duties of ``A牵头,B、C配合``: each list takes the role of the verb that closes it."""
    patterns = _patterns()
    duties: list[_Duty] = []
    begin, has_lead = start, False
    for match in patterns.verb.finditer(text, start, end):
        if match.start() < begin:
            continue
        cue = _cues("verb")[match.group("verb")]
        lists = _joint(text, begin, match.start(), cue, confidence)
        if lists is None:
            lists = _plain(text, begin, match.start(), cue, has_lead, confidence)
        if lists is None:
            return []
        duties += lists
        has_lead = has_lead or any(duty.role == "lead" for duty in lists)
        begin = match.end()
    rest = text[begin:end].strip(",;、。 ")
    if rest and not patterns.order.search(rest) and len(rest) > 12:
        return []
    return duties


def _joint(text: str, start: int, end: int, cue: CueEntry, confidence: float) -> list[_Duty] | None:
    """``A会同B负责``: A leads and B cooperates."""
    for infix in _patterns().infix.finditer(text, start, end):
        left = _listed(text, start, infix.start(), strict=True)
        right = _listed(text, infix.end(), end, strict=True)
        if left and right and all(is_name(text[i.start : i.end]) for i in left):
            return [_Duty(left, "lead", cue.id, confidence), _Duty(right, "cooperate", cue.id, confidence)]
    return None


def _plain(text: str, start: int, end: int, cue: CueEntry, has_lead: bool, confidence: float) -> list[_Duty] | None:
    items = _listed(text, start, end, strict=True)
    if items is None:
        return [] if not text[start:end].strip(",;、。 ") else None
    if cue.role == "lead_first":
        return [_Duty(items, "responsible", cue.id, confidence)] if has_lead else _first_leads(items, cue.id, confidence)
    return [_Duty(items, cue.role, cue.id, confidence)]


def _bracket_block(text: str, match: re.Match[str]) -> _Block | None:
    start, end = match.span(1)
    patterns = _patterns()
    gate = patterns.bracket_gate.search(text, start, end)
    block = _Block(match.start(), match.end())
    if gate:
        if patterns.label.match(text, start, end):
            block.duties = _labelled(text, start, end, 0.97)
        else:
            stop = end
            full_stop = text.find("。", start, end)
            if full_stop >= 0:
                stop = full_stop
            block.duties = _verbal(text, start, stop, 0.96)
        if block.duties:
            return block
    if match.end() - match.start() <= 120 and (match.start() == 0 or text[match.start() - 1] in "。;\n"):
        items = _listed(text, start, end, strict=True)
        if items and sum(is_name(text[i.start : i.end]) for i in items) * 2 >= len(items):
            block.duties = [_Duty(items, "responsible", "bare_bracket", 0.6)]
            block.bare = True
            return block
    return None


def _bracket_blocks(text: str) -> list[_Block]:
    found = [block for match in _patterns().bracket.finditer(text) if (block := _bracket_block(text, match))]
    if sum(block.bare for block in found) < MIN_BARE_BRACKETS:
        found = [block for block in found if not block.bare]
    return found


_LABEL_HEAD = re.compile(r"(?:[\n。;,、)\]】\t]|\A)\s*(?:\d{1,2}[.、]|[•·●◆★☆※*(-])?\s*\Z")


def _line_blocks(text: str, taken: Sequence[_Block]) -> list[_Block]:
    """Lines ``责任单位:…``; labels of one line belong together."""
    found: list[_Block] = []
    starts = [block.start for block in taken]
    for match in _patterns().line_label.finditer(text):
        start = match.start("label")
        if not _LABEL_HEAD.search(text, max(0, start - 8), start):
            continue
        index = bisect_right(starts, start) - 1
        if (index >= 0 and start < taken[index].end) or (found and start < found[-1].end):
            continue
        end = text.find("\n", match.end())
        end = len(text) if end < 0 else end
        if not text[match.end() : end].strip():
            following = text.find("\n", end + 1)
            end = len(text) if following < 0 else following
        duties = _labelled(text, start, end, 0.95)
        if duties:
            found.append(_Block(start, end, duties))
    return found


def _table_blocks(text: str) -> list[_Block]:
    """Cells under a header cell 责任单位: lines that are nothing but names."""
    labels = _cues("label")
    headers: list[CueEntry] = []
    found: list[_Block] = []
    at, column = 0, 0
    for line in text.split("\n"):
        start, at = at, at + len(line) + 1
        word = line.strip()
        if word in labels and labels[word].role != "none":
            if found and found[-1].end + 1 < start:
                headers = []
            headers = [*[h for h in headers if h is not labels[word]], labels[word]]
            column = 0
            continue
        if not headers or not 2 <= len(word) <= 120:
            column = 0
            continue
        items = _listed(text, start, start + len(line), strict=True, known=True)
        if items is None:
            column = 0
            continue
        cue = headers[min(column, len(headers) - 1)]
        column += 1
        found.append(_Block(start, start + len(line), [_Duty(items, cue.role, cue.id, 0.75)]))
    return found


def _with_order(text: str, blocks: list[_Block]) -> None:
    """Apply 列第一位者为牵头单位: from the place that says it on, or throughout if it stands outside a duty."""
    order = _patterns().order.search(text)
    if order is None or "牵头" not in text[order.start() : order.end() + 20]:
        return
    inside = [block for block in blocks if block.start <= order.start() <= block.end + 1]
    begin = inside[0].start if inside else -1
    for block in blocks:
        if block.start < begin or any(duty.role == "lead" for duty in block.duties):
            continue
        changed: list[_Duty] = []
        for duty in block.duties:
            if duty.role == "responsible" and not changed:
                changed += _first_leads(duty.items, duty.rule, duty.confidence)
            else:
                changed.append(duty)
        block.duties = changed


class _Layout:
    """Paragraphs, sentences and sections of the text, for what a duty covers."""

    def __init__(self, text: str, sentences: Sequence[Sentence]) -> None:
        self.text = text
        self.sentences = sentences
        self.starts = [sentence.start for sentence in sentences]

    def paragraph_start(self, at: int) -> int:
        return self.text.rfind("\n", 0, at) + 1

    def sentence(self, at: int) -> Sentence | None:
        index = bisect_right(self.starts, at) - 1
        return self.sentences[index] if index >= 0 else None

    def before(self, start: int, floor: int, whole_section: bool) -> tuple[int, int]:
        """The text that a duty at ``start`` answers for, not reaching back over ``floor``."""
        begin = max(floor, self.paragraph_start(start))
        if self.text[begin:start].strip(" 。;,、\n\t") and not whole_section:
            return self._trimmed(begin, start)
        # The duty opens its paragraph: it answers for the item above it, as far as its section or the last duty goes.
        end = begin
        index = bisect_right(self.starts, max(0, end - 1)) - 1
        if index < 0:
            return self._trimmed(floor, start)
        section = self.sentences[index].section
        first = index
        while first > 0 and self.sentences[first - 1].section == section and self.sentences[first - 1].start >= floor:
            if not whole_section and self.sentences[first - 1].paragraph != self.sentences[index].paragraph:
                break
            first -= 1
        return self._trimmed(max(floor, min(self.sentences[first].start, start)), start)

    def _trimmed(self, start: int, end: int) -> tuple[int, int]:
        while start < end and self.text[start] in " 。;,、\n\t":
            start += 1
        while end > start and self.text[end - 1] in " \n\t":
            end -= 1
        return start, end

    def task(self, covers: tuple[int, int]) -> tuple[int, int]:
        """What a duty is cited by: all it covers if that is short, else its first sentence."""
        start, end = covers
        if end - start <= MAX_TASK:
            return covers
        stop = self.text.find("。", start, end)
        return (start, stop + 1) if 0 <= stop and stop + 1 - start >= 8 else (start, min(end, start + MAX_TASK))

    def clause(self, start: int, end: int) -> tuple[int, int]:
        """The run of clauses around a span, between full stops, semicolons and line ends."""
        line = self.paragraph_start(start)
        left = max(line, *(self.text.rfind(sign, line, start) + 1 for sign in "。;!?"))
        right = _CLAUSE_END.search(self.text, end)
        return self._trimmed(left, right.start() if right else len(self.text))


# ---------------------------------------------------------------------------------------------- running text


def _group_before(text: str, end: int, floor: int) -> tuple[Name, ...]:
    """The list of names that ends exactly at ``end``: coordinated names, nearest last."""
    if is_cut_word(text, end):
        return ()
    group = _joined(text, _clause_start(text, end, floor), end)
    # A list may go on over a comma (各镇街,各部门), but only if both parts fill their clauses.
    while group and group[0].start > floor and text[group[0].start - 1] == ",":
        comma = group[0].start - 1
        more = _joined(text, _clause_start(text, comma, floor), comma)
        if not more or _within_clause(text, more[0].start):
            break
        group = [*more, *group]
    if all(name.kind in {"spot", "elliptic"} for name in group):
        return ()
    closed = text[group[-1].start : end].endswith("部门") or _patterns().etc.match(text, end)
    while group and group[0].kind == "elliptic" and not closed:
        group.pop(0)
    return tuple(group)


def _clause_start(text: str, end: int, floor: int) -> int:
    return max(floor, end - SUBJECT_WINDOW, *(text.rfind(sign, floor, end) + 1 for sign in ",:"))


def _joined(text: str, start: int, end: int) -> list[Name]:
    """The coordinated names that end at ``end``, parsed from ``start``."""
    names = find_names(text, start, end)
    if not names or names[-1].end != end:
        return []
    group = [names[-1]]
    for name in reversed(names[:-1]):
        gap = text[name.end : group[0].start]
        if gap and not _patterns().separator.fullmatch(gap) and not _patterns().etc.fullmatch(gap):
            break
        group.insert(0, name)
    return group


def _within_clause(text: str, start: int) -> bool:
    return start > 0 and bool(_HAN.match(text[start - 1]))


_HAN = re.compile(r"[一-鿿]")
_HAN_OR_QUOTE = re.compile(r"[一-鿿“\d《A-Z]")


def _list_at(text: str, start: int, end: int) -> tuple[Name, ...]:
    """The list of names that begins exactly at ``start``."""
    group: list[Name] = []
    at = start
    while at < end and (name := name_at(text, at, end)) is not None:
        group.append(name)
        gap = _patterns().separator.match(text, name.end, end)
        if gap is None:
            break
        at = gap.end()
    if all(name.kind in {"spot", "elliptic"} for name in group):
        return ()
    return tuple(group)


_PAST = re.compile(r"了|已经|曾")
_CLAUSE_END = re.compile(r"[。;\n!?]")
_BORDER = re.compile(r"[,。;:\n!?]")
_QUANTIFIED = re.compile(r"^(?:全[国省市县区]|各|每|有关|相关|地方|所)")
_BY_MANY = re.compile(r"[^。;:由\n]{4,90}?(?P<close>等(?:有关|相关)?(?:单位|部门|企业|机构|机关))")
_JOINT = re.compile(r"会同|联合|与")
_SENTENCE_HEAD = re.compile(r"(?:今年|同时|另外?|此外|对此|未来|目前|因此|所以|然而),?")
_OPENING = ("年内", "今年", "明年", "同时")
_EACH = re.compile(r"(?:全[省市县区])?(?:各|每)")
_FOREIGN = re.compile(r"(?:美国|日本|苏联|英国|法国|德国|俄罗斯|印度|越南|柬埔寨|韩国|欧盟|以色列|外国|两国|该国|巴)\Z")


@dataclass(frozen=True, slots=True)
class _Found:
    """What is known of a body in running text."""

    role: str
    rule: str
    confidence: float
    covers: tuple[int, int]
    detected_by: str


class _Model:
    """The recogniser, asked for one clause at a time and only if it is there."""

    def __init__(self, text: str, use: bool, recogniser: Recogniser | None) -> None:
        self.text = text
        self.recogniser = recogniser
        self.use = use
        self.known: dict[tuple[int, int], tuple[Entity, ...]] = {}

    def _entities(self, start: int, end: int, sentence: tuple[int, int]) -> tuple[Entity, ...]:
        """Entities around a span, with offsets into the text; a window of the sentence is enough for the model."""
        if not self.use:
            return ()
        clause = (max(sentence[0], start - WINDOW), min(sentence[1], end + WINDOW))
        if clause not in self.known:
            from pipeline.extract import recogniser as module

            model = self.recogniser or module.default()
            found = model.entities(self.text[clause[0] : clause[1]]) if model else []
            self.known[clause] = tuple(
                replace(entity, start=entity.start + clause[0], end=entity.end + clause[0]) for entity in found
            )
        return self.known[clause]

    def subject(self, end: int, sentence: tuple[int, int]) -> tuple[Name, ...]:
        """The body that ends at ``end`` by the model alone."""
        for entity in self._entities(end, end, sentence):
            start = entity.start
            if entity.end == end and entity.label == "ORG" and entity.probability >= MIN_PROBABILITY:
                if end - start >= 3 and not _IMPLAUSIBLE.search(self.text, start, end):
                    return (Name(start, end, "model"),)
        return ()

    def confirms(self, name: Name, sentence: tuple[int, int]) -> bool:
        """Whether the model sees a body with the borders of ``name``."""
        return any(
            (entity.start, entity.end, entity.label) == (name.start, name.end, "ORG")
            for entity in self._entities(name.start, name.end, sentence)
        )


class _Prose:
    """Duties in running text."""

    def __init__(
        self, text: str, layout: _Layout, blocks: Sequence[_Block], region: str | None, model: _Model
    ) -> None:
        self.region = region
        self.model = model
        self.text = text
        self.layout = layout
        self.blocks = blocks
        self.block_starts = [block.start for block in blocks]
        self.found: dict[tuple[int, int], _Found] = {}

    def run(self) -> None:
        for match in _patterns().before.finditer(self.text):
            if not self._in_block(match.start()):
                self._forward(match)
        for match in _patterns().hit.finditer(self.text):
            if _may_end_name(self.text, match.start()) and not self._in_block(match.start()):
                self._backward(match)
        for match in _patterns().oversight.finditer(self.text):
            if not self._in_block(match.start()):
                self._oversight(match)
        for match in _patterns().later.finditer(self.text):
            self._later(match)
        for match in _patterns().places.finditer(self.text):
            self._places(match)

    def _later(self, match: re.Match[str]) -> None:
        """``行政院已…,今年起将…``: the subject at the head of the sentence acts in a later clause."""
        begin = self._sentence_start(match.start())
        at = begin
        for _ in range(3):
            head = _SENTENCE_HEAD.match(self.text, at, match.start())
            at = head.end() if head else at
            group = _list_at(self.text, at, match.start())
            if group:
                if all(name.kind == "regional" or self.text[name.start : name.end] == "政府" for name in group):
                    self._add(group, "responsible", _cues("later")[match.group()[1:]].id, 0.65)
                return
            comma = self.text.find(",", at, match.start())
            if comma < 0:
                return
            at = comma + 1

    def _places(self, match: re.Match[str]) -> None:
        """``平川、山阳做好…``: at least two places of the document's own region, by their short names."""
        names = tuple(Name(at.start, at.end, "spot") for at in _pieces(self.text, *match.span("places")))
        if self.region and all(self._is_own_place(self.text[name.start : name.end]) for name in names):
            self._add(names, "responsible", _cues("places")[match.group("act")].id, 0.6)

    def _is_own_place(self, word: str) -> bool:
        region = self.region or ""
        return any(place.full_name.startswith(region) and place.full_name != region for place in regions_named(word))

    def _oversight(self, match: re.Match[str]) -> None:
        """``市活动办…,对…进行通报``: a single organ at the head of the sentence oversees."""
        begin = self._sentence_start(match.start())
        clause = max(begin, self.text.rfind(",", begin, match.start()) + 1)
        for at in sorted({clause, begin}, reverse=True):
            group = _list_at(self.text, at, match.start())
            if not group:
                continue
            if all(name.kind in _ORGANS or name.kind == "bound" for name in group) and not _PAST.search(self.text, at, match.end() + 6):
                rule = _patterns().oversight_id
                self._add(group, "supervise", rule, 0.75)
                joint = _JOINT.search(self.text, group[-1].end, match.start() + 1)
                if joint:
                    self._add(_list_at(self.text, joint.end(), match.end()), "supervise", rule, 0.7)
            return

    def _in_block(self, at: int) -> bool:
        index = bisect_right(self.block_starts, at) - 1
        return index >= 0 and at < self.blocks[index].end

    def _sentence_end(self, at: int) -> int:
        match = _CLAUSE_END.search(self.text, at)
        return match.start() if match else len(self.text)

    def _sentence_start(self, at: int) -> int:
        return max(self.text.rfind(sign, max(0, at - SUBJECT_WINDOW), at) for sign in "。;\n!?") + 1

    def _add(self, names: Sequence[Name], role: str, rule: str, confidence: float) -> None:
        if not names:
            return
        covers = self.layout.clause(names[0].start, names[-1].end)
        for name in names:
            sure, seen = confidence, "rule"
            if name.kind == "model":
                sure, seen = confidence - 0.3, "ner"
            elif name.kind in {"bound", "bare", "elliptic"}:
                sure = confidence - 0.25
            if name.kind == "bound" and self.model.confirms(name, covers):
                sure, seen = confidence - 0.1, "both"
            self.found.setdefault((name.start, name.end), _Found(role, rule, round(sure, 2), covers, seen))

    # -- words before a body

    def _forward(self, match: re.Match[str]) -> None:
        end = self._sentence_end(match.end())
        kind = match.lastgroup
        if kind == "assign":
            names = tuple(n for n in _list_at(self.text, match.end(), end) if n.kind != "bare" or n.start > match.end())
            self._add(names, "responsible", _cues("before")[match.group()].id, 0.85)
        elif kind == "by":
            self._by(match.end(), end)
        elif kind == "charge":
            self._charge(match, end)
        elif kind == "function":
            self._function(match, end)
        elif kind == "found":
            self._founded(match, end)
        elif kind == "fixed":
            self._fixed(match, end)

    def _by(self, start: int, end: int) -> None:
        names = _list_at(self.text, start, end)
        after = _patterns().after.match(self.text, names[-1].end, end) if names else None
        if after is None:
            self._by_many(start, end)
            return
        if _PAST.search(self.text, after.end(), min(end, after.end() + 14)):
            return
        kind = after.lastgroup
        if kind == "verb":
            self._add_by_role(names, _cues("verb")[after.group("verb")], after.group("adverb"), 0.92)
        elif kind == "infix":
            self._add_joint(names, after, end, 0.9)
        elif kind == "modal":
            self._add(names, "responsible", _cues("modal")[after.group("modal")].id, 0.8)
        elif kind == "agent":
            self._add(names, "responsible", _cues("agent")[after.group("agent")].id, 0.82)

    def _by_many(self, start: int, end: int) -> None:
        """``由A、B、C等单位牵头``: what stands between is a list of bodies, known or not."""
        closing = _BY_MANY.match(self.text, start, end)
        after = _patterns().after.match(self.text, closing.end(), end) if closing else None
        if closing is None or after is None or after.lastgroup != "verb":
            return
        stop = closing.start("close")
        items = _listed(self.text, start, stop, strict=False)
        if items and len(items) > 1:
            names = tuple(Name(item.start, item.end, "formal") for item in items)
            self._add_by_role(names, _cues("verb")[after.group("verb")], after.group("adverb"), 0.75)

    def _charge(self, match: re.Match[str], end: int) -> None:
        names = _list_at(self.text, match.end(), end)
        if not names:
            return
        tail = re.compile(rf"的?[一-鿿]{{0,10}}?{_any('charge')}").match(self.text, names[-1].end, end)
        if tail:
            self._add(names, "lead", _cues("charge_verb")[match.group()].id, 0.8)

    def _function(self, match: re.Match[str], end: int) -> None:
        names = _list_at(self.text, match.end(), end)
        if not names or all(name.kind in {"bare", "class"} for name in names):
            return
        tail = re.compile(rf"的?(?P<function>{_any('function')})(?:[、和]?[一-鿿]{{0,6}})作用").match(self.text, names[-1].end, end)
        if tail:
            role = "lead" if "牵头" in tail.group("function") else "responsible"
            self._add(names, role, _cues("function")[tail.group("function")].id, 0.8)

    def _founded(self, match: re.Match[str], end: int) -> None:
        at = match.end()
        count = re.compile(r"(?:\d+|[一二三四五六七八九十两]+)个|由?“").match(self.text, at, end)
        if count:
            at = count.end()
        name = name_at(self.text, at, end)
        if name is None or not (name.kind == "post" or self.text[name.start : name.end].endswith(_FOUNDED_ENDS)):
            return
        act = re.compile(rf"[”]?(?:,(?P<act>{_any('act')}))").match(self.text, name.end, end)
        if act:
            role = "lead" if "负责" in act.group("act") else "responsible"
            self._add((name,), role, _cues("found")[match.group()].id, 0.75)

    def _fixed(self, match: re.Match[str], end: int) -> None:
        names = _list_at(self.text, match.end(), min(end, match.end() + 40))
        if not names:
            return
        tail = re.compile(rf"(?:的|[一-鿿]{{0,8}}的)?{_any('fixed')}").match(self.text, names[-1].end, end)
        if tail:
            self._add(names, "responsible", "duty_noun", 0.7)

    # -- words behind a body

    def _backward(self, match: re.Match[str]) -> None:
        floor = self._sentence_start(match.start())
        group = _group_before(self.text, match.start(), floor)
        if not group and match.lastgroup in {"modal", "verb"}:
            group = self.model.subject(match.start(), self.layout.clause(match.start(), match.start()))
        if not group or self._is_turned(group[0].start):
            return
        end = self._sentence_end(match.end())
        kind = match.lastgroup
        if kind == "modal":
            self._modal(group, match, end)
        elif kind == "verb":
            self._verb(group, match, end)
        elif kind == "infix":
            before = self.text[max(0, group[0].start - 2) : group[0].start]
            loose = before in _ENCOURAGED or (match.group("infix") != "会同" and not all(n.kind in _ORGANS for n in group))
            if not loose and not _PAST.search(self.text, match.end(), end):
                self._add_joint(group, match, end, 0.82)
        elif kind == "rhythm":
            self._rhythm(group, match, end)
        elif kind == "since":
            self._add(group, "responsible", _cues("since")[match.group("since")].id, 0.75)
        elif kind == "as":
            self._as(group, match, end)
        elif kind == "deed":
            self._deed(group, match, end)

    def _as(self, group: tuple[Name, ...], match: re.Match[str], end: int) -> None:
        """``X作为…牵头部门``: the part that the body plays is its role."""
        part = re.compile(rf"[^,。;\n]{{0,30}}?(?P<label>{_any('label')})(?=[,。;\n]|$)").match(self.text, match.end(), end)
        if part:
            role = _cues("label")[part.group("label")].role
            self._add(group, role, _cues("as")["作为"].id, 0.8)

    def _deed(self, group: tuple[Name, ...], match: re.Match[str], end: int) -> None:
        """A class of bodies that opens a clause and acts in the present."""
        first = self.text[group[0].start : group[0].end]
        if not self._opens(group[0].start) or not (_EACH.match(first) or len(group) > 2):
            return
        if any(name.kind in {"bound", "elliptic"} for name in group) or _PAST.search(self.text, match.start(), end):
            return
        self._add(group, "responsible", _cues("deed")[match.group("deed")].id, 0.6)

    def _is_turned(self, start: int) -> bool:
        """Whether the word before makes the body an object (对各县区, 向市政府) or a foreign one."""
        if start == 0 or not _HAN.match(self.text[start - 1]):
            return False
        before = self.text[max(0, start - 4) : start]
        return bool(_patterns().turned.search(before)) or bool(_FOREIGN.search(before))

    def _modal(self, group: tuple[Name, ...], match: re.Match[str], end: int) -> None:
        modal = match.group("modal")
        before = self.text[max(0, group[0].start - 2) : group[0].start]
        if before in _ENCOURAGED:
            return
        if _patterns().state.match(self.text, match.end(), end) or not _HAN_OR_QUOTE.match(self.text, match.end(), end):
            return
        last = self.text[group[-1].start : group[-1].end]
        if modal.endswith("会") and (group[-1].kind in {"class", "bound"} or last.endswith("部")):
            return
        if modal == "将" and group[-1].kind == "regional" and _patterns().disposal.match(self.text, match.end(), end):
            return
        rule = _cues("modal")[modal].id
        role = self._role_of_predicate(group, match.end(), end)
        partners = self._partners(match.end(), end)
        if partners and role == "supervise":
            group = (*group, *partners)
        elif partners:
            self._add(partners, "cooperate", rule, 0.75)
            role = "lead"
        self._add(group, role, rule, 0.86)

    def _partners(self, start: int, end: int) -> tuple[Name, ...]:
        """The list of ``与A、B联合…`` right behind a modal."""
        if not self.text.startswith(("与", "和", "同"), start):
            return ()
        names = _list_at(self.text, start + 1, end)
        if not names:
            return ()
        return names if _patterns().together.match(self.text, names[-1].end, end) else ()

    def _role_of_predicate(self, group: tuple[Name, ...], start: int, end: int) -> str:
        first = _patterns().predicate.match(self.text, start, end)
        name = self.text[group[-1].start : group[-1].end]
        if first:
            role = _cues("first")[first.group("first")].role
            if role != "supervise" or not _QUANTIFIED.match(name):
                return role
        if _SUPERVISOR.search(name):
            return "supervise"
        border = _BORDER.search(self.text, start, end)
        clause_end = border.start() if border else end
        if not _QUANTIFIED.match(name) and _patterns().oversight.search(self.text, start, clause_end):
            return "supervise"
        return "responsible"

    def _verb(self, group: tuple[Name, ...], match: re.Match[str], end: int) -> None:
        verb = match.group("verb")
        cue = _cues("verb")[verb]
        if _PAST.search(self.text, match.end(), min(end, match.end() + 10)):
            return
        if any(name.kind == "bare" for name in group) and self.text[max(0, group[0].start - 1) : group[0].start] == "、":
            return
        closes = match.end() >= len(self.text) or self.text[match.end()] in ",。;、\n)”"
        sure = cue.id in {"lead", "charge_of"} and verb not in {"主管", "带头"} or cue.id == "share" and "职责" in verb
        if not sure and not (closes and self._opens(group[0].start)):
            return
        self._add_by_role(group, cue, match.group("adverb"), 0.85)

    def _opens(self, start: int) -> bool:
        return start == 0 or not _HAN.match(self.text[start - 1]) or self.text.startswith(_OPENING, start - 2)

    def _rhythm(self, group: tuple[Name, ...], match: re.Match[str], end: int) -> None:
        if not self._opens(group[0].start) or any(name.kind == "bare" for name in group):
            return
        role = "responsible"
        clause_end = _BORDER.search(self.text, match.end())
        stretch = self.text[match.end() : min(end, clause_end.start() if clause_end else end)]
        if any(word in stretch for word, cue in _cues("first").items() if cue.role == "supervise"):
            role = "supervise"
        self._add(group, role, _cues("rhythm")[match.group("rhythm")].id, 0.75)

    # -- roles of lists

    def _add_by_role(self, names: tuple[Name, ...], cue: CueEntry, adverb: str, confidence: float) -> None:
        if cue.role == "lead_first":
            if "分别" in adverb:
                self._add(names, "lead", cue.id, confidence)
                return
            self._add(names[:1], "lead", cue.id, confidence)
            self._add(names[1:], "responsible", cue.id, confidence)
        else:
            self._add(names, cue.role, cue.id, confidence)

    def _add_joint(self, group: tuple[Name, ...], match: re.Match[str], end: int, confidence: float) -> None:
        others = _list_at(self.text, match.end(), end)
        cue = _cues("infix")[match.group("infix")]
        if not others and cue.words[0] != match.group("infix"):
            return
        follows = others[-1].end if others else match.end()
        stretch = self.text[follows : min(end, follows + 20)]
        if any(word in stretch for word, first in _cues("first").items() if first.role == "supervise"):
            self._add((*group, *others), "supervise", cue.id, confidence)
            return
        self._add(group, "lead", cue.id, confidence)
        self._add(others, "cooperate", cue.id, confidence)


_ENCOURAGED = {"支持", "鼓励", "引导", "允许", "推动", "促进"}
_ORGANS = {"formal", "national", "regional"}
_SUPERVISOR = re.compile(r"督查|督导|督办|考核办")


# ---------------------------------------------------------------------------------------------- all together


def _block_mentions(layout: _Layout, blocks: Sequence[_Block]) -> Iterator[BodyMention]:
    floor = 0
    for block in blocks:
        is_line = any(duty.confidence in {0.95, 0.75} for duty in block.duties)
        covers = layout.before(block.start, floor, whole_section=is_line)
        task = layout.task(covers) if covers[0] < covers[1] else (block.start, block.end)
        covers = covers if covers[0] < covers[1] else (block.start, block.end)
        floor = block.end
        for duty in block.duties:
            for item in duty.items:
                yield BodyMention(item.start, item.end, duty.role, task, covers, "rule", duty.rule, duty.confidence)


def find_bodies(
    text: str,
    sentences: Sequence[Sentence],
    region: str | None,
    *,
    use_model: bool = True,
    recogniser: Recogniser | None = None,
) -> list[BodyMention]:
    """Find the bodies that a text makes answer for a task.

    Parameters
    ----------
    text : str
        Normal text.
    sentences : sequence of Sentence
        Its sentences, in order; they bound what a duty above a line answers for.
    region : str or None
        Full name of the document's region (河北省廊坊市).
    use_model : bool
        Whether to ask the recogniser about subjects that the name pattern does not know.
    recogniser : Recogniser, optional
        The one to ask; that of this package if not given.

    Returns
    -------
    list of BodyMention
        In text order, spans not overlapping; ``rule`` is the id of the cue entry that decided.
    """
    layout = _Layout(text, sentences)
    blocks = _bracket_blocks(text)
    blocks += _line_blocks(text, blocks)
    blocks += _table_blocks(text)
    blocks.sort(key=lambda block: (block.start, block.end))
    _with_order(text, blocks)
    mentions = list(_block_mentions(layout, blocks))
    prose = _Prose(text, layout, blocks, region, _Model(text, use_model, recogniser))
    prose.run()
    for (start, end), found in prose.found.items():
        task = layout.task(found.covers)
        mentions.append(
            BodyMention(start, end, found.role, task, found.covers, found.detected_by, found.rule, found.confidence)
        )
    mentions.sort(key=lambda mention: (mention.start, -mention.confidence, -mention.end))
    kept: list[BodyMention] = []
    for mention in mentions:
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return kept


_SHAPES: frozenset[Place] = frozenset(
    {"first", "act", "charge", "charge_verb", "function", "function_verb", "found", "order", "together", "adverb", "etc", "oversee"}
)
_PREVENTS: frozenset[Place] = frozenset({"not_duty", "turned", "state", "disposal"})


def fires(entry_id: str, text: str) -> bool:
    """Whether an entry of ``rules/duty_cues.yaml`` (or of ``rules/bodies.yaml``) takes part in what is decided about ``text``.

    A cue fires where it decides a mention; a word that shapes a decision of another cue, where it stands in a text with a
    mention of its role; a word that prevents one, where it stands in a text without a mention.
    """
    entry = next((entry for entry in load("duty_cues", CueEntry) if entry.id == entry_id), None)
    if entry is None:
        return body_names.fires(entry_id, text)
    mentions = find_bodies(text, [], None)
    present = any(word in text for word in entry.words)
    if entry.place in _PREVENTS or (entry.place == "label" and entry.role == "none"):
        return present and not mentions
    if entry.place in _SHAPES:
        return present and any(entry.role in {"none", mention.role} for mention in mentions)
    return any(mention.rule == entry_id for mention in mentions)
