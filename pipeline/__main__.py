"""The command line: ``govtargets`` or ``python -m pipeline``."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from pipeline.harmless import coded, visible
from pipeline.version import PIPELINE_VERSION

if TYPE_CHECKING:
    from pipeline.run import RunSummary

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Targets, metrics, deadlines and responsible bodies out of Chinese government documents, as Parquet tables.",
    epilog="Start with [bold]govtargets extract --raw FOLDER --out FOLDER[/bold], then read the tables with pandas, "
    "polars or DuckDB.",
)

_PIPE_WIDTH = 160
#: Exit status: rejects under --strict or failing rules, unusable arguments, another run at work, Ctrl-C.
REJECTED, UNUSABLE, HELD, INTERRUPTED = 1, 2, 3, 130

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
    retry: Annotated[
        bool, typer.Option("--retry", help="Try again what was given up for time, memory or a crash.")
    ] = False,
    wait: Annotated[
        bool, typer.Option(help="Wait while another run works on the same tables, or stop with status 3.")
    ] = True,
    corrections: Annotated[Path, typer.Option(help="Folder of corrected files, see [bold]review[/bold].")] = Path("data/corrections"),
    engine: Annotated[str | None, typer.Option(help="Who works: local (processes), here (this process) or dask (a cluster).")] = None,
    scheduler: Annotated[str, typer.Option(help="Address of the scheduler, for [bold]--engine dask[/bold]; else workers are started here.")] = "",
) -> None:
    """Read every new or changed document below a folder and write the tables of all.

    Eight Parquet tables are written together or not at all. What could not be read or did not pass validation is a row of
    [bold]rejects.parquet[/bold] with its cause, and no reason to stop: the exit status is 0 unless [bold]--strict[/bold]
    is given. Status 2 means that a folder cannot be used. A run that was stopped, however that was, is taken up again.
    """
    from pipeline.progress import ConsoleProgress
    from pipeline.run import UnusableArgumentError, extract_corpus
    from pipeline.store import HeldError

    if scheduler:
        os.environ["GOVTARGETS_SCHEDULER"] = scheduler
    errors = Console(stderr=True)
    unchanged = f"the tables in {out} are as they were before; what is finished is kept for the next run"
    try:
        with ConsoleProgress(errors) as progress:
            summary = extract_corpus(raw, out, jobs, progress=progress, engine_name=engine, retry=retry, wait=wait, corrections=corrections)
    except UnusableArgumentError as error:
        _fail(errors, str(error))
    except HeldError as error:
        _fail(errors, str(error), HELD)
    except OSError as error:
        _fail(errors, f"the tables could not be written: {error}; {unchanged}")
    except KeyboardInterrupt:
        errors.print(escape(f"interrupted: {unchanged}"), highlight=False, soft_wrap=True)
        raise typer.Exit(INTERRUPTED) from None
    if summary.n_files == 0:
        errors.print(escape(f"no documents below {raw}: the tables are empty"), highlight=False)
    _print_summary(Console(), summary, out)
    if strict and summary.rows["rejects"]:
        raise typer.Exit(REJECTED)


@app.command(epilog="Example: [bold]govtargets export --to s3://bucket/targets --key region_code[/bold]")
def export(
    to: Annotated[str, typer.Option(help="A folder, or the address of one on any file system of Arrow or fsspec.")],
    tables: Annotated[Path, typer.Option(help="Folder with the tables of a run.")] = Path("data/processed"),
    key: Annotated[str, typer.Option(help="What the dataset is divided by: year or region_code.")] = "year",
) -> None:
    """Copy the tables to another file system as a partitioned dataset."""
    from pipeline import export as exporting

    try:
        rows = exporting.export(tables, to, key)
    except (exporting.ExportError, OSError) as error:
        _fail(Console(stderr=True), str(error))
    Console().print(escape(f"{sum(rows.values())} rows of {len(rows)} tables, divided by {key}, in {to}"), highlight=False)


@app.command(epilog="Example: [bold]govtargets panel --metric 地区生产总值 --years 2020-2025[/bold]")
def panel(
    region: Annotated[str, typer.Option(help="Name or code of a region, or a part of its name; all if not given.")] = "",
    metric: Annotated[str, typer.Option(help="Name or code of an indicator, or a part of its name; all if not given.")] = "",
    years: Annotated[str, typer.Option(help="A year (2024) or a span (2020-2025); all if not given.")] = "",
    tables: Annotated[Path, typer.Option(help="Folder with the tables of a run.")] = Path("data/processed"),
    out: Annotated[Path | None, typer.Option(help="Folder for the files; [bold]panel[/bold] in the tables' if not given.")] = None,
) -> None:
    """Print the panel, region by year and indicator, and write it as CSV, Excel and Stata files.

    A target stands beside the result that a later document reports, with the words that bound and commit to it.
    [bold]stated_absent[/bold] says that a document sets no target, in its own words.
    """
    from pipeline.panel_export import Selection, SelectionError, select, shown_rows, write_files

    try:
        frame = select(tables, Selection(region, metric, years))
    except SelectionError as error:
        _fail(Console(stderr=True), str(error))
    rows = shown_rows(frame)
    console = _wide_console()
    _print_rows(console, "panel", rows, tuple(rows[0]))
    for path in write_files(frame, out or tables / "panel"):
        console.print(escape(str(path)), highlight=False, soft_wrap=True)


@app.command(epilog="Example: [bold]govtargets review --size 50[/bold], correct review.csv, put it into data/corrections")
def review(
    tables: Annotated[Path, typer.Option(help="Folder with the tables of a run.")] = Path("data/processed"),
    out: Annotated[Path | None, typer.Option(help="File to write; [bold]review.csv[/bold] with the tables if not given. With the suffix .json, tasks for Label Studio.")] = None,
    size: Annotated[int, typer.Option(min=1, help="How many records.")] = 100,
) -> None:
    """Write the most doubtful records into a file to be corrected.

    Change what is wrong; write [bold]ok[/bold] as verdict where a record is right, [bold]remove[/bold] where it is none. Put
    the file into the folder of corrections: the next run applies it, and so does every later one while the document is the same.
    """
    from pipeline.corrections import doubtful, write_csv, write_label_studio

    if not (tables / "metrics.parquet").is_file():
        _fail(Console(stderr=True), f"{tables} has no metrics.parquet; run the extraction first")
    path = out or tables / "review.csv"
    rows = doubtful(tables, size)
    written = [path]
    if path.suffix.lower() == ".json":
        written.append(write_label_studio(rows, path))
    else:
        write_csv(rows, path)
    Console().print(escape(f"{len(rows)} records: {', '.join(map(str, written))}"), highlight=False, soft_wrap=True)


@app.command(epilog="Example: [bold]govtargets report --tables data/processed[/bold], then open report/index.html there")
def report(
    tables: Annotated[Path, typer.Option(help="Folder with the tables of a run.")] = Path("data/processed"),
    out: Annotated[Path | None, typer.Option(help="Folder for the pages; [bold]report[/bold] in the tables' if not given.")] = None,
) -> None:
    """Write pages to look at: each document's text beside its records, and an index with filters and charts.

    The pages open from the disk, without a server or a network. `#` and a record's key at the end of a page's address
    lead to the record.
    """
    from pipeline.progress import counted
    from pipeline.report.site import NoTablesError, write_site

    errors = Console(stderr=True)
    try:
        with counted(errors, "pages") as advance:
            summary = write_site(tables, out or tables / "report", advance)
    except NoTablesError as error:
        _fail(errors, str(error))
    Console().print(
        escape(f"{summary.n_documents} documents, {summary.n_targets} targets: open {summary.index}"), highlight=False, soft_wrap=True
    )


@app.command(
    epilog="Example: [bold]govtargets score --shared ../shared[/bold], then read errors.tsv in the scratch folder"
)
def score(
    shared: Shared = Path("../shared"),
    scratch: Annotated[Path, typer.Option(help="Folder for the tables and the list of errors.")] = Path(
        ".scratch/score"
    ),
    raw: Annotated[Path, typer.Option(help="Folder of the documents that the corrections are of.")] = Path("data/raw"),
    corrections: Annotated[Path, typer.Option(help="Folder of corrected files, which serve as labels too.")] = Path("data/corrections"),
    jobs: Jobs = 0,
) -> None:
    """Extract the labelled documents and compare the tables with the labels; and the rules with what people have corrected.

    Without the folder of labelled documents there is nothing to compare; that is said, and is no error.
    """
    from pipeline import score as scoring
    from pipeline.progress import ConsoleProgress

    errors = Console(stderr=True)
    if raw.is_dir():
        for name, (right, reviewed) in scoring.against_corrections(raw, corrections).items():
            print(f"against corrections: {name} {right} of {reviewed}")
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
    usage: Annotated[
        bool, typer.Option("--usage", help="Tell instead which entries fit one labelled document of --shared alone.")
    ] = False,
    shared: Shared = Path("../shared"),
    scratch: Annotated[Path, typer.Option(help="Folder for the tables and lists of --usage.")] = Path(".scratch/usage"),
    jobs: Jobs = 0,
) -> None:
    """Check the rule files: every example must fire, no counter-example may.

    Every entry needs an example, and every file a checker. Exit status 1 if anything fails; each failure is one line.
    With [bold]--usage[/bold]: how many entries and words occur in no document or in one, and the entries without which one
    labelled document and no other has other tables. Exit status 1 if there are any such entries.
    """
    if usage:
        _print_usage(shared, scratch, jobs)
        return
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


def _print_usage(shared: Path, scratch: Path, jobs: int) -> None:
    from pipeline.progress import ConsoleProgress
    from pipeline.removal import fitted, fitted_lines
    from pipeline.run import UnusableArgumentError
    from pipeline.usage import read_corpus, rule_entries, rule_words, usage, usage_lines, write_usage

    errors = Console(stderr=True)
    try:
        with ConsoleProgress(errors) as progress:
            documents = read_corpus(shared, scratch, jobs, progress)
    except UnusableArgumentError as error:
        _fail(errors, str(error))
    uses = usage(rule_words(), documents, rule_entries())
    write_usage(uses, scratch / "usage.tsv")
    n_labelled = sum(document.labelled for document in documents)
    print(f"{n_labelled} labelled and {len(documents) - n_labelled} unlabelled documents")
    print("\n".join(usage_lines(uses)))
    print(f"\nevery entry and word: {scratch / 'usage.tsv'}\n")
    found = list(fitted(uses, shared, jobs))
    print("\n".join(fitted_lines(found)))
    if found:
        raise typer.Exit(REJECTED)


@app.command(
    epilog="Example: [bold]govtargets audit[/bold], judge the sheets, then [bold]govtargets audit --read[/bold]"
)
def audit(
    shared: Shared = Path("../shared"),
    tables: Annotated[Path | None, typer.Option(help="Folder of tables to draw from, instead of a run.")] = None,
    out: Annotated[Path, typer.Option(help="Folder of the sheet; it quotes documents.")] = Path(".scratch/audit"),
    size: Annotated[int, typer.Option(min=1, help="Metrics to draw; the other samples have their share of it.")] = 200,
    seed: Annotated[int, typer.Option(help="Another seed draws another sheet.")] = 1,
    kind: Annotated[list[str] | None, typer.Option(help="Kinds of document to draw from; all if not given.")] = None,
    carry: Annotated[Path | None, typer.Option(help="A judged sheet, to take over what still holds.")] = None,
    read: Annotated[
        bool, typer.Option("--read", help="Read the judged sheet in --out, keep and show figures.")
    ] = False,
    docs: Annotated[Path, typer.Option(help="Folder that keeps the figures.")] = Path("docs"),
    jobs: Jobs = 0,
) -> None:
    """Draw records of unlabelled documents to be judged by a reader, or read the judged sheet back.

    Judge with [bold]y[/bold] or [bold]n[/bold] in the columns that begin with ok_; [bold]-[/bold] leaves a field out.
    """
    from datetime import date

    from pipeline import audit as auditing
    from pipeline.progress import ConsoleProgress
    from pipeline.run import UnusableArgumentError, extract_corpus

    errors = Console(stderr=True)
    try:
        if read:
            found = auditing.figures(out)
            print(f"{auditing.figures_table(found)}\nkept: {auditing.write_figures(found, docs, date.today())}")
            return
        if tables is None:
            tables = out.with_name(f"{out.name}-tables")
            with ConsoleProgress(errors) as progress:
                extract_corpus(shared / "corpus" / "unlabelled", tables, jobs, progress=progress)
        sheet = auditing.draw(tables, size, seed, kind or ())
        n_carried = auditing.write_sheet(sheet, out, size, seed, carry)
    except (UnusableArgumentError, auditing.SheetError, OSError) as error:
        _fail(errors, str(error))
    print("\n".join(auditing.sheet_lines(sheet)))
    print(f"{n_carried} judgements taken over; the sheet: {out}")


@app.command(epilog="Example: [bold]govtargets compare --base HEAD~1[/bold], then read changes.tsv")
def compare(
    shared: Shared = Path("../shared"),
    base: Annotated[str, typer.Option(help="The commit to compare with, as git names it.")] = "HEAD",
    scratch: Annotated[Path, typer.Option(help="Folder for tables and lists.")] = Path(".scratch/compare"),
    suffix: Annotated[list[str] | None, typer.Option(help="Files to read; .txt if not given.")] = None,
    jobs: Jobs = 0,
) -> None:
    """List every record that the working tree gains, loses or changes against a commit."""
    from pipeline import compare as comparing
    from pipeline.progress import ConsoleProgress
    from pipeline.run import UnusableArgumentError

    errors = Console(stderr=True)
    try:
        with ConsoleProgress(errors) as progress:
            sides = comparing.run_sides(shared, base, scratch, jobs, suffix or (".txt",), progress)
    except (UnusableArgumentError, OSError) as error:
        _fail(errors, str(error))
    comparison = comparing.compare_tables(sides.base, sides.now)
    scores = comparing.score_sides(shared, sides, scratch)
    paths = comparing.write_lists(comparison, scores, scratch)
    print(f"base {sides.commit[:12]}{', as read before' if sides.kept else ''}")
    print("\n".join(comparing.summary_lines(comparison, scores)))
    print(f"\nthe lists: {', '.join(map(str, paths))}")


@app.command()
def train(shared: Shared = Path("../shared")) -> None:
    """Train the recogniser for bodies and places again, from the documents in the shared folder."""
    from pipeline.train import train as train_recogniser

    print(train_recogniser(shared).summary())


@app.command()
def calibrate(
    shared: Shared = Path("../shared"),
    sheet: Annotated[Path | None, typer.Option(help="Folder of a judged audit sheet, whose records count from now on.")] = None,
) -> None:
    """Fit the confidence of records again, and print how well it holds on documents left out.

    It is fitted on the labelled documents and on the records of judged audit sheets, of which features and outcomes are kept.
    """
    errors = Console(stderr=True)
    if not (shared / "gold").is_dir():
        _fail(errors, f"no labelled documents below {shared}: nothing to calibrate on")
    from pipeline.calibrate import calibrate as calibrate_confidence

    table = Table("confidence", "records", "mean", "right", box=None, header_style="bold")
    for row in calibrate_confidence(shared, sheet=sheet):
        table.add_row(f"{row['from']}-{row['to']}", str(row["records"]), str(row["mean_confidence"]), str(row["right"]))
    Console().print(table)


@app.command(epilog="Example: [bold]govtargets show data/raw/report.txt[/bold]")
def show(
    file: Annotated[Path, typer.Argument(help="One document of any readable format.")],
    in_text: Annotated[bool, typer.Option("--text/--no-text", help="Print the text too, with what was found in colour.")] = True,
) -> None:
    """Extract one document and print what was found in it, without writing anything."""
    from pipeline.read import UnreadableError
    from pipeline.records import document_key
    from pipeline.run import process_source, read_source

    errors = Console(stderr=True)
    try:
        key = document_key(file.read_bytes(), file.name)
        source = read_source(file)
    except OSError as error:
        _fail(errors, f"{file}: {error.strerror or error}")
    except UnreadableError as error:
        _fail(errors, str(error))
    tables = process_source(source, key)
    console = _wide_console()
    document = tables["documents"][0]
    for name in ("title", "doc_number", "doc_type", "issuer", "region", "published_on", "plan_year", "script"):
        console.print(f"[bold]{name}[/bold]  {escape(visible(str(document.get(name))))}", highlight=False)
    if in_text:
        _print_marked(console, document["text"], tables)
    # A qualitative target has no indicator; its words stand for it.
    targets = [row | {"metric": row["metric"] or row["evidence"]} for row in tables["targets"]]
    _print_rows(console, "targets", targets, ("metric", "comparator", "value", "unit", "measure", "deadline", "target_id"))
    _print_rows(console, "responsible_bodies", tables["responsible_bodies"], ("name", "role", "task"))
    _print_rows(console, "rejects", tables["rejects"], ("stage", "table_name", "error_type", "message"))
    counts = ", ".join(f"{len(rows)} {name}" for name, rows in tables.items() if name not in ("documents", "panel"))
    console.print(counts, highlight=False)


#: Look of a mark on a page -> style on a terminal; the first that fits counts.
_STYLES = {
    "value-target": "bold black on green", "value-result": "bold black on cyan", "value-criterion": "bold black on magenta", "body": "bold red",
    "deadline": "yellow", "clause-target": "green", "clause-result": "cyan", "clause-criterion": "magenta",
}


def _print_marked(console: Console, text: str, tables: dict[str, list[dict[str, Any]]]) -> None:
    """The text with its numbers, clauses, times and bodies in colour, and what the colours mean."""
    from pipeline.report.document_page import marks
    from pipeline.report.marked_text import stretches

    shown = Text()
    for part in stretches(text, marks(tables)):
        style = next((style for look, style in _STYLES.items() if look in part.looks), "")
        shown.append(coded(part.text), style)
    console.print(shown, soft_wrap=True)
    console.print(Text("  ").join(Text(look, style) for look, style in _STYLES.items()), soft_wrap=True)


@app.command(epilog="Example: [bold]govtargets explain 0123456789abcdef[/bold] with a key such as target_id")
def explain(
    record_id: Annotated[str, typer.Argument(help="Key of a target, metric, deadline or body.")],
    tables: Annotated[Path, typer.Option(help="Folder with the tables of a run.")] = Path("data/processed"),
) -> None:
    """Tell why a record is as it is: which rule, which words, why this date."""
    from pipeline.explain import UnknownRecordError
    from pipeline.explain import explain as explained

    try:
        found = explained(tables, record_id, language())
    except (UnknownRecordError, FileNotFoundError) as error:
        _fail(Console(stderr=True), str(error))
    console = _wide_console()
    title = found.document["title"] or found.document["source_path"]
    console.print(f"[bold]{found.table}[/bold]  {escape(visible(title))}", highlight=False)
    section = " › ".join(found.record.get("section") or ())
    if section:
        console.print(escape(visible(section)), style="dim", highlight=False)
    around = Text.assemble(visible(found.before), (visible(found.clause), "bold reverse"), visible(found.after))
    console.print(around, soft_wrap=True)
    reasons: list[dict[str, object]] = [{"column": r.column, "value": r.value, "words": r.words, "because": r.says} for r in found.reasons]
    _print_rows(console, "", reasons, ("column", "value", "words", "because"))


def _print_rows(console: Console, title: str, rows: list[dict[str, object]], names: tuple[str, ...]) -> None:
    if not rows:
        return
    table = Table(*names, title=title, title_justify="left", header_style="bold", box=None)
    for row in rows:
        cells = ("" if row.get(name) is None else str(row[name]) for name in names)
        table.add_row(*(escape(visible(cell)) for cell in cells))
    console.print(table)


@app.command(epilog="Example: [bold]govtargets verify --out data/processed[/bold]")
def verify(
    out: Annotated[Path, typer.Option(help="Folder of the tables.")] = Path("data/processed"),
    raw: Annotated[Path | None, typer.Option(help="Folder of documents, to tell what is not extracted yet.")] = None,
    again: Annotated[
        bool, typer.Option("--again", help="Extract everything in --raw once more, too, and compare byte for byte.")
    ] = False,
    jobs: Jobs = 0,
) -> None:
    """Hold the tables against themselves, their manifest and the texts, and name every fault.

    Digests, schemas, counts, ids, keys between tables, spans and the words at them, repeated columns, the panel: all that can
    be recomputed is. Exit status 1 if there is a fault; files that are new, changed or gone since are told, and are none.
    """
    from pipeline import verify as verifying

    if again and raw is None:
        _fail(Console(stderr=True), "--again needs --raw")
    n_faults = 0
    for fault in verifying.verify(out):
        n_faults += 1
        print(visible(str(fault)))
    if again and raw is not None:
        for fault in verifying.again(out, raw, jobs):
            n_faults += 1
            print(visible(str(fault)))
    if n_faults:
        print(f"{n_faults} faults in {out}; to have the tables made again: rm -r {out / '.state'}, then make extract")
        raise typer.Exit(REJECTED)
    for line in verifying.behind(out, raw) if raw is not None and raw.is_dir() else ():
        print(visible(line))
    print(f"no fault in {out}")


def _print_summary(console: Console, summary: RunSummary, out: Path) -> None:
    table = Table(box=None, show_header=False)
    table.add_column(justify="right")
    table.add_column()
    stages = ", ".join(f"{stage} {number}" for stage, number in sorted(summary.rejects.items()))
    for name, count in summary.rows.items():
        table.add_row(str(count), f"{name} ({stages})" if name == "rejects" and stages else name)
    console.print(table)
    if summary.n_given_up:
        console.print(f"{summary.n_given_up} given up earlier for time, memory or a crash; --retry tries them again")
    counts = f"{summary.n_done} documents done, {summary.n_kept} kept, {summary.n_removed} removed"
    if not summary.is_new and not summary.n_done:
        counts = f"nothing to do: {summary.n_kept} documents are as they were"
    where = f"{counts}; {summary.seconds:.1f} s, tables in {escape(str(out))}"
    console.print(where, highlight=False, soft_wrap=True)


def language() -> str:
    """zh where the locale is Chinese, else en."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if os.environ.get(name):
            return "zh" if os.environ[name].lower().startswith("zh") else "en"
    return "en"


def _wide_console() -> Console:
    """A console that cuts no column where its output goes to a file or another program."""
    console = Console()
    return console if console.is_terminal else Console(width=max(console.width, _PIPE_WIDTH))


def _fail(console: Console, message: str, status: int = UNUSABLE) -> NoReturn:
    console.print(f"[bold red]error:[/bold red] {escape(message)}", highlight=False, soft_wrap=True)
    raise typer.Exit(status)


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
