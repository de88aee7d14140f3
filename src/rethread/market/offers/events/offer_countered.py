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

OfferCounteredCounteredBy = Literal[
    "buyer",
    "seller",
]


class OfferCountered(Struct, frozen=True, kw_only=True):
    """The other side answered an offer with a price of their own."""

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

    # Which side answered.
    countered_by: OfferCounteredCounteredBy

    # How many prices both sides have named so far.
    price_count: Annotated[int, Meta(ge=2, le=6)]


OFFER_COUNTERED = EventType(
    name="offers.offer_countered",
    version=1,
    partition_key="offer_id",
    payload=OfferCountered,
)


def emit_offer_countered(
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
    countered_by: OfferCounteredCounteredBy,
    price_count: int,
) -> UUID:
    """Emit `offers.offer_countered` and return the id of the event."""
    payload = OfferCountered(
        offer_id=offer_id, listing_id=listing_id, buyer_key=buyer_key, seller_key=seller_key,
        amount_minor=amount_minor, buyer_price_minor=buyer_price_minor, currency=currency,
        countered_by=countered_by, price_count=price_count,
    )  # fmt: skip
    return emit(OFFER_COUNTERED, payload, actor=actor, occurred_at=occurred_at, context=context)
