"""What the staff desk draws: series by day from the marts, and how fresh they are.

Money is integer minor units of one currency; days without anything are 0, not absent.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from rethread.platform.kernel import settings

from .marts import find_served, query_marts
from .models import LakeLoad, WarehouseBuild


@dataclass(frozen=True, slots=True)
class DayValue:
    """One day of a series."""

    day: date
    value: int


@dataclass(frozen=True, slots=True)
class HourValue:
    """One hour of a series."""

    hour: datetime
    value: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LakeStatus:
    """When data last reached the lake and the marts, and whether the newest build failed."""

    last_load_at: datetime | None
    last_load_events: int
    loaded_through: datetime | None
    served_built_at: datetime | None
    served_through: datetime | None
    last_build_at: datetime | None
    last_build_began_at: datetime | None
    last_build_ok: bool
    last_build_failures: tuple[str, ...]


_DAILY = """
WITH days AS (SELECT date FROM marts.dim_date ORDER BY date DESC LIMIT $days)
SELECT days.date, CAST(coalesce(found.value, 0) AS BIGINT)
FROM days LEFT JOIN ({inner}) AS found ON found.day = days.date
ORDER BY days.date
"""
_ORDERS = "SELECT placed_date AS day, count(*) AS value FROM marts.fct_order GROUP BY 1"
_SUM = (
    "SELECT placed_date AS day, sum({what}) AS value FROM marts.fct_order "
    "WHERE currency = $currency GROUP BY 1"
)
_LIVE = """
SELECT days.date AS day, count(*) AS value
FROM days JOIN marts.dim_listing AS listing
    ON listing.valid_from < days.date + INTERVAL 1 DAY
    AND (listing.valid_to IS NULL OR listing.valid_to >= days.date + INTERVAL 1 DAY)
WHERE listing.status = 'live' GROUP BY 1
"""


def list_orders_per_day(*, days: int = 60) -> list[DayValue]:
    """Return how many orders were paid on each of the last days that the marts know.

    Raises:
        NotFound: nothing was built yet.
    """
    return _daily(_ORDERS, days)


def list_gmv_per_day(*, days: int = 60) -> list[DayValue]:
    """Return the price of the garments sold per day, without fees, in minor units.

    Raises:
        NotFound: nothing was built yet.
    """
    return _daily(_SUM.format(what="item_minor"), days, settings().currency)


def list_take_per_day(*, days: int = 60) -> list[DayValue]:
    """Return what the market charged per day, both sides' fees, by the day of the order.

    Raises:
        NotFound: nothing was built yet.
    """
    fees = "buyer_fee_minor + seller_fee_minor"
    return _daily(_SUM.format(what=fees), days, settings().currency)


def list_live_listings_per_day(*, days: int = 60) -> list[DayValue]:
    """Return how many listings were live at the end of each day (UTC).

    Raises:
        NotFound: nothing was built yet.
    """
    return _daily(_LIVE, days)


def list_events_per_hour(*, hours: int = 48) -> list[HourValue]:
    """Return how many events were placed on the bus in each of the last hours (wall clock).

    Raises:
        NotFound: nothing was built yet.
    """
    rows = query_marts(
        """
        WITH placed AS (
            SELECT date_trunc('hour', placed_at) AS hour, count(*) AS value
            FROM marts.fct_event GROUP BY 1
        ),
        bounds AS (SELECT max(hour) AS last_hour FROM placed)
        SELECT series.hour, CAST(coalesce(placed.value, 0) AS BIGINT)
        FROM bounds,
            unnest(generate_series(last_hour - to_hours(?), last_hour, INTERVAL 1 HOUR))
                AS series(hour)
        LEFT JOIN placed ON placed.hour = series.hour
        ORDER BY series.hour
        """,
        [hours - 1],
    )
    return [HourValue(hour, value) for hour, value in rows]


def get_lake_status() -> LakeStatus:
    """Return how fresh the lake and the marts are; nothing is an error here."""
    load = LakeLoad.objects.order_by("-finished_at").first()
    build = WarehouseBuild.objects.order_by("-finished_at").first()
    served = find_served()
    return LakeStatus(
        last_load_at=load.finished_at if load else None,
        last_load_events=load.events if load else 0,
        loaded_through=load.loaded_through if load else None,
        served_built_at=served.built_at if served else None,
        served_through=served.loaded_through if served else None,
        last_build_at=build.finished_at if build else None,
        last_build_began_at=build.started_at if build else None,
        last_build_ok=build.ok if build else True,
        last_build_failures=tuple(build.failures) if build else (),
    )


def _daily(inner: str, days: int, currency: str | None = None) -> list[DayValue]:
    params: dict[str, object] = {"days": days}
    if currency is not None:
        params["currency"] = currency
    # `inner` is one of the constants above; values are always bound.
    rows = query_marts(_DAILY.format(inner=inner), params)
    return [DayValue(day, value) for day, value in rows]
