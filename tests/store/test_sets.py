"""Tables on disk: whole or not at all, typed for every reader, the same bytes for the same rows."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import signal
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.store import MANIFEST, STATE, current_set, new_set, sets, to_batch, to_table, write_tables
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
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}


def test_all_tables_and_a_manifest_stand_after_a_write(out: Path) -> None:
    write_tables(tables(), out)
    assert set(contents(out)) == {f"{name}.parquet" for name in TABLES} | {MANIFEST}
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
    monkeypatch.setattr(sets, "ROW_GROUP_ROWS_ELSE", 100)
    write_tables(tables(250), out)
    metadata = pq.read_metadata(out / "metrics.parquet")
    sizes = [metadata.row_group(index).num_rows for index in range(metadata.num_row_groups)]
    assert sizes == [125, 125]


def test_the_row_groups_in_use_are_large() -> None:
    assert sets.ROW_GROUP_ROWS_ELSE >= 5_000
    # A document has its text: so many are tens of megabytes.
    assert sets.ROW_GROUP_ROWS["documents"] == 1_000


def test_how_rows_are_divided_among_batches_does_not_matter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sets, "ROW_GROUP_ROWS_ELSE", 7)
    rows = [METRIC | {"metric_id": f"{number:016x}"} for number in range(31)]
    written = []
    for step, joined in ((1, 1000), (1, 2), (1, 3), (5, 3), (31, 1000)):
        monkeypatch.setattr(sets, "_JOINED", joined)
        out = tmp_path / f"{step}-{joined}"
        with new_set(out) as new:
            for name in TABLES:
                batches = [to_batch(name, rows[at : at + step]) for at in range(0, 31, step)] if name == "metrics" else []
                new.write(name, batches, 31 if batches else 0)
        written.append(contents(out))
    assert all(other == written[0] for other in written)
    assert pq.read_table(out / "metrics.parquet")["metric_id"].to_pylist() == [row["metric_id"] for row in rows]


def test_rows_that_do_not_come_are_an_error(out: Path) -> None:
    with pytest.raises(RuntimeError, match="metrics: 2 rows were announced and 1 came"), new_set(out) as new:
        new.write("metrics", [to_batch("metrics", [METRIC])], 2)
    assert not (out / MANIFEST).exists()


def test_a_failed_write_leaves_the_old_tables(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_tables(tables(1), out)
    before = contents(out)
    real, calls = os.fsync, []

    def failing(descriptor: int) -> None:
        calls.append(1)
        if len(calls) == 5:
            raise OSError(errno.ENOSPC, "no space left")
        real(descriptor)

    monkeypatch.setattr(os, "fsync", failing)
    with pytest.raises(OSError, match="no space"):
        write_tables(tables(2), out)
    assert contents(out) == before
    assert [path.name for path in (out / STATE / "sets").iterdir()] == ["000001"]


def test_all_tables_change_in_one_step(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whenever a reader looks, between any two changes of names, it sees the whole old set or the whole new one."""
    write_tables(tables(1), out)
    old = contents(out)
    seen: list[dict[str, bytes]] = []
    for name in ("replace", "rename", "unlink", "symlink", "rmdir"):
        real = getattr(os, name)

        def watching(*args: Any, real: Any = real, **kwargs: Any) -> Any:
            seen.append(contents(out))
            result = real(*args, **kwargs)
            seen.append(contents(out))
            return result

        monkeypatch.setattr(os, name, watching)
    write_tables(tables(2), out)
    monkeypatch.undo()
    new = contents(out)
    assert new != old
    assert len(seen) > 4
    assert all(found in (old, new) for found in seen)
    assert seen[0] == old
    assert seen[-1] == new


def test_a_reader_keeps_the_set_it_has_begun_with(out: Path) -> None:
    write_tables(tables(1), out)
    folder = current_set(out)
    write_tables(tables(2), out)
    assert pq.read_table(folder / "metrics.parquet").num_rows == 1
    assert pq.read_table(current_set(out) / "metrics.parquet").num_rows == 2
    write_tables(tables(3), out)
    assert not folder.exists()


def test_the_folder_of_tables_can_be_moved(out: Path, tmp_path: Path) -> None:
    write_tables(tables(1), out)
    out.rename(tmp_path / "elsewhere")
    assert pq.read_table(tmp_path / "elsewhere" / "metrics.parquet").num_rows == 1


@pytest.mark.parametrize("error", [NotImplementedError(), OSError(errno.EPERM, "no links")])
def test_without_links_the_files_are_moved_the_manifest_last(
    out: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise error

    real = os.replace
    moved: list[str] = []

    def watching(source: Path, target: Path) -> None:
        moved.append(Path(target).name)
        real(source, target)

    monkeypatch.setattr(os, "symlink", refuse)
    monkeypatch.setattr(os, "replace", watching)
    write_tables(tables(1), out)
    write_tables(tables(2), out)
    assert pq.read_table(out / "metrics.parquet").num_rows == 2
    assert not any(path.is_symlink() for path in out.iterdir())
    assert moved[-1] == MANIFEST
    assert len(moved) == 2 * (len(TABLES) + 1)


def test_plain_files_of_another_time_are_replaced(out: Path) -> None:
    out.mkdir()
    (out / "metrics.parquet").write_text("no table")
    write_tables(tables(1), out)
    assert pq.read_table(out / "metrics.parquet").num_rows == 1


def test_ctrl_c_while_publishing_is_held_back(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.replace

    def interrupted(source: Path, target: Path) -> None:
        if Path(target).name == "targets.parquet":
            signal.raise_signal(signal.SIGINT)
        real(source, target)

    monkeypatch.setattr(os, "replace", interrupted)
    # A test run in the background may have been started with Ctrl-C ignored.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with pytest.raises(KeyboardInterrupt):
            write_tables(tables(), out)
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    finally:
        signal.signal(signal.SIGINT, before)
    assert set(contents(out)) == {f"{name}.parquet" for name in TABLES} | {MANIFEST}


def test_a_missing_table_is_an_error(out: Path) -> None:
    incomplete = tables()
    del incomplete["panel"]
    with pytest.raises(KeyError, match="panel"):
        write_tables(incomplete, out)
    assert not out.exists()


def test_what_a_killed_run_left_behind_is_cleared(out: Path) -> None:
    for name in ("writing", "000041"):
        (out / STATE / "sets" / name).mkdir(parents=True)
        (out / STATE / "sets" / name / "metrics.parquet").touch()
    write_tables(tables(), out)
    assert [path.name for path in (out / STATE / "sets").iterdir()] == ["000042"]


def test_files_of_others_are_left_alone(out: Path) -> None:
    out.mkdir()
    (out / ".gitkeep").touch()
    (out / "notes.md").write_text("mine")
    write_tables(tables(), out)
    assert (out / ".gitkeep").exists()
    assert (out / "notes.md").read_text() == "mine"
