"""ZIP archives: members are found, named and read; what must not be read is told."""

from __future__ import annotations

import hashlib
import io
import struct
import zipfile
from pathlib import Path

import pytest
from builders import docx, paragraph, zipped

from pipeline.read.archive import is_archive, member_bytes, member_name, members
from pipeline.read.encoding import UnreadableError
from pipeline.read.sameness import same_texts, sketch

TEXT = "全市新增就业五万人。"


def saved(folder: Path, data: bytes, name: str = "a.zip") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def test_members_of_nested_archives(tmp_path: Path) -> None:
    inner = zipped({"c/报告.txt": TEXT, "d.docx": docx(paragraph(TEXT))})
    path = saved(
        tmp_path, zipped({"a.txt": "甲", "b/": b"", "b/内层.zip": inner, ".DS_Store": b"x", "__MACOSX/a.txt": b"x"})
    )
    found = members(path)
    assert [member.name for member in found] == ["a.txt", "b/内层.zip/c/报告.txt", "b/内层.zip/d.docx"]
    assert all(member.problem is None for member in found)
    assert member_bytes(path, found[1].place) == TEXT.encode()
    assert found[1].digest == hashlib.sha256(TEXT.encode()).hexdigest()
    assert found[1].n_bytes == len(TEXT.encode())


@pytest.mark.parametrize(
    ("data", "answer"),
    [
        (zipped({"a.txt": "甲"}), True),
        (docx(paragraph(TEXT)), False),
        (zipped({"OFD.xml": "<a/>"}), False),
        (zipped({"mimetype": "application/epub+zip"}), False),
        (b"PK\x03\x04 broken", False),
        (TEXT.encode(), False),
        (b"", False),
    ],
)
def test_what_is_an_archive(tmp_path: Path, data: bytes, answer: bool) -> None:
    assert is_archive(saved(tmp_path, data, "x.docx")) is answer


@pytest.mark.parametrize("codec", ["gbk", "utf-8", "big5"])
def test_names_in_the_code_of_the_system(codec: str) -> None:
    name = "2025年工作報告.txt" if codec == "big5" else "2025年工作报告.txt"
    info = zipfile.ZipInfo(name.encode(codec).decode("cp437"))
    assert member_name(info) == name


@pytest.mark.parametrize(
    ("name", "kind", "shown"),
    [
        ("../../etc/passwd", "name", "__/__/etc/passwd"),
        ("/etc/passwd", "name", "etc/passwd"),
        ("a/../../b.txt", "name", "a/__/__/b.txt"),
        ("C:\\Windows\\a.txt", "name", "C:/Windows/a.txt"),
        ("a\x07\x1b[2Jb.txt", "name", "a\ufffd\ufffd[2Jb.txt"),
        ("甲\u202etxt.exe", "name", "甲\ufffdtxt.exe"),
    ],
)
def test_names_that_lead_out_or_mislead(tmp_path: Path, name: str, kind: str, shown: str) -> None:
    found = members(saved(tmp_path, zipped({name: TEXT, "good.txt": TEXT})))
    assert [(m.name, m.problem and m.problem[0]) for m in found] == [(shown, kind), ("good.txt", None)]


def test_links_and_locked_members(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("locked.txt", TEXT)
    data = bytearray(buffer.getvalue())
    at = data.rindex(b"PK\x01\x02")
    data[at + 8] |= 1
    assert [m.problem and m.problem[0] for m in members(saved(tmp_path, bytes(data)))] == ["link", "encrypted"]


def test_two_members_of_one_name(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.txt", "甲")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("a.txt", "乙")
    path = saved(tmp_path, buffer.getvalue())
    found = members(path)
    assert [m.name for m in found] == ["a.txt", "a.txt#1"]
    assert [member_bytes(path, m.place).decode() for m in found] == ["甲", "乙"]


def test_a_damaged_member_is_one_problem(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.txt": TEXT * 50, "b.txt": TEXT}, zipfile.ZIP_STORED))
    data[data.index(TEXT.encode()) + 5] ^= 0xFF
    assert [m.problem and m.problem[0] for m in members(saved(tmp_path, bytes(data)))] == ["damaged", None]


def test_archives_in_archives_in_archives(tmp_path: Path) -> None:
    data = zipped({"a.txt": TEXT})
    for _ in range(6):
        data = zipped({"inner.zip": data})
    found = members(saved(tmp_path, data))
    assert [(m.name, m.problem and m.problem[0]) for m in found] == [("inner.zip/inner.zip/inner.zip", "nested")]


@pytest.mark.parametrize(
    ("variable", "value", "data", "cause"),
    [
        ("GOVTARGETS_MAX_MEMBERS", "5", zipped({f"{n}.txt": "甲" for n in range(6)}), "more than 5 members"),
        (
            "GOVTARGETS_MAX_ARCHIVE_MB",
            "1",
            zipped({f"{n}.txt": bytes(range(256)) * 2000 for n in range(3)}, zipfile.ZIP_STORED),
            "more than 1 MB",
        ),
        ("GOVTARGETS_MAX_RATIO", "50", zipped({"a.txt": b"\0" * 3_000_000}), "decompression bomb"),
    ],
)
def test_limits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variable: str, value: str, data: bytes, cause: str
) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(UnreadableError, match=cause):
        members(saved(tmp_path, data))


def test_a_member_larger_than_a_file_may_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOVTARGETS_MAX_FILE_MB", "1")
    found = members(saved(tmp_path, zipped({"a.txt": bytes(range(256)) * 5000, "b.txt": TEXT}, zipfile.ZIP_STORED)))
    assert [m.problem and m.problem[0] for m in found] == ["too_large", None]


def test_a_limit_that_is_no_number(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOVTARGETS_MAX_RATIO", "lots")
    with pytest.raises(ValueError, match="GOVTARGETS_MAX_RATIO: not a positive whole number: 'lots'"):
        members(saved(tmp_path, zipped({"a.txt": "甲"})))


def test_a_directory_that_claims_millions_of_members(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.txt": "甲"}))
    at = data.rindex(b"PK\x05\x06")
    data[at + 8 : at + 12] = struct.pack("<HH", 60_000, 60_000)
    with pytest.raises(UnreadableError, match="more than 10000 members"):
        members(saved(tmp_path, bytes(data)))


SENTENCES = [f"第{n}项任务是新建改建农村公路{n * 7}公里，由有关部门抓好落实" for n in range(1, 40)]
WHOLE = "。".join(SENTENCES) + "。"


@pytest.mark.parametrize(
    "other",
    [
        WHOLE,
        "\n".join(WHOLE[n : n + 30] for n in range(0, len(WHOLE), 30)),
        "发文机关：海川市人民政府\n海川市行动方案\n" + WHOLE + "\n（此件公开发布）",
        WHOLE.replace("，", ",").replace("。", "；"),
    ],
)
def test_the_same_text_in_other_clothes(other: str) -> None:
    assert list(same_texts(lambda: [("a", sketch(WHOLE)), ("b", sketch(other))])) == [("b", "a")]


def test_a_short_text_with_a_page_around_it() -> None:
    short = "。".join(SENTENCES[:8])
    framed = f"发文机关：海川市人民政府\n{short}（此件公开发布）"
    assert list(same_texts(lambda: [("a", sketch(short)), ("b", sketch(framed))])) == [("b", "a")]


@pytest.mark.parametrize(
    "other",
    ["。".join(SENTENCES[:25]) + "。", WHOLE.replace("7", "8"), "海川市人民政府。", ""],
)
def test_other_texts(other: str) -> None:
    assert list(same_texts(lambda: [("a", sketch(WHOLE)), ("b", sketch(other))])) == []


def test_short_texts_are_the_same_only_whole() -> None:
    pairs = [
        ("a", sketch("经研究，同意该方案。")),
        ("b", sketch("经研究，\n同意该方案")),
        ("c", sketch("经研究，不同意该方案。")),
    ]
    assert list(same_texts(lambda: pairs)) == [("b", "a")]
