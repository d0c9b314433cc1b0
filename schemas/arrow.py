"""Arrow schemas, derived from the row models."""

from __future__ import annotations

import functools

import pyarrow as pa

from schemas import SCHEMA_VERSION, TABLES
from schemas.columns import Column, columns

_TYPES: dict[str, pa.DataType] = {
    "string": pa.string(),
    "int64": pa.int64(),
    "float64": pa.float64(),
    "float32": pa.float32(),
    "date": pa.date32(),
    # Parquet keeps 32-bit indices whatever is written, so that a file reads back with the schema it was written with.
    "enum": pa.dictionary(pa.int32(), pa.string()),
    "list": pa.list_(pa.field("element", pa.string(), nullable=False)),
}


def arrow_type(column: Column) -> pa.DataType:
    """Arrow type of a column: ``date32``, ``dictionary<int32, string>`` for enumerations, ``list<string>``."""
    return _TYPES[column.kind]


@functools.cache
def bare_schema(table: str) -> pa.Schema:
    """Names, types and nullability of a table, without metadata: small enough to travel with every batch."""
    return pa.schema(
        [pa.field(column.name, arrow_type(column), nullable=column.nullable) for column in columns(TABLES[table])]
    )


def arrow_schema(table: str, *, rules_version: str, pipeline_version: str) -> pa.Schema:
    """The full schema of a table.

    Parameters
    ----------
    table : str
        A key of :data:`schemas.TABLES`.
    rules_version, pipeline_version : str
        Written into the file's metadata beside ``schema_version``.

    Returns
    -------
    pyarrow.Schema
        Each field's metadata has ``description`` (English) and ``title`` (Chinese).
    """
    model = TABLES[table]
    fields = [
        pa.field(
            column.name,
            arrow_type(column),
            nullable=column.nullable,
            metadata={"description": column.description, "title": column.name_zh},
        )
        for column in columns(model)
    ]
    metadata: dict[bytes | str, bytes | str] = {
        "table": table,
        "title": model.name_zh,
        "description": (model.__doc__ or "").strip().splitlines()[0],
        "schema_version": SCHEMA_VERSION,
        "rules_version": rules_version,
        "pipeline_version": pipeline_version,
    }
    return pa.schema(fields, metadata=metadata)
