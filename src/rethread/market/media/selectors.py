"""Reads of media, as frozen data."""

from __future__ import annotations

import io
from collections.abc import Iterable
from uuid import UUID

from django.db import connection
from PIL import Image

from rethread.platform.kernel.errors import DomainError
from rethread.platform.storage import photo_store

from . import rules
from .errors import PhotoNotFound
from .models import Photo
from .types import PRIVATE_ENDING, Lookalike, PhotoView

# The fields of PhotoView, in their order. Every page reads many photos.
_VIEWED = """
SELECT id, owner_id, status, width, height, widths, pipeline_version, dominant_colour, phash,
       source_id
FROM media_photo WHERE id = ANY(%s)
"""


def photos_by_ids(photo_ids: Iterable[UUID]) -> dict[UUID, PhotoView]:
    """Return photos by id in one query; the unknown are absent."""
    wanted = list(set(photo_ids))
    if not wanted:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_VIEWED, [wanted])
        rows = cursor.fetchall()
    values = ((*row[:5], tuple(row[5]), *row[6:]) for row in rows)
    return {view.id: view for view in (PhotoView(*of_one) for of_one in values)}


def photo_colours(photo: PhotoView) -> tuple[str, ...]:
    """Return up to two colours of the garment on a photo as sRGB values, commonest first.

    It reads the smallest rendering; a photo that is still expected shows nothing.
    """
    if photo.status != "ready":
        return ()
    try:
        data = photo_store().get(photo.key(photo.widths[0]))
    except DomainError:
        return ()
    with Image.open(io.BytesIO(data)) as opened:
        return rules.garment_colours(opened)


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


def find_lookalikes(photo_ids: Iterable[UUID]) -> tuple[Lookalike, ...]:
    """Return photos that other people had before and that look like these, oldest first.

    Whoever had a look first may take it again, cut as they like, even after somebody copied it.
    Photos that are still expected have no marks and are like nothing. This reads every mark in
    the market: fine for hundreds of thousands of photos (benchmarks), not for many millions.
    """
    wanted = list(dict.fromkeys(photo_ids))
    if not wanted:
        return ()
    with connection.cursor() as cursor:
        cursor.execute(_LOOKALIKES, [wanted, rules.PHASH_BITS_MAX, rules.DHASH_BITS_MAX])
        rows = cursor.fetchall()
    first: dict[UUID, bool] = {}  # by photo: whether its owner had this look before all others
    for mine, _, _, own, _ in rows:
        first.setdefault(mine, own)
    return tuple(
        Lookalike(mine, other, owner, bits)
        for mine, other, owner, own, bits in rows
        if not own and not first[mine]
    )


# Ids are ordered by time (UUIDv7).
_LOOKALIKES = """
SELECT mine.photo_id, other.photo_id, theirs.owner_id, theirs.owner_id = me.owner_id AS own,
       min(bit_count((mine.phash # other.phash)::bit(64)))::int AS bits
FROM media_photomark AS mine
JOIN media_photo AS me ON me.id = mine.photo_id
JOIN media_photomark AS other ON other.photo_id < mine.photo_id
JOIN media_photo AS theirs ON theirs.id = other.photo_id
WHERE mine.photo_id = ANY(%s)
  AND bit_count((mine.phash # other.phash)::bit(64)) <= %s
  AND bit_count((mine.dhash # other.dhash)::bit(64)) <= %s
GROUP BY mine.photo_id, other.photo_id, theirs.owner_id, me.owner_id
ORDER BY other.photo_id
LIMIT 50
"""


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
        source_id=row.source_id,
    )


def photo_hashes(photo_ids: Iterable[UUID], *, owner_id: UUID) -> dict[UUID, str]:
    """Return the SHA-256 of the bytes each photo was sent as; only photos of this owner that
    others may see."""
    rows = Photo.objects.filter(pk__in=set(photo_ids), owner_id=owner_id, status="ready")
    rows = rows.exclude(pipeline_version__endswith=PRIVATE_ENDING)
    return dict(rows.values_list("id", "content_sha256"))


def master_keys(photo_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return the storage key of the largest picture kept of each photo, a JPEG, in one query.

    Photos that are still expected have none. No page serves these; who reads them for somebody
    has checked whose they are.
    """
    rows = Photo.objects.filter(pk__in=set(photo_ids), status="ready")
    found = rows.values_list("id", "pipeline_version", "master_width")
    return {photo_id: f"{photo_id}/{version}/{width}.jpg" for photo_id, version, width in found}
