"""A seller's own figures over the API: earnings, interest, edits, what similar pieces brought."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rethread.market.catalogue.selectors import (
    access_listing_for_edit,
    list_edits,
    list_own_cards,
    price_guidance_for,
    rail_figures,
)
from rethread.market.discovery.selectors import interest_in
from rethread.market.offers.selectors import offer_figures
from rethread.market.orders.selectors import list_months_earned
from rethread.market.social.selectors import like_counts
from rethread.platform.kernel import NotFound

from .describing import answers, operation
from .edge import caller, problems, respond
from .figures_schemas import (
    EditBody,
    EditList,
    FieldChangeBody,
    FiguresBody,
    GuidanceBody,
    InterestBody,
    MonthBody,
)
from .openapi_shop import LISTING


@problems
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """GET how the caller's rail does."""
    actor = caller(request, "listings:read")
    cards = [card for card in list_own_cards(actor=actor) if card.status not in {"draft", "hidden"}]
    ids = [card.id for card in cards]
    interest, likes, rail = interest_in(ids), like_counts(ids), rail_figures(actor)
    hours = None if rail.typical_time is None else round(rail.typical_time.total_seconds() / 3600)
    months = [
        MonthBody(one.begins_at, one.orders, one.earned.amount_minor, one.earned.currency)
        for one in list_months_earned(actor)
    ]
    offers = offer_figures(actor, ids)
    pieces = [
        InterestBody(
            listing_id=one,
            opened=interest[one].opened,
            bagged=interest[one].bagged,
            likes=likes[one],
            offers_received=offers[one].received,
            offers_sent=offers[one].sent,
            offers_countered=offers[one].countered,
            offers_accepted=offers[one].accepted,
        )
        for one in ids
    ]
    return respond(FiguresBody(months, rail.listed, rail.sold, hours, pieces))


@problems
@require_safe
def edits(request: HttpRequest, listing_id: UUID) -> HttpResponse:
    """GET what was changed about a listing of the caller's since it was first public."""
    actor = caller(request, "listings:read")
    found = list_edits(actor=actor, listing_id=listing_id)
    data = [
        EditBody(
            version=one.version,
            edited_at=one.edited_at,
            by_seller=one.by_seller,
            changes=[FieldChangeBody(c.field, c.before, c.after) for c in one.changes],
        )
        for one in found
    ]
    return respond(EditList(data))


@problems
@require_safe
def guidance(request: HttpRequest, listing_id: UUID) -> HttpResponse:
    """GET what pieces like one of the caller's were sold for."""
    view = access_listing_for_edit(actor=caller(request, "listings:read"), listing_id=listing_id)
    found = price_guidance_for(view)
    if found is None:
        raise NotFound("catalogue.no_guidance", _("Too few pieces like this one were sold lately."))
    return respond(
        GuidanceBody(
            lowest_minor=found.lowest.amount_minor,
            low_minor=found.low.amount_minor,
            middle_minor=found.middle.amount_minor,
            high_minor=found.high.amount_minor,
            highest_minor=found.highest.amount_minor,
            currency=found.middle.currency,
            of_brand=found.of_brand,
            listing_ids=[card.id for card in found.cards],
        )
    )


def figure_paths() -> dict[str, Any]:
    """Return the addresses of a seller's figures and what may be asked there."""
    return {
        "/shop/figures": {
            "get": operation(
                "getFigures", "Get what you earned and how people take to your pieces", [],
                answers("200", "FiguresBody", "401", "403"),
            ),
        },
        "/listings/{listing_id}/edits": {
            "get": operation(
                "listEdits", "List what was changed about your listing", [LISTING],
                answers("200", "EditList", "401", "403", "404"),
            ),
        },
        "/listings/{listing_id}/guidance": {
            "get": operation(
                "getGuidance", "Get what pieces like yours were sold for", [LISTING],
                answers("200", "GuidanceBody", "401", "403", "404"),
            ),
        },
    }  # fmt: skip
