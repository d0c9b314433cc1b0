"""Why a record is as it is: its words, and the rules that read them, told from the tables and the rule files."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import pyarrow.parquet as pq

from pipeline.messages import say
from pipeline.records import Record
from pipeline.rulebook import RULES_FOLDER, Entry, load
from schemas.enums import VALUE_NAMES, DeadlineSource, ResolvedBy

#: Table -> the column that holds the keys of its records.
KEYS = {
    "targets": "target_id", "metrics": "metric_id", "deadlines": "deadline_id", "responsible_bodies": "body_id", "documents": "doc_id",
}
#: Rules whose words stand in a rule file of their own: beginning of the id -> file.
_WORD_FILES = {"milestone.": "milestones"}
#: Characters of the text that are shown on each side of a clause.
CONTEXT = 60


class DecisionEntry(Entry):
    """What a rule that links or decides says, in English and Chinese."""

    under: Literal["tasks", "look_back", "rules", "notice", "talk", "report"]
    en: str
    zh: str


class UnknownRecordError(ValueError):
    """No table has a record of that key; the message names it."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One step of a decision: the column it made, what it says, and the words of the text that it rests on."""

    column: str
    value: str
    says: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Explanation:
    """A record with its reasons; ``before``, ``clause`` and ``after`` are the text around it, verbatim."""

    table: str
    record: Record
    document: Record
    before: str
    clause: str
    after: str
    reasons: tuple[Reason, ...]


def explain(tables: Path, record_id: str, language: str = "en") -> Explanation:
    """Look a record up and tell why it is as it is.

    Parameters
    ----------
    tables : Path
        Folder with the tables of a run.
    record_id : str
        Key of a target, metric, deadline or body.
    language : str
        en or zh.

    Raises
    ------
    UnknownRecordError
        If no table has a record of that key.
    """
    table, record = _find(tables, record_id)
    document = pq.read_table(tables / "documents.parquet", filters=[("doc_id", "=", record["doc_id"])]).to_pylist()[0]
    text, start, end = document["text"], record["start"], record["end"]
    return Explanation(
        table=table,
        record=record,
        document=document,
        before=text[max(0, start - CONTEXT) : start],
        clause=text[start:end],
        after=text[end : end + CONTEXT],
        reasons=tuple(_reasons(table, record, document, language)),
    )


def _find(tables: Path, record_id: str) -> tuple[str, Record]:
    for table, key in KEYS.items():
        path = tables / f"{table}.parquet"
        if table == "documents" or not path.is_file():
            continue
        rows = pq.read_table(path, filters=[(key, "=", record_id)]).to_pylist()
        if rows:
            return table, rows[0]
    raise UnknownRecordError(say("explain.unknown", record_id=repr(record_id), folder=tables))


def _reasons(table: str, record: Record, document: Record, language: str) -> Iterator[Reason]:
    text = document["text"]
    for name in (record["rule"] or "").split("@")[0].split("|"):
        yield Reason("rule", name, what_a_rule_says(name, language))
    if record.get("value_start") is not None:
        yield Reason("value", _number(record), say("explain.value", in_language=language), text[record["value_start"] : record["value_end"]])
    if record.get("metric_start") is not None:
        words = text[record["metric_start"] : record["metric_end"]]
        yield Reason("metric", record["metric"], say("explain.metric", in_language=language), words)
    if record.get("metric_code"):
        yield Reason("metric_code", f"{record['metric_code']} ({record['metric_name']})", say("explain.metric_code", in_language=language))
    if record.get("modifier_text"):
        yield Reason("comparator", record["comparator"], say("explain.comparator", in_language=language), record["modifier_text"])
    if record.get("commitment_text"):
        yield Reason("strength", record["strength"], say("explain.strength", in_language=language), record["commitment_text"])
    yield from _date_reasons(table, record, document, language)
    if record.get("baseline_period_end") or record.get("baseline_value") is not None:
        value = "" if record["baseline_value"] is None else f"{record['baseline_value']:g} "
        yield Reason("baseline", f"{value}{record['baseline_period_end'] or ''}".strip(), say("explain.baseline", in_language=language))
    if record.get("correction"):
        yield Reason("correction", record["correction"], say("explain.correction", in_language=language))
    if record.get("detected_by"):
        yield Reason("detected_by", record["detected_by"], say("explain.detected_by", in_language=language))
    if record.get("confidence") is not None:
        yield Reason("confidence", f"{record['confidence']:.2f}", say("explain.confidence", in_language=language))


def _date_reasons(table: str, record: Record, document: Record, language: str) -> Iterator[Reason]:
    """Why this date: the words for it, or what it was inherited from."""
    if table == "deadlines":
        value = f"{record['start_date'] or ''}..{record['end_date'] or ''}"
        how = _named(ResolvedBy, record["resolved_by"], language)
        yield Reason("end_date", value, say("explain.resolved_by", in_language=language, how=how), record["text"])
        return
    due = record.get("deadline") or record.get("period_end")
    if due is None:
        return
    source = record.get("deadline_source")
    says = say("explain.printed", in_language=language) if record.get("period_text") else say("explain.inherited", in_language=language)
    if source:
        says = say("explain.source", in_language=language, says=says, source=_named(DeadlineSource, source, language))
    if not record.get("period_text") and document["plan_year"]:
        says = say("explain.plan_year", in_language=language, says=says, year=document["plan_year"])
    yield Reason("period_end", str(due), says, record.get("period_text") or "")


def _named(enumeration: Any, value: str, language: str) -> str:
    """A value of an enumeration: itself in English, in Chinese what the codebook calls it."""
    names = VALUE_NAMES[enumeration].get(value)
    return names[1] if names is not None and language == "zh" else value


def _number(record: Record) -> str:
    high = "" if record["value_max"] is None else f"–{record['value_max']:g}"
    return f"{record['value']:g}{high} {record['unit'] or ''}".strip()


def what_a_rule_says(name: str, language: str = "en") -> str:
    """A rule in words; of a rule that is a list of words, the file and an example of its entry.

    Parameters
    ----------
    name : str
        A part of ``rule``: ``quantity.left``, ``status.plan``, ``milestone.completed``, ``label_lead``.
    language : str
        en or zh.
    """
    decision = _decisions().get(name.split("+")[0])
    if decision is not None:
        words: dict[str, str] = {"en": decision.en, "zh": decision.zh}
        return words[language]
    for file, entry_id in _word_entries(name):
        example = _examples(file).get(entry_id)
        if example is not None:
            return f"rules/{file}.yaml: {entry_id} ({example})"
    return ""


def _word_entries(name: str) -> Iterator[tuple[str, str]]:
    for start, file in _WORD_FILES.items():
        if name.startswith(start):
            yield file, name.removeprefix(start)
    yield "duty_cues", name


@functools.cache
def _decisions() -> dict[str, DecisionEntry]:
    return {entry.id: entry for entry in load("decisions", DecisionEntry)}


@functools.cache
def _examples(file: str) -> dict[str, str]:
    """Id of an entry of a rule file -> its first example."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    entries: list[dict[str, Any]] = yaml.load((RULES_FOLDER / f"{file}.yaml").read_text(encoding="utf-8"), Loader=loader)
    return {entry["id"]: entry["examples"][0] for entry in entries if entry.get("examples")}


_FILLER = "我们坚持稳中求进工作总基调,扎实推动各项工作,经济社会发展保持良好势头,人民生活持续改善。"
# A report on work done is one whose dates mostly lie behind it.
_PAST = "".join(f"2024年{1 + month % 12}月,第{month}处绿地完工。\n" for month in range(60))
#: Passages around an example, by what ``under`` says.
_FRAMES = {
    "tasks": "宜春市2025年政府工作报告\n一、2024年工作回顾\n{filler}\n二、2025年重点工作\n{filler}\n{text}\n",
    "look_back": "宜春市2025年政府工作报告\n一、2024年工作回顾\n{filler}\n{text}\n二、2025年重点工作\n{filler}\n",
    "rules": "宜春市支持企业创新管理办法\n(2025年1月8日)\n第一条 {text}\n",
    "notice": "关于组织申报创新中心的通知\n{filler}\n一、工作任务\n{text}\n",
    "talk": "宜春市绿化工作新闻发布会\n时间:2025年1月8日\n{filler}\n{text}\n",
    "report": "宜春市绿化工作情况报告\n2025年1月8日\n" + _PAST + "{text}\n",
}


def fires(entry_id: str, text: str) -> bool:
    """Whether the rule ``entry_id`` decides a value of ``text`` in the passage that its entry names."""
    from pipeline.document import extract_document
    from pipeline.records import document_key
    from pipeline.types import SourceText

    entry = _decisions()[entry_id]
    body = _FRAMES[entry.under].format(filler=_FILLER, text=text)
    found = extract_document(SourceText(body, "txt", "utf-8"), document_key(body.encode(), "example.txt"))
    records = (*found.metrics, *found.deadlines)
    rules = {name.split("+")[0] for record in records for name in record["rule"].split("@")[0].split("|")}
    return entry_id in rules
