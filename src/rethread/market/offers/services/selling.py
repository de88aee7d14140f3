"""What a seller sets and sends: the lowest price they take, and offers to likers of a listing."""

from __future__ import annotations

from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from rethread.market.catalogue.rules.editing import PRICE_MINOR_MIN
from rethread.market.catalogue.selectors import access_listing_for_edit
from rethread.market.catalogue.services import hold_listing
from rethread.market.catalogue.types import HeldListing
from rethread.platform.kernel import Actor, Money, business_now, settings
from rethread.platform.kernel.fetching import insert, update
from rethread.platform.vault.services import pseudonym_for

from ..errors import (
    InvalidFloor,
    ListingUnavailable,
    NobodyToSendTo,
    NothingBelow,
    OfferNotFound,
    PriceOutOfRange,
    SentToday,
)
from ..events import emit_offers_sent
from ..models import LikerRound, ListingFloor
from ..rules import highest_for_likers
from ..selectors.selling import people_to_ask
from ..types import SentOffers
from .making import begin
from .moving import price_now


def set_floor(*, actor: Actor, listing_id: UUID, floor: Money | None) -> None:
    """Set the lowest price the actor takes for a listing of theirs, or None for no limit.

    Offers below it are declined at once from now on; those that wait already are left to the
    seller. Nobody else is ever shown it.

    Raises:
        ListingNotFound: it is not the actor's.
        InvalidFloor: not between the least price and the listing's own.
    """
    listing = access_listing_for_edit(actor=actor, listing_id=listing_id)
    if floor is None:
        ListingFloor.objects.filter(pk=listing_id).delete()
        return
    currency = listing.currency
    highest = (listing.price.amount_minor if listing.price else PRICE_MINOR_MIN) - 1
    if floor.currency != currency or not PRICE_MINOR_MIN <= floor.amount_minor <= highest:
        raise InvalidFloor(Money(PRICE_MINOR_MIN, currency), Money(highest, currency))
    ListingFloor.objects.update_or_create(
        listing_id=listing_id,
        defaults={"floor_minor": floor.amount_minor, "set_at": business_now()},
    )


def send_offers(*, actor: Actor, listing_id: UUID, price: Money) -> SentOffers:
    """Offer a lower price to the people who like a listing of the actor's; it stands for a day.

    Who negotiates about it already, or has a block between, is left out.

    Raises:
        OfferNotFound: it is not a listing of the actor's.
        ListingUnavailable: it cannot be bought now.
        PriceOutOfRange: less than 5 % off, or below the least price.
        SentToday: today's was sent.
        NobodyToSendTo: there is nobody to reach.
    """
    seller_id = actor.require_user()
    with transaction.atomic():
        listing = _own(seller_id, listing_id)
        _check_price(listing, price)
        now = business_now()
        people = people_to_ask(seller_id, listing_id)
        sent = LikerRound(
            listing_id=listing_id,
            day=now.astimezone(ZoneInfo(settings().time_zone)).date(),
            amount_minor=price.amount_minor,
            people=0,
            sent_at=now,
        )
        if not insert(sent, or_leave=True):
            raise SentToday
        named = price_now(price)
        made = [begin(actor, listing, person_id, named, "seller") for person_id in people]
        sent.people = sum(one is not None for one in made)
        if not sent.people:
            raise NobodyToSendTo
        update(sent, "people")
        emit_offers_sent(
            actor=actor,
            listing_id=listing_id,
            seller_key=pseudonym_for(seller_id),
            amount_minor=price.amount_minor,
            list_price_minor=listing.price.amount_minor,
            currency=price.currency,
            people_count=sent.people,
        )
    return SentOffers(people=sent.people)


def _own(seller_id: UUID, listing_id: UUID) -> HeldListing:
    listing = hold_listing(listing_id)
    if listing is None or listing.seller_id != seller_id:
        raise OfferNotFound
    if not listing.available:
        raise ListingUnavailable
    return listing


def _check_price(listing: HeldListing, price: Money) -> None:
    highest = highest_for_likers(listing.price.amount_minor)
    currency = listing.price.currency
    if highest < PRICE_MINOR_MIN:
        raise NothingBelow
    if price.currency != currency or not PRICE_MINOR_MIN <= price.amount_minor <= highest:
        raise PriceOutOfRange(Money(PRICE_MINOR_MIN, currency), Money(highest, currency))
