"""The life of a case as a transition table. The README draws the same; a test holds the two
together. Spans are exact multiples of 24 hours on the business clock."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final, Literal

from ..types import CaseOutcome, CaseStatus, Role

CaseEvent = Literal[
    "answer", "agree", "withdraw", "escalate", "decide", "reply", "appeal", "take_effect",
    "decide_appeal", "overtake",
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
    ("appealed", "decide_appeal"): "closed",
    ("appealed", "overtake"): "closed",
}
TIMED: Final[frozenset[CaseStatus]] = frozenset({"awaiting_answer", "answered", "decided"})
WITH_STAFF: Final[frozenset[CaseStatus]] = frozenset({"with_staff", "appealed"})
ANSWER_H: Final = 48  # the other party's time to answer
REPLY_H: Final = 48  # the opener's time to say that it helped, after which staff look
STAFF_H: Final = 48  # what staff promise
APPEAL_H: Final = 48  # a decision is carried out after this, unless it is appealed
_SPAN_H: Final[dict[CaseStatus, int]] = {
    "awaiting_answer": ANSWER_H,
    "answered": REPLY_H,
    "with_staff": STAFF_H,
    "decided": APPEAL_H,
    "appealed": STAFF_H,
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
    return "respondent" if outcome == "refund" else "opener"
