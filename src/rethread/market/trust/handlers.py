"""What trust does when events of packages below tell of something."""

from __future__ import annotations

from uuid import UUID

from rethread.market.social.selectors import messages_by_ids
from rethread.platform.events.envelope import Envelope

from .services import flag_repeats


def on_message_sent(envelope: Envelope) -> None:
    """Let staff look at who goes on in spite of warnings; the same event again adds nothing."""
    if not envelope.payload["flags"]:
        return
    message_id = UUID(str(envelope.payload["message_id"]))
    message = messages_by_ids([message_id]).get(message_id)
    if message is not None:
        flag_repeats(message_id=message_id, sender_id=message.sender_id, flags=message.flags)
