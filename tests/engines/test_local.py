"""Faults in one document stay there: what hangs, dies or takes all memory is given up, and the rest goes on."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import stubs

from pipeline.engines import engine
from pipeline.records import Record
from pipeline.run import RunSummary, UnusableArgumentError, extract_corpus

FAULTS = {
    "hangs.txt": ("死循环", "TimeLimitError", "takes longer than 5 s (GOVTARGETS_MAX_DOCUMENT_SECONDS)"),
    "stuck.txt": ("卡死", "TimeLimitError", "takes longer than 5 s (GOVTARGETS_MAX_DOCUMENT_SECONDS)"),
    "hog.txt": ("吃内存", "MemoryLimitError", "takes more than 700 MB (GOVTARGETS_MAX_DOCUMENT_MEMORY_MB)"),
    "dies.txt": ("闪退", "WorkerDiedError", "the process that worked on it died twice (exit status 9)"),
    "panics.txt": ("恐慌", "GeneratorExit", "a panic of native code is no Exception"),
    "crash.txt": ("崩溃", "ValueError", "toy crash"),
}


def rows(out: Path, table: str) -> list[Record]:
    found: list[Record] = pq.read_table(out / f"{table}.parquet").to_pylist()
    return found


def run(raw: Path, out: Path, jobs: int, **more: bool) -> RunSummary:
    return extract_corpus(
        raw, out, jobs, reader=stubs.read_utf8, extractor=stubs.extract_badly, engine_name="local", **more
    )


@pytest.fixture(autouse=True)
def _limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOVTARGETS_MAX_DOCUMENT_SECONDS", "5")
    monkeypatch.setenv("GOVTARGETS_MAX_DOCUMENT_MEMORY_MB", "700")


def test_every_fault_is_a_reject_of_its_own(raw: Path, out: Path) -> None:
    for name, (text, _, _) in FAULTS.items():
        (raw / name).write_text(f"甲{text}\n", encoding="utf-8")
    for number in range(4):
        (raw / f"more-{number}.txt").write_text(f"文件{number}@\n财政收入增长{number}%。", encoding="utf-8")
    summary = run(raw, out, jobs=2)
    found = {row["source_path"]: row for row in rows(out, "rejects")}
    assert {name: (row["stage"], row["error_type"], row["message"]) for name, row in found.items()} == {
        name: ("extract", kind, f"{kind}: {message}") for name, (_, kind, message) in FAULTS.items()
    }
    assert summary.rows["metrics"] == 8
    # What the process lived to see is kept with its text; what killed it is a reject alone.
    whole = {"a/report-2022.txt", "b/report-2021.txt", "notes.txt", *(f"more-{n}.txt" for n in range(4))}
    assert {row["source_path"] for row in rows(out, "documents")} == whole | {"hog.txt", "crash.txt"}
    again = run(raw, out, jobs=2)
    assert (again.n_done, again.is_new, again.n_given_up) == (0, False, 4)
    (raw / "stuck.txt").unlink()
    (raw / "dies.txt").unlink()
    (raw / "hog.txt").unlink()
    assert run(raw, out, jobs=2, retry=True).n_done == 1


def test_an_unknown_engine_is_named(raw: Path, out: Path) -> None:
    with pytest.raises(ValueError, match="no such engine: clouds"):
        engine("clouds")
    with pytest.raises(UnusableArgumentError, match="no such engine: clouds"):
        extract_corpus(raw, out, engine_name="clouds")


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_no_worker_outlives_a_killed_run(raw: Path, out: Path) -> None:
    script = (
        "import sys, pathlib; sys.path[:0] = sys.argv[3:]; import stubs; from pipeline.run import extract_corpus\n"
        "if __name__ == '__main__':\n"
        "    extract_corpus(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), 2, engine_name='local',"
        " reader=stubs.read_utf8, extractor=stubs.extract_and_sleep)\n"
    )
    here = Path(stubs.__file__).parent
    log = out.parent / "pids"
    command = [sys.executable, "-c", script, str(raw), str(out), str(here), str(here.parent)]
    environment = os.environ | {"STUBS_LOG": str(log), "GOVTARGETS_MAX_DOCUMENT_SECONDS": "300"}
    child = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 30
    while not (log.exists() and log.read_text().count("\n") == 2):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    child.send_signal(signal.SIGKILL)
    child.wait()
    pids = [int(line) for line in log.read_text().split()]
    while any(_lives(pid) for pid in pids):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    # One that has ended and that nobody has asked after yet.
    status = Path(f"/proc/{pid}/stat")
    return not (status.exists() and ") Z " in status.read_text())


SCRIPT = """
import sys
from pathlib import Path
sys.path.insert(0, {tests!r})
import stubs
from pipeline.run import extract_corpus

extract_corpus(Path({raw!r}), Path({out!r}), 2, reader=stubs.read_utf8, extractor=stubs.extract, engine_name="local")
print("done")
"""


@pytest.mark.parametrize("n_documents", [1, 3])
@pytest.mark.parametrize("is_file", [False, True])
def test_a_program_that_workers_cannot_import_is_told_so_once(n_documents: int, is_file: bool, raw: Path, out: Path, tmp_path: Path) -> None:
    for path in sorted(raw.rglob("*.txt"))[n_documents:]:
        path.unlink()
    script = SCRIPT.format(tests=str(Path(stubs.__file__).parent), raw=str(raw), out=str(out))
    (tmp_path / "script.py").write_text(script, encoding="utf-8")
    command = [sys.executable, str(tmp_path / "script.py") if is_file else "-"]
    done = subprocess.run(command, input=script, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 1
    assert done.stderr.count("CannotStartError: ") == 1
    assert "__main__" in done.stderr
    assert not list(out.glob("*.parquet"))
