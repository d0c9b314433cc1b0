"""Records to Parquet: explicit schemas, whole tables, the same bytes for the same input."""

from pipeline.store.batches import to_batch
from pipeline.store.writer import MANIFEST, to_table, write_tables

__all__ = ["MANIFEST", "to_batch", "to_table", "write_tables"]
