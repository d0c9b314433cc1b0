"""Write the whole site: the pages of the documents, the data of the index, and the files that all pages share."""

from __future__ import annotations

import json
import shutil
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from jinja2 import Environment, FileSystemLoader

from pipeline.records import Record
from pipeline.report.document_page import page_context
from pipeline.report.labels import enum_names, labels
from schemas import TABLES

_HERE = Path(__file__).resolve().parent
#: Rows of a data file; a browser parses one in well under a second.
CHUNK_ROWS = 4000

_DOCUMENT_COLUMNS = (
    "doc_id", "title", "region", "region_level", "doc_type", "published_on", "plan_year", "issuer", "n_targets", "n_metrics",
    "n_deadlines", "n_bodies", "source_path",
)
_TARGET_COLUMNS = (
    "target_id", "doc_id", "kind", "metric", "metric_code", "metric_name", "metric_domain", "value", "value_max", "unit", "comparator",
    "modifier_text", "measure", "strength", "commitment_text", "deadline", "lead_bodies", "scope", "evidence", "confidence",
)
_PANEL_COLUMNS = (
    "region", "region_level", "year", "metric_code", "metric_name", "unit", "measure", "basis", "target_low", "target_high",
    "target_comparator", "modifier_text", "commitment_text", "strength", "result_value", "attainment", "deviation", "target_id",
    "doc_id", "result_metric_id", "result_doc_id", "n_sources",
)


class NoTablesError(ValueError):
    """The folder has no tables to report on; the message names what is missing."""


@dataclass(frozen=True, slots=True)
class SiteSummary:
    """What was written: pages of documents, targets in the index, and the page to open."""

    n_documents: int
    n_targets: int
    index: Path


def write_site(tables: Path, out: Path, advance: Callable[[int, int], None] | None = None) -> SiteSummary:
    """Write the site of a folder of tables.

    Parameters
    ----------
    tables : Path
        Folder with the Parquet tables of a run.
    out : Path
        Folder of the site; made if it does not exist. Pages of documents that are no longer in the tables are removed.
    advance : callable, optional
        Told (pages written, pages in all) after each page.

    Raises
    ------
    NoTablesError
        If a table is missing.
    """
    missing = [name for name in TABLES if not (tables / f"{name}.parquet").is_file()]
    if missing:
        raise NoTablesError(f"{tables} has no {', no '.join(f'{name}.parquet' for name in missing)}; run the extraction first")
    documents = _rows(tables, "documents")
    targets = _rows(tables, "targets")
    _write_assets(out)
    _write_index(out, documents, targets, _panel(tables))
    _write_pages(out, tables, documents, targets, advance or (lambda done, of: None))
    return SiteSummary(len(documents), len(targets), out / "index.html")


def _rows(tables: Path, name: str) -> list[Record]:
    rows: list[Record] = pq.read_table(tables / f"{name}.parquet").to_pylist()
    return rows


def _panel(tables: Path) -> list[Record]:
    """The panel with the documents of the target and the result that were chosen, so that both can be looked up."""
    metrics = pq.read_table(tables / "metrics.parquet", columns=["metric_id", "doc_id"])
    reported = dict(zip(metrics["metric_id"].to_pylist(), metrics["doc_id"].to_pylist(), strict=True))
    return [
        row | {"doc_id": row["source_doc_ids"][0], "result_doc_id": reported.get(row["result_metric_id"])}
        for row in _rows(tables, "panel")
    ]


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_HERE / "templates"), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    environment.globals.update(labels=labels(), enum_zh={value: names["zh"] for value, names in enum_names().items()})
    return environment


def _write_assets(out: Path) -> None:
    assets = out / "assets"
    assets.mkdir(parents=True, exist_ok=True)
    for folder in ("vendor", "static"):
        for path in sorted((_HERE / folder).iterdir()):
            shutil.copyfile(path, assets / path.name)
    _write(assets / "labels.js", _script("labels", {"labels": labels(), "enums": enum_names()}))


# ---------------------------------------------------------------------------------------------------------------------
# The index


def _write_index(out: Path, documents: Sequence[Record], targets: Sequence[Record], panel: Sequence[Record]) -> None:
    data = out / "data"
    data.mkdir(parents=True, exist_ok=True)
    for old in data.glob("*.js"):
        old.unlink()
    chunks = [targets[at : at + CHUNK_ROWS] for at in range(0, len(targets), CHUNK_ROWS)]
    _write(data / "documents.js", _script("documents", _columnar(documents, _DOCUMENT_COLUMNS) | {"chunks": len(chunks)}))
    for number, chunk in enumerate(chunks):
        _write(data / f"targets-{number}.js", _script(f"targets-{number}", _columnar(chunk, _TARGET_COLUMNS)))
    _write(data / "panel.js", _script("panel", _columnar(panel, _PANEL_COLUMNS)))
    page = _environment().get_template("index.html.j2")
    counts = {"documents": len(documents), "targets": len(targets), "panel": len(panel)}
    _write(out / "index.html", page.render(root="", counts=counts))


def _columnar(rows: Sequence[Record], columns: Sequence[str]) -> dict[str, Any]:
    return {"columns": list(columns), "rows": [[_plain(row[name]) for name in columns] for row in rows]}


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return "、".join(value)
    return round(value, 6) if isinstance(value, float) else value


def _script(name: str, content: Any) -> str:
    """A file of data that a page opened from the disk may load, which it may not for JSON."""
    return f"govtargets({as_script_json(name)}, {as_script_json(content)});\n"


def as_script_json(content: Any) -> str:
    """JSON that can stand in a script: nothing in it ends the element, opens a comment or breaks a line."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


# ---------------------------------------------------------------------------------------------------------------------
# The documents


def _write_pages(
    out: Path,
    tables: Path,
    documents: Sequence[Record],
    targets: Sequence[Record],
    advance: Callable[[int, int], None],
) -> None:
    pages = out / "documents"
    pages.mkdir(parents=True, exist_ok=True)
    kept = {f"{document['doc_id']}.html" for document in documents}
    for old in pages.glob("*.html"):
        if old.name not in kept:
            old.unlink()
    by_document = {
        name: _grouped(_rows(tables, name)) for name in ("metrics", "deadlines", "responsible_bodies", "rejects")
    }
    by_document["targets"] = _grouped(targets)
    template = _environment().get_template("document.html.j2")
    for number, document in enumerate(documents, 1):
        found = {name: groups.get(document["doc_id"], []) for name, groups in by_document.items()}
        context = page_context(document, found)
        details = as_script_json(context.pop("details"))
        _write(pages / f"{document['doc_id']}.html", template.render(root="../", details=_Safe(details), **context))
        advance(number, len(documents))


class _Safe(str):
    """JSON that :func:`as_script_json` has made fit for a page."""

    __slots__ = ()

    def __html__(self) -> str:
        return str(self)


def _grouped(rows: Sequence[Record]) -> Mapping[str, list[Record]]:
    groups: defaultdict[str, list[Record]] = defaultdict(list)
    for row in rows:
        groups[row["doc_id"]].append(row)
    return groups


def _write(path: Path, content: str) -> None:
    """Write a file if it is not there with this content: a page that did not change keeps its date."""
    data = content.encode("utf-8", "replace")
    if not path.is_file() or path.read_bytes() != data:
        path.write_bytes(data)
