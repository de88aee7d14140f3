"""Put a garment into a bag or take it out. A bag never reserves anything."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from rethread.market.catalogue.errors import ListingNotFound
from rethread.market.catalogue.selectors import get_listing
from rethread.market.catalogue.types import ListingView
from rethread.market.offers.selectors import private_prices
from rethread.platform.kernel import Actor, Money, business_now
from rethread.platform.kernel.fetching import insert, select
from rethread.platform.vault.services import pseudonym_for

from .. import events
from ..errors import BagFull, ListingUnavailable, OwnListing
from ..models import BagItem
from .locking import lock_bag

GARMENTS_MAX = 30
_HELD = "SELECT listing_id FROM orders_bagitem WHERE bag_id = %s"


def add_to_bag(*, actor: Actor, listing_id: UUID) -> None:
    """Put a garment into the actor's bag; adding it twice changes nothing.

    Raises:
        ListingUnavailable: it is not for sale now.
        OwnListing: the actor sells it.
        BagFull: the bag holds 30 garments already.
    """
    user_id = actor.require_user()
    try:
        listing = get_listing(listing_id)
    except ListingNotFound as error:
        raise ListingUnavailable([listing_id]) from error
    if listing.seller_id == user_id:
        raise OwnListing
    if not listing.available or listing.buyer_price is None:
        raise ListingUnavailable([listing_id])
    with transaction.atomic():
        bag = lock_bag(user_id)
        held = {row[0] for row in select(_HELD, [bag.id])}
        if listing_id in held:
            return
        if len(held) >= GARMENTS_MAX:
            raise BagFull(GARMENTS_MAX)
        insert(
            BagItem(
                bag=bag,
                listing_id=listing_id,
                title=listing.title,
                parcel_size=listing.parcel_size,
                added_price_minor=_shown(actor, listing, listing.buyer_price).amount_minor,
                currency=listing.buyer_price.currency,
                added_at=business_now(),
            )
        )
        events.emit_garment_bagged(
            actor=actor, listing_id=listing_id, buyer_key=pseudonym_for(user_id)
        )


def _shown(actor: Actor, listing: ListingView, public: Money) -> Money:
    """Return the price that its buyer sees beside it: the one agreed with them, or the public."""
    private = private_prices(actor, [listing.id]).get(listing.id)
    if private is None or listing.price is None or not private.beats(listing.price):
        return public
    return private.buyer_price


def remove_from_bag(*, actor: Actor, listing_id: UUID) -> None:
    """Take a garment out of the actor's bag; one that is not in it changes nothing."""
    user_id = actor.require_user()
    BagItem.objects.filter(bag__user_id=user_id, listing_id=listing_id).delete()
