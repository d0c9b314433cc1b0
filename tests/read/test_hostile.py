"""Files made to do harm: each is refused, or read, in bounded time and memory, and no call leaves the machine."""

from __future__ import annotations

import os
import socket
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from builders import content, docx, paragraph, pdf, stream_object, zipped

import pipeline.read.guard as guard
from pipeline.read import UnreadableError, read
from pipeline.read.docx import read_docx
from pipeline.read.html import html_text, read_html
from pipeline.read.other import read_doc, read_mhtml, read_ofd, read_rtf, run_bounded
from pipeline.read.packages import parse_xml
from pipeline.read.pdf import read_pdf

TEXT = "<p>全市新增就业五万人，改造老旧小区一百个。</p>" * 5
SECONDS = 10.0


@pytest.fixture(autouse=True)
def _bounded(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No network, ten seconds of work, one gigabyte more than before."""

    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("a reader called the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    # Processor time, since a busy machine is no fault of the file's.
    before, began = _peak(), time.process_time()
    yield
    assert time.process_time() - began < SECONDS
    assert _peak() - before < 1e9


def _peak() -> float:
    if sys.platform == "win32":
        return 0.0
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return float(used if sys.platform == "darwin" else used * 1024)


# --- markup -----------------------------------------------------------------------------------------------------------

DEEP = {
    "divs": "<div>" * 100_000,
    "spans": "<span>" * 100_000,
    "tables": "<table><tr><td>" * 20_000,
    "lists": "<ol><li>" * 30_000,
    "self-closed": "<div/>" * 100_000,
    "unknown": "<x>" * 100_000,
    "with quoted brackets": '<div a="<">' * 100_000,
    "drawings": "<svg>" + "<g>" * 50_000,
}


@pytest.mark.parametrize("name", DEEP)
def test_pages_nested_too_deeply(name: str) -> None:
    with pytest.raises(UnreadableError, match="nested deeper"):
        html_text(DEEP[name] + TEXT)


@pytest.mark.parametrize(
    "markup",
    [
        "".join(f'<font color="{n}"><p>甲乙{n}' for n in range(4000)),
        "".join(f'<font color="{n}">' for n in range(3000)) + "<p>甲" * 3000 + "</font>" * 3000,
        "<p " + " ".join(f"a{n}=1" for n in range(20_000)) + ">",
        "<a href=x>" * 100_000,
        "<p>" + " \n" * 1_000_000,
        "<p>" + " " * 1_000_000,
        "<table>" + "<tr><td colspan=999 rowspan=999>甲<td colspan=999>乙</tr>" * 1000 + "</table>",
        "&amp" * 500_000,
        "-" * 200_000,
        "【" * 200_000,
        "\x00" * 1_000_000,
    ],
    ids=range(11),
)
def test_pages_that_grow_are_read(markup: str) -> None:
    assert "老旧小区" in html_text(markup + TEXT)


@pytest.mark.parametrize("markup", ["<p>甲" * 6000, "<br>" * 12_000, "<table>" + "<tr><td>甲<td>乙" * 3000])
def test_pages_of_too_many_pieces(markup: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, most in (("_MOST_BLOCKS", 5000), ("_MOST_CELLS", 5000), ("_MOST_TAGS", 10_000)):
        monkeypatch.setattr(f"pipeline.read.markup.{name}", most)
    with pytest.raises(UnreadableError, match="more than"):
        html_text(markup)


def test_a_page_that_takes_for_ever_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOVTARGETS_MAX_SECONDS", "2")
    page = "<p " + " ".join(f"a{n}=1" for n in range(150_000)) + ">" + TEXT
    with pytest.raises(UnreadableError, match="longer than 2 s"):
        read_html(page.encode())


def test_a_large_page_is_read_elsewhere_with_the_same_result() -> None:
    page = "<article>" + "".join(f"<p>第{n}项任务是新建农村公路{n}公里。</p>" for n in range(10_000)) + "</article>"
    assert read_html(page.encode("gb18030")).text == html_text(page)


LAUGHS = (
    "<!DOCTYPE lolz [<!ENTITY lol 'lol'>"
    + "".join(f"<!ENTITY lol{n} '{f'&lol{n - 1 if n > 1 else str()};' * 10}'>" for n in range(1, 10))
    + "]><lolz>&lol9;</lolz>"
)
OUTSIDE = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
REMOTE = '<!DOCTYPE a SYSTEM "http://192.0.2.1/a.dtd"><a/>'


@pytest.mark.parametrize("codec", ["UF-8", "big5", "gb18030", "\x00"])
def test_an_encoding_that_the_parser_does_not_know(codec: str) -> None:
    data = f'<?xml version="1.0" encoding="{codec}"?><a/>'.encode()
    with pytest.raises(UnreadableError, match="its XML is broken"):
        parse_xml(data)


@pytest.mark.parametrize("xml", [LAUGHS, OUTSIDE, REMOTE])
@pytest.mark.parametrize("codec", ["utf-8", "utf-16"])
def test_entities(xml: str, codec: str) -> None:
    data = xml.encode(codec)
    with pytest.raises(UnreadableError, match="document type"):
        parse_xml(data)
    with pytest.raises(UnreadableError, match="document type"):
        read_docx(zipped({"word/document.xml": data}))
    with pytest.raises(UnreadableError, match="document type"):
        read_ofd(zipped({"OFD.xml": data}))


def test_packages_nested_too_deeply() -> None:
    with pytest.raises(UnreadableError, match="nested"):
        read_docx(docx("<w:tbl><w:tr><w:tc>" * 3000 + "</w:tc></w:tr></w:tbl>" * 3000))
    with pytest.raises(UnreadableError, match="nested"):
        read_docx(docx("<w:p>" + "<w:smartTag>" * 5000 + "</w:smartTag>" * 5000 + "</w:p>"))


def test_a_package_that_unpacks_to_gigabytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOVTARGETS_MAX_MARKUP_MB", "5")
    with pytest.raises(UnreadableError, match="unpacks to more than 5 MB"):
        read_docx(zipped({"word/document.xml": b" " * 50_000_000}))


# --- PDF --------------------------------------------------------------------------------------------------------------


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Three seconds and 600 MB for a PDF."""
    monkeypatch.setenv("GOVTARGETS_MAX_SECONDS", "3")
    monkeypatch.setenv("GOVTARGETS_MAX_MEMORY_MB", "600")
    yield
    guard._close()


def form_bomb(levels: int = 12, times: int = 12) -> bytes:
    """Forms that paint forms that paint forms: a few kilobytes, and more text objects than there are atoms to spare."""
    objects = {}
    for level in range(levels):
        inner = b" ".join([b"/X Do"] * times) if level < levels - 1 else content([(90, 700, 12, "甲乙丙")])
        resources = b"/XObject << /X %d 0 R >>" % (1001 + level) if level < levels - 1 else b"/Font << /F1 3 0 R >>"
        objects[1000 + level] = stream_object(
            inner, b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << %s >>" % resources
        )
    return pdf([b"/X Do"], objects, b"/XObject << /X 1000 0 R >>")


@pytest.mark.usefixtures("short")
def test_a_pdf_that_takes_for_ever_is_ended() -> None:
    with pytest.raises(UnreadableError, match=r"longer than 3 s|of memory|crashed"):
        read_pdf(form_bomb())
    # The next file is read as if nothing had been.
    assert read_pdf(pdf([content([(90, 700, 12, "全市新增就业五万人。")])])).text == "全市新增就业五万人。"


@pytest.mark.usefixtures("short")
@pytest.mark.parametrize(
    "data",
    [
        pdf([b""], {2: b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 1000 >>"}),
        pdf(
            [b"/X Do"],
            {
                1000: stream_object(
                    b"/X Do",
                    b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 1000 0 R >> >>",
                )
            },
            b"/XObject << /X 1000 0 R >>",
        ),
        pdf([b" " * 300_000_000]),
        pdf([b""], {2: b"<< /Type /Pages /Kids [] /Count 2000000000 >>"}),
        b"%PDF-1.7\n" + b"[" * 1_000_000,
        b"%PDF-1.7\n" + b"<<" * 500_000 + b"\nstartxref\n9\n%%EOF",
    ],
    ids=[
        "page tree in a circle",
        "form in a circle",
        "stream of blanks",
        "claims pages",
        "deep arrays",
        "deep dictionaries",
    ],
)
def test_pdfs_that_are_no_documents(data: bytes) -> None:
    with pytest.raises(UnreadableError):
        read_pdf(data)


def test_more_pages_than_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOVTARGETS_MAX_PAGES", "3")
    guard._close()
    with pytest.raises(UnreadableError, match="more than 3 pages"):
        read_pdf(pdf([b""] * 4))
    guard._close()


def crash(path: str) -> dict[str, Any]:
    """What a fault in native code does."""
    os.abort()


def hoard(path: str) -> dict[str, Any]:
    """Takes all memory there is."""
    return {"n": len([bytes(10_000_000) for _ in range(10_000)])}


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """600 MB for a PDF, and time enough on a busy machine."""
    monkeypatch.setenv("GOVTARGETS_MAX_SECONDS", "60")
    monkeypatch.setenv("GOVTARGETS_MAX_MEMORY_MB", "600")
    yield
    guard._close()


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(("function", "cause"), [("crash", "crashed"), ("hoard", "more than 600 MB of memory")])
def test_the_guard_survives(function: str, cause: str) -> None:
    with pytest.raises(UnreadableError, match=cause):
        guard.guarded(f"test_hostile:{function}", "x")


# --- files ------------------------------------------------------------------------------------------------------------


def test_half_a_gigabyte_of_nothing_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "nothing.txt"
    with path.open("wb") as file:
        file.truncate(500_000_000)
    monkeypatch.setattr(Path, "read_bytes", lambda self: pytest.fail("it was read"))
    with pytest.raises(
        UnreadableError, match=r"^nothing\.txt: larger than 200 MB \(500 MB\); set GOVTARGETS_MAX_FILE_MB"
    ):
        read(path)


def test_markup_has_a_smaller_limit(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("GOVTARGETS_MAX_MARKUP_MB", "1")
    for name, head in (
        ("a.html", b"<html>"),
        ("a.rtf", b"{\\rtf1 "),
        ("a.mht", b"MIME-Version: 1.0\nContent-Type: multipart/related\n\n"),
    ):
        (tmp_path / name).write_bytes(head + b"x" * 1_100_000)
        with pytest.raises(UnreadableError, match="larger than 1 MB"):
            read(tmp_path / name)


# --- rarer formats ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("data", [b"{\\rtf1" + b"{" * 100_000, b"{\\rtf1 \\'", b"{\\rtf1 \\u99999999 ?}"])
def test_damaged_rich_text(data: bytes) -> None:
    with pytest.raises(UnreadableError):
        read_rtf(data)


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX programs")
def test_a_converter_that_hangs_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOVTARGETS_MAX_SECONDS", "1")
    began = time.monotonic()
    assert run_bounded(["/bin/sh", "-c", "echo x; sleep 60 & sleep 60"], str(tmp_path)) == b""
    assert time.monotonic() - began < 5


def test_no_converter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(UnreadableError, match="install antiword, catdoc or LibreOffice"):
        read_doc(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"))


def test_a_web_archive_without_a_page() -> None:
    with pytest.raises(UnreadableError, match="no HTML"):
        read_mhtml(
            b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\nContent-Type: text/plain\n\nx\n--x--\n"
        )


def test_ofd_whose_pages_lead_out() -> None:
    members = {
        "OFD.xml": "<OFD><DocBody><DocRoot>../../etc/Document.xml</DocRoot></DocBody></OFD>",
        "etc/Document.xml": "<Document><Pages><Page BaseLoc='../../../etc/passwd'/></Pages></Document>",
    }
    with pytest.raises(UnreadableError, match="no text layer"):
        read_ofd(zipped(members))


def test_a_zip_of_many_overlapping_members(tmp_path: Path) -> None:
    from pipeline.read.archive import members

    data = zipped({f"{n}.txt": b"\0" * 2_000_000 for n in range(50)})
    (tmp_path / "a.zip").write_bytes(data)
    with pytest.raises(UnreadableError, match="decompression bomb"):
        members(tmp_path / "a.zip")
    assert zipfile.is_zipfile(tmp_path / "a.zip")
    assert paragraph("x")
