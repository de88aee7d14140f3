"""Turn and cut one photo of a piece. Every step is a button, and the original can be put back."""

from __future__ import annotations

from typing import Literal, cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from rethread.market.catalogue.errors import ListingNotFound
from rethread.market.catalogue.selectors import access_listing_for_edit
from rethread.market.catalogue.services import update_listing
from rethread.market.catalogue.types import ListingView
from rethread.market.media.services import rework_photo
from rethread.market.media.types import PhotoView, Rework
from rethread.platform.kernel import Actor, DomainError

from ..edge import actor_of, see_other, signed_in
from ..presenting.listings import listing_page

TURNS = {"left": 3, "right": 1}
PARTS = ("start", "middle", "end")


@signed_in
def photo(request: HttpRequest, listing_id: UUID, photo_id: UUID) -> HttpResponse:
    """Show a photo with what can be done to it; do it."""
    actor = actor_of(request)
    view = access_listing_for_edit(actor=actor, listing_id=listing_id)
    found = next((one for one in view.photos if one.id == photo_id), None)
    if found is None:
        raise ListingNotFound
    if request.method != "POST":
        return _page(request, view, found)
    do = request.POST.get("do", "")
    try:
        new_id = _reworked(actor, found, do)
        if new_id != found.id:
            _put(actor, view, found.id, new_id)
    except DomainError as error:
        return _page(request, view, found, problem=error.message, status=422)
    return see_other(reverse("web:listing_photo", args=[listing_id, new_id]))


def _reworked(actor: Actor, found: PhotoView, do: str) -> UUID:
    if do == "original":
        return found.source_id or found.id
    if do in TURNS:
        rework = Rework(quarter_turns=TURNS[do])
    elif do in PARTS:
        rework = Rework(keep=cast(Literal["start", "middle", "end"], do))
    else:
        return found.id
    return rework_photo(actor=actor, photo_id=found.id, rework=rework).id


def _put(actor: Actor, view: ListingView, old: UUID, new: UUID) -> None:
    """Put a photo in the place of another; one that is there already is not shown twice."""
    ids = [new if one.id == old else one.id for one in view.photos if one.id != new]
    update_listing(actor=actor, listing_id=view.id, changes={"photo_ids": ids})


def _page(
    request: HttpRequest,
    view: ListingView,
    found: PhotoView,
    *,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "listing": listing_page(view),
        "photo": found,
        "lies": found.width * 5 > found.height * 4,
        "fits": abs(found.width * 5 - found.height * 4) <= 8,
        "problem": problem,
    }
    return render(request, "web/photo_edit.html", context, status=status)
