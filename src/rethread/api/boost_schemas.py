"""The shapes of boosts over the API: what their seller reads on the page."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

import msgspec

from rethread.market.boosts.types import (
    BoostAccount,
    BoostStatus,
    BoostTrail,
    BoostView,
    EndReason,
    FreeReason,
    Surface,
)

from .schemas import MoneyBody, money_body


class NewBoost(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A boost to start: for so many days, up to limits in minor units of the listing's currency."""

    listing_id: UUID
    days: int
    day_cap_minor: int
    cap_minor: int


class BoostBody(msgspec.Struct, frozen=True):
    """A boost as its seller sees it; `end_reason` is null while it is not over."""

    id: UUID
    listing_id: UUID
    status: BoostStatus
    click_price: MoneyBody
    day_cap: MoneyBody
    cap: MoneyBody
    spent: MoneyBody
    spent_today: MoneyBody
    clicks: int
    shown: int
    started_at: datetime
    ends_at: datetime
    ended_at: datetime | None
    end_reason: EndReason | None


class BoostListBody(msgspec.Struct, frozen=True):
    """The caller's boosts, the latest first, and what they owe for boosts.

    `owed` is written down already, `unsettled` is added up at midnight; beyond `owed_max` boosts
    stand still until a sale has paid.
    """

    data: list[BoostBody]
    owed: MoneyBody
    unsettled: MoneyBody
    owed_max: MoneyBody


class BoostClickBody(msgspec.Struct, frozen=True):
    """One click: where and when the listing was shown, when it was opened, and what that cost."""

    shown_at: datetime
    surface: Surface
    position: int
    clicked_at: datetime
    price: MoneyBody
    free_because: FreeReason | None


class BoostDayBody(msgspec.Struct, frozen=True):
    """What a day cost; `settled_at` is null until it is written down as owed."""

    day: date
    clicks: int
    amount: MoneyBody
    settled_at: datetime | None


class BoostTrailBody(msgspec.Struct, frozen=True):
    """A boost with every event that led to a charge, the latest first.

    `free` counts the clicks that cost nothing, `more` those that are not listed.
    """

    boost: BoostBody
    days: list[BoostDayBody]
    clicks: list[BoostClickBody]
    free: int
    more: int


def boost_body(boost: BoostView) -> BoostBody:
    """Turn a boost into its JSON shape."""
    return BoostBody(
        id=boost.id,
        listing_id=boost.listing_id,
        status=boost.status,
        click_price=money_body(boost.click_price),
        day_cap=money_body(boost.day_cap),
        cap=money_body(boost.cap),
        spent=money_body(boost.spent),
        spent_today=money_body(boost.spent_today),
        clicks=boost.clicks,
        shown=boost.shown,
        started_at=boost.started_at,
        ends_at=boost.ends_at,
        ended_at=boost.ended_at,
        end_reason=boost.end_reason,
    )


def list_body(boosts: tuple[BoostView, ...], account: BoostAccount) -> BoostListBody:
    """Turn boosts and what is owed for them into their JSON shape."""
    return BoostListBody(
        data=[boost_body(boost) for boost in boosts],
        owed=money_body(account.owed),
        unsettled=money_body(account.unsettled),
        owed_max=money_body(account.owed_max),
    )


def trail_body(trail: BoostTrail) -> BoostTrailBody:
    """Turn a boost's trail into its JSON shape."""
    return BoostTrailBody(
        boost=boost_body(trail.boost),
        days=[
            BoostDayBody(day.day, day.clicks, money_body(day.amount), day.settled_at)
            for day in trail.days
        ],
        clicks=[
            BoostClickBody(
                line.shown_at,
                line.surface,
                line.position,
                line.clicked_at,
                money_body(line.price),
                line.free_because,
            )
            for line in trail.clicks
        ],
        free=trail.free,
        more=trail.more,
    )
