"""Fitting and using the confidence of records."""

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.audit import draw, write_sheet
from pipeline.calibrate import (
    Judged,
    cross_validated,
    fit,
    judged_by_readers,
    keep,
    kept_records,
    reliability,
    score,
    similar,
)
from pipeline.relate.confidence import confidence, sigmoid, weights
from pipeline.run import extract_corpus


def made_up(n: int, seed: int = 0) -> list[Judged]:
    """Records of which those with ``good`` are right nine times in ten, those with ``bad`` three times in ten."""
    chance = random.Random(seed)
    items = []
    for index in range(n):
        name, share = ("good", 0.9) if index % 2 else ("bad", 0.3)
        items.append(Judged(f"document {index % 5}", (name, "always"), chance.random() < share))
    return items


def test_fit_finds_the_shares() -> None:
    judged = made_up(2000)
    found = fit(judged)
    assert score(found, Judged("x", ("good", "always"), True)) == pytest.approx(0.9, abs=0.04)
    assert score(found, Judged("x", ("bad", "always"), True)) == pytest.approx(0.3, abs=0.05)


def test_rare_features_get_no_weight() -> None:
    judged = [*made_up(100), Judged("document 1", ("once",), False)]
    assert "once" not in fit(judged)


def test_cross_validation_leaves_the_document_out() -> None:
    seen: list[set[str]] = []

    def fitter(items: list[Judged]) -> dict[str, float]:
        seen.append({item.document for item in items})
        return {"bias": 0.0}

    cross_validated(made_up(50), fitter)  # type: ignore[arg-type]
    assert all(len(documents) == 4 for documents in seen)
    assert len({frozenset(documents) for documents in seen}) == 5


def test_reliability_counts_every_record_once() -> None:
    judged = made_up(200)
    found = fit(judged)
    table = reliability([score(found, item) for item in judged], judged)
    assert sum(row["records"] for row in table) == 200
    low, high = table[0], table[-1]
    assert low["right"] < high["right"]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("地区生产总值", "生产总值", True),
        ("一般公共预算收入", "一般公共预算支出", True),
        ("城镇新增就业", "城镇登记失业率", False),
        ("投资", "重大项目投资", False),
        ("", "投资", False),
    ],
)
def test_similar(one: str, other: str, same: bool) -> None:
    assert similar(one, other) is same


def test_shipped_weights_order_what_was_read_above_what_was_guessed() -> None:
    read = confidence(["quantity.left", "status.plan", "period.clause", "linked", "script.hans", "measure.growth"])
    guessed = confidence(["quantity.both", "status.default", "period.none", "metric.short", "script.hant"])
    assert guessed < 0.7 < read
    assert "bias" in weights()


@given(st.floats(min_value=-800, max_value=800))
def test_sigmoid_is_a_probability(x: float) -> None:
    assert 0.0 <= sigmoid(x) <= 1.0


def sheet_of(shared: Path, sheet: Path, marks: dict[float, str]) -> None:
    """An audit sheet over one made-up document, judged by value."""
    raw = shared / "corpus" / "unlabelled"
    raw.mkdir(parents=True)
    (raw / "plan.txt").write_text(
        "海城市2023年政府工作报告\n\n二、2023年重点工作\n新建公园6座,绿道12公里。\n改造老旧小区30个。\n", encoding="utf-8"
    )
    extract_corpus(raw, shared / "out", 1)
    write_sheet(draw(shared / "out", 50, 1), sheet, 50, 1)
    path = sheet / "metrics.tsv"
    header, *lines = path.read_text(encoding="utf-8").splitlines()
    names = header.split("\t")
    rows = [dict(zip(names, line.split("\t"), strict=True)) for line in lines]
    for row in rows:
        row["rest"] = "y"
        row["ok_metric"] = marks.get(float(row["value"]), "y")
        if marks.get(float(row["value"])) == "":
            row["rest"] = ""
    path.write_text("\n".join([header, *("\t".join(row[name] for name in names) for row in rows)]) + "\n", encoding="utf-8")


def test_judged_records_are_found_again_with_their_features(tmp_path: Path) -> None:
    sheet_of(tmp_path / "shared", tmp_path / "sheet", {6.0: "n", 30.0: ""})
    found = judged_by_readers(tmp_path / "shared", tmp_path / "sheet")
    assert [item.right for item in found] == [False, True]
    assert all("status.target" in item.features for item in found)


def test_records_that_are_read_otherwise_by_now_are_left_out(tmp_path: Path) -> None:
    sheet_of(tmp_path / "shared", tmp_path / "sheet", {})
    path = tmp_path / "sheet" / "metrics.tsv"
    path.write_text(path.read_text(encoding="utf-8").replace("\t公园\t", "\t绿地\t"), encoding="utf-8")
    assert len(judged_by_readers(tmp_path / "shared", tmp_path / "sheet")) == 2


def test_what_is_kept_has_no_words_and_is_replaced_by_document(tmp_path: Path) -> None:
    path = tmp_path / "judged.json"
    first = [Judged("a" * 16, ("quantity.left", "status.plan"), True), Judged("b" * 16, ("quantity.right",), False)]
    assert keep(first, path) == first
    again = keep([Judged("b" * 16, ("quantity.right",), True)], path)
    assert [(item.document[0], item.right) for item in again] == [("a", True), ("b", True)]
    assert kept_records(path) == again
    assert kept_records(tmp_path / "none.json") == []
