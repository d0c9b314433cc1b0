"""deadlines: one row for each time expression."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar

from schemas.base import Row, check_order, check_span, column
from schemas.enums import Precision, ResolvedBy, TimeRole


class DeadlineRow(Row):
    """One time expression, resolved where it can be."""

    table: ClassVar[str] = "deadlines"
    name_zh: ClassVar[str] = "时间"
    summary_zh: ClassVar[str] = "一处时间用语；可推定的已推定起止日期。"
    primary_key: ClassVar[tuple[str, ...]] = ("deadline_id",)
    foreign_keys: ClassVar[dict[str, tuple[str, str]]] = {"doc_id": ("documents", "doc_id")}

    deadline_id: Annotated[str, column("Key of the time expression", "时间编号", "一处时间用语的唯一编号", pattern=r"^[0-9a-f]{16}$")]
    doc_id: Annotated[str, column("Document it stands in", "文件编号", "所在文件的编号")]
    text: Annotated[str, column("The expression, verbatim", "时间用语", "原文时间用语")]
    role: Annotated[TimeRole, column("Whether a commitment falls due by it, or a fact is located by it", "作用", "表示任务的期限，或表示事实所处的时段")]
    start_date: Annotated[date | None, column("First day of the interval", "起始日", "区间的第一日")] = None
    end_date: Annotated[date | None, column("Last day of the interval", "截止日", "区间的最后一日")] = None
    precision: Annotated[Precision | None, column("Precision as stated", "精度", "原文所述的精确程度")] = None
    resolved_by: Annotated[ResolvedBy | None, column("What the interval was resolved by", "解析依据", "推定起止日期的依据")] = None
    evidence: Annotated[str, column("The text between start and end, verbatim", "原文依据", "起始与结束位置之间的原文")]
    start: Annotated[int, column("Offset in documents.text", "起始位置", "在 documents.text 中的起始位置", ge=0)]
    end: Annotated[int, column("End, exclusive", "结束位置", "结束位置，终点不含", ge=0)]
    rule: Annotated[str | None, column("Rule that decided, with its version", "判定规则", "作出判定的规则及其版本")] = None

    def check(self) -> None:
        """Span, and the interval in order; ``X年起`` has an open end."""
        check_span("", self.start, self.end)
        check_order("start_date", self.start_date, "end_date", self.end_date)
