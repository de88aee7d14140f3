"""Lets the test runner empty tables between tests although the ledger refuses TRUNCATE.

Only a superuser can do this, only in this session, and only for the runner's own flush. What
migrations laid down is put back at once: a flushed database is one that was just migrated.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pytest
from django.db.backends.base.operations import BaseDatabaseOperations

from tests.support.factories import ensure_pricing


@pytest.fixture(autouse=True, scope="session")
def _flush_passes_append_only_guards() -> Iterator[None]:
    plain = BaseDatabaseOperations.execute_sql_flush

    def flush(self: BaseDatabaseOperations, sql_list: Iterable[str]) -> None:
        plain(self, ["SET LOCAL session_replication_role = replica", *sql_list])
        ensure_pricing()

    BaseDatabaseOperations.execute_sql_flush = flush  # type: ignore[method-assign]  # for tests
    yield
    BaseDatabaseOperations.execute_sql_flush = plain  # type: ignore[method-assign]  # as it was
