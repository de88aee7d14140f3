"""Send the letters that are due. A letter is claimed, handed over outside of any transaction, and
settled; one that is not taken waits and is tried again.

Whoever dies between handing over and settling leaves a lease behind; when it is over the letter is
handed over again under the same id, by which mail systems know it as the same.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from typing import Final, cast
from uuid import UUID
from zoneinfo import ZoneInfo

from rethread.market.accounts.selectors import users_by_ids
from rethread.market.accounts.types import UserView
from rethread.platform.kernel import settings, wall_now
from rethread.platform.kernel.fetching import change, fetch

from ..models import Notice, QueuedLetter
from ..ports import MailFailed, letter_writer, postman
from ..rules.kinds import BY_NAME
from ..rules.timing import LEASE, MARGIN, OLD_NEWS, after_quiet
from ..selectors import folded_view, wishes_of
from ..types import Channel, NoticeView, Recipient, Wishes
from .choosing import unsubscribe_token
from .pushing import push
from .settling import put_off, settle, wait_until

_log = logging.getLogger(__name__)
_TOO_LATE: Final = (
    "UPDATE notifications_queuedletter SET state = 'skipped', problem = 'too late', "
    "settled_at = %s, leased_until = NULL WHERE state = 'waiting' AND due_at < %s"
)
_FREE: Final = "state = 'waiting' AND due_at <= %s AND (leased_until IS NULL OR leased_until <= %s)"
_CLAIM: Final = f"""
UPDATE notifications_queuedletter SET leased_until = %s WHERE id IN (
    SELECT id FROM notifications_queuedletter WHERE {_FREE}
    ORDER BY due_at, id LIMIT %s FOR UPDATE SKIP LOCKED
)
"""  # noqa: S608  # constants only
# What goes out once a day goes out together, so the rest of a person's is claimed with the first.
_CLAIM_REST: Final = f"""
UPDATE notifications_queuedletter SET leased_until = %s WHERE id IN (
    SELECT id FROM notifications_queuedletter
    WHERE {_FREE} AND person_id = ANY(%s) AND kind = ANY(%s) FOR UPDATE SKIP LOCKED
)
"""  # noqa: S608  # constants only
_CLAIMED: Final = "WHERE state = 'waiting' AND leased_until = %s ORDER BY person_id, due_at, id"
_DAILY: Final = [kind.name for kind in BY_NAME.values() if kind.pace == "daily"]


def send_due_letters(now: datetime, limit: int) -> int:
    """Settle letters that are due at `now` and return how many were taken up.

    A notice that was read meanwhile writes no letter if it could wait; what falls into somebody's
    quiet hours waits for their end; what is two days late is let go.
    """
    let_go = change(_TOO_LATE, [now, now - OLD_NEWS])
    claimed = _claim(now, limit)
    people = users_by_ids({row.person_id for row in claimed}) if claimed else {}
    for person_id, rows in groupby(claimed, key=lambda row: row.person_id):
        _send_to(people.get(person_id), list(rows), now)
    return let_go + len(claimed)


def _runs_out(row: QueuedLetter) -> bool:
    """Tell whether the claim may end before this one is sent, so that another may take it too.

    Servers are slow then; what is left is sent by whoever claims it next.
    """
    ends = row.leased_until
    return ends is None or wall_now() > ends - MARGIN


def _claim(now: datetime, limit: int) -> list[QueuedLetter]:
    wall = wall_now()
    until = wall + LEASE  # to the microsecond, so it is also the mark of this claim
    if not change(_CLAIM, [until, now, wall, limit]):
        return []
    rows = fetch(QueuedLetter, _CLAIMED, [until])
    daily = {row.person_id for row in rows if row.kind in _DAILY}
    if daily and change(_CLAIM_REST, [until, now, wall, list(daily), _DAILY]):
        rows = fetch(QueuedLetter, _CLAIMED, [until])
    return rows


def _send_to(person: UserView | None, rows: Sequence[QueuedLetter], now: datetime) -> None:
    """Send one person's letters: each on its own, what is daily in one."""
    if person is None or not person.is_active or not person.email:
        settle(rows, "skipped", "nobody to write to", now)
        return
    wishes = wishes_of(person.id)
    ids = [row.notice_id for row in rows]
    notices = {row.id: row for row in fetch(Notice, "WHERE id = ANY(%s)", [ids])}
    open_rows = [row for row in rows if _is_open(row, notices.get(row.notice_id), wishes, now)]
    pushes = [row for row in open_rows if row.channel == "push"]
    open_rows = [row for row in open_rows if row.channel == "email"]
    for row in pushes:
        if not _runs_out(row):
            push(row, notices[row.notice_id], person.language, now)
    daily = [row for row in open_rows if row.kind in _DAILY]
    bundles = [[row] for row in open_rows if row.kind not in _DAILY] + ([daily] if daily else [])
    for bundle in bundles:
        if _runs_out(bundle[0]):
            return
        _hand_over(person, bundle, [notices[row.notice_id] for row in bundle], now)


def _is_open(row: QueuedLetter, notice: Notice | None, wishes: Wishes, now: datetime) -> bool:
    """Tell whether a letter should go now; settle or put off those that should not."""
    kind = BY_NAME.get(row.kind)
    if kind is None or notice is None:
        return settle([row], "skipped", "no such kind any more", now)
    if not wishes.wants(row.kind, cast(Channel, row.channel)):
        return settle([row], "skipped", "not wanted any more", now)
    if notice.read_at is not None and (kind.pace != "at_once" or row.channel == "push"):
        return settle([row], "skipped", "read before", now)
    later = after_quiet(wishes.quiet, now, ZoneInfo(settings().time_zone))
    if later > now and not kind.awake:
        wait_until(row, later)
        return False
    return True


def _hand_over(
    person: UserView, rows: Sequence[QueuedLetter], notices: Sequence[Notice], now: datetime
) -> None:
    letter_id, kind = rows[0].id, rows[0].kind
    to = Recipient(person.id, person.email, person.display_name, person.language)
    token = unsubscribe_token(person_id=person.id, kind=kind)
    try:
        letter = letter_writer().compose(
            letter_id=letter_id, to=to, notices=_alike_together(notices), unsubscribe=token
        )
        postman().send(letter)
    except MailFailed as failure:
        put_off(rows, failure, now)
    except Exception as error:  # noqa: BLE001  # a worker loop: one bad letter stops no other
        _log.exception("letter %s could not be written", letter_id)
        put_off(rows, MailFailed(type(error).__name__), now)
    else:
        settle(rows, "sent", "", now, carried_by=letter_id)


def _alike_together(notices: Sequence[Notice]) -> list[NoticeView]:
    """Fold what a digest would say several times about one thing, in the order of first mention."""
    groups: dict[tuple[str, UUID], list[Notice]] = {}
    for notice in sorted(notices, key=lambda row: row.id, reverse=True):
        groups.setdefault((notice.kind, notice.subject_id), []).append(notice)
    return [folded_view(rows) for rows in groups.values()]
