"""Word documents: what Word shows, in its order."""

from __future__ import annotations

import builders
import pytest
from builders import docx, paragraph, run, word_table

from pipeline.read import UnreadableError
from pipeline.read.docx import chinese_number, read_docx


def lines(body: str, **parts: str) -> list[str]:
    return read_docx(docx(body, **parts)).text.split("\n")


def test_paragraphs() -> None:
    body = (
        paragraph("海川市水利发展方案") + paragraph("") + f"<w:p>{run('到2027年新增灌溉')}{run('面积三十万亩。')}</w:p>"
    )
    source = read_docx(docx(body))
    assert source.text == "海川市水利发展方案\n到2027年新增灌溉面积三十万亩。"
    assert (source.source_format, source.encoding, source.warnings) == ("docx", "utf-8", ())


def test_tracked_changes_are_accepted() -> None:
    changed = (
        f"<w:p>{run('投资')}<w:del><w:r><w:delText>18</w:delText></w:r></w:del><w:ins>{run('20')}</w:ins>"
        f"<w:moveFrom>{run('旧处')}</w:moveFrom><w:moveTo>{run('亿元')}</w:moveTo></w:p>"
    )
    gone = (
        "<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc>"
        + paragraph("删去的行")
        + "</w:tc><w:tc>"
        + paragraph("甲")
        + "</w:tc></w:tr></w:tbl>"
    )
    assert lines(changed + gone) == ["投资20亿元"]


def test_footnotes_follow_their_paragraph() -> None:
    body = f"<w:p>{run('普及率达到96%')}<w:r><w:footnoteReference w:id='2'/></w:r>{run('。')}</w:p>" + paragraph(
        "下一段。"
    )
    notes = f"<w:footnote w:type='separator' w:id='0'>{paragraph('线')}</w:footnote><w:footnote w:id='2'>{paragraph('按常住人口计算。')}</w:footnote>"
    assert lines(body, footnotes=notes) == ["普及率达到96%。", "按常住人口计算。", "下一段。"]


NUMBERING = """<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%3."/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val=""/></w:lvl></w:abstractNum>
<w:num w:numId="5"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="6"><w:abstractNumId w:val="1"/></w:num>"""


def numbered(text: str, level: int, number: int = 5) -> str:
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def test_automatic_numbers_are_printed() -> None:
    body = "".join(
        (
            numbered("总体目标", 0),
            numbered("重点任务", 0),
            numbered("水利", 1),
            numbered("建水库。", 2),
            numbered("修渠道。", 2),
            numbered("交通", 1),
        )
    )
    body += numbered("修公路。", 2) + numbered("保障措施", 0) + numbered("要点", 0, 6)
    assert lines(body, numbering=NUMBERING) == [
        "一、总体目标",
        "二、重点任务",
        "（一）水利",
        "1.建水库。",
        "2.修渠道。",
        "（二）交通",
        "1.修公路。",
        "三、保障措施",
        "要点",
    ]


def test_numbers_that_a_style_brings() -> None:
    styles = '<w:style w:styleId="H1"><w:pPr><w:numPr><w:numId w:val="5"/></w:numPr></w:pPr></w:style>'
    body = paragraph("总体要求", '<w:pStyle w:val="H1"/>') + paragraph("重点任务", '<w:pStyle w:val="H1"/>')
    assert lines(body, numbering=NUMBERING, styles=styles) == ["一、总体要求", "二、重点任务"]


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (1, "一"),
        (10, "十"),
        (11, "十一"),
        (20, "二十"),
        (101, "一百零一"),
        (110, "一百一十"),
        (1005, "一千零五"),
        (0, "0"),
    ],
)
def test_chinese_numbers(number: int, text: str) -> None:
    assert chinese_number(number) == text


def test_a_table_is_one_line_a_row() -> None:
    table = word_table(
        [
            ["序号", "任务", "责任单位", "完成时限"],
            ["1", "新建农村公路120公里。", paragraph("市交通运输局") + paragraph("市财政局"), "2025年6月底前"],
        ]
    )
    assert lines(paragraph("任务分工表") + table) == [
        "任务分工表",
        "序号：1；完成时限 2025年6月底前；任务：新建农村公路120公里；责任单位：市交通运输局、市财政局",
    ]


RESTART = ' w:val="restart"'


def test_merged_cells() -> None:
    def merged(text: str, value: str) -> str:
        return f"<w:tc><w:tcPr><w:vMerge{value}/></w:tcPr>{paragraph(text)}</w:tc>"

    rows = (
        f"<w:tr>{''.join(f'<w:tc>{paragraph(t)}</w:tc>' for t in ('领域', '任务', '目标'))}</w:tr>"
        f"<w:tr>{merged('水利', RESTART)}<w:tc>{paragraph('建水库')}</w:tc><w:tc>{paragraph('3座')}</w:tc></w:tr>"
        f"<w:tr>{merged('', '')}<w:tc>{paragraph('修渠道')}</w:tc><w:tc>{paragraph('80公里')}</w:tc></w:tr>"
        f'<w:tr><w:tc><w:tcPr><w:gridSpan w:val="3"/></w:tcPr>{paragraph("以上任务年底前完成")}</w:tc></w:tr>'
    )
    assert lines(f"<w:tbl>{rows}</w:tbl>") == [
        "领域：水利；任务：建水库；目标：3座",
        "领域：水利；任务：修渠道；目标：80公里",
        "以上任务年底前完成",
    ]


def test_what_is_not_shown_is_left_out() -> None:
    hidden = f"<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r>{run('可见')}<w:r><w:instrText>PAGE</w:instrText></w:r></w:p>"
    contents = (
        '<w:p><w:pPr><w:pStyle w:val="TOC1"/></w:pPr><w:r><w:instrText>PAGEREF _Toc1</w:instrText></w:r>'
        + run("一、目标 3")
        + "</w:p>"
    )
    field = (
        "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val='Table of Contents'/></w:docPartObj></w:sdtPr><w:sdtContent>"
        + paragraph("目录")
        + "</w:sdtContent></w:sdt>"
    )
    assert lines(hidden + contents + field) == ["可见"]


def test_text_boxes_come_once() -> None:
    box = f"<w:txbxContent>{paragraph('框中的话。')}</w:txbxContent>"
    both = f"<w:p>{run('正文。')}<w:r><mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r></w:p>"
    assert lines(both) == ["正文。", "框中的话。"]


def test_line_breaks_tabs_and_fields() -> None:
    body = (
        "<w:p>"
        + run("甲")
        + "<w:r><w:br/></w:r>"
        + run("乙")
        + "<w:r><w:tab/></w:r>"
        + run("丙")
        + '<w:r><w:br w:type="page"/></w:r>'
    )
    body += f"<w:hyperlink>{run('丁')}</w:hyperlink><w:fldSimple>{run('戊')}</w:fldSimple><w:smartTag>{run('己')}</w:smartTag></w:p>"
    assert lines(body) == ["甲", "乙\t丙丁戊己"]


def test_strict_open_xml() -> None:
    data = docx(paragraph("严格格式。"))
    members = {
        "word/document.xml": '<w:document xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"><w:body><w:p><w:r><w:t>严格格式。</w:t></w:r></w:p></w:body></w:document>'
    }
    assert read_docx(builders.zipped(members)).text == read_docx(data).text == "严格格式。"


@pytest.mark.parametrize(
    ("members", "cause"),
    [
        ({"word/document.xml": "<w:document"}, "XML is broken"),
        ({"word/other.xml": "<a/>"}, "no Word document"),
        ({"word/document.xml": f"<w:document {builders._W}><w:body/></w:document>"}, "no text"),
        ({"word/document.xml": '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'}, "document type declaration"),
    ],
)
def test_unreadable_documents(members: dict[str, str], cause: str) -> None:
    with pytest.raises(UnreadableError, match=cause):
        read_docx(builders.zipped(members))
