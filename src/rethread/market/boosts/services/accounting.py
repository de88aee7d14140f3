"""Days are settled at midnight: what their clicks cost is written down as owed, once per day.

Sales pay it (`payments.release_order`); a boost that stood still for what was owed goes on then.
"""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Min

from rethread.market.payments.services import charge_seller
from rethread.market.pricing.selectors import current_boost_price
from rethread.platform.kernel import Money, business_now
from rethread.platform.kernel.fetching import fetch_one, update
from rethread.platform.vault.services import pseudonym_for

from ..events import emit_boost_charged
from ..models import Boost, BoostDay
from ..selectors import account_of
from .moving import SYSTEM, lock_boosts_of, resume

DUE: Final = "SELECT 1 FROM boosts_boostday WHERE due_at <= %(now)s"
_log = logging.getLogger(__name__)


def settle_due_days(now: datetime, limit: int) -> int:
    """Settle days that are over; one that fails is logged and tried again, the others go on."""
    rows = BoostDay.objects.filter(due_at__lte=now).order_by("due_at", "id")
    return sum(_attempt(day_id, now) for day_id in rows.values_list("id", flat=True)[:limit])


def _attempt(day_id: UUID, now: datetime) -> int:
    try:
        return int(_settle(day_id, now))
    except Exception:  # noqa: BLE001 - a worker loop: one bad day stops no other
        _log.exception("the day %s of a boost could not be settled and is tried again", day_id)
        return 0


@transaction.atomic
def _settle(day_id: UUID, now: datetime) -> bool:
    boost_id = BoostDay.objects.values_list("boost_id", flat=True).get(id=day_id)
    # In the order of the click: first the boosts, then the day, then the books.
    seller_id = Boost.objects.values_list("seller_id", flat=True).get(id=boost_id)
    boost = next(row for row in lock_boosts_of([seller_id], [boost_id]) if row.id == boost_id)
    day = fetch_one(BoostDay, "WHERE id = %s FOR UPDATE", [day_id])
    if day is None or day.due_at is None or day.due_at > now:
        return False
    day.due_at, day.settled_at = None, business_now()
    update(day, "due_at", "settled_at")
    if day.amount_minor:
        charge_seller(
            actor=SYSTEM,
            seller_id=seller_id,
            key=f"boost:{boost.id}:{day.day.isoformat()}",
            kind="boost",
            subject_id=boost.id,
            amount=Money(day.amount_minor, boost.currency),
        )
        emit_boost_charged(
            actor=SYSTEM,
            boost_id=boost.id,
            listing_id=boost.listing_id,
            seller_key=pseudonym_for(seller_id),
            day=day.day.isoformat(),
            clicks=day.clicks,
            amount_minor=day.amount_minor,
            currency=boost.currency,
        )
    return True


def next_settlement_due() -> datetime | None:
    """Return when the next day is settled."""
    found: datetime | None = BoostDay.objects.filter(due_at__isnull=False).aggregate(
        first=Min("due_at")
    )["first"]
    return found


@transaction.atomic
def resume_paid_up(*, seller_id: UUID) -> int:
    """Let a seller's paused boosts go on if what they owe leaves room for a click."""
    if not Boost.objects.filter(seller_id=seller_id, status="paused").exists():
        return 0
    paused = [row for row in lock_boosts_of([seller_id]) if row.status == "paused"]
    room = {currency: _room(seller_id, currency) for currency in {row.currency for row in paused}}
    ready = [row for row in paused if row.click_minor <= room[row.currency]]
    for row in ready:
        resume(row)
    return len(ready)


def _room(seller_id: UUID, currency: str) -> int:
    """Return how much more a seller may owe for clicks, in minor units."""
    owed_max = current_boost_price(currency).owed_max
    return (owed_max - account_of(seller_id, currency).in_all).amount_minor
