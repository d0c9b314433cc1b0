"""All tables of a run, written whole or not at all.

The files are written into a folder beside their destination, forced to the disk, and only then moved over the old ones
with ``os.replace``, so that a reader sees an old table or a new one and never a part of either. ``manifest.json`` goes
last: where its digests fit the files, the set is complete.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import signal
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import FrameType

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.rulebook import rules_version
from pipeline.version import PIPELINE_VERSION
from schemas import SCHEMA_VERSION, TABLES
from schemas.arrow import arrow_schema, bare_schema

#: Rows of a row group; a last group is never smaller, since the rows are dealt out evenly.
ROW_GROUP_ROWS = 20_000
_PREFIX = ".writing-"
_STALE_SECONDS = 24 * 3600
MANIFEST = "manifest.json"


def to_table(name: str, batches: Sequence[pa.RecordBatch]) -> pa.Table:
    """One table with its full schema (descriptions, versions) out of batches in order; none give an empty table."""
    bare = pa.Table.from_batches(list(batches), bare_schema(name)).combine_chunks()
    schema = arrow_schema(name, rules_version=rules_version(), pipeline_version=PIPELINE_VERSION)
    return pa.Table.from_arrays(bare.columns, schema=schema)


def write_tables(tables: Mapping[str, pa.Table], out: Path) -> None:
    """Write every table of :data:`schemas.TABLES` and the manifest into ``out``.

    Parameters
    ----------
    tables : mapping
        Table name -> table with its full schema; all names are required.
    out : Path
        Folder of the tables; made if it does not exist. Files of other names in it are left alone.

    Raises
    ------
    KeyError
        If a table is missing.
    OSError
        If the folder cannot be written; the old tables are then untouched.
    """
    missing = [name for name in TABLES if name not in tables]
    if missing:
        raise KeyError(f"tables are missing: {', '.join(missing)}")
    out.mkdir(parents=True, exist_ok=True)
    _remove_stale(out)
    scratch = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=out))
    try:
        names = [_write_one(tables[name], scratch / f"{name}.parquet") for name in TABLES]
        _write_bytes(scratch / MANIFEST, _manifest(tables, scratch))
        with _uninterrupted():
            for name in [*names, MANIFEST]:
                os.replace(scratch / name, out / name)
            _sync_folder(out)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _write_one(table: pa.Table, path: Path) -> str:
    groups = max(1, table.num_rows // ROW_GROUP_ROWS)
    rows = -(-table.num_rows // groups)
    with path.open("wb") as file:
        pq.write_table(table, file, compression="zstd", row_group_size=max(1, rows))
        file.flush()
        os.fsync(file.fileno())
    return path.name


def _manifest(tables: Mapping[str, pa.Table], folder: Path) -> bytes:
    content = {
        "schema_version": SCHEMA_VERSION,
        "rules_version": rules_version(),
        "pipeline_version": PIPELINE_VERSION,
        "tables": {
            name: {
                "rows": tables[name].num_rows,
                "sha256": hashlib.sha256((folder / f"{name}.parquet").read_bytes()).hexdigest(),
            }
            for name in TABLES
        },
    }
    return (json.dumps(content, indent=1) + "\n").encode()


def _write_bytes(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """Make the moves durable where the system lets a folder be opened (Windows does not)."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _remove_stale(out: Path) -> None:
    """Clear what a killed run left behind, but nothing that another run may be writing now."""
    for path in out.glob(f"{_PREFIX}*"):
        with contextlib.suppress(OSError):
            if time.time() - path.stat().st_mtime > _STALE_SECONDS:
                shutil.rmtree(path, ignore_errors=True)


@contextlib.contextmanager
def _uninterrupted() -> Iterator[None]:
    """Hold Ctrl-C back while the files are moved, and deliver it afterwards."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    caught: list[int] = []

    def remember(number: int, _frame: FrameType | None) -> None:
        caught.append(number)

    before = signal.signal(signal.SIGINT, remember)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if caught:
        raise KeyboardInterrupt
