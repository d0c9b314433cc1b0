"""The command line: ``govtargets`` or ``python -m pipeline``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from pipeline.version import PIPELINE_VERSION

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Targets, metrics, deadlines and responsible bodies out of Chinese government documents, as Parquet tables.",
    epilog="Start with [bold]govtargets extract --raw FOLDER --out FOLDER[/bold], then read the tables with pandas, "
    "polars or DuckDB.",
)

#: Exit status: rejects under --strict or failing rules, unusable arguments, Ctrl-C.
REJECTED, UNUSABLE, INTERRUPTED = 1, 2, 130

Jobs = Annotated[
    int, typer.Option("--jobs", "-j", min=0, help="Processes; 0 takes as many as there are cores and work for.")
]
Shared = Annotated[
    Path, typer.Option(help="Folder with the labelled documents ([bold]corpus, gold, score[/bold]).", show_default=True)
]


@app.command(epilog="Example: [bold]govtargets extract --raw data/raw --out data/processed --jobs 4[/bold]")
def extract(
    raw: Annotated[Path, typer.Option(help="Folder of documents, read with all folders in it.")] = Path("data/raw"),
    out: Annotated[Path, typer.Option(help="Folder for the tables; made if it is not there.")] = Path("data/processed"),
    jobs: Jobs = 0,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with status 1 if anything was rejected.")] = False,
) -> None:
    """Read every document below a folder and write the tables.

    Eight Parquet tables are written whole or not at all. What could not be read or did not pass validation is a row of
    [bold]rejects.parquet[/bold] with its cause, and no reason to stop: the exit status is 0 unless [bold]--strict[/bold]
    is given. Status 2 means that a folder cannot be used.
    """
    from pipeline.progress import ConsoleProgress
    from pipeline.run import UnusableArgumentError, extract_corpus

    errors = Console(stderr=True)
    try:
        with ConsoleProgress(errors) as progress:
            summary = extract_corpus(raw, out, jobs, progress=progress)
    except UnusableArgumentError as error:
        _fail(errors, str(error))
    except OSError as error:
        _fail(errors, f"the tables could not be written: {error}")
    except KeyboardInterrupt:
        errors.print(escape(f"interrupted: the tables in {out} are as they were before"), highlight=False)
        raise typer.Exit(INTERRUPTED) from None
    if summary.n_files == 0:
        errors.print(escape(f"no documents below {raw}: the tables are empty"), highlight=False)
    _print_summary(Console(), summary.rows, dict(summary.rejects), summary.seconds, out)
    if strict and summary.rows["rejects"]:
        raise typer.Exit(REJECTED)


@app.command(
    epilog="Example: [bold]govtargets score --shared ../shared[/bold], then read errors.tsv in the scratch folder"
)
def score(
    shared: Shared = Path("../shared"),
    scratch: Annotated[Path, typer.Option(help="Folder for the tables and the list of errors.")] = Path(
        ".scratch/score"
    ),
    jobs: Jobs = 0,
) -> None:
    """Extract the labelled documents and compare the tables with the labels.

    Without the folder of labelled documents there is nothing to compare; that is said, and is no error.
    """
    from pipeline import score as scoring
    from pipeline.progress import ConsoleProgress

    errors = Console(stderr=True)
    missing = scoring.missing_parts(shared)
    if missing:
        errors.print(f"nothing to score: {escape(str(shared))} has no {', no '.join(missing)}", highlight=False)
        return
    with ConsoleProgress(errors) as progress:
        files = scoring.score(shared, scratch, jobs, progress)
    print(f"every disagreement: {files.errors}\nfigures: {files.figures}")


@app.command(epilog="Example: [bold]govtargets rules times units[/bold] checks these two files only")
def rules(
    names: Annotated[list[str] | None, typer.Argument(help="Rule files without suffix; all if none is named.")] = None,
) -> None:
    """Check the rule files: every example must fire, no counter-example may.

    Every entry needs an example, and every file a checker. Exit status 1 if anything fails; each failure is one line.
    """
    from pipeline.rulecheck import check_file, rule_files

    known = rule_files()
    unknown = [name for name in names or () if name not in known]
    if unknown:
        _fail(Console(stderr=True), f"no such rule file: {', '.join(unknown)} (there are {', '.join(known)})")
    reports = [check_file(name) for name in names or known]
    table = Table("file", "entries", "examples", "counter-examples", "failures", box=None, header_style="bold")
    for column in table.columns[1:]:
        column.justify = "right"
    for report in reports:
        counts = (report.n_entries, report.n_examples, report.n_counter_examples, len(report.failures))
        table.add_row(report.name, *map(str, counts))
    Console().print(table)
    for report in reports:
        for failure in report.failures:
            print(f"{report.name}: {failure}")
    if any(report.failures for report in reports):
        raise typer.Exit(REJECTED)


@app.command()
def train(shared: Shared = Path("../shared")) -> None:
    """Train the recogniser for bodies and places again, from the documents in the shared folder."""
    try:
        from pipeline.train import train as train_recogniser
    except ModuleNotFoundError as error:
        _fail(Console(stderr=True), f"training is not installed: {error}")
    train_recogniser(shared)


@app.command(epilog="Example: [bold]govtargets show data/raw/report.txt[/bold]")
def show(file: Annotated[Path, typer.Argument(help="One document of any readable format.")]) -> None:
    """Extract one document and print what was found, without writing anything."""
    from pipeline.records import document_key
    from pipeline.run import process_source, read_source

    errors = Console(stderr=True)
    try:
        key = document_key(file.read_bytes(), file.name)
        source = read_source(file)
    except OSError as error:
        _fail(errors, f"{file}: {error.strerror or error}")
    except ValueError as error:
        _fail(errors, str(error))
    tables = process_source(source, key)
    console = Console()
    document = tables["documents"][0]
    for name in ("title", "doc_number", "doc_type", "issuer", "region", "published_on", "plan_year", "script"):
        console.print(f"[bold]{name}[/bold]  {escape(str(document.get(name)))}", highlight=False)
    _print_rows(console, "targets", tables["targets"], ("metric", "comparator", "value", "unit", "measure", "deadline"))
    _print_rows(console, "responsible_bodies", tables["responsible_bodies"], ("name", "role", "task"))
    _print_rows(console, "rejects", tables["rejects"], ("stage", "table_name", "error_type", "message"))
    counts = ", ".join(f"{len(rows)} {name}" for name, rows in tables.items() if name not in ("documents", "panel"))
    console.print(counts, highlight=False)


def _print_rows(console: Console, title: str, rows: list[dict[str, object]], names: tuple[str, ...]) -> None:
    if not rows:
        return
    table = Table(*names, title=title, title_justify="left", header_style="bold", box=None)
    for row in rows:
        cells = ("" if row.get(name) is None else str(row[name]) for name in names)
        table.add_row(*(escape(cell.replace("\n", " ")) for cell in cells))
    console.print(table)


def _print_summary(console: Console, rows: dict[str, int], rejects: dict[str, int], seconds: float, out: Path) -> None:
    table = Table(box=None, show_header=False)
    table.add_column(justify="right")
    table.add_column()
    for name, count in rows.items():
        stages = ", ".join(f"{stage} {number}" for stage, number in sorted(rejects.items()))
        table.add_row(str(count), f"{name} ({stages})" if name == "rejects" and stages else name)
    console.print(table)
    console.print(f"{seconds:.1f} s, tables in {escape(str(out))}", highlight=False, soft_wrap=True)


def _fail(console: Console, message: str) -> NoReturn:
    console.print(f"[bold red]error:[/bold red] {escape(message)}", highlight=False, soft_wrap=True)
    raise typer.Exit(UNUSABLE)


def _version(wanted: bool) -> None:
    if wanted:
        print(f"govtargets {PIPELINE_VERSION}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and leave.")
    ] = False,
) -> None:
    pass


def main() -> None:
    """Entry point of the console script."""
    app()


if __name__ == "__main__":
    main()
