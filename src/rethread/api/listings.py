"""Listings over the API: list, get, create, through the services that the pages call."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rethread.market.catalogue.selectors import get_listing, list_fresh_cards
from rethread.market.catalogue.services import (
    create_draft,
    duplicate_listing,
    mark_sold_elsewhere,
    publish_listing,
    refresh_listing,
)
from rethread.market.catalogue.types import ListingChanges
from rethread.platform.kernel import Actor, Invalid

from .edge import caller, once, problems, read_body, respond
from .schemas import ListingBody, ListingPage, NewListing, listing_body, listing_summary

LIMIT_MAX = 100


@problems
@require_http_methods(["GET", "HEAD", "POST"])
def collection(request: HttpRequest) -> HttpResponse:
    """GET lists what is for sale, newest first; POST creates a listing of the caller's."""
    return _create(request) if request.method == "POST" else _list(request)


@problems
@require_http_methods(["GET", "HEAD"])
def item(request: HttpRequest, listing_id: UUID) -> HttpResponse:
    """GET one listing that anybody may see."""
    return respond(listing_body(get_listing(listing_id)))


@problems
@require_http_methods(["POST"])
def duplicate(request: HttpRequest, listing_id: UUID) -> HttpResponse:
    """POST begins a draft like another listing of the caller's."""
    actor = caller(request, "listings:write")
    return once(
        request, actor, f"listings.duplicate:{listing_id}",
        lambda: listing_body(duplicate_listing(actor=actor, listing_id=listing_id)),
    )  # fmt: skip


@problems
@require_http_methods(["POST"])
def sold_elsewhere(request: HttpRequest, listing_id: UUID) -> HttpResponse:
    """POST says that the garment was sold somewhere else."""
    actor = caller(request, "listings:write")
    return once(
        request, actor, f"listings.sold_elsewhere:{listing_id}",
        lambda: listing_body(mark_sold_elsewhere(actor=actor, listing_id=listing_id)),
    )  # fmt: skip


@problems
@require_http_methods(["POST"])
def refresh(request: HttpRequest, listing_id: UUID) -> HttpResponse:
    """POST refreshes a listing that got better, once in 30 days."""
    actor = caller(request, "listings:write")
    return once(
        request, actor, f"listings.refresh:{listing_id}",
        lambda: listing_body(refresh_listing(actor=actor, listing_id=listing_id)),
    )  # fmt: skip


def _list(request: HttpRequest) -> HttpResponse:
    page = list_fresh_cards(cursor=request.GET.get("cursor") or None, limit=_limit(request))
    return respond(
        ListingPage(data=[listing_summary(c) for c in page.cards], next_cursor=page.next_cursor)
    )


def _limit(request: HttpRequest) -> int:
    text = request.GET.get("limit", "24")
    if not text.isdecimal() or not 1 <= int(text) <= LIMIT_MAX:
        message = _("limit is a number from 1 to %(most)d.") % {"most": LIMIT_MAX}
        raise Invalid("api.limit", message, {"limit": text})
    return int(text)


def _create(request: HttpRequest) -> HttpResponse:
    actor = caller(request, "listings:write")
    wanted = read_body(request, NewListing)
    return once(request, actor, "listings.create", lambda: _created(actor, wanted))


def _created(actor: Actor, wanted: NewListing) -> ListingBody:
    changes: ListingChanges = {
        "title": wanted.title,
        "description": wanted.description,
        "type": wanted.type,
        "department": wanted.department,
        "brand": wanted.brand,
        "size": wanted.size,
        "condition": wanted.condition,
        "colours": wanted.colours,
        "styles": wanted.styles,
        "era": wanted.era,
        "material": wanted.material,
        "measures_mm": wanted.measures_mm,
        "price_minor": wanted.price_minor,
        "photo_ids": wanted.photo_ids,
    }
    listing = create_draft(actor=actor, changes=changes)
    if wanted.publish:
        listing = publish_listing(actor=actor, listing_id=listing.id)
    return listing_body(listing)
