"""Boosts: a seller starts one, sees every click that cost something, and stops it again.

The public page says the same to everybody: what a boosted place is, and what it is not.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rethread.market.boosts.errors import AlreadyBoosted
from rethread.market.boosts.rules import CLICK_WINDOW, DAYS, SLOT_EVERY
from rethread.market.boosts.selectors import (
    account_of,
    boost_trail,
    find_live_boost,
    list_boosts,
)
from rethread.market.boosts.services import start_boost, stop_boost
from rethread.market.boosts.types import BoostAccount, BoostView
from rethread.market.catalogue.selectors import access_listing_for_edit, cards_by_ids, currency_of
from rethread.market.pricing.selectors import current_boost_price
from rethread.platform.kernel import Actor, DomainError, Money, settings
from rethread.platform.kernel.money import SYMBOLS

from ..edge import actor_of, see_other, signed_in
from ..presenting.boosts import boost_row, click_rows
from ..presenting.listings import card_of

CLICKS_A_DAY, CLICKS_IN_ALL = 20, 50  # what the form suggests
DAYS_SUGGESTED = 7


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Say what a boosted place is, to whoever has just seen one."""
    return render(request, "web/boosted.html", _terms())


def _terms(currency: str = "") -> dict[str, object]:
    price = current_boost_price(currency or settings().currency)
    return {
        "click": price.click,
        "owed_max": price.owed_max,
        "every": SLOT_EVERY,
        "window_minutes": int(CLICK_WINDOW.total_seconds() // 60),
    }


@require_safe
@signed_in
def boosts(request: HttpRequest) -> HttpResponse:
    """Show one's boosts, and what is owed for them."""
    actor = actor_of(request)
    found = list_boosts(actor=actor)
    cards = cards_by_ids(boost.listing_id for boost in found)
    rows = [boost_row(boost, cards.get(boost.listing_id)) for boost in found]
    context = {
        "live": [row for row in rows if row.boost.status != "ended"],
        "over": [row for row in rows if row.boost.status == "ended"],
        "accounts": _accounts(actor, found),
        **_terms(),
    }
    return render(request, "web/boosts.html", context)


def _accounts(actor: Actor, found: Sequence[BoostView]) -> list[BoostAccount]:
    """Return what is owed, currency by currency; the market's where nothing was boosted yet."""
    used = dict.fromkeys(boost.click_price.currency for boost in found) or {
        settings().currency: None
    }
    return [account_of(actor.require_user(), currency) for currency in used]


@require_safe
@signed_in
def boost(request: HttpRequest, boost_id: UUID) -> HttpResponse:
    """Show a boost with every click on it: when, where, and what it cost."""
    trail = boost_trail(actor=actor_of(request), boost_id=boost_id)
    listing_id = trail.boost.listing_id
    card = cards_by_ids([listing_id]).get(listing_id)
    context = {
        "row": boost_row(trail.boost, card),
        "boost": trail.boost,
        "trail": trail,
        "clicks": click_rows(trail),
        **_terms(trail.boost.click_price.currency),
    }
    return render(request, "web/boost.html", context)


@signed_in
def boost_start(request: HttpRequest, listing_id: UUID) -> HttpResponse:
    """Ask for how long and for how much at most, and start it."""
    if request.method != "POST":
        return _form(request, listing_id)
    currency = currency_of(listing_id)
    try:
        started = start_boost(
            actor=actor_of(request),
            listing_id=listing_id,
            days=_number(request.POST.get("days", "")),
            day_cap=_amount(request, "day_cap", currency),
            cap=_amount(request, "cap", currency),
        )
    except AlreadyBoosted as error:
        return see_other(reverse("web:boost", args=[error.boost_id]))
    except DomainError as error:
        if error.status == 404:
            raise
        return _form(request, listing_id, problem=error)
    messages.success(request, _("Boosted. Every click that costs something will be listed here."))
    return see_other(reverse("web:boost", args=[started.id]))


def _form(
    request: HttpRequest, listing_id: UUID, *, problem: DomainError | None = None
) -> HttpResponse:
    actor = actor_of(request)
    view = access_listing_for_edit(actor=actor, listing_id=listing_id)
    live = find_live_boost(listing_id)
    if live is not None:
        return see_other(reverse("web:boost", args=[live.id]))
    terms = _terms(view.currency)
    price = current_boost_price(view.currency).click
    fields = problem.fields if problem is not None else {}
    context = {
        "card": card_of(view),
        "account": account_of(actor.require_user(), view.currency),
        "days": DAYS,
        "days_chosen": _number(request.POST.get("days", "")) or DAYS_SUGGESTED,
        "day_cap": request.POST.get("day_cap") or _plain(price, CLICKS_A_DAY),
        "cap": request.POST.get("cap") or _plain(price, CLICKS_IN_ALL),
        "problem": problem.message if problem is not None and not fields else "",
        "problems": fields,
        "symbol": SYMBOLS.get(view.currency, view.currency),
        **terms,
    }
    status = problem.status if problem is not None else 200
    return render(request, "web/boost_start.html", context, status=status)


def _amount(request: HttpRequest, name: str, currency: str) -> Money:
    return Money.parse(request.POST.get(name, "").strip(), currency, field=name)


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 4 else 0


def _plain(click: Money, clicks: int) -> str:
    return Money(click.amount_minor * clicks, click.currency).typed()


@require_POST
@signed_in
def boost_stop(request: HttpRequest, boost_id: UUID) -> HttpResponse:
    """Stop a boost at once."""
    try:
        stop_boost(actor=actor_of(request), boost_id=boost_id)
    except DomainError as error:
        if error.status == 404:
            raise
        messages.error(request, error.message)
    else:
        messages.success(request, _("Stopped. It costs nothing from here on."))
    return see_other(reverse("web:boost", args=[boost_id]))
