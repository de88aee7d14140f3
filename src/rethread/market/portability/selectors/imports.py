"""Read imports and what became of their rows, as their owner."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast
from uuid import UUID

from django.db.models import Count

from rethread.platform.kernel import Actor
from rethread.platform.vault.signing import public_key

from ..errors import ImportNotFound
from ..models import ImportItem, ShopImport, TrustedMarket
from ..types import (
    Column,
    ImportCounts,
    ImportKind,
    ImportStatus,
    ImportView,
    ItemStatus,
    RowReport,
    Signer,
)

SHOWN_MAX = 10
REPORTS_MAX = 500


def access_import(*, actor: Actor, import_id: UUID) -> ImportView:
    """Return an import of the acting person's.

    Raises:
        ImportNotFound: there is none, or it is somebody else's.
    """
    row = ShopImport.objects.filter(pk=import_id).first()
    if row is None or not (actor.is_system or actor.user_id == row.seller_id):
        raise ImportNotFound
    return _views([row])[0]


def list_own_imports(*, actor: Actor, limit: int = SHOWN_MAX) -> tuple[ImportView, ...]:
    """Return the acting person's imports, latest first."""
    rows = ShopImport.objects.filter(seller_id=actor.require_user()).order_by("-id")
    return tuple(_views(list(rows[: min(limit, SHOWN_MAX)])))


def list_row_reports(
    *,
    actor: Actor,
    import_id: UUID,
    statuses: Iterable[ItemStatus] = ("failed", "left"),
    limit: int = 100,
) -> tuple[RowReport, ...]:
    """Return rows of an import that ended so, in the order of the file, with the reasons.

    Raises:
        ImportNotFound: there is none, or it is somebody else's.
    """
    access_import(actor=actor, import_id=import_id)
    rows = ImportItem.objects.filter(shop_import_id=import_id, status__in=list(statuses))
    return _reports(rows.order_by("position")[: min(limit, REPORTS_MAX)])


def list_noted_rows(*, actor: Actor, import_id: UUID, limit: int = 100) -> tuple[RowReport, ...]:
    """Return rows that came in, but not as their owner may expect, with what is to be said.

    Raises:
        ImportNotFound: there is none, or it is somebody else's.
    """
    access_import(actor=actor, import_id=import_id)
    rows = ImportItem.objects.filter(shop_import_id=import_id, status="added").exclude(reasons=[])
    return _reports(rows.order_by("position")[: min(limit, REPORTS_MAX)])


def _reports(rows: Iterable[ImportItem]) -> tuple[RowReport, ...]:
    return tuple(
        RowReport(
            line=row.line,
            title=row.title,
            status=cast(ItemStatus, row.status),
            reasons=tuple(row.reasons),
            listing_id=row.listing_id,
        )
        for row in rows
    )


def signers_of(key_ids: Iterable[str]) -> dict[str, Signer]:
    """Tell of each key whose it is: this market's own, one its staff know, or nobody's we know."""
    wanted = set(key_ids)
    known = set(
        TrustedMarket.objects.filter(pk__in=wanted).values_list("key_id", flat=True)
        if wanted
        else ()
    )
    own = public_key().key_id if wanted else ""
    return {key: _signer(key, own, known) for key in wanted}


def _signer(key: str, own: str, known: set[str]) -> Signer:
    if not key:
        return ""
    if key == own:
        return "own"
    return "known" if key in known else "unknown"


def _views(rows: list[ShopImport]) -> list[ImportView]:
    counts: dict[UUID, dict[str, int]] = {row.id: {} for row in rows}
    grouped = (
        ImportItem.objects.filter(shop_import_id__in=counts)
        .values_list("shop_import_id", "status")
        .annotate(Count("id"))
    )
    for import_id, status, count in grouped:
        counts[import_id][status] = count
    signers = signers_of(row.origin_key for row in rows if row.origin_key)
    return [_view(row, counts[row.id], signers.get(row.origin_key, "")) for row in rows]


def _view(row: ShopImport, counts: dict[str, int], signer: Signer) -> ImportView:
    return ImportView(
        import_id=row.id,
        seller_id=row.seller_id,
        kind=cast(ImportKind, row.kind),
        status=cast(ImportStatus, row.status),
        checking=row.status == "waiting",
        file_name=row.file_name,
        size_bytes=row.size_bytes,
        publish=row.publish,
        lenient=row.lenient,
        columns=tuple(
            Column(number, heading, tuple(examples))
            for number, (heading, examples) in enumerate(row.columns)
        ),
        mapping={field: tuple(numbers) for field, numbers in row.mapping.items()},
        row_count=row.row_count,
        photo_count=row.photo_count,
        review_count=row.review_count,
        origin_name=row.origin_name,
        origin_url=row.origin_url,
        origin_key=row.origin_key,
        signer=signer,
        same_owner=row.same_owner,
        counts=ImportCounts(
            **counts, reviews_added=row.reviews_added, reviews_known=row.reviews_known
        ),
        received_at=row.received_at,
        finished_at=row.finished_at,
        failure_code=row.failure_code,
        failure=row.failure,
        failed_file=row.failed_file,
    )
