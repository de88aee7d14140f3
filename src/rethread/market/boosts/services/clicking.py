"""Clicks on places that were paid for, heard in the transaction that takes the browser's events.

A click is looked up, never believed: it counts where that person was shown that listing at that
place by that ranking, minutes ago. One that cannot be told from another of the same day is free.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, LiteralString, cast
from uuid import UUID

from rethread.market.catalogue.selectors import cards_by_ids
from rethread.market.pricing.selectors import current_boost_price
from rethread.platform.events.envelope import Envelope
from rethread.platform.kernel import invariant, new_id
from rethread.platform.kernel.fetching import change, fetch, fetch_one, insert, select, update
from rethread.platform.vault.services import pseudonym_for

from ..events import emit_boost_clicked
from ..models import Boost, BoostDay, Click, Showing
from ..rules import Clicked, day_of, judge, settled_from
from ..selectors import account_of
from ..types import BoostStatus, FreeReason, Surface
from .moving import SYSTEM, end, lock_boosts_of, market_zone, pause

CLICKED: Final = "discovery.listing_clicked"
_SHOWINGS: LiteralString = (
    "WHERE (ranking_id, listing_id) IN"
    " (SELECT * FROM unnest(%s::uuid[], %s::uuid[]) AS asked(ranking, listing))"
)
_CHARGED_TODAY: LiteralString = """
SELECT 1 FROM boosts_click WHERE listing_id = %s AND day = %s AND price_minor > 0
AND (viewer_key = %s OR (visitor_id <> '' AND visitor_id = %s)) LIMIT 1
"""
_KNOWN: LiteralString = "SELECT id FROM boosts_click WHERE id = ANY(%s)"
_OPEN_DAY: LiteralString = """
INSERT INTO boosts_boostday (id, boost_id, day, clicks, amount_minor, cap_minor, due_at)
VALUES (%s, %s, %s, 0, 0, %s, %s) ON CONFLICT (boost_id, day) DO NOTHING
"""


@dataclass(frozen=True, slots=True)
class _Heard:
    """A click beside the showing that it follows from."""

    event: Envelope
    showing: Showing
    viewer_key: str


def take_clicks(events: Sequence[Envelope]) -> None:
    """Charge or pass clicks on boosted places, in the caller's transaction."""
    heard = _heard(events)
    if not heard:
        return
    boost_ids = sorted({one.showing.boost_id for one in heard})
    sellers = select("SELECT seller_id FROM boosts_boost WHERE id = ANY(%s)", [boost_ids])
    boosts = {row.id: row for row in lock_boosts_of([row[0] for row in sellers], boost_ids)}
    known = {row[0] for row in select(_KNOWN, [[one.event.event_id for one in heard]])}
    available = {
        card.id
        for card in cards_by_ids(one.showing.listing_id for one in heard).values()
        if card.available
    }
    for one in heard:
        if one.event.event_id not in known:
            boost = boosts[one.showing.boost_id]
            _take(one, boost, boosts, available=boost.listing_id in available)


def _heard(events: Sequence[Envelope]) -> list[_Heard]:
    asked = [event for event in events if event.payload.get("ranking_id") and _key_of(event)]
    if not asked:
        return []
    rankings = [str(event.payload["ranking_id"]) for event in asked]
    listings = [str(event.payload["listing_id"]) for event in asked]
    shown = {
        (row.ranking_id, row.listing_id, row.viewer_key): row
        for row in fetch(Showing, _SHOWINGS, [rankings, listings])
    }
    found = []
    for event in asked:
        key = _key_of(event)
        place = UUID(str(event.payload["ranking_id"])), UUID(str(event.payload["listing_id"])), key
        if place in shown:
            found.append(_Heard(event, shown[place], key))
    return found


def _key_of(event: Envelope) -> str:
    """Return who it was, as discovery names whoever sees a feed; "" for somebody unknown."""
    return event.subject_key or (f"visitor:{event.anonymous_id}" if event.anonymous_id else "")


def _take(one: _Heard, boost: Boost, boosts: dict[UUID, Boost], *, available: bool) -> None:
    clicked_at = one.event.occurred_at
    day = day_of(clicked_at, market_zone())
    spent_today = fetch_one(BoostDay, "WHERE boost_id = %s AND day = %s", [boost.id, day])
    account = account_of(boost.seller_id, boost.currency)
    owed_max = current_boost_price(boost.currency).owed_max.amount_minor
    owed = account.in_all.amount_minor
    visitor = one.event.anonymous_id or ""
    facts = Clicked(
        status=cast(BoostStatus, boost.status),
        shown_at=one.showing.shown_at,
        clicked_at=clicked_at,
        ends_at=boost.ends_at,
        own=one.event.subject_key == pseudonym_for(boost.seller_id),
        available=available,
        repeated=bool(select(_CHARGED_TODAY, [boost.listing_id, day, one.viewer_key, visitor])),
        click_minor=boost.click_minor,
        spent_minor=boost.spent_minor,
        spent_today_minor=spent_today.amount_minor if spent_today is not None else 0,
        cap_minor=boost.cap_minor,
        day_cap_minor=boost.day_cap_minor,
        owed_minor=owed,
        owed_max_minor=owed_max,
    )
    free = judge(facts)
    if free is None and spent_today is not None and spent_today.settled_at is not None:
        free = "window_over"  # it came so late that its day is settled already
    _write(one, boost, day, visitor, free)
    if free is None:
        _count(boost, day)
        owed += boost.click_minor
    _follow_up(boost, boosts, free, owed, owed_max)


def _write(one: _Heard, boost: Boost, day: date, visitor: str, free: FreeReason | None) -> None:
    clicked_at: datetime = one.event.occurred_at
    price = 0 if free is not None else boost.click_minor
    insert(
        Click(
            id=one.event.event_id,
            boost_id=boost.id,
            listing_id=boost.listing_id,
            ranking_id=one.showing.ranking_id,
            viewer_key=one.viewer_key,
            visitor_id=visitor,
            day=day,
            surface=one.showing.surface,
            position=one.showing.position,
            shown_at=one.showing.shown_at,
            clicked_at=clicked_at,
            price_minor=price,
            free_because=free or "",
        )
    )
    emit_boost_clicked(
        actor=SYSTEM,
        occurred_at=clicked_at,
        boost_id=boost.id,
        listing_id=boost.listing_id,
        seller_key=pseudonym_for(boost.seller_id),
        click_id=one.event.event_id,
        ranking_id=one.showing.ranking_id,
        surface=cast(Surface, one.showing.surface),
        position=one.showing.position,
        price_minor=price,
        currency=boost.currency,
        free_because=free,
    )


def _count(boost: Boost, day: date) -> None:
    """Add a click to its day and its boost; the database refuses more than either may cost."""
    due_at = settled_from(day, market_zone())
    change(_OPEN_DAY, [new_id(), boost.id, day, boost.day_cap_minor, due_at])
    counted = change(
        "UPDATE boosts_boostday SET clicks = clicks + 1, amount_minor = amount_minor + %s"
        " WHERE boost_id = %s AND day = %s AND settled_at IS NULL",
        [boost.click_minor, boost.id, day],
    )
    invariant(counted == 1, "a click is counted on a day that is not settled")
    boost.clicks += 1
    boost.spent_minor += boost.click_minor
    update(boost, "clicks", "spent_minor")


def _follow_up(
    boost: Boost, boosts: dict[UUID, Boost], free: FreeReason | None, owed: int, owed_max: int
) -> None:
    """End what has spent all it may; pause all of a seller's who owes as much as anybody may."""
    if free not in (None, "owed"):
        return
    if boost.status != "ended" and boost.spent_minor + boost.click_minor > boost.cap_minor:
        end(boost, "cap")
    for other in boosts.values():
        if (
            other.seller_id == boost.seller_id
            and other.status == "running"
            and owed + other.click_minor > owed_max
        ):
            pause(other)
