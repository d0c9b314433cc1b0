"""A gated scan finds what ``finditer`` finds."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.scanning import heads_of, matches_at, matches_behind

TEXTS = st.text(alphabet="甲乙丙1,", max_size=24)


@given(TEXTS)
def test_matches_at_are_those_of_finditer(text: str) -> None:
    pattern = re.compile("甲(?:乙+|1甲)|1甲?")
    found = [match.span() for match in matches_at(re.compile("[甲1]"), pattern, text)]
    assert found == [match.span() for match in pattern.finditer(text)]


@given(TEXTS)
def test_matches_behind_are_those_of_finditer(text: str) -> None:
    pattern = re.compile("[乙1](?:丙|乙1)?")
    found = [match.span() for match in matches_behind(re.compile("[甲1]"), pattern, text)]
    assert found == [match.span() for match in re.finditer(f"(?<=[甲1]){pattern.pattern}", text)]


@given(TEXTS)
def test_behind_tails_only(text: str) -> None:
    pattern = re.compile("[乙丙1]")
    found = [match.start() for match in matches_behind(re.compile("[甲1]"), pattern, text, {"丙甲", "1"})]
    assert found == [match.start() for match in re.finditer("(?<=丙甲)[乙丙1]|(?<=1)[乙丙1]", text)]


@given(TEXTS, st.lists(st.text(alphabet="甲乙丙1.", min_size=1, max_size=3), min_size=1, max_size=4))
def test_heads_stand_where_a_word_may_begin(text: str, words: list[str]) -> None:
    found = [match.start() for match in re.finditer(heads_of(words), text)]
    assert found == [at for at in range(len(text)) if any(text.startswith(word[:2], at) for word in words)]
