"""What boosts do about news from below: a click, a piece that is gone, a sale that paid.

A click is heard in the transaction that takes it, because whether the piece could be bought is a
question of that moment. The rest may lag: what is gone is shown and charged for no longer anyway.
"""

from __future__ import annotations

from uuid import UUID

from rethread.market.orders.selectors import find_parties
from rethread.platform.events.envelope import Envelope

from .services import end_gone, resume_paid_up, take_clicks
from .services.clicking import CLICKED

__all__ = ["CLICKED", "on_listing_gone", "on_listing_sold", "on_order_completed", "take_clicks"]


def on_listing_sold(envelope: Envelope) -> None:
    """End the boost of a listing that was sold."""
    end_gone(listing_id=UUID(str(envelope.payload["listing_id"])), reason="sold")


def on_listing_gone(envelope: Envelope) -> None:
    """End the boost of a listing that was removed, or sold somewhere else."""
    end_gone(listing_id=UUID(str(envelope.payload["listing_id"])), reason="gone")


def on_order_completed(envelope: Envelope) -> None:
    """Let paused boosts of the seller go on, whose sale has just paid what was owed."""
    parties = find_parties(UUID(str(envelope.payload["order_id"])))
    if parties is not None:
        resume_paid_up(seller_id=parties.seller_id)
