"""Whether a number is a quantity of something at all."""

from __future__ import annotations

import re
from collections.abc import Set

from pipeline.relate.lexicon import (
    phrase_set,
    phrase_words,
    predicates,
)
from pipeline.relate.naming import MAX_NAME
from pipeline.types import NumberMention

_CJK = re.compile(r"[㐀-鿿A-Za-z]")
_FREQUENCY = re.compile(r"每(?:\d{1,2}|[两三四五])?个?(?:年|月|周|季度|季|日|天|半年|半月|旬|学期)")
MAX_FREQUENCY = 4
_TIMES_SIGNS = ("×", "*", "x", "X", "✕")
_MAGNITUDE = "十百千万亿元"
# 关于60万吨乙烯项目问题: part of what a thing is called.
_ABOUT = "关于"
# 一式两份: how many copies of a paper are handed in.
_COPIES = re.compile(r"一式$")
# 0403地震: a day written as four figures names what happened on it.
# 第一、二轮: both are ordinals.
_FURTHER_ORDINAL = re.compile(r"第[一二三四五六七八九十\d]{1,2}[、和至到]$")
_NAMED_DAY = re.compile(r"0[1-9][0-3]\d(?!\d)")
# The thing stands right behind its type.
_TYPE_OF = re.compile(r"(?![以及或和与左上的等至到为达时之])[㐀-鿿]|/")
_CJK_OR_DIGIT = re.compile("[㐀-鿿A-Za-z0-9]")
# 由0.50, 由2020年的0.50; 提高到2025年的
_YEAR = r"(?:19|20)\d\d年[底末初]?的?"
_BASELINE = re.compile(rf"[从由](?:{_YEAR})?(?:\d+(?:\.\d+)?)?$|{_YEAR}$")
MAX_PURE = 1000
MAX_IN_WORDS = 10
_SECOND = "二"
_YEARLY, _OCCASION = "每年", "次"
# 由一年增至两年: what something comes from.
_COMES_FROM = re.compile(r"[由从][^,;:。]{0,12}$")
# 甲、乙等: names in front of how many they are.
_LISTED = re.compile(r"、[^、,;:。\d]{1,14}(?:等(?:地)?)?$")
_NOTHING_TOLD = tuple("(,、;。和与及以为作")
_ENDS_NOUN = "外等中内的之上下后"


def is_counted(number: NumberMention, text: str, clause: tuple[int, int], unit_kinds: Set[str]) -> bool:
    """Whether a number is a quantity of something at all, as far as its neighbourhood tells.

    Drops counts of abstractions (7个方面), procedure frequencies (每月1次) and numbers inside a short quoted name.
    """
    if number.kind == "bare" and number.unit == "":
        return is_pure_number(text, number, clause[0])
    if number.unit in phrase_set("procedural_unit"):
        return False
    if text.endswith(_ABOUT, 0, number.left) or _in_a_name(text, number) or points_back(text, number) or means_everybody(text, number):
        return False
    if "count" in unit_kinds and _NAMED_DAY.match(text, number.start):
        return False
    if number.unit in phrase_set("unit_of_type") and _TYPE_OF.match(text, number.right) is not None:
        return False  # 6吋晶圆产线, 69千伏设备: of which type a thing is
    if number.unit == "%" and text[number.left - 1 : number.left] in _TIMES_SIGNS:
        return False  # 病例数/总人数×100%: a formula
    if "count" in unit_kinds and phrase_words("abstract").at_end(text, number.left) and not text[number.right : clause[1]].strip(")"):
        return False  # (二)金融创新方面5项
    if number.kind == "small_chinese" and _FURTHER_ORDINAL.search(text, clause[0], number.left):
        return False
    if number.unit == "个" and _sums_up_places(text, number, clause):
        return False
    if _COPIES.search(text, clause[0], number.left):
        return False
    if number.value == 1 and _is_done_each(text[clause[0] : number.left]):
        return False  # 每新增1家企业奖励5万元
    if number.unit == "次" and number.value <= MAX_FREQUENCY and _FREQUENCY.search(text, clause[0], number.left):
        return False
    return not ("count" in unit_kinds and counts_an_abstraction(text[number.right : clause[1]].lstrip("的")))


def is_told_in_words(number: NumberMention, text: str, clause: tuple[int, int]) -> bool:
    """Whether a count of one to ten in words is a figure: by its unit (三所学校), or as what something comes from, or to (由一年增至两年)."""
    if number.value > 1 and number.unit in phrase_set("counted_in_words"):
        return True
    if number.value > MAX_IN_WORDS or text.startswith(_SECOND, number.start) or (number.value <= 1 and number.unit == "个"):
        return False  # 增建二线 is the second one, 提高到一个新水平 a figure of speech
    moves = predicates("become")
    if number.value > 1 and number.unit != _OCCASION and text.find(_YEARLY, clause[0], number.left) >= 0:
        return True  # 每年参加三项展览, no 每年开两次会
    if moves.at_end(text, number.left) is not None or (number.value > 1 and predicates("new").at_end(text, number.left) is not None):
        return True
    return moves.at_start(text, number.right) is not None and _COMES_FROM.search(text, clause[0], number.left) is not None


def _sums_up_places(text: str, number: NumberMention, clause: tuple[int, int]) -> bool:
    """Whether a count only sums up the places or offices named before it (甲、乙、丙3个城市,…), and tells nothing of them."""
    named = phrase_words("administrative").at_start(text, number.right)
    end = number.right + len(named or "")
    return named is not None and text[end : end + 1] in _NOTHING_TOLD and _LISTED.search(text, clause[0], number.left) is not None


def is_pure_number(text: str, number: NumberMention, start: int) -> bool:
    """Whether a number without a unit is the value of an indicator that has none (收入比缩小到2.3), told by a verb or a bound between."""
    moves = predicates("become", "rise", "fall").at_start(text, number.right) is not None
    if number.value >= MAX_PURE or (_CJK_OR_DIGIT.match(text, number.right) and not moves):
        return False
    at, names = number.left, phrase_words("pure_number")
    verbs = predicates("link", "become", "rise", "fall", "adverb")
    while names.at_end(text, at) is None:
        baseline = _BASELINE.search(text, start, at)
        word = baseline.group() if baseline else verbs.at_end(text, at)
        if word is None or at - len(word) <= start:
            return False
        at -= len(word)
    return at > start and at < number.start


def _is_done_each(before: str) -> bool:
    """Whether only a verb stands between 每 and the number: what follows is given for each (每新增1家企业奖励5万元)."""
    verb = before[before.rfind("每") + 1 :] if "每" in before else ""
    return verb in predicates("govern", "new", "nominal").words


def counts_an_abstraction(after: str) -> bool:
    """Whether the noun behind a count is no thing that can be counted out (7个方面, 18项重点任务)."""
    named = phrase_words("abstract").at_start(after)
    if named is not None and phrase_words("bare_things").at_start(after, len(named)) is None:
        return True  # 11个重点领域, not 11个重点领域项目
    word = phrase_words("abstract_alone").at_start(after)
    rest = after[len(word) :] if word else ""
    verb = predicates("govern", "nominal", "link", "adverb", "new").at_start(rest)
    return word is not None and (not rest or rest[0] in _ENDS_NOUN or not _CJK.match(rest) or (verb is not None and len(verb) > 1))


def points_back(text: str, number: NumberMention) -> bool:
    """Whether a count takes up what was counted before (这4起事故)."""
    return phrase_words("anaphor").at_end(text, number.left) is not None


def means_everybody(text: str, number: NumberMention) -> bool:
    """Whether a number of people stands for all of them (近14亿中国人的饭碗) and is no figure."""
    return "亿" in number.unit and phrase_words("whole_people").at_start(text, number.right) is not None


def counts_a_stage(after: str) -> bool:
    """Whether marks that a total passes are counted (跨越4个千亿元台阶)."""
    return phrase_words("stage").at_start(after.lstrip(_MAGNITUDE)) is not None


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
