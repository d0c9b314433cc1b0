"""Train the recogniser of bodies and places.

The labels are silver: names that the rules are sure of (lists in brackets and behind labels, names with an owner and a
suffix, national organs, places of the administrative division), over the unlabelled texts, and the hand-labelled bodies.
The weights are the same for the same texts: sentences are taken in a fixed order and L-BFGS starts from zero.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.extract import bodies, recogniser
from pipeline.extract.body_pattern import find_names
from pipeline.extract.recogniser import MODEL_PATH, Recogniser, features, tags_of
from pipeline.normalize import normalize
from pipeline.segment.regions import find_mentions
from pipeline.segment.sentences import segment
from pipeline.types import NormalText, Sentence

# Kinds of names that the pattern is right about nearly always (read on a sample of the unlabelled texts).
SURE_KINDS = frozenset({"formal", "national", "regional", "class"})
SURE = 0.8
MAX_SENTENCE = 200
# Of the sentences without a name one in this many is kept, chosen by hash.
KEEP_EMPTY = 8
MAX_SENTENCES = 26_000
ITERATIONS = 70
MODEL_BYTES = 3_000_000
_SPACE = re.compile(r"\s")

Labelled = tuple[str, list[tuple[int, int, str]]]


@dataclass(slots=True)
class Scores:
    """Matches of spans: true and false positives, false negatives."""

    right: int = 0
    spurious: int = 0
    missed: int = 0

    def add(self, found: Iterable[tuple[int, int]], wanted: Iterable[tuple[int, int]]) -> None:
        """Count exact spans."""
        a, b = set(found), set(wanted)
        self.right += len(a & b)
        self.spurious += len(a - b)
        self.missed += len(b - a)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall, 0 if nothing was found."""
        return 2 * self.right / (2 * self.right + self.spurious + self.missed) if self.right else 0.0


@dataclass(slots=True)
class TrainingReport:
    """What a training saw and how well it does.

    Attributes
    ----------
    n_documents, n_sentences, n_labels : int
        What was learnt from.
    model_bytes : int
        Size of the weights.
    silver : Scores
        Exact spans against the silver labels of held-out documents: agreement with the rules, not truth.
    gold_rules, gold_both : Scores
        Spans of bodies with a duty in the hand-labelled documents, by the rules alone and with the recogniser, each
        document with weights that never saw it.
    by_document : dict
        Stem to (F1 by rules, F1 with the recogniser).
    """

    n_documents: int = 0
    n_sentences: int = 0
    n_labels: int = 0
    model_bytes: int = 0
    silver: Scores = field(default_factory=Scores)
    gold_rules: Scores = field(default_factory=Scores)
    gold_both: Scores = field(default_factory=Scores)
    by_document: dict[str, tuple[float, float]] = field(default_factory=dict)

    def summary(self) -> str:
        """The report in a few lines, for people."""
        lines = [
            f"{self.n_sentences} sentences of {self.n_documents} documents, {self.n_labels} labels, {self.model_bytes} bytes",
        ]
        if self.by_document:
            lines += [
                f"agreement with the rules on held-out documents: F1 {self.silver.f1:.3f}",
                f"labelled bodies, exact spans: rules F1 {self.gold_rules.f1:.3f}, with the recogniser {self.gold_both.f1:.3f}",
            ]
        lines += [f"  {stem}: {alone:.3f} -> {both:.3f}" for stem, (alone, both) in sorted(self.by_document.items())]
        return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """A hand-labelled text: its stem, normal form, sentences and the spans of its bodies."""

    stem: str
    normal: NormalText
    sentences: tuple[Sentence, ...]
    bodies: tuple[tuple[int, int], ...]


def read_gold(shared: Path) -> list[GoldDocument]:
    """The labelled documents under ``shared``, with the spans of ``bodies.tsv`` in the normal text."""
    found = []
    for folder in sorted(path for path in (shared / "gold").iterdir() if path.is_dir()):
        source = (shared / "corpus" / "labelled" / f"{folder.name}.txt").read_text(encoding="utf-8")
        normal = normalize(source)
        at = {origin: index for index, origin in enumerate(normal.origin)}
        with (folder / "bodies.tsv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
        spans = []
        for row in rows:
            inside = [at[i] for i in range(int(row["start"]), int(row["end"])) if i in at]
            if inside:
                spans.append((inside[0], inside[-1] + 1))
        found.append(GoldDocument(folder.name, normal, tuple(segment(normal).sentences), tuple(spans)))
    return found


def silver_spans(text: str, sure: Sequence[tuple[int, int]] = ()) -> list[tuple[int, int, str]]:
    """Labels of one sentence: the given bodies, then names of sure kinds, then places; earlier ones win."""
    found: list[tuple[int, int, str]] = []

    def free(start: int, end: int) -> bool:
        return all(end <= a or b <= start for a, b, _ in found)

    for start, end in sure:
        if free(start, end):
            found.append((start, end, "ORG"))
    names = [(name.start, name.end, "ORG") for name in find_names(text) if name.kind in SURE_KINDS]
    places = [(place.start, place.end, "LOC") for place in find_mentions(text) if not place.is_short]
    for start, end, label in [*names, *places]:
        if free(start, end):
            found.append((start, end, label))
    return sorted(found)


def labelled_sentences(normal: NormalText, bodies_of: Sequence[tuple[int, int]] | None = None) -> Iterator[Labelled]:
    """Sentences of a document with their labels; ``bodies_of`` are hand labels, else the rules' sure mentions are taken."""
    sentences = segment(normal).sentences
    if bodies_of is None:
        mentions = bodies.find_bodies(normal.text, sentences, None, use_model=False)
        bodies_of = [(m.start, m.end) for m in mentions if m.confidence >= SURE]
    for sentence in sentences:
        text = normal.text[sentence.start : sentence.end]
        if len(text) > MAX_SENTENCE or _SPACE.search(text):
            continue
        own = [
            (a - sentence.start, b - sentence.start) for a, b in bodies_of if sentence.start <= a and b <= sentence.end
        ]
        spans = silver_spans(text, own)
        if spans or int(hashlib.sha256(text.encode()).hexdigest(), 16) % KEEP_EMPTY == 0:
            yield text, spans


def silver_corpus(shared: Path) -> list[list[Labelled]]:
    """Labelled sentences of each unlabelled plain text, in path order, each sentence once."""
    seen: set[str] = set()
    corpus = []
    for path in sorted((shared / "corpus" / "unlabelled").rglob("*.txt")):
        normal = normalize(path.read_text(encoding="utf-8", errors="replace"))
        rows = []
        for text, spans in labelled_sentences(normal):
            if text not in seen:
                seen.add(text)
                rows.append((text, spans))
        corpus.append(rows)
    return corpus


def fit(rows: Sequence[Labelled], out: Path, iterations: int = ITERATIONS) -> None:
    """Train a CRF on labelled sentences and write its weights."""
    import pycrfsuite

    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params({"c1": 0.6, "c2": 0.05, "max_iterations": iterations, "feature.minfreq": 3})
    for text, spans in rows[:MAX_SENTENCES]:
        trainer.append(features(text), tags_of(len(text), spans))
    out.parent.mkdir(parents=True, exist_ok=True)
    trainer.train(str(out))


def _agreement(model: Recogniser, rows: Iterable[Labelled]) -> Scores:
    scores = Scores()
    for text, spans in rows:
        found = [(e.start, e.end) for e in model.entities(text) if e.label == "ORG"]
        scores.add(found, [(a, b) for a, b, label in spans if label == "ORG"])
    return scores


def _flat(corpus: Iterable[list[Labelled]]) -> list[Labelled]:
    return [row for rows in corpus for row in rows]


def cross_validate(shared: Path, corpus: list[list[Labelled]], report: TrainingReport, scratch: Path) -> None:
    """Score the rules alone and with the recogniser on each labelled document, with weights trained without it."""
    gold = read_gold(shared)
    for held in gold:
        others = [list(labelled_sentences(d.normal, d.bodies)) for d in gold if d.stem != held.stem]
        path = scratch / f"without-{held.stem}.crfsuite"
        fit([*_flat(others), *_flat(corpus)], path)
        model = Recogniser(path)
        pair = []
        for chosen, total in ((None, report.gold_rules), (model, report.gold_both)):
            mentions = bodies.find_bodies(
                held.normal.text, held.sentences, None, use_model=chosen is not None, recogniser=chosen
            )
            scores = Scores()
            spans = [(m.start, m.end) for m in mentions]
            scores.add(spans, held.bodies)
            total.add(
                [(a + _offset(held.stem), b) for a, b in spans], [(a + _offset(held.stem), b) for a, b in held.bodies]
            )
            pair.append(scores.f1)
        report.by_document[held.stem] = (pair[0], pair[1])
        path.unlink()


def _offset(stem: str) -> int:
    """Keeps equal spans of different documents apart when they are counted together."""
    return int(hashlib.sha256(stem.encode()).hexdigest()[:8], 16) << 20


def train(shared: Path, out: Path = MODEL_PATH, validate: bool = True) -> TrainingReport:
    """Train the recogniser and write its weights.

    Parameters
    ----------
    shared : Path
        Folder with ``corpus/unlabelled``, ``corpus/labelled`` and ``gold``.
    out : Path
        Where the weights go.
    validate : bool
        Whether to cross-validate by document too (ten times the work).

    Returns
    -------
    TrainingReport
    """
    corpus = silver_corpus(shared)
    gold_rows = [row for d in read_gold(shared) for row in labelled_sentences(d.normal, d.bodies)]
    report = TrainingReport(n_documents=len(corpus))
    if validate:
        held, kept = corpus[::7], [rows for index, rows in enumerate(corpus) if index % 7]
        trial = out.with_suffix(".trial")
        fit(_flat(kept), trial)
        report.silver = _agreement(Recogniser(trial), _flat(held))
        trial.unlink()
        cross_validate(shared, corpus, report, out.parent)
    rows = [*gold_rows, *_flat(corpus)]
    fit(rows, out)
    recogniser.default.cache_clear()
    report.n_sentences = len(rows[:MAX_SENTENCES])
    report.n_labels = sum(len(spans) for _, spans in rows[:MAX_SENTENCES])
    report.model_bytes = out.stat().st_size
    if report.model_bytes > MODEL_BYTES:
        raise ValueError(f"the weights have {report.model_bytes} bytes, more than {MODEL_BYTES}: raise feature.minfreq")
    return report
