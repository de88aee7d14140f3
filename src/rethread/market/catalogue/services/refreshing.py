"""Refresh a listing that got better. It moves up a little in search by best match and keeps the day
on which it was listed: nobody becomes new twice."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.db import transaction

from rethread.platform.kernel import Actor, business_now

from .. import events
from ..errors import NothingImproved, RefreshTooSoon, WrongStatus
from ..selectors import listing_view
from ..selectors.refreshing import refresh_standings
from ..types import ListingView
from .changing import lock_own_listing, store_and_tell


def refresh_listing(*, actor: Actor, listing_id: UUID) -> ListingView:
    """Refresh a live listing of the acting person, once in 30 days and only if it got better.

    Raises:
        ListingNotFound: there is none, or it is somebody else's.
        WrongStatus: it is not live.
        RefreshTooSoon: it was listed or refreshed less than 30 days ago.
        NothingImproved: neither price nor photos nor words got better since.
    """
    with transaction.atomic():
        row = lock_own_listing(actor, listing_id)
        if row.status != "live":
            raise WrongStatus(row.status, "be refreshed")
        standing = refresh_standings([row.id])[row.id]
        if standing.refused == "refresh_too_soon":
            raise RefreshTooSoon(standing.from_at)
        if standing.refused is not None:
            raise NothingImproved
        row.refreshed_at = business_now()
        tell = partial(
            events.emit_listing_refreshed,
            refreshed_at=row.refreshed_at,
            because=list(standing.better),
        )
        store_and_tell(row, actor, tell)
    return listing_view(row)
