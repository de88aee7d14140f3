"""What happens by itself when virtual time passes: settlement, expiry, arrival, forgotten keys.

Due rows are done one by one in order of their time, each at that very second, so that a clock moved
by a month leaves
the same trail as a month of waiting.
"""

from collections.abc import Callable

from rethread.sandbox.store import Store
from rethread.sandbox.stripe import balances, checkout, payouts
from rethread.sandbox.stripe.call import Call
from rethread.sandbox.stripe.options import PLATFORM_ACCOUNT

_KEY_LIFE_S = 24 * 3600


def next_due_at(store: Store) -> int | None:
    """Return when the next timer is due."""
    with store.lock:
        row = store.db.execute("SELECT MIN(at) FROM due").fetchone()
    return None if row[0] is None else int(row[0])


def run_next(call_at: Callable[[int, str], Call], store: Store, now: int) -> int | None:
    """Do the first due row, if its time has come, in one transaction.

    Return when the next is due.
    """
    with store.transaction() as db:
        row = db.execute(
            "SELECT at, action, subject FROM due WHERE at <= ?"
            " ORDER BY at, action, subject LIMIT 1",
            (now,),
        ).fetchone()
        if row is not None:
            at, action, subject = row
            db.execute("DELETE FROM due WHERE at = ? AND action = ? AND subject = ?", row)
            db.execute("DELETE FROM idempotency WHERE created <= ?", (at - _KEY_LIFE_S,))
            _ACTIONS[action](call_at, at, subject)
    return next_due_at(store)


def _settle(call_at: Callable[[int, str], Call], at: int, subject: str) -> None:
    balances.settle(call_at(at, subject))


def _expire_session(call_at: Callable[[int, str], Call], at: int, subject: str) -> None:
    call = call_at(at, PLATFORM_ACCOUNT)
    session = call.get("checkout.session", subject)
    if session["status"] == "open":
        checkout.expire(call, session)


def _arrive(call_at: Callable[[int, str], Call], at: int, subject: str) -> None:
    platform = call_at(at, PLATFORM_ACCOUNT)
    row = platform.db.execute("SELECT account FROM objects WHERE id = ?", (subject,)).fetchone()
    call = platform.on(str(row[0]))
    payouts.arrive(call, call.get("payout", subject))


_ACTIONS = {"settle": _settle, "expire_session": _expire_session, "arrive": _arrive}
