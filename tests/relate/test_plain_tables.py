"""Tables of plain text: cells that stand apart by tabs or blanks under a header that names units."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from pipeline.records import DocumentRecords

Read = Callable[[str], DocumentRecords]

HEAD = "云溪县2026年人居环境整治实施方案\n一、主要目标\n全面提升村容村貌。\n二、任务分解\n"
TAIL = "\n三、组织实施\n各乡镇要加强领导。\n云溪县人民政府\n2026年3月9日\n"
HEADER, ROWS = ["序号", "乡镇", "户厕改建（座）", "新增示范村（个）", "完成时限", "责任人"], [
    ["1", "柳湾镇", "1,600", "4", "9月底", "陈 立"],
    ["2", "白石乡", "960", "2", "11月底", "周海平"],
]


def table(read: Read, apart: str, *rows: list[str], over: str = "2026年任务分解表\n") -> list[dict[str, Any]]:
    text = over + "\n".join(apart.join(row) for row in rows)
    return [m for m in read(f"{HEAD}{text}{TAIL}").metrics if m["rule"].startswith("quantity.column")]


def read_as(found: list[dict[str, Any]]) -> list[tuple[str, float, str, str, str, date]]:
    return [(m["metric"], m["value"], m["unit"], m["measure"], m["status"], m["period_end"]) for m in found]


TASKS = [
    ("柳湾镇户厕改建", 1600, "座", "level", "target", date(2026, 9, 30)),
    ("柳湾镇示范村", 4, "个", "change", "target", date(2026, 9, 30)),
    ("白石乡户厕改建", 960, "座", "level", "target", date(2026, 11, 30)),
    ("白石乡示范村", 2, "个", "change", "target", date(2026, 11, 30)),
]


@pytest.mark.parametrize("apart", ["\t", "  ", "　　", " \t "])
def test_a_figure_has_its_row_and_its_column(read: Read, apart: str) -> None:
    assert read_as(table(read, apart, HEADER, *ROWS)) == TASKS


def test_single_blanks_part_cells_that_hold_none(read: Read) -> None:
    assert read_as(table(read, " ", HEADER[:-1], *(row[:-1] for row in ROWS))) == TASKS


def test_traditional(read: Read) -> None:
    rows = [["鄉鎮", "戶廁改建（座）", "示範村（個）"], ["柳灣鎮", "1600", "4"], ["白石鄉", "960", "2"]]
    assert [(m["metric"], m["unit"]) for m in table(read, "\t", *rows)] == [("柳湾镇户厕改建", "座"), ("柳湾镇示范村", "个"), ("白石乡户厕改建", "座"), ("白石乡示范村", "个")]


def test_a_table_of_indicators_tells_years_and_units_in_columns(read: Read) -> None:
    rows = [["指标", "单位", "2024年实际", "2026年目标"], ["农膜回收率", "%", "82.3", "90"], ["高标准农田", "万亩", "36", "41.5"]]
    assert read_as(table(read, "\t", *rows, over="")) == [
        ("农膜回收率", 82.3, "%", "level", "result", date(2024, 12, 31)),
        ("农膜回收率", 90, "%", "level", "target", date(2026, 12, 31)),
        ("高标准农田", 36, "万亩", "level", "result", date(2024, 12, 31)),
        ("高标准农田", 41.5, "万亩", "level", "target", date(2026, 12, 31)),
    ]


def test_a_unit_over_the_table_is_that_of_all_its_figures(read: Read) -> None:
    rows = [["乡镇", "计划投资", "到位资金"], ["柳湾镇", "320", "80"], ["合计", "320", "80"]]
    found = table(read, "\t", *rows, over="2026年任务分解表\n单位：万元\n")
    assert [(m["metric"], m["value"], m["unit"]) for m in found] == [
        ("柳湾镇计划投资", 320, "万元"), ("柳湾镇到位资金", 80, "万元"), ("计划投资", 320, "万元"), ("到位资金", 80, "万元"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "rows",
    [
        [["序号", "乡镇", "联系电话"], ["1", "柳湾镇", "5566778"], ["2", "白石乡", "5566779"]],
        [["改造户厕（座）", "新建", "整治"], ["各乡镇要加强领导。", "二是", "三是"]],
        [["全县改造户厕（座）,", "新建", "整治"], ["柳湾镇", "12", "13"]],
    ],
)
def test_what_is_no_table_of_quantities(read: Read, rows: list[list[str]]) -> None:
    assert table(read, "  ", *rows) == []


def test_spans_point_at_the_figure_and_its_row(read: Read) -> None:
    found = read(f"{HEAD}2026年任务分解表\n" + "\n".join("\t".join(row) for row in [HEADER, *ROWS]) + TAIL)
    first = next(m for m in found.metrics if m["rule"].startswith("quantity.column"))
    text = found.document["text"]
    assert text[first["value_start"] : first["value_end"]] == "1,600"
    assert text[first["start"] : first["end"]].split("\t")[1] == "柳湾镇"


PLAN = "云溪县“十五五”节水行动方案\n一、主要目标\n到2030年,用水效率明显提高。\n专栏1 节水主要指标\n{}\n二、保障措施\n各乡镇要加强领导。\n2026年3月9日\n"
INDICATORS = [
    ["序号", "指标", "2025年", "2030年", "属性"],
    ["1", "灌区骨干渠道衬砌率（%）", "43", "65", "预期性"],
    ["2", "斗口用水计量率（%）", "22", "＞70", "约束性"],
    ["3", "年节水量（亿立方米）", "—", "[26]", "预期性"],
]
EXPECTED = [
    ("灌区骨干渠道衬砌率", 43, "%", "eq", "result", date(2025, 12, 31)),
    ("灌区骨干渠道衬砌率", 65, "%", "eq", "target", date(2030, 12, 31)),
    ("斗口用水计量率", 22, "%", "eq", "result", date(2025, 12, 31)),
    ("斗口用水计量率", 70, "%", "ge", "target", date(2030, 12, 31)),
    ("年节水量", 26, "亿立方米", "eq", "target", date(2030, 12, 31)),
]


@pytest.mark.parametrize("apart", ["\t", "　　　", " "])
def test_a_row_names_its_unit_behind_its_indicator(read: Read, apart: str) -> None:
    found = read(PLAN.format("\n".join(apart.join(row) for row in INDICATORS))).metrics
    assert [(m["metric"], m["value"], m["unit"], m["comparator"], m["status"], m["period_end"]) for m in found] == EXPECTED


def test_cells_that_have_a_line_each(read: Read) -> None:
    found = read(PLAN.format("\n".join("\n".join(row) for row in INDICATORS))).metrics
    assert [(m["metric"], m["value"], m["unit"], m["comparator"], m["status"], m["period_end"]) for m in found] == EXPECTED


def test_lines_of_years_without_a_header_are_no_table(read: Read) -> None:
    cells = ["甲", "乙", "2025年", "2030年", "丙", "1", "衬砌率（%）", "43", "65", "预期", "2", "计量率（%）", "61", "90", "预期"]
    assert read(PLAN.format("\n".join(cells))).metrics == []


def test_a_column_of_rates_tells_growth_and_in_brackets_a_rise_in_all(read: Read) -> None:
    rows = [
        ["类别", "指标", "2025年", "2030年", "年均增长（%）"],
        ["经济", "地区生产总值（亿元）", "320", "450", "7左右"],
        ["民生", "常住人口城镇化率（%）", "58.2", "65", "[6.8]"],
    ]
    found = read(PLAN.format("\n".join("\t".join(row) for row in rows))).metrics
    assert [(m["metric"], m["value"], m["unit"], m["measure"], m["comparator"]) for m in found if m["measure"] != "level"] == [
        ("地区生产总值", 7, "%", "growth", "approx"),
        ("常住人口城镇化率", 6.8, "百分点", "change", "eq"),
    ]
