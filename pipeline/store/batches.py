"""Rows to Arrow, column by column, in the worker that made them, and to bytes that can travel and be kept."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

import pyarrow as pa

from pipeline.records import Record
from schemas import TABLES
from schemas.arrow import arrow_type, bare_schema
from schemas.columns import columns


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
    plain, lists, enumerations = _layout(table)
    try:
        # One call for all columns: Arrow takes the values out of the rows by itself.
        taken = pa.array(rows, plain)
    except UnicodeEncodeError:
        # A message of the system may quote a name that is no Unicode; texts have none left by now.
        taken = pa.array([{name: _encodable(value) for name, value in row.items()} for row in rows], plain)
    arrays = cast(pa.StructArray, taken).flatten()
    for index, name in lists:
        if arrays[index].null_count:
            arrays[index] = pa.array([row.get(name) or [] for row in rows], arrays[index].type)
    for index, name, places, dictionary in enumerations:
        indices = [places[row.get(name)] for row in rows]
        arrays.insert(index, pa.DictionaryArray.from_arrays(pa.array(indices, pa.int32()), dictionary))
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


def _encodable(value: Any) -> Any:
    return value.encode("utf-8", "replace").decode("utf-8") if isinstance(value, str) else value


@functools.cache
def _layout(
    table: str,
) -> tuple[pa.StructType, list[tuple[int, str]], list[tuple[int, str, dict[str | None, int | None], pa.StringArray]]]:
    """How a table is laid out: its columns that are no enumerations, as one type; where lists stand among these; its enumerations.

    An enumeration has its index in the table, its name, the place of each value, and all values: every batch has the whole
    enumeration in one order, so that batches join without being unified.
    """
    found = columns(TABLES[table])
    plain = [column for column in found if column.kind != "enum"]
    lists = [(index, column.name) for index, column in enumerate(plain) if column.kind == "list"]
    enumerations = []
    for index, column in enumerate(found):
        if column.kind == "enum":
            places: dict[str | None, int | None] = {value: place for place, value in enumerate(column.values)}
            enumerations.append((index, column.name, places | {None: None}, pa.array(list(column.values), pa.string())))
    return pa.struct([pa.field(column.name, arrow_type(column)) for column in plain]), lists, enumerations
