"""A container becomes text: one module a format, chosen by what is in the file and not by what it is called.

To add a format, write a function of the file's bytes that returns a ``SourceText``, put it into ``READERS``, and let ``kinds.kind_of``
recognise it.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.read.encoding import UnreadableError, plainness
from pipeline.read.kinds import kind_of
from pipeline.read.limits import MB, limits
from pipeline.read.text import read_text
from pipeline.types import SourceText

__all__ = ["READERS", "Reader", "UnreadableError", "check_size", "read"]


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


@dataclass(frozen=True, slots=True)
class Reader:
    """A format: its name in ``kinds`` and in ``documents.source_format``, the suffixes its files usually have, and what reads them."""

    source_format: str
    suffixes: tuple[str, ...]
    read: Callable[[bytes], SourceText]


def _of(module: str, function: str) -> Callable[[bytes], SourceText]:
    """A reader whose module is imported when the first file of its format comes: most runs have one or two formats."""

    def read_with(data: bytes) -> SourceText:
        source: SourceText = getattr(importlib.import_module(f"pipeline.read.{module}"), function)(data)
        return source

    return read_with


READERS: tuple[Reader, ...] = (
    Reader("txt", (".txt", ".text", ".md"), read_text),
    Reader("html", (".html", ".htm", ".shtml", ".xhtml", ".jhtml", ".aspx", ".jsp", ".php"), _of("html", "read_html")),
    Reader("pdf", (".pdf",), _of("pdf", "read_pdf")),
    Reader("docx", (".docx", ".docm", ".dotx"), _of("docx", "read_docx")),
    Reader("doc", (".doc", ".wps", ".dot", ".wpt"), _of("other", "read_doc")),
    Reader("ofd", (".ofd",), _of("other", "read_ofd")),
    Reader("rtf", (".rtf",), _of("other", "read_rtf")),
    Reader("mhtml", (".mht", ".mhtml"), _of("other", "read_mhtml")),
)
_BY_FORMAT = {reader.source_format: reader for reader in READERS}
_TEXT = _BY_FORMAT["txt"]

_PLAIN_ENOUGH = 0.8
"""Share of common characters from which a text under any name is taken for a Chinese document."""
_NO_DOCUMENTS = _names(
    ".csv .tsv .json .jsonl .ndjson .geojson .xml .yaml .yml .toml .ini .cfg .log .css .js .ts .py .ipynb .r"
    " .sql .sh .bat .bib .tex .svg .lock"
)
"""Suffixes of data, settings and programs in plain text; nothing in the bytes tells them from a document."""


def _reader(path: Path, data: bytes) -> Reader:
    """What reads a file."""
    kind = kind_of(data)
    if kind == "zip":
        raise UnreadableError(
            "it is a ZIP archive, whose members are read one by one when it lies in the folder of documents"
        )
    return _BY_FORMAT[kind] if kind != "text" else _text_reader(path, data)


def _text_reader(path: Path, data: bytes) -> Reader:
    suffix = path.suffix.lower()
    if suffix in _TEXT.suffixes:
        return _TEXT
    if suffix not in _NO_DOCUMENTS and _is_chinese(data):
        return _TEXT
    if any(suffix in reader.suffixes for reader in READERS):
        raise UnreadableError(f"its content is neither what {suffix} files hold nor Chinese text")
    known = ", ".join(suffix for reader in READERS for suffix in reader.suffixes[:1])
    kind = f"files of type {suffix}" if suffix else "files without a suffix"
    raise UnreadableError(f"there is no reader for {kind} (there is one for {known})")


def _is_chinese(data: bytes) -> bool:
    try:
        text = read_text(data[:20_000]).text
    except UnreadableError:
        return False
    beyond = sum(character > "\x7f" for character in text[:5000])
    return beyond > 20 and beyond > 0.3 * len(text[:5000]) and plainness(text[:5000]) >= _PLAIN_ENOUGH


def check_size(n_bytes: int) -> None:
    """Refuse a file that is too large, before it is read.

    Raises
    ------
    UnreadableError
        If it has more bytes than a file may have.
    """
    most = limits().max_file_mb
    if n_bytes > most * MB:
        raise UnreadableError(
            f"larger than {most} MB ({n_bytes / MB:.0f} MB); set GOVTARGETS_MAX_FILE_MB to have it read"
        )


def read(path: Path) -> SourceText:
    """Read one file.

    Parameters
    ----------
    path : Path
        A file of any kind.

    Returns
    -------
    SourceText
        Text with line ends ``\\n`` that can be written as UTF-8; a suffix that does not fit the content is a warning.

    Raises
    ------
    UnreadableError
        If no text can be had from it; the message is ``<name>: <cause>``.
    """
    try:
        check_size(path.stat().st_size)
        data = path.read_bytes()
        if not data:
            raise UnreadableError("the file is empty")
        reader = _reader(path, data)
        source = reader.read(data)
    except OSError as error:
        raise UnreadableError(f"{path.name}: {error.strerror or error}") from error
    except UnreadableError as error:
        raise UnreadableError(f"{path.name}: {error}") from error
    suffix = path.suffix.lower()
    if suffix not in reader.suffixes:
        named = f"suffix {suffix}" if suffix else "no suffix"
        source = replace(source, warnings=(*source.warnings, f"{named}, but the content is {reader.source_format}"))
    return source
