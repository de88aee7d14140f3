"""Pure rules of boosts: how many places, which clicks cost what, and what ends one.

No clock and no database: values in, values out.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final, Literal, TypeVar
from zoneinfo import ZoneInfo

from .types import BoostStatus, FreeReason

SLOT_EVERY: Final = 8  # the eighth place of each eight, so never the first
CLICK_WINDOW: Final = timedelta(minutes=30)
DAYS: Final = (3, 7, 14, 30)
CLICKS_MAX: Final = 10_000  # what may be spent in all, in clicks
CERTAIN_PPM: Final = 1_000_000

BoostEvent = Literal["owes_too_much", "sale_paid", "end"]
TRANSITIONS: Final[dict[tuple[BoostStatus, BoostEvent], BoostStatus]] = {
    ("running", "owes_too_much"): "paused",
    ("paused", "sale_paid"): "running",
    ("running", "end"): "ended",
    ("paused", "end"): "ended",
}
Drawn = TypeVar("Drawn")


def next_status(status: BoostStatus, event: BoostEvent) -> BoostStatus | None:
    """Return where an event takes a boost, or None where it may not happen."""
    return TRANSITIONS.get((status, event))


def slots(page_size: int) -> list[int]:
    """Return which places of a page, counted from 0, may be paid for."""
    return [place for place in range(page_size) if place % SLOT_EVERY == SLOT_EVERY - 1]


def draw(eligible: Sequence[Drawn], wanted: int, rng: random.Random) -> tuple[list[Drawn], int]:
    """Draw who gets the places, evenly: nobody can bid more. Returns the chance of each, in ppm."""
    if not eligible or wanted <= 0:
        return [], 0
    drawn = rng.sample(list(eligible), min(wanted, len(eligible)))
    return drawn, len(drawn) * CERTAIN_PPM // len(eligible)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clicked:
    """All that decides what a click costs. Amounts are minor units of one currency.

    `owed_minor` is what the seller owes, clicks of days that are not settled yet included.
    """

    status: BoostStatus
    shown_at: datetime
    clicked_at: datetime
    ends_at: datetime
    own: bool
    available: bool
    repeated: bool
    click_minor: int
    spent_minor: int
    spent_today_minor: int
    cap_minor: int
    day_cap_minor: int
    owed_minor: int
    owed_max_minor: int


def judge(click: Clicked) -> FreeReason | None:
    """Return why a click costs nothing, or None when it costs the price of a click.

    In doubt it is free: a click costs all of the price or nothing of it, and never takes a boost
    beyond a limit that its seller set.
    """
    if click.own:
        return "own"
    if click.status == "ended" or click.clicked_at >= click.ends_at:
        return "ended"
    if click.status == "paused":
        return "paused"
    if not timedelta(0) <= click.clicked_at - click.shown_at <= CLICK_WINDOW:
        return "window_over"
    if not click.available:
        return "unavailable"
    if click.repeated:
        return "repeated"
    return _limit(click)


def _limit(click: Clicked) -> FreeReason | None:
    if click.spent_minor + click.click_minor > click.cap_minor:
        return "cap"
    if click.spent_today_minor + click.click_minor > click.day_cap_minor:
        return "day_cap"
    if click.owed_minor + click.click_minor > click.owed_max_minor:
        return "owed"
    return None


def day_of(moment: datetime, zone: ZoneInfo) -> date:
    """Return the market's day of a moment."""
    return moment.astimezone(zone).date()


def settled_from(day: date, zone: ZoneInfo) -> datetime:
    """Return when a day is over and its clicks are settled: the next midnight of the market."""
    return datetime.combine(day + timedelta(days=1), time(0), zone)
