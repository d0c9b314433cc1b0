"""One run at a time, whatever becomes of the one before."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.store import HeldError, held

HOLD = (
    "import sys, pathlib, time; from pipeline.store import held\n"
    "with held(pathlib.Path(sys.argv[1]), wait=True, tell=print):\n"
    "    print('held', flush=True); time.sleep(60)\n"
)


def test_a_lock_goes_with_its_owner(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLD, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=Path(__file__).parents[2]) as owner:
        assert owner.stdout is not None
        assert owner.stdout.readline().strip() == b"held"
        with pytest.raises(HeldError, match=f"working on .*: process {owner.pid} of"), held(tmp_path, wait=False, tell=print):
            pass
        told: list[str] = []

        def kill(message: str) -> None:
            told.append(message)
            owner.kill()

        with held(tmp_path, wait=True, tell=kill):
            assert f'"pid": {os.getpid()}' in (tmp_path / "owner.json").read_text()
    assert [message.endswith("waiting for it to end") for message in told] == [True]


def test_a_lock_is_free_after_an_error(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), held(tmp_path, wait=False, tell=print):
        raise ZeroDivisionError
    with held(tmp_path, wait=False, tell=print):
        assert (tmp_path / "owner.json").exists()
