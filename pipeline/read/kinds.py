"""What kind of file some bytes are, whatever the file is called."""

from __future__ import annotations

import io
import re
import zipfile

from pipeline.read.encoding import UnreadableError
from pipeline.read.packages import BROKEN_ZIP, open_zip

ZIP_MAGIC = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FOREIGN = (
    (b"\x89PNG\r\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"BM", "a bitmap picture"),
    (b"II*\x00", "a TIFF picture"),
    (b"MM\x00*", "a TIFF picture"),
    (b"Rar!\x1a\x07", "a RAR archive; unpack it"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive; unpack it"),
    (b"\x1f\x8b", "a gzip archive; unpack it"),
    (b"BZh", "a bzip2 archive; unpack it"),
    (b"\xfd7zXZ\x00", "an xz archive; unpack it"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"PAR1", "a Parquet file"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90\x00", "a program"),
    (b"%!PS", "a PostScript file; save it as PDF"),
    (b"ID3", "a sound recording"),
)
_LETTERS = (b"BM", b"ID3", b"BZh")
"""Magic bytes that a text can begin with."""
_HEAD = 65_536
_HTML_START = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_TAG = re.compile(
    rb"<(?:p|div|br|table|tbody|tr|td|span|a|h[1-6]|meta|ul|ol|li|article|section|style|script|font|b|strong)\b[^<>]{0,2000}>",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    rb"</(?:p|div|table|tr|td|span|a|h[1-6]|ul|ol|li|article|section|style|script|font|b|strong|html|body)\s*>",
    re.IGNORECASE,
)
_FEWEST_TAGS = 3


def kind_of(data: bytes) -> str:
    """The kind of a file: pdf, docx, ofd, zip, doc, rtf, mhtml, html, or text where nothing tells.

    Raises
    ------
    UnreadableError
        If it is of a kind that no reader is for; the message names it.
    """
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(ZIP_MAGIC):
        return _kind_of_zip(data)
    if data.startswith(_OLE):
        return _kind_of_ole(data)
    if data.startswith(b"{\\rtf"):
        return "rtf"
    for magic, name in _FOREIGN:
        if data.startswith(magic) and not (magic in _LETTERS and _is_texty(data)):
            raise UnreadableError(f"it is {name}, and there is no reader for that")
    head = _ascii_head(data)
    if (
        re.match(rb"(?:[\w-]+:[^\n]*\n){0,8}MIME-Version:", head, re.IGNORECASE)
        and b"multipart/" in head[:4000].lower()
    ):
        return "mhtml"
    if _HTML_START.match(head) or (len(_TAG.findall(head)) >= _FEWEST_TAGS and len(_CLOSING.findall(head)) >= 2):
        return "html"
    return "text"


def _is_texty(data: bytes) -> bool:
    return b"\x00" not in data[:1000]


def _ascii_head(data: bytes) -> bytes:
    """The beginning with its ASCII characters as single bytes, also of UTF-16."""
    head = data[:_HEAD]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or head[:200].count(b"\x00") > 40:
        return head.replace(b"\x00", b"").lstrip(b"\xff\xfe")
    return head.removeprefix(b"\xef\xbb\xbf")


def _kind_of_zip(data: bytes) -> str:
    try:
        with open_zip(io.BytesIO(data)) as archive:
            names = {info.filename.replace("\\", "/") for info in archive.infolist()[:5000]}
            mime = _mime_type(archive) if "mimetype" in names else b""
    except BROKEN_ZIP as error:
        raise UnreadableError(f"it is a ZIP container, and damaged: {error}") from error
    if "OFD.xml" in names:
        return "ofd"
    if any(name.startswith("word/document") for name in names):
        return "docx"
    for prefix, name in (("xl/", "an Excel workbook (xlsx)"), ("ppt/", "a PowerPoint presentation (pptx)")):
        if any(found.startswith(prefix) for found in names):
            raise UnreadableError(f"it is {name}, and there is no reader for that")
    if b"opendocument" in mime:
        raise UnreadableError("it is an OpenDocument file, and there is no reader for that; save it as docx")
    if b"epub" in mime:
        raise UnreadableError("it is an EPUB book, and there is no reader for that")
    return "zip"


def _mime_type(archive: zipfile.ZipFile) -> bytes:
    with archive.open("mimetype") as stream:
        return stream.read(200)


def _kind_of_ole(data: bytes) -> str:
    # Names of streams stand in the directory, which may be anywhere in the file.
    if "WordDocument".encode("utf-16-le") in data:
        return "doc"
    for stream, name in (
        ("Workbook", "an old Excel workbook (xls)"),
        ("Book", "an old Excel workbook (xls)"),
        ("PowerPoint Document", "an old presentation (ppt)"),
    ):
        if stream.encode("utf-16-le") in data:
            raise UnreadableError(f"it is {name}, and there is no reader for that")
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise UnreadableError("it is an Office document with a password")
    raise UnreadableError("it is an old Office document of an unknown kind, and there is no reader for that")
