"""jieba tokens and the spaCy language over them."""

import jieba
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.segment.tokens import create_language, cut, token_borders

TEXTS = [
    "今年全市一般公共预算收入增长百分之五,新建公办幼儿园十二所。",
    "市发展改革委牵头,市财政局、市教育局配合。",
    "规模以上工业增加值年均增长速度快于全省平均水平。",
    "Carbon peak 行动 in 2030年前实现。",
]


@pytest.mark.parametrize("text", TEXTS)
def test_cuts_as_jieba_does(text: str) -> None:
    jieba.setLogLevel(60)
    assert cut(text) == list(jieba.cut(text))


def test_borders_are_shifted() -> None:
    assert token_borders("全市", 10) == {10, 12}


@pytest.mark.parametrize("text", TEXTS)
def test_language_keeps_text_and_tokens(text: str) -> None:
    doc = create_language()(text)
    assert doc.text == text
    assert [t.text for t in doc if not t.is_space] == [t for t in cut(text) if t.strip()]


@given(st.text(max_size=60).filter(lambda s: "\x00" not in s))
def test_tokens_join_to_the_text(text: str) -> None:
    assert "".join(cut(text)) == text


def test_the_recogniser_is_found_by_its_entry_point() -> None:
    nlp = create_language()
    nlp.add_pipe("policy_entities")
    doc = nlp("由市发展改革委牵头,市财政局、市教育局配合。")
    assert doc.text == "由市发展改革委牵头,市财政局、市教育局配合。"
    assert any("财政局" in entity.text for entity in doc.ents)
