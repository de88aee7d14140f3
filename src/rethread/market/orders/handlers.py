"""What orders do when a package below has news."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from rethread.platform.events.envelope import Envelope
from rethread.platform.kernel import Actor

from .services.order import see_scan
from .services.settlement import record_late_refund, seller_returned

_ACTOR = Actor.system("orders.handlers")


def on_shipment_scanned(envelope: Envelope) -> None:
    """Follow the carrier's scan; delivery opens the claim window. What comes back is not ours."""
    payload = envelope.payload
    if payload.get("direction") == "return":
        return
    see_scan(
        actor=_ACTOR,
        order_id=UUID(str(payload["order_id"])),
        kind=str(payload["scan_kind"]),
        at=datetime.fromisoformat(str(payload["scanned_at"])),
    )


def on_refund_succeeded(envelope: Envelope) -> None:
    """Follow refunds of payments that came too late; those of an order come through the port."""
    if envelope.payload.get("order_id") is None:
        record_late_refund(actor=_ACTOR, payment_id=UUID(str(envelope.payload["payment_id"])))


def on_vacation_ended(envelope: Envelope) -> None:
    """Begin to count the days of what was paid for while its seller was away."""
    seller_returned(shop_id=UUID(str(envelope.payload["shop_id"])))
