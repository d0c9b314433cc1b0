"""The same program on a cluster: two workers of this machine, which give the same bytes as a local run, whatever becomes of them."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
import stubs

from pipeline.run import Extractor, RunSummary, extract_corpus
from schemas import TABLES

distributed = pytest.importorskip("distributed", reason="the extra dask is not installed")

from pipeline.engines import dask as engine  # noqa: E402 - it needs the extra

# One cluster for all of them.
pytestmark = pytest.mark.xdist_group("dask")


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    with (
        pytest.MonkeyPatch.context() as patch,
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=50) as found,
    ):
        patch.setenv(engine.SCHEDULER, found.scheduler_address)
        yield found


@pytest.fixture
def many(raw: Path) -> Path:
    for number in range(40):
        (raw / f"more-{number:02}.txt").write_text(
            f"文件{number}@\n财政收入增长{number}%,由市财政局负责。", encoding="utf-8"
        )
    (raw / "crash.txt").write_text("甲崩溃", encoding="utf-8")
    (raw / "bytes.txt").write_bytes(b"\xff\xfe\xff")
    return raw


def run(raw: Path, out: Path, engine_name: str, extractor: Extractor = stubs.extract) -> RunSummary:
    return extract_corpus(raw, out, 2, reader=stubs.read_utf8, extractor=extractor, engine_name=engine_name)


def assert_same(one: Path, other: Path) -> None:
    for name in TABLES:
        assert (one / f"{name}.parquet").read_bytes() == (other / f"{name}.parquet").read_bytes(), name


def test_tables_and_rejects_of_a_cluster_are_those_of_a_local_run(cluster: Any, many: Path, out: Path) -> None:
    (many / "dies.txt").write_text("甲闪退", encoding="utf-8")
    here = run(many, out, "local", stubs.extract_badly)
    there = run(many, out.with_name("cluster"), "dask", stubs.extract_badly)
    assert here.n_done == there.n_done == 46
    assert here.rows == there.rows
    assert here.rejects == there.rejects == {"extract": 2, "read": 1}
    assert_same(out, out.with_name("cluster"))
    again = run(many, out.with_name("cluster"), "dask", stubs.extract_badly)
    assert (again.n_done, again.n_given_up, again.is_new) == (0, 1, False)


def test_a_worker_killed_in_mid_run_changes_nothing(
    cluster: Any, many: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Small batches, so that the run is far from its end when the first are done.
    monkeypatch.setattr(engine, "_BATCH_TASKS", 2)
    other = out.with_name("cluster")
    killed = threading.Thread(target=_kill_one, args=(cluster, other))
    killed.start()
    summary = run(many, other, "dask", stubs.extract_in_a_moment)
    killed.join()
    assert summary.n_done == 45
    run(many, out, "local", stubs.extract_in_a_moment)
    assert_same(out, other)


def _kill_one(cluster: Any, out: Path) -> None:
    """Kill a worker that has a batch in hand, when some batches are done."""
    while not (processing := _processing(cluster)):
        time.sleep(0.01)
    time.sleep(0.5)
    pid = next(nanny.process.pid for nanny in cluster.workers.values() if nanny.worker_address in processing)
    os.kill(pid, signal.SIGKILL)
    assert not (out / "manifest.json").exists()


def _processing(cluster: Any) -> list[str]:
    return [address for address, worker in cluster.scheduler.workers.items() if worker.processing]


def test_a_document_that_costs_worker_after_worker_is_given_up(
    cluster: Any, raw: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What waited on a worker beside the fatal document may be lost with it once, not twice.
    monkeypatch.setattr(cluster.scheduler, "allowed_failures", 1)
    (raw / "fatal.txt").write_text("甲断电", encoding="utf-8")
    summary = run(raw, out, "dask", stubs.extract_fatally)
    (reject,) = pq.read_table(out / "rejects.parquet").to_pylist()
    assert (reject["source_path"], reject["error_type"]) == ("fatal.txt", "WorkerDiedError")
    assert (summary.n_done, summary.rows["documents"]) == (4, 3)


def test_a_run_whose_workers_are_all_lost_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "_WORKERS_SECONDS", 0.2)
    monkeypatch.setattr(engine, "_LOOK_SECONDS", 0.1)
    with (
        distributed.LocalCluster(n_workers=0, processes=False, dashboard_address=None, silence_logs=50) as empty,
        distributed.Client(empty) as client,
        pytest.raises(ConnectionError, match="all workers of the cluster are lost"),
    ):
        list(engine._deal_out(client, [], len, [[]]))


def test_a_worker_with_other_settings_is_refused(
    cluster: Any, raw: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GOVTARGETS_MAX_FILE_MB", "7")
    with pytest.raises(engine.UnfitWorkerError, match="another version of the program"):
        run(raw, out, "dask")


def test_a_worker_that_does_not_see_the_documents_is_refused(tmp_path: Path) -> None:
    engine._check(engine.program_version(), tmp_path)
    with pytest.raises(engine.UnfitWorkerError, match="does not see"):
        engine._check(engine.program_version(), tmp_path / "elsewhere")


def test_batches_are_of_like_weight_and_keep_the_order() -> None:
    class File:
        def __init__(self, n_bytes: int) -> None:
            self.n_bytes = n_bytes

    sizes = [3_000_000, 900_000, *[1000] * 300]
    batches = engine._batches([File(size) for size in sizes], 2)
    assert [index for batch in batches for index in batch] == list(range(302))
    assert batches[:2] == [[0], [1]]
    assert {len(batch) for batch in batches[2:-1]} == {64}
    assert engine._batches([], 2) == []
