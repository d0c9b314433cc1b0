"""Words of documents, made harmless for where they go. In the tables they stand as they are; a terminal or a spreadsheet would obey them."""

from __future__ import annotations

import re
from typing import Any

#: Controls, marks that turn the direction of writing, and characters without width, which hide or reorder what stands beside them.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
#: What makes a spreadsheet calculate; some take the wide forms as well.
_FORMULA = re.compile(r"\s*[=+\-@\t\r\n＝＋－＠]")


def coded(text: str) -> str:
    """Text with its lines, in which what would not be seen is written as its code."""
    return _UNSEEN.sub(_code, text)


def visible(text: str) -> str:
    """Text for a terminal, on one line: what would not be seen is written as its code."""
    return coded(text).replace("\n", " ").replace("\t", " ")


def cell(value: Any) -> str:
    """A value for CSV, TSV or Excel: text that a spreadsheet would take for a formula begins with an apostrophe.

    Numbers stay as they are, negative ones too; line ends and tabs become blanks, what would not be seen its code.
    """
    if value is None:
        return ""
    if not isinstance(value, str):
        return str(value)
    guard = "'" if _FORMULA.match(value) else ""
    return guard + visible(value)


def uncell(text: str) -> str:
    """A cell without its guard."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text[1:]) else text


def _code(match: re.Match[str]) -> str:
    number = ord(match[0])
    if number < 0x100:
        return f"\\x{number:02x}"
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"
