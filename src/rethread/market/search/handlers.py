"""What search does when a listing changed or a shop came or went: it marks, nothing more.

The document is read later from the catalogue itself, so order and repetition of events are
harmless.
"""

from __future__ import annotations

from uuid import UUID

from rethread.market.catalogue.selectors import shop_listing_ids
from rethread.platform.events.envelope import Envelope

from .services import mark_dirty


def listing_changed(envelope: Envelope) -> None:
    """Mark the event's listing as changed, in the consumer's transaction."""
    mark_dirty(listing_ids=[UUID(str(envelope.payload["listing_id"]))])


def shop_came_or_went(envelope: Envelope) -> None:
    """Mark everything that a shop sells when it goes on vacation or returns."""
    mark_dirty(listing_ids=shop_listing_ids(UUID(str(envelope.payload["shop_id"]))))
