"""Hostile texts: the work grows with the length of the text, not with its square; steps are counted, not seconds."""

from __future__ import annotations

import sys

import pytest

from pipeline.document import extract_document
from pipeline.records import document_key
from pipeline.segment.sentences import MAX_SENTENCE, segment
from pipeline.types import NormalText, SourceText

# One of each: a clause without an end, digits, brackets that nest or are never closed, lists, clauses, times, bodies; numbered
# lines that all count from one; words of which a sentence may have one in front.
UNITS = (
    *("推进园区建设", "1", "(", "(建成5家", "新增企业5家、", "新增企业5家,", "推动项目落地,", "2027年、"),
    *("建成学校5所(市教育局牵头)。", "1.建成5所\n", "同比", "由市教育局牵头,"),
)


def steps(text: str) -> int:
    """Lines of Python run for a text; a line that repeats itself, as in a comprehension, counts each time."""
    counted = 0

    def count(frame: object, event: str, argument: object) -> object:
        nonlocal counted
        counted += 1
        return count

    source = SourceText(text, "txt", "utf-8", ())
    key = document_key(text.encode(), "a.txt")
    sys.settrace(count)
    try:
        extract_document(source, key)
    finally:
        sys.settrace(None)
    return counted


@pytest.mark.parametrize("unit", UNITS)
def test_steps_are_linear(unit: str) -> None:
    lead = "到2027年,"
    short, long = (lead + unit * (length // len(unit)) for length in (2 * MAX_SENTENCE, 8 * MAX_SENTENCE))
    steps(short)
    assert steps(long) < 6 * max(steps(short), 2000)


def test_a_sentence_without_end_is_cut_behind_a_comma() -> None:
    text = "新增企业5家," * MAX_SENTENCE
    spans = [(s.start, s.end) for s in segment(NormalText(text, range(len(text)), "hans")).sentences]
    assert "".join(text[a:b] for a, b in spans) == text
    assert all(b - a <= MAX_SENTENCE and text[b - 1] == "," for a, b in spans)
