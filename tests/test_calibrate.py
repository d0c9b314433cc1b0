"""Fitting and using the confidence of records."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.calibrate import Judged, cross_validated, fit, reliability, score, similar
from pipeline.relate.confidence import confidence, sigmoid, weights


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
