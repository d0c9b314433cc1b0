"""What is kept between runs: whole, or known to be damaged."""

from __future__ import annotations

import errno
import sqlite3
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from pipeline.store import DamagedError, DocumentResult, State, pack, to_batch, unpack

ROWS: list[dict[str, Any]] = [
    {"doc_id": "0" * 16, "kind": kind, "state": "none_found", "count": 0, "stated_absent": ["甲"]}
    for kind in ("targets", "metrics")
]


def result(**more: Any) -> DocumentResult:
    return DocumentResult({"coverage": pack(to_batch("coverage", ROWS))}, Counter({"read": 2}), (1, 2**63), **more)


def state(folder: Path) -> State:
    folder.mkdir(exist_ok=True)
    return State(folder)


def test_what_is_kept_comes_back(tmp_path: Path) -> None:
    first = state(tmp_path)
    first.keep("甲/一.txt", "s" * 64, "p1", result(outcome="again"))
    first.keep("乙.txt", "t" * 64, "p1", result())
    first.note_files({b"\xb2\xe2.txt": "note"}, [])
    first.set("contents", "c")
    first.close()
    again = state(tmp_path)
    kept = dict(again.documents())["甲/一.txt"]
    assert (kept.sha256, kept.program, kept.outcome) == ("s" * 64, "p1", "again")
    assert again.row_counts() == {"coverage": 4}
    assert again.reject_counts() == {"read": 4}
    assert again.n_given_up() == 0
    one, other = again.digests(["甲/一.txt", "乙.txt"])
    assert one == other
    assert len(one) == 32
    assert again.files() == {b"\xb2\xe2.txt": "note"}
    assert again.get("contents") == "c"
    found = list(again.batches("coverage", ["乙.txt", "nothing", "甲/一.txt"]))
    assert [path for path, _ in found] == ["乙.txt", "甲/一.txt"]
    assert unpack(found[0][1]).to_pylist() == ROWS
    assert [(path, *own) for path, own in again.sketches(["甲/一.txt"])] == [("甲/一.txt", 1, 2**63)]
    again.forget(["乙.txt"])
    again.note_files({}, [b"\xb2\xe2.txt"])
    assert set(dict(again.documents())) == {"甲/一.txt"}
    assert again.files() == {}
    again.close()


def test_a_flipped_byte_is_found(tmp_path: Path) -> None:
    first = state(tmp_path)
    first.keep("a.txt", "s", "p", result())
    first.close()
    with sqlite3.connect(first.path) as database:
        (data,) = database.execute("SELECT data FROM batches").fetchone()
        database.execute("UPDATE batches SET data = ?", (data[:-1] + bytes([data[-1] ^ 1]),))
    database.close()
    again = state(tmp_path)
    with pytest.raises(DamagedError, match=r"a\.txt"):
        list(again.batches("coverage", ["a.txt"]))
    again.close()


@pytest.mark.parametrize("damage", ["no index at all", "another layout", "torn"])
def test_an_index_that_cannot_be_read_is_made_anew(tmp_path: Path, damage: str) -> None:
    first = state(tmp_path)
    for number in range(200):
        first.keep(f"{number}.txt", "s", "p", result())
    first.set("layout", "0" if damage == "another layout" else "1")
    first.close()
    if damage == "no index at all":
        first.path.write_bytes(b"what is this" * 1000)
    if damage == "torn":
        data = first.path.read_bytes()
        first.path.write_bytes(data[:100] + b"\0" * 8000 + data[8100:])
    again = state(tmp_path)
    assert dict(again.documents()) == {}
    again.keep("b.txt", "s", "p", result())
    assert set(dict(again.documents())) == {"b.txt"}
    again.close()


def test_a_full_disk_is_an_error_of_the_system(tmp_path: Path) -> None:
    first = state(tmp_path)
    first.keep("a.txt", "s", "p", result())
    (pages,) = first.database.execute("PRAGMA page_count").fetchone()
    first.database.execute(f"PRAGMA max_page_count = {pages}").fetchone()

    def fill() -> None:
        for number in range(1000):
            first.keep(f"{number}.txt", "s", "p", result())

    with pytest.raises(OSError, match="No space left") as caught:
        fill()
    assert caught.value.errno == errno.ENOSPC
    assert "a.txt" in dict(first.documents())
    first.close()
