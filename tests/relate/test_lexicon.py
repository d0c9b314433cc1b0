"""Look-up of words at the edges of a phrase."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.relate.lexicon import _edge_words

LETTERS = "增长加大"


def _longest(words: list[str]) -> str | None:
    return max(words, key=len, default=None)


@given(st.sets(st.text(LETTERS, min_size=1, max_size=4), min_size=1, max_size=8), st.text(LETTERS + "的", max_size=8), st.data())
def test_the_longest_word_at_an_edge(words: set[str], text: str, data: st.DataObject) -> None:
    known, at = _edge_words(words), data.draw(st.integers(0, len(text)))
    assert known.at_start(text, at) == _longest([word for word in words if text[at:].startswith(word)])
    assert known.at_end(text, at) == _longest([word for word in words if text[:at].endswith(word)])
    assert known.at_end(text) == _longest([word for word in words if text.endswith(word)])
