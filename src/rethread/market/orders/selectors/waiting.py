"""What waits for a person among their latest orders; every page asks, so it is one light query."""

from __future__ import annotations

from typing import Final

from django.db import connection

from rethread.platform.kernel import Actor

from ..types import OrdersWaiting

LOOKED_AT: Final = 20  # orders of each side, the latest
TRAVELLING_MAX: Final = 3
_LATEST = """
SELECT latest.id, latest.status, latest.bought, line.title
FROM (
    (SELECT id, status, true AS bought FROM orders_order
     WHERE buyer_id = %(person)s AND status NOT IN ('awaiting_payment', 'lapsed')
     ORDER BY id DESC LIMIT %(limit)s)
    UNION ALL
    (SELECT id, status, false FROM orders_order
     WHERE seller_id = %(person)s AND status NOT IN ('awaiting_payment', 'lapsed')
     ORDER BY id DESC LIMIT %(limit)s)
) AS latest
LEFT JOIN orders_orderline AS line
    ON line.order_id = latest.id AND line.position = 0 AND latest.status = 'shipped'
WHERE latest.status IN ('paid', 'delivered', 'shipped')
ORDER BY latest.bought DESC, latest.id DESC
"""


def orders_waiting(actor: Actor) -> OrdersWaiting:
    """Return what a person should look at: to send, arrived, and which parcels travel."""
    with connection.cursor() as cursor:
        cursor.execute(_LATEST, {"person": actor.require_user(), "limit": LOOKED_AT})
        rows = cursor.fetchall()
    travelling = [(order_id, title or "") for order_id, status, _, title in rows
                  if status == "shipped"]  # fmt: skip
    return OrdersWaiting(
        to_send=sum(status == "paid" and not bought for _, status, bought, _ in rows),
        arrived=sum(status == "delivered" and bought for _, status, bought, _ in rows),
        travelling=tuple(travelling[:TRAVELLING_MAX]),
    )
