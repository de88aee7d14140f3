"""Reviews over the API: of a shop, of one's own orders; write one, reply to one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rethread.market.accounts.selectors import get_shop_by_handle
from rethread.market.reviews.selectors import list_reviews_for_shop, reviews_of_order
from rethread.market.reviews.services import reply_to_review, write_review
from rethread.market.reviews.types import ReviewView
from rethread.platform.kernel import Actor

from .describing import CURSOR, ONCE, answers, id_in_path, operation, word_in_path
from .edge import caller, once, problems, read_body, respond
from .review_schemas import (
    NewReply,
    NewReview,
    OrderReviewsBody,
    ReviewBody,
    ReviewList,
    review_body,
)


@problems
@require_safe
def of_shop(request: HttpRequest, handle: str) -> HttpResponse:
    """GET what buyers said of a shop; anybody may ask."""
    page = list_reviews_for_shop(get_shop_by_handle(handle).id, request.GET.get("cursor", ""))
    data = [review_body(one, own=False) for one in page.reviews]
    return respond(ReviewList(data=data, next_cursor=page.next_cursor or None))


@problems
@require_http_methods(["GET", "HEAD", "POST"])
def of_order(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """GET what both sides said of an order, as far as the caller may know; POST says something."""
    if request.method != "POST":
        actor = caller(request, "reviews:read")
        return respond(_both(actor, order_id))
    actor = caller(request, "reviews:write")
    wanted = read_body(request, NewReview)

    def write() -> ReviewBody:
        written = write_review(
            actor=actor,
            order_id=order_id,
            rating=wanted.rating,
            text=wanted.text,
            photo_ids=wanted.photo_ids,
        )
        return review_body(written, own=True)

    return once(request, actor, f"reviews.create.{order_id}", write)


@problems
@require_POST
def replies(request: HttpRequest, review_id: UUID) -> HttpResponse:
    """POST the one reply of a shop to a review of it."""
    actor = caller(request, "reviews:write")
    wanted = read_body(request, NewReply)

    def reply() -> NewReply:
        reply_to_review(actor=actor, review_id=review_id, text=wanted.text)
        return wanted

    return once(request, actor, f"reviews.reply.{review_id}", reply)


def _both(actor: Actor, order_id: UUID) -> OrderReviewsBody:
    found = reviews_of_order(actor, order_id)
    return OrderReviewsBody(_own(found.own), _own(found.other), found.other_written)


def _own(review: ReviewView | None) -> ReviewBody | None:
    return review_body(review, own=True) if review is not None else None


def review_paths() -> dict[str, Any]:
    """Return the addresses of reviews and what may be asked there."""
    order, review = id_in_path("order_id"), id_in_path("review_id")
    return {
        "/shops/{handle}/reviews": {
            "get": {
                "operationId": "listReviews",
                "summary": "List what buyers said of a shop, newest first",
                "parameters": [word_in_path("handle"), CURSOR],
                "responses": answers("200", "ReviewList", "404", "422"),
            },
        },
        "/orders/{order_id}/reviews": {
            "get": operation(
                "getOrderReviews", "Get what both sides of your order said", [order],
                answers("200", "OrderReviewsBody", "401", "403", "404"),
            ),
            "post": operation(
                "writeReview", "Review the other side of your completed order", [order, ONCE],
                answers("201", "ReviewBody", "401", "403", "404", "409", "422"),
                body="NewReview",
            ),
        },
        "/reviews/{review_id}/replies": {
            "post": operation(
                "replyToReview", "Reply once to a review of your shop", [review, ONCE],
                answers("201", "NewReply", "401", "403", "404", "409", "422"),
                body="NewReply",
            ),
        },
    }  # fmt: skip
