"""Note that somebody has read what was decided about them."""

from __future__ import annotations

from rethread.platform.kernel import Actor, business_now

from ..models import Appeal, StatementOfReasons


def read_standing(*, actor: Actor) -> None:
    """Mark the actor's statements and answered appeals as read; repeating is no error."""
    person_id, now = actor.require_user(), business_now()
    StatementOfReasons.objects.filter(decision__subject_id=person_id, read_at__isnull=True).update(
        read_at=now
    )
    Appeal.objects.filter(
        decision__subject_id=person_id, decided_at__isnull=False, read_at__isnull=True
    ).update(read_at=now)
