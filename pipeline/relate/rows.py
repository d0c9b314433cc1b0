"""What was read, as candidate rows with source offsets: the last step before validation."""

from __future__ import annotations

import functools
import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from pipeline.compiled import kept_pattern
from pipeline.extract import body_names, numbers, vocabulary
from pipeline.records import DocumentKey, DocumentRecords
from pipeline.relate.absent import absent_targets
from pipeline.relate.confidence import confidence, features
from pipeline.relate.lexicon import CueClass, cue_pattern, phrase_set, phrase_words
from pipeline.relate.reading import Milestone, Reading, RelatedValue, SpokenTime
from pipeline.relate.timeline import Period
from pipeline.segment.sentences import section_path
from pipeline.segment.tokens import plainly
from pipeline.types import BodyMention, NumberMention, SourceText
from pipeline.version import PIPELINE_VERSION

Record = dict[str, Any]

_BASIS_WINDOW = 40
BASES: tuple[CueClass, ...] = ("annual_average", "year_on_year", "cumulative")
# 不设定增长目标: said outright that there is no growth target.


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What every row is written from."""

    reading: Reading
    source: SourceText
    key: DocumentKey
    #: Section -> the headings over it.
    headings: dict[int, list[str]] = field(default_factory=dict)
    #: The span cut last and what stands there: the numbers of a clause share one string as their evidence.
    last: dict[tuple[int, int], str] = field(default_factory=dict)


def build_records(
    reading: Reading, source: SourceText, key: DocumentKey, bodies: Sequence[BodyMention]
) -> DocumentRecords:
    """Lay what was read out as candidate rows of every table.

    Parameters
    ----------
    reading : Reading
        After ``read_sentences``.
    source : SourceText
        All spans of the rows point into its text.
    key : DocumentKey
    bodies : sequence of BodyMention
        Bodies that carry a duty.

    Returns
    -------
    DocumentRecords
        Values without an indicator are rejects with stage ``extract``.
    """
    sheet = _Sheet(reading, source, key)
    metrics = [_metric_record(sheet, item) for item in reading.values]
    targets: list[Record] = []
    target_spans: list[tuple[int, int, Record]] = []
    document = _document_record(sheet)
    for item, record in zip(reading.values, metrics, strict=True):
        if item.decision.status == "target" and record["metric"]:
            target = {**record, "kind": "quantitative", **_deadline_fields(sheet, item.period)}
            del target["_features"]
            targets.append(target)
            target_spans.append((item.candidate.number.start, item.candidate.number.end, target))
    for milestone in reading.milestones:
        target = {**_milestone_record(sheet, milestone), **_deadline_fields(sheet, milestone.period)}
        targets.append(target)
        target_spans.append((*milestone.span, target))
    kept = [m for m in metrics if m["metric"]]
    rejects = [_no_indicator(sheet, m) for m in metrics if not m["metric"]]
    body_records = _body_records(sheet, bodies, target_spans)
    deadlines = [_deadline_record(sheet, item) for item in reading.spoken_times]
    return DocumentRecords(document, kept, targets, deadlines, body_records, rejects)


def _headings(sheet: _Sheet, section: int) -> list[str]:
    if section not in sheet.headings:
        path = section_path(sheet.reading.segmented.sections, section)
        sheet.headings[section] = [plainly(title) for title in path]
    return list(sheet.headings[section])


def _document_record(sheet: _Sheet) -> Record:
    meta = sheet.reading.metadata
    return {
        "doc_id": sheet.key.doc_id,
        "source_path": sheet.key.source_path,
        "source_format": sheet.source.source_format,
        "sha256": sheet.key.sha256,
        "encoding": sheet.source.encoding,
        "script": sheet.reading.normal.script,
        "title": meta.title and plainly(meta.title),
        "doc_number": meta.doc_number,
        "doc_type": meta.doc_type,
        "issuer": meta.issuer,
        "region": meta.region,
        "region_code": meta.region_code,
        "region_level": meta.region_level,
        "published_on": meta.published_on,
        "plan_year": meta.plan_year,
        "text": sheet.source.text,
        "n_chars": len(sheet.source.text),
        "warnings": [*sheet.source.warnings, *sheet.reading.normal.warnings],
        "_stated_absent": absent_targets(sheet.reading.normal.text),
    }


def _span(sheet: _Sheet, start: int, end: int) -> tuple[int, int]:
    return sheet.reading.normal.source_span(start, end)


def _evidence(sheet: _Sheet, span: tuple[int, int]) -> str:
    """What the source has at a span of its own."""
    text = sheet.last.get(span)
    if text is None:
        sheet.last.clear()
        text = sheet.last[span] = sheet.source.text[span[0] : span[1]]
    return text


def _slice(sheet: _Sheet, span: tuple[int, int] | None) -> str | None:
    if span is None or span[0] >= span[1]:
        return None
    start, end = _span(sheet, *span)
    return sheet.source.text[start:end]


def _printed_unit(sheet: _Sheet, number: NumberMention) -> str:
    """The unit with the brackets that the source prints (35条（段）); letters are simplified."""
    if "(" not in number.unit:
        return number.unit
    start, end = _span(sheet, number.end, number.unit_end)
    return number.unit.replace("(", "（").replace(")", "）") if "（" in sheet.source.text[start:end] else number.unit


def _scope(metric: str, regions: Sequence[str]) -> str | None:
    metric = metric[len(phrase_words("each_period").at_start(metric) or "") :]
    word = phrase_words("scope").at_start(metric)
    if word in phrase_set("level_modifier") or word in regions:
        return None
    return word


def _metric_record(sheet: _Sheet, item: RelatedValue) -> Record:
    candidate, number = item.candidate, item.candidate.number
    start, end = _span(sheet, *candidate.clause)
    value_start, value_end = _span(sheet, number.start, number.end)
    metric_start, metric_end = _span(sheet, *candidate.metric_span) if candidate.metric_span and candidate.metric_span[0] < candidate.metric_span[1] else (None, None)
    metric = plainly(candidate.metric)
    entry = vocabulary.link(metric, sheet.reading.regions) if metric else None
    base = numbers.to_base(candidate.value, number.unit)
    meta = sheet.reading.metadata
    found = features(item, meta.doc_type, sheet.reading.normal.script, entry is not None, numbers.unit_kind(number.unit))
    period = item.period
    strength_cue = item.decision.cue
    return {
        "doc_id": sheet.key.doc_id,
        "metric": metric or None,
        "metric_code": entry.id if entry else None,
        "metric_name": entry.name if entry else None,
        "metric_domain": entry.domain if entry else None,
        "value": candidate.value,
        "value_max": candidate.value_max,
        "unit": _printed_unit(sheet, number),
        "value_base": base[0] if base else None,
        "unit_base": base[1] if base else None,
        "comparator": number.comparator,
        "modifier_text": number.modifier_text,
        "measure": candidate.measure,
        "basis": _basis(sheet, item),
        "status": item.decision.status,
        "strength": item.decision.strength,
        "commitment_text": _slice(sheet, strength_cue),
        "baseline_value": item.baseline[0] if item.baseline else None,
        "baseline_period_end": item.baseline[1] if item.baseline else None,
        "period_text": _slice(sheet, period.words) if period else None,
        "period_start": period.interval.start_date if period else None,
        "period_end": period.interval.end_date if period else None,
        "scope": _scope(candidate.metric, sheet.reading.regions),
        "section": _headings(sheet, item.sentence.section),
        "evidence": _evidence(sheet, (start, end)),
        "start": start,
        "end": end,
        "value_start": value_start,
        "value_end": value_end,
        "metric_start": metric_start,
        "metric_end": metric_end,
        "rule": f"{candidate.rule}|{item.decision.rule}@{PIPELINE_VERSION}",
        "confidence": confidence(found),
        "_features": found,
    }


def _basis(sheet: _Sheet, item: RelatedValue) -> str | None:
    """annual_average, year_on_year or cumulative, where the words before the number say so."""
    text = sheet.reading.normal.text
    left = item.candidate.number.left
    start = max(item.candidate.clause[0], left - _BASIS_WINDOW)
    if _any_basis().search(text, start, left) is None:
        return None
    return next(basis for basis in BASES if cue_pattern(basis).search(text, start, left))


@functools.cache
def _any_basis() -> re.Pattern[str]:
    return kept_pattern("|".join(cue_pattern(basis).pattern for basis in BASES))


def _deadline_fields(sheet: _Sheet, period: Period | None) -> Record:
    if period is None:
        return dict.fromkeys(("deadline", "deadline_start", "deadline_text", "deadline_precision", "deadline_source"))
    return {
        "deadline": period.interval.end_date,
        "deadline_start": period.interval.start_date,
        "deadline_text": _slice(sheet, period.words),
        "deadline_precision": period.interval.precision,
        "deadline_source": period.source,
    }


def _milestone_record(sheet: _Sheet, item: Milestone) -> Record:
    start, end = _span(sheet, *item.span)
    return {
        "doc_id": sheet.key.doc_id,
        "kind": "qualitative",
        "status": "target",
        "strength": item.strength,
        "commitment_text": _slice(sheet, item.cue),
        "section": _headings(sheet, item.sentence.section),
        "evidence": sheet.source.text[start:end],
        "start": start,
        "end": end,
        "period_text": _slice(sheet, item.period.words),
        "period_start": item.period.interval.start_date,
        "period_end": item.period.interval.end_date,
        "rule": f"milestone.{item.rule}@{PIPELINE_VERSION}",
        "confidence": 0.6,
    }


def _no_indicator(sheet: _Sheet, record: Record) -> Record:
    return {
        "source_path": sheet.key.source_path,
        "doc_id": sheet.key.doc_id,
        "stage": "extract",
        "table_name": "metrics",
        "error_type": "no_indicator",
        "message": f"metric: no indicator found for {record['value']}{record['unit']}",
        "record": record,
        "evidence": record["evidence"],
        "start": record["start"],
        "end": record["end"],
    }


def _deadline_record(sheet: _Sheet, item: SpokenTime) -> Record:
    start, end = _span(sheet, item.time.start, item.time.end)
    return {
        "doc_id": sheet.key.doc_id,
        "text": sheet.source.text[start:end],
        "role": item.role,
        "start_date": item.time.interval.start_date,
        "end_date": item.time.interval.end_date,
        "precision": item.time.interval.precision,
        "resolved_by": item.time.interval.resolved_by,
        "evidence": sheet.source.text[start:end],
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
    sheet: _Sheet,
    bodies: Sequence[BodyMention],
    targets: Sequence[tuple[int, int, Record]],
) -> list[Record]:
    text = sheet.reading.normal.text
    meta = sheet.reading.metadata
    out = []
    # Sorted by where they start, so that not every target need be looked at for every body.
    order = sorted(range(len(targets)), key=lambda i: targets[i][0])
    starts = [targets[i][0] for i in order]
    # The same few bodies are named over and over.
    known: dict[str, tuple[str, str, str]] = {}
    for body in bodies:
        start, end = _span(sheet, body.start, body.end)
        printed = text[body.start : body.end]
        if printed not in known:
            level = body_names.body_level(printed, meta.region_level)
            known[printed] = body_names.full_name(printed, meta.region), body_names.body_type(printed), level
        name, body_type, level = known[printed]
        first, last = bisect_left(starts, body.covers[0]), bisect_left(starts, body.covers[1])
        inside = sorted(i for i in order[first:last] if targets[i][1] <= body.covers[1])
        covered = [targets[i][2] for i in inside]
        for target in covered:
            named = target.setdefault(_BODY_COLUMN[body.role], [])
            if name not in named:
                named.append(name)
        task = _slice(sheet, body.task)
        out.append(
            {
                "doc_id": sheet.key.doc_id,
                "text": sheet.source.text[start:end],
                "name": name,
                "body_type": body_type,
                "level": level,
                "region": meta.region,
                "region_code": meta.region_code,
                "role": body.role,
                "task": task,
                "_targets": covered,
                "detected_by": body.detected_by,
                "evidence": sheet.source.text[start:end],
                "start": start,
                "end": end,
                "rule": f"{body.rule}@{PIPELINE_VERSION}",
                "confidence": body.confidence,
            }
        )
    return out
