"""Read boosts: a seller's own, with every click that cost something, and what is owed for them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, LiteralString, cast
from uuid import UUID
from zoneinfo import ZoneInfo

from rethread.market.payments.selectors import seller_owes
from rethread.market.pricing.selectors import current_boost_price
from rethread.platform.kernel import Actor, Money, business_now, settings
from rethread.platform.kernel.fetching import fetch, fetch_one, select

from .errors import BoostNotFound
from .models import Boost, BoostDay, Click
from .rules import day_of
from .types import (
    BoostAccount,
    BoostStatus,
    BoostTrail,
    BoostView,
    ClickLine,
    DayLine,
    EndReason,
    FreeReason,
    Surface,
)

CLICKS_SHOWN: Final = 200
LISTED_MAX: Final = 100
_UNSETTLED: LiteralString = """
SELECT coalesce(sum(d.amount_minor), 0) FROM boosts_boostday d
JOIN boosts_boost b ON b.id = d.boost_id
WHERE b.seller_id = %s AND b.currency = %s AND d.due_at IS NOT NULL
"""
_FIGURES: LiteralString = """
SELECT b.id,
    b.shown_before + (SELECT count(*) FROM boosts_showing s WHERE s.boost_id = b.id),
    coalesce((SELECT amount_minor FROM boosts_boostday d
              WHERE d.boost_id = b.id AND d.day = %(today)s), 0)
FROM boosts_boost b WHERE b.id = ANY(%(boosts)s)
"""


def account_of(seller_id: UUID, currency: str = "") -> BoostAccount:
    """Return what a seller owes for boosts now in one currency (the market's where none is named),
    and the most that anybody may owe."""
    currency = currency or settings().currency
    unsettled = int(select(_UNSETTLED, [seller_id, currency])[0][0])
    return BoostAccount(
        owed=seller_owes(seller_id, currency),
        unsettled=Money(unsettled, currency),
        owed_max=current_boost_price(currency).owed_max,
    )


def find_live_boost(listing_id: UUID) -> BoostView | None:
    """Return the boost of a listing that is not over yet."""
    return live_boosts_by_ids([listing_id]).get(listing_id)


def live_boosts_by_ids(listing_ids: Iterable[UUID]) -> dict[UUID, BoostView]:
    """Return the boosts of listings that are not over yet, by listing."""
    rows = fetch(Boost, "WHERE listing_id = ANY(%s) AND status <> 'ended'", [list(listing_ids)])
    return {view.listing_id: view for view in _views(rows)}


def access_boost(*, actor: Actor, boost_id: UUID) -> BoostView:
    """Return a boost of the acting person's (staff see every one).

    Raises:
        BoostNotFound: there is none, or it is somebody else's.
    """
    row = fetch_one(Boost, "WHERE id = %s", [boost_id])
    if row is None or not (actor.is_staff or row.seller_id == actor.user_id):
        raise BoostNotFound
    return boost_view(row)


def list_boosts(*, actor: Actor, limit: int = LISTED_MAX) -> tuple[BoostView, ...]:
    """Return the acting person's boosts, the latest first."""
    size = max(1, min(limit, LISTED_MAX))
    rows = fetch(
        Boost, "WHERE seller_id = %s ORDER BY id DESC LIMIT %s", [actor.require_user(), size]
    )
    return tuple(_views(rows))


def boost_trail(*, actor: Actor, boost_id: UUID) -> BoostTrail:
    """Return a boost with what led to every charge: each click, where it was shown and when.

    Raises:
        BoostNotFound: there is none, or it is somebody else's.
    """
    boost = access_boost(actor=actor, boost_id=boost_id)
    currency = boost.cap.currency
    days = fetch(BoostDay, "WHERE boost_id = %s ORDER BY day DESC", [boost_id])
    clicks = fetch(
        Click,
        "WHERE boost_id = %s ORDER BY clicked_at DESC, id DESC LIMIT %s",
        [boost_id, CLICKS_SHOWN],
    )
    counted = Click.objects.filter(boost_id=boost_id)
    total, free = counted.count(), counted.filter(price_minor=0).count()
    return BoostTrail(
        boost=boost,
        days=tuple(
            DayLine(row.day, row.clicks, Money(row.amount_minor, currency), row.settled_at)
            for row in days
        ),
        clicks=tuple(_click_line(row, currency) for row in clicks),
        free=free,
        more=total - len(clicks),
    )


def _click_line(row: Click, currency: str) -> ClickLine:
    return ClickLine(
        shown_at=row.shown_at,
        surface=cast(Surface, row.surface),
        position=row.position,
        clicked_at=row.clicked_at,
        price=Money(row.price_minor, currency),
        free_because=cast(FreeReason, row.free_because) if row.free_because else None,
    )


def boost_view(row: Boost) -> BoostView:
    """Show a boost to others."""
    return _views([row])[0]


def _views(rows: list[Boost]) -> list[BoostView]:
    if not rows:
        return []
    today = day_of(business_now(), ZoneInfo(settings().time_zone))
    figures = {
        boost_id: (int(shown), int(spent))
        for boost_id, shown, spent in select(
            _FIGURES, {"today": today, "boosts": [row.id for row in rows]}
        )
    }
    return [_view(row, *figures.get(row.id, (0, 0))) for row in rows]


def _view(row: Boost, shown: int, spent_today: int) -> BoostView:
    currency = row.currency
    return BoostView(
        id=row.id,
        listing_id=row.listing_id,
        seller_id=row.seller_id,
        status=cast(BoostStatus, row.status),
        click_price=Money(row.click_minor, currency),
        day_cap=Money(row.day_cap_minor, currency),
        cap=Money(row.cap_minor, currency),
        spent=Money(row.spent_minor, currency),
        clicks=row.clicks,
        shown=shown,
        started_at=row.started_at,
        ends_at=row.ends_at,
        ended_at=row.ended_at,
        end_reason=cast(EndReason, row.end_reason) if row.end_reason else None,
        spent_today=Money(spent_today, currency),
    )


__all__ = [
    "access_boost",
    "account_of",
    "boost_trail",
    "boost_view",
    "find_live_boost",
    "list_boosts",
    "live_boosts_by_ids",
]
