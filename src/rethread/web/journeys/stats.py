"""How a seller's rail does, and what a piece like theirs was sold for."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rethread.market.catalogue.selectors import (
    access_listing_for_edit,
    list_own_cards,
    price_guidance_for,
    rail_figures,
)
from rethread.market.discovery.selectors import interest_in
from rethread.market.offers.selectors import offer_figures
from rethread.market.orders.selectors import list_months_earned
from rethread.market.social.selectors import like_counts

from ..edge import actor_of, signed_in
from ..presenting.stats import (
    CHART_HEIGHT,
    CHART_WIDTH,
    month_bars,
    offers_in_all,
    sell_through,
    stat_rows,
)

PIECES_SHOWN = 50


@require_safe
@signed_in
def stats(request: HttpRequest) -> HttpResponse:
    """Show earnings, how much sells and how soon, and the interest in each piece."""
    actor = actor_of(request)
    cards = [card for card in list_own_cards(actor=actor) if card.status not in {"draft", "hidden"}]
    ids = [card.id for card in cards]
    offers = offer_figures(actor, ids)
    rows = stat_rows(cards, interest_in(ids), like_counts(ids), offers)
    months = list_months_earned(actor)
    context = {
        "bars": month_bars(months),
        "chart_width": CHART_WIDTH,
        "chart_height": CHART_HEIGHT,
        "months": months,
        "sell_through": sell_through(rail_figures(actor)),
        "rows": rows[:PIECES_SHOWN],
        "totals": {
            "opened": sum(row.opened for row in rows),
            "likes": sum(row.likes for row in rows),
            "bagged": sum(row.bagged for row in rows),
        },
        "offers": offers_in_all(offers.values()),
    }
    return render(request, "web/stats.html", context)


@require_safe
@signed_in
def guidance(request: HttpRequest, listing_id: UUID) -> HttpResponse:
    """Show what similar pieces were sold for, and the pieces."""
    view = access_listing_for_edit(actor=actor_of(request), listing_id=listing_id)
    context = {"listing": view, "guidance": price_guidance_for(view)}
    return render(request, "web/guidance.html", context)
