"""The tables of a run to any file system, as a partitioned dataset.

A run's own tables are written whole and at once, which object stores cannot do; so a dataset is a copy. Each copy has a folder of its
own, named by its tables' contents, and ``current.json`` beside the folders, written last in one step, names the one to read.
"""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
import pyarrow.parquet as pq
from pyarrow import fs

from pipeline.messages import say
from pipeline.store import MANIFEST, current_set
from schemas import TABLES

#: What a dataset can be divided by -> the column of a table that has it of its own, or of its document.
KEYS = {"year": ("year", "plan_year"), "region_code": ("region_code",)}
CURRENT = "current.json"
#: Where nothing is known: a folder's name in ASCII.
_UNKNOWN = {"year": "0", "region_code": "none"}
_ROWS_PER_GROUP = 20_000


class ExportError(ValueError):
    """What cannot be exported, or to where; the message says why."""


def export(tables: Path, target: str, key: str = "year") -> dict[str, int]:
    """Write a dataset.

    Parameters
    ----------
    tables : Path
        Folder with the tables of a run.
    target : str
        A folder, or the address of one: ``s3://bucket/folder``, ``hdfs://host/folder``, or any that fsspec knows.
    key : str
        ``year`` or ``region_code``.

    Returns
    -------
    dict
        Table name -> rows.

    Raises
    ------
    ExportError
        If there are no tables, no such key, no target, or no such file system.
    """
    if key not in KEYS:
        raise ExportError(say("export.no_key", key=key, known=", ".join(KEYS)))
    if not target:
        raise ExportError(say("export.no_target"))
    if not (tables / MANIFEST).is_file():
        raise ExportError(say("tables.none", folder=tables, file=MANIFEST))
    folder = current_set(tables)
    system, root = file_system(target)
    manifest = (folder / MANIFEST).read_bytes()
    name = f"{hashlib.sha256(manifest).hexdigest()[:16]}-{key}"
    of_documents = _document_keys(folder, key)
    rows = {}
    for table in TABLES:
        rows[table] = _write(folder / f"{table}.parquet", key, of_documents, system, f"{root}/{name}/{table}")
    current: dict[str, Any] = {"dataset": name, "key": key, "rows": rows, "manifest": json.loads(manifest)}
    with system.open_output_stream(f"{root}/{CURRENT}") as file:
        file.write(json.dumps(current, ensure_ascii=False, indent=1).encode())
    return rows


def file_system(target: str) -> tuple[fs.FileSystem, str]:
    """Arrow's own file system for an address, else fsspec's; and the path in it."""
    if not re.match(r"[a-z][a-z0-9+.-]+://", target):
        return fs.LocalFileSystem(), str(Path(target).resolve())
    try:
        found, path = fs.FileSystem.from_uri(target)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError, OSError):
        try:
            import fsspec

            other, path = fsspec.core.url_to_fs(target)
        except (ImportError, ValueError) as error:
            raise ExportError(say("export.no_file_system", target=target, cause=error)) from error
        found = fs.PyFileSystem(fs.FSSpecHandler(other))  # type: ignore[abstract]
    return found, path.rstrip("/")


def _document_keys(folder: Path, key: str) -> pa.Table:
    """The key of each document."""
    column = KEYS[key][-1]
    found = pq.read_table(folder / "documents.parquet", columns=["doc_id", column])
    return found.rename_columns(["doc_id", key]).replace_schema_metadata(None)


def _write(path: Path, key: str, of_documents: pa.Table, system: fs.FileSystem, target: str) -> int:
    table = pq.read_table(path)
    own = next((name for name in KEYS[key] if name in table.schema.names), None)
    if own is not None:
        values = table[own]
    else:
        places = pc.index_in(table["doc_id"], of_documents["doc_id"])
        values = of_documents[key].take(places)
    # The table keeps its own column; the folders need another name where there is one already.
    label = f"by_{key}"
    values = pc.fill_null(pc.cast(values, pa.string()), _UNKNOWN[key])  # type: ignore[arg-type]
    ds.write_dataset(
        table.append_column(label, values),
        target,
        filesystem=system,
        format="parquet",
        partitioning=ds.partitioning(pa.schema([(label, pa.string())]), flavor="hive"),
        existing_data_behavior="delete_matching",
        max_rows_per_group=_ROWS_PER_GROUP,
    )
    return table.num_rows
