"""Processes of this machine.

Workers are started by ``forkserver`` or ``spawn``, never by a plain fork, so that threads of the calling program cannot
hang them. A worker that dies (killed, out of memory, a crash in native code) takes the pool with it; the tasks in flight
are then tried again one at a time, and the one that kills its worker again is given up and the rest goes on.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.context import BaseContext
from typing import TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")

#: Tasks handed out per worker: enough to keep it busy, few enough to try again one by one after a death.
_IN_FLIGHT_PER_WORKER = 2
#: Bytes of input that repay the start of one more worker (a second or two), when the number is left to us.
BYTES_PER_WORKER = 2_000_000


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
    give_up: Callable[[Task, BaseException], Result],
    preload: Sequence[str] = (),
) -> Iterator[tuple[int, Result]]:
    """Do the work of every task and yield ``(index of the task, result)`` as results come in.

    Parameters
    ----------
    tasks : sequence
        Picklable; those that take longest should come first.
    work : callable
        A function of a module (picklable by name); what it raises is a result too, through ``give_up``.
    jobs : int
        Number of processes; 1 works in this one.
    give_up : callable
        Makes the result of a task that raised or killed its worker.
    preload : sequence of str
        Modules that every worker needs, imported once before the workers are forked where the system can.
    """
    if jobs <= 1:
        yield from _run_here(tasks, work, give_up)
        return
    context = _context(preload)
    waiting = list(range(len(tasks)))[::-1]
    suspects: list[int] = []
    while waiting or suspects:
        if suspects:
            index = suspects.pop()
            yield index, _run_alone(tasks[index], work, give_up, context)
        else:
            yield from _run_pool(tasks, work, jobs, give_up, context, waiting, suspects)


def _run_here(
    tasks: Sequence[Task], work: Callable[[Task], Result], give_up: Callable[[Task, BaseException], Result]
) -> Iterator[tuple[int, Result]]:
    for index, task in enumerate(tasks):
        try:
            result = work(task)
        except Exception as error:  # noqa: BLE001 - one task must not end the run
            result = give_up(task, error)
        yield index, result


def _run_pool(
    tasks: Sequence[Task],
    work: Callable[[Task], Result],
    jobs: int,
    give_up: Callable[[Task, BaseException], Result],
    context: BaseContext,
    waiting: list[int],
    suspects: list[int],
) -> Iterator[tuple[int, Result]]:
    """Work off ``waiting`` until it is empty or the pool breaks; what was in flight then becomes ``suspects``."""
    before = set(multiprocessing.active_children())
    pool = ProcessPoolExecutor(jobs, mp_context=context, initializer=_start_worker)
    flying: dict[Future[Result], int] = {}
    try:
        while waiting or flying:
            try:
                while waiting and len(flying) < jobs * _IN_FLIGHT_PER_WORKER:
                    flying[pool.submit(work, tasks[waiting[-1]])] = waiting[-1]
                    waiting.pop()
            except BrokenProcessPool:
                suspects.extend(flying.values())
                return
            done, _ = wait(flying, return_when=FIRST_COMPLETED)
            for future in done:
                index = flying.pop(future)
                error = future.exception()
                if isinstance(error, BrokenProcessPool):
                    suspects.append(index)
                elif error is not None:
                    yield index, give_up(tasks[index], error)
                else:
                    yield index, future.result()
            if suspects:
                suspects.extend(flying.values())
                return
    except BaseException:
        # Interrupted, or the caller has enough: what the workers still do is of no use to anyone.
        pool.shutdown(wait=False, cancel_futures=True)
        for process in set(multiprocessing.active_children()) - before:
            process.terminate()
        raise
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _run_alone(
    task: Task,
    work: Callable[[Task], Result],
    give_up: Callable[[Task, BaseException], Result],
    context: BaseContext,
) -> Result:
    with ProcessPoolExecutor(1, mp_context=context, initializer=_start_worker) as pool:
        error = pool.submit(work, task)
        cause = error.exception()
        return error.result() if cause is None else give_up(task, cause)


def _context(preload: Sequence[str]) -> BaseContext:
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(preload))
    return context


def _start_worker() -> None:
    """Leave Ctrl-C to the parent, which ends the workers itself."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
