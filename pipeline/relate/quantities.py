"""Numbers to indicators: one candidate record for every quantity of a sentence."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, field, replace

from pipeline.extract import vocabulary
from pipeline.relate.lexicon import (
    PhraseClass,
    PredicateClass,
    attribute_of_unit,
    phrase_set,
    phrase_words,
    predicate_classes,
    predicates,
)
from pipeline.relate.phrases import (
    Borders,
    LeftContext,
    distribute,
    left_context,
    right_phrase,
    split_list,
)
from pipeline.segment.sentences import heading_mark
from pipeline.segment.tokens import cut
from pipeline.types import NumberMention, TimeMention

_SEPARATOR = re.compile(r"^\s*(?:、|,|;|以及|和|及|与|或|并|/)\s*")
_JOINS = frozenset("和与及") | {"以及"}
_ONLY_SEPARATOR = re.compile(r"^\s*(?:、|,|以及|和|及|与)\s*$")
_INNER_SEPARATOR = re.compile(r"、|以及|和|及(?!以)|与|并")
_GROWTH_AHEAD = re.compile(r"的?(?:增长|增速|增幅|涨幅)")
_BASELINE = re.compile(r"(?:由|从)(?!事|业|而|此|于)([^,;、由从]{0,16})$")
_CJK = re.compile(r"[㐀-鿿A-Za-z]")
# 其中 opens a part of what the clause before counted.
_AMONG = "其中"
_BECOMING = re.compile(r"(?:建设|创建|打造|建|培育|发展)?成为|(?:建设|创建|打造)成")
_FREQUENCY = re.compile(r"每(?:年|月|周|季度|季|日|天|半年)")
MAX_FREQUENCY = 4
_ENDS_NOUN = "外等中内的之上下后"
_BRACKETED = re.compile(r"\([^()]*\)")
# Besides 含… and bare counts, long asides (who leads, what is meant) are no part of a name.
_INCLUDING = re.compile(r"\([^()]{13,}\)|\(含[^()]*\)$|\(\d[\d.,]*[^\d()年]{1,4}\)")
_LEADING_NOISE = re.compile(r"^(?:的|等|个|和|及|、|,|;|:|”|\)|·|—|-)+")
PARTS_OF_RATIO = ("第一产业占比", "第二产业占比", "第三产业占比")
# Two-character ends of indicators that own no further general word (产值 of a 总产值).
_HEADS = frozenset(w[-2:] for w in ("产值", "产量", "收入", "投资", "比重", "占比", "面积", "总额"))
# 对 in front of who gets something, not in 对外, 对口.
_RECIPIENT = re.compile(r"对于?(?![外口标接比应照])([^\d]{2,60})")
MAX_RECIPIENT = 20
MAX_NAME = 30
MAX_BARE_SUBJECT = 24
MAX_ATTRIBUTE = 8
MAX_DEPENDENT = 5
MAX_OBJECT = 14
MAX_PHRASE = 8
MAX_CONTEXT = 70
MAX_LEFT_BESIDE_RIGHT = 26


def _alternatives(words: Iterable[str]) -> str:
    return "|".join(re.escape(w) for w in sorted(words, key=lambda w: (-len(w), w)))


@functools.cache
def change_noun(wanted: PhraseClass) -> re.Pattern[str]:
    """A noun at the end of an indicator that says its value is a change, with basis and 目标 (年均增速, 增长预期目标)."""
    bases = _alternatives(phrase_set("basis_word"))
    aims = "(?:预期)?(?:目标)?" if wanted == "growth_noun" else ""
    return re.compile(rf"(?:{bases})?(?:{_alternatives(phrase_set(wanted))}){aims}$")


@functools.cache
def edge_noise() -> re.Pattern[str]:
    """Words between an indicator and its value that are part of neither; 达 only behind 比, since 通达 and 发达 are words."""
    return re.compile(rf"(?:{_alternatives(phrase_set('edge_noise'))}|(?<=比)达)+$")


@functools.cache
def gap_pattern() -> re.Pattern[str]:
    """A distance to something else at the end of a text: 高于全国平均水平, 比序时进度快."""
    words = _alternatives(predicates("gap").words)
    return re.compile(
        rf"(?:比|较)?(?:{words})[^,、;]{{0,14}}$"
        r"|(?:(?<![占同环对])比|较)(?![重例率])[^,、;]{1,12}(?<![提升])(?:高出|低出|高|低|快|慢)$"
    )


@dataclass(slots=True)
class Candidate:
    """A quantity with the indicator it was linked to; spans in the normal text."""

    number: NumberMention
    sentence: int
    clause: tuple[int, int]
    metric: str
    metric_span: tuple[int, int] | None
    value: float
    value_max: float | None
    measure: str
    predicate: PredicateClass | None
    leading: tuple[PredicateClass, ...]
    adverbs: frozenset[str]
    role: str
    rule: str
    new_item: bool = True
    unit_kinds: frozenset[str] = frozenset()


@dataclass(slots=True)
class Subject:
    """The indicator spoken of last, for clauses that only add a figure to it (同比增长5%)."""

    metric: str = ""
    span: tuple[int, int] | None = None


@dataclass(slots=True)
class ParagraphState:
    """What a sentence leaves behind for the next one of its paragraph."""

    subject: Subject = field(default_factory=Subject)
    subject_fresh: bool = False
    carried: LeftContext | None = None
    carried_end: int = -1
    clause_object: str = ""
    clause_phrase: str = ""
    recipient: str = ""
    topic: str = ""
    topic_span: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class _Slot:
    """One number of a clause with the stretches of text that are its own."""

    number: NumberMention
    left: tuple[int, int]
    right: tuple[int, int]
    shares_left: bool
    after_separator: bool


def is_counted(number: NumberMention, text: str, clause: tuple[int, int], unit_kinds: Set[str]) -> bool:
    """Whether a number is a quantity of something at all, as far as its neighbourhood tells.

    Drops counts of abstractions (7个方面), procedure frequencies (每月1次) and numbers inside a short quoted name.
    """
    if (number.kind == "bare" and number.unit == "") or number.unit in phrase_set("procedural_unit"):
        return False
    if _in_a_name(text, number):
        return False
    if number.unit == "次" and number.value <= MAX_FREQUENCY and _FREQUENCY.search(text, clause[0], number.left):
        return False
    return not ("count" in unit_kinds and counts_an_abstraction(text[number.right : clause[1]].lstrip("的")))


def counts_an_abstraction(after: str) -> bool:
    """Whether the noun behind a count is no thing that can be counted out (7个方面, 18项重点任务)."""
    if phrase_words("abstract").at_start(after):
        return True
    word = phrase_words("abstract_alone").at_start(after)
    rest = after[len(word) :] if word else ""
    verb = predicates("govern", "nominal", "link", "adverb", "new").at_start(rest)
    return word is not None and (not rest or rest[0] in _ENDS_NOUN or not _CJK.match(rest) or (verb is not None and len(verb) > 1))


def _in_a_name(text: str, number: NumberMention) -> bool:
    """Whether a number stands inside a quoted or titled name (“15分钟生活圈”, 《…三年行动计划》)."""
    window = text[max(0, number.start - MAX_NAME) : number.start]
    for opening, closing in ("“”", "《》"):
        opened = window.rfind(opening)
        if opened < 0 or closing in window[opened:]:
            continue
        closed = text.find(closing, number.end, number.end + MAX_NAME)
        # A quote that opens with a share is a quoted figure, not a name.
        if closed >= 0 and not (opened == len(window) - 1 and number.unit in ("%", "百分点")):
            return True
    return False


def _slots(text: str, clause: tuple[int, int], numbers: Sequence[NumberMention]) -> list[_Slot]:
    """Share the text of a clause out among its numbers."""
    slots: list[_Slot] = []
    left_start, after_separator, shares = clause[0], False, False
    group_start: int | None = None
    for index, number in enumerate(numbers):
        following = numbers[index + 1] if index + 1 < len(numbers) else None
        gap_end = following.left if following else clause[1]
        gap = text[number.right : gap_end]
        left = (max(left_start, number.left - MAX_CONTEXT), max(number.left, left_start))
        if text[left[1] - 1 : left[1]] == "(" and left[1] - 1 > left[0]:
            # 合作社(3家): the bracket gives the count of what stands before it.
            left = (left[0], left[1] - 1)
            if gap.startswith(")"):
                # 甲(3家)和乙(1家)企业4家: after 和 or 、 comes a further item, else what the brackets take apart.
                slots.append(_Slot(number, left, (number.right, number.right), shares, after_separator))
                group_start = left[0] if group_start is None else group_start
                separator = _SEPARATOR.match(gap[1:])
                left_start = number.right + 1 + separator.end() if separator else group_start
                if separator is None or separator.group().strip() not in _JOINS:
                    group_start = None
                after_separator, shares = True, False
                continue
        next_shares = False
        if number.kind == "ratio":
            right = (number.right, number.right)
            next_start, next_separator = number.right, False
        elif following is None:
            right = (number.right, clause[1])
            next_start, next_separator = clause[1], False
        else:
            separator = _SEPARATOR.match(gap)
            if separator:
                right = (number.right, number.right)
                next_start, next_separator = number.right + separator.end(), True
            else:
                inner = _last_separator(gap)
                if inner is not None:
                    right = (number.right, number.right + inner[0])
                    next_start, next_separator = number.right + inner[1], True
                else:
                    right = (number.right, gap_end)
                    next_start, next_separator, next_shares = number.right, False, True
        slots.append(_Slot(number, left, right, shares, after_separator))
        left_start, after_separator, shares = next_start, next_separator, next_shares
    return slots


def _last_separator(gap: str) -> tuple[int, int] | None:
    """The last list separator of a gap outside brackets and quotes."""
    depth, found = 0, None
    index = 0
    while index < len(gap):
        char = gap[index]
        if char in "(“《":
            depth += 1
        elif char in ")”》":
            depth = max(0, depth - 1)
        elif depth == 0:
            match = _INNER_SEPARATOR.match(gap, index)
            if match and index > 0:
                found = (index, match.end())
                index = match.end()
                continue
        index += 1
    return found


def _split_at_time(
    text: str, left: tuple[int, int], times: Sequence[TimeMention]
) -> tuple[tuple[int, int], tuple[int, int] | None]:
    """The stretch after the last time of ``left``, and the one before it."""
    inside = [t for t in times if left[0] <= t.start and t.end <= left[1]]
    if not inside:
        return left, None
    last = inside[-1]
    before_start = left[0]
    for earlier in inside[:-1]:
        before_start = earlier.end
    return (last.end, left[1]), (before_start, last.start)


def _read_left(
    text: str, slot: _Slot, times: Sequence[TimeMention], borders: Borders, regions: Sequence[str]
) -> LeftContext:
    after, before = _split_at_time(text, (slot.left[0], _before_origin(text, slot.left)), times)
    context = left_context(text, after[0], after[1], borders, regions)
    if before is None:
        return context
    earlier = left_context(text, before[0], before[1], borders, regions)
    # 失业率为五年来最低的4.8%: the time is part of what is said of the indicator before it.
    complement = earlier.predicate == "link" and earlier.start < earlier.end and context.predicate is None
    if not complement and (context.start < context.end or (context.leading and not slot.shares_left)):
        return context
    return LeftContext(
        earlier.start,
        earlier.end,
        context.predicate or earlier.predicate,
        context.predicate_word or earlier.predicate_word,
        earlier.leading + context.leading,
        earlier.adverbs | context.adverbs,
    )


def _before_origin(text: str, left: tuple[int, int]) -> int:
    """End of the phrase before 由 or 从, where a baseline follows (补助标准由每人每年240元)."""
    origin = _BASELINE.search(text[left[0] : left[1]])
    return left[0] + origin.start() if origin and origin.start() > 0 else left[1]


def _clean(metric: str) -> str:
    metric = _INCLUDING.sub("", metric.replace(" ", "").replace("\n", ""))
    previous = None
    while metric != previous:
        previous = metric
        metric = _LEADING_NOISE.sub("", edge_noise().sub("", metric))
    if metric.count("“") != metric.count("”"):
        metric = metric.replace("“", "").replace("”", "")
    if metric.count("(") != metric.count(")"):
        metric = metric.strip("()")
    return metric


def _measure(number: NumberMention, classes: Sequence[PredicateClass], metric: str) -> tuple[str, bool, str]:
    """Measure, whether the value is a fall, and the metric without the noun that said so."""
    told = next((c for c in classes if c in ("become", "rise", "fall", "gap", "new", "link", "share")), None)
    rate = number.unit in ("%", "‰", "成") or number.unit == ""
    stripped = metric
    if number.unit in ("%", "‰", "", "倍"):
        fall_noun, growth_noun = change_noun("fall_noun").search(metric), change_noun("growth_noun").search(metric)
        noun = fall_noun or growth_noun
        if noun and noun.start() > 0 and told not in ("gap",):
            # 经济成长率 is a name of its own; 生产总值增速 is the growth of 生产总值.
            stripped = metric[: noun.start()] if noun.start() > 2 else metric
            return "growth", fall_noun is not None, stripped
    if told in ("rise", "fall"):
        if number.unit == "百分点":
            return "change", told == "fall", stripped
        if rate or number.unit == "倍":
            return "growth", told == "fall", stripped
        return "change", told == "fall", stripped
    if (told == "new" or "新增" in metric) and not rate:
        return "change", False, stripped
    return "level", False, stripped


def link_sentence(
    text: str,
    sentence_index: int,
    clauses: Sequence[tuple[int, int]],
    numbers: Sequence[NumberMention],
    times: Sequence[TimeMention],
    borders: Borders,
    regions: Sequence[str],
    state: ParagraphState,
    kinds: dict[int, frozenset[str]],
) -> list[Candidate]:
    """Link every number of a sentence to its indicator.

    Parameters
    ----------
    text : str
        The normal text.
    clauses : sequence of spans
    numbers, times : mentions inside the sentence, in order
    borders : set of int
        Token borders of the sentence.
    regions : sequence of str
        Names of the document's own region, longest first.
    state : ParagraphState
        Changed in place.
    kinds : dict
        Kinds of the unit of each number (count, money, share, …) by the number's start.

    Returns
    -------
    list of Candidate, in order of the numbers
    """
    candidates: list[Candidate] = []
    state.subject_fresh, state.carried = False, None
    state.clause_object = state.clause_phrase = state.recipient = ""
    for clause in clauses:
        state.recipient = recipient_of(text[clause[0] : clause[1]]) or state.recipient
        inside = [n for n in numbers if clause[0] <= n.start and n.end <= clause[1]]
        if not inside:
            if not candidates and not _is_time_only(clause, times):
                # A sentence that starts with something else no longer speaks of the last sentence's indicator.
                state.subject = Subject()
            _note_bare_subject(text, clause, borders, regions, state)
            continue
        slots = _slots(text, clause, inside)
        clause_times = [t for t in times if clause[0] <= t.start and t.end <= clause[1]]
        candidates.extend(
            _link_clause(text, sentence_index, clause, slots, clause_times, borders, regions, state, kinds)
        )
    return candidates


def _continues_list(
    text: str, clause: tuple[int, int], slot: _Slot, state: ParagraphState, unit_kinds: frozenset[str]
) -> bool:
    """新增孵化器4家,创新平台10个: the second clause is a further object of the first one's verb of addition."""
    added = state.carried is not None and any("new" in classes for _, classes in state.carried.leading)
    bare = not text[slot.number.right : clause[1]].strip("。;,") and text[clause[0] - 1 : clause[0]] == ","
    return added and bare and "count" in unit_kinds and state.carried_end == clause[0] - 1


def _is_time_only(clause: tuple[int, int], times: Sequence[TimeMention]) -> bool:
    """Whether a clause says nothing but when (到2025年,)."""
    return any(t.start - clause[0] <= 2 and clause[1] - t.end <= 2 for t in times)


def _note_bare_subject(
    text: str, clause: tuple[int, int], borders: Borders, regions: Sequence[str], state: ParagraphState
) -> None:
    """A clause that is nothing but an indicator (农民人均纯收入,2002年为…) is the subject of what follows."""
    if clause[1] - clause[0] > MAX_BARE_SUBJECT:
        _note_known_subject(text, clause, state)
        return
    context = left_context(text, clause[0], clause[1], borders, regions)
    phrase = text[context.start : context.end]
    governed = context.start > clause[0]
    plain = context.predicate is None and not context.leading and not governed
    state.clause_phrase = _clean(phrase) if plain and len(phrase) <= MAX_PHRASE and is_plain_noun(phrase) else ""
    state.clause_object = phrase.removesuffix("建设").removesuffix("工作") if governed else ""
    if context.predicate is None and not context.leading and phrase_words("list_head").at_end(phrase):
        state.subject = Subject(_clean(phrase), (context.start, context.end))
        state.subject_fresh = False
    else:
        _note_known_subject(text, clause, state)


def _note_known_subject(text: str, clause: tuple[int, int], state: ParagraphState) -> None:
    """The first known indicator of a clause without a number (粮食总产量在上年增产的基础上,又…)."""
    hits = vocabulary.find(text[clause[0] : clause[1]])
    if hits:
        start, end, _ = hits[0]
        state.subject = Subject(text[clause[0] + start : clause[0] + end], (clause[0] + start, clause[0] + end))
        state.subject_fresh = False


def _is_threshold(text: str, slot: _Slot, following: _Slot | None, kinds: frozenset[str]) -> bool:
    """A number that says which things are counted (亿元以上项目30个) rather than how many."""
    number = slot.number
    after = text[number.right : slot.right[1]]
    if number.comparator not in ("ge", "le", "between") or not after or after[0] in ",、;。)”":
        return False
    attributive = after.startswith("的")
    if "count" in kinds and not (attributive and number.unit in attribute_of_unit()):
        return False
    if number.right <= number.unit_end and not (attributive and "share" not in kinds):
        return False
    body = after[1:] if attributive else after
    if phrase_words("money").at_start(body) and "money" in kinds and following is None:
        return False
    if after.startswith("者"):
        return True
    if following is not None:
        return following.shares_left or attributive
    return "share" not in kinds and (attributive or "people" not in kinds) and len(body) >= 2


def _link_clause(
    text: str,
    sentence_index: int,
    clause: tuple[int, int],
    slots: Sequence[_Slot],
    times: Sequence[TimeMention],
    borders: Borders,
    regions: Sequence[str],
    state: ParagraphState,
    kinds: dict[int, frozenset[str]],
) -> list[Candidate]:
    found: list[Candidate] = []
    index = 0
    carried: LeftContext | None = None
    threshold_start: int | None = None
    while index < len(slots):
        slot = slots[index]
        following = slots[index + 1] if index + 1 < len(slots) else None
        if threshold_start is not None:
            slot = replace(slot, left=(threshold_start, slot.left[1]))
        group = _value_group(text, slots, index)
        context = _read_left(text, slot, times, borders, regions)
        unit_kinds = kinds.get(slot.number.start, frozenset())
        if index == 0 and carried is None and _continues_list(text, clause, slot, state, unit_kinds):
            carried = state.carried
        among = index == 0 and "share" not in unit_kinds and text.startswith(_AMONG, clause[0])
        if among:
            carried = state.carried
        listed = slot.after_separator or among or (index == 0 and carried is not None)
        inherits = listed and context.predicate is None and not context.leading and carried is not None
        if inherits and carried is not None:
            # 支出超过7000亿元 has a verb of its own in its comparator; only what governs the list is carried on.
            own_verb = slot.number.left < slot.number.start and slot.number.comparator in ("ge", "le")
            context = LeftContext(
                context.start,
                context.end,
                None if own_verb else carried.predicate,
                "" if own_verb else carried.predicate_word,
                carried.leading,
                carried.adverbs,
            )
        if _is_threshold(text, slot, following, unit_kinds):
            found.append(_threshold(text, sentence_index, clause, slot, context))
            threshold_start = slot.left[0]
            index += 1
            continue
        shared = slots[index + group - 1].right
        attributive = text.startswith("的", shared[0]) and context.predicate_word not in phrase_set("grant")
        if group > 1 and "money" in unit_kinds and not attributive:
            # 分别给予5万元、3万元支持: what is given stands behind the last amount.
            slot = replace(slot, right=shared)
        candidate = _candidate(text, sentence_index, clause, slot, context, borders, state, found, inherits, unit_kinds, threshold_start, _leads_to(text, slot, following, clause), regions)
        threshold_start = None
        if group > 1:
            found.extend(_spread(candidate, slots[index : index + group], context))
        else:
            found.append(candidate)
        if context.start < context.end or context.leading or context.predicate:
            carried = state.carried = context
            state.carried_end = clause[1]
        index += group
    _mend_elided_heads(found)
    _name_plain_ratios(found, state)
    return found


def _name_plain_ratios(found: list[Candidate], state: ParagraphState) -> None:
    """Name both parts of a∶b (按奖金1∶1比例) alike; only ratios of three parts are shares of the three industries."""
    ratios = [i for i, c in enumerate(found) if c.number.kind == "ratio"]
    for position in ratios:
        neighbours = [j for j in ratios if abs(found[j].number.start - found[position].number.start) <= MAX_NAME]
        if len(neighbours) != len(PARTS_OF_RATIO) - 1:
            continue
        base = found[position].metric
        for part in PARTS_OF_RATIO:
            base = base.removesuffix(part)
        named = base if not base or base.endswith(("比", "比例")) else base + "比例"
        found[position] = replace(found[position], metric=named)
        state.subject = Subject(base, state.subject.span)


_MOVED_TO = re.compile(r"[到至为成]")


def _leads_to(text: str, slot: _Slot, following: _Slot | None, clause: tuple[int, int]) -> bool:
    """Whether a move to a new level follows the number (由5%提高到8%), so that it is the baseline."""
    if slot.number.kind == "ratio":
        return bool(_MOVED_TO.search(text, slot.number.right, clause[1]))
    end = following.number.start if following else min(len(text), clause[1] + 1)
    return bool(_MOVED_TO.search(text, slot.number.right, end)) and following is not None


def _value_group(text: str, slots: Sequence[_Slot], index: int) -> int:
    """How many numbers from ``index`` on are separated by nothing but list separators, with the same kind of unit."""
    size = 1
    while index + size < len(slots):
        first, second = slots[index + size - 1].number, slots[index + size].number
        gap = text[first.right : second.left]
        same = first.unit == second.unit or (first.unit[-1:] == second.unit[-1:])
        if not _ONLY_SEPARATOR.match(gap) or not same or second.kind == "ratio" or first.kind == "ratio":
            break
        size += 1
    return size


def _spread(first: Candidate, slots: Sequence[_Slot], context: LeftContext) -> list[Candidate]:
    """One candidate for each value of 分别为A、B, each with its own part of the enumerated phrase."""
    parts = distribute(first.metric, len(slots))
    out = []
    for position, slot in enumerate(slots):
        metric = parts[position] if parts else first.metric
        value, value_max = slot.number.value, slot.number.value_max
        if first.value < 0:
            value, value_max = -value, None if value_max is None else -value_max
        out.append(
            replace(first, number=slot.number, metric=metric, value=value, value_max=value_max, new_item=position == 0)
        )
    return out


def _threshold(text: str, sentence_index: int, clause: tuple[int, int], slot: _Slot, context: LeftContext) -> Candidate:
    """A criterion that bounds an attribute of what follows it: 投资5亿元以上的项目 gives 项目投资."""
    number = slot.number
    attribute = _clean(text[context.start : context.end])
    body = text[number.right : slot.right[1]].removeprefix("的")
    parts = split_list(body)
    bounded = _clean(parts[0]) if parts else ""
    predicate = predicates("link", "become", "rise", "fall").at_end(bounded)
    bounded = bounded.removesuffix(predicate or "")
    verb = predicates("govern").at_start(attribute)
    attribute = attribute[len(verb) :] if verb and len(attribute) - len(verb) >= 2 else attribute
    if not attribute or len(attribute) > MAX_ATTRIBUTE:
        attribute = attribute_of_unit().get(number.unit, "")
        attribute = "投资额" if attribute == "金额" and bounded.endswith("项目") else attribute
    span = (number.right, slot.right[1]) if bounded else (context.start, context.end)
    metric = bounded + attribute if not bounded.endswith(attribute) or not attribute else bounded
    return Candidate(
        number, sentence_index, clause, metric, span if metric else None, number.value, number.value_max,
        "level", context.predicate, (), context.adverbs, "threshold", "quantity.threshold",
    )


def _candidate(
    text: str,
    sentence_index: int,
    clause: tuple[int, int],
    slot: _Slot,
    context: LeftContext,
    borders: Borders,
    state: ParagraphState,
    earlier: list[Candidate],
    inherits: bool,
    unit_kinds: frozenset[str],
    threshold_start: int | None,
    leads_to: bool,
    regions: Sequence[str],
) -> Candidate:
    number = slot.number
    left = text[context.start : context.end]
    if left in phrase_set("own_region") or left in regions:
        left = ""
    gap_match = gap_pattern().search(text[slot.left[0] : slot.left[1]]) if number.unit == "百分点" or context.predicate == "gap" else None
    right_span = right_phrase(text, slot.right[0], slot.right[1], borders)
    right = text[right_span[0] : right_span[1]]
    becoming = _BECOMING.search(right) if "share" not in unit_kinds else None
    if becoming and len(right) - becoming.end() >= 3:
        # 50个乡镇建成为森林乡镇: what is counted in the end is what they become.
        right_span = (right_span[0] + becoming.end(), right_span[1])
        right = right[becoming.end() :]
    classes: tuple[PredicateClass, ...] = tuple(
        c for c in (context.predicate, *(_strongest(k) for _, k in reversed(context.leading))) if c is not None
    )
    rule, span, metric = "", None, ""
    verb_link = context.predicate in ("link", "become", "rise", "fall", "share", "gap")
    if verb_link and right and not _GROWTH_AHEAD.match(right) and "govern" in predicate_classes().get(context.predicate_word, frozenset()):
        # 中央财政安排9亿元专项资金: who spends stands before the verb, what is spent behind the number.
        verb_link = False
    if gap_match and number.unit in ("百分点", "%", "个百分点"):
        rule, metric, span = _gap_metric(text, slot, gap_match, state, borders)
        classes = ("gap", *classes)
    elif left and (verb_link or not right):
        rule, metric, span = "quantity.left", left, (context.start, context.end)
    elif left and right and left.endswith("等"):
        # 甲路、乙路等10条道路: what stands before 等 are examples of what is counted.
        rule, metric, span = "quantity.right", right, right_span
    elif left and right and len(left) <= MAX_LEFT_BESIDE_RIGHT and not inherits:
        kept = context.predicate_word if context.predicate_word in phrase_set("kept_verb") else ""
        rule, metric, span = "quantity.both", left + kept + right, (context.start, right_span[1])
        if threshold_start is not None:
            metric = left + right
    elif right:
        rule, metric, span = "quantity.right", right, right_span
    elif left:
        rule, metric, span = "quantity.left", left, (context.start, context.end)
    if context.mover is not None and span is not None and rule == "quantity.left":
        metric, span = text[context.mover[0] : context.mover[1]] + metric, (context.mover[0], span[1])
    if not metric and context.leading and not right and not verb_link:
        word = context.leading[-1][0]
        at = text.rfind(word, slot.left[0], slot.left[1])
        base = _previous_counted(earlier, clause) or _object_of_money(text, clause, unit_kinds) or state.clause_phrase
        rule, metric, span = "quantity.verb", base + word, (at, at + len(word)) if at >= 0 else None
    elif metric and span is not None and context.leading and (not inherits or _same_kind(earlier, unit_kinds)):
        metric = _nominalised(metric, context)
    metric = _clean(metric)
    if "share" in unit_kinds and metric:
        metric = _share_name(metric)
    if re.search("占(?!比)", metric[1:]) and "share" in unit_kinds and not metric.endswith(("比重", "比例", "占比", "比率", "比")):
        metric += "比重"
    if metric.startswith("占") or (context.predicate == "share" and not left):
        rest = metric if metric.startswith("占") else "占比"
        if state.subject.metric:
            metric = state.subject.metric + (rest if rest.endswith(("比重", "比例", "占比", "比")) else rest + "比重")
            rule = "quantity.share_of_subject"
    if metric and not right and (object_ := _object_of_each(metric, state)):
        rule, metric = "quantity.each", object_
    if not metric:
        rule, metric, span = "quantity.subject", state.subject.metric, state.subject.span
    elif metric in phrase_set("generic") or _leans_on_object(metric):
        owner = _owner(metric, state)
        if owner and not metric.startswith(owner[:2]) and owner[-2:] not in metric:
            metric, rule = owner + metric, rule + "+topic"
    if "count" in unit_kinds and context.predicate_word in predicates("rate_only").words:
        classes = tuple(c for c in classes if c != "rise")
    if "money" in unit_kinds and "new" in classes and phrase_words("generic").at_end(metric):
        # 新开工项目总投资超80亿元: the amount is a level, what is new are the projects.
        classes = tuple(c for c in classes if c != "new")
    metric, opening = _without_opening_verb(metric)
    if opening is not None:
        classes = (*classes, opening)
    if "share" not in unit_kinds and _does_again(text, slot.left[0], context.start if left else slot.left[1]):
        classes = (*classes, "new")
    measure, falls, metric = _measure(number, classes, metric)
    metric = _clean(metric)
    if rule == "quantity.right" and {"count", "people"} & unit_kinds:
        metric = named_by_selection(metric)
        reached = context.predicate_word or (context.leading[-1][0] if context.leading else "")
        metric = reached + metric if metric and reached in phrase_set("kept_verb") else metric
    if "money" in unit_kinds and metric in phrase_set("aid") and metric not in state.recipient:
        metric = state.recipient + metric
    share_of_set = (
        not left and right and "share" in unit_kinds and text[number.right : number.right + 1] == "的"
        and (not verb_link or context.predicate_word == "有")
    )
    if share_of_set:
        metric, rule = right.removeprefix("的") + "占比", "quantity.share_of_set"
    role = "value"
    if _BASELINE.search(text[slot.left[0] : slot.left[1]]) and leads_to:
        role = "baseline"
    value, value_max = number.value, number.value_max
    if falls:
        value, value_max = -abs(value), None if value_max is None else -abs(value_max)
    if number.kind == "ratio":
        metric = _ratio_metric(metric, number, earlier)
        if earlier and earlier[-1].role == "baseline" and number.start - earlier[-1].number.end <= 1:
            role = "baseline"
    candidate = Candidate(
        number, sentence_index, clause, metric, span, value, value_max, measure, context.predicate, classes,
        context.adverbs, role, rule or "quantity.subject", not inherits, unit_kinds,
    )
    derived = rule.startswith(("quantity.subject", "quantity.share_of_subject", "quantity.gap"))
    if metric and span is not None and not derived:
        state.subject = Subject(metric, span)
        state.subject_fresh = "count" in unit_kinds
    return candidate


_REACHES = re.compile(r"^(?P<part>.{2,}?)(?:达到|达|占到)(?P<whole>GDP|[^,、;达占]{3,12})$")


def _share_name(metric: str) -> str:
    """Name a share as a share: 高标准农田达到耕地总面积(的64%) is 占耕地总面积比重, 无害化处理(达到98%) is a rate."""
    reaches = _REACHES.match(metric)
    if reaches:
        return f"{reaches['part']}占{reaches['whole']}比重"
    return metric + "率" if phrase_words("rate_stem").at_end(metric) else metric


def recipient_of(clause: str) -> str:
    """Who gets what the clauses behind speak of (对经认定的创新中心,给予…): empty if the clause names nobody.

    A long clause, or one that enumerates, is cut to the noun behind its last 的.
    """
    match = _RECIPIENT.fullmatch(clause)
    if match is None:
        return ""
    body = match.group(1).removesuffix("的")
    if len(body) > MAX_RECIPIENT or "、" in body:
        body = body[body.rfind("的") + 1 :]
    return body if 2 <= len(body) <= MAX_RECIPIENT else ""


def named_by_selection(metric: str) -> str:
    """Name counted things that are told by what became of them as such: 学校入选“某计划” is 入选“某计划”的学校."""
    words, verbs, adverbs = phrase_words("selection"), predicates("finish", "link"), predicates("adverb").words
    before: list[str] = []
    for token in cut(metric):
        position = sum(map(len, before))
        word = words.at_start(metric, position)
        if word is not None and position >= 1 and len(metric) - position - len(word) >= 2:
            while before and before[-1] in adverbs:
                before.pop()
            counted = "".join(before).rstrip("均已都")
            enumerated = re.search("[,、的]", _BRACKETED.sub("", counted))
            told = any(verbs.at_start(t) for t in before)
            return metric if enumerated or told or not counted else f"{metric[position:]}的{counted}"
        before.append(token)
    return metric


def _leans_on_object(metric: str) -> bool:
    """Whether a short indicator of no known kind needs the object of the clause before (建设接入区,接入能力10000M)."""
    head = phrase_words("leaning_head").at_end(metric)
    return len(metric) <= MAX_DEPENDENT and head is not None and vocabulary.link(metric) is None


def _owner(metric: str, state: ParagraphState) -> str:
    """Whose figure a general word gives: what was just counted, else the topic; of a capacity, what the clause before builds."""
    if metric in phrase_set("generic"):
        return earlier_subject(state)
    return state.clause_object if is_plain_noun(state.clause_object) else ""


def is_plain_noun(phrase: str) -> bool:
    """A short phrase that is no clause and no enumeration, fit to stand before another noun."""
    if not 2 <= len(phrase) <= MAX_OBJECT or re.search(r"[\d、的和与,]", phrase):
        return False
    classes = predicate_classes()
    return not any({"adverb", "rise", "fall", "become", "link"} & classes.get(token, frozenset()) for token in cut(phrase))


def earlier_subject(state: ParagraphState) -> str:
    """Whose production or investment a general word speaks of: what was counted before in the sentence, else its topic."""
    subject = state.subject.metric
    if subject and subject not in phrase_set("generic") and subject[-2:] not in _HEADS and state.subject_fresh:
        return subject
    return state.topic


def _does_again(text: str, start: int, end: int) -> bool:
    """再改造20个: done on top of what was done."""
    again = text.rfind("再", start, end)
    return again >= 0 and predicates("govern", "nominal", "new").at_start(text, again + 1) is not None


def _without_opening_verb(metric: str) -> tuple[str, PredicateClass | None]:
    """Take a verb of addition or reduction off an indicator that is known with it (新建5G基站); 新增 stays, as part of the name."""
    word = predicates("new", "move", "nominal").at_start(metric)
    if word is None or len(metric) - len(word) < 2:
        return metric, None
    entry = vocabulary.link(metric)
    if not {"new", "move"} & predicate_classes()[word]:
        return (metric, None) if entry is None or entry.name == metric else (metric[len(word) :] + word, None)
    if entry is not None and entry.name.startswith(word) and word != "新增":
        return metric, None
    falls = "fall" in predicate_classes()[word]
    told: PredicateClass = "fall" if falls else "new"
    return (metric if word == "新增" else metric[len(word) :]), told


def _object_of_each(metric: str, state: ParagraphState) -> str:
    """每县至少建设1个 counts what the clause before speaks of; the place stays as scope. Empty if it is no such phrase."""
    if metric[0] not in "每各" or not state.clause_object:
        return ""
    verb = predicates("govern", "nominal", "new").at_end(metric)
    if verb is None or len(verb) >= len(metric):
        return ""
    place = metric[: len(metric) - len(verb)].removesuffix("至少").removesuffix("要")
    return place + state.clause_object


def _same_kind(earlier: Sequence[Candidate], unit_kinds: frozenset[str]) -> bool:
    """Whether the item before counted the same kind of thing, so that its verb is this item's too."""
    return bool(earlier) and bool(earlier[-1].unit_kinds & unit_kinds)


def _strongest(classes: Set[PredicateClass]) -> PredicateClass | None:
    order: tuple[PredicateClass, ...] = ("new", "rise", "fall", "nominal", "govern")
    for candidate in order:
        if candidate in classes:
            return candidate
    return None


def _previous_counted(earlier: Sequence[Candidate], clause: tuple[int, int]) -> str:
    """The counted things before a verb of amount (389个省重点项目共完成投资…)."""
    for candidate in reversed(earlier):
        if candidate.clause == clause and candidate.rule == "quantity.right":
            return candidate.metric
    return ""


_MONEY_OBJECT = re.compile(r"[,;](?:用于|主要用于|专项用于|以)?(.{2,50}?)(?=[,。;]|$)")


def _object_of_money(text: str, clause: tuple[int, int], unit_kinds: frozenset[str]) -> str:
    """What money is spent on, if the next clause says so (投入3亿元,推动“智慧校园计划”)."""
    match = _MONEY_OBJECT.match(text, clause[1], min(len(text), clause[1] + 60)) if "money" in unit_kinds else None
    if match is None:
        return ""
    body = match.group(1)
    verb = predicates("govern", "nominal", "rise").at_start(body)
    if verb is None or len(verb) < 2:
        return ""
    named = re.match(r"“[^“”]{2,40}”", body[len(verb) :])
    if named:
        return named.group()
    return "" if re.search(r"\d", body) else body[len(verb) :]


def _nominalised(metric: str, context: LeftContext) -> str:
    """Keep a verb that changes what is counted as a noun behind it: 改造老旧小区 gives 老旧小区改造."""
    for word, classes in reversed(context.leading):
        if "nominal" in classes:
            return metric if metric.endswith(word) else metric + word
        if "govern" in classes or "new" in classes:
            break
    return metric


def _gap_metric(
    text: str, slot: _Slot, gap: re.Match[str], state: ParagraphState, borders: Borders
) -> tuple[str, str, tuple[int, int] | None]:
    """An indicator for a distance: its own subject or the last one, with what it is held against and 幅度."""
    start = slot.left[0]
    against = gap.group().strip()
    own = left_context(text, start, start + gap.start(), borders, ())
    subject = text[own.start : own.end]
    span: tuple[int, int] | None = (own.start, own.end)
    if not subject:
        subject, span = state.subject.metric, state.subject.span
    if own.predicate in ("rise", "fall"):
        subject += "增速"
    return "quantity.gap", f"{subject}{against}幅度" if subject else "", span


def _ratio_metric(metric: str, number: NumberMention, earlier: Sequence[Candidate]) -> str:
    """Name the part of a∶b∶c; parts after the first take the whole from it."""
    previous = earlier[-1] if earlier else None
    if previous is None or previous.number.kind != "ratio" or number.start - previous.number.end > 1:
        for part in PARTS_OF_RATIO:
            metric = metric.removesuffix(part)
        return metric + PARTS_OF_RATIO[0]
    for position, part in enumerate(PARTS_OF_RATIO[:-1]):
        if previous.metric.endswith(part):
            return previous.metric.removesuffix(part) + PARTS_OF_RATIO[position + 1]
    return metric + PARTS_OF_RATIO[-1]


def _mend_elided_heads(found: list[Candidate]) -> None:
    """国家级示范园区3个、省级9个: the second takes its head from the first; 10所乡级、20所村级服务站: the first from the second."""
    modifiers = phrase_set("level_modifier")
    for position, candidate in enumerate(found):
        if candidate.metric not in modifiers:
            continue
        neighbours = found[position - 1 : position] + found[position + 1 : position + 2]
        for other in neighbours:
            word = phrase_words("level_modifier").at_start(other.metric)
            if other.metric in modifiers or not other.metric:
                continue
            head = other.metric[len(word) :] if word else other.metric
            found[position] = replace(candidate, metric=candidate.metric + head, rule=candidate.rule + "+head")
            break


@functools.cache
def _topic_pattern() -> re.Pattern[str]:
    heads = "|".join(re.escape(w) for w in sorted(phrase_words("topic_head").words, key=lambda w: (-len(w), w)))
    return re.compile(rf"(?:“[^“”]{{2,24}}”|[^,。、;:的“”()\d]{{1,10}}?(?:{heads})(?:{heads})*)(?!的|[、和与及化链园])")


def topic_of(text: str, start: int, end: int) -> tuple[str, tuple[int, int]] | None:
    """What a sentence is about, as far as its first words tell: a quoted name, or a noun that ends in a topic head."""
    mark = heading_mark(text[start : min(end, start + 8)])
    begin = start + mark[1] if mark else start
    leads = phrase_words("lead", "own_region")
    while (word := leads.at_start(text, begin)) is not None and len(word) > 1:
        begin += len(word)
    if predicates("govern", "nominal", "new").at_start(text, begin):
        return None
    match = _topic_pattern().match(text, begin, end)
    return (match.group(), match.span()) if match else None
