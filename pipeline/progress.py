"""How far a run is: a bar on a terminal, a line now and then where the output goes to a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from pipeline.messages import say

#: Lines that a run writes where there is no terminal, whatever its length.
_LINES = 10


class ConsoleProgress:
    """Progress of a run on a console; a context manager, so that the bar is always taken down."""

    def __init__(self, console: Console) -> None:
        self.console = console
        self.bar: Progress | None = None
        self.task: TaskID | None = None
        self.n_documents = self.n_done = self.n_told = 0

    def __enter__(self) -> ConsoleProgress:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.bar is not None:
            self.bar.stop()

    def wait(self, message: str) -> None:
        """Say why nothing happens yet."""
        self.console.print(message, highlight=False, markup=False, soft_wrap=True)

    def start(self, n_documents: int, n_bytes: int, jobs: int) -> None:
        """Announce the work: documents, bytes, processes."""
        self.n_documents = n_documents
        workers = say("progress.one_process") if jobs == 1 else say("progress.processes", jobs=jobs)
        told = say("progress.start", documents=n_documents, mb=f"{n_bytes / 1e6:.1f}", workers=workers)
        self.console.print(told, highlight=False, markup=False)
        if not self.console.is_terminal or not n_documents:
            return
        self.bar = Progress(
            TextColumn(say("progress.extracting")),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn(say("progress.documents")),
            TimeRemainingColumn(),
            console=self.console,
            transient=True,
        )
        self.task = self.bar.add_task("", total=n_documents)
        self.bar.start()

    def advance(self, n_bytes: int) -> None:
        """One more document is done."""
        self.n_done += 1
        if self.bar is not None and self.task is not None:
            self.bar.advance(self.task)
            return
        tenths = self.n_done * _LINES // self.n_documents
        if tenths > self.n_told:
            self.n_told = tenths
            self.console.print(say("progress.done", done=self.n_done, all=self.n_documents), highlight=False)


@contextmanager
def counted(console: Console, what: str) -> Iterator[Callable[[int, int], None]]:
    """A bar for work told as (done, of), on a terminal only; gives the function to tell it with."""
    if not console.is_terminal:
        yield lambda done, of: None
        return
    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, of: bar.update(task, completed=done, total=of)
