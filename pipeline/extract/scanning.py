"""To find all matches of a pattern whose beginning is easy to tell, in a fraction of the time that ``finditer`` takes.

``re`` runs over a text at its full speed only with a pattern that begins by taking one of a class of characters; with one that
begins by looking ahead or behind it tries every place. So a *gate* that takes one character runs over the text, and the pattern
is tried only where it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator


def matches_at(gate: re.Pattern[str], pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """What ``pattern.finditer`` gives, for a pattern that begins where ``gate`` takes its character."""
    at = 0
    for opened in gate.finditer(text):
        start = opened.start()
        match = pattern.match(text, start) if start >= at else None
        if match is not None:
            yield match
            at = match.end()


def matches_behind(gate: re.Pattern[str], pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """What ``pattern.finditer`` gives, for a pattern that begins just behind the character that ``gate`` takes."""
    at = 0
    for opened in gate.finditer(text):
        start = opened.end()
        match = pattern.match(text, start) if start >= at else None
        if match is not None:
            yield match
            at = match.end()
