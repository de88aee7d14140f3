"""Orders over the API: what each side reads, labels in one go, and pick-ups with a code."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from rethread.market.orders.selectors import access_order
from rethread.market.orders.services import mark_shipped
from rethread.market.payments.services import check_invariants
from rethread.platform.kernel import Actor, Money
from tests.market.orders.world import World, open_world
from tests.market.support.people import Sale, paid

from .test_listings import key_of
from .test_shop import post


@pytest.fixture
def world(transactional_db: None) -> Iterator[World]:
    with open_world() as opened:
        yield opened


def keys(sale: Sale) -> tuple[str, str]:
    scopes = ("orders:read", "orders:write")
    return key_of(sale.buyer.actor, *scopes), key_of(sale.seller, *scopes)


def read(client: Client, token: str, path: str) -> Any:
    return client.get(f"/api/v1{path}", headers={"Authorization": f"Bearer {token}"})


def test_a_shop_says_how_it_delivers(world: World, client: Client) -> None:
    listing = world.listing()
    token = key_of(Actor.user(listing.seller_id), "listings:read", "listings:write")
    body = {"methods": ["pickup", "untracked"], "pickup_place": "Leeds"}
    made = post(client, token, "/api/v1/shop/delivery", body)
    assert made.status_code == 201
    assert made.json()["delivery_methods"] == ["untracked", "pickup"]
    refused = post(client, token, "/api/v1/shop/delivery", {"methods": ["pickup"]}, "two")
    assert (refused.status_code, refused.json()["code"]) == (422, "accounts.invalid_delivery")
    unknown = post(client, token, "/api/v1/shop/delivery", {"methods": ["drone"]}, "three")
    assert (unknown.status_code, unknown.json()["code"]) == (422, "api.body")
    assert read(client, token, "/shop").json()["pickup_place"] == "Leeds"


def test_a_seller_gets_labels_prints_one_and_says_that_it_left(
    world: World, client: Client
) -> None:
    sale = paid(world)
    buyer, seller = keys(sale)
    waiting = read(client, seller, "/orders?waiting=1").json()["orders"]
    assert [row["id"] for row in waiting] == [str(sale.order_id)]
    assert read(client, buyer, "/orders?waiting=1").json()["orders"] == []
    made = post(client, seller, "/api/v1/orders/labels", {"order_ids": [str(sale.order_id)]})
    assert made.json() == {"labelled": [str(sale.order_id)], "refused": []}
    path = f"/orders/{sale.order_id}"
    pdf = read(client, seller, f"{path}/label.pdf")
    assert (pdf["Content-Type"], pdf.content[:5]) == ("application/pdf", b"%PDF-")
    assert read(client, buyer, f"{path}/label.pdf").status_code == 404
    sent = post(client, seller, f"/api/v1{path}/dispatch", {})
    assert (sent.status_code, sent.json()["status"]) == (201, "shipped")
    world.pass_time(days=1)
    seen = read(client, buyer, path).json()
    assert (seen["side"], seen["destination"]["city"]) == ("buyer", "Leeds")
    assert [scan["kind"] for scan in seen["scans"]] == ["accepted", "in_transit"]


def test_a_pickup_needs_its_buyers_code_and_a_wrong_one_stays_counted(
    world: World, client: Client
) -> None:
    sale = paid(world, delivery="pickup")
    buyer, seller = keys(sale)
    path = f"/orders/{sale.order_id}"
    shown = read(client, buyer, path).json()
    assert (shown["destination"], shown["pickup"]["place"]) == (None, "Headingley")
    assert read(client, seller, path).json()["pickup"]["code"] == ""
    code = shown["pickup"]["code"]
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    url = f"/api/v1{path}/hand-over"
    for left in (4, 3):
        refused = post(client, seller, url, {"code": wrong})
        assert (refused.status_code, refused.json()["code"]) == (409, "orders.wrong_pickup_code")
        assert read(client, seller, path).json()["pickup"]["tries_left"] == left
    foreign = post(client, buyer, url, {"code": code})
    assert (foreign.status_code, foreign.json()["code"]) == (403, "orders.not_your_part")
    renewed = post(client, buyer, f"/api/v1{path}/pickup-code", {})
    assert renewed.json()["pickup"]["tries_left"] == 5
    done = post(client, seller, url, {"code": renewed.json()["pickup"]["code"]})
    assert (done.status_code, done.json()["status"]) == (201, "delivered")


def test_what_is_refused_says_why_and_changes_nothing(world: World, client: Client) -> None:
    sale = paid(world)
    _, seller = keys(sale)
    reads = key_of(sale.seller, "orders:read")
    labels = {"order_ids": [str(sale.order_id)]}
    answers = [
        post(client, reads, "/api/v1/orders/labels", labels),
        post(client, seller, "/api/v1/orders/labels", labels, ""),
        post(client, seller, f"/api/v1/orders/{sale.order_id}/hand-over", {"code": "123456"}),
        read(client, seller, "/orders?side=both"),
        read(client, seller, f"/orders/{sale.order_id}/label.pdf"),
    ]
    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [
        (403, "accounts.key_refused"),
        (422, "kernel.idempotency_key"),
        (409, "orders.not_a_pickup"),
        (422, "api.query"),
        (404, "orders.no_label"),
    ]
    assert access_order(sale.seller, sale.order_id).status == "paid"


def test_case_48_a_part_is_given_back_once_by_its_seller_alone(
    world: World, client: Client
) -> None:
    sale = paid(world)
    buyer, seller = keys(sale)
    url = f"/api/v1/orders/{sale.order_id}/part-refund"
    part = {"amount_minor": 500, "reason": "A stain"}
    early = post(client, seller, url, part, "early")
    assert (early.status_code, early.json()["code"]) == (409, "orders.not_allowed_now")
    mark_shipped(actor=sale.seller, order_id=sale.order_id)
    assert post(client, buyer, url, part).status_code == 403
    whole = access_order(sale.seller, sale.order_id).seller_gets
    for _ in range(2):
        given = post(client, seller, url, part)
        assert given.status_code == 201
    after = access_order(sale.seller, sale.order_id)
    assert after.given_back == Money(500, "GBP")
    assert given.json()["seller_gets_minor"] == after.seller_gets.amount_minor
    assert after.seller_gets < whole
    for amount in (0, -5, 10**7):
        assert post(
            client, seller, url, part | {"amount_minor": amount}, f"k{amount}"
        ).status_code in (400, 422)
    assert access_order(sale.seller, sale.order_id).given_back == Money(500, "GBP")
    assert [i.name for i in check_invariants() if not i.ok] == []
