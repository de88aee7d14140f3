"""Write and read the audit trail. It joins its caller's transaction, so what did not happen is
not in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from rethread.platform.kernel import Actor, business_now, invariant

from .models import AuditEntry


@dataclass(frozen=True, slots=True)
class AuditRecord:
    """One entry as others read it."""

    id: UUID
    actor: str
    action: str
    object_type: str
    object_id: str
    detail: Mapping[str, Any]
    happened_at: datetime


def record(
    *,
    actor: Actor,
    action: str,
    object_type: str,
    object_id: UUID | str,
    detail: Mapping[str, Any] | None = None,
) -> None:
    """Add an entry; `action` is a verb of a domain such as "catalogue.hide_listing".

    `detail` holds ids, codes and amounts, no free text of people and no addresses.
    """
    invariant("." in action, "an audited action names its domain")
    AuditEntry.objects.create(
        actor_kind=actor.kind,
        actor_id=actor.user_id,
        actor_name=actor.name,
        action=action,
        object_type=object_type,
        object_id=str(object_id),
        detail=dict(detail or {}),
        happened_at=business_now(),
    )


def list_entries(
    *, object_type: str, object_id: UUID | str, limit: int = 50
) -> tuple[AuditRecord, ...]:
    """Return what was done to an object, newest first."""
    rows = AuditEntry.objects.filter(object_type=object_type, object_id=str(object_id))
    return tuple(_view(row) for row in rows.order_by("-id")[:limit])


def _view(row: AuditEntry) -> AuditRecord:
    return AuditRecord(
        id=row.id,
        actor=f"{row.actor_kind}:{row.actor_id or row.actor_name}",
        action=row.action,
        object_type=row.object_type,
        object_id=row.object_id,
        detail=row.detail,
        happened_at=row.happened_at,
    )
