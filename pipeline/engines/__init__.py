"""Who works on the documents: an engine maps a picklable function over tasks, in any order, and survives a dead worker.

An engine is a module of this package with a function ``run`` like :class:`Engine`; it is chosen by the module's name.
"""

from __future__ import annotations

import importlib
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from pipeline.messages import say

Task = TypeVar("Task")
Result = TypeVar("Result")

#: The engine to take where none is named: ``local``, or what the environment says.
VARIABLE = "GOVTARGETS_ENGINE"
ENGINES = ("local", "here", "dask")


@dataclass(frozen=True, slots=True)
class GivenUp:
    """Why an engine gave a task up: where the work was, the kind of fault in one word, and the cause."""

    stage: str
    kind: str
    message: str


class CannotStartError(RuntimeError):
    """No worker comes to its first task, whatever the task; the message says how that comes about."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a task may take: seconds by task, and megabytes of memory of its worker."""

    seconds: Callable[[Any], float]
    memory_mb: int


class Engine(Protocol):
    """What a module of an engine has."""

    def run(
        self,
        tasks: Sequence[Task],
        work: Callable[[Task], Result],
        jobs: int,
        give_up: Callable[[Task, GivenUp], Result],
        bounds: Bounds,
        preload: Sequence[str] = (),
    ) -> Iterator[tuple[int, Result]]:
        """Do the work of every task and yield ``(index of the task, result)`` as results come in.

        Parameters
        ----------
        tasks : sequence
            Picklable; those that take longest should come first.
        work : callable
            A function of a module (picklable by name).
        jobs : int
            Number of workers.
        give_up : callable
            Makes the result of a task that raised, took too long or too much, or killed its worker.
        bounds : Bounds
            What each task may take.
        preload : sequence of str
            Modules that every worker needs.
        """
        ...


def engine(name: str | None = None) -> Engine:
    """The engine of this name; ``GOVTARGETS_ENGINE``, else ``local``, if none is given.

    Raises
    ------
    ValueError
        If there is none.
    """
    name = name or os.environ.get(VARIABLE) or ENGINES[0]
    if name not in ENGINES:
        raise ValueError(say("engine.unknown", name=name, known=", ".join(ENGINES)))
    try:
        found: Engine = importlib.import_module(f"pipeline.engines.{name}")
    except ModuleNotFoundError as error:
        raise ValueError(say("engine.missing", name=name, module=error.name)) from error
    return found


_listener: Callable[[str], None] | None = None


def listen(listener: Callable[[str], None] | None) -> None:
    """Have somebody told of each stage of the work in this process."""
    global _listener
    _listener = listener


def note_stage(stage: str) -> None:
    """Say what the work on a document comes to now, so that it is known should it never come back."""
    if _listener is not None:
        _listener(stage)
