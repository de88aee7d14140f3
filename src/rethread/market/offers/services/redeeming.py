"""What orders do with agreed prices: take them into a checkout, give them back, and end every
negotiation about a garment that is sold. Called in the transaction of orders, which holds the
listings locked; nothing here charges anybody."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final, cast
from uuid import UUID

from django.db import transaction

from rethread.market.catalogue.services import hold_listing
from rethread.market.catalogue.types import ReservedListing
from rethread.platform.kernel import Actor, business_now

from ..rules import Piece, private_price_counts
from ..selectors.views import private_price, terms_of
from ..types import PrivatePrice
from .moving import end, lock_offers, move
from .telling import tell_expired, tell_overtaken, tell_redeemed

_ACTOR: Final = Actor.system("offers.redeeming")
_AGREED: Final = "WHERE buyer_id = %s AND listing_id = ANY(%s) AND status = 'accepted'"
_HELD: Final = "WHERE checkout_id = %s AND status = 'in_checkout'"
_OPEN: Final = (
    "WHERE listing_id = ANY(%s) "
    "AND status IN ('with_seller', 'with_buyer', 'accepted', 'in_checkout')"
)


@transaction.atomic(savepoint=False)
def take_private_prices(
    *, buyer_id: UUID, reserved: Sequence[ReservedListing], checkout_id: UUID
) -> dict[UUID, PrivatePrice]:
    """Return the agreed prices that count for what a checkout has just reserved, and hold them.

    A held price no longer ends by the clock: the quote of a checkout never changes. What is over,
    or no better than the public price, is left out.
    """
    listings = {listing.id: listing for listing in reserved}
    taken: dict[UUID, PrivatePrice] = {}
    now = business_now()
    for row in lock_offers(_AGREED, [buyer_id, list(listings)]):
        public = listings[row.listing_id].price.amount_minor
        if private_price_counts(terms_of(row), Piece("live", True, public), now):
            taken[row.listing_id] = private_price(row, now)
            move(row, "checkout_begins", checkout_id=checkout_id, due_at=None)
    return taken


@transaction.atomic(savepoint=False)
def give_back_private_prices(*, checkout_id: UUID) -> None:
    """Let the agreed prices of a checkout that ended unpaid run on, or end if their time is up."""
    now = business_now()
    for row in lock_offers(_HELD, [checkout_id]):
        until = cast(datetime, row.price_until)
        if until > now:
            move(row, "checkout_ends", checkout_id=None, due_at=until)
        else:
            move(row, "checkout_ends_late", checkout_id=None, ended_by="time")
            tell_expired(_ACTOR, row, "unused")


@transaction.atomic(savepoint=False)
def end_at_sale(*, buyer_id: UUID, listing_ids: Sequence[UUID]) -> None:
    """End every negotiation about garments that are sold now: the buyer's own as bought."""
    for row in lock_offers(_OPEN, [list(listing_ids)]):
        if row.buyer_id == buyer_id:
            agreed = row.status == "in_checkout"
            end(row, "buyer_buys", "buyer")
            tell_redeemed(_ACTOR, row, at_agreed_price=agreed)
        else:
            end(row, "overtaken", "sale")
            tell_overtaken(_ACTOR, row, "sale")


@transaction.atomic
def end_where_gone(*, listing_id: UUID) -> None:
    """End what is still negotiated about a listing that was taken down, or sold in another way.

    News of it may be old: a listing that is back is left alone.
    """
    listing = hold_listing(listing_id)
    if listing is None or listing.status not in {"sold", "removed", "elsewhere"}:
        return
    for row in lock_offers(_OPEN, [[listing_id]]):
        if row.status != "in_checkout":
            by_sale = listing.status == "sold"
            end(row, "overtaken", "sale" if by_sale else "removal")
            tell_overtaken(_ACTOR, row, "sale" if by_sale else "removal")
