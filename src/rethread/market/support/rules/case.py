"""The life of a case as a transition table. The README draws the same; a test holds the two
together. Spans are exact multiples of 24 hours on the business clock."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final, Literal

from ..types import CaseOutcome, CaseStatus, Role

CaseEvent = Literal[
    "answer", "agree", "withdraw", "escalate", "decide", "reply", "appeal", "take_effect",
    "decide_appeal", "overtake", "ask_back", "send_back", "come_back",
]  # fmt: skip

CASE: Final[dict[tuple[CaseStatus, CaseEvent], CaseStatus]] = {
    ("awaiting_answer", "answer"): "answered",
    ("awaiting_answer", "agree"): "closed",
    ("awaiting_answer", "withdraw"): "closed",
    ("awaiting_answer", "escalate"): "with_staff",
    ("awaiting_answer", "overtake"): "closed",
    ("answered", "agree"): "closed",
    ("answered", "withdraw"): "closed",
    ("answered", "escalate"): "with_staff",
    ("answered", "overtake"): "closed",
    ("with_staff", "agree"): "closed",
    ("with_staff", "withdraw"): "closed",
    ("with_staff", "decide"): "decided",
    ("with_staff", "reply"): "closed",
    ("with_staff", "overtake"): "closed",
    ("decided", "appeal"): "appealed",
    ("decided", "take_effect"): "closed",
    ("decided", "overtake"): "closed",
    ("awaiting_answer", "ask_back"): "returning",
    ("answered", "ask_back"): "returning",
    ("with_staff", "ask_back"): "returning",
    ("decided", "send_back"): "returning",
    ("appealed", "send_back"): "returning",
    ("returning", "agree"): "closed",
    ("returning", "withdraw"): "closed",
    ("returning", "escalate"): "with_staff",
    ("returning", "come_back"): "closed",
    ("with_staff", "come_back"): "closed",
    ("decided", "come_back"): "closed",
    ("appealed", "come_back"): "closed",
    ("returning", "overtake"): "closed",
    ("appealed", "decide_appeal"): "closed",
    ("appealed", "overtake"): "closed",
}
TIMED: Final[frozenset[CaseStatus]] = frozenset(
    {"awaiting_answer", "answered", "decided", "returning"}
)
# What a piece can come back for: whoever says so has it in their hands.
RETURNABLE: Final[frozenset[str]] = frozenset({"not_as_described", "damaged"})
WITH_STAFF: Final[frozenset[CaseStatus]] = frozenset({"with_staff", "appealed"})
ANSWER_H: Final = 48  # the other party's time to answer
REPLY_H: Final = 48  # the opener's time to say that it helped, after which staff look
STAFF_H: Final = 48  # what staff promise
APPEAL_H: Final = 48  # a decision is carried out after this, unless it is appealed
RETURN_H: Final = 7 * 24  # the buyer's time to hand it to the carrier
CARRIED_H: Final = 14 * 24  # after the carrier's last word of it, staff look
_SPAN_H: Final[dict[CaseStatus, int]] = {
    "awaiting_answer": ANSWER_H,
    "answered": REPLY_H,
    "with_staff": STAFF_H,
    "decided": APPEAL_H,
    "appealed": STAFF_H,
    "returning": RETURN_H,
}


def next_case_status(status: CaseStatus, event: CaseEvent) -> CaseStatus | None:
    """Return where `event` takes a case, or None where it may not happen."""
    return CASE.get((status, event))


def due_after(status: CaseStatus, now: datetime) -> datetime | None:
    """Return the deadline that begins when a case reaches a status; None when it is closed."""
    hours = _SPAN_H.get(status)
    return now + timedelta(hours=hours) if hours is not None else None


def loser_of(outcome: CaseOutcome) -> Role:
    """Return who may appeal a decision: the one whom it goes against."""
    return "respondent" if outcome in {"refund", "return"} else "opener"
