"""Imported by the fork server before it makes workers: rules and dictionaries are compiled once and shared by all.

Without it every worker spends a second or two of its own on the same patterns.
"""

from __future__ import annotations

import contextlib
import importlib

from pipeline import compiled
from pipeline.records import document_key
from pipeline.run import process_source
from pipeline.types import SourceText

_SAMPLE = "海川市2021年政府工作报告\n2021年,地区生产总值增长6%左右,年底前建成学校3所,由市发展改革委牵头负责。\n"


def warm_up() -> None:
    """Send a small document through the core; what goes wrong with it is left to the documents to report."""
    with contextlib.suppress(Exception):
        source = SourceText(text=_SAMPLE, source_format="txt", encoding="utf-8")
        process_source(source, document_key(_SAMPLE.encode(), "sample.txt"))
    compiled.save()


# Modules that are else imported where they are needed.
for _reader in ("docx", "html", "other", "pdf"):
    importlib.import_module(f"pipeline.read.{_reader}")
warm_up()
