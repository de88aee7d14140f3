"""The caller's own shop over the API: how it sells, and going on holiday."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST, require_safe

from rethread.market.accounts.errors import ShopNotFound
from rethread.market.accounts.selectors import find_shop_of
from rethread.market.accounts.services import (
    set_bundle_discount,
    set_delivery_methods,
    set_shop_currency,
    set_vacation,
)
from rethread.market.accounts.types import ShopSummary
from rethread.market.pricing.types import BundleTier
from rethread.platform.kernel import Actor

from .edge import caller, once, problems, read_body, respond
from .shop_schemas import BundleDiscount, DeliveryMethods, ShopCurrency, Vacation, shop_body


@problems
@require_safe
def item(request: HttpRequest) -> HttpResponse:
    """GET the caller's shop."""
    return respond(shop_body(_own_shop(caller(request, "listings:read"))))


@problems
@require_POST
def vacation(request: HttpRequest) -> HttpResponse:
    """POST goes on holiday, changes the return, or comes back."""
    actor = caller(request, "listings:write")
    wanted = read_body(request, Vacation)

    def work() -> object:
        shop = _own_shop(actor)
        changed = set_vacation(
            actor=actor, shop_id=shop.id, on_vacation=wanted.on_vacation, until=wanted.until
        )
        return shop_body(changed)

    return once(request, actor, "shop.vacation", work)


@problems
@require_POST
def bundles(request: HttpRequest) -> HttpResponse:
    """POST says what the shop takes off for several pieces."""
    actor = caller(request, "listings:write")
    wanted = read_body(request, BundleDiscount)
    tiers = [BundleTier(step.count, step.percent) for step in wanted.tiers]

    def work() -> object:
        shop = _own_shop(actor)
        return shop_body(set_bundle_discount(actor=actor, shop_id=shop.id, tiers=tiers))

    return once(request, actor, "shop.bundles", work)


@problems
@require_POST
def currency(request: HttpRequest) -> HttpResponse:
    """POST says what the shop's next listings are priced in."""
    actor = caller(request, "listings:write")
    wanted = read_body(request, ShopCurrency)

    def work() -> object:
        shop = _own_shop(actor)
        changed = set_shop_currency(actor=actor, shop_id=shop.id, currency=wanted.currency)
        return shop_body(changed)

    return once(request, actor, "shop.currency", work)


@problems
@require_POST
def delivery(request: HttpRequest) -> HttpResponse:
    """POST says in which ways the shop delivers."""
    actor = caller(request, "listings:write")
    wanted = read_body(request, DeliveryMethods)

    def work() -> object:
        shop = _own_shop(actor)
        return shop_body(
            set_delivery_methods(
                actor=actor,
                shop_id=shop.id,
                methods=wanted.methods,
                pickup_place=wanted.pickup_place,
            )
        )

    return once(request, actor, "shop.delivery", work)


def _own_shop(actor: Actor) -> ShopSummary:
    shop = find_shop_of(actor.require_user())
    if shop is None:
        raise ShopNotFound
    return shop
