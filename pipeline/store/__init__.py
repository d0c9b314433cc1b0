"""Records to Parquet: explicit schemas, whole sets of tables, the same bytes for the same input, and what is kept between runs."""

from pipeline.store.batches import Packed, pack, to_batch, unpack
from pipeline.store.lock import HeldError, held
from pipeline.store.sets import MANIFEST, current_set, new_set, read_manifest, signature, to_table, write_tables
from pipeline.store.state import STATE, DamagedError, DamagedIndexError, DocumentResult, Kept, Outcome, State

__all__ = [
    "MANIFEST",
    "STATE",
    "DamagedError",
    "DamagedIndexError",
    "DocumentResult",
    "HeldError",
    "Kept",
    "Outcome",
    "Packed",
    "State",
    "current_set",
    "held",
    "new_set",
    "pack",
    "read_manifest",
    "signature",
    "to_batch",
    "to_table",
    "unpack",
    "write_tables",
]
