"""How long a shop takes to answer whoever asks about a piece: noted with its first answer."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from rethread.market.accounts.selectors import shops_by_owner_ids
from rethread.market.accounts.services import record_answer
from rethread.platform.kernel import Actor
from rethread.platform.kernel.fetching import select

from ..models import Conversation

_SPOKEN = """
SELECT count(*) FILTER (WHERE sender_id = %(seller)s),
       min(sent_at) FILTER (WHERE sender_id = %(buyer)s)
FROM social_message WHERE conversation_id = %(conversation)s
"""


def note_answer(talk: Conversation, sender_id: UUID, now: datetime) -> None:
    """Note how long the seller took, when this message is their first in a talk about a listing.

    What a seller begins, and what is said about an order, is no answer to a question.
    """
    if talk.about != "listing" or sender_id != talk.seller_id:
        return
    asked = {"seller": talk.seller_id, "buyer": talk.buyer_id, "conversation": talk.id}
    answers, first_asked_at = select(_SPOKEN, asked)[0]
    shop = shops_by_owner_ids([talk.seller_id]).get(talk.seller_id)
    if answers == 1 and first_asked_at is not None and shop is not None:
        record_answer(actor=Actor.system("social"), shop_id=shop.id, took=now - first_asked_at)
