"""The whole pipeline stands arbitrary and mutated documents; ``make soak`` and ``make fuzz`` have more of them."""

from __future__ import annotations

import importlib.util
import random
import subprocess
import sys
from pathlib import Path

import fuzzing
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.records import DocumentKey, DocumentRecords
from pipeline.types import SourceText

TARGET = Path(__file__).parent / "target.py"


@settings(max_examples=60)
@given(st.text(max_size=200))
def test_arbitrary_text(text: str) -> None:
    fuzzing.check(text.encode("utf-8", "surrogatepass"))


@settings(max_examples=40)
@given(st.lists(st.sampled_from((*fuzzing.PIECES, *fuzzing.HOSTILE)), max_size=60))
def test_pieces_of_the_language_in_any_order(pieces: list[str]) -> None:
    fuzzing.check("".join(pieces).encode("utf-8", "surrogatepass"))


@settings(max_examples=40)
@given(st.integers(0, 2**32))
def test_mutated_documents_in_any_container(seed: int) -> None:
    fuzzing.check(*fuzzing.make(random.Random(seed)))


def test_hostile_text_is_kept_as_it_is() -> None:
    words = "".join(part for part in fuzzing.HOSTILE if part.isprintable() or part in "\u202e\u200b\x00")
    counts = fuzzing.check(f"海川市2025年政府工作报告\n今年生产总值增长6%。{words}\n".encode())
    assert counts["documents"] == 1
    assert counts["metrics"] >= 1


@pytest.mark.parametrize("character", ["增", "9", "(", "年", "、", " ", "\x00"])
def test_a_line_without_end(character: str) -> None:
    fuzzing.check(("2025年生产总值增长6%,财政收入" + character * 20_000 + "增长5%。").encode())


def test_what_is_not_in_the_text_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def wrong(source: SourceText, key: DocumentKey) -> DocumentRecords:
        span = {"start": 0, "end": 1, "evidence": "乙", "text": "乙", "role": "deadline"}
        return DocumentRecords(document={}, deadlines=[span])

    monkeypatch.setattr(fuzzing, "extract_source", wrong)
    with pytest.raises(fuzzing.FuzzError, match="evidence"):
        fuzzing.check("甲".encode())


def test_what_raises_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(source: SourceText, key: DocumentKey) -> DocumentRecords:
        raise KeyError("unforeseen")

    monkeypatch.setattr(fuzzing, "extract_source", crash)
    with pytest.raises(fuzzing.FuzzError, match="unforeseen"):
        fuzzing.check("甲".encode())


def test_a_bounded_run_of_the_target() -> None:
    done = subprocess.run([sys.executable, str(TARGET), "-runs=150"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-3000:]
    guided = importlib.util.find_spec("atheris") is not None
    assert ("cov:" if guided else "150 inputs of seed 1") in done.stderr + done.stdout
