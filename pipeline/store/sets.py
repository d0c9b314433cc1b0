"""All tables of a run, whole and together or not at all.

The files of a run are a *set*: they are written into a folder of their own, forced to the disk, and described by a manifest.
A set is never changed. ``<table>.parquet`` and ``manifest.json`` in the folder of tables lead through one link,
``.state/current``, and a new set takes the place of the old one when that link is moved: in one step, for all tables.
The set before is kept, for readers who have begun with it.

Where the system has no links, the files are moved over the old ones one by one, the manifest last.
"""

from __future__ import annotations

import contextlib
import errno
import functools
import hashlib
import json
import os
import shutil
import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import FrameType
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.rulebook import rules_version
from pipeline.store.program import program_version
from pipeline.store.state import STATE
from pipeline.version import PIPELINE_VERSION
from schemas import SCHEMA_VERSION, TABLES
from schemas.arrow import arrow_schema, bare_schema

#: Rows of a row group; a last group is never smaller, since the rows are dealt out evenly. Documents carry their texts: a group of
#: them, which is held in memory as a whole, is some 24 MB.
ROW_GROUP_ROWS = {"documents": 1_000}
ROW_GROUP_ROWS_ELSE = 20_000
#: Rows of a table that are read at a time.
_READ_ROWS = 10_000
#: Batches that are joined as they come: one of a few rows takes many times the memory of its rows.
_JOINED = 200
MANIFEST = "manifest.json"
_SETS = "sets"
_CURRENT = "current"
_WRITING = "writing"


def to_table(name: str, batches: Sequence[pa.RecordBatch]) -> pa.Table:
    """One table with its full schema (descriptions, versions) out of batches in order; none give an empty table."""
    bare = pa.Table.from_batches(list(batches), bare_schema(name)).combine_chunks()
    return pa.Table.from_arrays(bare.columns, schema=full_schema(name))


@functools.cache
def full_schema(name: str) -> pa.Schema:
    """The schema that a table is written with."""
    return arrow_schema(name, rules_version=rules_version(), pipeline_version=PIPELINE_VERSION)


class NewSet:
    """A set that is being written."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.rows: dict[str, int] = {}

    def write(self, name: str, batches: Iterable[pa.RecordBatch], n_rows: int) -> None:
        """Write one table, a row group at a time.

        Parameters
        ----------
        name : str
            A key of :data:`schemas.TABLES`.
        batches : iterable of RecordBatch
            In order; how the rows are divided among them does not matter.
        n_rows : int
            Rows of all batches together.
        """
        groups = max(1, n_rows // ROW_GROUP_ROWS.get(name, ROW_GROUP_ROWS_ELSE))
        size = max(1, -(-n_rows // groups))
        written = 0
        with self.path(name).open("wb") as file:
            with pq.ParquetWriter(file, full_schema(name), compression="zstd") as writer:
                for group in _groups(name, batches, size):
                    writer.write_table(group, row_group_size=size)
                    written += group.num_rows
            _sync(file)
        if written != n_rows:
            raise RuntimeError(f"{name}: {n_rows} rows were announced and {written} came")
        self.rows[name] = n_rows

    def batches(self, name: str, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
        """Columns of a table that has been written, some rows at a time."""
        with pq.ParquetFile(self.path(name)) as file:
            yield from file.iter_batches(_READ_ROWS, columns=list(columns), use_threads=False)

    def path(self, name: str) -> Path:
        """The file of a table."""
        return self.folder / f"{name}.parquet"


def _groups(name: str, batches: Iterable[pa.RecordBatch], size: int) -> Iterator[pa.Table]:
    pending: list[pa.RecordBatch] = []
    n_pending = n_joined = 0
    for batch in batches:
        pending.append(batch)
        n_pending += batch.num_rows
        if len(pending) - n_joined >= _JOINED:
            pending[n_joined:] = pa.Table.from_batches(pending[n_joined:]).combine_chunks().to_batches()
            n_joined = len(pending)
        while n_pending >= size:
            table = to_table(name, pending)
            yield table.slice(0, size).combine_chunks()
            pending = table.slice(size).to_batches()
            # Batches of the next rows have to be bare again, as those that come.
            pending = [pa.RecordBatch.from_arrays(rest.columns, schema=bare_schema(name)) for rest in pending]
            n_pending -= size
            n_joined = len(pending)
    if n_pending:
        yield to_table(name, pending)


@contextlib.contextmanager
def new_set(out: Path) -> Iterator[NewSet]:
    """A set to be filled; it becomes the current one when the block ends without an error.

    Parameters
    ----------
    out : Path
        Folder of the tables; made if it does not exist. Files of other names in it are left alone.

    Raises
    ------
    KeyError
        If a table was not written.
    OSError
        If the folder cannot be written; the old tables are then untouched.
    """
    sets = out / STATE / _SETS
    sets.mkdir(parents=True, exist_ok=True)
    # What a killed run left half written is of no use; the lock says that nobody else is writing.
    scratch = sets / _WRITING
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir()
    try:
        new = NewSet(scratch)
        yield new
        missing = [name for name in TABLES if name not in new.rows]
        if missing:
            raise KeyError(f"tables are missing: {', '.join(missing)}")
        _write_bytes(scratch / MANIFEST, _manifest(new))
        _sync_folder(scratch)
        final = sets / f"{_last_number(sets) + 1:06d}"
        os.rename(scratch, final)
        _sync_folder(sets)
    except BaseException:
        shutil.rmtree(scratch, ignore_errors=True)
        raise
    _publish(out, final)


def write_tables(tables: Mapping[str, pa.Table], out: Path) -> None:
    """Write tables that are in memory as a set; all names of :data:`schemas.TABLES` are required."""
    missing = [name for name in TABLES if name not in tables]
    if missing:
        raise KeyError(f"tables are missing: {', '.join(missing)}")
    with new_set(out) as new:
        for name in TABLES:
            bare = tables[name].cast(bare_schema(name)).to_batches()
            new.write(name, bare, tables[name].num_rows)


def current_set(out: Path) -> Path:
    """The folder of the current set: whoever reads all tables from it reads tables of one run."""
    return (out / MANIFEST).resolve().parent


def read_manifest(out: Path) -> dict[str, Any] | None:
    """The manifest of the current set; None if there is none that can be read."""
    try:
        content = json.loads((out / MANIFEST).read_bytes())
    except (OSError, ValueError):
        return None
    return content if isinstance(content, dict) else None


def signature(out: Path) -> str:
    """What the published files look like from outside; it changes when one of them is touched, replaced or removed."""
    seen: list[list[Any]] = []
    for name in _names():
        try:
            found = (out / name).stat()
        except OSError:
            seen.append([name])
            continue
        seen.append([name, found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino])
    return json.dumps(seen)


# ---------------------------------------------------------------------------------------------------------------------
# Writing


def _manifest(new: NewSet) -> bytes:
    content = {
        "schema_version": SCHEMA_VERSION,
        "rules_version": rules_version(),
        "pipeline_version": PIPELINE_VERSION,
        "program": program_version(),
        "tables": {
            name: {
                "file": new.path(name).name,
                "rows": new.rows[name],
                "bytes": new.path(name).stat().st_size,
                "sha256": file_digest(new.path(name)),
            }
            for name in TABLES
        },
    }
    return manifest_bytes(content)


def manifest_bytes(content: Mapping[str, Any]) -> bytes:
    """A manifest as it is written: what it says, and a digest of that."""
    said = {name: value for name, value in content.items() if name != "sha256"}
    digest = hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()
    return (json.dumps(said | {"sha256": digest}, indent=1) + "\n").encode()


def file_digest(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write_bytes(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        _sync(file)


def _sync(file: Any) -> None:
    file.flush()
    os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """Make moves durable where the system lets a folder be opened (Windows does not)."""
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.EBADF, errno.ENOTSUP):
            raise
    finally:
        os.close(descriptor)


# ---------------------------------------------------------------------------------------------------------------------
# Publishing


def _names() -> list[str]:
    return [*(f"{name}.parquet" for name in TABLES), MANIFEST]


def _publish(out: Path, new: Path) -> None:
    state = out / STATE
    before = _numbered(state / _CURRENT)
    with _uninterrupted():
        if _has_links(state):
            # The names lead into the current set before it is switched; from then on all change in the one step below.
            for name in _names():
                _link(state, out / name, f"{STATE}/{_CURRENT}/{name}")
            _sync_folder(out)
            _link(state, state / _CURRENT, f"{_SETS}/{new.name}")
        else:
            for name in _names():
                _move_copy(new / name, out / name, state)
            _sync_folder(out)
        _sync_folder(state)
    for folder in new.parent.iterdir():
        if folder.name not in (new.name, before):
            shutil.rmtree(folder, ignore_errors=True)


def _has_links(state: Path) -> bool:
    """Whether links can be made here: Windows may refuse them, some file systems have none."""
    probe = state / ".probe"
    with contextlib.suppress(FileNotFoundError):
        probe.unlink()
    try:
        os.symlink("nowhere", probe)
    except NotImplementedError:
        return False
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EROFS):
            raise
        return False
    probe.unlink()
    return True


def _link(state: Path, path: Path, target: str) -> None:
    with contextlib.suppress(OSError):
        if os.readlink(path) == target:
            return
    scratch = state / ".link"
    with contextlib.suppress(FileNotFoundError):
        scratch.unlink()
    os.symlink(target, scratch)
    os.replace(scratch, path)


def _move_copy(source: Path, target: Path, state: Path) -> None:
    scratch = state / ".copy"
    with source.open("rb") as read, scratch.open("wb") as written:
        shutil.copyfileobj(read, written, 1 << 20)
        _sync(written)
    os.replace(scratch, target)


def _numbered(link: Path) -> str | None:
    """Name of the set that a link leads to."""
    try:
        return Path(os.readlink(link)).name
    except OSError:
        return None


def _last_number(sets: Path) -> int:
    return max((int(folder.name) for folder in sets.iterdir() if folder.name.isdecimal()), default=0)


@contextlib.contextmanager
def _uninterrupted() -> Iterator[None]:
    """Hold Ctrl-C back while a set is published, and deliver it afterwards."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    caught: list[int] = []

    def remember(number: int, _frame: FrameType | None) -> None:
        caught.append(number)

    before: Callable[..., Any] | int | None = signal.signal(signal.SIGINT, remember)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if caught:
        raise KeyboardInterrupt
