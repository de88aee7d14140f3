"""What ends a boost beside its limit: its time, its seller, or that the piece is gone."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Min

from rethread.platform.kernel import Actor
from rethread.platform.kernel.fetching import fetch, fetch_one

from ..errors import BoostIsOver, BoostNotFound
from ..models import LIVE, Boost
from ..selectors import boost_view
from ..types import BoostView, EndReason
from .moving import end

DUE: Final = "SELECT 1 FROM boosts_boost WHERE ends_at <= %(now)s AND status <> 'ended'"
_OVER = (
    "WHERE ends_at <= %s AND status <> 'ended' ORDER BY id LIMIT %s FOR NO KEY UPDATE SKIP LOCKED"
)
_OWN = "WHERE id = %s AND seller_id = %s FOR NO KEY UPDATE"
_OF_LISTING = "WHERE listing_id = %s AND status <> 'ended' FOR NO KEY UPDATE"


@transaction.atomic
def end_due_boosts(now: datetime, limit: int) -> int:
    """End boosts whose time is up; one that somebody holds is left for the next time."""
    rows = fetch(Boost, _OVER, [now, limit])
    for row in rows:
        end(row, "time")
    return len(rows)


def next_end_due() -> datetime | None:
    """Return when the next boost is over."""
    found: datetime | None = Boost.objects.filter(status__in=LIVE).aggregate(first=Min("ends_at"))[
        "first"
    ]
    return found


@transaction.atomic
def end_gone(*, listing_id: UUID, reason: EndReason) -> bool:
    """End the boost of a listing that was sold or taken away, if it has one."""
    row = fetch_one(Boost, _OF_LISTING, [listing_id])
    if row is None:
        return False
    end(row, reason)
    return True


@transaction.atomic
def stop_boost(*, actor: Actor, boost_id: UUID) -> BoostView:
    """End a boost of the acting person's at once; clicks until now are still owed.

    Raises:
        BoostNotFound: there is none, or it is somebody else's.
        BoostIsOver: it has ended already.
    """
    row = fetch_one(Boost, _OWN, [boost_id, actor.require_user()])
    if row is None:
        raise BoostNotFound
    if row.status == "ended":
        raise BoostIsOver
    end(row, "stopped", actor)
    return boost_view(row)
