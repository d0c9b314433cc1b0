"""coverage: document × kind, so that an absent row is never mistaken for an absent fact."""

from __future__ import annotations

from typing import Annotated, ClassVar

from schemas.base import Row, column, list_column
from schemas.enums import CoverageKind, CoverageState


class CoverageRow(Row):
    """What was looked for in a document, and whether it was found."""

    table: ClassVar[str] = "coverage"
    name_zh: ClassVar[str] = "覆盖情况"
    summary_zh: ClassVar[str] = "一份文件中查找的一类内容，及是否查到。"
    primary_key: ClassVar[tuple[str, ...]] = ("doc_id", "kind")
    foreign_keys: ClassVar[dict[str, tuple[str, str]]] = {"doc_id": ("documents", "doc_id")}

    doc_id: Annotated[str, column("Document", "文件编号", "文件的编号")]
    kind: Annotated[CoverageKind, column("What was looked for", "类别", "所查找的内容")]
    state: Annotated[CoverageState, column("Whether it was found", "状态", "是否查到")]
    count: Annotated[int | None, column("Rows of the table; null if not processed", "数量", "相应表中的行数；未处理时为空", ge=0)] = None
    stated_absent: Annotated[
        list[str], list_column("Indicators for which the document says that it sets no target", "明确不设的指标", "文件明确表示不设目标的指标代码")
    ]
