"""Pieces priced in two currencies: a payment is in one of them, and sellers are paid in theirs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from rethread.market.accounts.errors import InvalidAccount, ShopNotFound
from rethread.market.accounts.selectors import find_shop_of
from rethread.market.accounts.services import ensure_shop, set_shop_currency
from rethread.market.catalogue.selectors import get_listing
from rethread.market.catalogue.types import ListingView
from rethread.market.ledger.selectors import balance
from rethread.market.orders.errors import CurrenciesMixed
from rethread.market.orders.models import Checkout
from rethread.market.orders.selectors import bag_view, balance_statement
from rethread.market.orders.services import add_to_bag, make_label, mark_shipped, start_checkout
from rethread.market.payments.models import Payee
from rethread.market.payments.selectors import seller_balances
from rethread.market.payments.services import check_invariants, poll_due, reconcile, request_payout
from rethread.platform.kernel import Actor, Money
from tests.support.currencies import trading_in
from tests.support.outbox import told

from .world import World


@pytest.fixture(autouse=True)
def _two_currencies() -> Iterator[None]:
    with trading_in("EUR"):
        yield


def in_euros(world: World, price_minor: int = 2000) -> tuple[Actor, ListingView]:
    seller = world.seller()
    shop = ensure_shop(actor=seller)
    set_shop_currency(actor=seller, shop_id=shop.id, currency="EUR")
    return seller, world.listing(seller, price_minor)


def test_a_shop_chooses_what_its_next_pieces_are_priced_in(world: World) -> None:
    seller = world.seller()
    before = world.listing(seller)
    shop = find_shop_of(seller.require_user())
    assert shop is not None
    assert shop.currency == "GBP"
    for _ in range(2):
        set_shop_currency(actor=seller, shop_id=shop.id, currency="EUR")
    assert [event["currency"] for event in told("accounts.shop_currency_set")] == ["EUR"]
    after = world.listing(seller)
    assert (get_listing(before.id).price, after.price) == (Money(1500, "GBP"), Money(1500, "EUR"))
    assert after.buyer_price == Money(1645, "EUR")  # 5 per cent and 0.70, as for pounds
    with pytest.raises(InvalidAccount) as refusal:
        set_shop_currency(actor=seller, shop_id=shop.id, currency="USD")
    assert refusal.value.code == "accounts.unknown_currency"
    with pytest.raises(ShopNotFound):
        set_shop_currency(actor=world.seller(), shop_id=shop.id, currency="GBP")
    kept = find_shop_of(seller.require_user())
    assert kept is not None
    assert kept.currency == "EUR"


def test_a_bag_of_two_currencies_is_paid_in_one_at_a_time(world: World) -> None:
    buyer, pounds, (_, euros) = world.buyer(), world.listing(), in_euros(world)
    for piece in (pounds, euros):
        add_to_bag(actor=buyer.actor, listing_id=piece.id)
    bag = bag_view(buyer.actor)
    assert [line.listing_id for line in bag.apart] == [euros.id]
    assert (bag.total.currency, bag.count) == ("GBP", 2)
    turned = bag_view(buyer.actor, currency="EUR")
    assert [line.listing_id for line in turned.apart] == [pounds.id]
    assert turned.total == Money(2000 + 100 + 70 + 699, "EUR")
    assert bag_view(buyer.actor, currency="JPY") == bag
    with pytest.raises(CurrenciesMixed):
        start_checkout(
            actor=buyer.actor, address_id=buyer.address_id, idempotency_key="all",
            expected_total=None,
        )  # fmt: skip
    assert not Checkout.objects.exists()
    assert get_listing(euros.id).status == get_listing(pounds.id).status == "live"
    found = start_checkout(
        actor=buyer.actor, address_id=buyer.address_id, idempotency_key="some",
        expected_total=turned.total,
    )  # fmt: skip
    assert found.total == turned.total
    assert get_listing(pounds.id).status == "live"


def test_a_seller_is_paid_in_euros_and_the_books_of_both_currencies_agree(world: World) -> None:
    buyer, (seller, euros) = world.buyer(), in_euros(world)
    other = world.seller()
    orders = (world.buy(buyer, euros), world.buy(buyer, world.listing(other)))
    world.onboard(seller)
    for actor, (order,) in zip((seller, other), orders, strict=True):
        make_label(actor=actor, order_id=order.order_id)
        mark_shipped(actor=actor, order_id=order.order_id)
    world.pass_time(days=9)
    owed = Money(2000 - 60, "EUR")
    pounds, theirs = seller_balances(seller.require_user())
    assert (pounds.pending + pounds.available, theirs.available) == (Money(0, "GBP"), owed)
    account = f"seller_available:{Payee.objects.get(seller_id=seller.require_user()).id}"
    assert (balance(account, "EUR"), balance(account, "GBP")) == (1940, 0)
    payout = request_payout(actor=seller, seller_id=seller.require_user(), currency="EUR")
    assert payout.amount == owed
    for _ in range(3):
        world.pass_time(days=2)
        poll_due(world.now, 100)
    assert balance(account, "EUR") == 0
    statement = balance_statement(
        seller, begins_at=world.now - timedelta(days=40), ends_at=world.now, currency="EUR"
    )
    assert [(line.kind, line.amount) for line in statement.lines] == [
        ("sale", Money(2000, "EUR")),
        ("seller_fee", Money(-60, "EUR")),
        ("payout", -owed),
    ]
    report = reconcile()
    assert report.ok, report.breaks
    assert [row.name for row in check_invariants() if not row.ok] == []
