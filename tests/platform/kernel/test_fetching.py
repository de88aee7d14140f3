"""Rows fetched and written by constant statements are what Django would read and write."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from rethread.platform.kernel.errors import InvariantViolation
from rethread.platform.kernel.fetching import change, fetch, fetch_one, insert, select, update
from rethread.platform.kernel.models import IdempotencyRecord

BY_KEY = "WHERE key = %s"


def _store(key: str, response: dict[str, object] | None = None) -> IdempotencyRecord:
    return IdempotencyRecord.objects.create(scope="s", key=key, fingerprint="f", response=response)


def _values(row: IdempotencyRecord | None) -> list[object]:
    assert row is not None
    return [getattr(row, field.attname) for field in IdempotencyRecord._meta.concrete_fields]


@pytest.mark.django_db
def test_a_row_has_the_values_that_django_reads_json_and_nothing_among_them() -> None:
    for key, response in (("full", {"a": [1, "ä"]}), ("empty", None)):
        _store(key, response)
        row = fetch_one(IdempotencyRecord, BY_KEY, [key])
        assert _values(row) == _values(IdempotencyRecord.objects.get(key=key))
        assert row is not None
        assert row.response == response


@pytest.mark.django_db
def test_a_fetched_row_is_saved_as_the_row_that_it_is() -> None:
    _store("k")
    row = fetch_one(IdempotencyRecord, BY_KEY + " FOR UPDATE", ["k"])
    assert row is not None
    row.response = {"done": True}
    row.save()
    assert IdempotencyRecord.objects.get().response == {"done": True}


@pytest.mark.django_db
def test_rows_come_in_the_order_asked_for_in_one_statement_and_none_is_none() -> None:
    for key in ("b", "a", "c"):
        _store(key)
    with CaptureQueriesContext(connection) as asked:
        rows = fetch(IdempotencyRecord, "WHERE key = ANY(%s) ORDER BY key DESC", [["a", "b"]])
    assert [row.key for row in rows] == ["b", "a"]
    assert len(asked) == 1
    assert fetch_one(IdempotencyRecord, BY_KEY, ["d"]) is None
    assert select("SELECT key FROM kernel_idempotencyrecord ORDER BY key") == [
        ("a",),
        ("b",),
        ("c",),
    ]


@pytest.mark.django_db
def test_an_inserted_row_is_what_django_would_have_stored() -> None:
    row = IdempotencyRecord(scope="s", key="k", fingerprint="f", response={"a": None})
    assert insert(row)
    read = IdempotencyRecord.objects.get()
    assert (read.scope, read.key, read.fingerprint, read.response) == ("s", "k", "f", {"a": None})
    row.response = {"again": 1}
    row.save(update_fields=["response"])
    assert IdempotencyRecord.objects.get().response == {"again": 1}


@pytest.mark.django_db
def test_a_second_row_of_the_same_key_is_refused_or_left_out() -> None:
    _store("k", {"first": True})
    again = IdempotencyRecord(scope="s", key="k", fingerprint="g", response=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(again)
    assert not insert(again, or_leave=True)
    assert IdempotencyRecord.objects.get().response == {"first": True}


@pytest.mark.django_db
def test_only_the_named_fields_of_a_row_are_written_without_names_all() -> None:
    row = _store("k", {"a": 1})
    row.fingerprint, row.response = "other", {"b": 2}
    update(row, "response")
    assert IdempotencyRecord.objects.get().fingerprint == "f"
    assert IdempotencyRecord.objects.get().response == {"b": 2}
    update(row)
    assert IdempotencyRecord.objects.get().fingerprint == "other"


@pytest.mark.django_db
def test_a_row_that_is_gone_or_a_field_that_never_was_is_not_written() -> None:
    row = _store("k")
    with pytest.raises(InvariantViolation):
        update(row, "respons")
    IdempotencyRecord.objects.all().delete()
    with pytest.raises(InvariantViolation):
        update(row, "response")
    assert not IdempotencyRecord.objects.exists()


@pytest.mark.django_db
def test_a_change_says_how_many_rows_it_touched() -> None:
    for key in ("a", "b"):
        _store(key)
    marked = "UPDATE kernel_idempotencyrecord SET fingerprint = 'x' WHERE key = ANY(%s)"
    assert change(marked, [["a", "b", "c"]]) == 2
    assert change(marked, [["c"]]) == 0
