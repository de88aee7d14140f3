"""Read what a seller has set for a listing. Each of these asks whose listing it is first."""

from __future__ import annotations

from collections.abc import Iterable
from typing import LiteralString
from uuid import UUID
from zoneinfo import ZoneInfo

from rethread.market.catalogue.rules.editing import PRICE_MINOR_MIN
from rethread.market.catalogue.selectors import access_listing_for_edit
from rethread.market.social.selectors import apart_from, likers_of
from rethread.platform.kernel import Actor, Money, business_now, settings
from rethread.platform.kernel.fetching import select

from ..models import LikerRound, ListingFloor, Offer
from ..rules import LIKER_PEOPLE_MAX, LIVE, highest_for_likers
from ..types import OfferFigures, SellingTerms

_FIGURES: LiteralString = """
SELECT o.listing_id,
    count(*) FILTER (WHERE o.opened_by = 'buyer'),
    count(*) FILTER (WHERE o.opened_by = 'seller'),
    count(*) FILTER (WHERE o.buyer_prices > 0 AND o.seller_prices > 0),
    count(*) FILTER (WHERE EXISTS (
        SELECT 1 FROM offers_offerstep s WHERE s.offer_id = o.id AND s.kind = 'accepted'))
FROM offers_offer o WHERE o.seller_id = %s AND o.listing_id = ANY(%s) GROUP BY o.listing_id
"""


def access_selling_terms(actor: Actor, listing_id: UUID) -> SellingTerms:
    """Return what the actor has set for a listing of theirs, and whom an offer would reach.

    Raises:
        ListingNotFound: it is not the actor's.
    """
    listing = access_listing_for_edit(actor=actor, listing_id=listing_id)
    currency = listing.currency
    floor = ListingFloor.objects.filter(pk=listing_id).first()
    highest = highest_for_likers(listing.price.amount_minor) if listing.price else 0
    today = business_now().astimezone(ZoneInfo(settings().time_zone)).date()
    return SellingTerms(
        listing_id=listing_id,
        floor=Money(floor.floor_minor, currency) if floor is not None else None,
        liker_price_max=Money(highest, currency) if highest >= PRICE_MINOR_MIN else None,
        likers=len(people_to_ask(listing.seller_id, listing_id)),
        sent_today=LikerRound.objects.filter(listing_id=listing_id, day=today).exists(),
    )


def offer_figures(actor: Actor, listing_ids: Iterable[UUID]) -> dict[UUID, OfferFigures]:
    """Return how many offers listings of the actor's saw and what became of them, in one query.

    Zero included; what is not theirs counts nothing. An agreed price that was never paid is counted
    as accepted all the same: it was.
    """
    found = dict.fromkeys(listing_ids, OfferFigures())
    rows = select(_FIGURES, [actor.require_user(), list(found)])
    return found | {row[0]: OfferFigures(*row[1:]) for row in rows}


def people_to_ask(seller_id: UUID, listing_id: UUID) -> tuple[UUID, ...]:
    """Return who likes a listing and could be sent an offer now, latest first."""
    likers = [one for one in likers_of(listing_id, LIKER_PEOPLE_MAX) if one != seller_id]
    busy = Offer.objects.filter(listing_id=listing_id, buyer_id__in=likers, status__in=LIVE)
    left_out = set(busy.values_list("buyer_id", flat=True)) | apart_from(seller_id, likers)
    return tuple(one for one in likers if one not in left_out)
