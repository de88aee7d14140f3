"""What happened to a person's things, and which of it reaches them how."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages as told
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rethread.market.notifications.errors import InvalidHours
from rethread.market.notifications.rules.kinds import BY_NAME, KINDS
from rethread.market.notifications.selectors import list_devices, list_notices, wishes_of
from rethread.market.notifications.services import (
    add_device,
    read_all,
    remove_device,
    set_quiet_hours,
    set_wish,
    unsubscribe,
    what_link_stops,
)
from rethread.market.notifications.types import Channel
from rethread.platform.kernel import Actor, DomainError, settings
from rethread.platform.vault.vapid import push_public_key

from ..edge import actor_of, is_htmx, see_other, signed_in
from ..presenting.devices import device_name
from ..presenting.notices import notice_lines, wish_groups

PREFETCH = "prefetch"


@require_safe
@signed_in
def activity(request: HttpRequest) -> HttpResponse:
    """Show what happened, newest first; what is shown counts as read afterwards."""
    actor = actor_of(request)
    cursor = request.GET.get("cursor", "")
    page = list_notices(actor, cursor)
    context = {
        "lines": notice_lines(page.notices),
        "more_url": f"?{urlencode({'cursor': page.next_cursor})}" if page.next_cursor else "",
    }
    if page.notices and PREFETCH not in request.headers.get("Sec-Purpose", ""):
        read_all(actor=actor, up_to=page.notices[0].notice_id)
    if is_htmx(request):
        return render(request, "web/partials/notice_lines.html", context)
    return render(request, "web/activity.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def notifications(request: HttpRequest) -> HttpResponse:
    """Choose what one is told and how, and when no letters should come."""
    actor = actor_of(request)
    problem = ""
    if request.method == "POST":
        try:
            _save(request, actor)
        except DomainError as error:
            problem = error.message
        else:
            told.success(request, _("Saved."))
            return see_other(reverse("web:notifications"))
    wishes = wishes_of(actor.require_user())
    devices = list_devices(actor)
    context = {
        "groups": wish_groups(wishes),
        "devices": devices,
        "push_key": push_public_key(),
        "quiet": wishes.quiet,
        "hours": range(24),
        "time_zone": settings().time_zone.replace("_", " "),
        "problem": problem,
    }
    status = 422 if problem else 200
    return render(request, "web/notifications.html", context, status=status)


def _save(request: HttpRequest, actor: Actor) -> None:
    try:
        start, end = int(request.POST.get("start", "")), int(request.POST.get("end", ""))
    except ValueError as error:
        raise InvalidHours from error
    set_quiet_hours(actor=actor, start=start, end=end)
    shown: list[Channel] = ["in_app", "email"]
    if "with_push" in request.POST:  # without a browser to be told in, the page has no such column
        shown.append("push")
    for kind in KINDS:
        for channel in shown:
            if kind.may_refuse(channel):
                wanted = f"{kind.name}.{channel}" in request.POST
                set_wish(actor=actor, kind=kind.name, channel=channel, wanted=wanted)


@require_POST
@signed_in
def device_add(request: HttpRequest) -> HttpResponse:
    """Tell the person in this browser, which has just said how to reach it."""
    try:
        add_device(
            actor=actor_of(request),
            endpoint=request.POST.get("endpoint", ""),
            p256dh=request.POST.get("p256dh", ""),
            auth=request.POST.get("auth", ""),
            name=device_name(request.headers.get("User-Agent", "")),
            session_key=request.session.session_key or "",
        )
    except DomainError as error:
        told.error(request, error.message)
    else:
        told.success(request, _("You are told on this screen from now on."))
    return see_other(reverse("web:notifications"))


@require_POST
@signed_in
def device_remove(request: HttpRequest, device_id: UUID) -> HttpResponse:
    """Tell the person there no more."""
    if remove_device(actor=actor_of(request), device_id=device_id):
        told.success(request, _("You are not told there any more."))
    return see_other(reverse("web:notifications"))


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe_link(request: HttpRequest, token: str) -> HttpResponse:
    """Stop letters of a kind: at once where a mail program asks (RFC 8058), else with one button.

    Opening the link changes nothing, for programs that look at mail open every link. It needs no
    sign-in and no token of the session: the signed link is both, and can only mean less mail.
    """
    done = request.method == "POST"
    stops = unsubscribe(token=token) if done else what_link_stops(token)
    context = {"label": BY_NAME[stops.kind].label, "done": done}
    return render(request, "web/unsubscribe.html", context)
