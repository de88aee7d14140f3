"""What support asks of the package that knows conversations: `config` wires its answer.

Until one is installed, help is asked about orders, listings and payouts alone.
"""

from __future__ import annotations

from typing import Protocol
from uuid import UUID

from rethread.platform.kernel import Actor

from .types import Subject


class ConversationLook(Protocol):
    """Shows a conversation as one of its people may see it."""

    def __call__(self, actor: Actor, conversation_id: UUID) -> Subject:
        """Return the conversation with its facts (`ConversationFacts`, without `open_case_id`).

        Raises:
            NotFound: there is none, or the actor is not in it.
        """


_look: ConversationLook | None = None


def install_conversation_look(value: ConversationLook | None) -> None:
    """Set who shows conversations in this process; None takes it away."""
    global _look
    _look = value


def conversation_look() -> ConversationLook | None:
    """Return who shows conversations, if anybody does."""
    return _look
