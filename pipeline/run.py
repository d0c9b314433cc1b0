"""A corpus from a folder of files to the eight tables.

The only room, beside the plan and the engines, that knows of files, processes and progress. What a worker makes of one document
(:class:`DocumentResult`) depends on nothing but its bytes, its path, the rules and the version, and is complete in itself:
it is kept beside the tables, and a later run makes again only what is new or changed.
"""

from __future__ import annotations

import gc
import hashlib
import os
import re
import tempfile
import time
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from importlib.util import find_spec
from pathlib import Path, PurePosixPath
from typing import Protocol

import pyarrow as pa

from pipeline.corrections import Correction, Corrections, stale_problems
from pipeline.corrections import apply as apply_corrections
from pipeline.corrections import load as load_corrections
from pipeline.engines import Bounds, GivenUp, engine, note_stage
from pipeline.engines.local import leave_to_parent, worker_count
from pipeline.messages import say
from pipeline.plan import Plan, Task, cause, error_type, file_digest, plan
from pipeline.read.archive import member_bytes
from pipeline.read.limits import limit_names, limits
from pipeline.read.sameness import same_texts, sketch
from pipeline.records import DocumentKey, DocumentRecords, Record
from pipeline.store import (
    STATE,
    DamagedError,
    DamagedIndexError,
    DocumentResult,
    Kept,
    Outcome,
    State,
    held,
    new_set,
    pack,
    read_manifest,
    signature,
    to_batch,
    to_table,
    unpack,
)
from pipeline.store.program import program_version
from pipeline.types import SourceText
from pipeline.validate import Tables, unprocessed, validate
from schemas import TABLES

#: File -> text; what it raises becomes a reject.
Reader = Callable[[Path], SourceText]
Extractor = Callable[[SourceText, DocumentKey], DocumentRecords]

#: Code points that are no characters and that UTF-8, and so Parquet, cannot hold.
_SURROGATE = re.compile("[\ud800-\udfff]")
#: Bytes of a document that have as much time again.
_BYTES_PER_TURN = 10_000_000
#: Settings that are looked at before a run, and what a worker needs to start.
_CONVERTER, _MEMORY, _LEAST_MEMORY_MB = "GOVTARGETS_CONVERTER", "GOVTARGETS_MAX_DOCUMENT_MEMORY_MB", 300
#: Kinds of fault that another machine, or this one at another hour, might not have: a run repeats them only if it is told to.
_LIMITS = frozenset({"TimeLimitError", "MemoryLimitError", "WorkerDiedError"})


class UnusableArgumentError(ValueError):
    """A folder that cannot be read from or written to; the message names it."""


class MemoryLimitError(MemoryError):
    """A document takes more memory than a worker may have."""

    def __init__(self) -> None:
        most = limits().max_document_memory_mb
        super().__init__(f"takes more than {most} MB (GOVTARGETS_MAX_DOCUMENT_MEMORY_MB)")


@dataclass(slots=True)
class RunSummary:
    """What a run did.

    Attributes
    ----------
    rows : dict
        Table name -> rows.
    rejects : Counter
        Stage -> rows of ``rejects``.
    n_files, n_bytes : int
        Files found, and the bytes of those worked on.
    n_done, n_kept, n_removed : int
        Documents worked on, documents kept from earlier runs, and documents that are gone.
    n_given_up : int
        Documents given up in an earlier run for time, memory or a crash, and not tried again.
    is_new : bool
        Whether the tables changed.
    seconds : float
        Wall-clock time.
    """

    rows: dict[str, int]
    rejects: Counter[str]
    n_files: int
    n_bytes: int
    n_done: int
    n_kept: int
    n_removed: int
    n_given_up: int
    is_new: bool
    seconds: float


class Progress(Protocol):
    """Told how far a run is; the command line draws a bar."""

    def wait(self, message: str) -> None: ...

    def start(self, n_documents: int, n_bytes: int, jobs: int) -> None: ...

    def advance(self, n_bytes: int) -> None: ...


class _Silent:
    def wait(self, message: str) -> None:
        pass

    def start(self, n_documents: int, n_bytes: int, jobs: int) -> None:
        pass

    def advance(self, n_bytes: int) -> None:
        pass


def read_source(path: Path) -> SourceText:
    """The readers of the pipeline, by magic bytes and suffix."""
    from pipeline.read import read  # the readers are imported in the worker that needs them

    return read(path)


def extract_source(source: SourceText, key: DocumentKey) -> DocumentRecords:
    """The extraction core."""
    with _nothing_collected():
        from pipeline.document import extract_document  # imports jieba and the rules: seconds that only a worker spends

        return extract_document(source, key)


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """Let the collector of cycles rest: a document makes none, and the rules that the first one loads stay to the end."""
    at_work = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if at_work:
            gc.enable()


def extract_corpus(
    raw: Path,
    out: Path,
    jobs: int = 0,
    *,
    reader: Reader | None = None,
    extractor: Extractor | None = None,
    progress: Progress | None = None,
    engine_name: str | None = None,
    retry: bool = False,
    wait: bool = True,
    corrections: Path | None = None,
) -> RunSummary:
    """Read every new or changed document below a folder and write the tables of all.

    Parameters
    ----------
    raw : Path
        Folder of documents, read recursively; hidden files are left out, links out of the folder are not followed.
    out : Path
        Folder of the tables; made if it does not exist. What is kept for the next run is in ``.state`` in it.
    jobs : int
        Processes; 0 means as many as there are cores and work for.
    reader, extractor : callable
        Functions of a module (workers find them by name); those of the pipeline if not given.
    progress : Progress, optional
        Told after each document.
    engine_name : str, optional
        Who works, see :mod:`pipeline.engines`.
    retry : bool
        Whether to try again what an earlier run gave up for time, memory or a crash.
    wait : bool
        Whether to wait while another run works on the same tables.
    corrections : Path, optional
        Folder of corrected files, see :mod:`pipeline.corrections`.

    Raises
    ------
    UnusableArgumentError
        If ``raw`` is no readable folder, ``out`` cannot be a folder of tables, there is no such engine, or a setting of the
        environment is none.
    HeldError
        If another run works on the tables and is not to be waited for.
    CannotStartError
        If worker processes end before they have begun, as they do when the calling program cannot be imported.
    OSError
        If nothing more can be written; the tables are as they were, and so is what was finished.
    """
    leave_to_parent()
    began = time.perf_counter()
    progress = progress or _Silent()
    raw, out = check_folders(raw, out)
    check_settings()
    try:
        engine(engine_name)
    except ValueError as error:
        raise UnusableArgumentError(str(error)) from error
    (out / STATE).mkdir(parents=True, exist_ok=True)
    with held(out / STATE, wait=wait, tell=progress.wait):
        state = State(out / STATE)
        found = load_corrections(corrections)
        run = _Run(raw, out, state, reader or read_source, extractor or extract_source, progress, found)
        run.preload = ("pipeline.engines.warm" if extractor is None else "pipeline.run",)
        try:
            summary = _to_the_end(run, jobs, engine_name, retry)
        finally:
            state.close()
    summary.seconds = time.perf_counter() - began
    return summary


def check_folders(raw: Path, out: Path) -> tuple[Path, Path]:
    """Both folders, resolved; what is wrong with them is said before any work is done."""
    if not raw.exists():
        raise UnusableArgumentError(say("folder.missing", path=raw))
    if not raw.is_dir():
        raise UnusableArgumentError(say("folder.is_a_file" if raw.is_file() else "folder.not_a_folder", path=raw))
    if not os.access(raw, os.R_OK | os.X_OK):
        raise UnusableArgumentError(say("folder.unreadable", path=raw))
    raw, out = raw.resolve(), out.resolve()
    if out == raw or raw in out.parents:
        raise UnusableArgumentError(say("folder.among_raw", out=out, raw=raw))
    existing = next(folder for folder in (out, *out.parents) if folder.exists())
    if not existing.is_dir():
        raise UnusableArgumentError(say("folder.not_a_folder", path=existing))
    if not os.access(existing, os.W_OK | os.X_OK):
        raise UnusableArgumentError(say("folder.unwritable", path=out))
    return raw, out


def check_settings() -> None:
    """What no document could be read with is said before any work is done, and not of each document."""
    for name in limit_names():
        least = _LEAST_MEMORY_MB if name == _MEMORY else 1
        value = os.environ.get(name, str(least))
        if not value.isdecimal() or int(value) < least:
            raise UnusableArgumentError(say("setting.number", name=name, value=repr(value), least=least))
    converter = os.environ.get(_CONVERTER) or "zhconv"
    if converter not in ("zhconv", "opencc") or find_spec(converter) is None:
        raise UnusableArgumentError(say("setting.converter", name=_CONVERTER, value=repr(converter)))


# ---------------------------------------------------------------------------------------------------------------------
# One document


def process_file(
    task: Task, *, reader: Reader, extractor: Extractor, corrections: Mapping[str, tuple[Correction, ...]] | None = None
) -> DocumentResult:
    """Everything that happens to one file, in a worker; whatever goes wrong is a row of ``rejects``."""
    note_stage("read")
    try:
        with _as_file(task) as path:
            source = _storable(reader(path))
            if file_digest(path)[0] != task.key.sha256:
                changed = _unread(task.key.source_path, "changed", "the file changed while the corpus was being read")
                return _result(changed, "again")
    except MemoryError:
        tables = _unread(task.key.source_path, MemoryLimitError.__name__, str(MemoryLimitError()))
        return _result(tables, "given_up")
    except Exception as error:  # noqa: BLE001 - a broken container must not end the run
        # What the system would not let us open today it may tomorrow.
        is_passing = isinstance(error, OSError) or isinstance(error.__cause__, OSError)
        return _result(_unread(task.key.source_path, error_type(error), cause(error)), "again" if is_passing else "done")
    tables = process_source(source, task.key, extractor, (corrections or {}).get(task.key.doc_id, ()))
    given_up = any(row["error_type"] in _LIMITS and row["table_name"] is None for row in tables["rejects"])
    result = _result(tables, "given_up" if given_up else "done")
    result.sketch = sketch(source.text)
    return result


@contextmanager
def _as_file(task: Task) -> Iterator[Path]:
    """The file of a task; a member of an archive is unpacked under its own name for as long as it is read."""
    if not task.place:
        yield task.path
        return
    name = PurePosixPath(task.key.source_path)
    stem = re.sub(r'[<>:"|?*]', "_", name.stem)[:60] or "_"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / (stem + name.suffix[:12])
        path.write_bytes(member_bytes(task.path, task.place))
        yield path


def process_source(
    source: SourceText, key: DocumentKey, extractor: Extractor | None = None, corrections: Sequence[Correction] = ()
) -> Tables:
    """Rows of one document's text; a crash leaves the document, its text, and a reject with the cause."""
    stage = "extract"
    note_stage(stage)
    try:
        with _nothing_collected():
            records = (extractor or extract_source)(source, key)
            apply_corrections(records, corrections, source.text)
            _number_pages(records, source)
            stage = "validate"
            note_stage(stage)
            tables = validate(records, key, source)
    except MemoryError:
        tables = unprocessed(key, source, stage, MemoryLimitError())
    except Exception as error:  # noqa: BLE001 - one document must not end the run
        tables = unprocessed(key, source, stage, error)
    tables["rejects"] = [*_faults(source, key), *tables["rejects"]]
    return tables


def _number_pages(records: DocumentRecords, source: SourceText) -> None:
    """Give each value the page it stands on, counted from 1; only paginated documents have pages."""
    if not source.page_starts:
        return
    for record in (*records.metrics, *records.targets):
        if isinstance(record.get("start"), int):
            record["page"] = max(1, bisect_right(source.page_starts, record["start"]))


def _storable(source: SourceText) -> SourceText:
    """Text without lone surrogates, each replaced by U+FFFD, so that offsets stay."""
    text, count = _SURROGATE.subn("\ufffd", source.text)
    if not count:
        return source
    fault = f"{count} code points that are no characters were replaced by U+FFFD"
    return replace(source, text=text, faults=(*source.faults, fault), warnings=(*source.warnings, "lone surrogates"))


def _faults(source: SourceText, key: DocumentKey) -> list[Record]:
    return [_reject(key.source_path, "fault", message, key.doc_id) for message in source.faults]


def _reject(source_path: str, error_type: str, message: str, doc_id: str | None = None) -> Record:
    return {
        "source_path": source_path,
        "doc_id": doc_id,
        "stage": "read",
        "table_name": None,
        "error_type": error_type,
        "message": message,
    }


def _unread(source_path: str, error_type: str, message: str) -> Tables:
    return {"rejects": [_reject(source_path, error_type, message)]}


def _result(tables: Tables, outcome: Outcome = "done") -> DocumentResult:
    batches = {name: pack(to_batch(name, rows)) for name, rows in tables.items() if rows}
    return DocumentResult(batches, Counter(row["stage"] for row in tables.get("rejects", ())), outcome=outcome)


# ---------------------------------------------------------------------------------------------------------------------
# The corpus


class _Run:
    """One run: what is wanted, what is kept, and what is made of it."""

    def __init__(
        self,
        raw: Path,
        out: Path,
        state: State,
        reader: Reader,
        extractor: Extractor,
        progress: Progress,
        corrections: Corrections,
    ) -> None:
        self.raw, self.out, self.state, self.progress, self.corrections = raw, out, state, progress, corrections
        self.work = partial(process_file, reader=reader, extractor=extractor, corrections=corrections.by_document)
        own = () if (reader, extractor) == (read_source, extract_source) else (_name(reader), _name(extractor))
        self.program = program_version(*own)
        self.preload: tuple[str, ...] = ()
        self.n_done = self.n_bytes = 0

    def documents(self, jobs: int, engine_name: str | None, retry: bool) -> tuple[Plan, int, int]:
        """Work off what is not finished; the plan, and how many documents were kept and removed."""
        found = plan(self.raw, self.state.files(), self.program)
        self.state.note_files(found.notes, found.gone)
        found.notes, found.gone = {}, []
        wanted, gone = dict(found.tasks), []
        for path, kept in self.state.documents():
            if path not in found.tasks:
                gone.append(path)
            elif self._is_finished(found.tasks[path], kept, retry):
                del wanted[path]
        self.state.forget(gone)
        n_kept = len(found.tasks) - len(wanted)
        for task, result in self._work_off(list(wanted.values()), jobs, engine_name):
            self.state.keep(task.source_path, task.key.sha256, self._program_for(task), result)
        if self.corrections.by_document:
            stale = stale_problems(self.corrections, {task.key.doc_id: path for path, task in found.tasks.items()})
            found.problems.update(stale)
        found.problems.update(self.corrections.problems)
        return found, n_kept, len(gone)

    def _is_finished(self, task: Task, kept: Kept, retry: bool) -> bool:
        if kept.sha256 != task.key.sha256 or kept.program != self._program_for(task):
            return False
        return kept.outcome == "done" or (kept.outcome == "given_up" and not retry)

    def _program_for(self, task: Task) -> str:
        """What makes the rows of a document, beside its bytes: the program, and what people have corrected."""
        corrected = self.corrections.version(task.key.doc_id)
        return f"{self.program}+{corrected}" if corrected else self.program

    def _work_off(self, tasks: list[Task], jobs: int, engine_name: str | None) -> Iterator[tuple[Task, DocumentResult]]:
        if not tasks:
            return
        # The longest first, so that no worker starts on one when the others are done.
        order = sorted(tasks, key=lambda task: (-task.n_bytes, task.source_path))
        n_bytes = sum(task.n_bytes for task in order)
        workers = worker_count(jobs, len(order), n_bytes)
        bounds = Bounds(_seconds_for, limits().max_document_memory_mb)
        self.progress.start(len(order), n_bytes, workers)
        for index, result in engine(engine_name).run(order, self.work, workers, _given_up, bounds, self.preload):
            yield order[index], result
            self.n_done += 1
            self.n_bytes += order[index].n_bytes
            self.progress.advance(order[index].n_bytes)

    def publish(self, found: Plan) -> bool:
        """Write the tables, unless those that stand are the same and whole; whether they were written."""
        contents = _contents(self.state, found, self.program)
        now = signature(self.out)
        if self.state.get("contents") == contents and self.state.get("signature") == now:
            return False
        write_corpus(self.state, found, self.out)
        self.state.set("contents", contents)
        self.state.set("signature", signature(self.out))
        return True


def _to_the_end(run: _Run, jobs: int, engine_name: str | None, retry: bool) -> RunSummary:
    """Work until the tables stand; what is found damaged on the way is made again."""
    is_anew = False
    while True:
        try:
            found, n_kept, n_removed = run.documents(jobs, engine_name, retry)
            is_new = run.publish(found)
        except DamagedError as error:
            run.state.forget([error.path])
        except DamagedIndexError:
            if is_anew:
                raise
            run.state.start_anew()
            is_anew = True
        else:
            break
    return RunSummary(
        rows=_rows_published(run.out),
        rejects=run.state.reject_counts() + Counter(read=len(found.problems)),
        n_files=len(found.tasks) + len(found.problems),
        n_bytes=run.n_bytes,
        n_done=run.n_done,
        n_kept=n_kept,
        n_removed=n_removed,
        n_given_up=0 if retry else run.state.n_given_up(),
        is_new=is_new,
        seconds=0.0,
    )


def _name(function: Callable[..., object]) -> str:
    return f"{function.__module__}.{function.__qualname__}"


def _seconds_for(task: Task) -> float:
    return limits().max_document_seconds * (1 + task.n_bytes // _BYTES_PER_TURN)


def _given_up(task: Task, reason: GivenUp) -> DocumentResult:
    row = _reject(task.key.source_path, reason.kind, f"{reason.kind}: {reason.message}") | {"stage": reason.stage}
    result = _result({"rejects": [row]})
    result.outcome = "given_up" if reason.kind in _LIMITS else "done"
    return result


def _contents(state: State, found: Plan, program: str) -> str:
    """A hash of everything that goes into the tables."""
    digest = hashlib.sha256(program.encode())
    rows = state.digests(path for path in found.paths if path in found.tasks)
    for path in found.paths:
        what = next(rows) if path in found.tasks else "\0".join(found.problems[path])
        digest.update(f"{path}\0{what}\n".encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def _rows_published(out: Path) -> dict[str, int]:
    manifest = read_manifest(out) or {"tables": {}}
    return {name: entry["rows"] for name, entry in manifest["tables"].items()}


# ---------------------------------------------------------------------------------------------------------------------
# The tables


def write_corpus(state: State, found: Plan, out: Path) -> None:
    """Stream the tables of a corpus out of what is kept, documents in the order of their paths, and publish them."""
    from pipeline.panel import PANEL_COLUMNS  # pyarrow.compute is not for workers, nor for those who read one document
    from pipeline.panel_stream import panel_of

    paths = found.paths
    unread = {path: _unread(path, *problem)["rejects"] for path, problem in found.problems.items()}
    twins = dict(same_texts(lambda: state.sketches(found.tasks)))
    counts = state.row_counts()
    with new_set(out) as new:
        for name in TABLES:
            if name == "panel":
                continue
            n_rows = counts[name]
            batches: Iterable[pa.RecordBatch]
            batches = (unpack(packed) for _, packed in state.batches(name, list(found.tasks)))
            if name == "documents":
                batches = _with_twins(state, list(found.tasks), twins)
            elif name == "rejects":
                n_rows += len(unread)
                batches = _all_rejects(state, paths, unread)
            new.write(name, batches, n_rows)
        with panel_of(lambda name: new.batches(name, PANEL_COLUMNS[name])) as (rows, n_rows):
            new.write("panel", rows, n_rows)


def _all_rejects(state: State, paths: list[str], unread: dict[str, list[Record]]) -> Iterator[pa.RecordBatch]:
    for path in paths:
        if path in unread:
            yield to_batch("rejects", unread[path])
        else:
            yield from (unpack(packed) for _, packed in state.batches("rejects", [path]))


def _with_twins(state: State, paths: list[str], twins: dict[str, str]) -> Iterator[pa.RecordBatch]:
    """Documents, with a warning on each whose text another has too, in another container or with another page around it."""
    for path, packed in state.batches("documents", paths):
        batch = unpack(packed)
        if path in twins:
            rows = batch.to_pylist()
            rows[0]["warnings"] = [*rows[0]["warnings"], f"same text as {twins[path]}"]
            batch = to_batch("documents", rows)
        yield batch


def assemble(results: Iterable[DocumentResult]) -> dict[str, pa.Table]:
    """The tables of a corpus that is in memory, whose documents come in the order of their paths."""
    from pipeline.panel import panel_rows

    collected: dict[str, list[pa.RecordBatch]] = {name: [] for name in TABLES}
    for result in results:
        for name, packed in result.batches.items():
            collected[name].append(unpack(packed))
    tables = {name: to_table(name, batches) for name, batches in collected.items()}
    rows = panel_rows(tables["documents"], tables["metrics"], tables["targets"], tables["coverage"])
    tables["panel"] = to_table("panel", [to_batch("panel", rows)] if rows else [])
    return tables
