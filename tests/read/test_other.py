"""Rarer formats, files under a wrong name, and rows of tables all the way to linked records."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from builders import content, docx, paragraph, pdf, zipped

from pipeline.document import extract_document
from pipeline.read import UnreadableError, read
from pipeline.read.grid import Cell, join_lines, lay_out, table_text
from pipeline.read.other import read_doc, read_mhtml, read_ofd, read_rtf
from pipeline.records import document_key
from pipeline.types import SourceText

PLAIN = "海川市人民政府关于水利发展的意见\n到2027年新增灌溉面积三十万亩，除险加固水库45座。"
HTML = f"<html><body><h1>{PLAIN.splitlines()[0]}</h1><p>{PLAIN.splitlines()[1]}</p></body></html>"


def rtf(text: str) -> bytes:
    escaped = "".join(
        character if character < "\x7f" else f"\\u{ord(character) - (65536 if ord(character) > 32767 else 0)}?"
        for character in text
    )
    return ("{\\rtf1\\ansi\\ansicpg936 " + escaped + "}").encode("ascii")


OFD = {
    "OFD.xml": '<ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016"><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>',
    "Doc_0/Document.xml": '<ofd:Document xmlns:ofd="http://www.ofdspec.org/2016"><ofd:Pages><ofd:Page BaseLoc="Pages/Page_0/Content.xml"/><ofd:Page BaseLoc="/Doc_0/Pages/Page_1/Content.xml"/></ofd:Pages></ofd:Document>',
}


def ofd_page(*objects: tuple[float, float, str]) -> str:
    texts = "".join(
        f'<ofd:TextObject Boundary="{x} {y} 100 6" Size="5"><ofd:TextCode X="0" Y="5">{text}</ofd:TextCode></ofd:TextObject>'
        for x, y, text in objects
    )
    return f'<ofd:Page xmlns:ofd="http://www.ofdspec.org/2016"><ofd:Content><ofd:Layer>{texts}</ofd:Layer></ofd:Content></ofd:Page>'


def test_ofd() -> None:
    pages = {
        "Doc_0/Pages/Page_0/Content.xml": ofd_page(
            (20, 40, "新增灌溉面积"), (20, 30, "一、主要目标"), (60, 40.5, "三十万亩。")
        ),
        "Doc_0/Pages/Page_1/Content.xml": ofd_page((20, 30, "第二页。")),
    }
    source = read_ofd(zipped(OFD | pages))
    assert source.text == "一、主要目标\n新增灌溉面积三十万亩。\n第二页。"
    assert (source.source_format, source.page_starts) == ("ofd", (0, 19))


def test_rich_text_and_its_tables() -> None:
    table = "序号|任务|责任单位|\\par 1|新建公路120公里|市交通局\\par 市财政局|\\par 附注。"
    assert read_rtf(rtf("总则。\\par " + table)).text.split("\n") == [
        "总则。",
        "序号：1；任务：新建公路120公里；责任单位：市交通局、市财政局",
        "附注。",
    ]


def test_web_archives() -> None:
    data = b"From: <saved>\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\nContent-Type: text/html; charset=gb2312\nContent-Transfer-Encoding: 8bit\n\n"
    assert read_mhtml(data + HTML.encode("gb18030") + b"\n--x--\n").text == PLAIN


ANTIWORD = """
海川市水利发展方案
|序号      |任务                |责任单位        |
|1         |新建农村公路一百二十|市交通局        |
|          |公里                |市财政局        |
表后的话说到这里为止。
"""


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script stands for the converter")
def test_old_word_documents_by_a_converter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = tmp_path / "antiword"
    script.write_text(f"#!/bin/sh\ncat <<'END'{ANTIWORD}END\n", encoding="utf-8")
    script.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    source = read_doc(b"x")
    assert source.text.split("\n") == [
        "海川市水利发展方案",
        "序号：1；任务：新建农村公路一百二十公里；责任单位：市交通局、市财政局",
        "表后的话说到这里为止。",
    ]
    assert source.warnings == ("converted by antiword",)


FILES = {
    "txt": PLAIN.encode("gb18030"),
    "html": HTML.encode(),
    "pdf": pdf([content([(90, 700, 12, PLAIN.splitlines()[0]), (90, 680, 12, PLAIN.splitlines()[1])])]),
    "docx": docx("".join(map(paragraph, PLAIN.splitlines()))),
    "rtf": rtf(PLAIN.replace("\n", "\\par ")),
}


@pytest.mark.parametrize("kind", FILES)
@pytest.mark.parametrize("suffix", ["txt", "html", "pdf", "docx", "doc", "wps", "rtf", "xyz", "", "zip", "jpg"])
def test_the_content_tells_the_type(tmp_path: Path, kind: str, suffix: str) -> None:
    path = tmp_path / (f"a.{suffix}" if suffix else "a")
    path.write_bytes(FILES[kind])
    source = read(path)
    assert source.source_format == kind
    assert source.text == PLAIN
    named = f"suffix .{suffix}" if suffix else "no suffix"
    assert source.warnings == (() if suffix == kind else (f"{named}, but the content is {kind}",))


@pytest.mark.parametrize("suffix", [".csv", ".json", ".xml", ".py"])
def test_data_and_programs_are_no_documents(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_text(PLAIN, encoding="utf-8")
    with pytest.raises(UnreadableError, match="there is no reader for files of type"):
        read(path)


@pytest.mark.parametrize(
    ("data", "cause"),
    [
        (zipped({"a.txt": "甲"}), "a ZIP archive, whose members"),
        (zipped({"xl/workbook.xml": "<a/>"}), "an Excel workbook"),
        (zipped({"ppt/presentation.xml": "<a/>"}), "a PowerPoint presentation"),
        (zipped({"mimetype": "application/vnd.oasis.opendocument.text"}), "an OpenDocument file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), "an old Excel workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "with a password"),
        (b"Rar!\x1a\x07\x00", "a RAR archive; unpack it"),
        (b"\x1f\x8b\x08", "a gzip archive; unpack it"),
    ],
)
def test_kinds_without_a_reader_are_named(tmp_path: Path, data: bytes, cause: str) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(data)
    with pytest.raises(UnreadableError, match=cause):
        read(path)


# --- tables -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (("市财政局", "市教育局"), "市财政局、市教育局"),
        (("市市场监督", "管理局"), "市市场监督管理局"),
        (("完成", "时限"), "完成时限"),
        (("推进公路建设。", "改造危桥12座。"), "推进公路建设。改造危桥12座。"),
        (("推进全市公路建设提质增效", "改造农村危桥12座以上"), "推进全市公路建设提质增效；改造农村危桥12座以上"),
        (("新建公路", "1.省道；", "2.县道"), "新建公路；1.省道；2.县道"),
        (("new", "road"), "new road"),
        (("", " "), ""),
    ],
)
def test_lines_of_a_cell(lines: tuple[str, ...], text: str) -> None:
    assert join_lines(lines) == text


def rows(*texts: str, **more: str) -> list[str]:
    cells = lay_out([((cell,) if cell else (), 1, 1, False) for cell in row.split("|")] for row in texts)
    return list(table_text(cells, **more).lines)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("table", "lines"),
    [
        (("指标|单位|2025年|属性", "研发强度|%|3.1|预期性"), ["指标：研发强度；单位：%；2025年：3.1%；属性：预期性"]),
        (("指标|单位|目标值", "新增就业|万人|≥5以上"), ["指标：新增就业；单位：万人；目标值：≥5万人以上"]),
        (("年度|投资（亿元）", "2025|12.5"), ["年度：2025；投资（亿元）：12.5亿元"]),
        (("序号|项目|数量", "1|水库|3座"), ["序号：1；项目：水库；数量：3座"]),
        (("责任单位|任务", "市水利局|建水库3座"), ["任务：建水库3座；责任单位：市水利局"]),
        (
            ("项目名称|城北水厂", "建设内容|日供水10万吨", "责任单位|市城管局"),
            ["项目名称：城北水厂", "建设内容：日供水10万吨", "责任单位：市城管局"],
        ),
        (("张三|李四", "王五|赵六"), ["张三；李四", "王五；赵六"]),
        (("索引号|001", "发文机关|市政府"), ["索引号：001", "发文机关：市政府"]),
        (("序号|任务", "|", "1|建水库"), ["序号：1；任务：建水库"]),
        (("任务|目标",), ["任务；目标"]),
    ],
)
def test_rows(table: tuple[str, ...], lines: list[str]) -> None:
    assert rows(*table) == lines


def test_a_heading_that_comes_again_is_said_once() -> None:
    assert rows("序号|任务", "1|建水库", "序号|任务", "2|修渠道") == ["序号：1；任务：建水库", "序号：2；任务：修渠道"]


def test_long_cells_that_span_rows_are_said_once() -> None:
    long = "全面推进水利基础设施补短板工程，" * 3
    cells = [
        Cell(0, 0, ("任务",)),
        Cell(0, 1, ("目标",)),
        Cell(1, 0, (long,), height=2),
        Cell(1, 1, ("3座",)),
        Cell(2, 1, ("5条",)),
    ]
    lines = table_text(cells).lines
    assert lines[0].startswith("任务：全面")
    assert lines[1] == "目标：5条"


def test_target_deadline_and_bodies_of_a_row_belong_together() -> None:
    head = "海川市2025年重点工作任务分工方案\n为做好2025年各项工作，落实政府工作报告提出的目标任务，现将重点工作任务分工如下，请认真贯彻执行。\n"
    lines = rows(
        "序号|任务|牵头单位|责任单位|完成时限",
        "1|新建改建农村公路120公里以上。改造危桥12座。|市交通运输局|市财政局|2025年10月底前",
        "2|改造老旧小区85个。|市住房城乡建设局|市民政局|2025年6月底前",
    )
    text = head + "\n".join(lines) + "\n"
    records = extract_document(SourceText(text, "html", "utf-8"), document_key(text.encode(), "a.html"))
    due = {row["value"]: str(row["deadline"]) for row in records.targets if row["kind"] == "quantitative"}
    assert due == {120.0: "2025-10-31", 12.0: "2025-10-31", 85.0: "2025-06-30"}
    duty = {row["text"]: {target.get("value") for target in row["_targets"]} for row in records.responsible_bodies}
    assert duty["市交通运输局"] >= {120.0, 12.0}
    assert duty["市财政局"] >= {120.0, 12.0}
    assert duty["市住房城乡建设局"] == {85.0}
    assert duty["市民政局"] == {85.0}
