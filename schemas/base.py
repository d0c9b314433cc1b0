"""What every table has in common: a frozen, strict row model, and a way to describe a column in two languages."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

SCHEMA_VERSION = "1.0"


def column(
    description: str,
    name_zh: str,
    description_zh: str,
    *,
    arrow: str | None = None,
    ge: float | None = None,
    le: float | None = None,
    pattern: str | None = None,
) -> Any:
    """Describe a column inside ``Annotated``.

    Parameters
    ----------
    description : str
        What the column means, in English; one sentence without a full stop.
    name_zh : str
        The column's name in Chinese.
    description_zh : str
        What the column means, in Chinese, likewise.
    arrow : str, optional
        An Arrow type other than the one the annotation implies (``float32``).
    ge, le : float, optional
        Bounds of the values, inclusive.
    pattern : str, optional
        Regular expression that a string must match.

    Returns
    -------
    FieldInfo
        Typed as Any, as pydantic's own ``Field`` is.
    """
    extra: dict[str, Any] = {"name_zh": name_zh, "description_zh": description_zh}
    if arrow is not None:
        extra["arrow"] = arrow
    return Field(description=description, json_schema_extra=extra, ge=ge, le=le, pattern=pattern)


def list_column(description: str, name_zh: str, description_zh: str) -> Any:
    """Describe a column of strings, empty unless given; tuples are taken as lists."""
    extra: dict[str, Any] = {"name_zh": name_zh, "description_zh": description_zh}
    return Field(description=description, json_schema_extra=extra, default_factory=list, strict=False)


class Row(BaseModel):
    """A row of a table.

    A subclass names its table, in ``summary_zh`` says in Chinese what the first line of its docstring says of a row, and
    names in ``required`` the columns that are never null although their annotation allows it (a base class shared by two
    tables has to allow it for both), in ``first`` the columns that stand before those of its base classes, in
    ``primary_key`` the columns that tell its rows apart, and in ``foreign_keys`` which column holds keys of which
    (table, column).
    """

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, allow_inf_nan=False)

    table: ClassVar[str] = ""
    name_zh: ClassVar[str] = ""
    summary_zh: ClassVar[str] = ""
    required: ClassVar[frozenset[str]] = frozenset()
    first: ClassVar[tuple[str, ...]] = ()
    primary_key: ClassVar[tuple[str, ...]] = ()
    foreign_keys: ClassVar[dict[str, tuple[str, str]]] = {}

    @model_validator(mode="after")
    def _check(self) -> Row:
        values = self.__dict__
        # One call for all of them: most rows lack none.
        if None in map(values.get, self.required):
            name = next(name for name in self.required if values[name] is None)
            raise PydanticCustomError("missing_field", "{field}: is required and absent", {"field": name})
        self.check()
        return self

    def check(self) -> None:
        """Raise through :func:`fault` where columns contradict each other; to be extended by a table."""


def fault(error_type: str, message: str) -> PydanticCustomError:
    """An error of a row as a whole; ``message`` names the columns and what is wrong with them."""
    # The message goes in as a value, since pydantic would read braces in a template.
    return PydanticCustomError(error_type, "{message}", {"message": message})


def check_order(start_name: str, start: date | None, end_name: str, end: date | None) -> None:
    """Raise unless ``start`` is on or before ``end``; either may be open (None)."""
    if start is not None and end is not None and start > end:
        raise fault("date_order", f"{start_name} {start} is after {end_name} {end}")


def check_span(prefix: str, start: int | None, end: int | None) -> None:
    """Raise unless ``start:end`` is a non-empty span, or both are absent."""
    if start is None and end is None:
        return
    if start is None or end is None:
        raise fault("span", f"{prefix}start and {prefix}end: one of them is absent ({start}, {end})")
    if not 0 <= start < end:
        raise fault("span", f"{prefix}start {start} and {prefix}end {end} are not a non-empty span")
