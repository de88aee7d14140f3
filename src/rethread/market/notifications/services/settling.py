"""How a letter or a push ends, or waits for another attempt."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from rethread.platform.kernel.fetching import change

from ..models import QueuedLetter
from ..ports import MailFailed
from ..rules.timing import ATTEMPTS_MAX, retry_after
from ..types import LetterState

_SETTLE: Final = (
    "UPDATE notifications_queuedletter SET state = %s, problem = %s, settled_at = %s, "
    "carried_by = %s, leased_until = NULL WHERE id = ANY(%s) AND state = 'waiting'"
)
_LATER: Final = (
    "UPDATE notifications_queuedletter SET due_at = %s, attempts = attempts + %s, problem = %s, "
    "leased_until = NULL WHERE id = ANY(%s) AND state = 'waiting'"
)


def wait_until(row: QueuedLetter, moment: datetime) -> None:
    """Let one wait, without counting an attempt."""
    change(_LATER, [moment, 0, "", [row.id]])


def put_off(rows: Sequence[QueuedLetter], failure: MailFailed, now: datetime) -> None:
    """Let them wait for another attempt, or give up where none would help."""
    attempts = max(row.attempts for row in rows) + 1
    if failure.for_good or attempts >= ATTEMPTS_MAX:
        settle(rows, "gave_up", str(failure), now)
        return
    ids = [row.id for row in rows]
    change(_LATER, [now + retry_after(attempts), 1, str(failure)[:200], ids])


def settle(
    rows: Sequence[QueuedLetter],
    state: LetterState,
    problem: str,
    now: datetime,
    carried_by: UUID | None = None,
) -> bool:
    """Write down how they ended; return False, for who asks whether they are still open."""
    ids = [row.id for row in rows]
    change(_SETTLE, [state, problem[:200], now, carried_by, ids])
    return False
