"""The samples that are there in several containers: what is found in them does not depend on the container."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pipeline.document import extract_document
from pipeline.read import read
from pipeline.read.archive import member_bytes, members
from pipeline.read.sameness import same_texts, sketch
from pipeline.read.text import read_text
from pipeline.records import document_key
from pipeline.types import SourceText

RAW = Path(__file__).parent.parent.parent / "data" / "raw"
CONTAINERS = RAW / "containers"
STEMS = sorted({path.stem for path in CONTAINERS.glob("*.docx")})


def targets(source: SourceText) -> list[tuple[Any, ...]]:
    """What a researcher would compare, in the order of the text."""
    records = extract_document(source, document_key(b"", "sample.txt"))
    names = (
        "kind",
        "metric",
        "metric_code",
        "comparator",
        "value",
        "value_max",
        "unit",
        "measure",
        "deadline",
        "strength",
        "section",
    )
    rows = sorted(records.targets, key=lambda row: (row["start"], row.get("value_start") or 0))
    return [tuple(str(row.get(name)) for name in names) for row in rows]


def bodies(source: SourceText) -> list[tuple[str, str, int]]:
    records = extract_document(source, document_key(b"", "sample.txt"))
    rows = sorted(records.responsible_bodies, key=lambda row: row["start"])
    return [(row["name"], row["role"], len(row.get("_targets", ()))) for row in rows]


def test_there_are_samples() -> None:
    assert len(STEMS) == 2
    assert all(
        (CONTAINERS / f"{stem}{suffix}").stat().st_size < 300_000
        for stem in STEMS
        for suffix in (".html", ".docx", ".pdf")
    )


@pytest.mark.parametrize("stem", STEMS)
@pytest.mark.parametrize("suffix", [".html", ".docx", ".pdf"])
def test_the_same_targets_and_bodies_out_of_every_container(stem: str, suffix: str) -> None:
    text, container = read(RAW / f"{stem}.txt"), read(CONTAINERS / f"{stem}{suffix}")
    assert container.source_format == suffix[1:]
    assert len(targets(text)) > 10
    assert targets(container) == targets(text)
    assert bodies(container) == bodies(text)


def test_the_same_targets_out_of_an_archive() -> None:
    path = next(CONTAINERS.glob("*.zip"))
    found = {member.name.rpartition("/")[2]: read_text(member_bytes(path, member.place)) for member in members(path)}
    assert set(found) == {f"{stem}.txt" for stem in STEMS}
    for name, source in found.items():
        assert targets(source) == targets(read(RAW / name))


@pytest.mark.parametrize("stem", STEMS)
def test_the_same_text_is_recognised(stem: str) -> None:
    sketches = [(".txt", sketch(read(RAW / f"{stem}.txt").text))]
    sketches += [(suffix, sketch(read(CONTAINERS / f"{stem}{suffix}").text)) for suffix in (".html", ".docx", ".pdf")]
    assert list(same_texts(lambda: sketches)) == [(".html", ".txt"), (".docx", ".txt"), (".pdf", ".txt")]
