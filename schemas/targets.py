"""targets: one row for each commitment, flat, for notebooks that join nothing."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar

from schemas.base import check_order, column, fault, list_column
from schemas.documents import DocumentFacts
from schemas.enums import DeadlineSource, Precision, TargetKind
from schemas.metrics import QUANTITY_COLUMNS, Measurement, MetricRow

#: What a quantitative target has to have, as a metric has to.
_QUANTITATIVE = tuple(sorted(MetricRow.required | {"strength"}))


class TargetRow(Measurement, DocumentFacts):
    """One commitment with its deadline, the bodies that answer for it and the document it stands in."""

    table: ClassVar[str] = "targets"
    name_zh: ClassVar[str] = "目标"
    primary_key: ClassVar[tuple[str, ...]] = ("target_id",)
    foreign_keys: ClassVar[dict[str, tuple[str, str]]] = {
        "doc_id": ("documents", "doc_id"),
        "metric_id": ("metrics", "metric_id"),
    }
    first: ClassVar[tuple[str, ...]] = ("target_id", "doc_id", "kind")
    required: ClassVar[frozenset[str]] = frozenset({"status", "rule"})

    target_id: Annotated[str, column("Key of the commitment", "目标编号", pattern=r"^[0-9a-f]{16}$")]
    kind: Annotated[TargetKind, column("With a number or without", "目标类型")]
    deadline: Annotated[date | None, column("Last day by which it is due", "完成期限")] = None
    deadline_start: Annotated[date | None, column("First day of the deadline's own interval", "期限起始日")] = None
    deadline_text: Annotated[str | None, column("Words for the deadline, verbatim", "期限用语")] = None
    deadline_precision: Annotated[Precision | None, column("Precision of the deadline", "期限精度")] = None
    deadline_source: Annotated[DeadlineSource | None, column("Where the deadline is stated", "期限来源")] = None
    lead_bodies: Annotated[list[str], list_column("Names of the bodies that lead", "牵头单位")]
    responsible_bodies: Annotated[list[str], list_column("Names of the bodies that are responsible", "责任单位")]
    cooperating_bodies: Annotated[list[str], list_column("Names of the bodies that take part", "配合单位")]
    supervising_bodies: Annotated[list[str], list_column("Names of the bodies that supervise", "督查单位")]

    def check(self) -> None:
        """Beyond the shared checks: status, the deadline's interval, and that a kind has its own columns only."""
        super().check()
        if self.status != "target":
            raise fault("status", f"status {self.status} in targets")
        check_order("deadline_start", self.deadline_start, "deadline", self.deadline)
        values = self.__dict__
        if self.kind == "quantitative":
            absent = [name for name in _QUANTITATIVE if values[name] is None]
            if absent:
                raise fault("missing_field", f"{', '.join(absent)}: required for a quantitative target and absent")
            return
        present = [name for name in QUANTITY_COLUMNS if values[name] is not None]
        if present:
            raise fault("inconsistent", f"{', '.join(present)}: present on a qualitative target")
