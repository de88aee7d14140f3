"""Generated from contracts/offers; do not edit.

The typed events of this domain. An `emit_` function checks its event against the
contract and adds it to the outbox of the current transaction; it refuses to run outside
of one."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta, Struct

from rethread.platform.events.emit import EventContext, EventType, emit
from rethread.platform.kernel import Actor

OfferMadeMadeBy = Literal[
    "buyer",
    "seller",
]


class OfferMade(Struct, frozen=True, kw_only=True):
    """Somebody offered a price for a listing: a buyer, or its seller to somebody who likes it."""

    # The negotiation of one buyer about one listing.
    offer_id: UUID

    # What it is about.
    listing_id: UUID

    # Pseudonym of who would buy.
    buyer_key: Annotated[str, Meta(max_length=64)]

    # Pseudonym of who sells.
    seller_key: Annotated[str, Meta(max_length=64)]

    # The seller's price that stands in it, in minor units.
    amount_minor: Annotated[int, Meta(ge=0, le=9007199254740991)]

    # What the buyer would pay with their fee, without delivery, in minor units.
    buyer_price_minor: Annotated[int, Meta(ge=0, le=9007199254740991)]

    # ISO 4217 code.
    currency: Annotated[str, Meta(min_length=3, max_length=3)]

    # Which side began.
    made_by: OfferMadeMadeBy

    # The public price at that moment, in minor units.
    list_price_minor: Annotated[int, Meta(ge=0, le=9007199254740991)]


OFFER_MADE = EventType(
    name="offers.offer_made",
    version=1,
    partition_key="offer_id",
    payload=OfferMade,
)


def emit_offer_made(
    *,
    actor: Actor,
    occurred_at: datetime | None = None,
    context: EventContext | None = None,
    offer_id: UUID,
    listing_id: UUID,
    buyer_key: str,
    seller_key: str,
    amount_minor: int,
    buyer_price_minor: int,
    currency: str,
    made_by: OfferMadeMadeBy,
    list_price_minor: int,
) -> UUID:
    """Emit `offers.offer_made` and return the id of the event."""
    payload = OfferMade(
        offer_id=offer_id, listing_id=listing_id, buyer_key=buyer_key, seller_key=seller_key,
        amount_minor=amount_minor, buyer_price_minor=buyer_price_minor, currency=currency,
        made_by=made_by, list_price_minor=list_price_minor,
    )  # fmt: skip
    return emit(OFFER_MADE, payload, actor=actor, occurred_at=occurred_at, context=context)
