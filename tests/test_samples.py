"""The samples of ``data/raw`` against labels made by reading them, and against their own text.

The labels were made without looking at the rules, and no rule may be fitted to them; so not all of them are met, and the
floors below say how many are. A change that falls under a floor has lost something.
"""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline.document import extract_document
from pipeline.read import read
from pipeline.records import DocumentRecords, document_key
from pipeline.types import SourceText

RAW = Path(__file__).parent.parent / "data" / "raw"
LABELS = sorted((Path(__file__).parent / "data" / "samples").glob("*.yaml"))
COMPARATORS = {"=": "eq", ">=": "ge", "<=": "le", "~": "approx", "range": "between"}

#: Shares that every labelled sample must reach: numbers found, status right, all fields but the indicator's words right.
FLOORS = {"found": 0.93, "status": 0.90, "fields": 0.78, "deadlines": 0.85, "bodies": 0.50}


def extract(path: Path) -> tuple[SourceText, DocumentRecords]:
    source = read(path)
    return source, extract_document(source, document_key(path.read_bytes(), path.name))


def span_of(text: str, label: dict[str, Any]) -> tuple[int, int]:
    start = -1
    for _ in range(label.get("nth") or 1):
        start = text.index(label["text"], start + 1)
    return start, start + len(label["text"])


def overlapping(records: list[dict[str, Any]], span: tuple[int, int], start: str, end: str) -> dict[str, Any] | None:
    found = [r for r in records if r[start] < span[1] and span[0] < r[end]]
    return max(found, key=lambda r: min(r[end], span[1]) - max(r[start], span[0]), default=None)


def same_number(record: dict[str, Any], label: dict[str, Any]) -> bool:
    unit = record["unit"].replace("个百分点", "百分点")
    expected = (label["value"], label.get("value_max"), label.get("unit") or "")
    return (
        record["value"] == pytest.approx(expected[0], abs=1e-4)
        and (record["value_max"] is None) == (expected[1] is None)
        and unit == expected[2]
    )


def fields_right(record: dict[str, Any], label: dict[str, Any]) -> bool:
    return (
        record["status"] == label["status"]
        and same_number(record, label)
        and record["comparator"] == COMPARATORS[label["comparator"]]
        and record["measure"] == label["measure"]
        and record["period_end"] == label.get("period_end")
    )


@pytest.mark.parametrize("labels_path", LABELS, ids=[p.stem for p in LABELS])
def test_labelled_sample(labels_path: Path) -> None:
    labels = yaml.safe_load(labels_path.read_text(encoding="utf-8"))
    source, records = extract(RAW / f"{labels_path.stem}.txt")
    pairs = [
        (overlapping(records.metrics, span_of(source.text, m), "value_start", "value_end"), m)
        for m in labels["metrics"]
    ]
    found = [(record, label) for record, label in pairs if record is not None]
    times = [(overlapping(records.deadlines, span_of(source.text, d), "start", "end"), d) for d in labels["deadlines"]]
    bodies = [
        (overlapping(records.responsible_bodies, span_of(source.text, b), "start", "end"), b) for b in labels["bodies"]
    ]
    shares = {
        "found": len(found) / len(pairs),
        "status": sum(r["status"] == label["status"] for r, label in found) / len(pairs),
        "fields": sum(fields_right(r, label) for r, label in found) / len(pairs),
        "deadlines": sum(r is not None and r["role"] == d["role"] and r["end_date"] == d["end_date"] for r, d in times)
        / len(times),
        "bodies": sum(r is not None and r["role"] == b["role"] for r, b in bodies) / len(bodies),
    }
    assert {name: share for name, share in shares.items() if share < FLOORS[name]} == {}


@pytest.mark.parametrize("labels_path", LABELS, ids=[p.stem for p in LABELS])
def test_metadata_of_a_labelled_sample(labels_path: Path) -> None:
    expected = yaml.safe_load(labels_path.read_text(encoding="utf-8"))["document"]
    _, records = extract(RAW / f"{labels_path.stem}.txt")
    wrong = {k: (v, records.document[k]) for k, v in expected.items() if k != "title" and records.document[k] != v}
    assert len(wrong) <= 1, wrong


@pytest.mark.parametrize("path", sorted(RAW.glob("*.txt")), ids=lambda p: p.stem)
def test_every_record_points_at_its_own_characters(path: Path) -> None:
    source, records = extract(path)
    rows = [*records.metrics, *records.targets, *records.deadlines, *records.responsible_bodies]
    assert rows
    for row in rows:
        assert source.text[row["start"] : row["end"]] == row["evidence"]
    for metric in records.metrics:
        assert metric["start"] <= metric["value_start"] < metric["value_end"] <= metric["end"]
        digits = source.text[metric["value_start"] : metric["value_end"]]
        assert any(c.isdigit() or c in "一二三四五六七八九十百千万亿两半○〇零萬億兩" for c in digits), digits


def test_same_text_gives_the_same_records() -> None:
    path = sorted(RAW.glob("*.txt"))[0]
    assert extract(path)[1].metrics == extract(path)[1].metrics


def test_labels_are_dated_in_order() -> None:
    """A label file with a date that is none would make every comparison with it fail in silence."""
    for path in LABELS:
        for deadline in yaml.safe_load(path.read_text(encoding="utf-8"))["deadlines"]:
            for key in ("start_date", "end_date"):
                assert deadline.get(key) is None or isinstance(deadline[key], datetime.date)
