"""What the worker runs for the catalogue: new fees reach every price on the day they count."""

from __future__ import annotations

from datetime import datetime

from rethread.market.pricing.selectors import find_next_schedule_start
from rethread.platform.jobs.due import DueWork
from rethread.platform.kernel import business_now, settings

from .services.repricing import reprice_listings, stale_listings


def next_repricing_at() -> datetime | None:
    """Return now while a price lags behind its schedule, else when the next schedule begins."""
    now, traded = business_now(), settings().trading_currencies
    if any(stale_listings(currency, now).exists() for currency in traded):
        return now
    starts = [find_next_schedule_start(currency, after=now) for currency in traded]
    return min((start for start in starts if start is not None), default=None)


DUE_WORK: tuple[DueWork, ...] = (
    DueWork(
        name="catalogue.reprice_listings",
        run_due=reprice_listings,
        next_due_at=next_repricing_at,
    ),
)
