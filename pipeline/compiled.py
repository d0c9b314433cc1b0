"""Patterns and tables that are slow to make, kept on disk from one process to the next.

Compiling the patterns that the rules make takes most of a second, reading the rules a quarter; a process that starts for one
short document has nothing else to do. So what was made is kept in one file of the user's cache folder, under a hash of what it was
made from: a rule that changes makes another hash, and nothing is ever out of date. For a pattern that is what Python's compiler of
regular expressions gives, which holds for this release of Python only; for a table it is JSON.

The file carries a checksum. Where it is missing, damaged, or cannot be written, everything is made anew, as it is without it.
"""

from __future__ import annotations

import array
import atexit
import contextlib
import hashlib
import json
import logging
import os
import re
import struct
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any, TypeVar

_logger = logging.getLogger(__name__)

_HEAD = b"govtargets compiled 1\n"
_LENGTH = struct.Struct("<I")
_CHECKSUM = 32
#: Beyond so many bytes the file keeps only what its last writer needed.
_LARGEST = 8_000_000
_CODE = array.array("I")

T = TypeVar("T")


class _Shelf:
    """Hash -> what was made; read from the file when first asked for."""

    def __init__(self) -> None:
        self.found: Mapping[bytes, memoryview] | None = None
        self.made: dict[bytes, bytes] = {}
        self.used: set[bytes] = set()
        self.keeps = True

    def get(self, key: bytes) -> memoryview | None:
        if self.found is None:
            self.found = _read(_path())
        self.used.add(key)
        return self.found.get(key)

    def put(self, key: bytes, value: bytes) -> None:
        if not self.keeps:
            return
        if not self.made:
            atexit.register(save)
        self.made[key] = value


_shelf = _Shelf()


def kept_pattern(text: str, flags: int = 0) -> re.Pattern[str]:
    """``re.compile``, at a tenth of the time where the same pattern was compiled before on this machine."""
    if _ENGINE is None or _PARTS is None:
        return re.compile(text, flags)
    key = _key("pattern", f"{int(flags)}\0{text}")
    kept = _shelf.get(key)
    if kept is not None:
        return _restored(_ENGINE, text, kept)
    parsed, code = _PARTS(text, int(flags))
    value = _LENGTH.pack(int(flags) | parsed.state.flags) + _LENGTH.pack(parsed.state.groups - 1)
    names = json.dumps(parsed.state.groupdict).encode()
    value += _LENGTH.pack(len(names)) + names + array.array("I", code).tobytes()
    _shelf.put(key, value)
    return _restored(_ENGINE, text, memoryview(value))


def kept_table(kind: str, made_of: str, make: Callable[[], T]) -> T:
    """A value of lists, dicts, strings and numbers that depends on nothing but ``made_of``.

    Parameters
    ----------
    kind : str
        What it is, and how it is made: another word where the same text makes another value.
    made_of : str
        What it is made from.
    make : callable
        Makes it where it is not kept.
    """
    key = _key(kind, made_of)
    kept = _shelf.get(key)
    if kept is not None:
        value: T = json.loads(bytes(kept))
        return value
    made = make()
    # What does not come back as it was (a date, a key that is a number) is made each time.
    with contextlib.suppress(TypeError, ValueError):
        text = json.dumps(made, ensure_ascii=False)
        if json.loads(text) == made:
            _shelf.put(key, text.encode())
    return made


@contextlib.contextmanager
def nothing_kept() -> Iterator[None]:
    """Look up, but keep nothing new, while the context lasts: for rules that are only tried."""
    before, _shelf.keeps = _shelf.keeps, False
    try:
        yield
    finally:
        _shelf.keeps = before


def save() -> None:
    """Write what this process made beside what is kept; where that cannot be, it is made again next time."""
    path = _path()
    if path is None or not _shelf.made:
        return
    entries: dict[bytes, bytes | memoryview] = {**_read(path), **_shelf.made}
    if sum(map(len, entries.values())) > _LARGEST:
        entries = {key: value for key, value in entries.items() if key in _shelf.used}
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _write(path, entries)
    except OSError as error:
        _logger.info("compiled rules are not kept in %s: %s", path, error.strerror or error)
    else:
        _shelf.made.clear()
        _shelf.found = None


# ---------------------------------------------------------------------------------------------------------------------
# The file


def _path() -> Path | None:
    """The file for this release of Python; None where there is no home."""
    if sys.platform == "win32":
        folder, below = os.environ.get("LOCALAPPDATA"), ("AppData", "Local")
    elif sys.platform == "darwin":
        folder, below = None, ("Library", "Caches")
    else:
        folder, below = os.environ.get("XDG_CACHE_HOME"), (".cache",)
    try:
        place = Path(folder) if folder and Path(folder).is_absolute() else Path.home().joinpath(*below)
    except RuntimeError:
        return None
    return place / "govtargets" / f"compiled-{sys.implementation.cache_tag}-{sys.hexversion:x}-{sys.byteorder}.bin"


def _read(path: Path | None) -> Mapping[bytes, memoryview]:
    """What a file keeps; nothing if it is not there, or not as it was written."""
    try:
        data = path.read_bytes() if path is not None else b""
    except FileNotFoundError:
        return {}
    except OSError as error:
        _logger.info("compiled rules cannot be read from %s: %s", path, error.strerror or error)
        return {}
    body = memoryview(data)[len(_HEAD) + _CHECKSUM :]
    if not data.startswith(_HEAD) or hashlib.sha256(body).digest() != data[len(_HEAD) : len(_HEAD) + _CHECKSUM]:
        if data:
            _logger.info("compiled rules in %s are damaged and made anew", path)
        return {}
    (length,) = _LENGTH.unpack_from(body)
    at = _LENGTH.size + length
    entries = {}
    for key, size in json.loads(bytes(body[_LENGTH.size : at])):
        entries[bytes.fromhex(key)] = body[at : at + size]
        at += size
    return entries


def _write(path: Path, entries: Mapping[bytes, bytes | memoryview]) -> None:
    """Put a whole file in the place of the one before; processes that write at once do so one after the other."""
    index = json.dumps([[key.hex(), len(value)] for key, value in entries.items()]).encode()
    body = b"".join((_LENGTH.pack(len(index)), index, *entries.values()))
    handle, name = tempfile.mkstemp(prefix=path.stem, suffix=".new", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(_HEAD + hashlib.sha256(body).digest() + body)
        os.replace(name, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise


def _key(kind: str, made_of: str) -> bytes:
    return hashlib.blake2b(f"{kind}\0{made_of}".encode("utf-8", "surrogatepass"), digest_size=16).digest()


# ---------------------------------------------------------------------------------------------------------------------
# Python's own compiler of regular expressions


def _restored(engine: ModuleType, text: str, kept: memoryview) -> re.Pattern[str]:
    (flags, groups, length), at = struct.unpack_from("<3I", kept), 3 * _LENGTH.size
    names: dict[str, int] = json.loads(bytes(kept[at : at + length]))
    by_number: list[str | None] = [None] * (groups + 1)
    for name, number in names.items():
        by_number[number] = name
    code = array.array("I")
    code.frombytes(kept[at + length :])
    # It checks the code before it takes it.
    found: re.Pattern[str] = engine.compile(text, flags, code.tolist(), groups, names, tuple(by_number))
    return found


_Parts = Callable[[str, int], tuple[Any, list[int]]]


def _internals() -> tuple[ModuleType | None, _Parts | None]:
    """The two halves of ``re.compile``: the engine, and what makes code for it; None where Python has others."""
    try:
        import _sre  # type: ignore[import-not-found]
        from re import _compiler, _parser  # type: ignore[attr-defined]

        if _CODE.itemsize != _sre.CODESIZE or _compiler.MAGIC != _sre.MAGIC:
            return None, None
        code_of, parse = _compiler._code, _parser.parse
    except (ImportError, AttributeError):
        return None, None

    def parts(text: str, flags: int) -> tuple[Any, list[int]]:
        parsed = parse(text, flags)
        return parsed, code_of(parsed, flags)

    return _sre, parts


_ENGINE, _PARTS = _internals()
