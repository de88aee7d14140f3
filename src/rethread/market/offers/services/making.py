"""Make an offer for somebody's listing. One below the seller's lowest price is declined at once,
and what that price is stays with the seller."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rethread.market.catalogue.rules.editing import PRICE_MINOR_MIN
from rethread.market.catalogue.services import hold_listing
from rethread.market.catalogue.types import HeldListing
from rethread.market.social.selectors import apart_from
from rethread.platform.kernel import Actor, Money, business_now, invariant
from rethread.platform.kernel.fetching import change, insert, select

from ..errors import (
    AlreadyOpen,
    ClosedBetweenYou,
    ListingUnavailable,
    NothingBelow,
    OfferRefused,
    OwnListing,
    PriceOutOfRange,
    TooManyOffers,
)
from ..models import ListingFloor, Offer
from ..ports import offer_gate
from ..rules import (
    OFFERS_PER_DAY_MAX,
    OFFERS_PER_LISTING_MAX,
    PER_LISTING_DAYS,
    is_below_floor,
)
from ..selectors import access_offer
from ..types import NamedPrice, OfferView, Side
from .moving import end, lock_live_of, name_price, note, price_now
from .telling import tell_declined, tell_made
from .timers import end_if_over

_ACTOR = Actor.system("offers.limit")
_QUEUE = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"
_BEGUN = """
SELECT count(*) FILTER (WHERE opened_at > %(day_ago)s),
       count(*) FILTER (WHERE listing_id = %(listing)s)
FROM offers_offer
WHERE buyer_id = %(buyer)s AND opened_by = 'buyer' AND opened_at > %(days_ago)s
"""


def make_offer(*, actor: Actor, listing_id: UUID, price: Money) -> OfferView:
    """Offer a price for a listing; its seller has a day to answer.

    `price` is what the seller would sell for; the buyer's fee comes on top and is frozen with it.
    An offer below the seller's lowest price comes back declined: look at `told`.

    Raises:
        OwnListing: the actor sells it.
        ListingUnavailable: it cannot be bought now.
        ClosedBetweenYou: a block stands between the two.
        OfferRefused: the actor may not make offers now; the message says why.
        PriceOutOfRange: not between the least price and just below the listing's own.
        AlreadyOpen: the actor negotiates about it already.
        TooManyOffers: many about this listing, or many today.
    """
    buyer_id = actor.require_user()
    with transaction.atomic():
        change(_QUEUE, [f"offers:{buyer_id}"])
        listing = hold_listing(listing_id)
        if listing is None:
            raise ListingUnavailable
        if listing.seller_id == buyer_id:
            raise OwnListing
        _refuse(buyer_id, listing, price)
        live = lock_live_of(listing_id, buyer_id)
        if live is not None and not end_if_over(live, business_now()):
            raise AlreadyOpen(live.id)
        _refuse_many(buyer_id, listing_id)
        row = begin(actor, listing, buyer_id, price_now(price), "buyer")
        if row is None:  # the seller's own offer came in this very moment
            raise AlreadyOpen(_live_id(listing_id, buyer_id))
        if is_below_floor(price.amount_minor, floor_of(listing_id)):
            decline_low(row)
    return access_offer(actor, row.id)


def _refuse(buyer_id: UUID, listing: HeldListing, price: Money) -> None:
    reason = offer_gate().reason_to_refuse(buyer_id)
    if reason is not None:
        raise OfferRefused(reason)
    if not listing.available:
        raise ListingUnavailable
    if apart_from(buyer_id, [listing.seller_id]):
        raise ClosedBetweenYou
    currency, highest = listing.price.currency, listing.price.amount_minor - 1
    if highest < PRICE_MINOR_MIN:
        raise NothingBelow
    whole = price.currency == currency and PRICE_MINOR_MIN <= price.amount_minor <= highest
    if not whole:
        raise PriceOutOfRange(Money(PRICE_MINOR_MIN, currency), Money(highest, currency))


def _refuse_many(buyer_id: UUID, listing_id: UUID) -> None:
    now = business_now()
    asked = {
        "buyer": buyer_id,
        "listing": listing_id,
        "day_ago": now - timedelta(days=1),
        "days_ago": now - timedelta(days=PER_LISTING_DAYS),
    }
    ((today, about_this),) = select(_BEGUN, asked)
    if about_this >= OFFERS_PER_LISTING_MAX:
        raise TooManyOffers(
            _("You have made %(count)d offers for this piece in the last %(days)d days.")
            % {"count": about_this, "days": PER_LISTING_DAYS}
        )
    if today >= OFFERS_PER_DAY_MAX:
        raise TooManyOffers(
            _("You have made %(count)d offers in 24 hours. Try again later.") % {"count": today}
        )


def begin(
    actor: Actor, listing: HeldListing, buyer_id: UUID, named: NamedPrice, by: Side
) -> Offer | None:
    """Write a negotiation that one side begins with a price, and tell it; None if one is live."""
    now = business_now()
    row = Offer(
        listing_id=listing.id,
        buyer_id=buyer_id,
        seller_id=listing.seller_id,
        title=listing.title,
        status="with_seller" if by == "buyer" else "with_buyer",
        opened_by=by,
        currency=named.price.currency,
        opened_at=now,
        changed_at=now,
    )
    name_price(row, by, named)
    if not insert(row, or_leave=True):
        return None
    note(row, by, "named", now)
    tell_made(actor, row, by, listing.price.amount_minor)
    return row


def _live_id(listing_id: UUID, buyer_id: UUID) -> UUID:
    live = lock_live_of(listing_id, buyer_id)
    invariant(live, "what is refused a second time is there once")
    return live.id if live is not None else listing_id


def floor_of(listing_id: UUID) -> int | None:
    """Return the seller's lowest price, which leaves this package only to that seller."""
    rows = ListingFloor.objects.filter(pk=listing_id)
    return rows.values_list("floor_minor", flat=True).first()


def decline_low(row: Offer) -> None:
    """Decline what is below the seller's lowest price, on the seller's standing word."""
    end(row, "limit_declines", "limit")
    tell_declined(_ACTOR, row, "limit")
