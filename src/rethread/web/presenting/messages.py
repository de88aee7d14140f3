"""Conversations as pages show them: who the other is, what it is about, what was warned of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from rethread.market.accounts.selectors import shops_by_owner_ids, users_by_ids
from rethread.market.catalogue.selectors import cards_by_ids
from rethread.market.catalogue.types import ListingCard
from rethread.market.media.types import PhotoView
from rethread.market.social.types import ConversationView, MessageView

EXCERPT_CHARS = 80


@dataclass(frozen=True, slots=True)
class ThreadRow:
    """A conversation in a list."""

    id: UUID
    title: str
    photo: PhotoView | None
    other: str
    excerpt: str
    own: bool
    unread: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Bubble:
    """A message in a conversation; `warnings` says in words what to be careful about.

    `seen` is said beside the last of one's own that the other has seen, and nowhere else.
    """

    id: UUID
    own: bool
    text: str
    at: datetime
    warnings: tuple[str, ...]
    seen: bool
    photos: tuple[PhotoView, ...] = ()


@dataclass(frozen=True, slots=True)
class ThreadPage:
    """A conversation with its surroundings."""

    id: UUID | None
    other_id: UUID
    other: str
    title: str
    card: ListingCard | None
    about_url: str
    closed: bool
    blocked_by_me: bool
    bubbles: tuple[Bubble, ...]
    seen_at: datetime | None = None


def flag_words(flags: Iterable[str]) -> tuple[str, ...]:
    """Say what screening saw; a code that has no words of its own is still said."""
    words = {
        "phone": _("a phone number"),
        "email": _("an email address"),
        "handle": _("another app or account"),
        "link": _("a link to another site"),
        "payment": _("paying outside of the market"),
    }
    return tuple(words.get(flag, _("something unusual")) for flag in flags)


def thread_rows(conversations: Sequence[ConversationView]) -> list[ThreadRow]:
    """Arrange conversations as rows, in a fixed number of queries."""
    cards = cards_by_ids({talk.listing_id for talk in conversations})
    names = names_of(conversations)
    rows = []
    for talk in conversations:
        last, card = talk.last_message, cards.get(talk.listing_id)
        rows.append(
            ThreadRow(
                id=talk.conversation_id,
                title=card.title if card else _("A piece that is gone"),
                photo=card.photo if card else None,
                other=names[talk.conversation_id],
                excerpt=_excerpt(last),
                own=last is not None and last.sender_id == talk.viewer_id,
                unread=talk.unread,
                at=last.sent_at if last else talk.started_at,
            )
        )
    return rows


def _excerpt(last: MessageView | None) -> str:
    if last is None:
        return ""
    return Truncator(last.text).chars(EXCERPT_CHARS) if last.text else _("A photo")


def names_of(conversations: Sequence[ConversationView]) -> dict[UUID, str]:
    """Return how the other side is called: sellers by their shop, buyers by their name."""
    shops = shops_by_owner_ids({t.seller_id for t in conversations if t.viewer_id == t.buyer_id})
    buyers = users_by_ids({t.buyer_id for t in conversations if t.viewer_id == t.seller_id})
    names = {}
    for talk in conversations:
        if talk.viewer_id == talk.seller_id:
            buyer = buyers.get(talk.buyer_id)
            names[talk.conversation_id] = (buyer and buyer.display_name) or _("A buyer")
        else:
            shop = shops.get(talk.seller_id)
            names[talk.conversation_id] = shop.name if shop else _("The seller")
    return names


def thread_page(talk: ConversationView, messages: Sequence[MessageView]) -> ThreadPage:
    """Arrange a conversation; `messages` come newest first and are shown oldest first."""
    card = cards_by_ids([talk.listing_id]).get(talk.listing_id)
    last_seen = next((one.message_id for one in messages if _was_seen(talk, one)), None)
    about = (
        reverse("web:order", args=[talk.order_id])
        if talk.order_id
        else reverse("web:listing", args=[talk.listing_id])
    )
    return ThreadPage(
        id=talk.conversation_id,
        other_id=talk.other_id,
        other=names_of([talk])[talk.conversation_id],
        title=card.title if card else _("A piece that is gone"),
        card=card,
        about_url=about if card or talk.order_id else "",
        closed=talk.closed,
        blocked_by_me=talk.blocked_by_viewer,
        bubbles=tuple(_bubble(talk, message, last_seen) for message in reversed(messages)),
        seen_at=talk.other_read_at,
    )


def _was_seen(talk: ConversationView, message: MessageView) -> bool:
    own = message.sender_id == talk.viewer_id
    return own and talk.other_read_at is not None and talk.other_read_at >= message.sent_at


def _bubble(talk: ConversationView, message: MessageView, last_seen: UUID | None) -> Bubble:
    own = message.sender_id == talk.viewer_id
    return Bubble(
        message.message_id, own, message.text, message.sent_at, flag_words(message.flags),
        message.message_id == last_seen, message.photos,
    )  # fmt: skip
