"""Note what a person has read. Repeating is no error, and reading never unreads."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from rethread.platform.kernel import Actor, business_now
from rethread.platform.kernel.fetching import change

_ALL: Final = (
    "UPDATE notifications_notice SET read_at = %s "
    "WHERE person_id = %s AND shown AND read_at IS NULL AND id <= %s"
)
_ABOUT: Final = (
    "UPDATE notifications_notice SET read_at = %s "
    "WHERE person_id = %s AND kind = ANY(%s) AND subject_id = %s AND read_at IS NULL"
)
# Several of one kind about one thing are shown as one, so they are read as one.
_LIKE_IT: Final = (
    "UPDATE notifications_notice AS other SET read_at = %s FROM notifications_notice AS one "
    "WHERE one.id = %s AND one.person_id = %s AND other.person_id = one.person_id "
    "AND other.kind = one.kind AND other.subject_id = one.subject_id AND other.read_at IS NULL"
)


def read_all(*, actor: Actor, up_to: UUID) -> int:
    """Note that the actor has read everything up to a notice; return how many were new to them.

    What came in after the page was drawn stays unread.
    """
    return change(_ALL, [business_now(), actor.require_user(), up_to])


def read_one(*, actor: Actor, notice_id: UUID) -> int:
    """Note that the actor has read a notice of theirs, and those it was shown together with."""
    return change(_LIKE_IT, [business_now(), notice_id, actor.require_user()])


def read_about(*, actor: Actor, kinds: tuple[str, ...], subject_id: UUID) -> int:
    """Note that the actor has seen the thing itself, so what was told about it is old."""
    return change(_ABOUT, [business_now(), actor.require_user(), list(kinds), subject_id])
