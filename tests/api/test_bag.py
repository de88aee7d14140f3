"""A bag and a checkout over the API, up to the page on which a person pays."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from rethread.api import bag as bag_api
from rethread.market.accounts.services import set_delivery_methods
from rethread.market.catalogue.selectors import cards_by_ids
from rethread.market.orders.models import BagItem, Checkout
from rethread.market.orders.services import open_pay_page
from rethread.market.payments.services import check_invariants
from rethread.platform.kernel import new_id
from tests.market.orders.world import Buyer, World, at_once, open_world

from .test_listings import key_of
from .test_shop import post

SCOPES = ("bag:read", "bag:write")


@pytest.fixture
def world(transactional_db: None) -> Iterator[World]:
    with open_world() as opened:
        yield opened


def call(client: Client, token: str, method: str, path: str, key: str = "k") -> Any:
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": key}
    return client.generic(method, f"/api/v1{path}", headers=headers)


def buyer_with_key(world: World) -> tuple[Buyer, str]:
    buyer = world.buyer()
    return buyer, key_of(buyer.actor, *SCOPES)


def test_a_bag_is_filled_priced_by_the_way_and_paid_for_in_the_browser(
    world: World, client: Client
) -> None:
    seller = world.seller()
    first, second = world.listing(seller, 1500), world.listing(seller, 2000)
    set_delivery_methods(
        actor=seller, shop_id=first.shop.id, methods=["tracked", "pickup"], pickup_place="Leeds"
    )
    buyer, token = buyer_with_key(world)
    call(client, token, "PUT", f"/bag/{first.id}", "a")
    bag = call(client, token, "PUT", f"/bag/{second.id}", "b").json()
    (parcel,) = bag["parcels"]
    assert {line["listing_id"] for line in parcel["lines"]} == {str(first.id), str(second.id)}
    assert [way["method"] for way in parcel["ways"]] == ["tracked", "pickup"]
    assert bag["total_minor"] == bag["items_minor"] + bag["delivery_minor"]
    left = call(client, token, "DELETE", f"/bag/{second.id}", "c").json()
    assert [line["listing_id"] for line in left["parcels"][0]["lines"]] == [str(first.id)]
    wanted = {
        "delivery": [{"shop_id": str(first.shop.id), "method": "pickup"}],
        "expected_total_minor": left["items_minor"],
    }
    made = post(client, token, "/api/v1/checkouts", wanted, "pay")
    assert made.status_code == 201
    body = made.json()
    assert (body["status"], body["delivery_minor"]) == ("paying", 0)
    assert body["total_minor"] == left["items_minor"]
    assert "/pay/" in body["pay_url"]
    again = post(client, token, "/api/v1/checkouts", wanted, "pay").json()
    assert (again["id"], again["pay_url"]) == (body["id"], body["pay_url"])
    assert Checkout.objects.count() == 1
    world.sandbox.stripe.pay_session(body["pay_url"].split("/pay/")[1].split("?")[0])
    after = call(client, token, "GET", f"/checkouts/{body['id']}").json()
    assert (after["status"], after["orders"][0]["status"], after["pay_url"]) == ("paid", "paid", "")
    assert call(client, token, "GET", "/bag").json()["parcels"] == []
    assert buyer.actor.user_id is not None


def test_an_address_of_ones_own_is_needed_and_anothers_is_refused(
    world: World, client: Client
) -> None:
    buyer, token = buyer_with_key(world)
    piece, other = world.listing(), world.buyer()
    body = {"listing_ids": [str(piece.id)]}
    missing = post(client, token, "/api/v1/checkouts", body, "one")
    assert (missing.status_code, missing.json()["code"]) == (422, "orders.address_missing")
    foreign = {**body, "address_id": str(other.address_id)}
    refused = post(client, token, "/api/v1/checkouts", foreign, "two")
    assert (refused.status_code, refused.json()["code"]) == (422, "orders.address_missing")
    stale = {**body, "address_id": str(buyer.address_id), "expected_total_minor": 1}
    changed = post(client, token, "/api/v1/checkouts", stale, "three")
    assert (changed.status_code, changed.json()["code"]) == (409, "orders.price_changed")
    assert Checkout.objects.count() == 0
    assert cards_by_ids([piece.id])[piece.id].status == "live"


def test_nobody_sees_cancels_or_fills_what_is_somebody_elses(world: World, client: Client) -> None:
    buyer, token = buyer_with_key(world)
    piece = world.listing()
    body = {"listing_ids": [str(piece.id)], "address_id": str(buyer.address_id)}
    made = post(client, token, "/api/v1/checkouts", body, "one").json()
    _other, others = buyer_with_key(world)
    path = f"/checkouts/{made['id']}"
    assert call(client, others, "GET", path).json()["code"] == "orders.checkout_not_found"
    refused = post(client, others, f"/api/v1{path}/cancel", {}, "two")
    assert (refused.status_code, refused.json()["code"]) == (404, "orders.checkout_not_found")
    assert call(client, others, "GET", "/bag").json()["total_minor"] == 0
    assert Checkout.objects.get().status == "paying"
    own = post(client, token, f"/api/v1{path}/cancel", {}, "three")
    assert (own.status_code, own.json()["status"]) == (201, "expiring")


def test_what_cannot_be_bought_stays_out_and_scopes_are_held_to(
    world: World, client: Client
) -> None:
    piece = world.listing()
    buyer, token = buyer_with_key(world)
    unknown = call(client, token, "PUT", f"/bag/{new_id()}", "a")
    assert (unknown.status_code, unknown.json()["code"]) == (409, "orders.listing_unavailable")
    empty = post(client, token, "/api/v1/checkouts", {"address_id": str(buyer.address_id)}, "b")
    assert (empty.status_code, empty.json()["code"]) == (422, "orders.bag_empty")
    reads = key_of(buyer.actor, "bag:read")
    assert call(client, reads, "PUT", f"/bag/{piece.id}", "c").status_code == 403
    assert post(client, reads, "/api/v1/checkouts", {}, "d").status_code == 403
    other = key_of(buyer.actor, "orders:read", "orders:write")
    assert call(client, other, "GET", "/bag").status_code == 403
    assert client.get("/api/v1/bag").status_code == 401
    assert (BagItem.objects.count(), Checkout.objects.count()) == (0, 0)


def test_case_35_the_same_key_while_it_is_being_answered_is_told_when_to_come_again(
    world: World, client: Client
) -> None:
    buyer, token = buyer_with_key(world)
    listing = world.listing()
    wanted = {"address_id": str(buyer.address_id), "listing_ids": [str(listing.id)]}
    second: list[Any] = []

    def meanwhile(*arguments: Any) -> str:
        """While the first asks the provider for its page, the same request comes again."""
        second.extend(at_once(lambda: post(Client(), token, "/api/v1/checkouts", wanted, "k")))
        return open_pay_page(*arguments)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(bag_api, "open_pay_page", meanwhile)
        first = post(client, token, "/api/v1/checkouts", wanted, "k")
    assert first.status_code == 201
    assert (second[0].status_code, second[0]["Retry-After"]) == (409, "1")
    assert second[0].json()["code"] == "kernel.idempotency_in_flight"
    assert Checkout.objects.count() == 1
    again = post(client, token, "/api/v1/checkouts", wanted, "k")
    assert (again.status_code, again.json()["id"]) == (201, first.json()["id"])
    other = post(client, token, "/api/v1/checkouts", wanted | {"expected_total_minor": 1}, "k")
    assert (other.status_code, Checkout.objects.count()) == (409, 1)
    assert [i.name for i in check_invariants() if not i.ok] == []
