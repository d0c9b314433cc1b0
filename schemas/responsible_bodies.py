"""responsible_bodies: one row for each mention of a body that carries a duty."""

from __future__ import annotations

from typing import Annotated, ClassVar

from schemas.base import Row, check_span, column, list_column
from schemas.enums import BodyRole, BodyType, DetectedBy, RegionLevel


class ResponsibleBodyRow(Row):
    """One mention of a body or post that the text makes answer for a task."""

    table: ClassVar[str] = "responsible_bodies"
    name_zh: ClassVar[str] = "责任主体"
    summary_zh: ClassVar[str] = "原文要求对某项任务负责的单位或职务的一次提及。"
    primary_key: ClassVar[tuple[str, ...]] = ("body_id",)
    foreign_keys: ClassVar[dict[str, tuple[str, str]]] = {"doc_id": ("documents", "doc_id")}

    body_id: Annotated[str, column("Key of the mention", "责任主体编号", "责任主体一次提及的唯一编号", pattern=r"^[0-9a-f]{16}$")]
    doc_id: Annotated[str, column("Document it stands in", "文件编号", "所在文件的编号")]
    text: Annotated[str, column("The mention, verbatim", "原文名称", "原文中的称谓")]
    name: Annotated[str | None, column("Full name, with the region and without abbreviations", "全称", "补全地区、还原简称后的全称")] = None
    body_type: Annotated[BodyType | None, column("Kind of body", "主体类型", "责任主体的类别")] = None
    level: Annotated[RegionLevel | None, column("Administrative level of the body", "主体层级", "责任主体的行政层级")] = None
    region: Annotated[str | None, column("Region of the body, full name", "地区", "责任主体所属地区的全称")] = None
    region_code: Annotated[
        str | None, column("GB/T 2260 code of the region", "行政区划代码", "地区的 GB/T 2260 行政区划代码", pattern=r"^[0-9]{6}$")
    ] = None
    role: Annotated[BodyRole, column("What the body does for the task", "职责", "责任主体在任务中的职责")]
    task: Annotated[str | None, column("The clause it answers for, verbatim", "任务", "所负责任务的原文分句")] = None
    target_ids: Annotated[list[str], list_column("Targets it answers for", "目标编号", "所负责目标的编号")]
    detected_by: Annotated[DetectedBy | None, column("Rules, recogniser or both", "识别方式", "由规则、识别模型或两者共同识别")] = None
    evidence: Annotated[str, column("The text between start and end, verbatim", "原文依据", "起始与结束位置之间的原文")]
    start: Annotated[int, column("Offset in documents.text", "起始位置", "在 documents.text 中的起始位置", ge=0)]
    end: Annotated[int, column("End, exclusive", "结束位置", "结束位置，终点不含", ge=0)]
    rule: Annotated[str | None, column("Rule or model that decided, with its version", "判定规则", "作出判定的规则或模型及其版本")] = None
    confidence: Annotated[
        float | None, column("Confidence, calibrated on labelled documents", "置信度", "置信度，经标注文件校准", arrow="float32", ge=0, le=1)
    ] = None

    def check(self) -> None:
        """The span is one."""
        check_span("", self.start, self.end)
