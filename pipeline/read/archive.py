"""ZIP archives: which members are documents, and the bytes of each; nested archives are opened in turn, everything within bounds.

A member is named by where it is: ``archive.zip/inner.zip/folder/report.html``. Nothing is ever written under such a name.
"""

from __future__ import annotations

import hashlib
import io
import re
import stat
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO

from pipeline.read.encoding import UnreadableError, plainness
from pipeline.read.kinds import ZIP_MAGIC
from pipeline.read.limits import MB, Limits, limits
from pipeline.read.packages import BROKEN_ZIP, open_zip, read_member

_CHUNK = 1 << 20
_PACKAGES = frozenset(("[Content_Types].xml", "OFD.xml", "mimetype", "META-INF/manifest.xml", "AndroidManifest.xml"))
_CONTROL = re.compile("[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
_UTF8_NAMES = 0x800
_ENCRYPTED = 0x1


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive.

    Attributes
    ----------
    name : str
        Its path below the archive, with forward slashes, nested archives as folders.
    place : tuple of int
        Which entry of the archive, of the archive in that entry, and so on.
    digest : str
        SHA-256 of its bytes; empty if it cannot be read.
    n_bytes : int
        Its size, unpacked.
    problem : tuple of (str, str) or None
        Why it cannot be read: kind of fault and cause.
    """

    name: str
    place: tuple[int, ...]
    digest: str
    n_bytes: int
    problem: tuple[str, str] | None = None


class _Budget:
    """What is left of the bounds while an archive is gone through."""

    def __init__(self, bounds: Limits) -> None:
        self.bounds = bounds
        self.bytes_left = bounds.max_archive_mb * MB
        self.members_left = bounds.max_members

    def spend(self, n_bytes: int) -> None:
        self.bytes_left -= n_bytes
        if self.bytes_left < 0:
            raise UnreadableError(
                f"the archive unpacks to more than {self.bounds.max_archive_mb} MB (GOVTARGETS_MAX_ARCHIVE_MB)"
            )

    def count(self) -> None:
        self.members_left -= 1
        if self.members_left < 0:
            raise UnreadableError(
                f"the archive has more than {self.bounds.max_members} members (GOVTARGETS_MAX_MEMBERS)"
            )


def is_archive(path: Path) -> bool:
    """Whether a file is a ZIP archive of files, and not a document that is a ZIP package (docx, xlsx, ofd, …)."""
    try:
        with path.open("rb") as file:
            if file.read(4) not in ZIP_MAGIC:
                return False
            file.seek(0)
            return _holds_files(file)
    except OSError:
        return False


def _holds_files(file: IO[bytes]) -> bool:
    try:
        with open_zip(file) as archive:
            return not any(info.filename in _PACKAGES for info in archive.infolist()[:2000])
    except BROKEN_ZIP:
        return False


def members(path: Path) -> list[Member]:
    """All files of an archive and of the archives in it, in order; hidden ones are left out.

    Raises
    ------
    UnreadableError
        If the archive is damaged, or if it is more than the limits allow: then nothing of it is taken.
    """
    found: list[Member] = []
    names: set[str] = set()
    with path.open("rb") as file:
        for member in _members(file, "", (), 0, _Budget(limits())):
            name = member.name if member.name not in names else f"{member.name}#{'.'.join(map(str, member.place))}"
            names.add(name)
            found.append(replace(member, name=name))
    return found


def _members(file: IO[bytes], prefix: str, place: tuple[int, ...], depth: int, budget: _Budget) -> Iterator[Member]:
    try:
        archive = open_zip(file)
    except BROKEN_ZIP as error:
        raise UnreadableError(f"the archive is damaged: {error}") from error
    with archive:
        for index, info in enumerate(archive.infolist()):
            budget.count()
            name = member_name(info)
            if info.is_dir() or _is_hidden(name):
                continue
            here = (*place, index)
            problem = _problem(name, info)
            if problem is not None:
                yield Member(prefix + _safe(name), here, "", 0, problem)
                continue
            yield from _member(archive, info, prefix + name, here, depth, budget)


def _member(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, place: tuple[int, ...], depth: int, budget: _Budget
) -> Iterator[Member]:
    bounds = budget.bounds
    most = bounds.max_file_mb * MB
    digest = hashlib.sha256()
    size = 0
    kept: list[bytes] | None = None
    try:
        with archive.open(info) as stream:
            while piece := stream.read(_CHUNK):
                if size == 0 and piece[:4] in ZIP_MAGIC:
                    kept = []
                size += len(piece)
                budget.spend(len(piece))
                if size > MB and size > bounds.max_ratio * max(1, info.compress_size):
                    raise UnreadableError(
                        f"{name} unpacks to more than {bounds.max_ratio} times its size: a decompression bomb (GOVTARGETS_MAX_RATIO)"
                    )
                if size > most:
                    yield Member(
                        name,
                        place,
                        "",
                        size,
                        ("too_large", f"larger than {bounds.max_file_mb} MB (GOVTARGETS_MAX_FILE_MB)"),
                    )
                    return
                digest.update(piece)
                if kept is not None:
                    kept.append(piece)
    except BROKEN_ZIP as error:
        yield Member(name, place, "", size, ("damaged", f"the archive is damaged here: {error}"))
        return
    if kept is not None:
        inner = io.BytesIO(b"".join(kept))
        if _holds_files(inner):
            if depth + 1 >= bounds.max_depth:
                yield Member(
                    name,
                    place,
                    "",
                    size,
                    ("nested", f"archives are nested deeper than {bounds.max_depth} (GOVTARGETS_MAX_DEPTH)"),
                )
                return
            inner.seek(0)
            yield from _members(inner, name + "/", place, depth + 1, budget)
            return
    yield Member(name, place, digest.hexdigest(), size)


def member_name(info: zipfile.ZipInfo) -> str:
    """The name of a member; archives made on Chinese systems have it in GBK without saying so."""
    name = info.filename
    if not info.flag_bits & _UTF8_NAMES and not name.isascii():
        raw = name.encode("cp437", "replace")
        for codec in ("utf-8", "gb18030", "big5"):
            try:
                decoded = raw.decode(codec)
            except UnicodeDecodeError:
                continue
            if codec == "utf-8" or plainness(decoded) > 0.5:
                name = decoded
                break
    return name.replace("\\", "/")


def _is_hidden(name: str) -> bool:
    return any((part.startswith(".") and part not in (".", "..")) or part == "__MACOSX" for part in name.split("/"))


def _problem(name: str, info: zipfile.ZipInfo) -> tuple[str, str] | None:
    parts = name.split("/")
    if name.startswith("/") or ".." in parts or re.match("[A-Za-z]:", name):
        return "name", "its name leads out of the archive; it was not read"
    if _CONTROL.search(name) or not parts[-1].strip():
        return "name", "its name has control characters; it was not read"
    if stat.S_ISLNK(info.external_attr >> 16):
        return "link", "a link inside an archive; links are not followed"
    if info.flag_bits & _ENCRYPTED:
        return "encrypted", "it is encrypted; unpack the archive with its password first"
    return None


def _safe(name: str) -> str:
    """A name for the table of rejects: control characters replaced, no steps up, no leading slash."""
    name = _CONTROL.sub("\ufffd", name)
    return "/".join(part if part not in ("..", ".") else "__" for part in name.split("/") if part) or "__"


def member_bytes(path: Path, place: tuple[int, ...]) -> bytes:
    """The bytes of a member, by its place.

    Raises
    ------
    UnreadableError
        If the archive has changed or is damaged, or the member is larger than a file may be.
    """
    most = limits().max_file_mb * MB
    file: IO[bytes] = path.open("rb")
    try:
        data: bytes | None = None
        for index in place:
            with open_zip(file) as archive:
                data = read_member(archive, archive.infolist()[index], most)
            file.close()
            if data is None:
                raise UnreadableError(f"larger than {limits().max_file_mb} MB (GOVTARGETS_MAX_FILE_MB)")
            file = io.BytesIO(data)
    except (*BROKEN_ZIP, IndexError) as error:
        raise UnreadableError(f"the archive is damaged: {error}") from error
    finally:
        file.close()
    return data or b""
