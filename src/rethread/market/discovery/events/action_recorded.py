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

ActionRecordedKind = Literal[
    "view",
    "click",
    "like",
    "unlike",
    "bag",
    "buy",
]


class ActionRecorded(Struct, frozen=True, kw_only=True):
    """Something a person did with a listing became part of what ranks their feed."""

    # Whose feed it shapes: a person's pseudonym, or a consenting visitor's browser.
    profile_key: Annotated[str, Meta(max_length=64)]

    # Counts the actions of this profile from 1, in the order in which they became known.
    sequence: Annotated[int, Meta(ge=1, le=9007199254740991)]

    # The listing.
    listing_id: UUID

    # Which version of the listing was known at that moment.
    listing_version: Annotated[int, Meta(ge=1, le=2147483647)]

    # What was done.
    kind: ActionRecordedKind


ACTION_RECORDED = EventType(
    name="discovery.action_recorded",
    version=1,
    partition_key="listing_id",
    payload=ActionRecorded,
)


def emit_action_recorded(
    *,
    actor: Actor,
    occurred_at: datetime | None = None,
    context: EventContext | None = None,
    profile_key: str,
    sequence: int,
    listing_id: UUID,
    listing_version: int,
    kind: ActionRecordedKind,
) -> UUID:
    """Emit `discovery.action_recorded` and return the id of the event."""
    payload = ActionRecorded(
        profile_key=profile_key,
        sequence=sequence,
        listing_id=listing_id,
        listing_version=listing_version,
        kind=kind,
    )
    return emit(ACTION_RECORDED, payload, actor=actor, occurred_at=occurred_at, context=context)
