"""What a seller may learn from what was sold: how their own rail does, what similar pieces cost."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, LiteralString
from uuid import UUID

from rethread.platform.kernel import Actor, Money, business_now, settings
from rethread.platform.kernel.fetching import select

from ..types import ListingView, PriceGuidance, RailFigures
from .cards import cards_by_ids

LOOKED_BACK = timedelta(days=90)
SIMILAR_LOOKED_AT = 300  # the latest sales of a type; who is most alike is chosen among them
SIMILAR_SHOWN = 8
GUIDED_FROM = 3
NOTHING = UUID(int=0)
_RAIL: LiteralString = """
SELECT count(*), count(*) FILTER (WHERE status = 'sold'),
       percentile_disc(0.5) WITHIN GROUP (ORDER BY sold_at - published_at)
           FILTER (WHERE status = 'sold')
FROM catalogue_listing
WHERE seller_id = %s AND published_at >= %s AND status <> 'removed'
"""
_SOLD: LiteralString = """
SELECT id, price_minor, brand = %(brand)s AND brand <> '', department = %(department)s,
       condition = %(condition)s, size = %(size)s
FROM (
    SELECT * FROM catalogue_listing
    WHERE status = 'sold' AND type = %(type)s AND currency = %(currency)s
      AND sold_at >= %(since)s AND id <> %(apart)s
    ORDER BY sold_at DESC LIMIT %(limit)s
) AS lately
ORDER BY sold_at DESC
"""
_WORTH = (4, 3, 2, 1)  # of the same brand, department, condition, size


def rail_figures(actor: Actor) -> RailFigures:
    """Return how much of what somebody put up in the last 90 days was sold, and how soon."""
    since = business_now() - LOOKED_BACK
    listed, sold, typical = select(_RAIL, [actor.require_user(), since])[0]
    return RailFigures(listed=listed, sold=sold, typical_time=typical)


def price_guidance_for(view: ListingView) -> PriceGuidance | None:
    """Return what pieces most like a listing were sold for; nothing for one without a type."""
    if not view.type:
        return None
    return price_guidance(
        type_code=view.type,
        brand=view.brand,
        department=view.department,
        condition=view.condition,
        size=view.size,
        apart_from=view.id,
        currency=view.currency,
    )


def price_guidance(
    *,
    type_code: str,
    brand: str = "",
    department: str = "",
    condition: str = "",
    size: str = "",
    apart_from: UUID | None = None,
    currency: str = "",
) -> PriceGuidance | None:
    """Return what pieces most like this were sold for in the last 90 days, with the pieces.

    All are of the same type; among its latest sales those of the same brand come first, then of
    the same department, condition and size. Where three or more of the brand are there, others do
    not count. Fewer than three are no guidance. Prices are what sellers asked, without the buyer's
    fee, as a seller sets one; all are of one currency, the market's where none is given.
    """
    currency = currency or settings().currency
    asked: dict[str, Any] = {
        "brand": brand,
        "department": department,
        "condition": condition,
        "size": size,
        "type": type_code,
        "currency": currency,
        "since": business_now() - LOOKED_BACK,
        "apart": apart_from or NOTHING,
        "limit": SIMILAR_LOOKED_AT,
    }
    rows = sorted(select(_SOLD, asked), key=lambda row: -_likeness(row[2:]))[:SIMILAR_SHOWN]
    of_brand = [row for row in rows if row[2]]
    if len(of_brand) >= GUIDED_FROM:
        rows = of_brand
    if len(rows) < GUIDED_FROM:
        return None
    prices = [Money(minor, currency) for minor in sorted(row[1] for row in rows)]
    cards = cards_by_ids(row[0] for row in rows)
    return PriceGuidance(
        lowest=prices[0],
        low=prices[len(prices) // 4],
        middle=prices[(len(prices) - 1) // 2],
        high=prices[-1 - len(prices) // 4],
        highest=prices[-1],
        of_brand=len(of_brand) == len(rows),
        cards=tuple(cards[row[0]] for row in rows if row[0] in cards),
    )


def _likeness(same: Sequence[bool]) -> int:
    return sum(worth for worth, alike in zip(_WORTH, same, strict=True) if alike)
