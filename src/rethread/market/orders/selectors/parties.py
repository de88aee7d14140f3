"""Between whom an order is, for whoever must tell them something: one light query."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from rethread.platform.kernel.fetching import select

from ..types import OrderParties

_PARTIES: Final = """
SELECT one.buyer_id, one.seller_id,
    (SELECT title FROM orders_orderline WHERE order_id = one.id AND position = 0),
    (SELECT count(*) FROM orders_orderline WHERE order_id = one.id), one.delivery_method
FROM orders_order AS one WHERE one.id = %s
"""


def find_parties(order_id: UUID) -> OrderParties | None:
    """Return the two sides of an order, or None; for callers that tell each of their own order."""
    rows = select(_PARTIES, [order_id])
    if not rows:
        return None
    buyer_id, seller_id, title, pieces, method = rows[0]
    return OrderParties(buyer_id, seller_id, title or "", int(pieces), method)
