"""How every change of a boost is made: lock in one order, move by the table, tell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast
from uuid import UUID
from zoneinfo import ZoneInfo

from rethread.platform.kernel import Actor, business_now, invariant, settings
from rethread.platform.kernel.fetching import fetch, update
from rethread.platform.vault.services import pseudonym_for

from ..events import emit_boost_ended, emit_boost_paused, emit_boost_resumed
from ..models import Boost
from ..rules import BoostEvent, next_status
from ..types import BoostStatus, EndReason

SYSTEM = Actor.system("boosts")
_OF_SELLERS = (
    "WHERE seller_id = ANY(%s) AND (status <> 'ended' OR id = ANY(%s))"
    " ORDER BY id FOR NO KEY UPDATE"  # a page that notes what it shows waits for nobody
)


def market_zone() -> ZoneInfo:
    """Return the market's time zone, which its days are counted in."""
    return ZoneInfo(settings().time_zone)


def lock_boosts_of(seller_ids: Sequence[UUID], also: Sequence[UUID] = ()) -> list[Boost]:
    """Return the live boosts of sellers, and those of `also` that are over, locked in one order.

    What a seller owes is counted over all of their boosts, so all of them are held.
    """
    return fetch(Boost, _OF_SELLERS, [sorted(set(seller_ids)), list(also)])


def pause(boost: Boost) -> None:
    """Let a boost stand still because its seller owes as much as anybody may."""
    _move(boost, "owes_too_much")
    update(boost, "status")
    emit_boost_paused(
        actor=SYSTEM,
        boost_id=boost.id,
        listing_id=boost.listing_id,
        seller_key=pseudonym_for(boost.seller_id),
    )


def resume(boost: Boost) -> None:
    """Let a boost go on, now that a sale has paid what was owed."""
    _move(boost, "sale_paid")
    update(boost, "status")
    emit_boost_resumed(
        actor=SYSTEM,
        boost_id=boost.id,
        listing_id=boost.listing_id,
        seller_key=pseudonym_for(boost.seller_id),
    )


def end(boost: Boost, reason: EndReason, actor: Actor = SYSTEM) -> None:
    """End a boost for good and say why."""
    _move(boost, "end")
    boost.ended_at, boost.end_reason = business_now(), reason
    update(boost, "status", "ended_at", "end_reason")
    emit_boost_ended(
        actor=actor,
        boost_id=boost.id,
        listing_id=boost.listing_id,
        seller_key=pseudonym_for(boost.seller_id),
        reason=reason,
        clicks=boost.clicks,
        spent_minor=boost.spent_minor,
        currency=boost.currency,
    )


def _move(boost: Boost, event: BoostEvent) -> None:
    following = next_status(cast(BoostStatus, boost.status), event)
    invariant(following, f"a boost that is {boost.status} cannot see {event}")
    boost.status = str(following)
