"""Candidates become rows or rejects, and every reject says why."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stubs import extract

from pipeline.records import DocumentKey, DocumentRecords, Record, document_key, record_id
from pipeline.types import SourceText
from pipeline.validate import Tables, plausible_range, validate
from schemas import RejectRow
from schemas.arrow import bare_schema

TEXT = "海川市政府工作报告@江北省海川市@2021\n2021年生产总值增长6%,财政收入增长5%,由市发改委负责。\n"
SOURCE = SourceText(text=TEXT, source_format="txt", encoding="utf-8", warnings=("byte order mark",))
KEY = document_key(TEXT.encode(), "b/report.txt")


def records() -> DocumentRecords:
    return extract(SOURCE, KEY)


def run(given_records: DocumentRecords, **more: Any) -> Tables:
    return validate(given_records, KEY, SOURCE, **more)


def only_reject(tables: Tables) -> Record:
    assert len(tables["rejects"]) == 1, tables["rejects"]
    return tables["rejects"][0]


def test_a_good_document_is_kept_whole() -> None:
    tables = run(records())
    assert tables["rejects"] == []
    document = tables["documents"][0]
    assert (document["n_metrics"], document["n_targets"], document["n_deadlines"], document["n_bodies"]) == (2, 2, 1, 1)
    assert document["text"] == TEXT
    assert document["n_chars"] == len(TEXT)
    assert document["warnings"] == ["byte order mark"]
    assert [row["metric"] for row in tables["metrics"]] == ["年生产总值", "财政收入"]
    for table in ("metrics", "targets", "deadlines", "responsible_bodies"):
        for row in tables[table]:
            assert TEXT[row["start"] : row["end"]] == row["evidence"]
            assert set(bare_schema(table).names) == set(row)


def test_candidates_are_used_up() -> None:
    """A document of many rows is not held twice."""
    given = records()
    run(given)
    assert [*given.metrics, *given.targets] == [{}] * 4


def test_ids_are_deterministic_and_linked() -> None:
    one, two = run(records()), run(records())
    assert one == two
    assert [row["metric_id"] for row in one["targets"]] == [row["metric_id"] for row in one["metrics"]]
    assert one["responsible_bodies"][0]["target_ids"] == [row["target_id"] for row in one["targets"]]
    ids = [row[name] for name, table in ID_COLUMNS for row in one[table]]
    assert len(set(ids)) == len(ids)
    metric = one["metrics"][0]
    assert metric["metric_id"] == record_id(KEY.doc_id, "metric", metric["value_start"], metric["value_end"])


ID_COLUMNS = (
    ("metric_id", "metrics"),
    ("target_id", "targets"),
    ("deadline_id", "deadlines"),
    ("body_id", "responsible_bodies"),
)


def test_ids_depend_on_the_document_and_on_the_place_only() -> None:
    other = validate(records(), DocumentKey("f" * 16, KEY.sha256, KEY.source_path), SOURCE)
    assert other["metrics"][0]["metric_id"] != run(records())["metrics"][0]["metric_id"]
    changed = records()
    changed.metrics[0]["confidence"] = 0.75
    assert run(changed)["metrics"][0]["metric_id"] == run(records())["metrics"][0]["metric_id"]


def test_rows_stand_in_the_order_of_the_text() -> None:
    turned = records()
    for rows in (turned.metrics, turned.targets, turned.deadlines):
        rows.reverse()
    assert run(turned) == run(records())


def test_targets_repeat_what_the_document_says() -> None:
    target = run(records())["targets"][0]
    assert target["title"] == "海川市政府工作报告"
    assert target["region"] == "江北省海川市"
    assert target["published_on"] == date(2021, 2, 1)
    assert target["source_path"] == "b/report.txt"


def test_an_empty_string_is_an_absent_value() -> None:
    given_records = records()
    given_records.metrics[0]["unit"] = ""
    given_records.metrics[1]["metric"] = ""
    tables = run(given_records)
    assert tables["metrics"][0]["unit"] is None
    assert [(row["error_type"], row["table_name"]) for row in tables["rejects"]] == [
        ("missing_field", "metrics"),
        ("foreign_key", "targets"),
        ("foreign_key", "responsible_bodies"),
    ]


@pytest.mark.parametrize(
    ("change", "error_type", "words"),
    [
        ({"end": 999}, "span", "end 999"),
        ({"start": 3}, "evidence", "evidence"),
        ({"evidence": "别的话"}, "evidence", "evidence"),
        ({"value_start": 2, "value_end": 4}, "span", "value_start:value_end 2:4"),
        ({"value_end": None}, "missing_field", "value_end"),
        ({"metric_start": 5, "metric_end": 999}, "span", "metric_end 999"),
        ({"value": 1500.0, "measure": "level"}, "value_range", "value: 1500 %"),
        ({"value": -2000.0}, "value_range", "value: -2000 %"),
        (
            {"comparator": "between", "value": 900.0, "value_max": 1200.0, "measure": "level"},
            "value_range",
            "value_max: 1200",
        ),
        ({"value": 11.0, "unit": "成"}, "value_range", "11 成"),
        ({"comparator": "about"}, "enumeration", "comparator"),
        ({"value": "6"}, "type", "value"),
        ({"period_end": "2021-12-31"}, "type", "period_end"),
        ({"value": float("inf")}, "value_range", "value"),
        ({"colour": 1}, "unknown_field", "colour"),
        ({"period_start": date(2022, 1, 1)}, "date_order", "period_start 2022-01-01 is after period_end 2021-12-31"),
        ({"strength": None}, "status", "strength"),
        ({"status": "result"}, "status", "strength"),
        ({"start": None}, "type", "start"),
    ],
)
def test_a_metric_that_is_rejected(change: Record, error_type: str, words: str) -> None:
    given_records = records()
    given_records.targets.clear()
    given_records.responsible_bodies.clear()
    given_records.metrics[0] |= change
    tables = run(given_records)
    assert len(tables["metrics"]) == 1
    reject = only_reject(tables)
    assert reject["stage"] == "validate"
    assert reject["table_name"] == "metrics"
    assert reject["error_type"] == error_type
    assert words in reject["message"]
    assert reject["source_path"] == KEY.source_path
    assert reject["doc_id"] == KEY.doc_id
    kept = json.loads(reject["record"])
    assert kept["metric"] == "年生产总值"
    RejectRow.model_validate(reject)


@pytest.mark.parametrize(
    ("change", "error_type", "words"),
    [
        ({"kind": "other"}, "enumeration", "kind"),
        ({"deadline_start": date(2030, 1, 1)}, "date_order", "deadline_start"),
        ({"deadline_precision": "decade"}, "enumeration", "deadline_precision"),
        ({"strength": None}, "missing_field", "strength"),
        ({"value": None}, "missing_field", "value"),
        ({"metric": "别的"}, "foreign_key", "metric_id"),
        ({"kind": "qualitative"}, "inconsistent", "value"),
    ],
)
def test_a_target_that_is_rejected_and_the_body_that_loses_it(change: Record, error_type: str, words: str) -> None:
    given_records = records()
    given_records.targets[0] |= change
    tables = run(given_records)
    assert len(tables["targets"]) == 1
    assert len(tables["metrics"]) == 2
    first, second = sorted(tables["rejects"], key=lambda row: row["table_name"], reverse=True)
    assert first["table_name"] == "targets"
    assert first["error_type"] == error_type
    assert words in first["message"]
    assert second["table_name"] == "responsible_bodies"
    assert second["error_type"] == "foreign_key"
    assert "1 of 2" in second["message"]
    assert tables["responsible_bodies"][0]["target_ids"] == [tables["targets"][0]["target_id"]]


def test_a_qualitative_target() -> None:
    given_records = records()
    given_records.targets.append({"kind": "qualitative", "start": 0, "end": 4, "evidence": TEXT[:4], "rule": "m@1"})
    tables = run(given_records)
    assert tables["rejects"] == []
    target = tables["targets"][0]
    assert (target["kind"], target["status"], target["metric_id"]) == ("qualitative", "target", None)


@pytest.mark.parametrize("name", ["target_ids", "_targets"])
def test_a_body_cannot_answer_for_a_target_that_is_not_there(name: str) -> None:
    given_records = records()
    given_records.responsible_bodies[0]["_targets"] = []
    given_records.responsible_bodies[0][name] = ["0" * 16]
    tables = run(given_records)
    reject = only_reject(tables)
    assert reject["error_type"] == "foreign_key"
    assert tables["responsible_bodies"][0]["target_ids"] == []


@pytest.mark.parametrize(
    ("table", "change", "error_type"),
    [
        ("deadlines", {"end_date": date(2000, 1, 1)}, "date_order"),
        ("deadlines", {"role": "due"}, "enumeration"),
        ("deadlines", {"text": "明年"}, "evidence"),
        ("responsible_bodies", {"role": "boss"}, "enumeration"),
        ("responsible_bodies", {"region_code": "1301"}, "pattern"),
        ("responsible_bodies", {"confidence": 2.0}, "value_range"),
        ("responsible_bodies", {"end": 3}, "span"),
    ],
)
def test_a_mention_that_is_rejected(table: str, change: Record, error_type: str) -> None:
    given_records = records()
    getattr(given_records, table)[0] |= change
    tables = run(given_records)
    reject = only_reject(tables)
    assert (reject["table_name"], reject["error_type"]) == (table, error_type)
    assert tables[table] == []


@pytest.mark.parametrize("table", ["metrics", "targets", "deadlines", "responsible_bodies"])
def test_the_same_record_twice_is_kept_once(table: str) -> None:
    given_records = records()
    rows = getattr(given_records, table)
    rows.append(dict(rows[0]))
    tables = run(given_records)
    reject = only_reject(tables)
    assert (reject["table_name"], reject["error_type"]) == (table, "duplicate")
    assert tables[table] == run(records())[table]


def test_a_bad_record_does_not_stand_in_the_way_of_a_good_one() -> None:
    given_records = records()
    given_records.metrics.insert(0, given_records.metrics[0] | {"start": 0, "end": 999})
    tables = run(given_records)
    assert only_reject(tables)["error_type"] == "span"
    del tables["rejects"]
    assert tables == {name: rows for name, rows in run(records()).items() if name != "rejects"}


def test_two_records_at_one_place_have_two_ids() -> None:
    given_records = records()
    given_records.targets.clear()
    given_records.responsible_bodies.clear()
    given_records.metrics.append(given_records.metrics[0] | {"metric": "生产"})
    tables = run(given_records)
    assert len({row["metric_id"] for row in tables["metrics"]}) == 3


def test_a_document_column_that_does_not_pass_is_nulled_and_rejected() -> None:
    given_records = records()
    given_records.document["doc_type"] = "novel"
    given_records.document["region_code"] = "12"
    tables = run(given_records)
    assert {row["error_type"] for row in tables["rejects"]} == {"enumeration", "pattern"}
    assert {row["table_name"] for row in tables["rejects"]} == {"documents"}
    document = tables["documents"][0]
    assert document["doc_type"] is None
    assert document["title"] == "海川市政府工作报告"
    assert tables["targets"][0]["doc_type"] is None


def test_rejects_of_the_core_are_kept() -> None:
    given_records = records()
    given_records.rejects.append(
        {
            "stage": "extract",
            "table_name": "metrics",
            "error_type": "no_indicator",
            "message": "metric: none found",
            "record": {"value": 3, "period_end": date(2021, 1, 1)},
            "start": 1,
            "end": 2,
        }
    )
    reject = only_reject(run(given_records))
    assert reject["stage"] == "extract"
    assert json.loads(reject["record"]) == {"value": 3, "period_end": "2021-01-01"}
    assert reject["doc_id"] == KEY.doc_id


def test_a_reject_that_is_itself_wrong_is_still_accounted_for() -> None:
    given_records = records()
    given_records.rejects.append({"stage": "dreaming", "error_type": "x", "message": "y"})
    reject = only_reject(run(given_records))
    assert (reject["stage"], reject["table_name"]) == ("validate", "rejects")


@pytest.mark.parametrize(
    ("unit", "measure", "low", "high"),
    [
        ("%", "level", -1000, 1000),
        ("成", "level", 0, 10),
        ("成", "change", -10, 10),
        ("岁", "level", 0, 150),
        ("亿元", "level", 0, float("inf")),
    ],
)
def test_limits_of_units(unit: str, measure: str, low: float, high: float) -> None:
    assert plausible_range(unit, measure) == (low, high)


@pytest.mark.parametrize(("unit", "measure"), [("亿元", "change"), ("无此单位", "level")])
def test_units_without_limits(unit: str, measure: str) -> None:
    assert plausible_range(unit, measure) is None


def test_limits_can_be_given() -> None:
    tables = run(records(), unit_range=lambda unit, measure: (0.0, 5.0))
    assert {row["error_type"] for row in tables["rejects"]} == {"value_range", "foreign_key"}
    assert [row["value"] for row in tables["metrics"]] == [5.0]


JUNK = st.one_of(st.none(), st.integers(-5, 80), st.text(max_size=5), st.floats(), st.dates(), st.just([]))


@settings(deadline=None)
@given(
    st.dictionaries(
        st.sampled_from([*bare_schema("metrics").names, "kind", "role", "text", "_targets"]), JUNK, max_size=12
    ),
    st.sampled_from(["metrics", "targets", "deadlines", "responsible_bodies"]),
)
def test_every_candidate_is_a_row_or_a_reject(change: Record, table: str) -> None:
    given_records = records()
    rows = getattr(given_records, table)
    if "_targets" in change:
        change["_targets"] = []
    rows[0] = rows[0] | change
    n_candidates = len(rows)
    tables = run(given_records)
    lost = [
        row for row in tables["rejects"] if row["table_name"] == table and "not kept; the body is" not in row["message"]
    ]
    assert len(tables[table]) + len(lost) == n_candidates
    for reject in tables["rejects"]:
        RejectRow.model_validate(reject)
