"""The columns of a row model as plain values: what the Arrow schema, the codebook and the data package start from."""

from __future__ import annotations

import functools
import types
import typing
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from schemas.base import Row
from schemas.enums import VALUE_NAMES

#: Python type of a column -> its kind; enumerations and lists are told apart before.
_KINDS: dict[Any, str] = {str: "string", int: "int64", float: "float64", date: "date"}


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes
    ----------
    name : str
        Column name.
    kind : str
        string, int64, float64, float32, date, enum, list.
    nullable : bool
        Whether a row may have none.
    description, name_zh, description_zh : str
        Meaning in English, name and meaning in Chinese.
    values : dict
        For an enumeration: value -> (English, Chinese), in order.
    """

    name: str
    kind: str
    nullable: bool
    description: str
    name_zh: str
    description_zh: str
    values: dict[str, tuple[str, str]]


@functools.cache
def columns(model: type[Row]) -> tuple[Column, ...]:
    """Columns of a row model, in table order.

    Raises
    ------
    TypeError
        If a field has a type that no table uses, or no description.
    """
    names = [*model.first, *(name for name in model.model_fields if name not in model.first)]
    return tuple(_column(model, name) for name in names)


def _column(model: type[Row], name: str) -> Column:
    field = model.model_fields[name]
    extra = field.json_schema_extra
    if field.description is None or not isinstance(extra, dict):
        raise TypeError(f"{model.__name__}.{name} is declared without column(...)")
    annotation, nullable = _without_none(field.annotation)
    kind, values = _kind(annotation, f"{model.__name__}.{name}")
    return Column(
        name=name,
        kind=str(extra.get("arrow", kind)),
        nullable=nullable and name not in model.required,
        description=field.description,
        name_zh=str(extra["name_zh"]),
        description_zh=str(extra["description_zh"]),
        values=values,
    )


def _without_none(annotation: Any) -> tuple[Any, bool]:
    if typing.get_origin(annotation) not in (typing.Union, types.UnionType):
        return annotation, False
    kept = [part for part in typing.get_args(annotation) if part is not type(None)]
    return kept[0], len(kept) < len(typing.get_args(annotation))


def _kind(annotation: Any, where: str) -> tuple[str, dict[str, tuple[str, str]]]:
    if typing.get_origin(annotation) is Literal:
        return "enum", VALUE_NAMES[annotation]
    if annotation == list[str]:
        return "list", {}
    if annotation not in _KINDS:
        raise TypeError(f"{where} has the type {annotation}, which no table uses")
    return _KINDS[annotation], {}
