"""A few events of moderation: one report, a decision by a rule that is mended, one by a person that
is appealed and taken back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction

from rethread.market.trust.events import (
    emit_appeal_decided,
    emit_appeal_made,
    emit_decision_ended,
    emit_decision_taken,
    emit_notice_answered,
    emit_notice_submitted,
)

from .small_market import ACTOR, DAY_1, uid

HOUR = timedelta(hours=1)


def moderate_two_listings() -> int:
    """Emit everything and return how many events there are."""
    with transaction.atomic():
        return _mended() + _taken_back()


def _decision(number: int, **more: Any) -> dict[str, Any]:
    return {
        "actor": ACTOR,
        "decision_id": uid(600 + number),
        "case_id": uid(610 + number),
        "object_kind": "listing",
        "object_id": uid(number),
        "person_key": "seller",
        "rules_version": 1,
        **more,
    }


def _mended() -> int:
    emit_decision_taken(
        **_decision(1, action="hold_listing", ground="off_platform", automated=True),
        source="screening",
        open_s=0,
        occurred_at=DAY_1,
    )
    _end(1, "mended", 1)
    return 2


def _end(number: int, outcome: Any, hours: int) -> None:
    emit_decision_ended(
        actor=ACTOR,
        decision_id=uid(600 + number),
        outcome=outcome,
        person_key="seller",
        occurred_at=DAY_1 + hours * HOUR,
    )


def _taken_back() -> int:
    notice = {"actor": ACTOR, "notice_id": uid(620), "case_id": uid(612)}
    emit_notice_submitted(
        **notice,  # type: ignore[arg-type]  # as named
        object_kind="listing",
        object_id=uid(2),
        ground="counterfeit",
        reporter_key="buyer",
        person_key="seller",
        has_text=False,
        occurred_at=DAY_1,
    )
    emit_decision_taken(
        **_decision(2, action="remove_listing", ground="counterfeit", automated=False),
        source="notice",
        open_s=7200,
        occurred_at=DAY_1 + 2 * HOUR,
    )
    emit_notice_answered(
        **notice,  # type: ignore[arg-type]  # as named
        upheld=True,
        occurred_at=DAY_1 + 2 * HOUR,
    )
    appeal = {"actor": ACTOR, "appeal_id": uid(630), "decision_id": uid(602)}
    emit_appeal_made(**appeal, person_key="seller", occurred_at=DAY_1 + 3 * HOUR)  # type: ignore[arg-type]
    _end(2, "reversed", 4)
    emit_appeal_decided(
        **appeal,  # type: ignore[arg-type]  # as named
        outcome="reversed",
        by_another=True,
        open_s=3600,
        person_key="seller",
        occurred_at=DAY_1 + 4 * HOUR,
    )
    return 6
