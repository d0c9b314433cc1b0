"""The panel: which target, which result, and whether it was reached."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

import pytest

from pipeline import panel_stream
from pipeline.panel import panel_rows
from pipeline.panel_stream import panel_of
from pipeline.records import Record
from pipeline.store import to_batch, to_table
from schemas import PanelRow

REGION = "江北省海川市"


def document(doc_id: str, year: int, **more: Any) -> Record:
    return {
        "doc_id": doc_id,
        "source_path": f"{doc_id}.txt",
        "source_format": "txt",
        "sha256": "0" * 64,
        "text": "",
        "n_chars": 0,
        "doc_type": "government_work_report",
        "region": REGION,
        "region_code": "999901",
        "region_level": "prefecture",
        "published_on": date(year, 1, 20),
        "plan_year": year,
    } | more


def figure(number: int, doc_id: str, value: float, year: int, **more: Any) -> Record:
    return {
        "metric_id": f"m{number}",
        "doc_id": doc_id,
        "metric": "生产总值",
        "metric_code": "gdp",
        "metric_name": "地区生产总值",
        "value": value,
        "unit": "%",
        "value_base": value,
        "unit_base": "%",
        "comparator": "eq",
        "measure": "growth",
        "status": "result",
        "period_end": date(year, 12, 31),
        "evidence": "",
        "start": number,
        "end": number + 1,
        "value_start": number,
        "value_end": number + 1,
        "rule": "r",
    } | more


def target(number: int, doc_id: str, value: float, year: int, **more: Any) -> Record:
    own = {
        "target_id": f"t{number}",
        "kind": "quantitative",
        "status": "target",
        "strength": "plain",
        "source_path": "x",
    }
    return figure(number, doc_id, value, year) | own | more


def panel(
    documents: list[Record], targets: list[Record], results: list[Record], coverage: list[Record] | None = None
) -> list[Record]:
    rows = {"documents": documents, "targets": targets, "metrics": results, "coverage": coverage or []}
    tables = {name: to_table(name, [to_batch(name, found)] if found else []) for name, found in rows.items()}
    found = panel_rows(tables["documents"], tables["metrics"], tables["targets"], tables["coverage"])
    batch = to_batch("panel", found)
    assert all(PanelRow.model_validate(row) for row in found)
    # Made region by region it is the same.
    for rows_at_a_time in (1, 1000):
        with panel_of(lambda name, size=rows_at_a_time: tables[name].to_batches(size)) as (batches, n_rows):
            streamed = list(batches)
        assert sum(part.num_rows for part in streamed) == n_rows == len(found)
        assert [row for part in streamed for row in part.to_pylist()] == batch.to_pylist()
    return found


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every region is a part of its own."""
    monkeypatch.setattr(panel_stream, "_DOCUMENTS", 1)


def sets_none(doc_id: str, *codes: str) -> Record:
    return {"doc_id": doc_id, "kind": "targets", "state": "found", "count": 3, "stated_absent": list(codes)}


TWO = [document("a", 2021), document("b", 2022)]


def one(targets: list[Record], results: list[Record], documents: list[Record] = TWO) -> Record:
    rows = panel(documents, targets, results)
    assert len(rows) == 1
    return rows[0]


def test_a_target_and_its_result() -> None:
    row = one([target(1, "a", 6.5, 2021)], [figure(2, "b", 6.7, 2021)])
    assert row == {
        "region": REGION,
        "region_code": "999901",
        "region_level": "prefecture",
        "year": 2021,
        "metric_code": "gdp",
        "metric_name": "地区生产总值",
        "unit": "%",
        "measure": "growth",
        "basis": None,
        "target_low": 6.5,
        "target_high": None,
        "target_comparator": "eq",
        "modifier_text": None,
        "commitment_text": None,
        "strength": "plain",
        "target_id": "t1",
        "result_value": 6.7,
        "result_metric_id": "m2",
        "attainment": "met",
        "deviation": 0.2,
        "n_sources": 2,
        "source_doc_ids": ["a", "b"],
    }


@pytest.mark.parametrize(
    "result",
    [
        figure(2, "a", 6.7, 2021),
        figure(2, "b", 6.7, 2020),
        figure(2, "b", 6.7, 2021, measure="level"),
        figure(2, "b", 6.7, 2021, metric_code="cpi"),
        figure(2, "b", 6.7, 2021, metric_code=None),
        figure(2, "b", 6.7, 2021, scope="全国"),
        figure(2, "b", 6.7, 2021, status="criterion"),
        figure(2, "b", 6.7, 2021, basis="annual_average"),
        figure(2, "b", 6.7, 2021, period_end=date(2021, 6, 30)),
        figure(2, "b", 6.7, 2021, period_end=None),
        figure(2, "b", 6.7, 2021, unit="亿元", unit_base="元"),
        figure(2, "c", 6.7, 2021),
        figure(2, "d", 6.7, 2021),
    ],
    ids=[
        "same document",
        "other year",
        "other measure",
        "other indicator",
        "no indicator",
        "other scope",
        "no result",
        "other basis",
        "half a year",
        "no period",
        "other unit",
        "earlier document",
        "other region",
    ],
)
def test_what_is_not_the_result(result: Record) -> None:
    documents = [*TWO, document("c", 2020), document("d", 2022, region="江北省云山市", region_code="999902")]
    row = one([target(1, "a", 6.5, 2021)], [result], documents)
    assert row["attainment"] == "not_reported"
    assert row["result_value"] is row["deviation"] is row["result_metric_id"] is None
    assert row["n_sources"] == 1


@pytest.mark.parametrize(
    "wrong",
    [
        target(1, "a", 6.5, 2021, scope="主城区"),
        target(1, "a", 6.5, 2021, metric_code=None),
        target(1, "e", 6.5, 2021),
        target(1, "a", 6.5, 2021, period_end=None),
    ],
    ids=["scope", "no indicator", "no region", "no period"],
)
def test_what_makes_no_row(wrong: Record) -> None:
    documents = [*TWO, document("e", 2021, region=None, region_code=None)]
    assert panel(documents, [wrong], [figure(2, "b", 6.7, 2021)]) == []


def test_the_deadline_stands_in_for_a_period() -> None:
    assert one([target(1, "a", 6.5, 2021, period_end=None, deadline=date(2021, 12, 31))], [])["year"] == 2021


def test_which_target() -> None:
    documents = [
        document("plan", 2019, doc_type="plan_outline", plan_year=2021),
        document("notice", 2021, doc_type="notice", published_on=date(2021, 5, 1)),
        document("report", 2021),
    ]
    targets = [target(1, "plan", 5, 2021), target(2, "notice", 7, 2021), target(4, "report", 6, 2021)]
    targets += [
        target(3, "report", 6.2, 2021, target_id="t5"),
        target(0, "report", 3, 2021, period_end=date(2021, 6, 30)),
    ]
    row = one(targets, [], documents)
    assert (row["target_id"], row["n_sources"]) == ("t5", 3)
    row = one(targets[:2], [], documents)
    assert row["target_id"] == "t2"


def test_which_result() -> None:
    documents = [
        document("a", 2021),
        document("brief", 2022, doc_type="brief", published_on=date(2022, 6, 1)),
        document("report", 2022),
        document("later", 2023),
    ]
    results = [figure(1, "brief", 1, 2021), figure(3, "report", 3, 2021), figure(2, "report", 2, 2021)]
    results.append(figure(4, "later", 4, 2021))
    goal = [target(9, "a", 6, 2021)]
    assert one(goal, results, documents)["result_metric_id"] == "m2"
    assert one(goal, [results[0], results[3]], documents)["result_metric_id"] == "m4"
    assert one(goal, results, documents)["n_sources"] == 4


def test_the_choice_does_not_depend_on_order() -> None:
    documents = [document(name, 2021) for name in "pqr"] + [document(name, 2022) for name in "xyz"]
    targets = [target(n, name, n, 2021) for n, name in enumerate("pqr", 1)]
    results = [figure(n, name, n, 2021) for n, name in enumerate("xyz", 5)]
    for record in targets + results:
        record["start"] = 0
    first = panel(documents, targets, results)
    for seed in range(5):
        shuffled = [random.Random(seed).sample(rows, len(rows)) for rows in (documents, targets, results)]
        assert panel(*shuffled) == first


@pytest.mark.parametrize(
    ("value", "comparator", "value_max", "result", "attained"),
    [
        (6, "ge", None, 6, "met"),
        (6, "ge", None, 5.9, "missed"),
        (6, "eq", None, 6.3, "met"),
        (6, "eq", None, 5.9, "missed"),
        (6, "approx", None, 5.7, "met"),
        (6, "approx", None, 5.6, "missed"),
        (6, "approx", None, 8, "met"),
        (3, "le", None, 3, "met"),
        (3, "le", None, 2.1, "met"),
        (3, "le", None, 3.1, "missed"),
        (6, "between", 6.5, 6, "met"),
        (6, "between", 6.5, 7, "met"),
        (6, "between", 6.5, 5.9, "missed"),
        (-3, "eq", None, -3.2, "met"),
        (-3, "ge", None, -2.9, "missed"),
        (-3, "le", None, -2.9, "met"),
        (-3, "eq", None, 1, "missed"),
        (-65, "between", -70, -66, "met"),
        (-65, "between", -70, -60, "missed"),
        (0.3, "ge", None, 0.1 + 0.2, "met"),
        (0, "eq", None, 0, "met"),
    ],
)
def test_attainment(value: float, comparator: str, value_max: float | None, result: float, attained: str) -> None:
    goal = target(1, "a", value, 2021, comparator=comparator, value_max=value_max)
    row = one([goal], [figure(2, "b", result, 2021)])
    assert row["attainment"] == attained
    assert row["deviation"] == pytest.approx(result - value)
    assert row["target_high"] == value_max


@pytest.mark.parametrize(
    ("value", "comparator", "value_max", "result", "attained"),
    [
        (5.5, "eq", None, 5.1, "met"),
        (5.5, "eq", None, 5.6, "missed"),
        (3, "approx", None, 0.2, "met"),
        (3, "approx", None, 3.1, "met"),
        (3, "approx", None, 3.2, "missed"),
        (35, "between", 37, 36, "met"),
        (35, "between", 37, 38, "missed"),
        (35, "ge", None, 36, "met"),
        (-3, "eq", None, -4, "met"),
        (-3, "eq", None, -2, "missed"),
    ],
)
def test_an_indicator_wanted_low(
    value: float, comparator: str, value_max: float | None, result: float, attained: str
) -> None:
    code = "employment.surveyed_unemployment"
    goal = target(1, "a", value, 2021, comparator=comparator, value_max=value_max, metric_code=code)
    row = one([goal], [figure(2, "b", result, 2021, metric_code=code)])
    assert row["attainment"] == attained


@pytest.mark.parametrize(
    ("code", "attained"), [("economy.cpi", "met"), ("environment.pm25", "met"), ("economy.gdp", "missed")]
)
def test_the_vocabulary_tells_what_is_wanted_low(code: str, attained: str) -> None:
    row = one([target(1, "a", 3, 2021, metric_code=code)], [figure(2, "b", 2, 2021, metric_code=code)])
    assert row["attainment"] == attained


def test_units_that_differ_are_taken_to_the_base_unit() -> None:
    goal = target(1, "a", 1, 2021, unit="万亿元", value_base=1e12, unit_base="元", comparator="between", value_max=1.2)
    result = figure(2, "b", 9800, 2021, unit="亿元", value_base=9.8e11, unit_base="元")
    row = one([goal], [result])
    assert (row["unit"], row["target_low"], row["result_value"], row["attainment"]) == ("元", 1e12, 9.8e11, "missed")
    assert row["target_high"] == pytest.approx(1.2e12)
    assert row["deviation"] == pytest.approx(-2e10)


def test_units_that_agree_stay_as_printed() -> None:
    goal = target(1, "a", 100, 2021, unit="亿元", value_base=1e10, unit_base="元")
    row = one([goal], [figure(2, "b", 110, 2021, unit="亿元", value_base=1.1e10, unit_base="元")])
    assert (row["unit"], row["target_low"], row["result_value"]) == ("亿元", 100, 110)


def test_averages_make_rows_of_their_own() -> None:
    targets = [target(1, "a", 6, 2025), target(2, "a", 6.5, 2025, basis="annual_average")]
    documents = [*TWO, document("e", 2026)]
    results = [figure(3, "e", 5, 2025, basis="year_on_year"), figure(4, "e", 7, 2025, basis="annual_average")]
    rows = panel(documents, targets, results)
    assert [(row["basis"], row["result_value"]) for row in rows] == [(None, 5), ("annual_average", 7)]


@pytest.mark.parametrize(
    ("measure", "first", "basis", "attained"),
    [
        ("change", date(2021, 1, 1), "cumulative", "met"),
        ("growth", date(2021, 1, 1), "cumulative", "met"),
        ("change", date(2020, 1, 1), "cumulative", "not_reported"),
        ("change", date(2025, 1, 1), None, "not_reported"),
        ("change", None, None, "not_reported"),
        ("level", date(2021, 1, 1), None, "met"),
        ("level", date(2025, 1, 1), None, "not_reported"),
    ],
)
def test_a_change_over_several_years_is_no_figure_of_the_last(
    measure: str, first: date | None, basis: str | None, attained: str
) -> None:
    documents = [*TWO, document("e", 2026)]
    goal = target(1, "a", 6, 2025, measure=measure, period_start=first)
    result = figure(3, "e", 7, 2025, measure=measure, period_start=date(2021, 1, 1))
    row = one([goal], [result], documents)
    assert (row["basis"], row["attainment"]) == (basis, attained)


@pytest.mark.parametrize(
    ("measure", "since", "result"),
    [
        ("growth", date(2015, 12, 31), None),
        ("change", date(2015, 12, 31), None),
        ("growth", date(2020, 12, 31), 66),
        ("level", date(2015, 12, 31), 66),
        ("growth", None, 66),
    ],
)
def test_a_rise_since_an_earlier_year_settles_no_target_of_one_year(
    measure: str, since: date | None, result: float | None
) -> None:
    found = figure(2, "b", 66, 2021, measure=measure, baseline_period_end=since)
    assert one([target(1, "a", 6, 2021, measure=measure)], [found], TWO)["result_value"] == result


def test_a_target_that_is_not_set_is_told() -> None:
    found = panel(TWO, [target(1, "a", 6, 2021)], [], [sets_none("b", "economy.gdp")])
    absent = next(row for row in found if row["attainment"] == "stated_absent")
    assert (absent["region"], absent["year"], absent["metric_name"]) == (REGION, 2022, "地区生产总值")
    assert absent["source_doc_ids"] == ["b"]
    assert absent.get("target_low") is None
    assert len(found) == 2


@pytest.mark.parametrize("coverage", [[sets_none("a", "gdp")], [sets_none("a")], []])
def test_a_target_that_another_document_sets_is_set(coverage: list[Record]) -> None:
    assert [row["attainment"] for row in panel(TWO, [target(1, "b", 6, 2021)], [], coverage)] == ["not_reported"]


def test_the_sources_of_a_cell_are_named() -> None:
    documents = [*TWO, document("c", 2021)]
    targets = [target(1, "a", 6, 2021), target(2, "c", 6, 2021, period_end=date(2021, 12, 31))]
    row = one(targets, [figure(3, "b", 7, 2021)], documents)
    assert row["n_sources"] == 3
    assert sorted(row["source_doc_ids"]) == ["a", "b", "c"]
    assert row["source_doc_ids"][0] == {"t1": "a", "t2": "c"}[row["target_id"]]


def test_a_region_is_told_by_its_code_or_its_name() -> None:
    documents = [document("a", 2021), document("b", 2022, region_code=None)]
    assert one([target(1, "a", 6, 2021)], [figure(2, "b", 6, 2021)], documents)["attainment"] == "met"
    row = one([target(1, "b", 6, 2022)], [], documents)
    assert row["region_code"] == "999901"


@pytest.mark.parametrize("most_parts", [1, 3, 100])
def test_regions_of_any_number_in_any_parts(monkeypatch: pytest.MonkeyPatch, most_parts: int) -> None:
    """Regions that share a name or lack a code, documents without a region, indicators without a target."""
    monkeypatch.setattr(panel_stream, "_MOST_PARTS", most_parts)
    draw = random.Random(7)
    places = [("海川市", "990100"), ("海川市", "370100"), ("海川市", None), ("江北省", "990000"), ("临水县", None), (None, None)]
    documents, targets, results, coverage = [], [], [], []
    for number in range(60):
        region, code = draw.choice(places)
        name, year = f"{number:02}", draw.choice([2021, 2022])
        documents.append(document(name, year, region=region, region_code=code))
        codes = ["gdp", "cpi", "grain_output"]
        targets += [target(100 + number, name, 5, year, metric_code=draw.choice(codes), kind=draw.choice(["quantitative", "qualitative"]))]
        results += [figure(number, name, 6, year - 1, metric_code=draw.choice(codes)) for _ in range(2)]
        if draw.random() < 0.3:
            coverage.append(sets_none(name, *draw.sample(codes, 2)))
    rows = panel(documents, targets, results, coverage)
    assert {row["region"] for row in rows} == {region for region, _ in places if region}
    assert {"stated_absent", "met", "not_reported"} <= {row["attainment"] for row in rows}


def test_of_one_document_the_figure_with_a_word_of_commitment_is_the_target() -> None:
    found = [target(1, "a", 10.3, 2021), target(2, "a", 8.0, 2021, strength="expected"), target(3, "a", 9.0, 2021, strength="binding")]
    (row,) = panel([document("a", 2021)], found, [])
    assert row["target_low"] == 8.0


def test_a_later_document_counts_for_more_than_a_word_of_commitment() -> None:
    found = [target(1, "a", 10.0, 2021, strength="binding"), target(2, "b", 8.0, 2021)]
    revised = document("b", 2021, published_on=date(2021, 8, 1))
    (row,) = panel([document("a", 2021), revised], found, [])
    assert row["target_low"] == 8.0
