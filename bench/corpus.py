"""Large corpora out of few documents, and what a run over one takes."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

import psutil

#: Runs in a process of its own, so that what the parent holds is the run's alone.
_RUN = """
import sys
from pathlib import Path
from pipeline.run import extract_corpus
if __name__ == "__main__":
    extract_corpus(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), engine_name="local")
"""
_LOOK_SECONDS = 0.2


def make(sources: list[Path], folder: Path, n_documents: int, characters: int | None = None) -> int:
    """Write documents that differ from one another in their first line, and so in bytes; their length together."""
    texts = [path.read_text(encoding="utf-8", errors="replace") for path in sources]
    n_bytes = 0
    for number in range(n_documents):
        text = f"文件第{number}号\n{texts[number % len(texts)][:characters]}"
        data = text.encode()
        place = folder / f"{number // 1000:03}" / f"{number:06}.txt"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
        n_bytes += len(data)
    return n_bytes


def run(sources: list[Path], n_documents: int, jobs: int, characters: int | None = None) -> dict[str, Any]:
    """One run from files to tables.

    Returns
    -------
    dict
        ``documents``, ``bytes``, ``jobs``, ``seconds``, ``mb_per_s``, ``records_per_s``, ``parent_mb`` and ``worker_mb`` (most
        memory that the parent and any one of the others held).
    """
    with tempfile.TemporaryDirectory() as name:
        raw, out = Path(name, "raw"), Path(name, "out")
        n_bytes = make(sources, raw, n_documents, characters)
        script = Path(name, "run.py")
        script.write_text(_RUN, encoding="utf-8")
        began = time.perf_counter()
        with subprocess.Popen([sys.executable, str(script), str(raw), str(out), str(jobs)]) as child:
            peaks = _Peaks(child.pid)
            if child.wait():
                raise RuntimeError("the run failed")
        seconds = time.perf_counter() - began
        n_records = _records(out)
    return {
        "documents": n_documents,
        "bytes": n_bytes,
        "jobs": jobs,
        "seconds": round(seconds, 2),
        "mb_per_s": round(n_bytes / 1e6 / seconds, 3),
        "records_per_s": round(n_records / seconds, 1),
        **peaks.end(),
    }


def _records(out: Path) -> int:
    import pyarrow.parquet as pq

    return sum(pq.read_metadata(path).num_rows for path in out.glob("*.parquet") if path.stem != "panel")


class _Peaks:
    """Looks again and again at what a process and those below it hold."""

    def __init__(self, pid: int) -> None:
        self.parent = self.worker = 0
        self.pid, self.ended = pid, threading.Event()
        self.thread = threading.Thread(target=self._look)
        self.thread.start()

    def _look(self) -> None:
        while not self.ended.wait(_LOOK_SECONDS):
            try:
                process = psutil.Process(self.pid)
                self.parent = max(self.parent, process.memory_info().rss)
                below = process.children(recursive=True)
            except psutil.Error:
                return
            for child in below:
                try:
                    self.worker = max(self.worker, child.memory_info().rss)
                except psutil.Error:
                    continue

    def end(self) -> dict[str, float]:
        self.ended.set()
        self.thread.join()
        return {"parent_mb": round(self.parent / 1e6, 1), "worker_mb": round(self.worker / 1e6, 1)}
