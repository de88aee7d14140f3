"""Notices when a visit begins, or comes again through another door, and has measurement write it.

It decides only whether a request is a landing; what the address says is measurement's to read.
A page is answered first and never suffers from what its address holds.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from http import HTTPStatus

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from rethread.insight.measurement.rules.address import Marks, read_marks
from rethread.insight.measurement.services import record_landing
from rethread.platform.events.ingestion import is_robot
from rethread.platform.kernel import new_id

from .edge import VISIT_COOKIE, actor_of, cookie_id, event_context, has_consent, is_htmx
from .journeys.events import VISIT_S

PLACES = frozenset(("web", ""))  # pages for people: ours, and sign-in; neither API nor desk


class Landings:
    """Middleware: record landings of pages that were answered."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Take the next layer."""
        self._respond = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, then look whether a visit began here."""
        response = self._respond(request)
        if _is_page(request, response):
            marks = read_marks(
                _raw_query(request),
                request.headers.get("Referer", ""),
                own_host=request.get_host(),
            )
            if _is_landing(request, marks):
                _record(request, response, marks)
        return response


def _is_page(request: HttpRequest, response: HttpResponseBase) -> bool:
    match = request.resolver_match
    return (
        request.method == "GET"
        and response.status_code == HTTPStatus.OK
        and response.headers.get("Content-Type", "").startswith("text/html")
        and match is not None
        and match.namespace in PLACES
        and not is_htmx(request)
        and "prefetch" not in request.headers.get("Sec-Purpose", "")
        and not is_robot(request.headers.get("User-Agent", ""))
    )


def _raw_query(request: HttpRequest) -> str:
    # WSGI hands bytes over as Latin-1 (PEP 3333); what is no UTF-8 stays visible as surrogates.
    raw = str(request.META.get("QUERY_STRING", ""))
    return raw.encode("latin-1", "replace").decode("utf-8", "surrogateescape")


def _is_landing(request: HttpRequest, marks: Marks) -> bool:
    """Tell a landing from a step within a visit.

    Marks of another door always count: a second click on another campaign is a second touch. A page
    reached from ourselves never begins a visit; one without any referrer does where none goes on.
    """
    if marks.any:
        return True
    return "Referer" not in request.headers and cookie_id(request, VISIT_COOKIE) is None


def _record(request: HttpRequest, response: HttpResponseBase, marks: Marks) -> None:
    context = event_context(request)
    if has_consent(request) and context.session_id is None:
        context = replace(context, session_id=str(new_id()))
        response.set_cookie(
            VISIT_COOKIE, context.session_id or "", max_age=VISIT_S, httponly=True,
            samesite="Lax", secure=request.is_secure(),
        )  # fmt: skip
    match = request.resolver_match
    page_kind = (match.url_name if match else None) or "page"
    record_landing(actor=actor_of(request), marks=marks, page_kind=page_kind, context=context)
