"""What the extraction core takes and gives, and the keys of everything it gives."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Any

#: A row before validation: column name -> value; names that start with ``_`` are private notes to the validator.
Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class DocumentKey:
    """Which document it is.

    Attributes
    ----------
    doc_id : str
        First 16 hex digits of ``sha256``.
    sha256 : str
        Of the file's bytes.
    source_path : str
        Relative to the raw folder, with forward slashes.
    """

    doc_id: str
    sha256: str
    source_path: str


@dataclass(slots=True)
class DocumentRecords:
    """Candidate records of one document, in any order, with source offsets and without ids.

    Private notes: ``document["_stated_absent"]``, metric codes for which the document says that it sets no target (or
    ``targets`` for the kind as a whole); ``_targets`` of a responsible body, those dicts of ``targets`` that it answers for.
    """

    document: Record
    metrics: list[Record] = field(default_factory=list)
    targets: list[Record] = field(default_factory=list)
    deadlines: list[Record] = field(default_factory=list)
    responsible_bodies: list[Record] = field(default_factory=list)
    rejects: list[Record] = field(default_factory=list)


def document_key(data: bytes, source_path: str) -> DocumentKey:
    """The key of a file with these bytes at this path."""
    sha256 = hashlib.sha256(data).hexdigest()
    return DocumentKey(doc_id=sha256[:16], sha256=sha256, source_path=source_path)


def record_id(doc_id: str, kind: str, start: Any, end: Any, n: int = 0) -> str:
    """16 hex digits that depend on nothing but the document, the kind of record and its span.

    Parameters
    ----------
    doc_id : str
        Key of the document.
    kind : str
        ``metric``, ``target``, ``deadline``, ``body``.
    start, end : int
        The span that identifies the record: of the number where there is one, else of the evidence.
    n : int
        0 for the first record with this kind and span, then 1, 2, …
    """
    name = f"{doc_id}:{kind}:{start}:{end}" + (f":{n}" if n else "")
    return hashlib.sha256(name.encode()).hexdigest()[:16]
