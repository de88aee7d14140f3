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
        ranking_id=ranking_id,
        profile_key=profile_key,
        rung=rung,
        model_id=model_id,
        feature_schema=feature_schema,
        actions_through=actions_through,
        candidates=candidates,
        listing_ids=listing_ids,
        listing_versions=listing_versions,
        heat_versions=heat_versions,
        sources=sources,
        propensities_ppm=propensities_ppm,
        features=features,
    )
    return emit(FEED_RANKED, payload, actor=actor, occurred_at=occurred_at, context=context)
