"""Rows to Arrow, column by column, in the worker that made them, and to bytes that can travel and be kept."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from pipeline.records import Record
from schemas import TABLES
from schemas.arrow import arrow_type, bare_schema
from schemas.columns import Column, columns


@dataclass(frozen=True, slots=True)
class Packed:
    """A batch as bytes: its rows, the length of the Arrow stream, and the stream compressed."""

    n_rows: int
    n_bytes: int
    data: bytes


def to_batch(table: str, rows: Sequence[Record]) -> pa.RecordBatch:
    """A batch of rows with the table's explicit types and no metadata.

    Parameters
    ----------
    table : str
        A key of :data:`schemas.TABLES`.
    rows : sequence of dict
        Validated rows; a column that a row lacks is null.
    """
    arrays = [_array(column, rows) for column in columns(TABLES[table])]
    return pa.RecordBatch.from_arrays(arrays, schema=bare_schema(table))


def pack(batch: pa.RecordBatch) -> Packed:
    """A batch as an Arrow stream, compressed."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, batch.schema) as stream:
        stream.write_batch(batch)
    raw = sink.getvalue()
    return Packed(batch.num_rows, raw.size, pa.compress(raw, codec="zstd", asbytes=True))


def unpack(packed: Packed) -> pa.RecordBatch:
    """The batch again."""
    raw = pa.decompress(packed.data, decompressed_size=packed.n_bytes, codec="zstd")
    with pa.ipc.open_stream(raw) as stream:
        return stream.read_next_batch()


def _array(column: Column, rows: Sequence[Record]) -> pa.Array[Any]:
    name = column.name
    if column.kind == "enum":
        places, dictionary = _dictionary(tuple(column.values))
        indices = [None if (value := row.get(name)) is None else places[value] for row in rows]
        return pa.DictionaryArray.from_arrays(pa.array(indices, pa.int32()), dictionary)
    if column.kind == "list":
        return pa.array([row.get(name) or [] for row in rows], arrow_type(column))
    values = [row.get(name) for row in rows]
    try:
        return pa.array(values, arrow_type(column))
    except UnicodeEncodeError:
        # A message of the system may quote a name that is no Unicode; texts have none left by now.
        return pa.array([_encodable(value) for value in values], arrow_type(column))


def _encodable(value: Any) -> Any:
    return value.encode("utf-8", "replace").decode("utf-8") if isinstance(value, str) else value


@functools.cache
def _dictionary(values: tuple[str, ...]) -> tuple[dict[str, int], pa.StringArray]:
    """Every batch has the whole enumeration in one order, so that batches join without being unified."""
    return {value: place for place, value in enumerate(values)}, pa.array(values, pa.string())
