"""What is kept on disk gives the same patterns and tables as making them, whatever has happened to the file."""

import logging
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline import compiled
from pipeline.compiled import kept_pattern, kept_table, nothing_kept, save

PATTERNS = [
    ("增长|下降", 0),
    ("(?P<year>(?:19|20)[0-9]{2})年(?P<half>[上下]半年)?", 0),
    ("(?i)pm2\\.5", 0),
    ("^[一-龥㐀-䶿]{2,4}?(?:(?<=市)区|[县縣])$", re.MULTILINE),
    ("(?P<a>x)(?(a)y|z)", re.IGNORECASE | re.DOTALL),
    ("", 0),
]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of a cache of its own, which is not there yet."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    anew(monkeypatch)
    path = compiled._path()
    assert path is not None
    assert path.is_relative_to(tmp_path)
    return path


def anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """As a process that has just started: only the file is left."""
    monkeypatch.setattr(compiled, "_shelf", compiled._Shelf())


def fill() -> None:
    for text, flags in PATTERNS:
        kept_pattern(text, flags)
    save()


@pytest.mark.parametrize(("text", "flags"), PATTERNS)
def test_a_kept_pattern_is_the_pattern(place: Path, monkeypatch: pytest.MonkeyPatch, text: str, flags: int) -> None:
    wanted = re.compile(text, flags)
    made = kept_pattern(text, flags)
    save()
    anew(monkeypatch)
    # It is not compiled again.
    monkeypatch.setattr(compiled, "_PARTS", lambda *_: pytest.fail("compiled again"))
    found = kept_pattern(text, flags)
    for one in (made, found):
        # Python compares the code of patterns.
        assert one == wanted
        assert (one.flags, one.groups, one.groupindex) == (wanted.flags, wanted.groups, wanted.groupindex)


def test_names_of_groups_are_kept(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill()
    anew(monkeypatch)
    match = kept_pattern(PATTERNS[1][0]).search("到2027年上半年")
    assert match is not None
    assert match.groupdict() == {"year": "2027", "half": "上半年"}
    assert match.lastgroup == "half"


def test_a_faulty_pattern_is_named(place: Path) -> None:
    with pytest.raises(re.error):
        kept_pattern("(增长")


def test_without_the_internals_python_compiles(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled, "_ENGINE", None)
    assert kept_pattern("增长|下降") == re.compile("增长|下降")
    save()
    assert not place.exists()


DAMAGES = {
    "empty": lambda data: b"",
    "cut off": lambda data: data[: len(data) // 2],
    "cut off in its head": lambda data: data[:30],
    "one byte changed": lambda data: data[:-5] + bytes([data[-5] ^ 1]) + data[-4:],
    "checksum changed": lambda data: data[:25] + bytes([data[25] ^ 1]) + data[26:],
    "of another version": lambda data: data.replace(b"compiled 1", b"compiled 0", 1),
    "something else": lambda data: b"SQLite format 3\0" * 100,
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_file_is_made_anew(
    place: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, damage: str
) -> None:
    fill()
    whole = place.read_bytes()
    place.write_bytes(DAMAGES[damage](whole))
    anew(monkeypatch)
    with caplog.at_level(logging.INFO):
        assert [kept_pattern(*pattern) for pattern in PATTERNS] == [re.compile(*pattern) for pattern in PATTERNS]
        save()
    assert place.read_bytes() == whole
    assert ("damaged" in caplog.text) == (damage != "empty")


def test_a_folder_that_cannot_be_written(
    place: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    place.parent.parent.mkdir(parents=True, exist_ok=True)
    place.parent.write_text("a file where the folder should be", encoding="utf-8")
    with caplog.at_level(logging.INFO):
        assert kept_pattern("增长") == re.compile("增长")
        save()
    assert "not kept" in caplog.text


def test_a_write_that_fails_leaves_the_file_and_no_other(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill()
    whole = place.read_bytes()
    kept_pattern("下降")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    save()
    assert place.read_bytes() == whole
    assert [path.name for path in place.parent.iterdir()] == [place.name]


def test_no_home_no_file(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled, "_path", lambda: None)
    assert kept_pattern("增长") == re.compile("增长")
    save()
    assert not place.exists()


_WRITER = """
import sys
from pipeline.compiled import kept_pattern, save
for round in range(20):
    kept_pattern(f"增长{sys.argv[1]}[{round}a]")
    save()
"""


def test_processes_that_write_at_once(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill()
    writers = [subprocess.Popen([sys.executable, "-c", _WRITER, str(number)]) for number in range(3)]
    while any(writer.poll() is None for writer in writers):
        # The file is whole at every moment.
        assert compiled._read(place)
    assert [writer.returncode for writer in writers] == [0, 0, 0]
    assert [path.name for path in place.parent.iterdir()] == [place.name]
    anew(monkeypatch)
    monkeypatch.setattr(compiled, "_PARTS", lambda *_: pytest.fail("compiled again"))
    assert [kept_pattern(*pattern) for pattern in PATTERNS] == [re.compile(*pattern) for pattern in PATTERNS]


TABLES = [
    ([{"id": "增長", "words": ["增长", "增長"], "value": 1.0, "whole": 1, "is": True, "none": None}], 1),
    ({}, 1),
    # These do not come back from JSON as they were.
    ({1: "一"}, 2),
    (("增长", "下降"), 2),
    ({"when": {1, 2}}, 2),
    (float("nan"), 2),
]


@pytest.mark.parametrize(("value", "times"), TABLES)
def test_a_table_is_made_once_where_it_comes_back_as_it_was(
    place: Path, monkeypatch: pytest.MonkeyPatch, value: object, times: int
) -> None:
    asked = []

    def make() -> object:
        asked.append(1)
        return value

    for _ in range(2):
        found = kept_table("sample", "甲", make)
        assert repr(found) == repr(value)
        save()
        anew(monkeypatch)
    assert len(asked) == times


def test_a_table_of_another_text_or_kind_is_another(place: Path) -> None:
    assert kept_table("yaml", "甲", lambda: ["甲"]) == ["甲"]
    save()
    assert kept_table("yaml", "乙", lambda: ["乙"]) == ["乙"]
    assert kept_table("script", "甲", lambda: ["丙"]) == ["丙"]


def test_nothing_is_kept_of_rules_that_are_tried(place: Path) -> None:
    with nothing_kept():
        assert kept_pattern("增长") == re.compile("增长")
    save()
    assert not place.exists()


def test_a_file_that_grows_too_large_keeps_what_is_needed(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill()
    anew(monkeypatch)
    monkeypatch.setattr(compiled, "_LARGEST", 1)
    kept_pattern(*PATTERNS[0])
    kept_pattern("下降")
    save()
    kept = compiled._read(place)
    assert set(kept) == {compiled._key("pattern", f"0\0{text}") for text in (PATTERNS[0][0], "下降")}
