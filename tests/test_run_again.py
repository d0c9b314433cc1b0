"""Runs after runs: only what is new or changed is worked on, and the tables are those of a first run."""

from __future__ import annotations

import os
import shutil
import sqlite3
import zipfile
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
import stubs

from pipeline import run as running
from pipeline.run import RunSummary, extract_corpus
from pipeline.store import MANIFEST, STATE, HeldError, held
from schemas import TABLES


@pytest.fixture(autouse=True)
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What the toy core worked on."""
    monkeypatch.setenv("STUBS_LOG", str(tmp_path / "log"))
    return tmp_path / "log"


def run(raw: Path, out: Path, **more: Any) -> RunSummary:
    given = {"reader": stubs.read_utf8, "extractor": stubs.extract_logged} | more
    return extract_corpus(raw, out, 1, **given)


def worked_on(log: Path) -> list[str]:
    """What the core worked on since this was asked last."""
    if not log.exists():
        return []
    found = sorted(log.read_text(encoding="utf-8").split())
    log.unlink()
    return found


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}


def fresh(raw: Path, tmp_path: Path) -> dict[str, bytes]:
    """The tables of a first run over the same documents."""
    shutil.rmtree(tmp_path / "fresh", ignore_errors=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("STUBS_LOG", os.devnull)
        run(raw, tmp_path / "fresh")
    return contents(tmp_path / "fresh")


def settle(raw: Path) -> None:
    """As if the files had been there for a while: fresh ones are looked into again, as their times cannot be relied on yet."""
    for path in raw.rglob("*"):
        os.utime(path, (1_600_000_000, 1_600_000_000))


def test_nothing_to_do(raw: Path, out: Path, log: Path) -> None:
    first = run(raw, out)
    assert (first.n_done, first.n_kept, first.is_new) == (3, 0, True)
    assert len(worked_on(log)) == 3
    before, places = contents(out), {path: path.stat().st_ino for path in out.iterdir()}
    second = run(raw, out)
    assert (second.n_done, second.n_kept, second.is_new) == (0, 3, False)
    assert second.rows == first.rows
    assert second.rejects == first.rejects
    assert worked_on(log) == []
    assert contents(out) == before
    assert {path: path.stat().st_ino for path in out.iterdir()} == places


def test_new_changed_renamed_and_deleted_files(raw: Path, out: Path, tmp_path: Path, log: Path) -> None:
    run(raw, out)
    worked_on(log)
    (raw / "new.txt").write_text("新@江北省海川市@2023\n今年生产总值增长9%。\n", encoding="utf-8")
    (raw / "notes.txt").write_text("改@\n财政收入增长4%。\n", encoding="utf-8")
    (raw / "a" / "report-2022.txt").rename(raw / "a" / "moved.txt")
    summary = run(raw, out)
    assert worked_on(log) == ["a/moved.txt", "new.txt", "notes.txt"]
    assert (summary.n_done, summary.n_kept, summary.n_removed) == (3, 1, 1)
    assert contents(out) == fresh(raw, tmp_path)
    (raw / "b" / "report-2021.txt").unlink()
    assert run(raw, out).n_removed == 1
    assert worked_on(log) == []
    assert contents(out) == fresh(raw, tmp_path)
    assert [row["year"] for row in pq.read_table(out / "panel.parquet").to_pylist()] == [2022, 2023]


def test_a_file_that_only_looks_changed_is_not_worked_on(raw: Path, out: Path, log: Path) -> None:
    run(raw, out)
    worked_on(log)
    settle(raw)
    assert run(raw, out).is_new is False
    assert worked_on(log) == []


def test_a_change_that_keeps_size_and_time_is_seen(raw: Path, out: Path, log: Path) -> None:
    settle(raw)
    run(raw, out)
    worked_on(log)
    path = raw / "b" / "report-2021.txt"
    path.write_bytes(path.read_bytes().replace(b"6%", b"9%"))
    settle(raw)
    run(raw, out)
    assert worked_on(log) == ["b/report-2021.txt"]
    assert {row["value"] for row in pq.read_table(out / "metrics.parquet").to_pylist()} == {5.0, 7.0, 8.0, 9.0}


def test_files_that_are_old_are_not_even_opened(raw: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.plan._COARSE_NS", -(10**12))
    run(raw, out)

    def refuse(*_: object) -> None:
        raise AssertionError("a file was opened")

    monkeypatch.setattr("pipeline.plan._content", refuse)
    assert run(raw, out).is_new is False


def test_another_program_or_other_settings_begin_again(
    raw: Path, out: Path, log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(raw, out)
    worked_on(log)
    monkeypatch.setenv("GOVTARGETS_MAX_PAGES", "9")
    run(raw, out)
    assert len(worked_on(log)) == 3
    monkeypatch.setattr(running, "program_version", lambda *_: "another")
    run(raw, out)
    assert len(worked_on(log)) == 3


def test_twins_come_and_go(raw: Path, out: Path, tmp_path: Path, log: Path) -> None:
    text = "方案@\n" + "".join(f"第{n}类企业财政收入增长{n}%。" for n in range(1, 20))
    (raw / "b.txt").write_text(text.replace("。", "。\n"), encoding="utf-8")
    run(raw, out)
    (raw / "a.txt").write_text(text, encoding="utf-8")
    (raw / "copy.txt").write_bytes((raw / "b.txt").read_bytes())
    worked_on(log)
    run(raw, out)
    assert worked_on(log) == ["a.txt"]
    assert contents(out) == fresh(raw, tmp_path)
    (raw / "a.txt").unlink()
    (raw / "b.txt").unlink()
    run(raw, out)
    assert worked_on(log) == ["copy.txt"]
    assert contents(out) == fresh(raw, tmp_path)


def test_archives_are_remembered_too(raw: Path, out: Path, tmp_path: Path, log: Path) -> None:
    for names in (("x.txt",), ("x.txt", "y.txt"), ("y.txt",)):
        with zipfile.ZipFile(raw / "all.zip", "w") as archive:
            for name in names:
                archive.writestr(name, f"{name}@\n财政收入增长3%。")
        run(raw, out)
        assert contents(out) == fresh(raw, tmp_path)
    done = worked_on(log)
    assert (done.count("all.zip/x.txt"), done.count("all.zip/y.txt")) == (1, 1)
    assert run(raw, out).n_kept == 4


def test_what_could_not_be_opened_is_tried_again(raw: Path, out: Path, tmp_path: Path) -> None:
    run(raw, out, reader=stubs.read_if_allowed)
    assert pq.read_table(out / "documents.parquet").num_rows == 2
    (raw.parent / "allowed").touch()
    assert run(raw, out, reader=stubs.read_if_allowed).n_done == 1
    assert pq.read_table(out / "rejects.parquet").num_rows == 0


def test_a_stopped_run_is_taken_up(raw: Path, out: Path, tmp_path: Path, log: Path) -> None:
    (raw / "stop.txt").write_text("停", encoding="utf-8")
    with pytest.raises(KeyboardInterrupt):
        run(raw, out, extractor=stubs.extract_until_told)
    (tmp_path / "go").touch()
    before = worked_on(log)
    assert before == ["a/report-2022.txt", "b/report-2021.txt", "notes.txt"]
    run(raw, out, extractor=stubs.extract_until_told)
    assert worked_on(log) == ["stop.txt"]


@pytest.mark.parametrize("name", [*(f"{name}.parquet" for name in TABLES), MANIFEST])
def test_a_table_that_was_lost_or_changed_is_written_again(raw: Path, out: Path, log: Path, name: str) -> None:
    run(raw, out)
    before = contents(out)
    worked_on(log)
    (out / name).unlink()
    assert run(raw, out).is_new
    assert contents(out) == before
    data = before[name]
    (out / name).write_bytes(data[:9] + bytes([data[9] ^ 1]) + data[10:])
    assert run(raw, out).is_new
    assert contents(out) == before
    assert worked_on(log) == []


@pytest.mark.parametrize("damage", ["one document", "index", "gone"])
def test_a_damaged_state_is_mended(raw: Path, out: Path, tmp_path: Path, log: Path, damage: str) -> None:
    run(raw, out)
    worked_on(log)
    index = out / STATE / "index.sqlite"
    if damage == "one document":
        with sqlite3.connect(index) as database:
            database.execute("UPDATE batches SET data = x'00' WHERE path = 'notes.txt'")
        database.close()
    elif damage == "index":
        index.write_bytes(index.read_bytes()[:5000])
    else:
        shutil.rmtree(out / STATE)
    (raw / "new.txt").write_text("新@\n财政收入增长2%。", encoding="utf-8")
    run(raw, out)
    assert len(worked_on(log)) == (2 if damage == "one document" else 4)
    assert contents(out) == fresh(raw, tmp_path)


def test_names_that_look_alike_are_two_documents(raw: Path, out: Path, tmp_path: Path) -> None:
    try:
        for number, name in enumerate((b"\xb2\xe2.txt", b"\xb2\xe3.txt")):
            (raw / os.fsdecode(name)).write_text(f"测试{number}", encoding="utf-8")
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    run(raw, out)
    names = {row["source_path"] for row in pq.read_table(out / "documents.parquet").to_pylist()}
    assert {"\ufffd\ufffd.txt", "\ufffd\ufffd.txt#2"} < names


def test_a_run_that_is_not_to_wait_says_who_works(raw: Path, out: Path) -> None:
    (out / STATE).mkdir(parents=True)
    with held(out / STATE, wait=False, tell=print), pytest.raises(HeldError, match=f"process {os.getpid()} of"):
        run(raw, out, wait=False)
