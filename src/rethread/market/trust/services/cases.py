"""Open cases and write decisions down: the one place where a decision comes into being, so that
none is without its reasons, its event and its audit entry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import cast
from uuid import UUID

from django.db import IntegrityError, transaction

from rethread.market.accounts.selectors import language_read_by
from rethread.market.catalogue.errors import ListingNotFound
from rethread.market.catalogue.selectors import access_listing_for_view
from rethread.platform.audit.services import record
from rethread.platform.kernel import Actor, business_now, invariant
from rethread.platform.kernel.fetching import fetch
from rethread.platform.kernel.languages import written_for
from rethread.platform.vault.services import pseudonym_for

from ..events import emit_decision_ended, emit_decision_taken
from ..models import LISTING_ACTIONS, Case, Decision, StatementOfReasons
from ..rules.grounds import reasons_for
from ..rules.prohibited import RULES_VERSION
from ..rules.transitions import DecisionStep, next_decision_status
from ..types import Action, Finding, Ground, ObjectKind, Source

SYSTEM = Actor.system("trust")
_KEEPS_BACK = "WHERE listing_id = %s AND action = ANY(%s) AND status = 'in_force' FOR UPDATE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What is to be decided, before it is written down."""

    action: Action
    ground: Ground
    facts: str
    automated: bool
    fixable: bool = False
    listing_id: UUID | None = None
    fingerprint: str = ""
    ends_at: datetime | None = None


def open_case(
    *,
    kind: ObjectKind,
    object_id: UUID,
    subject_id: UUID,
    source: Source,
    findings: Sequence[Finding] = (),
) -> Case:
    """Return the open case about an object, locked; new findings replace those it had."""
    found = [asdict(finding) for finding in findings]
    row = _open(kind, object_id)
    if row is None:
        try:
            with transaction.atomic():
                return Case.objects.create(
                    object_kind=kind,
                    object_id=object_id,
                    subject_id=subject_id,
                    source=source,
                    findings=found,
                    opened_at=business_now(),
                )
        except IntegrityError:
            row = _open(kind, object_id)
            invariant(row is not None, "somebody else has just opened the case")
    assert row is not None  # for the type checker: the invariant above
    if found:
        row.findings = found
        row.save(update_fields=["findings"])
    return row


def _open(kind: str, object_id: UUID) -> Case | None:
    rows = Case.objects.select_for_update().filter(object_kind=kind, object_id=object_id)
    return rows.filter(status="open").first()


def close_case(row: Case) -> None:
    """Note that a case is decided."""
    row.status, row.decided_at = "decided", business_now()
    row.save(update_fields=["status", "decided_at"])


def write(actor: Actor, case: Case, verdict: Verdict) -> Decision:
    """Write a decision with its statement of reasons; what it replaces is no longer in force."""
    now = business_now()
    if verdict.action in LISTING_ACTIONS:
        for row in in_force_for_listing(verdict.listing_id):
            step(actor, row, "replace")
    with written_for(language_read_by(case.subject_id)):  # whoever decides, they have to read it
        words = reasons_for(
            action=verdict.action,
            ground=verdict.ground,
            facts=verdict.facts,
            automated=verdict.automated,
            fixable=verdict.fixable,
            title=_title(verdict.listing_id),
            ends_at=verdict.ends_at,
            decided_at=now,
        )
    statement = StatementOfReasons.objects.create(
        what=words.what,
        why=words.why,
        until=words.until,
        how_to_mend=words.how_to_mend,
        how_to_appeal=words.how_to_appeal,
        written_at=now,
    )
    decision = Decision.objects.create(
        case=case,
        statement=statement,
        subject_id=case.subject_id,
        listing_id=verdict.listing_id,
        action=verdict.action,
        ground=verdict.ground,
        facts=verdict.facts,
        fixable=verdict.fixable,
        automated=verdict.automated,
        decided_by_id=None if verdict.automated else actor.require_user(),
        decided_at=now,
        ends_at=verdict.ends_at,
        rules_version=RULES_VERSION,
        fingerprint=verdict.fingerprint,
    )
    _tell(actor, case, decision)
    return decision


def _title(listing_id: UUID | None) -> str:
    if listing_id is None:
        return ""
    try:
        return access_listing_for_view(actor=SYSTEM, listing_id=listing_id).title
    except ListingNotFound:  # its seller has deleted it meanwhile
        return ""


def _tell(actor: Actor, case: Case, row: Decision) -> None:
    by = SYSTEM if row.automated else actor
    emit_decision_taken(
        actor=by,
        decision_id=row.id,
        case_id=case.id,
        action=cast(Action, row.action),
        ground=cast(Ground, row.ground),
        automated=row.automated,
        object_kind=cast(ObjectKind, case.object_kind),
        object_id=case.object_id,
        person_key=pseudonym_for(row.subject_id),
        source=cast(Source, case.source),
        rules_version=row.rules_version,
        open_s=max(0, int((row.decided_at - case.opened_at).total_seconds())),
        ends_at=row.ends_at,
    )
    record(
        actor=by,
        action="trust.decide",
        object_type="case",
        object_id=case.id,
        detail={"decision": str(row.id), "action": row.action, "ground": row.ground},
    )


def in_force_for_listing(listing_id: UUID | None) -> list[Decision]:
    """Return what keeps a listing from being public, locked (at most one)."""
    return fetch(Decision, _KEEPS_BACK, [listing_id, list(LISTING_ACTIONS)])


def step(actor: Actor, row: Decision, name: DecisionStep) -> None:
    """Move a decision along, and tell."""
    following = next_decision_status(row.status, name)
    invariant(following is not None, f"a decision that is {row.status} cannot {name}")
    row.status = following or row.status
    row.ended_at = row.ended_at or business_now()
    row.save(update_fields=["status", "ended_at"])
    emit_decision_ended(
        actor=actor,
        decision_id=row.id,
        outcome=row.status,  # type: ignore[arg-type]  # one of the statuses of the table
        person_key=pseudonym_for(row.subject_id),
    )
    record(
        actor=actor,
        action=f"trust.{name}_decision",
        object_type="case",
        object_id=row.case_id,
        detail={"decision": str(row.id)},
    )
