"""Times that a document gives a name of its own: 7月至12月(以下称为本期) makes every later 本期 that time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.types import TimeMention

_NAMED = re.compile(r"\s*[(,]\s*(?:以下|下)(?:简称|统称|称)(?:为|作)?“?([^\s\d()“”,。;、的]{2,6})”?\s*[),]")


def with_named_times(text: str, found: Sequence[TimeMention]) -> list[TimeMention]:
    """Add a mention wherever a name stands that the text gave to a time before.

    Parameters
    ----------
    text : str
        The normal text.
    found : sequence of TimeMention
        In order.

    Returns
    -------
    list of TimeMention, in order, not overlapping
    """
    named = [(mention, match) for mention in found if (match := _NAMED.match(text, mention.end))]
    if not named:
        return list(found)
    taken = {position for mention in found for position in range(mention.start, mention.end)}
    added = [
        replace(mention, start=match.start(), end=match.end())
        for mention, name in named
        for match in re.compile(re.escape(name.group(1))).finditer(text, name.end())
        if taken.isdisjoint(range(*match.span()))
    ]
    return sorted([*found, *added], key=lambda mention: mention.start)
