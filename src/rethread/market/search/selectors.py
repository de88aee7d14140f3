"""Reads of saved searches: one's own, and in bulk for whoever tells people of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

import msgspec
from django.utils.translation import gettext as _

from rethread.platform.kernel import Actor, Invalid
from rethread.platform.kernel.fetching import select

from .errors import SavedSearchNotFound
from .models import SavedSearch, SavedSearchMatch
from .types import Filters, MatchPage, MatchView, SavedSearchView, WornSizes

PAGE_MAX = 96
# Per saved search, its latest matches that can still be bought.
_LATEST = """
SELECT wanted.id, latest.listing_id FROM unnest(%s::uuid[]) AS wanted(id)
CROSS JOIN LATERAL (
    SELECT m.listing_id, m.id FROM search_match m WHERE m.saved_search_id = wanted.id
    ORDER BY m.id DESC LIMIT %s
) AS latest ORDER BY latest.id DESC
"""


def list_saved_searches(actor: Actor) -> tuple[SavedSearchView, ...]:
    """Return the actor's saved searches, those with new matches first, then the latest saved."""
    rows = SavedSearch.objects.filter(user_id=actor.require_user()).order_by("-id")
    views = [saved_search_view(row) for row in rows]
    return tuple(sorted(views, key=lambda view: view.new_count == 0))


def access_saved_search(actor: Actor, saved_search_id: UUID) -> SavedSearchView:
    """Return a saved search of the actor's.

    Raises:
        SavedSearchNotFound: there is none, or it is somebody else's.
    """
    row = SavedSearch.objects.filter(pk=saved_search_id, user_id=actor.require_user()).first()
    if row is None:
        raise SavedSearchNotFound
    return saved_search_view(row)


def saved_searches_by_ids(ids: Iterable[UUID]) -> dict[UUID, SavedSearchView]:
    """Return saved searches by id, for whoever tells their owners; removed ones are absent."""
    return {row.id: saved_search_view(row) for row in SavedSearch.objects.filter(pk__in=set(ids))}


def count_new_matches(actor: Actor) -> int:
    """Return how many matches came since the actor last looked, over all saved searches."""
    asked = "SELECT coalesce(sum(new_count), 0) FROM search_saved WHERE user_id = %s"
    return int(select(asked, [actor.require_user()])[0][0])


def list_matches(
    actor: Actor, saved_search_id: UUID, cursor: str = "", limit: int = 24
) -> MatchPage:
    """Return a page of what was found for a saved search, latest first.

    Raises:
        SavedSearchNotFound: there is none, or it is somebody else's.
        Invalid: the cursor is not one of ours.
    """
    saved = access_saved_search(actor, saved_search_id)
    rows = SavedSearchMatch.objects.filter(saved_search_id=saved.saved_search_id).order_by("-id")
    if cursor:
        rows = rows.filter(id__lt=_cursor_id(cursor))
    size = max(1, min(limit, PAGE_MAX))
    found = list(rows[: size + 1])
    matches = tuple(
        MatchView(row.listing_id, row.matched_at, row.matched_at > saved.looked_at)
        for row in found[:size]
    )
    return MatchPage(matches, str(found[size - 1].id) if len(found) > size else "")


def latest_matches(saved_search_ids: Iterable[UUID], each: int = 4) -> Mapping[UUID, list[UUID]]:
    """Return the latest listings found for each of these saved searches, in one query."""
    wanted = list(saved_search_ids)
    found: dict[UUID, list[UUID]] = {saved_id: [] for saved_id in wanted}
    for saved_id, listing_id in select(_LATEST, [wanted, each]) if wanted else ():
        found[saved_id].append(listing_id)
    return found


def _cursor_id(cursor: str) -> UUID:
    try:
        return UUID(cursor)
    except ValueError as error:
        raise Invalid("search.bad_cursor", _("This page address is not valid.")) from error


def saved_search_view(row: SavedSearch) -> SavedSearchView:
    """Turn a row into the data that leaves this package."""
    return SavedSearchView(
        saved_search_id=row.id,
        user_id=row.user_id,
        name=row.name,
        query=row.query,
        filters=msgspec.convert(row.filters, Filters),
        new_count=row.new_count,
        saved_at=row.saved_at,
        looked_at=row.looked_at,
    )


def worn_sizes(actor: Actor) -> WornSizes:
    """Return the sizes that somebody said they wear; a stranger has said none (no query)."""
    if actor.user_id is None:
        return WornSizes()
    found = select(
        "SELECT codes, applies FROM search_own_sizes WHERE user_id = %s", [actor.user_id]
    )
    return WornSizes(tuple(found[0][0]), found[0][1]) if found else WornSizes()
