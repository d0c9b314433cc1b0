"""The records of the pipeline as spaCy components: ``nlp.add_pipe("policy_targets")`` in anyone's spaCy pipeline.

Each component fills the span group of its own name; a span's ``id_`` is the key of its record, and
``doc._.policy_records[span.id_]`` is the record as plain JSON values (so that a Doc can be stored and sent to other
processes). A text is read once however many of the components a pipeline has. ``doc._.published_on`` (YYYY-MM-DD) tells
what day a document speaks; without it the text itself has to. Spans are whole tokens, as spaCy wants them; the offsets in
the record are exact to the character whatever the tokenizer is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span

from pipeline.library import Extraction, extract

_RECORDS = "policy_records"
_READ_AS = "policy_read_as"


@dataclass(frozen=True, slots=True)
class _Kind:
    """Which table a component shows, the column of its keys, and the column whose value labels a span."""

    table: str
    key: str
    label: str


_KINDS = {
    "policy_targets": _Kind("targets", "target_id", "strength"),
    "policy_metrics": _Kind("metrics", "metric_id", "status"),
    "policy_deadlines": _Kind("deadlines", "deadline_id", "role"),
    "policy_bodies": _Kind("responsible_bodies", "body_id", "role"),
}


def _records_of(doc: Doc, published_on: str | None) -> dict[str, dict[str, Any]]:
    """Every record of a Doc by its key; read when first asked for, and again if the day it speaks is told anew."""
    day = doc._.published_on or published_on
    if _RECORDS not in doc.user_data or doc.user_data.get(_READ_AS) != day:
        doc.user_data[_RECORDS] = _by_key(extract(doc.text, published_on=day))
        doc.user_data[_READ_AS] = day
    found: dict[str, dict[str, Any]] = doc.user_data[_RECORDS]
    return found


def _by_key(extraction: Extraction) -> dict[str, dict[str, Any]]:
    records = {}
    for kind in _KINDS.values():
        for row in getattr(extraction, kind.table):
            record = row.model_dump(mode="json")
            records[record[kind.key]] = {"table": kind.table, **record}
    return records


class RecordSpans:
    """Fills one span group of a Doc with the records of one table."""

    def __init__(self, name: str, kind: _Kind, published_on: str | None, spans_key: str | None) -> None:
        self._kind = kind
        self._published_on = published_on
        self._spans_key = spans_key or name

    def __call__(self, doc: Doc) -> Doc:
        found = _records_of(doc, self._published_on)
        spans = [self._span(doc, record) for record in found.values() if record["table"] == self._kind.table]
        doc.spans[self._spans_key] = spans
        return doc

    def _span(self, doc: Doc, record: dict[str, Any]) -> Span:
        label = record[self._kind.label] or self._kind.table
        span = doc.char_span(
            record["start"], record["end"], label=label, span_id=record[self._kind.key], alignment_mode="expand"
        )
        assert span is not None, "expanded to token borders, a span inside the text always exists"
        return span


def _register(name: str) -> Any:
    kind = _KINDS[name]

    def make(
        nlp: Language, name: str, published_on: str | None = None, spans_key: str | None = None
    ) -> RecordSpans:
        return RecordSpans(name, kind, published_on, spans_key)

    Language.factory(
        name,
        default_config={"published_on": None, "spans_key": name},
        assigns=["doc.spans"],
        func=make,
    )
    return make


if not Doc.has_extension("published_on"):
    Doc.set_extension("published_on", default=None)
if not Doc.has_extension(_RECORDS):
    Doc.set_extension(_RECORDS, getter=lambda doc: doc.user_data.get(_RECORDS, {}))

policy_targets = _register("policy_targets")
policy_metrics = _register("policy_metrics")
policy_deadlines = _register("policy_deadlines")
policy_bodies = _register("policy_bodies")
