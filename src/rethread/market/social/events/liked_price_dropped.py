"""Generated from contracts/social; do not edit.

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


class LikedPriceDropped(Struct, frozen=True, kw_only=True):
    """A liked listing costs at least 5% less than the lowest price that the person knew of. Once
    per person, listing and drop.
    """

    # The like; whoever tells its person of the drop asks by it.
    like_id: UUID

    # What became cheaper.
    listing_id: UUID

    # Pseudonym of who likes it.
    liker_key: Annotated[str, Meta(max_length=64)]

    # What it cost a buyer before, in minor units.
    was_minor: Annotated[int, Meta(ge=1, le=9007199254740991)]

    # What it costs a buyer now, in minor units.
    now_minor: Annotated[int, Meta(ge=0, le=9007199254740991)]

    # ISO 4217 code of both prices.
    currency: Annotated[str, Meta(min_length=3, max_length=3)]


LIKED_PRICE_DROPPED = EventType(
    name="social.liked_price_dropped",
    version=1,
    partition_key="listing_id",
    payload=LikedPriceDropped,
)


def emit_liked_price_dropped(
    *,
    actor: Actor,
    occurred_at: datetime | None = None,
    context: EventContext | None = None,
    like_id: UUID,
    listing_id: UUID,
    liker_key: str,
    was_minor: int,
    now_minor: int,
    currency: str,
) -> UUID:
    """Emit `social.liked_price_dropped` and return the id of the event."""
    payload = LikedPriceDropped(
        like_id=like_id, listing_id=listing_id, liker_key=liker_key, was_minor=was_minor,
        now_minor=now_minor, currency=currency,
    )  # fmt: skip
    return emit(LIKED_PRICE_DROPPED, payload, actor=actor, occurred_at=occurred_at, context=context)
