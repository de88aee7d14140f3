"""Holds what a timer says of itself in one statement against what running it finds."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection

from rethread.platform.jobs.due import DueWork
from rethread.platform.kernel import wall_now

A_MOMENT = timedelta(seconds=1)


def says_due(work: DueWork, now: datetime) -> bool:
    """Ask the statement by which a round decides whether to run this timer at all."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT EXISTS ({work.due})", {"now": now, "wall": wall_now()})
        return bool(cursor.fetchone()[0])


def assert_due_from(work: DueWork, moment: datetime) -> None:
    """Assert that a timer says it is due from that moment on, and finds just as much to do."""
    early = moment - A_MOMENT
    assert (says_due(work, early), work.run_due(early, 10)) == (False, 0)
    assert says_due(work, moment)
    assert work.run_due(moment, 10) > 0
    assert (says_due(work, moment), work.run_due(moment, 10)) == (False, 0)
