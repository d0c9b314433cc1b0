"""Bytes to text: which codec wrote them, and what to do with bytes that it cannot have written.

The order is that of certainty: a byte order mark; strict UTF-8, which other text hardly ever is by accident; then the codec whose text has
the largest share of characters in common use. The detector only adds a candidate: on UTF-16 without a mark it was seen to name the wrong
byte order, so nothing is taken on its word alone.
"""

from __future__ import annotations

import codecs
import functools
import re
import threading
from collections.abc import Sequence
from dataclasses import dataclass

import chardet


class UnreadableError(Exception):
    """A file that no reader can make text of; the message names the file, where known, and the cause."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text out of bytes.

    Attributes
    ----------
    text : str
        Without byte order mark; can be written as UTF-8.
    codec : str
        In Python's spelling.
    marked : bool
        Whether a byte order mark stood in front.
    n_left_out : int
        Bytes that the codec could not decode and that the text lacks.
    first_left_out : int or None
        Offset of the first of them in the file.
    """

    text: str
    codec: str
    marked: bool
    n_left_out: int
    first_left_out: int | None


_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_WIDEST = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs", "cp950": "big5hkscs"}
_CHINESE = ("gb18030", "big5hkscs", "utf-16-le", "utf-16-be")
_SAMPLE = 20_000
"""Bytes that are enough to tell a codec by."""

_PLAIN_ENOUGH = 0.7
"""Share of characters in common use from which a text is taken for Chinese; wrong codecs reach 0.3, right ones 0.9 and more."""
_VOTE = 0.02
"""What the detector's word adds."""
_MOST_CONTROLS = 0.02
"""Share of control characters above which a file is no text."""
_MOST_LEFT_OUT = 0.1
"""Share of undecodable bytes above which a file is no text."""

_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")


@functools.cache
def _common() -> tuple[frozenset[str], frozenset[str]]:
    """Characters in common use: GB 2312 level 1 (3,755) for Simplified, Big5 level 1 (5,401) for Traditional text."""
    simplified = {
        bytes((row, cell)).decode("gb2312", "ignore") for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF)
    }
    traditional = {
        bytes((lead, trail)).decode("big5", "ignore")
        for lead in range(0xA4, 0xC7)
        for trail in (*range(0x40, 0x7F), *range(0xA1, 0xFF))
        if (lead, trail) <= (0xC6, 0x7E)
    }
    return frozenset(simplified - {""}), frozenset(traditional - {""})


_EVERYWHERE = frozenset("，。、；：！？（）《》“”‘’「」『』【】〔〕—…·％　－～〇○")


def plainness(text: str) -> float:
    """Share, from 0 to 1, of a text's non-ASCII characters that are in common use in one of the two scripts; 0 for a text without."""
    beyond = [character for character in text if character > "\x7f"]
    return _common_share(beyond)


def _common_share(characters: Sequence[str]) -> float:
    if not characters:
        return 0.0
    simplified, traditional = _common()
    marks = sum(character in _EVERYWHERE for character in characters)
    known = max(sum(map(script.__contains__, characters)) for script in (simplified, traditional))
    return (marks + known) / len(characters)


_left_out: list[tuple[int, int]] = []
_lock = threading.Lock()


def _leave_out(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    _left_out.append((error.start, error.end))
    return "", error.end


codecs.register_error("govtargets-leave-out", _leave_out)


def _lenient(data: bytes, codec: str, marked: bool, offset: int) -> Decoded:
    """Decode what can be decoded."""
    with _lock:
        _left_out.clear()
        text = data.decode(codec, "govtargets-leave-out")
        spans = list(_left_out)
    count = sum(end - start for start, end in spans)
    return Decoded(text, codec, marked, count, offset + spans[0][0] if spans else None)


def _strict(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except (UnicodeDecodeError, LookupError):
        return None


def _sample(data: bytes) -> bytes:
    """The first stretch that is not ASCII; it begins between two characters in any codec."""
    first = next((index for index, byte in enumerate(data) if byte > 0x7F or not byte), 0)
    return data[first & ~1 :][:_SAMPLE]


def _detected(sample: bytes) -> str | None:
    """What the detector says, in Python's spelling; the families of GB 18030 and Big5 under their widest member."""
    name = chardet.detect(sample)["encoding"]
    try:
        codec = codecs.lookup(name).name if name else None
    except LookupError:
        return None
    return _WIDEST.get(codec or "", codec)


def _score(sample: bytes, codec: str, detected: str | None) -> float:
    """How plain the text would be; the detector's word decides between equals."""
    decoded = _lenient(sample, codec, False, 0)
    text = decoded.text
    if codec.startswith("utf-16"):
        plain = sum(" " <= character <= "~" or character in "\r\n\t" for character in text)
        beyond = [character for character in text if character > "~"]
        share = (plain + _common_share(beyond) * len(beyond)) / max(1, len(text))
    else:
        share = plainness(text)
    return share * (1 - decoded.n_left_out / len(sample)) + (_VOTE if codec == detected else 0.0)


def _best(data: bytes) -> Decoded:
    """The Chinese codec whose text is plainest; else the detector's, if it decodes everything; else UTF-8 as far as it goes."""
    sample = _sample(data)
    detected = _detected(sample)
    # UTF-8 with a few broken bytes is still UTF-8.
    scores = {codec: _score(sample, codec, detected) for codec in ("utf-8", *_CHINESE)}
    codec = max(scores, key=lambda candidate: scores[candidate])
    if scores[codec] >= _PLAIN_ENOUGH:
        return _lenient(data, codec, False, 0)
    text = _strict(data, detected) if detected and not detected.startswith("utf-16") else None
    if detected and text is not None:
        return Decoded(text, detected, False, 0, None)
    return _lenient(data, "utf-8", False, 0)


def _spelled(codec: str, text: str) -> str:
    """The usual name where the text needs no more than it."""
    if codec == "big5hkscs" and _encodes(text, "big5"):
        return "big5"
    return codec


def _encodes(text: str, codec: str) -> bool:
    try:
        text.encode(codec)
    except UnicodeEncodeError:
        return False
    return True


def decode(data: bytes) -> Decoded:
    """Decode the bytes of a text file.

    Parameters
    ----------
    data : bytes
        A whole file.

    Raises
    ------
    UnreadableError
        If there is nothing in it, or if it is no text.
    """
    if not data:
        raise UnreadableError("the file is empty")
    for mark, codec in _MARKS:
        if data.startswith(mark):
            decoded = _lenient(data[len(mark) :], codec, True, len(mark))
            break
    else:
        text = _strict(data, "utf-8")
        sure = text is not None and "\x00" not in text
        decoded = Decoded(text or "", "utf-8", False, 0, None) if sure else _best(data)
    _refuse_binary(decoded, data)
    return Decoded(
        decoded.text, _spelled(decoded.codec, decoded.text), decoded.marked, decoded.n_left_out, decoded.first_left_out
    )


def _refuse_binary(decoded: Decoded, data: bytes) -> None:
    if not decoded.text.strip().strip("\x00\ufeff"):
        raise UnreadableError("there is no text in the file")
    controls = len(_CONTROLS.findall(decoded.text))
    if controls > _MOST_CONTROLS * len(decoded.text) and (controls > 3 or controls > len(decoded.text) / 4):
        raise UnreadableError(f"not a text file: {controls} of {len(decoded.text)} characters are control characters")
    if decoded.n_left_out > _MOST_LEFT_OUT * len(data):
        raise UnreadableError(
            f"not a text file in any known encoding: {decoded.n_left_out} of {len(data)} bytes cannot be decoded"
        )
