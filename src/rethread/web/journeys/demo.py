"""The demo's levers: be somebody, move the clock, deliver a parcel. A live market has none."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from django.contrib.auth import get_user_model, login
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from rethread.platform.kernel import settings

from ..edge import local_url, next_url, same_origin, see_other, uuid_of
from ..ports import ROLES, demo_controls

SPANS = {"1h": timedelta(hours=1), "2d": timedelta(days=2)}
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
View = Callable[..., HttpResponse]


def demo_only(view: View) -> View:
    """Serve a lever in the demo; anywhere else it does not exist, for any method or sender."""
    guarded = same_origin(require_POST(view))

    return in_a_demo(guarded)


def in_a_demo(view: View) -> View:
    """Serve a page of the demo; anywhere else it does not exist, for any method or sender."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings().is_demo:
            raise Http404
        return view(request, *args, **kwargs)

    return answer


@demo_only
def become(request: HttpRequest) -> HttpResponse:
    """Sign in as the demo's buyer, seller or member of staff."""
    role = next((known for known in ROLES if known == request.POST.get("role")), None)
    if role is None:
        raise Http404
    user = get_user_model().objects.get(pk=demo_controls().become(role))
    login(request, user, backend=BACKEND)
    if "then" in request.POST:
        return see_other(local_url(request.POST["then"], "/"))
    return see_other("/desk/" if role == "staff" else next_url(request, "/"))


@demo_only
def clock(request: HttpRequest) -> HttpResponse:
    """Move the market's clock forward."""
    span = SPANS.get(request.POST.get("advance", ""))
    if span is None:
        raise Http404
    demo_controls().advance(span)
    return _back(request)


@demo_only
def deliver(request: HttpRequest) -> HttpResponse:
    """Let the carrier hand a parcel over."""
    demo_controls().deliver(uuid_of(request.POST.get("order_id")))
    return _back(request)


def _back(request: HttpRequest) -> HttpResponse:
    return see_other(next_url(request, "/"))
