"""The pure rules of boosts, and that the README draws the table they follow."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

import rethread.market.boosts
from rethread.market.boosts.models import FREE
from rethread.market.boosts.rules import (
    CLICK_WINDOW,
    TRANSITIONS,
    Clicked,
    day_of,
    draw,
    judge,
    settled_from,
    slots,
)

README = Path(rethread.market.boosts.__file__).parent / "README.md"
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
GOOD = Clicked(
    status="running",
    shown_at=NOON,
    clicked_at=NOON + timedelta(minutes=1),
    ends_at=NOON + timedelta(days=1),
    own=False,
    available=True,
    repeated=False,
    click_minor=10,
    spent_minor=90,
    spent_today_minor=40,
    cap_minor=100,
    day_cap_minor=50,
    owed_minor=990,
    owed_max_minor=1000,
)


def test_the_readme_draws_the_table_and_names_every_reason() -> None:
    text = README.read_text()
    section = text.split("## A boost's life")[1].split("```mermaid")[1].split("```")[0]
    found = re.findall(r"^\s*(\w+) --> (\w+): (\w+)$", section, re.MULTILINE)
    assert {(before, event, after) for before, after, event in found} == {
        (before, event, after) for (before, event), after in TRANSITIONS.items()
    }
    named = re.findall(r"`(\w+)`", text.split("| free because |")[1].split("## Money")[0])
    assert set(FREE) <= set(named)


def test_the_last_click_that_fits_every_limit_costs_its_price() -> None:
    assert judge(GOOD) is None


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"own": True}, "own"),
        ({"status": "ended"}, "ended"),
        ({"ends_at": NOON + timedelta(minutes=1)}, "ended"),
        ({"status": "paused"}, "paused"),
        ({"clicked_at": NOON + CLICK_WINDOW + timedelta(seconds=1)}, "window_over"),
        ({"clicked_at": NOON - timedelta(seconds=1)}, "window_over"),
        ({"available": False}, "unavailable"),
        ({"repeated": True}, "repeated"),
        ({"spent_minor": 91}, "cap"),
        ({"spent_today_minor": 41}, "day_cap"),
        ({"owed_minor": 991}, "owed"),
    ],
)
def test_what_misses_anything_is_free(changed: dict[str, object], reason: str) -> None:
    assert judge(replace(GOOD, **changed)) == reason  # type: ignore[arg-type]  # fields by name


def test_places_are_the_eighth_of_each_eight() -> None:
    assert slots(24) == [7, 15, 23]
    assert slots(10) == [7]
    assert slots(7) == []


def test_the_draw_is_even_and_says_its_chance() -> None:
    counts = dict.fromkeys("abcde", 0)
    for seed in range(2_000):
        drawn, chance = draw("abcde", 2, random.Random(seed))
        assert (len(set(drawn)), chance) == (2, 400_000)
        for one in drawn:
            counts[one] += 1
    assert all(abs(count - 800) < 90 for count in counts.values()), counts
    assert draw("ab", 3, random.Random(1))[1] == 1_000_000
    assert draw("", 3, random.Random(1)) == ([], 0)


def test_a_day_is_the_markets_and_settles_at_its_next_midnight() -> None:
    london = ZoneInfo("Europe/London")
    late = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)  # half past midnight in summer time
    assert day_of(late, london) == date(2026, 7, 2)
    assert settled_from(date(2026, 7, 2), london) == datetime(2026, 7, 2, 23, 0, tzinfo=UTC)
    assert settled_from(date(2026, 3, 28), london) == datetime(2026, 3, 29, 0, 0, tzinfo=UTC)
