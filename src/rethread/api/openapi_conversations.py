"""The part of the OpenAPI description that is about conversations."""

from __future__ import annotations

from typing import Any

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
KEY: list[dict[str, list[str]]] = [{"personalKey": []}]
CURSOR = {
    "name": "cursor",
    "in": "query",
    "schema": {"type": "string"},
    "description": "`next_cursor` of the page before",
}
ONCE = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": True,
    "schema": {"type": "string", "minLength": 1, "maxLength": 255},
}
CONVERSATION = {
    "name": "conversation_id",
    "in": "path",
    "required": True,
    "schema": {"type": "string", "format": "uuid"},
}


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


def operation(
    operation_id: str,
    summary: str,
    parameters: list[dict[str, Any]],
    responses: dict[str, Any],
    body: str = "",
) -> dict[str, Any]:
    """Describe what may be asked at an address."""
    described = {
        "operationId": operation_id,
        "summary": summary,
        "security": KEY,
        "parameters": parameters,
        "responses": responses,
    }
    if body:
        described["requestBody"] = {"required": True, "content": _json(body)}
    return described


def answers(status: str, name: str, *refusals: str) -> dict[str, Any]:
    """Describe an answer and the refusals there may be."""
    described = {status: {"description": name, "content": _json(name)}}
    for refusal in refusals:
        described[refusal] = {
            "description": "Refused; the code says why",
            "content": _json("Problem", "application/problem+json"),
        }
    return described


def _json(name: str, kind: str = "application/json") -> dict[str, Any]:
    return {kind: {"schema": {"$ref": f"#/components/schemas/{name}"}}}
