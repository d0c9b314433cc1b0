"""The indicator vocabulary: which entry of ``rules/indicators.yaml`` a metric phrase or a stretch of text names.

Two questions, two ways. :func:`link` takes a whole metric phrase and is strict: what is left after permitted words are
taken off both ends must *be* a name or alias. :func:`find` searches running text for the longest names, one automaton
pass a text. Neither looks at numbers.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from typing import Literal, Self, cast

from ahocorasick_rs import AhoCorasick, MatchKind
from pydantic import ModelWrapValidatorHandler, model_validator

from pipeline.compiled import kept_pattern
from pipeline.rulebook import Entry, load

Domain = Literal[
    "economy",
    "fiscal",
    "finance",
    "investment",
    "consumption",
    "trade",
    "industry",
    "agriculture",
    "energy",
    "environment",
    "science",
    "digital",
    "transport",
    "construction",
    "housing",
    "employment",
    "income",
    "social_security",
    "health",
    "education",
    "culture",
    "tourism",
    "population",
    "safety",
    "government",
    "poverty",
    "other",
]
Role = Literal["same", "before", "after", "denominator", "ratio_sign", "ratio_and", "ratio_end", "not_place"]

# Longest run of characters in front of a hit in which a denominator word (with 全市 after it) may stand.
_GUARD_WIDTH = 8
# Longest denominator of a ratio: 规模以上工业企业营业收入 and some.
_RATIO_WIDTH = 16
# Particles and quotation marks that never tell two indicators apart; brackets are told by shape only.
_DROPPED = str.maketrans("（）", "()", "“”‘’\"' 　的")
# An abbreviation behind the name: 居民消费价格指数(CPI). Chinese words in brackets may narrow what is counted and stay.
_ABBREVIATION_AT_END = re.compile(r"(?<=.)\([A-Za-z0-9.&]+\)$")
_YEAR_AT_START = re.compile(r"(?:20|19)\d\d年(?:末|底|度)?")
# A city in front: 长春市, 呼和浩特市. Lazy, so that 北京市市属 keeps its second 市.
_CITY_AT_START = re.compile(r"[一-鿿]{2,5}?市")


class VocabularyRecord(Entry):
    """A record of the file: an indicator, or a group of words around indicators; which one shows by its fields."""

    @model_validator(mode="wrap")
    @classmethod
    def _choose(cls, value: object, handler: ModelWrapValidatorHandler[Self]) -> Self:
        if cls is VocabularyRecord and isinstance(value, dict):
            kind = WordGroup if "role" in value else IndicatorEntry
            return cast(Self, kind.model_validate(value))
        return handler(value)


class IndicatorEntry(VocabularyRecord):
    """One indicator.

    Attributes
    ----------
    name : str
        Preferred name, Simplified Chinese.
    english : str
        Name for readers without Chinese.
    domain : str
        Part of the economy or of government it belongs to; the first part of ``id``.
    base_unit : str
        Unit without magnitude (元, 人, %), ``""`` if the indicator has none or comes in many.
    wanted_low : bool
        Whether a government wants its level or rise low.
    aliases : tuple of str
        Other wordings, searched for in running text.
    phrase_only : tuple of str
        Wordings that count only as the whole of a metric phrase.
    excludes : tuple of str
        Longer phrases in which the entry must not match.
    """

    name: str
    english: str
    domain: Domain
    base_unit: str = ""
    wanted_low: bool = False
    aliases: tuple[str, ...] = ()
    phrase_only: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()


class WordGroup(VocabularyRecord):
    """Words inside or around indicators.

    ``same``: wordings of one thing, the first is kept. ``before`` and ``after``: may be taken off a phrase.
    ``denominator``: words before a hit that make it the lower part of a ratio. ``ratio_sign``, ``ratio_and``: what stands
    between the parts of a ratio; ``ratio_end``: what closes it. ``not_place``: words in 市 that are no city.
    """

    role: Role
    words: tuple[str, ...]


# Who owns a pattern of the automaton: an indicator, a ratio that starts like this, or nobody (an excluded phrase).
Owner = IndicatorEntry | Literal["ratio"] | None


@functools.cache
def indicators() -> tuple[IndicatorEntry, ...]:
    """Every indicator, in file order."""
    return tuple(record for record in load("indicators", VocabularyRecord) if isinstance(record, IndicatorEntry))


@functools.cache
def wanted_low() -> frozenset[str]:
    """Codes of the indicators that a government wants low: a plain figure is a ceiling for them."""
    return frozenset(indicator.id for indicator in indicators() if indicator.wanted_low)


@functools.cache
def word_groups() -> tuple[WordGroup, ...]:
    """Every word group, in file order."""
    return tuple(record for record in load("indicators", VocabularyRecord) if isinstance(record, WordGroup))


def entry(code: str) -> IndicatorEntry | None:
    """The indicator with this stable code (``economy.gdp``), None if there is none."""
    return _by_code().get(code)


def link(phrase: str, places: Iterable[str] = ()) -> IndicatorEntry | None:
    """Link a metric phrase to the vocabulary.

    Conservative: region and time words, verbs such as 新增, growth and count words come off the ends; the rest must be
    a name or alias. A phrase with any other qualifier names something else and stays unlinked.

    Parameters
    ----------
    phrase : str
        A noun phrase of normal text: 全市一般公共预算收入, 固定资产投资增速.
    places : iterable of str
        Names of places that may stand in front, as the document writes them (青禾县, 云岭新区).

    Returns
    -------
    IndicatorEntry or None
    """
    return _link(phrase, tuple(places))


def find(text: str) -> list[tuple[int, int, IndicatorEntry]]:
    """All leftmost-longest vocabulary hits in a text.

    A hit that is only the part of a ratio (占地区生产总值, 单位生产总值, 工业投资占) is left out, unless the ratio as a
    whole is in the vocabulary.

    Parameters
    ----------
    text : str
        Normal text of any length; offsets are into it.

    Returns
    -------
    list of (start, end, entry)
        In order, not overlapping.
    """
    automaton, owners = _automaton()
    denominator, numerator, ratio = _ratio_patterns()
    hits: list[tuple[int, int, IndicatorEntry]] = []
    for number, start, end in automaton.find_matches_as_indexes(text):
        owner = owners[number]
        # A ratio reaches beyond its pattern: what stands in its second half is no hit of its own.
        inside_last = bool(hits) and start < hits[-1][1]
        if owner is None or inside_last or denominator.search(text, max(0, start - _GUARD_WIDTH), start):
            continue
        if isinstance(owner, IndicatorEntry):
            if not numerator.match(text, end):
                hits.append((start, end, owner))
            continue
        rest = ratio.match(text, end)
        whole = _link(text[start : rest.end()], ()) if rest else None
        if rest and whole:
            hits.append((start, rest.end(), whole))
    return hits


def fires(entry_id: str, text: str) -> bool:
    """Whether a record of the file fires in a text.

    An indicator fires where it is found or where the text as a whole links to it, a word group where one of its words
    stands in its place (in front, at the end, anywhere).

    Raises
    ------
    KeyError
        If the file has no record of this id.
    """
    indicator = entry(entry_id)
    if indicator is not None:
        return link(text) is indicator or any(hit is indicator for _, _, hit in find(text))
    group = next((group for group in word_groups() if group.id == entry_id), None)
    if group is None:
        raise KeyError(entry_id)
    return _group_fires(group, text)


@functools.lru_cache(maxsize=65536)
def _link(phrase: str, places: tuple[str, ...]) -> IndicatorEntry | None:
    table = _table()
    for head in _without_front(_key(phrase), tuple(_key(place) for place in places if place)):
        for stem in _without_end(head):
            found = table.get(stem)
            if found is not None:
                return found
    return None


def _key(phrase: str) -> str:
    """The form in which wordings of one indicator are equal: no quotes, no 的, one word of every ``same`` group."""
    return _ABBREVIATION_AT_END.sub("", _fold(phrase.translate(_DROPPED))).upper()


def _fold(text: str) -> str:
    pattern, kept = _folding()
    text = pattern.sub(lambda match: kept[match.group()], text)
    # 占全市GDP is 占GDP: a share of one's own place. A share of the whole country is another thing and stays.
    return _own_share().sub(r"\1", text)


def _without_front(key: str, places: tuple[str, ...]) -> Iterator[str]:
    """The key, then ever shorter rests as permitted words come off its front."""
    yield key
    while key:
        length = _front_length(key, places)
        if not length or length >= len(key):
            return
        key = key[length:]
        yield key


def _front_length(key: str, places: tuple[str, ...]) -> int:
    longest = max((len(place) for place in places if key.startswith(place)), default=0)
    for pattern in (_front(), _YEAR_AT_START):
        match = pattern.match(key)
        if match:
            longest = max(longest, match.end())
    if longest:
        return longest
    city = _CITY_AT_START.match(key)
    return city.end() if city and not city.group().endswith(_not_places()) else 0


def _without_end(key: str) -> Iterator[str]:
    """The key, then ever shorter stems as growth and count words come off its end."""
    yield key
    while match := _end().search(key):
        key = key[: match.start()]
        if not key:
            return
        yield key


def _group_fires(group: WordGroup, text: str) -> bool:
    if group.role == "before":
        return text.startswith(group.words)
    if group.role in ("after", "not_place"):
        return text.endswith(group.words)
    return any(word in text for word in group.words)


def _words(role: Role) -> list[str]:
    """All words of a role, longest first, so that an alternation takes the longest."""
    words = {word for group in word_groups() if group.role == role for word in group.words}
    return sorted(words, key=lambda word: (-len(word), word))


def _alternation(words: Iterable[str]) -> str:
    return "(?:" + "|".join(re.escape(word) for word in words) + ")"


@functools.cache
def _by_code() -> dict[str, IndicatorEntry]:
    return {indicator.id: indicator for indicator in indicators()}


@functools.cache
def _table() -> dict[str, IndicatorEntry]:
    """Key of every wording to its entry."""
    table: dict[str, IndicatorEntry] = {}
    for indicator in indicators():
        for wording in (indicator.name, *indicator.aliases, *indicator.phrase_only):
            other = table.setdefault(_key(wording), indicator)
            if other is not indicator:
                raise ValueError(f"indicators.yaml: {wording} stands for both {other.id} and {indicator.id}")
    return table


@functools.cache
def _automaton() -> tuple[AhoCorasick, list[Owner]]:
    """The automaton over all wordings, and who owns each pattern.

    Of a ratio (X占Y比重) only the front as far as 占 is a pattern: the ways to write the rest multiply, and :func:`find`
    links the whole when it meets the front.
    """
    owners: dict[str, Owner] = {}
    for indicator in indicators():
        for wording in (indicator.name, *indicator.aliases):
            ratio = _ratio_wording().match(wording)
            for variant in _variants(ratio.group(1) if ratio else wording):
                owners.setdefault(variant, "ratio" if ratio else indicator)
    for indicator in indicators():
        for phrase in indicator.excludes:
            owners.setdefault(phrase, None)
    return AhoCorasick(list(owners), matchkind=MatchKind.LeftmostLongest), list(owners.values())


def _variants(wording: str) -> set[str]:
    """The wording with every word of a ``same`` group put in for the one it has, with and without quotation marks."""
    variants = {wording, wording.replace("“", "").replace("”", "")}
    for pattern, words in _same_words():
        if pattern.search(wording):
            variants = {pattern.sub(word, variant) for variant in variants for word in words}
    return variants


@functools.cache
def _same_words() -> tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]:
    """Each ``same`` group: a pattern of its words, longest first, and the words."""
    return tuple(
        (kept_pattern(_alternation(sorted(group.words, key=len, reverse=True))), group.words)
        for group in word_groups()
        if group.role == "same"
    )


@functools.cache
def _folding() -> tuple[re.Pattern[str], dict[str, str]]:
    kept = {
        word.translate(_DROPPED): group.words[0].translate(_DROPPED)
        for group in word_groups()
        if group.role == "same"
        for word in group.words
    }
    return kept_pattern(_alternation(sorted(kept, key=len, reverse=True))), kept


def _areas() -> tuple[str, ...]:
    """全市, 我省 and the like: the document's own region."""
    return next(group.words for group in word_groups() if group.id == "words.before.own_area")


@functools.cache
def _own_share() -> re.Pattern[str]:
    return kept_pattern(f"({_alternation(_words('ratio_sign'))}){_alternation(_areas())}")


@functools.cache
def _front() -> re.Pattern[str]:
    return kept_pattern(_alternation(_words("before")))


@functools.cache
def _end() -> re.Pattern[str]:
    return kept_pattern(_alternation(_words("after")) + "$")


@functools.cache
def _not_places() -> tuple[str, ...]:
    return tuple(_words("not_place"))


@functools.cache
def _ratio_wording() -> re.Pattern[str]:
    """A wording of the vocabulary that is a ratio; group 1 is its front, as far as the word that makes it one."""
    signs = _alternation([*_words("ratio_sign"), *_words("ratio_and")])
    return kept_pattern(f"(.+?{signs}).+{_alternation(_words('ratio_end'))}$")


@functools.cache
def _ratio_patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """A denominator word (and 全市) in front of a hit, a ratio sign after it, and the rest of a ratio after its sign."""
    # The guard stands behind each word: the engine skips to a first character only where every piece begins with one.
    guarded = "|".join(rf"{word}(?<![\d.万亿千百]{word})" for word in map(re.escape, _words("denominator")))
    front = rf"(?:{guarded}){_alternation(_areas())}?\Z"
    rest = rf"[^\W\d_]{{1,{_RATIO_WIDTH}}}?{_alternation(_words('ratio_end'))}"
    return kept_pattern(front), kept_pattern(_alternation(_words("ratio_sign"))), kept_pattern(rest)
