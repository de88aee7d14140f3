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


class PersonBlocked(Struct, frozen=True, kw_only=True):
    """A person wants no more messages from another."""

    # Pseudonym of who blocked.
    blocker_key: Annotated[str, Meta(max_length=64)]

    # Pseudonym of who was blocked.
    blocked_key: Annotated[str, Meta(max_length=64)]


PERSON_BLOCKED = EventType(
    name="social.person_blocked",
    version=1,
    partition_key="blocker_key",
    payload=PersonBlocked,
)


def emit_person_blocked(
    *,
    actor: Actor,
    occurred_at: datetime | None = None,
    context: EventContext | None = None,
    blocker_key: str,
    blocked_key: str,
) -> UUID:
    """Emit `social.person_blocked` and return the id of the event."""
    payload = PersonBlocked(
        blocker_key=blocker_key, blocked_key=blocked_key,
    )  # fmt: skip
    return emit(PERSON_BLOCKED, payload, actor=actor, occurred_at=occurred_at, context=context)
