"""Corrections: out, corrected, in, and kept."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pyarrow.parquet as pq
import pytest

from pipeline import corrections
from pipeline.run import extract_corpus
from pipeline.score import against_corrections
from pipeline.verify import again

TEXT = "海城市2023年政府工作报告\n\n二、2023年重点工作\n新建公园6座,绿道12公里。\n改造老旧小区30个,由市住建局牵头。\n年内完成水厂扩建并通水。\n"


class Desk:
    """A folder of documents, their tables, and a reviewer."""

    def __init__(self, root: Path) -> None:
        self.raw, self.out, self.corrected = root / "raw", root / "out", root / "corrections"
        self.raw.mkdir()
        self.corrected.mkdir()
        self.write(TEXT)

    def write(self, text: str) -> None:
        (self.raw / "report.txt").write_text(text, encoding="utf-8")

    def run(self) -> None:
        extract_corpus(self.raw, self.out, 1, corrections=self.corrected)

    def rows(self, table: str) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = pq.read_table(self.out / f"{table}.parquet").to_pylist()
        return rows

    def review(self, change: dict[str, dict[str, str]], name: str = "a.csv") -> None:
        """Export, change the cells of the rows whose evidence has the key, and hand the file in."""
        path = self.corrected / name
        corrections.write_csv(corrections.doubtful(self.out, 100), path)
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        for words, cells in change.items():
            (row,) = (row for row in rows if words in row["evidence"])
            assert set(cells) <= set(row)
            row.update(cells)
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = Desk(tmp_path)
    made.run()
    return made


def value(rows: list[dict[str, Any]], number: float) -> dict[str, Any]:
    return next(row for row in rows if row["value"] == number)


def test_doubtful_records_come_lowest_first_with_their_text(desk: Desk) -> None:
    rows = corrections.doubtful(desk.out, 100)
    assert [row["confidence"] for row in rows] == sorted(row["confidence"] for row in rows)
    assert len(rows) == len(desk.rows("metrics")) + sum(row["kind"] == "qualitative" for row in desk.rows("targets"))
    assert all(f"【{row['evidence']}】" in row["context"] for row in rows)
    assert all(row["context"] == row["context"].strip() for row in rows)
    assert corrections.doubtful(desk.out, 2) == rows[:2]


def test_a_file_that_nobody_changed_changes_nothing(desk: Desk) -> None:
    before = desk.rows("metrics"), desk.rows("targets"), desk.rows("rejects")
    desk.review({})
    desk.run()
    assert (desk.rows("metrics"), desk.rows("targets"), desk.rows("rejects")) == before


def test_a_correction_changes_metric_and_target_and_is_kept(desk: Desk) -> None:
    desk.review({"公园": {"metric": "口袋公园", "value": "60", "comparator": "ge", "period_end": "2024-06-30", "strength": "binding"}})
    for _ in range(2):
        desk.run()
        for row in (value(desk.rows("metrics"), 60.0), value(desk.rows("targets"), 60.0)):
            assert (row["metric"], row["comparator"], row["strength"], row["period_end"]) == ("口袋公园", "ge", "binding", date(2024, 6, 30))
            assert (row["correction"], row["confidence"], row["rule"].split("|")[0]) == ("a.csv", 1.0, "correction")
        assert value(desk.rows("targets"), 60.0)["deadline"] == date(2024, 6, 30)
    assert {row["correction"] for row in desk.rows("metrics") if row["value"] != 60.0} == {None}


def test_tables_with_corrections_are_the_same_when_made_again(desk: Desk) -> None:
    desk.review({"公园": {"value": "60"}})
    desk.run()
    assert list(again(desk.out, desk.raw, 1, desk.corrected)) == []
    assert {fault.table for fault in again(desk.out, desk.raw, 1)} >= {"metrics", "targets"}


def test_a_corrected_record_keeps_its_key_and_its_bodies(desk: Desk) -> None:
    before = value(desk.rows("targets"), 30.0)
    desk.review({"老旧小区": {"value": "35"}})
    desk.run()
    after = value(desk.rows("targets"), 35.0)
    assert after["target_id"] == before["target_id"]
    assert after["lead_bodies"] == before["lead_bodies"] != []
    assert [row["target_ids"] for row in desk.rows("responsible_bodies")] == [[after["target_id"]]]


def test_a_target_that_is_a_result_leaves_the_targets(desk: Desk) -> None:
    desk.review({"公园": {"status": "result", "strength": ""}})
    desk.run()
    assert value(desk.rows("metrics"), 6.0)["status"] == "result"
    assert 6.0 not in [row["value"] for row in desk.rows("targets")]


def test_a_record_that_is_none_is_removed_and_told(desk: Desk) -> None:
    desk.review({"公园": {"verdict": "remove"}, "水厂": {"verdict": "remove"}})
    desk.run()
    assert 6.0 not in [row["value"] for row in (*desk.rows("metrics"), *desk.rows("targets"))]
    assert not [row for row in desk.rows("targets") if row["kind"] == "qualitative"]
    removed = [row for row in desk.rows("rejects") if row["error_type"] == "removed"]
    assert sorted(row["table_name"] for row in removed) == ["metrics", "targets"]


def test_what_is_right_is_marked_and_not_asked_again(desk: Desk) -> None:
    desk.review({"公园": {"verdict": "ok"}})
    desk.run()
    row = value(desk.rows("metrics"), 6.0)
    assert (row["correction"], row["confidence"]) == ("a.csv", 1.0)
    assert row["metric_id"] not in {one["record_id"] for one in corrections.doubtful(desk.out, 100)}


def test_a_record_that_the_rules_lose_stays(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.review({"公园": {"metric": "口袋公园"}})
    monkeypatch.setattr("pipeline.document.numbers.find_numbers", lambda text: [])
    desk.run()
    (row,) = desk.rows("metrics")
    assert (row["metric"], row["value"], row["status"], row["evidence"]) == ("口袋公园", 6.0, "target", "新建公园6座")
    assert value(desk.rows("targets"), 6.0)["deadline"] == date(2023, 12, 31)


@pytest.mark.parametrize("text", [TEXT.replace("12公里", "15公里"), None])
def test_a_correction_of_a_document_that_changed_is_told_and_not_applied(desk: Desk, text: str | None) -> None:
    desk.review({"公园": {"value": "60"}})
    if text is None:
        (desk.raw / "report.txt").unlink()
    else:
        desk.write(text)
    desk.run()
    assert 60.0 not in [row["value"] for row in desk.rows("metrics")]
    (stale,) = (row for row in desk.rows("rejects") if row["error_type"] == "stale_correction")
    assert "report.txt" in stale["message"]
    assert stale["source_path"].startswith("a.csv#")


def test_a_correction_taken_back_is_gone(desk: Desk) -> None:
    before = desk.rows("metrics")
    desk.review({"公园": {"value": "60"}})
    desk.run()
    (desk.corrected / "a.csv").unlink()
    desk.run()
    assert desk.rows("metrics") == before


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ({"value": "many"}, "value: 'many' is no number"),
        ({"status": "maybe"}, "status: 'maybe' is none of"),
        ({"period_end": "soon"}, "period_end: 'soon' is no date"),
        ({"verdict": "perhaps"}, "verdict: 'perhaps'"),
        ({"start": "x", "value": "7"}, "no offsets"),
    ],
)
def test_a_row_that_is_no_correction_is_told(desk: Desk, cells: dict[str, str], message: str) -> None:
    desk.review({"公园": cells, "老旧小区": {"value": "35"}})
    desk.run()
    (told,) = (row for row in desk.rows("rejects") if row["error_type"] == "correction")
    assert message in told["message"]
    with (desk.corrected / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        number = next(n for n, row in enumerate(csv.reader(file), 1) if any("公园" in cell for cell in row[-3:]))
    assert told["message"].startswith(f"row {number}: ")
    assert value(desk.rows("metrics"), 35.0)["correction"] == "a.csv"


@pytest.mark.parametrize(("name", "data"), [
        ("b.csv", b"one,two\n1,2\n"),
        ("b.csv", b"\xff\xfe\x00"),
        ("b.json", b"{}"),
        ("b.json", b"[{}]"),
        ("b.json", b'[{"data": {"metric": "x"}, "annotations": [{"result": [{"from_name": "metric"}]}]}]'),
        ("b.json", b"[1]"),
        ("b.jsonl", b"{}"),
        ("b.jsonl", b"[]"),
        ("b.jsonl", b'{"label": [[0, 2, "metric"]]}'),
        ("b.jsonl", b'{"label": ["park"]}'),
        ("b.jsonl", b"not json"),
    ])
def test_a_file_that_is_none_is_told_and_the_others_hold(desk: Desk, name: str, data: bytes) -> None:
    desk.review({"公园": {"value": "60"}})
    (desk.corrected / name).write_bytes(data)
    desk.run()
    assert f"corrections/{name}" in {row["source_path"] for row in desk.rows("rejects")}
    assert value(desk.rows("metrics"), 60.0)["correction"] == "a.csv"


def test_a_spreadsheet_may_rewrite_dates_and_guards_stay_off(desk: Desk) -> None:
    desk.review({"公园": {"period_end": "2024/6/30", "metric": "'=公园"}})
    desk.run()
    row = value(desk.rows("metrics"), 6.0)
    assert (row["period_end"], row["metric"]) == (date(2024, 6, 30), "=公园")


def test_label_studio_tasks_come_back_corrected(desk: Desk) -> None:
    path = desk.corrected / "tasks.json"
    configuration = corrections.write_label_studio(corrections.doubtful(desk.out, 100), path)
    names = {element.get("name") for element in ElementTree.parse(configuration).iter() if element.get("name")}
    assert {*corrections.FIELDS, "verdict", "context"} <= names
    tasks = json.loads(path.read_text(encoding="utf-8"))
    (task,) = (task for task in tasks if "公园" in task["data"]["evidence"])
    task["annotations"] = [
        {"result": [
            {"from_name": "metric", "type": "textarea", "value": {"text": ["口袋公园"]}},
            {"from_name": "strength", "type": "choices", "value": {"choices": ["binding"]}},
        ]}
    ]
    path.write_text(json.dumps(tasks, ensure_ascii=False), encoding="utf-8")
    desk.run()
    row = value(desk.rows("targets"), 6.0)
    assert (row["metric"], row["strength"], row["correction"]) == ("口袋公园", "binding", "tasks.json")


@pytest.mark.parametrize("shape", ["flat", "meta"])
def test_doccano_lines_come_back_corrected(desk: Desk, shape: str) -> None:
    path = desk.corrected / "lines.jsonl"
    corrections.write_doccano(corrections.doubtful(desk.out, 100), path)
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    by_evidence = {line["evidence"]: line for line in lines}
    park, path_way = by_evidence["新建公园6座"], by_evidence["绿道12公里"]
    assert "【新建公园6座】" in park["text"]
    assert "value=6" in park["label"]
    park["label"] = [label for label in park["label"] if not label.startswith("metric=")] + ["metric=口袋公园", "comparator = ge"]
    park["label"].remove("comparator=eq")
    path_way["label"].append("verdict=remove")
    if shape == "meta":
        lines = [
            {"id": number, "text": line.pop("text"), "labels": line.pop("label"), "meta": line} for number, line in enumerate(lines)
        ]
    path.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines) + "\n\n", encoding="utf-8")
    for _ in range(2):
        desk.run()
        row = value(desk.rows("targets"), 6.0)
        assert (row["metric"], row["comparator"], row["correction"]) == ("口袋公园", "ge", "lines.jsonl")
        assert [row["value"] for row in desk.rows("metrics")] == [6.0, 30.0]
        assert value(desk.rows("metrics"), 30.0)["correction"] is None


def test_corrections_serve_as_labels(desk: Desk) -> None:
    desk.review({"公园": {"metric": "口袋公园"}, "绿道": {"verdict": "ok"}, "老旧小区": {"verdict": "remove"}})
    found = against_corrections(desk.raw, desk.corrected)
    assert found["record"] == (2, 3)
    assert found["metric"] == (1, 2)
    assert found["value"] == (2, 2)
