"""Read which fees and parcel rates are valid now."""

from __future__ import annotations

from datetime import datetime

from rethread.platform.kernel import Money, business_now
from rethread.platform.kernel.fetching import fetch_one

from .errors import NoSchedule
from .models import BoostRate, FeeSchedule, ParcelRate
from .types import PARCEL_SIZES, BoostPrice, DeliveryOption, ParcelSize, Schedule

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
) -> dict[ParcelSize, DeliveryOption]:
    """Return what a tracked parcel of each size costs at `at`, in one query.

    Raises:
        NoSchedule: no rate is valid in this currency.
    """
    moment = at or business_now()
    rows = ParcelRate.objects.filter(currency=currency, valid_from__lte=moment)
    valid = {row.parcel_size: row for row in rows.order_by("valid_from")}
    options: dict[ParcelSize, DeliveryOption] = {
        size: DeliveryOption(
            code=f"tracked_{size}",
            parcel_size=size,
            price=Money(valid[size].amount_minor, currency),
            rate_version=valid[size].version,
        )
        for size in PARCEL_SIZES
        if size in valid
    }
    if not options:
        raise NoSchedule(currency)
    return options


def delivery_price(currency: str, parcel_size: ParcelSize, *, at: datetime | None = None) -> Money:
    """Return what a tracked parcel of one size costs the buyer.

    Raises:
        NoSchedule: no rate is valid for it.
    """
    option = delivery_options(currency, at=at).get(parcel_size)
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
