"""The whole pipeline against plain ``jieba.cut``, side by side in one run: ``python -m bench``.

Both read the same documents in turn, round by round, on one core, each time anew. The figure is seconds of the processor, which
a busy machine hardly changes, for 10^6 bytes of UTF-8 text; ours is from the file to the Parquet tables.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bench import corpus, lengths, peers
from pipeline.records import DocumentKey, document_key
from pipeline.run import DocumentResult, assemble, extract_source, read_source
from pipeline.store import pack, to_batch, write_tables
from pipeline.types import SourceText
from pipeline.validate import validate

#: Stages of our own, in order.
STAGES = ("read", "extract", "validate", "store")


def main() -> None:
    """Measure, print a table and write the figures as JSON."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"), help="folder with corpus/labelled")
    parser.add_argument("--raw", type=Path, help="folder of documents; else the labelled ones, else data/raw")
    parser.add_argument("--rounds", type=int, default=20, help="how often each document is worked on (%(default)s)")
    parser.add_argument("--out", type=Path, default=Path(".scratch/bench.json"), help="the figures (%(default)s)")
    parser.add_argument("--corpus", type=int, default=0, help="also runs over so many documents, with one worker and with two")
    parser.add_argument("--characters", type=int, help="of each document of that corpus; all if not given")
    parser.add_argument("--jobs", type=int, nargs="+", default=[1, 2], help="workers of those runs (%(default)s)")
    parser.add_argument("--longest", type=int, default=0, help="also time by length, to so many bytes, of real and hostile texts")
    parser.add_argument("--peers", type=float, default=20, help="seconds for each peer; 0 leaves them out (%(default)s)")
    options = parser.parse_args()
    labelled = options.shared / "corpus" / "labelled"
    raw = options.raw or (labelled if labelled.is_dir() else Path("data/raw"))
    paths = sorted(path for path in raw.rglob("*") if path.is_file() and not path.name.startswith("."))
    if not paths:
        sys.exit(f"no documents below {raw}")
    figures = measure(paths, max(1, options.rounds))
    figures["start_seconds"] = start_seconds(paths[0])
    if options.peers:
        texts = [read_source(path).text for path in paths]
        figures["peers"] = peers.measure(texts, options.peers)
    if options.longest:
        figures["lengths"] = lengths.measure([read_source(path).text for path in paths], options.longest, 100)
    if options.corpus:
        unlabelled = options.shared / "corpus" / "unlabelled"
        sources = sorted((unlabelled if unlabelled.is_dir() else raw).rglob("*.txt"))
        figures["runs"] = [corpus.run(sources, options.corpus, jobs, options.characters) for jobs in options.jobs]
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    show(figures, Console())


def measure(paths: list[Path], rounds: int) -> dict[str, Any]:
    """Time both on the same documents.

    Returns
    -------
    dict
        ``documents``, ``bytes`` of a round, ``rounds``; ``jieba`` and ``ours`` in s/MB (medians of the rounds), ``ratio`` of
        ours to jieba's, ``stages`` in s/MB, and ``core`` where the core tells its own stages.
    """
    import jieba

    jieba.setLogLevel("ERROR")
    jieba.initialize()
    loaded = [(path, document_key(path.read_bytes(), path.name), read_source(path)) for path in paths]
    n_bytes = sum(len(source.text.encode()) for _, _, source in loaded)
    # A first round warms dictionaries, patterns and rules on both sides; how long that takes is not what is asked here.
    _cut_all(jieba.cut, loaded)
    _work(loaded, [])
    results: list[DocumentResult] = []
    jieba_rounds, our_rounds = [], []
    stage_rounds: defaultdict[str, list[float]] = defaultdict(list)
    for _ in range(rounds):
        jieba_rounds.append(_cut_all(jieba.cut, loaded))
        ours, core = _work(loaded, results)
        our_rounds.append(sum(ours.values()))
        for stage, seconds in ours.items():
            stage_rounds[stage].append(seconds)
    # The tables are written once, as in a run over all these documents.
    began = time.process_time()
    with tempfile.TemporaryDirectory() as folder:
        write_tables(assemble(results), Path(folder))
    writing = (time.process_time() - began) / rounds
    memory = psutil.Process().memory_info().rss / 1e6
    n_records = sum(packed.n_rows for result in results for packed in result.batches.values())
    per_mb = 1e6 / n_bytes
    jieba_figure = statistics.median(jieba_rounds) * per_mb
    our_figure = (statistics.median(our_rounds) + writing) * per_mb
    stages = {stage: statistics.median(stage_rounds[stage]) for stage in STAGES}
    stages["store"] += writing
    return {
        "documents": len(paths),
        "bytes": n_bytes,
        "rounds": rounds,
        "jieba": round(jieba_figure, 4),
        "ours": round(our_figure, 4),
        "ratio": round(our_figure / jieba_figure, 4),
        "records_per_s": round(n_records / (sum(our_rounds) + writing * rounds), 1),
        "memory_mb": round(memory, 1),
        "stages": {stage: round(seconds * per_mb, 4) for stage, seconds in stages.items()},
        "core": {name: round(seconds * per_mb, 4) for name, seconds in core.items()},
    }


def start_seconds(path: Path) -> float:
    """From the start of a fresh process to the rows of its first document, in seconds of the processor; best of three.

    The first of the three may have to compile modules and rules, which Python and :mod:`pipeline.compiled` keep for the others.
    """
    script = (
        "import sys, pathlib\n"
        "from pipeline.run import process_source, read_source\n"
        "from pipeline.records import document_key\n"
        "path = pathlib.Path(sys.argv[1])\n"
        "process_source(read_source(path), document_key(path.read_bytes(), path.name))\n"
    )
    keeping = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    seconds = []
    for _ in range(3):
        began = _children_seconds()
        subprocess.run([sys.executable, "-c", script, str(path)], check=True, env=keeping)
        seconds.append(_children_seconds() - began)
    return round(min(seconds), 2)


def _children_seconds() -> float:
    spent = os.times()
    return spent.children_user + spent.children_system


def _cut_all(cut: Callable[[str], Any], loaded: list[tuple[Path, DocumentKey, SourceText]]) -> float:
    began = time.process_time()
    for _, _, source in loaded:
        for _ in cut(source.text):
            pass
    return time.process_time() - began


def _work(
    loaded: list[tuple[Path, DocumentKey, SourceText]], results: list[DocumentResult]
) -> tuple[dict[str, float], dict[str, float]]:
    """One round of ours, appended to ``results``; seconds by stage, and by the core's own where it has ``TIMINGS``."""
    import pipeline.document

    timings: dict[str, float] | None = getattr(pipeline.document, "TIMINGS", None)
    if timings is not None:
        timings.clear()
    spent = dict.fromkeys(STAGES, 0.0)
    for path, key, _ in loaded:
        marks = [time.process_time()]
        source = read_source(path)
        marks.append(time.process_time())
        records = extract_source(source, key)
        marks.append(time.process_time())
        tables = validate(records, key, source)
        marks.append(time.process_time())
        results.append(DocumentResult({name: pack(to_batch(name, rows)) for name, rows in tables.items() if rows}))
        marks.append(time.process_time())
        for stage, start, end in zip(STAGES, marks, marks[1:], strict=False):
            spent[stage] += end - start
    return spent, dict(timings or {})


def show(figures: dict[str, Any], console: Console) -> None:
    """Print the figures as a table."""
    megabytes = figures["bytes"] / 1e6
    title = f"{figures['documents']} documents, {megabytes:.2f} MB, {figures['rounds']} rounds; seconds per MB"
    console.print(title, highlight=False)
    table = Table(box=None, show_header=False)
    table.add_column()
    table.add_column(justify="right")
    table.add_row("jieba.cut alone", f"{figures['jieba']:.3f}")
    table.add_row("ours, file to tables", f"{figures['ours']:.3f}")
    for stage, seconds in figures["stages"].items():
        table.add_row(f"  {stage}", f"{seconds:.3f}")
        if stage == "extract":
            for name, part in figures["core"].items():
                table.add_row(f"    {name}", f"{part:.3f}")
    table.add_row("ours / jieba", f"{figures['ratio']:.2f}")
    table.add_row("ours, MB/s", f"{1 / figures['ours']:.3f}")
    table.add_row("ours, records/s", f"{figures['records_per_s']:.0f}")
    table.add_row("this process at most, MB", f"{figures['memory_mb']:.0f}")
    table.add_row("start to first document, s", f"{figures['start_seconds']:.2f}")
    for name, found in figures.get("peers", {}).items():
        if isinstance(found, dict):
            times = found["s_per_mb"] / figures["ours"]
            failed = f", {found['lines_failed']} lines failed" if found["lines_failed"] else ""
            table.add_row(name, f"{found['s_per_mb']:.3f} ({times:.1f} × ours; {found['bytes'] / 1000:.0f} kB{failed})")
        else:
            table.add_row(name, escape(found[:60]))
    for run in figures.get("runs", []):
        table.add_row(
            f"{run['documents']} documents, {run['jobs']} workers",
            f"{run['seconds']:.0f} s, {run['mb_per_s']:.2f} MB/s, {run['records_per_s']:.0f} records/s, "
            f"worker {run['worker_mb']:.0f} MB, parent {run['parent_mb']:.0f} MB",
        )
    console.print(table)
    if "lengths" in figures:
        console.print(by_length(figures["lengths"]))


def by_length(found: dict[str, list[list[float]]]) -> Table:
    """Seconds per MB by length: a row that does not grow to the right is linear."""
    table = Table(box=None, title="seconds per MB, by length", title_justify="left")
    table.add_column("")
    for n_bytes, _ in max(found.values(), key=len):
        table.add_column(f"{n_bytes / 1000:,.0f} KB", justify="right")
    for name, measured in found.items():
        table.add_row(name, *(f"{seconds / n_bytes * 1e6:.2f}" for n_bytes, seconds in measured))
    return table


if __name__ == "__main__":
    main()
