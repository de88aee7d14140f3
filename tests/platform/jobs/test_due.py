"""Each kind of due work runs in order when something of it is due; rest costs one statement."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rethread.platform.jobs.due import DueWork, run_all_due
from rethread.platform.kernel.models import IdempotencyRecord

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
pytestmark = pytest.mark.django_db


class Timers:
    """Kinds of due work, each due while a row of its name is there, and what ran of them."""

    def __init__(self) -> None:
        self.ran: list[str] = []

    def kind(self, name: str, *, makes_due: str = "", asked: bool = True) -> DueWork:
        def run(now: datetime, limit: int) -> int:
            self.ran.append(name)
            done, _ = IdempotencyRecord.objects.filter(key=name).delete()
            if done and makes_due:
                make_due(makes_due)
            return done

        statement = f"SELECT 1 FROM kernel_idempotencyrecord WHERE key = '{name}'"  # noqa: S608
        return DueWork(name, run, lambda: None, statement if asked else None)


def make_due(name: str) -> None:
    IdempotencyRecord.objects.create(scope="due", key=name, fingerprint="f")


def test_where_nothing_is_due_one_statement_says_so_and_nothing_runs() -> None:
    timers = Timers()
    works = [timers.kind(name) for name in "abc"]
    with CaptureQueriesContext(connection) as asked:
        assert run_all_due(works, NOON) == 0
    assert len(asked) == 1
    assert timers.ran == []


def test_only_what_is_due_runs_in_the_given_order() -> None:
    timers = Timers()
    make_due("c")
    make_due("a")
    assert run_all_due([timers.kind(name) for name in "abc"], NOON) == 2
    assert timers.ran == ["a", "c"]


def test_what_an_earlier_kind_makes_due_runs_in_the_same_round_an_earlier_one_in_the_next() -> None:
    timers = Timers()
    make_due("b")
    works = [timers.kind("a"), timers.kind("b", makes_due="c"), timers.kind("c", makes_due="a")]
    assert run_all_due(works, NOON) == 2
    assert timers.ran == ["b", "c"]
    assert run_all_due(works, NOON) == 1
    assert timers.ran == ["b", "c", "a"]


def test_a_kind_that_cannot_be_asked_is_run_in_its_place() -> None:
    timers = Timers()
    make_due("a")
    make_due("c")
    works = [timers.kind("a"), timers.kind("b", asked=False), timers.kind("c")]
    assert run_all_due(works, NOON) == 2
    assert timers.ran == ["a", "b", "c"]


def test_a_kind_is_asked_at_the_moment_that_is_given() -> None:
    ran: list[datetime] = []

    def run(now: datetime, limit: int) -> int:
        ran.append(now)
        return limit

    work = DueWork("late", run, lambda: NOON, "SELECT 1 WHERE %(now)s >= '2026-03-02 12:00+00'")
    assert run_all_due([work], NOON - timedelta(seconds=1), limit=7) == 0
    assert run_all_due([work], NOON, limit=7) == 7
    assert ran == [NOON]
