"""A seller's statements over the API: theirs alone, and the same as the books."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client

from rethread.market.orders.services import confirm_received
from tests.market.orders.world import World, open_world
from tests.market.support.people import paid, shipped

from .test_listings import key_of
from .test_orders import keys, read


@pytest.fixture
def world(transactional_db: None) -> Iterator[World]:
    with open_world() as opened:
        yield opened


def test_a_seller_reads_what_an_order_brings_before_and_after_release(
    world: World, client: Client
) -> None:
    sale = shipped(world)
    _buyer, seller = keys(sale)
    path = f"/orders/{sale.order_id}/statement"
    before = read(client, seller, path).json()
    assert (before["total_minor"], before["ledger_minor"], before["currency"]) == (
        1455, 1455, "GBP",
    )  # fmt: skip
    assert [(row["kind"], row["amount_minor"]) for row in before["rows"]] == [
        ("item", 1500), ("seller_fee", -45),
    ]  # fmt: skip
    assert before["rows"][1]["booked_at"] is None
    assert before["release_at"] is not None
    confirm_received(actor=sale.buyer.actor, order_id=sale.order_id)
    after = read(client, seller, path).json()
    assert after["rows"][1]["booked_at"] == after["released_at"] is not None
    assert after["total_minor"] == after["ledger_minor"] == 1455
    balance = read(client, seller, "/shop/statement?from=2026-03-01&to=2026-03-31").json()
    assert (balance["opening_minor"], balance["closing_minor"]) == (0, 1455)
    assert [(line["kind"], line["balance_minor"]) for line in balance["lines"]] == [
        ("sale", 1500), ("seller_fee", 1455),
    ]  # fmt: skip


def test_nobody_else_reads_it_and_a_key_needs_the_scope(world: World, client: Client) -> None:
    sale = paid(world)
    buyer, _seller = keys(sale)
    path = f"/orders/{sale.order_id}/statement"
    refused = read(client, buyer, path)
    assert (refused.status_code, refused.json()["code"]) == (403, "orders.not_your_part")
    stranger = key_of(world.buyer().actor, "orders:read")
    assert read(client, stranger, path).json()["code"] == "orders.order_not_found"
    other = key_of(sale.seller, "listings:read")
    for place in (path, "/shop/statement?from=2026-03-01&to=2026-03-31"):
        assert read(client, other, place).status_code == 403
        assert client.get(f"/api/v1{place}").status_code == 401
    mine = read(client, stranger, "/shop/statement?from=2026-03-01&to=2026-03-31").json()
    assert (mine["lines"], mine["closing_minor"], mine["held_orders"]) == ([], 0, 0)
    bad = read(client, stranger, "/shop/statement?from=2026-03-01")
    assert (bad.status_code, bad.json()["code"]) == (422, "api.query")
