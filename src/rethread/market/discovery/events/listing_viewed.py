"""Generated from contracts/discovery; do not edit.

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

ListingViewedSurface = Literal[
    "feed",
    "search",
    "shop",
    "listing",
    "likes",
    "bag",
    "direct",
]


class ListingViewed(Struct, frozen=True, kw_only=True):
    """A person opened the page of a listing."""

    # The listing.
    listing_id: UUID

    # The ranking that put it there; absent when the page was reached from outside.
    ranking_id: UUID | None = None

    # Where it was met.
    surface: ListingViewedSurface

    # Place in the ranking, counted from 1.
    position: Annotated[int, Meta(ge=1, le=100000)] | None = None


LISTING_VIEWED = EventType(
    name="discovery.listing_viewed",
    version=1,
    partition_key="listing_id",
    payload=ListingViewed,
)


def emit_listing_viewed(
    *,
    actor: Actor,
    occurred_at: datetime | None = None,
    context: EventContext | None = None,
    listing_id: UUID,
    ranking_id: UUID | None = None,
    surface: ListingViewedSurface,
    position: int | None = None,
) -> UUID:
    """Emit `discovery.listing_viewed` and return the id of the event."""
    payload = ListingViewed(
        listing_id=listing_id,
        ranking_id=ranking_id,
        surface=surface,
        position=position,
    )
    return emit(LISTING_VIEWED, payload, actor=actor, occurred_at=occurred_at, context=context)
