"""A corpus from files to tables: every file is a document or a reject, whatever happens to it."""

from __future__ import annotations

import gc
import hashlib
import io
import os
import random
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
import stubs

from pipeline.engines import here, local
from pipeline.records import DocumentKey, DocumentRecords, Record, document_key
from pipeline.run import RunSummary, UnusableArgumentError, extract_corpus, process_source
from pipeline.types import SourceText
from schemas import TABLES


def run(raw: Path, out: Path, jobs: int = 1, **more: Any) -> RunSummary:
    engine = "here" if jobs == 1 else "local"
    given = {"reader": stubs.read_utf8, "extractor": stubs.extract, "engine_name": engine} | more
    return extract_corpus(raw, out, jobs, **given)


def rows(out: Path, table: str) -> list[Record]:
    found: list[Record] = pq.read_table(out / f"{table}.parquet").to_pylist()
    return found


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def rejects(out: Path) -> dict[str, tuple[str, str, str]]:
    return {row["source_path"]: (row["stage"], row["error_type"], row["message"]) for row in rows(out, "rejects")}


def test_a_corpus(raw: Path, out: Path) -> None:
    summary = run(raw, out)
    assert [row["source_path"] for row in rows(out, "documents")] == [
        "a/report-2022.txt",
        "b/report-2021.txt",
        "notes.txt",
    ]
    assert summary.n_files == 3
    assert summary.rows["metrics"] == 4
    assert summary.rejects == {}
    documents = {row["doc_id"]: row for row in rows(out, "documents")}
    for table in ("metrics", "targets", "deadlines", "responsible_bodies"):
        found = rows(out, table)
        assert found
        for row in found:
            assert documents[row["doc_id"]]["text"][row["start"] : row["end"]] == row["evidence"]


def test_the_panel_joins_the_documents(raw: Path, out: Path) -> None:
    run(raw, out)
    found = [(row["year"], row["target_low"], row["result_value"], row["attainment"]) for row in rows(out, "panel")]
    assert found == [(2021, 6.0, 7.0, "met"), (2022, 8.0, None, "not_reported")]


def test_an_empty_corpus_gives_empty_tables(tmp_path: Path, out: Path) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / ".gitkeep").touch()
    summary = run(tmp_path / "raw", out)
    assert summary.n_files == 0
    assert set(summary.rows) == set(TABLES)
    assert not any(summary.rows.values())
    assert all(pq.read_table(out / f"{name}.parquet").num_rows == 0 for name in TABLES)


def test_the_same_corpus_gives_the_same_bytes(raw: Path, tmp_path: Path) -> None:
    write(raw / "crash.txt", "崩溃")
    write(raw / "twin.txt", "崩溃")
    run(raw, tmp_path / "one")
    run(raw, tmp_path / "two")
    run(raw, tmp_path / "three", jobs=2)
    assert contents(tmp_path / "one") == contents(tmp_path / "two") == contents(tmp_path / "three")


def test_the_order_in_which_results_come_in_does_not_matter(
    raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(raw, tmp_path / "one")
    real = here.run

    def shuffled(*args: Any, **kwargs: Any) -> Any:
        found = list(real(*args, **kwargs))
        random.Random(4).shuffle(found)
        return iter(found)

    monkeypatch.setattr(here, "run", shuffled)
    run(raw, tmp_path / "two")
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_hidden_files_and_folders_are_left_out(raw: Path, out: Path) -> None:
    write(raw / ".hidden.txt", "隐藏")
    write(raw / ".git" / "config.txt", "隐藏")
    assert run(raw, out).n_files == 3


def test_a_file_that_cannot_be_decoded(raw: Path, out: Path) -> None:
    (raw / "bad.txt").write_bytes(b"\xff\xfe\xfd")
    summary = run(raw, out)
    assert summary.rows["documents"] == 3
    stage, error_type, message = rejects(out)["bad.txt"]
    assert (stage, error_type) == ("read", "UnicodeDecodeError")
    assert "invalid start byte" in message
    assert summary.rejects == {"read": 1}


def test_bad_bytes_through_the_real_readers(raw: Path, out: Path) -> None:
    (raw / "program.exe").write_bytes(b"\x7fELF\x00\x01")
    extract_corpus(raw, out, 1, extractor=stubs.extract)
    stage, error_type, message = rejects(out)["program.exe"]
    assert (stage, error_type) == ("read", "unreadable")
    assert "program.exe" in message
    assert len(rows(out, "documents")) == 3


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="everything is readable here")
def test_a_file_without_permission(raw: Path, out: Path) -> None:
    write(raw / "secret.txt", "密").chmod(0)
    run(raw, out)
    assert rejects(out)["secret.txt"][1] == "PermissionError"


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_crash_in_one_document(raw: Path, out: Path, jobs: int) -> None:
    write(raw / "crash.txt", "海川市@江北省海川市\n崩溃")
    summary = run(raw, out, jobs)
    assert rejects(out) == {"crash.txt": ("extract", "ValueError", "ValueError: toy crash")}
    document = next(row for row in rows(out, "documents") if row["source_path"] == "crash.txt")
    assert document["text"].endswith("崩溃")
    assert document["n_metrics"] is None
    assert document["warnings"] == ["not processed: ValueError: toy crash"]
    states = {row["state"] for row in rows(out, "coverage") if row["doc_id"] == document["doc_id"]}
    assert states == {"not_processed"}
    assert summary.rows["metrics"] == 4


def test_a_document_that_kills_its_worker(raw: Path, out: Path) -> None:
    write(raw / "deadly.txt", "闪退" * 100)
    for number in range(6):
        write(raw / f"more-{number}.txt", f"文件{number}@\n财政收入增长{number}%。")
    summary = run(raw, out, jobs=2)
    assert summary.rows["documents"] == 9
    assert list(rejects(out)) == ["deadly.txt"]
    assert rejects(out)["deadly.txt"] == (
        "extract",
        "WorkerDiedError",
        "WorkerDiedError: the process that worked on it died twice (exit status 9)",
    )


def test_a_record_that_does_not_fit_its_text(raw: Path, out: Path) -> None:
    write(raw / "askew.txt", "错位@\n财政收入增长3%。")
    summary = run(raw, out)
    assert summary.rejects == {"validate": 1}
    assert summary.rows["metrics"] == 5
    assert rejects(out)["askew.txt"][:2] == ("validate", "span")


def test_the_same_bytes_twice_are_one_document(raw: Path, out: Path) -> None:
    write(raw / "c" / "copy.txt", (raw / "b" / "report-2021.txt").read_text(encoding="utf-8"))
    summary = run(raw, out)
    assert summary.rows["documents"] == 3
    assert rejects(out) == {"c/copy.txt": ("read", "duplicate", "the same bytes as b/report-2021.txt, which is kept")}


def archived(path: Path, members: dict[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)


@pytest.mark.parametrize("jobs", [1, 2])
def test_archives_are_folders_of_documents(raw: Path, out: Path, jobs: int) -> None:
    inner = io.BytesIO()
    archived_text = "内层@江北省海川市\n财政收入增长5%。".encode()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("report.txt", archived_text)
    twin = (raw / "notes.txt").read_bytes()
    archived(
        raw / "a.zip",
        {
            "x/一.txt": "甲@\n财政收入增长3%。".encode(),
            "in.zip": inner.getvalue(),
            "../out.txt": b"x",
            "twin.txt": twin,
        },
    )
    summary = run(raw, out, jobs)
    assert [row["source_path"] for row in rows(out, "documents")] == [
        "a.zip/in.zip/report.txt",
        "a.zip/twin.txt",
        "a.zip/x/一.txt",
        "a/report-2022.txt",
        "b/report-2021.txt",
    ]
    assert {name: reason[:2] for name, reason in rejects(out).items()} == {
        "a.zip/__/out.txt": ("read", "name"),
        "notes.txt": ("read", "duplicate"),
    }
    document = next(row for row in rows(out, "documents") if row["source_path"] == "a.zip/in.zip/report.txt")
    assert document["sha256"] == hashlib.sha256(archived_text).hexdigest()
    assert summary.n_files == 7


def test_an_archive_that_is_a_bomb_is_one_reject(raw: Path, out: Path) -> None:
    archived(raw / "bomb.zip", {"good.txt": "甲@".encode(), "zeros.txt": b"\0" * 5_000_000})
    run(raw, out)
    assert rejects(out)["bomb.zip"][:2] == ("read", "unreadable")
    assert "decompression bomb" in rejects(out)["bomb.zip"][2]
    assert len(rows(out, "documents")) == 3


def test_an_empty_archive(raw: Path, out: Path) -> None:
    archived(raw / "empty.zip", {})
    run(raw, out)
    assert rejects(out)["empty.zip"] == ("read", "empty", "there is no file in the archive")


def test_files_that_are_too_large_are_not_read(raw: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOVTARGETS_MAX_FILE_MB", "1")
    with (raw / "large.txt").open("wb") as file:
        file.truncate(2_000_000)
    run(raw, out)
    assert rejects(out)["large.txt"][:2] == ("read", "unreadable")
    assert "larger than 1 MB" in rejects(out)["large.txt"][2]


def test_the_same_text_twice_is_told(raw: Path, out: Path) -> None:
    text = "方案@\n" + "".join(f"第{n}类企业财政收入增长{n}%。" for n in range(1, 20))
    write(raw / "one.txt", text)
    write(raw / "two.txt", text.replace("。", "。\n"))
    run(raw, out)
    warnings = {row["source_path"]: row["warnings"] for row in rows(out, "documents")}
    assert warnings["two.txt"] == ["same text as one.txt"]
    assert not any(found for name, found in warnings.items() if name != "two.txt")


def test_values_of_paginated_documents_have_their_page(raw: Path, out: Path) -> None:
    run(raw, out, reader=stubs.read_paginated)
    pages = {(row["value"], row["page"]) for row in rows(out, "metrics") if row["doc_id"]}
    assert {page for _, page in pages} == {1, 2}
    assert all(row["page"] in (1, 2) for row in rows(out, "targets"))


def test_links(raw: Path, out: Path, tmp_path: Path) -> None:
    outside = write(tmp_path / "outside" / "secret.txt", "外部")
    (raw / "leaves.txt").symlink_to(outside)
    (raw / "leaves-folder").symlink_to(outside.parent)
    (raw / "stays.txt").symlink_to(raw / "notes.txt")
    (raw / "round").symlink_to(raw)
    (raw / "broken.txt").symlink_to(raw / "nowhere.txt")
    summary = run(raw, out)
    assert summary.rows["documents"] == 3
    found = rejects(out)
    assert {name: reason[:2] for name, reason in found.items()} == {
        "leaves.txt": ("read", "link"),
        "leaves-folder": ("read", "link"),
        "broken.txt": ("read", "link"),
        "round": ("read", "link"),
        "stays.txt": ("read", "duplicate"),
    }
    assert "leaves the folder" in found["leaves.txt"][2]
    assert "nowhere" in found["broken.txt"][2]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes")
def test_what_is_no_file_is_not_opened(raw: Path, out: Path) -> None:
    os.mkfifo(raw / "pipe.txt")
    run(raw, out)
    assert rejects(out)["pipe.txt"][1] == "not_a_file"


def test_faults_and_surrogates_of_a_reader(raw: Path, out: Path) -> None:
    run(raw, out, reader=stubs.read_with_fault)
    documents = rows(out, "documents")
    assert all(row["text"].endswith("\ufffd") for row in documents)
    assert all(row["warnings"] == ["odd", "lone surrogates"] for row in documents)
    found = rows(out, "rejects")
    assert len(found) == 2 * len(documents)
    assert {row["stage"] for row in found} == {"read"}
    assert {row["doc_id"] for row in found} == {row["doc_id"] for row in documents}
    assert any("page 2" in row["message"] for row in found)


def test_a_file_that_changes_under_the_run(raw: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def changing(path: Path) -> Any:
        source = stubs.read_utf8(path)
        if path.name == "notes.txt":
            path.write_text("改了", encoding="utf-8")
        return source

    run(raw, out, reader=changing)
    assert rejects(out)["notes.txt"][:2] == ("read", "changed")


def test_every_file_is_accounted_for(raw: Path, out: Path) -> None:
    write(raw / "crash.txt", "崩溃")
    write(raw / "copy.txt", "崩溃")
    (raw / "bad.txt").write_bytes(b"\xff")
    summary = run(raw, out)
    named = {row["source_path"] for row in rows(out, "documents")} | set(rejects(out))
    assert summary.n_files == len(named) == 6


def test_file_names_that_are_no_utf8(raw: Path, out: Path) -> None:
    try:
        (raw / os.fsdecode(b"\xb2\xe2.txt")).write_text("测试", encoding="utf-8")
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    run(raw, out)
    assert "\ufffd\ufffd.txt" in {row["source_path"] for row in rows(out, "documents")}


def test_unusable_folders_are_named(raw: Path, out: Path, tmp_path: Path) -> None:
    file = write(tmp_path / "file.txt", "x")
    for bad_raw, bad_out, words in (
        (tmp_path / "missing", out, "does not exist: .*missing"),
        (file, out, "file.txt is a file"),
        (raw, raw / "out", "inside"),
        (raw, raw, "inside"),
        (raw, file / "out", "not a folder: .*file.txt"),
    ):
        with pytest.raises(UnusableArgumentError, match=words):
            run(bad_raw, bad_out)
    assert not out.exists()


def test_ctrl_c_leaves_the_old_tables(raw: Path, out: Path) -> None:
    run(raw, out)
    before = contents(out)
    write(raw / "new.txt", "新的")
    with pytest.raises(KeyboardInterrupt):
        run(raw, out, extractor=stubs.extract_until_interrupted)
    assert contents(out) == before


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_ctrl_c_ends_the_workers_too(raw: Path, out: Path) -> None:
    run(raw, out)
    before = contents(out)
    script = (
        "import sys, pathlib, signal; sys.path[:0] = sys.argv[3:]; import stubs; from pipeline.run import extract_corpus\n"
        "if __name__ == '__main__':\n"
        "    signal.signal(signal.SIGINT, signal.default_int_handler)\n"  # ignored where tests run in the background
        "    print('ready', flush=True)\n"
        "    extract_corpus(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), 2,"
        " reader=stubs.read_utf8, extractor=stubs.extract_slowly)\n"
    )
    here = Path(__file__).parent
    command = [sys.executable, "-c", script, str(raw), str(out), str(here), str(here.parent)]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True)
    assert child.stdout is not None
    child.stdout.readline()
    time.sleep(2.0)
    os.killpg(child.pid, signal.SIGINT)
    assert child.wait(timeout=20) != 0
    child.stdout.close()
    assert contents(out) == before


def test_progress_is_told_of_every_document(raw: Path, out: Path) -> None:
    told: list[Any] = []

    class Progress:
        def wait(self, message: str) -> None:
            told.append(message)

        def start(self, n_documents: int, n_bytes: int, jobs: int) -> None:
            told.append((n_documents, jobs))

        def advance(self, n_bytes: int) -> None:
            told.append(n_bytes)

    run(raw, out, progress=Progress())
    assert told[0] == (3, 1)
    assert told[1:] == sorted(told[1:], reverse=True)
    assert len(told) == 4


@pytest.mark.parametrize("at_work", [True, False])
@pytest.mark.parametrize("fails", [True, False])
def test_the_collector_is_left_as_it_was(at_work: bool, fails: bool) -> None:
    seen: list[bool] = []

    def extractor(source: SourceText, key: DocumentKey) -> DocumentRecords:
        seen.append(gc.isenabled())
        if fails:
            raise ValueError("no such document")
        return stubs.extract(source, key)

    text = "全市建成学校3所。"
    before = gc.isenabled()
    try:
        (gc.enable if at_work else gc.disable)()
        process_source(
            SourceText(text=text, source_format="txt", encoding="utf-8"),
            document_key(text.encode(), "a.txt"),
            extractor,
        )
        assert (seen, gc.isenabled()) == ([False], at_work)
    finally:
        (gc.enable if before else gc.disable)()


@pytest.mark.parametrize(
    ("jobs", "n_tasks", "n_bytes", "wanted"),
    [
        (3, 10, 10, 3),
        (3, 2, 10, 2),
        (0, 100, 10, 1),
        (0, 100, 10**9, local.available_cores()),
        (0, 0, 0, 1),
        (4, 0, 0, 1),
    ],
)
def test_number_of_workers(jobs: int, n_tasks: int, n_bytes: int, wanted: int) -> None:
    assert local.worker_count(jobs, n_tasks, n_bytes) == wanted
