"""The labelled documents through the pipeline and the scorer."""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from pipeline.corrections import agreement, load
from pipeline.plan import plan
from pipeline.run import Progress, extract_corpus, extract_source, read_source

#: What a shared folder has to have for scoring.
_PARTS = ("corpus/labelled", "gold", "score/score.py")


@dataclass(frozen=True, slots=True)
class ScoreFiles:
    """What a score leaves behind: the tables, the figures, every disagreement."""

    tables: Path
    figures: Path
    errors: Path


def missing_parts(shared: Path) -> list[str]:
    """What is not there of the folder with the labelled documents; empty if all is."""
    return [part for part in _PARTS if not (shared / part).exists()]


def score(shared: Path, scratch: Path, jobs: int = 0, progress: Progress | None = None) -> ScoreFiles:
    """Extract the labelled documents into a scratch folder and score the tables; the figures go to standard output.

    Parameters
    ----------
    shared : Path
        Folder with ``corpus/labelled``, ``gold`` and ``score/score.py``.
    scratch : Path
        Folder for tables, figures and errors; what an earlier score left there is replaced.
    jobs : int
        Processes, 0 for as many as help.

    Raises
    ------
    subprocess.CalledProcessError
        If the scorer itself fails.
    """
    tables = scratch / "tables"
    shutil.rmtree(tables, ignore_errors=True)
    extract_corpus(shared / "corpus" / "labelled", tables, jobs, progress=progress)
    files = ScoreFiles(tables, scratch / "score.json", scratch / "errors.tsv")
    command = [
        sys.executable,
        str(shared / "score" / "score.py"),
        "--gold",
        str(shared / "gold"),
        "--tables",
        str(tables),
    ]
    command += ["--errors", str(files.errors), "--json", str(files.figures)]
    sys.stdout.flush()
    subprocess.run(command, check=True)
    return files


def against_corrections(raw: Path, corrections: Path) -> dict[str, tuple[int, int]]:
    """What the rules alone say of the records that people have corrected: column -> (right, reviewed).

    Parameters
    ----------
    raw : Path
        Folder of the documents; those without corrections are not read.
    corrections : Path
        Folder of corrected files.
    """
    found = load(corrections)
    records = {
        task.key.doc_id: extract_source(read_source(task.path), task.key)
        for task in plan(raw.resolve(), {}, "").tasks.values()
        if task.key.doc_id in found.by_document and not task.place
    }
    return agreement(records, found)
