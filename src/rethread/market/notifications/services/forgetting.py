"""Forget notices that nobody needs any more, so that the table does not grow for ever."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from rethread.platform.kernel import business_now
from rethread.platform.kernel.fetching import change

READ_KEPT: Final = timedelta(days=90)
UNREAD_KEPT: Final = timedelta(days=365)
_AT_ONCE: Final = 5000
_FORGET_LETTERS: Final = """
DELETE FROM notifications_queuedletter WHERE notice_id IN (
    SELECT notice.id FROM notifications_notice AS notice
    WHERE notice.happened_at < %s OR (notice.happened_at < %s AND notice.read_at IS NOT NULL)
    ORDER BY notice.id LIMIT %s
)
"""
_FORGET: Final = """
DELETE FROM notifications_notice WHERE id IN (
    SELECT notice.id FROM notifications_notice AS notice
    WHERE (notice.happened_at < %s OR (notice.happened_at < %s AND notice.read_at IS NOT NULL))
        AND NOT EXISTS (
            SELECT 1 FROM notifications_queuedletter AS letter WHERE letter.notice_id = notice.id
        )
    ORDER BY notice.id LIMIT %s
)
"""


def forget_old() -> int:
    """Forget what was read three months ago, and whatever is older than a year.

    What happened is not lost: orders, cases and decisions keep their own history.
    """
    now = business_now()
    params = [now - UNREAD_KEPT, now - READ_KEPT, _AT_ONCE]
    change(_FORGET_LETTERS, params)
    return change(_FORGET, params)
