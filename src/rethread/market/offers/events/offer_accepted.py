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

OfferAcceptedAcceptedBy = Literal[
    "buyer",
    "seller",
]


class OfferAccepted(Struct, frozen=True, kw_only=True):
    """Both sides agreed on a price, which is the buyer's alone for a day. Nothing is reserved."""

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

    # Which side agreed to the other's price.
    accepted_by: OfferAcceptedAcceptedBy

    # When the price ends unless it was used.
    price_until: Annotated[datetime, Meta(tz=True)]


OFFER_ACCEPTED = EventType(
    name="offers.offer_accepted",
    version=1,
    partition_key="offer_id",
    payload=OfferAccepted,
)


def emit_offer_accepted(
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
    accepted_by: OfferAcceptedAcceptedBy,
    price_until: datetime,
) -> UUID:
    """Emit `offers.offer_accepted` and return the id of the event."""
    payload = OfferAccepted(
        offer_id=offer_id, listing_id=listing_id, buyer_key=buyer_key, seller_key=seller_key,
        amount_minor=amount_minor, buyer_price_minor=buyer_price_minor, currency=currency,
        accepted_by=accepted_by, price_until=price_until,
    )  # fmt: skip
    return emit(OFFER_ACCEPTED, payload, actor=actor, occurred_at=occurred_at, context=context)
