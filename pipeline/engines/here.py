"""This process: for tests and for looking at one document with a debugger. It cannot end what takes too long."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from pipeline import engines
from pipeline.engines import Bounds, GivenUp, Result, Task


def run(
    tasks: Sequence[Task],
    work: Callable[[Task], Result],
    jobs: int,
    give_up: Callable[[Task, GivenUp], Result],
    bounds: Bounds,
    preload: Sequence[str] = (),
) -> Iterator[tuple[int, Result]]:
    """See :class:`pipeline.engines.Engine`; one task after the other."""
    stages = ["read"]
    engines.listen(stages.append)
    try:
        for index, task in enumerate(tasks):
            stages[:] = ["read"]
            try:
                result = work(task)
            except Exception as error:  # noqa: BLE001 - one task must not end the run
                result = give_up(task, GivenUp(stages[-1], type(error).__name__, str(error) or type(error).__name__))
            yield index, result
    finally:
        engines.listen(None)
