"""What the program says: every message in both languages, each used, and the right language for the locale."""

from __future__ import annotations

import ast
import os
import re
import string
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import pipeline
from pipeline.messages import LANGUAGES, catalogue, language, say

SOURCES = sorted(Path(pipeline.__file__).parent.rglob("*.py"))
CHINESE = re.compile("[\u4e00-\u9fff]")


def placeholders(message: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(message) if name is not None}


def calls() -> Iterator[tuple[str, ast.Call]]:
    """Every call of ``say`` in the program, with the file it stands in."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "say":
                yield path.name, node


def keys_of(argument: ast.expr) -> list[str]:
    """The keys that stand in the first argument of a call."""
    return [node.value for node in ast.walk(argument) if isinstance(node, ast.Constant) and node.value in catalogue()]


@pytest.mark.parametrize("key", catalogue())
def test_a_message_is_complete(key: str) -> None:
    messages = catalogue()[key]
    assert tuple(messages) == LANGUAGES
    assert placeholders(messages["en"]) == placeholders(messages["zh"])
    assert not CHINESE.search(messages["en"])
    assert CHINESE.search(re.sub(r"\{\w+\}", "", messages["zh"])) or not re.search("[a-z]", re.sub(r"\{\w+\}", "", messages["en"]))


def test_no_key_stands_twice() -> None:
    written = (Path(pipeline.__file__).parent / "messages.yaml").read_text(encoding="utf-8")
    assert len(re.findall(r"^[a-z]\S*:", written, re.M)) == len(catalogue())


def test_every_message_is_used() -> None:
    said = {
        node.value
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert [key for key in catalogue() if key not in said] == []


def test_every_call_names_a_message_and_its_values() -> None:
    found = list(calls())
    assert len(found) > 100
    for path, call in found:
        first = call.args[0]
        constants = [node.value for node in ast.walk(first) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
        dotted = [value for value in constants if re.fullmatch(r"[a-z_]+\.[a-z_]+", value)]
        assert [value for value in dotted if value not in catalogue()] == [], path
        given = {keyword.arg for keyword in call.keywords} - {"in_language"}
        for key in keys_of(first):
            assert {placeholders(catalogue()[key][name]) == given for name in LANGUAGES} == {True}, (path, key)


@pytest.mark.parametrize(
    ("variables", "wanted"),
    [
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_TW.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "de_DE.UTF-8"}, "en"),
        ({"LANG": "zh_HK", "LC_ALL": ""}, "zh"),
    ],
)
def test_the_locale_decides(variables: dict[str, str], wanted: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert language() == wanted
    assert say("fault.missing") == catalogue()["fault.missing"][wanted]


def test_values_are_put_in_as_they_are() -> None:
    assert say("folder.missing", in_language="zh", path="{x} [bold]") == "原始文件目录不存在：{x} [bold]"


def run(*arguments: str, locale: str) -> tuple[str, str, int]:
    done = subprocess.run(
        [sys.executable, "-m", "pipeline", *arguments],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "LC_ALL": locale, "COLUMNS": "120"},
        check=False,
    )
    return done.stdout, done.stderr, done.returncode


def test_a_run_speaks_chinese_and_its_tables_do_not_change(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "good.txt").write_text("枣阳市2025年工作要点\n\n2025年,新建充电桩300个以上。\n", encoding="utf-8")
    (raw / "bad.docx").write_bytes(b"PK\x03\x04 broken")
    digests = []
    for locale in ("zh_CN.UTF-8", "C.UTF-8"):
        out = tmp_path / locale
        arguments = ("extract", "--raw", str(raw), "--out", str(out), "--engine", "here", "--corrections", str(tmp_path / "none"))
        told, errors, status = run(*arguments, locale=locale)
        assert status == 0
        assert "bad.docx" in errors
        assert bool(CHINESE.search(told)) == bool(CHINESE.search(errors)) == (locale == "zh_CN.UTF-8")
        digests.append([path.read_bytes() for path in sorted(out.glob("*.parquet"))])
    assert digests[0] == digests[1]


@pytest.mark.parametrize("locale", ["zh_CN.UTF-8", "C.UTF-8"])
def test_an_error_names_file_and_cause(locale: str, tmp_path: Path) -> None:
    missing = tmp_path / "nowhere"
    for arguments in (
        ("extract", "--raw", str(missing), "--out", str(tmp_path / "out")),
        ("panel", "--tables", str(missing)),
        ("show", str(missing)),
        ("verify", "--out", str(missing)),
    ):
        told, errors, status = run(*arguments, locale=locale)
        assert (status, told) == (2, "")
        assert "nowhere" in errors
        assert "Traceback" not in errors
        assert bool(CHINESE.search(errors)) == (locale == "zh_CN.UTF-8")


def test_what_is_shown_has_the_names_of_the_codebook(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text("枣阳市2025年工作要点\n\n2025年,新建充电桩300个以上,由市发展改革委牵头,市财政局配合。\n", encoding="utf-8")
    told, _, _ = run("show", str(path), "--no-text", locale="zh_CN.UTF-8")
    assert "targets（目标）" in told
    for english, chinese in (("comparator", "比较关系"), ("ge", "不低于"), ("lead", "牵头"), ("cooperate", "配合"), ("deadline", "完成期限")):
        assert chinese in told
        assert not re.search(rf"\b{english}\b", told)
    english_told, _, _ = run("show", str(path), "--no-text", locale="C.UTF-8")
    assert "comparator" in english_told
    assert "比较关系" not in english_told
