"""Write a case's timeline and tell the rest of the market. Words stay here; events carry codes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from rethread.market.media.selectors import photo_hashes
from rethread.platform.kernel import Actor, invariant

from ..errors import InvalidEvidence
from ..events import CaseClosedOutcome, CaseClosedSolvedBy, emit_case_closed
from ..models import Case, CaseEntry, Evidence
from ..rules.case import CaseEvent, due_after, next_case_status
from ..rules.checking import PHOTOS_MAX
from ..selectors.cases import role_in
from ..types import CaseStatus, EntryKind


def lock_case(case_id: UUID) -> Case | None:
    """Return a case, locked, or None. Its order, if any, is locked after it, never before."""
    return Case.objects.select_for_update().filter(pk=case_id).first()


def checked_photos(actor: Actor, photo_ids: Sequence[UUID]) -> dict[UUID, str]:
    """Return the hashes of the photos somebody puts on record.

    Raises:
        InvalidEvidence: too many, or not their own.
    """
    wanted = list(dict.fromkeys(photo_ids))
    if len(wanted) > PHOTOS_MAX:
        raise InvalidEvidence(_("Send %(count)d photos at most.") % {"count": PHOTOS_MAX})
    hashes = photo_hashes(wanted, owner_id=actor.require_user()) if wanted else {}
    if set(hashes) != set(wanted):
        raise InvalidEvidence(_("One of the photos cannot be found. Send it again."))
    return {photo_id: hashes[photo_id] for photo_id in wanted}


def write_entry(
    case: Case,
    actor: Actor,
    kind: EntryKind,
    now: datetime,
    text: str = "",
    photos: dict[UUID, str] | None = None,
) -> None:
    """Add an entry to a case's timeline."""
    entry = CaseEntry.objects.create(
        case=case,
        kind=kind,
        role=role_in(case, actor) or "system",
        author_id=actor.user_id,
        at=now,
        text=text,
    )
    Evidence.objects.bulk_create(
        Evidence(entry=entry, photo_id=photo_id, sha256=mark, position=position)
        for position, (photo_id, mark) in enumerate((photos or {}).items())
    )


def move_case(case: Case, event: CaseEvent, now: datetime) -> CaseStatus:
    """Take a locked case where `event` leads, with the deadline that begins there; unsaved."""
    following = next_case_status(case.status, event)  # type: ignore[arg-type]  # a known status
    invariant(following, f"a case that is {case.status} cannot see {event}")
    case.status = following or case.status
    case.due_at = due_after(following, now) if following else case.due_at
    return case.status  # type: ignore[return-value]  # from the table


def close_case(
    case: Case,
    actor: Actor,
    event: CaseEvent,
    now: datetime,
    *,
    outcome: CaseClosedOutcome,
    solved_by: CaseClosedSolvedBy,
) -> None:
    """Close a locked case: its outcome is carried out by the caller, in the same transaction."""
    move_case(case, event, now)
    case.outcome, case.solved_by, case.closed_at = outcome, solved_by, now
    case.save()
    write_entry(case, Actor.system("support.cases"), "closed", now)
    emit_case_closed(actor=actor, case_id=case.id, outcome=outcome, solved_by=solved_by)
