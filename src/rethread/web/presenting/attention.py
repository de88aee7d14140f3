"""What waits for a person: parcels to send, parcels on the way to them, news to read."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from rethread.market.offers.selectors import count_waiting
from rethread.market.orders.selectors import orders_waiting
from rethread.market.social.selectors import count_unread
from rethread.market.trust.selectors import count_unread_news
from rethread.platform.kernel import Actor


@dataclass(frozen=True, slots=True)
class Attention:
    """How many orders, offers and messages wait, and which parcels travel (id, what it is)."""

    waiting: int
    on_the_way: tuple[tuple[UUID, str], ...]


def attention_of(actor: Actor) -> Attention:
    """Look through a person's latest orders on both sides, offers, messages and what was decided.

    Four light queries, for every page asks.
    """
    orders = orders_waiting(actor)
    waiting = orders.to_send + orders.arrived + count_waiting(actor)
    waiting += count_unread(actor) + count_unread_news(actor)
    return Attention(waiting, tuple((one, title[:40]) for one, title in orders.travelling))
