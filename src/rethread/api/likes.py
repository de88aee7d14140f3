"""Likes and follows over the API; to like or follow again changes nothing."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import msgspec
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from rethread.market.accounts.selectors import get_shop_by_handle
from rethread.market.social.selectors import list_liked
from rethread.market.social.services import (
    follow_shop,
    like_listing,
    unfollow_shop,
    unlike_listing,
)

from .describing import CURSOR, KEY, answers, operation, word_in_path
from .edge import caller, problems, respond
from .openapi_shop import LISTING


class LikeList(msgspec.Struct, frozen=True):
    """A page of what you like, latest first; `next_cursor` is null at the end."""

    listing_ids: list[UUID]
    next_cursor: str | None


LIKE_TYPES = (LikeList,)


@problems
@require_safe
def collection(request: HttpRequest) -> HttpResponse:
    """GET what the caller likes."""
    page = list_liked(caller(request, "likes:read"), request.GET.get("cursor", ""))
    return respond(LikeList(list(page.listing_ids), page.next_cursor or None))


@problems
@require_http_methods(["PUT", "DELETE"])
def like(request: HttpRequest, listing_id: UUID) -> HttpResponse:
    """PUT likes a listing; DELETE takes that back."""
    actor = caller(request, "likes:write")
    change = like_listing if request.method == "PUT" else unlike_listing
    change(actor=actor, listing_id=listing_id)
    return HttpResponse(status=204)


@problems
@require_http_methods(["PUT", "DELETE"])
def follow(request: HttpRequest, handle: str) -> HttpResponse:
    """PUT follows a shop; DELETE takes that back."""
    actor = caller(request, "likes:write")
    change = follow_shop if request.method == "PUT" else unfollow_shop
    change(actor=actor, shop_id=get_shop_by_handle(handle).id)
    return HttpResponse(status=204)


def like_paths() -> dict[str, Any]:
    """Return the addresses of likes and follows and what may be asked there."""
    handle = word_in_path("handle")
    return {
        "/likes": {
            "get": operation(
                "listLikes", "List what you like, latest first", [CURSOR],
                answers("200", "LikeList", "401", "403", "422"),
            ),
        },
        "/likes/{listing_id}": {
            "put": _change("like", "Like a listing", LISTING),
            "delete": _change("unlike", "Like a listing no more", LISTING),
        },
        "/follows/{handle}": {
            "put": _change("follow", "Follow a shop", handle),
            "delete": _change("unfollow", "Follow a shop no more", handle),
        },
    }  # fmt: skip


def _change(operation_id: str, summary: str, place: dict[str, Any]) -> dict[str, Any]:
    refusals = answers("401", "Problem", "403", "404", "409", "429")
    return {
        "operationId": operation_id,
        "summary": summary,
        "security": KEY,
        "parameters": [place],
        "responses": {"204": {"description": "It is so"}, **refusals},
    }
