"""The part of the OpenAPI description that is about conversations."""

from __future__ import annotations

from typing import Any

from .describing import CURSOR, ONCE, answers, id_in_path, operation
from .schemas import (
    ConversationBody,
    ConversationPage,
    MessageBody,
    MessagePage,
    NewConversation,
    NewMessage,
)

CONVERSATION_TYPES = (
    ConversationPage,
    ConversationBody,
    MessagePage,
    MessageBody,
    NewConversation,
    NewMessage,
)
CONVERSATION = id_in_path("conversation_id")


def conversation_paths() -> dict[str, Any]:
    """Return the addresses of conversations and what may be asked there."""
    return {
        "/conversations": {
            "get": operation(
                "listConversations", "List your conversations, latest first", [CURSOR],
                answers("200", "ConversationPage", "401", "403", "422"),
            ),
            "post": operation(
                "createConversation", "Begin a conversation with its first message", [ONCE],
                answers("201", "ConversationBody", "401", "403", "404", "409", "422", "429"),
                body="NewConversation",
            ),
        },
        "/conversations/{conversation_id}/messages": {
            "get": operation(
                "listMessages", "Read a conversation, newest message first",
                [CONVERSATION, CURSOR],
                answers("200", "MessagePage", "401", "403", "404", "422"),
            ),
            "post": operation(
                "createMessage", "Write in a conversation", [CONVERSATION, ONCE],
                answers("201", "MessageBody", "401", "403", "404", "409", "422", "429"),
                body="NewMessage",
            ),
        },
    }  # fmt: skip
