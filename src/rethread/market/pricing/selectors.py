"""Read which fees and parcel rates are valid now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import product

from django.utils.timezone import localdate

from rethread.platform.kernel import Money, business_now
from rethread.platform.kernel.fetching import fetch_one

from .errors import NoSchedule
from .models import BoostRate, FeeSchedule, ParcelRate
from .ports import rate_source
from .rules.exchange import rate_between
from .types import (
    DELIVERY_METHODS,
    PARCEL_SIZES,
    BoostPrice,
    DeliveryMethod,
    DeliveryOption,
    ExchangeRate,
    ParcelSize,
    Schedule,
)

RATE_DAYS_MAX = 7  # an older rate is shown to nobody
_VALID_AT = "WHERE currency = %s AND valid_from <= %s ORDER BY valid_from DESC LIMIT 1"


def current_schedule(currency: str, *, at: datetime | None = None) -> Schedule:
    """Return the fee schedule that is valid at `at` (default: now, on the business clock).

    Raises:
        NoSchedule: no version is valid in this currency.
    """
    moment = at or business_now()
    row = fetch_one(FeeSchedule, _VALID_AT, [currency, moment])
    if row is None:
        raise NoSchedule(currency)
    return _schedule(row)


def get_schedule(currency: str, version: int) -> Schedule:
    """Return one version of the fee schedule, for a quote of the past.

    Raises:
        NoSchedule: there is no such version.
    """
    row = FeeSchedule.objects.filter(currency=currency, version=version).first()
    if row is None:
        raise NoSchedule(currency)
    return _schedule(row)


def list_schedules(currency: str) -> tuple[Schedule, ...]:
    """Return every version of the fee schedule, newest first, for the public fee page."""
    rows = FeeSchedule.objects.filter(currency=currency).order_by("-valid_from")
    return tuple(_schedule(row) for row in rows)


def current_boost_price(currency: str, *, at: datetime | None = None) -> BoostPrice:
    """Return what a click on a boosted listing costs at `at` (default: now).

    Raises:
        NoSchedule: no rate is valid in this currency.
    """
    row = fetch_one(BoostRate, _VALID_AT, [currency, at or business_now()])
    if row is None:
        raise NoSchedule(currency)
    return BoostPrice(
        version=row.version,
        click=Money(row.click_minor, currency),
        owed_max=Money(row.owed_max_minor, currency),
    )


def delivery_options(
    currency: str, *, at: datetime | None = None
) -> dict[tuple[DeliveryMethod, ParcelSize], DeliveryOption]:
    """Return what every way to get a parcel of each size costs at `at`, in one query.

    A pick-up is always there and free.

    Raises:
        NoSchedule: no rate is valid in this currency.
    """
    moment = at or business_now()
    rows = ParcelRate.objects.filter(currency=currency, valid_from__lte=moment)
    valid = {(row.method, row.parcel_size): row for row in rows.order_by("valid_from")}
    if not valid:
        raise NoSchedule(currency)
    return {
        (method, size): DeliveryOption(
            code=f"{method}_{size}",
            method=method,
            parcel_size=size,
            price=Money(row.amount_minor if row else 0, currency),
            rate_version=row.version if row else 0,
        )
        for method, size in product(DELIVERY_METHODS, PARCEL_SIZES)
        for row in [valid.get((method, size))]
        if row or method == "pickup"
    }


def delivery_price(
    currency: str,
    parcel_size: ParcelSize,
    *,
    method: DeliveryMethod = "tracked",
    at: datetime | None = None,
) -> Money:
    """Return what a parcel of one size costs the buyer.

    Raises:
        NoSchedule: no rate is valid for it.
    """
    option = delivery_options(currency, at=at).get((method, parcel_size))
    if option is None:
        raise NoSchedule(currency)
    return option.price


def _schedule(row: FeeSchedule) -> Schedule:
    return Schedule(
        version=row.version,
        currency=row.currency,
        valid_from=row.valid_from,
        buyer_bps=row.buyer_bps,
        buyer_fixed_minor=row.buyer_fixed_minor,
        seller_bps=row.seller_bps,
    )


def find_next_schedule_start(currency: str, *, after: datetime) -> datetime | None:
    """Return when the next version of the fee schedule begins to count, or None."""
    rows = FeeSchedule.objects.filter(currency=currency, valid_from__gt=after)
    return rows.order_by("valid_from").values_list("valid_from", flat=True).first()


def find_rate(base: str, quote: str, *, fresh: bool = False) -> ExchangeRate | None:
    """Return what one unit of `base` is about worth in `quote`, or None where nobody knows.

    A rate of more than seven days ago is none. One that was imported less than a minute ago may be
    missing unless `fresh` asks for it.
    """
    return rate_between(_recent_rates(fresh), base, quote) if base != quote else None


def currencies_with_rates(base: str) -> tuple[str, ...]:
    """Return the currencies that a price in `base` can be estimated in now."""
    rates = _recent_rates()
    known = {rate.base for rate in rates} | {rate.quote for rate in rates}
    return tuple(sorted(c for c in known - {base} if rate_between(rates, base, c)))


def _recent_rates(fresh: bool = False) -> Sequence[ExchangeRate]:
    source, today = rate_source(), localdate(business_now())
    since = today - timedelta(days=RATE_DAYS_MAX)
    return source.rates(since=since, until=today, fresh=fresh) if source else ()
