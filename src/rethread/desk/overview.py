"""The market at a glance, from the marts; and how old what they say is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from rethread.insight.lake.selectors import (
    DayValue,
    HourValue,
    LakeStatus,
    get_lake_status,
    list_events_per_hour,
    list_gmv_per_day,
    list_live_listings_per_day,
    list_orders_per_day,
    list_take_per_day,
)
from rethread.market.search.services import index_status
from rethread.platform.kernel import DomainError, Money, NotFound, settings, wall_now
from rethread.platform.kernel.languages import date_format
from rethread.platform.kernel.money import EXPONENTS, SYMBOLS

from .charts import ChartView, bar_chart, line_chart
from .edge import staff_only, surroundings

DAYS = 60
HOURS = 48
HOURS_MIN = 8
WEEK = 7
STALE_AFTER = timedelta(minutes=15)
TABLE_DAYS = 5


@dataclass(frozen=True, slots=True)
class Tile:
    """One number with what it means."""

    label: str
    value: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A small table of what a chart shows, for those who read numbers."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@require_safe
@staff_only
def overview(request: HttpRequest) -> HttpResponse:
    """Show orders, money and listings over time, and the time of the last load."""
    status = get_lake_status()
    context = surroundings("overview") | freshness(status)
    try:
        context |= _figures()
    except NotFound:
        context |= {"no_warehouse": True}
    context["failures"] = status.last_build_failures if not status.last_build_ok else ()
    return render(request, "desk/overview.html", context)


def freshness(status: LakeStatus) -> dict[str, object]:
    """Say when data last reached the lake, for every page that draws from it."""
    loaded = status.last_load_at
    if loaded is None:
        return {"loaded_at": None, "load_state": "never", "load_text": _("Nothing loaded yet")}
    age = wall_now() - loaded
    minutes = int(age.total_seconds() // 60)
    text = (
        _("Loaded just now")
        if minutes < 1
        else ngettext("Loaded %(n)d minute ago", "Loaded %(n)d minutes ago", minutes)
        % {"n": minutes}
    )
    state = "stale" if age > STALE_AFTER else "fresh"
    return {
        "loaded_at": loaded,
        "load_state": state,
        "load_text": text,
        "built_at": status.served_built_at,
    }


def _figures() -> dict[str, object]:
    orders = list_orders_per_day(days=DAYS)
    gmv = list_gmv_per_day(days=DAYS)
    take = list_take_per_day(days=DAYS)
    live = list_live_listings_per_day(days=DAYS)
    return {
        "tiles": _tiles(orders, gmv, take, live),
        "charts": _charts(orders, gmv, take, live),
        "orders_table": _table(orders, gmv, take),
    }


def _tiles(
    orders: Sequence[DayValue],
    gmv: Sequence[DayValue],
    take: Sequence[DayValue],
    live: Sequence[DayValue],
) -> list[Tile]:
    return [
        Tile(_("Orders, last 7 days"), f"{_week(orders):,}", _change(orders)),
        Tile(_("Sold, last 7 days"), _money(_week(gmv)), _change(gmv)),
        Tile(_("Fees, last 7 days"), _money(_week(take)), _change(take)),
        Tile(_("For sale now"), f"{live[-1].value:,}" if live else "0", ""),
        _search_tile(),
    ]


def _search_tile() -> Tile:
    try:
        index = index_status()
    except DomainError as error:
        return Tile(_("Search index"), _("not readable"), error.message)
    note = _("%(count)d waiting, %(lag).0f s behind") % {
        "count": index.waiting,
        "lag": index.lag_s,
    }
    return Tile(_("Search index"), f"{index.documents:,}", note)


def _week(series: Sequence[DayValue]) -> int:
    return sum(day.value for day in series[-WEEK:])


def _change(series: Sequence[DayValue]) -> str:
    before = sum(day.value for day in series[-2 * WEEK : -WEEK])
    if before == 0:
        return _("no week before to compare with")
    change = 100 * (_week(series) - before) / before
    return _("%(change)+.0f%% on the week before") % {"change": change}


def _money(amount_minor: int) -> str:
    return Money(amount_minor, settings().currency).format()


def _charts(
    orders: Sequence[DayValue],
    gmv: Sequence[DayValue],
    take: Sequence[DayValue],
    live: Sequence[DayValue],
) -> list[ChartView]:
    unit = SYMBOLS.get(settings().currency, "")
    scale = 10 ** EXPONENTS[settings().currency]
    hours = _since_the_first(list_events_per_hour(hours=HOURS))
    return [
        bar_chart(
            title=_("Orders per day"),
            key="orders_per_day",
            summary=_("%(n)d orders in %(days)d days") % {"n": _sum(orders), "days": len(orders)},
            labels=_days(orders),
            values=[day.value for day in orders],
        ),
        line_chart(
            title=_("Sold per day"),
            key="sold_per_day",
            summary=_("%(sum)s in %(days)d days") % {"sum": _money(_sum(gmv)), "days": len(gmv)},
            labels=_days(gmv),
            values=[day.value / scale for day in gmv],
            unit=unit,
        ),
        line_chart(
            title=_("Fees per day"),
            key="fees_per_day",
            summary=_("%(sum)s in %(days)d days") % {"sum": _money(_sum(take)), "days": len(take)},
            labels=_days(take),
            values=[day.value / scale for day in take],
            unit=unit,
        ),
        line_chart(
            title=_("Listings for sale"),
            key="listings_for_sale",
            summary=_("%(n)d for sale at the end") % {"n": live[-1].value if live else 0},
            labels=_days(live),
            values=[day.value for day in live],
        ),
        bar_chart(
            title=_("Events per hour"),
            key="events_per_hour",
            summary=_("%(n)d events in %(hours)d hours")
            % {"n": sum(hour.value for hour in hours), "hours": len(hours)},
            labels=[date_format(localtime(hour.hour), "D H:i") for hour in hours],
            values=[hour.value for hour in hours],
        ),
    ]


def _since_the_first(hours: Sequence[HourValue]) -> Sequence[HourValue]:
    """Leave out the hours before a young market had any event, but show a few in any case."""
    first = next((at for at, hour in enumerate(hours) if hour.value), 0)
    return hours[min(first, max(0, len(hours) - HOURS_MIN)) :]


def _sum(series: Sequence[DayValue]) -> int:
    return sum(day.value for day in series)


def _days(series: Sequence[DayValue]) -> list[str]:
    return [date_format(day.day, "j M") for day in series]


def _table(orders: Sequence[DayValue], gmv: Sequence[DayValue], take: Sequence[DayValue]) -> Table:
    money = {day.day: day.value for day in gmv}
    fees = {day.day: day.value for day in take}
    rows = tuple(
        (
            date_format(day.day, "D j M"),
            f"{day.value:,}",
            _money(money.get(day.day, 0)),
            _money(fees.get(day.day, 0)),
        )
        for day in reversed(orders[-TABLE_DAYS:])
    )
    return Table(_("The last days"), (_("Day"), _("Orders"), _("Sold"), _("Fees")), rows)
