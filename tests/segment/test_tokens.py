"""jieba tokens and the spaCy language over them."""

import jieba
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.segment import tokens
from pipeline.segment.tokens import create_language, cut, plainly, token_borders

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


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("防灾会报2场", ["防灾", "会报", "2", "场"]),
        ("含台铁2条", ["含", "台铁", "2", "条"]),
        ("约谈业者", ["约谈", "业者"]),
        # No word of ours may break one of jieba's.
        ("大约谈了2次", ["大约", "谈", "了", "2", "次"]),
        ("干净零售", ["干净", "零售"]),
    ],
)
def test_words_that_jieba_does_not_know(text: str, tokens: list[str]) -> None:
    assert cut(text) == tokens


def test_the_dictionary_of_others_is_left_as_it_is() -> None:
    rjieba = pytest.importorskip("rjieba")
    assert cut("约谈业者") == ["约谈", "业者"]
    assert rjieba.cut("约谈业者") != ["约谈", "业者"]


def test_the_dictionary_in_rust_is_found_in_a_package_laid_out_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    rjieba = pytest.importorskip("rjieba")
    monkeypatch.setattr(tokens.PathFinder, "find_spec", lambda *_: None)
    assert tokens._rust_dictionary() is rjieba.Jieba


def test_without_the_dictionary_in_rust_jieba_cuts(monkeypatch: pytest.MonkeyPatch) -> None:
    jieba.setLogLevel(60)
    monkeypatch.setattr(tokens, "find_spec", lambda _: None)
    cut_by_jieba = tokens._cutter.__wrapped__()
    assert [cut_by_jieba(text) for text in TEXTS] == [cut(text) for text in TEXTS]


def test_a_word_is_written_plainly() -> None:
    assert plainly("农村托育计画与规画") == "农村托育计划与规划"
    assert plainly("动画与书画") == "动画与书画"


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
