"""Two people talk. The sender is warned before anything is sent; nothing typed is ever lost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages as notices
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rethread.market.accounts.selectors import shops_by_owner_ids
from rethread.market.catalogue.selectors import get_listing
from rethread.market.notifications.services import read_about
from rethread.market.orders.selectors import access_order
from rethread.market.social.errors import MessageNeedsConfirmation, OwnThing
from rethread.market.social.rules import PHOTOS_MAX
from rethread.market.social.selectors import (
    access_conversation,
    access_message_photo,
    find_conversation,
    list_messages,
)
from rethread.market.social.services import (
    block_person,
    mark_read,
    send_message,
    start_conversation,
    unblock_person,
)
from rethread.platform.kernel import Actor, DomainError

from ..edge import actor_of, next_url, see_other, signed_in, uuid_of
from ..presenting.listings import card_of
from ..presenting.messages import ThreadPage, flag_words, thread_page
from ..selling import accept_photos
from .media import send_private_photo

PREFETCH = "prefetch"


@signed_in
def message_new(request: HttpRequest) -> HttpResponse:
    """Write the first message about a listing or an order; a begun conversation is gone on with."""
    actor = actor_of(request)
    given = request.POST if request.method == "POST" else request.GET
    order_id = uuid_of(given.get("order")) if given.get("order") else None
    listing_id = None if order_id else uuid_of(given.get("listing"))
    there = find_conversation(actor, listing_id=listing_id, order_id=order_id)
    if there is not None and there.last_message is not None and request.method != "POST":
        return redirect("web:conversation", conversation_id=there.conversation_id)
    page = _beginning(actor, listing_id, order_id)
    hidden: dict[str, UUID | None] = {"order": order_id} if order_id else {"listing": listing_id}
    if request.method != "POST":
        return _render(request, page, hidden=hidden)

    def begun() -> UUID:
        talk = start_conversation(actor=actor, listing_id=listing_id, order_id=order_id)
        return talk.conversation_id

    return _send(request, actor, begun, page, hidden=hidden)


def _beginning(actor: Actor, listing_id: UUID | None, order_id: UUID | None) -> ThreadPage:
    """Return the page of a conversation that nobody has begun; looking at it begins none."""
    if order_id is not None:
        order = access_order(actor, order_id)
        other_id = order.seller_id if order.side == "buyer" else order.buyer_id
        shop = shops_by_owner_ids([order.seller_id]).get(order.seller_id)
        name = shop.name if shop and order.side == "buyer" else _("the buyer")
        title, card = order.lines[0].title, None
        url = reverse("web:order", args=[order_id])
    else:
        view = get_listing(listing_id or UUID(int=0))
        if view.seller_id == actor.user_id:
            raise OwnThing
        other_id, name, title, card = view.seller_id, view.shop.name, view.title, card_of(view)
        url = reverse("web:listing", args=[view.id])
    return ThreadPage(None, other_id, name, title, card, url, False, False, ())


@signed_in
def conversation(request: HttpRequest, conversation_id: UUID) -> HttpResponse:
    """Show a conversation and write in it."""
    actor = actor_of(request)
    page, older = _read(request, actor, conversation_id)
    if request.method == "POST":
        return _send(request, actor, lambda: conversation_id, page, older_url=older)
    if PREFETCH not in request.headers.get("Sec-Purpose", ""):
        mark_read(actor=actor, conversation_id=conversation_id)
        read_about(actor=actor, kinds=("message_received",), subject_id=conversation_id)
    return _render(request, page, older_url=older)


def _read(request: HttpRequest, actor: Actor, conversation_id: UUID) -> tuple[ThreadPage, str]:
    talk = access_conversation(actor, conversation_id)
    found = list_messages(actor, conversation_id, request.GET.get("cursor", ""))
    older = f"?{urlencode({'cursor': found.next_cursor})}" if found.next_cursor else ""
    return thread_page(talk, found.messages), older


def _send(
    request: HttpRequest, actor: Actor, place: Callable[[], UUID], page: ThreadPage, **more: Any
) -> HttpResponse:
    """Write at a place; a conversation whose first message is not sent was never begun.

    Photos that could be taken are kept for the next try, whatever else is refused.
    """
    photos, errors = _photos(request, actor)
    if errors:
        return _render(request, page, photos=photos, photo_errors=errors, **more)
    try:
        with transaction.atomic():
            conversation_id = place()
            send_message(
                actor=actor,
                conversation_id=conversation_id,
                text=request.POST.get("text", ""),
                acknowledged=request.POST.get("acknowledged") == "1",
                photo_ids=photos,
            )
    except DomainError as error:
        if error.status == 404:
            raise
        return _render(request, page, error=error, photos=photos, **more)
    return see_other(reverse("web:conversation", args=[conversation_id]) + "#newest")


def _photos(request: HttpRequest, actor: Actor) -> tuple[list[UUID], list[str]]:
    """Return the photos of this try and those kept from the one before, and what was refused."""
    kept = [uuid_of(text) for text in request.POST.getlist("photo")[:PHOTOS_MAX]]
    files = request.FILES.getlist("photos")
    room = PHOTOS_MAX - len(kept)
    taken, errors = accept_photos(actor, files[:room], room, private=True)
    if len(files) > room:
        errors.append(_("Send %(count)d photos at most.") % {"count": PHOTOS_MAX})
    return list(dict.fromkeys([*kept, *taken])), errors


def _render(
    request: HttpRequest,
    page: ThreadPage,
    *,
    error: DomainError | None = None,
    photos: Sequence[UUID] = (),
    photo_errors: Sequence[str] = (),
    **more: Any,
) -> HttpResponse:
    warned = isinstance(error, MessageNeedsConfirmation)
    context = {
        "thread": page,
        "text": request.POST.get("text", ""),
        "error": "" if error is None or warned else error.message,
        "kept_photos": photos,
        "photo_errors": photo_errors,
        "photos_max": PHOTOS_MAX,
        "warnings": flag_words(error.flags) if isinstance(error, MessageNeedsConfirmation) else (),
        **more,
    }
    return render(
        request, "web/conversation.html", context, status=422 if error or photo_errors else 200
    )


@require_safe
@signed_in
def message_photo(
    request: HttpRequest, message_id: UUID, place: int, width: int, fmt: str
) -> HttpResponse:
    """Send a photo of a message to the two who talk; for anybody else it is not there."""
    photo = access_message_photo(actor_of(request), message_id, place)
    return send_private_photo(photo, width, fmt)


@require_POST
@signed_in
def block(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Close messages with somebody, or open them again."""
    actor = actor_of(request)
    if request.POST.get("block") == "0":
        unblock_person(actor=actor, person_id=person_id)
        notices.success(request, _("Unblocked. You can write to each other again."))
    else:
        block_person(actor=actor, person_id=person_id)
        notices.success(request, _("Blocked. You will get no more messages from them."))
    return see_other(next_url(request, reverse("web:inbox")))
