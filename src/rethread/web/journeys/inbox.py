"""What wants an answer from a person, what others write, and what they follow."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rethread.market.catalogue.selectors import cards_by_ids
from rethread.market.offers.selectors import count_waiting
from rethread.market.orders.selectors import list_orders_for_buyer, list_orders_for_seller
from rethread.market.search.selectors import count_new_matches
from rethread.market.social.selectors import list_conversations, list_liked
from rethread.market.trust.selectors import count_unread_answers, count_unread_reasons

from ..edge import actor_of, is_htmx, signed_in
from ..presenting.likes import cheaper_rows
from ..presenting.messages import thread_rows
from ..presenting.order_words import next_step
from ..presenting.orders import order_rows

LOOKED_AT = 50
THREADS_SHOWN = 30
MOVING = frozenset({"paid", "shipped", "delivered", "cancelled"})


@require_safe
@signed_in
def inbox(request: HttpRequest) -> HttpResponse:
    """Show orders that need this person, messages, then orders that move by themselves."""
    actor = actor_of(request)
    both = (
        *list_orders_for_seller(actor, limit=LOOKED_AT).orders,
        *list_orders_for_buyer(actor, limit=LOOKED_AT).orders,
    )
    todo = [order for order in both if next_step(order)]
    moving = [order for order in both if order.status in MOVING and not next_step(order)]
    talks = list_conversations(actor, request.GET.get("cursor", ""), limit=THREADS_SHOWN)
    context = {
        "todo": order_rows(todo),
        "recent": order_rows(moving),
        "offers_waiting": count_waiting(actor),
        "reasons_unread": count_unread_reasons(actor),
        "answers_unread": count_unread_answers(actor),
        "matches_new": count_new_matches(actor),
        "threads": thread_rows(talks.conversations),
        "more_url": f"?{urlencode({'cursor': talks.next_cursor})}" if talks.next_cursor else "",
    }
    return render(request, "web/inbox.html", context)


@require_safe
@signed_in
def likes(request: HttpRequest) -> HttpResponse:
    """Show what one likes, sold or not."""
    actor = actor_of(request)
    page = list_liked(actor, request.GET.get("cursor", ""))
    context = {
        "cards": list(cards_by_ids(page.listing_ids).values()),
        "liked": set(page.listing_ids),
        "more_url": f"?{urlencode({'cursor': page.next_cursor})}" if page.next_cursor else "",
        "surface": "likes",
    }
    if is_htmx(request):
        return render(request, "web/partials/more_items.html", context)
    context["cheaper"] = [] if "cursor" in request.GET else cheaper_rows(actor)
    return render(request, "web/likes.html", context)
