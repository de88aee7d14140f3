"""What open pages ask when they hear that something is new: only what one may see anyway."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings as django_settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from rethread.market.notifications.selectors import count_unread_notices
from rethread.market.notifications.services import read_about
from rethread.market.social.selectors import access_conversation, list_newer_messages
from rethread.market.social.services import mark_read
from rethread.platform.kernel import settings
from rethread.platform.live.tickets import make_ticket

from ..edge import actor_of, uuid_of
from ..presenting.attention import attention_of
from ..presenting.messages import thread_page

SIGNED_OUT = 401


@require_safe
def ticket(request: HttpRequest) -> HttpResponse:
    """Say where this person's page may listen, for the next minute."""
    if not request.user.is_authenticated:
        return _private({}, status=SIGNED_OUT)
    signed = make_ticket(request.user.pk, key=django_settings.SECRET_KEY)
    query = urlencode({"ticket": signed})
    return _private({"url": f"{settings().live_url}/stream?{query}"})


@require_safe
def badges(request: HttpRequest) -> HttpResponse:
    """Count what waits for this person."""
    if not request.user.is_authenticated:
        return _private({}, status=SIGNED_OUT)
    actor = actor_of(request)
    return _private({"inbox": attention_of(actor).waiting, "activity": count_unread_notices(actor)})


@require_safe
def newer(request: HttpRequest, conversation_id: UUID) -> HttpResponse:
    """Draw what was said after a message; a page that is looked at has then read it."""
    if not request.user.is_authenticated:
        return _private({}, status=SIGNED_OUT)
    actor = actor_of(request)
    after = uuid_of(request.GET["after"]) if request.GET.get("after") else UUID(int=0)
    messages = list_newer_messages(actor, conversation_id, after)
    if messages and request.GET.get("looking") == "1":
        mark_read(actor=actor, conversation_id=conversation_id)
        read_about(actor=actor, kinds=("message_received",), subject_id=conversation_id)
    page = thread_page(access_conversation(actor, conversation_id), tuple(reversed(messages)))
    html = render_to_string("web/partials/bubbles.html", {"thread": page, "live": True}, request)
    return _private(
        {"html": html, "seen_at": page.seen_at.isoformat() if page.seen_at else "",
         "closed": page.closed}
    )  # fmt: skip


def _private(said: dict[str, object], status: int = 200) -> HttpResponse:
    return JsonResponse(said, status=status, headers={"Cache-Control": "private, no-store"})
