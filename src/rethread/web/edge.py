"""What every page needs of a request: who acts, where to go next, what the browser agreed to.

It reads requests and writes answers; it decides nothing about the market.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode, urlsplit
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from rethread.platform.events.emit import EventContext
from rethread.platform.kernel import Actor, DomainError, Invalid

View = Callable[..., HttpResponse]
CONSENT_COOKIE = "consent"
VISITOR_COOKIE = "visitor"
VISIT_COOKIE = "visit"
ANALYTICS = "analytics"


def actor_of(request: HttpRequest) -> Actor:
    """Return who acts on a page: the signed-in person or a visitor. Staff powers are the desk's."""
    user = request.user
    return Actor.user(user.pk) if user.is_authenticated else Actor.anonymous()


def is_htmx(request: HttpRequest) -> bool:
    """Tell whether a script asked and wants a fragment."""
    return request.headers.get("HX-Request") == "true"


def is_prefetch(request: HttpRequest) -> bool:
    """Tell whether a browser fetches ahead: nobody has seen the page yet, so nothing may change."""
    return "prefetch" in request.headers.get("Sec-Purpose", "")


def see_other(to: str) -> HttpResponse:
    """Send the browser on with a GET, whatever it sent."""
    response = HttpResponseRedirect(to)
    response.status_code = 303
    return response


def next_url(request: HttpRequest, otherwise: str) -> str:
    """Return the address of our own that the form asked to go to next, or `otherwise`."""
    return local_url(request.POST.get("next") or request.GET.get("next") or "", otherwise)


def local_url(wanted: str, otherwise: str) -> str:
    """Return an address that somebody sent if it is one of our own, else `otherwise`."""
    if wanted and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return wanted
    return otherwise


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """Ask a visitor to sign in and bring them back; from a form to the page it stood on."""
    back = request.get_full_path()
    if request.method != "GET":
        referer = urlsplit(request.headers.get("Referer", ""))
        same = referer.netloc == request.get_host()
        back = f"{referer.path}?{referer.query}".rstrip("?") if same else reverse("web:feed")
    to = f"{reverse('account_login')}?{urlencode({'next': back})}"
    if is_htmx(request):
        return go_on(to)
    return see_other(to)


def go_on(to: str) -> HttpResponse:
    """Answer a script that should move the whole page on."""
    response = HttpResponse(status=204)
    response["HX-Redirect"] = to
    return response


def signed_in(view: View) -> View:
    """Let only people who are signed in through; others are asked to."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return to_sign_in(request)
        return view(request, *args, **kwargs)

    return answer


def same_origin(view: View) -> View:
    """Protect a harmless form by what browsers say of its origin, so that it needs no cookie.

    Browsers that can be led to a foreign form send `Sec-Fetch-Site` or `Origin` with a POST
    (Fetch standard, 3.2 and Fetch Metadata, 2.3). Whatever changes money or goods uses tokens.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        site = request.headers.get("Sec-Fetch-Site", "same-origin")
        origin = request.headers.get("Origin", "")
        foreign = bool(origin) and urlsplit(origin).netloc != request.get_host()
        if site not in {"same-origin", "none"} or foreign:
            return HttpResponseForbidden()
        return view(request, *args, **kwargs)

    return csrf_exempt(answer)


def has_consent(request: HttpRequest) -> bool:
    """Tell whether the person agreed to behavioural statistics on this browser."""
    return request.COOKIES.get(CONSENT_COOKIE) == ANALYTICS


def cookie_id(request: HttpRequest, name: str) -> str | None:
    """Return an id of ours from a cookie, if it is one and the person agreed."""
    if not has_consent(request):
        return None
    try:
        return str(UUID(request.COOKIES.get(name, "")))
    except ValueError:
        return None


def event_context(request: HttpRequest) -> EventContext:
    """Return what events of the server may say of a visit; without consent, nothing."""
    return EventContext(
        session_id=cookie_id(request, VISIT_COOKIE),
        anonymous_id=cookie_id(request, VISITOR_COOKIE),
        consent=ANALYTICS if has_consent(request) else "essential",
    )


def blame_fields(form: forms.BaseForm, error: DomainError) -> None:
    """Write a refusal beside the fields it is about; what has no field stands above the form."""
    rest = [text for field, text in error.fields.items() if field not in form.fields]
    for field, text in error.fields.items():
        if field in form.fields:
            form.add_error(field, text)
    if not error.fields:
        rest = [error.message]
    for text in rest:
        form.add_error(None, text)


def uuid_of(text: str | None, *, code: str = "web.bad_id") -> UUID:
    """Read an id that a form sent.

    Raises:
        Invalid: it is none.
    """
    try:
        return UUID(text or "")
    except ValueError as error:
        raise Invalid(code, _("This form is not complete. Load the page again.")) from error
