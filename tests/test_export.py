"""A copy of the tables on any file system, divided by year or region."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest
import stubs

from pipeline.export import ExportError, export, file_system
from pipeline.run import extract_corpus
from schemas import TABLES


@pytest.fixture
def tables(raw: Path, out: Path) -> Path:
    extract_corpus(raw, out, reader=stubs.read_utf8, extractor=stubs.extract)
    return out


@pytest.mark.parametrize("key", ["year", "region_code"])
def test_a_dataset_has_every_row_once(tables: Path, tmp_path: Path, key: str) -> None:
    rows = export(tables, str(tmp_path / "lake"), key)
    current = json.loads((tmp_path / "lake" / "current.json").read_text(encoding="utf-8"))
    for name in TABLES:
        whole = pq.read_table(tables / f"{name}.parquet")
        assert rows[name] == current["rows"][name] == whole.num_rows
        folder = tmp_path / "lake" / current["dataset"] / name
        if whole.num_rows:
            found = ds.dataset(folder, partitioning="hive").to_table()
            assert sorted(map(str, found.drop([f"by_{key}"]).to_pylist())) == sorted(map(str, whole.to_pylist()))
        assert all(path.as_posix().isascii() for path in folder.rglob("*"))


def test_rows_lie_under_the_year_of_their_document(tables: Path, tmp_path: Path) -> None:
    export(tables, str(tmp_path / "lake"))
    current = json.loads((tmp_path / "lake" / "current.json").read_text(encoding="utf-8"))
    metrics = tmp_path / "lake" / current["dataset"] / "metrics"
    assert {path.name for path in metrics.iterdir()} == {"by_year=2021", "by_year=2022"}
    (part,) = (metrics / "by_year=2022").iterdir()
    assert {row["value"] for row in pq.ParquetFile(part).read().to_pylist()} == {7.0, 8.0}


def test_the_same_tables_are_written_over_and_new_ones_beside(tables: Path, raw: Path, tmp_path: Path) -> None:
    lake = tmp_path / "lake"
    export(tables, str(lake))
    export(tables, str(lake))
    assert len(list(lake.iterdir())) == 2
    (raw / "notes.txt").unlink()
    extract_corpus(raw, tables, reader=stubs.read_utf8, extractor=stubs.extract)
    export(tables, str(lake))
    assert len(list(lake.iterdir())) == 3


def test_any_file_system_of_fsspec_will_do(tables: Path) -> None:
    fsspec = pytest.importorskip("fsspec", reason="fsspec is not installed")
    export(tables, "memory://lake")
    found = fsspec.filesystem("memory").find("/lake")
    assert any(name.endswith("current.json") for name in found)
    assert any("/metrics/by_year=2021/" in name for name in found)


def test_what_cannot_be_exported_is_said(tables: Path, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="no tables"):
        export(tmp_path / "nothing", "lake")
    with pytest.raises(ExportError, match="no such key: month"):
        export(tables, "lake", "month")
    with pytest.raises(ExportError, match="no file system for nowhere://x"):
        file_system("nowhere://x")
