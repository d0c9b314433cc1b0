"""Rows of a table as the readers print them: every figure under its own column and with its row's head."""

from collections.abc import Callable
from typing import Any

import pytest

from pipeline.relate.cells import cells_of, own_times

Metrics = Callable[[str], list[dict[str, Any]]]

ROW = "完成时限 11月底；市（州）：云溪市；农膜回收率（%）：92%；加厚地膜（万亩）：60万亩；回收网点（处）：42处"


@pytest.mark.parametrize("row", [ROW, ROW.translate(str.maketrans("农万亩网点处", "農萬畝網點處"))])
def test_each_figure_has_the_name_of_its_column_and_row(in_tasks: Metrics, row: str) -> None:
    found = [(m["metric"], m["value"], m["unit"], str(m["period_end"])[5:]) for m in in_tasks(row)]
    assert found == [
        ("云溪市农膜回收率", 92, "%", "11-30"),
        ("云溪市加厚地膜", 60, "万亩", "11-30"),
        ("云溪市回收网点", 42, "处", "11-30"),
    ]


@pytest.mark.parametrize(
    ("row", "labels"),
    [
        ("县区:甲县;水库(座):3座", ["县区", "水库(座)"]),
        ("完成时限 9月底;县区:甲县;水库(座):3座", ["县区", "水库(座)"]),
        ("甲县修水库3座;乙县修水库4座", []),
        ("甲县修水库3座,用时两年;投资:3亿元;工期:2年", []),
    ],
)
def test_a_row_is_labels_and_values(row: str, labels: list[str]) -> None:
    assert [row[slice(*label)] for label, _ in cells_of(row, 0, len(row))] == labels


def test_a_cell_of_a_deadline_governs_every_figure_of_its_row() -> None:
    row = "完成时限 9月底;县区:甲县;水库:3座;水闸:2座"
    first, own = own_times(row, 0, len(row), row.index("2座"))
    assert "9月底" in row[slice(*first)]
    assert row[slice(*own)] == "水闸:2座"
