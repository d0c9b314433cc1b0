"""One document from source text to candidate records: the pure heart of the pipeline."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import accumulate
from typing import Any, TypeVar

from pipeline.extract import bodies, numbers, times
from pipeline.extract.named_times import with_named_times
from pipeline.extract.time_resolution import resolve
from pipeline.normalize import is_page_chrome, mojibake_spans, normalize
from pipeline.records import DocumentKey, DocumentRecords
from pipeline.relate import status
from pipeline.relate.columns import Cell, read_columns
from pipeline.relate.figures import read_figures
from pipeline.relate.plain_tables import read_plain_tables
from pipeline.relate.reading import HONG_KONG, TAIWAN, WORK_REPORT, Reading, read_cells, read_sentences
from pipeline.relate.rows import build_records
from pipeline.relate.sums import read_sums
from pipeline.relate.timeline import is_comparison, is_origin
from pipeline.segment.metadata import document_metadata, names_a_paper
from pipeline.segment.regions import region_by_code
from pipeline.segment.sentences import MAX_SENTENCE, segment
from pipeline.types import (
    Anchors,
    DocumentMetadata,
    Interval,
    NormalText,
    NumberMention,
    SegmentedText,
    Sentence,
    SourceText,
    TimeMention,
)

_GOAL_YEAR = re.compile(r"[到至](20\d\d)年[底末前]*(?:[,:]|(?=[一-鿿]{2})(?![期间的度份第初起开以]))")
_PLAN_SPAN = re.compile(r"20\d\d\s*年?\s*[-—–~至到]{1,2}\s*(20\d\d)")
# A plan that names goals further off than this names a vision, not its own end.
MAX_PLAN_YEARS = 13
# Characters in which a document without a title says what it is.
HEAD_LENGTH = 800
# Work reports are given in the first weeks of the year they plan; a copy published later still speaks then.
REPORT_DAY = (3, 31)
# A policy address without a date opens the session of autumn, unless it tells up to which month it counts.
ADDRESS_DAY = (10, 1)
_COUNTED_UP_TO = re.compile(r"截[至止](?P<year>今年|本年|\d{4}年)?(?P<month>1[0-2]|[1-9])月")
_PLANS = frozenset({"implementation_plan", "plan_outline", "other", "notice"})
# A text with so many dated facts, and so large a share of past ones, reports on work done.
MIN_DATED = 20
_REPUBLIC = "中华民国"
MIN_DATED_OF_REPORT = 5
LOOKS_BACK_SHARE = 0.6
# No sentence of a document has half as many numbers; one that has more is no sentence but a dump (1:1:1:1…), of which each
# number would become rows that cite all of it.
MAX_NUMBERS = 80
# Characters in which a cover stands.
COVER_LENGTH = 240
# What is given for one year by its kind; other documents must say that they are.
_NEWS = frozenset(("brief", "press_conference", "other"))
_TALKS = frozenset({"interview", "press_conference"})
_PARTS_TOLD = frozenset({"quarter", "half_year", "range", "month"})
_ANNUAL = frozenset({WORK_REPORT, "policy_address", "press_conference", "interview", "brief"})
_TITLE_YEAR = re.compile(r"(?<![〔\[(\d])20\d\d(?!\d|年\d)")
MentionT = TypeVar("MentionT", NumberMention, TimeMention)
_PARTS_OF_A_YEAR = frozenset({"edge", "half", "quarter", "month_part", "before"})
# So many parts of the running year named without their year (年内, 6月底前) make a document one of that year.
MIN_PARTS_OF_A_YEAR = 3


def extract_document(
    source: SourceText, key: DocumentKey, known: Mapping[str, Any] | None = None
) -> DocumentRecords:
    """Read one document.

    Parameters
    ----------
    source : SourceText
    key : DocumentKey
        Id, hash and path of the document.
    known : mapping, optional
        Fields of :class:`~pipeline.types.DocumentMetadata` that the caller knows; they beat what the text says of itself.

    Returns
    -------
    DocumentRecords
        Candidate rows of every table, spans in source offsets, not yet validated and without ids.
    """
    normal = normalize(source.text)
    metadata = _informed(document_metadata(normal, key.source_path), known or {})
    segmented = segment(normal, is_page_chrome)
    cells = read_columns(source.text, normal)
    cells += _outside_rows(read_figures(source.text, normal), cells)
    cells += _outside_rows(read_plain_tables(source.text, normal, metadata.plan_year), cells)
    cells += _outside_rows(read_sums(normal), cells)
    reading = _open(normal, segmented, metadata, cells)
    read_sentences(reading)
    read_cells(reading, cells)
    found = bodies.find_bodies(normal.text, segmented.sentences, metadata.region, ordering=reading.ordering)
    return build_records(reading, source, key, found)


def _outside_rows(found: Sequence[Cell], read: Sequence[Cell]) -> list[Cell]:
    """The cells of rows that have not been read yet."""
    taken = {cell.number.start for cell in read}
    return [cell for cell in found if not any(cell.row[0] <= start < cell.row[1] for start in taken)] if taken else list(found)


def _informed(metadata: DocumentMetadata, known: Mapping[str, Any]) -> DocumentMetadata:
    """What the text says of itself, with what the caller knows in its place."""
    informed = replace(metadata, **known)
    if informed.plan_year is None and informed.published_on is not None:
        informed = replace(informed, plan_year=informed.published_on.year)
    return informed


def _open(normal: NormalText, segmented: SegmentedText, metadata: DocumentMetadata, cells: Sequence[Cell] = ()) -> Reading:
    published = metadata.published_on
    plan_year = metadata.plan_year or (published.year if published else None)
    # Normalizing has looked already, and warns where there are any.
    damaged = mojibake_spans(normal.text) if any(w.startswith("mojibake") for w in normal.warnings) else []
    found_times = _outside(times.find_times(normal.text), damaged)
    found_times = with_named_times(normal.text, found_times)
    cover = _cover_month(normal.text, found_times, plan_year) if published is None and plan_year else None
    paper = metadata.title is not None and names_a_paper(metadata.title)
    told_of = metadata.doc_type, metadata.title, normal.text[:HEAD_LENGTH], paper
    base_mode = status.default_mode(*told_of)
    spoken_on = published or cover
    if spoken_on is None and plan_year:
        spoken_on = _undated(metadata, plan_year, normal.text, found_times)
    elif spoken_on is None:
        spoken_on = date.min if base_mode == status.PLAN else _day_after(found_times, normal.text)
    told = _told_in_title(metadata, spoken_on)
    if told is not None and metadata.doc_type in _NEWS:
        base_mode = None
    if metadata.doc_type in (WORK_REPORT, "plan_outline") and plan_year and spoken_on.year >= plan_year:
        spoken_on = min(spoken_on, date(plan_year, *REPORT_DAY))
    # The figures of a table of years are read by its columns.
    found_numbers = _outside(numbers.find_numbers(normal.text), [*damaged, *{cell.row for cell in cells}])
    found_numbers, left_out = _first_of_each(found_numbers, segmented.sentences)
    if left_out:
        warning = f"numbers left out: {left_out} behind the first {MAX_NUMBERS} of a sentence"
        normal = replace(normal, warnings=(*normal.warnings, warning))
    return Reading(
        normal,
        segmented,
        metadata,
        _without_times(found_numbers, found_times),
        found_times,
        _region_names(metadata),
        spoken_on,
        plan_year,
        _plan_end(metadata, normal.text),
        _is_annual(metadata, found_times),
        base_mode,
        status.is_news(*told_of) or _looks_back(metadata, found_times, Anchors(plan_year, published), spoken_on),
        told,
        _fiscal_year(metadata),
    )


def _fiscal_year(metadata: DocumentMetadata) -> Interval | None:
    """The fiscal year that a budget names in its title; a school year or one among other things is not the document's own."""
    title = metadata.title or ""
    named = [mention for mention in times.find_times(title) if mention.kind == "fiscal_year"]
    if len(named) != 1 or dict(named[0].parts).get("calendar") != "fiscal" or "预算" not in title[named[0].end :]:
        return None
    return resolve(named[0], Anchors(metadata.plan_year, metadata.published_on))


def _told_in_title(metadata: DocumentMetadata, spoken_on: date) -> Interval | None:
    """The time of the figures that a title announces (上半年全市外贸增长6%), if it has ended."""
    title = metadata.title or ""
    if metadata.doc_type not in _NEWS or not any(number.unit for number in numbers.find_numbers(title)):
        return None
    named = [resolve(mention, Anchors(metadata.plan_year, metadata.published_on)) for mention in times.find_times(title)]
    ended = [interval for interval in named if interval.end_date is not None and interval.end_date < spoken_on]
    return ended[0] if len(ended) == len(named) == 1 else None


def _cover_month(text: str, found_times: Sequence[TimeMention], plan_year: int) -> date | None:
    """Last day of the month that a cover prints on a line of its own, where it prints no day."""
    for mention in found_times:
        if mention.start > COVER_LENGTH:
            return None
        alone = not text[text.rfind("\n", 0, mention.start) + 1 : mention.start].strip()
        if alone and mention.kind == "month" and not text[mention.end :].partition("\n")[0].strip():
            end = resolve(mention, Anchors(plan_year, None)).end_date
            # A budget is told in the year before the one it is for.
            return end if end is not None and end.year in (plan_year, plan_year - 1) else None
    return None


def _looks_back(metadata: DocumentMetadata, found_times: Sequence[TimeMention], anchors: Anchors, spoken_on: date) -> bool:
    """Whether most of the dates of a text lie behind the day it speaks: it reports on work, whatever its headings order.

    A report to an assembly of Taiwan looks back by its title: there fewer dates tell, if they name their year.
    """
    least = MIN_DATED
    if metadata.doc_type == "policy_address" and metadata.region_code == TAIWAN:
        found_times, least = [mention for mention in found_times if "year" in dict(mention.parts)], MIN_DATED_OF_REPORT
    ends = [resolve(mention, anchors).end_date for mention in found_times]
    dated = [end for end in ends if end is not None]
    past = sum(end < spoken_on for end in dated)
    return len(dated) >= least and past >= LOOKS_BACK_SHARE * len(dated)


def _undated(metadata: DocumentMetadata, plan_year: int, text: str, found_times: Sequence[TimeMention]) -> date:
    """The day a document without a date may have spoken: a report on a half-year or year behind it.

    A policy address of Hong Kong spoke after the last month it counts up to, a talk after the last part of the year it tells of.
    """
    if metadata.title and status.reports_on_work(metadata.title):
        before = metadata.title[: status.reports_on_work(metadata.title)]
        ends = [resolve(mention, Anchors(plan_year, None)).end_date for mention in times.find_times(before)]
        reported = next((end for end in ends if end is not None and end.year == plan_year), None)
        if reported is not None:
            return reported + timedelta(days=1)
    if metadata.doc_type in _TALKS:
        return max([date(plan_year, 1, 1), *_parts_told(text, found_times, plan_year)])
    if metadata.doc_type != "policy_address" or metadata.region_code != HONG_KONG:
        return date(plan_year, 1, 1)
    own = (None, "今年", "本年", f"{plan_year}年")
    months = [int(m["month"]) for m in _COUNTED_UP_TO.finditer(text) if m["year"] in own]
    return date(plan_year, max(months), 28) if months else date(plan_year, *ADDRESS_DAY)


def _parts_told(text: str, found_times: Sequence[TimeMention], plan_year: int) -> list[date]:
    """The first day behind each part of a year that a talk tells the course of (今年一季度势头不错, 截至5月底已完成3所)."""
    days: list[date] = []
    before: tuple[int, int] | None = None
    for mention in found_times:
        span = mention.start, mention.end
        parts = dict(mention.parts)
        own_year = parts.get("rel", 0) == 0 and parts.get("year", plan_year) == plan_year
        other = before is not None and before[1] > status.sentence_around(text, *span)[0]
        before = before if own_year else span
        if mention.kind not in _PARTS_TOLD or not own_year or other or text.endswith("前", *span):
            continue
        end = resolve(mention, Anchors(plan_year, None)).end_date
        if end is not None and end.year == plan_year and end.month < 12 and status.tells_course(text, *span, mention.kind == "month"):
            days.append(end + timedelta(days=1))
    return days


def _day_after(found_times: Sequence[TimeMention], text: str) -> date:
    """The first day after the year that a text without any date tells of most, aims (到2025年) left out; long ago if it names none."""
    told = [m for m in found_times if not _is_aim(text, m) and not is_comparison(text, m.start, m.end) and not is_origin(text, m.start)]
    years = Counter(int(parts["year"]) for parts in (dict(m.parts) for m in told) if "year" in parts)
    return date(max(years, key=lambda year: (years[year], year), default=date.min.year) + 1, 1, 1)


def _is_aim(text: str, mention: TimeMention) -> bool:
    return text[mention.start - 1 : mention.start] in ("到", "至") or text.endswith(("前", "底"), mention.start, mention.end)


def _outside(mentions: list[MentionT], spans: Collection[tuple[int, int]]) -> list[MentionT]:
    """The mentions that overlap none of the spans."""
    if not spans:
        return mentions
    ordered = sorted(spans)
    starts = [start for start, _ in ordered]
    # How far the spans up to each one reach.
    ends = list(accumulate((end for _, end in ordered), max))
    return [mention for mention in mentions if (before := bisect_left(starts, mention.end)) == 0 or ends[before - 1] <= mention.start]


def _without_times(found: list[NumberMention], found_times: list[TimeMention]) -> list[NumberMention]:
    """Numbers that are no part of a time expression; how long something may take or last is both (最长3年)."""
    kept, index = [], 0
    for number in found:
        while index < len(found_times) and found_times[index].end <= number.start:
            index += 1
        over = found_times[index] if index < len(found_times) and found_times[index].start < number.end else None
        if over is None or (over.kind == "duration" and numbers.is_bounded_span(number.unit)):
            kept.append(number)
    return kept


def _first_of_each(found: list[NumberMention], sentences: Sequence[Sentence]) -> tuple[list[NumberMention], int]:
    """The numbers of every sentence up to ``MAX_NUMBERS``, and how many that leaves out."""
    if not any(later.start - first.start < MAX_SENTENCE for first, later in zip(found, found[MAX_NUMBERS:], strict=False)):
        return found, 0
    starts = [sentence.start for sentence in sentences]
    counts = Counter[int]()
    kept = []
    for number in found:
        index = bisect_right(starts, number.start)
        counts[index] += 1
        if counts[index] <= MAX_NUMBERS:
            kept.append(number)
    return kept, len(found) - len(kept)


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


def _title_times(metadata: DocumentMetadata) -> Sequence[TimeMention]:
    """The times of a title; one of Taiwan counts years of the Republic (115年度总预算案), whether it names an organ of it or not."""
    title = metadata.title or ""
    return times.find_times(f"{_REPUBLIC}\n{title}" if metadata.region_code == TAIWAN else title)


def _plan_end(metadata: DocumentMetadata, text: str) -> date | None:
    """Last day of a plan that runs over several years, told by its title or by the years its headings and goals name."""
    spans = list(_PLAN_SPAN.finditer(metadata.title or ""))
    if spans:
        return date(int(spans[-1].group(1)), 12, 31)
    for mention in _title_times(metadata) if metadata.region_code == TAIWAN else ():
        if isinstance(last := dict(mention.parts).get("to_year"), int) and mention.kind in ("name", "range"):
            return date(last, 12, 31)
    if metadata.title:
        for mention in times.find_times(metadata.title.replace("规划", "时期").replace("纲要", "")):
            interval = resolve(mention, Anchors(metadata.plan_year, metadata.published_on))
            if interval.precision == "five_year_plan" and interval.end_date:
                return interval.end_date
    own_year = _TITLE_YEAR.findall(metadata.title or "")
    if own_year == [str(metadata.plan_year)]:
        return None  # 某县2019年整治实施方案 is for that year, though it looks ahead to later goals.
    if metadata.doc_type in _PLANS and metadata.plan_year:
        last = metadata.plan_year + MAX_PLAN_YEARS
        years = [int(m.group(1)) for m in _GOAL_YEAR.finditer(text)]
        goals = [y for y in years if metadata.plan_year < y <= last]
        if goals:
            return date(max(goals), 12, 31)
    return None


def _is_annual(metadata: DocumentMetadata, found: Sequence[TimeMention]) -> bool:
    """Whether what a document sets without a date is due at the end of its year: reports, talks, and plans that name one year."""
    if metadata.doc_type in _ANNUAL:
        return True
    title = metadata.title or ""
    if _TITLE_YEAR.search(title) or any(t.kind in ("year", "fiscal_year") for t in _title_times(metadata)):
        return True
    return sum(map(_is_part_of_this_year, found)) >= MIN_PARTS_OF_A_YEAR


def _is_part_of_this_year(mention: TimeMention) -> bool:
    parts = dict(mention.parts)
    own = parts.get("rel", 0) == 0 and not {"year", "same", "century"} & parts.keys()
    return own and bool(_PARTS_OF_A_YEAR & parts.keys())
