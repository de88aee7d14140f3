"""Bring what buyers see up to a new fee schedule. What is reserved or sold keeps its old fee."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from rethread.market.pricing.selectors import current_schedule
from rethread.platform.kernel import Actor, settings

from .. import events, rules
from ..models import Listing
from .changing import price_for_buyers, store_and_tell

ACTOR = Actor.system("catalogue.repricing")


def reprice_listings(now: datetime, limit: int) -> int:
    """Give at most `limit` listings the fee that is valid at `now`, and return how many.

    Rows that somebody else holds are left for the next time.
    """
    repriced = 0
    for currency in settings().trading_currencies:
        with transaction.atomic():
            stale = stale_listings(currency, now).select_for_update(skip_locked=True)
            rows = list(stale[: limit - repriced])
            for row in rows:
                price_for_buyers(row)
                store_and_tell(row, ACTOR, events.emit_listing_updated)
        repriced += len(rows)
    return repriced


def stale_listings(currency: str, now: datetime) -> QuerySet[Listing]:
    """Return the listings that may change and are priced under another schedule than today's."""
    version = current_schedule(currency, at=now).version
    editable = Listing.objects.filter(
        currency=currency, status__in=rules.EDITABLE, price_minor__isnull=False
    )
    return editable.exclude(fee_version=version).order_by("id")
