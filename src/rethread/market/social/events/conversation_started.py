"""Generated from contracts/social; do not edit.

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

ConversationStartedAbout = Literal[
    "listing",
    "order",
]


class ConversationStarted(Struct, frozen=True, kw_only=True):
    """Two people began to talk about a listing or an order."""

    # The conversation.
    conversation_id: UUID

    # What it is about.
    about: ConversationStartedAbout

    # The garment; of an order with several, the first.
    listing_id: UUID

    # The order; absent when it is about a listing.
    order_id: UUID | None = None

    # Pseudonym of who began it.
    starter_key: Annotated[str, Meta(max_length=64)]

    # Pseudonym of the one who buys or may buy.
    buyer_key: Annotated[str, Meta(max_length=64)]

    # Pseudonym of the one who sells.
    seller_key: Annotated[str, Meta(max_length=64)]


CONVERSATION_STARTED = EventType(
    name="social.conversation_started",
    version=1,
    partition_key="conversation_id",
    payload=ConversationStarted,
)


def emit_conversation_started(
    *,
    actor: Actor,
    occurred_at: datetime | None = None,
    context: EventContext | None = None,
    conversation_id: UUID,
    about: ConversationStartedAbout,
    listing_id: UUID,
    order_id: UUID | None = None,
    starter_key: str,
    buyer_key: str,
    seller_key: str,
) -> UUID:
    """Emit `social.conversation_started` and return the id of the event."""
    payload = ConversationStarted(
        conversation_id=conversation_id, about=about, listing_id=listing_id, order_id=order_id,
        starter_key=starter_key, buyer_key=buyer_key, seller_key=seller_key,
    )  # fmt: skip
    return emit(
        CONVERSATION_STARTED, payload, actor=actor, occurred_at=occurred_at, context=context
    )
