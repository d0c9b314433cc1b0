"""What a body is called in full, of which type it is and of which level."""

from __future__ import annotations

import functools
import re

from pipeline.compiled import kept_pattern
from pipeline.extract.body_pattern import BodyEntry, alternation, entries, find_names, pairs, words
from pipeline.rulebook import load

# Tried in this order: 各 before everything, a group before the committee it is called after.
TYPE_ORDER = (
    *("class_of_bodies", "post", "leading_group", "congress", "party"),
    *("enterprise", "institution", "office", "department", "government"),
)
# What 市 means by the level of the document: in a county-level city it is the city itself.
_CITY_LEVEL = {"county": "county", "township": "county"}


@functools.cache
def _owner() -> re.Pattern[str]:
    return kept_pattern(alternation(words("level")))


@functools.cache
def _component() -> re.Pattern[str]:
    return kept_pattern(rf".{{1,10}}?{alternation(words('place'))}(?![市区县辖]|(?<=州)[经高])")


def region_parts(region: str) -> list[str]:
    """A full region name cut into its places: 河北省廊坊市 gives 河北省 and 廊坊市."""
    return _component().findall(region) or [region]


def _region_for(level: str, region: str | None) -> str | None:
    """The place of ``region`` that a short name's level word means: 省 of 河北省廊坊市 is 河北省."""
    for part in reversed(region_parts(region)) if region else ():
        # 省 is said of an autonomous region too; 州 and 县 of autonomous ones end in the word itself.
        if part.endswith(level) or (level == "省" and part.endswith("自治区")):
            return part
    return None


@functools.cache
def _by_length() -> tuple[tuple[str, str], ...]:
    return tuple(sorted(pairs("abbreviation").items(), key=lambda pair: -len(pair[0])))


def _expanded(rest: str) -> str:
    """The part of a name behind its owner with the abbreviation at its end written out."""
    for short, full in _by_length():
        if rest.endswith(short):
            return rest[: -len(short)] + full
    return rest


def _owner_left_out(name: str, region: str) -> str:
    """The place a department without an owner belongs to, as in the rest of a list (省发展改革委、财政厅): 厅 are of the province."""
    if name not in pairs("abbreviation"):
        return ""
    place = _region_for("省", region) if name.endswith("厅") else None
    return place or region_parts(region)[-1]


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
        廊坊市发展和改革委员会. A class of bodies, a post and what no table knows are returned as printed.
    """
    name, bracket, note = text.partition("(")
    suffix = bracket + note
    if body_type(text) in {"class_of_bodies", "post"}:
        return text
    nationwide = region_full_name is None or region_full_name in words("nationwide")
    if name in pairs("national") and (nationwide or name.startswith(words("central"))):
        return pairs("national")[name] + suffix
    if name in pairs("league"):
        place = _region_for(name[1], region_full_name)
        return pairs("league")[name].replace("{}", place) + suffix if place else text
    apart = next((entry for entry in entries("apart") if region_full_name in entry.words), None)
    if apart is not None:
        return apart.pairs.get(name, name).replace("{}", region_full_name or "") + suffix
    owner = _owner().match(name)
    if owner is None:
        return text if nationwide else _owner_left_out(name, region_full_name or "") + _expanded(name) + suffix
    rest = name[owner.end() :]
    place = _region_for(owner.group(), region_full_name)
    if place is None or not rest:
        return text
    if rest in pairs("party"):
        return pairs("party")[rest].replace("{}", place) + suffix
    return place + _expanded(rest) + suffix


@functools.cache
def _type_patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    found: dict[str, list[str]] = {}
    for entry in entries("type"):
        found.setdefault(entry.body_type or "department", []).extend(entry.words)
    return tuple((name, kept_pattern("|".join(found[name]))) for name in TYPE_ORDER if name in found)


def body_type(text: str) -> str:
    """One of government, department, party, congress, leading_group, office, enterprise, institution, class_of_bodies, post."""
    return next((name for name, pattern in _type_patterns() if pattern.search(text)), "department")


@functools.cache
def _rank_patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((entry.body_level or "other", kept_pattern("|".join(entry.words))) for entry in entries("rank"))


def body_level(text: str, region_level: str | None) -> str:
    """The administrative level of a body: by its own level word where it has one, else that of the document.

    Parameters
    ----------
    text : str
        The body as printed.
    region_level : str or None
        Level of the document.

    Returns
    -------
    str
        national, province, prefecture, county, township or other.
    """
    if text in pairs("national") and region_level in {None, "national"}:
        return "national"
    if region_level == "other" and text in (*words("apart"), *words("regional")):
        return region_level
    rank = next((level for level, pattern in _rank_patterns() if pattern.search(text)), None)
    if rank == "city":
        return _CITY_LEVEL.get(region_level or "", "prefecture")
    return rank or region_level or "other"


def fires(entry_id: str, text: str) -> bool:
    """Whether an entry of ``rules/bodies.yaml`` takes part in a body name found in ``text``.

    A word that ends, forbids or annotates a name fires where it stands in the text and in no name; a type or level, where
    the text as a name is of it.
    """
    entry = next(entry for entry in load("bodies", BodyEntry) if entry.id == entry_id)
    if entry.kind == "type":
        return body_type(text) == entry.body_type
    if entry.kind == "rank":
        return any(re.search(word, text) for word in entry.words)
    if entry.kind == "nationwide":
        return text in entry.words
    vocabulary = (*entry.words, *entry.pairs)
    names = [text[name.start : name.end] for name in find_names(text)]
    if entry.kind in {"stop", "intro", "denied", "no_note"}:
        return any(word in text for word in vocabulary) and not any(
            word in name for name in names for word in vocabulary
        )
    if entry.kind in {"abbreviation", "party", "league", "loose", "apart"}:
        return any(name.partition("(")[0].endswith(word) for name in names for word in vocabulary)
    return any(word in name for name in names for word in vocabulary)
