"""Tell people that something happened. Telling the same thing again tells nobody anything."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from rethread.platform.kernel import Actor, business_now, invariant, settings
from rethread.platform.kernel.fetching import select
from rethread.platform.kernel.ids import uuid7_from
from rethread.platform.live.signalling import signal

from ..rules.kinds import BY_NAME, Kind
from ..rules.timing import due_after
from ..types import Fact

# One statement tells everybody: the notice, unless they were told; a letter and a push, where they
# want them. Every part sees the tables as they were before it, so "unread" means an earlier notice.
_TELL: Final = """
WITH given AS (
    SELECT each.*, %(kind)s::text AS kind, %(subject)s::uuid AS subject_id, %(key)s::text AS key,
        %(facts)s::jsonb AS facts, %(at)s::timestamptz AS at, %(now)s::timestamptz AS told_at,
        %(due)s::timestamptz AS due_at
    FROM unnest(%(notices)s::uuid[], %(letters)s::uuid[], %(pushes)s::uuid[], %(people)s::uuid[])
        AS each (notice_id, letter_id, push_id, person_id)
), told AS (
    INSERT INTO notifications_notice
        (id, person_id, kind, subject_id, dedupe_key, facts, happened_at, shown)
    SELECT notice_id, person_id, kind, subject_id, key, facts, at,
        %(shown)s::boolean AND NOT EXISTS (
            SELECT 1 FROM notifications_refusal AS no
            WHERE no.person_id = given.person_id AND no.kind = given.kind
                AND no.channel = 'in_app'
        )
    FROM given
    ON CONFLICT DO NOTHING
    RETURNING id, person_id
), carried AS (
    SELECT letter_id AS id, notice_id, given.person_id, kind, 'email' AS channel, due_at, told_at
    FROM told JOIN given ON given.notice_id = told.id
    WHERE %(email)s::boolean
    UNION ALL
    SELECT push_id, notice_id, given.person_id, kind, 'push', told_at, told_at
    FROM told JOIN given ON given.notice_id = told.id
    WHERE %(push)s::boolean AND EXISTS (
        SELECT 1 FROM notifications_pushdevice AS device
        WHERE device.person_id = given.person_id
    )
), written AS (
    INSERT INTO notifications_queuedletter
        (id, notice_id, person_id, kind, channel, state, due_at, made_at, attempts, problem)
    SELECT carried.id, notice_id, person_id, kind, channel, 'waiting', due_at, told_at, 0, ''
    FROM carried
    WHERE NOT EXISTS (
        SELECT 1 FROM notifications_refusal AS no
        WHERE no.person_id = carried.person_id AND no.kind = carried.kind
            AND no.channel = carried.channel
    ) AND NOT (%(once)s::boolean AND EXISTS (
        SELECT 1 FROM notifications_notice AS earlier
        WHERE earlier.person_id = carried.person_id AND earlier.kind = carried.kind
            AND earlier.subject_id = %(subject)s::uuid AND earlier.read_at IS NULL
    ))
)
SELECT person_id FROM told
"""


def notify(
    *,
    actor: Actor,
    kind: str,
    people: Sequence[UUID],
    subject_id: UUID,
    key: str,
    facts: Mapping[str, Fact] | None = None,
    happened_at: datetime | None = None,
) -> int:
    """Tell people of something and return how many had not been told of it yet.

    `kind` is one of `rules.kinds`; `subject_id` is what it leads to; `key` names what happened
    (an order's id, an event's id): a person is told of a kind and key once, however often this
    is called. `facts` are what the words need: titles, amounts, codes; never names, addresses or
    what somebody wrote. It joins the caller's transaction, and pages that are open hear of it
    when that commits.
    """
    invariant(actor.is_system, "people are told by the market, not by one another")
    what = BY_NAME.get(kind)
    invariant(what is not None, f"there is no kind of notification called {kind}")
    if what is None or not people:
        return 0
    with transaction.atomic():
        told = _tell(what, list(dict.fromkeys(people)), subject_id, key, facts, happened_at)
        if told and what.place == "activity":
            signal(told, topic="activity")
    return len(told)


def _tell(
    kind: Kind,
    people: list[UUID],
    subject_id: UUID,
    key: str,
    facts: Mapping[str, Fact] | None,
    happened_at: datetime | None,
) -> list[UUID]:
    now = business_now()
    at = happened_at or now
    rows = select(
        _TELL,
        {
            "notices": [_id(at, kind.name, key, "notice", str(one)) for one in people],
            "letters": [_id(at, kind.name, key, "letter", str(one)) for one in people],
            "pushes": [_id(at, kind.name, key, "push", str(one)) for one in people],
            "people": people,
            "kind": kind.name,
            "subject": subject_id,
            "key": key,
            "facts": json.dumps(dict(facts or {})),
            "at": at,
            "now": now,
            "shown": kind.place == "activity",
            "due": due_after(kind.pace, now, ZoneInfo(settings().time_zone)),
            "email": kind.email,
            "push": kind.carries("push"),
            "once": kind.once,
        },
    )
    return [person_id for (person_id,) in rows]


def _id(at: datetime, *parts: str) -> UUID:
    """Return an id that sorts by when it happened; what was told decides the rest of it.

    Nothing is drawn, so a seeded market draws the same whether or not anybody is told of it.
    """
    digest = hashlib.sha256("\n".join(parts).encode()).digest()
    number = int.from_bytes(digest[:10], "big")
    return uuid7_from(int(at.timestamp() * 1000), number >> 62, number)
