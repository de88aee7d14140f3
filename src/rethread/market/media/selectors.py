"""Reads of media, as frozen data."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from .errors import PhotoNotFound
from .models import Photo
from .types import PhotoView

# The fields of PhotoView: a page of cards reads many photos, and rows cost less than models.
_VIEWED = (
    "id",
    "owner_id",
    "status",
    "width",
    "height",
    "widths",
    "pipeline_version",
    "dominant_colour",
    "phash",
)


def photos_by_ids(photo_ids: Iterable[UUID]) -> dict[UUID, PhotoView]:
    """Return photos by id in one query; the unknown are absent."""
    wanted = set(photo_ids)
    if not wanted:
        return {}
    rows = Photo.objects.filter(pk__in=wanted).values(*_VIEWED)
    return {row["id"]: PhotoView(**{**row, "widths": tuple(row["widths"])}) for row in rows}


def get_photo(photo_id: UUID) -> PhotoView:
    """Return a photo.

    Raises:
        PhotoNotFound: there is no such photo.
    """
    row = Photo.objects.filter(pk=photo_id).first()
    if row is None:
        raise PhotoNotFound
    return photo_view(row)


def pending_photo_ids(photo_ids: Iterable[UUID]) -> set[UUID]:
    """Return which of these photos are still expected, in one query."""
    rows = Photo.objects.filter(pk__in=set(photo_ids), status="pending")
    return set(rows.values_list("id", flat=True))


def photo_view(row: Photo) -> PhotoView:
    """Turn a row into the data that leaves this package."""
    return PhotoView(
        id=row.id,
        owner_id=row.owner_id,
        status=row.status,
        width=row.width,
        height=row.height,
        widths=tuple(row.widths),
        pipeline_version=row.pipeline_version,
        dominant_colour=row.dominant_colour,
        phash=row.phash,
    )


def photo_hashes(photo_ids: Iterable[UUID], *, owner_id: UUID) -> dict[UUID, str]:
    """Return the SHA-256 of the bytes each photo was sent as; only photos of this owner."""
    rows = Photo.objects.filter(pk__in=set(photo_ids), owner_id=owner_id, status="ready")
    return dict(rows.values_list("id", "content_sha256"))
