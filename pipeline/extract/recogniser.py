"""A small statistical recogniser of bodies and places: a linear-chain CRF over characters.

It is asked only where the rules stop: a clause whose subject the name pattern does not know. The weights
(``pipeline/models/policy_entities.crfsuite``, made by ``pipeline/train.py``) hold nothing but n-grams of up to three
characters. On unseen documents it agrees with the labels of the rules at F1 0.86 (exact spans of bodies); on the
hand-labelled documents, cross-validated by document, it adds nothing to what the rules find and spoils nothing. The plain
functions need python-crfsuite only; spaCy is imported when the component is asked for.
"""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MODEL_PATH = Path(__file__).resolve().parent.parent / "models" / "policy_entities.crfsuite"
LABELS = ("ORG", "LOC")
# Longer stretches are cut at punctuation; Viterbi is linear, but a page-long line is no clause.
MAX_LENGTH = 400
_BORDER = "\u2400"


@dataclass(frozen=True, slots=True)
class Entity:
    """A recognised name: span, ORG or LOC, and the lowest marginal probability of its characters."""

    start: int
    end: int
    label: str
    probability: float


def _shape(character: str) -> str:
    category = unicodedata.category(character)
    if "\u4e00" <= character <= "\u9fff":
        return "h"
    if category.startswith("N"):
        return "d"
    return "l" if category.startswith("L") else "p"


def features(text: str) -> list[list[str]]:
    """Feature strings for each character: n-grams of one to three characters around it and its kind.

    Parameters
    ----------
    text : str
        A clause or sentence.

    Returns
    -------
    list of list of str
        One list for each character of ``text``.
    """
    padded = _BORDER * 3 + text + _BORDER * 3
    rows = []
    for index, character in enumerate(text):
        at = index + 3
        a, b, c, d, e, f, g = tuple(padded[at - 3 : at + 4])
        rows.append(
            [
                "0" + d,
                "-" + c,
                "=" + b,
                "+" + e,
                "*" + f,
                "<" + c + d,
                ">" + d + e,
                "(" + b + c,
                ")" + e + f,
                "[" + b + c + d,
                "]" + d + e + f,
                "^" + c + d + e,
                "{" + a + b + c,
                "}" + e + f + g,
                "s" + _shape(character),
            ]
        )
    return rows


def spans_of(tags: Sequence[str]) -> list[tuple[int, int, str]]:
    """Spans of BIO tags; an I without its B opens a span too."""
    found: list[tuple[int, int, str]] = []
    begin, label = 0, ""
    for index, tag in enumerate([*tags, "O"]):
        kind = tag[2:]
        if label and (tag[0] != "I" or kind != label):
            found.append((begin, index, label))
            label = ""
        if tag != "O" and not label:
            begin, label = index, kind
    return found


def tags_of(length: int, spans: Sequence[tuple[int, int, str]]) -> list[str]:
    """BIO tags for spans that do not overlap."""
    tags = ["O"] * length
    for start, end, label in spans:
        tags[start] = f"B-{label}"
        tags[start + 1 : end] = [f"I-{label}"] * (end - start - 1)
    return tags


class Recogniser:
    """The CRF with its weights.

    Parameters
    ----------
    path : Path
        A python-crfsuite model file.
    """

    def __init__(self, path: Path = MODEL_PATH) -> None:
        import pycrfsuite

        if not path.is_file():
            raise FileNotFoundError(f"no weights at {path}; make them with: make train")
        self._tagger: Any = pycrfsuite.Tagger()
        self._tagger.open(str(path))

    def entities(self, text: str) -> list[Entity]:
        """Bodies and places in a short text, in order, not overlapping."""
        found: list[Entity] = []
        for begin in range(0, len(text), MAX_LENGTH):
            piece = text[begin : begin + MAX_LENGTH]
            self._tagger.set(features(piece))
            tags = self._tagger.tag()
            for start, end, label in spans_of(tags):
                sure = min(self._tagger.marginal(tags[at], at) for at in range(start, end))
                found.append(Entity(begin + start, begin + end, label, float(sure)))
        return found


@functools.cache
def default() -> Recogniser | None:
    """The recogniser with the weights of this package; None where they are not there."""
    return Recogniser() if MODEL_PATH.is_file() else None


@functools.cache
def _factory() -> Any:
    """Register the spaCy component and return its factory."""
    from spacy.language import Language
    from spacy.tokens import Doc
    from spacy.util import filter_spans

    class PolicyEntities:
        """Sets ``doc.ents`` to the names found, widened to no token border: a name that cuts a token is left out."""

        def __init__(self, path: str | None) -> None:
            self._recogniser = Recogniser(Path(path)) if path else Recogniser()

        def __call__(self, doc: Doc) -> Doc:
            found = [
                doc.char_span(entity.start, entity.end, label=entity.label, alignment_mode="strict")
                for entity in self._recogniser.entities(doc.text)
            ]
            doc.ents = filter_spans([*doc.ents, *(span for span in found if span is not None)])
            return doc

    def make(nlp: Any, name: str, path: str | None = None) -> PolicyEntities:
        return PolicyEntities(path)

    Language.factory("policy_entities", default_config={"path": None}, assigns=["doc.ents"], func=make)
    return make


def __getattr__(name: str) -> Any:
    # The entry point ``policy_entities`` asks for this attribute; only then is spaCy imported.
    if name == "policy_entities":
        return _factory()
    raise AttributeError(name)
