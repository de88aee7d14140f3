"""Reads of notices: one's own, and by its secret address for who is signed out."""

from __future__ import annotations

import hashlib
import hmac
from typing import cast
from uuid import UUID

from django.utils.translation import gettext as _

from rethread.platform.kernel import Actor

from ..errors import NoticeNotFound
from ..models import Notice
from ..types import Ground, NoticeView, ObjectKind

NOTICES_SHOWN = 50


def list_own_notices(actor: Actor) -> tuple[NoticeView, ...]:
    """Return what the actor has reported, newest first."""
    rows = Notice.objects.select_related("case").filter(reporter_id=actor.require_user())
    return tuple(notice_view(row) for row in rows.order_by("-id")[:NOTICES_SHOWN])


def count_unread_answers(actor: Actor) -> int:
    """Return how many answers to notices the actor has not looked at; a visitor has none."""
    if actor.user_id is None:
        return 0
    mine = Notice.objects.filter(reporter_id=actor.user_id, answered_at__isnull=False)
    return mine.filter(read_at__isnull=True).count()


def access_notice(actor: Actor, notice_id: UUID, token: str = "") -> NoticeView:
    """Return a notice of the actor's, or one whose secret token is given.

    Raises:
        NoticeNotFound: there is none that this person may read.
    """
    row = Notice.objects.select_related("case").filter(pk=notice_id).first()
    if row is None or not _may_read(actor, row, token):
        raise NoticeNotFound
    return notice_view(row)


def find_reporter(notice_id: UUID) -> UUID | None:
    """Return who made a notice, if they were signed in; for callers that tell them the answer."""
    rows = Notice.objects.filter(pk=notice_id)
    return rows.values_list("reporter_id", flat=True).first()


def _may_read(actor: Actor, row: Notice, token: str) -> bool:
    if actor.is_staff or (row.reporter_id is not None and row.reporter_id == actor.user_id):
        return True
    return bool(token and row.token_digest) and hmac.compare_digest(
        digest_of(token), row.token_digest
    )


def digest_of(token: str) -> str:
    """Return what is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def notice_view(row: Notice) -> NoticeView:
    """Turn a row (with its case) into the data that leaves this package."""
    return NoticeView(
        notice_id=row.id,
        case_id=row.case_id,
        object_kind=cast(ObjectKind, row.case.object_kind),
        object_id=row.case.object_id,
        ground=cast(Ground, row.ground),
        text=row.text,
        made_at=row.made_at,
        answered_at=row.answered_at,
        upheld=row.upheld,
        answer=_answer(row),
    )


def _answer(row: Notice) -> str:
    if row.answered_at is None:
        return ""
    if row.upheld:
        return _(
            "Thank you. You were right to tell us: a person looked at it and did something about "
            "it. What exactly stays between us and the person concerned."
        )
    return _(
        "Thank you for telling us. A person looked at it and found that it keeps to our rules. If "
        "you know more than we could see, report it again and tell us."
    )
