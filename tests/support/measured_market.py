"""A market in which five people came through doors and two bought, with figures to check by hand.

Ada: letter (10 days before), own name (1 day before), then buys; later comes directly.
Bea: an ad in a feed as a stranger, is known a minute later, and buys without coming again.
Cem: retargeted twice in one visit (a page loaded again), buys nothing.
Dot: nobody ever signs in on this browser. Eve buys without any door on record.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db import transaction

from rethread.insight.measurement.events import emit_landing_recorded
from rethread.insight.measurement.rules.address import read_marks
from rethread.insight.measurement.rules.channels import TAXONOMY_VERSION, channel_of
from rethread.market.discovery.events import emit_listing_clicked, emit_listing_impressed
from rethread.market.orders.events import emit_order_placed
from rethread.platform.events import outbox
from rethread.platform.events.emit import EventContext
from rethread.platform.experiments.events import emit_unit_exposed
from rethread.platform.kernel import Actor
from tests.support.small_market import uid

NOON = datetime(2026, 3, 20, 12, 0, tzinfo=UTC)
LETTER = "utm_source=newsletter&utm_medium=email&utm_campaign=weekly"
BRAND = "gclid=x&utm_campaign=our_name"
FEED_AD = "utm_source=instagram&utm_medium=paid_social&utm_campaign=autumn"
FOLLOW = "utm_source=criteo&utm_medium=retargeting&utm_campaign=back"


def person(number: int) -> Actor:
    return Actor.user(uid(number))


def key_of(number: int) -> str:
    """Return the pseudonym that the tests' fixture gives a person."""
    return f"p-{uid(number).hex[-6:]}"


def people_come_and_buy() -> None:
    """Emit everything."""
    with transaction.atomic():
        _ada()
        _bea()
        _land(3, 5, FOLLOW, session="cem-1")
        _land(3, 5, FOLLOW, session="cem-1", minutes=2)
        _land(None, 4, "", browser="dot")
        _buy(5, 15, number=3)


def _ada() -> None:
    _land(1, 12, LETTER, session="ada-0")
    _land(1, 3, BRAND, session="ada-1")
    _buy(1, 2, number=1)
    _land(1, 1, "", session="ada-2")


def _bea() -> None:
    _land(None, 6, FEED_AD, browser="bea", session="bea-1")
    see(2, 6, browser="bea", minutes=1)
    _buy(2, 5, number=2, orders=2)


def _land(
    who: int | None,
    days_ago: int,
    query: str,
    *,
    browser: str | None = None,
    session: str | None = None,
    minutes: int = 0,
) -> None:
    marks = read_marks(query)
    at = NOON - timedelta(days=days_ago) + timedelta(minutes=minutes)
    emit_landing_recorded(
        actor=person(who) if who else Actor.anonymous(),
        occurred_at=at,
        context=EventContext(anonymous_id=browser, session_id=session, consent="analytics"),
        landing_id=UUID(int=uid(7000).int + days_ago * 100 + minutes + (who or 0) * 10_000),
        channel=channel_of(marks),
        taxonomy_version=TAXONOMY_VERSION,
        source=marks.source,
        medium=marks.medium,
        campaign=marks.campaign,
        click_kind=marks.click_kind,
        page_kind="feed",
        defects=list(marks.defects),
    )


def see(
    who: int | None, days_ago: float, *, browser: str, minutes: int = 0, opens: int = 0
) -> None:
    """Let a browser be shown a garment on the front page, and perhaps open it."""
    moment = NOON - timedelta(days=days_ago) + timedelta(minutes=minutes)
    context = EventContext(anonymous_id=browser, consent="analytics")
    actor = person(who) if who else Actor.anonymous()
    emit_listing_impressed(
        actor=actor, occurred_at=moment, context=context, listing_id=uid(1), ranking_id=uid(800),
        surface="feed", position=1,
    )  # fmt: skip
    for _ in range(opens):
        emit_listing_clicked(
            actor=actor, occurred_at=moment, context=context, listing_id=uid(1),
            ranking_id=uid(800), surface="feed", position=1,
        )  # fmt: skip


def _buy(who: int, days_ago: int, *, number: int, orders: int = 1) -> None:
    for place in range(orders):
        emit_order_placed(
            actor=person(who),
            occurred_at=NOON - timedelta(days=days_ago),
            order_id=uid(100 + number * 10 + place),
            checkout_id=uid(200 + number),
            buyer_key=key_of(who),
            seller_key="seller",
            listing_ids=[str(uid(number))],
            item_minor=1000,
            buyer_fee_minor=120,
            delivery_minor=300,
            seller_fee_minor=30,
            total_minor=1420,
            currency="GBP",
            fee_schedule_version=1,
        )


def expose_browsers(experiment: str, version: int, arms: dict[str, int], *, opens: int) -> None:
    """Let so many browsers of each arm see it and ten garments; those of the last open `opens`."""
    last = list(arms)[-1]
    with transaction.atomic(), outbox.batched():
        for variant, units in arms.items():
            for number in range(units):
                unit = f"{variant}-{number}"
                emit_unit_exposed(
                    actor=Actor.anonymous(),
                    occurred_at=NOON - timedelta(days=30),
                    context=EventContext(anonymous_id=unit, consent="analytics"),
                    experiment=experiment,
                    experiment_version=version,
                    variant=variant,
                    unit_key=unit,
                    weight_percent=50,
                )
                for shown in range(4):
                    see(
                        None, 29, browser=unit, minutes=shown,
                        opens=(opens if variant == last else 0) + (shown == number % 4),
                    )  # fmt: skip
