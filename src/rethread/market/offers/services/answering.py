"""Answer an offer: accept, name another price, decline, or take one's own price back.

Whoever answers says which price they saw; if another one stands by now, nothing happens and they
look again.
"""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from rethread.market.catalogue.rules.editing import PRICE_MINOR_MIN
from rethread.market.catalogue.types import HeldListing
from rethread.market.social.selectors import apart_from
from rethread.platform.kernel import Actor, Money, business_now

from ..errors import (
    Beaten,
    ClosedBetweenYou,
    ListingUnavailable,
    NoLongerOpen,
    NoPricesLeft,
    NothingBelow,
    NotYourTurn,
    OfferChanged,
    PriceOutOfRange,
)
from ..models import Offer
from ..rules import counter_range, event_of, is_below_floor, why_not
from ..rules.negotiating import Refusal
from ..selectors import access_offer
from ..selectors.views import terms_of
from ..types import OfferView, Side, Step
from .making import decline_low, floor_of
from .moving import end, lock_offer_for, move, name_price, note, piece_of, price_now
from .telling import tell_accepted, tell_countered, tell_declined, tell_withdrawn

_REFUSALS = {
    "no_longer_open": NoLongerOpen,
    "not_your_turn": NotYourTurn,
    "closed_between_you": ClosedBetweenYou,
    "listing_unavailable": ListingUnavailable,
    "beaten": Beaten,
    "no_prices_left": NoPricesLeft,
    "no_price_between": NothingBelow,
}


def accept_offer(*, actor: Actor, offer_id: UUID, seen: Money) -> OfferView:
    """Agree to the price that stands: it is the buyer's alone for a day. Nothing is reserved.

    Raises:
        OfferNotFound: there is none of the actor's.
        NoLongerOpen, NotYourTurn: it was answered, its time is up, or the other side must answer.
        OfferChanged: another price stands than the one `seen`.
        ClosedBetweenYou: a block stands between the two.
        ListingUnavailable: it cannot be bought now.
        Beaten: it costs no more than this for everybody.
    """
    with transaction.atomic():
        row, side, _ = _allowed(actor, offer_id, "accept", seen)
        move(row, event_of(side, "accept"))
        note(row, side, "accepted", row.changed_at)
        tell_accepted(actor, row, side)
    return access_offer(actor, offer_id)


def counter_offer(*, actor: Actor, offer_id: UUID, price: Money, seen: Money) -> OfferView:
    """Answer with another price; the other side has a day to answer that.

    A buyer's price below the seller's lowest is declined at once: look at `told`.

    Raises:
        As `accept_offer`, and NoPricesLeft: the actor has named three prices.
        PriceOutOfRange: the price is not between what both have named.
    """
    with transaction.atomic():
        row, side, listing = _allowed(actor, offer_id, "counter", seen)
        _check_range(row, listing, price)
        name_price(row, side, price_now(price))
        move(row, event_of(side, "counter"))
        note(row, side, "named", row.changed_at)
        tell_countered(actor, row, side)
        if side == "buyer" and is_below_floor(price.amount_minor, floor_of(row.listing_id)):
            decline_low(row)
    return access_offer(actor, offer_id)


def decline_offer(*, actor: Actor, offer_id: UUID, seen: Money) -> OfferView:
    """Say no to the price that stands, and end the negotiation.

    Raises:
        OfferNotFound, NoLongerOpen, NotYourTurn, OfferChanged: as for `accept_offer`.
    """
    with transaction.atomic():
        row, side, _ = _allowed(actor, offer_id, "decline", seen)
        end(row, event_of(side, "decline"), side)
        note(row, side, "declined", row.changed_at)
        tell_declined(actor, row, side)
    return access_offer(actor, offer_id)


def withdraw_offer(*, actor: Actor, offer_id: UUID, seen: Money) -> OfferView:
    """Take one's own price back while it waits; a buyer may also give up an agreed price.

    Raises:
        OfferNotFound, NoLongerOpen, NotYourTurn, OfferChanged: as for `accept_offer`.
    """
    with transaction.atomic():
        row, side, _ = _allowed(actor, offer_id, "withdraw", seen)
        end(row, event_of(side, "withdraw"), side)
        note(row, side, "withdrawn", row.changed_at)
        tell_withdrawn(actor, row, side)
    return access_offer(actor, offer_id)


def _allowed(
    actor: Actor, offer_id: UUID, step: Step, seen: Money
) -> tuple[Offer, Side, HeldListing]:
    row, side, listing = lock_offer_for(actor, offer_id)
    other = row.seller_id if side == "buyer" else row.buyer_id
    refusal: Refusal | None = why_not(
        step,
        side,
        terms_of(row),
        piece_of(listing),
        blocked=bool(apart_from(actor.require_user(), [other])),
        now=business_now(),
        price_min=PRICE_MINOR_MIN,
    )
    if refusal is not None:
        raise _REFUSALS[refusal]()
    stands = Money(row.amount_minor, row.currency)
    if seen != stands:
        raise OfferChanged(stands)
    return row, side, listing


def _check_range(row: Offer, listing: HeldListing, price: Money) -> None:
    low, high = counter_range(terms_of(row), piece_of(listing), PRICE_MINOR_MIN)
    if price.currency != row.currency or not low <= price.amount_minor <= high:
        raise PriceOutOfRange(Money(low, row.currency), Money(high, row.currency))
