"""The generated descriptions are current, complete, and valid by the tool of their standard."""

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from frictionless import FrictionlessException, Package

from pipeline.run import extract_corpus
from schemas import TABLES, codebook
from schemas.columns import columns


def test_generated_files_are_current() -> None:
    assert codebook.stale() == []


def test_a_changed_file_is_stale(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(codebook, "ROOT", tmp_path)
    for path, content in codebook.generated().items():
        path.write_text(content, encoding="utf-8")
    assert codebook.stale() == []
    book = tmp_path / "CODEBOOK.md"
    book.write_text(book.read_text(encoding="utf-8").replace("指标", "项目", 1), encoding="utf-8")
    assert codebook.stale() == [book]


@pytest.mark.parametrize("table", TABLES)
def test_every_column_is_told_in_both_languages(table: str) -> None:
    section = codebook.codebook().split(f'<a id="{table}"></a>')[1].split("\n## ")[0]
    for column in columns(TABLES[table]):
        row = next(line for line in section.splitlines() if line.startswith(f"| `{column.name}` |"))
        assert column.name_zh in row
        assert column.description in row
        assert column.description_zh in row
        for value, (english, chinese) in column.values.items():
            assert f"| `{value}` | {english} | {chinese} |" in section


def test_the_package_is_valid() -> None:
    package = Package.from_descriptor(codebook.data_package())
    assert [resource.name for resource in package.resources] == list(TABLES)


def test_the_tool_finds_a_wrong_type() -> None:
    wrong = deepcopy(codebook.data_package())
    wrong["resources"][1]["schema"]["fields"][0]["type"] = "indicator"
    with pytest.raises(FrictionlessException):
        Package.from_descriptor(wrong)


def test_foreign_keys_lead_to_primary_keys() -> None:
    package = json.loads(json.dumps(codebook.data_package()))
    primary = {resource["name"]: resource["schema"].get("primaryKey") for resource in package["resources"]}
    for resource in package["resources"]:
        names = {field["name"] for field in resource["schema"]["fields"]}
        for key in resource["schema"].get("foreignKeys", ()):
            assert set(key["fields"]) <= names
            assert key["reference"]["fields"] == primary[key["reference"]["resource"]]


@pytest.fixture(scope="module")
def package_of_the_samples(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The descriptor with the rows of the sample documents in it.

    The tool reads Parquet through pandas, which has whole numbers with gaps as floats and lists as arrays, and then finds
    fault with their types; so it gets the rows as Arrow has them.
    """
    out = tmp_path_factory.mktemp("package")
    extract_corpus(codebook.ROOT / "data" / "raw", out, 1)
    package = codebook.data_package()
    for resource in package["resources"]:
        for name in ("path", "format", "mediatype"):
            del resource[name]
        resource["data"] = pq.read_table(out / f"{resource['name']}.parquet").to_pylist()
    # To the tool a table without rows is no table.
    package["resources"] = [resource for resource in package["resources"] if resource["data"]]
    return package


def faults(package: dict[str, Any]) -> list[tuple[str, str, str]]:
    report = Package.from_descriptor(package).validate()
    return [(task.name, error.type, error.note) for task in report.tasks for error in task.errors]


def test_the_tables_of_the_samples_are_what_the_package_says(package_of_the_samples: dict[str, Any]) -> None:
    assert {item["name"] for item in package_of_the_samples["resources"]} >= set(TABLES) - {"rejects"}
    assert faults(package_of_the_samples) == []


def test_the_tool_finds_a_wrong_row(package_of_the_samples: dict[str, Any]) -> None:
    wrong = {**package_of_the_samples, "resources": [dict(item) for item in package_of_the_samples["resources"]]}
    (targets,) = (item for item in wrong["resources"] if item["name"] == "targets")
    targets["data"] = [targets["data"][0] | {"doc_id": "0" * 16, "strength": "very"}]
    wrong["resources"] = [item for item in wrong["resources"] if item["name"] in ("documents", "metrics", "targets")]
    assert {(name, kind) for name, kind, _ in faults(wrong)} == {("targets", "constraint-error"), ("targets", "foreign-key")}
