"""Whose a listing is, for whoever must tell them something: one light query."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from rethread.platform.kernel.fetching import select

from ..types import OwnerOfListing

_OWNER: Final = "SELECT seller_id, title FROM catalogue_listing WHERE id = %s"


def find_owner(listing_id: UUID) -> OwnerOfListing | None:
    """Return whose a listing is and its title, or None; for callers that show it to the owner."""
    rows = select(_OWNER, [listing_id])
    return OwnerOfListing(*rows[0]) if rows else None
