"""The caller's address book over the API: list, keep, change, forget, choose the default."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from rethread.market.accounts.selectors import list_addresses
from rethread.market.accounts.services import (
    choose_default_address,
    delete_address,
    save_address,
)
from rethread.platform.kernel import Actor

from .address_schemas import AddressBody, AddressList, NewAddress, NoMore, address_body
from .describing import ONCE, answers, id_in_path, operation
from .edge import caller, once, problems, read_body, respond

ADDRESS = id_in_path("address_id")


@problems
@require_http_methods(["GET", "HEAD", "POST"])
def collection(request: HttpRequest) -> HttpResponse:
    """GET lists the caller's addresses; POST keeps another."""
    if request.method == "POST":
        actor = caller(request, "addresses:write")
        wanted = read_body(request, NewAddress)
        return once(request, actor, "addresses.create", lambda: _kept(actor, wanted))
    actor = caller(request, "addresses:read")
    return respond(AddressList([address_body(one) for one in list_addresses(actor=actor)]))


@problems
@require_http_methods(["POST", "DELETE"])
def item(request: HttpRequest, address_id: UUID) -> HttpResponse:
    """POST changes an address of the caller's; DELETE forgets it."""
    actor = caller(request, "addresses:write")
    if request.method == "DELETE":
        return once(
            request, actor, f"addresses.delete:{address_id}", lambda: _forgotten(actor, address_id)
        )
    wanted = read_body(request, NewAddress)
    return once(
        request, actor, f"addresses.change:{address_id}", lambda: _kept(actor, wanted, address_id)
    )


@problems
@require_POST
def default(request: HttpRequest, address_id: UUID) -> HttpResponse:
    """POST makes an address the one that is used where nothing else is said."""
    actor = caller(request, "addresses:write")
    return once(
        request, actor, f"addresses.default:{address_id}",
        lambda: address_body(choose_default_address(actor=actor, address_id=address_id)),
    )  # fmt: skip


def _kept(actor: Actor, wanted: NewAddress, address_id: UUID | None = None) -> AddressBody:
    saved = save_address(
        actor=actor,
        name=wanted.name,
        line1=wanted.line1,
        line2=wanted.line2,
        city=wanted.city,
        postcode=wanted.postcode,
        country=wanted.country,
        address_id=address_id,
    )
    return address_body(saved)


def _forgotten(actor: Actor, address_id: UUID) -> NoMore:
    delete_address(actor=actor, address_id=address_id)
    return NoMore(address_id)


def address_paths() -> dict[str, Any]:
    """Return the addresses of the address book and what may be asked there."""
    refusals = ("401", "403", "404", "409", "422")
    return {
        "/addresses": {
            "get": operation(
                "listAddresses", "List your addresses", [],
                answers("200", "AddressList", "401", "403"),
            ),
            "post": operation(
                "createAddress", "Keep an address", [ONCE],
                answers("201", "AddressBody", "401", "403", "409", "422"), body="NewAddress",
            ),
        },
        "/addresses/{address_id}": {
            "post": operation(
                "changeAddress", "Change an address of yours; no order changes with it",
                [ADDRESS, ONCE], answers("201", "AddressBody", *refusals), body="NewAddress",
            ),
            "delete": operation(
                "deleteAddress", "Forget an address of yours", [ADDRESS, ONCE],
                answers("201", "NoMore", *refusals),
            ),
        },
        "/addresses/{address_id}/default": {
            "post": operation(
                "chooseDefaultAddress", "Use this address where nothing else is said",
                [ADDRESS, ONCE], answers("201", "AddressBody", *refusals),
            ),
        },
    }  # fmt: skip
