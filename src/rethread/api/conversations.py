"""Conversations over the API: list, begin, read and write, through the services of the pages."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from rethread.market.social.selectors import (
    access_conversation,
    list_conversations,
    list_messages,
)
from rethread.market.social.services import send_message, start_conversation
from rethread.market.social.types import ConversationView, MessageView
from rethread.platform.kernel import Actor

from .edge import caller, once, problems, read_body, respond
from .schemas import (
    ConversationBody,
    ConversationPage,
    MessageBody,
    MessagePage,
    NewConversation,
    NewMessage,
)


@problems
@require_http_methods(["GET", "HEAD", "POST"])
def collection(request: HttpRequest) -> HttpResponse:
    """GET lists the caller's conversations, latest first; POST begins one with a message."""
    if request.method != "POST":
        actor = caller(request, "messages:read")
        page = list_conversations(actor, request.GET.get("cursor", ""))
        data = [conversation_body(talk) for talk in page.conversations]
        return respond(ConversationPage(data=data, next_cursor=page.next_cursor or None))
    actor = caller(request, "messages:write")
    wanted = read_body(request, NewConversation)
    return once(request, actor, "conversations.create", lambda: _begun(actor, wanted))


@problems
@require_http_methods(["GET", "HEAD", "POST"])
def messages(request: HttpRequest, conversation_id: UUID) -> HttpResponse:
    """GET reads a conversation, newest message first; POST writes in it."""
    if request.method != "POST":
        actor = caller(request, "messages:read")
        page = list_messages(actor, conversation_id, request.GET.get("cursor", ""))
        data = [message_body(message) for message in page.messages]
        return respond(MessagePage(data=data, next_cursor=page.next_cursor or None))
    actor = caller(request, "messages:write")
    wanted = read_body(request, NewMessage)
    return once(
        request,
        actor,
        f"messages.create.{conversation_id}",
        lambda: _sent(actor, conversation_id, wanted.text, wanted.acknowledged),
    )


def _begun(actor: Actor, wanted: NewConversation) -> ConversationBody:
    talk = start_conversation(actor=actor, listing_id=wanted.listing_id, order_id=wanted.order_id)
    _sent(actor, talk.conversation_id, wanted.text, wanted.acknowledged)
    return conversation_body(access_conversation(actor, talk.conversation_id))


def _sent(actor: Actor, conversation_id: UUID, text: str, acknowledged: bool) -> MessageBody:
    message = send_message(
        actor=actor, conversation_id=conversation_id, text=text, acknowledged=acknowledged
    )
    return message_body(message)


def conversation_body(talk: ConversationView) -> ConversationBody:
    """Turn a conversation into its JSON shape."""
    return ConversationBody(
        id=talk.conversation_id,
        about=talk.about,
        listing_id=talk.listing_id,
        order_id=talk.order_id,
        side="seller" if talk.viewer_id == talk.seller_id else "buyer",
        unread=talk.unread,
        closed=talk.closed,
        last_message=message_body(talk.last_message) if talk.last_message else None,
    )


def message_body(message: MessageView) -> MessageBody:
    """Turn a message into its JSON shape."""
    return MessageBody(
        id=message.message_id,
        conversation_id=message.conversation_id,
        sender_id=message.sender_id,
        text=message.text,
        flags=list(message.flags),
        sent_at=message.sent_at,
    )
