"""Rows of a model read and written by constant statements.

For what happens on every page and with every order: composing and compiling a `QuerySet` costs more
time than PostgreSQL takes to answer. Everything else stays with `QuerySet`. The text of a statement
is constant, so the connection also keeps it prepared; what varies is a parameter. Nothing here
sends Django's signals.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, LiteralString, TypeVar

from django.db import connection, models
from django.db.models.expressions import DatabaseDefault

from .errors import invariant

Row = TypeVar("Row", bound=models.Model)
Convert = Callable[[Any], Any]
Params = Sequence[Any] | Mapping[str, Any]


def fetch(model: type[Row], rest: LiteralString, params: Params = ()) -> list[Row]:
    """Return rows of a model; `rest` says which (`WHERE id = %s FOR UPDATE`), in which order."""
    columns, names, conversions = _columns(model)
    head = f'SELECT {columns} FROM "{model._meta.db_table}" '  # noqa: S608  # names of a model
    with connection.cursor() as cursor:
        cursor.execute(head + rest, params)
        found = cursor.fetchall()
    return [_row(model, names, conversions, values) for values in found]


def fetch_one(model: type[Row], rest: LiteralString, params: Params = ()) -> Row | None:
    """Return the only row that `rest` can find, or None."""
    found = fetch(model, rest, params)
    return found[0] if found else None


def fetch_with(model: type[Row], owner: str, rest: LiteralString, params: Params = ()) -> list[Row]:
    """Return rows with what their foreign key `owner` points to; `rest` names its columns fully."""
    key: Any = model._meta.get_field(owner)
    other: type[models.Model] = key.related_model
    columns, names, conversions = _columns(model)
    more, other_names, other_conversions = _columns(other)
    table, other_table = model._meta.db_table, other._meta.db_table
    head = (
        f'SELECT {columns}, {more} FROM "{table}" '  # noqa: S608  # names of models
        f'JOIN "{other_table}" ON "{other_table}"."{key.target_field.column}" '
        f'= "{table}"."{key.column}" '
    )
    with connection.cursor() as cursor:
        cursor.execute(head + rest, params)
        found = cursor.fetchall()
    rows = []
    for values in found:
        row = _row(model, names, conversions, values[: len(names)])
        setattr(row, owner, _row(other, other_names, other_conversions, values[len(names) :]))
        rows.append(row)
    return rows


def select(statement: LiteralString, params: Params = ()) -> list[tuple[Any, ...]]:
    """Return what a statement finds, as tuples."""
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return list(cursor.fetchall())


def change(statement: LiteralString, params: Params = ()) -> int:
    """Run a statement that changes rows, and return how many."""
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return int(cursor.rowcount)


def insert(row: models.Model, *, or_leave: bool = False) -> bool:
    """Insert a new row; a column that the database fills is left to it, and not read back.

    With `or_leave`, a row that a unique column refuses is left out; returns whether it went in.
    """
    fields = [f for f in row._meta.concrete_fields if not _is_default(getattr(row, f.attname))]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    conflict = " ON CONFLICT DO NOTHING" if or_leave else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{row._meta.db_table}" ({columns}) VALUES ({marks}){conflict}',  # noqa: S608
            [_stored(field, row) for field in fields],
        )
        went_in = bool(cursor.rowcount)
    if went_in:
        row._state.adding, row._state.db = False, connection.alias
    return went_in


def update(row: models.Model, *names: str) -> None:
    """Write these fields of a row that exists; without names, all of them."""
    meta = row._meta
    fields: list[Any] = [
        field
        for field in meta.concrete_fields
        if not field.primary_key
        and (field.name in names if names else not _is_default(getattr(row, field.attname)))
    ]
    invariant(not names or len(fields) == len(names), "a field that is written exists")
    changes = ", ".join(f'"{field.column}" = %s' for field in fields)
    key = meta.pk
    with connection.cursor() as cursor:
        cursor.execute(
            f'UPDATE "{meta.db_table}" SET {changes} WHERE "{key.column}" = %s',  # noqa: S608
            [*(_stored(field, row) for field in fields), row.pk],
        )
        invariant(cursor.rowcount == 1, "a row that is written exists")


def _is_default(value: Any) -> bool:
    return isinstance(value, DatabaseDefault)


def _stored(field: Any, row: models.Model) -> Any:
    return field.get_db_prep_save(getattr(row, field.attname), connection)


@cache
def _columns(model: type[models.Model]) -> tuple[str, list[str], list[tuple[int, Convert]]]:
    fields = model._meta.concrete_fields
    table = model._meta.db_table
    listed = ", ".join(f'"{table}"."{field.column}"' for field in fields)
    conversions = [
        (place, _conversion(field))
        for place, field in enumerate(fields)
        if hasattr(field, "from_db_value")
    ]
    return listed, [field.attname for field in fields], conversions


def _conversion(field: Any) -> Convert:
    return lambda value: field.from_db_value(value, None, connection)


def _row(
    model: type[Row],
    names: list[str],
    conversions: list[tuple[int, Convert]],
    values: Sequence[Any],
) -> Row:
    if conversions:
        values = list(values)
        for place, convert in conversions:
            values[place] = convert(values[place])
    return model.from_db(connection.alias, names, values)
