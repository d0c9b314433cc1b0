"""How the command line writes: messages, tables and marked text for people, and the exit when something cannot be used."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, NoReturn

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from pipeline.harmless import coded, visible
from pipeline.messages import language, say

if TYPE_CHECKING:
    from pipeline.run import RunSummary
    from schemas.columns import Column

#: Exit status: rejects under --strict or failing rules, unusable arguments, another run at work, Ctrl-C.
REJECTED, UNUSABLE, HELD, INTERRUPTED = 1, 2, 3, 130
_PIPE_WIDTH = 160
#: Lines about what was not kept that are printed after a run; the table has them all.
_MOST_REJECTS = 5


def tell(console: Console, message: str) -> None:
    """Print one line as it is; what would not be seen is written as its code."""
    console.print(visible(message), markup=False, highlight=False, soft_wrap=True)


def fail(message: str, status: int = UNUSABLE) -> NoReturn:
    """Say what is wrong, on standard error, and leave."""
    console = Console(stderr=True)
    console.print(f"[bold red]{escape(say('error'))}[/bold red] {escape(visible(message))}", highlight=False, soft_wrap=True)
    raise typer.Exit(status)


def cause(error: OSError) -> str:
    """The file and the cause in words."""
    if error.filename is None:
        return error.strerror or str(error)
    return say("file.fault", file=error.filename, cause=error.strerror)


@contextmanager
def reading(tables: Path, *names: str) -> Iterator[None]:
    """Work on tables that have to be there: which is not, or is damaged, is said, and is no traceback."""
    import pyarrow as pa

    for name in names:
        if not (tables / f"{name}.parquet").is_file():
            fail(say("tables.none", folder=tables, file=f"{name}.parquet"))
    try:
        yield
    except (pa.ArrowException, OSError) as error:
        if isinstance(error, OSError) and error.filename is not None:
            fail(cause(error))
        fail(say("tables.unreadable", folder=tables, cause=error))


def wide_console() -> Console:
    """A console that cuts no column where its output goes to a file or another program."""
    console = Console()
    return console if console.is_terminal else Console(width=max(console.width, _PIPE_WIDTH))


# ---------------------------------------------------------------------------------------------------------------------
# Tables


#: Headings that are no columns of a table, in Chinese as in ``messages.yaml``.
_LABELS = {
    "column": "label.column", "value": "label.value", "words": "label.words", "because": "label.because", "target": "label.target",
    "wording": "label.wording", "result": "label.result", "sources": "label.sources", "baseline": "label.baseline",
}  # fmt: skip


def label(name: str) -> str:
    """A heading: the name of the column, in Chinese what the codebook calls it."""
    if language() == "en":
        return name
    if name in _LABELS:
        return say(_LABELS[name])
    column = _column(name)
    return name if column is None else column.name_zh


def named(column: str, value: object, table: str = "") -> str:
    """A value as it is; of an enumeration, in Chinese what the codebook calls it."""
    if value is None:
        return ""
    known = _column(column, table) if language() == "zh" else None
    return str(value) if known is None or value not in known.values else known.values[str(value)][1]


def table_name(name: str) -> str:
    """The name of a table; in Chinese what the codebook calls it stands beside."""
    from schemas import TABLES

    return name if language() == "en" else say("table.named", name=name, says=TABLES[name].name_zh)


@functools.cache
def _column(name: str, table: str = "") -> Column | None:
    """The column of this name: of this table, else of the first that has one."""
    from schemas import TABLES
    from schemas.columns import columns

    models = [*([TABLES[table]] if table in TABLES else []), *TABLES.values()]
    return next((column for model in models for column in columns(model) if column.name == name), None)


def print_rows(console: Console, title: str, rows: Sequence[Mapping[str, object]], names: Iterable[str]) -> None:
    """Rows as a table, unless there are none; ``title`` is the name of the table they are of, or empty."""
    if not rows:
        return
    names = tuple(names)
    table = Table(*map(label, names), title=table_name(title) if title else None, title_justify="left", header_style="bold", box=None)
    for row in rows:
        cells = (named(name, row.get(name), title) for name in names)
        table.add_row(*(escape(visible(cell)) for cell in cells))
    console.print(table)


#: Look of a mark on a page -> style on a terminal; the first that fits counts.
_STYLES = {
    "value-target": "bold black on green", "value-result": "bold black on cyan", "value-criterion": "bold black on magenta", "body": "bold red",
    "deadline": "yellow", "clause-target": "green", "clause-result": "cyan", "clause-criterion": "magenta",
}  # fmt: skip


def print_marked(console: Console, text: str, tables: dict[str, list[dict[str, Any]]]) -> None:
    """The text with its numbers, clauses, times and bodies in colour, and what the colours mean."""
    from pipeline.report.document_page import marks
    from pipeline.report.marked_text import stretches

    shown = Text()
    for part in stretches(text, marks(tables)):
        style = next((style for look, style in _STYLES.items() if look in part.looks), "")
        shown.append(coded(part.text), style)
    console.print(shown, soft_wrap=True)
    console.print(Text("  ").join(Text(look, style) for look, style in _STYLES.items()), soft_wrap=True)


# ---------------------------------------------------------------------------------------------------------------------
# The end of a run


#: Kind of fault of a file, as in ``rejects.error_type`` -> the message about it.
_REJECTS = {
    "unreadable": "reject.unreadable",
    "duplicate": "reject.duplicate",
    "fault": "reject.fault",
    "TimeLimitError": "reject.limit",
    "MemoryLimitError": "reject.limit",
    "WorkerDiedError": "reject.limit",
    "stale_correction": "reject.stale_correction",
    "correction": "reject.correction",
}


def print_summary(console: Console, summary: RunSummary, out: Path) -> None:
    """What a run did, table by table."""
    table = Table(box=None, show_header=False)
    table.add_column(justify="right")
    table.add_column()
    stages = ", ".join(f"{named('stage', stage)} {number}" for stage, number in sorted(summary.rejects.items()))
    for name, count in summary.rows.items():
        told = table_name(name)
        table.add_row(str(count), say("extract.rejects", name=told, stages=stages) if name == "rejects" and stages else told)
    console.print(table)
    if summary.n_given_up:
        tell(console, say("extract.given_up", number=summary.n_given_up))
    counts = say("extract.counts", done=summary.n_done, kept=summary.n_kept, removed=summary.n_removed)
    if not summary.is_new and not summary.n_done:
        counts = say("extract.nothing_to_do", kept=summary.n_kept)
    tell(console, say("extract.summary", counts=counts, seconds=f"{summary.seconds:.1f}", out=out))


def print_corrections(console: Console, out: Path) -> None:
    """How many records stand as people have corrected them, if any do."""
    import pyarrow.parquet as pq

    values = pq.read_table(out / "metrics.parquet", columns=["correction"])
    # The values of targets are rows of metrics too.
    words = pq.read_table(out / "targets.parquet", columns=["correction"], filters=[("kind", "=", "qualitative")])
    corrected = sum(table.num_rows - table["correction"].null_count for table in (values, words))
    kinds = pq.read_table(out / "rejects.parquet", columns=["error_type"])["error_type"]
    removed = kinds.to_pylist().count("removed")
    if corrected or removed:
        tell(console, say("extract.corrections", corrected=corrected, removed=removed))


def without_name(message: str, path: str) -> str:
    """What a reader says of a file, without the file's name at its beginning; the line has it already."""
    return message.removeprefix(f"{PurePosixPath(path).name}: ")


def print_rejects(console: Console, out: Path) -> None:
    """The files and corrections that were not kept, the first of them by name and cause."""
    import pyarrow.parquet as pq

    path = out / "rejects.parquet"
    rows = pq.read_table(path, columns=["source_path", "table_name", "error_type", "message"]).to_pylist()
    told = [row for row in rows if row["table_name"] is None or row["error_type"] == "stale_correction"]
    for row in told[:_MOST_REJECTS]:
        message = without_name(row["message"], row["source_path"])
        tell(console, say(_REJECTS.get(row["error_type"], "reject.other"), path=row["source_path"], message=message))
    if len(told) > _MOST_REJECTS:
        tell(console, say("extract.more_rejects", number=len(told) - _MOST_REJECTS, file=path))
