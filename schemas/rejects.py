"""rejects: everything that was read and not kept."""

from __future__ import annotations

from typing import Annotated, ClassVar

from schemas.base import Row, column
from schemas.enums import Stage


class RejectRow(Row):
    """One file, part of a file or candidate record that was not kept, with its reason."""

    table: ClassVar[str] = "rejects"
    name_zh: ClassVar[str] = "未收录"
    summary_zh: ClassVar[str] = "未收录的文件、文件片段或候选记录，及其原因。"
    foreign_keys: ClassVar[dict[str, tuple[str, str]]] = {"doc_id": ("documents", "doc_id")}

    source_path: Annotated[str, column("Path below the raw folder", "来源路径", "相对于原始文件夹的路径")]
    doc_id: Annotated[str | None, column("Document, null if it could not be read", "文件编号", "所在文件的编号；无法读取时为空")] = None
    stage: Annotated[Stage, column("Stage at which it was given up", "阶段", "放弃收录时所处的阶段")]
    table_name: Annotated[str | None, column("Table the record was for", "所属表", "该记录原应写入的表")] = None
    error_type: Annotated[str, column("Kind of fault, one word", "错误类型", "错误类型，以一个词表示")]
    message: Annotated[str, column("The column or file, and the cause", "说明", "涉及的字段或文件，以及原因")]
    record: Annotated[str | None, column("The candidate record as JSON", "记录", "候选记录，JSON 格式")] = None
    evidence: Annotated[str | None, column("The clause, verbatim", "原文依据", "原文所在分句")] = None
    start: Annotated[int | None, column("Offset in documents.text", "起始位置", "在 documents.text 中的起始位置", ge=0)] = None
    end: Annotated[int | None, column("End, exclusive", "结束位置", "结束位置，终点不含", ge=0)] = None
