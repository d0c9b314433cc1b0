"""One document from source text to candidate records: the pure heart of the pipeline."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from pipeline.extract import bodies as body_finder
from pipeline.extract import body_names, numbers, times, vocabulary
from pipeline.extract.time_resolution import resolve
from pipeline.normalize import is_page_chrome, mojibake_spans, normalize
from pipeline.records import DocumentKey, DocumentRecords
from pipeline.relate import status
from pipeline.relate.lexicon import cue_pattern, phrase_set, phrase_words
from pipeline.relate.milestones import milestone_rule
from pipeline.relate.phrases import Borders
from pipeline.relate.quantities import Candidate, ParagraphState, is_counted, link_sentence, topic_of
from pipeline.relate.timeline import (
    NEVER_A_PERIOD,
    Period,
    ResolvedTime,
    baseline_time,
    frames,
    is_comparison,
    is_origin,
    nearest,
    year_interval,
)
from pipeline.segment.metadata import document_metadata
from pipeline.segment.regions import region_by_code
from pipeline.segment.sentences import clause_spans, section_path, segment
from pipeline.segment.tokens import token_borders
from pipeline.types import (
    Anchors,
    BodyMention,
    DocumentMetadata,
    Interval,
    NormalText,
    NumberMention,
    SegmentedText,
    Sentence,
    SourceText,
    TimeMention,
)
from pipeline.version import PIPELINE_VERSION

Record = dict[str, Any]

_YEAR_OF = re.compile(r"^(?:是|为)?[^,。;]{0,24}(?:之年|一年|时期|关键期|攻坚期|周年|元年)")
_NOT_DUE = re.compile(r"^\s*(?:以来|是|召开|印发|发布|,是|的?(?:规划|良好|开局|开好|迈好|发展规划|规划纲要|目标|立法|各项|期间的规划))")
_GOAL_YEAR = re.compile(r"(?:到|至)(20\d\d)年(?:底|末)?[,,]")
MAX_PLAN_YEARS = 13
_PLAN_SPAN = re.compile(r"(20\d\d)\s*年?\s*[-—–~至到]{1,2}\s*(20\d\d)")
# A report without headings turns from last year to this one in a sentence like this.
_TURN_TO_PLAN = re.compile(r"(?:[^。]{0,12})?(?:做好今年|今年的?(?:工作|主要预期目标|经济社会发展|政府工作|我们要|要))")
_STATED_ABSENT = re.compile(r"(?:不|未|没有)(?:再)?(?:设定|设置|提出|确定)[^,。;]{0,16}(?:增长|增速|生产总值|GDP)[^,。;]{0,8}(?:目标|指标)")
_IS_COUNTED_NUMERAL = frozenset({"家", "所", "座", "轮", "艘", "架", "户", "公里", "亩"})
# Times that are no period and yet no part of an indicator's name (目前, 现在); 每年 and 三年 may be.
_CUT_KINDS = frozenset({"idle"})
# Words that lean on the year last named, not on the plan year.
_RUNNING_YEAR = ("全年", "上年", "上一年", "当年", "同年")


@dataclass(slots=True)
class _Reading:
    """Everything that is known of a document while its sentences are read in order."""

    key: DocumentKey
    normal: NormalText
    segmented: SegmentedText
    metadata: DocumentMetadata
    numbers: list[NumberMention]
    times: list[TimeMention]
    regions: tuple[str, ...]
    spoken_on: date
    plan_year: int
    plan_end: date | None
    base_mode: str | None
    metrics: list[_Metric] = field(default_factory=list)
    milestones: list[_Milestone] = field(default_factory=list)
    resolved: list[_SpokenTime] = field(default_factory=list)


@dataclass(slots=True)
class _Metric:
    candidate: Candidate
    decision: status.Decision
    period: Period | None
    baseline: tuple[float, date | None] | None
    sentence: Sentence


@dataclass(slots=True)
class _Milestone:
    span: tuple[int, int]
    period: Period
    rule: str
    strength: str
    cue: tuple[int, int] | None
    sentence: Sentence


@dataclass(slots=True)
class _SpokenTime:
    time: ResolvedTime
    sentence: Sentence
    role: str


def extract_document(source: SourceText, key: DocumentKey) -> DocumentRecords:
    """Read one document.

    Parameters
    ----------
    source : SourceText
    key : DocumentKey
        Id, hash and path of the document.

    Returns
    -------
    DocumentRecords
        Candidate rows of every table, spans in source offsets, not yet validated and without ids.
    """
    normal = normalize(source.text)
    metadata = document_metadata(normal, key.source_path)
    segmented = segment(normal, is_page_chrome)
    reading = _open(key, normal, segmented, metadata)
    _read_sentences(reading)
    bodies = _bodies(reading)
    return _records(reading, source, bodies)


def _open(key: DocumentKey, normal: NormalText, segmented: SegmentedText, metadata: DocumentMetadata) -> _Reading:
    published = metadata.published_on
    plan_year = metadata.plan_year or (published.year if published else None)
    spoken_on = published or (date(plan_year, 1, 1) if plan_year else date(1900, 1, 1))
    if metadata.doc_type in ("government_work_report", "plan_outline") and plan_year:
        spoken_on = min(spoken_on, date(plan_year, 3, 31)) if spoken_on.year >= plan_year else spoken_on
    damaged = mojibake_spans(normal.text)
    found_times = [t for t in times.find_times(normal.text) if not _overlaps(t, damaged)]
    found_numbers = [n for n in numbers.find_numbers(normal.text) if not _overlaps(n, damaged)]
    return _Reading(
        key,
        normal,
        segmented,
        metadata,
        _without_times(found_numbers, found_times),
        found_times,
        _region_names(metadata),
        spoken_on,
        plan_year or spoken_on.year,
        _plan_end(metadata, normal.text, segmented),
        status.default_mode(metadata.doc_type, metadata.title),
    )


def _overlaps(mention: NumberMention | TimeMention, spans: Sequence[tuple[int, int]]) -> bool:
    return any(mention.start < end and start < mention.end for start, end in spans)


def _without_times(found: list[NumberMention], found_times: list[TimeMention]) -> list[NumberMention]:
    """Numbers that are no part of a time expression."""
    kept, index = [], 0
    for number in found:
        while index < len(found_times) and found_times[index].end <= number.start:
            index += 1
        if index < len(found_times) and found_times[index].start < number.end:
            continue
        kept.append(number)
    return kept


def _region_names(metadata: DocumentMetadata) -> tuple[str, ...]:
    """Full and short names of the document's own region, longest first."""
    names: set[str] = set()
    if metadata.region:
        names.add(metadata.region)
    region = region_by_code(metadata.region_code) if metadata.region_code else None
    if region is not None:
        names.update((region.name, *region.short_names))
    if metadata.region_level == "national":
        names.update(("全国", "中国", "我国"))
    return tuple(sorted((n for n in names if len(n) > 1), key=lambda n: (-len(n), n)))


def _plan_end(metadata: DocumentMetadata, text: str, segmented: SegmentedText) -> date | None:
    """Last day of a plan that runs over several years, told by its title or by the years its headings and goals name."""
    spans = list(_PLAN_SPAN.finditer(metadata.title or ""))
    if spans:
        return date(int(spans[-1].group(2)), 12, 31)
    if metadata.title:
        for mention in times.find_times(metadata.title.replace("规划", "时期").replace("纲要", "")):
            interval = resolve(mention, Anchors(metadata.plan_year, metadata.published_on))
            if interval.precision == "five_year_plan" and interval.end_date:
                return interval.end_date
    if metadata.doc_type in ("implementation_plan", "plan_outline", "other", "notice") and metadata.plan_year:
        last = metadata.plan_year + MAX_PLAN_YEARS
        years = [int(m.group(1)) for m in _GOAL_YEAR.finditer(text)]
        goals = [y for y in years if metadata.plan_year < y <= last]
        if goals:
            return date(max(goals), 12, 31)
    return None


def _read_sentences(reading: _Reading) -> None:
    text = reading.normal.text
    number_at = time_at = 0
    mode_is_open = reading.base_mode is None
    turned_paragraph = False
    paragraph = section = -1
    state = ParagraphState()
    paragraph_period: Period | None = None
    section_periods: dict[int, Period] = {}
    expected_list = turned = False
    last_year: list[int | None] = [None]
    for sentence in reading.segmented.sentences:
        if sentence.paragraph != paragraph:
            turned_paragraph = mode_is_open and status.is_imperative(
                reading.segmented.sections[sentence.section].title
            )
            paragraph, state, paragraph_period, expected_list = sentence.paragraph, ParagraphState(), None, False
            if sentence.section != section:
                section, last_year[0] = sentence.section, None
        while number_at < len(reading.numbers) and reading.numbers[number_at].start < sentence.start:
            number_at += 1
        while time_at < len(reading.times) and reading.times[time_at].start < sentence.start:
            time_at += 1
        inside_numbers, inside_times = [], []
        while number_at < len(reading.numbers) and reading.numbers[number_at].start < sentence.end:
            inside_numbers.append(reading.numbers[number_at])
            number_at += 1
        while time_at < len(reading.times) and reading.times[time_at].start < sentence.end:
            inside_times.append(reading.times[time_at])
            time_at += 1
        told = (
            status.strong_heading_mode(reading.segmented.sections, sentence.section)
            if mode_is_open
            else status.section_mode(reading.segmented.sections, sentence.section, reading.plan_year)
        )
        if told is None and reading.base_mode == status.RETROSPECT and not turned:
            turned = bool(_TURN_TO_PLAN.match(text, sentence.start, sentence.end))
        mode = told or (status.PLAN if turned else reading.base_mode)
        spoken = _resolve_times(reading, sentence, inside_times, mode, last_year)
        if sentence.is_heading:
            _heading_period(reading, sentence, spoken, section_periods)
            _note_times(reading, sentence, spoken, mode)
            continue
        body = text[sentence.start : sentence.end]
        turned_paragraph = turned_paragraph or bool(cue_pattern("turn").search(body))
        expected_list = expected_list or bool(cue_pattern("expected_list").search(body))
        framing = next((t for t in spoken if frames(t, text, sentence.start)), None)
        clauses = clause_spans(text, sentence.start, sentence.end)
        counted = [n for n in inside_numbers if _counts(n, text, sentence, clauses)]
        heading_period = _enclosing_period(reading, section_periods, sentence.section)
        if counted:
            tokens = token_borders(body, sentence.start)
            tokens |= {t.start for t in inside_times} | {t.end for t in inside_times}
            borders = Borders(tokens, _inside_indicators(body, sentence.start))
            kinds = {n.start: _unit_kinds(n.unit) for n in counted}
            name_times = [t for t in inside_times if t.kind in _CUT_KINDS or t.kind not in NEVER_A_PERIOD]
            topic = topic_of(text, sentence.start, sentence.end, borders)
            if topic:
                state.topic, state.topic_span = topic
            found = link_sentence(
                text, sentence.paragraph, clauses, counted, name_times, borders, reading.regions, state, kinds
            )
            for candidate in found:
                _settle(reading, sentence, candidate, kinds, spoken, mode, paragraph_period, heading_period, expected_list, turned_paragraph)
        if mode != status.RETROSPECT or status.cue_pattern("future").search(body):
            _find_milestones(reading, sentence, clauses, counted, spoken, mode, paragraph_period, heading_period, expected_list)
        if framing is not None:
            paragraph_period = Period(framing.interval, (framing.start, framing.end), "paragraph")
            if mode == status.RETROSPECT or reading.base_mode == status.RETROSPECT:
                past = framing.interval.end_date is not None and framing.interval.end_date.year < reading.plan_year
                top = _top_section(reading, sentence.section)
                if past and top not in section_periods:
                    section_periods[top] = Period(framing.interval, (framing.start, framing.end), "heading")
        _note_times(reading, sentence, spoken, mode)


def _inside_indicators(body: str, offset: int) -> set[int]:
    """Token borders inside a known indicator (新增|就业 in 城镇新增就业), at which no word may be taken off."""
    inside: set[int] = set()
    for start, end, _ in vocabulary.find(body):
        inside.update(range(offset + start + 1, offset + end))
    return inside


def _unit_kinds(unit: str) -> frozenset[str]:
    kind = numbers.unit_kind(unit) if unit else "share"
    return frozenset((kind,)) if kind else frozenset()


def _top_section(reading: _Reading, index: int) -> int:
    sections = reading.segmented.sections
    while sections[index].level > 0 and sections[index].parent not in (None, 0):
        parent = sections[index].parent
        if parent is None:
            break
        index = parent
    return index


def _counts(number: NumberMention, text: str, sentence: Sentence, clauses: Sequence[tuple[int, int]]) -> bool:
    clause = next(((a, b) for a, b in clauses if a <= number.start and number.end <= b), None)
    if clause is None:
        return False
    if number.kind == "small_chinese" and (number.unit not in _IS_COUNTED_NUMERAL or number.value <= 1):
        return False
    if number.kind == "multiple":
        return False
    return is_counted(number, text, clause, _unit_kinds(number.unit))


def _resolve_times(
    reading: _Reading,
    sentence: Sentence,
    mentions: Sequence[TimeMention],
    mode: str | None,
    last_year: list[int | None],
) -> list[ResolvedTime]:
    text = reading.normal.text
    retrospect_year = None
    if mode == status.RETROSPECT and reading.metadata.doc_type == "government_work_report":
        retrospect_year = reading.plan_year - 1
    context_year: int | None = retrospect_year if retrospect_year is not None else last_year[0]
    out = []
    for mention in mentions:
        plan_year = reading.plan_year
        if context_year is not None and text[mention.start : mention.end].startswith(_RUNNING_YEAR):
            plan_year = context_year
        anchors = Anchors(plan_year, reading.metadata.published_on, context_year)
        interval = resolve(mention, anchors)
        compared = is_comparison(text, mention.start, mention.end)
        resolved = ResolvedTime(mention, interval, compared, is_origin(text, mention.start))
        out.append(resolved)
        if mention.kind in ("year", "month", "day") and interval.end_date is not None and not compared:
            context_year = last_year[0] = interval.end_date.year
    return [t for t in out if t.mention.kind not in NEVER_A_PERIOD and t.interval.end_date is not None or _open_end(t)]


def _open_end(time: ResolvedTime) -> bool:
    return time.mention.kind not in NEVER_A_PERIOD and time.interval.start_date is not None


def _heading_period(
    reading: _Reading, sentence: Sentence, spoken: Sequence[ResolvedTime], periods: dict[int, Period]
) -> None:
    dated = [t for t in spoken if t.interval.end_date is not None]
    if dated:
        last = max(dated, key=lambda t: (t.interval.end_date or date.min, t.start))
        periods[sentence.section] = Period(last.interval, (last.start, last.end), "heading")


def _enclosing_period(reading: _Reading, periods: Mapping[int, Period], index: int) -> Period | None:
    cursor: int | None = index
    while cursor is not None:
        if cursor in periods:
            return periods[cursor]
        cursor = reading.segmented.sections[cursor].parent
    return None


def _settle(
    reading: _Reading,
    sentence: Sentence,
    candidate: Candidate,
    kinds: Mapping[int, frozenset[str]],
    spoken: Sequence[ResolvedTime],
    mode: str | None,
    paragraph_period: Period | None,
    heading_period: Period | None,
    expected_list: bool,
    turned: bool,
) -> None:
    """Give a candidate its period and status."""
    text = reading.normal.text
    number = candidate.number
    near = nearest(spoken, number.left, candidate.clause, sentence.start)
    explicit: Period | None = None
    if near is not None:
        explicit = Period(near[0].interval, (near[0].start, near[0].end), near[1])
    elif paragraph_period is not None:
        explicit = paragraph_period
    elif heading_period is not None:
        explicit = heading_period
    decision = status.decide(
        text,
        (sentence.start, sentence.end),
        candidate,
        kinds.get(number.start, frozenset()),
        mode,
        explicit,
        reading.spoken_on,
        expected_list,
        turned,
    )
    period = explicit
    baseline = None
    if candidate.role == "baseline":
        dated = baseline_time(spoken, number.left, candidate.clause)
        period = Period(dated.interval, (dated.start, dated.end), "clause") if dated else _before(_longer(explicit, paragraph_period), reading)
    elif decision.status == "target":
        period = _due(reading, explicit, spoken)
    elif decision.status == "result":
        present = cue_pattern("present").search(text, sentence.start, number.start)
        period = _now(reading) if present and near is None else _happened(reading, explicit, mode)
    else:
        period = explicit if explicit is not None and explicit.source == "clause" else None
    earlier = reading.metrics[-1] if reading.metrics else None
    if earlier is not None and earlier.candidate.role == "baseline" and earlier.sentence is sentence:
        if candidate.predicate == "become" or candidate.metric == earlier.candidate.metric:
            end = earlier.period.interval.end_date if earlier.period else None
            baseline = (earlier.candidate.value, end)
            if not candidate.metric or candidate.rule.startswith("quantity.subject"):
                candidate = replace(candidate, metric=earlier.candidate.metric, metric_span=earlier.candidate.metric_span)
    reading.metrics.append(_Metric(candidate, decision, period, baseline, sentence))


def _longer(one: Period | None, other: Period | None) -> Period | None:
    """The longer of two periods: a rise told over five years starts before all five."""
    if one is None or other is None:
        return one or other
    starts = (one.interval.start_date or date.max, other.interval.start_date or date.max)
    return one if starts[0] <= starts[1] else other


def _before(explicit: Period | None, reading: _Reading) -> Period | None:
    """A baseline without a date: the year before the period it leads to."""
    start = explicit.interval.start_date if explicit else None
    year = start.year - 1 if start else reading.plan_year - 1 if reading.plan_year > 1900 else None
    if year is not None and year >= reading.plan_year > 1900:
        year = reading.plan_year - 1
    return Period(year_interval(year, "inherited"), None, "sentence") if year else None


def _due(reading: _Reading, explicit: Period | None, spoken: Sequence[ResolvedTime]) -> Period | None:
    """When a commitment falls due: its own words if they do not lie in the past, else the plan's end, else the plan year's."""
    if explicit is not None and explicit.interval.end_date is not None and explicit.interval.end_date >= reading.spoken_on:
        return explicit
    if reading.plan_end is not None:
        return Period(Interval(None, reading.plan_end, "year", "inherited"), None, "document")
    if reading.plan_year > 1900:
        return Period(year_interval(reading.plan_year, "plan_year"), None, "document")
    return None


def _now(reading: _Reading) -> Period | None:
    """The day the document speaks, for what is so at present."""
    day = reading.metadata.published_on
    return Period(Interval(day, day, "day", "publication_date"), None, "document") if day else None


def _happened(reading: _Reading, explicit: Period | None, mode: str | None) -> Period | None:
    """The period of a reported value; only a work report's retrospect lends its year to what stands in it undated."""
    if explicit is not None:
        end = explicit.interval.end_date
        if end is not None and end > reading.spoken_on and explicit.source in ("paragraph", "heading"):
            return _now(reading)
        return explicit
    if mode == status.RETROSPECT and reading.metadata.doc_type == "government_work_report" and reading.plan_year > 1900:
        return Period(year_interval(reading.plan_year - 1, "inherited"), None, "document")
    return None


def _find_milestones(
    reading: _Reading,
    sentence: Sentence,
    clauses: Sequence[tuple[int, int]],
    counted: Sequence[NumberMention],
    spoken: Sequence[ResolvedTime],
    mode: str | None,
    paragraph_period: Period | None,
    heading_period: Period | None,
    expected_list: bool,
) -> None:
    text = reading.normal.text
    if text[sentence.start] == "(":
        return
    for clause in clauses:
        if any(clause[0] <= n.start < clause[1] for n in counted):
            continue
        rule = milestone_rule(text[clause[0] : clause[1]])
        if rule is None:
            continue
        inside = [t for t in spoken if clause[0] <= t.start < clause[1] and not t.compared and not t.origin]
        near = (inside[-1], "clause") if inside else nearest(spoken, clause[0], clause, sentence.start)
        explicit = Period(near[0].interval, (near[0].start, near[0].end), near[1]) if near else paragraph_period or heading_period
        plans = mode == status.PLAN or status.cue_pattern("future").search(text, sentence.start, clause[1]) is not None
        past = status.reported(text, clause[0], clause[1], mode)
        late = explicit is None or explicit.interval.end_date is None or explicit.interval.end_date >= reading.spoken_on
        if not plans or past or not late or mode == status.RULES:
            continue
        period = _due(reading, explicit, spoken)
        if period is None:
            continue
        strength, cue = status.strength_of(text, sentence.start, clause, clause[1], expected_list)
        reading.milestones.append(_Milestone(clause, period, rule, strength, cue, sentence))


def _note_times(reading: _Reading, sentence: Sentence, spoken: Sequence[ResolvedTime], mode: str | None) -> None:
    """Keep the times of a sentence with their role: a deadline where a commitment takes its date from it."""
    text = reading.normal.text
    used = {
        m.period.words
        for m in (*reading.metrics, *reading.milestones)
        if m.sentence is sentence and m.period is not None and m.period.words is not None
        and (isinstance(m, _Milestone) or m.decision.status == "target")
    }
    for time in spoken:
        role = "period"
        end = time.interval.end_date
        late = end is None or end >= reading.spoken_on
        after = text[time.end : min(sentence.end, time.end + 30)]
        if (time.start, time.end) in used:
            role = "deadline"
        elif late and not time.compared and not time.origin and not _NOT_DUE.match(after) and not _YEAR_OF.match(after):
            planning = mode == status.PLAN or (
                mode != status.RETROSPECT
                and status.cue_pattern("future").search(text, sentence.start, sentence.end) is not None
            )
            reported = status.reported(text, time.start, min(sentence.end, time.end + 30), mode)
            begins = after.startswith("起") or text[time.end - 1] == "起"
            if (planning or begins) and not reported and time.mention.kind not in ("day", "since"):
                role = "deadline"
        reading.resolved.append(_SpokenTime(time, sentence, role))


def _bodies(reading: _Reading) -> list[BodyMention]:
    return body_finder.find_bodies(reading.normal.text, reading.segmented.sentences, reading.metadata.region)


# ---- records ----


def _records(reading: _Reading, source: SourceText, bodies: Sequence[BodyMention]) -> DocumentRecords:
    metrics = [m for m in (_metric_record(reading, source, item) for item in reading.metrics)]
    targets: list[Record] = []
    target_spans: list[tuple[int, int, Record]] = []
    document = _document_record(reading, source)
    carried = {
        k: document[k]
        for k in ("title", "doc_type", "issuer", "region", "region_code", "region_level", "published_on", "plan_year")
    }
    carried["source_path"] = reading.key.source_path
    for item, record in zip(reading.metrics, metrics, strict=True):
        if item.decision.status == "target" and record["metric"]:
            target = {**record, "kind": "quantitative", **_deadline_fields(reading, source, item.period), **carried}
            targets.append(target)
            target_spans.append((item.candidate.number.start, item.candidate.number.end, target))
    for milestone in reading.milestones:
        target = {**_milestone_record(reading, source, milestone), **_deadline_fields(reading, source, milestone.period), **carried}
        targets.append(target)
        target_spans.append((*milestone.span, target))
    kept = [m for m in metrics if m["metric"]]
    rejects = [_no_indicator(reading, m) for m in metrics if not m["metric"]]
    body_records = _body_records(reading, source, bodies, target_spans)
    deadlines = [_deadline_record(reading, source, item) for item in reading.resolved]
    return DocumentRecords(document, kept, targets, deadlines, body_records, rejects)


def _document_record(reading: _Reading, source: SourceText) -> Record:
    meta = reading.metadata
    return {
        "doc_id": reading.key.doc_id,
        "source_path": reading.key.source_path,
        "source_format": source.source_format,
        "sha256": reading.key.sha256,
        "encoding": source.encoding,
        "script": reading.normal.script,
        "title": meta.title,
        "doc_number": meta.doc_number,
        "doc_type": meta.doc_type,
        "issuer": meta.issuer,
        "region": meta.region,
        "region_code": meta.region_code,
        "region_level": meta.region_level,
        "published_on": meta.published_on,
        "plan_year": meta.plan_year,
        "text": source.text,
        "n_chars": len(source.text),
        "warnings": [*source.warnings, *reading.normal.warnings],
        "_stated_absent": ["targets"] if _STATED_ABSENT.search(reading.normal.text) else [],
    }


def _span(reading: _Reading, start: int, end: int) -> tuple[int, int]:
    return reading.normal.source_span(start, end)


def _slice(reading: _Reading, source: SourceText, span: tuple[int, int] | None) -> str | None:
    if span is None or span[0] >= span[1]:
        return None
    start, end = _span(reading, *span)
    return source.text[start:end]


def _scope(metric: str, regions: Sequence[str]) -> str | None:
    word = phrase_words("scope").at_start(metric)
    if word in phrase_set("level_modifier") or word in regions:
        return None
    return word


def _metric_record(reading: _Reading, source: SourceText, item: _Metric) -> Record:
    candidate, number = item.candidate, item.candidate.number
    start, end = _span(reading, *candidate.clause)
    value_start, value_end = _span(reading, number.start, number.end)
    metric_start, metric_end = _span(reading, *candidate.metric_span) if candidate.metric_span and candidate.metric_span[0] < candidate.metric_span[1] else (None, None)
    entry = vocabulary.link(candidate.metric) if candidate.metric else None
    base = numbers.to_base(candidate.value, number.unit)
    period = item.period
    strength_cue = item.decision.cue
    return {
        "doc_id": reading.key.doc_id,
        "metric": candidate.metric or None,
        "metric_code": entry.id if entry else None,
        "metric_name": entry.name if entry else None,
        "metric_domain": entry.domain if entry else None,
        "value": candidate.value,
        "value_max": candidate.value_max,
        "unit": number.unit,
        "value_base": base[0] if base else None,
        "unit_base": base[1] if base else None,
        "comparator": number.comparator,
        "modifier_text": number.modifier_text,
        "measure": candidate.measure,
        "basis": _basis(reading, item),
        "status": item.decision.status,
        "strength": item.decision.strength,
        "commitment_text": _slice(reading, source, strength_cue),
        "baseline_value": item.baseline[0] if item.baseline else None,
        "baseline_period_end": item.baseline[1] if item.baseline else None,
        "period_text": _slice(reading, source, period.words) if period else None,
        "period_start": period.interval.start_date if period else None,
        "period_end": period.interval.end_date if period else None,
        "scope": _scope(candidate.metric, reading.regions),
        "section": section_path(reading.segmented.sections, item.sentence.section),
        "evidence": source.text[start:end],
        "start": start,
        "end": end,
        "value_start": value_start,
        "value_end": value_end,
        "metric_start": metric_start,
        "metric_end": metric_end,
        "rule": f"{candidate.rule}|{item.decision.rule}@{PIPELINE_VERSION}",
        "confidence": _confidence(item),
    }


def _confidence(item: _Metric) -> float:
    """A first, uncalibrated estimate: how much of the record was read rather than inherited."""
    score = 0.9
    if item.candidate.rule.startswith(("quantity.subject", "quantity.topic", "quantity.verb")):
        score -= 0.2
    if item.period is None or item.period.source == "document":
        score -= 0.1
    if item.decision.rule in ("status.default", "status.rules_section"):
        score -= 0.15
    return round(score, 2)


_BASIS_WORDS = (
    ("annual_average", ("年均", "平均每年", "每年平均", "年平均")),
    ("year_on_year", ("同比", "较上年", "比上年", "较去年", "比去年")),
    ("cumulative", ("累计", "五年共", "总计", "共计")),
)


def _basis(reading: _Reading, item: _Metric) -> str | None:
    text = reading.normal.text
    start = max(item.candidate.clause[0], item.candidate.number.left - 40)
    before = text[start : item.candidate.number.left]
    for basis, words in _BASIS_WORDS:
        if any(w in before for w in words):
            return basis
    return None


def _deadline_fields(reading: _Reading, source: SourceText, period: Period | None) -> Record:
    if period is None:
        return dict.fromkeys(("deadline", "deadline_start", "deadline_text", "deadline_precision", "deadline_source"))
    return {
        "deadline": period.interval.end_date,
        "deadline_start": period.interval.start_date,
        "deadline_text": _slice(reading, source, period.words),
        "deadline_precision": period.interval.precision,
        "deadline_source": period.source,
    }


def _milestone_record(reading: _Reading, source: SourceText, item: _Milestone) -> Record:
    start, end = _span(reading, *item.span)
    return {
        "doc_id": reading.key.doc_id,
        "kind": "qualitative",
        "status": "target",
        "strength": item.strength,
        "commitment_text": _slice(reading, source, item.cue),
        "section": section_path(reading.segmented.sections, item.sentence.section),
        "evidence": source.text[start:end],
        "start": start,
        "end": end,
        "period_text": _slice(reading, source, item.period.words),
        "period_start": item.period.interval.start_date,
        "period_end": item.period.interval.end_date,
        "rule": f"milestone.{item.rule}@{PIPELINE_VERSION}",
        "confidence": 0.6,
    }


def _no_indicator(reading: _Reading, record: Record) -> Record:
    return {
        "source_path": reading.key.source_path,
        "doc_id": reading.key.doc_id,
        "stage": "extract",
        "table_name": "metrics",
        "error_type": "no_indicator",
        "message": f"metric: no indicator found for {record['value']}{record['unit']}",
        "record": record,
        "evidence": record["evidence"],
        "start": record["start"],
        "end": record["end"],
    }


def _deadline_record(reading: _Reading, source: SourceText, item: _SpokenTime) -> Record:
    start, end = _span(reading, item.time.start, item.time.end)
    return {
        "doc_id": reading.key.doc_id,
        "text": source.text[start:end],
        "role": item.role,
        "start_date": item.time.interval.start_date,
        "end_date": item.time.interval.end_date,
        "precision": item.time.interval.precision,
        "resolved_by": item.time.interval.resolved_by,
        "evidence": source.text[start:end],
        "start": start,
        "end": end,
        "rule": f"time.{item.time.mention.kind}@{PIPELINE_VERSION}",
    }


_BODY_COLUMN = {
    "lead": "lead_bodies",
    "responsible": "responsible_bodies",
    "cooperate": "cooperating_bodies",
    "supervise": "supervising_bodies",
}


def _body_records(
    reading: _Reading,
    source: SourceText,
    bodies: Sequence[BodyMention],
    targets: Sequence[tuple[int, int, Record]],
) -> list[Record]:
    text = reading.normal.text
    meta = reading.metadata
    out = []
    for _, _, target in targets:
        for column in _BODY_COLUMN.values():
            target[column] = []
    for body in bodies:
        start, end = _span(reading, body.start, body.end)
        printed = text[body.start : body.end]
        name = body_names.full_name(printed, meta.region)
        level = body_names.body_level(printed, meta.region_level)
        covered = [t for s, e, t in targets if body.covers[0] <= s and e <= body.covers[1]]
        for target in covered:
            if name not in target[_BODY_COLUMN[body.role]]:
                target[_BODY_COLUMN[body.role]].append(name)
        task = _slice(reading, source, body.task)
        out.append(
            {
                "doc_id": reading.key.doc_id,
                "text": source.text[start:end],
                "name": name,
                "body_type": body_names.body_type(printed),
                "level": level,
                "region": meta.region,
                "region_code": meta.region_code,
                "role": body.role,
                "task": task,
                "_targets": covered,
                "detected_by": body.detected_by,
                "evidence": source.text[start:end],
                "start": start,
                "end": end,
                "rule": f"{body.rule}@{PIPELINE_VERSION}",
                "confidence": body.confidence,
            }
        )
    return out
