"""What the program says to people, in English or Chinese; the words are data, in ``messages.yaml``.

Only what people read is said in their language: tables, JSON and the columns of CSV files are the same everywhere.
"""

from __future__ import annotations

import functools
import os
from pathlib import Path
from typing import Literal, cast

Language = Literal["en", "zh"]
LANGUAGES: tuple[Language, ...] = ("en", "zh")
_FILE = Path(__file__).with_name("messages.yaml")
#: The first that is set tells the locale of messages.
_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")


def language() -> Language:
    """zh where the locale is Chinese, else en."""
    for name in _VARIABLES:
        if os.environ.get(name):
            return "zh" if os.environ[name].lower().startswith("zh") else "en"
    return "en"


def say(key: str, /, *, in_language: str | None = None, **values: object) -> str:
    """A message in the language of the locale.

    Parameters
    ----------
    key : str
        Entry of ``messages.yaml``.
    in_language : str, optional
        en or zh, whatever the locale is.
    **values
        What the message names, put in as it is.
    """
    return catalogue()[key][in_language or language()].format(**values)


@functools.cache
def catalogue() -> dict[str, dict[str, str]]:
    """Key -> language -> message with the places of its values."""
    import yaml  # only where something is said

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return cast("dict[str, dict[str, str]]", yaml.load(_FILE.read_text(encoding="utf-8"), Loader=loader))
