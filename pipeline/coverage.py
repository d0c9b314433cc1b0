"""coverage: what was looked for in a document and whether it was found, so that no row is not read as no fact."""

from __future__ import annotations

import typing
from collections.abc import Iterable, Mapping

from pipeline.records import Record
from schemas.enums import CoverageKind

KINDS: tuple[str, ...] = typing.get_args(CoverageKind)


def coverage_rows(doc_id: str, counts: Mapping[str, int] | None, stated_absent: Iterable[str] = ()) -> list[Record]:
    """Four rows, one for each kind.

    Parameters
    ----------
    doc_id : str
        Key of the document.
    counts : mapping, optional
        Kind -> rows kept; None if the document was read but could not be processed.
    stated_absent : iterable of str
        Indicator codes for which the document says that it sets no target; the name of a kind speaks of that kind.
        A document that sets other targets is ``found`` and still lists them.
    """
    absent = sorted(set(stated_absent))
    codes = [name for name in absent if name not in KINDS]
    rows: list[Record] = []
    for kind in KINDS:
        named = codes if kind == "targets" else []
        count = None if counts is None else counts[kind]
        rows.append(
            {
                "doc_id": doc_id,
                "kind": kind,
                "state": _state(count, bool(named) or kind in absent),
                "count": count,
                "stated_absent": named,
            }
        )
    return rows


def _state(count: int | None, absent: bool) -> str:
    if count is None:
        return "not_processed"
    if count:
        return "found"
    return "stated_absent" if absent else "none_found"
