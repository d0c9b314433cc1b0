"""Processes of many machines: Dask's scheduler deals out batches of tasks, and each batch is worked off on a worker's machine as in a local run.

A document so has the same process of its own, the same bounds and the same second try as on one machine. A batch whose Dask
worker is lost (killed, out of memory, machine gone) goes to another; what loses worker after worker is done again
at the end, task by task, and a task that still does is given up.

The scheduler is the one at ``GOVTARGETS_SCHEDULER``; without, workers are started on this machine. Workers read the files
themselves, so they need to see them under the same path, and they must run the same program with the same settings.
"""

from __future__ import annotations

import contextlib
import logging
import multiprocessing
import os
import queue
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from distributed import Client, Future, KilledWorker, LocalCluster

from pipeline.engines import Bounds, GivenUp, Result, Task, local
from pipeline.store.program import program_version

#: Address of the scheduler.
SCHEDULER = "GOVTARGETS_SCHEDULER"
#: Bytes of a batch: worth the start of a process, and cheap enough to be done twice.
_BATCH_BYTES = (200_000, 1_000_000)
_BATCH_TASKS = 64
#: Batches for each worker, so that the last ones end at about the same time.
_BATCHES_EACH = 8
#: Batches that wait for each thread of a worker; the others are not sent yet, so that the scheduler stays small.
_AHEAD = 3
#: How long a run waits for the first worker, or for one to come back when all are lost.
_WORKERS_SECONDS = 60
_LOOK_SECONDS = 1.0
#: What a batch and one task more cost beyond their bytes.
_TASK_BYTES = 2_000


class UnfitWorkerError(OSError):
    """A worker that would not give the same rows, or cannot read the files; the message names it."""


@dataclass(frozen=True, slots=True)
class _Timed:
    """A task and the seconds it may take, as the parent reckons them."""

    task: Any
    seconds: float


def run(
    tasks: Sequence[Task],
    work: Callable[[Task], Result],
    jobs: int,
    give_up: Callable[[Task, GivenUp], Result],
    bounds: Bounds,
    preload: Sequence[str] = (),
) -> Iterator[tuple[int, Result]]:
    """See :class:`pipeline.engines.Engine`; ``jobs`` counts where workers are started on this machine.

    Raises
    ------
    OSError
        If the scheduler or its workers are not to be reached, if all workers are lost, or a worker is unfit.
    """
    timed = [_Timed(task, bounds.seconds(task)) for task in tasks]
    run_id = uuid.uuid4().hex
    on_worker = partial(
        _work_off,
        run_id=run_id,
        work=work,
        memory_mb=bounds.memory_mb,
        preload=preload,
        program=program_version(),
        folder=_folder(tasks),
    )
    with _client(jobs) as client:
        for indices, future in _deal_out(client, timed, on_worker, _batches(tasks, _n_threads(client))):
            for index, outcome in zip(indices, _outcomes(future, len(indices)), strict=True):
                yield index, give_up(tasks[index], outcome) if isinstance(outcome, GivenUp) else outcome
        client.run(_leave, run_id, on_error="ignore")


@contextlib.contextmanager
def _client(jobs: int) -> Iterator[Client]:
    address = os.environ.get(SCHEDULER)
    if address:
        with Client(address, timeout=_WORKERS_SECONDS) as client:
            try:
                client.wait_for_workers(1, timeout=_WORKERS_SECONDS)
            except TimeoutError:
                raise ConnectionError(f"the scheduler at {address} has no workers") from None
            yield client
        return
    with (
        LocalCluster(
            n_workers=jobs, threads_per_worker=1, dashboard_address=None, silence_logs=logging.ERROR
        ) as cluster,
        Client(cluster) as client,
    ):
        yield client


def _n_threads(client: Client) -> int:
    found: dict[str, int] = client.nthreads()
    return max(1, sum(found.values()))


def _batches(tasks: Sequence[Any], workers: int) -> list[list[int]]:
    """Indices of tasks, in order, in batches of like weight."""
    weights = [getattr(task, "n_bytes", 0) + _TASK_BYTES for task in tasks]
    least, most = _BATCH_BYTES
    most = max(least, min(most, sum(weights) // (workers * _BATCHES_EACH)))
    batches: list[list[int]] = []
    room = 0
    for index, weight in enumerate(weights):
        if not batches or weight > room or len(batches[-1]) == _BATCH_TASKS:
            batches.append([])
            room = most
        batches[-1].append(index)
        room -= weight
    return batches


def _deal_out(
    client: Client, timed: list[_Timed], on_worker: Callable[..., Any], batches: list[list[int]]
) -> Iterator[tuple[list[int], Future]]:
    """Every batch with its finished future.

    Dask blames all that a lost worker had in hand or waiting, so what it will not send again is sent alone, when the others are done.
    """
    waiting = batches[::-1]
    alone: list[list[int]] = []
    sent: dict[str, list[int]] = {}
    finished: queue.SimpleQueue[Future] = queue.SimpleQueue()
    while waiting or alone or sent:
        is_alone = not waiting and not sent
        ready = alone if is_alone else waiting
        while ready and len(sent) < (1 if is_alone else _AHEAD * _n_threads(client)):
            indices = ready.pop()
            # Not pure: Dask would hash every batch, and answer the same batch of an earlier run with what it has in memory.
            future = client.submit(on_worker, [timed[index] for index in indices], pure=False)
            sent[future.key] = indices
            future.add_done_callback(finished.put)
        future = _next(finished, client)
        indices = sent.pop(future.key)
        if not is_alone and isinstance(_error(future), KilledWorker):
            alone += [[index] for index in indices]
        else:
            yield indices, future


def _next(finished: queue.SimpleQueue[Future], client: Client) -> Future:
    """The next finished future; without a worker, none would ever finish.

    Raises
    ------
    ConnectionError
        If all workers are lost and none has come back in time.
    """
    alone = 0.0
    while True:
        try:
            return finished.get(timeout=_LOOK_SECONDS)
        except queue.Empty:
            alone = 0.0 if client.nthreads() else alone + _LOOK_SECONDS
        if alone >= _WORKERS_SECONDS:
            raise ConnectionError(
                f"all workers of the cluster are lost and none has come back for {_WORKERS_SECONDS} seconds; "
                "start workers and run again: what is done is kept"
            )


def _error(future: Future) -> BaseException | None:
    if future.status == "error":
        error: BaseException = future.exception()
        return error
    return None


def _outcomes(future: Future, n_tasks: int) -> list[Any]:
    if future.status in ("cancelled", "lost"):
        raise ConnectionError("the scheduler is gone")
    error = _error(future)
    if isinstance(error, KilledWorker):
        return [GivenUp("read", "WorkerDiedError", "every worker of the cluster that worked on it was lost")] * n_tasks
    if error is not None:
        raise error
    outcomes: list[Any] = future.result()
    return outcomes


def _folder(tasks: Sequence[Any]) -> Path | None:
    """The folder that a worker has to see; tasks without a path need none."""
    folders = {task.path.parent for task in tasks if hasattr(task, "path")}
    return Path(os.path.commonpath(folders)) if folders else None


# ---------------------------------------------------------------------------------------------------------------------
# The worker


#: Pools without a task, by run; each thread of a worker takes one for the time of a batch.
_idle: dict[str, list[local.Pool]] = {}


def _work_off(
    batch: list[_Timed],
    run_id: str,
    work: Callable[[Any], Any],
    memory_mb: int,
    preload: Sequence[str],
    program: str,
    folder: Path | None,
) -> list[Any]:
    """The outcome of each task of a batch, in order."""
    _check(program, folder)
    # A worker under Dask's nanny is a daemon, which may have no children; those of the local engine end when it ends.
    multiprocessing.current_process()._config["daemon"] = False  # type: ignore[attr-defined]
    pools = _idle.setdefault(run_id, [])
    try:
        pool = pools.pop()
    except IndexError:
        pool = local.pool_of(partial(_untimed, work=work), Bounds(_seconds, memory_mb), preload)
    outcomes = dict(pool.work_off(batch, 1))
    pools.append(pool)
    return [outcomes[index] for index in range(len(batch))]


def _leave(run_id: str) -> None:
    """End the processes of a run."""
    for pool in _idle.pop(run_id, ()):
        with pool:
            pass


def _check(program: str, folder: Path | None) -> None:
    host = f"the worker on {os.uname().nodename if hasattr(os, 'uname') else 'another machine'}"
    if program_version() != program:
        raise UnfitWorkerError(f"{host} has another version of the program, of a library or of a GOVTARGETS_ setting")
    if folder is not None and not folder.is_dir():
        raise UnfitWorkerError(f"{host} does not see {folder}: workers need the raw documents under the same path")


def _untimed(timed: _Timed, work: Callable[[Any], Any]) -> Any:
    return work(timed.task)


def _seconds(timed: _Timed) -> float:
    return timed.seconds
