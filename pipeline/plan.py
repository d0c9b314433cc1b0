"""Which files there are, and what is in them: the documents of a run, told by content.

A file that looks as it did when it was last read (size, times, inode) is not read again. One that was changed so shortly before
it was looked at that its times could not tell is not trusted to look the same.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.read import UnreadableError, check_size
from pipeline.read.archive import is_archive
from pipeline.read.archive import members as archive_members
from pipeline.read.limits import MB, limits
from pipeline.records import DocumentKey

#: Times of files may be as coarse as this.
_COARSE_NS = 2_000_000_000

#: Kind of fault and cause.
Problem = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Task:
    """One file to be worked on, in few bytes: a run holds one for each document.

    Attributes
    ----------
    folder, name : str
        Where the file is.
    source_path : str
        What the tables call it; the same string as ``name`` where it can be.
    digest : bytes
        SHA-256 of the document.
    n_bytes : int
        Its length.
    place : tuple of int
        Where in the archive of that name it is; empty for a file of its own.
    """

    folder: str
    name: str
    source_path: str
    digest: bytes
    n_bytes: int
    place: tuple[int, ...] = ()

    @property
    def path(self) -> Path:
        """The file."""
        return Path(self.folder, self.name)

    @property
    def key(self) -> DocumentKey:
        """The key of the document."""
        sha256 = self.digest.hex()
        return DocumentKey(sha256[:16], sha256, self.source_path)


@dataclass(slots=True)
class Plan:
    """The documents of a run in the order of their paths, and why other files are none.

    ``notes`` are new notes on files for the next run, ``gone`` the files of earlier notes that are no more.
    """

    tasks: dict[str, Task] = field(default_factory=dict)
    problems: dict[str, Problem] = field(default_factory=dict)
    notes: dict[bytes, str] = field(default_factory=dict)
    gone: list[bytes] = field(default_factory=list)

    @property
    def paths(self) -> list[str]:
        """Every path, in order."""
        return sorted((*self.tasks, *self.problems))


@dataclass(frozen=True, slots=True)
class _Entry:
    """A file, or a member of an archive, before it is known whether another is the same; ``below`` the folder is where it is."""

    name: str
    order: bytes
    below: str
    digest: str = ""
    n_bytes: int = 0
    place: tuple[int, ...] = ()
    problem: Problem | None = None


def plan(raw: Path, known: Mapping[bytes, str], program: str) -> Plan:
    """Find every document below a folder.

    Parameters
    ----------
    raw : Path
        The folder, resolved.
    known : mapping
        Notes of the last run.
    program : str
        The program's version; what is noted of an archive holds for this program only, since its limits do.
    """
    found = Plan()
    entries: list[_Entry] = []
    seen: set[bytes] = set()
    folder = os.fspath(raw)
    start = len(folder.rstrip(os.sep)) + 1
    largest = limits().max_file_mb * MB
    for path, status, problem in _walk(raw, raw):
        # Some ten thousand files are to be looked at in well under a second.
        below = os.fspath(path)[start:]
        order = os.fsencode(below.replace(os.sep, "/"))
        seen.add(order)
        if problem is not None or status is None:
            entries.append(_Entry(_readable(order), order, below, problem=problem))
            continue
        entries += _entries(path, below, order, status, known.get(order), program, found.notes, largest)
    found.gone = [order for order in known if order not in seen]
    first_by_digest: dict[str, str] = {}
    for name, entry in _named(entries):
        if entry.problem is not None:
            found.problems[name] = entry.problem
            continue
        first = first_by_digest.setdefault(entry.digest, name)
        if first != name:
            found.problems[name] = ("duplicate", f"the same bytes as {first}, which is kept")
            continue
        below = name if entry.below == name else entry.below
        found.tasks[name] = Task(folder, below, name, bytes.fromhex(entry.digest), entry.n_bytes, entry.place)
    found.tasks = dict(sorted(found.tasks.items()))
    return found


def _named(entries: list[_Entry]) -> Iterator[tuple[str, _Entry]]:
    """Every entry under a name of its own, in order: names that are no UTF-8 may look alike once they are shown."""
    taken: set[str] = set()
    for entry in sorted(entries, key=lambda entry: (entry.name, entry.order, entry.place)):
        name, number = entry.name, 1
        while name in taken:
            number += 1
            name = f"{entry.name}#{number}"
        taken.add(name)
        yield name, entry


def _entries(
    path: Path,
    below: str,
    order: bytes,
    status: os.stat_result,
    note: str | None,
    program: str,
    notes: dict[bytes, str],
    largest: int,
) -> list[_Entry]:
    """What a file gives: itself, of an archive each member; or why it is not read."""
    looks = [status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino]
    name = _readable(order)
    try:
        if status.st_size > largest:
            check_size(status.st_size)
        content = _noted(note, looks, program)
        if content is None:
            looked_at = time.time_ns()
            content = _content(path, program)
            notes[order] = json.dumps({"looks": looks, "at": looked_at, **content})
    except (OSError, UnreadableError) as error:
        return [_Entry(name, order, below, problem=(error_type(error), cause(error)))]
    if "members" not in content:
        return [_Entry(name, order, below, content["digest"], status.st_size)]
    if not content["members"]:
        return [_Entry(name, order, below, problem=("empty", "there is no file in the archive"))]
    return [
        _Entry(f"{name}/{member}", order, below, digest, n_bytes, tuple(place), tuple(problem) if problem else None)
        for member, digest, n_bytes, place, problem in content["members"]
    ]


def _noted(note: str | None, looks: list[int], program: str) -> dict[str, Any] | None:
    """What is noted of a file's content, if it can still be relied on."""
    if note is None:
        return None
    content: dict[str, Any] = json.loads(note)
    _, modified, changed, _ = looks
    settled = content["at"] - _COARSE_NS
    if content["looks"] != looks or modified > settled or changed > settled:
        return None
    return content if content.get("program", program) == program else None


def _content(path: Path, program: str) -> dict[str, Any]:
    if not is_archive(path):
        return {"digest": file_digest(path)[0]}
    members = [[m.name, m.digest, m.n_bytes, m.place, m.problem] for m in archive_members(path)]
    return {"program": program, "members": members}


def file_digest(path: Path) -> tuple[str, int]:
    """SHA-256 and length of a file."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        return digest, file.tell()


def _walk(folder: Path, raw: Path) -> Iterator[tuple[Path, os.stat_result | None, Problem | None]]:
    """Every visible file below a folder, with its status, or why it is not read."""
    try:
        with os.scandir(folder) as scan:
            entries = list(scan)
    except OSError as error:
        yield folder, None, (type(error).__name__, f"the folder cannot be read: {cause(error)}")
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        path = Path(entry.path)
        try:
            if entry.is_symlink():
                problem = _link_problem(path, raw)
                yield path, None if problem else path.stat(), problem
            elif entry.is_dir(follow_symlinks=False):
                yield from _walk(path, raw)
            elif entry.is_file(follow_symlinks=False):
                yield path, entry.stat(follow_symlinks=False), None
            else:
                yield path, None, ("not_a_file", f"not a regular file: {_readable(os.fsencode(path.name))}")
        except OSError as error:
            # Gone since the folder was listed, or not to be looked at.
            yield path, None, (type(error).__name__, cause(error))


def _link_problem(path: Path, raw: Path) -> Problem | None:
    try:
        target = path.resolve(strict=True)
    except (OSError, RuntimeError):
        return "link", "a link that leads nowhere"
    if not target.is_relative_to(raw):
        return "link", "a link that leaves the folder of raw documents; links are not followed out of it"
    if stat.S_ISDIR(target.stat().st_mode):
        return "link", "a link to a folder; its files are read where they are"
    return None


def _readable(name: bytes) -> str:
    """A file's name; bytes that are no UTF-8 become U+FFFD."""
    return name.decode("utf-8", "replace")


def error_type(error: BaseException) -> str:
    """The kind of fault in one word."""
    # What the readers say on purpose is one kind of fault; anything else keeps the name of its exception.
    name = type(error).__name__
    return "unreadable" if name == "UnreadableError" else name


def cause(error: BaseException) -> str:
    """The cause in words."""
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return str(error) or type(error).__name__
