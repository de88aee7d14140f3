"""Generated from contracts/discovery; do not edit.

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

ActionRecordedKind = Literal[
    "view",
    "click",
    "like",
    "unlike",
    "bag",
    "buy",
]


class ActionRecorded(Struct, frozen=True, kw_only=True):
    """Something a person did with a listing became part of what ranks their feed."""

    # Whose feed it shapes: a person's pseudonym, or a consenting visitor's browser.
    profile_key: Annotated[str, Meta(max_length=64)]

    # Counts the actions of this profile from 1, in the order in which they became known.
    sequence: Annotated[int, Meta(ge=1, le=9007199254740991)]

    # The listing.
    listing_id: UUID

    # Which version of the listing was known at that moment.
    listing_version: Annotated[int, Meta(ge=1, le=2147483647)]

    # What was done.
    kind: ActionRecordedKind


ACTION_RECORDED = EventType(
    name="discovery.action_recorded",
    version=1,
    partition_key="listing_id",
    payload=ActionRecorded,
)


def emit_action_recorded(
    *,
    actor: Actor,
    occurred_at: datetime | None = None,
    context: EventContext | None = None,
    profile_key: str,
    sequence: int,
    listing_id: UUID,
    listing_version: int,
    kind: ActionRecordedKind,
) -> UUID:
    """Emit `discovery.action_recorded` and return the id of the event."""
    payload = ActionRecorded(
        profile_key=profile_key, sequence=sequence, listing_id=listing_id,
        listing_version=listing_version, kind=kind,
    )  # fmt: skip
    return emit(ACTION_RECORDED, payload, actor=actor, occurred_at=occurred_at, context=context)


FeedRankedRung = Literal[
    "trees",
    "rules",
    "popular",
]


class FeedRanked(Struct, frozen=True, kw_only=True):
    """A feed was ranked for one person; what the ranker saw of the garments at its head."""

    # Names this ranking; impressions and clicks cite it.
    ranking_id: UUID

    # Whose feed it is: a person's pseudonym, or a consenting visitor's browser.
    profile_key: Annotated[str, Meta(max_length=64)]

    # Which step of the ladder ranked it.
    rung: FeedRankedRung

    # The model that ranked it; absent below the trees.
    model_id: Annotated[str, Meta(max_length=64)] | None = None

    # Version of the features.
    feature_schema: Annotated[int, Meta(ge=1, le=100000)]

    # The profile's latest action that the ranking knew, by sequence; 0 where there was none.
    actions_through: Annotated[int, Meta(ge=0, le=9007199254740991)]

    # How many garments were ranked.
    candidates: Annotated[int, Meta(ge=0, le=100000)]

    # The garments at the head, in order of position.
    listing_ids: Annotated[list[Annotated[str, Meta(max_length=36)]], Meta(max_length=48)]

    # The version of each that was ranked.
    listing_versions: Annotated[list[Annotated[str, Meta(max_length=12)]], Meta(max_length=48)]

    # Which count of the interest in each was known; 0 where nobody had shown any.
    heat_versions: Annotated[list[Annotated[str, Meta(max_length=20)]], Meta(max_length=48)]

    # Where each was found.
    sources: Annotated[list[Annotated[str, Meta(max_length=20)]], Meta(max_length=48)]

    # Chance of each to be shown there, in millionths.
    propensities_ppm: Annotated[list[Annotated[str, Meta(max_length=8)]], Meta(max_length=48)]

    # The features of each as 32-bit floats, little-endian, in base64.
    features: Annotated[list[Annotated[str, Meta(max_length=400)]], Meta(max_length=48)]


FEED_RANKED = EventType(
    name="discovery.feed_ranked",
    version=1,
    partition_key="ranking_id",
    payload=FeedRanked,
)


def emit_feed_ranked(
    *,
    actor: Actor,
    occurred_at: datetime | None = None,
    context: EventContext | None = None,
    ranking_id: UUID,
    profile_key: str,
    rung: FeedRankedRung,
    model_id: str | None = None,
    feature_schema: int,
    actions_through: int,
    candidates: int,
    listing_ids: list[str],
    listing_versions: list[str],
    heat_versions: list[str],
    sources: list[str],
    propensities_ppm: list[str],
    features: list[str],
) -> UUID:
    """Emit `discovery.feed_ranked` and return the id of the event."""
    payload = FeedRanked(
        ranking_id=ranking_id, profile_key=profile_key, rung=rung, model_id=model_id,
        feature_schema=feature_schema, actions_through=actions_through, candidates=candidates,
        listing_ids=listing_ids, listing_versions=listing_versions, heat_versions=heat_versions,
        sources=sources, propensities_ppm=propensities_ppm, features=features,
    )  # fmt: skip
    return emit(FEED_RANKED, payload, actor=actor, occurred_at=occurred_at, context=context)


class HeatCounted(Struct, frozen=True, kw_only=True):
    """The interest in a listing was counted anew."""

    # The listing.
    listing_id: UUID

    # Counts the counts of this listing from 1.
    heat_version: Annotated[int, Meta(ge=0, le=2147483647)]

    # How often its page was opened so far.
    clicks: Annotated[int, Meta(ge=0, le=2147483647)]

    # How often it was liked so far.
    likes: Annotated[int, Meta(ge=0, le=2147483647)]

    # How often it was put into a bag so far.
    bags: Annotated[int, Meta(ge=0, le=2147483647)]


HEAT_COUNTED = EventType(
    name="discovery.heat_counted",
    version=1,
    partition_key="listing_id",
    payload=HeatCounted,
)


def emit_heat_counted(
    *,
    actor: Actor,
    occurred_at: datetime | None = None,
    context: EventContext | None = None,
    listing_id: UUID,
    heat_version: int,
    clicks: int,
    likes: int,
    bags: int,
) -> UUID:
    """Emit `discovery.heat_counted` and return the id of the event."""
    payload = HeatCounted(
        listing_id=listing_id, heat_version=heat_version, clicks=clicks, likes=likes, bags=bags,
    )  # fmt: skip
    return emit(HEAT_COUNTED, payload, actor=actor, occurred_at=occurred_at, context=context)


ListingClickedSurface = Literal[
    "feed",
    "search",
    "shop",
    "listing",
    "likes",
    "bag",
    "direct",
]


class ListingClicked(Struct, frozen=True, kw_only=True):
    """A person followed a listing's card."""

    # The listing.
    listing_id: UUID

    # The ranking that put it there.
    ranking_id: UUID

    # Where it was met.
    surface: ListingClickedSurface

    # Place in the ranking, counted from 1.
    position: Annotated[int, Meta(ge=1, le=100000)]


LISTING_CLICKED = EventType(
    name="discovery.listing_clicked",
    version=1,
    partition_key="listing_id",
    payload=ListingClicked,
)


def emit_listing_clicked(
    *,
    actor: Actor,
    occurred_at: datetime | None = None,
    context: EventContext | None = None,
    listing_id: UUID,
    ranking_id: UUID,
    surface: ListingClickedSurface,
    position: int,
) -> UUID:
    """Emit `discovery.listing_clicked` and return the id of the event."""
    payload = ListingClicked(
        listing_id=listing_id, ranking_id=ranking_id, surface=surface, position=position,
    )  # fmt: skip
    return emit(LISTING_CLICKED, payload, actor=actor, occurred_at=occurred_at, context=context)


ListingImpressedSurface = Literal[
    "feed",
    "search",
    "shop",
    "listing",
    "likes",
    "bag",
    "direct",
]
ListingImpressedSource = Literal[
    "fresh",
    "popular",
    "followed_shop",
    "similar",
    "together",
    "explore",
    "boosted",
]


class ListingImpressed(Struct, frozen=True, kw_only=True):
    """At least half of a listing's card was on a person's screen for a second."""

    # The listing.
    listing_id: UUID

    # The ranking that put it there.
    ranking_id: UUID

    # Where it was met.
    surface: ListingImpressedSurface

    # Place in the ranking, counted from 1.
    position: Annotated[int, Meta(ge=1, le=100000)]

    # Where the ranking found it; absent where nothing was ranked for a person.
    source: ListingImpressedSource | None = None

    # Chance that the ranking would show it on this page, in millionths; absent where nothing was
    # ranked for a person.
    propensity_ppm: Annotated[int, Meta(ge=1, le=1000000)] | None = None


LISTING_IMPRESSED = EventType(
    name="discovery.listing_impressed",
    version=1,
    partition_key="listing_id",
    payload=ListingImpressed,
)


def emit_listing_impressed(
    *,
    actor: Actor,
    occurred_at: datetime | None = None,
    context: EventContext | None = None,
    listing_id: UUID,
    ranking_id: UUID,
    surface: ListingImpressedSurface,
    position: int,
    source: ListingImpressedSource | None = None,
    propensity_ppm: int | None = None,
) -> UUID:
    """Emit `discovery.listing_impressed` and return the id of the event."""
    payload = ListingImpressed(
        listing_id=listing_id, ranking_id=ranking_id, surface=surface, position=position,
        source=source, propensity_ppm=propensity_ppm,
    )  # fmt: skip
    return emit(LISTING_IMPRESSED, payload, actor=actor, occurred_at=occurred_at, context=context)


ListingViewedSurface = Literal[
    "feed",
    "search",
    "shop",
    "listing",
    "likes",
    "bag",
    "direct",
]


class ListingViewed(Struct, frozen=True, kw_only=True):
    """A person opened the page of a listing."""

    # The listing.
    listing_id: UUID

    # The ranking that put it there; absent when the page was reached from outside.
    ranking_id: UUID | None = None

    # Where it was met.
    surface: ListingViewedSurface

    # Place in the ranking, counted from 1.
    position: Annotated[int, Meta(ge=1, le=100000)] | None = None


LISTING_VIEWED = EventType(
    name="discovery.listing_viewed",
    version=1,
    partition_key="listing_id",
    payload=ListingViewed,
)


def emit_listing_viewed(
    *,
    actor: Actor,
    occurred_at: datetime | None = None,
    context: EventContext | None = None,
    listing_id: UUID,
    ranking_id: UUID | None = None,
    surface: ListingViewedSurface,
    position: int | None = None,
) -> UUID:
    """Emit `discovery.listing_viewed` and return the id of the event."""
    payload = ListingViewed(
        listing_id=listing_id, ranking_id=ranking_id, surface=surface, position=position,
    )  # fmt: skip
    return emit(LISTING_VIEWED, payload, actor=actor, occurred_at=occurred_at, context=context)
