"""Boosts over the API: start one, read what it cost and why, stop it."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rethread.market.boosts.selectors import account_of, boost_trail, list_boosts
from rethread.market.boosts.services import start_boost, stop_boost
from rethread.market.catalogue.selectors import currency_of
from rethread.platform.kernel import Invalid, Money
from rethread.platform.kernel.money import MAX_MINOR

from .boost_schemas import NewBoost, boost_body, list_body, trail_body
from .edge import caller, once, problems, read_body, respond


@problems
@require_http_methods(["GET", "HEAD", "POST"])
def collection(request: HttpRequest) -> HttpResponse:
    """GET lists the caller's boosts and what they owe for them; POST starts one."""
    if request.method != "POST":
        actor = caller(request, "listings:read")
        return respond(list_body(list_boosts(actor=actor), account_of(actor.require_user())))
    actor = caller(request, "listings:write")
    wanted = read_body(request, NewBoost)

    def work() -> object:
        currency = currency_of(wanted.listing_id)
        started = start_boost(
            actor=actor,
            listing_id=wanted.listing_id,
            days=wanted.days,
            day_cap=_money(wanted.day_cap_minor, currency),
            cap=_money(wanted.cap_minor, currency),
        )
        return boost_body(started)

    return once(request, actor, "boosts.create", work)


@problems
@require_safe
def item(request: HttpRequest, boost_id: UUID) -> HttpResponse:
    """GET one of the caller's boosts with every click on it."""
    actor = caller(request, "listings:read")
    return respond(trail_body(boost_trail(actor=actor, boost_id=boost_id)))


@problems
@require_POST
def stop(request: HttpRequest, boost_id: UUID) -> HttpResponse:
    """POST stops a boost at once."""
    actor = caller(request, "listings:write")
    return once(
        request,
        actor,
        f"boosts.stop.{boost_id}",
        lambda: boost_body(stop_boost(actor=actor, boost_id=boost_id)),
    )


def _money(amount_minor: int, currency: str) -> Money:
    if abs(amount_minor) > MAX_MINOR:
        raise Invalid("api.amount", _("An amount is at most 2^53 minor units."))
    return Money(amount_minor, currency)
