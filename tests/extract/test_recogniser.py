"""The statistical recogniser: features, tags, training, the spaCy component, and when it is asked."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract import recogniser
from pipeline.extract.bodies import find_bodies
from pipeline.extract.recogniser import LABELS, MODEL_PATH, Entity, Recogniser, features, spans_of, tags_of
from pipeline.train import MODEL_BYTES, fit, read_gold, silver_spans, train

MAX_NGRAM = 3


class _Sees(Recogniser):
    """A recogniser that sees the given words as bodies and counts how often it is asked."""

    def __init__(self, *words: str, probability: float = 0.9) -> None:
        self.words = words
        self.probability = probability
        self.asked = 0

    def entities(self, text: str) -> list[Entity]:
        self.asked += 1
        spans = [(text.find(word), len(word)) for word in self.words]
        return [Entity(at, at + length, "ORG", self.probability) for at, length in spans if at >= 0]


@given(st.text(max_size=60))
def test_one_row_of_short_features_for_each_character(text: str) -> None:
    rows = features(text)
    assert len(rows) == len(text)
    assert all(len(name) <= 1 + MAX_NGRAM for row in rows for name in row)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(1, 4), st.sampled_from(LABELS)), max_size=8))
def test_tags_and_spans_are_inverse(steps: list[tuple[int, int, str]]) -> None:
    spans, at = [], 0
    for gap, length, label in steps:
        spans.append((at + gap, at + gap + length, label))
        at += gap + length
    assert spans_of(tags_of(at + 2, spans)) == spans


@pytest.mark.parametrize(
    ("tags", "spans"),
    [
        (["B-ORG", "I-ORG", "O"], [(0, 2, "ORG")]),
        (["B-ORG", "B-ORG"], [(0, 1, "ORG"), (1, 2, "ORG")]),
        (["O", "I-LOC", "I-LOC"], [(1, 3, "LOC")]),
        (["B-ORG", "I-LOC"], [(0, 1, "ORG"), (1, 2, "LOC")]),
        ([], []),
    ],
)
def test_spans_of_tags(tags: list[str], spans: list[tuple[int, int, str]]) -> None:
    assert spans_of(tags) == spans


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("由市财政局负责", [("市财政局", "ORG")]),
        ("石家庄市和水利部", [("石家庄市", "LOC"), ("水利部", "ORG")]),
        ("天气转暖", []),
    ],
)
def test_silver_labels(text: str, spans: list[tuple[str, str]]) -> None:
    assert [(text[a:b], label) for a, b, label in silver_spans(text)] == spans


def test_given_bodies_win_over_places() -> None:
    text = "石家庄市做好准备"
    assert silver_spans(text, [(0, 4)]) == [(0, 4, "ORG")]


SUBJECT = "会议强调,阳光合作区要做好准备工作。"


def test_the_model_is_asked_where_the_pattern_knows_no_subject() -> None:
    seer = _Sees("阳光合作区")
    (body,) = find_bodies(SUBJECT, [], None, recogniser=seer)
    assert (SUBJECT[body.start : body.end], body.role, body.detected_by) == ("阳光合作区", "responsible", "ner")


@pytest.mark.parametrize("seer", [_Sees(), _Sees("阳光合作区", probability=0.2), _Sees("合作区要做")])
def test_the_model_is_not_believed_without_reason(seer: Recogniser) -> None:
    assert find_bodies(SUBJECT, [], None, recogniser=seer) == []


def test_the_model_confirms_a_doubtful_name() -> None:
    text = "甲乙促进中心要做好准备工作。"
    (alone,) = find_bodies(text, [], None, use_model=False)
    (both,) = find_bodies(text, [], None, recogniser=_Sees("甲乙促进中心"))
    assert (alone.detected_by, both.detected_by) == ("rule", "both")
    assert both.confidence > alone.confidence


@pytest.mark.parametrize("text", ["完成改造。(市发改委牵头)", "市财政局要抓紧拨付。", "天气转暖,万物生长。"])
def test_the_model_is_not_asked_where_the_rules_decide(text: str) -> None:
    seer = _Sees("市财政局")
    find_bodies(text, [], None, recogniser=seer)
    assert seer.asked == 0


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder like the one that is trained from, with invented texts."""
    root = tmp_path_factory.mktemp("shared")
    (root / "corpus" / "labelled").mkdir(parents=True)
    (root / "corpus" / "unlabelled" / "city").mkdir(parents=True)
    names = ("财政局", "水利局", "教育局", "民政局", "商务局", "公安局", "交通局", "审计局")
    for number, name in enumerate(names):
        lines = [f"本周{other}检查进度,由市{name}负责第{number}项。市{other}要配合。" for other in names]
        (root / "corpus" / "unlabelled" / "city" / f"{number}.txt").write_text("\n".join(lines), encoding="utf-8")
    for stem in ("one", "two"):
        text = f"{stem}。由市财政局负责。"
        (root / "corpus" / "labelled" / f"{stem}.txt").write_text(text, encoding="utf-8")
        (root / "gold" / stem).mkdir(parents=True)
        start = text.index("市财政局")
        rows = f"start\tend\ttext\trole\n{start}\t{start + 4}\t市财政局\tlead\n"
        (root / "gold" / stem / "bodies.tsv").write_text(rows, encoding="utf-8")
    return root


def test_gold_spans_point_into_the_normal_text(shared: Path) -> None:
    for document in read_gold(shared):
        assert [document.normal.text[a:b] for a, b in document.bodies] == ["市财政局"]


def test_training_learns_reports_and_is_deterministic(shared: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "first.crfsuite", tmp_path / "second.crfsuite"
    report = train(shared, first)
    train(shared, second, validate=False)
    assert first.read_bytes() == second.read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["first.crfsuite", "second.crfsuite"]
    assert report.n_documents == 8
    assert report.model_bytes == first.stat().st_size
    assert report.gold_rules.f1 == 1.0
    assert set(report.by_document) == {"one", "two"}
    assert "F1" in report.summary()
    text = "由市财政局负责"
    assert [(text[e.start : e.end], e.label) for e in Recogniser(first).entities(text)] == [("市财政局", "ORG")]


def test_a_model_learns_the_labels_it_is_given(tmp_path: Path) -> None:
    rows = [
        (f"请{name}到场", [(1, 1 + len(name), "ORG")]) for name in ("甲会", "乙会", "丙会", "丁会") for _ in range(5)
    ]
    path = tmp_path / "toy.crfsuite"
    fit(rows, path, iterations=30)
    (entity,) = Recogniser(path).entities("请戊会到场")
    assert (entity.start, entity.end, entity.label) == (1, 3, "ORG")
    assert 0.5 < entity.probability <= 1


def test_missing_weights_are_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="make train"):
        Recogniser(tmp_path / "nothing.crfsuite")


needs_weights = pytest.mark.skipif(not MODEL_PATH.is_file(), reason="no weights")


@needs_weights
def test_the_weights_are_small_and_hold_short_ngrams_only() -> None:
    import pycrfsuite

    assert MODEL_PATH.stat().st_size <= MODEL_BYTES
    tagger = pycrfsuite.Tagger()
    tagger.open(str(MODEL_PATH))
    attributes = tagger.info().attributes
    assert len(attributes) > 1000
    assert max(len(name) for name in attributes) <= 1 + MAX_NGRAM


@needs_weights
@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("由市水利局牵头推进", "市水利局"),
        ("各县(市、区)要抓紧落实", "各县(市、区)"),
        ("国家发展改革委会同各部门商定", "国家发展改革委"),
    ],
)
def test_the_weights_know_plain_names(text: str, name: str) -> None:
    model = recogniser.default()
    assert model is not None
    assert (text.index(name), text.index(name) + len(name)) in [(e.start, e.end) for e in model.entities(text)]


@needs_weights
def test_long_texts_are_read_in_pieces() -> None:
    model = Recogniser()
    text = "天气转暖。" * 200 + "由市水利局牵头推进。"
    assert all(0 <= e.start < e.end <= len(text) for e in model.entities(text))


@needs_weights
def test_the_spacy_component_sets_entities() -> None:
    import spacy

    assert recogniser.policy_entities is not None
    nlp = spacy.blank("zh")
    nlp.add_pipe("policy_entities")
    doc = nlp("由市水利局牵头推进。")
    assert [(entity.text, entity.label_) for entity in doc.ents] == [("市水利局", "ORG")]


def test_finding_bodies_imports_neither_spacy_nor_crfsuite() -> None:
    code = (
        "import sys; from pipeline.extract import recogniser; from pipeline.extract.bodies import find_bodies;"
        "assert find_bodies('市财政局要抓紧拨付。', [], None);"
        "assert not {'spacy', 'pycrfsuite'} & set(sys.modules), 'heavy imports'"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
