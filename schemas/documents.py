"""documents: one row for each input file that could be read."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar

from schemas.base import Row, column, list_column
from schemas.enums import DocType, RegionLevel, Script


class DocumentFacts(Row):
    """The columns of documents that every target repeats, typed once."""

    source_path: Annotated[str, column("Path below the raw folder, with forward slashes", "来源路径", "相对于原始文件夹的路径，以正斜杠分隔")]
    title: Annotated[str | None, column("Title, in Simplified Chinese", "标题", "文件标题，转为简体")] = None
    doc_type: Annotated[DocType | None, column("Kind of document", "文种", "文件的体裁")] = None
    issuer: Annotated[str | None, column("Organ that issues or speaks", "发文机关", "发布文件或发表讲话的机关")] = None
    region: Annotated[str | None, column("Place it governs, full name from the province down", "地区", "文件所辖地区的全称，自省级起")] = None
    region_code: Annotated[
        str | None, column("GB/T 2260 code of the region, six digits", "行政区划代码", "地区的 GB/T 2260 行政区划代码，六位数字", pattern=r"^[0-9]{6}$")
    ] = None
    region_level: Annotated[RegionLevel | None, column("Administrative level of the region", "地区层级", "地区的行政层级")] = None
    published_on: Annotated[date | None, column("Day it was signed, given or spoken", "发布日期", "成文、发布或讲话的日期")] = None
    plan_year: Annotated[
        int | None, column("Year that expressions such as this year mean", "计划年度", "“今年”“年内”“全年”等用语所指的年份", ge=1900, le=2200)
    ] = None


class DocumentRow(DocumentFacts):
    """One input document, with its text."""

    table: ClassVar[str] = "documents"
    name_zh: ClassVar[str] = "文件"
    summary_zh: ClassVar[str] = "一份可读取的文件及其全文。"
    primary_key: ClassVar[tuple[str, ...]] = ("doc_id",)
    first: ClassVar[tuple[str, ...]] = ("doc_id", "source_path", "source_format", "sha256", "encoding", "script")

    doc_id: Annotated[
        str, column("First 16 hex digits of the SHA-256 of the file's bytes", "文件编号", "原始文件字节 SHA-256 摘要的前 16 位十六进制数", pattern=r"^[0-9a-f]{16}$")
    ]
    source_format: Annotated[str, column("Container the text was read from: txt, html, pdf, docx", "来源格式", "文本所在的文件格式：txt、html、pdf、docx")]
    sha256: Annotated[str, column("SHA-256 of the file's bytes", "字节摘要", "原始文件字节的 SHA-256 摘要", pattern=r"^[0-9a-f]{64}$")]
    encoding: Annotated[str | None, column("Codec that decoded the bytes", "编码", "解码所用的字符编码")] = None
    script: Annotated[Script | None, column("Script of the text as read", "字形", "读入文本的字形：简体、繁体或混用")] = None
    doc_number: Annotated[str | None, column("Document number of the issuing organ", "发文字号", "发文机关所编的文号")] = None
    text: Annotated[str, column("Text as read; every offset of every table points into it", "全文", "读入的全文；各表的位置均以此为准")]
    n_chars: Annotated[int, column("Length of text in Unicode code points", "字符数", "全文长度，以 Unicode 码位计", ge=0)]
    n_metrics: Annotated[int | None, column("Rows of metrics; null if not processed", "指标值数", "指标值表中的行数；未处理时为空", ge=0)] = None
    n_targets: Annotated[int | None, column("Rows of targets; null if not processed", "目标数", "目标表中的行数；未处理时为空", ge=0)] = None
    n_deadlines: Annotated[int | None, column("Rows of deadlines; null if not processed", "时间数", "时间表中的行数；未处理时为空", ge=0)] = None
    n_bodies: Annotated[int | None, column("Rows of responsible_bodies; null if not processed", "责任主体数", "责任主体表中的行数；未处理时为空", ge=0)] = (
        None
    )
    warnings: Annotated[
        list[str],
        list_column("What a user should know: mojibake, mixed script, undecodable bytes, no text layer", "警示", "使用时应注意的问题：乱码、简繁混用、无法解码的字节、无文本层等"),
    ]
