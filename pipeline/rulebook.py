"""Rule files: read once, checked with pydantic, kept for the life of the process."""

from __future__ import annotations

import functools
import gc
import hashlib
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict

from pipeline.compiled import kept_table, nothing_kept

RULES_FOLDER = Path(__file__).resolve().parent.parent / "rules"
MODELS_FOLDER = Path(__file__).resolve().parent / "models"


class Entry(BaseModel):
    """What every rule entry has: an id, and strings in which it must and must not fire."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    examples: tuple[str, ...] = ()
    counter_examples: tuple[str, ...] = ()


EntryT = TypeVar("EntryT", bound=Entry)
Change = Callable[[tuple[Entry, ...]], tuple[Entry, ...]]

_changes: dict[str, Change] = {}
_asked: set[str] = set()
# Compiled from other things than the rules, and slowly: tables of characters, the recogniser.
_STANDING = frozenset(
    {
        "pipeline.normalize._script",
        "pipeline.normalize._mojibake",
        "pipeline.normalize._width_table",
        "pipeline.extract.recogniser.default",
        f"{__name__}._load",
    }
)


def load(name: str, model: type[EntryT]) -> tuple[EntryT, ...]:
    """Read and validate ``rules/<name>.yaml``.

    Parameters
    ----------
    name : str
        File name without suffix.
    model : type
        The entry model of that file.

    Returns
    -------
    tuple of model
        In file order.

    Raises
    ------
    ValueError
        If the file is not a list of valid entries or an id stands twice; the message names file and entry.
    """
    _asked.add(name)
    entries = _load(name, model)
    return _changes[name](entries) if name in _changes else entries  # type: ignore[return-value]


@contextmanager
def changed(name: str, change: Change) -> Iterator[None]:
    """Let the pipeline work with other entries than ``rules/<name>.yaml`` has, in this process, while the context lasts.

    Parameters
    ----------
    name : str
        File name without suffix.
    change : callable
        Entries as the file has them -> entries to work with.
    """
    _changes[name] = change
    forget()
    try:
        with nothing_kept():
            yield
    finally:
        del _changes[name]
        forget()


def asked() -> frozenset[str]:
    """Names of the files from which entries were asked for since the rules were last forgotten."""
    return frozenset(_asked)


def forget() -> None:
    """Empty every cache of the pipeline that may hold something compiled from rules."""
    _asked.clear()
    modules = [module for name, module in list(sys.modules.items()) if name.partition(".")[0] == "pipeline"]
    for value in {id(v): v for module in modules for v in vars(module).values()}.values():
        if hasattr(value, "cache_clear") and f"{value.__module__}.{value.__qualname__}" not in _STANDING:
            value.cache_clear()
    # What was compiled from rules refers to itself, and is large: without this a run of removals takes gigabytes.
    gc.collect()


@functools.cache
def _load(name: str, model: type[EntryT]) -> tuple[EntryT, ...]:
    path = RULES_FOLDER / f"{name}.yaml"
    text = path.read_text(encoding="utf-8")
    raw = kept_table("yaml", text, lambda: _parsed(text))
    if not isinstance(raw, list):
        raise ValueError(f"{path.name}: a rule file is a list of entries")
    entries = []
    for number, item in enumerate(raw, 1):
        try:
            entries.append(model.model_validate(item))
        except ValueError as error:
            label = item.get("id", f"number {number}") if isinstance(item, dict) else f"number {number}"
            raise ValueError(f"{path.name}, entry {label}: {error}") from error
    ids = [entry.id for entry in entries]
    twice = sorted({i for i in ids if ids.count(i) > 1}) if len(set(ids)) < len(ids) else []
    if twice:
        raise ValueError(f"{path.name}: id stands twice: {', '.join(twice)}")
    return tuple(entries)


def _parsed(text: str) -> Any:
    import yaml  # only where the file is new or has changed

    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


@functools.cache
def rules_version() -> str:
    """First 12 hex digits of the SHA-256 over all rule files and fitted weights, by name and content."""
    digest = hashlib.sha256()
    for folder in (RULES_FOLDER, MODELS_FOLDER):
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.suffix in {".yaml", ".csv", ".crfsuite", ".json"}:
                digest.update(path.relative_to(folder).as_posix().encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
