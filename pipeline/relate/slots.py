"""The stretches of a clause that belong to each of its numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.extract.numbers import unit_kind
from pipeline.relate.lexicon import (
    attribute_of_unit,
    phrase_set,
    phrase_words,
    predicate_classes,
    predicates,
)
from pipeline.relate.phrases import (
    LIST_JOINS,
    Borders,
    LeftContext,
    left_context,
    trim_end,
)
from pipeline.relate.standing import earns_grade
from pipeline.relate.topics import is_plain_noun
from pipeline.types import NumberMention, TimeMention

_SEPARATOR = re.compile(r"^\s*(?:、|,|;|以及|和|及|与|或|并|/)\s*")
_JOINS = frozenset("和与及") | {"以及"}
_ONLY_SEPARATOR = re.compile(r"^\s*(?:、|,|以及|和|及|与)\s*$")
_INNER_SEPARATOR = re.compile(r"、|以及|和|及(?!以)|与|并")
BASELINE = re.compile(r"(?:由|从)(?!事|业|而|此|于)([^,;、由从]{0,16})$|(?<![来各亲源])自\s*$")
_LIST_MARK = re.compile("[、,;]")
_NOUN_IN_BRACKET = re.compile(r"[㐀-鿿]{2,12}\)")
_MAGNITUDES = "百千万亿兆"
# 服务企业数量超过9家的机构: the number bounds how many there are of another thing.
# 对 and a word of more than one character.
MIN_OWN = 2
_HOW_MANY = re.compile(r"(?:数量|个数|家数|户数|总数|件数|总量)(?:[达到应需须]{0,2})$")
_RESPECTIVELY = "分别"
AGE_UNITS = frozenset({"岁", "周岁"})
MAX_CONTEXT = 70
MAX_BARE = 2


@dataclass(slots=True)
class Slot:
    """One number of a clause with the stretches of text that are its own."""

    number: NumberMention
    left: tuple[int, int]
    right: tuple[int, int]
    shares_left: bool
    after_separator: bool


def share_out(text: str, clause: tuple[int, int], numbers: Sequence[NumberMention]) -> list[Slot]:
    """Share the text of a clause out among its numbers."""
    slots: list[Slot] = []
    left_start, after_separator, shares = clause[0], False, False
    group_start: int | None = None
    for index, number in enumerate(numbers):
        following = numbers[index + 1] if index + 1 < len(numbers) else None
        gap_end = following.left if following else clause[1]
        gap = text[number.right : gap_end]
        left = (_within_reach(text, left_start, number.left), max(number.left, left_start))
        if _NOUN_IN_BRACKET.match(gap) and text[left[1] - 1 : left[1]] == "(" and phrase_words("level_modifier").at_start(gap) is None:
            # 有12个联盟(共30家诊所)参与: what is counted in the bracket stands in it.
            left = (left[1], left[1])
        elif text[left[1] - 1 : left[1]] == "(" and left[1] - 1 > left[0]:
            # 合作社(3家): the bracket gives the count of what stands before it.
            left = (left[0], left[1] - 1)
            if gap.startswith(")"):
                # 甲(3家)和乙(1家)企业4家: after 和 or 、 comes a further item, else what the brackets take apart.
                slots.append(Slot(number, left, (number.right, number.right), shares, after_separator))
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
                inner, opened = _last_separator(gap), _opened_bracket(gap)
                if opened is not None:
                    # 收案数320例(达成率96%): the bracket opens a figure of its own.
                    right = (number.right, number.right + opened)
                    next_start, next_separator = number.right + opened + 1, False
                elif inner is not None:
                    right = (number.right, number.right + inner[0])
                    next_start, next_separator = number.right + inner[1], True
                else:
                    right = (number.right, gap_end)
                    next_start, next_separator, next_shares = number.right, False, True
        right = (right[0], _closed_bracket(text, number.left, right))
        slots.append(Slot(number, left, right, shares, after_separator))
        left_start, after_separator, shares = next_start, next_separator, next_shares
    return slots


def _within_reach(text: str, start: int, number: int) -> int:
    """Where the words before a number begin: not further off than a name is long, and not inside a word of a list."""
    reach = number - MAX_CONTEXT
    if reach <= start:
        return start
    mark = _LIST_MARK.search(text, reach, number)
    return mark.end() if mark else reach


def _opened_bracket(gap: str) -> int | None:
    """Where a bracket opens that holds the words before the next number, None if none is open there."""
    opened = gap.rfind("(")
    inside = gap[opened + 1 :] if opened >= 0 and ")" not in gap[opened:] else ""
    return opened if inside.strip() else None


def _closed_bracket(text: str, number: int, right: tuple[int, int]) -> int:
    """Where the stretch behind a number ends: at the end of the bracket that was opened before it."""
    closed = text.find(")", *right)
    # 开放了12个(80%)服务窗口: a bracket around the number alone parts nothing.
    within = closed >= 0 and "(" not in text[right[0] : closed] and not (closed == right[0] and text[number - 1] == "(")
    return closed if within else right[1]


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


# 在上年压减的基础上再压减5%: what the change starts from is no part of its name.
_BASIS = re.compile("[^,;。、]{0,8}基础上")


_AGAINST = re.compile("(?:相?比|相?较)于?")


def _split_at_time(
    text: str, left: tuple[int, int], times: Sequence[TimeMention]
) -> tuple[tuple[int, int], tuple[int, int] | None]:
    """The stretch after the last time of ``left``, and the one before it."""
    inside = [t for t in times if left[0] <= t.start and t.end <= left[1]]
    if not inside:
        return left, None
    last = first = inside.pop()
    while inside and (
        _AGAINST.fullmatch(text, inside[-1].end, first.start)
        or (text[inside[-1].end : first.start] in LIST_JOINS and text[inside[-1].start - 1] not in "在于")
    ):
        # 产量在2030年比2025年增加5%, 产量2025年、2026年分别达到5吨、6吨: the subject stands before both.
        first = inside.pop()
    before_start = inside[-1].end if inside else left[0]
    basis = _BASIS.match(text, last.end, left[1])
    return (basis.end() if basis else last.end, left[1]), (before_start, first.start)


def read_left(
    text: str, slot: Slot, times: Sequence[TimeMention], borders: Borders, regions: Sequence[str]
) -> LeftContext:
    origin = _before_origin(text, slot.left)
    after, before = _split_at_time(text, (slot.left[0], origin), times)
    context = left_context(text, after[0], after[1], borders, regions)
    if origin < slot.left[1]:
        context = _with_attribute(text, after[0], context)
    moved = predicates("rise", "fall").at_end(text, slot.left[1]) if origin < slot.left[1] and context.predicate is None else None
    if moved is not None:
        # 利润由下降3%转为增长8%: the baseline is a change itself.
        rises = "rise" in predicate_classes()[moved]
        context = replace(context, predicate="rise" if rises else "fall", predicate_word=moved)
    if text.startswith("了", context.end) and text[context.start : context.end] in phrase_set("plain_deed"):
        context = replace(context, start=context.end)  # 设备今年|装了54套: the single character is a verb
    if before is None:
        return context
    earlier = left_context(text, before[0], before[1], borders, regions)
    # 失业率为五年来最低的4.8%: the time is part of what is said of the indicator before it.
    complement = earlier.predicate == "link" and earlier.start < earlier.end and context.predicate is None
    if is_bidden(text, before):
        return context
    if text[context.start : context.end] in predicates("adverb").words:
        context = replace(context, start=context.end)  # 危房改造2025年、2026年分别|完成9户、8户
    told = _told_of_before(text, slot, context, earlier)
    if not complement and not told and (context.start < context.end or (context.leading and not slot.shares_left)):
        return _with_owner(text, context, earlier)
    return LeftContext(
        earlier.start,
        earlier.end,
        context.predicate or earlier.predicate,
        context.predicate_word or earlier.predicate_word,
        earlier.leading + context.leading,
        earlier.adverbs | context.adverbs,
    )


def is_bidden(text: str, span: tuple[int, int]) -> bool:
    """Whether the words before a time say who has to do it (某局要|在9月底前)."""
    words = text[span[0] : span[1]].rstrip("在于 ")
    return len(words) > 2 and phrase_words("bidding").at_end(words) is not None


def _with_attribute(text: str, start: int, context: LeftContext) -> LeftContext:
    """The verb that opens what a move starts from is part of it where it only says which (把参与计划的学校由5所增至8所)."""
    if len(context.leading) != 1 or "的" not in text[context.start : context.end]:
        return context
    verb, classes = context.leading[0]
    at = text.rfind(verb, start, context.start)
    governs = {"move", "rise", "fall", "new", "finish"} & classes
    return context if at < 0 or governs else replace(context, start=at, leading=())


def _told_of_before(text: str, slot: Slot, context: LeftContext, earlier: LeftContext) -> bool:
    """Whether a count has nothing but a verb behind a time, and the things that it is done to before it (幼儿园去年建成5所)."""
    bare = context.start >= context.end and bool(context.leading) and not text[slot.number.right : slot.right[1]].strip(" ,;。、")
    things = text[earlier.start : earlier.end]
    plain = earlier.predicate is None and not earlier.leading and len(things) > 1 and things not in phrase_set("own_region")
    return bare and plain and unit_kind(slot.number.unit) in ("count", "people") and is_plain_noun(things)


# 国防预算明年占GDP比率: of what the share is stands before the time.
_OF_WHOLE = re.compile("占[^占比]{2,12}(?:比率|比重|比例|比)")
# 最低工资|将自|明年起.
_LEADS_ON = re.compile("[将已并均业]*[自从于在]*$")
_TO_WHAT = ("到", "至", "为")
_EACH = re.compile("(?:每[人户月日年亩周时小时名]{1,2})+")


def _with_owner(text: str, context: LeftContext, earlier: LeftContext) -> LeftContext:
    """The phrase behind a time with what stands before the time, where it is nothing without that (甲工厂全年产值)."""
    phrase = text[context.start : context.end]
    each = _EACH.fullmatch(phrase) is not None and len(context.leading) == 1
    if each and text.endswith(_TO_WHAT, 0, context.start):
        # 低保标准今年提高到|每人每月: what it has become, no rise of that.
        context = replace(context, leading=(), predicate="become", predicate_word=context.leading[0][0])
    partial = _says_over_what(phrase) or _OF_WHOLE.match(phrase) is not None
    bare = not context.leading and len(phrase) > 0 and (len(phrase) <= MAX_BARE or phrase in phrase_set("generic") or partial)
    leads_on = _LEADS_ON.search(text, earlier.start, earlier.end) if partial else None
    end = leads_on.start() if leads_on is not None else earlier.end
    plain = earlier.predicate is None and not earlier.leading and is_plain_noun(text[earlier.start : end])
    return replace(context, mover=(earlier.start, end)) if bare and plain else context


def _says_over_what(phrase: str) -> bool:
    """Whether a phrase only says what an amount is told over, with the verb before that (调升至每月, 提高到每人每年)."""
    verb = predicates("link", "become").at_start(phrase) or ""
    return _EACH.fullmatch(phrase, len(verb)) is not None


def _before_origin(text: str, left: tuple[int, int]) -> int:
    """End of the phrase before 由 or 从, where a baseline follows (补助标准由每人每年240元)."""
    origin = BASELINE.search(text[left[0] : left[1]])
    return left[0] + origin.start() if origin and origin.start() > 0 else left[1]


def is_threshold(text: str, slot: Slot, following: Slot | None, kinds: frozenset[str]) -> bool:
    """A number that says which things are counted (亿元以上项目30个) rather than how many."""
    number = slot.number
    after = text[number.right : slot.right[1]]
    if number.comparator not in ("ge", "le", "between") or not after or after[0] in ",、;。)”":
        return False
    if earns_grade(text, number.right):
        return False
    attributive = after.startswith("的")
    # 对年出栏500头以上的养殖场: what they have so many of stands before the number.
    of_whom = number.comparator == "ge" and text.startswith("对", slot.left[0]) and number.left - slot.left[0] > MIN_OWN
    if "count" in kinds and not (attributive and (of_whom or number.unit in attribute_of_unit() or _HOW_MANY.search(text, slot.left[0], number.left))):
        return False
    gives = phrase_words("grant", "giving").at_end(text[slot.left[0] : number.left].rstrip())
    for_how_long = gives is not None and "time" in kinds and number.comparator == "le"
    # 平均利率不超过5%的贷款业务: a rate that has a name of its own bounds what is meant.
    rate = attributive and number.left < number.start and text[slot.left[0] : number.left].rstrip().endswith("率")
    if number.right <= number.unit_end and not for_how_long and not (attributive and ("share" not in kinds or rate)):
        return False
    body = after[1:] if attributive else after
    if following is None and _is_size_of_work(text, slot, kinds):
        return False
    if "money" in kinds and (following is None or not following.shares_left) and _is_raised(text, slot):
        return False
    if phrase_words("money").at_start(body) and "money" in kinds and following is None:
        return False
    if after.startswith("者"):
        return True
    if following is not None:
        return following.shares_left or attributive or number.unit in AGE_UNITS
    # 千人以上供水工程全部监测: a count of people that opens its clause says which things are meant, unless a verb tells what they do.
    opens = not text[slot.left[0] : number.left].strip() and predicates("govern", "new", "nominal", "become", "link").at_start(body) is None
    return ("share" not in kinds or rate) and (attributive or opens or "people" not in kinds) and len(body) >= 2


def set_reaching(text: str, slot: Slot, following: Slot) -> tuple[str, str] | None:
    """The things of a set and the bound that a share of them reaches (80%以上的|村集体收入|超过15万元), None if the next number is no bound."""
    start, bound = slot.number.right + 1, following.number
    if slot.number.comparator not in ("ge", "eq") or text[start - 1] != "的" or text[bound.right : following.right[1]].strip("。;,"):
        return None
    stop = trim_end(text, start, bound.left)
    linked = predicates("link", "become").at_end(text, stop)
    if linked is None and bound.left == bound.start:
        return None
    stop -= len(linked or "")
    what = text[start:stop]
    if len(what) < 2 or re.search("[,;、的]", what) or predicates("rise", "fall", "share").at_end(what):
        return None
    return what, text[stop : max(bound.right, bound.unit_end)].strip()


def is_bounded_from_front(text: str, slot: Slot, following: Slot | None, kinds: frozenset[str]) -> bool:
    """Whether an amount bounded by a word before it says which things are counted (超5亿元项目3个), where no indicator stands before it."""
    if following is None or not following.shares_left or "money" not in kinds or slot.number.comparator != "ge":
        return False
    things = text[slot.number.right : following.number.left]
    return slot.number.left < slot.number.start and 0 < len(things) <= MAX_THINGS and phrase_words("money").at_start(things) is None


def _is_size_of_work(text: str, slot: Slot, kinds: frozenset[str]) -> bool:
    """Whether a bound is how big the thing is that is built (打造不少于2万平方米的街区, 组建规模不低于10亿元的基金)."""
    left = text[slot.left[0] : slot.number.left].rstrip()
    attribute = phrase_words("sum_of", "size").at_end(left) or ""
    builds = phrase_words("builds").at_end(left, len(left) - len(attribute))
    if builds is None or not ("area" in kinds or (attribute and "money" in kinds)):
        return False
    return "一批" not in text[slot.left[0] : slot.right[1]]


def _is_raised(text: str, slot: Slot) -> bool:
    """Whether a bound is how much money a verb raises or spends (发行不少于3亿元的债券), not how much the things behind it have."""
    left = text[slot.left[0] : slot.number.left].rstrip()
    summed = phrase_words("lead_in").at_end(left) or ""
    return phrase_words("raises").at_end(left, len(left) - len(summed)) is not None


MAX_THINGS = 6
_MOVED_TO = re.compile(r"[到至为成]")


def leads_to(text: str, slot: Slot, following: Slot | None, clause: tuple[int, int]) -> bool:
    """Whether a move to a new level follows the number (由5%提高到8%), so that it is the baseline."""
    if slot.number.kind == "ratio":
        return bool(_MOVED_TO.search(text, slot.number.right, clause[1]))
    if following is None:
        # 由3200人,增加到4500人: the move opens the next clause, with a time before it or not (在2030年增至4500人).
        opening = _TIME_OPENING.match(text, clause[1] + 1)
        opens = _opens_with_move(text, clause[1] + 1) or (opening is not None and _opens_with_move(text, opening.end()))
        return text[clause[1] : clause[1] + 1] == "," and opens
    if _MOVED_TO.search(text, slot.number.right, following.number.start):
        return True
    # 由90名增加一倍至180名: how much it rises stands between the ends.
    moved = predicates("rise", "fall").at_end(text, following.number.left)
    return moved is not None and _MOVED_TO.search(text, following.number.right, clause[1]) is not None


_TIME_OPENING = re.compile(r"(?:并|将)?(?:在|于|到|至)?20\d\d[-/\d]{0,5}[学财]?[年政]{1,2}度?(?:\d{1,2}月|第.季度?)?(?:[内前底末中]|年[底末]|上半年|下半年|或之前|之前)*(?:将)?")


def _opens_with_move(text: str, position: int) -> bool:
    """Whether a clause opens with a move to a new level, behind adverbs or not (大幅回落至)."""
    while (word := predicates("adverb").at_start(text, position)) is not None and predicates("become").at_start(text, position) is None:
        position += len(word)
    return predicates("become").at_start(text, position) is not None


def value_group(text: str, slots: Sequence[Slot], index: int) -> int:
    """How many numbers from ``index`` on are separated by nothing but list separators, with the same kind of unit."""
    size = 1
    # 吞吐量和客流量分别达到5万吨、8万人次: each value has a part and a unit of its own.
    respective = text.rfind(_RESPECTIVELY, slots[index].left[0], slots[index].number.left) >= 0
    while index + size < len(slots):
        first, second = slots[index + size - 1].number, slots[index + size].number
        gap = text[first.right : second.left]
        # 58场次、535人次 are two figures, 3亿元、5000万元 may be two values of one.
        same = respective or first.unit.lstrip(_MAGNITUDES) == second.unit.lstrip(_MAGNITUDES)
        if not _ONLY_SEPARATOR.match(gap) or not same or second.kind == "ratio" or first.kind == "ratio":
            break
        size += 1
    return size
