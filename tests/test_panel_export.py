"""The panel as a reader and other programs get it."""

from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq
import pytest
from openpyxl import load_workbook

from pipeline.panel_export import Selection, SelectionError, select, shown_rows, write_files
from pipeline.store import to_batch, to_table
from schemas import PanelRow
from schemas.columns import columns

GDP = {
    "region": "甲省", "region_code": "990000", "region_level": "province", "year": 2021, "metric_code": "economy.gdp",
    "metric_name": "地区生产总值", "unit": "%", "measure": "growth", "target_low": 6.0, "target_comparator": "approx",
    "modifier_text": "左右", "commitment_text": "力争", "strength": "aspirational", "target_id": "1" * 16, "result_value": 6.5,
    "result_metric_id": "2" * 16, "attainment": "met", "deviation": 0.5, "n_sources": 2, "source_doc_ids": ["a" * 16, "b" * 16],
}
ABSENT: dict[str, Any] = {
    **dict.fromkeys(GDP), "region": "甲省", "region_code": "990000", "year": 2022, "metric_code": "economy.gdp", "metric_name": "地区生产总值",
    "attainment": "stated_absent", "n_sources": 1, "source_doc_ids": ["c" * 16],
}
RANGE = GDP | {"region": "甲省乙市", "region_code": "990100", "year": 2022, "target_low": 5.0, "target_high": 5.5, "target_comparator": "between", "modifier_text": None, "commitment_text": None, "result_value": None, "result_metric_id": None, "attainment": "not_reported", "deviation": None}
FORMULA = GDP | {"metric_code": "industry.output", "metric_name": "=1+1", "commitment_text": "+确保", "target_comparator": "ge", "target_low": -3.0}


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    rows = [GDP, ABSENT, RANGE, FORMULA]
    assert all(PanelRow.model_validate(row) for row in rows)
    pq.write_table(to_table("panel", [to_batch("panel", rows)]), tmp_path / "panel.parquet")
    return tmp_path


@pytest.mark.parametrize(
    ("wanted", "cells"),
    [
        (Selection(), {("990000", 2021), ("990000", 2022), ("990100", 2022)}),
        (Selection(region="甲省"), {("990000", 2021), ("990000", 2022)}),
        (Selection(region="990100"), {("990100", 2022)}),
        (Selection(region="乙市"), {("990100", 2022)}),
        (Selection(metric="生产总值", years="2022"), {("990000", 2022), ("990100", 2022)}),
        (Selection(metric="economy.gdp", years="2020 - 2021"), {("990000", 2021)}),
        (Selection(years="2022–2030"), {("990000", 2022), ("990100", 2022)}),
    ],
)
def test_selections(tables: Path, wanted: Selection, cells: set[tuple[str, int]]) -> None:
    frame = select(tables, wanted)
    assert set(zip(frame["region_code"], frame["year"], strict=True)) == cells


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        (Selection(years="21"), "2020-2025"),
        (Selection(region="丙县"), "丙县.*甲省"),
        (Selection(metric="失业率"), "失业率.*地区生产总值"),
    ],
)
def test_what_is_not_there_is_told_with_what_is(tables: Path, wanted: Selection, message: str) -> None:
    with pytest.raises(SelectionError, match=message):
        select(tables, wanted)


def test_rows_for_a_terminal(tables: Path) -> None:
    shown = shown_rows(select(tables, Selection(metric="economy.gdp")))
    assert [(row["target"], row["wording"], row["result"], row["attainment"]) for row in shown] == [
        ("≈ 6%", "力争 左右", "6.5%", "met"),
        ("", "", "", "stated_absent"),
        ("5–5.5%", "", "", "not_reported"),
    ]


def test_files_have_every_row_and_column(tables: Path) -> None:
    frame = select(tables, Selection())
    csv, excel, stata = write_files(frame, tables / "files")
    names = [column.name for column in columns(PanelRow)]
    assert csv.read_bytes().startswith(b"\xef\xbb\xbf")
    for read in (pd.read_csv(csv), pd.read_excel(excel), pd.read_stata(stata)):
        assert list(read.columns) == names
        assert len(read) == 4
        assert read["target_low"].sum() == 8.0
        assert "990000" in read["region_code"].astype(str).to_list()
        assert "甲省乙市" in read["region"].to_list()
    assert pd.io.stata.StataReader(stata).variable_labels()["year"].startswith("Year")
    book = load_workbook(excel)
    assert book.sheetnames == ["panel", "codebook", "method"]
    assert book["codebook"].max_row == len(names) + 1
    method = [str(cell.value) for row in book["method"].iter_rows() for cell in row]
    assert any("基本单位" in text for text in method)
    assert any("base unit" in text for text in method)
    assert book["panel"].auto_filter.ref is not None
    assert book["panel"].column_dimensions["A"].width >= 8


def test_a_rate_over_several_years_says_so(tables: Path) -> None:
    frame = select(tables, Selection(metric="economy.gdp", years="2021")).assign(basis="annual_average")
    assert [(row["measure"], row["basis"]) for row in shown_rows(frame)] == [("growth", "annual_average")]


def test_no_text_becomes_a_formula(tables: Path) -> None:
    csv, excel, _ = write_files(select(tables, Selection(metric="industry.output")), tables / "files")
    row = pd.read_csv(csv).iloc[0]
    assert (row["metric_name"], row["commitment_text"], row["target_low"]) == ("'=1+1", "'+确保", -3.0)
    cells = [cell for line in load_workbook(excel)["panel"].iter_rows() for cell in line]
    assert "=1+1" in [cell.value for cell in cells]
    assert all(cell.data_type != "f" for cell in cells)
