"""Time expressions of the normal text: every one, in order, non-overlapping, longest sensible span.

One pattern with a branch for each family of expressions scans the text once; the branch that matched is matched again
with named groups to read its parts; a last pass joins two points into a range and marks what stands inside names.
What an expression means as dates is decided by :func:`pipeline.extract.time_resolution.resolve`.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_right
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from pydantic import Field

from pipeline.compiled import kept_pattern
from pipeline.extract.scanning import matches_at
from pipeline.extract.time_resolution import resolve
from pipeline.rulebook import Entry, load
from pipeline.types import TimeMention

__all__ = ["TimeWord", "find_times", "fires", "resolve"]

Value = int | str
Parts = dict[str, Value]


class TimeWord(Entry):
    """An entry of ``rules/times.yaml``: words that fill one slot of the grammar, with what they stand for."""

    group: str
    words: tuple[str, ...] = ()
    values: dict[str, Value] = Field(default_factory=dict)
    not_after: tuple[str, ...] = ()
    not_before: tuple[str, ...] = ()


# ---- words -----------------------------------------------------------------------------------------------------------
class _Lexicon:
    """The words by group: their values, their entries, and the piece of pattern that finds them."""

    def __init__(self, entries: tuple[TimeWord, ...]) -> None:
        self.values: dict[str, dict[str, Value]] = {}
        self.owners: dict[tuple[str, str], str] = {}
        self._pieces: dict[str, list[tuple[str, str]]] = {}
        for entry in entries:
            for word, value in {**dict.fromkeys(entry.words, ""), **entry.values}.items():
                self.values.setdefault(entry.group, {})[word] = value
                self.owners[entry.group, word] = entry.id
                self._pieces.setdefault(entry.group, []).append((word, _guarded(word, entry)))

    def words(self, group: str) -> str:
        """Alternation of the words of a group, longest first."""
        pieces = sorted(self._pieces[group], key=lambda piece: (-len(piece[0]), piece[0]))
        return "(?:" + "|".join(pattern for _, pattern in pieces) + ")"

    def ending(self, group: str, text: str) -> str | None:
        """The word of a group that stands at the end of a text; its guards are heeded."""
        if not text.endswith(tuple(self.values[group])):
            return None
        match = _ending(self, group).search(text)
        return match[1] if match else None


def _guarded(word: str, entry: TimeWord) -> str:
    """The word with its guards; the literal comes first so that the engine can skip a branch by its first character."""
    single = "".join(sorted({guard for guard in entry.not_after if len(guard) == 1}))
    pattern = re.escape(word)
    if single:
        pattern += f"(?<![{re.escape(single)}]{re.escape(word)})"
    pattern += "".join(f"(?<!{re.escape(guard + word)})" for guard in entry.not_after if len(guard) > 1)
    if entry.not_before:
        pattern += "(?!" + "|".join(map(re.escape, entry.not_before)) + ")"
    return pattern


@functools.cache
def _ending(lex: _Lexicon, group: str) -> re.Pattern[str]:
    return kept_pattern(f"({lex.words(group)})$")


# ---- numerals --------------------------------------------------------------------------------------------------------
_ZERO: Final = "〇○零0OΟ◯"
_DIGITS: Final = {**dict.fromkeys(_ZERO, 0), **{c: i for i, c in enumerate("一二三四五六七八九", 1)}, "两": 2}
_CN: Final = "一二三四五六七八九十"


def _integer(text: str) -> int | None:
    """Value of a small numeral, Arabic or Chinese up to 999; None for 几, 数, 半."""
    if text.isascii() and text.isdigit():
        return int(text)
    if text in {"元"}:
        return 1
    total, digit = 0, 0
    for character in text:
        if character in _DIGITS:
            digit = _DIGITS[character]
        elif character in "十百":
            total += (digit or 1) * (10 if character == "十" else 100)
            digit = 0
        elif character == "廿":
            total += 20
        else:
            return None
    return total + digit


def _year(text: str) -> int:
    """Value of a year written digit by digit: 2025, 二○三五."""
    return int("".join(c if c.isdigit() and c.isascii() else str(_DIGITS[c]) for c in text))


# ---- patterns --------------------------------------------------------------------------------------------------------
_Y4: Final = r"(?:1[6-9]|20|21)\d\d"
_C4: Final = rf"[一二][{_ZERO}一二三四五六七八九]{{3}}"
_YEAR_DIGITS: Final = 4
# A full date in years of the Republic: a text with one counts so.
_ERA_DATE: Final = re.compile(r"(?<![\d第])1[01]\d ?年 ?(?:1[0-2]|[1-9]) ?月 ?[1-3]?\d ?日")
_FIRST_OF_TWO: Final = ("bare_year", "bare_era_first")
_SEP: Final = r"(?:[-—–~～]{1,2}|至|到)"
_MONTH: Final = r"(?:1[0-2]|0?[1-9])(?!\d)"
_NOT_MONTH: Final = r"(?![龄薪期租均供嫂饼球亮牙光子票])"
_CN_DIGIT: Final = rf"[{_ZERO}一二三四五六七八九]"
_DAY: Final = rf"(?:\d{{1,2}}(?!\d)|[{_CN}廿]{{1,3}})"
# Not the rest of a longer number; the 3. of a list stands at the head of its line.
_FREE: Final = r"(?:(?<![\d.])|(?<=\.)(?=\D)|(?<=(?m:^)\d\.)|(?<=(?m:^)\d\d\.))"
# Characters before a counted span in which its verb is looked for.
_LEAD_LENGTH: Final = 6
_COUNT: Final = r"\d{1,3}(?:(?<!(?m:^)\d)(?<!(?m:^)\d\d)\.\d)?|[一二两三四五六七八九]百|[一二两三四五六七八九十]{1,3}"


def _calendar_pieces(lex: _Lexicon) -> tuple[str, str]:
    """A part of a year (6月底, 前三季度, 上半年) and what may stand behind any point of the calendar (前, 起, 以来)."""
    w = lex.words
    month = rf"(?:(?P<m>{_MONTH}) ?月|(?P<mname>{w('month_name')}))份?{_NOT_MONTH}"
    day = rf"(?P<d>{_DAY})[日号](?:{_SEP}(?:(?P<m2>{_MONTH}) ?月)?(?P<d2>{_DAY})[日号])?"
    months = rf"(?P<ma>{_MONTH}) ?(?:月份?)?{_SEP}(?P<mb>{_MONTH}) ?月份?(?!\d){_NOT_MONTH}"
    quarters = rf"(?:第?(?P<q>[一二三四1-4])(?:{_SEP}(?P<q2>[二三四2-4]))? ?季度|第(?P<qs>[一二三四1-4]) ?季)[初末底]?|(?P<qword>{w('quarter')})度?"
    inner = (
        rf"(?:{months}|{month} ?(?:{day}|(?P<mpart>{w('month_part')}))?|{quarters}"
        rf"|前(?P<nq>[一二两三123]) ?个?季度|首(?P<nqs>[两三])季度?|[前首](?P<nm>1[01]|[2-9]|[二两三四五六七八九十]{{1,2}}) ?个月"
        rf"|(?P<half>{w('half')})|(?P<yedge>{w('year_edge')})|(?P<whole>{w('whole_year')}))"
    )
    return inner, f"(?:(?P<before>{w('before')})|(?P<open>{w('open')}))?"


def _calendar_patterns(lex: _Lexicon, era_text: bool) -> dict[str, str]:
    """Branches for points of the calendar, with and without their year."""
    w = lex.words
    inner, tail = _calendar_pieces(lex)
    rest = rf"(?: ?{inner}|(?P<sedge>{w('short_edge')}))?{tail}"
    head = (
        rf"(?:(?<!\d)(?:(?P<y>{_Y4})(?: ?年度?|(?={w('half')}))|(?P<cy>{_C4})年)"
        rf"|(?P<rel>{w('relative_year')})|(?P<same>{w('same_year')})|[去今明后本]\((?P<paren>{_Y4}|[89]\d|1[0-3]\d) ?年?\) ?年)"
    )
    # In a text of the Republic 114年 is a year; elsewhere only with a month behind it.
    proof = "(?:度|(?![来多余期以前次]))" if era_text else r"(?= ?\d{1,2} ?月)"
    return {
        "era": rf"(?P<era>{w('era')}) ?(?P<ey>\d{{1,3}}|[{_CN}百]{{1,5}}|元) ?年度?{rest}",
        "point": rf"{head}{rest}",
        "bare_era": rf"{_FREE}(?P<ey>[89]\d|1[0-3]\d) ?年{proof}{rest}",
        "bare_year": rf"(?<!\d)(?:(?P<y>{_Y4})|(?P<cy>{_C4}))(?= ?{_SEP} ?(?:{_Y4}|{_C4}) ?年)",
        "listed": rf"(?<!\d)(?:(?P<y>{_Y4})|(?P<cy>{_C4}))(?=(?:[、和及与](?:{_Y4}|{_C4})){{0,4}}[、和及与](?:{_Y4}|{_C4}) ?年)",
        # 第一阶段(2022-2027): the years of a stage.
        "stage": rf"(?<=[段期]\()(?P<y>{_Y4}) ?{_SEP} ?(?P<to>{_Y4})(?=\))",
        "school": rf"{_FREE}(?P<ey>[89]\d|1[0-3]\d) ?学年度?(?: ?第(?P<sem>[一二12]) ?学期)?" if era_text else "(?!)",
        "bare_era_first": rf"{_FREE}(?P<ey>[89]\d|1[0-3]\d)(?= ?{_SEP} ?(?:[89]\d|1[0-3]\d) ?年)" if era_text else "(?!)",
        "inner": rf"{_FREE}{inner}{tail}",
    }


def _span_patterns(lex: _Lexicon) -> dict[str, str]:
    """Branches for plans, centuries, fiscal years and counted years."""
    w = lex.words
    _, tail = _calendar_pieces(lex)
    number = f"(?:{_COUNT}|{w('vague_number')})"
    decade = "(?P<decade>[1-9]0|[二三四五六七八九]十)年代(?:初期|中期|末期|后期|初(?!步)|末)?"
    plan = w("plan")
    plan_tail = rf"(?P<window>{w('plan_window')})?(?P<pedge>{w('plan_edge')})?{tail}"
    apart = r" ?[-—–~～/╱至] ?"
    fiscal, two = rf"(?:20\d\d|二[{_ZERO}]{_CN_DIGIT}{{2}})", f"{_CN_DIGIT}{{2}}"
    lead = f"(?P<ahead>{w('ahead')})|(?P<back>{w('back')})"
    ends = rf"(?P<within>{w('within_tail')})|(?P<btail>{w('back_tail')})|(?P<ago>{w('ago')})"
    return {
        "century": (
            rf"(?:(?P<cent>{w('century')})(?:{decade}|(?P<cpart>{w('century_part')}))?|{decade.replace('decade', 'decade2')}){tail}"
        ),
        "ordinal": rf"第(?P<ordinal>[{_CN}]{{1,3}})个五年(?:规划|计划)(?:纲要)?",
        "plan": rf"(?:[“‘\"](?P<p>{plan})[”’\"]|(?<![{_CN}百第])(?P<p1>{plan})(?![{_CN}个项条次份件家年月日万亿]))[ ]?{plan_tail}",
        "fiscal": (
            rf"(?P<flead>{w('fiscal_lead')}) ?(?P<fa1>{fiscal}){apart}(?P<fb1>(?:20)?\d\d|{two})(?!\d)"
            rf"|(?<!\d)(?P<fa>{fiscal}){apart}(?P<fb>(?:20)?\d\d|{_C4}|{two})\n?(?:(?P<fword>{w('fiscal')})"
            # 2031/32、2032/33及2033/34年度: the last of a range or a list says which years they are.
            rf"|(?=(?: ?(?:{_SEP}|[、及和与]) ?{fiscal}{apart}(?:(?:20)?\d\d|{two}))+\n?(?P<fnext>{w('fiscal')})))"
            rf"|(?<!\d)(?P<fa2>20\d\d) ?[-/] ?(?P<fb2>\d\d)年(?!{w('other_word')}|代|\d月)(?:底前?|内)?"
        ),
        "month": rf"(?P<relmonth>{w('relative_month')})[底末初中]?(?:(?P<before>{w('before')})|(?P<open>{w('open')}))?",
        "frequency": rf"{w('frequency')}|每隔?{number}(?:年|个月)",
        "count": (
            rf"(?:{lead}|{_FREE}(?<![第A-Za-z{_CN}百千零〇○]))(?P<n>{number})(?:{_SEP}(?P<nb>\d{{1,2}}|[{_CN}]))? ?[多余几来]?"
            rf"(?P<unit>个年头|年半|年|个季度|个月|个多月|个财政年度|个学年)(?!{w('other_word')}|\d月|代)"
            rf"[多余]?(?:左右)?(?P<time>的?(?:时间|努力))?(?:{ends}|(?=(?P<total>{w('total')})))?"
        ),
    }


def _patterns(lex: _Lexicon, era_text: bool) -> dict[str, str]:
    """Branches by name, in order of preference."""
    calendar, spans, w = _calendar_patterns(lex, era_text), _span_patterns(lex), lex.words
    order = ("era", "century", "ordinal", "plan", "fiscal", "pair", "month", "stage", "point", "bare_era", "school", "bare_era_first", "bare_year", "listed", "frequency", "event",
             "count", "inner", "term", "season", "holiday", "idle")  # fmt: skip
    words = {
        "pair": f"(?P<pair>{w('year_pair')})",
        "event": f"(?P<event>{w('event')})以来",
        "term": f"(?P<term>{w('term')})",
        "season": f"(?P<season>{w('season')})",
        "holiday": f"(?P<holiday>{w('holiday')})",
        "idle": f"(?P<idle>{w('idle')})",
    }
    branches = calendar | spans | words
    return {name: branches[name] for name in order}


_LEADING_GROUPS: Final = (
    "plan", "relative_year", "relative_month", "same_year", "year_pair", "whole_year", "year_edge", "half", "quarter", "month_name", "ahead",
    "back", "frequency", "idle", "century", "term", "event", "season", "holiday", "era", "fiscal_lead",
)  # fmt: skip


def _gate(lex: _Lexicon) -> str:
    """The first character of any branch, with what may stand there: the cheap test that most places fail."""
    numeral = f"{_CN}两几数多半百{_ZERO}"
    words = [
        word for group in _LEADING_GROUPS for word in lex.values[group] if len(word) > 1 and word[0] not in numeral
    ]
    first, second = ("".join(sorted({word[place] for word in words})) for place in (0, 1))
    apart = r"\-—–~～至到/╱"
    leads = "".join(sorted({word for group in ("ahead", "back") for word in lex.values[group] if len(word) == 1}))
    pieces = (
        rf"(?<!\d)\d{{1,4}}(?:\.\d)?[ \n]?[年月个季世学多余几来上下、和及与{apart}]",
        rf"[{numeral}]{{1,5}}[年月个季世余来大届直段 {apart}]",
        rf"[一二]{_CN_DIGIT}{{3}}",
        f'[“‘"]?{lex.words("plan")}',
        f"[{re.escape(first)}][{re.escape(second)}]",
        f"[{leads}第前首每][隔\\d{numeral}]",
        r"[去今明后本]\(",
    )
    start = "".join(sorted({word[0] for word in lex.values["plan"]}))
    # What follows is looked at from behind the character, so that the pattern begins by taking one.
    return f'[“‘"\\d去今明后本第前首每{start}{numeral}{leads}{re.escape(first)}](?<=(?={"|".join(pieces)}).)'


@dataclass(frozen=True, slots=True)
class _Grammar:
    """The compiled patterns: two to scan with, one a branch to read its parts, and the guards of names."""

    lexicon: _Lexicon
    gate: re.Pattern[str]
    scan: re.Pattern[str]
    scan_era: re.Pattern[str]
    branches: dict[str, re.Pattern[str]]
    branches_era: dict[str, re.Pattern[str]]
    era_text: re.Pattern[str]


@functools.cache
def _grammar() -> _Grammar:
    lex = _Lexicon(load("times", TimeWord))
    def compiled(era_text: bool) -> tuple[re.Pattern[str], dict[str, re.Pattern[str]]]:
        branches = _patterns(lex, era_text)
        plain = "|".join(f"(?P<{name}>{re.sub(r'[(][?]P<[^>]+>', '(?:', body)})" for name, body in branches.items())
        return kept_pattern(plain), {name: kept_pattern(body) for name, body in branches.items()}

    scan, branches = compiled(era_text=False)
    scan_era, branches_era = compiled(era_text=True)
    return _Grammar(lex, kept_pattern(_gate(lex)), scan, scan_era, branches, branches_era, kept_pattern(lex.words("era_text")))


# ---- parts of a match ------------------------------------------------------------------------------------------------
@dataclass(slots=True)
class _Found:
    """A match before ranges are joined, with the branch that made it."""

    start: int
    end: int
    kind: str
    parts: Parts
    branch: str


_FINEST: Final = (
    ("day", "day"), ("month", "month"), ("quarter", "quarter"), ("half", "half_year"), ("edge", "year_part"), ("year", "year"),
    ("rel", "year"), ("same", "year"), ("whole", "year"),
)  # fmt: skip


def _kind_of(parts: Parts) -> str:
    if any(key.startswith("to_") for key in parts):
        return "range"
    if "open" in parts:
        return "since"
    return next(kind for key, kind in _FINEST if key in parts)


def _year_parts(groups: dict[str, str | None], lex: _Lexicon) -> Parts:
    """The year of a point: absolute, counted from the plan year, or the one named before."""
    paren = groups.get("paren") or ""
    year = groups.get("y") or groups.get("cy") or (paren if len(paren) == _YEAR_DIGITS else "")
    if year:
        return {"year": _year(year)}
    if text := groups.get("ey") or paren or None:
        # Years of the Republic count from 1912.
        return {"year": 1911 + (_integer(text) or 0)}
    if text := groups.get("rel"):
        return {"rel": lex.values["relative_year"][text]}
    if text := groups.get("same"):
        return {"same": lex.values["same_year"][text]}
    return {}


def _month_parts(groups: dict[str, str | None], lex: _Lexicon) -> Parts:
    parts: Parts = {}
    if text := groups["m"]:
        parts["month"] = int(text)
    elif text := groups["mname"]:
        parts["month"] = lex.values["month_name"][text]
    elif (first := groups["ma"]) and (last := groups["mb"]):
        return {"month": int(first), "to_month": int(last)}
    for name, key in (("d", "day"), ("m2", "to_month"), ("d2", "to_day")):
        if text := groups[name]:
            parts[key] = _integer(text) or 0
    if "to_day" in parts:
        parts.setdefault("to_month", parts["month"])
    if text := groups["mpart"]:
        parts["month_part"] = lex.values["month_part"][text]
    return parts


def _inner_parts(groups: dict[str, str | None], lex: _Lexicon) -> Parts:
    """The part of the year."""
    parts = _month_parts(groups, lex)
    if text := groups["q"] or groups["qs"]:
        parts["quarter"] = _integer(text) or 0
        if last := groups["q2"]:
            parts["to_quarter"] = _integer(last) or 0
    elif groups["qword"]:
        parts["quarter"] = 1
    elif text := groups["nq"] or groups["nqs"]:
        parts |= {"quarter": 1, "to_quarter": _integer(text) or 0}
    elif text := groups["nm"]:
        parts |= {"month": 1, "to_month": _integer(text) or 0}
    for name, group, key in (("half", "half", "half"), ("yedge", "year_edge", "edge"), ("sedge", "short_edge", "edge")):
        if text := groups.get(name):
            parts[key] = lex.values[group][text]
    if groups["whole"]:
        parts["whole"] = 1
    return parts


def _possible(parts: Parts) -> bool:
    """Whether the month has that day; 2月29日 without a year is possible."""
    year = parts.get("year", 2024)
    assert isinstance(year, int)
    for prefix in ("", "to_"):
        month, day = parts.get(prefix + "month", 1), parts.get(prefix + "day", 1)
        if not (isinstance(month, int) and isinstance(day, int)) or not 1 <= month <= 12:
            return False
        if not 1 <= day <= monthrange(year, month)[1]:
            return False
    return True


_FROM: Final = frozenset("从自由")
_OPENING: Final = frozenset("\n,。;:、(年")
# Branches whose matches read the same wherever they stand.
_REPEATED: Final = frozenset({"point", "inner"})


def _tail_parts(match: re.Match[str], lex: _Lexicon) -> Parts:
    """What stands behind the time; 2026年开始建设 is a year, 从2026年开始 an open end."""
    groups = match.groupdict()
    parts: Parts = {}
    if groups.get("before"):
        parts["before"] = 1
    if text := groups.get("open"):
        parts["open"] = lex.values["open"][text]
        if parts["open"] == "begin" and match.string[max(0, match.start() - 1) : match.start()] in _FROM:
            parts["open"] = "from"
    return parts


def _point(match: re.Match[str], lex: _Lexicon) -> tuple[str, Parts] | None:
    groups = match.groupdict()
    if groups.get("nm") and match.start("nm") == match.start() + 1 and not _opens_clause(match):
        # 毕业前三个月 counts back from an event; 前11个月 opens its clause.
        return None
    parts = _year_parts(groups, lex)
    if "m" in groups:
        parts |= _inner_parts(groups, lex)
    parts |= _tail_parts(match, lex)
    return (_kind_of(parts), parts) if _possible(parts) else None


def _opens_clause(match: re.Match[str]) -> bool:
    return match.start() == 0 or match.string[match.start() - 1] in _OPENING


def _century(match: re.Match[str], lex: _Lexicon) -> tuple[str, Parts] | None:
    groups = match.groupdict()
    word = groups["cent"]
    parts: Parts = {"century": lex.values["century"][word] if word else 20}
    if text := groups["decade"] or groups["decade2"]:
        parts["decade"] = _integer(text) or 0
    if text := groups["cpart"]:
        parts["edge"] = lex.values["century_part"][text]
    parts |= _tail_parts(match, lex)
    # A century alone is an epoch (21世纪海上丝绸之路), no date.
    return ("century" if len(parts) > 1 else "idle"), parts


def _plan(match: re.Match[str], lex: _Lexicon) -> tuple[str, Parts] | None:
    groups = match.groupdict()
    word = groups["p"] or groups["p1"]
    parts: Parts = {"plan": lex.values["plan"][word]}
    if text := groups["pedge"]:
        parts["edge"] = lex.values["plan_edge"][text]
    parts |= _tail_parts(match, lex)
    # Two characters without quotes (十五, 七五) are numerals unless a word says that a plan is meant.
    if groups["p1"] and len(word) == 2 and not (groups["window"] or groups["pedge"] or groups["open"]):
        return None
    return "plan", parts


def _ordinal(match: re.Match[str], lex: _Lexicon) -> tuple[str, Parts] | None:
    number = _integer(match["ordinal"])
    return ("name", {"plan": number}) if number else None


def _fiscal(match: re.Match[str], lex: _Lexicon) -> tuple[str, Parts] | None:
    groups = match.groupdict()
    first, last = (_year(groups[f] or groups[f + "1"] or groups[f + "2"] or "") for f in ("fa", "fb"))
    short = last < 100
    last += first // 100 * 100 if short else 0
    if last <= first:
        return None
    if groups["fb2"] and last > first + 1:
        # 2016-20年 are years, 2025-26年 is one.
        return "range", {"year": first, "to_year": last}
    word = groups["fword"] or groups["fnext"]
    kind = lex.values["fiscal"][word] if word else "fiscal"
    if not short and kind == "fiscal" and not groups["flead"] and groups["fword"] == "年度":
        # 2024-2025年度 with both years in full counts calendar years.
        return "range", {"year": first, "to_year": last}
    return "fiscal_year", {"year": first, "to_year": last, "calendar": kind}


def _stage(match: re.Match[str], lex: _Lexicon) -> tuple[str, Parts] | None:
    first, last = _year(match["y"]), _year(match["to"])
    return ("range", {"year": first, "to_year": last}) if first < last else None


def _school(match: re.Match[str], lex: _Lexicon) -> tuple[str, Parts] | None:
    year = 1911 + int(match["ey"])
    parts: Parts = {"year": year, "to_year": year + 1, "calendar": "school"}
    return "fiscal_year", parts | ({"semester": 1 if match["sem"] in "一1" else 2} if match["sem"] else {})


def _month(match: re.Match[str], lex: _Lexicon) -> tuple[str, Parts] | None:
    """A month counted from the one in which the document speaks."""
    parts: Parts = {"rel_month": lex.values["relative_month"][match["relmonth"]]}
    return "month", parts | _tail_parts(match, lex)


def _count(match: re.Match[str], lex: _Lexicon) -> tuple[str, Parts] | None:
    groups = match.groupdict()
    number, unit = groups["nb"] or groups["n"] or "", groups["unit"] or ""
    parts: Parts = {"unit": {"个季度": "quarter", "个月": "month", "个多月": "month"}.get(unit, "year")}
    if calendar := _CALENDARS.get(unit):
        parts["calendar"] = calendar
    if number == "半":
        parts |= {"unit": "month", "n": 6}
    elif (value := _integer(number)) is not None:
        parts["n"] = value
    if "n" not in parts:
        return "duration", parts
    if groups["ago"]:
        parts["ago"] = 1
    if groups["back"] or groups["btail"]:
        return ("within" if groups["ahead"] else "age_of"), parts
    before = match.string[max(0, match.start() - _LEAD_LENGTH) : match.start()]
    if lex.ending("stretch", before) or lex.ending("own_clock", before):
        return "duration", parts
    if groups["within"] or groups["ahead"]:
        # 毕业五年内的学生: a condition, not a deadline.
        qualifies = groups["within"] and not groups["ahead"] and match.string.startswith("的", match.end())
        return ("duration" if qualifies else "within"), parts
    if lex.ending("take", before) and parts["unit"] == "year":
        return "within", parts
    return ("age_of" if groups["total"] else "duration"), parts


def _words(match: re.Match[str], lex: _Lexicon) -> tuple[str, Parts] | None:
    groups = match.groupdict()
    if text := groups.get("pair"):
        first = lex.values["year_pair"][text]
        assert isinstance(first, int)
        return "range", {"rel": first, "to_rel": first + (2 if "三" in text else 1)}
    if text := groups.get("event"):
        return "since", {"event": lex.values["event"][text], "open": "since"}
    if text := groups.get("term"):
        return "term", {"open": "since"} if text.endswith("以来") else {}
    if groups.get("season"):
        return "year_part", {"season": 1, "before": 1}
    if text := groups.get("holiday"):
        value = lex.values["holiday"][text]
        assert isinstance(value, int)
        return "day", {"month": value // 100, "day": value % 100, "before": 1}
    return ("idle" if groups.get("idle") else "frequency"), {}


_BUILDERS: Final[dict[str, Callable[[re.Match[str], _Lexicon], tuple[str, Parts] | None]]] = {
    "era": _point, "point": _point, "bare_era": _point, "bare_era_first": _point, "bare_year": _point, "inner": _point, "century": _century,
    "plan": _plan, "ordinal": _ordinal, "fiscal": _fiscal, "school": _school, "stage": _stage, "month": _month, "count": _count, "listed": _point,
}  # fmt: skip


Built = tuple[str, Parts] | None


def _build(match: re.Match[str], branch: str) -> Built:
    return _BUILDERS.get(branch, _words)(match, _grammar().lexicon)


@functools.lru_cache(maxsize=4096)
def _build_point(branch: str, before: str, piece: str) -> Built:
    """Kind and parts of a point of the calendar; most points of a text (今年, 2025年) come again and again."""
    match = _grammar().branches[branch].fullmatch(before + piece, len(before))
    return _build(match, branch) if match else None


def _scan(text: str) -> Iterator[_Found]:
    """Matches in order, before ranges and names."""
    grammar = _grammar()
    era = grammar.era_text.search(text) is not None or _ERA_DATE.search(text) is not None
    scan, branches = (grammar.scan_era, grammar.branches_era) if era else (grammar.scan, grammar.branches)
    for hit in matches_at(grammar.gate, scan, text):
        branch = hit.lastgroup or ""
        start, end = hit.span()
        if branch in _REPEATED:
            # All that the character before decides is whether the time opens its clause and whether it stands behind 从.
            before = text[start - 1] if start else "\n"
            built = _build_point(
                branch, before if before in _FROM else "," if before in _OPENING else "的", text[start:end]
            )
        else:
            match = branches[branch].match(text, start)
            built = _build(match, branch) if match else None
        if built is not None:
            kind, parts = built
            if parts.get("open") == "begin":
                # 2026年开始建设: the verb of the clause, no part of the time.
                verb = grammar.lexicon.ending("open", text[start:end]) or ""
                parts = {key: value for key, value in parts.items() if key != "open"}
                kind, end = kind if branch in {"plan", "century"} else _kind_of(parts), end - len(verb)
            yield _Found(start, end, kind, parts, branch)


# ---- ranges and names ------------------------------------------------------------------------------------------------
_JOINER: Final = re.compile(rf" ?{_SEP} ?")
_POINTS: Final = frozenset({"year", "month", "day", "quarter", "half_year", "year_part"})
_YEAR_KEYS: Final = ("year", "rel", "same")
# Counted years that do not begin in January (未来3个学年).
_CALENDARS: Final = {"个财政年度": "fiscal", "个学年": "school"}


def _joined(first: _Found, last: _Found, text: str) -> _Found | None:
    """The range from one point to the next, if only a dash or 至 stands between them."""
    if first.kind == last.kind == "fiscal_year":
        return _joined_fiscal(first, last, text)
    # 自3月1日起至年底: a start with 起 takes part like any point.
    begins = first.kind in _POINTS or (first.kind == "since" and first.parts.get("open") == "from")
    if not begins or last.kind not in _POINTS | {"since"} or {"before", "season"} & first.parts.keys():
        return None
    if last.start - first.end > 4 or not _JOINER.fullmatch(text, first.end, last.start):
        return None
    earlier, later = first.parts.get("year"), last.parts.get("year")
    if isinstance(earlier, int) and isinstance(later, int) and later < earlier:
        return None
    parts = {key: value for key, value in first.parts.items() if key != "open"} | {
        f"to_{key}": value for key, value in last.parts.items() if key not in {"before", "open"}
    }
    if "before" in last.parts:
        parts["before"] = 1
    return _Found(first.start, last.end, "range", parts, first.branch)


def _joined_fiscal(first: _Found, last: _Found, text: str) -> _Found | None:
    if not _JOINER.fullmatch(text, first.end, last.start):
        return None
    parts = {**first.parts, "calendar": last.parts["calendar"], "to_year": last.parts["to_year"]}
    return _Found(first.start, last.end, "fiscal_year", parts, first.branch)


def _with_ranges(found: Iterator[_Found], text: str) -> Iterator[_Found]:
    held: _Found | None = None
    for item in found:
        if held is not None:
            if (joined := _joined(held, item, text)) is not None:
                held = joined
                continue
            if held.branch not in _FIRST_OF_TWO or held.kind == "range":
                yield held
        held = item
    if held is not None and (held.branch not in _FIRST_OF_TWO or held.kind == "range"):
        yield held


# A title that is never closed is a match without an end, so that what follows is not read again from every 《 in it.
_QUOTED: Final = re.compile("《[^》\n]*(?P<end>》)?")
_TITLE_LENGTH: Final = 60
_CLAUSE_END: Final = re.compile("[,;。:、\n()]")
_OF: Final = ("", "的")


class _Names:
    """Which times of a text stand inside the name of a plan or document."""

    def __init__(self, text: str, lex: _Lexicon) -> None:
        self._text, self._lex = text, lex
        spans = [match.span() for match in _QUOTED.finditer(text) if match["end"]]
        self._starts, self._ends = [s for s, _ in spans], [e for _, e in spans]
        self._by_group = {group: tuple(lex.values[group]) for group in ("document", "programme", "outlook", "title")}

    def entry(self, item: _Found) -> str | None:
        """Id of the entry that makes it a name, or None."""
        text = self._text
        index = bisect_right(self._starts, item.start) - 1
        if index >= 0 and item.start < self._ends[index]:
            return self._lex.owners["quoted", "《"]
        if item.branch == "count":
            return self._ahead("programme", item.end) if item.kind == "duration" else None
        if item.branch not in {"point", "bare_year", "era", "bare_era", "bare_era_first"}:
            return None
        if owner := self._ahead("edition", item.end) or self._ahead("outlook", item.end):
            return owner
        if item.start and text[item.start - 1] == "(" and text[item.end : item.end + 1] == ")":
            return self._behind("document", item.start - 1)
        return self._title(item)

    def _ahead(self, group: str, at: int) -> str | None:
        match = self._pattern(group).match(self._text, at)
        return self._lex.owners[group, match[0]] if match else None

    def _pattern(self, group: str) -> re.Pattern[str]:
        return _name_pattern(group)

    def _behind(self, group: str, at: int) -> str | None:
        words = self._by_group[group]
        return next((self._lex.owners[group, word] for word in words if self._text.endswith(word, 0, at)), None)

    def _title(self, item: _Found) -> str | None:
        """A whole line that is the title of a document: 2026年政府工作报告."""
        end = self._text.find("\n", item.end, item.end + _TITLE_LENGTH)
        if end < 0:
            end = len(self._text)
        start = self._text.rfind("\n", max(0, item.start - _TITLE_LENGTH), item.start) + 1
        if end - start > _TITLE_LENGTH:
            return None
        return self._behind("title", end)


@functools.cache
def _name_pattern(group: str) -> re.Pattern[str]:
    return kept_pattern(_grammar().lexicon.words(group))


def _mentions(text: str) -> Iterator[tuple[_Found, str | None]]:
    """Every time with the entry that makes it a name, if any."""
    names = _Names(text, _grammar().lexicon)
    before: _Found | None = None
    for item in _with_ranges(_scan(text), text):
        if before is None:
            pass
        elif before.kind == "frequency" and before.end == item.start and item.branch == "inner":
            # 每年12月底前 comes round every year.
            item = _Found(item.start, item.end, "frequency", item.parts, item.branch)
        elif before.kind == "range" and item.kind in {"age_of", "within"} and text[before.end : item.start] in _OF:
            # 从2020年到2023年的四年间: the span is that range.
            item = _Found(item.start, item.end, "range", before.parts, item.branch)
        elif item.branch == "count" and _follows(before, item, text):
            # 自2026年起用3年: the count starts with that year.
            parts = item.parts | {key: before.parts[key] for key in (*_YEAR_KEYS, "calendar") if key in before.parts}
            item = _Found(item.start, item.end, "within", parts, item.branch)
        before = item
        yield item, names.entry(item)


def _follows(anchor: _Found, item: _Found, text: str) -> bool:
    """Whether a counted span stands close behind 从X年起 in its clause."""
    from_then = anchor.parts.get("open") == "from" or (anchor.kind == "fiscal_year" and text.startswith("起", anchor.end))
    if (
        not from_then
        or item.kind not in {"within", "duration"}
        or item.parts["unit"] != "year"
        or "n" not in item.parts
        or "ago" in item.parts
    ):
        return False
    gap = text[anchor.end : item.start]
    if _grammar().lexicon.ending("stretch", gap):
        # 今年起推行为期三年的计划 tells how long the plan runs.
        return False
    return len(gap) <= _LEAD_LENGTH and not _CLAUSE_END.search(gap.removeprefix(","))


def find_times(text: str) -> list[TimeMention]:
    """Find every time expression.

    Parameters
    ----------
    text : str
        Normal text, paragraphs separated by line feeds.

    Returns
    -------
    list of TimeMention
        In order, non-overlapping; spans are offsets into ``text``. ``parts`` is what
        :func:`~pipeline.extract.time_resolution.resolve` reads: ``year``, ``rel`` (years from the plan year), ``same``
        (years from the year named before), ``month``, ``day``, ``quarter``, ``half``, ``edge``, ``plan``, ``n`` with ``unit``,
        the same with ``to_`` for the end of a range, ``before``, ``open`` (from, after, since).
    """
    return [
        TimeMention(item.start, item.end, "name" if owner else item.kind, tuple(item.parts.items()))
        for item, owner in _mentions(text)
    ]


# ---- rule examples ---------------------------------------------------------------------------------------------------
# Named groups of the patterns and the groups of words that fill them, where the names differ.
_SLOTS: Final = {
    "m": "", "rel": "relative_year", "relmonth": "relative_month", "same": "same_year", "mname": "month_name", "mpart": "month_part", "qword": "quarter",
    "yedge": "year_edge", "sedge": "short_edge", "whole": "whole_year", "cent": "century", "cpart": "century_part",
    "p": "plan", "p1": "plan", "n": "vague_number", "window": "plan_window", "pedge": "plan_edge", "flead": "fiscal_lead", "fword": "fiscal",
    "within": "within_tail", "btail": "back_tail", "pair": "year_pair",
}  # fmt: skip


def _owners(item: _Found, text: str) -> set[str]:
    """Entries whose words stand in the mention, or before it and make it what it is."""
    grammar, lex = _grammar(), _grammar().lexicon
    match = grammar.branches_era[item.branch].match(text, item.start) or grammar.branches[item.branch].match(
        text, item.start
    )
    assert match is not None
    owners = {lex.owners.get((_SLOTS.get(name, name), word)) for name, word in match.groupdict().items() if word}
    owners.add(lex.owners.get(("frequency", match[0])))
    if item.branch == "count":
        before = text[: item.start]
        owners |= {
            lex.owners.get((group, lex.ending(group, before) or "")) for group in ("take", "stretch", "own_clock")
        }
    if item.branch in {"bare_era", "bare_era_first", "school"}:
        owners |= {lex.owners["era_text", word] for word in lex.values["era_text"] if word in text}
    return {owner for owner in owners if owner}


def fires(entry_id: str, text: str) -> bool:
    """Whether an entry of ``rules/times.yaml`` takes part in finding a time in the text."""
    return any(entry_id == name or entry_id in _owners(item, text) for item, name in _mentions(text))
