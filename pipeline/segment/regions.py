"""Places of the administrative division (GB/T 2260): from a name as written to the one place that is meant.

Names and codes come from ``rules/regions.csv`` (made by ``tools/make_regions.py``); the words by which a document names
its own place (我省, 全市) and the county names that are also common words from ``rules/metadata.yaml``.
"""

from __future__ import annotations

import csv
import functools
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from ahocorasick_rs import AhoCorasick, MatchKind

from pipeline.compiled import kept_pattern
from pipeline.rulebook import RULES_FOLDER, Entry, load
from pipeline.segment.tokens import cut

NATIONAL_CODE = "000000"
RULE_FILES = ("metadata", "issuers")
# Broad before narrow: a short name that several places share (吉林, 海南) means the broadest of them.
_BREADTH = {"national": 0, "province": 1, "other": 2, "prefecture": 2, "county": 3}
# The words for the document's own place, by the character that a name of that kind ends in.
_OWN = {"own_province": "province", "own_city": "prefecture", "own_county": "county", "own_district": "county"}
_HAN = re.compile(r"[\u4e00-\u9fff]")


class Cue(Entry):
    """Words of ``rules/metadata.yaml`` and ``rules/issuers.yaml``; ``match`` says where in a text one of them must stand."""

    match: Literal["line", "prefix", "suffix", "anywhere"]
    words: tuple[str, ...]
    years: tuple[int, ...] = ()


@functools.cache
def cue(entry_id: str) -> Cue:
    """The entry with that id."""
    return next(entry for name in RULE_FILES for entry in load(name, Cue) if entry.id == entry_id)


def words_of(entry_id: str) -> tuple[str, ...]:
    """The words of an entry, as written in the rule file."""
    return cue(entry_id).words


@functools.cache
def alternation(entry_id: str) -> str:
    """The words of an entry as the inside of a pattern, longest first."""
    return "|".join(re.escape(word) for word in sorted(cue(entry_id).words, key=len, reverse=True))


@functools.cache
def pattern_of(entry_id: str) -> re.Pattern[str]:
    """What finds an entry in a text (use ``search``): its words, longest first, held to where they must stand."""
    return compile_words(cue(entry_id).words, cue(entry_id).match)


def compile_words(words: Iterable[str], match: str) -> re.Pattern[str]:
    """Alternation of words, longest first, held to the line, its start, its end, or to nothing."""
    body = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    start, end = match in {"line", "prefix"}, match in {"line", "suffix"}
    return kept_pattern(("^" if start else "") + f"(?:{body})" + ("$" if end else ""))


def fires(entry_id: str, text: str) -> bool:
    """Whether the entry of that id fires in a text."""
    return pattern_of(entry_id).search(text) is not None


@dataclass(frozen=True, slots=True)
class Region:
    """A place.

    Attributes
    ----------
    code : str
        GB/T 2260 code, six digits; 000000 for the whole country.
    name, full_name : str
        海城市; 辽宁省鞍山市海城市.
    level : str
        national, province, prefecture, county, township, other.
    short_names : tuple of str
        Other names (海城; 延边, 延边州).
    until : str
        YYYYMM of the last revision that has the name, empty for current places.
    """

    code: str
    name: str
    full_name: str
    level: str
    short_names: tuple[str, ...] = ()
    until: str = ""


@dataclass(frozen=True, slots=True)
class RegionMention:
    """A name of a place in a text, with every place of that name; ``is_short`` if the generic part (市, 省) is left out."""

    start: int
    end: int
    regions: tuple[Region, ...]
    is_short: bool


@dataclass(frozen=True, slots=True)
class _Gazetteer:
    """All places, by code and by name, and the automaton over the names that may be looked for in running text."""

    by_code: dict[str, Region]
    by_name: dict[str, tuple[Region, ...]]
    patterns: tuple[str, ...]
    searched: frozenset[str]
    automaton: AhoCorasick
    generic: frozenset[str]


@functools.cache
def _gazetteer() -> _Gazetteer:
    by_code: dict[str, Region] = {}
    by_name: dict[str, list[Region]] = {}
    searched: dict[str, None] = {}
    common = words_of("common_short_names")
    with (RULES_FOLDER / "regions.csv").open(encoding="utf-8", newline="") as file:
        for code, name, short, full_name, level, until in list(csv.reader(file))[1:]:
            region = Region(code, name, full_name, level, tuple(short.split("/")) if short else (), until)
            if not until or code not in by_code:
                by_code[code] = region
            by_name.setdefault(name, []).append(region)
            searched[name] = None
            for other in region.short_names:
                by_name.setdefault(other, []).append(region)
                if other not in common and (level != "county" or len(other) > 2):
                    searched[other] = None
    patterns = tuple(searched)
    index = {name: tuple(sorted(places, key=_preference)) if len(places) > 1 else (places[0],) for name, places in by_name.items()}
    automaton = AhoCorasick(patterns, matchkind=MatchKind.LeftmostLongest)
    return _Gazetteer(by_code, index, patterns, frozenset(patterns), automaton, frozenset(words_of("generic_county_names")))


def _preference(region: Region) -> tuple[bool, int]:
    return bool(region.until), _BREADTH[region.level]


def region_by_code(code: str) -> Region | None:
    """The place with a GB/T 2260 code; the current one where a code was given twice."""
    return _gazetteer().by_code.get(code)


def national() -> Region:
    """The whole country."""
    return _gazetteer().by_code[NATIONAL_CODE]


def regions_named(name: str) -> tuple[Region, ...]:
    """All places of that name, full or short; current before former, broad before narrow."""
    return _gazetteer().by_name.get(name, ())


def ancestors(region: Region) -> tuple[Region, ...]:
    """The places that a place lies in, nearest first, without the country."""
    codes = [f"{region.code[:4]}00", f"{region.code[:2]}0000"]
    found = (region_by_code(code) for code in codes if code != region.code)
    return tuple(place for place in found if place is not None and place.full_name != region.full_name)


def is_within(region: Region, outer: Region) -> bool:
    """Whether a place is another one or lies in it."""
    return region.full_name == outer.full_name or any(place.code == outer.code for place in ancestors(region))


def find_mentions(text: str) -> list[RegionMention]:
    """Names of places in running text, in order, not overlapping.

    County names that are common words (城区, 河西区) count only right after a place that has such a county, or where nothing is
    before them if they have three characters; names of two characters (任县) only after a boundary or such a place. 上海市 in
    上海市场 is 上海.
    """
    table = _gazetteer()
    found: list[RegionMention] = []
    for index, start, end in table.automaton.find_matches_as_indexes(text):
        name = table.patterns[index]
        if name[-1] in "市区" and text.startswith(_not_after(), end):
            name, end = name[:-1], end - 1
            if name not in table.searched:
                continue
        regions = table.by_name[name]
        before = found[-1] if found and found[-1].end == start else None
        if before is not None:
            inside = tuple(r for r in regions if any(is_within(r, o) and r.code != o.code for o in before.regions))
            regions = inside or regions
        if before is None or not inside:
            bounded = start == 0 or not _HAN.match(text[start - 1])
            everyday = name in table.generic and (len(name) == 2 or not bounded)
            if everyday or (len(name) == 2 and name == regions[0].name and not bounded):
                continue
            if not bounded and len(name) > 2 and _inside_a_word(text, start, end):
                continue
        found.append(RegionMention(start, end, regions, all(name != region.name for region in regions)))
    return found


_BEFORE_NAME = 4


def _inside_a_word(text: str, start: int, end: int) -> bool:
    """Whether a name begins inside a word (新增|城市绿地 is no 增城市)."""
    begin = max(0, start - _BEFORE_NAME)
    words = cut(text[begin : end + 2])
    reached = 0
    for word in words:
        if reached >= start - begin:
            return reached > start - begin
        reached += len(word)
    return False


@functools.cache
def _not_after() -> tuple[str, ...]:
    return tuple(words_of("not_a_place_before"))


def chains(mentions: Sequence[RegionMention]) -> list[tuple[RegionMention, ...]]:
    """Neighbouring mentions that name one place from broad to narrow (辽宁省鞍山市海城市), each as one tuple."""
    found: list[tuple[RegionMention, ...]] = []
    for mention in mentions:
        last = found[-1][-1] if found else None
        if last is not None and last.end == mention.start and _narrows(last, mention):
            found[-1] = (*found[-1], mention)
        else:
            found.append((mention,))
    return found


def _narrows(outer: RegionMention, inner: RegionMention) -> bool:
    return any(is_within(i, o) and i.code != o.code for i in inner.regions for o in outer.regions)


def resolve(mention: Sequence[RegionMention], context: Iterable[Region] = ()) -> Region | None:
    """The place that a chain of mentions names.

    Parameters
    ----------
    mention : sequence of RegionMention
        One item of `chains`.
    context : iterable of Region
        Places named elsewhere in the document, as often as they are named: of several places of one name the one is
        taken that lies in the most of them.

    Returns
    -------
    Region or None
        None if several places are as likely.
    """
    candidates = list(mention[-1].regions)
    for outer in mention[:-1]:
        inside = [c for c in candidates if any(is_within(c, o) for o in outer.regions)]
        candidates = inside or candidates
    return _choose(candidates, context)


def _choose(candidates: Sequence[Region], context: Iterable[Region]) -> Region | None:
    # 长沙 is the city, not the county in it that has the same short name.
    outer = [c for c in candidates if not any(o.code != c.code and is_within(c, o) for o in candidates)]
    candidates = outer or candidates
    places = {place.full_name: place for place in candidates}
    if len(places) == 1:
        return candidates[0]
    around = Counter(place.code for place in context)
    votes = {name: sum(around[a.code] for a in ancestors(place)) for name, place in places.items()}
    best = max(votes.values())
    winners = [places[name] for name, count in votes.items() if count == best]
    if best == 0:
        # Nothing said: a broader or a current place is meant before a narrower or a former one.
        first = min(_preference(place) for place in winners)
        winners = [place for place in winners if _preference(place) == first]
    return winners[0] if len(winners) == 1 else None


def find_region(text: str, context: Region | str | None = None) -> Region | None:
    """The place that a short text names (a title, an organ, 我省).

    Parameters
    ----------
    text : str
        Normal text. A name alone (石家庄) may be any name; in running text the first place named counts.
    context : Region, str or None
        The document's own place, or text around: settles which 朝阳区 is meant, and what 我省, 全市, 本县 are.

    Returns
    -------
    Region or None
        None if no place is named, or if it stays open which.
    """
    around: list[Region] = []
    home: Region | None = None
    if isinstance(context, Region):
        home = context
        around = [context, *ancestors(context)]
    elif context:
        around = [place for mention in find_mentions(context) for place in mention.regions[:1]]
        home = find_region(context)
    exact = regions_named(text)
    if exact:
        return _choose(exact, around)
    mentions = find_mentions(text)
    around += [place for mention in mentions for place in mention.regions[:1]]
    for chain in chains(mentions):
        place = resolve(chain, around)
        if place is not None:
            return place
    return own_region(text, home) if home is not None else None


def own_region(text: str, home: Region) -> Region | None:
    """The place that 我省, 全市, 本县 or 我国 mean in a document of the place ``home``."""
    if any(word in text for word in words_of("own_nation")):
        return national()
    for cue, level in _OWN.items():
        if any(word in text for word in words_of(cue)):
            # 我市 may be a county-level city.
            nearest = [home] if cue == "own_city" and home.name.endswith("市") else []
            return next((place for place in [*nearest, home, *ancestors(home)] if place in nearest or place.level == level), None)
    return None
