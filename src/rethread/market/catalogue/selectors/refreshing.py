"""Whether listings may be refreshed now, from what their edits say got better. In bulk: one query
for listings, one for photos, one for edits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from rethread.platform.kernel import business_now
from rethread.platform.kernel.fetching import fetch

from ..models import Edit, Listing, ListingPhoto
from ..rules.refreshing import improvements, next_refresh_at, state_at
from ..types import RefreshStanding

_LIVE = "WHERE id = ANY(%s) AND status = 'live'"
_PHOTOS = "WHERE listing_id = ANY(%s) ORDER BY listing_id, position"
_EDITS = "WHERE listing_id = ANY(%s) ORDER BY listing_id, version"


def refresh_standings(listing_ids: Iterable[UUID]) -> dict[UUID, RefreshStanding]:
    """Return where each listing stands with being refreshed; one that is not live is absent.

    For its seller's eyes; callers check whose it is.
    """
    rows = fetch(Listing, _LIVE, [list(set(listing_ids))])
    ids = [row.id for row in rows]
    photos: dict[UUID, list[str]] = {one: [] for one in ids}
    for link in fetch(ListingPhoto, _PHOTOS, [ids]) if ids else []:
        photos[link.listing_id].append(str(link.photo_id))
    edits: dict[UUID, list[Edit]] = {one: [] for one in ids}
    for edit in fetch(Edit, _EDITS, [ids]) if ids else []:
        edits[edit.listing_id].append(edit)
    now = business_now()
    return {row.id: _standing(row, photos[row.id], edits[row.id], now) for row in rows}


def _standing(row: Listing, photos: list[str], edits: list[Edit], now: datetime) -> RefreshStanding:
    since = row.refreshed_at or row.published_at or now
    says: Mapping[str, Any] = {
        "price_minor": row.price_minor,
        "description": row.description,
        "measures": row.measures,
        "photos": photos,
    }
    later = [edit.changes for edit in edits if edit.edited_at > since]
    better = improvements(state_at(says, later), says)
    from_at = next_refresh_at(row.published_at or now, row.refreshed_at)
    refused = None
    if now < from_at:
        refused = "refresh_too_soon"
    elif not better:
        refused = "nothing_improved"
    return RefreshStanding(from_at=from_at, better=better, refused=refused)
