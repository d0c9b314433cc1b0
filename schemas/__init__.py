"""The shape of every record, typed once: Arrow schemas, codebook and data package are derived from these models."""

from schemas.base import SCHEMA_VERSION, Row
from schemas.coverage import CoverageRow
from schemas.deadlines import DeadlineRow
from schemas.documents import DocumentRow
from schemas.metrics import MetricRow
from schemas.panel import PanelRow
from schemas.rejects import RejectRow
from schemas.responsible_bodies import ResponsibleBodyRow
from schemas.targets import TargetRow

#: Table name -> row model, in the order in which a reader meets them.
TABLES: dict[str, type[Row]] = {
    model.table: model
    for model in (
        DocumentRow,
        MetricRow,
        TargetRow,
        DeadlineRow,
        ResponsibleBodyRow,
        PanelRow,
        RejectRow,
        CoverageRow,
    )
}

__all__ = [
    "SCHEMA_VERSION",
    "TABLES",
    "CoverageRow",
    "DeadlineRow",
    "DocumentRow",
    "MetricRow",
    "PanelRow",
    "RejectRow",
    "ResponsibleBodyRow",
    "Row",
    "TargetRow",
]
