"""What search does when the catalogue says that a listing changed: it marks it, nothing more.

The document is read later from the catalogue itself, so order and repetition of events are
harmless.
"""

from __future__ import annotations

from uuid import UUID

from rethread.platform.events.envelope import Envelope

from .services import mark_dirty


def listing_changed(envelope: Envelope) -> None:
    """Mark the event's listing as changed, in the consumer's transaction."""
    mark_dirty(listing_ids=[UUID(str(envelope.payload["listing_id"]))])
