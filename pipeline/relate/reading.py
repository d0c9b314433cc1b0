"""A document read sentence by sentence: values with their period and status, milestones, and what each time is."""

from __future__ import annotations

import re
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Generic, TypeVar

from pipeline.extract import numbers, vocabulary
from pipeline.extract.duty_cues import patterns
from pipeline.extract.time_resolution import resolve
from pipeline.relate import status
from pipeline.relate.aid import gives_anything
from pipeline.relate.candidates import SCALE_MARKS, Candidate, ParagraphState
from pipeline.relate.cells import TABLE, due_cell, goes_under_title, own_times, title_of_table, whose_row
from pipeline.relate.columns import FACT, FORECAST, UNTOLD, Cell
from pipeline.relate.conditions import conditions_owner
from pipeline.relate.counting import counts_a_stage, is_counted, is_told_in_words
from pipeline.relate.elided import thing_of, undertaking
from pipeline.relate.lexicon import attribute_of_unit, cue_pattern, phrase_set, predicates
from pipeline.relate.milestones import FormWords, carries_over, is_topic, milestone_rule
from pipeline.relate.phrases import Borders
from pipeline.relate.quantities import link_sentence
from pipeline.relate.timeline import (
    NEVER_A_PERIOD,
    SPEAKER,
    Period,
    ResolvedTime,
    baseline_time,
    compared_time,
    due_behind,
    fills,
    frames,
    frames_count,
    is_beginning,
    is_comparison,
    is_limit,
    is_opening,
    is_origin,
    is_since,
    nearest,
    of_past_things,
    opens,
    own_of_several,
    says_which,
    stage_time,
    then_held,
    year_interval,
)
from pipeline.relate.topics import topic_of
from pipeline.segment.sentences import clause_spans, heading_mark
from pipeline.segment.tokens import token_borders
from pipeline.types import (
    Anchors,
    DocumentMetadata,
    Interval,
    NormalText,
    NumberMention,
    Section,
    SegmentedText,
    Sentence,
    TimeMention,
)

# Holds the place of a period until a label gives one.
_UNDATED = Period(Interval(None, None, "year", "inherited"), None, "document")
# 明年, 后年.
_YEARS_AHEAD = (1, 2)
_RANK_UNITS, _RANK_LEADS = ("名", "位"), ("前", "第")
_SENTENCE_BORDERS = "。;:!?\n "
_TO_NEXT_WORD = re.compile(r"[。;\s]*")
# No number of a heading is longer.
_LONGEST_MARK = 12
# What counts the things of a set or is a share of them; None is the kind of a fraction.
_KINDS_OF_SET = (None, "share", "ratio", "multiple", "count")
# How far back a count may find what is counted.
MAX_COUNTED_BEFORE = 1500
_COUNTS = frozenset({"count", "length", "area"})
HONG_KONG = "810000"
TAIWAN = "710000"
TERM, TERM_IN_HONG_KONG = date(2003, 3, 1), date(2002, 7, 1)
# Where the fiscal year is not the calendar's, it begins in April.
FISCAL_MONTH = 4
WORK_REPORT = "government_work_report"
# Times that are no period and yet no part of an indicator's name (目前, 现在); 每年 and 三年 may be.
_CUT_KINDS = frozenset({"idle"})
# Words that lean on the year last named, not on the plan year.
# How far before a number 现时 stands that dates it (由现时的25公里).
# 215. 在这期间, with a list mark in front.
# A list mark and the label of a line, with its colon.
MAX_LINE_LABEL = 12
_OPENING = 12
# 完成时限 and a mark.
_BEFORE_DUE = 6
# 每年新建22所,三年累计70所: how often is told of the first alone.
_OFTEN = re.compile(r"^每[年季月周天]度?")
_JUST_BEFORE = 4
_RUNNING_YEAR = ("全年", "上年", "上一年", "当年", "同年")
_NAMES_YEAR = frozenset({"year", "rel", "same", "rel_month"})
_CONTEXT_KINDS = frozenset({"year", "month", "day"})
# 说明会计58场 counts meetings and no 会计.
_SUMMED_MEETING = "会计"
_OPENING = 12
# Times at which a passage that looks both ways may turn ahead.
_TURNING_KINDS = frozenset({"year", "plan", "range", "within", "term"})
_PARTS_OF_YEAR = frozenset({"month", "quarter", "half_year", "year_part"})
_QUOTED_NAME = 30
# Fewer characters than these between quote and time are a word of the deadline itself (“到2025年…”).
_QUOTED_LEAD = 3
# Marks of list items, which stand under the time that their lead names (到2020年: ——…).
_LIST_MARKS = "—-–·•●◆■▪*\ufffd"
# Behind a comma a clause is looked at for the one it leads to, even over the end of its paragraph.
_NEXT_CLAUSE = 80
# A paragraph that ends so has opened the list that the next one goes on with.
_LIST_GOES_ON = (":\n", ";\n")
# Precisions of what happened on one day or in one month.
_DAYS = frozenset({"day", "month"})
_DATED_BY = frozenset({"absolute", "five_year_plan"})
# Behind the last mention nothing starts.
_NEVER = sys.maxsize
MentionT = TypeVar("MentionT", bound=NumberMention | TimeMention)
_CLAUSE_END = re.compile(r"(?<=[^\d])[,;。、]")


@dataclass(slots=True)
class RelatedValue:
    """A quantity with indicator, status and period; ``baseline`` is the value it starts from, if told, and the day that one ends."""

    candidate: Candidate
    decision: status.Decision
    period: Period | None
    baseline: tuple[float | None, date | None] | None
    sentence: Sentence


@dataclass(slots=True)
class Milestone:
    """A clause that commits to an end state without a number."""

    span: tuple[int, int]
    period: Period
    rule: str
    strength: str
    cue: tuple[int, int] | None
    sentence: Sentence


@dataclass(slots=True)
class SpokenTime:
    """A time with its role: deadline or period."""

    time: ResolvedTime
    sentence: Sentence
    role: str


@dataclass(slots=True)
class Reading:
    """What is known of a document before it is read, and what reading it has brought so far.

    Attributes
    ----------
    spoken_on : date
        The day the document speaks; what ends before it has happened.
    plan_year : int or None
        The year that 今年 means, None if the text does not tell.
    plan_end : date or None
        Last day of a plan that runs over several years.
    is_annual : bool
        What is set without a date is due at the end of the plan year.
    base_mode : str or None
        What a passage without telling headings is: retrospect, plan, rules, or None where only its own words tell.
    looks_back : bool
        Whether most of its dates are past; in a talk its headings then name work done, however they are worded.
    told_in_title : Interval or None
        The time of the figures that its title announces.
    fiscal_year : Interval or None
        The year that a budget is for, which is none of the calendar (二零二五至二六财政年度政府财政预算案).
    """

    normal: NormalText
    segmented: SegmentedText
    metadata: DocumentMetadata
    numbers: list[NumberMention]
    times: list[TimeMention]
    regions: tuple[str, ...]
    spoken_on: date
    plan_year: int | None
    plan_end: date | None
    is_annual: bool
    base_mode: str | None
    looks_back: bool = False
    told_in_title: Interval | None = None
    fiscal_year: Interval | None = None
    values: list[RelatedValue] = field(default_factory=list)
    milestones: list[Milestone] = field(default_factory=list)
    ordering: list[tuple[int, int]] = field(default_factory=list)
    spoken_times: list[SpokenTime] = field(default_factory=list)

    @property
    def is_work_report(self) -> bool:
        return self.metadata.doc_type == WORK_REPORT

    @property
    def reports(self) -> bool:
        """Whether a passage of no telling words reports on work done."""
        return self.base_mode is None and self.looks_back


@dataclass(slots=True)
class _Memory:
    """What earlier sentences leave for later ones: by paragraph, by section, by document."""

    paragraph: int = -1
    section: int = -1
    state: ParagraphState = field(default_factory=ParagraphState)
    paragraph_period: Period | None = None
    #: The last range of years that was told, for 在这期间.
    told_range: Period | None = None
    lead_period: Period | None = None
    in_item: bool = False
    expected_list: bool = False
    turned: bool = False
    #: Whether a speaker tells what has been done so far, and has not yet turned to what comes.
    so_far: bool = False
    promised: bool = False
    report_turned: bool = False
    looked_back: bool = False
    looked_ahead: bool = False
    context_year: int | None = None
    turned_sections: set[int] = field(default_factory=set)
    section_periods: dict[int, Period] = field(default_factory=dict)
    past_section_periods: dict[int, Period] = field(default_factory=dict)
    long_section_periods: dict[int, Period] = field(default_factory=dict)
    plan_year_sections: set[int] = field(default_factory=set)
    told_by_headings: dict[int, str | None] = field(default_factory=dict)
    undertaking_here: str = ""
    #: What the title over the rows of a table is about.
    table: str = ""
    number_starts: Sequence[int] = ()
    form_words: FormWords = field(default_factory=lambda: FormWords(""))
    last_number: int = -1
    #: What the label of a line says of it, and whether that speaks for the lines under it.
    label_mode: str | None = None
    label_alone: bool = False
    #: Commitments that nothing dates so far; a label behind them may.
    undated: list[Milestone] = field(default_factory=list)
    #: The first paragraph of the task that is being read.
    task_begun: int = 0
    #: Unit -> the things counted in it last, and where.
    last_counted: dict[str, tuple[str, int]] = field(default_factory=dict)


@dataclass(slots=True)
class _Passage:
    """One sentence with everything that bears on it."""

    sentence: Sentence
    clauses: Sequence[tuple[int, int]]
    counted: Sequence[NumberMention]
    times: Sequence[ResolvedTime]
    kinds: Mapping[int, frozenset[str]]
    mode: str | None
    paragraph_period: Period | None
    heading_period: Period | None
    past_heading_period: Period | None
    long_heading_period: Period | None
    expected_list: bool
    turned: bool
    so_far: bool

    @property
    def inherited(self) -> Period | None:
        return self.paragraph_period or self.heading_period


class _Cursor(Generic[MentionT]):
    """Hands out the mentions of one sentence after the other."""

    def __init__(self, mentions: Sequence[MentionT]) -> None:
        self._mentions = mentions
        self._at = 0
        self._next = mentions[0].start if mentions else _NEVER

    def inside(self, start: int, end: int) -> list[MentionT]:
        if self._next >= end:
            return []
        mentions, at = self._mentions, self._at
        found: list[MentionT] = []
        while at < len(mentions) and mentions[at].start < end:
            if mentions[at].start >= start:
                found.append(mentions[at])
            at += 1
        self._at = at
        self._next = mentions[at].start if at < len(mentions) else _NEVER
        return found


def read_sentences(reading: Reading) -> None:
    """Read all sentences in order; values, milestones and times are added to ``reading``."""
    memory = _Memory(number_starts=[number.start for number in reading.numbers], form_words=FormWords(reading.normal.text))
    number_cursor, time_cursor = _Cursor(reading.numbers), _Cursor(reading.times)
    for sentence in reading.segmented.sentences:
        found_numbers = number_cursor.inside(sentence.start, sentence.end)
        mentions = time_cursor.inside(sentence.start, sentence.end)
        mode = _mode(reading, memory, sentence, mentions)
        is_item, task_begun = sentence.is_heading and _is_item(reading.normal.text, sentence), memory.task_begun
        if mode in (status.PLAN, status.RULES) and (is_item or not sentence.is_heading):
            reading.ordering.append((sentence.start, sentence.end))
        _enter(reading, memory, sentence)
        if is_item:
            memory.task_begun = task_begun  # 1.…; 2.…; 完成时限:…: the items of one task.
        spoken = _resolve(reading, memory, mentions, mode)
        if sentence.is_heading:
            _remember_heading(reading, memory, sentence, spoken)
            _note_times(reading, sentence, spoken, mode)
            if is_item:
                _read_sentence(reading, memory, sentence, found_numbers, mentions, [], mode)
        else:
            _read_sentence(reading, memory, sentence, found_numbers, mentions, spoken, mode)


def _is_item(text: str, sentence: Sentence) -> bool:
    """Whether a numbered line is a task of a list and no heading: who answers for it stands right behind it, or nothing stands under it."""
    behind = _TO_NEXT_WORD.match(text, sentence.end)
    at = behind.end() if behind else sentence.end
    if "\n" not in text[sentence.end : at]:
        return patterns().line_label.match(text, at) is not None
    if text[sentence.end - 1] not in "。;":
        return False
    mark, below = heading_mark(text[sentence.start : sentence.end]), heading_mark(text[at : at + _LONGEST_MARK])
    sibling = mark is not None and below is not None and below[0] <= mark[0]
    return sibling or cue_pattern("due_label").match(text, at) is not None or patterns().line_label.match(text, at) is not None


def read_cells(reading: Reading, cells: Sequence[Cell]) -> None:
    """Add the figures of tables; what a year that has not ended is given is planned or expected.

    Figures whose columns name no year are for the time that the whole plan or budget runs.
    """
    if not cells:
        return
    sentences = reading.segmented.sentences
    starts = [sentence.start for sentence in sentences]
    whole = _term_told(reading)
    for cell in cells:
        sentence = sentences[max(0, bisect_right(starts, cell.number.start) - 1)]
        dated = Period(cell.interval, cell.column.words, "heading") if cell.interval.end_date else whole
        end = dated.interval.end_date if dated else None
        told = cell.column.kind == FACT or (end or date.max) < reading.spoken_on or _looked_back(reading, cell, sentence)
        decision = status.Decision("result", "status.column_told")
        if not told:
            strength = "expected" if cell.column.kind == FORECAST else "plain"
            decision = status.Decision("target", "status.column_planned", strength)
        candidate = Candidate(
            cell.number, sentence.paragraph, cell.row, cell.metric, cell.metric_span, cell.value, cell.number.value_max, cell.measure,
            None, (), frozenset(), "value", "quantity.column", unit_kinds=_kinds(cell.number),
        )
        reading.values.append(RelatedValue(candidate, decision, None if told and not cell.interval.end_date else dated, None, sentence))
    reading.values.sort(key=lambda value: value.candidate.number.start)


def _looked_back(reading: Reading, cell: Cell, sentence: Sentence) -> bool:
    """Whether a figure whose table does not tell if it was planned stands where a text looks back, or plans nothing."""
    if cell.column.kind != UNTOLD:
        return False
    mode = _told_by_headings(reading, sentence.section) or reading.base_mode
    return mode not in (status.PLAN, status.RULES)


def _term_told(reading: Reading) -> Period | None:
    """The time for which a text says that the whole of it runs (期程为114年), as far as it is told once."""
    behind = {match.end() for match in cue_pattern("runs_for").finditer(reading.normal.text)}
    told = [spoken.time for spoken in reading.spoken_times if spoken.time.start in behind and spoken.time.interval.end_date]
    alike = len({time.interval for time in told}) == 1
    return Period(told[0].interval, (told[0].start, told[0].end), "document") if alike else None


def _told_by_headings(reading: Reading, section: int) -> str | None:
    """Retrospect, plan or rules, as far as the headings over a section tell."""
    sections = reading.segmented.sections
    if reading.base_mode is None:
        if reading.looks_back:
            return status.ahead_heading_mode(sections, section)
        return status.strong_heading_mode(sections, section)
    told = status.section_mode(sections, section, reading.plan_year)
    if reading.base_mode == status.RULES and told == status.PLAN:
        # In a set of rules a heading like 工作要求 opens more rules; only one that names goals opens a plan.
        told = status.strong_heading_mode(sections, section)
    if reading.base_mode == status.RULES and told == status.RETROSPECT and not _is_short_heading(sections, section):
        told = None  # an article that opens with a sentence of its own is no look back
    return told


def _mode(
    reading: Reading, memory: _Memory, sentence: Sentence, mentions: Sequence[TimeMention]
) -> str | None:
    """Retrospect, plan or rules, for the passage a sentence stands in."""
    if sentence.paragraph != memory.paragraph:
        memory.label_mode = _told_by_label(memory, reading.normal.text, sentence)
    if memory.label_mode is not None:
        return memory.label_mode
    sections = reading.segmented.sections
    if sentence.section not in memory.told_by_headings:
        memory.told_by_headings[sentence.section] = _told_by_headings(reading, sentence.section)
    told = memory.told_by_headings[sentence.section]
    if reading.base_mode is None:
        return told
    if told == status.RETROSPECT and _has_turned_ahead(reading, memory, sentence, mentions):
        return status.PLAN
    if told is not None:
        memory.looked_back = memory.looked_back or told == status.RETROSPECT
        memory.looked_ahead = memory.looked_ahead or told == status.PLAN
        return told
    # Parts behind the work ahead belong to it (四、办好十件民生实事), as do those behind the look back.
    if reading.base_mode == status.RETROSPECT and status.orders_work(
        sections, sentence.section, memory.looked_back or memory.looked_ahead
    ):
        return status.PLAN
    if reading.base_mode == status.RETROSPECT and not memory.report_turned:
        # A report without headings turns from last year to this one in a sentence that says so.
        turn = cue_pattern("turn_of_report").search(reading.normal.text, sentence.start, sentence.end)
        told_ahead = status.is_line_ahead(reading.normal.text, sentence.start, sentence.end, reading.plan_year)
        memory.report_turned = told_ahead or (turn is not None and turn.start() - sentence.start <= _OPENING)
    return status.PLAN if memory.report_turned else reading.base_mode


def _has_turned_ahead(
    reading: Reading, memory: _Memory, sentence: Sentence, mentions: Sequence[TimeMention]
) -> bool:
    """Whether a passage whose heading looks both ways has come to a sentence that opens with a time still to come."""
    top = _top_section(reading, sentence.section)
    if top in memory.turned_sections:
        return True
    first = next((m for m in mentions if m.start - sentence.start <= _OPENING and m.kind in _TURNING_KINDS), None)
    if first is None or sentence.is_heading or not status.looks_both_ways(reading.segmented.sections, sentence.section):
        return False
    end = resolve(first, Anchors(reading.plan_year, reading.metadata.published_on)).end_date
    if end is None or end < reading.spoken_on:
        return False
    memory.turned_sections.add(top)
    return True


def _is_short_heading(sections: Sequence[Section], index: int) -> bool:
    return len(sections[index].title) <= status.MAX_TELLING_TITLE


def _enter(reading: Reading, memory: _Memory, sentence: Sentence) -> None:
    """Forget what a new paragraph or section does not inherit."""
    text = reading.normal.text
    entered = sentence.section != memory.section
    if entered:
        memory.context_year = memory.paragraph_period = memory.lead_period = None
        memory.section, memory.task_begun = sentence.section, sentence.paragraph
    if sentence.paragraph != memory.paragraph:
        memory.paragraph = sentence.paragraph
        if reading.metadata.doc_type == "policy_address" and reading.metadata.region_code == HONG_KONG:
            # Given in autumn: a month or a quarter is of its own year, whatever the paragraph before looked back on.
            memory.context_year = None
        memory.in_item = text[sentence.start] in _LIST_MARKS
        if not memory.in_item:
            memory.lead_period = None
        memory.paragraph_period = memory.lead_period
        if entered or not text.endswith(_LIST_GOES_ON, 0, sentence.start):
            memory.expected_list = False
        title = reading.segmented.sections[sentence.section].title
        memory.undertaking_here = ""
        _note_table(memory, text, sentence)
        memory.last_number = _last_number(memory.number_starts, text, sentence)
        if sentence.start <= memory.last_number:
            # Only the numbers of a paragraph ask what its sentences leave behind.
            named = undertaking(title, 0, len(title), events=False)
            whose = conditions_owner(reading.segmented.sections, sentence.section, text, sentence.start)
            end = _paragraph_end(text, sentence)
            gives = gives_anything(text[sentence.start : end + (_NEXT_CLAUSE if text[end - 1] == "," else 0)])
            memory.state = ParagraphState(begun=sentence.start, heading=title, undertaking=named, gives=gives, table=memory.table, bound=whose)
        memory.so_far = memory.so_far and not entered and SPEAKER.match(text, sentence.start) is None
        talks = reading.base_mode is None and not reading.looks_back
        goes_on = not entered and text.endswith(_LIST_GOES_ON, 0, sentence.start)
        memory.promised = talks and (status.opens_plans(title) or (memory.promised and goes_on))
        memory.turned = memory.promised or (talks and status.is_imperative(title))


def _note_table(memory: _Memory, text: str, sentence: Sentence) -> None:
    """Remember what a table is about from its title to its last row."""
    end = _paragraph_end(text, sentence)
    if text[end - 1] == TABLE:
        memory.table = title_of_table(text[sentence.start : end])
    elif memory.table and not goes_under_title(text, sentence.start, end):
        memory.table = ""
def _told_by_label(memory: _Memory, text: str, sentence: Sentence) -> str | None:
    """What the label says that a line of a list opens with (问题描述:…, 整改目标:…); one that stands alone speaks for the lines under it."""
    colon = text.find(":", sentence.start, sentence.start + MAX_LINE_LABEL)
    if colon < 0:
        return memory.label_mode if memory.label_alone and sentence.section == memory.section else None
    label = text[sentence.start : colon]
    mark = heading_mark(label)
    label = label[mark[1] :].strip() if mark else label
    told = label in phrase_set("told_line")
    mode = status.RETROSPECT if told else status.PLAN if label in phrase_set("planned_line") else None
    memory.label_alone = mode is not None and text[colon + 1 : colon + 2] in ("", "\n")
    return mode


def _last_number(number_starts: Sequence[int], text: str, sentence: Sentence) -> int:
    """Where the last number of the paragraph of a sentence stands, or of one before."""
    index = bisect_left(number_starts, _paragraph_end(text, sentence)) - 1
    return number_starts[index] if index >= 0 else -1


def _paragraph_end(text: str, sentence: Sentence) -> int:
    end = text.find("\n", sentence.end)
    return end if end >= 0 else len(text)


def _resolve(
    reading: Reading, memory: _Memory, mentions: Sequence[TimeMention], mode: str | None
) -> list[ResolvedTime]:
    """Resolve the times of a sentence; durations, frequencies and names are left out."""
    if not mentions:
        return []
    text = reading.normal.text
    in_retrospect = mode == status.RETROSPECT and reading.is_work_report
    year_before = reading.plan_year - 1 if reading.plan_year else None
    context_year = year_before if in_retrospect else memory.context_year
    if mode == status.RETROSPECT and not in_retrospect:
        context_year = _year_looked_back_on(reading, memory) or context_year
    resolved: list[ResolvedTime] = []
    for mention in mentions:
        plan_year = reading.plan_year
        if context_year is not None and text[mention.start : mention.end].startswith(_RUNNING_YEAR):
            plan_year = context_year
        # A report given in spring counts 三年来 up to the last full year, in whatever part it says so.
        counted_back = mention.kind == "age_of" and reading.is_work_report and text[mention.end - 1] == "来"
        reviewed = year_before if counted_back else context_year
        interval = resolve(mention, Anchors(plan_year, reading.metadata.published_on, reviewed, _term_of(reading)))
        if is_since(text, mention.start, mention.end):
            interval = replace(interval, end_date=reading.metadata.published_on)
        due = _due_without_year(reading, mention, interval, mode)
        if due is not None:
            interval, context_year, memory.context_year = due, None, None
        passed = _not_yet(reading, mention, interval)
        if passed:
            interval = resolve(mention, Anchors(year_before, reading.metadata.published_on))
        interval = _of_fiscal_year(reading, mention, _of_whole_plan(reading, mention, interval))
        if text[mention.start : mention.end] in phrase_set("same_month") and resolved and resolved[-1].end == mention.start:
            interval = resolved[-1].interval  # 9月当月
        compared = is_comparison(text, mention.start, mention.end) or is_opening(text, mention.end)
        if compared and mention.kind == "age_of":
            interval = _years_before(reading, text, mention, interval)
        ahead = interval.start_date is not None and interval.start_date > reading.spoken_on
        runs = mention.kind == "fiscal_year" and interval.end_date is not None and interval.end_date >= reading.spoken_on
        origin = is_origin(text, mention.start) and not ((ahead or runs) and is_beginning(text, mention.end))
        describes = not compared and _is_long_past(reading, interval) and says_which(text, mention, mode == status.PLAN)
        if describes:
            resolved.append(ResolvedTime(mention, interval, compared, origin, describes))
            continue
        crosses = interval.start_date is not None and interval.end_date is not None and interval.start_date.year < interval.end_date.year
        if crosses and mention.kind == "year":
            pass  # No month of a fiscal year is told by its number.
        elif of_past_things(text, mention):
            pass  # 去年推出的措施,截至9月底: of this year.
        elif (mention.kind in _CONTEXT_KINDS or _is_end_of_year_past(reading, mention, interval)) and interval.end_date is not None and not compared and not passed and not origin:
            context_year = interval.end_date.year
            if not _is_aside(reading, mention):
                memory.context_year = context_year
        elif mention.kind == "since" and {"year", "month"} <= dict(mention.parts).keys() and dict(mention.parts)["year"] == reading.plan_year:
            context_year = reading.plan_year  # 自114年1月1日起扩大接种,截至1月20日止: of the same year.
        elif dict(mention.parts).get("rel") == 0 and not compared:
            # 今年以来 ends what was said of another year; a text may not tell which year it is.
            context_year = memory.context_year = plan_year
        if mention.kind in NEVER_A_PERIOD or (interval.start_date is None and interval.end_date is None):
            continue
        resolved.append(ResolvedTime(mention, interval, compared, origin))
    return resolved


def _is_aside(reading: Reading, mention: TimeMention) -> bool:
    """Whether next year is named inside a sentence (大桥明年6月通车): the sentences behind go on with this one."""
    text = reading.normal.text
    return dict(mention.parts).get("rel") in _YEARS_AHEAD and mention.start > 0 and text[mention.start - 1] not in _SENTENCE_BORDERS


def _years_before(reading: Reading, text: str, mention: TimeMention, interval: Interval) -> Interval:
    """较前3年 speaks of the three years before the one that the document is for."""
    start, end = interval.start_date, interval.end_date
    if not text.endswith("前", 0, mention.start) or start is None or end is None or end.year != reading.plan_year:
        return interval
    return replace(interval, start_date=date(start.year - 1, 1, 1), end_date=date(end.year - 1, 12, 31))


def _of_whole_plan(reading: Reading, mention: TimeMention, interval: Interval) -> Interval:
    """The years of the plan where as many are added up (三年累计 in a plan for 2020 to 2022): they are its own, not those before."""
    start, end, plan_end = interval.start_date, interval.end_date, reading.plan_end
    if mention.kind != "age_of" or reading.base_mode != status.PLAN or start is None or end is None or plan_end is None:
        return interval
    first = plan_end.year - (end.year - start.year)
    totals = cue_pattern("cumulative", "in_all").match(reading.normal.text, mention.end) is not None
    return replace(interval, start_date=date(first, 1, 1), end_date=plan_end) if totals and first == reading.plan_year else interval


def _of_fiscal_year(reading: Reading, mention: TimeMention, interval: Interval) -> Interval:
    """The year from April to March where Hong Kong speaks of 本年度 or 下个财政年度; in a budget 来年 is the year it is for."""
    distance = dict(mention.parts).get("rel")
    if not isinstance(distance, int) or mention.kind != "year" or reading.metadata.region_code != HONG_KONG:
        return interval
    words = reading.normal.text[mention.start : mention.end]
    if "年度" in words:
        spoken = reading.spoken_on
        year = (spoken.year if spoken.month >= FISCAL_MONTH else spoken.year - 1) + distance
    elif words == "来年" and reading.fiscal_year is not None and reading.fiscal_year.start_date is not None:
        year = reading.fiscal_year.start_date.year
    else:
        return interval
    return Interval(date(year, FISCAL_MONTH, 1), date(year + 1, FISCAL_MONTH, 1) - timedelta(days=1), "year", interval.resolved_by)


def _term_of(reading: Reading) -> date:
    """The first day of some term of the government whose document it is."""
    return TERM_IN_HONG_KONG if reading.metadata.region_code == HONG_KONG else TERM


def _year_looked_back_on(reading: Reading, memory: _Memory) -> int | None:
    """The year that the headings over a look back name (一、2023年工作完成情况), if it is one year that has ended."""
    period = _enclosing_period(reading, memory.past_section_periods, memory.section)
    if period is None or period.source != "heading" or period.interval.end_date is None:
        return None
    year = period.interval.end_date.year
    return year if _is_year(period.interval, year) else None


def _due_without_year(reading: Reading, mention: TimeMention, interval: Interval, mode: str | None) -> Interval | None:
    """A day without a year by which a task is due (8月底前), behind a year told before: it lies ahead all the same; None if it is no such day."""
    text, end = reading.normal.text, interval.end_date
    bounds = text[mention.end - 1] == "前" or text.startswith("前", mention.end)
    if mode != status.PLAN or not bounds or end is None or end.year >= reading.spoken_on.year or _NAMES_YEAR & dict(mention.parts).keys():
        return None
    ahead = resolve(mention, Anchors(reading.plan_year, reading.metadata.published_on, None, _term_of(reading)))
    return ahead if ahead.end_date is not None and ahead.end_date >= reading.spoken_on else None


def _not_yet(reading: Reading, mention: TimeMention, interval: Interval) -> bool:
    """Whether a month without a year, up to which something is told (截至12月底), would lie ahead: it is of the year before."""
    if reading.metadata.published_on is None and not reading.looks_back:
        return False
    if interval.end_date is None or interval.end_date <= reading.spoken_on or _NAMES_YEAR & dict(mention.parts).keys():
        return False
    text = reading.normal.text
    return cue_pattern("up_to_now").search(text, max(0, mention.start - 3), mention.start) is not None


def _is_long_past(reading: Reading, interval: Interval) -> bool:
    """Whether a time had ended before the year that the document speaks in."""
    return interval.end_date is not None and interval.end_date.year < (reading.plan_year or reading.spoken_on.year)


def _remember_heading(
    reading: Reading, memory: _Memory, sentence: Sentence, spoken: Sequence[ResolvedTime]
) -> None:
    """Keep the period that a heading gives to what stands under it.

    Of several the one that ends last counts, and of those that end together (2025年和“十四五”时期工作回顾) the shortest; the
    longest is kept for averages and totals. The last one that is past is kept for headings that look both ways.
    """
    # The year of a paper that a heading speaks of (2024年《施政报告》的指标) is no period.
    dated = [t for t in spoken if t.interval.end_date is not None and not t.compared and not _of_paper(reading, t)]
    of_plan_year = [_is_year(t.interval, reading.plan_year) for t in dated]
    if any(of_plan_year) and not all(of_plan_year):
        memory.plan_year_sections.add(sentence.section)
    past = [t for t in dated if t.interval.end_date is not None and t.interval.end_date < reading.spoken_on]
    _keep_last(dated, sentence, memory.section_periods, shortest=True)
    _keep_last(past, sentence, memory.past_section_periods, shortest=True)
    _keep_last(past, sentence, memory.long_section_periods, shortest=False)


def _of_paper(reading: Reading, time: ResolvedTime) -> bool:
    return reading.normal.text.startswith("《", time.end)


def _keep_last(
    times: Sequence[ResolvedTime], sentence: Sentence, periods: dict[int, Period], shortest: bool
) -> None:
    if not times:
        return
    sign = 1 if shortest else -1

    def rank(time: ResolvedTime) -> tuple[date, int, int]:
        end, start = time.interval.end_date or date.min, time.interval.start_date or time.interval.end_date or date.min
        return end, sign * start.toordinal(), time.start

    last = max(times, key=rank)
    periods[sentence.section] = Period(last.interval, (last.start, last.end), "heading")


def _read_sentence(
    reading: Reading,
    memory: _Memory,
    sentence: Sentence,
    found_numbers: Sequence[NumberMention],
    mentions: Sequence[TimeMention],
    spoken: Sequence[ResolvedTime],
    mode: str | None,
) -> None:
    text = reading.normal.text
    body = text[sentence.start : sentence.end]
    if not reading.reports:
        memory.promised = memory.promised or (reading.base_mode is None and status.opens_plans(body.rstrip()))
        memory.turned = memory.turned or memory.promised
        framed = memory.paragraph_period.interval.end_date if memory.paragraph_period else None
        over = framed is not None and framed <= reading.spoken_on  # 今年以来 ends on the day of speaking
        if (over or not memory.turned) and cue_pattern("turn").search(body) is not None:
            memory.turned = True
            memory.paragraph_period = None if over else memory.paragraph_period
        if reading.base_mode is None:
            told_so_far = memory.so_far or cue_pattern("so_far").search(body) is not None
            memory.so_far = told_so_far and not memory.turned
    memory.expected_list = memory.expected_list or cue_pattern("expected_list").search(body) is not None
    if sentence.start <= memory.last_number:
        _note_topic(memory, text, sentence)
    ahead = any(t.interval.end_date is not None and t.interval.end_date > reading.spoken_on for t in spoken)
    seeks = _may_commit(memory, text, sentence, mode) and (
        mode != status.RETROSPECT or ahead or cue_pattern("future").search(body) is not None
    )
    if not found_numbers and not spoken and not seeks:
        return
    if reading.plan_year is None and len(spoken) < sum(m.kind not in NEVER_A_PERIOD for m in mentions):
        memory.paragraph_period = None  # 今年以来, of nobody knows what year, is not the year told before
    if memory.told_range is not None and cue_pattern("in_that_time").search(text, sentence.start, min(sentence.end, sentence.start + _OPENING)):
        memory.paragraph_period = memory.told_range
    memory.told_range = _range_told(spoken) or memory.told_range
    describing = {t.start for t in spoken if t.describes}
    clauses = clause_spans(text, sentence.start, sentence.end)
    spans_count = mode == status.RULES
    told = [n for n in found_numbers if spans_count or not numbers.is_bounded_span(n.unit) or numbers.is_measured(text, n)]
    counted = [n for n in told if _counts(n, text, clauses)]
    passage = _Passage(
        sentence,
        clauses,
        counted,
        [t for t in spoken if not t.describes] if describing else spoken,
        {n.start: _kinds(n) for n in counted},
        mode,
        memory.paragraph_period,
        _enclosing_period(reading, memory.section_periods, sentence.section),
        _enclosing_period(reading, memory.past_section_periods, sentence.section),
        _enclosing_period(reading, memory.long_section_periods, sentence.section),
        memory.expected_list,
        memory.turned,
        memory.so_far,
    )
    if counted:
        for candidate in _link(reading, memory, passage, [m for m in mentions if m.start not in describing]):
            if "count" in candidate.unit_kinds and counts_a_stage(text[candidate.number.right : candidate.clause[1]]):
                continue
            _settle(reading, passage, candidate)
    if seeks:
        _find_milestones(reading, memory, passage)
    _date_by_label(reading, memory, passage)
    _remember_framing(reading, memory, passage)
    _note_times(reading, sentence, spoken, mode)


def _range_told(spoken: Sequence[ResolvedTime]) -> Period | None:
    """The last of the times that runs over more than a year."""
    for time in reversed(spoken):
        start, end = time.interval.start_date, time.interval.end_date
        if start is not None and end is not None and (end - start).days > status.DAYS_OF_YEAR and not time.origin:
            return Period(time.interval, (time.start, time.end), "paragraph")
    return None


def _date_by_label(reading: Reading, memory: _Memory, passage: _Passage) -> None:
    """Date the task that a label ends (责任单位:县水利局,完成时限:11月底): its commitments that no words of their own date.

    A line that is only such a label dates the lines of its task, up to the one before it that ends so or opens a section.
    """
    text, sentence = reading.normal.text, passage.sentence
    if not passage.times or (label := cue_pattern("due_label").search(text, sentence.start, sentence.end)) is None:
        return
    time = next((t for t in passage.times if text[label.end() : t.start].strip() in (":", "为") and t.interval.end_date is not None), None)
    if time is None or (time.interval.end_date or reading.spoken_on) < reading.spoken_on:
        return
    due = Period(time.interval, (time.start, time.end), "paragraph")
    alone = label.start() == sentence.start and not text[time.end : sentence.end].strip(" 。;")
    first = memory.task_begun if alone else sentence.paragraph
    memory.task_begun = sentence.paragraph + 1
    for value in reversed(reading.values):
        if value.sentence.paragraph < first:
            break
        if value.decision.status == "target" and (_is_inherited(value.period) or _of_item_before(text, value)):
            value.period = due
    for milestone in reversed(reading.milestones):
        if milestone.sentence.paragraph < first:
            break
        if _is_inherited(milestone.period):
            milestone.period = due
    for milestone in memory.undated:
        if milestone.sentence.paragraph >= first:
            milestone.period = due
            reading.milestones.append(milestone)
    memory.undated.clear()
    reading.milestones.sort(key=lambda milestone: milestone.span)


def _of_item_before(text: str, value: RelatedValue) -> bool:
    """Whether the day of a value stands in another item of its sentence (8月底前达到40吨;投入3亿元)."""
    period, number = value.period, value.candidate.number
    return period is not None and period.source == "sentence" and period.words is not None and ";" in text[period.words[1] : number.left]


def _is_inherited(period: Period | None) -> bool:
    return period is None or period.source in ("paragraph", "heading", "document")


def _note_topic(memory: _Memory, text: str, sentence: Sentence) -> None:
    """Remember what a sentence is about, for the numbers of its paragraph."""
    memory.state.undertaking = memory.undertaking_here or memory.state.undertaking
    memory.undertaking_here = undertaking(text, sentence.start, sentence.end, events=False)
    topic = topic_of(text, sentence.start, sentence.end)
    if topic:
        memory.state.topic, memory.state.topic_span = topic
    elif memory.state.topic.startswith("“"):
        # A quoted name is what one sentence is about, an industry may be what a paragraph is.
        memory.state.topic, memory.state.topic_span = "", None


def _word_borders(text: str, sentence: Sentence, numbers: Sequence[NumberMention]) -> set[int]:
    """Token borders of a sentence, each stretch between two numbers cut for itself: the unit of 18家业者 is no part of a word."""
    borders, at = {sentence.start}, sentence.start
    for number in numbers:
        if number.left > at:
            borders |= token_borders(text[at : number.left], at)
        borders |= {number.left, number.right}
        if text.endswith(_SUMMED_MEETING, at, number.left) and number.unit in phrase_set("held_unit"):
            borders = (borders - {number.left - 2}) | {number.left - 1}
        at = max(at, number.right)
    return borders | token_borders(text[at : sentence.end], at)


def _link(
    reading: Reading, memory: _Memory, passage: _Passage, mentions: Sequence[TimeMention]
) -> list[Candidate]:
    text, sentence = reading.normal.text, passage.sentence
    body = text[sentence.start : sentence.end]
    tokens = _word_borders(text, sentence, passage.counted)
    tokens |= {t.start for t in mentions} | {t.end for t in mentions}
    known = [(sentence.start + start, sentence.start + end) for start, end, _ in vocabulary.find(body)]
    borders = Borders(tokens, known)
    starts = {a for a, _ in passage.clauses}
    cut = [t for t in mentions if t.kind not in NEVER_A_PERIOD or t.kind in _CUT_KINDS or t.start in starts]
    linked = link_sentence(
        text,
        sentence.paragraph,
        passage.clauses,
        passage.counted,
        cut,
        borders,
        reading.regions,
        memory.state,
        dict(passage.kinds),
    )
    return [_counted_further(memory, candidate) for candidate in linked]


def _counted_further(memory: _Memory, candidate: Candidate) -> Candidate:
    """A count that its own paragraph names nothing for: the last things counted before in a unit that few things have (完成9000座)."""
    unit = candidate.number.unit.lstrip(SCALE_MARKS)
    if not _COUNTS & candidate.unit_kinds or unit in phrase_set("common_classifier"):
        return candidate
    if candidate.metric:
        if candidate.rule != "quantity.subject" and thing_of(candidate.metric):
            memory.last_counted[unit] = _OFTEN.sub("", candidate.metric), candidate.number.start
        return candidate
    thing, at = memory.last_counted.get(unit, ("", 0))
    near = candidate.number.start - at <= MAX_COUNTED_BEFORE
    return replace(candidate, metric=thing, rule="quantity.counted_before") if thing and near else candidate


def _remember_framing(reading: Reading, memory: _Memory, passage: _Passage) -> None:
    """A time that opens a sentence stays for its paragraph; in a look back it stays for the section."""
    if not passage.times:
        return
    text, sentence = reading.normal.text, passage.sentence
    if (term := _term(reading, passage)) is not None:
        memory.section_periods[sentence.section] = Period(term.interval, (term.start, term.end), "heading")
    counts = passage.mode in (None, status.RETROSPECT)
    framing = stage_time(passage.times, text, sentence.start, sentence.end) or next(
        (t for t in passage.times if frames(t, text, sentence.start) or (counts and frames_count(t, text, sentence.start))), None
    )
    if framing is None:
        return
    if passage.mode == status.PLAN:
        framing = _last_step(framing, passage.times)
    words = (framing.start, framing.end)
    memory.paragraph_period = Period(framing.interval, words, "paragraph")
    if not memory.in_item or text.endswith(":", sentence.start, sentence.end):
        # What opens one item of a list says nothing of the next.
        memory.lead_period = memory.paragraph_period
    _turn_to_plan_year(reading, memory, sentence, memory.paragraph_period)
    end = framing.interval.end_date
    top = _top_section(reading, sentence.section)
    looks_back = passage.mode == status.RETROSPECT and end is not None and end.year < (reading.plan_year or end.year)
    if looks_back and memory.label_mode is None and top not in memory.section_periods:
        memory.section_periods[top] = Period(framing.interval, words, "heading")


def _term(reading: Reading, passage: _Passage) -> ResolvedTime | None:
    """The time for which the whole of a plan or budget is said to run (期程为114年)."""
    if not passage.times:
        return None
    text, sentence = reading.normal.text, passage.sentence
    behind = {match.end() for match in cue_pattern("runs_for").finditer(text, sentence.start, sentence.end)}
    return next((t for t in passage.times if t.start in behind and t.interval.end_date is not None), None)


def _last_step(framing: ResolvedTime, times: Sequence[ResolvedTime]) -> ResolvedTime:
    """The last of the years that a plan goes through in one sentence (到2027年…;到2030年…): what follows undated is due then."""
    end = framing.interval.end_date
    steps = [
        t for t in times
        if t.start > framing.start and not t.compared and not t.origin and t.mention.kind == framing.mention.kind
        and t.interval.precision == framing.interval.precision and end is not None and (t.interval.end_date or end) > end
    ]
    return steps[-1] if steps else framing


def _turn_to_plan_year(reading: Reading, memory: _Memory, sentence: Sentence, framing: Period) -> None:
    """Under a heading that names a longer plan and the plan year (“十五五”目标和2026年工作), what follows 今年 is for the year."""
    sections = reading.segmented.sections
    cursor: int | None = sentence.section
    while cursor is not None and cursor not in memory.plan_year_sections:
        cursor = sections[cursor].parent
    if cursor is not None and _is_year(framing.interval, reading.plan_year):
        memory.plan_year_sections.discard(cursor)
        memory.section_periods[cursor] = replace(framing, source="heading")


def _is_year(interval: Interval, year: int | None) -> bool:
    return year is not None and interval.precision == "year" and interval.end_date == date(year, 12, 31)


def _kinds(number: NumberMention) -> frozenset[str]:
    return frozenset(("index",)) if number.kind == "bare" else _unit_kinds(number.unit)


def _unit_kinds(unit: str) -> frozenset[str]:
    """Kind of a unit; a fraction (三分之一) has none printed and is a share."""
    kind = numbers.unit_kind(unit) if unit else "share"
    return frozenset((kind,)) if kind else frozenset()


def _top_section(reading: Reading, index: int) -> int:
    sections = reading.segmented.sections
    parent = sections[index].parent
    while parent is not None and sections[parent].level > 0:
        index, parent = parent, sections[parent].parent
    return index


def _counts(number: NumberMention, text: str, clauses: Sequence[tuple[int, int]]) -> bool:
    clause = next(((a, b) for a, b in clauses if a <= number.start and number.end <= b), None)
    if clause is None or number.kind == "multiple":
        return False
    if number.kind == "small_chinese" and not is_told_in_words(number, text, clause):
        return False
    return is_counted(number, text, clause, _kinds(number))


def _enclosing_period(reading: Reading, periods: Mapping[int, Period], index: int) -> Period | None:
    cursor: int | None = index
    while cursor is not None:
        if cursor in periods:
            return periods[cursor]
        cursor = reading.segmented.sections[cursor].parent
    return None


def _settle(reading: Reading, passage: _Passage, candidate: Candidate) -> None:
    """Give a candidate its status and its period."""
    text, sentence, number = reading.normal.text, passage.sentence, candidate.number
    places = own_times(text, sentence.start, sentence.end, number.start)
    times = [t for t in passage.times if any(a <= t.start < b for a, b in places)]
    if passage.mode == status.RULES or candidate.rule == "quantity.aid" or candidate.role == "threshold":
        times = [t for t in times if not _is_relative(t)]
    if candidate.rule == "quantity.aid":
        times = [t for t in times if "whole" not in dict(t.mention.parts)]  # 全年最高补助9万元: in whatever year
    near = nearest(times, number.left, candidate.clause, sentence.start)
    in_text = len(places) == 1 and places[0] == (sentence.start, sentence.end)
    ahead_in_talk = near is not None and passage.mode is None and not reading.reports and _ends_ahead(near[0], reading.spoken_on)
    if near is not None and in_text and (passage.mode == status.PLAN or ahead_in_talk) and _is_of_other_item(text, near, number.left, sentence.start, ahead_in_talk):
        near = None
    if near is None and (due := due_cell(text, sentence.start, sentence.end, passage.times)) is not None:
        near = (due, "sentence")
    if near is None and (term := _term(reading, passage)) is not None:
        near = (term, "sentence")
    then = then_held(text, passage.times, number.left, candidate.clause) if candidate.measure == "level" else None
    if then is not None and _was_before(reading, passage, then):
        candidate = replace(_named_as_before(reading, sentence, candidate), role="baseline")
        if then.mention.kind == "age_of" and candidate.metric.startswith("平均"):
            opens = then.start - text.endswith("前", 0, then.start)
            candidate = replace(candidate, metric=text[opens : then.end] + candidate.metric)
    if (near is None or near[1] != "clause") and _waits(text, candidate):
        behind = due_behind(passage.times, text, number.right, passage.clauses, [n.start for n in passage.counted])
        if behind is not None and near is not None and _is_over(near[0], reading.spoken_on) and not _is_left_for(reading, candidate, behind):
            behind = None
        near = (behind, "clause") if behind is not None else near
    own = own_of_several(times, text, candidate.clause, number.left, candidate.share) if near else None
    near = (own, "clause") if own is not None else near
    explicit = Period(near[0].interval, (near[0].start, near[0].end), near[1]) if near else passage.inherited
    if explicit is passage.heading_period and cue_pattern("annual_average", "cumulative").search(
        text, candidate.clause[0], number.start
    ):
        explicit = passage.long_heading_period or explicit
    decision = status.decide(
        text,
        (sentence.start, sentence.end),
        candidate,
        passage.kinds.get(number.start, frozenset()),
        passage.mode,
        explicit,
        reading.spoken_on,
        passage.expected_list,
        passage.turned,
        _status_before(reading, sentence, candidate),
        _status_of_paragraph(reading, sentence),
        reading.reports,
        _due(reading, explicit) is not None,
        passage.so_far,
    )
    if _goes_on_with_allowance(reading, sentence, candidate):
        decision = status.Decision("criterion", "status.allowance")
    ahead = _starts_ahead(reading, passage, candidate) if decision.rule == "status.baseline" else None
    if ahead is not None:
        decision, explicit = status.Decision("target", "status.future_period", "plain"), ahead
    noun = attribute_of_unit().get(number.unit, "")
    if decision.rule == "status.age" and candidate.metric and noun not in candidate.metric:
        # 补助0至6岁儿童: what is bounded is their age.
        candidate = replace(candidate, metric=candidate.metric + noun)
    if candidate.role == "baseline" and decision.status == "result":
        dated = then or baseline_time(passage.times, number.left, candidate.clause)
        as_it_stands = cue_pattern("present").search(text, max(candidate.clause[0], number.left - _JUST_BEFORE), number.left)
        period = (
            Period(_of_same_part(text, dated, near), (dated.start, dated.end), "clause")
            if dated
            else _now(reading)
            if as_it_stands
            else _before(_longer(explicit, passage.paragraph_period), reading)
        )
    elif decision.status == "target":
        period = _was_due(reading, candidate, explicit) or _due(reading, explicit)
    elif decision.status == "result":
        at_present = near is None and cue_pattern("present").search(text, sentence.start, number.start) is not None
        # 今年要修860公里,截至目前已完工712公里: as it stands, however long the year goes on.
        if not at_present and _goes_on_still(near, reading.spoken_on):
            told = decision.rule == "status.same_sentence" and reading.values[-1].period == _now(reading)
            at_present = told or cue_pattern("present").search(text, candidate.clause[0], number.start) is not None
        period = _now(reading) if at_present else _happened(reading, passage, explicit, candidate)
        based = compared_time(passage.times, number.left, candidate.clause) if decision.rule == "status.baseline" else None
        # 以2003年产量90万吨为基数: the year that the rest is held against is that of the base.
        period = Period(based.interval, (based.start, based.end), "clause") if based else period or _after_the_compared(reading, passage, candidate)
    else:
        period = explicit if explicit is not None and explicit.source == "clause" and _is_dated(explicit, reading.spoken_on) else None
    candidate, baseline = _with_baseline(reading, sentence, candidate)
    if baseline is None and candidate.measure != "level":
        baseline = _measured_from(passage, candidate, period)
    reading.values.append(RelatedValue(candidate, decision, period, baseline, sentence))


def _is_of_other_item(text: str, near: tuple[ResolvedTime, str], number_left: int, sentence_start: int, any_time: bool) -> bool:
    """Whether a limit stands inside another item of a sentence (一期2026年6月底前竣工;改建8所), and does not open the sentence for all of them.

    Who talks changes the subject from item to item, so that there ``any_time`` ahead inside one is its own.
    """
    time, source = near
    if source != "sentence" or ";" not in text[time.end : number_left] or not (any_time or is_limit(text, time)):
        return False
    # A cell of a deadline (完成时限 6月底;) is for all of its row.
    labelled = cue_pattern("due_label").search(text, max(sentence_start, time.start - _BEFORE_DUE), time.start) is not None
    return not labelled and not opens(time, text, sentence_start)


def _starts_ahead(reading: Reading, passage: _Passage, candidate: Candidate) -> Period | None:
    """The year to come from which a value is to move (由2035年度的25%降至2039年度的22%): then where it starts is planned, too."""
    dated = baseline_time(passage.times, candidate.number.left, candidate.clause)
    start = dated.interval.start_date if dated is not None else None
    if dated is None or start is None or start <= reading.spoken_on or start.year < (reading.plan_year or start.year):
        return None
    return Period(dated.interval, (dated.start, dated.end), "clause")


def _of_same_part(text: str, year: ResolvedTime, near: tuple[ResolvedTime, str] | None) -> Interval:
    """The part of an earlier year that 同期 speaks of: up to the day to which the value is told (113年截至9月底,…较112年同期)."""
    interval, end = year.interval, near[0].interval.end_date if near is not None else None
    if end is None or interval.end_date is None or interval.precision != "year" or not text.startswith("同期", year.end):
        return interval
    if end.year <= interval.end_date.year or (end.month, end.day) == (2, 29):
        return interval
    return replace(interval, end_date=end.replace(year=interval.end_date.year))


def _was_before(reading: Reading, passage: _Passage, then: ResolvedTime) -> bool:
    """Whether the time of a figure that another is held against lies behind the text, or behind the year that the sentence is about."""
    end = then.interval.end_date
    if end is None:
        return False
    later = (t.interval.end_date for t in passage.times if not t.compared and t.start < then.start)
    return end < reading.spoken_on or any(other is not None and end < other for other in later)


def _named_as_before(reading: Reading, sentence: Sentence, candidate: Candidate) -> Candidate:
    """A figure that says only what kind it is (较113年度预算数8亿元) with the name of the one it is held against."""
    earlier = reading.values[-1] if reading.values else None
    bare = candidate.metric in phrase_set("column_planned") or candidate.metric in phrase_set("column_fact")
    if not bare or earlier is None or earlier.sentence is not sentence:
        return candidate
    return replace(candidate, metric=earlier.candidate.metric)


def _waits(text: str, candidate: Candidate) -> bool:
    """Whether a value may be of things that a time behind it dates: no share, no money, and nothing that is said to be done."""
    things = {"count", "people", "length", "area"} & candidate.unit_kinds
    if predicates("finish").at_end(text, candidate.number.left) is not None:
        return False
    return bool(things) and cue_pattern("done", "state_of_work").search(text, candidate.clause[0], candidate.number.right) is None


def _is_left_for(reading: Reading, candidate: Candidate, time: ResolvedTime) -> bool:
    """Whether what is left of things told of a time past is due at a time ahead behind it (去年排查96处,余下的25处今年年底前解决)."""
    return candidate.number.right <= time.start < candidate.clause[1] and not _is_over(time, reading.spoken_on)


def _goes_on_still(near: tuple[ResolvedTime, str] | None, spoken_on: date) -> bool:
    """Whether a time told in another clause has begun and is not over."""
    if near is None or near[1] == "clause":
        return False
    start, end = near[0].interval.start_date, near[0].interval.end_date
    return start is not None and end is not None and start <= spoken_on < end


def _ends_ahead(time: ResolvedTime, spoken_on: date) -> bool:
    """Whether a time ends after the document spoke."""
    return time.interval.end_date is not None and time.interval.end_date > spoken_on


def _is_over(time: ResolvedTime, spoken_on: date) -> bool:
    """Whether a time had passed when the document spoke."""
    return time.interval.end_date is not None and time.interval.end_date < spoken_on


def _is_dated(period: Period, spoken_on: date) -> bool:
    """Whether a rule's period is one of the calendar; 上一年度 and 3年内 run from whenever the rule is applied."""
    if period.interval.resolved_by in _DATED_BY:
        return True
    start, end = period.interval.start_date, period.interval.end_date
    return start is not None and end is not None and end >= spoken_on and start.year == end.year


def _status_before(reading: Reading, sentence: Sentence, candidate: Candidate) -> str | None:
    """Status of the value before in the same sentence and another clause, criteria and baselines left out."""
    for value in reversed(reading.values[-6:]):
        if value.sentence is not sentence:
            return None
        told = value.decision.status != "criterion" and value.decision.rule != "status.set_aside"
        # 把现时每月200元的津贴增至300元: how it stands says nothing of what it is to become.
        here = value.candidate.clause == candidate.clause or candidate.predicate == "become"
        if here and value.decision.rule == "status.present_state":
            continue
        if value.candidate.role == "value" and told:
            return value.decision.status
    return None


def _goes_on_with_allowance(reading: Reading, sentence: Sentence, candidate: Candidate) -> bool:
    """Whether an amount without a verb or a head of its own stands behind an allowance (县道每公里每年补助1万元,乡道5000元)."""
    before = reading.values[-1] if reading.values else None
    if before is None or before.sentence is not sentence or before.decision.rule != "status.allowance":
        return False
    bare = not candidate.leading and candidate.predicate is None and candidate.measure == "level"
    return bare and "money" in candidate.unit_kinds and before.candidate.clause[1] + 1 >= candidate.clause[0]


def _status_of_paragraph(reading: Reading, sentence: Sentence) -> str | None:
    """Status of the last value of the sentences before in the same paragraph, criteria and baselines left out."""
    for value in reversed(reading.values[-6:]):
        if value.sentence.paragraph != sentence.paragraph:
            return None
        if value.sentence is not sentence and value.candidate.role == "value" and value.decision.status != "criterion":
            return value.decision.status
    return None


def _with_baseline(
    reading: Reading, sentence: Sentence, candidate: Candidate
) -> tuple[Candidate, tuple[float | None, date | None] | None]:
    """Join a value to the baseline just before it (由5%提高到8%)."""
    earlier = reading.values[-1] if reading.values else None
    if earlier is None or earlier.sentence is not sentence or earlier.candidate.role != "baseline":
        return candidate, None
    start = earlier.candidate
    if candidate.number.kind == "ratio":
        return candidate, None
    if candidate.role == "baseline" or (candidate.predicate != "become" and candidate.metric != start.metric):
        return candidate, None
    if not candidate.metric or candidate.rule.startswith("quantity.subject"):
        candidate = replace(candidate, metric=start.metric, metric_span=start.metric_span)
    return candidate, (start.value, earlier.period.interval.end_date if earlier.period else None)


def _measured_from(
    passage: _Passage, candidate: Candidate, period: Period | None
) -> tuple[float | None, date | None] | None:
    """The day from which a rise is measured (比2015年增长65%), if it lies before the period of the value."""
    compared = compared_time(passage.times, candidate.number.left, candidate.clause)
    start = compared.interval.end_date if compared else None
    end = period.interval.end_date if period else None
    return (None, start) if start is not None and end is not None and start < end else None


def _longer(one: Period | None, other: Period | None) -> Period | None:
    """The longer of two periods: a rise told over five years starts before all five."""
    if one is None or other is None:
        return one or other
    starts = (one.interval.start_date or date.max, other.interval.start_date or date.max)
    return one if starts[0] <= starts[1] else other


def _before(explicit: Period | None, reading: Reading) -> Period | None:
    """A baseline without a date: the year before the period it leads to, never later than the last complete year."""
    start = explicit.interval.start_date if explicit else None
    if explicit is not None and start is not None and explicit.interval.end_date is None and start <= reading.spoken_on:
        day = start - timedelta(days=1)  # 自113年11月30日起由150万元提高至200万元: until the day before
        return Period(Interval(None, day, "day", "inherited"), None, "sentence")
    last_complete = reading.plan_year - 1 if reading.plan_year else None
    year = start.year - 1 if start else last_complete
    if year is not None and last_complete is not None:
        year = min(year, last_complete)
    return Period(year_interval(year, "inherited"), None, "sentence") if year else None


def _due(reading: Reading, explicit: Period | None) -> Period | None:
    """When a commitment falls due: by its own words if they do not lie in the past, else the plan's or the plan year's end."""
    if explicit is not None:
        end = explicit.interval.end_date
        if end is not None and end >= reading.spoken_on:
            return explicit
    if reading.plan_end is not None:
        return Period(Interval(None, reading.plan_end, "year", "inherited"), None, "document")
    if reading.fiscal_year is not None:
        return Period(reading.fiscal_year, None, "document")
    if reading.is_annual and reading.plan_year:
        return Period(year_interval(reading.plan_year, "plan_year"), None, "document")
    return None


_GOAL_OF_THEN = re.compile(r"目标值?(?:为|是)?$")


def _was_due(reading: Reading, candidate: Candidate, explicit: Period | None) -> Period | None:
    """The year that is over for which a report names a goal (113年截至10月底达成2.6万公顷(目标为2.5万公顷)), or what it was to give."""
    if not reading.reports or explicit is None or explicit.words is None or explicit.source not in ("clause", "sentence"):
        return None
    text, left, (start, stop) = reading.normal.text, candidate.number.left, explicit.words
    end = explicit.interval.end_date
    if end is None or end >= reading.spoken_on or ";" in text[stop:left] or text.startswith("起", stop) or text.endswith("起", start, stop):
        return None
    if _GOAL_OF_THEN.search(text, max(0, left - _JUST_BEFORE), left):
        counted = cue_pattern("up_to_now").search(text, max(0, start - 3), start) is not None
        return replace(explicit, interval=year_interval(end.year, "inherited")) if counted else explicit
    return explicit if explicit.interval.precision == "year" and not text[start - 1 : start].isalnum() else None


def _now(reading: Reading) -> Period | None:
    """The day the document speaks, for what is so at present."""
    day = reading.metadata.published_on
    return Period(Interval(day, day, "day", "publication_date"), None, "document") if day else None


def _happened(reading: Reading, passage: _Passage, explicit: Period | None, candidate: Candidate) -> Period | None:
    """The period of a reported value; only a work report's look back lends its year to what stands in it undated."""
    if explicit is not None:
        end = explicit.interval.end_date
        inherited = explicit.source in ("paragraph", "heading")
        if inherited and end is not None and end > reading.spoken_on:
            return (passage.past_heading_period if explicit.source == "heading" else None) or _now(reading)
        talks = passage.mode is None or (passage.mode == status.RETROSPECT and not reading.is_work_report)
        if talks and explicit.source == "sentence" and end is not None and end.year > reading.spoken_on.year:
            # 计画期程至116年,已补助32案: what has been done is not done by the end of the plan.
            return _counted_up_to(reading, passage, candidate)
        if talks and explicit.source == "sentence" and explicit.words is not None:
            return _of_own_item(reading, passage, explicit, explicit.words, candidate)
        return explicit
    if reading.told_in_title is not None:
        return Period(reading.told_in_title, None, "document")
    if passage.mode == status.RETROSPECT and reading.is_work_report and reading.plan_year:
        return Period(year_interval(reading.plan_year - 1, "inherited"), None, "document")
    return None


def _of_own_item(reading: Reading, passage: _Passage, told: Period, words: tuple[int, int], candidate: Candidate) -> Period | None:
    """The period of a result that takes it from another clause, if not from the day of another item.

    截至11月底,甲桥于5月3日通车;乙桥进度40% is told up to November.
    """
    text, left = reading.normal.text, candidate.number.left
    if ";" not in text[words[1] : left] or told.interval.precision not in _DAYS:
        return told
    opened = next((t for t in passage.times if t.end <= left and frames_count(t, text, passage.sentence.start)), None)
    end = opened.interval.end_date if opened is not None else None
    if opened is None or end is None or end > reading.spoken_on:
        counted = cue_pattern("up_to_now").search(text, max(0, words[0] - 3), words[0]) is not None
        stop = text.find(";", left, passage.sentence.end)
        item = text.rfind(";", 0, left), stop if stop >= 0 else passage.sentence.end
        # An item with days of its own does not lean on those of the one before.
        return told if counted or not any(item[0] < t.start < item[1] for t in passage.times) else None
    return Period(opened.interval, (opened.start, opened.end), "sentence")


def _may_commit(memory: _Memory, text: str, sentence: Sentence, mode: str | None) -> bool:
    """Whether a sentence may hold a milestone; what rules and brackets say is none."""
    return mode != status.RULES and text[sentence.start] != "(" and memory.form_words.touch(sentence.start, sentence.end)


def _after_the_compared(reading: Reading, passage: _Passage, candidate: Candidate) -> Period | None:
    """The last complete year, for an undated growth on the year before it (較112年成長5%, in a paper of 114)."""
    compared = compared_time(passage.times, candidate.number.left, candidate.clause)
    if candidate.measure != "growth" or compared is None or not reading.plan_year:
        return None
    last = reading.plan_year - 1
    return Period(year_interval(last, "inherited"), None, "sentence") if _is_year(compared.interval, last - 1) else None


def _counted_up_to(reading: Reading, passage: _Passage, candidate: Candidate) -> Period | None:
    """The day up to which a sentence tells how far works are (截至11月底), though dates of plans stand before the number."""
    text, left = reading.normal.text, candidate.number.left
    if cue_pattern("state_of_work").search(text, candidate.clause[0], left) is None:
        return None
    for time in reversed([t for t in passage.times if t.end <= left]):
        if cue_pattern("up_to_now").search(text, max(passage.sentence.start, time.start - 3), time.start):
            end = time.interval.end_date
            return Period(time.interval, (time.start, time.end), "sentence") if end and end <= reading.spoken_on else None
    return None


def _find_milestones(reading: Reading, memory: _Memory, passage: _Passage) -> None:
    text, sentence = reading.normal.text, passage.sentence
    whose = whose_row(text, sentence.start, sentence.end)
    before = sentence.start
    for clause in _parted(text, passage):
        # The words of a form may stand in the clause before: 年底前,…
        begin, before = before, clause[0]
        if not memory.form_words.touch(begin, clause[1]):
            continue
        dated = _says_when(reading, passage, clause)
        subject = whose[0] if whose is not None and clause[0] >= whose[1][1] else _limit_before(reading, passage, clause)
        rule = milestone_rule(subject + text[clause[0] : clause[1]], dated)
        if rule is None:
            continue
        if any(clause[0] <= n.start < clause[1] and not (_ranks(text, n) or _tells_which(reading, n, clause, dated)) for n in passage.counted):
            continue
        if carries_over(text[sentence.start : clause[0]]):
            break
        if is_topic(text[clause[0] : clause[1]], text[clause[1] : sentence.end]):
            continue
        if status.reported(text, clause[0], clause[1], passage.mode):
            continue
        explicit = _own_period(text, passage, clause)
        end = explicit.interval.end_date if explicit else None
        ahead = dated and end is not None and end > reading.spoken_on
        plans = ahead or _goes_on(reading, sentence, clause) or passage.mode == status.PLAN or passage.turned or cue_pattern("future").search(text, sentence.start, clause[1])
        if not plans or (end is not None and end < reading.spoken_on) or _dates_a_value(reading, sentence, clause):
            continue
        period = _due(reading, explicit)
        strength, cue = status.strength_of(text, sentence.start, clause, clause[1], passage.expected_list)
        kept = memory.undated if period is None else reading.milestones
        mark = heading_mark(text[slice(*clause)])
        kept.append(Milestone((clause[0] + (mark[1] if mark else 0), clause[1]), period or _UNDATED, rule, strength, cue, sentence))


def _ranks(text: str, number: NumberMention) -> bool:
    """Whether a number is a place among others (挺进前三十名): that is what is committed to, and no quantity."""
    return number.unit in _RANK_UNITS and text.endswith(_RANK_LEADS, max(0, number.left - 1), number.start)


def _tells_which(reading: Reading, number: NumberMention, clause: tuple[int, int], dated: bool) -> bool:
    """Whether a number only says which things are meant, before the verb of the end state (千人以上的水源地年底前划定到位).

    A target that counts things or is a share of them (七成的村通车) is what is committed to.
    """
    text = reading.normal.text
    bound = cue_pattern("bound_of_things").match(text, number.right)
    told = any(v.candidate.number is number and v.decision.status == "target" for v in reading.values)
    if bound is None or (told and numbers.unit_kind(number.unit) in _KINDS_OF_SET):
        return False
    # Behind the verb only people say which things are meant (实现20人以上的自然村通宽带); a length is how much is done.
    before = text[clause[0] : number.left] if not told and numbers.unit_kind(number.unit) == "people" else ""
    return milestone_rule(before + text[bound.end() : clause[1]], dated) is not None


def _parted(text: str, passage: _Passage) -> Iterator[tuple[int, int]]:
    """The clauses; one that says of several things by when each is done is cut between them (10月底前进场、东段年底通车)."""
    if not passage.times:
        yield from passage.clauses
        return
    for start, end in passage.clauses:
        begin, last = start, None
        for time in (t for t in passage.times if start <= t.start < end):
            cut = text.rfind("、", begin, time.start) if last is not None else -1
            if begin < time.start and text[time.start - 1] == "、" and is_limit(text, time):
                cut = time.start - 1
            elif cut >= 0 and last is not None and not (cut > last and milestone_rule(text[begin:cut]) and milestone_rule(text[cut + 1 : end])):
                cut = -1
            if cut >= 0:
                yield begin, cut
                begin = cut + 1
            last = time.end
        yield begin, end


def _goes_on(reading: Reading, sentence: Sentence, clause: tuple[int, int]) -> bool:
    """Whether a clause goes on with what a target before it in the sentence began (帮扶就业1800人,动态消除…)."""
    last = reading.values[-1] if reading.values else None
    return last is not None and last.sentence is sentence and last.candidate.number.start < clause[0] and last.decision.status == "target"


def _dates_a_value(reading: Reading, sentence: Sentence, clause: tuple[int, int]) -> bool:
    """Whether a clause only says by when what is counted before it is done (新建学校5所,赶在8月底前交付)."""
    for value in reversed(reading.values):
        if value.sentence is not sentence:
            return False
        words = value.period.words if value.period else None
        if words is not None and clause[0] <= words[0] < clause[1] and value.candidate.number.start < clause[0]:
            return True
    return False


def _says_when(reading: Reading, passage: _Passage, clause: tuple[int, int]) -> bool:
    """Whether a clause says when its work is done: by a time of its own, or by one that is all of the clause before it (12月底前,…)."""
    text = reading.normal.text
    times = [t for t in passage.times if not t.compared and not t.origin and not text.startswith("的", t.end)]
    inside = [t for t in times if clause[0] <= t.start < clause[1]]
    if inside:
        return any(is_limit(text, t) or _is_to_come(reading, t) for t in inside)
    if due_cell(text, passage.sentence.start, passage.sentence.end, times) is not None:
        whose = whose_row(text, passage.sentence.start, passage.sentence.end)
        return whose is not None and clause[0] >= whose[1][1]  # a cell of a task table, but for the name of the task
    return bool(_limit_before(reading, passage, clause))


def _limit_before(reading: Reading, passage: _Passage, clause: tuple[int, int]) -> str:
    """The clause before if it is no more than a time by which this one is due (年底前,…)."""
    if not passage.times or clause[0] == passage.sentence.start:
        return ""
    text = reading.normal.text
    before = next((c for c in reversed(passage.clauses) if c[1] <= clause[0]), None)
    limits = before is not None and any(is_limit(text, t) and fills(t, text, before) for t in passage.times)
    return text[slice(*before)] if before is not None and limits else ""


def _is_to_come(reading: Reading, time: ResolvedTime) -> bool:
    """Whether a time is a part of a year, or a year or day that has not begun: what comes about in it is due then."""
    start = time.interval.start_date
    if time.mention.kind in {"year", "day"}:
        return start is not None and start > reading.spoken_on
    return time.mention.kind in _PARTS_OF_YEAR


def _own_period(text: str, passage: _Passage, clause: tuple[int, int]) -> Period | None:
    """The period of a clause as a whole: any time in it, else the nearest before, else what it inherits."""
    inside = [t for t in passage.times if clause[0] <= t.start < clause[1] and not t.compared and not t.origin]
    if inside:
        return Period(inside[-1].interval, (inside[-1].start, inside[-1].end), "clause")
    near = nearest(passage.times, clause[0], clause, passage.sentence.start)
    if near is None and (due := due_cell(text, passage.sentence.start, passage.sentence.end, passage.times)) is not None:
        near = (due, "sentence")
    return Period(near[0].interval, (near[0].start, near[0].end), near[1]) if near else passage.inherited


def _note_times(reading: Reading, sentence: Sentence, spoken: Sequence[ResolvedTime], mode: str | None) -> None:
    """Keep the times of a sentence; a deadline is one that a commitment takes its date from."""
    if not spoken:
        return
    dated: list[RelatedValue | Milestone] = [v for v in reading.values[-40:] if v.decision.status == "target"]
    dated.extend(reading.milestones[-20:])
    used = {d.period.words for d in dated if d.sentence.paragraph == sentence.paragraph and d.period is not None}
    for time in spoken:
        if mode == status.RULES and _is_relative(time):
            continue
        taken = (time.start, time.end) in used
        named = _is_attribute(reading.normal.text, sentence, time) and not (taken and time.mention.kind == "year")
        due = not named and (taken or _looks_due(reading, sentence, time, mode))
        reading.spoken_times.append(SpokenTime(time, sentence, "deadline" if due else "period"))


def _is_end_of_year_past(reading: Reading, mention: TimeMention, interval: Interval) -> bool:
    """Whether a time is the end of a year that is told and over (截至2023年底,…五年间净增60万人: up to that year)."""
    parts = dict(mention.parts)
    over = interval.end_date is not None and interval.end_date < reading.spoken_on
    return mention.kind == "year_part" and parts.get("edge") == "end" and "year" in parts and over


def _is_relative(time: ResolvedTime) -> bool:
    """Whether a time counts from whatever case a rule is applied to (上年度, 近三年, 两年内, 次年)."""
    parts = dict(time.mention.parts)
    if time.mention.kind in ("age_of", "within"):
        return not _NAMES_YEAR & parts.keys()
    return time.mention.kind == "year" and ("same" in parts or parts.get("rel", 0) != 0)


def _is_attribute(text: str, sentence: Sentence, time: ResolvedTime) -> bool:
    """Whether a time only describes the noun or the year behind it (“十五五”开局之年, 2021年是…)."""
    if sentence.is_heading:
        return False
    if text.endswith("之年", time.start, time.end) or _in_quoted_name(text, sentence, time):
        return True
    after = text[time.end : min(sentence.end, time.end + 12)].lstrip(", ")
    return cue_pattern("not_due").match(after) is not None


def _in_quoted_name(text: str, sentence: Sentence, time: ResolvedTime) -> bool:
    """Whether a time stands inside a quoted name (“某方案114-119年…计划”), not at its start as in “十四五”."""
    opened = text.rfind("“", max(sentence.start, time.start - _QUOTED_NAME), time.start)
    if opened < 0 or time.start - opened <= _QUOTED_LEAD or "”" in text[opened : time.start]:
        return False
    return "”" in text[time.end : min(sentence.end, time.end + _QUOTED_NAME)]


def _looks_due(reading: Reading, sentence: Sentence, time: ResolvedTime, mode: str | None) -> bool:
    """Whether planned work without a value of its own is to be done by this time."""
    text = reading.normal.text
    end = time.interval.end_date
    begins = is_beginning(text, time.end)
    start = time.interval.start_date
    ahead = cue_pattern("future").search(text, sentence.start, sentence.end) is not None
    if begins and not ahead and start is not None and start.year < reading.spoken_on.year:
        return False
    if time.mention.kind == "age_of" or time.compared or (time.origin and not begins) or time.mention.kind == "day" or (time.mention.kind == "since" and not begins):
        return False
    if end is not None and end < reading.spoken_on:
        return False
    if not sentence.is_heading and text.startswith("的", time.end):
        return False
    if cue_pattern("up_to_now").search(text, max(sentence.start, time.start - 3), time.start):
        return False
    after = text[time.end : min(sentence.end, time.end + 30)]
    if cue_pattern("year_described").search(re.split("[,。;]", after, maxsplit=1)[0]):
        return False
    clause_end = next((m.start() for m in _CLAUSE_END.finditer(text, time.end, sentence.end)), sentence.end)
    clause_start = max(text.rfind(mark, sentence.start, time.start) for mark in ",;。:") + 1 or sentence.start
    if status.reported(text, max(clause_start, sentence.start), clause_end, mode):
        return False
    return mode == status.PLAN or (mode != status.RETROSPECT and ahead) or begins
