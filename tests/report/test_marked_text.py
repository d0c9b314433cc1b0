"""Stretches of a marked text."""

from hypothesis import given
from hypothesis import strategies as st

from pipeline.report.marked_text import Mark, stretches

TEXT = "新建学校3所,由市教育局负责。"


def mark(start: int, end: int, record_id: str, rank: int = 2) -> Mark:
    return Mark(start, end, record_id, f"look-{record_id}", rank)


def test_a_number_is_meant_before_its_clause() -> None:
    found = list(stretches(TEXT, [mark(0, 6, "clause"), mark(4, 5, "number", 0)]))
    assert [(part.text, part.record_ids) for part in found] == [
        ("新建学校", ("clause",)),
        ("3", ("number", "clause")),
        ("所", ("clause",)),
        (",由市教育局负责。", ()),
    ]
    assert found[1].looks == ("look-clause", "look-number")


def test_one_record_at_two_spans_is_named_once() -> None:
    (first, second, *_) = stretches(TEXT, [mark(0, 6, "r"), Mark(4, 5, "r", "value", 0)])
    assert (first.record_ids, second.record_ids) == (("r",), ("r",))
    assert second.looks == ("look-r", "value")


spans = st.tuples(st.integers(-3, 40), st.integers(-3, 40)).map(lambda pair: (min(pair), max(pair)))


@given(st.text(max_size=30), st.lists(st.tuples(spans, st.sampled_from("abcdef"), st.integers(0, 2)), max_size=12))
def test_the_stretches_are_the_text_and_know_every_mark(text: str, drawn: list[tuple[tuple[int, int], str, int]]) -> None:
    marks = [mark(start, end, name, rank) for (start, end), name, rank in drawn]
    at = 0
    parts = list(stretches(text, marks))
    assert "".join(part.text for part in parts) == text
    for part in parts:
        inside = {m.record_id for m in marks if m.start <= at and at + len(part.text) <= m.end}
        assert set(part.record_ids) == inside
        at += len(part.text)
