"""The command line: ``govtargets`` or ``python -m pipeline``."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from pipeline.harmless import visible
from pipeline.helping import teach
from pipeline.messages import language, say
from pipeline.terminal import (
    HELD,
    INTERRUPTED,
    REJECTED,
    cause,
    fail,
    label,
    named,
    print_corrections,
    print_marked,
    print_rejects,
    print_rows,
    print_summary,
    reading,
    table_name,
    tell,
    wide_console,
    without_name,
)
from pipeline.version import PIPELINE_VERSION

if TYPE_CHECKING:
    from typer.core import TyperGroup

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Targets, metrics, deadlines and responsible bodies out of Chinese government documents, as Parquet tables.",
    epilog="Start with [bold]govtargets extract --raw FOLDER --out FOLDER[/bold], then read the tables with pandas, "
    "polars or DuckDB.",
)

#: Panels of the commands in the help.
FOR_READERS, FOR_RULES = "To extract, look and check", "To change the rules"

Jobs = Annotated[
    int, typer.Option("--jobs", "-j", min=0, help="Processes; 0 takes as many as there are cores and work for.")
]
Shared = Annotated[
    Path, typer.Option(help="Folder with the labelled documents ([bold]corpus, gold, score[/bold]).", show_default=True)
]


@app.command(
    rich_help_panel=FOR_READERS,
    epilog="Example: [bold]govtargets extract --raw data/raw --out data/processed --jobs 4[/bold]",
)
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
    from pipeline.engines import CannotStartError
    from pipeline.progress import ConsoleProgress
    from pipeline.run import UnusableArgumentError, extract_corpus
    from pipeline.store import HeldError

    if scheduler:
        os.environ["GOVTARGETS_SCHEDULER"] = scheduler
    errors = Console(stderr=True)
    unchanged = say("extract.unchanged", out=out)
    try:
        with ConsoleProgress(errors) as progress:
            summary = extract_corpus(raw, out, jobs, progress=progress, engine_name=engine, retry=retry, wait=wait, corrections=corrections)
    except (UnusableArgumentError, CannotStartError) as error:
        fail(str(error))
    except HeldError as error:
        fail(str(error), HELD)
    except (ConnectionError, TimeoutError) as error:
        fail(say("engine.unreachable", cause=cause(error), unchanged=unchanged))
    except OSError as error:
        fail(say("extract.write_failed", cause=cause(error), unchanged=unchanged))
    except KeyboardInterrupt:
        tell(errors, say("extract.interrupted", unchanged=unchanged))
        raise typer.Exit(INTERRUPTED) from None
    if summary.n_files == 0:
        tell(errors, say("extract.no_documents", raw=raw))
    print_summary(Console(), summary, out)
    print_corrections(Console(), out)
    if summary.rows["rejects"]:
        print_rejects(errors, out)
    if strict and summary.rows["rejects"]:
        raise typer.Exit(REJECTED)


@app.command(
    rich_help_panel=FOR_READERS,
    epilog="Example: [bold]govtargets export --to s3://bucket/targets --key region_code[/bold]",
)
def export(
    to: Annotated[str, typer.Option(help="A folder, or the address of one on any file system of Arrow or fsspec.")],
    tables: Annotated[Path, typer.Option(help="Folder with the tables of a run.")] = Path("data/processed"),
    key: Annotated[str, typer.Option(help="What the dataset is divided by: year or region_code.")] = "year",
) -> None:
    """Copy the tables to another file system as a partitioned dataset."""
    from pipeline import export as exporting

    try:
        rows = exporting.export(tables, to, key)
    except exporting.ExportError as error:
        fail(str(error))
    except OSError as error:
        fail(say("export.failed", target=to, cause=cause(error)))
    tell(Console(), say("export.done", rows=sum(rows.values()), tables=len(rows), key=key, target=to))


@app.command(
    rich_help_panel=FOR_READERS,
    epilog="Example: [bold]govtargets panel --metric 地区生产总值 --years 2020-2025[/bold]",
)
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
        with reading(tables, "panel"):
            frame = select(tables, Selection(region, metric, years))
            files = write_files(frame, out or tables / "panel")
    except SelectionError as error:
        fail(str(error))
    rows = shown_rows(frame)
    console = wide_console()
    print_rows(console, "", rows, rows[0])
    for path in files:
        tell(console, str(path))


@app.command(
    rich_help_panel=FOR_READERS,
    epilog="Example: [bold]govtargets review --size 50[/bold], correct review.csv, put it into data/corrections",
)
def review(
    tables: Annotated[Path, typer.Option(help="Folder with the tables of a run.")] = Path("data/processed"),
    out: Annotated[Path | None, typer.Option(help="File to write; [bold]review.csv[/bold] with the tables if not given. With the suffix .json, tasks for Label Studio; with .jsonl, data for doccano.")] = None,
    size: Annotated[int, typer.Option(min=1, help="How many records.")] = 100,
) -> None:
    """Write the most doubtful records into a file to be corrected.

    Change what is wrong; write [bold]ok[/bold] as verdict where a record is right, [bold]remove[/bold] where it is none. Put
    the file into the folder of corrections: the next run applies it, and so does every later one while the document is the same.
    """
    from pipeline.corrections import doubtful, write_csv, write_doccano, write_label_studio

    path = out or tables / "review.csv"
    with reading(tables, "metrics", "targets", "documents"):
        rows = doubtful(tables, size)
        written = [path]
        if path.suffix.lower() == ".json":
            written.append(write_label_studio(rows, path))
        elif path.suffix.lower() == ".jsonl":
            write_doccano(rows, path)
        else:
            write_csv(rows, path)
    tell(Console(), say("review.done", records=len(rows), files=", ".join(map(str, written))))
    tell(Console(stderr=True), say("review.next", folder="data/corrections"))


@app.command(
    rich_help_panel=FOR_READERS,
    epilog="Example: [bold]govtargets report --tables data/processed[/bold], then open report/index.html there",
)
def report(
    tables: Annotated[Path, typer.Option(help="Folder with the tables of a run.")] = Path("data/processed"),
    out: Annotated[Path | None, typer.Option(help="Folder for the pages; [bold]report[/bold] in the tables' if not given.")] = None,
) -> None:
    """Write pages to look at: each document's text beside its records, and an index with filters and charts.

    The pages open from the disk, without a server or a network. `#` and a record's key at the end of a page's address
    lead to the record.
    """
    from pipeline.progress import counted
    from pipeline.report.site import write_site
    from schemas import TABLES

    with reading(tables, *TABLES), counted(Console(stderr=True), say("progress.pages")) as advance:
        summary = write_site(tables, out or tables / "report", advance)
    tell(Console(), say("report.done", documents=summary.n_documents, targets=summary.n_targets, index=summary.index))


@app.command(
    rich_help_panel=FOR_RULES,
    epilog="Example: [bold]govtargets score --shared ../shared[/bold], then read errors.tsv in the scratch folder",
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
    from subprocess import CalledProcessError

    from pipeline import score as scoring
    from pipeline.progress import ConsoleProgress

    errors = Console(stderr=True)
    if raw.is_dir():
        for name, (right, reviewed) in scoring.against_corrections(raw, corrections).items():
            print(say("score.corrections", name=name, right=right, reviewed=reviewed))
    missing = scoring.missing_parts(shared)
    if missing:
        tell(errors, say("score.missing", shared=shared, missing=", ".join(missing)))
        return
    try:
        with ConsoleProgress(errors) as progress:
            files = scoring.score(shared, scratch, jobs, progress)
    except CalledProcessError as error:
        fail(say("score.failed", scorer=error.cmd[1], status=error.returncode))
    print(say("score.files", errors=files.errors, figures=files.figures))


@app.command(
    rich_help_panel=FOR_RULES,
    epilog="Example: [bold]govtargets rules times units[/bold] checks these two files only",
)
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
        fail(say("rules.unknown", names=", ".join(unknown), known=", ".join(known)))
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
        fail(str(error))
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
    rich_help_panel=FOR_RULES,
    epilog="Example: [bold]govtargets audit[/bold], judge the sheets, then [bold]govtargets audit --read[/bold]",
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
        fail(str(error))
    print("\n".join(auditing.sheet_lines(sheet)))
    print(f"{n_carried} judgements taken over; the sheet: {out}")


@app.command(
    rich_help_panel=FOR_RULES,
    epilog="Example: [bold]govtargets compare --base HEAD~1[/bold], then read changes.tsv",
)
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
        fail(str(error))
    comparison = comparing.compare_tables(sides.base, sides.now)
    scores = comparing.score_sides(shared, sides, scratch)
    paths = comparing.write_lists(comparison, scores, scratch)
    print(f"base {sides.commit[:12]}{', as read before' if sides.kept else ''}")
    print("\n".join(comparing.summary_lines(comparison, scores)))
    print(f"\nthe lists: {', '.join(map(str, paths))}")


@app.command(
    rich_help_panel=FOR_RULES,
    epilog="Example: [bold]govtargets train --shared ../shared[/bold], then [bold]govtargets score[/bold] to see what it is worth",
)
def train(shared: Shared = Path("../shared")) -> None:
    """Train the recogniser for bodies and places again, from the documents in the shared folder.

    The model is written into the program's folder; how often it is right is printed, against the rules and against people.
    """
    _need_labelled(shared)
    from pipeline.train import train as train_recogniser

    print(train_recogniser(shared).summary())


@app.command(
    rich_help_panel=FOR_RULES,
    epilog="Example: [bold]govtargets calibrate --shared ../shared --sheet .scratch/audit[/bold]",
)
def calibrate(
    shared: Shared = Path("../shared"),
    sheet: Annotated[Path | None, typer.Option(help="Folder of a judged audit sheet, whose records count from now on.")] = None,
) -> None:
    """Fit the confidence of records again, and print how well it holds on documents left out.

    It is fitted on the labelled documents and on the records of judged audit sheets, of which features and outcomes are kept.
    """
    _need_labelled(shared)
    from pipeline.calibrate import calibrate as calibrate_confidence

    table = Table("confidence", "records", "mean", "right", box=None, header_style="bold")
    for row in calibrate_confidence(shared, sheet=sheet):
        table.add_row(f"{row['from']}-{row['to']}", str(row["records"]), str(row["mean_confidence"]), str(row["right"]))
    Console().print(table)


@app.command(
    rich_help_panel=FOR_READERS,
    epilog="Example: [bold]govtargets show report.docx --no-text[/bold]",
)
def show(
    file: Annotated[Path, typer.Argument(help="One document of any readable format.")],
    in_text: Annotated[bool, typer.Option("--text/--no-text", help="Print the text too, with what was found in colour.")] = True,
) -> None:
    """Extract one document and print what was found in it, without writing anything.

    First the text in colour, then targets, other values and bodies, with the keys that [bold]explain[/bold] takes.
    """
    from pipeline.read import UnreadableError
    from pipeline.records import document_key
    from pipeline.run import process_source, read_source

    try:
        key = document_key(file.read_bytes(), file.name)
        source = read_source(file)
    except IsADirectoryError:
        fail(say("file.is_a_folder", file=file))
    except OSError as error:
        fail(say("file.fault", file=file, cause=error.strerror or error))
    except UnreadableError as error:
        fail(say("file.not_read", file=file, cause=without_name(str(error), file.as_posix())))
    tables = process_source(source, key)
    console = wide_console()
    document = tables["documents"][0]
    for name in ("title", "doc_number", "doc_type", "issuer", "region", "published_on", "plan_year", "script"):
        console.print(f"[bold]{label(name)}[/bold]  {escape(visible(named(name, document.get(name))))}", highlight=False)
    if in_text:
        print_marked(console, document["text"], tables)
    # A qualitative target has no indicator; its words stand for it.
    targets = [row | {"metric": row["metric"] or row["evidence"]} for row in tables["targets"]]
    others = [row for row in tables["metrics"] if row["status"] != "target"]
    print_rows(console, "targets", targets, ("metric", "comparator", "value", "unit", "measure", "deadline", "target_id"))
    print_rows(console, "metrics", others, ("metric", "status", "comparator", "value", "unit", "measure", "period_end", "metric_id"))
    print_rows(console, "responsible_bodies", tables["responsible_bodies"], ("name", "role", "task", "body_id"))
    print_rows(console, "rejects", tables["rejects"], ("stage", "table_name", "error_type", "message"))
    counts = ", ".join(f"{len(rows)} {table_name(name)}" for name, rows in tables.items() if name not in ("documents", "panel"))
    tell(console, counts)


@app.command(
    rich_help_panel=FOR_READERS,
    epilog="Example: [bold]govtargets explain 0123456789abcdef[/bold] with a key such as target_id",
)
def explain(
    record_id: Annotated[str, typer.Argument(help="Key of a target, metric, deadline or body.")],
    tables: Annotated[Path, typer.Option(help="Folder with the tables of a run.")] = Path("data/processed"),
) -> None:
    """Tell why a record is as it is: which rule, which words, why this date.

    Its key is [bold]target_id, metric_id, deadline_id[/bold] or [bold]body_id[/bold] in the tables. [bold]show[/bold] prints
    keys too, and in the report they stand behind the # of a page's address.
    """
    from pipeline.explain import UnknownRecordError
    from pipeline.explain import explain as explained

    try:
        with reading(tables, "documents", "targets"):
            found = explained(tables, record_id.removeprefix("#"), language())
    except UnknownRecordError as error:
        fail(str(error))
    console = wide_console()
    title = found.document["title"] or found.document["source_path"]
    console.print(f"[bold]{table_name(found.table)}[/bold]  {escape(visible(title))}", highlight=False)
    section = " › ".join(found.record.get("section") or ())
    if section:
        console.print(escape(visible(section)), style="dim", highlight=False)
    around = Text.assemble(visible(found.before), (visible(found.clause), "bold reverse"), visible(found.after))
    console.print(around, soft_wrap=True)
    reasons: list[dict[str, object]] = [
        {"column": label(r.column), "value": named(r.column, r.value, found.table), "words": r.words, "because": r.says} for r in found.reasons
    ]
    print_rows(console, "", reasons, ("column", "value", "words", "because"))


@app.command(
    rich_help_panel=FOR_READERS,
    epilog="Example: [bold]govtargets verify --out data/processed --raw data/raw[/bold]",
)
def verify(
    out: Annotated[Path, typer.Option(help="Folder of the tables.")] = Path("data/processed"),
    raw: Annotated[Path | None, typer.Option(help="Folder of documents, to tell what is not extracted yet.")] = None,
    again: Annotated[
        bool, typer.Option("--again", help="Extract everything in --raw once more, too, and compare byte for byte.")
    ] = False,
    corrections: Annotated[Path, typer.Option(help="Folder of corrected files that the run had, for [bold]--again[/bold].")] = Path("data/corrections"),
    jobs: Jobs = 0,
) -> None:
    """Hold the tables against themselves, their manifest and the texts, and name every fault.

    Digests, schemas, counts, ids, keys between tables, spans and the words at them, repeated columns, the panel: all that can
    be recomputed is. Exit status 1 if there is a fault; files that are new, changed or gone since are told, and are none.
    """
    from itertools import chain

    from pipeline import verify as verifying
    from schemas import TABLES

    if again and raw is None:
        fail(say("verify.needs_raw"))
    if not any((out / f"{name}.parquet").exists() for name in TABLES):
        fail(say("tables.none", folder=out, file="documents.parquet"))
    if raw is not None and not raw.is_dir():
        fail(say("folder.missing" if not raw.exists() else "folder.not_a_folder", path=raw))
    n_faults = 0
    for fault in chain(verifying.verify(out), verifying.again(out, raw, jobs, corrections) if again and raw is not None else ()):
        n_faults += 1
        print(visible(str(fault)))
    if n_faults:
        print(say("verify.faults", number=n_faults, out=out, state=out / ".state"))
        raise typer.Exit(REJECTED)
    for line in verifying.behind(out, raw) if raw is not None else ():
        print(visible(line))
    print(say("verify.none", out=out))


def _need_labelled(shared: Path) -> None:
    if not (shared / "gold").is_dir():
        fail(say("labelled.missing", shared=shared))


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
    for stream in (sys.stdout, sys.stderr):
        # What the terminal's encoding does not have is shown as its code.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    program = cast("TyperGroup", typer.main.get_command(app))
    teach(program)
    program()


if __name__ == "__main__":
    main()
