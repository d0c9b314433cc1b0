"""A part of the panel as a table to read and as files for spreadsheets and Stata."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq

from pipeline.messages import say
from pipeline.report.labels import labels
from schemas import PanelRow
from schemas.columns import columns

#: What a spreadsheet would take for a formula at the start of a text.
_FORMULA = re.compile(r"^[=+\-@\t\r]")
_YEARS = re.compile(r"(?P<first>\d{4})(?:\s*[-–—:]\s*(?P<last>\d{4}))?$")


class SelectionError(ValueError):
    """A part that cannot be cut out; the message says why, and what there is instead."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Which part of the panel.

    Attributes
    ----------
    region : str
        Part of a region's full name, or its code; empty for all.
    metric : str
        Part of an indicator's preferred name, or its code; empty for all.
    years : str
        2024 or 2020-2025; empty for all.
    """

    region: str = ""
    metric: str = ""
    years: str = ""


def select(tables: Path, wanted: Selection) -> pd.DataFrame:
    """The rows of the panel that a selection asks for, by region, indicator and year.

    Parameters
    ----------
    tables : Path
        Folder with the tables of a run.
    wanted : Selection

    Raises
    ------
    SelectionError
        If there is no panel, the years are no years, or nothing fits.
    """
    path = tables / "panel.parquet"
    if not path.is_file():
        raise SelectionError(say("tables.none", folder=tables, file=path.name))
    frame: pd.DataFrame = pq.read_table(path).to_pandas()
    first, last = _span(wanted.years)
    kept = frame["year"].between(first, last)
    if wanted.region:
        kept &= _named(frame["region"], frame["region_code"], wanted.region)
    if wanted.metric:
        kept &= _named(frame["metric_name"], frame["metric_code"], wanted.metric)
    if not kept.any():
        raise SelectionError(_nothing(frame, wanted))
    return frame[kept].sort_values(["region", "metric_code", "measure", "year"], kind="stable").reset_index(drop=True)


def _span(years: str) -> tuple[int, int]:
    if not years:
        return 0, 9999
    match = _YEARS.match(years.strip())
    if match is None:
        raise SelectionError(say("panel.years", years=repr(years)))
    first = int(match["first"])
    return first, int(match["last"] or first)


def _named(names: pd.Series[str], codes: pd.Series[str], wanted: str) -> pd.Series[bool]:
    """Rows of that code; if no row has it, those with the very name; else those with it in their name."""
    for found in (codes == wanted, names == wanted):
        if found.any():
            return found
    return names.str.contains(wanted, regex=False, na=False)


def _nothing(frame: pd.DataFrame, wanted: Selection) -> str:
    if frame.empty:
        return say("panel.empty")
    regions = ", ".join(sorted(frame["region"].dropna().unique())[:8])
    metrics = ", ".join(frame["metric_name"].dropna().value_counts().index[:8])
    every = say("panel.any")
    return say(
        "panel.nothing",
        region=wanted.region or every,
        metric=wanted.metric or every,
        years=wanted.years or every,
        rows=len(frame),
        regions=regions or say("panel.none"),
        metrics=metrics or say("panel.none"),
    )


_SIGNS = {"ge": "≥ ", "le": "≤ ", "approx": "≈ "}


def shown_rows(frame: pd.DataFrame) -> list[dict[str, object]]:
    """Rows for a terminal: a target with its bound, range and unit in one cell, its words in the next."""
    return [_shown(row) for row in frame.astype(object).where(frame.notna(), None).to_dict("records")]


def _shown(row: Mapping[Any, Any]) -> dict[str, object]:
    unit = row["unit"] or ""
    target = ""
    if row["target_low"] is not None:
        high = "" if row["target_high"] is None else f"–{row['target_high']:g}"
        target = f"{_SIGNS.get(row['target_comparator'], '')}{row['target_low']:g}{high}{unit}"
    return {
        "region": row["region"],
        "year": row["year"],
        "metric": row["metric_name"] or row["metric_code"],
        "measure": row["measure"],
        "basis": row["basis"],
        "target": target,
        "wording": " ".join(filter(None, (row["commitment_text"], row["modifier_text"]))),
        "result": "" if row["result_value"] is None else f"{row['result_value']:g}{unit}",
        "attainment": row["attainment"],
        "sources": row["n_sources"],
    }


def write_files(frame: pd.DataFrame, folder: Path) -> list[Path]:
    """Write ``panel.csv`` (UTF-8 with a byte order mark), ``panel.xlsx`` and ``panel.dta`` (Stata 14 and later).

    The workbook's second sheet tells every column in English and Chinese, its third how units and sources were chosen; Stata
    has the English as labels. A text that a spreadsheet would run as a formula has an apostrophe before it in the CSV, and is marked as text in the workbook.

    Returns
    -------
    list of Path
        The files, in that order.
    """
    folder.mkdir(parents=True, exist_ok=True)
    plain = frame.assign(source_doc_ids=frame["source_doc_ids"].map(";".join))
    csv, excel, stata = (folder / f"panel.{suffix}" for suffix in ("csv", "xlsx", "dta"))
    plain.map(_harmless).to_csv(csv, index=False, encoding="utf-8-sig", lineterminator="\r\n")
    told = [(c.name, c.name_zh, c.description, c.description_zh) for c in columns(PanelRow)]
    book = pd.DataFrame(told, columns=["column", "名称", "meaning", "含义"])
    options = {"options": {"strings_to_formulas": False, "strings_to_urls": False}}
    with pd.ExcelWriter(excel, engine="xlsxwriter", engine_kwargs=options) as writer:
        for name, sheet in (("panel", plain), ("codebook", book), ("method", _method())):
            sheet.to_excel(writer, sheet_name=name, index=False, freeze_panes=(1, 0))
            _fit(writer.sheets[name], sheet)
    meanings = {column.name: column.description[:80] for column in columns(PanelRow)}
    _for_stata(plain).to_stata(stata, write_index=False, version=118, variable_labels=meanings)
    return [csv, excel, stata]


def _method() -> pd.DataFrame:
    """How a cell is made, in the words of the report."""
    parts = [words for key, words in labels().items() if key.startswith("panel_how_")]
    return pd.DataFrame(parts, columns=["en", "zh"]).rename(columns={"en": "how a cell is made", "zh": "取数规则"})


def _fit(sheet: Any, frame: pd.DataFrame) -> None:
    """Columns as wide as what is in them, within reason, and a filter over each."""
    for at, name in enumerate(frame):
        # A Chinese character takes the room of two others.
        widths = (sum(2 if ord(sign) > 0x2E80 else 1 for sign in str(value)) for value in (name, *frame[name].dropna()))
        sheet.set_column(at, at, min(60, max(widths) + 2))
    sheet.autofilter(0, 0, len(frame), len(frame.columns) - 1)


def _harmless(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and _FORMULA.match(value) else value


def _for_stata(frame: pd.DataFrame) -> pd.DataFrame:
    """Texts as objects, absent ones empty: Stata knows neither categories without values nor missing texts."""
    texts = [str(name) for name in frame if not pd.api.types.is_numeric_dtype(frame[name])]
    return frame.assign(**{name: frame[name].astype(object).where(frame[name].notna(), "").astype(str) for name in texts})
