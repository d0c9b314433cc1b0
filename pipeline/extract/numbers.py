"""Quantities in normal text: where they stand, their value, unit and comparator.

One compiled pattern (`pipeline.extract.number_rules`) walks over the text; here each of its matches is read, or refused.
Measured on ten labelled documents of six kinds: every one of 725 wanted quantities found, with value, unit and comparator
as labelled; 0.06 s per MB.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from dataclasses import replace

from pipeline.extract.chinese_numerals import (
    CHINESE_DIGITS,
    DIGIT,
    LARGE,
    MAGNITUDE,
    SCALE,
    arabic_ends,
    chinese_ends,
    parse_arabic,
    parse_chinese,
    scaled,
    split_scale,
)
from pipeline.extract.number_rules import (
    ModifierEntry,
    NameEntry,
    UnitEntry,
    UnitKind,
    lexicon,
    modifiers,
    names,
    trie,
    units,
)
from pipeline.types import NumberMention

__all__ = ["MAGNITUDE", "find_numbers", "fires", "modifiers", "names", "plausible", "to_base", "units"]

# ---------------------------------------------------------------------------------------------------------------------
# Modifiers

# 不低于每亩500万元: a bound may stand before what the amount is taken over.
_OVER_WHAT = re.compile(r"(?:(?:平均)?每[^\d、,每]{1,4}){1,2}$")
_LONGEST_OVER = 12

REACH = 20
"""How many characters in front of a number 最高 and 至少 are looked for."""


def _word_before(
    text: str, start: int, table: dict[str, tuple[tuple[str, ModifierEntry], ...]], unit: str
) -> tuple[str, ModifierEntry] | None:
    """The longest modifier that ends where the number starts."""
    for word, entry in table.get(text[start - 1 : start], ()):
        if text.endswith(word, 0, start):
            left = start - len(word)
            if entry.not_after and text.endswith(entry.not_after, 0, left):
                return None
            if entry.only_after and not text.endswith(entry.only_after, 0, left):
                return None
            if entry.unit_words and unit not in entry.unit_words:
                return None
            return word, entry
    return None


def _currency_before(text: str, start: int) -> str:
    """The name of a currency that stands before its amount (新台币3亿元), which is no part of what is measured."""
    for word in lexicon().in_front.get(text[start - 1 : start], ()):
        if text.endswith(word, 0, start):
            return word
    return ""


def _word_at_reach(text: str, start: int, floor: int, unit: str) -> tuple[str, ModifierEntry] | None:
    """至少, 最高 with a verb between it and the number, inside the clause and behind the last number."""
    window = text[max(floor, start - REACH) : start]
    if lexicon().any_reach.search(window) is None:
        return None
    for pattern, entry in lexicon().reach:
        match = pattern.search(window) if not entry.unit_words or unit in entry.unit_words else None
        if match is not None:
            return match[1], entry
    return None


_STRENGTH = {"ge": 2, "le": 2, "approx": 1}


def _modify(
    text: str, floor: int, mention: NumberMention, infix: str | None, suffix: str | None, reaching: bool = True
) -> NumberMention:
    """Comparator, modifier_text, left and right of a mention whose numbers and unit are known.

    ge and le outweigh approx (超过3万余家 is "at least"), the word in front outweighs the one behind, a range stays a range.
    """
    lex = lexicon()
    found: list[tuple[str, str]] = []
    left, right = mention.start - len(_currency_before(text, mention.start)), mention.unit_end
    front = _word_before(text, left, lex.before, mention.unit)
    if front is not None and left - len(front[0]) >= floor:
        left -= len(front[0])
        found.append((front[0], front[1].comparator))
    elif "每" in text[max(floor, left - _LONGEST_OVER) : left]:
        over = _OVER_WHAT.search(text, max(floor, left - _LONGEST_OVER), left)
        bound = _word_before(text, over.start(), lex.before, mention.unit) if over else None
        if over and bound and over.start() - len(bound[0]) >= floor and _STRENGTH.get(bound[1].comparator) == 2:
            found.append((bound[0], bound[1].comparator))
    if suffix:
        entry = lex.after.get(suffix) or _entry_of_number_suffix(suffix)
        if not entry.unit_kinds or unit_kind(mention.unit) in entry.unit_kinds:
            right += len(suffix)
            found.append((suffix, entry.comparator))
    if infix:
        found.append((infix, lex.infix[infix].comparator))
    if reaching and not (found and any(_STRENGTH[comparator] == 2 for _, comparator in found)):
        far = _word_at_reach(text, left if found else mention.start, floor, mention.unit)
        if far is not None:
            found.insert(0, (far[0], far[1].comparator))
    if not found and mention.value_max is None and (left, right) == (mention.left, mention.right):
        return mention
    if mention.value_max is not None:
        comparator = "between"
    elif found:
        comparator = max(found, key=lambda pair: _STRENGTH[pair[1]])[1]
    else:
        comparator = "eq"
    words = [word for word, own in found if comparator in (own, "between")]
    return NumberMention(
        mention.start, mention.end, mention.value, mention.value_max, mention.unit, mention.unit_end,
        comparator, "…".join(words) or None, left, right, mention.kind,
    )  # fmt: skip


def _entry_of_number_suffix(suffix: str) -> ModifierEntry:
    return next(entry for entry in modifiers() if entry.takes_number and suffix.startswith(entry.words))


# ---------------------------------------------------------------------------------------------------------------------
# Units

_SCALE_OF_UNIT = re.compile(r"(?:万亿|万|亿|兆(?=元|美元|$)|百万(?=元|美元|港元))")


def _split_unit(unit: str) -> tuple[str, str]:
    """``万千瓦时`` is (万, 千瓦时); ``亩`` is ("", 亩)."""
    match = _SCALE_OF_UNIT.match(unit)
    return (match.group(), unit[match.end() :]) if match else ("", unit)


@functools.lru_cache(maxsize=4096)
def unit_kind(unit: str) -> UnitKind | None:
    """Kind of a printed unit (count, money, share, …), with or without a magnitude before it; None if it is not known."""
    entry = _entry_of(_split_unit(unit)[1].split("/")[0])
    return entry.kind if entry else None


def _entry_of(word: str) -> UnitEntry | None:
    table = lexicon().unit_of
    return table.get(word) or table.get(word.partition("(")[0])


def to_base(value: float, unit: str) -> tuple[float, str] | None:
    """The same quantity in the base unit.

    Parameters
    ----------
    value : float
        As printed, in the scale of ``unit``.
    unit : str
        As in `NumberMention.unit`: 亿元, 万亩, 微克/立方米, %.

    Returns
    -------
    tuple of float and str, or None
        4821.6 亿元 is (482160000000.0, 元); the factors stand in ``rules/units.yaml``. Of a compound only the numerator is
        converted (元/吨 stays per 吨). None where the unit word is unknown.
    """
    scale, word = _split_unit(unit)
    if not word:
        return scaled(value, SCALE[scale]), ""
    numerator, slash, denominator = word.partition("/")
    entry = _entry_of(word) if slash and _entry_of(word) else _entry_of(numerator)
    if entry is None:
        return None
    if slash and word in lexicon().unit_of:
        numerator, slash, denominator = word, "", ""
    base = entry.base_unit or numerator
    return scaled(value, SCALE[scale] * entry.factor), base + slash + denominator


def plausible(value: float, unit: str) -> bool:
    """Whether the value can be what the unit measures (成 run from 0 to 10, nobody is 200 岁 old)."""
    entry = _entry_of(_split_unit(unit)[1].split("/")[0])
    if entry is None:
        return True
    return (entry.low is None or value >= entry.low) and (entry.high is None or value <= entry.high)


# ---------------------------------------------------------------------------------------------------------------------
# Arabic digits

_QUOTED = frozenset(("“”", "‘’", "《》", "〈〉", "[]", "()", "〔〕", "【】", '""'))
_LIST_MARKS = frozenset("、和至到-—")
_ORDINAL_LIST = re.compile(rf"第[0-9{CHINESE_DIGITS}十百、和至到—-]+$")
"""第十七、十八、…: the list goes on behind the first ordinal."""


def _is_named(text: str, start: int, unit: str | None) -> bool:
    """Whether the words in front make the number a part of a name: 第14届, PM2.5, 图3, 届十一次."""
    if text[start - 1 : start] == " ":
        start -= 1
    before, lex = text[start - 1 : start], lexicon()
    words = lex.name_before.get(before, ())
    if unit is None:
        words += lex.name_before_bare.get(before, ())
    elif unit in lex.name_before_unit:
        words += lex.name_before_unit[unit]
    if words and text.endswith(words, 0, start):
        return True
    if before not in _LIST_MARKS or (unit is not None and unit not in lex.list_units):
        return False
    return _ORDINAL_LIST.search(text, max(0, start - 24), start) is not None


def _is_latin(char: str) -> bool:
    return char.isascii() and (char.isalpha() or char == "_")


def _latin_in_front(text: str, start: int) -> bool:
    """Whether Latin letters stand in front, with or without a space: GB/T 39561, IEEE 802."""
    before = text[max(0, start - 3) : start].rstrip(" ")[-1:]
    return bool(before) and _is_latin(before)


def _arabic(text: str, match: re.Match[str], previous: NumberMention | None) -> list[NumberMention]:
    a, am, b, unit, u0 = match.group("a", "am", "b", "u", "u0")
    start = match.start()
    if u0 is not None and (unit != u0 or _is_change(text, match)):
        return _two_mentions(text, match, previous)
    people = _PEOPLE_OF_AGE.match(text, start) if unit in ("岁", "周岁") else None
    if people is not None:
        # 为390万65岁以上老年人: how many there are stands before how old they are.
        first = _find(text, start, people.end(), previous)
        return first + _find(text, people.end(), match.end(), first[-1] if first else previous)
    if _is_named(text, start, unit):
        return []
    end = match.end("b") if b is not None else match.end("am") if am else match.end("a")
    value, value_max, scale = arabic_ends(a, b, am, shared=u0 is None)
    infix = match["bi"] or match["ai"]
    before = text[start - 1 : start]
    if unit is None:
        return _without_unit(text, match, previous, (value, value_max, scale, start, end, infix))
    if before and _is_latin(before) and unit != "%" and not _is_latin(text[start - 2 : start - 1] or " "):
        return []  # T800台, S339条: the letter makes a name
    entry = _entry_of(unit.split("/")[0]) or _entry_of(unit)
    if entry is not None and _is_misread(text, match, entry, value * SCALE[scale]):
        return []
    if entry is not None and entry.bounded and _is_time(text, start, entry, value, value_max, match["suffix"]):
        return []
    unit_end = match.end("u")
    if match["tenth"]:
        value, unit_end = value + _tenth(match["tenth"]), match.end("tenth")
        unit = match["tenth"][1:] or unit  # 2个半|小时
    if entry is not None and entry.id in IN_SPAN:
        end = unit_end
    if before in ("-", "−") and unit in SIGNED and _is_minus(text, start):
        value, start = -value, start - 1
    if _is_name_behind(text, start, unit, unit_end):
        return []
    mention = NumberMention(
        start, end, value, value_max, _printed(scale, unit), unit_end, "eq", None, start, unit_end, "quantity"
    )
    mention = _modify(text, previous.right if previous else 0, mention, infix, match["suffix"])
    unbound = entry is not None and entry.bounded and mention.comparator not in ("ge", "le")
    return [] if unbound and not is_measured(text, mention) else [mention]


_PEOPLE_OF_AGE = re.compile(r"\d+(?:\.\d+)?[万亿](?=\d{1,3}(?:周?岁|[-—~至]))")
# So far before a span of time stands what it measures at most.
MAX_MEASURED = 24
IN_SPAN = frozenset(("percent", "per_mille", "percentage_point", "basis_point"))
"""Units that belong to the span of the number itself: 6.5%, 10个百分点."""


def _tenth(digit: str) -> float:
    """The last digit of 八成五, and 半."""
    if digit[0] == "半":
        return 0.5
    return (DIGIT[digit] if digit in DIGIT else int(digit)) / 10


def _printed(scale: str, unit: str) -> str:
    # 个 is the classifier of the point, no part of the unit.
    return scale + (unit[1:] if unit == "个百分点" else unit)


SIGNED = frozenset(("%", "‰", "个百分点", "百分点", "℃"))
"""A dash in front of these may be a minus sign; elsewhere it joins words and numbers."""


def _is_name_behind(text: str, start: int, unit: str, unit_end: int) -> bool:
    """30万吨级, 15分钟便民生活圈, 24小时值班: what follows the unit, or this many of it, makes a name."""
    lex = lexicon()
    if lex.name_after_unit.match(text, unit_end):
        return True
    then = lex.unit_then.get(unit), lex.unit_then.get(text[start:unit_end])
    return any(words.match(text, unit_end) is not None for words in then if words is not None)


def _is_minus(text: str, start: int) -> bool:
    before = text[start - 2 : start - 1]
    return not (before.isdigit() or before in (")", "%", "”") or (before != "" and _is_latin(before)))


def _is_change(text: str, match: re.Match[str]) -> bool:
    """由5%至7% and 从3家到9家 are a change from one value to another, no range."""
    return match["to"] in ("至", "到") and text[match.start() - 1 : match.start()] in ("由", "从")


def _two_mentions(text: str, match: re.Match[str], previous: NumberMention | None) -> list[NumberMention]:
    first = _find(text, match.start(), match.end("u0"), previous)
    return first + _find(text, match.start("b"), match.end(), first[-1] if first else previous)


def _is_misread(text: str, match: re.Match[str], entry: UnitEntry, absolute: float) -> bool:
    """A unit word that the context makes something else: 9点, 2.3面 at the head of a line, 3月10日内."""
    start = match.start()
    if entry.least is not None and absolute < entry.least:
        return True
    if entry.kind == "count" and "." in match["a"] and match["am"] is None and match["a"][-1].isdigit():
        return match["a"][0] != "0" and _at_line_start(text, start)
    if entry.only_before and text[start - 1 : start] == "月":
        return True
    # 60万元以上(含60万元): the bracket repeats the bound.
    if text.endswith(("(含", "(不含"), 0, start) and text[match.end() : match.end() + 1] == ")":
        return True
    # “21条”: a number with a classifier that fills the quotation marks is the name of a document.
    quoted = text[start - 1 : start] in ("“", "‘") and text[match.end("u") : match.end("u") + 1] in ("”", "’")
    return quoted and entry.kind == "count"


def _is_time(
    text: str, start: int, entry: UnitEntry, value: float, value_max: float | None, suffix: str | None
) -> bool:
    """2025年, 三年内, 3至5年, 6、18个月: a date, a span that something falls into or one of a list, unless it is told in such spans."""
    high = entry.high is not None and value > entry.high
    ends = value_max is not None and not _is_told_in(text, start, entry)
    return high or ends or (suffix is not None and suffix.endswith("内")) or text[start - 1 : start] == "、"


def is_bounded_span(unit: str) -> bool:
    """Whether a unit counts only as a standard (最长3年), and tells a time elsewhere."""
    entry = _entry_of(unit)
    return entry is not None and entry.bounded


def is_measured(text: str, number: NumberMention) -> bool:
    """Whether a span of time is the value of what is told in such spans (轮候时间降至4.5年)."""
    entry = _entry_of(number.unit)
    return entry is not None and _is_told_in(text, number.start, entry)


def _is_told_in(text: str, at: int, entry: UnitEntry) -> bool:
    """Whether what is told in such spans stands in the clause before."""
    if not entry.measures:
        return False
    start = max(0, at - MAX_MEASURED)
    clause = max(start, *(text.rfind(mark, start, at) + 1 for mark in ",;。\n"))
    before = text[clause:at]
    return any(noun in before for noun in entry.measures)


def _at_line_start(text: str, start: int) -> bool:
    before = text[max(0, start - 8) : start].rstrip(" \t\u3000")
    return not before or before[-1] == "\n"


def _without_unit(
    text: str,
    match: re.Match[str],
    previous: NumberMention | None,
    parts: tuple[float, float | None, str, int, int, str | None],
) -> list[NumberMention]:
    value, value_max, scale, start, end, infix = parts
    lex = lexicon()
    after = match.end("bi") if match["bi"] else match.end("ai") if match["ai"] and match["b"] is None else end
    if scale:
        if lex.name_after_unit.match(text, after):
            return []
        kind = "quantity"
    else:
        kind = "bare"
        if (
            lex.name_after.match(text, after)
            or lex.refused.match(text, after)
            or _is_name(text, start, end, match["a"], value_max)
        ):
            return []
    mention = NumberMention(start, end, value, value_max, scale, end, "eq", None, start, after, kind)
    mention = _modify(text, previous.right if previous else 0, mention, infix, match["suffix"])
    return [replace(mention, right=match.end())]


def _is_name(text: str, start: int, end: int, digits: str, value_max: float | None) -> bool:
    """Whether digits without unit and magnitude are a year, a list number, a version, an identifier, a page."""
    before, after = text[start - 1 : start], text[end : end + 1]
    if _is_joined(text, start, before, after) or _is_list_number(text, start, digits, before, after):
        return True
    if value_max is not None:
        return digits == "0" or _is_year(digits) or _is_year(f"{value_max:.0f}")
    if digits.isdigit():
        if _is_year(digits) or len(digits) > 6 or (len(digits) > 1 and digits[0] == "0"):
            return True
    elif digits.endswith(".0") or _is_year(digits.partition(".")[0]):
        return True
    return bool(lexicon().list_of_names.match(text, end))


def _is_joined(text: str, start: int, before: str, after: str) -> bool:
    """Digits that hang on Latin letters or signs, or fill quotation marks: T800, 5+, #3, “985”, -12-."""
    if (after and (_is_latin(after) or after == "+")) or _latin_in_front(text, start):
        return True
    if before + after in _QUOTED:
        return True
    if before and before in "-—":
        return after in ("-", "—") or _is_latin(text[start - 2 : start - 1] or " ")
    return before in ("+", "/", "#", "@", ".", "…")


def _is_list_number(text: str, start: int, digits: str, before: str, after: str) -> bool:
    """1. or 2、 or 3) in front of an item; 2.3 or 02 in front of a heading."""
    if after in (".", "．", "﹒"):
        return True
    if after == ")" and before in ("", "\n", ";", ":", ",", "。", "、", " "):
        return True
    if len(digits) > 5 or "," in digits or not _at_line_start(text, start):
        return False
    return "一" <= after <= "鿿" or (len(digits) <= 3 and after in ("", "、", "\ue010", "\u3000", " ", "\t", "\n"))


def _is_year(digits: str) -> bool:
    return len(digits) == 4 and digits[:2] in ("19", "20") and digits.isdigit()


# ---------------------------------------------------------------------------------------------------------------------
# Chinese numerals, fractions, ratios, words

_BARE_MAGNITUDE = frozenset("百千万亿兆")


def _chinese(text: str, match: re.Match[str], previous: NumberMention | None) -> list[NumberMention]:
    c, cm, d, unit = match.group("c", "cm", "d", "cu")
    start, floor = match.start(), previous.right if previous else 0
    infix = match["ci"]
    if _is_named(text, start, unit) or c == "零":
        return []
    if c == "一" and text.endswith(lexicon().name_before_one, 0, start):
        return []
    if infix is None and d is None and _BARE_MAGNITUDE.issuperset(c):
        return _bare_magnitude(text, match, previous)
    numeral = c + (cm or "")
    ends = chinese_ends(numeral, d)
    if ends is None or (unit is None and (c[0] in _BARE_MAGNITUDE and d is None)):
        return []
    value, value_max, scale = ends
    if unit is None and not scale and value < LARGE["万"]:
        return []
    lex = lexicon()
    end = match.end("d") if d else match.end("cm") if cm else match.end("c")
    if infix and cm is None and _BARE_MAGNITUDE.issuperset(c):
        end = match.end("ci")  # the span of 百余个 is 百余: the digits alone would say nothing
    unit_end = match.end("cu") if unit else match.end("ci") if infix and cm is None else end
    if match["ctenth"]:
        value, unit_end = value + _tenth(match["ctenth"]), match.end("ctenth")
        unit = match["ctenth"][1:] or unit
    if lex.name_after_unit.match(text, unit_end):
        return []
    entry = _entry_of(unit.split("/")[0]) if unit else None
    if entry is not None and entry.only_before and text[start - 1 : start] == "月":
        return []
    if entry is not None and entry.bounded and _is_time(text, start, entry, value, value_max, match["csuffix"]):
        return []
    if entry is not None and entry.id in IN_SPAN:
        end = unit_end
    kind = "quantity"
    if not scale and max(value, value_max or 0) <= 10 and not infix and not (entry and entry.strong):
        kind = "small_chinese"
    mention = NumberMention(
        start, end, value, value_max, _printed(scale, unit or ""), unit_end, "eq", None, start, unit_end, kind
    )
    mention = _modify(text, floor, mention, infix, match["csuffix"], reaching=kind == "quantity")
    if kind == "small_chinese" and mention.comparator in ("ge", "le"):
        mention = replace(mention, kind="quantity")
    unbound = entry is not None and entry.bounded and mention.comparator not in ("ge", "le")
    return [] if unbound and not is_measured(text, mention) else [mention]


def _bare_magnitude(text: str, match: re.Match[str], previous: NumberMention | None) -> list[NumberMention]:
    """百亿元, 近百个, 亿元以上, 千家: a magnitude without a digit counts only where something says how much."""
    numeral, unit = match["c"], match["cu"] or ""
    absolute = parse_chinese(numeral)
    if absolute is None or (numeral[-1] in SCALE and absolute < SCALE[numeral[-1]]):
        return []
    start, end, floor = match.start(), match.end("c"), previous.right if previous else 0
    value, scale = split_scale(numeral, absolute)
    unit_end = match.end("cu") if unit else end
    mention = NumberMention(start, end, value, None, scale + unit, unit_end, "eq", None, start, unit_end, "quantity")
    mention = _modify(text, floor, mention, None, match["csuffix"], reaching=False)
    front = _word_before(text, start, lexicon().magnitude_before, unit) if mention.comparator == "eq" else None
    if front is not None and start - len(front[0]) >= floor:
        mention = replace(mention, comparator=front[1].comparator, modifier_text=front[0], left=start - len(front[0]))
    entry = _entry_of(unit.split("/")[0])
    is_money = entry is not None and entry.kind == "money"
    if (entry is not None and entry.bounded) or _is_round_name(text, match, unit_end, is_money or not unit):
        return []
    if mention.comparator != "eq" and (unit or (scale and mention.left < start)):
        return [mention]
    if not unit:
        return []
    return [mention if is_money and len(numeral) > 1 else replace(mention, kind="small_chinese")]


def _is_round_name(text: str, match: re.Match[str], unit_end: int, may_name: bool) -> bool:
    """千亿元产业集群, 百万级, “百项”, (万元) at the head of a column; what 以上 follows is none."""
    lex, before = lexicon(), text[match.start() - 1 : match.start()]
    if lex.name_after_unit.match(text, unit_end) or before + text[unit_end : unit_end + 1] in _QUOTED:
        return True
    if match["csuffix"]:
        return False
    if before in ("“", "‘") or (may_name and before in ("", "\n", " ", "元")):
        return True
    return may_name and lex.name_after_magnitude.match(text, unit_end) is not None


def _share_value(text: str) -> float | None:
    if text[0].isdigit() and text[0].isascii():
        return parse_arabic(text)[0]
    return parse_chinese(text)


def _fraction(text: str, match: re.Match[str], previous: NumberMention | None) -> list[NumberMention]:
    """百分之五 is 5 %, 千分之二 2 ‰, 三分之一 0.3333."""
    parts, share, share2 = match.group("parts", "share", "share2")
    whole = int(parts) if parts.isascii() else parse_chinese(parts)
    values = [_share_value(item) for item in (share, share2) if item]
    if not whole or None in values:
        return []
    unit = {100: "%", 1000: "‰"}.get(int(whole), "")
    ends = [item if unit else round(item / whole, 4) for item in values if item is not None]
    start, suffix = match.start(), match["fraction_suffix"]
    end = match.end() - len(suffix or "")
    high = float(ends[1]) if len(ends) > 1 else None
    mention = NumberMention(start, end, float(ends[0]), high, unit, end, "eq", None, start, end, "quantity")
    return [_modify(text, previous.right if previous else 0, mention, None, suffix)]


def _slash(text: str, match: re.Match[str], previous: NumberMention | None) -> list[NumberMention]:
    """1/3 and 3分之1 are a third; 3/18, 24/7 and the like are not."""
    suffix, start = match["slash_suffix"], match.start()
    end = match.end() - len(suffix or "")
    printed = text[start:end]
    if "/" in printed:
        numerator, denominator = map(int, printed.split("/"))
        if denominator > 10 or text[end : end + 1] in ("月", "号", "年") or text[start - 1 : start] == "/":
            return []
    else:
        denominator, numerator = map(int, printed.split("分之"))
    if not 0 < numerator < denominator or _latin_in_front(text, start):
        return []
    value = round(numerator / denominator, 4)
    mention = NumberMention(start, end, value, None, "", end, "eq", None, start, end, "quantity")
    return [_modify(text, previous.right if previous else 0, mention, None, suffix)]


def _ratio(text: str, match: re.Match[str], previous: NumberMention | None) -> list[NumberMention]:
    """One mention for each part of a∶b∶c; a time of day (9:30) is none."""
    spans, position = [], match.start()
    for part in re.split(r"[:∶]", match.group()):
        spans.append((position, position + len(part), float(part.replace(",", "").replace("·", "."))))
        position += len(part) + 1
    if ":" in match.group() and _is_clock(match.group(), [value for _, _, value in spans]):
        return []
    if _latin_in_front(text, match.start()):
        return []  # a standard: IEC 61131:2003
    if text.startswith("年", match.end()):
        return []  # 行动方案2.0:2024年举办
    return [
        NumberMention(start, end, value, None, "", end, "eq", None, start, end, "ratio") for start, end, value in spans
    ]


def _is_clock(printed: str, values: list[float]) -> bool:
    parts = printed.split(":")
    if "." in printed or len(parts) > 3 or 99 <= sum(values) <= 101:
        return False
    return values[0] <= 24 and all(len(part) == 2 and float(part) < 60 for part in parts[1:])


def _word(text: str, match: re.Match[str], previous: NumberMention | None) -> list[NumberMention]:
    """翻番, 倍增, 一半: the word is the quantity."""
    value, entry = lexicon().value_of[match["value"]]
    start, end = match.span("value")
    kind = "multiple" if entry.kind == "multiple" else "quantity"
    mention = NumberMention(start, end, value, None, entry.base_unit or "", end, "eq", None, start, end, kind)
    return [_modify(text, previous.right if previous else 0, mention, None, match["value_suffix"], reaching=False)]


_READERS: dict[str, Callable[[str, re.Match[str], NumberMention | None], list[NumberMention]]] = {
    "arabic": _arabic,
    "chinese": _chinese,
    "fraction": _fraction,
    "slash": _slash,
    "ratio": _ratio,
    "word": _word,
}


def _find(text: str, start: int, end: int, previous: NumberMention | None) -> list[NumberMention]:
    found: list[NumberMention] = []
    for match in lexicon().master.finditer(text, start, end):
        reader = _READERS.get(match.lastgroup or "")
        if reader is not None:
            mentions = reader(text, match, previous)
            if mentions:
                found += mentions
                previous = mentions[-1]
    return found


def find_numbers(text: str) -> list[NumberMention]:
    """Every quantity in a normal text, in order, not overlapping.

    Parameters
    ----------
    text : str
        Normal text (see `NormalText`).

    Returns
    -------
    list of NumberMention
        Dates, ordinals, list numbers, names with digits are left out; digits without a unit are kept as ``bare``, 一 to 十 with
        a classifier as ``small_chinese``.
    """
    return _bands(text, _inherit(text, _outside_titles(text, _find(text, 0, len(text), None))))


_TITLE = re.compile(r"《[^》\n]{1,80}》")


def _outside_titles(text: str, mentions: list[NumberMention]) -> list[NumberMention]:
    """Digits inside the name of a document (《…若干措施三十条》) count nothing."""
    if "《" not in text:
        return mentions
    kept, titles = [], _TITLE.finditer(text)
    title = next(titles, None)
    for mention in mentions:
        while title is not None and title.end() <= mention.start:
            title = next(titles, None)
        if title is None or mention.start < title.start():
            kept.append(mention)
    return kept


def _bands(text: str, mentions: list[NumberMention]) -> list[NumberMention]:
    """10万元以上50万元以下 is one range: a lower bound behind its number, and right behind it an upper one in the same unit."""
    joined: list[NumberMention] = []
    for mention in mentions:
        low = joined[-1] if joined else None
        if low is not None and _is_band(low, mention):
            value, unit = _in_unit_of(low, mention)
            words = f"{text[low.unit_end : low.right]}…{text[mention.unit_end : mention.right]}"
            joined[-1] = replace(
                mention, start=low.start, value=value, value_max=mention.value, unit=unit, comparator="between", modifier_text=words, left=low.left
            )
        else:
            joined.append(mention)
    return joined


def _is_band(low: NumberMention, high: NumberMention) -> bool:
    """Whether two mentions touch, the first bounded from below and the second from above by the words behind them."""
    touching = low.right == high.start == high.left and low.right > low.unit_end and high.right > high.unit_end
    if not touching or (low.comparator, high.comparator) != ("ge", "le") or low.value_max is not None:
        return False
    ends = to_base(low.value, low.unit), to_base(high.value, high.unit)
    return ends[0] is not None and ends[1] is not None and ends[0][1] == ends[1][1] and ends[0][0] < ends[1][0]


def _in_unit_of(low: NumberMention, high: NumberMention) -> tuple[float, str]:
    """The lower end in the unit of the upper one (5000元以上1万元以下 starts at 0.5 万元)."""
    if low.unit == high.unit:
        return low.value, high.unit
    absolute, base = to_base(low.value, low.unit), to_base(1, high.unit)
    return (absolute[0] / base[0] if absolute and base else low.value), high.unit


_LINK = re.compile(r"(?:[、和与及或]|以及)+")
_SHORT_POINTS, _POINTS = "个", "百分点"


def _inherit(text: str, mentions: list[NumberMention]) -> list[NumberMention]:
    """Digits in front of 和, 、 take the unit of the next number (9.8和7个百分点, 50万、30万元); 降为0 takes that of the one before."""
    for index in range(len(mentions) - 1, -1, -1):
        mention = mentions[index]
        if index + 1 < len(mentions) and _is_short_of(text, mention, mentions[index + 1]):
            mentions[index] = replace(mention, unit=mentions[index + 1].unit)
            continue
        if mention.kind != "bare" and mention.unit not in SCALE:
            continue
        after = mentions[index + 1] if index + 1 < len(mentions) else None
        before = mentions[index - 1] if index else None
        if after is not None and _shares_unit(text, mention, after):
            unit = after.unit
            if mention.kind == "bare" and mention.value >= 100:
                unit = _split_unit(unit)[1]
            mentions[index] = replace(mention, unit=unit, kind="quantity")
        elif mention.kind == "bare" and before is not None and _is_zero_of(text, before, mention):
            mentions[index] = replace(mention, unit=before.unit, kind="quantity")
    return mentions


def _is_short_of(text: str, mention: NumberMention, after: NumberMention) -> bool:
    """Whether a unit is only the first character of the next one's, printed in full at the end (3个、5个百分点)."""
    if mention.unit != _SHORT_POINTS or after.unit != _POINTS or not text.endswith(_SHORT_POINTS + _POINTS, 0, after.end):
        return False
    return _LINK.fullmatch(text, mention.right, after.left) is not None


def _shares_unit(text: str, mention: NumberMention, after: NumberMention) -> bool:
    if after.kind != "quantity" or after.unit in SCALE or not _LINK.fullmatch(text, mention.right, after.left):
        return False
    return mention.kind == "bare" or _split_unit(after.unit)[0] == mention.unit


def _is_zero_of(text: str, before: NumberMention, zero: NumberMention) -> bool:
    gap = text[before.right : zero.start]
    return (
        zero.value == 0
        and before.kind == "quantity"
        and len(gap) <= 12
        and "。" not in gap
        and gap[-1:] in tuple("为到至")
    )


def fires(entry_id: str, text: str) -> bool:
    """Whether a rule entry of units, quantity_modifiers or number_names acts on the text.

    A unit fires where a mention carries one of its forms, a modifier where a mention carries its comparator and word, a name
    where it stands beside digits that `find_numbers` leaves out.
    """
    for unit in units():
        if unit.id == entry_id:
            return any(_uses_unit(text, mention, unit) for mention in find_numbers(text))
    for modifier in modifiers():
        if modifier.id == entry_id:
            return any(_uses_modifier(mention, modifier) for mention in find_numbers(text))
    for name in names():
        if name.id == entry_id:
            return _silences(text, name)
    raise KeyError(entry_id)


def _uses_unit(text: str, mention: NumberMention, entry: UnitEntry) -> bool:
    word = _split_unit(mention.unit)[1]
    return (
        _entry_of(word) == entry
        or _entry_of(word.split("/")[0]) == entry
        or text[mention.start : mention.end] in entry.values
    )


def _uses_modifier(mention: NumberMention, entry: ModifierEntry) -> bool:
    if mention.modifier_text is None or mention.comparator not in (entry.comparator, "between"):
        return False
    parts = mention.modifier_text.split("…")
    return any(part in entry.words or (entry.takes_number and part.startswith(entry.words)) for part in parts)


def _silences(text: str, entry: NameEntry) -> bool:
    in_front = entry.before + entry.before_bare + entry.before_one + sum(entry.before_unit.values(), ())
    digit = rf"[0-9.{CHINESE_DIGITS}十百千万亿+A-Z]"
    pieces = [
        rf"{trie(in_front)}{digit}+" if in_front else "",
        rf"{digit}+[余多几]?{trie(entry.after)}" if entry.after else "",
        rf"{digit}+\w{{0,4}}{trie(entry.after_unit)}" if entry.after_unit else "",
        trie(entry.words) if entry.words else "",
        rf"[百千万亿]+\w?{trie(entry.magnitude_after)}" if entry.magnitude_after else "",
        rf"[“‘]{digit}+[”’]" if entry.quoted else "",
        *(rf"{'' if unit[0].isdigit() else digit + '+'}{unit}[一-鿿]{{0,8}}?{trie(words)}" for unit, words in entry.unit_then.items()),
    ]
    pattern = re.compile("|".join(piece for piece in pieces if piece))
    taken = [(mention.start, mention.end) for mention in find_numbers(text)]
    return any(
        all(end <= match.start() or start >= match.end() for start, end in taken) for match in pattern.finditer(text)
    )
