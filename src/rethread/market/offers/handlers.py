"""What offers do when a listing is gone in a way that orders have not told them of."""

from __future__ import annotations

from uuid import UUID

from rethread.platform.events.envelope import Envelope

from .services.redeeming import end_where_gone


def on_listing_gone(envelope: Envelope) -> None:
    """End what is still negotiated about a listing that was sold or removed."""
    end_where_gone(listing_id=UUID(str(envelope.payload["listing_id"])))
