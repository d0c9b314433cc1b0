"""What is finished, kept beside the tables: each document's rows by path, bytes and program.

One SQLite file in WAL mode. Every document is a transaction of its own, so that a run that is killed loses only the documents
in the workers' hands; a power cut may cost those of the last few seconds, never the file. The rows are kept as compressed
Arrow streams with a checksum each, and tables are streamed out of them in any order of documents.

Nothing here needs a backup: what is missing or damaged is made again from the raw documents.
"""

from __future__ import annotations

import array
import contextlib
import errno
import hashlib
import json
import os
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from pipeline.store.batches import Packed

#: The folder beside the tables that holds state, lock and sets of tables.
STATE = ".state"
_INDEX = "index.sqlite"
#: Changes with the layout below; an index of another layout is made anew.
_LAYOUT = "1"
_TABLES = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE files (path BLOB PRIMARY KEY, note TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE documents (
    path TEXT PRIMARY KEY, sha256 TEXT NOT NULL, program TEXT NOT NULL, state TEXT NOT NULL, digest TEXT NOT NULL,
    counts TEXT NOT NULL, rejects TEXT NOT NULL, sketch BLOB NOT NULL
) WITHOUT ROWID;
CREATE TABLE batches (
    path TEXT NOT NULL, name TEXT NOT NULL, n_rows INTEGER NOT NULL, n_bytes INTEGER NOT NULL, checksum BLOB NOT NULL,
    data BLOB NOT NULL, UNIQUE (path, name)
);
"""

#: done; again: to be tried in the next run (it could not be opened); given_up: too long, too large, or it kills its worker.
Outcome = Literal["done", "again", "given_up"]


#: SQLite's code for what the system would not do -> the system's own.
_OF_THE_SYSTEM = {
    sqlite3.SQLITE_FULL: errno.ENOSPC,
    sqlite3.SQLITE_IOERR: errno.EIO,
    sqlite3.SQLITE_READONLY: errno.EACCES,
    sqlite3.SQLITE_CANTOPEN: errno.EACCES,
    sqlite3.SQLITE_PERM: errno.EACCES,
    sqlite3.SQLITE_NOMEM: errno.ENOMEM,
    sqlite3.SQLITE_BUSY: errno.EBUSY,
    sqlite3.SQLITE_LOCKED: errno.EBUSY,
}


class DamagedIndexError(RuntimeError):
    """The index as a whole cannot be read."""


class DamagedError(RuntimeError):
    """What is kept of a document is not what was written; ``path`` names it."""

    def __init__(self, path: str) -> None:
        super().__init__(f"what is kept of {path} is damaged")
        self.path = path


@dataclass(slots=True)
class DocumentResult:
    """Everything a run keeps of one file: its rows of each table but the panel, and what its text is recognised by.

    It depends on nothing but the file's bytes, its path, and the program.
    """

    batches: dict[str, Packed]
    rejects: Counter[str] = field(default_factory=Counter)
    sketch: Sequence[int] = ()
    outcome: Outcome = "done"


@dataclass(frozen=True, slots=True)
class Kept:
    """Which bytes a finished document had, which program read it, and how that ended."""

    sha256: str
    program: str
    outcome: Outcome


class State:
    """The index of finished documents; to be used by the one run that holds the lock."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / _INDEX
        try:
            self._open()
        except DamagedIndexError:
            self.start_anew()

    def _open(self) -> None:
        with self._errors():
            self.database = sqlite3.connect(self.path, isolation_level=None)
            self._prepare()

    def _prepare(self) -> None:
        run = self.database.execute
        # One run has the file to itself, under the lock: no shared memory is needed, which network file systems lack.
        run("PRAGMA locking_mode = EXCLUSIVE")
        run("PRAGMA auto_vacuum = INCREMENTAL")
        run("PRAGMA journal_mode = WAL")
        run("PRAGMA synchronous = NORMAL")
        found = [name for (name,) in run("SELECT name FROM sqlite_master WHERE type = 'table'")]
        if found and self.get("layout") != _LAYOUT:
            raise DamagedIndexError("an index of another layout")
        if not found:
            with self._transaction():
                for statement in _TABLES.split(";"):
                    run(statement)
                self.set("layout", _LAYOUT)

    def start_anew(self) -> None:
        """Put a damaged file out of the way; every document will be worked on again."""
        self.close()
        for suffix in ("", "-wal", "-shm", "-journal"):
            self.path.with_name(self.path.name + suffix).unlink(missing_ok=True)
        self._open()

    def close(self) -> None:
        """Close the file."""
        if hasattr(self, "database"):
            with contextlib.suppress(sqlite3.Error):
                self.database.close()

    # -- small things -------------------------------------------------------------------------------------------

    def get(self, name: str) -> str | None:
        """A note of the last run."""
        with self._errors():
            row = self.database.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return None if row is None else str(row[0])

    def set(self, name: str, value: str) -> None:
        """Leave a note to the next run."""
        with self._errors():
            self.database.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))

    def files(self) -> dict[bytes, str]:
        """What was noted of raw files: path below the raw folder -> note."""
        with self._errors():
            return dict(self.database.execute("SELECT path, note FROM files"))

    def note_files(self, notes: Mapping[bytes, str], gone: Iterable[bytes]) -> None:
        """Note new or changed files, forget others."""
        with self._transaction():
            self.database.executemany("INSERT OR REPLACE INTO files VALUES (?, ?)", notes.items())
            self.database.executemany("DELETE FROM files WHERE path = ?", ((path,) for path in gone))

    # -- documents ----------------------------------------------------------------------------------------------

    def documents(self) -> Iterator[tuple[str, Kept]]:
        """Every finished document: its path, and what is known of it."""
        with self._errors():
            for path, *known in self.database.execute("SELECT path, sha256, program, state FROM documents"):
                yield path, Kept(*known)

    def digests(self, paths: Iterable[str]) -> Iterator[str]:
        """A hash of each document's rows, in the order given."""
        for path in paths:
            with self._errors():
                (digest,) = self.database.execute("SELECT digest FROM documents WHERE path = ?", (path,)).fetchone()
            yield digest

    def row_counts(self) -> Counter[str]:
        """Table -> rows of all finished documents."""
        return self._counted("counts")

    def reject_counts(self) -> Counter[str]:
        """Stage -> rejects of all finished documents."""
        return self._counted("rejects")

    def _counted(self, column: Literal["counts", "rejects"]) -> Counter[str]:
        counts: Counter[str] = Counter()
        with self._errors():
            for (found,) in self.database.execute(f"SELECT {column} FROM documents"):
                counts.update(json.loads(found))
        return counts

    def n_given_up(self) -> int:
        """How many documents were given up."""
        with self._errors():
            (number,) = self.database.execute("SELECT count(*) FROM documents WHERE state = 'given_up'").fetchone()
        return int(number)

    def keep(self, path: str, sha256: str, program: str, result: DocumentResult) -> None:
        """Keep a finished document, in place of what was kept of its path before."""
        checksums = {name: _checksum(packed.data) for name, packed in sorted(result.batches.items())}
        digest = _checksum(b"".join(name.encode() + value for name, value in checksums.items())).hex()
        counts = {name: packed.n_rows for name, packed in result.batches.items()}
        with self._transaction():
            self.database.execute("DELETE FROM batches WHERE path = ?", (path,))
            self.database.execute(
                "INSERT OR REPLACE INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    path, sha256, program, result.outcome, digest, json.dumps(counts), json.dumps(dict(result.rejects)),
                    array.array("Q", result.sketch).tobytes(),
                ),
            )  # fmt: skip
            self.database.executemany(
                "INSERT INTO batches VALUES (?, ?, ?, ?, ?, ?)",
                (
                    (path, name, packed.n_rows, packed.n_bytes, checksums[name], packed.data)
                    for name, packed in result.batches.items()
                ),
            )

    def forget(self, paths: Iterable[str]) -> None:
        """Drop documents that are gone, and give their space back."""
        rows = [(path,) for path in paths]
        if not rows:
            return
        with self._transaction():
            self.database.executemany("DELETE FROM batches WHERE path = ?", rows)
            self.database.executemany("DELETE FROM documents WHERE path = ?", rows)
        with self._errors():
            self.database.execute("PRAGMA incremental_vacuum").fetchall()

    def batches(self, table: str, paths: Sequence[str]) -> Iterator[tuple[str, Packed]]:
        """The rows of one table, document by document in the order given; documents without any are left out.

        Raises
        ------
        DamagedError
            If what was read is not what was written.
        """
        query = "SELECT n_rows, n_bytes, checksum, data FROM batches WHERE path = ? AND name = ?"
        for path in paths:
            with self._errors():
                found = self.database.execute(query, (path, table)).fetchone()
            if found is None:
                continue
            n_rows, n_bytes, checksum, data = found
            if _checksum(data) != checksum:
                raise DamagedError(path)
            yield path, Packed(n_rows, n_bytes, data)

    def sketches(self, paths: Iterable[str]) -> Iterator[tuple[str, Sequence[int]]]:
        """What the texts of documents are recognised by, in the order given; of those that have a text."""
        for path in paths:
            with self._errors():
                (data,) = self.database.execute("SELECT sketch FROM documents WHERE path = ?", (path,)).fetchone()
            if data:
                yield path, array.array("Q", data)

    # -- errors -------------------------------------------------------------------------------------------------

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._errors():
            self.database.execute("BEGIN IMMEDIATE")
            try:
                yield
                self.database.execute("COMMIT")
            except BaseException:
                # Where the disk is full SQLite has rolled back already.
                if self.database.in_transaction:
                    self.database.execute("ROLLBACK")
                raise

    @contextlib.contextmanager
    def _errors(self) -> Iterator[None]:
        """A full or failing disk is an error of the system, as it is where other files are written."""
        try:
            yield
        except sqlite3.DatabaseError as error:
            number = _OF_THE_SYSTEM.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
            if number is None or getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_IOERR_SHORT_READ:
                raise DamagedIndexError(str(error)) from error
            raise OSError(number, os.strerror(number), str(self.path)) from error


def _checksum(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=16).digest()

