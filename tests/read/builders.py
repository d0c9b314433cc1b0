"""Small documents of each container, built byte by byte, so that a test says what is in them."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping, Sequence

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'

Text = tuple[float, float, float, str]
"""Left, base line (from the bottom of the page), size, characters."""
Line = tuple[float, float, float, float]


def zipped(members: Mapping[str, bytes | str], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP archive with these members."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


# --- docx -------------------------------------------------------------------------------------------------------------


def docx(body: str, **parts: str) -> bytes:
    """A Word document; ``body`` is the inside of ``w:body``, parts are ``numbering``, ``footnotes``, … by name."""
    members = {
        "[Content_Types].xml": "<Types/>",
        "word/document.xml": f'<?xml version="1.0" encoding="UTF-8"?><w:document {_W}><w:body>{body}</w:body></w:document>',
    }
    members |= {f"word/{name}.xml": f"<w:{name} {_W}>{inside}</w:{name}>" for name, inside in parts.items()}
    return zipped(members)


def run(text: str) -> str:
    """A run of text."""
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(text: str, properties: str = "") -> str:
    """A paragraph with one run."""
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{run(text)}</w:p>"


def word_table(rows: Sequence[Sequence[str]]) -> str:
    """A table; a cell that begins with ``<`` is taken as markup."""
    cells = lambda row: "".join(f"<w:tc>{cell if cell.startswith('<') else paragraph(cell)}</w:tc>" for cell in row)  # noqa: E731
    return f"<w:tbl>{''.join(f'<w:tr>{cells(row)}</w:tr>' for row in rows)}</w:tbl>"


# --- pdf --------------------------------------------------------------------------------------------------------------

_FONT = (
    b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [<< /Type /Font /Subtype /CIDFontType0"
    b" /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /DW 1000 /W [1 [500] 2 95 500]"
    b" /FontDescriptor << /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [0 -200 1000 900] /ItalicAngle 0 /Ascent 880"
    b" /Descent -120 /CapHeight 880 /StemV 93 >> >>] >>"
)


def content(texts: Sequence[Text] = (), lines: Sequence[Line] = ()) -> bytes:
    """A content stream."""
    drawn = [f"{x0} {y0} m {x1} {y1} l S" for x0, y0, x1, y1 in lines]
    written = [f"BT /F1 {size} Tf {x} {y} Td <{text.encode('utf-16-be').hex()}> Tj ET" for x, y, size, text in texts]
    return "\n".join([*drawn, *written]).encode()


def pdf(
    pages: Sequence[bytes], objects: Mapping[int, bytes] | None = None, resources: bytes = b"", page_extra: bytes = b""
) -> bytes:
    """A PDF of A4 pages with these content streams; ``objects`` adds objects by number (from 1000), ``resources`` to each page's resources."""
    bodies: dict[int, bytes] = {1: b"<< /Type /Catalog /Pages 2 0 R >>", 3: _FONT}
    kids = []
    for number, stream in enumerate(pages):
        page, inner = 10 + 2 * number, 11 + 2 * number
        kids.append(b"%d 0 R" % page)
        bodies[page] = (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> %s >> /Contents %d 0 R %s >>"
            % (resources, inner, page_extra)
        )
        bodies[inner] = stream_object(stream)
    bodies[2] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(pages))
    bodies |= objects or {}
    out = bytearray(b"%PDF-1.5\n")
    offsets = {}
    for number, body in sorted(bodies.items()):
        offsets[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 1\n0000000000 65535 f \n"
    for number, offset in sorted(offsets.items()):
        out += b"%d 1\n%010d 00000 n \n" % (number, offset)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (max(bodies) + 1, start)
    return bytes(out)


def stream_object(data: bytes, extra: bytes = b"") -> bytes:
    """A compressed stream."""
    packed = zlib.compress(data)
    return b"<< /Length %d /Filter /FlateDecode %s >>\nstream\n%s\nendstream" % (len(packed), extra, packed)


def grid(xs: Sequence[float], ys: Sequence[float]) -> list[Line]:
    """Rulings of a table."""
    return [(xs[0], y, xs[-1], y) for y in ys] + [(x, ys[0], x, ys[-1]) for x in xs]
