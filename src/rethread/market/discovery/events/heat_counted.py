"""Generated from contracts/discovery; do not edit.

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


class HeatCounted(Struct, frozen=True, kw_only=True):
    """The interest in a listing was counted anew."""

    # The listing.
    listing_id: UUID

    # Counts the counts of this listing from 1.
    heat_version: Annotated[int, Meta(ge=0, le=2147483647)]

    # How often its page was opened so far.
    clicks: Annotated[int, Meta(ge=0, le=2147483647)]

    # How often it was liked so far.
    likes: Annotated[int, Meta(ge=0, le=2147483647)]

    # How often it was put into a bag so far.
    bags: Annotated[int, Meta(ge=0, le=2147483647)]


HEAT_COUNTED = EventType(
    name="discovery.heat_counted",
    version=1,
    partition_key="listing_id",
    payload=HeatCounted,
)


def emit_heat_counted(
    *,
    actor: Actor,
    occurred_at: datetime | None = None,
    context: EventContext | None = None,
    listing_id: UUID,
    heat_version: int,
    clicks: int,
    likes: int,
    bags: int,
) -> UUID:
    """Emit `discovery.heat_counted` and return the id of the event."""
    payload = HeatCounted(
        listing_id=listing_id,
        heat_version=heat_version,
        clicks=clicks,
        likes=likes,
        bags=bags,
    )
    return emit(HEAT_COUNTED, payload, actor=actor, occurred_at=occurred_at, context=context)
