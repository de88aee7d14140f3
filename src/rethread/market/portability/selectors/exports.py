"""Read exports, as their owner; a process may read every one."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from rethread.platform.kernel import Actor

from ..errors import ExportNotFound
from ..models import ShopExport
from ..types import ExportCounts, ExportStatus, ExportView

SHOWN_MAX = 10


def access_export(*, actor: Actor, export_id: UUID) -> ExportView:
    """Return an export of the acting person's.

    Raises:
        ExportNotFound: there is none, or it is somebody else's.
    """
    row = ShopExport.objects.filter(pk=export_id).first()
    if row is None or not (actor.is_system or actor.user_id == row.seller_id):
        raise ExportNotFound
    return export_view(row)


def list_own_exports(*, actor: Actor, limit: int = SHOWN_MAX) -> tuple[ExportView, ...]:
    """Return the acting person's exports, latest first."""
    rows = ShopExport.objects.filter(seller_id=actor.require_user()).order_by("-id")
    return tuple(export_view(row) for row in rows[: min(limit, SHOWN_MAX)])


def export_view(row: ShopExport) -> ExportView:
    """Turn a row into the data that leaves this package."""
    return ExportView(
        export_id=row.id,
        seller_id=row.seller_id,
        status=cast(ExportStatus, row.status),
        done=row.done,
        total=row.total,
        counts=ExportCounts(
            listings=row.listing_count,
            photos=row.photo_count,
            reviews=row.review_count,
            sales=row.sale_count,
            conversations=row.conversation_count,
        ),
        size_bytes=row.size_bytes,
        sha256=row.sha256,
        requested_at=row.requested_at,
        ready_at=row.ready_at,
        expires_at=row.expires_at,
        failure_code=row.failure_code,
        failure=row.failure,
    )
