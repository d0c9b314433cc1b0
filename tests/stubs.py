"""A toy core and toy readers: module-level functions, so that worker processes find them by name.

The toy language: ``<name>增长<n>%`` is a target that stands for the plan year, ``<name>曾增长<n>%`` a result of the year
before; ``由<name>负责`` a responsible body of the targets of its line; ``<year>年`` a deadline.
"""

from __future__ import annotations

import multiprocessing
import os
import re
import signal
import time
from datetime import date
from pathlib import Path

from pipeline.records import DocumentKey, DocumentRecords, Record
from pipeline.types import SourceText

PLAN_YEAR = 2021
NUMBER = re.compile(r"([一-鿿]{2,8}?)(曾?)增长(\d+)%")
BODY = re.compile(r"由([一-鿿]{2,12})负责")
YEAR = re.compile(r"(\d{4})年")


def read_utf8(path: Path) -> SourceText:
    """UTF-8 only; anything else raises, as an unreadable container does."""
    return SourceText(text=path.read_bytes().decode("utf-8"), source_format="txt", encoding="utf-8")


def read_if_allowed(path: Path) -> SourceText:
    """A reader that may not read the notes until a file says so."""
    if path.name == "notes.txt" and not (path.parent.parent / "allowed").exists():
        raise PermissionError(13, "Permission denied")
    return read_utf8(path)


def read_with_fault(path: Path) -> SourceText:
    """A reader that had to replace something."""
    text = path.read_bytes().decode("utf-8") + "\ud800"
    return SourceText(text=text, source_format="txt", encoding="utf-8", warnings=("odd",), faults=("page 2: no text",))


def read_paginated(path: Path) -> SourceText:
    """A reader of pages: the second begins in the middle."""
    text = path.read_bytes().decode("utf-8")
    middle = len(text) * 2 // 3
    return SourceText(text=text, source_format="pdf", encoding="utf-8", page_starts=(0, middle))


def extract(source: SourceText, key: DocumentKey) -> DocumentRecords:
    """The toy core; 崩溃 raises, 闪退 kills the process, 错位 gives a span that does not fit."""
    text = source.text
    if "崩溃" in text:
        raise ValueError("toy crash")
    if "闪退" in text:
        os._exit(9)
    records = DocumentRecords(document=document_record(text))
    for match in NUMBER.finditer(text):
        record = metric_record(match, text)
        records.metrics.append(record)
        if record["status"] == "target":
            records.targets.append(record | {"kind": "quantitative", "deadline": record["period_end"]})
    for match in BODY.finditer(text):
        line_start = text.rfind("\n", 0, match.start()) + 1
        covered = [target for target in records.targets if line_start <= target["start"] < match.start()]
        for target in covered:
            target["responsible_bodies"] = [match[1]]
        records.responsible_bodies.append(
            {
                **span(text, match.start(1), match.end(1)),
                "text": match[1],
                "name": match[1],
                "role": "responsible",
                "_targets": covered,
            }
        )
    for match in YEAR.finditer(text):
        year = int(match[1])
        records.deadlines.append(
            {
                **span(text, match.start(), match.end()),
                "text": match[0],
                "role": "deadline",
                "start_date": date(year, 1, 1),
                "end_date": date(year, 12, 31),
                "precision": "year",
                "resolved_by": "absolute",
            }
        )
    if "错位" in text:
        records.metrics.append(records.metrics[0] | {"start": 0, "end": len(text) + 5})
    return records


def document_record(text: str) -> Record:
    """The toy metadata: a first line ``<title>@<region>@<year>``."""
    head = text.splitlines()[0].split("@") if text else [""]
    region = head[1] if len(head) > 1 else None
    year = int(head[2]) if len(head) > 2 else PLAN_YEAR
    return {
        "title": head[0],
        "script": "hans",
        "doc_type": "government_work_report",
        "region": region,
        "region_level": "prefecture" if region else None,
        "published_on": date(year, 2, 1),
        "plan_year": year,
        "_stated_absent": ["gdp"] if "不设定增长目标" in text else [],
    }


def span(text: str, start: int, end: int) -> Record:
    """Span and evidence of a record."""
    return {"start": start, "end": end, "evidence": text[start:end]}


def metric_record(match: re.Match[str], text: str) -> Record:
    """A toy metric."""
    year = document_record(text)["plan_year"] - bool(match[2])
    return {
        **span(text, match.start(), match.end()),
        "metric": match[1],
        "metric_code": "gdp" if match[1].endswith("生产总值") else None,
        "metric_name": "地区生产总值" if match[1].endswith("生产总值") else None,
        "value": float(match[3]),
        "unit": "%",
        "value_base": float(match[3]),
        "unit_base": "%",
        "comparator": "eq",
        "measure": "growth",
        "status": "result" if match[2] else "target",
        "strength": None if match[2] else "plain",
        "period_start": date(year, 1, 1),
        "period_end": date(year, 12, 31),
        "section": ["一、目标"],
        "value_start": match.start(3),
        "value_end": match.end(),
        "metric_start": match.start(1),
        "metric_end": match.end(1),
        "rule": "toy@1",
        "confidence": 0.5,
    }


def extract_logged(source: SourceText, key: DocumentKey) -> DocumentRecords:
    """The toy core, which writes down what it worked on, in the file that STUBS_LOG names, and takes STUBS_SECONDS for it."""
    with open(os.environ["STUBS_LOG"], "a", encoding="utf-8") as log:
        log.write(f"{key.source_path}\n")
    time.sleep(float(os.environ.get("STUBS_SECONDS", "0")))
    return extract(source, key)


def extract_until_told(source: SourceText, key: DocumentKey) -> DocumentRecords:
    """The toy core, which Ctrl-C stops at 停 until there is a file ``go`` beside the log."""
    if "停" in source.text and not Path(os.environ["STUBS_LOG"]).with_name("go").exists():
        raise KeyboardInterrupt
    return extract_logged(source, key)


def extract_badly(source: SourceText, key: DocumentKey) -> DocumentRecords:
    """The toy core with every fault a document can have: 死循环 never ends, 卡死 not even for signals, 吃内存 takes all memory."""
    if "死循环" in source.text:
        while True:
            time.sleep(0.01)
    if "卡死" in source.text:
        re.match(r"(a+)+$", "a" * 60 + "b")
    if "吃内存" in source.text:
        held = []
        while True:
            held.append(bytearray(50_000_000))
    if "恐慌" in source.text:
        raise GeneratorExit("a panic of native code is no Exception")
    return extract(source, key)


def extract_and_sleep(source: SourceText, key: DocumentKey) -> DocumentRecords:
    """A core that writes down its process, in the file that STUBS_LOG names, and sleeps."""
    with open(os.environ["STUBS_LOG"], "a", encoding="utf-8") as log:
        log.write(f"{os.getpid()}\n")
    time.sleep(60)
    return extract(source, key)


def extract_slowly(source: SourceText, key: DocumentKey) -> DocumentRecords:
    """The toy core on a very slow machine."""
    time.sleep(60)
    return extract(source, key)


def extract_until_interrupted(source: SourceText, key: DocumentKey) -> DocumentRecords:
    """Ctrl-C in the middle of a document."""
    raise KeyboardInterrupt


def extract_fatally(source: SourceText, key: DocumentKey) -> DocumentRecords:
    """The toy core; 断电 kills the process that started this one."""
    parent = multiprocessing.parent_process()
    if "断电" in source.text and parent is not None:
        os.kill(parent.pid or 0, signal.SIGKILL)
        time.sleep(60)
    return extract(source, key)


def extract_in_a_moment(source: SourceText, key: DocumentKey) -> DocumentRecords:
    """The toy core on a slow machine."""
    time.sleep(0.2)
    return extract(source, key)
