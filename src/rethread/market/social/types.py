"""What social shows to the rest of the house."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from rethread.market.media.types import PhotoView

About = Literal["listing", "order"]


@dataclass(frozen=True, slots=True)
class Circle:
    """Which shops somebody follows, and whom they have blocked."""

    followed: frozenset[UUID] = frozenset()
    blocked: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class Heart:
    """How a heart stands after it was touched, and what it lies on."""

    title: str
    liked: bool


@dataclass(frozen=True, slots=True)
class LikePage:
    """A page of liked listings, latest like first. `next_cursor` is empty at the end."""

    listing_ids: tuple[UUID, ...]
    next_cursor: str


@dataclass(frozen=True, slots=True)
class OrderSides:
    """Who buys and who sells in an order, and its first garment."""

    buyer_id: UUID
    seller_id: UUID
    listing_id: UUID


@dataclass(frozen=True, slots=True)
class MessageView:
    """One message. `flags` are codes of what its sender was warned of and sent all the same."""

    message_id: UUID
    conversation_id: UUID
    sender_id: UUID
    text: str
    flags: tuple[str, ...]
    sent_at: datetime
    photos: tuple[PhotoView, ...] = ()


@dataclass(frozen=True, slots=True)
class MessageParties:
    """Whom a message is for, what it is about, and whether they have seen it."""

    conversation_id: UUID
    recipient_id: UUID
    title: str
    read: bool


@dataclass(frozen=True, slots=True)
class ConversationView:
    """A conversation as one of the two reads it; for staff `viewer_id` is the buyer's.

    `other_read_at` is when the other side last looked; `closed` says that a block stands between
    the two, `blocked_by_viewer` that it is the reader's own.
    """

    conversation_id: UUID
    about: About
    listing_id: UUID
    order_id: UUID | None
    buyer_id: UUID
    seller_id: UUID
    viewer_id: UUID
    unread: int
    other_read_at: datetime | None
    closed: bool
    blocked_by_viewer: bool
    started_at: datetime
    last_message: MessageView | None

    @property
    def other_id(self) -> UUID:
        """Return whom the reader talks to."""
        return self.seller_id if self.viewer_id == self.buyer_id else self.buyer_id


@dataclass(frozen=True, slots=True)
class ConversationPage:
    """A page of conversations, latest message first. `next_cursor` is empty at the end."""

    conversations: tuple[ConversationView, ...]
    next_cursor: str


@dataclass(frozen=True, slots=True)
class MessagePage:
    """A page of messages, newest first. `next_cursor` is empty at the end."""

    messages: tuple[MessageView, ...]
    next_cursor: str


@dataclass(frozen=True, slots=True)
class CheaperLike:
    """A liked listing that became cheaper: what it cost a buyer before, in minor units."""

    listing_id: UUID
    was_minor: int
    dropped_at: datetime


@dataclass(frozen=True, slots=True)
class LikeView:
    """Who likes what; for whoever tells people of a drop in price."""

    like_id: UUID
    user_id: UUID
    listing_id: UUID
