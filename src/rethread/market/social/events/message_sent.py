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

MessageSentAbout = Literal[
    "listing",
    "order",
]


class MessageSent(Struct, frozen=True, kw_only=True):
    """A person wrote to another. The text stays out of events."""

    # The message.
    message_id: UUID

    # The conversation it belongs to.
    conversation_id: UUID

    # What the conversation is about.
    about: MessageSentAbout

    # Pseudonym of who wrote it.
    sender_key: Annotated[str, Meta(max_length=64)]

    # Pseudonym of who reads it.
    recipient_key: Annotated[str, Meta(max_length=64)]

    # How many characters it has.
    chars: Annotated[int, Meta(ge=0, le=2000)]

    # How many photos came with it.
    photo_count: Annotated[int, Meta(ge=0, le=4)] | None = None

    # What screening saw in it, as codes; its sender was warned and sent it all the same.
    flags: Annotated[list[Annotated[str, Meta(max_length=40)]], Meta(max_length=8)]

    # Whether nothing was written in the conversation before.
    is_first: bool


MESSAGE_SENT = EventType(
    name="social.message_sent",
    version=1,
    partition_key="conversation_id",
    payload=MessageSent,
)


def emit_message_sent(
    *,
    actor: Actor,
    occurred_at: datetime | None = None,
    context: EventContext | None = None,
    message_id: UUID,
    conversation_id: UUID,
    about: MessageSentAbout,
    sender_key: str,
    recipient_key: str,
    chars: int,
    photo_count: int | None = None,
    flags: list[str],
    is_first: bool,
) -> UUID:
    """Emit `social.message_sent` and return the id of the event."""
    payload = MessageSent(
        message_id=message_id, conversation_id=conversation_id, about=about, sender_key=sender_key,
        recipient_key=recipient_key, chars=chars, photo_count=photo_count, flags=flags,
        is_first=is_first,
    )  # fmt: skip
    return emit(MESSAGE_SENT, payload, actor=actor, occurred_at=occurred_at, context=context)
