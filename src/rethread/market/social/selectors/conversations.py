"""Read conversations and messages, as one of the two who talk; staff read what was reported."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from rethread.market.catalogue.selectors import find_owner
from rethread.market.media.selectors import photos_by_ids
from rethread.market.media.types import PhotoView
from rethread.platform.kernel import Actor, Invalid

from ..errors import ConversationNotFound
from ..models import Block, Conversation, Message, MessagePhoto
from ..types import (
    About,
    ConversationPage,
    ConversationView,
    MessagePage,
    MessageParties,
    MessageView,
)

PAGE_MAX = 100
_UNREAD = """
SELECT coalesce(sum(unread), 0) FROM (
    SELECT buyer_unread AS unread FROM social_conversation
    WHERE buyer_id = %s AND buyer_unread > 0
    UNION ALL
    SELECT seller_unread FROM social_conversation WHERE seller_id = %s AND seller_unread > 0
) AS mine
"""


def access_conversation(actor: Actor, conversation_id: UUID) -> ConversationView:
    """Return a conversation of the actor's; staff may read every one.

    Raises:
        ConversationNotFound: there is none, or it is between other people.
    """
    row = Conversation.objects.filter(pk=conversation_id).first()
    if row is None or not _may_read(actor, row):
        raise ConversationNotFound
    return _views([row], actor.user_id)[0]


def _may_read(actor: Actor, row: Conversation) -> bool:
    if actor.is_staff or actor.is_system:
        return True
    return actor.user_id is not None and actor.user_id in {row.buyer_id, row.seller_id}


def find_conversation(
    actor: Actor, *, listing_id: UUID | None = None, order_id: UUID | None = None
) -> ConversationView | None:
    """Return the actor's conversation about an order, or as a buyer about a listing, if any."""
    user_id = actor.require_user()
    if order_id is not None:
        rows = _own(user_id).filter(about="order", order_id=order_id)
    elif listing_id is not None:
        rows = Conversation.objects.filter(about="listing", listing_id=listing_id, buyer_id=user_id)
    else:
        return None
    row = rows.first()
    return _views([row], user_id)[0] if row is not None else None


def list_conversations(actor: Actor, cursor: str = "", limit: int = 20) -> ConversationPage:
    """Return a page of the actor's conversations with something said in them, latest first.

    Raises:
        Invalid: the cursor is not one of ours.
    """
    user_id = actor.require_user()
    rows = _own(user_id).filter(last_message_id__isnull=False).order_by("-last_message_id")
    if cursor:
        rows = rows.filter(last_message_id__lt=_cursor_id(cursor))
    size = max(1, min(limit, PAGE_MAX))
    found = list(rows[: size + 1])
    following = str(found[size - 1].last_message_id) if len(found) > size else ""
    return ConversationPage(
        conversations=tuple(_views(found[:size], user_id)), next_cursor=following
    )


def count_unread(actor: Actor) -> int:
    """Return how many messages wait for the actor; a visitor has none (no query)."""
    if actor.user_id is None:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(_UNREAD, [actor.user_id, actor.user_id])
        return int(cursor.fetchone()[0])


def list_messages(
    actor: Actor, conversation_id: UUID, cursor: str = "", limit: int = 50
) -> MessagePage:
    """Return a page of a conversation, newest message first.

    Raises:
        ConversationNotFound: it is not the actor's.
        Invalid: the cursor is not one of ours.
    """
    access_conversation(actor, conversation_id)
    rows = Message.objects.filter(conversation_id=conversation_id).order_by("-id")
    if cursor:
        rows = rows.filter(id__lt=_cursor_id(cursor))
    size = max(1, min(limit, PAGE_MAX))
    found = list(rows[: size + 1])
    following = str(found[size - 1].id) if len(found) > size else ""
    return MessagePage(messages=tuple(message_views(found[:size])), next_cursor=following)


def list_newer_messages(
    actor: Actor, conversation_id: UUID, after: UUID
) -> tuple[MessageView, ...]:
    """Return what was said after a message, oldest first, at most a page of it.

    Raises:
        ConversationNotFound: it is not the actor's.
    """
    access_conversation(actor, conversation_id)
    rows = Message.objects.filter(conversation_id=conversation_id, id__gt=after)
    return tuple(message_views(list(rows.order_by("id")[:PAGE_MAX])))


def messages_by_ids(message_ids: Iterable[UUID]) -> dict[UUID, MessageView]:
    """Return messages by id, for callers that have checked permission; unknown ids are absent."""
    rows = list(Message.objects.filter(pk__in=set(message_ids)))
    return {view.message_id: view for view in message_views(rows)}


def messages_around(message_id: UUID, each_side: int = 5) -> tuple[MessageView, ...]:
    """Return a message with what was said just before and after, oldest first.

    For whoever decides about a reported message and has checked permission: more of a
    conversation than this nobody needs to read.
    """
    message = Message.objects.filter(pk=message_id).first()
    if message is None:
        return ()
    rows = Message.objects.filter(conversation_id=message.conversation_id)
    before = list(rows.filter(id__lt=message_id).order_by("-id")[:each_side])
    after = list(rows.filter(id__gt=message_id).order_by("id")[:each_side])
    return tuple(message_views([*reversed(before), message, *after]))


def find_message_parties(message_id: UUID) -> MessageParties | None:
    """Return whom a message is for, or None; for callers that tell them, and nobody else."""
    row = Message.objects.select_related("conversation").filter(pk=message_id).first()
    if row is None:
        return None
    talk = row.conversation
    to_seller = row.sender_id == talk.buyer_id
    read_at = talk.seller_read_at if to_seller else talk.buyer_read_at
    owner = find_owner(talk.listing_id)
    return MessageParties(
        conversation_id=talk.id,
        recipient_id=talk.seller_id if to_seller else talk.buyer_id,
        title=owner.title if owner is not None else "",
        read=read_at is not None and read_at >= row.sent_at,
    )


def access_message_photo(actor: Actor, message_id: UUID, place: int) -> PhotoView:
    """Return a photo of a message to the two of its conversation, and to nobody else.

    Staff come to it by a report, through `messages_around`.

    Raises:
        ConversationNotFound: there is none, or it is between other people.
    """
    row = Message.objects.select_related("conversation").filter(pk=message_id).first()
    talk = row.conversation if row is not None else None
    if row is None or talk is None or actor.user_id not in {talk.buyer_id, talk.seller_id}:
        raise ConversationNotFound
    (view,) = message_views([row])
    if place >= len(view.photos):
        raise ConversationNotFound
    return view.photos[place]


def count_flagged(sender_id: UUID, since: datetime) -> int:
    """Return how many messages a person sent in spite of a warning since then."""
    rows = Message.objects.filter(sender_id=sender_id, sent_at__gt=since)
    return rows.exclude(flags=[]).count()


def message_views(rows: Sequence[Message]) -> list[MessageView]:
    """Turn rows into data with their photos; no query where none has any, else two."""
    bringing = [row.id for row in rows if row.photo_count]
    if not bringing:
        return [message_view(row) for row in rows]
    links = list(MessagePhoto.objects.filter(message_id__in=bringing).order_by("position"))
    photos = photos_by_ids({link.photo_id for link in links})
    brought: dict[UUID, list[PhotoView]] = {}
    for link in links:
        brought.setdefault(link.message_id, []).append(photos[link.photo_id])
    return [message_view(row, brought.get(row.id, ())) for row in rows]


def message_view(row: Message, photos: Sequence[PhotoView] = ()) -> MessageView:
    """Turn a row into the data that leaves this package."""
    return MessageView(
        message_id=row.id,
        conversation_id=row.conversation_id,
        sender_id=row.sender_id,
        text=row.text,
        flags=tuple(row.flags),
        sent_at=row.sent_at,
        photos=tuple(photos),
    )


def _own(user_id: UUID) -> QuerySet[Conversation]:
    return Conversation.objects.filter(Q(buyer_id=user_id) | Q(seller_id=user_id))


def _cursor_id(cursor: str) -> UUID:
    try:
        return UUID(cursor)
    except ValueError as error:
        raise Invalid("social.bad_cursor", _("This page address is not valid.")) from error


def _views(rows: list[Conversation], reader_id: UUID | None) -> list[ConversationView]:
    last = messages_by_ids(row.last_message_id for row in rows if row.last_message_id)
    pairs = _blocks({person for row in rows for person in (row.buyer_id, row.seller_id)})
    return [_view(row, reader_id, last, pairs) for row in rows]


def _blocks(people: set[UUID]) -> set[tuple[UUID, UUID]]:
    rows = Block.objects.filter(blocker_id__in=people, blocked_id__in=people)
    return set(rows.values_list("blocker_id", "blocked_id"))


def _view(
    row: Conversation,
    reader_id: UUID | None,
    last: dict[UUID, MessageView],
    pairs: set[tuple[UUID, UUID]],
) -> ConversationView:
    selling = reader_id == row.seller_id
    viewer_id, other_id = (
        (row.seller_id, row.buyer_id) if selling else (row.buyer_id, row.seller_id)
    )
    side: dict[str, Any] = {
        "unread": row.seller_unread if selling else row.buyer_unread,
        "other_read_at": row.buyer_read_at if selling else row.seller_read_at,
    }
    return ConversationView(
        conversation_id=row.id,
        about=cast(About, row.about),
        listing_id=row.listing_id,
        order_id=row.order_id,
        buyer_id=row.buyer_id,
        seller_id=row.seller_id,
        viewer_id=viewer_id,
        closed=bool({(viewer_id, other_id), (other_id, viewer_id)} & pairs),
        blocked_by_viewer=(viewer_id, other_id) in pairs,
        started_at=row.started_at,
        last_message=last.get(row.last_message_id) if row.last_message_id else None,
        **side,
    )
