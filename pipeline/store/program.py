"""Which program it is: a hash that changes whenever the same bytes might give other rows."""

from __future__ import annotations

import functools
import hashlib
import os
import platform
import shutil
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

_ROOT = Path(__file__).resolve().parent.parent.parent
_FOLDERS = ("pipeline", "schemas", "rules")
#: Libraries whose releases may read, cut, convert or store a text differently.
_LIBRARIES = (
    "ahocorasick-rs",
    "chardet",
    "jieba",
    "opencc",
    "pyarrow",
    "pydantic",
    "pypdfium2",
    "python-crfsuite",
    "rjieba",
    "selectolax",
    "spacy",
    "striprtf",
    "zhconv",
)
#: Programs that a reader calls if they are there.
_TOOLS = ("antiword", "catdoc", "soffice", "libreoffice")
_PREFIX = "GOVTARGETS_"
#: Settings that say who works, and not what comes out.
_NO_MATTER = frozenset({"GOVTARGETS_ENGINE", "GOVTARGETS_SCHEDULER"})


def program_version(*more: str) -> str:
    """16 hex digits over sources, rules, models, libraries and settings.

    Parameters
    ----------
    *more : str
        Whatever else decides what comes out, such as the names of other readers than the pipeline's own.
    """
    settings = [f"{name}={os.environ[name]}" for name in sorted(os.environ) if name.startswith(_PREFIX)]
    settings = [setting for setting in settings if setting.partition("=")[0] not in _NO_MATTER]
    tools = [str(shutil.which(name)) for name in _TOOLS]
    parts = (_sources(), _libraries(), platform.python_version(), *settings, *tools, *more)
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogateescape")).hexdigest()[:16]


@functools.cache
def _sources() -> str:
    return _hash_of(_ROOT)


def _hash_of(root: Path) -> str:
    """Every file of the program by name and content; what the interpreter makes of them is left out."""
    digest = hashlib.sha256()
    for folder in _FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            if path.suffix == ".pyc" or not path.is_file():
                continue
            digest.update(f"{path.relative_to(root).as_posix()}\0{path.stat().st_size}\0".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


@functools.cache
def _libraries() -> str:
    return " ".join(f"{name}={_installed(name)}" for name in _LIBRARIES)


def _installed(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
