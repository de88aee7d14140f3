"""Generated from contracts/offers; do not edit.

The typed events of this domain. An `emit_` function checks its event against the
contract and adds it to the outbox of the current transaction; it refuses to run outside
of one."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from rethread.platform.events.emit import EventContext, EventType, emit
from rethread.platform.kernel import Actor


class OffersSent(Struct, frozen=True, kw_only=True):
    """A seller offered a lower price to people who like a listing."""

    # What it is about.
    listing_id: UUID

    # Pseudonym of who sells.
    seller_key: Annotated[str, Meta(max_length=64)]

    # The price offered, in minor units.
    amount_minor: Annotated[int, Meta(ge=0, le=9007199254740991)]

    # The public price at that moment, in minor units.
    list_price_minor: Annotated[int, Meta(ge=0, le=9007199254740991)]

    # ISO 4217 code.
    currency: Annotated[str, Meta(min_length=3, max_length=3)]

    # To how many people.
    people_count: Annotated[int, Meta(ge=1, le=1000)]


OFFERS_SENT = EventType(
    name="offers.offers_sent",
    version=1,
    partition_key="listing_id",
    payload=OffersSent,
)


def emit_offers_sent(
    *,
    actor: Actor,
    occurred_at: datetime | None = None,
    context: EventContext | None = None,
    listing_id: UUID,
    seller_key: str,
    amount_minor: int,
    list_price_minor: int,
    currency: str,
    people_count: int,
) -> UUID:
    """Emit `offers.offers_sent` and return the id of the event."""
    payload = OffersSent(
        listing_id=listing_id, seller_key=seller_key, amount_minor=amount_minor,
        list_price_minor=list_price_minor, currency=currency, people_count=people_count,
    )  # fmt: skip
    return emit(OFFERS_SENT, payload, actor=actor, occurred_at=occurred_at, context=context)
