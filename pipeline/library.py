"""The pipeline as a function of a text, for notebooks and other people's programs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar, cast

from pipeline.document import extract_document
from pipeline.records import document_key
from pipeline.segment.regions import find_region
from pipeline.types import SourceText
from pipeline.validate import validate
from schemas import (
    TABLES,
    CoverageRow,
    DeadlineRow,
    DocumentRow,
    MetricRow,
    RejectRow,
    ResponsibleBodyRow,
    Row,
    TargetRow,
)

if TYPE_CHECKING:
    import pandas as pd

_Model = TypeVar("_Model", bound=Row)


@dataclass(frozen=True, slots=True)
class Extraction:
    """The validated records of one text, each table in the order of the text.

    Attributes
    ----------
    document : DocumentRow
        What the text as a whole is; every offset points into ``document.text``.
    targets, metrics, deadlines, responsible_bodies : tuple of rows
    coverage : tuple of CoverageRow
        What was looked for, and whether it was found.
    rejects : tuple of RejectRow
        What was read and not kept, with the cause.
    """

    document: DocumentRow
    targets: tuple[TargetRow, ...]
    metrics: tuple[MetricRow, ...]
    deadlines: tuple[DeadlineRow, ...]
    responsible_bodies: tuple[ResponsibleBodyRow, ...]
    coverage: tuple[CoverageRow, ...]
    rejects: tuple[RejectRow, ...]

    def frame(self, table: str) -> pd.DataFrame:
        """One of the tables as pandas reads it from a run, with the same columns and types.

        Parameters
        ----------
        table : str
            ``targets``, ``metrics``, ``deadlines``, ``responsible_bodies``, ``coverage``, ``rejects`` or ``documents``.

        Raises
        ------
        KeyError
            If one text has no such table.
        """
        from pipeline.store import to_batch

        if table not in TABLES or table == "panel":
            raise KeyError(f"no table {table!r} of one text")
        rows = (self.document,) if table == "documents" else getattr(self, table)
        frame: pd.DataFrame = to_batch(table, [row.__dict__ for row in rows]).to_pandas()
        return frame


def extract(
    text: str,
    *,
    published_on: date | str | None = None,
    plan_year: int | None = None,
    region: str | None = None,
    title: str | None = None,
    doc_type: str | None = None,
    issuer: str | None = None,
    source_path: str = "text",
) -> Extraction:
    """Find every target, metric, deadline and responsible body of a text.

    What is given beats what the text says of itself; what is not given is read from the text, as in a run over files.

    Parameters
    ----------
    text : str
        A document or a part of one, in Simplified or Traditional Chinese.
    published_on : date or str, optional
        The day it was signed, given or spoken; a string as YYYY-MM-DD.
    plan_year : int, optional
        The year that 今年, 年内 and 全年 mean; the year of ``published_on`` if neither is told.
    region : str, optional
        Name of the place it governs (河北省石家庄市, 石家庄市); its code and level are looked up.
    title, doc_type, issuer : str, optional
        As in ``documents``.
    source_path : str
        What ``source_path`` of the records says.

    Returns
    -------
    Extraction

    Raises
    ------
    ValueError
        If ``published_on`` is no date, or ``region`` is not in the list of regions.
    """
    key = document_key(text.encode("utf-8", "surrogatepass"), source_path)
    source = SourceText(text=text, source_format="txt", encoding="utf-8")
    known = _known(published_on, plan_year, region, title, doc_type, issuer)
    tables = validate(extract_document(source, key, known), key, source)
    return Extraction(
        document=_models(DocumentRow, tables["documents"])[0],
        targets=_models(TargetRow, tables["targets"]),
        metrics=_models(MetricRow, tables["metrics"]),
        deadlines=_models(DeadlineRow, tables["deadlines"]),
        responsible_bodies=_models(ResponsibleBodyRow, tables["responsible_bodies"]),
        coverage=_models(CoverageRow, tables["coverage"]),
        rejects=_models(RejectRow, tables["rejects"]),
    )


def _models(model: type[_Model], rows: list[dict[str, Any]]) -> tuple[_Model, ...]:
    # The rows have passed these models already.
    construct = cast("Callable[..., _Model]", model.model_construct)
    return tuple(construct(**row) for row in rows)


def _known(
    published_on: date | str | None,
    plan_year: int | None,
    region: str | None,
    title: str | None,
    doc_type: str | None,
    issuer: str | None,
) -> Mapping[str, Any]:
    """What the caller knows of the document, by field of the metadata."""
    if isinstance(published_on, str):
        published_on = date.fromisoformat(published_on)
    given: dict[str, Any] = {
        "published_on": published_on,
        "plan_year": plan_year,
        "title": title,
        "doc_type": doc_type,
        "issuer": issuer,
    }
    if region is not None:
        place = find_region(region)
        if place is None:
            raise ValueError(f"region: {region!r} is not in the list of regions")
        given |= {"region": place.full_name, "region_code": place.code, "region_level": place.level}
    return {name: value for name, value in given.items() if value is not None}
