"""Generated from contracts/support; do not edit.

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

HelpAskedObjectKind = Literal[
    "order",
    "listing",
    "payout",
    "conversation",
]
HelpAskedSide = Literal[
    "buyer",
    "seller",
    "visitor",
]


class HelpAsked(Struct, frozen=True, kw_only=True):
    """Somebody chose a reason on a help page and read what the market knows."""

    # This question.
    request_id: UUID

    # What it is about.
    object_kind: HelpAskedObjectKind

    # Which one.
    object_id: UUID

    # The order, where it is about one.
    order_id: UUID | None = None

    # The reason chosen, by its code.
    reason: Annotated[str, Meta(max_length=40)]

    # On which side of the thing they stand.
    side: HelpAskedSide

    # Pseudonym of who asked.
    asker_key: Annotated[str, Meta(max_length=64)]


HELP_ASKED = EventType(
    name="support.help_asked",
    version=1,
    partition_key="object_id",
    payload=HelpAsked,
)


def emit_help_asked(
    *,
    actor: Actor,
    occurred_at: datetime | None = None,
    context: EventContext | None = None,
    request_id: UUID,
    object_kind: HelpAskedObjectKind,
    object_id: UUID,
    order_id: UUID | None = None,
    reason: str,
    side: HelpAskedSide,
    asker_key: str,
) -> UUID:
    """Emit `support.help_asked` and return the id of the event."""
    payload = HelpAsked(
        request_id=request_id, object_kind=object_kind, object_id=object_id, order_id=order_id,
        reason=reason, side=side, asker_key=asker_key,
    )  # fmt: skip
    return emit(HELP_ASKED, payload, actor=actor, occurred_at=occurred_at, context=context)
