"""Begin conversations, write and read in them. A message that needs a second look is given back to
its sender first; it is never dropped."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import cast
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from rethread.market.catalogue.errors import ListingNotFound
from rethread.market.catalogue.selectors import get_listing
from rethread.market.media.selectors import photos_by_ids
from rethread.market.media.types import PhotoView
from rethread.platform.kernel import Actor, business_now
from rethread.platform.live.signalling import signal
from rethread.platform.vault.services import pseudonym_for

from ..errors import (
    ConversationNotFound,
    InvalidMessage,
    InvalidPhotos,
    MessageNeedsConfirmation,
    MessagesClosed,
    NobodyToTalkTo,
    OwnThing,
    TooManyMessages,
    WritingRefused,
)
from ..events import emit_conversation_started, emit_message_sent
from ..models import Block, Conversation, Message, MessagePhoto
from ..ports import message_screen, order_book
from ..rules import (
    MESSAGE_LIMITS,
    NEW_CONVERSATIONS_LIMIT,
    PHOTOS_MAX,
    TEXT_CHARS_MAX,
    clean_message,
)
from ..selectors import access_conversation
from ..selectors.conversations import message_view
from ..types import About, ConversationView, MessageView
from .answering import note_answer


def start_conversation(
    *, actor: Actor, listing_id: UUID | None = None, order_id: UUID | None = None
) -> ConversationView:
    """Return the actor's conversation about a listing or an order, begun if there was none.

    About a listing the actor writes to its seller; about an order, to its other side. Give one of
    the two ids. A conversation without a message is shown to nobody but who began it.

    Raises:
        NobodyToTalkTo: there is no such public listing, or no such order of the actor's.
        OwnThing: the listing is the actor's own.
        TooManyMessages: the actor began very many today.
    """
    user_id = actor.require_user()
    if (listing_id is None) == (order_id is None):
        raise NobodyToTalkTo
    with transaction.atomic():
        if order_id is not None:
            row, made = _about_order(user_id, order_id)
        else:
            row, made = _about_listing(user_id, listing_id)
        if made:
            _tell_started(actor, user_id, row)
    return access_conversation(actor, row.id)


def _about_listing(user_id: UUID, listing_id: UUID | None) -> tuple[Conversation, bool]:
    try:
        listing = get_listing(listing_id) if listing_id else None
    except ListingNotFound:
        listing = None
    if listing is None:
        raise NobodyToTalkTo
    if listing.seller_id == user_id:
        raise OwnThing
    there = Conversation.objects.filter(about="listing", listing_id=listing.id, buyer_id=user_id)
    if (row := there.first()) is not None:
        return row, False
    _refuse_many_beginnings(user_id)
    return Conversation.objects.get_or_create(
        about="listing",
        listing_id=listing.id,
        buyer_id=user_id,
        defaults={"seller_id": listing.seller_id, "started_at": business_now()},
    )


def _about_order(user_id: UUID, order_id: UUID) -> tuple[Conversation, bool]:
    sides = order_book().sides_of(order_id)
    if sides is None or user_id not in {sides.buyer_id, sides.seller_id}:
        raise NobodyToTalkTo
    return Conversation.objects.get_or_create(
        about="order",
        order_id=order_id,
        defaults={
            "listing_id": sides.listing_id,
            "buyer_id": sides.buyer_id,
            "seller_id": sides.seller_id,
            "started_at": business_now(),
        },
    )


def _refuse_many_beginnings(user_id: UUID) -> None:
    window, most = NEW_CONVERSATIONS_LIMIT
    begun = Conversation.objects.filter(
        about="listing", buyer_id=user_id, started_at__gt=business_now() - window
    )
    if begun.count() >= most:
        raise TooManyMessages


def _tell_started(actor: Actor, starter_id: UUID, row: Conversation) -> None:
    emit_conversation_started(
        actor=actor,
        conversation_id=row.id,
        about=cast(About, row.about),
        listing_id=row.listing_id,
        order_id=row.order_id,
        starter_key=pseudonym_for(starter_id),
        buyer_key=pseudonym_for(row.buyer_id),
        seller_key=pseudonym_for(row.seller_id),
    )


def send_message(
    *,
    actor: Actor,
    conversation_id: UUID,
    text: str,
    acknowledged: bool = False,
    photo_ids: Sequence[UUID] = (),
) -> MessageView:
    """Write to the other person of a conversation.

    `acknowledged` says that the sender has read the warning about this text and sends it all the
    same; the recipient then reads a warning beside it.

    Raises:
        ConversationNotFound: it is not the actor's.
        InvalidMessage: nothing in it, or more than 2,000 characters after trimming.
        InvalidPhotos: more than four, or not sent by the actor for messages.
        MessagesClosed: a block stands between the two.
        WritingRefused: the actor may not write now; the message says why.
        TooManyMessages: very many in a short time.
        MessageNeedsConfirmation: the sender should look at it again; nothing was sent.
    """
    sender_id = actor.require_user()
    photos = _checked_photos(sender_id, photo_ids)
    words = _checked(text, may_be_empty=bool(photos))
    with transaction.atomic():
        row = _lock(sender_id, conversation_id)
        _refuse(row, sender_id)
        flags = message_screen().flags_of(words) if words else ()
        if flags and not acknowledged:
            raise MessageNeedsConfirmation(flags)
        return _store(actor, row, sender_id, words, flags, photos)


def _checked_photos(sender_id: UUID, photo_ids: Sequence[UUID]) -> tuple[PhotoView, ...]:
    wanted = list(dict.fromkeys(photo_ids))
    if len(wanted) > PHOTOS_MAX:
        raise InvalidPhotos(_("Send %(count)d photos at most.") % {"count": PHOTOS_MAX})
    found = photos_by_ids(wanted)
    own = [found[one] for one in wanted if one in found and found[one].owner_id == sender_id]
    if len(own) != len(wanted) or not all(one.private for one in own):
        raise InvalidPhotos(_("One of the photos cannot be found. Send it again."))
    return tuple(own)


def _checked(text: str, *, may_be_empty: bool = False) -> str:
    # Only as much is cleaned as could ever be kept; the rest is too long whatever is trimmed.
    if len(text) > 10 * TEXT_CHARS_MAX:
        raise InvalidMessage(_too_long())
    words = clean_message(text)
    if not words and not may_be_empty:
        raise InvalidMessage(_("Write something first."))
    if len(words) > TEXT_CHARS_MAX:
        raise InvalidMessage(_too_long())
    return words


def _too_long() -> str:
    return _("Use %(count)d characters at most.") % {"count": TEXT_CHARS_MAX}


def _lock(user_id: UUID, conversation_id: UUID) -> Conversation:
    own = Conversation.objects.select_for_update().filter(
        Q(buyer_id=user_id) | Q(seller_id=user_id)
    )
    row = own.filter(pk=conversation_id).first()
    if row is None:
        raise ConversationNotFound
    return row


def _refuse(row: Conversation, sender_id: UUID) -> None:
    both = (row.buyer_id, row.seller_id)
    if Block.objects.filter(blocker_id__in=both, blocked_id__in=both).exists():
        raise MessagesClosed
    reason = message_screen().reason_to_refuse(sender_id)
    if reason is not None:
        raise WritingRefused(reason)
    now = business_now()
    for window, most in MESSAGE_LIMITS:
        sent = Message.objects.filter(sender_id=sender_id, sent_at__gt=now - window)
        if sent[:most].count() >= most:
            raise TooManyMessages


def _store(
    actor: Actor,
    row: Conversation,
    sender_id: UUID,
    words: str,
    flags: tuple[str, ...],
    photos: tuple[PhotoView, ...],
) -> MessageView:
    now: datetime = business_now()
    first = row.last_message_id is None
    message = Message.objects.create(
        conversation=row,
        sender_id=sender_id,
        text=words,
        flags=list(flags),
        photo_count=len(photos),
        sent_at=now,
    )
    MessagePhoto.objects.bulk_create(
        MessagePhoto(message=message, photo_id=photo.id, position=place)
        for place, photo in enumerate(photos)
    )
    row.last_message_id = message.id
    if sender_id == row.buyer_id:
        row.seller_unread += 1
        row.buyer_unread, row.buyer_read_at = 0, now
    else:
        row.buyer_unread += 1
        row.seller_unread, row.seller_read_at = 0, now
    row.save()
    note_answer(row, sender_id, now)
    emit_message_sent(
        actor=actor,
        message_id=message.id,
        conversation_id=row.id,
        about=cast(About, row.about),
        sender_key=pseudonym_for(sender_id),
        recipient_key=pseudonym_for(_other(row, sender_id)),
        chars=len(words),
        photo_count=len(photos),
        flags=list(flags),
        is_first=first,
    )
    signal([row.buyer_id, row.seller_id], topic="message", about=row.id)
    return message_view(message, photos)


def _other(row: Conversation, user_id: UUID) -> UUID:
    return row.seller_id if user_id == row.buyer_id else row.buyer_id


def mark_read(*, actor: Actor, conversation_id: UUID) -> None:
    """Note that the actor has seen everything in a conversation; repeating is no error.

    Raises:
        ConversationNotFound: it is not the actor's.
    """
    user_id = actor.require_user()
    with transaction.atomic():
        row = _lock(user_id, conversation_id)
        if user_id == row.buyer_id:
            waited, row.buyer_unread, row.buyer_read_at = row.buyer_unread, 0, business_now()
        else:
            waited, row.seller_unread, row.seller_read_at = row.seller_unread, 0, business_now()
        row.save()
        if waited:
            signal([_other(row, user_id)], topic="seen", about=row.id)
            signal([user_id], topic="activity")
