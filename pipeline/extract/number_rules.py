"""The rule files of quantities, and the one pattern they compile to.

``rules/units.yaml`` says what may follow a number, ``rules/quantity_modifiers.yaml`` what bounds it (以上, 不低于, 余),
``rules/number_names.yaml`` which digits count nothing. How digits, magnitudes, ranges, fractions and ratios combine is
grammar and stands here.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import Field

from pipeline.compiled import kept_pattern
from pipeline.extract.chinese_numerals import ARABIC, CHINESE, CHINESE_DIGITS, MAGNITUDE, NUMBER
from pipeline.rulebook import Entry, load

UnitKind = Literal[
    "count", "money", "area", "length", "mass", "volume", "energy", "power", "time", "share", "index", "ratio",
    "people", "data", "multiple",
]  # fmt: skip


class UnitEntry(Entry):
    """A unit or a group of classifiers (``rules/units.yaml`` explains the fields)."""

    kind: UnitKind
    forms: tuple[str, ...] = ()
    base_unit: str | None = None
    factor: float = 1.0
    strong: bool = False
    arabic_only: bool = False
    not_words: tuple[str, ...] = ()
    only_before: tuple[str, ...] = ()
    bounded: bool = False
    measures: tuple[str, ...] = ()
    least: float | None = None
    low: float | None = None
    high: float | None = None
    values: dict[str, float] = Field(default_factory=dict)
    in_front: tuple[str, ...] = ()


class ModifierEntry(Entry):
    """A group of words that bound or soften a quantity (``rules/quantity_modifiers.yaml`` explains the fields)."""

    position: Literal["before", "after", "infix", "magnitude", "reach"]
    comparator: Literal["ge", "le", "approx"]
    words: tuple[str, ...]
    not_after: tuple[str, ...] = ()
    only_after: tuple[str, ...] = ()
    not_before: tuple[str, ...] = ()
    unit_kinds: tuple[UnitKind, ...] = ()
    unit_words: tuple[str, ...] = ()
    bridge: tuple[str, ...] = ()
    free_gap: int = 0
    takes_number: bool = False


class NameEntry(Entry):
    """Contexts in which a number counts nothing (``rules/number_names.yaml`` explains the fields)."""

    before: tuple[str, ...] = ()
    before_bare: tuple[str, ...] = ()
    before_one: tuple[str, ...] = ()
    before_unit: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    list_units: tuple[str, ...] = ()
    unit_then: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    after: tuple[str, ...] = ()
    after_unit: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    magnitude_after: tuple[str, ...] = ()
    quoted: bool = False


def units() -> tuple[UnitEntry, ...]:
    """All unit entries, in file order."""
    return load("units", UnitEntry)


def modifiers() -> tuple[ModifierEntry, ...]:
    """All modifier entries, in file order."""
    return load("quantity_modifiers", ModifierEntry)


def names() -> tuple[NameEntry, ...]:
    """All entries of numbers that are names, in file order."""
    return load("number_names", NameEntry)


def trie(words: Iterable[str]) -> str:
    """A pattern that matches the longest of the words, factored by common beginnings so that a miss costs one step."""
    tree: dict[str, Any] = {}
    for word in words:
        node = tree
        for char in word:
            node = node.setdefault(char, {})
        node[""] = {}

    def build(node: dict[str, Any]) -> str:
        leaves = [re.escape(char) for char, below in node.items() if char and set(below) == {""}]
        branches = [re.escape(char) + build(below) for char, below in node.items() if char and set(below) != {""}]
        if leaves:
            branches.append(leaves[0] if len(leaves) == 1 else "[" + "".join(leaves) + "]")
        body = branches[0] if len(branches) == 1 and "" not in node else "(?:" + "|".join(branches) + ")"
        return body + "?" if "" in node else body

    return build(tree) if tree else "(?!)"


DASH = r"[-–—－~～〜∼]{1,2}"
TO = rf"(?:{DASH}|[至到](?:未满|不满)?)(?![0-9]{{1,4}}(?:月|号|日(?!内|以|之))|[0-9]{{3,4}}年)"
PER = "年月日季周时秒分天"


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Everything compiled from the three rule files."""

    master: re.Pattern[str]
    unit_of: dict[str, UnitEntry]
    value_of: dict[str, tuple[float, UnitEntry]]
    before: dict[str, tuple[tuple[str, ModifierEntry], ...]]
    after: dict[str, ModifierEntry]
    infix: dict[str, ModifierEntry]
    magnitude_before: dict[str, tuple[tuple[str, ModifierEntry], ...]]
    reach: tuple[tuple[re.Pattern[str], ModifierEntry], ...]
    any_reach: re.Pattern[str]
    in_front: dict[str, tuple[str, ...]]
    name_before: dict[str, tuple[str, ...]]
    name_before_bare: dict[str, tuple[str, ...]]
    name_before_one: tuple[str, ...]
    name_before_unit: dict[str, tuple[str, ...]]
    list_units: frozenset[str]
    unit_then: dict[str, re.Pattern[str]]
    refused: re.Pattern[str]
    name_after: re.Pattern[str]
    name_after_unit: re.Pattern[str]
    name_after_magnitude: re.Pattern[str]
    list_of_names: re.Pattern[str]


def _by_last_char(pairs: Iterable[tuple[str, ModifierEntry]]) -> dict[str, tuple[tuple[str, ModifierEntry], ...]]:
    table: dict[str, list[tuple[str, ModifierEntry]]] = {}
    for word, entry in sorted(pairs, key=lambda pair: -len(pair[0])):
        table.setdefault(word[-1], []).append((word, entry))
    return {char: tuple(found) for char, found in table.items()}


def _words_by_last_char(words: Iterable[str]) -> dict[str, tuple[str, ...]]:
    table: dict[str, list[str]] = {}
    for word in words:
        table.setdefault(word[-1], []).append(word)
    return {char: tuple(found) for char, found in table.items()}


def _unit_pattern(entries: Iterable[UnitEntry]) -> str:
    """The unit words of some entries, with their look-aheads."""
    entries = tuple(entries)
    refused = trie(word for entry in units() for word in entry.not_words)
    plain = trie(form for entry in entries if not entry.only_before for form in entry.forms)
    bound = "".join(rf"|{trie(entry.forms)}(?={trie(entry.only_before)})" for entry in entries if entry.only_before)
    # A Latin unit ends where the Latin letters end: 5M is no unit in 5MPa.
    return rf"(?!{refused})(?:(?:{plain}){bound})(?<![A-Za-zμ](?=[A-Za-z0-9Ω]))"


def _modifier_pattern(position: str) -> str:
    groups = []
    for entry in modifiers():
        if entry.position == position and not entry.takes_number:
            guard = rf"(?!{trie(entry.not_before)})" if entry.not_before else ""
            groups.append(trie(entry.words) + guard)
        elif entry.position == position:
            groups.append(rf"{trie(entry.words)}{NUMBER}%?")
    return "(?:" + "|".join(groups) + ")"


def _master_pattern() -> re.Pattern[str]:
    all_units = [entry for entry in units() if entry.forms]
    arabic_unit = _unit_pattern(all_units)
    chinese_unit = _unit_pattern(entry for entry in all_units if not entry.arabic_only)
    classifier = trie(form for entry in all_units if entry.kind in ("count", "people") for form in entry.forms)
    latin = "(?: (?=[A-Za-zμ]{2}|[tmgh](?![A-Za-z0-9-])))?"  # 300 MW: a blank may part a number and a unit in Latin letters
    denominator = rf"(?:[十百千万亿]*?{arabic_unit}|[{PER}])"
    compound = rf"(?:\({classifier}\))?(?:/{denominator}(?:[·•]{denominator})?)*"
    # 八成五 and 8成5 are 8.5 成, but 八成三高患者 are 8 成: only where the numeral ends there.
    tenth = rf"(?:(?<=成)(?:[0-9{CHINESE_DIGITS[3:]}](?=[,。;、:)的以左至]|水平|$)|半(?![导径数年岛成]))|(?<=个)半(?:小时|钟头)|(?<=年)半(?![年导径数岛圆自]))"
    infix, suffix = _modifier_pattern("infix"), _modifier_pattern("after")
    # Without a unit a numeral counts from 万 on, and is read to its end (九万八千, 十四亿多人口).
    written_out = rf"(?<=[万亿])|(?<=[万亿][余多])|(?<=[万亿][{CHINESE_DIGITS}]千)|(?<=[万亿][{CHINESE_DIGITS}]千[{CHINESE_DIGITS}]百)"
    values = trie(word for entry in units() for word in entry.values)
    refused = trie(word for entry in units() if entry.values for word in entry.not_words)
    words = trie(word for entry in names() for word in entry.words)
    pieces = [
        # dates, times of day, versions, products, 4+4, telephone numbers
        r"(?P<skip>(?=[0-9])(?:(?:19|20)[0-9]{2}(?P<dot>[-/.])[01]?[0-9](?P=dot)[0-3]?[0-9](?![0-9])"
        r"|(?:19|20)[0-9]{2}[-/](?:0[1-9]|1[0-2])(?![0-9])"
        r"|[0-9]+(?:\.[0-9]+){2,}|[0-9]{1,2}[时点][0-9]{1,2}分(?!钟)"
        r"|[0-9]+(?:\+[0-9A-Za-z]+)+|[0-9.]+[×*][0-9.]+(?:小时)?"
        r"|0[0-9]{2,3}-[0-9]{7,8}|1[3-9][0-9]{9}(?![0-9])))",
        rf"(?P<ratio>{NUMBER}(?:[:∶]{NUMBER})+)",
        rf"(?P<slash>(?:[0-9]{{1,2}}/[0-9]{{1,3}}(?![0-9/])|[0-9]{{1,4}}分之[0-9]{{1,4}}(?![0-9.]))(?P<slash_suffix>{suffix})?)",
        rf"(?P<arabic>(?P<a>{ARABIC})(?:(?P<ai>{infix})(?P<am>{MAGNITUDE})?)?"
        rf"(?:(?:{latin}(?P<u0>{arabic_unit}))?(?P<to>{TO})(?P<b>{ARABIC})(?P<bi>{infix})?)?"
        rf"(?:{latin}(?P<u>{arabic_unit}{compound}))?(?P<tenth>{tenth})?(?P<suffix>{suffix})?)",
        rf"(?P<word>(?!{refused})(?P<value>{values})(?P<value_suffix>{suffix})?)",
        rf"(?P<fraction>(?P<parts>(?P<rate>[百千](?=分))|{CHINESE}|[0-9]+)分之(?P<share>{CHINESE}|{NUMBER})"
        # 上升百分之六至七千亿元: a second number with a unit of its own is what the first one leads to, no end of a range.
        rf"(?:(?:{DASH}|[至到])(?:(?P=parts)分之|(?(rate)|(?!)))(?P<share2>(?>{CHINESE}|{NUMBER}))(?!{arabic_unit}))?"
        rf"(?P<fraction_suffix>{suffix})?)",
        rf"(?P<name>{words})",
        rf"(?P<chinese>(?P<c>{CHINESE})(?:(?P<ci>{infix})(?P<cm>万亿|[万亿千])?)?"
        rf"(?:(?P<cu0>{chinese_unit})?(?P<cto>{DASH}|[至到](?:未满|不满)?)(?P<d>{CHINESE}))?"
        rf"(?:(?P<cu>{chinese_unit}{compound})|(?:{written_out})(?![{CHINESE_DIGITS}十百千]))"
        rf"(?P<ctenth>{tenth})?(?P<csuffix>{suffix})?)",
    ]
    return kept_pattern(
        rf"(?=[0-9{CHINESE_DIGITS}十百千万亿兆翻倍半减过对])(?:(?=[0-9])(?:{'|'.join(pieces[:4])})"
        rf"|(?<![{CHINESE_DIGITS}十百千万亿第几数好])(?:{'|'.join(pieces[4:])}))"
    )


@functools.cache
def lexicon() -> Lexicon:
    entries, name_entries = modifiers(), names()

    def at(position: str) -> list[tuple[str, ModifierEntry]]:
        return [(word, entry) for entry in entries if entry.position == position for word in entry.words]

    after = trie(word for entry in name_entries for word in entry.after)
    return Lexicon(
        master=_master_pattern(),
        unit_of={form: entry for entry in units() for form in entry.forms},
        value_of={word: (value, entry) for entry in units() for word, value in entry.values.items()},
        before=_by_last_char(at("before")),
        after=dict(at("after")),
        infix=dict(at("infix")),
        magnitude_before=_by_last_char(at("magnitude")),
        any_reach=kept_pattern(trie(word for entry in entries if entry.position == "reach" for word in entry.words)),
        reach=tuple((reach_pattern(entry), entry) for entry in entries if entry.position == "reach"),
        in_front=_words_by_last_char(sorted((w for entry in units() for w in entry.in_front), key=len, reverse=True)),
        name_before=_words_by_last_char(word for entry in name_entries for word in entry.before),
        name_before_bare=_words_by_last_char(word for entry in name_entries for word in entry.before_bare),
        name_before_one=tuple(word for entry in name_entries for word in entry.before_one),
        name_before_unit={unit: words for entry in name_entries for unit, words in entry.before_unit.items()},
        list_units=frozenset(unit for entry in name_entries for unit in entry.list_units),
        unit_then={
            unit: kept_pattern(rf"[一-鿿]{{0,8}}?{trie(words)}")
            for entry in name_entries
            for unit, words in entry.unit_then.items()
        },
        refused=kept_pattern(trie(word for entry in units() for word in entry.not_words)),
        name_after=kept_pattern(after),
        name_after_unit=kept_pattern(trie(word for entry in name_entries for word in entry.after_unit)),
        name_after_magnitude=kept_pattern(trie(word for entry in name_entries for word in entry.magnitude_after)),
        list_of_names=kept_pattern(rf"(?:[、和及至~—-][0-9]{{1,4}}){{1,8}}(?:{after})"),
    )


def reach_pattern(entry: ModifierEntry) -> re.Pattern[str]:
    if entry.free_gap:
        return kept_pattern(rf"({trie(entry.words)})[^,。;:!?、()0-9\n]{{1,{entry.free_gap}}}$")
    behind = f"(?<![{''.join(entry.not_after)}])" if entry.not_after else ""
    return kept_pattern(rf"{behind}({trie(entry.words)}){trie(entry.bridge)}+$")
