"""Names of bodies: how they are written, what they are in full, of which type and level.

The words stand in ``rules/bodies.yaml``; this module says how they combine: an owner (a level such as 市 or a place such as
廊坊市), a stem and a suffix (市 + 财政 + 局), a class opened by a quantifier (各 + 有关 + 部门), a post, a national organ.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from pipeline.rulebook import Entry, load

Kind = Literal[
    "level",
    "place",
    "suffix",
    "strong",
    "subunit",
    "quantifier",
    "head",
    "scope",
    "middle",
    "post",
    "bare",
    "stop",
    "intro",
    "denied",
    "elliptic",
    "national",
    "regional",
    "abbreviation",
    "party",
    "type",
]
HAN = "一-鿿"
NUMERALS = "一二三四五六七八九十百零〇"
# A stem is at most this long: the longest organ names of the State Council's own list have 16 characters before the suffix.
MAX_STEM = 16
MAX_PLACE = 8


class BodyEntry(Entry):
    """Words of one slot of the name pattern, or short forms with their full names."""

    kind: Kind
    words: tuple[str, ...] = ()
    pairs: Mapping[str, str] = {}
    not_before: Mapping[str, str] = {}
    not_after: Mapping[str, str] = {}
    body_type: str | None = None


@dataclass(frozen=True, slots=True)
class Name:
    """A body name in running text; ``kind`` is formal, national, regional, class, post, bound, bare, elliptic or spot.

    A bound name is held by its borders only; a bare one is a common noun; elliptic is the stem of a department in a list that
    部门 closes; a spot is a place, which is a body only beside others.
    """

    start: int
    end: int
    kind: str


@functools.cache
def _entries(kind: Kind) -> tuple[BodyEntry, ...]:
    return tuple(entry for entry in load("bodies", BodyEntry) if entry.kind == kind)


@functools.cache
def words(kind: Kind) -> tuple[str, ...]:
    """All words of a kind, longest first."""
    found = {word for entry in _entries(kind) for word in (*entry.words, *entry.pairs)}
    return tuple(sorted(found, key=lambda word: (-len(word), word)))


@functools.cache
def pairs(kind: Kind) -> Mapping[str, str]:
    """Short form to full form for a kind."""
    return {short: full for entry in _entries(kind) for short, full in entry.pairs.items()}


def alternation(items: Iterable[str]) -> str:
    """A pattern for any of ``items``, longest first, factored by first character."""
    groups: dict[str, list[str]] = {}
    for item in sorted(set(items), key=lambda word: (-len(word), word)):
        groups.setdefault(item[0], []).append(item[1:])
    parts = []
    for first, rests in groups.items():
        tail = "|".join(re.escape(rest) for rest in rests)
        parts.append(re.escape(first) + (f"(?:{tail})" if len(rests) > 1 else tail))
    return f"(?:{'|'.join(parts)})"


def _guarded(*kinds: Kind) -> str:
    """Any word of the kinds, each with its guards: characters that must not stand right after or before it."""
    after: dict[str, str] = {}
    before: dict[str, str] = {}
    for kind in kinds:
        for entry in _entries(kind):
            for word in entry.words:
                after[word] = after.get(word, "") + entry.not_before.get(word, "")
                before[word] = before.get(word, "") + entry.not_after.get(word, "")
    parts = []
    for word in sorted(after, key=lambda item: (-len(item), item)):
        guard = f"(?![{after[word]}])" if after[word] else ""
        # The guard looks at what stands before the whole word, so it is put behind the word's first character.
        look = f"(?<![{before[word]}]{re.escape(word[0])})" if before[word] else ""
        parts.append(re.escape(word[0]) + look + re.escape(word[1:]) + guard)
    return f"(?:{'|'.join(parts)})"


def _stem_character() -> str:
    """One character of a stem: any Chinese character at which no stop word begins."""
    stops = words("stop")
    first = sorted({word[0] for word in stops})
    safe, begin = [], 0x4E00
    for code in [*map(ord, first), 0x9FFF + 1]:
        if code > begin:
            safe.append(f"{chr(begin)}-{chr(code - 1)}")
        begin = code + 1
    guards = {word: signs for entry in _entries("stop") for word, signs in entry.not_before.items()}
    several = [re.escape(word) + (f"(?![{guards[word]}])" if word in guards else "") for word in stops if len(word) > 1]
    alone = {word for word in stops if len(word) == 1}
    gated = "".join(character for character in first if character not in alone)
    return f"(?:[{''.join(safe)}A-Za-z+]|(?!{'|'.join(several)})[{gated}])"


def _lookbehind(items: Iterable[str]) -> str:
    """A boundary: no Chinese character before, or one of ``items`` (lookbehinds must have one width each)."""
    by_width: dict[int, list[str]] = {}
    for item in items:
        by_width.setdefault(len(item), []).append(re.escape(item))
    parts = [f"(?<![{HAN}A-Za-z0-9])"] + [f"(?<={'|'.join(sorted(same))})" for _, same in sorted(by_width.items())]
    return f"(?:{'|'.join(parts)})"


@functools.cache
def _never_before() -> Mapping[str, str]:
    """Characters that, behind a short suffix, show that it is part of another word: 会 behind 社."""
    return {word: chars for entry in _entries("suffix") for word, chars in entry.not_before.items() if len(word) == 1}


def is_cut_word(text: str, end: int) -> bool:
    """Whether a name that was parsed up to ``end`` would cut a word there (小康社|会)."""
    return end < len(text) and text[end] in _never_before().get(text[end - 1], "")


@dataclass(frozen=True, slots=True)
class _Patterns:
    search: re.Pattern[str]
    anchored: re.Pattern[str]
    full: re.Pattern[str]
    denied: re.Pattern[str]


@functools.cache
def _patterns() -> _Patterns:
    character = _stem_character()
    quoted = r"“[^“”\n]{1,24}”"
    unit = f"(?:{character}|{quoted})"
    place = _guarded("place")
    level = _guarded("level")
    suffix = _guarded("suffix", "strong")
    subunit = _guarded("subunit")
    note = r"(?:[(〔〈](?!含|以下|下同|牵头|负责|责任|配合|由|包括|如|见|详)[一-鿿]{1,14}[)〕〉])?"
    owner = f"(?:{level}|{character}{{1,{MAX_PLACE}}}?{place})"
    leagues = alternation([word for word in words("party") if word.startswith("团") and len(word) > 2])
    body = f"(?:{leagues}|{unit}{{0,{MAX_STEM}}}?{suffix})"
    tail = f"(?:{subunit}|{owner}{unit}{{0,10}}?{suffix}){{0,2}}"
    scope, quantifier = _guarded("scope"), _guarded("quantifier")
    head, post = _guarded("head"), _guarded("post")
    long_head = _guarded("suffix", "strong", "post")
    middle = f"(?:{quantifier}|{_guarded('middle')}|{alternation(words('elliptic'))})"
    wide_heads = alternation([w for w in words("head") if len(w) > 1 and not w.startswith("级") and "、" not in w])
    department = f"(?:{alternation(words('elliptic'))})+"
    led_by = "(?:主要负责人|主要负责同志|主要领导|分管领导|负责人)?"
    classes = (
        f"(?:(?:{scope}){{0,2}}{quantifier}(?:{character}{{0,3}}?{department}(?:行政|主管|监管|管理)*部门|{unit}{{1,10}}?(?:部门|机关|机构)(?![间改事干])|{middle}{{0,5}}(?:{head}|{long_head})|{unit}{{1,8}}?(?:{wide_heads}|{long_head}))"
        f"|{scope}(?:{middle}){{1,3}}(?:{wide_heads})){led_by}"
    )
    leaders = r"[省市县区]委、[省市县区]政府(?:主要|分管)(?:领导|负责同志|负责人)"
    posts = f"{leaders}|{level}?{post}"
    # 国务院 alone, but not at the head of a longer name (国务院专利行政部门).
    nation = f"(?!国务院{unit}{{1,12}}?(?:部门|委员会|办公室|领导小组|机构)){alternation(words('national'))}"
    region = f"(?:{alternation(words('regional'))}(?:{unit}{{2,14}}?{_guarded('strong')})?{note})"
    short = f"{alternation(words('abbreviation'))}(?![{HAN}]?[长面势])"
    bare = _guarded("bare", "strong")
    spot = f"{character}{{2,6}}?{_guarded('place')}"
    elliptic = f"{alternation(words('elliptic'))}(?=、|和|与|及|等|$)"
    edge = r"(?=[、,;:。()〔〕\s]|和|与|及|或|等|$)"
    list_edge = r"(?=[、,和与及等]|$)"
    # 其 is left out: what follows it is mostly 其中.
    start = _lookbehind([word for word in (*words("stop"), *words("intro")) if word != "其"])
    league = f"{leagues}{note}"
    formal = f"(?!第[{NUMERALS}]+[条章节款项]){owner}{{1,3}}?{body}{note}{tail}{note}"
    bound = f"(?!和|第[{NUMERALS}]+[条章节款项]){unit}{{1,14}}?{suffix}{note}(?:{subunit})?"

    def assembled(border: str, edge: str) -> str:
        return (
            f"(?P<post>{posts})|(?P<class>{classes})|(?P<league>{league})|{border}(?:"
            f"(?P<national>{nation}(?![门分署势面长])){note}{tail}|(?P<regional>{region})|(?P<formal>{formal})"
            f"|(?P<short>{short}){note}|(?P<bare>{bare}){edge}|(?P<elliptic>{elliptic})|(?P<bound>{bound})|(?P<spot>{spot}){list_edge})"
            f"|{inside}"
        )

    inside = f"(?P<level>{level}{{1,2}}{body}{note}{tail}{note})"
    return _Patterns(
        search=re.compile(assembled(start, edge)),
        anchored=re.compile(assembled("", "")),
        full=re.compile(f"(?:{classes}|{posts}|{nation}{note}{tail}|{region}|{league}|{formal}|{short}|{bound})\\Z"),
        denied=re.compile(f"(?:{alternation(words('denied'))})\\Z"),
    )


def _name(match: re.Match[str]) -> Name | None:
    if _patterns().denied.search(match.group()):
        return None
    kind = {"level": "formal", "league": "formal", "short": "formal"}.get(match.lastgroup or "", match.lastgroup or "formal")
    return Name(match.start(), match.end(), kind)


def find_names(text: str, start: int = 0, end: int | None = None) -> list[Name]:
    """All body names in ``text[start:end]``, left to right, not overlapping."""
    stop = len(text) if end is None else end
    found, at = [], start
    search = _patterns().search.search
    while (match := search(text, at, stop)) is not None:
        name = _name(match)
        at = match.end() if name else match.start() + 1
        if name:
            found.append(name)
    return found


def name_at(text: str, start: int, end: int | None = None) -> Name | None:
    """The body name that begins exactly at ``start``."""
    match = _patterns().anchored.match(text, start, len(text) if end is None else end)
    return _name(match) if match else None


@functools.lru_cache(maxsize=4096)
def is_name(text: str) -> bool:
    """Whether the whole string is a body name by the pattern (not merely a common noun)."""
    return bool(_patterns().full.match(text)) and not _patterns().denied.search(text)


def fires(entry_id: str, text: str) -> bool:
    """Whether an entry of ``rules/bodies.yaml`` takes part in a body name found in ``text``."""
    entry = next(entry for entry in load("bodies", BodyEntry) if entry.id == entry_id)
    vocabulary = (*entry.words, *entry.pairs)
    if entry.kind == "type":
        return body_type(text) == entry.body_type
    names = [text[name.start : name.end] for name in find_names(text)]
    if entry.kind in {"stop", "denied"}:
        # These words end or forbid a name: they fire where they stand in the text and in no name.
        return any(word in text for word in vocabulary) and not any(word in name for name in names for word in vocabulary)
    if entry.kind in {"abbreviation", "party"}:
        return any(name.split("(")[0].endswith(word) and not is_bare_class(name) for name in names for word in vocabulary)
    return any(word in name for name in names for word in vocabulary)


def is_bare_class(name: str) -> bool:
    """Whether a name is a class by its last word (部门, 单位) and no single organ."""
    return name.endswith(("部门", "单位", "地区", "机关"))


_OWNER = re.compile(r"(?:自治区|自治州|自治县|省|市|县|区|州|盟|旗|镇|乡)")
_COMPONENT = re.compile(r".{1,10}?(?:特别行政区|自治区|自治州|自治县|自治旗|地区|省|市|县|区|州|盟|旗|镇|乡|街道)(?!区|县|辖)")


def region_parts(region: str) -> list[str]:
    """A full region name cut into its places: 河北省廊坊市 gives 河北省 and 廊坊市."""
    return _COMPONENT.findall(region) or [region]


def _region_for(level: str, region: str | None) -> str | None:
    """The place of ``region`` that a short name's level word means: 省 of 河北省廊坊市 is 河北省."""
    if not region:
        return None
    for part in reversed(region_parts(region)):
        if part.endswith(level) or (level == "省" and part.endswith(("省", "自治区"))) or part.endswith(f"自治{level}"):
            return part
    return None


def _expanded(rest: str) -> str:
    """The part of a name behind its owner with the abbreviation at its end written out."""
    table = pairs("abbreviation")
    for short in sorted(table, key=len, reverse=True):
        if rest.endswith(short):
            return rest[: -len(short)] + table[short]
    return rest


def full_name(text: str, region_full_name: str | None) -> str:
    """The full name of a body.

    Parameters
    ----------
    text : str
        The body as printed: 市发改委.
    region_full_name : str or None
        The region of the document from the province down (河北省廊坊市), 全国 for a national one.

    Returns
    -------
    str
        廊坊市发展和改革委员会. Classes of bodies, posts and what no table knows are returned as printed, with the region
        put for the level word where the region is known.
    """
    name, opened, note = text.partition("(")
    suffix = opened + note
    kind = body_type(text)
    if kind in {"class_of_bodies", "post"}:
        return text
    national = pairs("national")
    nationwide = region_full_name in {None, "全国", "中华人民共和国"}
    if name in national and (nationwide or name.startswith(("国家", "中央", "全国", "国务院", "中国"))):
        return national[name] + suffix
    for short in ("团省委", "团市委", "团县委", "团区委"):
        if name == short:
            place = _region_for(short[1], region_full_name)
            return pairs("party")[short].format(place) + suffix if place else text
    match = _OWNER.match(name)
    if match is None:
        return _expanded(name) + suffix if not nationwide else text
    level, rest = match.group(), name[match.end() :]
    place = _region_for(level, region_full_name)
    if place is None or not rest:
        return text
    party = pairs("party")
    if rest in party:
        return party[rest].format(place) + suffix
    if rest.startswith("委") and "委" + rest[1:] in party:
        return party["委" + rest[1:]].format(place) + suffix
    return place + _expanded(rest) + suffix


_TYPE_ORDER = ("class_of_bodies", "post", "leading_group", "congress", "party", "enterprise", "institution", "office", "department", "government")


@functools.cache
def _type_patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    found: dict[str, list[str]] = {}
    for entry in _entries("type"):
        found.setdefault(entry.body_type or "department", []).extend(entry.words)
    return tuple((name, re.compile("|".join(found[name]))) for name in _TYPE_ORDER if name in found)


def body_type(text: str) -> str:
    """One of government, department, party, congress, leading_group, office, enterprise, institution, class_of_bodies, post."""
    for name, pattern in _type_patterns():
        if pattern.search(text):
            return name
    return "department"


def body_level(text: str, region_level: str | None) -> str:
    """The administrative level of a body: its own level word where it has one, else the level of the document.

    Returns
    -------
    str
        national, province, prefecture, county, township or other.
    """
    if body_type(text) == "class_of_bodies" and not re.match(r"各?(?:省|市|县|区|镇|乡)", text):
        return "other"
    for pattern, level in _LEVELS:
        if pattern.search(text):
            break
    else:
        level = ""
    if level == "city":
        # 市 is the prefecture, but the county-level city itself in a document of a county.
        return {"county": "county", "township": "county", "province": "prefecture"}.get(region_level or "", "prefecture")
    if level:
        return level
    if text in pairs("national") and region_level in {None, "national"}:
        return "national"
    return region_level or "other"


_LEVELS = (
    (re.compile(r"^(?:国家|国务院|中央|全国|最高|中国|中共中央|行政院|立法院|本院)|^(?:.{2,8}部|.{2,8}总局|.{2,4}总署)$"), "national"),
    (re.compile(r"^各?(?:.{2,3}省|.{2,5}自治区|省|自治区)"), "province"),
    (re.compile(r"^(?:北京|天津|上海|重庆)市"), "province"),
    (re.compile(r"^团省委"), "province"),
    (re.compile(r"^团市委|^(?:各)?[^县区镇乡]{0,6}市(?!场)|^(?:各)?.{0,6}(?:自治州|盟|州)"), "city"),
    (re.compile(r"^各?.{0,6}(?:县|区|旗)(?!域)"), "county"),
    (re.compile(r"^各?.{0,6}(?:镇|乡|街道)"), "township"),
)
