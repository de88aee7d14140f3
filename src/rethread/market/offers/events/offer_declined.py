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

OfferDeclinedDeclinedBy = Literal[
    "buyer",
    "seller",
    "limit",
]


class OfferDeclined(Struct, frozen=True, kw_only=True):
    """An offer was declined."""

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

    # Which side; limit is the lowest price that the seller had set, which is told to nobody.
    declined_by: OfferDeclinedDeclinedBy


OFFER_DECLINED = EventType(
    name="offers.offer_declined",
    version=1,
    partition_key="offer_id",
    payload=OfferDeclined,
)


def emit_offer_declined(
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
    declined_by: OfferDeclinedDeclinedBy,
) -> UUID:
    """Emit `offers.offer_declined` and return the id of the event."""
    payload = OfferDeclined(
        offer_id=offer_id, listing_id=listing_id, buyer_key=buyer_key, seller_key=seller_key,
        amount_minor=amount_minor, buyer_price_minor=buyer_price_minor, currency=currency,
        declined_by=declined_by,
    )  # fmt: skip
    return emit(OFFER_DECLINED, payload, actor=actor, occurred_at=occurred_at, context=context)
