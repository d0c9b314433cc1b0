"""Kills, full disks and two runs at once, with the toy core; ``make soak`` has the long versions."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

SOAK = Path(__file__).resolve().parent.parent / "tools" / "soak.py"

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")


def soak(*arguments: str) -> str:
    done = subprocess.run([sys.executable, str(SOAK), *arguments], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


def test_kills_at_random_moments() -> None:
    assert "6 times the tables of an undisturbed run" in soak("kills", "--times", "6")


def test_kills_before_each_step() -> None:
    """Every seventh of some fifty steps: calls that change names or force files to the disk, documents that are kept, notes."""
    assert "each time the tables of an undisturbed run" in soak("steps", "--every", "7")


def test_two_runs_at_once() -> None:
    assert "right tables each time" in soak("starts", "--times", "4")


def test_a_full_disk() -> None:
    told = soak("disk", "--times", "1")
    if "skipped" in told:
        pytest.skip(told)
    assert "1 full disks" in told
