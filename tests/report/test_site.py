"""The pages as files: everything that is in the tables, and nothing that a document could make a browser do."""

import hashlib
import json
import re
from html import unescape
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from selectolax.lexbor import LexborHTMLParser as Page

from pipeline.report import site
from pipeline.report.document_page import value_text
from pipeline.report.labels import enum_names, labels
from pipeline.run import extract_corpus
from pipeline.types import SourceText
from schemas.enums import VALUE_NAMES

HOSTILE = "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">"
DOCUMENTS = {
    "report.txt": "海城市2023年政府工作报告\n\n一、2022年工作回顾\n2022年,全市生产总值增长4.1%。\n\n二、2023年重点工作\n"
    "确保新建公园6座以上,年底前改造老旧小区12个,由市住建局牵头。年内完成水厂扩建并通水。\n",
    "hostile.txt": f"海城市2022年工作方案{HOSTILE}\n\n一、目标{HOSTILE}\n到2022年底,确保新增“{HOSTILE}”网点300个。\n\u202e=1+1\n",
}


def as_text(path: Path) -> SourceText:
    """The file as it is: the readers would take a text full of tags for a page, and leave the tags out."""
    return SourceText(text=path.read_text(encoding="utf-8"), source_format="txt", encoding="utf-8")


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    root = tmp_path_factory.mktemp("site")
    for name, text in DOCUMENTS.items():
        (root / "raw").mkdir(exist_ok=True)
        (root / "raw" / name).write_text(text, encoding="utf-8")
    extract_corpus(root / "raw", root / "out", 1, reader=as_text)
    site.write_site(root / "out", root / "out" / "report")
    return root / "out", root / "out" / "report"


def rows_of(tables: Path, name: str) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = pq.read_table(tables / f"{name}.parquet").to_pylist()
    return rows


def data(report: Path, name: str) -> dict[str, list[object]]:
    text = (report / "data" / f"{name}.js").read_text(encoding="utf-8")
    match = re.fullmatch(r'govtargets\("[a-z0-9-]+", (.*)\);\n', text, re.S)
    assert match
    found: dict[str, list[object]] = json.loads(match.group(1))
    return found


def test_every_record_has_its_place_in_the_page(folders: tuple[Path, Path]) -> None:
    tables, report = folders
    keys = {"targets": "target_id", "metrics": "metric_id", "deadlines": "deadline_id", "responsible_bodies": "body_id"}
    for document in rows_of(tables, "documents"):
        page = Page((report / "documents" / f"{document['doc_id']}.html").read_text(encoding="utf-8"))
        marked = {name for mark in page.css("mark") for name in (mark.attributes["data-r"] or "").split()}
        for table, key in keys.items():
            ids = {row[key] for row in rows_of(tables, table) if row["doc_id"] == document["doc_id"]}
            assert ids <= {element.attributes["id"] for element in page.css(".records [id]")}, table
            if table != "metrics":
                assert ids <= marked, table


def test_the_page_has_the_whole_text(folders: tuple[Path, Path]) -> None:
    tables, report = folders
    (document,) = (row for row in rows_of(tables, "documents") if row["source_path"] == "report.txt")
    page = (report / "documents" / f"{document['doc_id']}.html").read_text(encoding="utf-8")
    source = page.split('<div class="source" dir="ltr">')[1].split("</div>")[0]
    assert unescape(re.sub("<[^>]*>", "", source)) == document["text"]


def test_words_of_a_number_name_its_record_first(folders: tuple[Path, Path]) -> None:
    tables, report = folders
    for target in rows_of(tables, "targets"):
        if target["value"] is None:
            continue
        page = Page((report / "documents" / f"{target['doc_id']}.html").read_text(encoding="utf-8"))
        first = [mark for mark in page.css("mark.value-target") if (mark.attributes["data-r"] or "").split()[0] == target["target_id"]]
        start, end = target["value_start"], target["value_end"]
        (document,) = (row for row in rows_of(tables, "documents") if row["doc_id"] == target["doc_id"])
        assert "".join(mark.text() for mark in first) == str(document["text"])[int(str(start)) : int(str(end))]


def test_a_hostile_document_stays_text(folders: tuple[Path, Path]) -> None:
    _, report = folders
    for path in report.rglob("*.html"):
        page = Page(path.read_text(encoding="utf-8"))
        assert not page.css("img, iframe, object, form[action], [onerror], [onclick], [onload]"), path
        for script in page.css("script"):
            assert script.attributes.get("src") or script.attributes.get("type") == "application/json"
            assert "<" not in script.text()
        policy = page.css_first("meta[http-equiv]")
        assert policy is not None
        assert "default-src 'none'" in (policy.attributes["content"] or "")
        assert "\u202e" not in path.read_text(encoding="utf-8")
    for path in (report / "data").glob("*.js"):
        assert "<" not in path.read_text(encoding="utf-8")


def test_the_index_has_every_document_and_target(folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    tables, report = folders
    assert len(data(report, "documents")["rows"]) == len(rows_of(tables, "documents"))
    monkeypatch.setattr(site, "CHUNK_ROWS", 2)
    site.write_site(tables, report)
    chunks = data(report, "documents")["chunks"]
    found = [row for number in range(int(str(chunks))) for row in data(report, f"targets-{number}")["rows"]]
    assert int(str(chunks)) > 1
    assert [row[0] for row in found if isinstance(row, list)] == [row["target_id"] for row in rows_of(tables, "targets")]


def test_pages_of_documents_that_are_gone_are_removed(folders: tuple[Path, Path]) -> None:
    tables, report = folders
    left = report / "documents" / "0123456789abcdef.html"
    left.write_text("old", encoding="utf-8")
    site.write_site(tables, report)
    assert not left.exists()


def test_a_second_writing_changes_nothing(folders: tuple[Path, Path]) -> None:
    tables, report = folders
    site.write_site(tables, report)
    before = {path: path.read_bytes() for path in report.rglob("*") if path.is_file()}
    site.write_site(tables, report)
    assert {path: path.read_bytes() for path in report.rglob("*") if path.is_file()} == before


def test_without_tables_it_says_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(site.NoTablesError, match=r"documents\.parquet"):
        site.write_site(tmp_path, tmp_path / "report")


@pytest.mark.parametrize(
    ("value", "value_max", "unit", "comparator", "text"),
    [
        (6.5, None, "%", "ge", "≥ 6.5%"),
        (1.0, 2.0, "家", "between", "1–2 家"),
        (310.0, None, "亿元", "approx", "≈ 310 亿元"),
        (-8.0, None, "%", "eq", "-8%"),
        (0.3333, None, None, "le", "≤ 0.3333"),
        (None, None, None, None, ""),
    ],
)
def test_values_as_a_reader_writes_them(
    value: float | None, value_max: float | None, unit: str | None, comparator: str | None, text: str
) -> None:
    assert value_text({"value": value, "value_max": value_max, "unit": unit, "comparator": comparator}) == text


def test_every_label_a_page_asks_for_is_there() -> None:
    here = Path(site.__file__).parent
    pages = "".join(path.read_text(encoding="utf-8") for path in (here / "templates").iterdir())
    scripts = "".join(path.read_text(encoding="utf-8") for path in (here / "static").glob("*.js"))
    asked = set(re.findall(r'label\("(\w+)"\)', pages)) | set(re.findall(r"labels\.(\w+)\.zh", pages))
    asked |= set(re.findall(r'words\("(\w+)"\)', scripts)) | set(re.findall(r'label: "(\w+)"', scripts))
    told = (here / "static" / "document.js").read_text(encoding="utf-8").split("const LABELS = {")[1].split("};")[0]
    asked |= set(re.findall(r': "(\w+)"', told))
    assert len(asked) > 40
    assert asked <= set(labels())
    assert all(set(names) == {"en", "zh"} and all(names.values()) for names in labels().values())
    assert {names["zh"] for names in enum_names().values() if " / " in names["zh"]} == set()
    assert "zones" in enum_names()["other"]["en"]
    assert "opinions" in enum_names()["other"]["en"]
    assert set(enum_names()) == {value for names in VALUE_NAMES.values() for value in names}


def test_vendored_files_are_those_of_the_list() -> None:
    here = Path(site.__file__).parent
    listed = json.loads((here / "vendored.json").read_text(encoding="utf-8"))
    found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in (here / "vendor").iterdir()}
    assert found == {name: item["sha256"] for name, item in listed.items()}
