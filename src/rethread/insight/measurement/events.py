"""Generated from contracts/measurement; do not edit.

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

LandingRecordedChannel = Literal[
    "paid_search",
    "paid_social",
    "display",
    "retargeting",
    "affiliate",
    "email",
    "organic_search",
    "organic_social",
    "referral",
    "direct",
    "other",
]


class LandingRecorded(Struct, frozen=True, kw_only=True):
    """A visit that agreed to statistics began on a page, or came again through another door; where
    from, in the words of the address and in a channel.
    """

    # The landing.
    landing_id: UUID

    # The channel that the taxonomy gave the landing.
    channel: LandingRecordedChannel

    # Version of the taxonomy that chose the channel.
    taxonomy_version: Annotated[int, Meta(ge=1, le=1000)]

    # utm_source, cleaned and in lower case.
    source: Annotated[str, Meta(max_length=100)] | None = None

    # utm_medium, cleaned and in lower case.
    medium: Annotated[str, Meta(max_length=100)] | None = None

    # utm_campaign, cleaned and in lower case.
    campaign: Annotated[str, Meta(max_length=100)] | None = None

    # utm_content, cleaned and in lower case.
    content: Annotated[str, Meta(max_length=100)] | None = None

    # Which kind of click id came along (gclid, fbclid ...); the id itself is never kept.
    click_kind: Annotated[str, Meta(max_length=20)] | None = None

    # Host of the page that linked here.
    referrer_host: Annotated[str, Meta(max_length=100)] | None = None

    # Which page it was (feed or search or listing ...).
    page_kind: Annotated[str, Meta(max_length=40)]

    # What was wrong with the address (too_long, repeated, control_characters, bad_encoding,
    # looks_personal, too_many); what was wrong was left out or cut.
    defects: Annotated[list[Annotated[str, Meta(max_length=40)]], Meta(max_length=6)]


LANDING_RECORDED = EventType(
    name="measurement.landing_recorded",
    version=1,
    partition_key="landing_id",
    payload=LandingRecorded,
)


def emit_landing_recorded(
    *,
    actor: Actor,
    occurred_at: datetime | None = None,
    context: EventContext | None = None,
    landing_id: UUID,
    channel: LandingRecordedChannel,
    taxonomy_version: int,
    source: str | None = None,
    medium: str | None = None,
    campaign: str | None = None,
    content: str | None = None,
    click_kind: str | None = None,
    referrer_host: str | None = None,
    page_kind: str,
    defects: list[str],
) -> UUID:
    """Emit `measurement.landing_recorded` and return the id of the event."""
    payload = LandingRecorded(
        landing_id=landing_id, channel=channel, taxonomy_version=taxonomy_version, source=source,
        medium=medium, campaign=campaign, content=content, click_kind=click_kind,
        referrer_host=referrer_host, page_kind=page_kind, defects=defects,
    )  # fmt: skip
    return emit(LANDING_RECORDED, payload, actor=actor, occurred_at=occurred_at, context=context)


class SpendRecorded(Struct, frozen=True, kw_only=True):
    """What a campaign cost on a day became known, or was corrected; the latest word on a day,
    channel and campaign counts.
    """

    # Day, channel, campaign and currency in one word.
    spend_key: Annotated[str, Meta(max_length=160)]

    # The day, as YYYY-MM-DD.
    spend_day: Annotated[str, Meta(min_length=10, max_length=10)]

    # The channel.
    channel: Annotated[str, Meta(max_length=40)]

    # The campaign; empty where the channel is not split into campaigns.
    campaign: Annotated[str, Meta(max_length=100)]

    # What it cost in minor units.
    amount_minor: Annotated[int, Meta(ge=0, le=9007199254740991)]

    # ISO 4217 code.
    currency: Annotated[str, Meta(min_length=3, max_length=3)]

    # 1 for the first word on it, one more for each correction.
    revision: Annotated[int, Meta(ge=1, le=1000000)]


SPEND_RECORDED = EventType(
    name="measurement.spend_recorded",
    version=1,
    partition_key="spend_key",
    payload=SpendRecorded,
)


def emit_spend_recorded(
    *,
    actor: Actor,
    occurred_at: datetime | None = None,
    context: EventContext | None = None,
    spend_key: str,
    spend_day: str,
    channel: str,
    campaign: str,
    amount_minor: int,
    currency: str,
    revision: int,
) -> UUID:
    """Emit `measurement.spend_recorded` and return the id of the event."""
    payload = SpendRecorded(
        spend_key=spend_key, spend_day=spend_day, channel=channel, campaign=campaign,
        amount_minor=amount_minor, currency=currency, revision=revision,
    )  # fmt: skip
    return emit(SPEND_RECORDED, payload, actor=actor, occurred_at=occurred_at, context=context)
