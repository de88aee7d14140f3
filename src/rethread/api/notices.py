"""What the caller was told, over the API: read it, say that it was read, choose what to be told."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rethread.market.notifications.rules.kinds import BY_NAME, KINDS, Kind
from rethread.market.notifications.selectors import (
    count_unread_notices,
    list_notices,
    wishes_of,
)
from rethread.market.notifications.services import read_all, set_quiet_hours, set_wish
from rethread.market.notifications.types import Channel, NoticeView, Wishes
from rethread.platform.kernel import Actor

from .describing import CURSOR, answers, operation
from .edge import caller, problems, read_body, respond
from .notice_schemas import (
    NewWishes,
    NoticeBody,
    NoticeList,
    ReadCount,
    ReadUpTo,
    WishBody,
    WishesBody,
)


@problems
@require_safe
def collection(request: HttpRequest) -> HttpResponse:
    """GET what the caller was told; asking reads nothing."""
    actor = caller(request, "notices:read")
    page = list_notices(actor, request.GET.get("cursor", ""))
    data = [_body(one) for one in page.notices if one.kind in BY_NAME]
    unread = count_unread_notices(actor)
    return respond(NoticeList(data=data, unread=unread, next_cursor=page.next_cursor or None))


@problems
@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """POST says that the caller has read everything up to a notice; again changes nothing."""
    actor = caller(request, "notices:write")
    return respond(ReadCount(read_all(actor=actor, up_to=read_body(request, ReadUpTo).up_to)))


@problems
@require_http_methods(["GET", "HEAD", "PATCH"])
def wishes(request: HttpRequest) -> HttpResponse:
    """GET what the caller wants to be told; PATCH changes what it names, all of it or nothing."""
    if request.method != "PATCH":
        return respond(_wishes(caller(request, "notices:read")))
    actor = caller(request, "notices:write")
    wanted = read_body(request, NewWishes)
    with transaction.atomic():
        for one in wanted.wishes:
            set_wish(actor=actor, kind=one.kind, channel=one.channel, wanted=one.wanted)
        if wanted.quiet_from is not None or wanted.quiet_until is not None:
            now = wishes_of(actor.require_user()).quiet
            start = now.start if wanted.quiet_from is None else wanted.quiet_from
            end = now.end if wanted.quiet_until is None else wanted.quiet_until
            set_quiet_hours(actor=actor, start=start, end=end)
    return respond(_wishes(actor))


def _body(notice: NoticeView) -> NoticeBody:
    kind = BY_NAME[notice.kind]
    return NoticeBody(
        id=notice.notice_id,
        kind=notice.kind,
        label=str(kind.label),
        about=kind.about,
        subject_id=notice.subject_id,
        facts=dict(notice.facts),
        count=notice.count,
        happened_at=notice.happened_at,
        read=notice.read,
    )


def _wishes(actor: Actor) -> WishesBody:
    found = wishes_of(actor.require_user())
    data = [
        WishBody(
            kind=kind.name,
            label=str(kind.label),
            in_app=_wanted(kind, found, "in_app"),
            email=_wanted(kind, found, "email"),
            push=_wanted(kind, found, "push"),
        )
        for kind in KINDS
    ]
    return WishesBody(data=data, quiet_from=found.quiet.start, quiet_until=found.quiet.end)


def _wanted(kind: Kind, found: Wishes, channel: Channel) -> bool | None:
    return found.wants(kind.name, channel) if kind.carries(channel) else None


def notice_paths() -> dict[str, Any]:
    """Return the addresses of what people are told and what may be asked there."""
    return {
        "/notices": {
            "get": operation(
                "listNotices", "List what you were told, newest first", [CURSOR],
                answers("200", "NoticeList", "401", "403", "422"),
            ),
        },
        "/notices/read": {
            "post": operation(
                "readNotices", "Say that you have read everything up to a notice", [],
                answers("200", "ReadCount", "401", "403", "422"),
                body="ReadUpTo",
            ),
        },
        "/notices/wishes": {
            "get": operation(
                "getWishes", "Get what you want to be told, and how", [],
                answers("200", "WishesBody", "401", "403"),
            ),
            "patch": operation(
                "changeWishes", "Change what you want to be told; what you do not name stays", [],
                answers("200", "WishesBody", "401", "403", "404", "409", "422"),
                body="NewWishes",
            ),
        },
    }  # fmt: skip
