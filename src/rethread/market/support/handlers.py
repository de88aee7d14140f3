"""What support does when an order has news: a dispute whose money is gone is over."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from rethread.platform.events.envelope import Envelope

from .services.deciding import overtake
from .services.returning import see_return_scan


def on_order_cancelled(envelope: Envelope) -> None:
    """Close the case of an order that was refunded another way than by the case."""
    overtake(order_id=UUID(str(envelope.payload["order_id"])))


def on_shipment_scanned(envelope: Envelope) -> None:
    """Follow a piece on its way back; what goes to a buyer is for orders to follow."""
    payload = envelope.payload
    if payload.get("direction") == "return":
        see_return_scan(
            order_id=UUID(str(payload["order_id"])),
            kind=str(payload["scan_kind"]),
            at=datetime.fromisoformat(str(payload["scanned_at"])),
        )
