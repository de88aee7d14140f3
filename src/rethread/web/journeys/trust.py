"""Report something, signed in or not; read the answer; and what is made public about all of it."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings as django_settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rethread.market.accounts.selectors import find_shop_of
from rethread.market.catalogue.errors import ListingNotFound
from rethread.market.catalogue.selectors import access_listing_for_view
from rethread.market.social.selectors import access_conversation, messages_by_ids
from rethread.market.trust.errors import NothingToReport, OwnThing
from rethread.market.trust.selectors import (
    access_notice,
    list_own_notices,
    transparency_counts,
)
from rethread.market.trust.services import read_own_notices, submit_notice
from rethread.platform.kernel import Actor, DomainError, business_now, wall_now

from ..edge import actor_of, see_other, signed_in, uuid_of
from ..presenting.trust import counted, ground_choices, how_long, tiles_of

COUNTED_DAYS = 183


def report(request: HttpRequest) -> HttpResponse:
    """Ask what is wrong with a listing, a person or a message, and pass it on to staff."""
    given = request.POST if request.method == "POST" else request.GET
    kind, object_id = given.get("kind", ""), uuid_of(given.get("id"))
    actor = actor_of(request)
    if request.method != "POST":
        return _form(request, actor, kind, object_id)
    try:
        receipt = submit_notice(
            actor=actor,
            kind=kind,
            object_id=object_id,
            ground=request.POST.get("ground", ""),
            text=request.POST.get("text", ""),
            origin=_origin(request),
        )
    except DomainError as error:
        if error.status in {404, 409}:
            raise
        return _form(request, actor, kind, object_id, error=error)
    to = reverse("web:report_receipt", args=[receipt.notice_id])
    if receipt.merged and actor.user_id is None:
        return render(request, "web/report_receipt.html", {"merged": True})
    return see_other(f"{to}?{urlencode({'token': receipt.token})}" if receipt.token else to)


def _origin(request: HttpRequest) -> str:
    """Return a mark of where a visitor comes from: a day's worth, and nothing to trace back."""
    said = f"{request.META.get('REMOTE_ADDR', '')} {wall_now().date()}"
    return hmac.new(django_settings.SECRET_KEY.encode(), said.encode(), hashlib.sha256).hexdigest()


def _form(
    request: HttpRequest,
    actor: Actor,
    kind: str,
    object_id: UUID,
    error: DomainError | None = None,
) -> HttpResponse:
    context = {
        "kind": kind,
        "object_id": object_id,
        "about": _about(actor, kind, object_id),
        "grounds": ground_choices(),
        "chosen": request.POST.get("ground", ""),
        "text": request.POST.get("text", ""),
        "errors": error.fields if error else {},
        "refusal": error.message if error and not error.fields else "",
    }
    return render(request, "web/report.html", context, status=error.status if error else 200)


def _about(actor: Actor, kind: str, object_id: UUID) -> dict[str, Any]:
    """Return what a report would be about, if this person may see it."""
    if kind == "listing":
        try:
            view = access_listing_for_view(actor=actor, listing_id=object_id)
        except ListingNotFound as error:
            raise NothingToReport from error
        if view.seller_id == actor.user_id:
            raise OwnThing("listing")
        return {"title": view.title, "photo": view.photos[0] if view.photos else None}
    if kind == "person":
        if object_id == actor.user_id:
            raise OwnThing("person")
        shop = find_shop_of(object_id)
        return {"title": shop.name if shop else _("A person"), "photo": None}
    message = messages_by_ids([object_id]).get(object_id) if kind == "message" else None
    if message is None:
        raise NothingToReport
    access_conversation(actor, message.conversation_id)
    if message.sender_id == actor.user_id:
        raise OwnThing("message")
    return {"title": _("A message to you"), "quote": message.text, "photo": None}


@require_safe
def report_receipt(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """Show a report and, once there is one, its answer."""
    token = request.GET.get("token", "")
    actor = actor_of(request)
    context = {"notice": access_notice(actor, notice_id, token), "by_address": bool(token)}
    if actor.user_id is not None:
        read_own_notices(actor=actor)
    return render(request, "web/report_receipt.html", context)


@require_safe
@signed_in
def own_reports(request: HttpRequest) -> HttpResponse:
    """Show what one has reported, with the answers."""
    actor = actor_of(request)
    context = {"notices": list_own_notices(actor), "grounds": dict(ground_choices())}
    read_own_notices(actor=actor)
    return render(request, "web/own_reports.html", context)


@require_safe
def transparency(request: HttpRequest) -> HttpResponse:
    """Show counts of the last six months, computed on the spot."""
    since: datetime = business_now() - timedelta(days=COUNTED_DAYS)
    counts = transparency_counts(since)
    context = {
        "since": since,
        "counts": counts,
        "tiles": tiles_of(counts),
        "by_ground": counted(counts.decisions_by_ground, kind="ground"),
        "by_action": counted(counts.decisions_by_action, kind="action"),
        "median": how_long(counts.median_open_s),
    }
    return render(request, "web/transparency.html", context)
