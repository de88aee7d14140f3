"""Cards that are declined, again and again, on one pay page: somebody tries out stolen numbers. The
page is closed, and what was declined is counted for whoever asks whether this person may buy."""

from __future__ import annotations

from rethread.platform.kernel.fetching import fetch_one

from ..models import Payment
from ..ports import SessionState
from ..rules.machines import PAYMENT, step
from .intending import intend
from .paying import expire_key

DECLINES_MAX = 6  # a person who mistypes, or whose bank is strict, needs fewer
_LOCKED = "WHERE session_id = %s FOR UPDATE"


def apply_declines(state: SessionState, declines: int) -> None:
    """Remember how many cards were declined on a pay page, and close it when they are too many.

    Never counts back. A page that was paid in the meantime is left alone.
    """
    payment = fetch_one(Payment, _LOCKED, [state.id])
    if payment is None or declines <= payment.declines:
        return
    payment.declines = declines
    if declines >= DECLINES_MAX and payment.status == "open":
        payment.status = step(PAYMENT, payment.status, "expiring")
        intend(kind="expire_session", key=expire_key(payment.id), subject_id=payment.id)
    payment.save(update_fields=["declines", "status"])
