"""The caller's bag and checkouts over the API. Paying itself happens on the provider's page.

A checkout is not asked for through the idempotency record: orders keeps one of its own under the
same key, and opening the pay page calls the provider outside of any transaction.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rethread.market.orders.selectors import bag_view, get_checkout
from rethread.market.orders.services import (
    add_to_bag,
    cancel_checkout,
    open_pay_page,
    refresh_checkout,
    remove_from_bag,
    start_checkout,
)
from rethread.platform.kernel import Actor, Invalid, Money, settings

from .bag_schemas import BagBody, NewCheckout, bag_body, checkout_body
from .describing import ONCE, answers, id_in_path, operation
from .edge import caller, once, problems, read_body, require_key, respond

LISTING, CHECKOUT = id_in_path("listing_id"), id_in_path("checkout_id")


@problems
@require_safe
def contents(request: HttpRequest) -> HttpResponse:
    """GET the caller's bag."""
    found = bag_view(caller(request, "bag:read"), currency=request.GET.get("currency", ""))
    return respond(bag_body(found))


@problems
@require_http_methods(["PUT", "DELETE"])
def piece(request: HttpRequest, listing_id: UUID) -> HttpResponse:
    """PUT puts a garment into the caller's bag, DELETE takes it out; twice is once."""
    actor = caller(request, "bag:write")
    change = remove_from_bag if request.method == "DELETE" else add_to_bag

    def work() -> BagBody:
        change(actor=actor, listing_id=listing_id)
        return bag_body(bag_view(actor))

    return once(request, actor, f"bag.{request.method}:{listing_id}", work)


@problems
@require_POST
def checkouts(request: HttpRequest) -> HttpResponse:
    """POST holds the pieces under a fixed quote and returns where they are paid for."""
    actor = caller(request, "bag:write")
    require_key(request)
    wanted = read_body(request, NewCheckout)
    expected = wanted.expected_total_minor
    currency = wanted.currency or settings().currency
    if currency not in settings().trading_currencies:
        raise Invalid("api.currency", _("Nobody trades in this currency here."))
    view = start_checkout(
        actor=actor,
        address_id=wanted.address_id,
        idempotency_key=request.headers["Idempotency-Key"],
        expected_total=Money(expected, currency) if expected is not None else None,
        listing_ids=wanted.listing_ids,
        currency=wanted.currency or "",
        delivery={one.shop_id: one.method for one in wanted.delivery},
    )
    return _with_page(actor, view.checkout_id)


def _with_page(actor: Actor, checkout_id: UUID) -> HttpResponse:
    """Open the pay page where the checkout can be paid, and describe the checkout."""
    if get_checkout(actor, checkout_id).status in {"open", "paying"}:
        open_pay_page(actor, checkout_id)
    return respond(checkout_body(get_checkout(actor, checkout_id)), status=201)


@problems
@require_safe
def checkout(request: HttpRequest, checkout_id: UUID) -> HttpResponse:
    """GET how a checkout of the caller's stands, asked of the provider where it is not settled."""
    view = refresh_checkout(actor=caller(request, "bag:read"), checkout_id=checkout_id)
    return respond(checkout_body(view))


@problems
@require_POST
def cancel(request: HttpRequest, checkout_id: UUID) -> HttpResponse:
    """POST gives the pieces of a checkout back; what was paid first stands."""
    actor = caller(request, "bag:write")
    require_key(request)
    cancel_checkout(actor=actor, checkout_id=checkout_id)
    return respond(checkout_body(get_checkout(actor, checkout_id)), status=201)


def bag_paths() -> dict[str, Any]:
    """Return the addresses of the bag and of checkouts, and what may be asked there."""
    refusals = ("401", "403", "404", "409", "422")
    return {
        "/bag": {
            "get": operation(
                "getBag", "Get your bag with what each shop would send and how", [],
                answers("200", "BagBody", "401", "403"),
            ),
        },
        "/bag/{listing_id}": {
            "put": operation(
                "addToBag", "Put a garment into your bag; it is not held for you",
                [LISTING, ONCE], answers("201", "BagBody", *refusals),
            ),
            "delete": operation(
                "removeFromBag", "Take a garment out of your bag", [LISTING, ONCE],
                answers("201", "BagBody", "401", "403", "409", "422"),
            ),
        },
        "/checkouts": {
            "post": operation(
                "startCheckout", "Hold the pieces under a fixed quote; you pay in your browser",
                [ONCE], answers("201", "CheckoutBody", *refusals, "503"), body="NewCheckout",
            ),
        },
        "/checkouts/{checkout_id}": {
            "get": operation(
                "getCheckout", "Get how a checkout of yours stands", [CHECKOUT],
                answers("200", "CheckoutBody", "401", "403", "404"),
            ),
        },
        "/checkouts/{checkout_id}/cancel": {
            "post": operation(
                "cancelCheckout", "Give the pieces of a checkout back", [CHECKOUT, ONCE],
                answers("201", "CheckoutBody", *refusals),
            ),
        },
    }  # fmt: skip
