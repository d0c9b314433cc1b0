"""coverage tells an absent row from an absent fact."""

from __future__ import annotations

import pytest

from pipeline.coverage import KINDS, coverage_rows

NONE = dict.fromkeys(KINDS, 0)


@pytest.mark.parametrize(
    ("counts", "stated_absent", "targets", "named"),
    [
        (NONE | {"targets": 2}, [], ("found", 2), []),
        (NONE, [], ("none_found", 0), []),
        (NONE, ["gdp"], ("stated_absent", 0), ["gdp"]),
        (NONE, ["targets"], ("stated_absent", 0), []),
        (NONE | {"targets": 2}, ["gdp", "gdp", "cpi"], ("found", 2), ["cpi", "gdp"]),
        (None, [], ("not_processed", None), []),
    ],
)
def test_states(
    counts: dict[str, int] | None, stated_absent: list[str], targets: tuple[str, int], named: list[str]
) -> None:
    rows = coverage_rows("0" * 16, counts, stated_absent)
    assert [row["kind"] for row in rows] == list(KINDS)
    assert (rows[0]["state"], rows[0]["count"]) == targets
    assert rows[0]["stated_absent"] == named
    for row in rows[1:]:
        assert row["state"] == ("not_processed" if counts is None else "none_found")
        assert row["stated_absent"] == []


def test_another_kind_can_be_stated_absent() -> None:
    states = {row["kind"]: row["state"] for row in coverage_rows("0" * 16, NONE, ["deadlines"])}
    assert states == dict.fromkeys(KINDS, "none_found") | {"deadlines": "stated_absent"}
