"""How much a single file may ask of the machine. Every limit can be set through the environment: ``GOVTARGETS_MAX_FILE_MB=400``."""

from __future__ import annotations

import os
from dataclasses import dataclass, fields

_PREFIX = "GOVTARGETS_"
MB = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one file.

    Attributes
    ----------
    max_file_mb : int
        Size of a file, or of a member of an archive once unpacked; larger ones are rejected unread.
    max_markup_mb : int
        Size of a web page or of one XML part of a document; the tree takes some ten times as much memory.
    max_archive_mb : int
        All members of an archive together, once unpacked, nested archives included.
    max_ratio : int
        Unpacked bytes for each packed byte of an archive's member, looked at from one megabyte on.
    max_members : int
        Members of an archive, nested ones included.
    max_depth : int
        Archives inside archives.
    max_pages : int
        Pages of a PDF.
    max_seconds : int
        Time for a reader that runs in a process of its own (PDF) or is another program (doc).
    max_memory_mb : int
        Memory of such a process.
    max_document_seconds : int
        Time for a document from file to rows, and as much again for each ten megabytes of it; a worker that takes longer is ended.
    max_document_memory_mb : int
        Memory of a worker, and so of the document it works on.
    """

    max_file_mb: int = 200
    max_markup_mb: int = 40
    max_archive_mb: int = 2000
    max_ratio: int = 200
    max_members: int = 10_000
    max_depth: int = 3
    max_pages: int = 5000
    max_seconds: int = 120
    max_memory_mb: int = 1500
    max_document_seconds: int = 300
    max_document_memory_mb: int = 2000


def limit_names() -> tuple[str, ...]:
    """The variables of the environment that set a limit."""
    return tuple(_PREFIX + field.name.upper() for field in fields(Limits))


def limits() -> Limits:
    """The limits in force.

    Raises
    ------
    ValueError
        If a variable of the environment is no positive whole number; the message names it.
    """
    found: dict[str, int] = {}
    for field in fields(Limits):
        name = _PREFIX + field.name.upper()
        value = os.environ.get(name)
        if value is None:
            continue
        if not value.isdecimal() or int(value) < 1:
            raise ValueError(f"{name}: not a positive whole number: {value!r}")
        found[field.name] = int(value)
    return Limits(**found)
