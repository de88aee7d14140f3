"""Read negotiations, for the two of each; and agreed prices, for the buyer and for orders."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from rethread.platform.kernel import Actor, Invalid, business_now
from rethread.platform.kernel.fetching import fetch, fetch_one, select

from ..errors import OfferNotFound
from ..models import Offer
from ..types import OfferPage, OfferParties, OfferView, PrivatePrice
from .views import offer_views, private_price

PAGE_MAX: Final = 50
ENDED_SAID_DAYS: Final = 7  # how long a bag says that an agreed price has ended
_AGREED: Final = (
    "WHERE buyer_id = %(buyer)s AND listing_id = ANY(%(listings)s) AND (status = 'accepted' "
    "OR (status = 'lapsed' AND price_until > %(since)s)) ORDER BY id"
)
_LATEST: Final = "WHERE buyer_id = %s AND listing_id = %s ORDER BY id DESC LIMIT 1"
_WAITING: Final = """
SELECT count(*) FROM offers_offer
WHERE due_at > %(now)s AND ((status = 'with_seller' AND seller_id = %(person)s)
   OR (status = 'with_buyer' AND buyer_id = %(person)s))
"""


def access_offer(actor: Actor, offer_id: UUID) -> OfferView:
    """Return a negotiation of the actor's.

    Raises:
        OfferNotFound: there is none, or it is between others.
    """
    user_id = actor.require_user()
    row = fetch_one(Offer, "WHERE id = %s", [offer_id])
    if row is None or user_id not in {row.buyer_id, row.seller_id}:
        raise OfferNotFound
    return offer_views([row], user_id)[0]


def find_latest_offer(actor: Actor, listing_id: UUID) -> OfferView | None:
    """Return the actor's latest negotiation as a buyer about a listing, if there was one."""
    if actor.user_id is None:
        return None
    row = fetch_one(Offer, _LATEST, [actor.user_id, listing_id])
    return offer_views([row], actor.user_id)[0] if row is not None else None


def find_offer_parties(offer_id: UUID) -> OfferParties | None:
    """Return between whom a negotiation is, for those who tell them about it; None without one."""
    row = fetch_one(Offer, "WHERE id = %s", [offer_id])
    if row is None:
        return None
    return OfferParties(row.buyer_id, row.seller_id, row.title, row.ended_by == "limit")


def list_offers(
    actor: Actor, cursor: str = "", limit: int = 20, listing_id: UUID | None = None
) -> OfferPage:
    """Return a page of the actor's negotiations on both sides, latest begun first.

    Raises:
        Invalid: the cursor is not one of ours.
    """
    user_id = actor.require_user()
    rows = Offer.objects.filter(Q(buyer_id=user_id) | Q(seller_id=user_id)).order_by("-id")
    if listing_id is not None:
        rows = rows.filter(listing_id=listing_id)
    if cursor:
        rows = rows.filter(id__lt=_cursor_id(cursor))
    size = max(1, min(limit, PAGE_MAX))
    found = list(rows[: size + 1])
    following = str(found[size - 1].id) if len(found) > size else ""
    return OfferPage(offers=offer_views(found[:size], user_id), next_cursor=following)


def _cursor_id(cursor: str) -> UUID:
    try:
        return UUID(cursor)
    except ValueError as error:
        raise Invalid("offers.bad_cursor", _("This page address is not valid.")) from error


def count_waiting(actor: Actor) -> int:
    """Return how many offers wait for the actor's answer; nobody has none (no query)."""
    if actor.user_id is None:
        return 0
    ((count,),) = select(_WAITING, {"now": business_now(), "person": actor.user_id})
    return int(count)


def private_prices(actor: Actor, listing_ids: Iterable[UUID]) -> dict[UUID, PrivatePrice]:
    """Return the actor's agreed prices for these listings, and those that ended of late.

    Of several for one listing the latest counts. Whether one beats the public price is for the
    reader to see (`rules.private_price_counts` decides at checkout).
    """
    wanted = list(listing_ids)
    if actor.user_id is None or not wanted:
        return {}
    now = business_now()
    since = now - timedelta(days=ENDED_SAID_DAYS)
    asked = {"buyer": actor.user_id, "listings": wanted, "since": since}
    return {row.listing_id: private_price(row, now) for row in fetch(Offer, _AGREED, asked)}
