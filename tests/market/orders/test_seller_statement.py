"""A seller's statement comes to what the ledger says, to the penny, in every state of an order, and
their balance over a time comes to what they have."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from django.db import connection, transaction

from rethread.market.accounts.services import set_bundle_discount
from rethread.market.fulfilment.selectors import find_shipment_for_order
from rethread.market.orders import wiring
from rethread.market.orders.errors import NotYourOrder, OrderNotFound
from rethread.market.orders.models import Order
from rethread.market.orders.selectors import (
    access_seller_statement,
    balance_statement,
    get_checkout,
    order_statement,
    seller_statement,
)
from rethread.market.orders.services import (
    cancel_order,
    confirm_received,
    dispute_order,
    give_back,
    make_label,
    mark_shipped,
    refund_disputed,
    release_disputed,
    resume_order,
)
from rethread.market.orders.types.statements import BalanceStatement
from rethread.market.payments.selectors import seller_balance, seller_owes
from rethread.market.payments.services import (
    charge_seller,
    check_invariants,
    poll_due,
    request_payout,
)
from rethread.market.pricing.types import BundleTier
from rethread.platform.kernel import Actor, Invalid, Money, new_id

from .world import Buyer, World

SYSTEM = Actor.system("tests")


@dataclass
class Sale:
    """One order on its way, looked at after every step."""

    world: World
    buyer: Buyer
    seller: Actor
    order: Order
    seen: set[tuple[str, bool]] = field(default_factory=set)

    def do(self, act: Callable[[], object]) -> None:
        act()
        self.check()
        self.world.settle()
        self.check()

    def ship(self) -> None:
        def sent() -> None:
            make_label(actor=self.seller, order_id=self.order.id)
            mark_shipped(actor=self.seller, order_id=self.order.id)

        self.do(sent)

    def wait_until(self, status: str) -> None:
        for _ in range(40):
            if Order.objects.get(pk=self.order.id).status == status:
                return
            self.do(lambda: self.world.pass_time(hours=12))
        raise AssertionError(f"never {status}")

    def check(self) -> None:
        order = Order.objects.get(pk=self.order.id)
        found = seller_statement(order.id)
        assert found.agrees, (order.status, found)
        assert found.total == sum((row.amount for row in found.rows), pence(0))
        assert found.total.amount_minor == theirs_in_the_books(order)
        assert found.paid_total.amount_minor == captured_in_the_books(order)
        if order.status in {"awaiting_payment", "cancelled", "refunded"}:
            assert found.total == pence(0)
        else:  # the short statement on the order's page leaves a debt out until it was paid
            assert found.total == order_statement(order.id).seller.total
        agree_with_the_balance(self.seller)
        self.seen.add((order.status, order.disputed_at is not None))


def pence(minor: int) -> Money:
    return Money(minor, "GBP")


def books(order: Order) -> list[tuple[str, str, str, int]]:
    """Read an order's transfers straight from the tables, past every selector."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT j.kind, d.kind, c.kind, t.amount_minor FROM ledger_transfer t"
            " JOIN ledger_journal j ON j.id = t.journal_id"
            " JOIN ledger_account d ON d.id = t.debit_id"
            " JOIN ledger_account c ON c.id = t.credit_id WHERE j.order_id = %s",
            [order.id],
        )
        return list(cursor.fetchall())


def theirs_in_the_books(order: Order) -> int:
    """Return what reached the seller, or what is held for them less the fee that will be taken."""
    rows = books(order)
    if not rows:
        return 0
    got = sum(
        row[3] for row in rows if row[:2] == ("order_released", "held") and "seller_p" in row[2]
    )
    held = sum(row[3] for row in rows if row[2] == "held") - sum(
        row[3] for row in rows if row[1] == "held"
    )
    return got + (held - order.seller_fee_minor if held else 0)


def captured_in_the_books(order: Order) -> int:
    return sum(row[3] for row in books(order) if row[0] == "payment_captured")


def agree_with_the_balance(seller: Actor) -> None:
    person = seller.require_user()
    has, found = seller_balance(person), whole_year(seller)
    assert found.closing == has.pending + has.available + has.in_payout - seller_owes(person)
    assert found.closing == sum((line.amount for line in found.lines), found.opening)


def whole_year(seller: Actor) -> BalanceStatement:
    begins = datetime.fromisoformat("2026-01-01T00:00:00+00:00")
    return balance_statement(seller, begins_at=begins, ends_at=begins + timedelta(days=365))


def sold(world: World, seller: Actor | None = None) -> Sale:
    """Sell three pieces as a bundle to somebody new."""
    seller = seller or seller_with_bundles(world)
    pieces = [world.listing(seller, price) for price in (1000, 1333, 2501)]
    buyer = world.buyer()
    checkout = world.check_out(buyer, *pieces)
    (view,) = checkout.orders
    sale = Sale(world, buyer, seller, Order.objects.get(pk=view.order_id))
    sale.check()
    sale.do(lambda: world.pay(buyer, checkout.checkout_id))
    return sale


def seller_with_bundles(world: World) -> Actor:
    seller = world.seller()
    piece = world.listing(seller)
    tiers = [BundleTier(count=2, percent=10), BundleTier(count=3, percent=15)]
    set_bundle_discount(actor=seller, shop_id=piece.shop.id, tiers=tiers)
    return seller


def owe(seller: Actor, minor: int) -> None:
    charge_seller(
        actor=SYSTEM, seller_id=seller.require_user(), key=f"boost:{new_id()}", kind="boost",
        subject_id=new_id(), amount=pence(minor),
    )  # fmt: skip


def ways_out_of_paid(sale: Sale) -> list[Callable[[], object]]:
    order_id = sale.order.id
    return [
        lambda: cancel_order(actor=sale.buyer.actor, order_id=order_id),
        lambda: cancel_order(actor=sale.seller, order_id=order_id),
        lambda: sale.world.pass_time(days=10),
    ]


def ways_on(sale: Sale) -> list[Callable[[], object]]:
    """Return what may happen to a sent order, with its scans or without, disputed or not."""
    order_id = sale.order.id

    def disputed(end: Callable[[], object]) -> Callable[[], object]:
        def act() -> None:
            sale.do(lambda: dispute_order(order_id=order_id))
            sale.do(lambda: sale.world.pass_time(days=20))
            end()

        return act

    def withdrawn() -> None:
        sale.do(lambda: resume_order(order_id=order_id))
        sale.wait_until("completed")

    return [
        lambda: confirm_received(actor=sale.buyer.actor, order_id=order_id),
        lambda: sale.wait_until("completed"),
        lambda: give_back(actor=sale.seller, order_id=order_id),
        disputed(withdrawn),
        disputed(lambda: release_disputed(actor=SYSTEM, order_id=order_id)),
        disputed(lambda: refund_disputed(actor=SYSTEM, order_id=order_id)),
        disputed(lambda: give_back(actor=sale.seller, order_id=order_id)),
    ]


def test_every_state_of_an_order_comes_to_what_the_ledger_says(world: World) -> None:
    seller = seller_with_bundles(world)
    seen: set[tuple[str, bool]] = set()

    def walk(choose: Callable[[Sale], list[Callable[[], object]]], at: int, until: str) -> None:
        sale = sold(world, seller)
        if until != "paid":
            owe(seller, 37)
            sale.ship()
        if until == "delivered":
            sale.wait_until("delivered")
        sale.do(choose(sale)[at])
        sale.do(lambda: world.pass_time(days=8))
        seen.update(sale.seen)

    for at in range(3):
        walk(ways_out_of_paid, at, "paid")
    for at in range(7):
        walk(ways_on, at, "shipped")
    world.onboard(seller)
    for at in range(7):
        walk(ways_on, at, "delivered")
    assert seen == {
        ("awaiting_payment", False), ("paid", False), ("shipped", False), ("delivered", False),
        ("shipped", True), ("delivered", True), ("completed", False), ("cancelled", False),
        ("refunded", False),
    }  # fmt: skip
    assert [row.name for row in check_invariants() if not row.ok] == []


def test_a_lost_parcel_and_a_checkout_that_nobody_paid_bring_nothing(world: World) -> None:
    sale = sold(world)
    sale.ship()
    parcel = find_shipment_for_order(sale.order.id)
    assert parcel is not None
    world.sandbox.carrier.lose(parcel.tracking_code)
    sale.wait_until("refunded")
    assert [row.kind for row in seller_statement(sale.order.id).rows] == [
        "item", "item", "item", "bundle", "returned",
    ]  # fmt: skip
    lapsed = world.check_out(world.buyer(), world.listing(sale.seller))
    world.pass_time(minutes=10)
    order_id = lapsed.orders[0].order_id
    found = seller_statement(order_id)
    assert (found.rows, found.total, found.agrees) == ((), pence(0), True)


def test_a_payment_that_came_too_late_is_on_no_statement(world: World) -> None:
    seller, buyer = world.seller(), world.buyer()
    piece = world.listing(seller)
    checkout = world.check_out(buyer, piece)
    world.pass_time(minutes=10)
    world.buy(world.buyer(), piece)
    with transaction.atomic():
        wiring.payment_effects().payment_late(checkout_id=checkout.checkout_id)
    order = get_checkout(buyer.actor, checkout.checkout_id).orders[0]
    assert order.status == "cancelled"
    found = seller_statement(order.order_id)
    assert (found.rows, found.total, found.agrees) == ((), pence(0), True)


def test_the_rows_are_the_pieces_the_bundle_the_fee_and_the_boosts(world: World) -> None:
    sale = sold(world)
    before = seller_statement(sale.order.id)
    assert [(row.kind, row.amount.amount_minor) for row in before.rows] == [
        ("item", 1000), ("item", 1333), ("item", 2501), ("bundle", -725), ("seller_fee", -124),
    ]  # fmt: skip
    assert [row.booked_at is None for row in before.rows] == [False] * 4 + [True]
    assert (before.seller_fee_bps, before.fee_schedule_version) == (300, 1)
    owe(sale.seller, 250)
    sale.ship()
    sale.do(lambda: confirm_received(actor=sale.buyer.actor, order_id=sale.order.id))
    after = seller_statement(sale.order.id)
    assert [(row.kind, row.amount.amount_minor) for row in after.rows][-2:] == [
        ("seller_fee", -124), ("boosts", -250),
    ]  # fmt: skip
    assert all(row.booked_at is not None for row in after.rows)
    assert after.total == pence(1000 + 1333 + 2501 - 725 - 124 - 250)
    assert (after.released_at, after.release_at, after.returned_at) == (world.now, None, None)
    assert [row.kind for row in after.paid] == ["goods", "buyer_fee", "delivery"]
    assert after.paid_total.amount_minor == sale.order.total_minor


def test_months_follow_on_one_another_and_a_payout_is_taken_off(world: World) -> None:
    sale = sold(world)
    world.onboard(sale.seller)
    owe(sale.seller, 250)
    sale.ship()
    sale.wait_until("completed")
    world.pass_time(days=5)
    paid_out = seller_balance(sale.seller.require_user()).available
    assert paid_out == pence(4109 - 124 - 250)
    request_payout(actor=sale.seller, seller_id=sale.seller.require_user())
    for _ in range(3):
        world.pass_time(days=2)
        poll_due(world.now, 100)
    world.pass_time(days=24)
    back = sold(world, sale.seller)
    back.do(lambda: cancel_order(actor=sale.seller, order_id=back.order.id))
    march, april = (
        balance_statement(sale.seller, begins_at=begin, ends_at=end)
        for begin, end in [
            (datetime.fromisoformat(f"2026-0{month}-01T00:00:00+00:00") for month in span)
            for span in ((3, 4), (4, 5))
        ]
    )
    assert [(line.kind, line.amount.amount_minor) for line in march.lines] == [
        ("boosts", -250), ("sale", 4109), ("seller_fee", -124), ("payout", -3735),
    ]  # fmt: skip
    assert march.opening == march.closing == april.opening == pence(0)
    assert [(line.kind, line.amount) for line in april.lines] == [("returned", pence(0))]
    assert march.lines[1].order_id == sale.order.id
    assert march.sum_of("payout") == -paid_out
    agree_with_the_balance(sale.seller)


def test_only_the_seller_reads_the_statement_of_an_order(world: World) -> None:
    sale = sold(world)
    assert access_seller_statement(sale.seller, sale.order.id).total == pence(4109 - 124)
    with pytest.raises(NotYourOrder) as refused:
        access_seller_statement(sale.buyer.actor, sale.order.id)
    assert refused.value.code == "orders.not_your_part"
    with pytest.raises(OrderNotFound) as missing:
        access_seller_statement(world.buyer().actor, sale.order.id)
    assert missing.value.code == "orders.order_not_found"


def test_a_statement_ends_after_it_begins_and_within_a_year(world: World) -> None:
    seller = world.seller()
    for days in (0, -1, 367):
        with pytest.raises(Invalid) as refused:
            balance_statement(seller, begins_at=world.now, ends_at=world.now + timedelta(days=days))
        assert refused.value.code == "orders.bad_span"
