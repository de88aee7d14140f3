"""Bodies about shops that go out and come in."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from rethread.market.portability.types import ExportView, ImportView, RowReport


class ExportBody(Struct):
    """A shop as an archive: `done` of `total` pieces and photos are packed."""

    id: UUID
    status: str
    done: int
    total: int
    listings: int
    photos: int
    reviews: int
    sales: int
    conversations: int
    size_bytes: int
    sha256: str
    requested_at: datetime
    ready_at: datetime | None
    expires_at: datetime | None
    archive_path: str | None
    failure_code: str | None
    failure: str | None


class ExportPage(Struct):
    """The caller's exports, latest first."""

    data: list[ExportBody]


class ColumnBody(Struct):
    """A column of the table that was sent."""

    number: int
    heading: str
    examples: list[str]


class RowBody(Struct):
    """What became of one row, and why."""

    line: int
    title: str
    status: str
    reasons: list[str]
    listing_id: UUID | None


class ImportBody(Struct):
    """A shop that comes in. While `status` is `asking`, it waits for a decision."""

    id: UUID
    kind: str | None
    status: str
    file_name: str
    columns: list[ColumnBody]
    mapping: dict[str, list[int]]
    rows: int
    photos: int
    reviews: int
    origin_name: str | None
    origin_url: str | None
    origin_key_id: str | None
    signer: str | None
    added: int
    known: int
    left: int
    failed: int
    waiting: int
    reviews_added: int
    failure_code: str | None
    failure: str | None
    failed_file: str | None
    reports: list[RowBody]


class ImportPage(Struct):
    """The caller's imports, latest first."""

    data: list[ImportBody]


class ImportDecision(Struct, forbid_unknown_fields=True):
    """How a shop should come in. `mapping` names the columns of each field by number, and replaces
    what was guessed."""

    publish: bool = False
    lenient: bool = False
    mapping: dict[str, Annotated[list[int], Meta(max_length=120)]] | None = None


def export_body(view: ExportView) -> ExportBody:
    """Return an export as its owner reads it."""
    ready = view.status == "ready"
    return ExportBody(
        id=view.export_id,
        status=view.status,
        done=view.done,
        total=view.total,
        listings=view.counts.listings,
        photos=view.counts.photos,
        reviews=view.counts.reviews,
        sales=view.counts.sales,
        conversations=view.counts.conversations,
        size_bytes=view.size_bytes,
        sha256=view.sha256,
        requested_at=view.requested_at,
        ready_at=view.ready_at,
        expires_at=view.expires_at,
        archive_path=f"/api/v1/exports/{view.export_id}/archive" if ready else None,
        failure_code=view.failure_code or None,
        failure=view.failure or None,
    )


def import_body(view: ImportView, reports: tuple[RowReport, ...] = ()) -> ImportBody:
    """Return an import as its owner reads it; `reports` are the rows to say something of."""
    return ImportBody(
        id=view.import_id,
        kind=view.kind or None,
        status=view.status,
        file_name=view.file_name,
        columns=[ColumnBody(one.number, one.heading, list(one.examples)) for one in view.columns],
        mapping={field: list(numbers) for field, numbers in view.mapping.items()},
        rows=view.row_count,
        photos=view.photo_count,
        reviews=view.review_count,
        origin_name=view.origin_name or None,
        origin_url=view.origin_url or None,
        origin_key_id=view.origin_key or None,
        signer=view.signer or None,
        added=view.counts.added,
        known=view.counts.known,
        left=view.counts.left,
        failed=view.counts.failed,
        waiting=view.counts.waiting,
        reviews_added=view.counts.reviews_added,
        failure_code=view.failure_code or None,
        failure=view.failure or None,
        failed_file=view.failed_file or None,
        reports=[
            RowBody(one.line, one.title, one.status, list(one.reasons), one.listing_id)
            for one in reports
        ],
    )
