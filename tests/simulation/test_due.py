"""What every timer says of itself in one statement is what running it finds."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from django.db import connection
from tests.simulation.test_run import live

from rethread.config import wiring
from rethread.platform.jobs.due import DueWork
from rethread.platform.kernel import wall_now
from rethread.simulation.run import Scale

# What two dozen people do not come to in two weeks. Their statements are asked all the same, and
# each is held against what running it finds in the tests of its domain (tests/support/timers.py).
NEVER_DUE_HERE = {
    "trust.ending", "support.cases", "payments.operations", "payments.inbox",
    "accounts.vacations", "offers.ends", "search.alerts", "social.price_drops",
    "portability.expiry", "reviews.opening", "boosts.days",
}  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_no_timer_finds_anything_to_do_that_it_did_not_say_was_due(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    said: Counter[str] = Counter()

    def checked(work: DueWork) -> DueWork:
        def run(now: datetime, limit: int) -> int:
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT EXISTS ({work.due})", {"now": now, "wall": wall_now()})
                is_due = bool(cursor.fetchone()[0])
            done = work.run_due(now, limit)
            assert is_due or done == 0, work.name
            said[work.name] += is_due
            return done

        return replace(work, run_due=run, due=None)

    asked = {work.name for work in wiring.SPARSE_WORK if work.due is not None}
    works = tuple(checked(w) if w.due is not None else w for w in wiring.SPARSE_WORK)
    monkeypatch.setattr(wiring, "SPARSE_WORK", works)
    live(Scale(seed=11, sellers=4, listings=24, buyers=24, days=16), tmp_path)
    assert asked - NEVER_DUE_HERE <= {name for name, times in said.items() if times}
