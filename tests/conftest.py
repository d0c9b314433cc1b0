"""A small corpus of invented documents, and the toy core that reads it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

# The same examples in every run, so that a green suite stays green; HYPOTHESIS_PROFILE=default searches further.
settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeatable"))

# Messages are asserted in English, whatever the locale of the machine is; those about other languages say so.
os.environ["LC_ALL"] = "C.UTF-8"

# Most tests are about one document or two, which this process reads faster than a worker starts; those about workers say so.
os.environ.setdefault("GOVTARGETS_ENGINE", "here")

CORPUS = {
    "b/report-2021.txt": "海川市政府工作报告@江北省海川市@2021\n2021年生产总值增长6%,财政收入增长5%,由市发改委负责。\n",
    "a/report-2022.txt": "海川市政府工作报告@江北省海川市@2022\n去年生产总值曾增长7%。今年生产总值增长8%。\n",
    "notes.txt": "会议纪要@\n没有数字。\n",
}


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    """A folder of three documents."""
    folder = tmp_path / "raw"
    for name, text in CORPUS.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A folder for tables, not made yet."""
    return tmp_path / "out"
