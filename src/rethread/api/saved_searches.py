"""Saved searches and own sizes over the API: list, save, read what was found, forget."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import msgspec
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from rethread.market.search.selectors import (
    access_saved_search,
    list_matches,
    list_saved_searches,
    worn_sizes,
)
from rethread.market.search.services import (
    look_at_saved_search,
    remove_saved_search,
    save_search,
    set_own_sizes,
)
from rethread.market.search.types import Filters, SavedSearchView

from .describing import CURSOR, KEY, ONCE, answers, id_in_path, operation
from .edge import caller, once, problems, read_body, respond
from .search_schemas import (
    MatchBody,
    MatchList,
    NewSavedSearch,
    SavedSearchBody,
    SavedSearchList,
    SearchFilters,
    SizesBody,
)

SAVED = id_in_path("saved_search_id")


@problems
@require_http_methods(["GET", "HEAD", "POST"])
def collection(request: HttpRequest) -> HttpResponse:
    """GET lists the caller's saved searches; POST saves one."""
    if request.method != "POST":
        actor = caller(request, "searches:read")
        return respond(SavedSearchList([saved_body(one) for one in list_saved_searches(actor)]))
    actor = caller(request, "searches:write")
    wanted = read_body(request, NewSavedSearch)
    filters = msgspec.convert(msgspec.to_builtins(wanted.filters), Filters)

    def save() -> SavedSearchBody:
        return saved_body(
            save_search(actor=actor, query=wanted.query, filters=filters, name=wanted.name)
        )

    return once(request, actor, "searches.create", save)


@problems
@require_http_methods(["GET", "HEAD", "DELETE"])
def item(request: HttpRequest, saved_search_id: UUID) -> HttpResponse:
    """GET reads a saved search; DELETE forgets it."""
    if request.method != "DELETE":
        actor = caller(request, "searches:read")
        return respond(saved_body(access_saved_search(actor, saved_search_id)))
    actor = caller(request, "searches:write")
    remove_saved_search(actor=actor, saved_search_id=saved_search_id)
    return HttpResponse(status=204)


@problems
@require_http_methods(["GET", "HEAD"])
def matches(request: HttpRequest, saved_search_id: UUID) -> HttpResponse:
    """GET reads what was found, latest first."""
    actor = caller(request, "searches:read")
    page = list_matches(actor, saved_search_id, request.GET.get("cursor", ""))
    data = [MatchBody(one.listing_id, one.matched_at, one.is_new) for one in page.matches]
    return respond(MatchList(data=data, next_cursor=page.next_cursor or None))


@problems
@require_http_methods(["POST"])
def looked(request: HttpRequest, saved_search_id: UUID) -> HttpResponse:
    """POST says that the caller has seen what was found: nothing of it is new any more."""
    actor = caller(request, "searches:write")
    look_at_saved_search(actor=actor, saved_search_id=saved_search_id)
    return respond(saved_body(access_saved_search(actor, saved_search_id)))


@problems
@require_http_methods(["GET", "HEAD", "PUT"])
def sizes(request: HttpRequest) -> HttpResponse:
    """GET reads the sizes that the caller wears; PUT says them anew."""
    if request.method != "PUT":
        worn = worn_sizes(caller(request, "searches:read"))
    else:
        actor = caller(request, "searches:write")
        wanted = read_body(request, SizesBody)
        worn = set_own_sizes(actor=actor, codes=wanted.codes, applies=wanted.applies)
    return respond(SizesBody(codes=list(worn.codes), applies=worn.applies))


def saved_body(saved: SavedSearchView) -> SavedSearchBody:
    """Turn a saved search into its JSON shape."""
    return SavedSearchBody(
        id=saved.saved_search_id,
        name=saved.name,
        query=saved.query,
        filters=msgspec.convert(msgspec.to_builtins(saved.filters), SearchFilters),
        new_count=saved.new_count,
        saved_at=saved.saved_at,
        looked_at=saved.looked_at,
    )


def saved_search_paths() -> dict[str, Any]:
    """Return the addresses of saved searches and what may be asked there."""
    gone = {"204": {"description": "Forgotten"}, **answers("401", "Problem", "403", "404")}
    return {
        "/searches": {
            "get": operation(
                "listSavedSearches", "List your saved searches", [],
                answers("200", "SavedSearchList", "401", "403"),
            ),
            "post": operation(
                "saveSearch", "Save a search to hear of new listings that match", [ONCE],
                answers("201", "SavedSearchBody", "401", "403", "409", "422", "429"),
                body="NewSavedSearch",
            ),
        },
        "/sizes": {
            "get": operation(
                "getSizes", "Get the sizes you wear", [],
                answers("200", "SizesBody", "401", "403"),
            ),
            "put": operation(
                "setSizes", "Say which sizes you wear, instead of those said before", [],
                answers("200", "SizesBody", "401", "403", "422"),
                body="SizesBody",
            ),
        },
        "/searches/{saved_search_id}": {
            "get": operation(
                "getSavedSearch", "Get a saved search", [SAVED],
                answers("200", "SavedSearchBody", "401", "403", "404"),
            ),
            "delete": {
                "operationId": "removeSavedSearch",
                "summary": "Forget a saved search and what was found for it",
                "security": KEY,
                "parameters": [SAVED],
                "responses": gone,
            },
        },
        "/searches/{saved_search_id}/matches": {
            "get": operation(
                "listMatches", "Read what was found for a saved search, latest first",
                [SAVED, CURSOR],
                answers("200", "MatchList", "401", "403", "404", "422"),
            ),
        },
        "/searches/{saved_search_id}/look": {
            "post": operation(
                "lookAtSavedSearch", "Say that you have seen what was found", [SAVED],
                answers("200", "SavedSearchBody", "401", "403", "404"),
            ),
        },
    }  # fmt: skip
