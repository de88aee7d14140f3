"""Headers of every answer, and refusals of the domains turned into pages.

A refusal that a view did not catch becomes a designed page with the right status; the API has its
own edge. Nothing personal may be kept by any cache.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from rethread.platform.kernel import DomainError, settings

from .edge import is_htmx, to_sign_in

Respond = Callable[[HttpRequest], HttpResponseBase]
SIGN_IN = "kernel.sign_in_required"
PERMISSIONS = (
    "accelerometer=(), autoplay=(), browsing-topics=(), camera=(self), display-capture=(), "
    "geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()"
)


@cache
def content_security_policy(pay_origins: str, live_origin: str) -> str:
    """Return the policy: our own files, live news, and forms that may lead to the pay page."""
    return "; ".join(
        (
            "default-src 'self'",
            "img-src 'self' blob:",
            f"connect-src 'self' {live_origin}".rstrip(),
            "object-src 'none'",
            "base-uri 'none'",
            f"form-action 'self' {pay_origins}",
            "frame-ancestors 'none'",
        )
    )


def pay_origins() -> str:
    """Return where paying and proving one's identity happen; Chromium holds redirects to it."""
    if settings().uses_sandbox:
        return settings().sandbox_url
    return "https://checkout.stripe.com https://connect.stripe.com"


def live_origin() -> str:
    """Return where live news come from; nothing where that is a path of our own."""
    url = settings().live_url
    return url if url.startswith("http") else ""


class PageHeaders:
    """Middleware: security and cache headers, and error pages."""

    def __init__(self, get_response: Respond) -> None:
        """Take the next layer."""
        self._respond = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, and add the headers."""
        response = self._respond(request)
        headers = response.headers
        headers.setdefault(
            "Content-Security-Policy", content_security_policy(pay_origins(), live_origin())
        )
        headers.setdefault("Permissions-Policy", PERMISSIONS)
        headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        if headers.get("Content-Type", "").startswith("text/html"):
            headers.setdefault("Speculation-Rules", f'"{reverse("web:speculation_rules")}"')
            if _is_personal(request, response):
                headers["Cache-Control"] = "private, no-store"
            else:
                headers.setdefault("Cache-Control", "no-cache")
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Turn a refusal into a page; what is no refusal is Django's to report."""
        if not isinstance(error, DomainError):
            return None
        if error.code == SIGN_IN:
            return to_sign_in(request)
        return problem_page(request, error)


def problem_page(request: HttpRequest, error: DomainError) -> HttpResponse:
    """Render a refusal."""
    if is_htmx(request):
        return HttpResponse(error.message, status=error.status, content_type="text/plain")
    if error.status in {403, 404}:
        return render(request, f"{error.status}.html", status=error.status)
    return render(request, "web/problem.html", {"error": error}, status=error.status)


def _is_personal(request: HttpRequest, response: HttpResponseBase) -> bool:
    user = getattr(request, "user", None)
    signed_in = user is not None and user.is_authenticated
    return bool(signed_in or response.cookies or request.method not in {"GET", "HEAD"})
