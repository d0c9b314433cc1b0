"""The panel of a corpus of any size: made region by region, so that only the figures of a few regions are in memory at once.

A row of the panel depends on figures of its own region alone. So the figures that can take part are dealt out to files by region,
in the order of the panel, and each file makes the next rows. Only an indicator for which a document says that it sets no target
looks beyond: at all rows that carry the name of its region.
"""

from __future__ import annotations

import tempfile
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.panel import absent_rows, order, panel_rows, place_of, says_something, taken_by, usable
from pipeline.records import Record
from pipeline.store import to_batch
from schemas.arrow import bare_schema

#: Documents of a part, as far as regions allow, and the most parts: each is an open file for a while.
_DOCUMENTS = 200
_MOST_PARTS = 100
_FIGURES = ("targets", "metrics")

#: Name of a table -> the columns of it that the panel needs, batch by batch.
Read = Callable[[str], Iterable[pa.RecordBatch]]


@contextmanager
def panel_of(read: Read) -> Iterator[tuple[Iterable[pa.RecordBatch], int]]:
    """The panel as batches in order, and how many rows they have together.

    Parameters
    ----------
    read : callable
        Reads ``documents``, ``targets``, ``metrics`` and ``coverage`` of one run.
    """
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        parts = _Parts(_table("documents", read("documents")), Path(folder))
        for name in _FIGURES:
            parts.deal(name, read(name))
        absent = list(absent_rows(_stated(read("coverage")), parts.documents))
        wanted = {taken_by(row) for row in absent}
        taken: set[tuple[str, str, int]] = set()
        n_rows = 0
        for part in range(parts.number):
            rows = parts.rows(part)
            taken.update(key for row in rows if (key := taken_by(row)) in wanted)
            n_rows += len(rows)
            parts.put(part, rows)
        absent = [row for row in absent if taken_by(row) not in taken]
        yield parts.joined(absent), n_rows + len(absent)


def _stated(batches: Iterable[pa.RecordBatch]) -> pa.Table:
    """The rows of coverage in which a document says something."""
    return _table("coverage", (batch.filter(says_something(batch)) for batch in batches))


@dataclass
class _Parts:
    """Figures and rows by part: each part has the regions from one place in the order to the next."""

    documents: pa.Table
    folder: Path
    firsts: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        places = _places(self.documents)
        counts = Counter(place for place in places if place is not None)
        size = max(_DOCUMENTS, -(-sum(counts.values()) // _MOST_PARTS))
        held = size
        for place in sorted(counts):
            if held >= size:
                self.firsts.append(place)
                held = 0
            held += counts[place]
        self.part_of = pa.array([None if place is None else self.part(place) for place in places], pa.int32())
        self.ids = pc.cast(self.documents["doc_id"].combine_chunks(), pa.string())

    @property
    def number(self) -> int:
        return len(self.firsts)

    def part(self, place: str) -> int:
        return max(0, bisect_right(self.firsts, place) - 1)

    def deal(self, name: str, batches: Iterable[pa.RecordBatch]) -> None:
        """Write each figure that can take part to the file of its region's part."""
        with ExitStack() as stack:
            files: dict[int, pa.ipc.RecordBatchStreamWriter] = {}
            for batch in batches:
                figures = usable(name, batch)
                at = pc.index_in(pc.cast(figures["doc_id"], pa.string()), value_set=self.ids)
                parts = pc.take(self.part_of, at)
                for part in {found for found in pc.unique(parts).to_pylist() if found is not None}:
                    if part not in files:
                        files[part] = stack.enter_context(pa.ipc.new_stream(self._file(name, part), figures.schema))
                    files[part].write_batch(figures.filter(pc.equal(parts, pa.scalar(part, pa.int32()))))

    def rows(self, part: int) -> list[Record]:
        """The rows of a part, but for those of indicators without a target."""
        targets, metrics = (self._read(name, part) for name in _FIGURES)
        if targets is None:
            return []
        if metrics is None:
            metrics = bare_schema("metrics").empty_table()
        documents = self.documents.filter(pc.equal(self.part_of, pa.scalar(part, pa.int32())))
        return panel_rows(documents, metrics, targets)

    def put(self, part: int, rows: list[Record]) -> None:
        if rows:
            batch = to_batch("panel", rows)
            with pa.ipc.new_stream(self._file("panel", part), batch.schema) as file:
                file.write_batch(batch)

    def joined(self, absent: list[Record]) -> Iterator[pa.RecordBatch]:
        """The rows of all parts in order, with those of indicators without a target among them."""
        more: Mapping[int, list[Record]] = {part: [] for part in range(self.number)}
        for row in absent:
            more[self.part(order(row)[0])].append(row)
        for part, others in more.items():
            table = self._read("panel", part)
            if others:
                rows = [*([] if table is None else table.to_pylist()), *others]
                yield to_batch("panel", sorted(rows, key=order))
            elif table is not None:
                yield from table.to_batches()

    def _file(self, name: str, part: int) -> str:
        return str(self.folder / f"{name}-{part}")

    def _read(self, name: str, part: int) -> pa.Table | None:
        path = self._file(name, part)
        if not Path(path).exists():
            return None
        with pa.OSFile(path, "rb") as file, pa.ipc.open_stream(file) as stream:
            return stream.read_all()


def _table(name: str, batches: Iterable[pa.RecordBatch]) -> pa.Table:
    found = list(batches)
    return pa.Table.from_batches(found) if found else bare_schema(name).empty_table()


def _places(documents: pa.Table) -> list[str | None]:
    """Where the rows of each document stand in the panel; None for a document without a region."""
    regions, codes = documents["region"].to_pylist(), documents["region_code"].to_pylist()
    known = {region: code for region, code in zip(regions, codes, strict=True) if region and code}
    return [place_of(region, code, known) for region, code in zip(regions, codes, strict=True)]
