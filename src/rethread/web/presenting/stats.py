"""A seller's figures: bars laid out for the page, and a row per piece."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rethread.market.catalogue.types import ListingCard, RailFigures
from rethread.market.discovery.types import Interest
from rethread.market.offers.types import OfferFigures
from rethread.market.orders.types.statements import MonthEarned
from rethread.platform.kernel.languages import date_format

from ..templatetags.web import format_money

CHART_WIDTH, CHART_HEIGHT, BASE = 320, 140, 112
GAP = 12
ABOVE = 20  # room over the tallest bar for its amount


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a chart, in its units; `label` says its value, `name` stands below."""

    x: int
    y: int
    width: int
    height: int
    middle: int
    name: str
    label: str
    amount: str


@dataclass(frozen=True, slots=True)
class StatRow:
    """A piece with how people took to it."""

    card: ListingCard
    opened: int
    likes: int
    bagged: int
    offers: OfferFigures


def month_bars(months: Sequence[MonthEarned]) -> list[Bar]:
    """Lay out earnings by month; the tallest bar fills the height."""
    most = max((month.earned.amount_minor for month in months), default=0) or 1
    step = CHART_WIDTH // max(len(months), 1)
    bars = []
    for at, month in enumerate(months):
        height = round(max(month.earned.amount_minor, 0) * (BASE - ABOVE) / most)
        name = date_format(month.begins_at, "M")
        bars.append(
            Bar(
                x=at * step + GAP // 2,
                y=BASE - height,
                width=step - GAP,
                height=height,
                middle=at * step + step // 2,
                name=name,
                label=f"{name}: {format_money(month.earned)}",
                amount=format_money(month.earned) if height else "",
            )
        )
    return bars


def stat_rows(
    cards: Sequence[ListingCard],
    interest: Mapping[UUID, Interest],
    likes: Mapping[UUID, int],
    offers: Mapping[UUID, OfferFigures],
) -> list[StatRow]:
    """Put pieces beside their interest, the most opened first."""
    rows = [
        StatRow(
            card=card,
            opened=interest[card.id].opened,
            likes=likes.get(card.id, 0),
            bagged=interest[card.id].bagged,
            offers=offers[card.id],
        )
        for card in cards
    ]
    return sorted(rows, key=lambda row: (-row.opened, -row.likes, row.card.title))


def offers_in_all(figures: Iterable[OfferFigures]) -> OfferFigures:
    """Add up what offers the pieces of a rail saw."""
    every = list(figures)
    return OfferFigures(
        received=sum(one.received for one in every),
        sent=sum(one.sent for one in every),
        countered=sum(one.countered for one in every),
        accepted=sum(one.accepted for one in every),
    )


def sell_through(figures: RailFigures) -> str:
    """Say how much of what was put up lately has sold, and how soon; or that it is too early."""
    if not figures.listed:
        return _("Nothing put up in the last 90 days.")
    said = ngettext(
        "%(sold)d of %(listed)d piece sold (%(share)d%%).",
        "%(sold)d of %(listed)d pieces sold (%(share)d%%).",
        figures.listed,
    ) % {
        "sold": figures.sold,
        "listed": figures.listed,
        "share": round(100 * figures.sold / figures.listed),
    }
    if figures.typical_time is None:
        return said
    days = max(1, round(figures.typical_time / timedelta(days=1)))
    soon = ngettext("Half within %(n)d day.", "Half within %(n)d days.", days)
    return f"{said} {soon % {'n': days}}"
