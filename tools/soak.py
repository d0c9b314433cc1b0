"""Long versions of the tests about lost work: kills, full disks, runs at once, fuzzed inputs (``make soak``).

    python tools/soak.py kills [--times 50] [--core real]    SIGKILL at random moments; the next run gives the tables of an undisturbed one
    python tools/soak.py steps [--every 1]                   SIGKILL before each single step on the way to new tables
    python tools/soak.py disk [--times 5] [--core real]      file systems of every size too small (needs the right to mount a tmpfs)
    python tools/soak.py starts [--times 100] [--core real]  two runs at once
    python tools/soak.py inputs [--times 100000]             arbitrary and mutated documents through the whole pipeline

``--core toy`` (the default) takes the toy core of the tests, which is killed between documents of a few milliseconds; ``--core real`` the
command line with the samples of ``data/raw``. Everything happens in a temporary folder. The exit status is 1 if anything was lost.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

import stubs  # noqa: E402

from pipeline.rulebook import rules_version  # noqa: E402
from pipeline.run import extract_corpus  # noqa: E402
from pipeline.store import STATE, State, to_batch  # noqa: E402
from pipeline.store.program import program_version  # noqa: E402
from pipeline.validate import plausible_range  # noqa: E402
from schemas.arrow import arrow_schema  # noqa: E402

Contents = dict[str, bytes]


class LostError(AssertionError):
    """Something was lost, done twice, or half there."""


# ---------------------------------------------------------------------------------------------------------------------
# Corpora and runs


def main() -> None:
    """Run one part."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("part", choices=("kills", "steps", "disk", "starts", "inputs"))
    parser.add_argument("--times", type=int, help="how often; 50 kills, 100 starts, 100000 inputs, any number of full disks if not given")
    parser.add_argument("--every", type=int, default=1, help="steps: take every n-th")
    parser.add_argument("--core", choices=("toy", "real"), default="toy")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    began = time.perf_counter()
    if options.part == "inputs":
        sys.path.insert(0, str(ROOT / "tests" / "fuzz"))
        import fuzzing

        print(fuzzing.soak(options.times or 100_000, options.seed))
    else:
        with tempfile.TemporaryDirectory() as folder:
            scene = Scene(Path(folder), options.core, random.Random(options.seed))
            parts: dict[str, Callable[[], str]] = {
                "kills": lambda: kills(scene, options.times or 50),
                "steps": lambda: steps(scene, options.every),
                "disk": lambda: disk(scene, options.times or 1000),
                "starts": lambda: starts(scene, options.times or 100),
            }
            print(parts[options.part]())
    print(f"{time.perf_counter() - began:.0f} s")


class Scene:
    """Two states of a corpus, the tables of each, and a way to start a run."""

    def __init__(self, folder: Path, core: str, rng: random.Random) -> None:
        self.folder, self.core, self.rng = folder, core, rng
        self.before, self.after = folder / "before", folder / "after"
        self.log = folder / "log"
        os.environ |= {"STUBS_LOG": str(self.log), "STUBS_SECONDS": "0.005"}
        if core == "toy":
            # Read once here, so that no child has to.
            program_version()
            plausible_range("元", "level")
            arrow_schema("metrics", rules_version=rules_version(), pipeline_version="")
            to_batch("coverage", [{"doc_id": ""}])  # imports pandas
            _toy_corpus(self.before, range(4), 6)
            _toy_corpus(self.after, range(1, 14), 8)
        else:
            _real_corpus(self.before, slice(0, 2))
            _real_corpus(self.after, slice(1, 6))
        self.base, self.wanted = folder / "base", folder / "wanted"
        self.finish(self.before, self.base)
        self.old = contents(self.base)
        began = time.perf_counter()
        self.finish(self.after, self.wanted)
        self.seconds = time.perf_counter() - began
        self.new = contents(self.wanted)
        if not self.new or self.old == self.new:
            raise LostError("the two states of the corpus give the same tables")

    def out(self) -> Path:
        """A folder with the tables and the state of the corpus as it was before."""
        out = self.folder / "out"
        shutil.rmtree(out, ignore_errors=True)
        shutil.copytree(self.base, out, symlinks=True)
        return out

    def start(self, raw: Path, out: Path, prepare: Callable[[], None] = lambda: None) -> int:
        """Start a run in a process group of its own; its process id."""
        if self.core == "real":
            # Its own group, so that a kill can take its workers too; they end with it in any case.
            return subprocess.Popen(_command(raw, out), start_new_session=True, **_quiet()).pid
        pid = os.fork()
        if pid:
            return pid
        status = 1
        try:
            prepare()
            os.setsid()
            extract_corpus(raw, out, 1, reader=stubs.read_utf8, extractor=stubs.extract_logged, engine_name="here")
            status = 0
        except OSError as error:
            print(error, file=sys.stderr)
            status = 2
        finally:
            os._exit(status)

    def finish(self, raw: Path, out: Path) -> int:
        """A run to its end; documents it worked on."""
        if self.core == "real":
            done = subprocess.run(_command(raw, out), capture_output=True, text=True, check=True, cwd=ROOT)
            found = re.search(r"(\d+) documents done|nothing to do", done.stdout)
            if found is None:
                raise LostError(done.stdout)
            return int(found[1] or 0)
        self.log.unlink(missing_ok=True)
        if wait(self.start(raw, out)):
            raise LostError("a run that nobody disturbed failed")
        return len(self.log.read_text().split()) if self.log.exists() else 0


def _command(raw: Path, out: Path) -> list[str]:
    return [sys.executable, "-m", "pipeline", "extract", "--raw", str(raw), "--out", str(out), "--jobs", "2"]


def _quiet() -> dict[str, Any]:
    return {"cwd": ROOT, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


def _toy_corpus(folder: Path, numbers: range, growth: int) -> None:
    folder.mkdir()
    for number in numbers:
        text = f"县{number}政府工作报告@江北省县{number}@2021\n" + f"生产总值增长{growth}%,财政收入增长{number}%,由市发改委负责。\n" * 9
        (folder / f"{number:02d}.txt").write_text(text, encoding="utf-8")


def _real_corpus(folder: Path, part: slice) -> None:
    folder.mkdir()
    for path in sorted((ROOT / "data" / "raw").glob("*.txt"), key=lambda path: path.stat().st_size)[part]:
        shutil.copy(path, folder / path.name)


def contents(out: Path) -> Contents:
    """The published files."""
    return {path.name: path.read_bytes() for path in sorted(out.iterdir()) if path.is_file()}


def finished(out: Path) -> dict[str, tuple[str, str]]:
    """What the state holds as finished, looked at in a copy, so that the state stays as the kill left it."""
    with tempfile.TemporaryDirectory() as folder:
        for path in (out / STATE).glob("index.sqlite*"):
            shutil.copy(path, folder)
        copy = Path(folder) / "index.sqlite"
        if not copy.exists():
            return {}
        with sqlite3.connect(copy) as database:
            rows = database.execute("SELECT path, sha256, program FROM documents").fetchall()
        database.close()
    return {path: (sha256, program) for path, sha256, program in rows}


def wait(pid: int) -> int:
    """Exit status of a child; negative for the signal that ended it."""
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


# ---------------------------------------------------------------------------------------------------------------------
# The parts


def kills(scene: Scene, times: int) -> str:
    """Kill runs at random moments, every other time with their workers."""
    survived = half_way = 0
    done = finished(scene.wanted)
    for number in range(times):
        out = scene.out()
        pid = scene.start(scene.after, out)
        time.sleep(scene.rng.uniform(0, 1.1 * scene.seconds))
        target = os.killpg if number % 2 and scene.core == "real" else os.kill
        with contextlib.suppress(ProcessLookupError):
            target(pid, signal.SIGKILL)
        survived += wait(pid) == 0
        half_way += _check_next_run(scene, out, done)
    return f"{times} kills: {times} times the tables of an undisturbed run ({survived} runs were done before, {half_way} had finished some documents)"


def _check_next_run(scene: Scene, out: Path, done: dict[str, tuple[str, str]]) -> bool:
    """After a kill: whole tables at once, the right ones after the next run, and nothing done twice; whether there was a part to keep."""
    found = contents(out)
    if found not in (scene.old, scene.new):
        raise LostError(f"after a kill the tables are of neither run: {[name for name in found if found[name] != scene.old.get(name)]}")
    kept = finished(out)
    n_kept = sum(kept.get(path) == entry for path, entry in done.items())
    n_worked = scene.finish(scene.after, out)
    if contents(out) != scene.new:
        raise LostError("the tables after the next run differ from those of an undisturbed one")
    if n_worked != len(done) - n_kept:
        raise LostError(f"{n_kept} of {len(done)} documents were finished, and the next run worked on {n_worked}")
    return 0 < n_kept < len(done)


#: Calls before each of which a run is killed; what is kept of a document, and the notes at the end, are steps as well.
_STEPS = ("replace", "rename", "symlink", "unlink", "fsync", "mkdir", "rmdir", "open")


def steps(scene: Scene, every: int) -> str:
    """Kill a run before its first call to the system, its second, and so on, until one comes through."""
    if scene.core == "real":
        raise SystemExit("steps are those of this process: --core toy")
    done = finished(scene.wanted)
    number, tried = 1, 0
    while True:
        out = scene.out()

        def prepare(last: int = number) -> None:
            seen = [0]

            def fatal(real: Callable[..., Any]) -> Callable[..., Any]:
                def call(*args: Any, **kwargs: Any) -> Any:
                    seen[0] += 1
                    if seen[0] >= last:
                        os.kill(os.getpid(), signal.SIGKILL)
                    return real(*args, **kwargs)

                return call

            for name in _STEPS:
                setattr(os, name, fatal(getattr(os, name)))
            State.keep = fatal(State.keep)  # type: ignore[method-assign]
            State.set = fatal(State.set)  # type: ignore[method-assign]

        status = wait(scene.start(scene.after, out, prepare))
        if status == 0:
            return f"{tried} steps: each time the tables of an undisturbed run"
        tried += 1
        _check_next_run(scene, out, done)
        number += every


def disk(scene: Scene, times: int) -> str:
    """Runs on file systems that are too small, a little larger each time, until one is large enough."""
    mount = scene.folder / "mount"
    mount.mkdir()
    full, size = 0, 200
    while True:
        made = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}k", "tmpfs", str(mount)], capture_output=True, text=True)
        if made.returncode:
            return f"skipped: a tmpfs cannot be mounted here ({made.stderr.strip()})"
        try:
            fits, told = _on_small_disk(scene, mount, size)
        finally:
            subprocess.run(["umount", "-l", str(mount)], check=True)
        full += told
        if fits or full == times:
            return f"{full} full disks up to {size} KB: a message each time, old tables whole, the next run complete"
        size = int(size * 1.15)


def _on_small_disk(scene: Scene, mount: Path, size: int) -> tuple[bool, bool]:
    """Whether the run had room, and whether it said that it had not; the old tables must have had room."""
    out = mount / "out"
    try:
        shutil.copytree(scene.base, out, symlinks=True)
    except (OSError, shutil.Error):
        return False, False
    command = _command(scene.after, out)
    if scene.core == "toy":
        command = [sys.executable, __file__, "--toy-run", str(scene.after), str(out)]
    run = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    if run.returncode == 0:
        if contents(out) != scene.new:
            raise LostError("wrong tables on a small disk")
        return True, False
    if run.returncode != 2 or "No space left" not in run.stderr or "Traceback" in run.stderr:
        raise LostError(f"a full disk ends with {run.returncode}: {run.stderr[-2000:]}")
    if contents(out) != scene.old:
        raise LostError("a full disk changed the old tables")
    subprocess.run(["mount", "-o", f"remount,size={size * 50}k", str(mount)], check=True)
    scene.finish(scene.after, out)
    if contents(out) != scene.new:
        raise LostError("the run after a full disk gives other tables")
    return False, True


def starts(scene: Scene, times: int) -> str:
    """Two runs at once, a little apart, with a reader who looks all the time."""
    looked = 0
    for _ in range(times):
        out = scene.out()
        first = scene.start(scene.after, out)
        time.sleep(scene.rng.uniform(0, scene.seconds / 2))
        second = scene.start(scene.after, out)
        running = {first, second}
        while running:
            found = contents((out / "manifest.json").resolve().parent)
            if found not in (scene.old, scene.new):
                raise LostError("a reader saw tables of two runs")
            looked += 1
            for pid in (first, second):
                if pid not in running:
                    continue
                ended, status = os.waitpid(pid, os.WNOHANG)
                if ended:
                    running.discard(pid)
                    if status:
                        raise LostError(f"one of two runs failed: {status}")
        if contents(out) != scene.new:
            raise LostError("two runs at once gave other tables")
        if scene.finish(scene.after, out):
            raise LostError("something was left to do after two runs")
    return f"{times} times two runs at once: right tables each time, and a reader looked {looked} times"


def _toy_run(raw: str, out: str) -> None:
    os.environ["STUBS_LOG"] = os.devnull
    try:
        extract_corpus(
            Path(raw), Path(out), 1, reader=stubs.read_utf8, extractor=stubs.extract_logged, engine_name="here"
        )
    except OSError as error:
        print(error, file=sys.stderr)
        sys.exit(2)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--toy-run"]:
        _toy_run(*sys.argv[2:])
    else:
        main()
