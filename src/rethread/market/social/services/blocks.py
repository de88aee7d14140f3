"""Block and unblock people. Each is idempotent, and told once when it changed something."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from rethread.market.accounts.selectors import users_by_ids
from rethread.platform.kernel import Actor, business_now
from rethread.platform.vault.services import pseudonym_for

from ..errors import CannotBlock, PersonNotFound
from ..events import emit_person_blocked, emit_person_unblocked
from ..models import Block


def block_person(*, actor: Actor, person_id: UUID) -> bool:
    """Close messages between the actor and another person; return whether that was new.

    The other is not told. What was said before stays readable for both.

    Raises:
        CannotBlock: it is the actor.
        PersonNotFound: there is no such person.
    """
    blocker_id = actor.require_user()
    if person_id == blocker_id:
        raise CannotBlock
    if person_id not in users_by_ids([person_id]):
        raise PersonNotFound
    with transaction.atomic():
        _, made = Block.objects.get_or_create(
            blocker_id=blocker_id, blocked_id=person_id, defaults={"blocked_at": business_now()}
        )
        if made:
            emit_person_blocked(
                actor=actor,
                blocker_key=pseudonym_for(blocker_id),
                blocked_key=pseudonym_for(person_id),
            )
    return made


def unblock_person(*, actor: Actor, person_id: UUID) -> bool:
    """Take one's own block back and return whether there was one."""
    blocker_id = actor.require_user()
    with transaction.atomic():
        gone, _ = Block.objects.filter(blocker_id=blocker_id, blocked_id=person_id).delete()
        if gone:
            emit_person_unblocked(
                actor=actor,
                blocker_key=pseudonym_for(blocker_id),
                blocked_key=pseudonym_for(person_id),
            )
    return gone > 0
