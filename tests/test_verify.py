"""Every planted fault is found and named; tables that nobody touched have none."""

from __future__ import annotations

import json
import os
import random
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import stubs
from typer.testing import CliRunner

from pipeline.__main__ import app
from pipeline.run import extract_corpus
from pipeline.store import MANIFEST, current_set
from pipeline.store.sets import file_digest, manifest_bytes
from pipeline.verify import _words, again, behind, verify
from schemas import TABLES

Rows = list[dict[str, Any]]


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Tables as a run wrote them."""
    folder = tmp_path_factory.mktemp("sound")
    raw = folder / "raw"
    raw.mkdir()
    for number in range(3):
        text = (
            f"海川市政府工作报告@江北省海川市@{2021 + number}\n去年生产总值曾增长{7 + number}%。\n"
            f"{2021 + number}年生产总值增长6%,财政收入增长5%,由市发改委负责。\n"
        )
        (raw / f"{number}.txt").write_text(text, encoding="utf-8")
    (raw / "crash.txt").write_text("崩溃", encoding="utf-8")
    (raw / "bad.txt").write_bytes(b"\xff")
    extract_corpus(raw, folder / "out", 1, reader=stubs.read_utf8, extractor=stubs.extract)
    return folder


@pytest.fixture
def tables(sound: Path, tmp_path: Path) -> Path:
    """A copy of them to do harm to."""
    shutil.copytree(sound / "out", tmp_path / "out", symlinks=True)
    return tmp_path / "out"


def faults(out: Path) -> list[str]:
    return [str(fault) for fault in verify(out)]


def describe(out: Path, change: Callable[[dict[str, Any]], None]) -> None:
    """Change the manifest as somebody would who knows how it is made."""
    path = current_set(out) / MANIFEST
    content = json.loads(path.read_bytes())
    change(content)
    path.write_bytes(manifest_bytes(content))


def rewrite(out: Path, name: str, change: Callable[[pa.Table], pa.Table]) -> None:
    """Change a table, and the manifest with it, so that no digest tells."""
    path = current_set(out) / f"{name}.parquet"
    table = change(pq.read_table(path))
    path.unlink()
    pq.write_table(table, path, compression="zstd")

    def note(content: dict[str, Any]) -> None:
        content["tables"][name] |= {"rows": table.num_rows, "bytes": path.stat().st_size, "sha256": file_digest(path)}

    describe(out, note)


def rows(name: str, change: Callable[[Rows], Any]) -> Callable[[Path], None]:
    def plant(out: Path) -> None:
        def with_rows(table: pa.Table) -> pa.Table:
            found = table.to_pylist()
            change(found)
            return pa.Table.from_pylist(found, schema=table.schema)

        rewrite(out, name, with_rows)

    return plant


def cell(name: str, column: str, value: Any, row: int = 0) -> Callable[[Path], None]:
    def change(found: Rows) -> None:
        found[row][column] = value(found[row][column]) if callable(value) else value

    return rows(name, change)


def another_set(out: Path) -> None:
    stray = out / ".state" / "sets" / "000000"
    shutil.copytree(current_set(out), stray)
    (out / "targets.parquet").unlink()
    (out / "targets.parquet").symlink_to(Path(".state/sets/000000/targets.parquet"))


#: What is planted, and what must be said of it.
PLANTED: dict[str, tuple[Callable[[Path], Any], str]] = {
    "a table is gone": (lambda out: (current_set(out) / "deadlines.parquet").unlink(), "deadlines: is not there"),
    "a table of another set": (another_set, "targets: is of another set than the manifest"),
    "the manifest is gone": (lambda out: (out / MANIFEST).unlink(), "manifest.json: is not there"),
    "rows in the manifest": (
        lambda out: describe(out, lambda content: content["tables"]["metrics"].update(rows=99)),
        "metrics: 9 rows, and the manifest says 99",
    ),
    "rules of the manifest": (
        lambda out: describe(out, lambda content: content.update(rules_version="0" * 12)),
        "and the manifest says 000000000000",
    ),
    "a column is gone": (
        lambda out: rewrite(out, "coverage", lambda table: table.drop_columns(["state"])),
        "coverage: state: the column is not there",
    ),
    "a column of another type": (
        lambda out: rewrite(
            out, "metrics", lambda table: table.set_column(table.schema.get_field_index("value"), "value", table["value"].cast("float32"))
        ),
        "metrics: value: is float, not double",
    ),
    "a letter of a text": (cell("documents", "text", lambda text: text.replace("6%", "8%")), "evidence is not what the document has"),
    "length of a text": (cell("documents", "n_chars", 7), "n_chars is 7, the text has"),
    "key of a document": (cell("documents", "sha256", "f" * 64), "doc_id is not the beginning of sha256"),
    "a count of a document": (cell("documents", "n_targets", 1), "n_targets is 1, targets has 2 rows of it"),
    "documents in another order": (rows("documents", lambda found: found.reverse()), "not in the order of source_path"),
    "a span moved by one": (cell("metrics", "start", lambda start: start + 1), "evidence is not what the document has at"),
    "another evidence": (cell("deadlines", "evidence", "2022年"), "evidence is not what the document has at"),
    "a number elsewhere": (cell("metrics", "value_start", 0), "value 0:"),
    "a value of a target": (cell("targets", "value", 16.0), "value is 16.0, of its metric"),
    "a key twice": (rows("metrics", lambda found: found.insert(1, dict(found[0]))), "metric_id stands twice"),
    "a key made up": (cell("deadlines", "deadline_id", "0" * 16), "deadline_id does not follow"),
    "a metric of no document": (cell("metrics", "doc_id", "0" * 16), "doc_id 0000000000000000 is no document"),
    "a target of no metric": (rows("metrics", lambda found: found.pop(1)), "is no metric"),
    "a body of no target": (cell("responsible_bodies", "target_ids", ["0" * 16]), "target_ids: 0000000000000000 is no target"),
    "a body that was dropped": (rows("responsible_bodies", lambda found: found.pop()), "responsible_bodies has 0 rows of it"),
    "a region of a target": (cell("targets", "region", "江北省山城市"), "region is '江北省山城市', of its document"),
    "a lead body": (cell("targets", "lead_bodies", ["市财政局"]), "lead_bodies is ['市财政局'], and responsible_bodies have []"),
    "words from nowhere": (cell("targets", "deadline_text", "本世纪内"), "deadline_text '本世纪内' is nowhere"),
    "dates in the wrong order": (cell("metrics", "period_start", date(2030, 1, 1)), "is after period_end"),
    "a confidence of two": (cell("metrics", "confidence", 2.0), "confidence: Input should be less than or equal to 1"),
    "a count of coverage": (cell("coverage", "count", 8), "count is 8"),
    "a state of coverage": (cell("coverage", "state", "none_found"), "state is none_found with a count of"),
    "a kind twice": (cell("coverage", "kind", "metrics"), "not each kind once"),
    "a cell of the panel": (cell("panel", "result_value", 6.5), "result_value is 6.5, targets and metrics make"),
    "a row of the panel": (rows("panel", lambda found: found.pop()), "targets and metrics make 3"),
    "a reject of no document": (cell("rejects", "doc_id", "0" * 16), "is no document at"),
}


def test_sound_tables_have_no_fault(sound: Path) -> None:
    assert faults(sound / "out") == []
    assert behind(sound / "out", sound / "raw") == []
    assert min(pq.read_metadata(sound / "out" / f"{name}.parquet").num_rows for name in TABLES) > 1


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_fault_is_found(tables: Path, name: str) -> None:
    plant, words = PLANTED[name]
    plant(tables)
    assert any(words in fault for fault in faults(tables)), faults(tables)


@pytest.mark.parametrize("name", [*(f"{name}.parquet" for name in TABLES), MANIFEST])
def test_a_flipped_bit_anywhere_is_found(tables: Path, name: str) -> None:
    path = current_set(tables) / name
    data = path.read_bytes()
    rng = random.Random(name)
    for place in (0, len(data) - 1, *(rng.randrange(len(data)) for _ in range(4))):
        flipped = bytearray(data)
        flipped[place] ^= 1 << rng.randrange(8)
        path.write_bytes(flipped)
        assert any(fault.startswith(name.removesuffix(".parquet")) for fault in faults(tables)), place
    path.write_bytes(data)
    assert faults(tables) == []


@pytest.mark.parametrize("number", ["6", "○", "〇", "半", "兩", "⑥", "亿"])
def test_what_counts_as_a_number(number: str) -> None:
    row = {"start": 0, "end": 3, "evidence": f"甲{number}乙", "value_start": 1, "value_end": 2}
    assert list(_words("metrics", "", row, f"甲{number}乙")) == []
    assert [fault.message for fault in _words("metrics", "", row | {"evidence": "甲乙丙"}, "甲乙丙")] == ["there is no number at 1:2"]


def test_what_the_next_run_would_do_is_no_fault(sound: Path, tmp_path: Path) -> None:
    raw = shutil.copytree(sound / "raw", tmp_path / "raw")
    (raw / "0.txt").write_text("改了", encoding="utf-8")
    (raw / "1.txt").unlink()
    (raw / "new.txt").write_text("新", encoding="utf-8")
    assert behind(sound / "out", raw) == [
        "0.txt: changed since it was extracted",
        "new.txt: not extracted yet",
        "1.txt: extracted, and gone since",
    ]


def test_extracting_again(sound: Path, tables: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.run.read_source", stubs.read_utf8)
    monkeypatch.setattr("pipeline.run.extract_source", stubs.extract)
    assert list(again(tables, sound / "raw", 1)) == []
    cell("metrics", "rule", "another")(tables)
    assert [fault.table for fault in again(tables, sound / "raw", 1)] == ["metrics"]


def test_the_command(sound: Path, tables: Path, tmp_path: Path) -> None:
    def call(*arguments: object) -> tuple[int, str]:
        result = CliRunner().invoke(app, ["verify", *map(str, arguments)])
        return result.exit_code, result.output

    assert call("--out", sound / "out", "--raw", sound / "raw") == (0, f"no fault in {sound / 'out'}\n")
    cell("metrics", "metric", "指标\x1b[31m\u202e")(tables)
    cell("metrics", "confidence", -1.0)(tables)
    status, told = call("--out", tables)
    assert status == 1
    assert "\x1b" not in told
    assert "metrics: row 0" in told
    assert "2 faults in" in told or "faults in" in told
    status, told = call("--out", tmp_path / "nowhere")
    assert status == 2
    assert "no tables in" in told
    assert os.listdir(tmp_path) == ["out"]
