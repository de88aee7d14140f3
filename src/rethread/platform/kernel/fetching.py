"""Rows of a model by the part of a statement that follows its table.

For reads that happen on every page and with every order: composing and compiling a `QuerySet`
costs more time than PostgreSQL takes to answer. Everything else stays with `QuerySet`. The text is
a constant, so the connection also keeps it prepared; what varies is a parameter.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, LiteralString, TypeVar

from django.db import connection, models

Row = TypeVar("Row", bound=models.Model)
Convert = Callable[[Any], Any]


def fetch(model: type[Row], rest: LiteralString, params: Sequence[Any] = ()) -> list[Row]:
    """Return rows of a model; `rest` says which (`WHERE id = %s FOR UPDATE`), in which order."""
    head, names, conversions = _columns(model)
    with connection.cursor() as cursor:
        cursor.execute(head + rest, params)
        found = cursor.fetchall()
    if conversions:
        found = [_converted(row, conversions) for row in found]
    return [model.from_db(connection.alias, names, row) for row in found]


def fetch_one(model: type[Row], rest: LiteralString, params: Sequence[Any] = ()) -> Row | None:
    """Return the only row that `rest` can find, or None."""
    found = fetch(model, rest, params)
    return found[0] if found else None


@cache
def _columns(model: type[models.Model]) -> tuple[str, list[str], list[tuple[int, Convert]]]:
    fields = model._meta.concrete_fields
    listed = ", ".join(f'"{field.column}"' for field in fields)
    conversions = [
        (place, _conversion(field))
        for place, field in enumerate(fields)
        if hasattr(field, "from_db_value")
    ]
    names = [field.attname for field in fields]
    return f'SELECT {listed} FROM "{model._meta.db_table}" ', names, conversions  # noqa: S608


def _conversion(field: Any) -> Convert:
    return lambda value: field.from_db_value(value, None, connection)


def _converted(row: Sequence[Any], conversions: list[tuple[int, Convert]]) -> list[Any]:
    values = list(row)
    for place, convert in conversions:
        values[place] = convert(values[place])
    return values
