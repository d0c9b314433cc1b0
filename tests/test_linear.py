"""Hostile texts: the work grows with the length of the text, not with its square; steps are counted, not seconds."""

from __future__ import annotations

import sys
import tracemalloc

import pytest

from pipeline.document import MAX_NUMBERS, _outside, extract_document
from pipeline.extract.numbers import find_numbers
from pipeline.records import DocumentRecords, document_key
from pipeline.run import process_source
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


# Many rows for few characters: ratios on end, numbers in a bracket that is never closed, the shortest of sentences.
DENSE = ("1:1:", "(建成5家", "建5家。", "增长5%、")
# A number takes some 4 KB for as long as its rows are made, and may stand every fourth character.
MOST_BYTES_A_CHARACTER = 1_500


@pytest.mark.parametrize("unit", DENSE)
def test_memory_is_bounded(unit: str) -> None:
    text = "到2027年," + unit * (20_000 // len(unit))
    source, key = SourceText(text, "txt", "utf-8", ()), document_key(text.encode(), "a.txt")
    process_source(SourceText("到2027年,建成学校5所。", "txt", "utf-8", ()), key)
    tracemalloc.start()
    try:
        process_source(source, key)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < MOST_BYTES_A_CHARACTER * len(text)


def extracted(text: str) -> DocumentRecords:
    return extract_document(SourceText(text, "txt", "utf-8", ()), document_key(text.encode(), "a.txt"))


def test_of_a_dump_of_numbers_the_first_are_read() -> None:
    counted = "到2027年," + "建成学校5所、" * (MAX_NUMBERS + 20)
    found = extracted(f"{counted[:-1]}。到2028年,建成学校9所。")
    assert len(found.metrics) == MAX_NUMBERS + 1
    assert [w for w in found.document["warnings"] if "left out: 20 " in w]
    within = extracted("到2027年," + "建成学校5所。" * (MAX_NUMBERS + 20))
    assert len(within.metrics) == MAX_NUMBERS + 20
    assert not [w for w in within.document["warnings"] if "left out" in w]


def test_numbers_of_a_clause_share_their_evidence() -> None:
    found = extracted("到2027年,建成学校5所、医院6家。")
    assert len({id(record["evidence"]) for record in [*found.metrics, *found.targets]}) == 1


def test_mentions_outside_spans() -> None:
    found = list(find_numbers("共5家、6家、7家、8家、9家。"))
    spans = [(number.start, number.end) for number in found]
    # One span in another, one that only touches, one over two numbers.
    left = _outside(found, [(spans[1][0] - 1, spans[1][1] + 1), (spans[1][0], spans[1][1]), (spans[2][1], spans[2][1] + 1), (spans[3][0], spans[4][1])])
    assert left == [found[0], found[2]]
    assert _outside(found, []) == found
