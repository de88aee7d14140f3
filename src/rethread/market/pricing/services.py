"""Take in rates between currencies. Fees and parcel rates are rows of migrations instead."""

from __future__ import annotations

from django.db import transaction
from django.utils.timezone import localdate

from rethread.platform.audit.services import record
from rethread.platform.kernel import Actor, PermissionDenied, business_now, new_id

from .models import ImportedRate
from .rules.exchange import read_rates
from .types import ExchangeRate, RatesTaken


def import_rates(*, actor: Actor, data: bytes) -> RatesTaken:
    """Take in a CSV table of rates (date,base,quote,rate): good lines come in, bad ones are named.

    The same table again adds nothing; another rate for a known day and pair corrects it.

    Raises:
        PermissionDenied: the actor is neither staff nor the system.
        Invalid: `pricing.rates_file`, it is no such table.
    """
    if not (actor.is_staff or actor.is_system):
        raise PermissionDenied("pricing.staff_only", "This is for staff.")
    now = business_now()
    good, bad = read_rates(data, localdate(now))
    with transaction.atomic():
        counts = {"added": 0, "corrected": 0, "unchanged": 0}
        known = _known(list(good.values()))
        for rate in good.values():
            counts[_keep(rate, known)] += 1
        record(
            actor=actor, action="pricing.import_rates", object_type="rates", object_id=new_id(),
            detail={**counts, "left_out": len(bad)},
        )  # fmt: skip
    return RatesTaken(**counts, bad=tuple(bad))


def _known(rates: list[ExchangeRate]) -> dict[tuple[object, str, str], ImportedRate]:
    rows = ImportedRate.objects.select_for_update().filter(day__in={rate.day for rate in rates})
    return {(row.day, row.base, row.quote): row for row in rows}


def _keep(rate: ExchangeRate, known: dict[tuple[object, str, str], ImportedRate]) -> str:
    row = known.get((rate.day, rate.base, rate.quote))
    if row is None:
        ImportedRate.objects.create(day=rate.day, base=rate.base, quote=rate.quote, rate=rate.rate)
        return "added"
    if row.rate == rate.rate:
        return "unchanged"
    row.rate = rate.rate
    row.save(update_fields=["rate"])
    return "corrected"
