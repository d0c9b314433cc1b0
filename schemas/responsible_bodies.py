"""responsible_bodies: one row for each mention of a body that carries a duty."""

from __future__ import annotations

from typing import Annotated, ClassVar

from schemas.base import Row, check_span, column, list_column
from schemas.enums import BodyRole, BodyType, DetectedBy, RegionLevel


class ResponsibleBodyRow(Row):
    """One mention of a body or post that the text makes answer for a task."""

    table: ClassVar[str] = "responsible_bodies"
    name_zh: ClassVar[str] = "责任主体"
    primary_key: ClassVar[tuple[str, ...]] = ("body_id",)
    foreign_keys: ClassVar[dict[str, tuple[str, str]]] = {"doc_id": ("documents", "doc_id")}

    body_id: Annotated[str, column("Key of the mention", "责任主体编号", pattern=r"^[0-9a-f]{16}$")]
    doc_id: Annotated[str, column("Document it stands in", "文件编号")]
    text: Annotated[str, column("The mention, verbatim", "原文名称")]
    name: Annotated[str | None, column("Full name, with the region and without abbreviations", "全称")] = None
    body_type: Annotated[BodyType | None, column("Kind of body", "主体类型")] = None
    level: Annotated[RegionLevel | None, column("Administrative level of the body", "主体层级")] = None
    region: Annotated[str | None, column("Region of the body, full name", "地区")] = None
    region_code: Annotated[
        str | None, column("GB/T 2260 code of the region", "行政区划代码", pattern=r"^[0-9]{6}$")
    ] = None
    role: Annotated[BodyRole, column("What the body does for the task", "职责")]
    task: Annotated[str | None, column("The clause it answers for, verbatim", "任务")] = None
    target_ids: Annotated[list[str], list_column("Targets it answers for", "目标编号")]
    detected_by: Annotated[DetectedBy | None, column("Rules, recogniser or both", "识别方式")] = None
    evidence: Annotated[str, column("The text between start and end, verbatim", "原文依据")]
    start: Annotated[int, column("Offset in documents.text", "起始位置", ge=0)]
    end: Annotated[int, column("End, exclusive", "结束位置", ge=0)]
    rule: Annotated[str | None, column("Rule or model that decided, with its version", "判定规则")] = None
    confidence: Annotated[
        float | None, column("Confidence, calibrated on labelled documents", "置信度", arrow="float32", ge=0, le=1)
    ] = None

    def check(self) -> None:
        """The span is one."""
        check_span("", self.start, self.end)
