"""What support does when an order has news: a dispute whose money is gone is over."""

from __future__ import annotations

from uuid import UUID

from rethread.platform.events.envelope import Envelope

from .services.deciding import overtake


def on_order_cancelled(envelope: Envelope) -> None:
    """Close the case of an order that was refunded another way than by the case."""
    overtake(order_id=UUID(str(envelope.payload["order_id"])))
