"""Rows to Arrow, column by column, in the worker that made them."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from pipeline.records import Record
from schemas import TABLES
from schemas.arrow import arrow_type, bare_schema
from schemas.columns import Column, columns


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


def _array(column: Column, rows: Sequence[Record]) -> pa.Array[Any]:
    name = column.name
    if column.kind == "enum":
        places, dictionary = _dictionary(tuple(column.values))
        indices = [None if (value := row.get(name)) is None else places[value] for row in rows]
        return pa.DictionaryArray.from_arrays(pa.array(indices, pa.int32()), dictionary)
    if column.kind == "list":
        return pa.array([row.get(name) or [] for row in rows], arrow_type(column))
    return pa.array([row.get(name) for row in rows], arrow_type(column))


@functools.cache
def _dictionary(values: tuple[str, ...]) -> tuple[dict[str, int], pa.StringArray]:
    """Every batch has the whole enumeration in one order, so that batches join without being unified."""
    return {value: place for place, value in enumerate(values)}, pa.array(values, pa.string())
