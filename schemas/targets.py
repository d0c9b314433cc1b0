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
    summary_zh: ClassVar[str] = "一项目标，及其完成期限、责任单位和所在文件。"
    primary_key: ClassVar[tuple[str, ...]] = ("target_id",)
    foreign_keys: ClassVar[dict[str, tuple[str, str]]] = {
        "doc_id": ("documents", "doc_id"),
        "metric_id": ("metrics", "metric_id"),
    }
    first: ClassVar[tuple[str, ...]] = ("target_id", "doc_id", "kind")
    required: ClassVar[frozenset[str]] = frozenset({"status", "rule"})

    target_id: Annotated[str, column("Key of the commitment", "目标编号", "一项目标的唯一编号", pattern=r"^[0-9a-f]{16}$")]
    kind: Annotated[TargetKind, column("With a number or without", "目标类型", "有数值的定量目标，或无数值的定性目标")]
    deadline: Annotated[date | None, column("Last day by which it is due", "完成期限", "应完成的最后一日")] = None
    deadline_start: Annotated[date | None, column("First day of the deadline's own interval", "期限起始日", "期限用语自身所指区间的第一日")] = None
    deadline_text: Annotated[str | None, column("Words for the deadline, verbatim", "期限用语", "表示期限的原文用语")] = None
    deadline_precision: Annotated[Precision | None, column("Precision of the deadline", "期限精度", "期限精确到日、月、季、年等的程度")] = None
    deadline_source: Annotated[DeadlineSource | None, column("Where the deadline is stated", "期限来源", "期限写在何处：分句、句子、段落、标题或全文")] = None
    lead_bodies: Annotated[list[str], list_column("Names of the bodies that lead", "牵头单位", "牵头单位的名称")]
    responsible_bodies: Annotated[list[str], list_column("Names of the bodies that are responsible", "责任单位", "责任单位的名称")]
    cooperating_bodies: Annotated[list[str], list_column("Names of the bodies that take part", "配合单位", "配合单位的名称")]
    supervising_bodies: Annotated[list[str], list_column("Names of the bodies that supervise", "督查单位", "督查单位的名称")]

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
