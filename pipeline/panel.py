"""panel: region × year × indicator × measure, targets joined to the results that other documents report.

Which figures take part
    Targets and results that are linked to the indicator vocabulary, have a period and speak of the document's own region
    (``scope`` is null). A region is told by its code, else by its name. 年均 and 累计 figures (``basis`` annual_average,
    cumulative) make rows of their own: the average of five years is not the figure of the fifth. A growth or change over
    more than a year is cumulative whether the text says 累计 or not. The year is that of ``period_end``; a target and its
    result end on the same day, so that a half-year result never settles a year's target; a figure of several years
    never settles a target of one, and where averages and sums run over several years they begin on the same day too.

Which of several
    Target: one for the whole year before one for a part of it; then the region's government work report for that year;
    then the latest published; then one with a word of commitment (预期目标, 力争, 确保) before a plain one; then the first in
    the text. Result: from another document than the target's, not published before it; the region's government work report
    of the year after first; then the latest published (revised figures replace first ones); then the first in the text.
    Ties are settled by id, so that the choice never depends on order.

No target
    Where a document says that it sets none for an indicator, and no other sets one for that region and year, a row of the
    document's year says ``stated_absent``.

Attainment
    ``ge``, ``eq`` and ``between`` are met at ``target_low`` or beyond (a plain figure and the lower end of a range are
    floors); ``approx`` is met from 5% of the target's magnitude below it; ``le`` is met at ``target_low`` or below. For an
    indicator wanted low (``wanted_low`` in its entry: unemployment, prices, PM2.5) ``eq``, ``approx`` and ``between`` are ceilings, with
    the same tolerance, at the upper end of a range. A fall (negative target) is compared by magnitude: -3.2 meets -3.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.extract import vocabulary
from pipeline.records import Record

#: How far an "about" may be missed, as a share of the target: 6%左右 is met from 5.7%.
APPROX_TOLERANCE = 0.05
#: Below this share of the target a difference is rounding of the arithmetic, not of the figures.
_NOISE = 1e-9

_DAYS_OF_A_YEAR = 366
_OWN_BASIS = frozenset({"annual_average", "cumulative"})
_FIGURE_COLUMNS = ("metric_id", "doc_id", "metric_code", "metric_name", "measure", "basis", "scope", "start")
_VALUE_COLUMNS = ("value", "value_max", "unit", "value_base", "unit_base", "period_start", "period_end", "baseline_period_end")
_TARGET_COLUMNS = ("target_id", "kind", "comparator", "modifier_text", "commitment_text", "strength", "deadline")
_COVERAGE_COLUMNS = ("doc_id", "stated_absent")
_DOCUMENT_COLUMNS = ("doc_id", "doc_type", "plan_year", "published_on", "region", "region_code", "region_level")
#: Table -> the columns that the panel is made of.
PANEL_COLUMNS = {
    "documents": _DOCUMENT_COLUMNS,
    "metrics": (*_FIGURE_COLUMNS, *_VALUE_COLUMNS, "status"),
    "targets": (*_FIGURE_COLUMNS, *_VALUE_COLUMNS, *_TARGET_COLUMNS),
    "coverage": _COVERAGE_COLUMNS,
}


@dataclass(frozen=True, slots=True)
class _Figure:
    """A target or result with its document and the day its period ends."""

    record: Record
    document: Record
    period_end: date

    @property
    def published(self) -> date | None:
        day: date | None = self.document["published_on"]
        return day


_Cell = tuple[str, str, str, str, int]
_Figures = TypeVar("_Figures", pa.Table, pa.RecordBatch)


def panel_rows(
    documents: pa.Table, metrics: pa.Table, targets: pa.Table, coverage: pa.Table | None = None
) -> list[Record]:
    """Rows of the panel, ordered by region, indicator, measure and year.

    Parameters
    ----------
    documents, metrics, targets : pyarrow.Table
        Tables of the same run.
    coverage : pyarrow.Table, optional
        With it, an indicator that a document sets no target for has a row that says so.
    """
    by_id: dict[str, Record] = {row["doc_id"]: row for row in documents.select(_DOCUMENT_COLUMNS).to_pylist()}
    codes = {row["region"]: row["region_code"] for row in by_id.values() if row["region"] and row["region_code"]}
    wanted = _cells(usable("targets", targets).to_pylist(), by_id, codes)
    reported = _cells(usable("metrics", metrics).to_pylist(), by_id, codes)
    rows = [_row(cell, wanted[cell], reported.get(cell, [])) for cell in sorted(wanted)]
    if coverage is not None:
        taken = {taken_by(row) for row in rows}
        rows.extend(row for row in absent_rows(coverage, documents) if taken_by(row) not in taken)
        rows.sort(key=order)
    return rows


def taken_by(row: Record) -> tuple[str, str, int]:
    """What a row settles: an indicator with a row of any measure has no other that says it has no target."""
    return row["region"], row["metric_code"], row["year"]


def order(row: Record) -> tuple[str, ...]:
    """What rows are ordered by; the first is where the region stands (:func:`place_of`)."""
    place = row["region_code"] or row["region"]
    return place, row["metric_code"], row["measure"] or "", row["basis"] or "", f"{row['year']:04d}"


def place_of(region: str | None, code: str | None, codes: Mapping[str, str]) -> str | None:
    """Where a document's figures stand: by its region's code, which other documents (``codes``) may have, else by its name."""
    return None if region is None else code or codes.get(region) or region


def absent_rows(coverage: pa.Table, documents: pa.Table) -> Iterable[Record]:
    """One row for each region, year and indicator that a document sets no target for."""
    sources: defaultdict[tuple[str, str, int], list[Record]] = defaultdict(list)
    stated = coverage.select(_COVERAGE_COLUMNS).filter(says_something(coverage))
    theirs = documents.select(_DOCUMENT_COLUMNS).filter(pc.is_in(documents["doc_id"], stated["doc_id"].combine_chunks()))
    by_id = {row["doc_id"]: row for row in theirs.to_pylist()}
    for row in stated.to_pylist():
        document = by_id[row["doc_id"]]
        if document["region"] is None or document["plan_year"] is None:
            continue
        for code in row["stated_absent"]:
            sources[document["region"], code, document["plan_year"]].append(document)
    for (region, code, year), found in sorted(sources.items()):
        yield {
            "region": region,
            "region_code": found[0]["region_code"],
            "region_level": found[0]["region_level"],
            "year": year,
            "metric_code": code,
            "metric_name": None if (entry := vocabulary.entry(code)) is None else entry.name,
            "basis": None,
            "measure": None,
            "attainment": "stated_absent",
            "n_sources": len(found),
            "source_doc_ids": sorted(document["doc_id"] for document in found),
        }


def says_something(coverage: pa.Table | pa.RecordBatch) -> pa.BooleanArray:
    """Where a document says that it sets no target for an indicator."""
    found: pa.BooleanArray = pc.greater(pc.list_value_length(coverage["stated_absent"]), pa.scalar(0, pa.int32()))
    return found


def usable(name: str, figures: _Figures) -> _Figures:
    """The rows of ``targets`` or ``metrics`` that can take part, with the columns that the panel is made of."""
    column, wanted = ("kind", "quantitative") if name == "targets" else ("status", "result")
    linked = pc.and_(pc.is_valid(figures["metric_code"]), pc.is_null(figures["scope"]))
    kept = pc.and_(linked, pc.equal(pc.cast(figures[column], pa.string()), pa.scalar(wanted)))
    return figures.select(list(PANEL_COLUMNS[name])).filter(kept)


def _cells(
    records: Iterable[Record], documents: Mapping[str, Record], codes: Mapping[str, str]
) -> dict[_Cell, list[_Figure]]:
    cells: defaultdict[_Cell, list[_Figure]] = defaultdict(list)
    for record in records:
        document = documents[record["doc_id"]]
        period_end = record["period_end"] or record.get("deadline")
        place = place_of(document["region"], document["region_code"], codes)
        if place is None or period_end is None:
            continue
        cell = (place, record["metric_code"], record["measure"], _own_basis(record) or "", period_end.year)
        cells[cell].append(_Figure(record, document, period_end))
    return dict(cells)


def _own_basis(record: Record) -> str | None:
    """annual_average or cumulative; None for the figure of the year itself."""
    basis: str | None = record["basis"]
    if basis in _OWN_BASIS:
        return basis
    return "cumulative" if record["measure"] != "level" and _several_years(record) else None


def _several_years(record: Record) -> bool:
    first, last = record["period_start"], record["period_end"]
    if record["measure"] != "level" and record["baseline_period_end"] is not None:
        # A rise over an earlier year (比2015年增长65%) is the rise of all the years since.
        first = record["baseline_period_end"]
    return first is not None and last is not None and (last - first).days > _DAYS_OF_A_YEAR


def _row(cell: _Cell, targets: list[_Figure], results: list[_Figure]) -> Record:
    year = cell[4]
    target = min(targets, key=lambda item: _preference(item, year, year, "target_id"))
    eligible = [item for item in results if _is_later(item, target) and _common_unit(target.record, item.record)]
    result = min(eligible, key=lambda item: _preference(item, year, year + 1, "metric_id"), default=None)
    record, document = target.record, target.document
    to_base = result is not None and record["unit"] != result.record["unit"]
    low, high = _values(record, to_base)
    value = None if result is None else _values(result.record, to_base)[0]
    others = {item.record["doc_id"] for item in (*targets, *eligible)} - {record["doc_id"]}
    sources = [record["doc_id"], *sorted(others)]
    attained = _attainment(record["comparator"], low, high, value, record["metric_code"] in vocabulary.wanted_low())
    return {
        "region": document["region"],
        "region_code": document["region_code"] or (cell[0] if cell[0] != document["region"] else None),
        "region_level": document["region_level"],
        "year": year,
        "metric_code": record["metric_code"],
        "metric_name": record["metric_name"],
        "unit": record["unit_base"] if to_base else record["unit"],
        "measure": record["measure"],
        "basis": _own_basis(record),
        "target_low": low,
        "target_high": high,
        "target_comparator": record["comparator"],
        "modifier_text": record["modifier_text"],
        "commitment_text": record["commitment_text"],
        "strength": record["strength"],
        "target_id": record["target_id"],
        "result_value": value,
        "result_metric_id": None if result is None else result.record["metric_id"],
        "attainment": attained,
        # Ten decimals hide the noise of binary fractions (6.7 - 6.5) and no printed digit.
        "deviation": None if value is None else round(value - low, 10),
        "n_sources": len(sources),
        "source_doc_ids": sources,
    }


def _preference(figure: _Figure, year: int, report_year: int, id_name: str) -> tuple[Any, ...]:
    document = figure.document
    whole_year = figure.period_end == date(year, 12, 31)
    own_report = document["doc_type"] == "government_work_report" and document["plan_year"] == report_year
    published = figure.published
    return (
        not whole_year,
        not own_report,
        -(published.toordinal() if published else 0),
        # Without a cue a figure of the past may have been taken for a target.
        figure.record.get("strength") in (None, "plain"),
        figure.record["start"],
        figure.record[id_name],
    )


def _is_later(result: _Figure, target: _Figure) -> bool:
    if result.record["doc_id"] == target.record["doc_id"] or result.period_end != target.period_end:
        return False
    first, reported_first = target.record["period_start"], result.record["period_start"]
    if _own_basis(target.record) and first is not None and reported_first is not None and first != reported_first:
        return False
    if _several_years(result.record) and not _several_years(target.record):
        return False
    if result.published is None or target.published is None:
        return True
    return result.published >= target.published


def _common_unit(target: Record, result: Record) -> bool:
    if target["unit"] == result["unit"]:
        return True
    has_base = target["value_base"] is not None and result["value_base"] is not None
    return has_base and target["unit_base"] is not None and target["unit_base"] == result["unit_base"]


def _values(record: Record, to_base: bool) -> tuple[float, float | None]:
    value, value_max = record["value"], record["value_max"]
    if not to_base:
        return value, value_max
    factor = record["value_base"] / value if value else 1.0
    return record["value_base"], None if value_max is None else value_max * factor


def _attainment(comparator: str, low: float, high: float | None, result: float | None, ceiling: bool) -> str:
    if result is None:
        return "not_reported"
    # A fall speaks of its magnitude: the result of -3.5 goes beyond the target of -3, as 3.5 goes beyond 3. An indicator
    # wanted low is better the further it falls, so that its ceiling applies to levels and rises alone.
    sign = -1.0 if low < 0 else 1.0
    at_most = comparator == "le" or (ceiling and comparator != "ge" and low >= 0)
    bound = sign * (high if at_most and high is not None else low)
    tolerance = abs(bound) * (APPROX_TOLERANCE if comparator == "approx" else _NOISE)
    reached = sign * result <= bound + tolerance if at_most else sign * result >= bound - tolerance
    return "met" if reached else "missed"
