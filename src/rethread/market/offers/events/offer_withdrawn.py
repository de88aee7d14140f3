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

OfferWithdrawnWithdrawnBy = Literal[
    "buyer",
    "seller",
]


class OfferWithdrawn(Struct, frozen=True, kw_only=True):
    """Who had named the price took it back, or a buyer gave up an agreed one."""

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

    # Which side.
    withdrawn_by: OfferWithdrawnWithdrawnBy


OFFER_WITHDRAWN = EventType(
    name="offers.offer_withdrawn",
    version=1,
    partition_key="offer_id",
    payload=OfferWithdrawn,
)


def emit_offer_withdrawn(
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
    withdrawn_by: OfferWithdrawnWithdrawnBy,
) -> UUID:
    """Emit `offers.offer_withdrawn` and return the id of the event."""
    payload = OfferWithdrawn(
        offer_id=offer_id, listing_id=listing_id, buyer_key=buyer_key, seller_key=seller_key,
        amount_minor=amount_minor, buyer_price_minor=buyer_price_minor, currency=currency,
        withdrawn_by=withdrawn_by,
    )  # fmt: skip
    return emit(OFFER_WITHDRAWN, payload, actor=actor, occurred_at=occurred_at, context=context)
