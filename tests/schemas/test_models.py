"""The row models: the contract's columns, descriptions, and what no row may say."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, get_args

import pyarrow as pa
import pytest
from pydantic import ValidationError

from schemas import SCHEMA_VERSION, TABLES, DeadlineRow, DocumentRow, MetricRow, PanelRow, Row, TargetRow
from schemas.arrow import arrow_schema, bare_schema
from schemas.columns import columns
from schemas.enums import VALUE_NAMES
from schemas.metrics import Measurement

# The public interface: what every reader of the tables relies on.
CONTRACT = {
    "documents": "doc_id source_path source_format sha256 encoding script title doc_number doc_type issuer region region_code "
    "region_level published_on plan_year text n_chars n_metrics n_targets n_deadlines n_bodies warnings",
    "metrics": "metric_id doc_id metric metric_code metric_name metric_domain value value_max unit value_base unit_base "
    "comparator modifier_text measure basis status strength commitment_text baseline_value baseline_period_end period_text "
    "period_start period_end scope section evidence start end value_start value_end metric_start metric_end rule confidence",
    "targets": "target_id kind deadline deadline_start deadline_text deadline_precision deadline_source lead_bodies "
    "responsible_bodies cooperating_bodies supervising_bodies title doc_type issuer region region_code region_level "
    "published_on plan_year source_path",
    "deadlines": "deadline_id doc_id text role start_date end_date precision resolved_by evidence start end rule",
    "responsible_bodies": "body_id doc_id text name body_type level region region_code role task target_ids detected_by "
    "evidence start end rule confidence",
    "panel": "region region_code region_level year metric_code metric_name unit measure target_low target_high "
    "target_comparator modifier_text commitment_text strength target_id result_value result_metric_id attainment deviation "
    "n_sources",
    "rejects": "source_path doc_id stage table_name error_type message record evidence start end",
    "coverage": "doc_id kind state count",
}

METRIC: dict[str, Any] = {
    "metric_id": "0" * 16,
    "doc_id": "1" * 16,
    "metric": "生产总值",
    "value": 6.0,
    "unit": "%",
    "comparator": "eq",
    "measure": "growth",
    "status": "result",
    "evidence": "生产总值增长6%",
    "start": 0,
    "end": 8,
    "value_start": 6,
    "value_end": 8,
    "rule": "r@1",
}
TARGET = METRIC | {
    "target_id": "2" * 16,
    "kind": "quantitative",
    "status": "target",
    "strength": "plain",
    "source_path": "a.txt",
}
QUALITATIVE: dict[str, Any] = {
    "target_id": "2" * 16,
    "doc_id": "1" * 16,
    "kind": "qualitative",
    "status": "target",
    "evidence": "建成大桥",
    "start": 0,
    "end": 4,
    "rule": "r@1",
    "source_path": "a.txt",
}


def test_every_contract_column_is_there() -> None:
    assert set(TABLES) == set(CONTRACT)
    for table, names in CONTRACT.items():
        wanted = set(names.split())
        if table == "targets":
            wanted |= set(CONTRACT["metrics"].split())
        assert wanted <= {column.name for column in columns(TABLES[table])}, table


@pytest.mark.parametrize("model", TABLES.values(), ids=list(TABLES))
def test_every_column_is_described_in_both_languages(model: type[Row]) -> None:
    assert model.name_zh
    assert re.search("[一-鿿]{4}", model.summary_zh)
    assert len(columns(model)) == len(model.model_fields)
    for column in columns(model):
        assert re.search("[a-z]{3}", column.description), column.name
        assert re.search("[一-鿿]", column.name_zh), column.name
        assert re.search("[一-鿿]{2}", column.description_zh), column.name
        assert not column.description.endswith(".")
        assert not column.description_zh.endswith("。")


def test_every_enumeration_names_each_of_its_values() -> None:
    for enumeration, names in VALUE_NAMES.items():
        assert tuple(names) == get_args(enumeration)
    used = {tuple(column.values) for model in TABLES.values() for column in columns(model) if column.kind == "enum"}
    assert used == {get_args(enumeration) for enumeration in VALUE_NAMES}


def test_targets_take_the_columns_of_metrics_by_inheritance() -> None:
    for name in Measurement.model_fields:
        assert name not in TargetRow.__annotations__, name
        assert name not in MetricRow.__annotations__, name
        assert arrow_types("targets")[name] == arrow_types("metrics")[name]
    for name in ("title", "doc_type", "region", "published_on", "source_path"):
        assert TargetRow.model_fields[name].description == DocumentRow.model_fields[name].description


def arrow_types(table: str) -> dict[str, pa.DataType]:
    schema = bare_schema(table)
    return dict(zip(schema.names, schema.types, strict=True))


def test_arrow_types() -> None:
    types = arrow_types("targets")
    assert types["value"] == pa.float64()
    assert types["confidence"] == pa.float32()
    assert types["deadline"] == types["period_end"] == pa.date32()
    assert types["comparator"] == types["doc_type"] == pa.dictionary(pa.int32(), pa.string())
    assert types["metric"] == pa.string()
    assert pa.types.is_list(types["lead_bodies"])
    assert types["lead_bodies"].value_type == pa.string()
    assert types["start"] == pa.int64()


def test_nullability() -> None:
    metrics, targets = bare_schema("metrics"), bare_schema("targets")
    assert not metrics.field("value").nullable
    assert targets.field("value").nullable
    assert not targets.field("target_id").nullable
    assert metrics.field("period_end").nullable
    assert not metrics.field("section").nullable


def test_schema_metadata() -> None:
    schema = arrow_schema("metrics", rules_version="abc", pipeline_version="9.9")
    assert schema.metadata is not None
    assert schema.metadata[b"schema_version"] == SCHEMA_VERSION.encode()
    assert schema.metadata[b"rules_version"] == b"abc"
    assert schema.metadata[b"pipeline_version"] == b"9.9"
    for field in schema:
        assert field.metadata is not None
        assert field.metadata[b"description"]
        assert field.metadata[b"title"]


def errors_of(model: type[Row], row: dict[str, Any]) -> list[tuple[str, str]]:
    with pytest.raises(ValidationError) as caught:
        model.model_validate(row)
    return [
        (detail["type"], detail["msg"] if not detail["loc"] else str(detail["loc"][0]))
        for detail in caught.value.errors()
    ]


@pytest.mark.parametrize(
    ("model", "row"),
    [
        (MetricRow, METRIC),
        (MetricRow, METRIC | {"status": "target", "strength": "binding", "commitment_text": "确保"}),
        (MetricRow, METRIC | {"comparator": "between", "value_max": 7.0}),
        (MetricRow, METRIC | {"comparator": "between", "value": -65.0, "value_max": -70.0}),
        (MetricRow, METRIC | {"value_base": 0.5, "unit": None}),
        (MetricRow, METRIC | {"section": ("一", "二")}),
        (TargetRow, TARGET),
        (TargetRow, QUALITATIVE),
        (TargetRow, QUALITATIVE | {"strength": "aspirational"}),
        (TargetRow, TARGET | {"deadline_start": date(2025, 1, 1), "deadline": date(2025, 12, 31)}),
    ],
)
def test_valid_rows(model: type[Row], row: dict[str, Any]) -> None:
    model.model_validate(row)


@pytest.mark.parametrize(
    ("model", "row", "error_type", "named"),
    [
        (MetricRow, METRIC | {"status": "goal"}, "literal_error", "status"),
        (MetricRow, METRIC | {"value": "6"}, "float_type", "value"),
        (MetricRow, METRIC | {"value": float("nan")}, "finite_number", "value"),
        (MetricRow, METRIC | {"confidence": 1.5}, "less_than_equal", "confidence"),
        (MetricRow, METRIC | {"metric": None}, "missing_field", "metric"),
        (MetricRow, METRIC | {"colour": "red"}, "extra_forbidden", "colour"),
        (MetricRow, METRIC | {"metric_id": "xyz"}, "string_pattern_mismatch", "metric_id"),
        (MetricRow, METRIC | {"start": 9}, "span", "start"),
        (MetricRow, METRIC | {"value_end": 6}, "span", "value_start"),
        (MetricRow, METRIC | {"metric_start": 2}, "span", "metric_start"),
        (MetricRow, METRIC | {"value_max": 7.0}, "inconsistent", "value_max"),
        (MetricRow, METRIC | {"comparator": "between"}, "inconsistent", "value_max"),
        (MetricRow, METRIC | {"comparator": "between", "value_max": 5.0}, "value_range", "value_max"),
        (MetricRow, METRIC | {"unit_base": "元"}, "inconsistent", "unit_base"),
        (MetricRow, METRIC | {"strength": "plain"}, "status", "strength"),
        (MetricRow, METRIC | {"status": "target"}, "status", "strength"),
        (
            MetricRow,
            METRIC | {"period_start": date(2022, 1, 1), "period_end": date(2021, 1, 1)},
            "date_order",
            "period_start",
        ),
        (
            MetricRow,
            METRIC | {"baseline_period_end": date(2022, 1, 1), "period_end": date(2021, 1, 1)},
            "date_order",
            "baseline",
        ),
        (TargetRow, TARGET | {"status": "result", "strength": None}, "status", "status"),
        (TargetRow, TARGET | {"strength": None}, "missing_field", "strength"),
        (TargetRow, TARGET | {"value": None}, "missing_field", "value"),
        (TargetRow, QUALITATIVE | {"value": 3.0}, "inconsistent", "value"),
        (
            TargetRow,
            TARGET | {"deadline_start": date(2025, 6, 1), "deadline": date(2025, 1, 1)},
            "date_order",
            "deadline_start",
        ),
        (DeadlineRow, {"start_date": date(2025, 6, 1), "end_date": date(2025, 1, 1)}, "date_order", "start_date"),
    ],
)
def test_what_no_row_may_say(model: type[Row], row: dict[str, Any], error_type: str, named: str) -> None:
    if model is DeadlineRow:
        row = row | {
            "deadline_id": "3" * 16,
            "doc_id": "1" * 16,
            "text": "年底",
            "role": "deadline",
            "evidence": "年底",
        }
        row |= {"start": 0, "end": 2}
    found = errors_of(model, row)
    assert [kind for kind, _ in found] == [error_type]
    assert named in found[0][1]


def test_rows_are_frozen() -> None:
    row = MetricRow.model_validate(METRIC)
    with pytest.raises(ValidationError):
        row.value = 7.0  # type: ignore[misc]


PANEL = {"region": "江北省", "year": 2021, "metric_code": "economy.gdp", "n_sources": 1, "source_doc_ids": ["0" * 16]}
GIVEN = {"measure": "growth", "target_low": 6.0, "target_comparator": "ge", "target_id": "1" * 16}


def test_a_row_of_the_panel_has_a_target_or_says_that_none_is_set() -> None:
    PanelRow.model_validate(PANEL | GIVEN | {"attainment": "not_reported"})
    PanelRow.model_validate(PANEL | {"attainment": "stated_absent"})
    for name in GIVEN:
        with pytest.raises(ValidationError, match=name):
            PanelRow.model_validate(PANEL | GIVEN | {name: None, "attainment": "met"})
        with pytest.raises(ValidationError, match=name):
            PanelRow.model_validate(PANEL | {name: GIVEN[name], "attainment": "stated_absent"})
