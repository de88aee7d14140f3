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


class ListingLiked(Struct, frozen=True, kw_only=True):
    """A person liked a listing."""

    # What was liked.
    listing_id: UUID

    # Pseudonym of who liked it.
    liker_key: Annotated[str, Meta(max_length=64)]

    # Pseudonym of who sells it.
    seller_key: Annotated[str, Meta(max_length=64)]


LISTING_LIKED = EventType(
    name="social.listing_liked",
    version=1,
    partition_key="listing_id",
    payload=ListingLiked,
)


def emit_listing_liked(
    *,
    actor: Actor,
    occurred_at: datetime | None = None,
    context: EventContext | None = None,
    listing_id: UUID,
    liker_key: str,
    seller_key: str,
) -> UUID:
    """Emit `social.listing_liked` and return the id of the event."""
    payload = ListingLiked(
        listing_id=listing_id, liker_key=liker_key, seller_key=seller_key,
    )  # fmt: skip
    return emit(LISTING_LIKED, payload, actor=actor, occurred_at=occurred_at, context=context)
