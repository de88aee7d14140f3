"""What a seller earned, month by month, from orders that are completed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import LiteralString

from rethread.platform.kernel import Actor, Money, business_now, settings
from rethread.platform.kernel.fetching import select

from ..types.statements import MonthEarned

_MONTHS: LiteralString = """
SELECT date_trunc('month', completed_at), count(*), sum(items_minor - seller_fee_minor)
FROM orders_order
WHERE seller_id = %s AND status = 'completed' AND completed_at >= %s AND currency = %s
GROUP BY 1
"""


def list_months_earned(
    actor: Actor, months: int = 6, currency: str = ""
) -> tuple[MonthEarned, ...]:
    """Return the last months, this one included, oldest first; months without a sale are zero.

    A month is one of the calendar in UTC, the currency the market's where none is named. What was
    refunded after completion is not taken off.
    """
    begins = _beginnings(business_now(), months)
    currency = currency or settings().currency
    rows = select(_MONTHS, [actor.require_user(), begins[0], currency])
    found = {row[0].date(): (row[1], int(row[2])) for row in rows}
    return tuple(
        MonthEarned(begin, orders, Money(earned, currency))
        for begin in begins
        for orders, earned in (found.get(begin.date(), (0, 0)),)
    )


def _beginnings(now: datetime, months: int) -> list[datetime]:
    begin = now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    found = [begin]
    while len(found) < months:
        begin = (begin - timedelta(days=1)).replace(day=1)
        found.append(begin)
    return found[::-1]
