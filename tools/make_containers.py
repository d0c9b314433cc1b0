"""Make samples of every container in ``data/raw`` out of the plain texts there.

    python tools/make_containers.py [--raw data/raw] [--font wqy-microhei.ttc]

Two of the texts become an HTML page, a Word document, a PDF with a text layer, and a ZIP archive (with a nested one in it), so that the
readers can be tried, and compared with the plain text, without any document of others. Needs fpdf2 (``pip install fpdf2``) and a TrueType
font with Chinese characters for the PDFs only: Debian has one in the package ``fonts-wqy-microhei`` (Apache-2.0); only the outlines of
the characters in use are embedded. Files that are there already are made anew; the same inputs give the same bytes.
"""

from __future__ import annotations

import argparse
import datetime
import html
import io
import re
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

SOURCES = {"2025-宜昌市-低空经济发展实施方案": "notice", "2026-平江县-政府工作报告": "report"}
FONT = Path("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc")
MOMENT = (2025, 1, 1, 0, 0, 0)
_HEADING = re.compile(r"[一二三四五六七八九十]+、")
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def paragraphs(path: Path) -> list[str]:
    """The lines of a text that are not blank."""
    return [line.strip() for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def web_page(lines: list[str]) -> bytes:
    """A page as government sites have them, in GB 18030 without saying so: navigation, path, buttons, document, neighbours, footer."""
    head, body = lines[0], lines[1:]
    inside = "\n".join(
        f"<h3>{html.escape(x)}</h3>" if _HEADING.match(x) else f"<p>　　{html.escape(x)}</p>" for x in body
    )
    page = f"""<!DOCTYPE html>
<html><head><title>{html.escape(head)}_县人民政府门户网站</title><script>window.share = "分享";</script></head>
<body>
<div class="nav"><ul><li><a href="/">首页</a></li><li><a href="/zwgk/">政务公开</a></li><li><a href="/hdjl/">互动交流</a></li></ul></div>
<div class="crumbs">当前位置：<a href="/">首页</a> &gt; <a href="/zwgk/">政务公开</a> &gt; <a href="/wj/">文件</a></div>
<div class="detail">
<h1>{html.escape(head)}</h1>
<div class="tools">【字体：<a>大</a> <a>中</a> <a>小</a>】 <a>打印</a> <a>关闭</a></div>
<div class="TRS_Editor">
{inside}
</div>
</div>
<div class="related"><h4>相关阅读</h4><ul><li><a href="/1">关于公布年度重点项目名单的通知</a></li><li><a href="/2">关于做好春季植树工作的通知</a></li></ul></div>
<div class="footer"><p>主办单位：县人民政府办公室　网站标识码：0000000001</p></div>
</body></html>
"""
    return page.encode("gb18030")


def word_document(lines: list[str]) -> bytes:
    """A Word document whose chapters are numbered by Word, with one tracked change of a typing slip."""
    body = []
    for number, line in enumerate(lines):
        text, properties = line, ""
        if _HEADING.match(line) and number > 2:
            text = _HEADING.sub("", line, count=1)
            properties = '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>'
        slip = "<w:del><w:r><w:delText>草稿</w:delText></w:r></w:del>" if number == 0 else ""
        body.append(f'<w:p>{properties}{slip}<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>')
    numbering = (
        '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>'
        '<w:lvlText w:val="%1、"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    types = "http://schemas.openxmlformats.org/package/2006/content-types"
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    start = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return archive(
        {
            "[Content_Types].xml": f'{start}<Types xmlns="{types}"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="{kind}.document.main+xml"/>'
            f'<Override PartName="/word/numbering.xml" ContentType="{kind}.numbering+xml"/></Types>',
            "_rels/.rels": f'{start}<Relationships xmlns="{relations}"><Relationship Id="r1" Type="{office}/officeDocument" Target="word/document.xml"/></Relationships>',
            "word/_rels/document.xml.rels": f'{start}<Relationships xmlns="{relations}"><Relationship Id="r1" Type="{office}/numbering" Target="numbering.xml"/></Relationships>',
            "word/document.xml": f'{start}<w:document xmlns:w="{_W}"><w:body>{"".join(body)}</w:body></w:document>',
            "word/numbering.xml": f'{start}<w:numbering xmlns:w="{_W}">{numbering}</w:numbering>',
        }
    )


def printed(lines: list[str], font: Path, running_head: str) -> bytes:
    """A PDF in A4 with running heads and page numbers, lines broken at the margin, the font's characters in use embedded."""
    from fpdf import FPDF

    class Paper(FPDF):
        def header(self) -> None:
            self.set_font("cjk", size=9)
            self.cell(0, 8, running_head, align="C", new_x="LMARGIN", new_y="NEXT")
            self.ln(4)

        def footer(self) -> None:
            self.set_y(-18)
            self.set_font("cjk", size=9)
            self.cell(0, 8, f"— {self.page_no()} —", align="C")

    paper = Paper(format="A4")
    paper.set_creation_date(datetime.datetime(*MOMENT, tzinfo=datetime.UTC))
    paper.add_font("cjk", fname=str(font))
    paper.set_margins(28, 20, 26)
    paper.set_auto_page_break(True, margin=24)
    paper.add_page()
    for number, line in enumerate(lines):
        paper.set_font("cjk", size=18 if number == 0 else 14)
        # Chinese text is broken between any two characters.
        paper.multi_cell(
            0,
            10,
            line if number == 0 else "　　" + line,
            align="C" if number == 0 else "L",
            wrapmode="CHAR",
            new_x="LMARGIN",
            new_y="NEXT",
        )
    return bytes(paper.output())


def archive(members: dict[str, bytes | str]) -> bytes:
    """A ZIP archive that depends on nothing but its members."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as packed:
        for name, data in members.items():
            info = zipfile.ZipInfo(name, MOMENT)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            packed.writestr(info, data)
    return buffer.getvalue()


def main() -> None:
    """Write the samples."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--raw", type=Path, default=Path("data/raw"))
    parser.add_argument("--font", type=Path, default=FONT)
    arguments = parser.parse_args()
    folder = arguments.raw / "containers"
    folder.mkdir(exist_ok=True)
    packed: dict[str, bytes | str] = {}
    for stem, kind in SOURCES.items():
        lines = paragraphs(arguments.raw / f"{stem}.txt")
        head = "县人民政府公报" if kind == "report" else "市人民政府公报"
        made = {
            f"{stem}.html": web_page(lines),
            f"{stem}.docx": word_document(lines),
            f"{stem}.pdf": printed(lines, arguments.font, head),
        }
        for name, data in made.items():
            (folder / name).write_bytes(data)
            print(folder / name, len(data))
        text = "\n".join(lines).replace("。", "。\n").encode("gb18030")
        packed[f"{kind}/{stem}.txt"] = text if kind == "notice" else archive({f"{stem}.txt": text})
    report = next(name for name in packed if name.startswith("report/"))
    packed[report.replace(".txt", ".zip")] = packed.pop(report)
    (folder / "往来文件.zip").write_bytes(archive(packed))
    print(folder / "往来文件.zip")


if __name__ == "__main__":
    main()
