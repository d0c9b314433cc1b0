"""One run at a time on a folder of tables; the lock goes with its owner, however that ends."""

from __future__ import annotations

import getpass
import json
import os
import platform
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from pipeline.messages import say

#: The lock itself is the kernel's (``flock``, on Windows ``msvcrt.locking``); this file is only what it is held on.
_LOCK = "lock"
_OWNER = "owner.json"
_LOOK_AGAIN_SECONDS = 0.1


class HeldError(RuntimeError):
    """Another run holds the folder; the message says which."""


@contextmanager
def held(state: Path, *, wait: bool, tell: Callable[[str], None]) -> Iterator[None]:
    """Hold the folder while a run works on it.

    Parameters
    ----------
    state : Path
        Folder of the run's state.
    wait : bool
        Whether to wait until it is free.
    tell : callable
        Told who holds it, once, before waiting.

    Raises
    ------
    HeldError
        If it is held and not to be waited for.
    """
    lock = FileLock(state / _LOCK, thread_local=False)
    try:
        lock.acquire(blocking=False)
    except Timeout:
        message = say("held.by", folder=state.parent, owner=_owner(state))
        if not wait:
            raise HeldError(message) from None
        tell(say("held.waiting", message=message))
        lock.acquire(poll_interval=_LOOK_AGAIN_SECONDS)
    try:
        _sign(state)
        yield
    finally:
        lock.release()


def _sign(state: Path) -> None:
    """Write down who holds the lock, for people; a file of its own, replaced whole."""
    owner = {
        "pid": os.getpid(),
        "host": platform.node(),
        "user": _user(),
        "since": time.strftime("%Y-%m-%d %H:%M:%S"),
    }
    scratch = state / f"{_OWNER}.new"
    scratch.write_text(json.dumps(owner) + "\n", encoding="utf-8")
    os.replace(scratch, state / _OWNER)


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "?"


def _owner(state: Path) -> str:
    try:
        owner = json.loads((state / _OWNER).read_text(encoding="utf-8"))
        return say("held.owner", pid=owner["pid"], user=owner["user"], host=owner["host"], since=owner["since"])
    except (OSError, ValueError, KeyError, TypeError):
        return say("held.just_begun")
