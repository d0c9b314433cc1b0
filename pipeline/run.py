"""A corpus from a folder of files to the eight tables.

The only room, beside the engines, that knows of files, processes and progress. What a worker makes of one document
(:class:`DocumentResult`) depends on nothing but its bytes, its path, the rules and the version, and is complete in itself:
a later run may keep it by ``doc_id`` instead of making it again.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
import tempfile
import time
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Protocol

import pyarrow as pa

from pipeline.engines import local
from pipeline.panel import panel_rows
from pipeline.read import UnreadableError, check_size
from pipeline.read.archive import is_archive, member_bytes
from pipeline.read.archive import members as archive_members
from pipeline.read.sameness import Sketch, same_texts, sketch
from pipeline.records import DocumentKey, DocumentRecords, Record
from pipeline.store import to_batch, to_table, write_tables
from pipeline.types import SourceText
from pipeline.validate import Tables, unprocessed, validate
from schemas import TABLES

#: File -> text; what it raises becomes a reject.
Reader = Callable[[Path], SourceText]
Extractor = Callable[[SourceText, DocumentKey], DocumentRecords]

#: Code points that are no characters and that UTF-8, and so Parquet, cannot hold.
_SURROGATE = re.compile("[\ud800-\udfff]")


class UnusableArgumentError(ValueError):
    """A folder that cannot be read from or written to; the message names it."""


@dataclass(frozen=True, slots=True)
class Task:
    """One file to be worked on; ``place`` says where in the archive at ``path`` it is, and is empty for a file of its own."""

    path: Path
    key: DocumentKey
    n_bytes: int
    place: tuple[int, ...] = ()


@dataclass(slots=True)
class DocumentResult:
    """Everything a run keeps of one file: a batch for each table but the panel, and what its text is recognised by."""

    batches: dict[str, pa.RecordBatch]
    rejects: Counter[str] = field(default_factory=Counter)
    sketch: Sketch = ()


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
    seconds : float
        Wall-clock time.
    """

    rows: dict[str, int]
    rejects: Counter[str]
    n_files: int
    n_bytes: int
    seconds: float


class Progress(Protocol):
    """Told how far a run is; the command line draws a bar."""

    def start(self, n_documents: int, n_bytes: int, jobs: int) -> None: ...

    def advance(self, n_bytes: int) -> None: ...


class _Silent:
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
    from pipeline.document import extract_document  # imports jieba and the rules: seconds that only a worker spends

    return extract_document(source, key)


def extract_corpus(
    raw: Path,
    out: Path,
    jobs: int = 0,
    *,
    reader: Reader | None = None,
    extractor: Extractor | None = None,
    progress: Progress | None = None,
) -> RunSummary:
    """Read every document below a folder and write the tables.

    Parameters
    ----------
    raw : Path
        Folder of documents, read recursively; hidden files are left out, links out of the folder are not followed.
    out : Path
        Folder of the tables; made if it does not exist.
    jobs : int
        Processes; 0 means as many as there are cores and work for.
    reader, extractor : callable
        Functions of a module (workers find them by name); those of the pipeline if not given.
    progress : Progress, optional
        Told after each document.

    Raises
    ------
    UnusableArgumentError
        If ``raw`` is no readable folder, or ``out`` cannot be a folder of tables.
    """
    began = time.perf_counter()
    progress = progress or _Silent()
    raw, out = check_folders(raw, out)
    tasks, results = _plan(raw)
    n_files = len(tasks) + len(results)
    work = partial(process_file, reader=reader or read_source, extractor=extractor or extract_source)
    preload = ("pipeline.engines.warm",) if extractor is None else ()
    _work_off(tasks, results, jobs, work, preload, progress)
    note_same_texts(results)
    tables = assemble([results[path] for path in sorted(results)])
    write_tables(tables, out)
    return RunSummary(
        rows={name: table.num_rows for name, table in tables.items()},
        rejects=sum((result.rejects for result in results.values()), Counter[str]()),
        n_files=n_files,
        n_bytes=sum(task.n_bytes for task in tasks),
        seconds=time.perf_counter() - began,
    )


def check_folders(raw: Path, out: Path) -> tuple[Path, Path]:
    """Both folders, resolved; what is wrong with them is said before any work is done."""
    if not raw.exists():
        raise UnusableArgumentError(f"the folder of raw documents does not exist: {raw}")
    if not raw.is_dir():
        raise UnusableArgumentError(f"not a folder: {raw}")
    if not os.access(raw, os.R_OK | os.X_OK):
        raise UnusableArgumentError(f"the folder of raw documents cannot be read: {raw}")
    raw, out = raw.resolve(), out.resolve()
    if out == raw or raw in out.parents:
        raise UnusableArgumentError(f"the tables would be written among the raw documents: {out} is inside {raw}")
    existing = next(folder for folder in (out, *out.parents) if folder.exists())
    if not existing.is_dir():
        raise UnusableArgumentError(f"not a folder: {existing}")
    if not os.access(existing, os.W_OK | os.X_OK):
        raise UnusableArgumentError(f"the folder of tables cannot be written: {out}")
    return raw, out


# ---------------------------------------------------------------------------------------------------------------------
# One document


def process_file(task: Task, *, reader: Reader, extractor: Extractor) -> DocumentResult:
    """Everything that happens to one file, in a worker; whatever goes wrong is a row of ``rejects``."""
    try:
        with _as_file(task) as path:
            source = _storable(reader(path))
            if _digest(path)[0] != task.key.sha256:
                return _result(_unread(task.key.source_path, "changed", "the file changed while the corpus was being read"))
    except Exception as error:  # noqa: BLE001 - a broken container must not end the run
        return _result(_unread(task.key.source_path, _error_type(error), _cause(error)))
    result = _result(process_source(source, task.key, extractor))
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


def process_source(source: SourceText, key: DocumentKey, extractor: Extractor | None = None) -> Tables:
    """Rows of one document's text; a crash leaves the document, its text, and a reject with the cause."""
    stage = "extract"
    try:
        records = (extractor or extract_source)(source, key)
        _number_pages(records, source)
        stage = "validate"
        tables = validate(records, key, source)
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
        "error_type": error_type,
        "message": message,
    }


def _unread(source_path: str, error_type: str, message: str) -> Tables:
    return {"rejects": [_reject(source_path, error_type, message)]}


def _error_type(error: BaseException) -> str:
    # What the readers say on purpose is one kind of fault; anything else keeps the name of its exception.
    name = type(error).__name__
    return "unreadable" if name == "UnreadableError" else name


def _cause(error: BaseException) -> str:
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return str(error) or type(error).__name__


def _result(tables: Tables) -> DocumentResult:
    batches = {name: to_batch(name, rows) for name, rows in tables.items() if rows}
    return DocumentResult(batches, Counter(row["stage"] for row in tables.get("rejects", ())))


# ---------------------------------------------------------------------------------------------------------------------
# The corpus


def _plan(raw: Path) -> tuple[list[Task], dict[str, DocumentResult]]:
    """The files to work on, and the results of those that are rejects already; keys are source paths."""
    tasks: list[Task] = []
    results: dict[str, DocumentResult] = {}
    first_by_digest: dict[str, str] = {}
    found = (entry for walked in _walk(raw, raw) for entry in _entries(*walked))
    for source_path, entry in sorted(found, key=lambda pair: pair[0]):
        if not isinstance(entry, Task):
            results[source_path] = _result(_unread(source_path, *entry))
            continue
        first = first_by_digest.setdefault(entry.key.sha256, source_path)
        if first != source_path:
            message = f"the same bytes as {first}, which is kept"
            results[source_path] = _result(_unread(source_path, "duplicate", message))
            continue
        tasks.append(entry)
    return tasks, results


def _entries(source_path: str, path: Path, problem: tuple[str, str] | None) -> Iterator[tuple[str, Task | tuple[str, str]]]:
    """What a file gives: the task of reading it, of an archive one for each member; or why it is not read."""
    if problem is not None:
        yield source_path, problem
        return
    try:
        if is_archive(path):
            members = archive_members(path)
            if not members:
                yield source_path, ("empty", "there is no file in the archive")
            for member in members:
                name = f"{source_path}/{member.name}"
                yield name, member.problem or _task(path, name, member.digest, member.n_bytes, member.place)
            return
        check_size(path.stat().st_size)
        yield source_path, _task(path, source_path, *_digest(path))
    except (OSError, UnreadableError) as error:
        yield source_path, (_error_type(error), _cause(error))


def _task(path: Path, source_path: str, digest: str, n_bytes: int, place: tuple[int, ...] = ()) -> Task:
    return Task(path, DocumentKey(digest[:16], digest, source_path), n_bytes, place)


def _walk(folder: Path, raw: Path) -> Iterator[tuple[str, Path, tuple[str, str] | None]]:
    """Every visible file below a folder: path below ``raw``, path, and why it is not read (None if it is)."""
    try:
        with os.scandir(folder) as scan:
            entries = list(scan)
    except OSError as error:
        yield _below(folder, raw), folder, (type(error).__name__, f"the folder cannot be read: {_cause(error)}")
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        path = Path(entry.path)
        if entry.is_symlink():
            yield _below(path, raw), path, _link_problem(path, raw)
        elif entry.is_dir(follow_symlinks=False):
            yield from _walk(path, raw)
        elif entry.is_file(follow_symlinks=False):
            yield _below(path, raw), path, None
        else:
            yield _below(path, raw), path, ("not_a_file", f"not a regular file: {path.name}")


def _below(path: Path, raw: Path) -> str:
    """Path below the raw folder; bytes that are no UTF-8 in a file name become U+FFFD."""
    return path.relative_to(raw).as_posix().encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _link_problem(path: Path, raw: Path) -> tuple[str, str] | None:
    try:
        target = path.resolve(strict=True)
    except (OSError, RuntimeError):
        return "link", "a link that leads nowhere"
    if not target.is_relative_to(raw):
        return "link", "a link that leaves the folder of raw documents; links are not followed out of it"
    if stat.S_ISDIR(target.stat().st_mode):
        return "link", "a link to a folder; its files are read where they are"
    return None


def _digest(path: Path) -> tuple[str, int]:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        return digest, file.tell()


def _work_off(
    tasks: list[Task],
    results: dict[str, DocumentResult],
    jobs: int,
    work: Callable[[Task], DocumentResult],
    preload: Sequence[str],
    progress: Progress,
) -> None:
    # The longest first, so that no worker starts on one when the others are done.
    order = sorted(tasks, key=lambda task: (-task.n_bytes, task.key.source_path))
    n_bytes = sum(task.n_bytes for task in order)
    workers = local.worker_count(jobs, len(order), n_bytes)
    progress.start(len(order), n_bytes, workers)
    for index, result in local.run(order, work, workers, _given_up, preload):
        results[order[index].key.source_path] = result
        progress.advance(order[index].n_bytes)


def _given_up(task: Task, error: BaseException) -> DocumentResult:
    message = f"{type(error).__name__}: {_cause(error)}"
    row = _reject(task.key.source_path, type(error).__name__, message) | {"stage": "extract"}
    return _result({"rejects": [row]})


def note_same_texts(results: dict[str, DocumentResult]) -> None:
    """Warn on every document whose text another has too, in another container or with another page around it."""
    known = ((path, results[path].sketch) for path in sorted(results) if results[path].sketch)
    for path, twin in list(same_texts(known)):
        batches = results[path].batches
        rows = batches["documents"].to_pylist()
        rows[0]["warnings"] = [*rows[0]["warnings"], f"same text as {twin}"]
        results[path].batches = batches | {"documents": to_batch("documents", rows)}


def assemble(results: Iterable[DocumentResult]) -> dict[str, pa.Table]:
    """The tables of a corpus out of its documents, which come in the order of their paths."""
    collected: dict[str, list[pa.RecordBatch]] = {name: [] for name in TABLES}
    for result in results:
        for name, batch in result.batches.items():
            collected[name].append(batch)
    tables = {name: to_table(name, batches) for name, batches in collected.items()}
    rows = panel_rows(tables["documents"], tables["metrics"], tables["targets"])
    tables["panel"] = to_table("panel", [to_batch("panel", rows)] if rows else [])
    return tables
