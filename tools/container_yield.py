"""What each kind of container yields, per document: a table in Markdown out of the tables of a run.

python -m pipeline extract --raw FOLDER --out FOLDER
python tools/container_yield.py OUT_FOLDER
"""

from __future__ import annotations

import argparse
from pathlib import Path

import pyarrow.compute as pc
import pyarrow.parquet as pq

_COUNTS = ("n_chars", "n_metrics", "n_targets", "n_deadlines", "n_bodies")


def yields(folder: Path) -> list[tuple[str, int, int, tuple[float, ...]]]:
    """For each format: its name, documents, read rejects without a document, and means per document of the counts."""
    documents = pq.read_table(
        folder / "documents.parquet", columns=["source_format", "source_path", *_COUNTS]
    ).to_pylist()
    rejects = pq.read_table(folder / "rejects.parquet", columns=["source_path", "doc_id", "stage", "error_type"])
    unread = rejects.filter(pc.and_(pc.equal(rejects["stage"], "read"), pc.is_null(rejects["doc_id"]))).to_pylist()
    formats = sorted({row["source_format"] for row in documents})
    rows = []
    for name in formats:
        own = [row for row in documents if row["source_format"] == name]
        means = tuple(sum(row[count] or 0 for row in own) / len(own) for count in _COUNTS)
        lost = sum(
            row["source_path"].lower().endswith(f".{name}") and row["error_type"] != "duplicate" for row in unread
        )
        rows.append((name, len(own), lost, means))
    return rows


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    print("| container | documents | not readable | characters | metrics | targets | deadlines | bodies |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    for name, n_documents, lost, (characters, *counts) in yields(folder):
        print(
            f"| {name} | {n_documents} | {lost} | {characters:,.0f} | "
            + " | ".join(f"{count:.1f}" for count in counts)
            + " |"
        )


if __name__ == "__main__":
    main()
