"""Generated from contracts/orders; do not edit.

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


class GarmentBagged(Struct, frozen=True, kw_only=True):
    """A person put a garment into their bag; a bag reserves nothing."""

    # The garment.
    listing_id: UUID

    # Pseudonym of whose bag it is.
    buyer_key: Annotated[str, Meta(max_length=64)]


GARMENT_BAGGED = EventType(
    name="orders.garment_bagged",
    version=1,
    partition_key="listing_id",
    payload=GarmentBagged,
)


def emit_garment_bagged(
    *,
    actor: Actor,
    occurred_at: datetime | None = None,
    context: EventContext | None = None,
    listing_id: UUID,
    buyer_key: str,
) -> UUID:
    """Emit `orders.garment_bagged` and return the id of the event."""
    payload = GarmentBagged(
        listing_id=listing_id, buyer_key=buyer_key,
    )  # fmt: skip
    return emit(GARMENT_BAGGED, payload, actor=actor, occurred_at=occurred_at, context=context)
