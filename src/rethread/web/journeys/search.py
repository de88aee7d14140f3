"""Search and browse. Every control is a parameter of the address."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rethread.market.catalogue.rules import TYPES
from rethread.market.search.services import perform_search
from rethread.market.search.types import SORTS, Filters, SearchPage, SearchRequest, Sort
from rethread.market.social.selectors import liked_ids
from rethread.platform.kernel import Invalid, Money, settings

from ..edge import actor_of, event_context, is_htmx
from ..presenting import results
from ..presenting.listings import AISLES
from ..templatetags.web import format_money

QUERY_CHARS_MAX = 200
VALUES_MAX = 50


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show results for a query and filters, or the next part of them."""
    params = request.GET
    actor = actor_of(request)
    low, high, price_error = _prices(params)
    page = perform_search(
        actor=actor,
        request=_request(params, low, high),
        context=event_context(request),
    )
    context = {
        "cards": page.cards,
        "liked": liked_ids(actor.user_id, [card.id for card in page.cards]),
        "ranking_id": page.ranking_id,
        "offset": page.first_position - 1,
        "more_url": _more_url(params, page),
        "surface": "search",
    }
    if is_htmx(request):
        return render(request, "web/partials/more_items.html", context)
    return render(
        request, "web/search.html", context | _around(params, page, low, high, price_error)
    )


def _request(params: QueryDict, low: Money | None, high: Money | None) -> SearchRequest:
    def values(name: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(value for value in params.getlist(name) if value))[:VALUES_MAX]

    return SearchRequest(
        query=_query(params),
        filters=Filters(
            departments=values("department"),
            types=values("type"),
            brands=values("brand"),
            sizes=values("size"),
            colours=values("colour"),
            conditions=values("condition"),
            price_min_minor=low.amount_minor if low else None,
            price_max_minor=high.amount_minor if high else None,
        ),
        sort=_sort(params),
        cursor=params.get("cursor") or None,
    )


def _query(params: QueryDict) -> str:
    return " ".join(params.get("q", "").replace("\x00", " ").split())[:QUERY_CHARS_MAX]


def _sort(params: QueryDict) -> Sort:
    asked = params.get("sort", "")
    return cast(Sort, asked) if asked in SORTS else "relevance"


def _prices(params: QueryDict) -> tuple[Money | None, Money | None, str]:
    """Read the price range; what is no price filters nothing and is said beside the field."""
    error = ""
    found: list[Money | None] = []
    for name in ("price_min", "price_max"):
        price = None
        if text := params.get(name, "").strip():
            try:
                price = Money.parse(text, settings().currency)
                if price.amount_minor < 0:
                    price, error = None, _("A price is not below zero.")
            except Invalid as refusal:
                error = refusal.message
        found.append(price)
    low, high = found
    if low is not None and high is not None and high < low:
        return low, None, _("The highest price is below the lowest.")
    return low, high, error


def _more_url(params: QueryDict, page: SearchPage) -> str:
    if not page.next_cursor:
        return ""
    following = params.copy()
    following["cursor"] = page.next_cursor
    return results.search_url(following)


def _around(
    params: QueryDict, page: SearchPage, low: Money | None, high: Money | None, price_error: str
) -> dict[str, object]:
    words = {"price_min": _("From %(price)s"), "price_max": _("Up to %(price)s")}
    prices = [
        (name, words[name] % {"price": format_money(price)})
        for name, price in (("price_min", low), ("price_max", high))
        if price is not None
    ]
    return {
        "query": _query(params),
        "shown_for": page.understood.corrected,
        "read_as": results.read_as(_query(params), page),
        "words_ignored": "filters_only" in page.understood.relaxed and bool(page.cards),
        "total": page.total,
        "facets": results.facets(page, params),
        "price_min": params.get("price_min", "")[:20],
        "price_max": params.get("price_max", "")[:20],
        "price_error": price_error,
        "sort": _sort(params),
        "sorts": results.sorts(),
        "applied": results.applied(params, prices),
        "clear_url": results.search_url(_only_query(params)),
        "suggestions": [
            (TYPES.label(code), f"{reverse('web:search')}?type={code}") for code in AISLES[:5]
        ],
    }


def _only_query(params: QueryDict) -> QueryDict:
    kept = QueryDict(mutable=True)
    if query := _query(params):
        kept["q"] = query
    return kept
