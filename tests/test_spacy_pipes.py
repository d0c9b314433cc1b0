"""The spaCy components, found through their entry points."""

import pytest
import spacy
from spacy.tokens import Doc

import pipeline
from pipeline.segment.tokens import create_language

TEXT = "2025年,确保新增公共充电桩1200个,9月底前全部投入使用,由市住建局牵头,市供电公司配合。"
TRADITIONAL = "2025年,確保新增公共充電樁1200個,9月底前全部投入使用,由市住建局牽頭,市供電公司配合。"
PIPES = {
    "policy_targets": "targets",
    "policy_metrics": "metrics",
    "policy_deadlines": "deadlines",
    "policy_bodies": "responsible_bodies",
}


@pytest.mark.parametrize("text", [TEXT, TRADITIONAL])
@pytest.mark.parametrize("name", PIPES)
def test_every_component_shows_its_table(name: str, text: str) -> None:
    nlp = spacy.blank("zh")
    nlp.add_pipe(name)
    doc = nlp(text)
    rows = getattr(pipeline.extract(text), PIPES[name])
    assert rows
    assert [(s.start_char, s.end_char) for s in doc.spans[name]] == [(r.start, r.end) for r in rows]
    for span in doc.spans[name]:
        record = doc._.policy_records[span.id_]
        assert record["evidence"] == text[record["start"] : record["end"]]
        assert record["table"] == PIPES[name]


def test_the_siblings_read_a_text_once(monkeypatch: pytest.MonkeyPatch) -> None:
    from pipeline import spacy_pipes

    calls = []
    whole = spacy_pipes.extract
    monkeypatch.setattr(spacy_pipes, "extract", lambda *a, **k: calls.append(a) or whole(*a, **k))
    nlp = spacy.blank("zh")
    for name in PIPES:
        nlp.add_pipe(name)
    nlp(TEXT)
    assert len(calls) == 1


def test_the_day_of_the_doc_beats_that_of_the_component() -> None:
    nlp = spacy.blank("zh")
    nlp.add_pipe("policy_targets", config={"published_on": "2020-01-01", "spans_key": "sc"})
    first = nlp("年内新建公园3个。")
    second = nlp.make_doc("年内新建公园3个。")
    second._.published_on = "2022-01-01"
    second = nlp(second)
    ends = [doc._.policy_records[doc.spans["sc"][0].id_]["deadline"] for doc in (first, second)]
    assert ends == ["2020-12-31", "2022-12-31"]


def test_a_read_doc_can_be_stored() -> None:
    nlp = create_language()
    nlp.add_pipe("policy_targets")
    doc = nlp(TEXT)
    again = Doc(nlp.vocab).from_bytes(doc.to_bytes())
    assert [(s.text, s.id_) for s in again.spans["policy_targets"]] == [
        (s.text, s.id_) for s in doc.spans["policy_targets"]
    ]
    assert again._.policy_records == doc._.policy_records


def test_word_tokens_widen_the_span_and_not_the_record() -> None:
    nlp = create_language()
    nlp.add_pipe("policy_deadlines")
    doc = nlp(TEXT)
    for span in doc.spans["policy_deadlines"]:
        record = doc._.policy_records[span.id_]
        assert span.start_char <= record["start"] < record["end"] <= span.end_char
