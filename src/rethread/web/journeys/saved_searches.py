"""Saved searches: what somebody wants to hear of, and what was found for it."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages as notices
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rethread.market.catalogue.selectors import cards_by_ids
from rethread.market.catalogue.types import ListingCard
from rethread.market.search.selectors import (
    access_saved_search,
    latest_matches,
    list_matches,
    list_saved_searches,
)
from rethread.market.search.services import (
    SAVED_MAX,
    look_at_saved_search,
    remove_saved_search,
    rename_saved_search,
    save_search,
)
from rethread.market.search.types import SavedSearchView
from rethread.market.social.selectors import liked_ids
from rethread.platform.kernel import DomainError

from ..edge import actor_of, is_htmx, is_prefetch, see_other, signed_in
from ..presenting.results import filter_words
from ..searching import parameters_of, read_search, search_url

PIECES_SHOWN = 4
ADDRESS_CHARS_MAX = 4000


@dataclass(frozen=True, slots=True)
class SavedRow:
    """A saved search as its owner's list shows it."""

    id: UUID
    title: str
    name: str
    filters: tuple[str, ...]
    new_count: int
    url: str
    cards: tuple[ListingCard, ...] = ()


@require_safe
@signed_in
def searches(request: HttpRequest) -> HttpResponse:
    """List one's saved searches, each with the latest pieces that were found for it."""
    saved = list_saved_searches(actor_of(request))
    found = latest_matches([one.saved_search_id for one in saved], PIECES_SHOWN)
    cards = cards_by_ids(listing_id for ids in found.values() for listing_id in ids)
    rows = [
        _row(one, tuple(cards[i] for i in found[one.saved_search_id] if i in cards))
        for one in saved
    ]
    return render(request, "web/searches.html", {"rows": rows, "saved_max": SAVED_MAX})


@require_safe
@signed_in
def matches(request: HttpRequest, saved_search_id: UUID) -> HttpResponse:
    """Show what was found for a saved search; from then on nothing of it is new."""
    actor = actor_of(request)
    saved = access_saved_search(actor, saved_search_id)
    page = list_matches(actor, saved_search_id, request.GET.get("cursor", ""))
    if saved.new_count and not is_prefetch(request):
        look_at_saved_search(actor=actor, saved_search_id=saved_search_id)
    ids = [match.listing_id for match in page.matches]
    context = {
        "saved": _row(saved),
        "cards": list(cards_by_ids(ids).values()),
        "liked": liked_ids(actor.user_id, ids),
        "fresh": {match.listing_id for match in page.matches if match.is_new},
        "more_url": f"?{urlencode({'cursor': page.next_cursor})}" if page.next_cursor else "",
        "surface": "search",
    }
    if is_htmx(request):
        return render(request, "web/partials/more_items.html", context)
    return render(request, "web/saved_search.html", context)


@require_POST
@signed_in
def save(request: HttpRequest) -> HttpResponse:
    """Save the search whose address the form carries."""
    params = QueryDict(request.POST.get("params", "")[:ADDRESS_CHARS_MAX])
    asked = read_search(params).request
    try:
        save_search(actor=actor_of(request), query=asked.query, filters=asked.filters)
    except DomainError as refusal:
        notices.error(request, refusal.message)
        return see_other(search_url(params))
    notices.success(request, _("Saved. You hear of new pieces that match within seconds."))
    return see_other(reverse("web:searches"))


@require_POST
@signed_in
def rename(request: HttpRequest, saved_search_id: UUID) -> HttpResponse:
    """Call a saved search something."""
    try:
        rename_saved_search(
            actor=actor_of(request),
            saved_search_id=saved_search_id,
            name=request.POST.get("name", ""),
        )
    except DomainError as refusal:
        notices.error(request, refusal.message)
    return see_other(reverse("web:search_matches", args=[saved_search_id]))


@require_POST
@signed_in
def remove(request: HttpRequest, saved_search_id: UUID) -> HttpResponse:
    """Forget a saved search."""
    remove_saved_search(actor=actor_of(request), saved_search_id=saved_search_id)
    notices.success(request, _("Removed. You hear no more of it."))
    return see_other(reverse("web:searches"))


def _row(saved: SavedSearchView, cards: tuple[ListingCard, ...] = ()) -> SavedRow:
    filters = filter_words(saved.filters)
    title = saved.name or saved.query or ", ".join(filters[:3])
    said = filters if saved.name or saved.query else filters[3:]
    if saved.name and saved.query:
        said = [saved.query, *said]
    return SavedRow(
        id=saved.saved_search_id,
        title=title,
        name=saved.name,
        filters=tuple(said),
        new_count=saved.new_count,
        url=search_url(parameters_of(saved.query, saved.filters)),
        cards=cards,
    )
