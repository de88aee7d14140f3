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

ListingImpressedSurface = Literal[
    "feed",
    "search",
    "shop",
    "listing",
    "likes",
    "bag",
    "direct",
]
ListingImpressedSource = Literal[
    "fresh",
    "popular",
    "followed_shop",
    "similar",
    "together",
    "explore",
    "boosted",
]


class ListingImpressed(Struct, frozen=True, kw_only=True):
    """At least half of a listing's card was on a person's screen for a second."""

    # The listing.
    listing_id: UUID

    # The ranking that put it there.
    ranking_id: UUID

    # Where it was met.
    surface: ListingImpressedSurface

    # Place in the ranking, counted from 1.
    position: Annotated[int, Meta(ge=1, le=100000)]

    # Where the ranking found it; absent where nothing was ranked for a person.
    source: ListingImpressedSource | None = None

    # Chance that the ranking would show it on this page, in millionths; absent where nothing was
    # ranked for a person.
    propensity_ppm: Annotated[int, Meta(ge=1, le=1000000)] | None = None


LISTING_IMPRESSED = EventType(
    name="discovery.listing_impressed",
    version=1,
    partition_key="listing_id",
    payload=ListingImpressed,
)


def emit_listing_impressed(
    *,
    actor: Actor,
    occurred_at: datetime | None = None,
    context: EventContext | None = None,
    listing_id: UUID,
    ranking_id: UUID,
    surface: ListingImpressedSurface,
    position: int,
    source: ListingImpressedSource | None = None,
    propensity_ppm: int | None = None,
) -> UUID:
    """Emit `discovery.listing_impressed` and return the id of the event."""
    payload = ListingImpressed(
        listing_id=listing_id,
        ranking_id=ranking_id,
        surface=surface,
        position=position,
        source=source,
        propensity_ppm=propensity_ppm,
    )
    return emit(LISTING_IMPRESSED, payload, actor=actor, occurred_at=occurred_at, context=context)
