"""The help teaches: every command with an example that can be run, in both languages."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from typing import cast

import pytest
import typer
from typer.core import TyperGroup

from pipeline.__main__ import app
from pipeline.helping import chinese, flowing

PROGRAM = cast("TyperGroup", typer.main.get_command(app))
NAMES = sorted(PROGRAM.commands)
EXAMPLE = re.compile(r"\[bold\](govtargets [^\[]+)\[/bold\]")


def help_of(name: str, locale: str, **more: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "pipeline", *name.split(), "--help"],
        capture_output=True,
        check=True,
        env={**os.environ, "LC_ALL": locale, "COLUMNS": "100", **more},
    )
    return done.stdout.decode(more.get("PYTHONIOENCODING", "utf-8"))


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", NAMES)
def test_every_command_has_an_example_that_it_understands(name: str, language: str) -> None:
    command = PROGRAM.commands[name]
    epilog = command.epilog if language == "en" else chinese()["commands"][name]["epilog"]
    found = EXAMPLE.findall(epilog or "")
    assert name in {shlex.split(example)[1] for example in found}
    for example in found:
        _, named, *arguments = shlex.split(example)
        PROGRAM.commands[named].make_context(named, arguments)


def test_the_chinese_help_has_every_command_and_option_and_no_other() -> None:
    def options(command: typer.core.TyperCommand | TyperGroup) -> set[str]:
        return {str(parameter.name) for parameter in command.params}

    found = {name: set(said["options"]) for name, said in chinese()["commands"].items()}
    commands = {name: options(cast("typer.core.TyperCommand", command)) for name, command in PROGRAM.commands.items()}
    assert found == {"govtargets": options(PROGRAM), **commands}


@pytest.mark.parametrize("name", NAMES)
def test_both_helps_name_the_same_things(name: str) -> None:
    """What stands in bold or looks like an option is the same in both languages."""
    bold = re.compile(r"--[a-z]+|\b[a-z]+_[a-z]+\b")
    english = PROGRAM.commands[name].help or ""
    assert set(bold.findall(english)) == set(bold.findall(chinese()["commands"][name]["help"]))


def test_help_follows_the_locale() -> None:
    english, chinese_help = help_of("explain", "C.UTF-8"), help_of("explain", "zh_CN.UTF-8")
    assert "target_id" in english
    assert not re.search("[\u4e00-\u9fff]", english)
    assert "哪条规则" in chinese_help
    assert "显示本帮助并退出" in chinese_help
    assert "-h" in chinese_help


def test_a_terminal_that_lacks_a_character_shows_its_code() -> None:
    assert "\\u" in help_of("", "zh_CN.UTF-8", PYTHONIOENCODING="ascii")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("one\ntwo\n\nthree\nfour", "one two\n\nthree four"), ("one", "one"), ("", "")],
)
def test_paragraphs_flow(text: str, wanted: str) -> None:
    assert flowing(text) == wanted


def test_the_shell_completes_commands_and_options() -> None:
    for words, wanted in (("govtargets ex", {"extract", "export", "explain"}), ("govtargets panel --re", {"--region"})):
        variables = {"COMP_WORDS": words, "COMP_CWORD": str(len(words.split()) - 1)}
        program = "import sys; sys.argv = ['govtargets']; from pipeline.__main__ import main; main()"
        done = subprocess.run(
            [sys.executable, "-c", program],
            capture_output=True,
            text=True,
            env={**os.environ, **variables, "_GOVTARGETS_COMPLETE": "complete_bash"},
            check=False,
        )
        assert set(done.stdout.split()) == wanted
