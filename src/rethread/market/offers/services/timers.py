"""What happens to a negotiation when its time is up. It is judged again under its lock, so that two
workers do it once and an answer that came first stands."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from rethread.platform.kernel import Actor
from rethread.platform.kernel.fetching import fetch_one

from ..models import Offer
from ..selectors.views import terms_of
from .moving import end
from .telling import tell_expired

_ACTOR = Actor.system("offers.timers")


def run_due_offer(offer_id: UUID, now: datetime) -> bool:
    """End a negotiation whose time is up at `now`; return whether it was."""
    with transaction.atomic():
        row = fetch_one(Offer, "WHERE id = %s FOR UPDATE", [offer_id])
        return row is not None and end_if_over(row, now)


def end_if_over(row: Offer, now: datetime) -> bool:
    """End a locked negotiation if its time is up at `now`; return whether it was."""
    if not terms_of(row).over(now):
        return False
    unused = row.status == "accepted"
    end(row, "time_up", "time")
    tell_expired(_ACTOR, row, "unused" if unused else "unanswered")
    return True
