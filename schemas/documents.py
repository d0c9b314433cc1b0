"""documents: one row for each input file that could be read."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar

from schemas.base import Row, column, list_column
from schemas.enums import DocType, RegionLevel, Script


class DocumentFacts(Row):
    """The columns of documents that every target repeats, typed once."""

    source_path: Annotated[str, column("Path below the raw folder, with forward slashes", "来源路径")]
    title: Annotated[str | None, column("Title, in Simplified Chinese", "标题")] = None
    doc_type: Annotated[DocType | None, column("Kind of document", "文种")] = None
    issuer: Annotated[str | None, column("Organ that issues or speaks", "发文机关")] = None
    region: Annotated[str | None, column("Place it governs, full name from the province down", "地区")] = None
    region_code: Annotated[
        str | None, column("GB/T 2260 code of the region, six digits", "行政区划代码", pattern=r"^[0-9]{6}$")
    ] = None
    region_level: Annotated[RegionLevel | None, column("Administrative level of the region", "地区层级")] = None
    published_on: Annotated[date | None, column("Day it was signed, given or spoken", "发布日期")] = None
    plan_year: Annotated[
        int | None, column("Year that expressions such as this year mean", "计划年度", ge=1900, le=2200)
    ] = None


class DocumentRow(DocumentFacts):
    """One input document, with its text."""

    table: ClassVar[str] = "documents"
    name_zh: ClassVar[str] = "文件"
    primary_key: ClassVar[tuple[str, ...]] = ("doc_id",)
    first: ClassVar[tuple[str, ...]] = ("doc_id", "source_path", "source_format", "sha256", "encoding", "script")

    doc_id: Annotated[
        str, column("First 16 hex digits of the SHA-256 of the file's bytes", "文件编号", pattern=r"^[0-9a-f]{16}$")
    ]
    source_format: Annotated[str, column("Container the text was read from: txt, html, pdf, docx", "来源格式")]
    sha256: Annotated[str, column("SHA-256 of the file's bytes", "字节摘要", pattern=r"^[0-9a-f]{64}$")]
    encoding: Annotated[str | None, column("Codec that decoded the bytes", "编码")] = None
    script: Annotated[Script | None, column("Script of the text as read", "字形")] = None
    doc_number: Annotated[str | None, column("Document number of the issuing organ", "发文字号")] = None
    text: Annotated[str, column("Text as read; every offset of every table points into it", "全文")]
    n_chars: Annotated[int, column("Length of text in Unicode code points", "字符数", ge=0)]
    n_metrics: Annotated[int | None, column("Rows of metrics; null if not processed", "指标值数", ge=0)] = None
    n_targets: Annotated[int | None, column("Rows of targets; null if not processed", "目标数", ge=0)] = None
    n_deadlines: Annotated[int | None, column("Rows of deadlines; null if not processed", "时间数", ge=0)] = None
    n_bodies: Annotated[int | None, column("Rows of responsible_bodies; null if not processed", "责任主体数", ge=0)] = (
        None
    )
    warnings: Annotated[
        list[str],
        list_column("What a user should know: mojibake, mixed script, undecodable bytes, no text layer", "警示"),
    ]
