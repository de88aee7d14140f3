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

ListingClickedSurface = Literal[
    "feed",
    "search",
    "shop",
    "listing",
    "likes",
    "bag",
    "direct",
]


class ListingClicked(Struct, frozen=True, kw_only=True):
    """A person followed a listing's card."""

    # The listing.
    listing_id: UUID

    # The ranking that put it there.
    ranking_id: UUID

    # Where it was met.
    surface: ListingClickedSurface

    # Place in the ranking, counted from 1.
    position: Annotated[int, Meta(ge=1, le=100000)]


LISTING_CLICKED = EventType(
    name="discovery.listing_clicked",
    version=1,
    partition_key="listing_id",
    payload=ListingClicked,
)


def emit_listing_clicked(
    *,
    actor: Actor,
    occurred_at: datetime | None = None,
    context: EventContext | None = None,
    listing_id: UUID,
    ranking_id: UUID,
    surface: ListingClickedSurface,
    position: int,
) -> UUID:
    """Emit `discovery.listing_clicked` and return the id of the event."""
    payload = ListingClicked(
        listing_id=listing_id,
        ranking_id=ranking_id,
        surface=surface,
        position=position,
    )
    return emit(LISTING_CLICKED, payload, actor=actor, occurred_at=occurred_at, context=context)
