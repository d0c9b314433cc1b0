"""Plain text files."""

from __future__ import annotations

from pipeline.read.encoding import decode
from pipeline.types import SourceText


def read_text(data: bytes) -> SourceText:
    """Decode a plain text file.

    Parameters
    ----------
    data : bytes
        A whole file, in UTF-8, GB 18030 (GBK, GB 2312), Big5 or UTF-16, with or without byte order mark.

    Returns
    -------
    SourceText
        Line ends are ``\\n``, a byte order mark is gone, bytes that cannot be decoded are left out and reported; nothing else changed.

    Raises
    ------
    UnreadableError
        If the file is empty or no text.
    """
    decoded = decode(data)
    warnings: list[str] = []
    faults: list[str] = []
    if decoded.marked:
        warnings.append("byte order mark")
    if decoded.n_left_out:
        warnings.append(f"undecodable bytes: {decoded.n_left_out}")
        faults.append(
            f"{decoded.n_left_out} bytes are not valid {decoded.codec} and were left out, the first at byte {decoded.first_left_out}"
        )
    text = decoded.text
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return SourceText(text, "txt", decoded.codec, tuple(warnings), tuple(faults))
