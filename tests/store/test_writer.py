"""Tables on disk: whole or not at all, typed for every reader, the same bytes for the same rows."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import time
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.store import MANIFEST, to_batch, to_table, write_tables, writer
from schemas import TABLES, MetricRow
from schemas.arrow import bare_schema

METRIC: dict[str, Any] = MetricRow.model_validate(
    {
        "metric_id": "0" * 16,
        "doc_id": "1" * 16,
        "metric": "生产总值",
        "value": 6.0,
        "unit": "%",
        "comparator": "ge",
        "measure": "growth",
        "status": "target",
        "strength": "plain",
        "period_end": date(2021, 12, 31),
        "section": ["一、目标", "(一)"],
        "evidence": '生产总值增长6%\n"<&,\t',
        "start": 0,
        "end": 13,
        "value_start": 6,
        "value_end": 8,
        "rule": "r@1",
        "confidence": 0.25,
    }
).__dict__


def tables(n_metrics: int = 1) -> dict[str, pa.Table]:
    filled = {name: to_table(name, []) for name in TABLES}
    filled["metrics"] = to_table("metrics", [to_batch("metrics", [METRIC])] * n_metrics)
    return filled


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_all_tables_and_a_manifest_stand_after_a_write(out: Path) -> None:
    write_tables(tables(), out)
    assert {path.name for path in out.iterdir()} == {f"{name}.parquet" for name in TABLES} | {MANIFEST}
    manifest = json.loads((out / MANIFEST).read_text())
    assert manifest["tables"]["metrics"]["rows"] == 1
    for name, entry in manifest["tables"].items():
        assert entry["sha256"] == hashlib.sha256((out / f"{name}.parquet").read_bytes()).hexdigest()


def test_an_empty_table_has_its_full_schema(out: Path) -> None:
    write_tables(tables(0), out)
    for name in TABLES:
        schema = pq.read_schema(out / f"{name}.parquet")
        assert schema.equals(bare_schema(name), check_metadata=False)
        assert b"rules_version" in (schema.metadata or {})
        assert b"description" in (schema.field(0).metadata or {})


def test_a_row_comes_back_as_it_was_written(out: Path) -> None:
    write_tables(tables(), out)
    row = pq.read_table(out / "metrics.parquet").to_pylist()[0]
    assert MetricRow.model_validate(row).__dict__ == METRIC


def test_same_rows_same_bytes(tmp_path: Path) -> None:
    write_tables(tables(3), tmp_path / "one")
    write_tables(tables(3), tmp_path / "two")
    assert contents(tmp_path / "one") == contents(tmp_path / "two")
    write_tables(tables(4), tmp_path / "two")
    assert contents(tmp_path / "one") != contents(tmp_path / "two")


def test_batches_need_not_be_alike(out: Path) -> None:
    other = METRIC | {"comparator": "le", "section": []}
    apart = to_table("metrics", [to_batch("metrics", [METRIC]), to_batch("metrics", [other])])
    together = to_table("metrics", [to_batch("metrics", [METRIC, other])])
    assert apart.equals(together, check_metadata=True)
    write_tables(tables() | {"metrics": apart}, out)
    assert pq.read_table(out / "metrics.parquet")["comparator"].to_pylist() == ["ge", "le"]


def test_pandas_types(out: Path) -> None:
    write_tables(tables(), out)
    frame = pd.read_parquet(out / "metrics.parquet")
    assert isinstance(frame["comparator"].dtype, pd.CategoricalDtype)
    assert frame["value"].dtype == "float64"
    assert frame["confidence"].dtype == "float32"
    assert frame["period_end"].iloc[0] == date(2021, 12, 31)
    assert list(frame["section"].iloc[0]) == ["一、目标", "(一)"]
    assert all(len(pd.read_parquet(out / f"{name}.parquet").columns) for name in TABLES)


def test_polars_types(out: Path) -> None:
    write_tables(tables(), out)
    schema = pl.read_parquet(out / "metrics.parquet").schema
    assert schema["period_end"] == pl.Date
    assert isinstance(schema["comparator"], pl.Categorical | pl.Enum)
    assert schema["section"] == pl.List(pl.String)
    assert schema["confidence"] == pl.Float32
    assert all(pl.read_parquet(out / f"{name}.parquet").width for name in TABLES)


def test_duckdb_types(out: Path) -> None:
    write_tables(tables(), out)
    with duckdb.connect() as connection:
        for name in TABLES:
            assert connection.execute(f"select count(*) from '{out}/{name}.parquet'").fetchone() is not None
        described = connection.execute(f"describe select * from '{out}/metrics.parquet'").fetchall()
        types = {row[0]: row[1] for row in described}
        assert types["period_end"] == "DATE"
        assert types["section"] == "VARCHAR[]"
        assert types["value"] == "DOUBLE"
        assert types["confidence"] == "FLOAT"
        assert types["comparator"] in ("VARCHAR", "ENUM") or types["comparator"].startswith("ENUM")
        found = connection.execute(f"select metric from '{out}/metrics.parquet' where comparator = 'ge'").fetchall()
        assert found == [("生产总值",)]


def test_row_groups_are_large(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "ROW_GROUP_ROWS", 100)
    write_tables(tables(250), out)
    metadata = pq.read_metadata(out / "metrics.parquet")
    sizes = [metadata.row_group(index).num_rows for index in range(metadata.num_row_groups)]
    assert sizes == [125, 125]


def test_the_row_groups_in_use_hold_at_least_five_thousand_rows() -> None:
    assert writer.ROW_GROUP_ROWS >= 5_000


def test_a_failed_write_leaves_the_old_tables(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_tables(tables(1), out)
    before = contents(out)
    real, calls = pq.write_table, []

    def failing(*args: Any, **kwargs: Any) -> None:
        calls.append(1)
        if len(calls) == 5:
            raise OSError("no space left")
        real(*args, **kwargs)

    monkeypatch.setattr(pq, "write_table", failing)
    with pytest.raises(OSError, match="no space"):
        write_tables(tables(2), out)
    assert contents(out) == before


def test_no_table_is_moved_before_all_are_written(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.replace
    moved: list[Path] = []

    def watching(source: Path, target: Path) -> None:
        assert len(list(Path(source).parent.iterdir())) + len(moved) == len(TABLES) + 1
        moved.append(target)
        real(source, target)

    monkeypatch.setattr(os, "replace", watching)
    write_tables(tables(), out)
    assert len(moved) == len(TABLES) + 1
    assert moved[-1].name == MANIFEST


def test_ctrl_c_while_moving_is_held_back(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.replace

    def interrupted(source: Path, target: Path) -> None:
        if Path(target).name == "targets.parquet":
            signal.raise_signal(signal.SIGINT)
        real(source, target)

    monkeypatch.setattr(os, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_tables(tables(), out)
    assert {path.name for path in out.iterdir()} == {f"{name}.parquet" for name in TABLES} | {MANIFEST}
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_a_missing_table_is_an_error(out: Path) -> None:
    incomplete = tables()
    del incomplete["panel"]
    with pytest.raises(KeyError, match="panel"):
        write_tables(incomplete, out)
    assert not out.exists()


def test_what_a_killed_run_left_behind_is_cleared_when_it_is_old(out: Path) -> None:
    old, new = out / ".writing-old", out / ".writing-new"
    old.mkdir(parents=True)
    new.mkdir()
    long_ago = time.time() - 2 * 24 * 3600
    os.utime(old, (long_ago, long_ago))
    write_tables(tables(), out)
    assert not old.exists()
    assert new.exists()


def test_files_of_others_are_left_alone(out: Path) -> None:
    out.mkdir()
    (out / ".gitkeep").touch()
    (out / "notes.md").write_text("mine")
    write_tables(tables(), out)
    assert (out / ".gitkeep").exists()
    assert (out / "notes.md").read_text() == "mine"
