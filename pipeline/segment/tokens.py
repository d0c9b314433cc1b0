"""jieba tokens: borders for the phrase rules, and a spaCy ``Language`` for other people's pipelines.

``rjieba`` cuts as ``jieba`` does (a parity test says how nearly) and is many times faster; where it is not installed,
``jieba`` itself is used.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from importlib import import_module
from importlib.machinery import PathFinder
from importlib.util import find_spec, module_from_spec
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from pipeline.rulebook import Entry, load

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc


# How often jieba is to think that each of our words occurs: more than the single characters of it, less than common words.
_FREQUENCY = 50


class WordEntry(Entry):
    """Words that jieba does not know, and how the tables write them where that is another form of the same length."""

    words: tuple[str, ...]
    plain: tuple[str, ...] = ()


def fires(entry_id: str, text: str) -> bool:
    """Whether one of the entry's words is a token of the text."""
    entry = next(e for e in load("words", WordEntry) if e.id == entry_id)
    return not set(entry.words).isdisjoint(cut(text))


@functools.cache
def _plain_forms() -> dict[str, str]:
    return {word: plain for entry in load("words", WordEntry) for word, plain in zip(entry.words, entry.plain, strict=False)}


def plainly(text: str) -> str:
    """A phrase as the tables write it: 计画, which conversion by characters leaves, is 计划."""
    for word, plain in _plain_forms().items():
        if word in text:
            text = text.replace(word, plain)
    return text


def _rust_dictionary() -> Callable[[], Any] | None:
    """The class of rjieba's dictionaries, or None where it is not installed.

    The package itself reads a dictionary when it is imported, which takes a tenth of a second and serves nobody here: ours, with words
    of its own, is read besides. So only the compiled module inside the package is loaded, where it is found.
    """
    package = find_spec("rjieba")
    if package is None:
        return None
    inner = PathFinder.find_spec("rjieba.rjieba", package.submodule_search_locations)
    if inner is None or inner.loader is None:
        module = import_module("rjieba")
    else:
        module = module_from_spec(inner)
        inner.loader.exec_module(module)
    dictionary: Callable[[], Any] = module.Jieba
    return dictionary


@functools.cache
def _cutter() -> Callable[[str], list[str]]:
    words = [word for entry in load("words", WordEntry) for word in entry.words]
    dictionary = _rust_dictionary()
    if dictionary is None:
        import jieba

        own = jieba.Tokenizer()
        for word in words:
            own.add_word(word, _FREQUENCY)
        return lambda text: list(own.cut(text))
    jieba_in_rust = dictionary()
    for word in words:
        jieba_in_rust.add_word(word, _FREQUENCY, None)
    cut: Callable[[str], list[str]] = jieba_in_rust.cut
    return cut


def cut(text: str) -> list[str]:
    """Tokens of a phrase; joined they give it back."""
    return list(_tokens(text))


# Several rules ask for the words of the phrase before one number.
@functools.lru_cache(maxsize=32)
def _tokens(text: str) -> tuple[str, ...]:
    return tuple(_cutter()(text))


def token_borders(text: str, offset: int = 0) -> set[int]:
    """Offsets at which a token begins or ends, shifted by ``offset``."""
    return set(accumulate(map(len, _cutter()(text)), initial=offset))


class JiebaTokenizer:
    """A spaCy tokenizer over jieba tokens; white space follows spaCy's convention."""

    def __init__(self, vocab: Any) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        from spacy.tokens import Doc

        words: list[str] = []
        spaces: list[bool] = []
        for token in _cutter()(text):
            if token == " " and words and not spaces[-1]:
                spaces[-1] = True
            elif token:
                words.append(token)
                spaces.append(False)
        return Doc(self.vocab, words=words, spaces=spaces)

    # spaCy asks every tokenizer for these four when a pipeline is saved; there is nothing to save.
    def to_bytes(self, **_: Any) -> bytes:
        return b""

    def from_bytes(self, _data: bytes, **_: Any) -> JiebaTokenizer:
        return self

    def to_disk(self, _path: Any, **_: Any) -> None:
        return None

    def from_disk(self, _path: Any, **_: Any) -> JiebaTokenizer:
        return self


def create_language() -> Language:
    """A blank Chinese spaCy pipeline that cuts words as jieba does.

    Returns
    -------
    spacy.language.Language
        Add ``policy_entities`` for bodies and places.
    """
    import spacy

    nlp = spacy.blank("zh")
    nlp.tokenizer = JiebaTokenizer(nlp.vocab)
    return nlp
