"""The generated descriptions are current, complete, and valid by the tool of their standard."""

import json
from copy import deepcopy
from pathlib import Path

import pytest
from frictionless import FrictionlessException, Package

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
