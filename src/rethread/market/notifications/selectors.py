"""Reads of notifications: what a person was told, what they want, what waits to be sent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import cast
from uuid import UUID
from zoneinfo import ZoneInfo

from rethread.platform.kernel import Actor, settings
from rethread.platform.kernel.fetching import fetch, select

from .errors import InvalidCursor
from .models import Notice, PushDevice, QueuedLetter, QuietHours, Refusal
from .types import (
    Channel,
    Device,
    DeviceView,
    Hours,
    LetterRow,
    LetterState,
    NoticePage,
    NoticeView,
    Wishes,
)

READ_AT_ONCE = 200  # rows behind one page; what is alike among them is folded together
COUNTED_MAX = 100
_SHOWN = "WHERE person_id = %s AND shown ORDER BY id DESC LIMIT %s"
_OLDER = "WHERE person_id = %s AND shown AND id < %s ORDER BY id DESC LIMIT %s"
_UNREAD = (
    "SELECT count(*) FROM (SELECT 1 FROM notifications_notice "
    "WHERE person_id = %s AND shown AND read_at IS NULL LIMIT %s) AS unread"
)


def list_notices(actor: Actor, cursor: str = "", limit: int = 30) -> NoticePage:
    """Return a page of what the actor was told, newest first, with what is alike in one.

    Raises:
        InvalidCursor: the cursor is not one of ours.
    """
    person_id = actor.require_user()
    if cursor:
        rows = fetch(Notice, _OLDER, [person_id, _cursor_id(cursor), READ_AT_ONCE])
    else:
        rows = fetch(Notice, _SHOWN, [person_id, READ_AT_ONCE])
    groups = _folded(rows)
    shown = groups[:limit]
    more = len(groups) > limit or len(rows) == READ_AT_ONCE
    following = str(shown[-1][-1].id) if more and shown else ""
    return NoticePage(tuple(folded_view(group) for group in shown), following)


def _folded(rows: Sequence[Notice]) -> list[list[Notice]]:
    """Group rows, newest first, that follow one another and differ in nothing but their moment."""
    zone = ZoneInfo(settings().time_zone)
    groups: list[list[Notice]] = []
    last: tuple[str, UUID, date, bool] | None = None
    for row in rows:
        mark = (row.kind, row.subject_id, row.happened_at.astimezone(zone).date(), _is_read(row))
        if mark == last:
            groups[-1].append(row)
        else:
            groups.append([row])
        last = mark
    return groups


def _is_read(row: Notice) -> bool:
    return row.read_at is not None


def folded_view(rows: Sequence[Notice]) -> NoticeView:
    """Turn rows that are alike, newest first, into the data that leaves this package."""
    newest = rows[0]
    return NoticeView(
        notice_id=newest.id,
        kind=newest.kind,
        subject_id=newest.subject_id,
        facts=newest.facts,
        happened_at=newest.happened_at,
        read=_is_read(newest),
        count=len(rows),
    )


def _cursor_id(cursor: str) -> UUID:
    try:
        return UUID(cursor)
    except ValueError as error:
        raise InvalidCursor from error


def count_unread_notices(actor: Actor) -> int:
    """Return how many notices the actor has not read, at most 100; a visitor has none."""
    if actor.user_id is None:
        return 0
    return int(select(_UNREAD, [actor.user_id, COUNTED_MAX])[0][0])


def wishes_of(person_id: UUID) -> Wishes:
    """Return what a person wants to be told, and how."""
    rows = Refusal.objects.filter(person_id=person_id).values_list("kind", "channel")
    hours = QuietHours.objects.filter(person_id=person_id).first()
    return Wishes(
        off=frozenset((kind, cast(Channel, channel)) for kind, channel in rows),
        quiet=Hours(hours.start, hours.end) if hours is not None else Hours(),
    )


def notices_by_ids(notice_ids: Iterable[UUID]) -> dict[UUID, NoticeView]:
    """Return notices by id, for callers that have checked permission; unknown ids are absent."""
    rows = Notice.objects.filter(pk__in=set(notice_ids))
    return {row.id: folded_view([row]) for row in rows}


def list_letters(*, state: LetterState | None = None, limit: int = 100) -> tuple[LetterRow, ...]:
    """Return letters of the queue, newest first, for the desk; callers have checked that."""
    rows = QueuedLetter.objects.order_by("-id")
    if state is not None:
        rows = rows.filter(state=state)
    return tuple(
        LetterRow(
            letter_id=row.id,
            channel=cast(Channel, row.channel),
            kind=row.kind,
            state=cast(LetterState, row.state),
            due_at=row.due_at,
            attempts=row.attempts,
            problem=row.problem,
            sent_at=row.settled_at if row.state == "sent" else None,
        )
        for row in rows[:limit]
    )


def count_waiting_letters() -> tuple[int, int]:
    """Return how many letters wait, and how many of those were refused at least once."""
    found = select(
        "SELECT count(*), count(*) FILTER (WHERE attempts > 0) FROM notifications_queuedletter "
        "WHERE state = 'waiting'"
    )
    return int(found[0][0]), int(found[0][1])


def list_devices(actor: Actor) -> tuple[DeviceView, ...]:
    """Return the browsers in which the actor is told, newest first."""
    rows = PushDevice.objects.filter(person_id=actor.require_user()).order_by("-made_at", "-id")
    return tuple(DeviceView(row.id, row.name, row.made_at, row.reached_at) for row in rows)


def devices_of(person_id: UUID) -> tuple[Device, ...]:
    """Return where a person's pushes go, for who sends them."""
    rows = PushDevice.objects.filter(person_id=person_id).order_by("made_at", "id")
    return tuple(Device(row.id, row.endpoint, row.p256dh, row.auth) for row in rows)
