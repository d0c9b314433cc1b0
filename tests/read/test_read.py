"""Files of all kinds go in, text or an error that names file and cause comes out."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.read import READERS, UnreadableError, read
from pipeline.read.text import read_text

SENTENCE = "全区新增高标准农田三万亩，改造老旧管网120公里。"


def _file(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("name", ["a.txt", "A.TXT", "公报.text", "名 称（一）.txt"])
def test_text_file(tmp_path: Path, name: str) -> None:
    source = read(_file(tmp_path, name, SENTENCE.encode("gb18030")))
    assert (source.text, source.source_format, source.encoding) == (SENTENCE, "txt", "gb18030")
    assert source.warnings == ()
    assert source.faults == ()


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("甲\r\n乙\r\n", "甲\n乙\n"),
        ("甲\r乙\r", "甲\n乙\n"),
        ("甲\n\r\n乙\r\r\n", "甲\n\n乙\n\n"),
        (" 甲\t乙\x0b \u3000丙\u2028丁\ufeff", " 甲\t乙\x0b \u3000丙\u2028丁\ufeff"),
    ],
)
def test_only_line_ends_change(raw: str, text: str) -> None:
    assert read_text(raw.encode()).text == text


def test_byte_order_mark_is_told() -> None:
    source = read_text(b"\xef\xbb\xbf" + SENTENCE.encode())
    assert source.text == SENTENCE
    assert source.warnings == ("byte order mark",)


def test_broken_bytes_are_a_warning_and_a_fault() -> None:
    head = SENTENCE.encode() * 20
    source = read_text(head + b"\xc3" + SENTENCE.encode() + b"\xfe\xff")
    assert source.text == SENTENCE * 21
    assert source.warnings == ("undecodable bytes: 3",)
    assert source.faults == (f"3 bytes are not valid utf-8 and were left out, the first at byte {len(head)}",)


@pytest.mark.parametrize(
    ("name", "data", "cause"),
    [
        ("空.txt", b"", "空.txt: the file is empty"),
        ("b.txt", b"%PDF-1.7 ...", "b.txt: the file is damaged"),
        ("c.docx", b"PK\x03\x04....", "c.docx: it is a ZIP container"),
        ("d.txt", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....", "d.txt: it is an old Office document"),
        ("e.jpg", b"\xff\xd8\xff\xe0", "e.jpg: it is a JPEG picture"),
        ("f.xyz", b"text", "f.xyz: there is no reader for files of type .xyz"),
        ("g", b"text", "g: there is no reader for files without a suffix"),
        ("h.txt", b"\x00\x01\x02\x03" * 99, "h.txt: not a text file"),
    ],
)
def test_unreadable_files(tmp_path: Path, name: str, data: bytes, cause: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        read(_file(tmp_path, name, data))
    assert str(caught.value).startswith(cause)


def test_missing_file_and_folder(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match=r"^none\.txt: "):
        read(tmp_path / "none.txt")
    folder = tmp_path / "folder.txt"
    folder.mkdir()
    with pytest.raises(UnreadableError, match=r"^folder\.txt: "):
        read(folder)


def test_no_suffix_has_two_readers() -> None:
    suffixes = [suffix for reader in READERS for suffix in reader.suffixes]
    assert len(suffixes) == len(set(suffixes))
    assert all(suffix == suffix.lower() and suffix.startswith(".") for suffix in suffixes)


@given(st.binary(max_size=300))
def test_text_can_always_be_written(data: bytes) -> None:
    try:
        source = read_text(data)
    except UnreadableError:
        return
    source.text.encode("utf-8")
    assert "\r" not in source.text
    assert bool(source.faults) == any(warning.startswith("undecodable") for warning in source.warnings)


def test_content_that_its_suffix_does_not_hold(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text("<div>" * 500 + "x", encoding="utf-8")
    with pytest.raises(UnreadableError, match=r"neither what \.html files hold nor Chinese text"):
        read(path)
