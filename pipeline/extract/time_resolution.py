"""What a time expression means as a closed interval of days, given what the document leans on.

Sources of the conventions: a bare deadline (到2025年, 6月底前) has the start of its own unit; 年中 ends on 30 June; N年内 counts
the running year; 近N年 and N年来 end with the year under review. Five-year plans: the first two ran 1953 to 1957 and 1958 to 1962, the third 1966 to 1970 and each one since
follows without a gap. Terms of the State Council begin in March of 2003, 2008 and every fifth year. The fiscal year 2025-26 of
Hong Kong runs 1 April to 31 March; a school year is 1 September to 31 August.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import Final

from pipeline.types import Anchors, Interval, TimeMention

Value = int | str
Parts = dict[str, Value]

_UNRESOLVED: Final = Interval(None, None, "year", "inherited")
# A year of the century that is meant where nothing else is known.
_LATEST: Final = 2025
_NEVER: Final = frozenset({"duration", "frequency", "idle", "name"})
# A document of the first quarter speaks of the years up to the one before.
_EARLY_MONTH: Final = 3
# 近三年 told in the first half of a year has not reached the end of that year.
_FIRST_HALF: Final = 6
_MONTHS: Final = {"middle": (1, 6), "end": (1, 12), "inside": (1, 12), "start": (1, 3)}
_EDGE_PRECISION: Final = {"middle": "half_year", "end": "year", "inside": "year", "start": "quarter"}


def resolve(mention: TimeMention, anchors: Anchors) -> Interval:
    """Closed interval of a time expression.

    Parameters
    ----------
    mention : TimeMention
        From :func:`pipeline.extract.times.find_times`.
    anchors : Anchors
        The plan year, the day the document speaks, and the year named before (``context_year``; in a retrospect, the year
        under review).

    Returns
    -------
    Interval
        ``start_date`` and ``end_date`` are None where the expression has no date (durations, frequencies, idle words,
        names, seasons) or leans on an anchor that is not given; ``end_date`` alone is None for an open end (从2021年起).
    """
    if mention.kind in _NEVER:
        return _UNRESOLVED
    parts = dict(mention.parts)
    handler = _HANDLERS.get(mention.kind, _calendar)
    return handler(parts, anchors)


def _int(parts: Parts, key: str, default: int = 0) -> int:
    value = parts.get(key, default)
    return value if isinstance(value, int) else default


def _plan_year(anchors: Anchors) -> int | None:
    if anchors.plan_year is not None:
        return anchors.plan_year
    return anchors.published_on.year if anchors.published_on else None


def _source(anchors: Anchors) -> str:
    return "plan_year" if anchors.plan_year is not None else "publication_date"


def _last_day(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _year_of(parts: Parts, anchors: Anchors, prefix: str = "") -> tuple[int | None, str]:
    """The year of a point and what it was resolved by."""
    if prefix + "year" in parts:
        return _int(parts, prefix + "year"), "absolute"
    plan_year, context = _plan_year(anchors), anchors.context_year
    if prefix + "rel" in parts:
        return (None if plan_year is None else plan_year + _int(parts, prefix + "rel")), _source(anchors)
    if prefix + "same" in parts:
        base = plan_year if context is None else context
        return (None if base is None else base + _int(parts, prefix + "same")), "inherited"
    return _bare_year(parts, anchors, prefix)


def _bare_year(parts: Parts, anchors: Anchors, prefix: str) -> tuple[int | None, str]:
    """The year of 6月底, 上半年, 年内: the plan year, or the year under review where the text looks back.

    A month may belong to any year named before up to the one after the plan year; a farther one was named as a goal (到2035年).
    A part of a year belongs to the plan year or the one before: older years are named as baselines (比2015年).
    """
    plan_year, context = _plan_year(anchors), anchors.context_year
    if plan_year is None or context is None:
        return (plan_year, _source(anchors)) if context is None else (context, "inherited")
    is_frame = context <= plan_year + 1 if prefix + "month" in parts else context == plan_year - 1
    return (context, "inherited") if is_frame and context != plan_year else (plan_year, _source(anchors))


def _unit(year: int, parts: Parts, prefix: str = "") -> tuple[date, date, str]:
    """First and last day and precision of the finest unit that the parts name."""
    month, day = _int(parts, prefix + "month"), _int(parts, prefix + "day")
    if day:
        # 29 February of a year without one falls on its last day.
        exact = date(year, month, min(day, monthrange(year, month)[1]))
        return exact, exact, "day"
    if month:
        return _month(year, month, parts.get(prefix + "month_part"))
    if quarter := _int(parts, prefix + "quarter"):
        return date(year, 3 * quarter - 2, 1), _last_day(year, 3 * quarter), "quarter"
    if half := _int(parts, prefix + "half"):
        return date(year, 6 * half - 5, 1), _last_day(year, 6 * half), "half_year"
    edge = parts.get(prefix + "edge")
    if isinstance(edge, str):
        first, last = _MONTHS[edge]
        return date(year, first, 1), _last_day(year, last), _EDGE_PRECISION[edge]
    return date(year, 1, 1), date(year, 12, 31), "year"


def _month(year: int, month: int, part: Value | None) -> tuple[date, date, str]:
    """A month, or a third of it (上旬, 中旬, 下旬); 月底 is due by the end of the month and so is the month."""
    if part in (1, "start"):
        return date(year, month, 1), date(year, month, 10), "month"
    if part == 2:
        return date(year, month, 11), date(year, month, 20), "month"
    first = date(year, month, 21 if part == 3 else 1)
    return first, _last_day(year, month), "month"


def _calendar(parts: Parts, anchors: Anchors) -> Interval:
    """Year, month, day, quarter, half year, part of a year."""
    if "season" in parts:
        return _UNRESOLVED
    if "rel_month" in parts:
        return _month_from_now(parts, anchors)
    year, source = _year_of(parts, anchors)
    if year is None:
        return Interval(None, None, _precision(parts), source)
    if parts.get("edge") == "start" and not {"year", "rel", "same"} & parts.keys():
        # Bare 年初 is a point in the telling, not a date.
        return Interval(None, None, "year", source)
    first, last, precision = _unit(year, parts)
    return Interval(first, last, precision, source)


def _month_from_now(parts: Parts, anchors: Anchors) -> Interval:
    """本月, 下月: counted from the month in which the document speaks."""
    spoken = anchors.published_on
    if spoken is None:
        return Interval(None, None, "month", "publication_date")
    index = 12 * spoken.year + spoken.month - 1 + _int(parts, "rel_month")
    first = date(index // 12, index % 12 + 1, 1)
    return Interval(first, _last_day(first.year, first.month), "month", "publication_date")


def _precision(parts: Parts) -> str:
    for key, precision in (("day", "day"), ("month", "month"), ("quarter", "quarter"), ("half", "half_year")):
        if key in parts:
            return precision
    return "year"


def _range(parts: Parts, anchors: Anchors) -> Interval:
    """From the first day of one unit to the last day of another; the second takes the year of the first."""
    first_year, source = _year_of(parts, anchors)
    explicit = {"to_year", "to_rel", "to_same"} & parts.keys()
    last_year = _year_of(parts, anchors, "to_")[0] if explicit else first_year
    if first_year is None or last_year is None:
        return Interval(None, None, _precision(parts), source)
    first, _, precision = _unit(first_year, parts)
    tail = {key: value for key, value in parts.items() if key.startswith("to_")}
    _, last, _ = _unit(last_year, tail, "to_")
    if last < first and not explicit:
        # 11月至3月 runs over the turn of the year.
        _, last, _ = _unit(last_year + 1, tail, "to_")
    return Interval(first, last, precision, source) if first <= last else Interval(None, None, precision, source)


def _since(parts: Parts, anchors: Anchors) -> Interval:
    """从2021年起 has an open end, 从今年起 falls due within the year; 以来 and 至今 reach to the day the document speaks."""
    if "event" in parts:
        stamp = _int(parts, "event")
        start = date(stamp // 10000, stamp // 100 % 100, stamp % 100)
        return Interval(start, _spoken(start, anchors), "day", "absolute")
    whole = _calendar(parts, anchors)
    if whole.start_date is None or whole.end_date is None:
        return whole
    mode = parts.get("open")
    if mode == "after":
        return Interval(_next_day(whole.end_date), None, whole.precision, whole.resolved_by)
    if mode == "since":
        return Interval(whole.start_date, _spoken(whole.start_date, anchors), whole.precision, whole.resolved_by)
    if "year" not in parts:
        return whole
    return Interval(whole.start_date, None, whole.precision, whole.resolved_by)


def _next_day(day: date) -> date:
    return date.fromordinal(day.toordinal() + 1)


def _spoken(start: date, anchors: Anchors) -> date | None:
    """The day the document speaks, if it is known and not before the start."""
    spoken = anchors.published_on
    return spoken if spoken is not None and spoken >= start else None


def _plan(parts: Parts, anchors: Anchors) -> Interval:
    """A five-year plan, or its first, third or last year."""
    number = _int(parts, "plan")
    start = {1: 1953, 2: 1958}.get(number, 1966 + 5 * (number - 3))
    if parts.get("open") == "since":
        first, last = date(start, 1, 1), date(start + 4, 12, 31)
        spoken = _spoken(first, anchors)
        if spoken is not None and (spoken.year, spoken.month <= _EARLY_MONTH) == (last.year + 1, True):
            # A look back given just after the plan's last year reaches to that year's end.
            spoken = last
        return Interval(first, spoken, "five_year_plan", "five_year_plan")
    edge = parts.get("edge")
    if isinstance(edge, str):
        year = start + {"start": 0, "middle": 2, "end": 4}[edge]
        return Interval(date(year, 1, 1), date(year, 12, 31), "year", "five_year_plan")
    end = None if parts.get("open") == "from" else date(start + 4, 12, 31)
    return Interval(date(start, 1, 1), end, "five_year_plan", "five_year_plan")


def _age_of(parts: Parts, anchors: Anchors) -> Interval:
    """近3年, 五年来: the last years up to the one under review."""
    end = _year_under_review(anchors)
    count = _int(parts, "n")
    if end is None or parts.get("unit") != "year" or not 1 <= count <= end:
        return Interval(None, None, "year", _source(anchors))
    source = "inherited" if end == anchors.context_year and end != anchors.plan_year else _source(anchors)
    return Interval(date(end - count + 1, 1, 1), date(end, 12, 31), "year", source)


def _year_under_review(anchors: Anchors) -> int | None:
    plan_year, context = _plan_year(anchors), anchors.context_year
    if plan_year is None:
        return context
    if context == plan_year - 1:
        return context
    spoken = anchors.published_on
    early = spoken is not None and spoken.year == plan_year and spoken.month <= _FIRST_HALF
    return plan_year - 1 if early or (spoken is not None and spoken.year < plan_year) else plan_year


def _within(parts: Parts, anchors: Anchors) -> Interval:
    """N年内, 未来N年: the running year counts as the first; months count from the day the document speaks."""
    count = _int(parts, "n")
    if parts.get("unit") != "year":
        return _months_ahead(count * (3 if parts.get("unit") == "quarter" else 1), anchors)
    named = {"year", "rel", "same"} & parts.keys()
    year, source = _year_of(parts, anchors) if named else (_plan_year(anchors), _source(anchors))
    if year is None or count < 1:
        return Interval(None, None, "year", source)
    if "calendar" in parts:
        month = _first_month(parts)
        return Interval(date(year, month, 1), _last_day(year + count, month - 1), "year", source)
    return Interval(date(year, 1, 1), date(year + count - 1, 12, 31), "year", source)


def _months_ahead(count: int, anchors: Anchors) -> Interval:
    start = anchors.published_on
    if start is None or count < 1:
        return Interval(None, None, "month", "publication_date")
    index = start.month - 1 + count
    year, month = start.year + index // 12, index % 12 + 1
    return Interval(start, date(year, month, min(start.day, monthrange(year, month)[1])), "month", "publication_date")


def _first_month(parts: Parts) -> int:
    """The month in which a school year or a fiscal year begins."""
    return 9 if parts.get("calendar") == "school" else 4


def _fiscal(parts: Parts, anchors: Anchors) -> Interval:
    month = _first_month(parts)
    last = _int(parts, "to_year")
    if parts.get("semester") == 1:
        return Interval(date(_int(parts, "year"), month, 1), date(last, 1, 31), "half_year", "absolute")
    if parts.get("semester") == 2:
        return Interval(date(last, 2, 1), _last_day(last, month - 1), "half_year", "absolute")
    return Interval(date(_int(parts, "year"), month, 1), _last_day(last, month - 1), "year", "absolute")


def _term(parts: Parts, anchors: Anchors) -> Interval:
    """本届政府: five years from March of 2003, 2008, …; local governments follow within the year. Hong Kong's begin in July."""
    spoken = anchors.published_on
    plan_year = _plan_year(anchors)
    if plan_year is None:
        return _UNRESOLVED
    began = anchors.term
    day = spoken or date(plan_year, began.month, 1)
    year = day.year if day.month >= began.month else day.year - 1
    start = year - (year - began.year) % 5
    first = began.replace(year=start)
    if parts.get("open") == "since":
        return Interval(first, _spoken(first, anchors), "year", _source(anchors))
    return Interval(first, _last_day(start + 5, began.month - 1), "year", _source(anchors))


def _century(parts: Parts, anchors: Anchors) -> Interval:
    """A century, its middle or last year, or one of its decades."""
    number = _int(parts, "century")
    if number <= 0:
        # 本世纪 is the one the document speaks in.
        number += ((_plan_year(anchors) or _LATEST) - 1) // 100 + 1
    first = 100 * (number - 1)
    if parts.get("open") == "since":
        start = date(first + (_int(parts, "decade") or 1), 1, 1)
        return Interval(start, _spoken(start, anchors), "year", "absolute")
    if decade := _int(parts, "decade"):
        return Interval(date(first + decade, 1, 1), date(first + decade + 9, 12, 31), "year", "absolute")
    edge = parts.get("edge")
    if isinstance(edge, str):
        year = first + {"start": 1, "middle": 50, "end": 100}[edge]
        return Interval(date(year, 1, 1), date(year, 12, 31), "year", "absolute")
    return Interval(date(first + 1, 1, 1), date(first + 100, 12, 31), "year", "absolute")


_HANDLERS: Final = {
    "range": _range, "since": _since, "plan": _plan, "age_of": _age_of, "within": _within, "fiscal_year": _fiscal,
    "term": _term, "century": _century,
}  # fmt: skip
