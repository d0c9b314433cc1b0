"""Target, result or criterion; and how firmly a target is meant."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pipeline.extract.numbers import to_base
from pipeline.relate.candidates import Candidate
from pipeline.relate.lexicon import CueClass, cue_pattern, phrase_set, phrase_words, predicates
from pipeline.relate.slots import AGE_UNITS
from pipeline.relate.standing import (
    asks_of_some,
    bounds_how_it_is_made,
    earns_grade,
    is_allowance,
    is_laid_out_by,
    is_of_what_is_there,
    meets_conditions,
    says_who_is_meant,
)
from pipeline.relate.timeline import Period, is_since
from pipeline.segment.sentences import heading_mark
from pipeline.segment.tokens import cut
from pipeline.types import Section

RETROSPECT, PLAN, RULES = "retrospect", "plan", "rules"
_STANDING_UNITS = frozenset({"money", "share", "time", "area", "ratio"})
_RATES = frozenset({"share", "ratio"})
_SHARES = ("%", "百分点")
# A longer stretch behind 按 is a statement of its own; so is one with a mark or another number in it, but for a∶b.
MAX_BASE = 26
# The first side of a size (480毫米×140毫米).
_BY = re.compile(r"[\d.]+[^\d,;。]{0,3}[×*xX]$")
_BREAKS = re.compile(r"[,;。](?!\d)|\d(?![:∶])")
_DEED_OF_RATE = re.compile(r"(\w{2})率$")
MAX_LIST_GAP = 160
DAYS_OF_YEAR = 366
# 截至, 截止到: what is done is told behind it.
MAX_COUNT_WORD = 2
# 元 from which an amount in a report is a sum spent.
LEAST_SUM = 1e6
# 元 from which no plan means what one of many gets.
LEAST_FUND = 1e8
_UP_TO_NOW = ("至今", "迄今")
# A longer heading with a word of the future (擘划永续海洋未来) names work, not the part of the text that looks ahead.
MAX_AHEAD_TITLE = 14
# In a report a word of the future speaks for its own clause and the next, not for a whole paragraph.
MAX_AHEAD_REACH = 40
# A verb with what dates it and 的 (过去预留的).
MAX_ASIDE = 8
# Who or where stands before the word that tells how it is (香港目前处理8万宗).
MAX_OPENING = 6
_MOVES_FROM = "由从自如较比把将"
# Who a supposition is of may stand before its word (发展商如…).
MAX_SUPPOSED = 10
# A list mark in front of a sentence ((四) 现时).
MAX_MARK = 12
MAX_ITEM_LEAD = 40
# From here a scale of money or of counts is told by steps (1001至2000).
LEAST_BAND = 1001
_NAMED_BEHIND = ("quantity.right", "quantity.both")
_AIMED_AT = re.compile(r"(?:作为|为)(?:年度)?目标$")
# (iv), •: what opens an item of a list.
_ITEM_MARK = re.compile(r"^(?:\([ivx]{1,5}\)|[•●◆■▪])\s*")
_NEXT_CLAUSE = re.compile(r",([^,。;]*)")
_YEAR = re.compile(r"(?:19|20)\d\d(?=年)")
# What a cue at the opening of a sentence is joined to (力争|到2027年底,), and what takes its place further on.
_BY_DAY = re.compile(r"[到至在用]?(?:[今本]年|年[底内末]|“?十[三四五六七]五”?|(?:19|20)\d\d年|[\d一二三四五六七八九十]{1,2}[年月])[^,;:。]{0,6},")
_BY_YEAR = re.compile(r"(?<=[,;])[到至在]?(?:19|20)\d\d年")
# What may stand before the cue of a list: a mark, a time, a word that joins (到2027年,力争).
_BEFORE_CUE = re.compile(r"(?:[(（]?[一二三四五六七八九十\d]+[)）、.]|[到至在用]?(?:[今本明]年|年[底内末]|全年|“?十[三四五六七]五”?|(?:19|20)\d\d年)[^,;:。\d]{0,4}|同时|并|要|各地)*")
MAX_TELLING_TITLE = 24
_AMOUNT = re.compile(r"\d(?![\d.年月日、)）])")
_STATES_VALUE = re.compile(r"\d|[一二三四五六七八九十百]分之|[一二三四五六七八九十百千万亿]{3}")
# 发展基础 and 发展环境 head a look back when they stand alone, and are objects of a task behind a comma.
# 取得重大成效 under goals is what is to be achieved, 取得的成效 what was.
_TO_ACHIEVE = re.compile(r"取得(?!的)")
_THEN = "后,"
_BARE_CIRCUMSTANCE = re.compile(r"基础|环境|形势|背景")


_ENDS_OR_PARTS = re.compile("[,。;:!?、]")


@dataclass(slots=True)
class Decision:
    """Status of a value with the rule that decided; the cue's span and class of strength for targets."""

    status: str
    rule: str
    strength: str | None = None
    cue: tuple[int, int] | None = None


def section_mode(sections: Sequence[Section], index: int, plan_year: int | None = None) -> str | None:
    """retrospect, plan or rules, told by the headings above; None if none does.

    The outermost heading that tells wins, unless an inner one is a retrospect or a set of rules of its own: under
    重点工作 a heading like 优化发展环境 or 释放改革成效 is a task, not a look back.
    """
    path = []
    cursor: int | None = index
    while cursor is not None and sections[cursor].level > 0:
        path.append(sections[cursor].title)
        cursor = sections[cursor].parent
    mode: str | None = None
    for title in reversed(path):
        told = heading_mode(title, plan_year)
        if mode == PLAN and told == RETROSPECT and (is_imperative(title) or _TO_ACHIEVE.search(title)):
            continue
        if mode is None or (told == RULES and mode == PLAN) or (told == RETROSPECT and len(title) <= MAX_TELLING_TITLE):
            mode = told or mode
    return mode


def orders_work(sections: Sequence[Section], index: int, looked_back: bool) -> bool:
    """Whether a part of a report stands under an outermost heading that orders work, or that follows the look back.

    In a report that looks back and ahead, 二、扩大国内需求 behind 一、去年工作回顾 is the work ahead though it does not say so.
    """
    outermost: int | None = None
    cursor: int | None = index
    while cursor is not None and sections[cursor].level > 0:
        outermost, cursor = cursor, sections[cursor].parent
    return outermost is not None and (looked_back or is_imperative(sections[outermost].title))


def strong_heading_mode(sections: Sequence[Section], index: int) -> str | None:
    """Mode of a passage in a talk, where only a heading that names the work ahead (or behind) outright is believed."""
    cursor: int | None = index
    while cursor is not None and sections[cursor].level > 0:
        title = sections[cursor].title
        if cue_pattern("rules").search(title):
            return RULES
        if _names_work_ahead(title):
            return PLAN
        if _names_progress(title):
            return RETROSPECT
        cursor = sections[cursor].parent
    return None


def ahead_heading_mode(sections: Sequence[Section], index: int) -> str | None:
    """Mode of a passage in a report on work done, as far as a short heading names the work ahead or how far it has come."""
    cursor: int | None = index
    while cursor is not None and sections[cursor].level > 0:
        title = sections[cursor].title
        if len(title) <= MAX_AHEAD_TITLE and _names_work_ahead(title):
            return PLAN
        if _names_progress(title):
            return RETROSPECT
        cursor = sections[cursor].parent
    return None


def _names_progress(title: str) -> bool:
    """Whether a numbered heading names how far work has come, or what is still amiss (一、主要进展; 二、存在问题)."""
    return len(title) <= MAX_TELLING_TITLE and heading_mark(title) is not None and cue_pattern("progress").search(title) is not None


def _names_work_ahead(title: str) -> bool:
    """Whether a heading names the work ahead, and not how far it has come (重点工作进展情况)."""
    return cue_pattern("work_ahead").search(title) is not None and cue_pattern("progress").search(title) is None


def is_line_ahead(text: str, start: int, end: int, plan_year: int | None) -> bool:
    """Whether a line without a number, and no more than a heading, names the work ahead (2026年重点工作)."""
    line = text[start:end].strip()
    alone = text[start - 1 : start] in ("", "\n") and text[end : end + 1] in ("", "\n")
    if not alone or len(line) > MAX_AHEAD_TITLE or _ENDS_OR_PARTS.search(line):
        return False
    return _names_work_ahead(line) and heading_mode(line, plan_year) == PLAN


def reported(text: str, start: int, end: int, mode: str | None) -> bool:
    """Whether a stretch of text tells what has happened rather than what is to happen."""
    pattern = cue_pattern("done") if mode is None else _past_pattern(mode)
    return pattern.search(text, start, end) is not None


def _past_pattern(mode: str | None) -> re.Pattern[str]:
    return cue_pattern("past_anywhere") if mode in (PLAN, RULES) else cue_pattern("past_anywhere", "clear_past")


def heading_mode(title: str, plan_year: int | None = None) -> str | None:
    """What a heading says of the text under it; where no cue tells, a year before the plan year is a look back."""
    if cue_pattern("rules").search(title):
        return RULES
    look_back = cue_pattern("retrospect", "progress").search(title)
    if look_back and not (_BARE_CIRCUMSTANCE.search(look_back.group()) and _is_worked_on(title, look_back.start())):
        return RETROSPECT
    years = [int(y) for y in _YEAR.findall(title)]
    if years and plan_year:
        return RETROSPECT if max(years) < plan_year else PLAN
    if cue_pattern("work_of_a_time").search(title):
        return RETROSPECT
    if cue_pattern("plan").search(title):
        return PLAN
    return None


def _is_worked_on(title: str, at: int) -> bool:
    """Whether a circumstance in a heading is the object of a task (持续完善发展环境) rather than what is described."""
    return "," in title or any(word in predicates("govern", "nominal").words and len(word) > 1 for word in cut(title[:at]))


def looks_both_ways(sections: Sequence[Section], index: int) -> bool:
    """Whether a heading above says that the passage looks back first and ahead then (发展成就和主要目标任务)."""
    cursor: int | None = index
    while cursor is not None and sections[cursor].level > 0:
        title = sections[cursor].title
        if cue_pattern("retrospect", "progress").search(title) and cue_pattern("plan").search(title):
            return True
        cursor = sections[cursor].parent
    return False


def is_imperative(title: str) -> bool:
    """Whether a heading orders work (持续抓好重大项目建设) rather than names a subject."""
    mark = heading_mark(title)
    body = title[mark[1] :] if mark else title
    body = body.split("是", 1)[1] if body[1:2] == "是" else body
    return predicates("govern", "nominal").at_start(body) is not None or (
        phrase_words("lead").at_start(body) is not None and len(phrase_words("lead").at_start(body) or "") > 1
    )


def item_lead(sentence: str) -> int:
    """Where the words end by which an item is called ((二)协助青年创业:…), 0 if a sentence opens with none."""
    mark = heading_mark(sentence[:MAX_MARK])
    colon = sentence.find(":", 0, MAX_ITEM_LEAD) if mark is not None else -1
    return colon + 1 if 0 <= colon < len(sentence.rstrip()) - 1 else 0


def _orders(body: str) -> bool:
    """Whether a sentence orders work; what only joins it to the one before (例如, 其中, 在刚结束的比赛中) orders nothing."""
    body = _ITEM_MARK.sub("", body[item_lead(body) :])
    if predicates("new", "move").at_start(body) is not None:
        return True
    while (word := phrase_words("connective").at_start(body)) is not None:
        body = body[len(word) :]
    verb = predicates("govern", "nominal").at_start(body)
    return is_imperative(body) and (verb is None or len(verb) > 1)


def reports_on_work(title: str) -> int:
    """Where the word stands by which a title is that of a report on what has been done or found (工作总结, 情况通报), else 0."""
    cue = cue_pattern("report_title").search(title)
    return cue.start() if cue else 0


def is_news(doc_type: str, title: str | None, head: str, paper: bool) -> bool:
    """Whether a text is the news of a work under way, by its headline and first lines, or a bulletin: it tells what has been done."""
    if title is None or doc_type not in ("other", "brief") or cue_pattern("plan_head").search(head):
        return False
    return (not paper and cue_pattern("news_head").search(head) is not None) or (doc_type == "brief" and reports_on_work(title) > 0)


def default_mode(doc_type: str, title: str | None, head: str, paper: bool) -> str | None:
    """What a document is about where no heading tells: by its title, else by its first lines, and by its kind.

    Parameters
    ----------
    doc_type : str
    title : str or None
    head : str
        The first lines of the text.
    paper : bool
        Whether the title names a paper; the headline of news tells no more than a text without a title.

    Returns
    -------
    str or None
        None where only the words of a passage itself can tell (talks, descriptive reports).
    """
    if title and cue_pattern("honours_title").search(title):
        return None
    if title and cue_pattern("rules", "rules_title").search(title):
        return RULES
    if title and doc_type in ("other", "notice", "brief") and reports_on_work(title) and not cue_pattern("work_ahead").search(title):
        return None
    news = is_news(doc_type, title, head, paper)
    if (title is None or news) and doc_type in ("other", "notice", "brief"):
        if cue_pattern("rules_head").search(head):
            return RULES
        if not cue_pattern("plan_head").search(head):
            return None
    return {
        "government_work_report": RETROSPECT,
        "plan_outline": PLAN,
        "implementation_plan": PLAN,
        "notice": PLAN,
        "brief": None,
        "other": PLAN,
    }.get(doc_type)


def decide(
    text: str,
    sentence: tuple[int, int],
    candidate: Candidate,
    unit_kinds: frozenset[str],
    mode: str | None,
    period: Period | None,
    spoken_on: date,
    expected_list: bool,
    turned: bool = False,
    status_before: str | None = None,
    paragraph_status: str | None = None,
    reports: bool = False,
    due: bool = True,
    so_far: bool = False,
) -> Decision:
    """Decide status and strength of one value.

    Parameters
    ----------
    sentence : (int, int)
        Span of the sentence.
    mode : str or None
        retrospect, plan or rules, of the section or the document.
    period : Period or None
        The explicit period of the value, None if none stands in its sentence or paragraph.
    spoken_on : date
        The day the document speaks; its year's first day for annual plans.
    expected_list : bool
        Whether the value stands in a list opened by 预期目标.
    turned : bool
        Whether the paragraph, or its heading, has turned to what is still to be done.
    status_before : str or None
        Status of the value before it in the same sentence.
    paragraph_status : str or None
        Status of the last value of the sentences before it in the same paragraph.
    reports : bool
        Whether the document is a report on work done, so that only clear words make a target.
    due : bool
        Whether a commitment that stands here would fall due on any day.
    so_far : bool
        Whether the speaker tells what has been done so far, and has not turned to what comes.

    Returns
    -------
    Decision
    """
    status, rule = _status(text, sentence, candidate, unit_kinds, mode, period, spoken_on, turned, status_before, paragraph_status, reports, due, so_far)
    if status != "target":
        return Decision(status, rule)
    among = phrase_words("among").at_start(text, candidate.clause[0]) is not None
    goes_on = among or candidate.rule.startswith(("quantity.subject", "quantity.share_of_subject", "quantity.gap"))
    strength, cue = strength_of(text, sentence[0], candidate.clause, candidate.number.start, expected_list, goes_on)
    return Decision(status, rule, strength, cue)


def _status(
    text: str,
    sentence: tuple[int, int],
    candidate: Candidate,
    unit_kinds: frozenset[str],
    mode: str | None,
    period: Period | None,
    spoken_on: date,
    turned: bool,
    status_before: str | None,
    paragraph_status: str | None,
    reports: bool,
    due: bool,
    so_far: bool,
) -> tuple[str, str]:
    if candidate.role == "threshold":
        return "criterion", "status.threshold"
    if _bounds_an_age(candidate):
        return "criterion", "status.age"
    if mode != RETROSPECT and candidate.measure == "level" and phrase_words("ceiling").at_end(candidate.metric):
        return "criterion", "status.ceiling"
    if mode != RETROSPECT and candidate.measure == "level" and phrase_words("bar").at_end(candidate.metric):
        return "criterion", "status.bar"
    if candidate.role == "baseline" and mode is None and is_allowance(candidate):
        return "criterion", "status.allowance"
    if candidate.role == "baseline" or _is_a_base(text, candidate):
        return "result", "status.baseline"
    if _is_a_band(candidate):
        return "criterion", "status.band"
    if _set_aside_before(text, candidate):
        return "result", "status.set_aside"
    if mode != RULES and _tells_harm(text, candidate):
        return "result", "status.harm"
    clause = candidate.clause
    colon = text.rfind(":", clause[0], candidate.number.left) if mode is None else -1
    if colon >= 0 and cue_pattern("turn").search(text, sentence[0], colon):
        clause = (colon + 1, clause[1])  # 今年的盘子已经定了:新建30所: only the announcing is done
    # A plan, too, compares with last year and adds up (五年累计新增), so these words tell nothing there.
    past = _past_pattern(mode).search(text, *clause) is not None or _listed_as_done(text, sentence[0], clause[0])
    future = cue_pattern("clear_future").search(text, *clause) is not None or _expected_then(text, sentence[0], clause[0])
    if future and past:
        future = cue_pattern("done").search(text, clause[0], candidate.number.right) is None
    mark = None if future else heading_mark(text[sentence[0] : min(sentence[1], sentence[0] + MAX_MARK)])
    if not future and cue_pattern("present").match(text, sentence[0] + (mark[1] if mark else 0)):
        return "result", "status.present_state"
    if mode == PLAN and not future and is_of_what_is_there(text, candidate):
        return "result", "status.present_state"
    if mode == PLAN and not future and cue_pattern("there_are").match(text, sentence[0] + (mark[1] if mark else 0)):
        return "result", "status.present_state"
    if mode is None and not future and _at_present(text, candidate):
        return "result", "status.present_state"
    if mode in (None, RETROSPECT) and not future and not _dated_ahead(period, spoken_on, "clause") and _tells_progress(text, candidate):
        return "result", "status.present_state"
    counted = cue_pattern("surveyed").match(text, sentence[0]) is not None or _told_up_to_now(text, sentence, clause)
    if counted and not reports and mode in (PLAN, None) and not future and not _dated_ahead(period, spoken_on, "clause"):
        return "result", "status.present_state"
    standing = _standing_rule(text, candidate, unit_kinds, mode, period, spoken_on, past, future, status_before)
    if standing is None and cue_pattern("defines").search(text, sentence[0], candidate.number.left):
        standing = "status.norm"
    undated = not past and not future and (mode is None or (mode == PLAN and not due))
    if standing is None and undated and _bounds_whatever_comes(text, candidate, asked=mode is None):
        standing = "status.undated_bound"
    if standing is None and mode != RETROSPECT and not past:
        standing = _standing_by_form(text, sentence, candidate)
    if standing is None and mode == PLAN and not past and _bounds_a_dimension(text, candidate, period):
        standing = "status.dimension"
    if standing is not None and not (reports and _is_a_sum(text, candidate)):
        return "criterion", standing
    if mode is None and reports and not _past_clause(period, spoken_on):
        return _status_in_report(text, sentence, candidate, period, spoken_on)
    if period is not None and period.source in ("clause", "sentence", "paragraph"):
        end, start = period.interval.end_date, period.interval.start_date
        if end is not None and end < spoken_on and period.source == "clause":
            return "result", "status.past_period"
        if period.source != "paragraph" and _is_today(period, spoken_on) and not future:
            return "result", "status.past_period"
        next_year = start is not None and start > spoken_on and period.interval.precision == "year"
        if next_year or (start is not None and start.year > spoken_on.year):
            return "target", "status.future_period"
    # 只有3家 is never aimed at; a bare bound (不足3家) is, where the sentence names a day.
    bounded = ("sentence",) if candidate.number.comparator == "le" else ()
    if mode != RULES and not future and _falls_short(text, candidate) and not _dated_ahead(period, spoken_on, "clause", *bounded):
        return "result", "status.present_state"
    if mode == RETROSPECT:
        budgeted = any(word in text[clause[0] : candidate.number.left] for word in phrase_set("budgeting"))
        aimed = future or budgeted or _is_due_by(text, period, spoken_on) or status_before == "target"
        ahead = _explicit_future(period, spoken_on) and not past and aimed
        return ("target", "status.future_in_retrospect") if ahead else ("result", "status.retrospect")
    if mode is None:
        does_work = bool({"govern", "new", "nominal"} & set(candidate.leading)) or candidate.measure == "change"
        return _status_in_talk(text, sentence, clause, period, spoken_on, turned, status_before, paragraph_status, does_work, past, future, so_far)
    if past and not future:
        return "result", "status.past_cue"
    ended = period is not None and period.interval.end_date is not None and period.interval.end_date < spoken_on
    if ended or (not future and _runs_back(text, period) and not _goes_on_for_years(text, period)):
        return "result", "status.past_period"
    if status_before == "result" and _goes_on(text, candidate) and not _dated_ahead(period, spoken_on, "clause"):
        return "result", "status.same_sentence"
    if status_before == "result" and not future and _is_rate_of_done(text, sentence, candidate):
        return "result", "status.same_sentence"
    if not due and not future and _only_is(text, candidate):
        return "result", "status.present_state"
    return "target", "status.plan"


def _expected_then(text: str, sentence_start: int, clause_start: int) -> bool:
    """Whether the clause before says behind what a figure is expected (预计满负荷运行后,每年增收4000万元)."""
    if not text.endswith(_THEN, 0, clause_start):
        return False
    before = max(text.rfind(",", sentence_start, clause_start - 1) + 1, sentence_start)
    return cue_pattern("clear_future").match(text, before, clause_start) is not None


def _told_up_to_now(text: str, sentence: tuple[int, int], clause: tuple[int, int]) -> bool:
    """Whether a sentence opens with the day of a count (截至5月底,已建成3所,改造6所) and has told since what is done.

    Behind a word of the future it tells so no longer (截至5月底已建成3所,年内力争建成6所,改造8所).
    """
    if cue_pattern("up_to_now").match(text, sentence[0]) is None or ";" in text[sentence[0] : clause[0]]:
        return False
    told = cue_pattern("done", "listed_done").search(text, sentence[0] + MAX_COUNT_WORD, clause[1])
    return told is not None and cue_pattern("clear_future", "turn").search(text, sentence[0], clause[1]) is None


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """From full stop to full stop."""
    stop = text.find("。", end)
    return text.rfind("。", 0, start) + 1, len(text) if stop < 0 else stop


def tells_course(text: str, start: int, end: int, is_month: bool) -> bool:
    """Whether the sentence of a part of a year tells how it went (今年一季度势头不错, 截至5月底完成3所): it was over when that was said.

    Of a single month only a count up to it tells so.
    """
    first, last = sentence_around(text, start, end)
    if cue_pattern("clear_future", "turn").search(text, first, last) is not None:
        return False
    if cue_pattern("up_to_now").search(text, max(first, start - MAX_COUNT_WORD), start) is not None:
        return True
    return not is_month and cue_pattern("course", "done", "year_on_year").search(text, end, last) is not None


def _tells_progress(text: str, candidate: Candidate) -> bool:
    """Whether a clause says how far work has come (东桥工程,进度40%,预计116年完工): its end may lie ahead, it is a state."""
    return cue_pattern("state_of_work").search(text, candidate.clause[0], candidate.number.left) is not None


def _falls_short(text: str, candidate: Candidate) -> bool:
    """Whether the words before a number tell how little there is (只有3家, 不足60%), and neither a deed nor a move leads to it."""
    number = candidate.number
    words = text[candidate.clause[0] : number.start].rstrip()
    last = max((m.end() for m in cue_pattern("falls_short").finditer(words)), default=-1)
    moved = candidate.measure != "level" or candidate.predicate in ("become", "rise", "fall")
    return last == len(words) and not moved and not {"govern", "new", "nominal"} & set(candidate.leading)


def _dated_ahead(period: Period | None, spoken_on: date, *sources: str) -> bool:
    """Whether words that stand in one of the ``sources`` date a value ahead."""
    return period is not None and period.source in sources and _explicit_future(period, spoken_on)


def _is_due_by(text: str, period: Period | None, spoken_on: date) -> bool:
    """Whether a time says by when something is to be reached that lies ahead (到2030年底), which is no look back under any heading."""
    if period is None or period.words is None or not _dated_ahead(period, spoken_on, "clause", "sentence"):
        return False
    return text.startswith("到", period.words[0]) or text.endswith("到", 0, period.words[0])


def _is_a_base(text: str, candidate: Candidate) -> bool:
    """Whether a value is what more is built on (在生均拨款达到9000元的基础上, 以去年实招320人为基数)."""
    return cue_pattern("base").match(text, candidate.number.right) is not None


def _tells_harm(text: str, candidate: Candidate) -> bool:
    """Whether a value is how much harm was done (直接经济损失6300万元): no one plans it, unless it is bounded or brought down."""
    lessened = candidate.measure != "level" or candidate.number.comparator == "le" or candidate.predicate in ("become", "fall")
    if lessened or phrase_words("harm").at_end(candidate.metric) is None:
        return False
    return cue_pattern("clear_future").search(text, *candidate.clause) is None


def _only_is(text: str, candidate: Candidate) -> bool:
    """Whether a clause only says how much something is (用地面积为5公顷, 号牌字符共7位), without a bound or a deed."""
    number = candidate.number
    by = _BY.search(text, candidate.clause[0], number.left)
    plain = number.comparator == "eq" and candidate.measure == "level" and not candidate.rule.startswith("quantity.right")
    return plain and phrase_words("being").at_end(text, by.start() if by else number.left) is not None


def _is_reckoned(text: str, candidate: Candidate, due_then: bool) -> bool:
    """Whether a share is the rate by which something is paid or reckoned (按合同金额的30%预付, 由两级按1:1比例负担).

    One that is ``due_then``, on a day that the passage names, is what is aimed at (赤字率按3%安排).
    """
    number, start = candidate.number, candidate.clause[0]
    moved = candidate.measure != "level" or candidate.predicate in ("become", "rise", "fall")
    if due_then or moved or not (candidate.unit_kinds & _RATES or number.kind == "ratio"):
        return False
    begin = max(start, number.left - MAX_BASE)
    at = max(text.rfind(word, begin, number.left) for word in phrase_set("reckoning"))
    return at >= 0 and _BREAKS.search(text, at, number.left) is None


def _at_present(text: str, candidate: Candidate) -> bool:
    """Whether a value is told as it stands: its clause opens so (目前210幅土地中), or only a verb of being stands between (增至现时14%)."""
    clause, left = candidate.clause, candidate.number.left
    if cue_pattern("present").match(text, clause[0]):
        return True
    last = max((m.end() for m in cue_pattern("present").finditer(text, clause[0], left)), default=-1)
    between = text[last:left].strip() if last >= 0 else None
    return between is not None and (not between or between in predicates("link", "adverb").words)


def _opens_at_present(text: str, clause: tuple[int, int]) -> bool:
    """Whether the opening of a clause tells how it is (香港目前处理8万宗), not what it is to move from (由现时的3个增至5个)."""
    told = cue_pattern("present").search(text, clause[0], min(clause[1], clause[0] + MAX_OPENING))
    return told is not None and text[told.start() - 1] not in _MOVES_FROM


def _listed_as_done(text: str, sentence_start: int, clause_start: int) -> bool:
    """Whether a clause stands in a list that is opened as done (已建成的主要有:…); 提出了…指标: opens goals, too."""
    opened = text.rfind(":", sentence_start, clause_start)
    if opened < 0:
        return False
    begin = max(text.rfind(mark, sentence_start, opened) for mark in ",;") + 1
    return cue_pattern("listed_done").search(text, max(begin, sentence_start), opened) is not None


def _bounds_an_age(candidate: Candidate) -> bool:
    """An age that says who is meant (15至30岁青年), not a life expectancy."""
    number = candidate.number
    if number.unit not in AGE_UNITS or number.comparator == "eq" or candidate.metric.endswith("寿命"):
        return False
    return number.comparator == "between" or not candidate.metric.endswith(("年龄", "岁数"))


def _is_a_band(candidate: Candidate) -> bool:
    """A step of a scale (200001元至300000元), which begins just above the end of the one before."""
    low, high = candidate.number.value, candidate.number.value_max
    return high is not None and low >= LEAST_BAND and low % 10 == 1 and high % 10 == 0


def _set_aside_before(text: str, candidate: Candidate) -> bool:
    """Whether a sum is only what was put aside before (从过去预留的8亿元中), whatever is to be done with it."""
    left = candidate.number.left
    before = text[max(candidate.clause[0], left - MAX_ASIDE) : left]
    is_money = candidate.number.unit.endswith("元")
    return is_money and before.endswith("的") and cue_pattern("set_aside_before").search(before) is not None


def _standing_rule(
    text: str,
    candidate: Candidate,
    unit_kinds: frozenset[str],
    mode: str | None,
    period: Period | None,
    spoken_on: date,
    past: bool,
    future: bool,
    status_before: str | None,
) -> str | None:
    """The rule that makes a value a standing one (an amount of support, a condition), None if none does."""
    if candidate.rule == "quantity.aid" and not cue_pattern("past_anywhere").search(text, *candidate.clause):
        return "status.rule_of_support"
    moved = candidate.measure in ("growth", "change") or candidate.predicate in ("become", "rise", "fall")
    if mode is None and not past and is_allowance(candidate):
        return "status.allowance"
    if mode == RETROSPECT or past or (moved and mode != RULES):
        return None
    if _is_condition(text, candidate.clause):
        return "status.condition"
    standing_unit = bool(unit_kinds & _STANDING_UNITS)
    budget = phrase_words("budgeting").at_end(text[candidate.clause[0] : candidate.number.left].rstrip()) is not None
    budget = budget or (mode != RULES and _is_a_sum(text, candidate, LEAST_FUND))
    spent = mode != RULES and _past_clause(period, spoken_on) and status_before == "result"
    if standing_unit and not budget and not spent and cue_pattern("criterion").search(text, *candidate.clause):
        return "status.rule_of_support"
    if cue_pattern("norm").search(text, candidate.clause[0], candidate.number.start) and not (
        _dated_ahead(period, spoken_on, "clause", "sentence") and _dates_it(text, candidate, period)
    ):
        return "status.norm"
    if mode != RETROSPECT and _caps_who_is_put_forward(text, candidate):
        return "status.norm"
    if _is_reckoned(text, candidate, _explicit_future(period, spoken_on)):
        return "status.reckoned"
    bound = candidate.number.comparator in ("le", "ge")
    if mode == RULES and (standing_unit or bound or not future) and not _explicit_future(period, spoken_on):
        return "status.rules_section"
    return None


_OF_A_SINGLE = re.compile("(?:原则上)?(?:单[个家笔户项支只]|每[个家笔户项]|同一)")


def _caps_who_is_put_forward(text: str, candidate: Candidate) -> bool:
    """Whether a clause bounds how many are put forward (各地推荐的花圃和苗圃分别不超过8个和5个), or what one may have (单个项目投资不超过9万元)."""
    clause, left = candidate.clause, candidate.number.left
    if candidate.number.comparator == "le" and "money" in candidate.unit_kinds and _OF_A_SINGLE.match(text, clause[0]):
        return True
    if "count" not in candidate.unit_kinds or cue_pattern("puts_forward").search(text, clause[0], left) is None:
        return False
    return any(text.find(word, clause[0], candidate.number.start) >= 0 for word in phrase_set("cap"))


def _bounds_whatever_comes(text: str, candidate: Candidate, asked: bool) -> bool:
    """Whether a value that is due on no day only bounds (推荐项目不超过10个, 应有5万元以上资金), and nothing is ordered to reach it.

    In a talk a bare bound is as often what is aimed at, so that there it must be ``asked`` for by a word of duty (不得超过).
    """
    number = candidate.number
    moved = candidate.predicate in ("become", "rise", "fall") or candidate.measure != "level"
    ordered = {"govern", "new", "nominal"} & set(candidate.leading) or candidate.rule == "quantity.described"
    if number.comparator not in ("le", "ge") or moved or ordered:
        return False
    if cue_pattern("aspirational", "expected").search(text, candidate.clause[0], number.left):
        return False
    if len(predicates("govern", "new").at_end(text, number.left) or "") > 1:
        return False
    denies = not asked and cue_pattern("bound").match(text, number.left) is not None and not candidate.rule.startswith(_NAMED_BEHIND)
    return denies or cue_pattern("modal").search(text, candidate.clause[0], number.start) is not None


def _standing_by_form(text: str, sentence: tuple[int, int], candidate: Candidate) -> str | None:
    """The rule that makes a value a standing one by the form of its clause alone, None if none does."""
    if meets_conditions(text, sentence[0], candidate.clause[0]) or says_who_is_meant(text, candidate):
        return "status.condition"
    if candidate.number.comparator in ("ge", "le") and asks_of_some(text, sentence[0], candidate.clause[0]):
        return "status.condition"
    if earns_grade(text, max(candidate.number.right, candidate.number.unit_end)):
        return "status.grade"
    return "status.reckoned" if is_laid_out_by(text, candidate) else None


def _bounds_a_dimension(text: str, candidate: Candidate, period: Period | None) -> bool:
    """Whether a bound says how things have to be made (地膜厚度不小于0.015毫米), with no day of its own by which it is to be reached."""
    own_day = period is not None and period.source in ("clause", "sentence") and _dates_it(text, candidate, period)
    return not own_day and bounds_how_it_is_made(candidate)


def _dates_it(text: str, candidate: Candidate, period: Period | None) -> bool:
    """Whether a time dates a bound: another number between them (到2027年建成30所,半径不超过2公里) has taken the time for itself."""
    if period is None or period.words is None or candidate.number.comparator not in ("le", "ge"):
        return True
    return not any(mark.isdigit() for mark in text[period.words[1] : candidate.clause[0]])


def _is_a_sum(text: str, candidate: Candidate, least: float = LEAST_SUM) -> bool:
    """Whether an amount is what was spent rather than what one gets: a large one, neither capped nor said of each."""
    base = to_base(candidate.value, candidate.number.unit)
    capped = candidate.number.comparator in ("le", "between") or "每" in text[candidate.clause[0] : candidate.number.left]
    return base is not None and base[1] == "元" and base[0] >= least and not capped


def _past_clause(period: Period | None, spoken_on: date) -> bool:
    """Whether the words of the clause itself date it in the past."""
    end = period.interval.end_date if period is not None and period.source == "clause" else None
    return end is not None and end < spoken_on


def _is_condition(text: str, clause: tuple[int, int]) -> bool:
    """Whether a clause names the case that a rule is for: it ends in 的, supposes something, or opens with 对 and what is given follows.

    入围企业在3家以上的,采取招标; 如楼龄达30年,可申请维修; 对订单达到80万元的企业,给予奖励.
    """
    if text.startswith(("的,", "的;"), clause[1] - 1):
        return True
    supposed = cue_pattern("supposed").search(text, clause[0], min(clause[1], clause[0] + MAX_SUPPOSED))
    if supposed and text[clause[1] : clause[1] + 1] == "," and supposed.group() in cut(text[slice(*clause)]):
        return True
    following = _NEXT_CLAUSE.match(text, clause[1]) if text[clause[0]] == "对" else None
    return following is not None and cue_pattern("criterion").search(following.group(1)) is not None


def _status_in_talk(
    text: str,
    sentence: tuple[int, int],
    clause: tuple[int, int],
    period: Period | None,
    spoken_on: date,
    turned: bool,
    status_before: str | None,
    paragraph_status: str | None,
    does_work: bool,
    past: bool,
    future: bool,
    so_far: bool,
) -> tuple[str, str]:
    """Target or result where no heading tells: the clause's own words, its own time, its neighbour, its sentence, the turn of the talk."""
    compared_only = past and not cue_pattern("past_anywhere").search(text, *clause)
    # 下一步…上半年累计完成380亿元: what only adds up or compares may lie ahead.
    planned = status_before == "target" or (cue_pattern("turn").search(text, sentence[0], clause[0]) is not None and _dated_ahead(period, spoken_on, "clause"))
    if past and not future and not (compared_only and planned):
        return "result", "status.past_cue"
    if future:
        return "target", "status.future_cue"
    ended = period is not None and period.interval.end_date is not None and period.interval.end_date < spoken_on
    if ended or _runs_back(text, period):
        return "result", "status.past_period"
    if period is not None and period.source == "clause" and _explicit_future(period, spoken_on) and not _has_begun(period, spoken_on):
        return "target", "status.future_period"
    if status_before in ("target", "result"):
        return status_before, "status.same_sentence"
    if cue_pattern("done").search(text, *sentence):
        return "result", "status.past_cue"
    if cue_pattern("stands").search(text, *clause):
        return "result", "status.present_state"
    if _opens_at_present(text, clause):
        return "result", "status.present_state"
    if turned or cue_pattern("turn").search(text, sentence[0], clause[1]):
        return "target", "status.future_cue"
    if period is not None and period.source == "paragraph" and paragraph_status is not None and _explicit_future(period, spoken_on) and not so_far:
        return paragraph_status, "status.same_paragraph"
    # 今年以来 itself ends on the day of speaking.
    if _explicit_future(period, spoken_on) and not (so_far and period is not None and period.source == "paragraph"):
        return "target", "status.future_period"
    body = text[slice(*sentence)]
    if (_orders(body) and not so_far) or cue_pattern("clear_future").search(text, sentence[0] + item_lead(body), clause[0]):
        return "target", "status.imperative"
    if _wills(text, clause):
        return "target", "status.future_cue"
    if so_far:
        return "result", "status.so_far"
    if paragraph_status == "target" and does_work:
        return "target", "status.same_paragraph"
    return "result", "status.default"


def _wills(text: str, clause: tuple[int, int]) -> bool:
    """Whether a clause says that something is to be reached (覆盖率要达到98%, 必须建成30条); 要 before another verb only says what it takes."""
    verbs = predicates("link", "become", "rise", "fall", "new", "finish")
    return any(verbs.at_start(text, modal.end()) for modal in cue_pattern("to_reach").finditer(text, *clause))


def _has_begun(period: Period, spoken_on: date) -> bool:
    """Whether a year that is no calendar year began in the year before (113学年度, spoken of in 114): it is told as it stands."""
    start, end = period.interval.start_date, period.interval.end_date
    if start is None or end is None or start.year == end.year or (end - start).days > DAYS_OF_YEAR:
        return False
    return start < spoken_on and start.year < spoken_on.year


def _goes_on_for_years(text: str, period: Period | None) -> bool:
    """连续三年每年出资 may lie ahead as well as behind."""
    return period is not None and period.words is not None and text.startswith("连续", period.words[0])


def _runs_back(text: str, period: Period | None) -> bool:
    """Whether a value is told over years that run back from the day of speaking (过去两年), whenever the last of them ends."""
    if period is None or period.words is None or period.source == "heading":
        return False
    if is_since(text, *period.words) or text.endswith(_UP_TO_NOW, *period.words):
        return True
    # 最近五年内毕业的学生: those who are meant, not when the value was so.
    bounds = period.source == "sentence" and text.endswith("内", *period.words)
    # 五年来, 五年间 look back as 过去五年 does; 往后约十年间, 某年至某年的五年间 say themselves which years.
    alone = text.endswith(("年来", "年间"), *period.words) and not text.endswith(("的", "约", "后"), 0, period.words[0])
    return not bounds and (alone or cue_pattern("runs_back").match(text, *period.words) is not None)


def _status_in_report(
    text: str, sentence: tuple[int, int], candidate: Candidate, period: Period | None, spoken_on: date
) -> tuple[str, str]:
    """Target or result in a report on work done: what the last telling word up to the number says, else done."""
    clause, left = candidate.clause, candidate.number.left
    begin = max(sentence[0], text.rfind(";", sentence[0], left) + 1, left - MAX_AHEAD_REACH)
    ahead = _last_ahead(text, begin, candidate.number.start)
    # What adds up or compares (预计累计) says nothing against a word of the future in its own clause.
    told = _last(cue_pattern("past_anywhere") if ahead >= clause[0] else cue_pattern("past_anywhere", "clear_past"), text, begin, left)
    is_state = cue_pattern("state_of_work").search(text, clause[0], left) is not None
    if told < ahead and _is_estimate_of_past(text, begin, candidate, period, spoken_on):
        return "result", "status.estimated"
    if (told < ahead and not (is_state and ahead < clause[0])) or _AIMED_AT.search(text, left, clause[1]):
        return "target", "status.future_cue"
    if told >= clause[0]:
        return "result", "status.past_cue"
    if cue_pattern("expected").search(text, candidate.number.right, clause[1]):
        return "target", "status.future_cue"
    begun = period is None or period.interval.start_date is None or period.interval.start_date.year < spoken_on.year
    if not begun and period is not None and period.source == "clause" and _explicit_future(period, spoken_on):
        return "target", "status.future_period"
    return "result", "status.report"


def _is_estimate_of_past(text: str, begin: int, candidate: Candidate, period: Period | None, spoken_on: date) -> bool:
    """Whether a rate is only not yet counted for a year that is over (113年经费80亿元,预估达成率93%)."""
    end = period.interval.end_date if period is not None else None
    if period is None or end is None or end >= spoken_on or period.source != "sentence" or period.interval.precision != "year":
        return False
    told = cue_pattern("estimate").search(text, begin, candidate.number.left)
    return told is not None and candidate.number.unit in _SHARES and "率" in text[told.end() : candidate.number.left]


def _last(pattern: re.Pattern[str], text: str, start: int, end: int) -> int:
    return max((match.start() for match in pattern.finditer(text, start, end)), default=-1)


def _last_ahead(text: str, start: int, end: int) -> int:
    """Where the last word of the future stands; 将 before a thing (将志工3180人) only brings that thing forward."""
    verbs = predicates("link", "become", "rise", "fall", "new", "govern", "nominal", "adverb", "finish")
    found = -1
    for match in cue_pattern("clear_future").finditer(text, start, end):
        after = text[match.end() : end].lstrip()
        if _is_enclosed(text, match.start(), end, "()") or _is_enclosed(text, match.start(), end, "“”"):
            continue
        if match.group() in phrase_set("causative") and cue_pattern("present").match(after):
            continue
        if match.group() not in phrase_set("causative") or not after or verbs.at_start(after) or phrase_words("lead").at_start(after):
            found = match.start()
    return found


def _is_enclosed(text: str, at: int, end: int, marks: str) -> bool:
    """Whether a word stands in a bracket or a name that is closed before the number.

    Then it speaks of another one (达30件(目标为25件)及回收率81%), or of none (以“航向未来”为题,吸引80人).
    """
    closed = text.find(marks[1], at, end)
    return closed >= 0 and text.find(marks[0], at, closed) < 0


def opens_plans(words: str) -> bool:
    """Whether a sentence ends in a colon and promises what is listed behind it (政府会推出以下措施:)."""
    return (
        words.endswith(":")
        and cue_pattern("clear_future").search(words) is not None
        and cue_pattern("past_anywhere").search(words) is None
    )


def _goes_on(text: str, candidate: Candidate) -> bool:
    """Whether a clause with no verb of its own goes on with what the clause before told (已建成5个社区,入驻企业80家)."""
    verbs = predicates("govern", "nominal", "new", "rise", "fall", "become")
    clause = candidate.clause
    before = max(text.rfind(mark, 0, clause[0] - 1) for mark in ",;。\n")
    if text[clause[0] - 1 : clause[0]] != "," or cue_pattern("done").search(text, before + 1, clause[0]) is None:
        return False
    lead = phrase_words("lead").at_start(text, clause[0])
    return not candidate.leading and candidate.new_item and lead is None and verbs.at_start(text, clause[0]) is None


def _is_rate_of_done(text: str, sentence: tuple[int, int], candidate: Candidate) -> bool:
    """Whether a rate is of the deed that the words before tell as done (已开工86个,开工率72%)."""
    deed = _DEED_OF_RATE.search(candidate.metric)
    if deed is None or candidate.measure != "level":
        return False
    told = text.rfind(deed[1], sentence[0], candidate.clause[0])
    return told >= 0 and cue_pattern("done").search(text, max(sentence[0], text.rfind(",", 0, told)), told) is not None


def _is_today(period: Period, spoken_on: date) -> bool:
    """Whether words tell what the document's own day has brought (4月24日,企业领取执照); no plan is due on that day."""
    return period.interval.precision == "day" and period.interval.end_date == spoken_on


def _explicit_future(period: Period | None, spoken_on: date) -> bool:
    return (
        period is not None
        and period.source != "document"
        and period.interval.end_date is not None
        and period.interval.end_date >= spoken_on
    )


def strength_of(
    text: str, sentence_start: int, clause: tuple[int, int], number_start: int, expected_list: bool, goes_on: bool = False
) -> tuple[str, tuple[int, int] | None]:
    """Strength of a commitment and the span of its cue: the nearest cue before the number, in its clause or opening its list.

    A number that ``goes_on`` with what the clause before speaks of is meant as firmly as that.
    """
    hits = list(cue_pattern("binding", "aspirational", "expected").finditer(text, sentence_start, number_start))
    for hit in reversed(hits):
        if hit.start() >= clause[0] or _opens_list(text, sentence_start, hit, clause[0], number_start, goes_on):
            return _class_of(hit.group()), hit.span()
    opened = _opened_with_day(text, sentence_start, clause[0]) if hits else None
    if opened is not None:
        return _class_of(opened.group()), opened.span()
    if expected_list:
        return "expected", None
    return "plain", None


def _opened_with_day(text: str, start: int, end: int) -> re.Match[str] | None:
    """A cue that opens a sentence together with its day, and so speaks for all of it up to another day (力争到2027年,…)."""
    cue = cue_pattern("binding", "aspirational", "expected").search(text, start, min(end, start + MAX_MARK))
    day = _BY_DAY.match(text, cue.end()) if cue is not None else None
    return cue if day is not None and _BY_YEAR.search(text, day.end(), end) is None else None


def _opens_list(text: str, sentence_start: int, cue: re.Match[str], clause_start: int, number_start: int, goes_on: bool) -> bool:
    """Whether a cue of an earlier clause speaks for a number: it opens the list that the number stands in.

    One that strives or binds behind a subject of its own (产值力争达90亿元,企业超过60家) speaks for that; behind another number of its
    item (甲项8亿元,力争达9亿元;乙项超过7亿元) it speaks up to the next item.
    """
    if number_start - cue.end() > MAX_LIST_GAP or not _same_list(text, cue.end(), clause_start):
        return False
    begin = max(text.rfind(mark, sentence_start, cue.start()) for mark in ",;:") + 1
    head = text[max(begin, sentence_start) : cue.start()].strip()
    if _class_of(cue.group()) == "expected":
        return True
    if not goes_on and head and _BEFORE_CUE.fullmatch(head) is None:
        return False
    item = max(text.rfind(";", sentence_start, cue.start()) + 1, sentence_start)
    return ";" not in text[cue.end() : clause_start] or _AMOUNT.search(text, item, cue.start()) is None


def _same_list(text: str, start: int, end: int) -> bool:
    """Whether every clause between a cue and a number states a value of its own: then the cue opened a list."""
    between = [part for part in re.split(r"[,;]", text[start:end]) if part.strip()]
    return bool(between) and all(_STATES_VALUE.search(part) for part in between)


def _class_of(word: str) -> str:
    strengths: tuple[CueClass, ...] = ("binding", "aspirational", "expected")
    for strength in strengths:
        if cue_pattern(strength).fullmatch(word):
            return strength
    return "plain"
