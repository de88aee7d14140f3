"""One person asks twice about a small market's first order; one question becomes a case that ends
in peace. Everything is emitted as the services would."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from rethread.market.support.events import (
    emit_case_answered,
    emit_case_closed,
    emit_case_opened,
    emit_help_asked,
)
from rethread.platform.kernel import Actor

ACTOR = Actor.system("tests")


def complain(*, order_id: UUID, questions: tuple[UUID, UUID], case_id: UUID, at: datetime) -> int:
    """Ask two questions about an order, open a case from the second, withdraw it a day later;
    return how many events that was."""
    about: dict[str, Any] = {
        "actor": ACTOR,
        "object_kind": "order",
        "object_id": order_id,
        "order_id": order_id,
    }
    for question, reason in zip(questions, ("where_is_it", "damaged"), strict=True):
        emit_help_asked(
            **about,
            occurred_at=at,
            request_id=question,
            reason=reason,
            side="buyer",
            asker_key="buyer",
        )
    emit_case_opened(
        **about,
        occurred_at=at,
        case_id=case_id,
        request_id=questions[1],
        reason="damaged",
        opener_side="buyer",
        opener_key="buyer",
        status="awaiting_answer",
        holds_money=True,
        photo_count=1,
        due_at=at + timedelta(hours=48),
    )
    emit_case_answered(
        actor=ACTOR,
        occurred_at=at + timedelta(hours=5),
        case_id=case_id,
        agreed=False,
        photo_count=0,
        due_at=at + timedelta(hours=53),
    )
    emit_case_closed(
        actor=ACTOR,
        occurred_at=at + timedelta(hours=24),
        case_id=case_id,
        outcome="withdrawn",
        solved_by="parties",
    )
    return 5
