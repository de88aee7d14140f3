"""Pages and files that belong to nobody: fees, offline, manifest, service worker, health."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cache

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rethread import __version__
from rethread.market.accounts.services import choose_language
from rethread.market.pricing.selectors import current_boost_price, current_schedule, list_schedules
from rethread.market.pricing.types import Schedule
from rethread.platform.kernel import Invalid, Money, new_id, settings
from rethread.platform.kernel.languages import is_language

from ..edge import (
    ANALYTICS,
    CONSENT_COOKIE,
    VISIT_COOKIE,
    VISITOR_COOKIE,
    actor_of,
    next_url,
    same_origin,
    see_other,
)
from ..languages import keep_language
from ..presenting.listings import price_note

YEAR_S = 31_536_000
EXAMPLES_MINOR = (800, 2_000, 7_500)
LISTINGS_ONLY = {
    "prefetch": [{"where": {"href_matches": "/l/*"}, "eagerness": "moderate"}],
}


@dataclass(frozen=True, slots=True)
class FeeView:
    """A version of the fee schedule, in per cent."""

    version: int
    valid_from: datetime
    buyer_percent: str
    buyer_fixed: Money
    seller_percent: str


def _fee_view(schedule: Schedule) -> FeeView:
    return FeeView(
        version=schedule.version,
        valid_from=schedule.valid_from,
        buyer_percent=_percent(schedule.buyer_bps),
        buyer_fixed=Money(schedule.buyer_fixed_minor, schedule.currency),
        seller_percent=_percent(schedule.seller_bps),
    )


def _percent(bps: int) -> str:
    return f"{(Decimal(bps) / 100).normalize():f}"


def _example(price: Money) -> tuple[Money, Money, Money]:
    """Return a price with what its buyer pays and its seller receives today."""
    note = price_note(price)
    return (price, note.buyer_pays, note.you_receive) if note else (price, price, price)


@require_safe
def fees(request: HttpRequest) -> HttpResponse:
    """Show the fees of today and of every day before."""
    traded, asked = settings().trading_currencies, request.GET.get("currency", "")
    currency = asked if asked in traded else settings().currency
    context = {
        "currency": currency,
        "currencies": traded,
        "current": _fee_view(current_schedule(currency)),
        "schedules": [_fee_view(schedule) for schedule in list_schedules(currency)],
        "boost": current_boost_price(currency),
        "examples": [_example(Money(amount, currency)) for amount in EXAMPLES_MINOR],
    }
    return render(request, "web/fees.html", context)


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """Show what the service worker shows when there is no network."""
    return render(request, "web/offline.html")


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """Describe the site as an app that can be installed."""
    return render(request, "web/manifest.webmanifest", content_type="application/manifest+json")


@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """Send the service worker; it changes when a file it keeps does, or the reader's language."""
    context = {
        "release": _release(),
        "language": get_language() or "",
    }
    response = render(request, "web/sw.js", context, content_type="text/javascript")
    response["Cache-Control"] = "no-cache"
    return response


@cache
def _release() -> str:
    marks = (static("web/css/web.css"), static("web/js/app.js"), static("web/icons/sprite.svg"))
    return f"{__version__}-" + "-".join(mark.rpartition("/")[2] for mark in marks)


@require_safe
def speculation_rules(request: HttpRequest) -> HttpResponse:
    """Say which links a browser may fetch early: listings, which have no side effect."""
    response = JsonResponse(LISTINGS_ONLY, content_type="application/speculationrules+json")
    response["Cache-Control"] = "public, max-age=3600"
    return response


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Tell whether this process can serve: one trivial query, no session."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
    except DatabaseError:
        return HttpResponse("no database", status=503, content_type="text/plain")
    return HttpResponse("ok", content_type="text/plain")


@same_origin
@require_POST
def consent(request: HttpRequest) -> HttpResponse:
    """Keep what the person chose about behavioural statistics, on this browser."""
    response = see_other(next_url(request, "/"))
    agreed = request.POST.get("choice") == ANALYTICS
    secure = request.is_secure()
    response.set_cookie(
        CONSENT_COOKIE,
        ANALYTICS if agreed else "essential",
        max_age=YEAR_S,
        httponly=True,
        samesite="Lax",
        secure=secure,
    )
    if agreed:
        response.set_cookie(
            VISITOR_COOKIE,
            str(new_id()),
            max_age=YEAR_S,
            httponly=True,
            samesite="Lax",
            secure=secure,
        )
    else:
        response.delete_cookie(VISITOR_COOKIE)
        response.delete_cookie(VISIT_COOKIE)
    return response


@same_origin
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Read on in another language: kept with the account, and on this browser."""
    chosen = request.POST.get("language", "")
    if not is_language(chosen):
        message = _("We do not write in this language yet.")
        raise Invalid("web.unknown_language", message, {"language": message})
    actor = actor_of(request)
    if actor.user_id is not None:
        choose_language(actor=actor, language=chosen)
    response = see_other(next_url(request, "/"))
    keep_language(response, chosen, secure=request.is_secure())
    return response
