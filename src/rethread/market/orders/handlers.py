"""What orders do when a package below has news."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from rethread.platform.events.envelope import Envelope
from rethread.platform.kernel import Actor

from .services.order import see_scan

_ACTOR = Actor.system("orders.scans")


def on_shipment_scanned(envelope: Envelope) -> None:
    """Follow the carrier's scan; delivery opens the claim window."""
    payload = envelope.payload
    see_scan(
        actor=_ACTOR,
        order_id=UUID(str(payload["order_id"])),
        kind=str(payload["scan_kind"]),
        at=datetime.fromisoformat(str(payload["scanned_at"])),
    )
