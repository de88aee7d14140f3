"""Lock negotiations and move them along their table. Listings are locked before negotiations,
always: orders come with their listings locked already."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final, LiteralString, cast
from uuid import UUID

from rethread.market.catalogue.services import hold_listing
from rethread.market.catalogue.types import HeldListing
from rethread.market.pricing.rules import buyer_price
from rethread.market.pricing.selectors import current_schedule
from rethread.platform.kernel import Actor, Money, business_now, invariant
from rethread.platform.kernel.fetching import fetch, fetch_one, insert, update

from ..errors import OfferNotFound
from ..models import Offer, OfferStep
from ..rules import ANSWER_H, LIVE, PRICE_H, OfferEvent, Piece, next_offer_status
from ..selectors.views import side_of
from ..types import EndedBy, NamedPrice, OfferStatus, Side, StepKind

_LIVE_OF: Final = (
    "WHERE listing_id = %s AND buyer_id = %s "
    "AND status IN ('with_seller', 'with_buyer', 'accepted', 'in_checkout') FOR UPDATE"
)


def lock_offer_for(actor: Actor, offer_id: UUID) -> tuple[Offer, Side, HeldListing]:
    """Return a negotiation of the actor's, their side, and its listing; all stay as they are.

    Raises:
        OfferNotFound: there is none of the actor's.
    """
    user_id = actor.require_user()
    seen = fetch_one(Offer, "WHERE id = %s", [offer_id])
    if seen is None or user_id not in {seen.buyer_id, seen.seller_id}:
        raise OfferNotFound
    listing = hold_listing(seen.listing_id)
    invariant(listing, "what was negotiated about was public")
    row = fetch_one(Offer, "WHERE id = %s FOR UPDATE", [offer_id])
    if row is None or listing is None:
        raise OfferNotFound
    return row, side_of(row, user_id), listing


def lock_live_of(listing_id: UUID, buyer_id: UUID) -> Offer | None:
    """Return the live negotiation of a buyer about a listing, locked, if there is one."""
    return fetch_one(Offer, _LIVE_OF, [listing_id, buyer_id])


def lock_offers(rest: LiteralString, params: Sequence[object]) -> list[Offer]:
    """Return negotiations in id order, locked; `rest` is a constant WHERE clause."""
    return fetch(Offer, rest + " ORDER BY id FOR UPDATE", params)


def piece_of(listing: HeldListing) -> Piece:
    """Return what the rules need to know of a listing."""
    return Piece(listing.status, listing.available, listing.price.amount_minor)


def price_now(price: Money) -> NamedPrice:
    """Return a price with what its buyer pays under the fees of today; frozen from now on."""
    schedule = current_schedule(price.currency)
    return NamedPrice(price, buyer_price(price, schedule), schedule.version)


def name_price(row: Offer, side: Side, named: NamedPrice) -> None:
    """Write down that a side named a price; the other has a day to answer."""
    row.named_by = side
    row.amount_minor = named.price.amount_minor
    row.buyer_price_minor = named.buyer_price.amount_minor
    row.fee_version = named.fee_version
    if side == "buyer":
        row.buyer_prices, row.buyer_last_minor = row.buyer_prices + 1, row.amount_minor
    else:
        row.seller_prices, row.seller_last_minor = row.seller_prices + 1, row.amount_minor
    row.due_at = business_now() + timedelta(hours=ANSWER_H)


def move(row: Offer, event: OfferEvent, **changes: Any) -> None:
    """Take a negotiation where `event` leads and save it; it is locked by the caller."""
    following = next_offer_status(cast(OfferStatus, row.status), event)
    invariant(following, f"an offer that is {row.status} cannot see {event}")
    now = business_now()
    row.status, row.changed_at = str(following), now
    if following == "accepted" and row.price_until is None:
        row.price_until = row.due_at = now + timedelta(hours=PRICE_H)
    for name, value in changes.items():
        setattr(row, name, value)
    if following not in LIVE:
        row.due_at, row.ended_at = None, now
    update(row)


def end(row: Offer, event: OfferEvent, by: EndedBy) -> None:
    """Take a negotiation to where it ends and say by whom."""
    move(row, event, ended_by=by)


def note(row: Offer, side: Side, kind: StepKind, at: datetime) -> None:
    """Write a step down in the history that both sides read."""
    named = kind == "named"
    insert(
        OfferStep(
            offer=row,
            side=side,
            kind=kind,
            amount_minor=row.amount_minor if named else None,
            buyer_price_minor=row.buyer_price_minor if named else None,
            at=at,
        )
    )
