"""How names of bodies are written: one pattern out of the words of ``rules/bodies.yaml``.

A name is an owner (a level such as 市 or a place such as 廊坊市), a stem and a suffix (市 + 财政 + 局); a class opened by a
quantifier (各 + 有关 + 部门); a post; a central organ; or a common noun that is a body beside others. Every repetition is
bounded, so that a search is linear in the text.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from pipeline.compiled import kept_pattern
from pipeline.rulebook import Entry, load

Kind = Literal[
    "level",
    "place",
    "suffix",
    "strong",
    "subunit",
    "branch",
    "quantifier",
    "head",
    "area",
    "rule",
    "scope",
    "middle",
    "township",
    "department",
    "leader",
    "post",
    "bare",
    "actor",
    "stop",
    "intro",
    "no_note",
    "loose",
    "denied",
    "elliptic",
    "seat",
    "national",
    "regional",
    "apart",
    "government",
    "central",
    "nationwide",
    "abbreviation",
    "party",
    "league",
    "type",
    "rank",
]
NameKind = Literal["formal", "national", "regional", "class", "post", "bound", "bare", "elliptic", "spot", "model"]
HAN = "一-鿿"
NUMERALS = "一二三四五六七八九十百零〇"
# The longest organ names of the State Council's own list have 16 characters before the suffix.
MAX_STEM = 16
MAX_PLACE = 8
# What no string is: the pattern for a slot without words. An empty one would find a name of no length at every place, for ever.
NOTHING = "(?!)"
_NAME_END = "省市县区州盟旗镇乡村局厅委办署部院处室府"
_ENDING: tuple[Kind, ...] = (
    *("suffix", "strong", "subunit", "branch", "head", "area", "rule", "department", "leader", "post", "bare", "actor"),
    *("national", "regional", "elliptic", "abbreviation", "league"),
)


class BodyEntry(Entry):
    """Words of one slot of the name pattern, or short forms with their full names (``pairs``).

    ``not_before``: characters that cut no name after the word; ``yet_before``: words begun by one of them that may follow all the same.
    """

    kind: Kind
    words: tuple[str, ...] = ()
    pairs: Mapping[str, str] = {}
    not_before: Mapping[str, str] = {}
    not_after: Mapping[str, str] = {}
    yet_before: Mapping[str, tuple[str, ...]] = {}
    body_type: str | None = None
    body_level: str | None = None


@dataclass(frozen=True, slots=True)
class Name:
    """A body name in running text.

    ``kind``: formal (owner and suffix), national, regional, class, post; bound is held by its borders only; bare is a common
    noun; elliptic the stem of a department in a list that 部门 closes; spot a place, a body only beside others; model what
    the recogniser found.
    """

    start: int
    end: int
    kind: NameKind


@functools.cache
def entries(kind: Kind) -> tuple[BodyEntry, ...]:
    """All entries of a kind, in file order."""
    return tuple(entry for entry in load("bodies", BodyEntry) if entry.kind == kind)


@functools.cache
def words(kind: Kind) -> tuple[str, ...]:
    """All words and short forms of a kind, longest first."""
    found = {word for entry in entries(kind) for word in (*entry.words, *entry.pairs)}
    return tuple(sorted(found, key=lambda word: (-len(word), word)))


@functools.cache
def pairs(kind: Kind) -> Mapping[str, str]:
    """Short form to full form for a kind."""
    return {short: full for entry in entries(kind) for short, full in entry.pairs.items()}


def alternation(items: Iterable[str]) -> str:
    """A pattern for any of ``items``, longest first, factored by first character; for none of them one that never matches."""
    groups: dict[str, list[str]] = {}
    for item in sorted(set(items), key=lambda word: (-len(word), word)):
        groups.setdefault(item[0], []).append(item[1:])
    parts = []
    for first, rests in groups.items():
        tail = "|".join(re.escape(rest) for rest in rests)
        parts.append(re.escape(first) + (f"(?:{tail})" if len(rests) > 1 else tail))
    return f"(?:{'|'.join(parts)})" if parts else NOTHING


def _guarded(*kinds: Kind) -> str:
    """Any word of the kinds, each with its guards: characters that must not stand right after or before it."""
    after: dict[str, str] = {}
    before: dict[str, str] = {}
    for entry in (entry for kind in kinds for entry in entries(kind)):
        for word in entry.words:
            after[word] = after.get(word, "") + entry.not_before.get(word, "")
            before[word] = before.get(word, "") + entry.not_after.get(word, "")
    parts = []
    for word in sorted(after, key=lambda item: (-len(item), item)):
        guard = f"(?!{_cutting(after[word], _yet_before().get(word, ()))})" if after[word] else ""
        # The guard looks at what stands before the whole word, so it is put behind the word's first character.
        look = f"(?<![{before[word]}]{re.escape(word[0])})" if before[word] else ""
        parts.append(re.escape(word[0]) + look + re.escape(word[1:]) + guard)
    return f"(?:{'|'.join(parts)})" if parts else NOTHING


@functools.cache
def _yet_before() -> Mapping[str, tuple[str, ...]]:
    return {word: follow for entry in load("bodies", BodyEntry) for word, follow in entry.yet_before.items()}


def _cutting(signs: str, follow: tuple[str, ...]) -> str:
    """A pattern for the characters that, right behind a word, make it part of another one, but where ``follow`` begins there."""
    return f"(?!{alternation(follow)})[{signs}]" if follow else f"[{signs}]"


def _stem_character() -> str:
    """One character of a stem: any Chinese character at which no stop word begins."""
    stops = words("stop")
    guards = {word: signs for entry in entries("stop") for word, signs in entry.not_before.items()}
    first = sorted({word[0] for word in stops})
    safe, begin = [], 0x4E00
    for code in [*map(ord, first), 0x9FFF + 1]:
        if code > begin:
            safe.append(f"{chr(begin)}-{chr(code - 1)}")
        begin = code + 1
    alone = {word for word in stops if len(word) == 1 and word not in guards}
    several = [
        re.escape(word) + (f"(?![{guards[word]}])" if word in guards else "") for word in stops if word not in alone
    ]
    gated = "".join(character for character in first if character not in alone and character != "和")
    # 和 is part of a stem (教育和体育局), but not behind what ends a name (廊坊市和水利部).
    joined = f"(?<![{_NAME_END}])和"
    begun = f"(?!{'|'.join(several)})(?:[{gated}]|{joined})" if gated else joined
    return f"(?:[{''.join(safe)}A-Za-z+]|{begun})"


def _border(items: Iterable[str]) -> str:
    """A place where a name may begin: no Chinese character before, or one of ``items`` (lookbehinds have one width each)."""
    by_width: dict[int, list[str]] = {}
    for item in items:
        by_width.setdefault(len(item), []).append(re.escape(item))
    parts = [f"(?<![{HAN}A-Za-z0-9])"] + [f"(?<={'|'.join(sorted(same))})" for _, same in sorted(by_width.items())]
    return f"(?:{'|'.join(parts)})"


class _Pieces:
    """The parts that the name pattern is put together from; each is a pattern."""

    def __init__(self) -> None:
        character = _stem_character()
        unit = f"(?:{character}|“[^“”\\n]{{1,24}}”)"
        level, place, subunit = _guarded("level"), _guarded("place"), _guarded("subunit")
        suffix, strong = _guarded("suffix", "strong"), _guarded("strong")
        leader = _guarded("leader")
        no_item = f"(?!第[{NUMERALS}]+[条章节款项])"
        note = rf"(?:[(〔〈](?!{alternation(words('no_note'))})[{HAN}]{{1,14}}[)〕〉])?"
        owner = f"(?:{level}|{character}{{1,{MAX_PLACE}}}?{place})"
        leagues = alternation(words("league"))
        body = f"(?:{leagues}|(?!和){unit}{{0,{MAX_STEM}}}?{suffix})"
        branch = f"{unit}{{1,8}}?{_guarded('branch')}"
        tail = f"{note}(?:{subunit}|{owner}{unit}{{0,10}}?{suffix}|{branch}){{0,2}}{note}"
        self.league = f"{leagues}{note}"
        self.formal = f"{no_item}{owner}{{1,3}}?{body}{tail}"
        self.inner = f"{level}{{1,2}}{body}{tail}"
        self.bound = f"(?!和|对(?![外口台])){no_item}{unit}{{1,14}}?{suffix}{note}(?:{subunit})?"
        # 国务院 alone, but not at the head of a longer name (国务院专利行政部门).
        longer = f"(?!{alternation(words('seat'))}{unit}{{1,12}}?(?:{strong}|{_guarded('department')}))"
        # A name of a ministry is no part of a longer word (财政部|门, 统计局|势).
        self.national = f"{longer}{alternation(words('national'))}(?![门分署势面长]){tail}"
        self.regional = f"{alternation(words('regional'))}(?:{unit}{{2,14}}?{strong})?{note}(?:{leader})?"
        self.short = f"{alternation(words('abbreviation'))}(?![{HAN}]?[长面势]){note}"
        self.post = f"[省市县区]委、[省市县区]政府{leader}|{level}?{_guarded('post')}"
        self.bare = _guarded("bare", "actor", "strong")
        self.spot = f"{character}{{2,6}}?{place}(?=[、,和与及等]|$)"
        self.elliptic = f"{alternation(words('elliptic'))}(?=、|和|与|及|等|$)"
        self.classes = _classes(unit, leader)
        # Several areas together are a class without a quantifier, too (市、县(区)人民政府).
        self.areas = f"{_several_areas()}{_of_areas(unit)}(?:{leader})?"


def _bracketed_areas() -> str:
    """Further kinds of area in brackets: (市、区)."""
    area = _guarded("area")
    return f"\\({area}(?:[、,]{area}){{0,3}}\\){area}?"


def _areas() -> str:
    """Areas of one rank: 县, 县(市、区), 省、自治区、直辖市."""
    return f"{_guarded('area')}(?:{_bracketed_areas()})?"


def _several_areas() -> str:
    """The same, where more than one kind is named."""
    lists = alternation(word for word in words("area") if "、" in word)
    return f"(?:{lists}(?:{_bracketed_areas()})?|{_guarded('area')}{_bracketed_areas()})"


def _of_areas(unit: str) -> str:
    """What governs areas, or an organ of each of them (人民政府, 教育局, 两级财政部门)."""
    # 各县组织医院…: what a name may follow is no part of an organ of the areas.
    verb = alternation(word for word in words("intro") if len(word) > 1)
    organ = f"(?!和|{verb}){unit}{{0,8}}?(?:{_guarded('department')}|{_guarded('suffix', 'strong')})"
    return f"(?:[两三]?级)?(?:{_guarded('rule')}|{organ})"


def _classes(unit: str, leader: str) -> str:
    """Classes of bodies: quantifier and head, with what may stand before and between."""
    scope, quantifier, department = _guarded("scope"), _guarded("quantifier"), _guarded("department")
    head, long_head = _guarded("head", "rule"), _guarded("suffix", "strong", "post")
    stems = alternation(words("elliptic"))
    middle = f"(?:{quantifier}|{_guarded('middle')}|{stems})"
    areas, of_areas = _areas(), _of_areas(unit)
    names = [word for word in (*words("head"), *words("rule")) if len(word) > 1 and word[0] != "级" and "、" not in word]
    wide = f"(?:{alternation([*names, *(word for word in words('area') if len(word) > 1)])}|{_several_areas()})"
    quantified = "|".join(
        (
            f"{middle}{{0,5}}{areas}{of_areas}",
            f"{unit}{{1,10}}?{department}",
            f"{middle}{{0,5}}(?:{head}|{areas}|{long_head})",
            f"{unit}{{1,8}}?(?:{wide}|{long_head})",
        )
    )
    return f"(?:(?:{scope}){{0,2}}{quantifier}(?:{quantified})|{scope}{middle}{{1,3}}{wide})(?:{leader})?"


@dataclass(frozen=True, slots=True)
class _Patterns:
    search: re.Pattern[str]
    anchored: re.Pattern[str]
    full: re.Pattern[str]
    denied: re.Pattern[str]
    certain: re.Pattern[str]


def _assembled(piece: _Pieces, border: str, edge: str) -> str:
    return (
        f"(?P<post>{piece.post})|(?P<class>{piece.classes})|(?P<league>{piece.league})|{border}(?:"
        f"(?P<national>{piece.national})|(?P<regional>{piece.regional})|(?P<areas>{piece.areas})|(?P<formal>{piece.formal})|(?P<short>{piece.short})"
        f"|(?P<bare>{piece.bare}){edge}|(?P<elliptic>{piece.elliptic})|(?P<bound>{piece.bound})|(?P<spot>{piece.spot}))"
        f"|(?P<inner>{piece.inner})"
    )


@functools.cache
def _patterns() -> _Patterns:
    piece = _Pieces()
    # 其 is left out: what follows it is mostly 其中.
    border = _border([word for word in (*words("stop"), *words("intro")) if word != "其"])
    edge = r"(?=[、,;:。()〔〕\s]|和|与|及|或|等|$)"
    known = (
        piece.classes,
        piece.areas,
        piece.post,
        piece.national,
        piece.regional,
        piece.league,
        piece.formal,
        piece.short,
        piece.bound,
    )
    return _Patterns(
        search=kept_pattern(_assembled(piece, border, edge)),
        anchored=kept_pattern(_assembled(piece, "", "")),
        full=kept_pattern(f"(?:{'|'.join(known)})\\Z"),
        denied=kept_pattern(f"{alternation(words('denied'))}\\Z"),
        certain=kept_pattern("|".join((*known[:-1], piece.inner))),
    )


#: The kinds of name of which the pattern ``certain`` is made.
CERTAIN: frozenset[NameKind] = frozenset({"post", "class", "national", "regional", "formal"})
#: What a name of these kinds begins with, if it does not begin with a place.
_CERTAIN_FIRST: tuple[Kind, ...] = ("level", "post", "scope", "quantifier", "league", "national", "regional", "abbreviation")


def certain_head() -> str:
    """A pattern that holds wherever a name of one of the kinds ``CERTAIN`` begins, and at few other places."""
    first = {word[0] for kind in _CERTAIN_FIRST for word in words(kind)} | set("省市县区")
    last = {word[-1] for word in words("place")}
    reach = MAX_PLACE + max(map(len, words("place")), default=0)
    at_place = f"|[{HAN}A-Za-z+]{{1,{reach}}}?[{''.join(map(re.escape, sorted(last)))}]" if last else ""
    return f"(?:[{''.join(map(re.escape, sorted(first)))}]{at_place})"


_KIND_OF: Mapping[str, NameKind] = {
    **{"league": "formal", "short": "formal", "inner": "formal", "formal": "formal", "class": "class", "post": "post"},
    **{"national": "national", "regional": "regional", "bare": "bare", "elliptic": "elliptic", "bound": "bound"},
    **{"areas": "class", "spot": "spot"},
}


def _name(match: re.Match[str]) -> Name | None:
    if _patterns().denied.search(match.group()):
        return None
    return Name(match.start(), match.end(), _KIND_OF[match.lastgroup or "formal"])


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


def may_begin_certain(text: str, start: int, end: int) -> bool:
    """Whether a name of one of the kinds ``CERTAIN`` may begin at ``start``; :func:`name_at` says whether one does."""
    return _patterns().certain.match(text, start, end) is not None


@functools.lru_cache(maxsize=4096)
def is_name(text: str) -> bool:
    """Whether the whole string is a body name by the pattern (not merely a common noun)."""
    return bool(_patterns().full.match(text)) and not _patterns().denied.search(text)


@functools.cache
def name_ends() -> frozenset[str]:
    """Last two characters of every word that can end a name, and last characters that do so alone."""
    ends = {word[-2:] for kind in _ENDING for word in words(kind)}
    return frozenset(ends | {word for word in words("suffix") if len(word) == 1} | set("区县市镇乡省州旗村)”"))


@functools.cache
def _never_before() -> Mapping[str, str]:
    return {word: signs for entry in entries("suffix") for word, signs in entry.not_before.items() if len(word) == 1}


def is_cut_word(text: str, end: int) -> bool:
    """Whether a name that was parsed up to ``end`` would cut a word there (财政部|门)."""
    if end >= len(text) or text[end] not in _never_before().get(text[end - 1], ""):
        return False
    return not text.startswith(_yet_before().get(text[end - 1], ()), end)
