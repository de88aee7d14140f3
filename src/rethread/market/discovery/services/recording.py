"""Remember what people do, in the transaction in which they do it, and count interest later.

A profile is a pseudonym, or the browser of a visitor who agreed to statistics; without either,
nothing is remembered.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, cast
from uuid import UUID

from django.db import connection

from rethread.platform.events.outbox import batched
from rethread.platform.kernel import Actor, new_id, wall_now
from rethread.platform.kernel.fetching import change, select
from rethread.platform.vault.services import pseudonym_for

from ..events import emit_action_recorded, emit_heat_counted
from ..models import Action
from ..rules.history import ACTIONS_KEPT
from ..types import ActionKind, ItemFacts, PastAction
from .known_items import facts_by_ids, microseconds, read_row, write_row
from .shelf import known_facts

_SYSTEM: Final = Actor.system("discovery")
_COUNTED_AS: Final = {"view": "clicks", "click": "clicks", "like": "likes", "bag": "bags"}
_APPEND = """
INSERT INTO discovery_action
    (profile_key, counted, id, sequence, listing_id, listing_version, kind, acted_at, facts)
SELECT %s, false, id, sequence, listing_id, version, kind, acted_at, facts::jsonb
FROM unnest(
    %s::uuid[], %s::bigint[], %s::uuid[], %s::int[], %s::text[], %s::timestamptz[], %s::text[]
) AS new(id, sequence, listing_id, version, kind, acted_at, facts)
"""
_PAST = (
    "SELECT sequence, kind, acted_at, facts::text FROM discovery_action "
    "WHERE profile_key = %s ORDER BY sequence DESC LIMIT %s"
)
UNCOUNTED = "SELECT 1 FROM discovery_action WHERE NOT counted"
_NEXT = (
    "INSERT INTO discovery_profile AS kept (key, sequence, updated_at) VALUES (%s, %s, %s) "
    "ON CONFLICT (key) DO UPDATE SET sequence = kept.sequence + excluded.sequence, "
    "updated_at = excluded.updated_at RETURNING sequence"
)
_ADD_HEAT = """
INSERT INTO discovery_listingheat AS heat (listing_id, clicks, likes, bags, version)
SELECT id, clicks, likes, bags, 1
FROM unnest(%s::uuid[], %s::bigint[], %s::bigint[], %s::bigint[]) AS more(id, clicks, likes, bags)
ON CONFLICT (listing_id) DO UPDATE SET
    clicks = heat.clicks + excluded.clicks, likes = heat.likes + excluded.likes,
    bags = heat.bags + excluded.bags, version = heat.version + 1
RETURNING listing_id, version, clicks, likes, bags
"""
_CHANGED = (
    "INSERT INTO discovery_listingchange (listing_id, transaction_id, changed_at) "
    "SELECT id, pg_current_xact_id()::text::bigint, %s FROM unnest(%s::uuid[]) AS id"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAction:
    """What somebody has just done."""

    profile_key: str
    listing_id: UUID
    kind: ActionKind
    acted_at: datetime


def profile_key_of(user_id: UUID | None, visitor_id: str | None = None) -> str | None:
    """Return whose feed it is: the person's, the consenting visitor's, or nobody's."""
    if user_id is not None:
        return pseudonym_for(user_id)
    return f"visitor:{visitor_id}" if visitor_id else None


def record_actions(actions: Sequence[NewAction]) -> int:
    """Append actions to their profiles in the caller's transaction; return how many.

    Listings that are not public are left out: there is nothing to learn from them.
    """
    wanted = {action.listing_id for action in actions}
    facts = known_facts(wanted)
    facts |= facts_by_ids(wanted - facts.keys())
    recorded = 0
    for key in sorted({action.profile_key for action in actions}):
        theirs = [a for a in actions if a.profile_key == key and a.listing_id in facts]
        if not theirs:
            continue
        first = _take_numbers(key, len(theirs))
        _append(key, first, theirs, facts)
        for number, action in enumerate(theirs, start=first):
            emit_action_recorded(
                actor=_SYSTEM,
                occurred_at=action.acted_at,
                profile_key=key,
                sequence=number,
                listing_id=action.listing_id,
                listing_version=facts[action.listing_id].version,
                kind=action.kind,
            )
        recorded += len(theirs)
    return recorded


def _append(
    key: str, first: int, actions: Sequence[NewAction], facts: dict[UUID, ItemFacts]
) -> None:
    """Insert actions under the numbers from `first` on; their number changes no text."""
    of_each = [facts[action.listing_id] for action in actions]
    columns = [
        [new_id() for _ in actions],
        list(range(first, first + len(actions))),
        [action.listing_id for action in actions],
        [fact.version for fact in of_each],
        [action.kind for action in actions],
        [action.acted_at for action in actions],
        [write_row(fact) for fact in of_each],
    ]
    change(_APPEND, [key, *columns])


def _take_numbers(key: str, count: int) -> int:
    """Return the first of `count` numbers; the row stays locked until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [key, count, wall_now()])
        return int(cursor.fetchone()[0]) - count + 1


def past_actions(profile_key: str) -> tuple[PastAction, ...]:
    """Return a profile's last fifty actions, the latest first; one query."""
    return tuple(
        PastAction(
            sequence=sequence,
            kind=cast(ActionKind, kind),
            acted_us=microseconds(acted_at),
            item=read_row(facts),
        )
        for sequence, kind, acted_at, facts in select(_PAST, [profile_key, ACTIONS_KEPT])
    )


def note_changes(listing_ids: Iterable[UUID]) -> None:
    """Note, in the caller's transaction, that listings changed."""
    with connection.cursor() as cursor:
        cursor.execute(_CHANGED, [wall_now(), sorted(set(listing_ids))])


def count_heat(limit: int = 500) -> int:
    """Add the actions that were not counted yet to the interest in their listings.

    Each new count is an event, so that any count that was ever ranked by can be found again.
    """
    with batched():
        rows = list(
            Action.objects.select_for_update(skip_locked=True)
            .filter(counted=False)
            .order_by("id")[:limit]
            .values_list("id", "listing_id", "kind")
        )
        if not rows:
            return 0
        Action.objects.filter(pk__in=[row[0] for row in rows]).update(counted=True)
        more: dict[UUID, Counter[str]] = {}
        for _, listing_id, kind in rows:
            if kind in _COUNTED_AS:
                more.setdefault(listing_id, Counter())[_COUNTED_AS[kind]] += 1
        if more:
            _add_heat(more)
            note_changes(more)
    return len(rows)


def _add_heat(more: dict[UUID, Counter[str]]) -> None:
    ids = sorted(more)  # in one order, so that two transactions cannot deadlock
    counts = [[more[one][what] for one in ids] for what in ("clicks", "likes", "bags")]
    with connection.cursor() as cursor:
        cursor.execute(_ADD_HEAT, [ids, *counts])
        rows = {row[0]: row[1:] for row in cursor.fetchall()}
    for listing_id in ids:
        version, clicks, likes, bags = rows[listing_id]
        emit_heat_counted(
            actor=_SYSTEM,
            listing_id=listing_id,
            heat_version=version,
            clicks=clicks,
            likes=likes,
            bags=bags,
        )


def oldest_uncounted() -> datetime | None:
    """Return the moment of an action that waits to be counted, or None."""
    return Action.objects.filter(counted=False).values_list("acted_at", flat=True).first()


__all__ = [
    "NewAction", "count_heat", "note_changes", "oldest_uncounted",
    "past_actions", "profile_key_of", "record_actions",
]  # fmt: skip
