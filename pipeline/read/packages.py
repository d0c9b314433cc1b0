"""Documents that are ZIP packages of XML (docx, ofd): members and trees within bounds.

A tree is built only without a document type declaration, so that no entity can be defined, let alone one that grows or that names a file.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import IO, Any
from xml.etree import ElementTree

from pipeline.read.encoding import UnreadableError
from pipeline.read.limits import MB, limits

_CHUNK = 1 << 20
#: What a broken or unusual archive makes zipfile raise.
BROKEN_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
    OverflowError,
)


_LONGEST_ENTRY = 2000
"""Bytes of an archive's directory for each member: its fields, its name, what is said of it."""


def open_zip(file: IO[bytes]) -> zipfile.ZipFile:
    """Open an archive whose directory is no longer than that of so many members as an archive may have.

    Raises
    ------
    UnreadableError
        If it is longer: reading it would take the memory.
    Exception
        One of ``BROKEN_ZIP`` if it is no archive.
    """
    most = limits().max_members
    file.seek(0, io.SEEK_END)
    size = file.tell()
    file.seek(max(0, size - 66_000))
    tail = file.read()
    file.seek(0)
    at = tail.rfind(b"PK\x05\x06")
    if at >= 0 and len(tail) >= at + 22:
        n_entries, length = struct.unpack("<H2xI", tail[at + 10 : at + 12] + b"\0\0" + tail[at + 12 : at + 16])
        wide = tail.rfind(b"PK\x06\x06", 0, at)
        if wide >= 0 and len(tail) >= wide + 48:
            n_entries, length = struct.unpack("<QQ", tail[wide + 32 : wide + 48])
        if n_entries > most or (length > most * _LONGEST_ENTRY and length <= size):
            raise UnreadableError(f"it has more than {most} members (GOVTARGETS_MAX_MEMBERS)")
    return zipfile.ZipFile(file)


class _NoDoctype(ElementTree.TreeBuilder):
    """A tree builder that refuses a document type declaration."""

    def doctype(self, name: str, pubid: str | None, system: str | None) -> None:
        raise UnreadableError("its XML has a document type declaration, which no such document needs")


def parse_xml(data: bytes) -> ElementTree.Element:
    """Parse one XML part.

    Raises
    ------
    UnreadableError
        If it is no well-formed XML, or declares a document type (the only way to define entities).
    """
    parser = ElementTree.XMLParser(target=_NoDoctype())
    try:
        parser.feed(data)
        root: Any = parser.close()
    except (ElementTree.ParseError, LookupError, ValueError) as error:
        # The last two are what the parser says of an encoding that does not exist, or that it cannot read.
        raise UnreadableError(f"its XML is broken: {error}") from error
    if not isinstance(root, ElementTree.Element):
        raise UnreadableError("its XML is empty")
    return root


class Package:
    """The members of a ZIP package, read within bounds."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = open_zip(io.BytesIO(data))
        except BROKEN_ZIP as error:
            raise UnreadableError(f"the package is damaged: {error}") from error
        bounds = limits()
        self._names = {info.filename.replace("\\", "/").lstrip("/"): info for info in self._zip.infolist()}
        self._left = bounds.max_file_mb * MB

    def names(self) -> list[str]:
        """Names of the members, in the order of the package."""
        return list(self._names)

    def read(self, name: str) -> bytes | None:
        """The bytes of a member; None if there is none of that name."""
        info = self._names.get(name.lstrip("/"))
        if info is None:
            return None
        if info.flag_bits & 1:
            raise UnreadableError("the package is encrypted")
        most = min(limits().max_markup_mb * MB, self._left)
        try:
            data = read_member(self._zip, info, most)
        except BROKEN_ZIP as error:
            raise UnreadableError(f"the package is damaged: {name}: {error}") from error
        if data is None:
            raise UnreadableError(f"{name} unpacks to more than {most // MB} MB")
        self._left -= len(data)
        return data

    def tree(self, name: str) -> ElementTree.Element | None:
        """The tree of an XML member; None if there is none of that name."""
        data = self.read(name)
        return None if data is None else parse_xml(data)


def read_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, most: int) -> bytes | None:
    """The bytes of a member, None if they are more than ``most``; what its header claims is not trusted."""
    pieces: list[bytes] = []
    size = 0
    with archive.open(info) as stream:
        while piece := stream.read(_CHUNK):
            size += len(piece)
            if size > most:
                return None
            pieces.append(piece)
    return b"".join(pieces)
