"""What social does when the catalogue says that a listing changed: it notes a fallen price."""

from __future__ import annotations

from uuid import UUID

from rethread.platform.events.envelope import Envelope

from .services import note_price


def listing_priced(envelope: Envelope) -> None:
    """Note what a listing that is for sale costs now, in the consumer's transaction."""
    price_minor = envelope.payload.get("buyer_price_minor")
    if envelope.payload["status"] == "live" and price_minor is not None:
        note_price(
            listing_id=UUID(str(envelope.payload["listing_id"])), price_minor=int(price_minor)
        )
