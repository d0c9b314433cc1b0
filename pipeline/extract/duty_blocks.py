"""Duties that stand apart from the text: brackets behind a task, lines that open with a label, cells of a table."""

from __future__ import annotations

import functools
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.extract.body_pattern import Kind, find_names, is_name, words
from pipeline.extract.duty_cues import CueEntry, cues, patterns, rule_of

# A duty in brackets is rarely longer than 300 characters; the longest list seen has 30 names.
MAX_BRACKET = 600
MAX_BARE_BRACKET = 120
# Bare brackets of names count as duties only where a document has several of them.
MIN_BARE_BRACKETS = 3
# No member of a list is longer; the longest name seen has 28 characters.
MAX_ITEM = 34
# 广州、深圳市政府: the short form of a place beside full names.
MAX_SHORT_PLACE = 3
MIN_UNKNOWN = 3
MAX_CELL = 120
# What may follow the duties of a bracket without a verb of its own (下同).
MAX_REST = 12

_NESTED = r"\([^()\n]{0,80}\)|〔[^〔〕\n]{0,80}〕|〈[^〈〉\n]{0,80}〉"
_BRACKET = re.compile(rf"[(〔\[【]((?:[^()〔〕〈〉\[\]【】\n]|{_NESTED}){{2,{MAX_BRACKET}}}+)[)〕\]】]")
_LABEL_HEAD = re.compile(r"(?:[\n。;,、)\]】\t]|\A)\s*(?:\d{1,2}[.、]|[•·●◆★☆※*(-])?\s*\Z")
_ASIDE = re.compile(r"[〈(](?P<aside>[^()〈〉]*)[〉)]\Z")
_NO_BODY = re.compile(r"[。!?%:“”]|\d{3,}|\d+年")
_FIRST = re.compile(r"[一-鿿A-Z]")
_OPENERS, _CLOSERS = "(〔〈[", ")〕〉]"
_ENDING: tuple[Kind, ...] = (
    *("suffix", "strong", "subunit", "head", "department", "post", "bare", "actor"),
    *("place", "regional"),
)
_MARKS = ",;、。 \t"


@dataclass(frozen=True, slots=True)
class Item:
    """One member of a list: its span."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Duty:
    """A list of bodies with one role."""

    items: tuple[Item, ...]
    role: str
    rule: str
    confidence: float


@dataclass(slots=True)
class Block:
    """A bracket or line of duty.

    ``form`` is bracket (a duty of the text before it in its paragraph), bare (a bracket of names only), line or cell (a duty
    of the item above).
    """

    start: int
    end: int
    form: str
    duties: list[Duty] = field(default_factory=list)


# ---- lists


def pieces(text: str, start: int, end: int) -> Iterator[Item]:
    """Cut a list at its delimiters outside nested brackets; 和 and its like cut only behind a complete name."""
    depth, begin, at = 0, start, start
    while at < end:
        character = text[at]
        if character in _OPENERS:
            depth += 1
        elif character in _CLOSERS:
            depth = max(0, depth - 1)
        elif depth == 0:
            match = patterns().splitter.match(text, at, end)
            if match and (not _FIRST.match(character) or _completes(text[begin:at])):
                yield Item(begin, at)
                begin = at = match.end()
                continue
        at += 1
    yield Item(begin, end)


def _completes(left: str) -> bool:
    """Whether what stands before 和 is complete: a name, nothing, or the end of a list (等)."""
    return not left or left.endswith("等") or (len(left) > 1 and is_name(left))


def _cleaned(text: str, item: Item) -> Item | None:
    """The item without connectives and asides at its ends; None if no name is left."""
    start, end = item.start, item.end
    head = patterns().list_head.match(text, start, end)
    start = head.end() if head else start
    tail = patterns().list_tail.search(text, start, end)
    end = tail.start() if tail else end
    aside = _ASIDE.search(text, start, end)
    if aside and aside["aside"].startswith(words("no_note")):
        end = aside.start()
    return Item(start, end) if end - start >= 2 else None


def listed(text: str, start: int, end: int, *, strict: bool, known: bool = False) -> tuple[Item, ...] | None:
    """The members of a list that fills a stretch of text.

    Parameters
    ----------
    text : str
    start, end : int
        The stretch.
    strict : bool
        Ask for the name pattern or at least a last character that names end in; else for nothing that a name never has.
    known : bool
        Ask for the name pattern.

    Returns
    -------
    tuple of Item, or None
        None if a member is no body.
    """
    items, doubtful = [], 0
    for piece in pieces(text, start, end):
        item = _cleaned(text, piece)
        if item is None:
            continue
        word = text[item.start : item.end]
        if not is_name(word) and word not in words("bare"):
            if known or not _possible(word):
                return None
            if strict and (len(word) < MIN_UNKNOWN or not word.endswith(_name_endings())):
                if len(word) > MAX_SHORT_PLACE:
                    return None
                doubtful += 1
        items.append(item)
    return tuple(items) if items and doubtful * 2 < len(items) else None


def _possible(word: str) -> bool:
    if len(word) > MAX_ITEM or not _FIRST.match(word) or _NO_BODY.search(word):
        return False
    return not any(stop in word for stop in words("stop"))


@functools.cache
def _name_endings() -> tuple[str, ...]:
    return (*sorted({word[-1] for kind in _ENDING for word in words(kind)} | set(_CLOSERS)), *words("loose"))


# ---- duties


def _first_leads(items: tuple[Item, ...], rule: str, confidence: float) -> list[Duty]:
    duties = [Duty(items[:1], "lead", rule, confidence)]
    if items[1:]:
        duties.append(Duty(items[1:], "responsible", rule, confidence))
    return duties


def _labelled(text: str, start: int, end: int, confidence: float) -> list[Duty]:
    """Duties of ``牵头单位:A、B,责任单位:C``: each label holds for the list up to the next label."""
    labels = list(patterns().label.finditer(text, start, end))
    stops = [*(match.start() for match in labels[1:]), end]
    duties: list[Duty] = []
    for match, stop in zip(labels, stops, strict=True):
        cue = cues("label")[match["label"]]
        if cue.role == "none":
            continue
        sentence_end = text.find("。", match.end(), stop)
        stop = sentence_end if sentence_end >= 0 else stop
        items = listed(text, match.end(), stop, strict=False, known=cue.named)
        if items is None:
            # Prose behind the label: keep the names that the pattern knows.
            items = tuple(Item(n.start, n.end) for n in find_names(text, match.end(), stop) if n.kind != "bare")
        if items:
            duties.append(Duty(items, cue.role, cue.id, confidence))
    return duties


def _verbal(text: str, start: int, end: int, confidence: float) -> list[Duty]:
    """Duties of ``A牵头,B、C配合``: each list takes the role of the verb that closes it; none if a list is no list."""
    duties: list[Duty] = []
    begin = start
    for match in patterns().verb.finditer(text, start, end):
        if match.start() < begin:
            continue
        cue = cues("verb")[match["verb"]]
        has_lead = any(duty.role == "lead" for duty in duties)
        lists = _joint(text, begin, match.start(), cue, confidence) or _plain(
            text, begin, match.start(), cue, has_lead, confidence
        )
        if lists is None:
            return []
        duties += lists
        begin = match.end()
    rest = text[begin:end].strip(_MARKS)
    return duties if len(rest) <= MAX_REST or patterns().order.search(rest) else []


def _joint(text: str, start: int, end: int, cue: CueEntry, confidence: float) -> list[Duty] | None:
    """``A会同B负责``: A leads and B cooperates."""
    for infix in patterns().infix.finditer(text, start, end):
        left = listed(text, start, infix.start(), strict=True, known=True)
        right = listed(text, infix.end(), end, strict=True)
        if left and right:
            return [Duty(left, "lead", cue.id, confidence), Duty(right, "cooperate", cue.id, confidence)]
    return None


def _plain(text: str, start: int, end: int, cue: CueEntry, has_lead: bool, confidence: float) -> list[Duty] | None:
    if not text[start:end].strip(_MARKS):
        return []
    items = listed(text, start, end, strict=True)
    if items is None:
        return None
    if cue.role == "lead_first":
        return [Duty(items, "responsible", cue.id, confidence)] if has_lead else _first_leads(items, cue.id, confidence)
    return [Duty(items, cue.role, cue.id, confidence)]


# ---- blocks


def _bracket(text: str, match: re.Match[str]) -> Block | None:
    start, end = match.span(1)
    if patterns().gate.search(text, start, end):
        if patterns().label.match(text, start, end):
            duties = _labelled(text, start, end, 0.97)
        else:
            full_stop = text.find("。", start, end)
            duties = _verbal(text, start, full_stop if full_stop >= 0 else end, 0.96)
        if duties:
            return Block(match.start(), match.end(), "bracket", duties)
    if end - start <= MAX_BARE_BRACKET and text[max(0, match.start() - 1) : match.start()] in {"", "。", ";", "\n"}:
        items = listed(text, start, end, strict=True)
        if items and sum(is_name(text[item.start : item.end]) for item in items) * 2 >= len(items):
            return Block(match.start(), match.end(), "bare", [Duty(items, "responsible", rule_of("bare"), 0.6)])
    return None


def _brackets(text: str) -> list[Block]:
    found = [block for match in _BRACKET.finditer(text) if (block := _bracket(text, match))]
    enough = sum(block.form == "bare" for block in found) >= MIN_BARE_BRACKETS
    return [block for block in found if enough or block.form != "bare"]


def _lines(text: str, taken: Sequence[Block]) -> list[Block]:
    """Lines ``责任单位:…``; labels of one line belong together, and a label that ends its line takes the next one."""
    found: list[Block] = []
    starts = [block.start for block in taken]
    read = 0
    for match in patterns().line_label.finditer(text):
        start = match.start()
        index = bisect_right(starts, start) - 1
        if start < read or (index >= 0 and start < taken[index].end):
            continue
        if not _LABEL_HEAD.search(text, max(0, start - 8), start):
            continue
        end = _line_end(text, match.end())
        if not text[match.end() : end].strip():
            end = _line_end(text, end + 1)
        read = end
        duties = _labelled(text, start, end, 0.95)
        if duties:
            found.append(Block(start, end, "line", duties))
    return found


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


_CELL = re.compile(r"[^\n\t]+")


def _cells(text: str) -> list[Block]:
    """Cells under header cells 牵头单位, 责任单位: cells that are nothing but names, told apart by their order."""
    labels = cues("label")
    headers: list[CueEntry] = []
    found: list[Block] = []
    column = 0
    for match in _CELL.finditer(text):
        word = match.group().strip()
        header = labels.get(word)
        if header is not None and header.role != "none":
            headers = [header] if found and column else [*headers, header]
            column = 0
            continue
        items = None
        if headers and 2 <= len(word) <= MAX_CELL:
            items = listed(text, match.start(), match.end(), strict=True, known=True)
        if items is None:
            column = 0
            continue
        cue = headers[min(column, len(headers) - 1)]
        duty = Duty(items, cue.role, cue.id, 0.75)
        beside = column > 0 and not text[found[-1].end : match.start()].strip()
        column += 1
        if beside:
            # Lead and responsible of one row stand for the same task.
            found[-1] = Block(found[-1].start, match.end(), "cell", [*found[-1].duties, duty])
        else:
            found.append(Block(match.start(), match.end(), "cell", [duty]))
    return found


def _with_order(text: str, blocks: list[Block]) -> None:
    """Apply 列第一位者为牵头单位: from the place that says it on, or throughout if it stands outside a duty."""
    order = patterns().order.search(text)
    if order is None:
        return
    inside = [block for block in blocks if block.start <= order.start() <= block.end + 1]
    begin = inside[0].start if inside else -1
    for block in blocks:
        if block.start < begin or any(duty.role == "lead" for duty in block.duties):
            continue
        for index, duty in enumerate(block.duties):
            if duty.role == "responsible":
                block.duties[index : index + 1] = _first_leads(duty.items, duty.rule, duty.confidence)
                break


def find_blocks(text: str) -> list[Block]:
    """All brackets, lines and cells of duty, in text order, not overlapping."""
    blocks = _brackets(text)
    blocks += _lines(text, blocks)
    blocks += _cells(text)
    blocks.sort(key=lambda block: (block.start, block.end))
    kept: list[Block] = []
    for block in blocks:
        if not kept or block.start >= kept[-1].end:
            kept.append(block)
    _with_order(text, kept)
    return kept
