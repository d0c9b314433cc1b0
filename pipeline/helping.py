"""The help of the command line as it is shown: paragraphs that flow with the terminal, and Chinese where the locale is."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml
from typer import rich_utils
from typer.core import TyperGroup

from pipeline.messages import language

_CHINESE = Path(__file__).with_name("help_zh.yaml")
#: Titles of panels that typer gives itself -> the name it keeps them under.
_TITLES = {
    "Options": "OPTIONS_PANEL_TITLE",
    "Arguments": "ARGUMENTS_PANEL_TITLE",
    "Commands": "COMMANDS_PANEL_TITLE",
    "Error": "ERRORS_PANEL_TITLE",
}


def teach(program: TyperGroup) -> None:
    """Put the help of every command into the form and the language it is shown in.

    Parameters
    ----------
    program : TyperGroup
        The commands, as typer builds them of the application.
    """
    for command in (program, *program.commands.values()):
        command.help = flowing(command.help or "")
    if language() == "zh":
        _into_chinese(program)


def flowing(text: str) -> str:
    """Text whose paragraphs are one line each, for the terminal to break."""
    return re.sub(r"(?<!\n)\n(?!\n)", " ", text)


def chinese() -> dict[str, Any]:
    """The Chinese help: titles of panels, phrases of typer, and the commands."""
    content: dict[str, Any] = yaml.safe_load(_CHINESE.read_text(encoding="utf-8"))
    return content


def _into_chinese(program: TyperGroup) -> None:
    words = chinese()
    for title, name in _TITLES.items():
        setattr(rich_utils, name, words["panels"][title])
    for name, phrase in words["phrases"].items():
        setattr(rich_utils, name, phrase)
    with program.make_context("govtargets", [], resilient_parsing=True) as above:
        for name, command in {"govtargets": program, **program.commands}.items():
            said = words["commands"][name]
            command.help, command.epilog = said["help"], said["epilog"]
            panel = getattr(command, "rich_help_panel", None)
            if panel in words["panels"]:
                command.rich_help_panel = words["panels"][panel]  # type: ignore[attr-defined]
            for parameter in command.params:
                parameter.help = said["options"][parameter.name]  # type: ignore[attr-defined]
            if command is not program:
                with command.make_context(name, [], parent=above, resilient_parsing=True) as context:
                    command.get_help_option(context).help = words["help"]  # type: ignore[union-attr]
        program.get_help_option(above).help = words["help"]  # type: ignore[union-attr]
