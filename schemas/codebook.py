"""The codebook and the data package, written out of the row models: ``python -m schemas.codebook``.

Both are committed, and a test fails when they are not what the models give. The data package follows the Data Package
and Table Schema standards (https://datapackage.org).
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from schemas import SCHEMA_VERSION, TABLES
from schemas.base import Row
from schemas.columns import Column, columns

ROOT = Path(__file__).resolve().parent.parent
#: Where the tables of a run lie, below the root of the project.
TABLES_FOLDER = "data/processed"

#: Kind of a column -> type in Table Schema.
_FIELD_TYPES = {
    "string": "string",
    "enum": "string",
    "int64": "integer",
    "float64": "number",
    "float32": "number",
    "date": "date",
    "list": "list",
}

_PREAMBLE = """# Codebook · 数据字典

Every table and column that a run writes, in English and Chinese. This file is made from the models in `schemas/` by
`make codebook`; change a model, not this file. Absent is null, never a default. Offsets count Unicode code points of
`documents.text`, the end exclusive.

每次运行写出的所有数据表与字段，中英文对照。本文件由 `make codebook` 依据 `schemas/` 中的模型生成，请修改模型而非本文件。
缺失值一律为空（null）。偏移量按 `documents.text` 的 Unicode 码位计，终点不含。
"""


def codebook() -> str:
    """The codebook as Markdown: for each table its columns, for each enumeration its values."""
    parts = [_PREAMBLE, f"Schema version · 结构版本: {SCHEMA_VERSION}\n", _contents()]
    parts.extend(_table_section(name, model) for name, model in TABLES.items())
    return "\n".join(parts)


def _contents() -> str:
    rows = [
        f"| [`{name}`](#{name}) | {model.name_zh} | {summary(model)} | {model.summary_zh} |"
        for name, model in TABLES.items()
    ]
    return "| table · 表 | 名称 | one row for each | 每行为 |\n| --- | --- | --- | --- |\n" + "\n".join(rows) + "\n"


def summary(model: type[Row]) -> str:
    """First sentence of a model's docstring: what one row of the table is."""
    return (model.__doc__ or "").strip().splitlines()[0]


def _table_section(name: str, model: type[Row]) -> str:
    head = f'## <a id="{name}"></a>`{name}.parquet` · {model.name_zh}\n\n{summary(model)}\n\n{model.summary_zh}\n'
    keys = f"\nPrimary key · 主键: {', '.join(f'`{key}`' for key in model.primary_key)}\n" if model.primary_key else ""
    table = ["\n| column · 字段 | 名称 | type · 类型 | null · 可空 | meaning | 含义 |", "| --- | --- | --- | --- | --- | --- |"]
    for item in columns(model):
        reference = model.foreign_keys.get(item.name)
        key = "" if reference is None else f"`{reference[0]}.{reference[1]}`"
        english, chinese = (f"; key of {key}", f"；即 {key}") if key else ("", "")
        nullable = "yes · 是" if item.nullable else "no · 否"
        meaning = f"{item.description}{english} | {item.description_zh}{chinese}"
        table.append(f"| `{item.name}` | {item.name_zh} | {item.kind} | {nullable} | {meaning} |")
    values = [_values(item) for item in columns(model) if item.values]
    return head + keys + "\n".join(table) + "\n" + "".join(values)


def _values(item: Column) -> str:
    rows = "\n".join(f"| `{value}` | {english} | {chinese} |" for value, (english, chinese) in item.values.items())
    return f"\nValues of · 取值 `{item.name}` ({item.name_zh})\n\n| value · 值 | meaning | 含义 |\n| --- | --- | --- |\n{rows}\n"


def data_package() -> dict[str, Any]:
    """The descriptor of the tables as a data package."""
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "govtargets",
        "title": "Targets, metrics, deadlines and responsible bodies of Chinese government documents",
        "description": "Tables read out of government documents; every record points at the characters it came from. "
        "由政府文件抽取的数据表；每条记录均可回到原文所在的字符。",
        "version": SCHEMA_VERSION,
        "resources": [_resource(name, model) for name, model in TABLES.items()],
    }


def _resource(name: str, model: type[Row]) -> dict[str, Any]:
    schema: dict[str, Any] = {"fields": [_field(item) for item in columns(model)]}
    if model.primary_key:
        schema["primaryKey"] = list(model.primary_key)
    if model.foreign_keys:
        schema["foreignKeys"] = [
            {"fields": [column], "reference": {"resource": table, "fields": [key]}}
            for column, (table, key) in model.foreign_keys.items()
        ]
    return {
        "name": name,
        "title": model.name_zh,
        "description": f"{summary(model)} {model.summary_zh}",
        "path": f"{TABLES_FOLDER}/{name}.parquet",
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "type": "table",
        "schema": schema,
    }


def _field(item: Column) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": item.name,
        "title": item.name_zh,
        "description": item.description,
        "description_zh": item.description_zh,
        "type": _FIELD_TYPES[item.kind],
    }
    constraints: dict[str, Any] = {}
    if not item.nullable:
        constraints["required"] = True
    if item.values:
        constraints["enum"] = list(item.values)
    if constraints:
        field["constraints"] = constraints
    return field


def generated() -> dict[Path, str]:
    """Path of each generated file -> its content."""
    package = json.dumps(data_package(), ensure_ascii=False, indent=2) + "\n"
    return {ROOT / "CODEBOOK.md": codebook(), ROOT / "datapackage.json": package}


def stale() -> list[Path]:
    """Generated files that are absent or not what the models give."""
    return [path for path, content in generated().items() if not path.is_file() or path.read_text("utf-8") != content]


def main() -> None:
    """Write both files; with ``--check`` only tell, by exit status 1, whether they are stale."""
    parser = argparse.ArgumentParser(prog="python -m schemas.codebook", description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing; exit status 1 if a file is stale")
    if parser.parse_args().check:
        old = [path.name for path in stale()]
        sys.exit(f"stale: {', '.join(old)}; run make codebook" if old else None)
    for path, content in generated().items():
        path.write_text(content, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
