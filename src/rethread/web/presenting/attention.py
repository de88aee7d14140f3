"""What waits for a person: parcels to send, parcels on the way to them, news to read."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from rethread.market.orders.selectors import list_orders_for_buyer, list_orders_for_seller
from rethread.market.social.selectors import count_unread
from rethread.market.trust.selectors import count_unread_answers, count_unread_reasons
from rethread.platform.kernel import Actor

LOOKED_AT = 20


@dataclass(frozen=True, slots=True)
class Attention:
    """How many orders and messages wait, and which parcels travel (id, what it is)."""

    waiting: int
    on_the_way: tuple[tuple[UUID, str], ...]


def attention_of(actor: Actor) -> Attention:
    """Look through a person's latest orders on both sides."""
    sold = list_orders_for_seller(actor, limit=LOOKED_AT).orders
    bought = list_orders_for_buyer(actor, limit=LOOKED_AT).orders
    waiting = sum(order.status == "paid" for order in sold)
    waiting += sum(order.status == "delivered" for order in bought)
    waiting += count_unread(actor) + count_unread_reasons(actor) + count_unread_answers(actor)
    travelling = [order for order in (*bought, *sold) if order.status == "shipped"]
    return Attention(
        waiting, tuple((order.order_id, order.lines[0].title[:40]) for order in travelling[:3])
    )
