"""Readers that must not take the run with them work in a process of their own, which is killed when it takes too long.

The process is started when it is first needed and serves one file after the other. It is told what to do, and answers, in lines of JSON.
A file that loops, that wants too much memory or that crashes native code ends that process and nothing else.
"""

from __future__ import annotations

import atexit
import importlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pipeline.read.encoding import UnreadableError
from pipeline.read.limits import MB, limits


class _Child:
    """The process, as its user sees it."""

    def __init__(self) -> None:
        self.owner = os.getpid()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "pipeline.read.guard"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
        )

    def ask(self, request: dict[str, Any], seconds: float) -> bytes:
        """The answer, one line; empty if the process ended, or was ended, before it gave one."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        timer = threading.Timer(seconds, self.process.kill)
        timer.daemon = True
        timer.start()
        try:
            self.process.stdin.write(json.dumps(request).encode() + b"\n")
            self.process.stdin.flush()
            return self.process.stdout.readline()
        except OSError:
            return b""
        finally:
            timer.cancel()

    def close(self) -> int:
        """End the process; its exit status."""
        self.process.kill()
        for stream in (self.process.stdin, self.process.stdout):
            if stream is not None:
                stream.close()
        return self.process.wait()


_child: _Child | None = None
_lock = threading.Lock()


def _close() -> None:
    global _child
    # A forked copy of this process does not own the child.
    if _child is not None and _child.owner == os.getpid():
        _child.close()
    _child = None


atexit.register(_close)


def guarded(function: str, path: str, seconds: int | None = None) -> dict[str, Any]:
    """Call a function of a file in the process for such calls.

    Parameters
    ----------
    function : str
        ``module:function``; takes a path and returns a dictionary that JSON can hold.
    path : str
        The file.
    seconds : int, optional
        Time that it may take; that of the limits if not given, and never more.

    Raises
    ------
    UnreadableError
        What the function raised as such, or that it took too long, too much memory, or crashed.
    """
    global _child
    bounds = limits()
    allowed = min(seconds or bounds.max_seconds, bounds.max_seconds)
    with _lock:
        if _child is None or _child.owner != os.getpid():
            _child = _Child()
        request = {"function": function, "path": path, "seconds": allowed, "memory": bounds.max_memory_mb * MB}
        answer = _child.ask(request, allowed + 2)
        if not answer:
            status = _child.close()
            _child = None
            raise UnreadableError(_death(status, allowed))
    reply: dict[str, Any] = json.loads(answer)
    if "unreadable" in reply:
        raise UnreadableError(reply["unreadable"])
    return reply


def _death(status: int, seconds: int) -> str:
    if status in (-signal.SIGTERM, -getattr(signal, "SIGKILL", 9), -getattr(signal, "SIGALRM", 14)):
        return f"reading took longer than {seconds} s and was ended (GOVTARGETS_MAX_SECONDS)"
    return f"the reader crashed on it (exit status {status})"


@contextmanager
def as_file(data: bytes, suffix: str) -> Iterator[Path]:
    """Bytes as a file, for the other process."""
    descriptor, name = tempfile.mkstemp(suffix=suffix)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        yield Path(name)
    finally:
        Path(name).unlink(missing_ok=True)


# --- the process itself -----------------------------------------------------------------------------------------------


def _serve() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for line in sys.stdin.buffer:
        request = json.loads(line)
        _bound(request["memory"], request["seconds"])
        sys.stdout.buffer.write(json.dumps(_answer(request)).encode() + b"\n")
        sys.stdout.buffer.flush()
        _bound(request["memory"], 0)


def _bound(memory: int, seconds: int) -> None:
    """Limits that hold even if the process that asks is gone; where the system knows them."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        wanted = memory if hard == resource.RLIM_INFINITY else min(memory, hard)
        resource.setrlimit(resource.RLIMIT_AS, (wanted, hard))
    except (ImportError, OSError, ValueError):
        return


def _answer(request: dict[str, Any]) -> dict[str, Any]:
    module, _, name = request["function"].partition(":")
    try:
        function: Callable[[str], dict[str, Any]] = getattr(importlib.import_module(module), name)
        return function(request["path"])
    except UnreadableError as error:
        return {"unreadable": str(error)}
    except MemoryError:
        return {
            "unreadable": f"reading takes more than {request['memory'] // MB} MB of memory (GOVTARGETS_MAX_MEMORY_MB)"
        }
    except Exception as error:  # noqa: BLE001 - whatever a hostile file makes a library raise
        return {"unreadable": f"{type(error).__name__}: {error}"}


if __name__ == "__main__":
    _serve()
