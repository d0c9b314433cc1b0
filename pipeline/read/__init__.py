"""A container becomes text: one module a format, found by magic bytes, else by suffix.

To add a format, write a module with a function of the file's bytes that returns a ``SourceText``, and put it into ``READERS``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pipeline.read.encoding import UnreadableError
from pipeline.read.text import read_text
from pipeline.types import SourceText

__all__ = ["READERS", "Reader", "UnreadableError", "read"]


@dataclass(frozen=True, slots=True)
class Reader:
    """A format: its name in ``documents.source_format``, its suffixes, the bytes that its files begin with, and what reads them."""

    source_format: str
    suffixes: tuple[str, ...]
    magic: tuple[bytes, ...]
    read: Callable[[bytes], SourceText]


READERS: tuple[Reader, ...] = (Reader("txt", (".txt", ".text"), (), read_text),)

_FOREIGN = (
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a ZIP container (docx, xlsx, ofd and the like)"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document (doc, xls, wps)"),
    (b"{\\rtf", "a rich text document"),
    (b"\x89PNG\r\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"PAR1", "a Parquet file"),
    (b"\x7fELF", "a program"),
)


def _reader(path: Path, data: bytes) -> Reader:
    """The format of a file; its first bytes count more than its name."""
    for reader in READERS:
        if any(data.startswith(magic) for magic in reader.magic):
            return reader
    for magic, name in _FOREIGN:
        if data.startswith(magic):
            raise UnreadableError(f"it is {name}, and there is no reader for that")
    suffix = path.suffix.lower()
    for reader in READERS:
        if suffix in reader.suffixes:
            return reader
    known = ", ".join(suffix for reader in READERS for suffix in reader.suffixes)
    kind = f"files of type {suffix}" if suffix else "files without a suffix"
    raise UnreadableError(f"there is no reader for {kind} (there is one for {known})")


def read(path: Path) -> SourceText:
    """Read one file.

    Parameters
    ----------
    path : Path
        A file of any kind.

    Returns
    -------
    SourceText
        Text with line ends ``\\n`` that can be written as UTF-8.

    Raises
    ------
    UnreadableError
        If no text can be had from it; the message is ``<name>: <cause>``.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableError(f"{path.name}: {error.strerror or error}") from error
    try:
        return _reader(path, data).read(data)
    except UnreadableError as error:
        raise UnreadableError(f"{path.name}: {error}") from error
