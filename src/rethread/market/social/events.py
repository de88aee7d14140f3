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
        conversation_id=conversation_id,
        about=about,
        listing_id=listing_id,
        order_id=order_id,
        starter_key=starter_key,
        buyer_key=buyer_key,
        seller_key=seller_key,
    )
    return emit(
        CONVERSATION_STARTED, payload, actor=actor, occurred_at=occurred_at, context=context
    )


class ListingLiked(Struct, frozen=True, kw_only=True):
    """A person liked a listing."""

    # What was liked.
    listing_id: UUID

    # Pseudonym of who liked it.
    liker_key: Annotated[str, Meta(max_length=64)]

    # Pseudonym of who sells it.
    seller_key: Annotated[str, Meta(max_length=64)]


LISTING_LIKED = EventType(
    name="social.listing_liked",
    version=1,
    partition_key="listing_id",
    payload=ListingLiked,
)


def emit_listing_liked(
    *,
    actor: Actor,
    occurred_at: datetime | None = None,
    context: EventContext | None = None,
    listing_id: UUID,
    liker_key: str,
    seller_key: str,
) -> UUID:
    """Emit `social.listing_liked` and return the id of the event."""
    payload = ListingLiked(
        listing_id=listing_id,
        liker_key=liker_key,
        seller_key=seller_key,
    )
    return emit(LISTING_LIKED, payload, actor=actor, occurred_at=occurred_at, context=context)


class ListingUnliked(Struct, frozen=True, kw_only=True):
    """A person took a like back."""

    # What was liked.
    listing_id: UUID

    # Pseudonym of who had liked it.
    liker_key: Annotated[str, Meta(max_length=64)]

    # Pseudonym of who sells it.
    seller_key: Annotated[str, Meta(max_length=64)]


LISTING_UNLIKED = EventType(
    name="social.listing_unliked",
    version=1,
    partition_key="listing_id",
    payload=ListingUnliked,
)


def emit_listing_unliked(
    *,
    actor: Actor,
    occurred_at: datetime | None = None,
    context: EventContext | None = None,
    listing_id: UUID,
    liker_key: str,
    seller_key: str,
) -> UUID:
    """Emit `social.listing_unliked` and return the id of the event."""
    payload = ListingUnliked(
        listing_id=listing_id,
        liker_key=liker_key,
        seller_key=seller_key,
    )
    return emit(LISTING_UNLIKED, payload, actor=actor, occurred_at=occurred_at, context=context)


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
        message_id=message_id,
        conversation_id=conversation_id,
        about=about,
        sender_key=sender_key,
        recipient_key=recipient_key,
        chars=chars,
        photo_count=photo_count,
        flags=flags,
        is_first=is_first,
    )
    return emit(MESSAGE_SENT, payload, actor=actor, occurred_at=occurred_at, context=context)


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
        blocker_key=blocker_key,
        blocked_key=blocked_key,
    )
    return emit(PERSON_BLOCKED, payload, actor=actor, occurred_at=occurred_at, context=context)


class PersonUnblocked(Struct, frozen=True, kw_only=True):
    """A person took a block back."""

    # Pseudonym of who had blocked.
    blocker_key: Annotated[str, Meta(max_length=64)]

    # Pseudonym of who had been blocked.
    blocked_key: Annotated[str, Meta(max_length=64)]


PERSON_UNBLOCKED = EventType(
    name="social.person_unblocked",
    version=1,
    partition_key="blocker_key",
    payload=PersonUnblocked,
)


def emit_person_unblocked(
    *,
    actor: Actor,
    occurred_at: datetime | None = None,
    context: EventContext | None = None,
    blocker_key: str,
    blocked_key: str,
) -> UUID:
    """Emit `social.person_unblocked` and return the id of the event."""
    payload = PersonUnblocked(
        blocker_key=blocker_key,
        blocked_key=blocked_key,
    )
    return emit(PERSON_UNBLOCKED, payload, actor=actor, occurred_at=occurred_at, context=context)


class ShopFollowed(Struct, frozen=True, kw_only=True):
    """A person followed a shop."""

    # The shop.
    shop_id: UUID

    # Pseudonym of who follows it.
    follower_key: Annotated[str, Meta(max_length=64)]

    # Pseudonym of whose shop it is.
    seller_key: Annotated[str, Meta(max_length=64)]


SHOP_FOLLOWED = EventType(
    name="social.shop_followed",
    version=1,
    partition_key="shop_id",
    payload=ShopFollowed,
)


def emit_shop_followed(
    *,
    actor: Actor,
    occurred_at: datetime | None = None,
    context: EventContext | None = None,
    shop_id: UUID,
    follower_key: str,
    seller_key: str,
) -> UUID:
    """Emit `social.shop_followed` and return the id of the event."""
    payload = ShopFollowed(
        shop_id=shop_id,
        follower_key=follower_key,
        seller_key=seller_key,
    )
    return emit(SHOP_FOLLOWED, payload, actor=actor, occurred_at=occurred_at, context=context)


class ShopUnfollowed(Struct, frozen=True, kw_only=True):
    """A person stopped following a shop."""

    # The shop.
    shop_id: UUID

    # Pseudonym of who followed it.
    follower_key: Annotated[str, Meta(max_length=64)]

    # Pseudonym of whose shop it is.
    seller_key: Annotated[str, Meta(max_length=64)]


SHOP_UNFOLLOWED = EventType(
    name="social.shop_unfollowed",
    version=1,
    partition_key="shop_id",
    payload=ShopUnfollowed,
)


def emit_shop_unfollowed(
    *,
    actor: Actor,
    occurred_at: datetime | None = None,
    context: EventContext | None = None,
    shop_id: UUID,
    follower_key: str,
    seller_key: str,
) -> UUID:
    """Emit `social.shop_unfollowed` and return the id of the event."""
    payload = ShopUnfollowed(
        shop_id=shop_id,
        follower_key=follower_key,
        seller_key=seller_key,
    )
    return emit(SHOP_UNFOLLOWED, payload, actor=actor, occurred_at=occurred_at, context=context)
