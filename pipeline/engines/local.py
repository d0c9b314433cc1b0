"""Processes of this machine.

Workers are started by ``forkserver`` or ``spawn``, never by a plain fork, so that threads of the calling program cannot
hang them and no worker inherits its files. Each has one task at a time, so that a worker that dies, hangs or takes too much memory
costs that task alone. A task whose worker died (which may be the fault of a neighbour that took the memory) is tried once more when the
others are done; then it is given up. A worker whose parent has gone, however that ended, ends too.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from multiprocessing import connection as connections
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext
from typing import Any

from pipeline import engines
from pipeline.engines import Bounds, CannotStartError, GivenUp, Result, Task
from pipeline.messages import say
from pipeline.read.limits import MB

#: Bytes of input that repay the start of one more worker (a second or two), when the number is left to us.
BYTES_PER_WORKER = 2_000_000
#: A worker ends itself so long after its time is up, should nobody be left to end it.
_GRACE_SECONDS = 10
#: How often a worker looks whether its parent lives and, where the system does not bound it, what memory it takes.
_WATCH_SECONDS = 0.5
_TOO_LARGE = 77
#: What a worker may take to start; the time of its task counts from when it has begun.
_START_SECONDS = 120
#: Workers that end before any has begun, until it is clear that none will.
_MOST_STILLBORN = 2
#: Share of the memory that a worker may hold on to between tasks.
_RESTART_SHARE = 0.6


def available_cores() -> int:
    """Cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def worker_count(jobs: int, n_tasks: int, n_bytes: int) -> int:
    """Number of workers for so many tasks.

    Parameters
    ----------
    jobs : int
        As asked for; 0 leaves it to the machine and to the amount of work.
    n_tasks, n_bytes : int
        How many documents there are and how long they are together.
    """
    wanted = jobs or min(available_cores(), 1 + n_bytes // BYTES_PER_WORKER)
    return max(1, min(wanted, n_tasks))


def run(
    tasks: Sequence[Task],
    work: Callable[[Task], Result],
    jobs: int,
    give_up: Callable[[Task, GivenUp], Result],
    bounds: Bounds,
    preload: Sequence[str] = (),
) -> Iterator[tuple[int, Result]]:
    """See :class:`pipeline.engines.Engine`."""
    with pool_of(work, bounds, preload) as pool:
        for index, outcome in pool.work_off(tasks, jobs):
            yield index, give_up(tasks[index], outcome) if isinstance(outcome, GivenUp) else outcome


def pool_of(work: Callable[[Any], Any], bounds: Bounds, preload: Sequence[str] = ()) -> Pool:
    """A pool without a worker yet, to be closed by whoever asked for it."""
    return Pool(_context(preload), work, bounds)


def leave_to_parent() -> None:
    """End this process if it is a worker that imports the program of its parent, and has come upon the call that started it.

    It would wait for the parent, which has the lock on the tables, and the parent for it. The parent sees it end, and says why.
    """
    # What multiprocessing itself goes by when it refuses to start a process in such a one.
    if getattr(multiprocessing.current_process(), "_inheriting", False):
        sys.exit(1)


class _Death:
    """How a worker ended that was not asked to."""

    def __init__(self, stage: str, status: int | None) -> None:
        self.stage = stage
        self.status = status

    def reason(self) -> GivenUp:
        how = f"exit status {self.status}"
        if self.status is not None and self.status < 0:
            how = f"signal {-self.status}"
        return GivenUp(self.stage, "WorkerDiedError", f"the process that worked on it died twice ({how})")


class _Worker:
    """A process, the line to it, and the task it has."""

    def __init__(self, context: BaseContext, work: Callable[[Any], Any], bounds: Bounds) -> None:
        self.line, theirs = context.Pipe()
        # mypy does not know that every context has Process.
        self.process = context.Process(target=_serve, args=(theirs, work, bounds.memory_mb, _settings()), daemon=True)  # type: ignore[attr-defined]
        self.process.start()
        theirs.close()
        self.index = -1
        self.stage = "read"
        self.seconds = self.deadline = 0.0
        self.leaves = self.has_begun = False

    def start(self, index: int, task: Any, seconds: float) -> None:
        self.index, self.stage, self.seconds = index, "read", seconds
        self.deadline = time.monotonic() + seconds + _START_SECONDS
        self.line.send((task, seconds))

    def receive(self) -> Any:
        """What the worker has to say: its result, why there is none, or None if it only told the stage."""
        try:
            kind, value = self.line.recv()
        except (EOFError, OSError):
            self.process.join()
            return self.end()
        if kind == "began":
            self.deadline = time.monotonic() + self.seconds
            self.has_begun = True
            return None
        if kind == "stage":
            self.stage = value
            return None
        self.leaves = kind == "last"
        return GivenUp(self.stage, *value) if kind == "failed" else value

    def end(self) -> Any:
        status = self.process.exitcode
        if status == -getattr(signal, "SIGALRM", 0):
            return self.overdue()
        if status == _TOO_LARGE:
            return GivenUp(self.stage, "MemoryLimitError", "takes more than the memory of a worker")
        return _Death(self.stage, status)

    def overdue(self) -> GivenUp:
        message = f"takes longer than {self.seconds:.0f} s (GOVTARGETS_MAX_DOCUMENT_SECONDS)"
        return GivenUp(self.stage, "TimeLimitError", message)

    def close(self) -> None:
        self.process.kill()
        self.process.join()
        self.line.close()


class Pool:
    """Workers, started when they are needed."""

    def __init__(self, context: BaseContext, work: Callable[[Any], Any], bounds: Bounds) -> None:
        self.context, self.work, self.bounds = context, work, bounds
        self.idle: list[_Worker] = []
        self.busy: dict[int, _Worker] = {}
        self.has_begun = False
        self.n_stillborn = 0

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in (*self.idle, *self.busy.values()):
            worker.close()

    def work_off(self, tasks: Sequence[Any], jobs: int) -> Iterator[tuple[int, Any]]:
        """Each task's index and result, or why it was given up."""
        waiting = list(range(len(tasks)))[::-1]
        died: set[int] = set()
        alone: list[int] = []
        finished: list[tuple[int, Any]] = []
        while waiting or alone or self.busy or finished:
            while waiting and len(self.busy) < jobs:
                index = waiting.pop()
                self.start(index, tasks[index])
            if alone and not self.busy:
                index = alone.pop()
                self.start(index, tasks[index])
            # Whoever takes the results has work of its own with them: the workers have begun on the next tasks by then.
            yield from finished
            finished = []
            for index, outcome in self.results() if self.busy else ():
                if isinstance(outcome, _Death) and index not in died:
                    died.add(index)
                    alone.append(index)
                else:
                    finished.append((index, outcome.reason() if isinstance(outcome, _Death) else outcome))

    def start(self, index: int, task: Any) -> None:
        seconds = self.bounds.seconds(task)
        while self.idle:
            worker = self.idle.pop()
            try:
                worker.start(index, task, seconds)
            except OSError:
                # It was ended between two tasks.
                worker.close()
                continue
            self.busy[index] = worker
            return
        self.busy[index] = worker = _Worker(self.context, self.work, self.bounds)
        # A worker that dies before it has its task is seen to when its end of the line is found closed.
        try:
            worker.start(index, task, seconds)
        except OSError:
            return

    def note_start(self, worker: _Worker, outcome: Any) -> None:
        """Stop where workers end before any has begun: that is no document's fault, and it would be told of each."""
        self.has_begun = self.has_begun or worker.has_begun
        if self.has_begun or not isinstance(outcome, _Death):
            return
        self.n_stillborn += 1
        if self.n_stillborn >= _MOST_STILLBORN:
            raise CannotStartError(say("engine.cannot_start", status=outcome.status))

    def results(self) -> Iterator[tuple[int, Any]]:
        """Wait for the next news, and give what is finished."""
        nearest = min(worker.deadline for worker in self.busy.values())
        waited = max(0.0, nearest - time.monotonic())
        ready = connections.wait([worker.line for worker in self.busy.values()], waited)
        now = time.monotonic()
        for index, worker in list(self.busy.items()):
            if worker.line in ready:
                outcome = worker.receive()
                self.note_start(worker, outcome)
                if outcome is None:
                    continue
            elif now >= worker.deadline:
                outcome = worker.overdue()
            else:
                continue
            del self.busy[index]
            if worker.leaves or isinstance(outcome, _Death | GivenUp):
                worker.close()
            else:
                self.idle.append(worker)
            yield index, outcome


def _context(preload: Sequence[str]) -> BaseContext:
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(preload))
    return context


# ---------------------------------------------------------------------------------------------------------------------
# The worker


def _settings() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name.startswith("GOVTARGETS_")}


def _serve(line: Connection, work: Callable[[Any], Any], memory_mb: int, settings: dict[str, str]) -> None:
    """Work off tasks until the other end of the line is closed."""
    # A fork server still has the environment of the moment it was started in, which may be a run ago.
    for name in _settings():
        del os.environ[name]
    os.environ.update(settings)
    # Ctrl-C is for the parent, which ends the workers itself.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    bounded = _bound_memory(memory_mb)
    threading.Thread(target=_watch, args=(None if bounded else memory_mb,), daemon=True).start()
    engines.listen(lambda stage: line.send(("stage", stage)))
    while True:
        try:
            task, seconds = line.recv()
        except (EOFError, OSError):
            return
        _alarm(seconds + _GRACE_SECONDS)
        line.send(("began", None))
        try:
            reply = ("done", work(task))
        except BaseException as error:  # noqa: BLE001 - a panic of native code is no Exception, and ends one task all the same
            reply = ("failed", (type(error).__name__, str(error) or type(error).__name__))
        _alarm(0)
        leaves = reply[0] == "done" and _peak_mb() > _RESTART_SHARE * memory_mb
        try:
            line.send(("last", reply[1]) if leaves else reply)
        except OSError:
            return
        if leaves:
            return


def _bound_memory(memory_mb: int) -> bool:
    """Let the system refuse what is more; whether it does."""
    if not sys.platform.startswith("linux"):
        return False
    import resource

    # Private memory that was asked for; address space that is only reserved does not count.
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    wanted = memory_mb * MB if hard == resource.RLIM_INFINITY else min(memory_mb * MB, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (wanted, hard))
    return True


def _watch(memory_mb: int | None) -> None:
    """End this process when its parent has gone, or when it takes more memory than it may."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return
    while not connections.wait([parent.sentinel], _WATCH_SECONDS):
        if memory_mb is not None and _peak_mb() > memory_mb:
            os._exit(_TOO_LARGE)
    os._exit(1)


def _peak_mb() -> float:
    """Most memory that this process ever had; 0 where the system does not tell."""
    try:
        import resource
    except ImportError:
        return 0.0
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return float(used) / (MB if sys.platform == "darwin" else MB / 1024)


def _alarm(seconds: float) -> None:
    """Have the system end this process after a time, whatever it is doing then; 0 calls it off."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)
