"""Words left of a number that name no indicator of their own: comparisons, bare adverbs, who only pays."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence, Set
from dataclasses import replace

from pipeline.relate.candidates import ParagraphState
from pipeline.relate.lexicon import phrase_set, phrase_words, predicates
from pipeline.relate.phrases import Borders, LeftContext, left_context
from pipeline.relate.topics import is_named, is_plain_noun
from pipeline.types import TimeMention

# 占比, 同比, 环比, 可比 are words of their own, and so are 比重, 比例, 较快.
_COMPARED = re.compile(r"(?<![占同环对之可无好配])(?:相?比|较)(?![重例率值拟大快好高低])(?P<other>[^,;、()比较]{1,14})$")
_SPAN_OF_YEARS = re.compile(r"^前?[\d一二三四五六七八九十几]+年前?")
_PER_HEAD = re.compile(r"(?:平均)?每[^\d,、每补助贴奖额]{1,4}|人均|户均|[日周月亩]均")
MONEY = "资金"
_ONLY_WHEN = re.compile(r"(?:(?:其后|其余|首|前|后)?[一二两三四\d]?[季月年]则?)?")
_LIKEWISE = re.compile(r"\([^()]{0,6}下同\)$")
_PURPOSE = re.compile(r"[,](?:比[^,;。]{2,20},)?(?P<use>(?:重点|主要|专项)?用于)?(?P<body>[^,。;\d]{4,28})(?=[,。;])")


def without_comparison(
    text: str, start: int, context: LeftContext, times: Sequence[TimeMention], borders: Borders, regions: Sequence[str]
) -> LeftContext:
    """What stands before a comparison (赤字规模 of 赤字规模比上年预算减少); nothing if the clause opens with it (比前五年增长)."""
    if context.predicate not in ("rise", "fall"):
        return context
    at = comparison_start(text, start, context.end, times)
    if at is None:
        return context
    before = left_context(text, start, at, borders, regions)
    return replace(context, start=before.start, end=before.end)


def comparison_start(text: str, start: int, end: int, times: Sequence[TimeMention]) -> int | None:
    """Where a comparison begins that ends at ``end`` and names nothing but a time and a known standard (上年预算)."""
    match = _COMPARED.search(text, start, end) if start < end else None
    if match is None:
        return None
    if not text[start : match.start()].strip() and text[start - 1 : start] == ",":
        # Behind a comma the subject has been told, whatever it is held against (,较上任时增加).
        return match.start()
    other, at = "", match.start("other")
    for time in times:
        if match.start("other") <= time.start and time.end <= end:
            other += text[at : time.start]
            at = time.end
    rest = _SPAN_OF_YEARS.sub("", (other + text[at:end]).strip(), count=1).removeprefix("的")
    known = phrase_set("compared")
    return match.start() if not rest or rest in known or rest.removeprefix("年初") in known else None


def names_nothing(left: str) -> bool:
    """Whether words before a number are adverbs only (基本建成5套, 先后有3人), say nothing alone (额外提供5套), or only how it is reckoned."""
    if left in phrase_set("says_nothing"):
        return True
    likewise = _LIKEWISE.search(left)
    if likewise is not None and left[: likewise.start()] in phrase_set("compared"):
        return True  # 比去年同期(下同)增长8%
    if phrase_words("aside").at_start(left) and phrase_words("reckoned").at_end(left):
        return True  # 扣除价格因素后增长5%
    while left and left not in phrase_set("hollow"):
        word = predicates("adverb").at_end(left)
        if word is None:
            return False
        left = left[: len(left) - len(word)]
    return True


def used_for(verb: str, purpose: str, unit_kinds: Set[str]) -> str:
    """Name money that is told by what it is for (用于农村公路建设30亿元), and the share of money (用于民生70%)."""
    if "的" in purpose.strip("的"):
        return verb + purpose  # 用于项目的工作时间: what is used is told with what it is for
    tail = MONEY if "money" in unit_kinds else "占比" if "share" in unit_kinds else ""
    known = phrase_words("money", "generic", "spending", "share_head").at_end(purpose)
    return verb + purpose + tail if tail and purpose and known in (None, purpose) else purpose


def per_head(left: str) -> bool:
    """Whether words say only over what an amount is taken (每人每月, 人均)."""
    parts = re.split("(?<=.)(?=每)", left) if "每" in left[1:] else [left]
    return bool(left) and all(_PER_HEAD.fullmatch(part) for part in parts)


def over_what(left: str) -> str:
    """Over what an amount is taken, where words say only that (每户每季 of 其后两季以每户每季); empty if they say more."""
    when, by, over = left.rpartition("以")
    bare = not by or _ONLY_WHEN.fullmatch(when) is not None
    return over if bare and per_head(over) else ""


def thing_relieved(text: str, state: ParagraphState, over: str) -> str:
    """What an amount for each bounds: the object of the clause before (宽减首季的住宅物业差饷,以每户8000元为上限)."""
    if state.plain_clause is None:
        # 首季以每户8000元为上限,其后以每户5000元为上限
        return next((c.metric for c in reversed(state.told[-1:]) if c.metric.endswith(over)), "")
    _, joined, thing = text[slice(*state.plain_clause)].rstrip(",").rpartition("的")
    return thing if joined and is_plain_noun(thing) and is_named(thing) else ""


def money_of_payer(text: str, clause: tuple[int, int], start: int, end: int, metric: str) -> str:
    """Name an amount of which only the payer is told beside it; empty where something else is."""
    if metric not in phrase_set("spending"):
        return purpose_of(text, clause, metric) if metric in phrase_set("payer") else ""
    payer = next((m.group() for m in _payers().finditer(text, start, end)), "")
    if not payer:
        return ""
    named = purpose_of(text, clause, payer)
    return payer + metric if named == payer + MONEY else named


def without_spending(metric: str) -> str:
    """Who pays and what for, without the verb between them (中央财政拟安排补贴资金 is 中央财政补贴资金)."""
    payer = phrase_words("payer").at_start(metric)
    if payer is None:
        return metric
    rest = metric[len(payer) :].removeprefix("预算").removeprefix("拟")
    often = "每年" if rest.startswith("每年") else ""
    rest = rest.removeprefix(often)
    verb = phrase_words("paying").at_start(rest)
    return payer + often + rest[len(verb) :] if verb is not None and len(rest) - len(verb) > 1 else metric


def as_budget(metric: str) -> str:
    """What money is set aside for, as a budget (水环境建设编列 is 水环境建设预算)."""
    verb = phrase_words("budgeting").at_end(metric)
    named = re.sub("(?:预算)?(?:原拟|共)?$", "", metric[: len(metric) - len(verb)]) if verb else ""
    return named + "预算" if len(named) > 1 else metric


@functools.cache
def _payers() -> re.Pattern[str]:
    # 中央 and 财政 alone are parts of too many other words.
    words = sorted((w for w in phrase_set("payer") if len(w) > 2), key=lambda w: (-len(w), w))
    return re.compile("|".join(map(re.escape, words)))


def purpose_of(text: str, clause: tuple[int, int], payer: str) -> str:
    """Name what a payer spends by what it is for (中央财政安排9亿元,用于支持公共卫生服务)."""
    match = _PURPOSE.match(text, clause[1], min(len(text), clause[1] + 60))
    if match is None:
        return payer + MONEY
    body = match["body"]
    meant = match["use"] or phrase_words("purpose").at_start(body)
    return f"{payer}{'用于' if match['use'] else ''}{body}{MONEY}" if meant else payer + MONEY
