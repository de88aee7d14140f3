"""Rows fetched by the part of a statement after its table are the rows that Django would read."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rethread.platform.kernel.fetching import fetch, fetch_one
from rethread.platform.kernel.models import IdempotencyRecord

BY_KEY = "WHERE key = %s"


def _store(key: str, response: dict[str, object] | None) -> IdempotencyRecord:
    return IdempotencyRecord.objects.create(scope="s", key=key, fingerprint="f", response=response)


@pytest.mark.django_db
def test_a_row_has_the_values_that_django_reads_json_and_nothing_among_them() -> None:
    for key, response in (("full", {"a": [1, "ä"]}), ("empty", None)):
        _store(key, response)
        row = fetch_one(IdempotencyRecord, BY_KEY, [key])
        read = IdempotencyRecord.objects.get(key=key)
        names = [field.attname for field in IdempotencyRecord._meta.concrete_fields]
        assert row is not None
        assert [getattr(row, name) for name in names] == [getattr(read, name) for name in names]
        assert row.response == response


@pytest.mark.django_db
def test_a_fetched_row_is_saved_as_the_row_that_it_is() -> None:
    _store("k", None)
    row = fetch_one(IdempotencyRecord, BY_KEY + " FOR UPDATE", ["k"])
    assert row is not None
    row.response = {"done": True}
    row.save()
    assert IdempotencyRecord.objects.get().response == {"done": True}


@pytest.mark.django_db
def test_rows_come_in_the_order_asked_for_in_one_statement_and_none_is_none() -> None:
    for key in ("b", "a", "c"):
        _store(key, None)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        rows = fetch(IdempotencyRecord, "WHERE key = ANY(%s) ORDER BY key DESC", [["a", "b"]])
    assert [row.key for row in rows] == ["b", "a"]
    assert len(asked) == 1
    assert fetch_one(IdempotencyRecord, BY_KEY, ["d"]) is None
