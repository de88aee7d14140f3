"""Which day's visitors come again when a demo lets them."""

from __future__ import annotations

from typing import Any

from rethread.config.demo_visitors import EVENTS_TELLING, ordinary_day


def day(events: int) -> list[dict[str, Any]]:
    return [{"event": number} for number in range(events)]


def test_the_day_of_the_middle_comes_again_and_not_the_busiest() -> None:
    assert len(ordinary_day([day(900), day(100), day(120), day(80), day(110)])) == 110


def test_days_on_which_hardly_anybody_came_do_not_count() -> None:
    quiet = [day(2) for _ in range(9)]
    assert len(ordinary_day([*quiet, day(EVENTS_TELLING), day(70), day(80)])) == 70


def test_where_every_day_was_quiet_the_best_of_them_is_taken() -> None:
    assert len(ordinary_day([day(3), day(7), day(5)])) == 7
    assert ordinary_day([]) == []
