"""The plain values that walk from room to room: text, spans, mentions.

All spans are half-open ``[start, end)`` code-point offsets into the *normal* text unless a name says ``source``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class SourceText:
    """What a reader got out of a container.

    Attributes
    ----------
    text : str
        Decoded text, line ends ``\\n``, nothing else changed.
    source_format : str
        txt, html, pdf, docx.
    encoding : str
        The codec that decoded the bytes, in Python's spelling.
    warnings : tuple of str
        Things a user should know (``undecodable bytes: 3``, ``byte order mark``).
    faults : tuple of str
        Each becomes a row of ``rejects`` with stage ``read``.
    page_starts : tuple of int
        Offset of the first character of each page of a paginated document; empty for others.
    """

    text: str
    source_format: str
    encoding: str
    warnings: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
    page_starts: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class NormalText:
    """Normalised text with the source offset of every character.

    Attributes
    ----------
    text : str
        Simplified, half-width, with soft breaks and scraped pinyin removed.
    origin : sequence of int
        ``origin[i]`` is the offset in the source of the character ``text[i]``; strictly increasing.
    script : str
        hans, hant or mixed, of the source.
    warnings : tuple of str
        ``mojibake``, ``mixed script``, ``scraped pinyin`` and the like.
    """

    text: str
    origin: Sequence[int]
    script: str
    warnings: tuple[str, ...] = ()

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """Source offsets of a non-empty normal span; exact to the character at both ends."""
        if not 0 <= start < end <= len(self.text):
            raise ValueError(f"span {start}:{end} is not inside a text of {len(self.text)} characters")
        return self.origin[start], self.origin[end - 1] + 1


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it.

    ``level`` 0 is the document itself; ``parent`` is the index of the enclosing section, None for the root.
    """

    title: str
    level: int
    start: int
    end: int
    parent: int | None


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, without its surrounding white space; ``paragraph`` counts lines, ``section`` indexes sections."""

    start: int
    end: int
    paragraph: int
    section: int
    is_heading: bool = False


@dataclass(frozen=True, slots=True)
class NumberMention:
    """A quantity as printed.

    Attributes
    ----------
    start, end : int
        The digits with magnitude, and with ``%`` or ``个百分点`` (``310亿``, ``1.75%``, ``10个百分点``, ``1-2``).
    value, value_max : float
        In the scale of ``unit``: 5935.1 for 5935.1亿元; ``value_max`` only for ranges. Never signed by direction.
    unit : str
        As printed, simplified, with a magnitude before a unit word (``亿元``, ``万人``), without 多/余; ``""`` if none.
    unit_end : int
        End of the unit word, ``end`` if there is none.
    comparator : str
        eq, ge, le, approx, between.
    modifier_text : str or None
        The words that say so, as printed (``以上``, ``不低于``, ``余``).
    left, right : int
        The span widened by unit and modifiers on both sides: ``[left, right)`` is all that belongs to the quantity.
    kind : str
        ``quantity`` (digits with a unit, a percentage, a fraction), ``small_chinese`` (一 to 十, 两, 几 with a classifier:
        usually rhetorical), ``bare`` (no unit at all), ``ratio`` (a part of a∶b∶c), ``multiple`` (翻一番, 倍增).
    """

    start: int
    end: int
    value: float
    value_max: float | None
    unit: str
    unit_end: int
    comparator: str
    modifier_text: str | None
    left: int
    right: int
    kind: str


@dataclass(frozen=True, slots=True)
class TimeMention:
    """A time expression before it is resolved.

    ``kind`` is one of year, month, day, quarter, half_year, year_part, plan, range, since, within, age_of (近3年, 五年来), fiscal_year, term, century,
    duration, frequency, idle, name (inside the name of a plan or document: never a deadline).
    ``parts`` carries what the resolver needs, as plain key-value pairs.
    """

    start: int
    end: int
    kind: str
    parts: tuple[tuple[str, int | str], ...] = ()


@dataclass(frozen=True, slots=True)
class Anchors:
    """What relative time expressions lean on: the year that 今年 means, the day the document speaks, the last year named before.

    ``term`` is the first day of some term of the government that 本届政府 means; terms run five years.
    """

    plan_year: int | None
    published_on: date | None
    context_year: int | None = None
    term: date = date(2003, 3, 1)


@dataclass(frozen=True, slots=True)
class Interval:
    """A resolved time: closed interval, precision and what it was resolved by (see CONTRACT of ``deadlines``)."""

    start_date: date | None
    end_date: date | None
    precision: str
    resolved_by: str


@dataclass(frozen=True, slots=True)
class BodyMention:
    """A body that carries a duty: ``role`` lead, responsible, cooperate, supervise; ``task`` is the span of the clause it answers for.

    ``covers`` is the span of text whose targets the body answers for (the bracket's paragraph part, or its own clause).
    """

    start: int
    end: int
    role: str
    task: tuple[int, int]
    covers: tuple[int, int]
    detected_by: str
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True)
class DocumentMetadata:
    """What the head, the signature and the text say of the document as a whole; None where the text does not tell."""

    title: str | None
    doc_number: str | None
    issuer: str | None
    region: str | None
    region_code: str | None
    region_level: str | None
    published_on: date | None
    plan_year: int | None
    doc_type: str


@dataclass(slots=True)
class SegmentedText:
    """Normal text cut into sections, sentences and clauses (clauses are spans, in order, inside sentences)."""

    normal: NormalText
    sections: list[Section] = field(default_factory=list)
    sentences: list[Sentence] = field(default_factory=list)
