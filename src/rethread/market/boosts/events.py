"""Generated from contracts/boosts; do not edit.

The typed events of this domain. An `emit_` function checks its event against the
contract and adds it to the outbox of the current transaction; it refuses to run outside
of one."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta, Struct

from rethread.platform.events.emit import EventContext, EventType, emit
from rethread.platform.kernel import Actor


class BoostCharged(Struct, frozen=True, kw_only=True):
    """What the clicks of a day cost was written down as owed by the seller."""

    # The boost.
    boost_id: UUID

    # The listing that is boosted.
    listing_id: UUID

    # Pseudonym of who pays for it.
    seller_key: Annotated[str, Meta(max_length=64)]

    # The day (YYYY-MM-DD) in the time zone of the market.
    day: Annotated[str, Meta(min_length=10, max_length=10)]

    # How many clicks were charged.
    clicks: Annotated[int, Meta(ge=1, le=1000000)]

    # What they cost, in minor units.
    amount_minor: Annotated[int, Meta(ge=0, le=9007199254740991)]

    # ISO 4217 code.
    currency: Annotated[str, Meta(min_length=3, max_length=3)]


BOOST_CHARGED = EventType(
    name="boosts.boost_charged",
    version=1,
    partition_key="boost_id",
    payload=BoostCharged,
)


def emit_boost_charged(
    *,
    actor: Actor,
    occurred_at: datetime | None = None,
    context: EventContext | None = None,
    boost_id: UUID,
    listing_id: UUID,
    seller_key: str,
    day: str,
    clicks: int,
    amount_minor: int,
    currency: str,
) -> UUID:
    """Emit `boosts.boost_charged` and return the id of the event."""
    payload = BoostCharged(
        boost_id=boost_id, listing_id=listing_id, seller_key=seller_key, day=day, clicks=clicks,
        amount_minor=amount_minor, currency=currency,
    )  # fmt: skip
    return emit(BOOST_CHARGED, payload, actor=actor, occurred_at=occurred_at, context=context)


BoostClickedSurface = Literal[
    "feed",
    "search",
]
BoostClickedFreeBecause = Literal[
    "own",
    "repeated",
    "window_over",
    "ended",
    "paused",
    "unavailable",
    "day_cap",
    "cap",
    "owed",
]


class BoostClicked(Struct, frozen=True, kw_only=True):
    """Somebody followed the card of a boosted listing in a place that was paid for; it cost its
    seller the price, or nothing and why.
    """

    # The boost.
    boost_id: UUID

    # The listing that is boosted.
    listing_id: UUID

    # Pseudonym of who pays for it.
    seller_key: Annotated[str, Meta(max_length=64)]

    # The event of the click.
    click_id: UUID

    # The ranking that showed it.
    ranking_id: UUID

    # Where it was shown.
    surface: BoostClickedSurface

    # Place in the ranking, counted from 1.
    position: Annotated[int, Meta(ge=1, le=100000)]

    # What the click cost its seller; 0 where it was free, in minor units.
    price_minor: Annotated[int, Meta(ge=0, le=9007199254740991)]

    # ISO 4217 code.
    currency: Annotated[str, Meta(min_length=3, max_length=3)]

    # Why it was free; absent where it was not.
    free_because: BoostClickedFreeBecause | None = None


BOOST_CLICKED = EventType(
    name="boosts.boost_clicked",
    version=1,
    partition_key="boost_id",
    payload=BoostClicked,
)


def emit_boost_clicked(
    *,
    actor: Actor,
    occurred_at: datetime | None = None,
    context: EventContext | None = None,
    boost_id: UUID,
    listing_id: UUID,
    seller_key: str,
    click_id: UUID,
    ranking_id: UUID,
    surface: BoostClickedSurface,
    position: int,
    price_minor: int,
    currency: str,
    free_because: BoostClickedFreeBecause | None = None,
) -> UUID:
    """Emit `boosts.boost_clicked` and return the id of the event."""
    payload = BoostClicked(
        boost_id=boost_id, listing_id=listing_id, seller_key=seller_key, click_id=click_id,
        ranking_id=ranking_id, surface=surface, position=position, price_minor=price_minor,
        currency=currency, free_because=free_because,
    )  # fmt: skip
    return emit(BOOST_CLICKED, payload, actor=actor, occurred_at=occurred_at, context=context)


BoostEndedReason = Literal[
    "time",
    "cap",
    "sold",
    "gone",
    "stopped",
]


class BoostEnded(Struct, frozen=True, kw_only=True):
    """A boost is over and costs nothing from here on."""

    # The boost.
    boost_id: UUID

    # The listing that is boosted.
    listing_id: UUID

    # Pseudonym of who pays for it.
    seller_key: Annotated[str, Meta(max_length=64)]

    # What ended it.
    reason: BoostEndedReason

    # How many clicks were charged in all.
    clicks: Annotated[int, Meta(ge=0, le=10000000)]

    # What they cost, in minor units.
    spent_minor: Annotated[int, Meta(ge=0, le=9007199254740991)]

    # ISO 4217 code.
    currency: Annotated[str, Meta(min_length=3, max_length=3)]


BOOST_ENDED = EventType(
    name="boosts.boost_ended",
    version=1,
    partition_key="boost_id",
    payload=BoostEnded,
)


def emit_boost_ended(
    *,
    actor: Actor,
    occurred_at: datetime | None = None,
    context: EventContext | None = None,
    boost_id: UUID,
    listing_id: UUID,
    seller_key: str,
    reason: BoostEndedReason,
    clicks: int,
    spent_minor: int,
    currency: str,
) -> UUID:
    """Emit `boosts.boost_ended` and return the id of the event."""
    payload = BoostEnded(
        boost_id=boost_id, listing_id=listing_id, seller_key=seller_key, reason=reason,
        clicks=clicks, spent_minor=spent_minor, currency=currency,
    )  # fmt: skip
    return emit(BOOST_ENDED, payload, actor=actor, occurred_at=occurred_at, context=context)


class BoostPaused(Struct, frozen=True, kw_only=True):
    """A boost stands still, because its seller owes as much as anybody may for boosts."""

    # The boost.
    boost_id: UUID

    # The listing that is boosted.
    listing_id: UUID

    # Pseudonym of who pays for it.
    seller_key: Annotated[str, Meta(max_length=64)]


BOOST_PAUSED = EventType(
    name="boosts.boost_paused",
    version=1,
    partition_key="boost_id",
    payload=BoostPaused,
)


def emit_boost_paused(
    *,
    actor: Actor,
    occurred_at: datetime | None = None,
    context: EventContext | None = None,
    boost_id: UUID,
    listing_id: UUID,
    seller_key: str,
) -> UUID:
    """Emit `boosts.boost_paused` and return the id of the event."""
    payload = BoostPaused(
        boost_id=boost_id, listing_id=listing_id, seller_key=seller_key,
    )  # fmt: skip
    return emit(BOOST_PAUSED, payload, actor=actor, occurred_at=occurred_at, context=context)


class BoostResumed(Struct, frozen=True, kw_only=True):
    """A sale paid what was owed and a boost goes on."""

    # The boost.
    boost_id: UUID

    # The listing that is boosted.
    listing_id: UUID

    # Pseudonym of who pays for it.
    seller_key: Annotated[str, Meta(max_length=64)]


BOOST_RESUMED = EventType(
    name="boosts.boost_resumed",
    version=1,
    partition_key="boost_id",
    payload=BoostResumed,
)


def emit_boost_resumed(
    *,
    actor: Actor,
    occurred_at: datetime | None = None,
    context: EventContext | None = None,
    boost_id: UUID,
    listing_id: UUID,
    seller_key: str,
) -> UUID:
    """Emit `boosts.boost_resumed` and return the id of the event."""
    payload = BoostResumed(
        boost_id=boost_id, listing_id=listing_id, seller_key=seller_key,
    )  # fmt: skip
    return emit(BOOST_RESUMED, payload, actor=actor, occurred_at=occurred_at, context=context)


class BoostStarted(Struct, frozen=True, kw_only=True):
    """A seller began to pay for places of one of their listings."""

    # The boost.
    boost_id: UUID

    # The listing that is boosted.
    listing_id: UUID

    # Pseudonym of who pays for it.
    seller_key: Annotated[str, Meta(max_length=64)]

    # Price of a click, in minor units.
    click_minor: Annotated[int, Meta(ge=0, le=9007199254740991)]

    # The most it may cost on a day, in minor units.
    day_cap_minor: Annotated[int, Meta(ge=0, le=9007199254740991)]

    # The most it may cost in all, in minor units.
    cap_minor: Annotated[int, Meta(ge=0, le=9007199254740991)]

    # ISO 4217 code.
    currency: Annotated[str, Meta(min_length=3, max_length=3)]

    # Which version of the rates named the price.
    rate_version: Annotated[int, Meta(ge=1, le=1000000)]

    # For how many days at most.
    days: Annotated[int, Meta(ge=1, le=90)]


BOOST_STARTED = EventType(
    name="boosts.boost_started",
    version=1,
    partition_key="boost_id",
    payload=BoostStarted,
)


def emit_boost_started(
    *,
    actor: Actor,
    occurred_at: datetime | None = None,
    context: EventContext | None = None,
    boost_id: UUID,
    listing_id: UUID,
    seller_key: str,
    click_minor: int,
    day_cap_minor: int,
    cap_minor: int,
    currency: str,
    rate_version: int,
    days: int,
) -> UUID:
    """Emit `boosts.boost_started` and return the id of the event."""
    payload = BoostStarted(
        boost_id=boost_id, listing_id=listing_id, seller_key=seller_key, click_minor=click_minor,
        day_cap_minor=day_cap_minor, cap_minor=cap_minor, currency=currency,
        rate_version=rate_version, days=days,
    )  # fmt: skip
    return emit(BOOST_STARTED, payload, actor=actor, occurred_at=occurred_at, context=context)
