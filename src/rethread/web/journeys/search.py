"""Search and browse. Every control is a parameter of the address."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from rethread.market.boosts.services import place_in_results
from rethread.market.catalogue.rules import TYPES
from rethread.market.discovery.services import profile_key_of
from rethread.market.search.rules import requests
from rethread.market.search.selectors import worn_sizes
from rethread.market.search.services import perform_search
from rethread.market.search.types import SearchPage, WornSizes
from rethread.market.social.selectors import liked_ids

from ..edge import VISITOR_COOKIE, actor_of, cookie_id, event_context, is_htmx
from ..presenting import results
from ..presenting.listings import AISLES
from ..searching import (
    ALL_SIZES,
    Asked,
    parameters_of,
    read_search,
    search_url,
    sort_of,
    words_of,
)


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show results for a query and filters, or the next part of them."""
    params = request.GET
    actor = actor_of(request)
    worn = worn_sizes(actor)
    asked = read_search(params, worn.preset)
    page = perform_search(actor=actor, request=asked.request, context=event_context(request))
    placed = place_in_results(
        actor=actor,
        viewer_key=profile_key_of(actor.user_id, cookie_id(request, VISITOR_COOKIE)),
        request=asked.request,
        page=page,
    )
    context = {
        "cards": placed.cards,
        "boosted": placed.boosted,
        "boosted_ppm": placed.propensity_ppm,
        "liked": liked_ids(actor.user_id, [card.id for card in placed.cards]),
        "ranking_id": page.ranking_id,
        "offset": page.first_position - 1,
        "more_url": _more_url(params, page),
        "surface": "search",
    }
    if is_htmx(request):
        return render(request, "web/partials/more_items.html", context)
    return render(
        request,
        "web/search.html",
        context | _around(params, page, asked) | _sizes(params, asked, worn),
    )


def _more_url(params: QueryDict, page: SearchPage) -> str:
    if not page.next_cursor:
        return ""
    following = params.copy()
    following["cursor"] = page.next_cursor
    return search_url(following)


def _around(params: QueryDict, page: SearchPage, asked: Asked) -> dict[str, object]:
    return {
        "query": words_of(params),
        "shown_for": page.understood.corrected,
        "read_as": results.read_as(words_of(params), page),
        "words_ignored": "filters_only" in page.understood.relaxed and bool(page.cards),
        "total": page.total,
        "facets": results.facets(page, params),
        "price_min": params.get("price_min", "")[:20],
        "price_max": params.get("price_max", "")[:20],
        "price_error": asked.price_error,
        "sort": sort_of(params),
        "sorts": results.sorts(),
        "applied": results.applied(params, results.price_words(asked.low, asked.high)),
        "clear_url": search_url(_only_query(params)),
        "save_params": _saved_as(asked),
        "suggestions": [
            (TYPES.label(code), f"{reverse('web:search')}?type={code}") for code in AISLES[:5]
        ],
    }


def _sizes(params: QueryDict, asked: Asked, worn: WornSizes) -> dict[str, object]:
    """Say that one's own sizes narrow the results, and how to see all; or how to narrow."""
    everything = results.without(params, "sizes")
    everything["sizes"] = ALL_SIZES
    return {
        "sizes_worn": ", ".join(results.size_label(code) for code in worn.codes),
        "sizes_preset": asked.sizes_preset,
        "sizes_off": params.get("sizes") == ALL_SIZES,
        "all_sizes_url": search_url(everything),
        "own_sizes_url": search_url(results.without(params, "sizes")) if worn.preset else "",
    }


def _saved_as(asked: Asked) -> str:
    """Return a search as parameters, sizes that were preset included; "" where it is none.

    There is something to save when there is a word, or a filter other than the price.
    """
    query, filters = asked.request.query, asked.request.filters
    chosen = replace(filters, sizes=()) if asked.sizes_preset else filters
    if not query and not any(requests.values_of(chosen).values()):
        return ""
    return parameters_of(query, filters).urlencode()


def _only_query(params: QueryDict) -> QueryDict:
    kept = QueryDict(mutable=True)
    if params.get("sizes") == ALL_SIZES:
        kept["sizes"] = ALL_SIZES
    if query := words_of(params):
        kept["q"] = query
    return kept
