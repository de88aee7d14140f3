"""What a seller owes the market is paid out of their next sales, to the penny, and never reversed
out of what they have been transferred."""

from __future__ import annotations

import pytest

from rethread.market.ledger.selectors import balances_of_kind
from rethread.market.payments import selectors, services
from rethread.market.payments.errors import PaymentConflict
from rethread.market.payments.models import SellerCharge
from rethread.platform.kernel import Actor, Money, new_id
from rethread.platform.kernel.errors import InvariantViolation
from tests.support.money import MoneyWorld

PRICE = (2000, 170, 299)  # £20.00 of goods, £1.70 buyer's fee, £2.99 delivery


def test_the_next_release_pays_what_is_owed_and_only_the_rest_is_transferred(
    world: MoneyWorld,
) -> None:
    seller = new_id()
    line = world.buy(world.request(PRICE, seller=seller)).allocations[0]
    world.onboard(seller)
    assert world.charge(seller, 240)
    assert selectors.seller_owes(seller) == Money(240, "GBP")
    assert world.balances("boost") == [240]
    world.at_rest()

    world.release(line, fee=60)
    world.settle()
    assert selectors.seller_owes(seller) == Money(0, "GBP")
    assert selectors.seller_balance(seller).pending == Money(1700, "GBP")
    money = selectors.order_money(line.order_id)
    assert (money.to_seller_minor, money.deducted_minor, money.seller_fee_minor) == (1700, 240, 60)
    assert selectors.deducted_from([line.order_id]) == {line.order_id: Money(240, "GBP")}
    assert world.effects.names() == ["confirmed", "transferred"]
    world.at_rest()

    world.pass_time(days=2)
    assert selectors.seller_balance(seller).available == Money(1700, "GBP")
    world.at_rest()


def test_a_debt_larger_than_a_sale_takes_all_of_it_and_the_next_sale_pays_the_rest(
    world: MoneyWorld,
) -> None:
    seller = new_id()
    world.onboard(seller)
    small = world.buy(world.request((300, 85, 299), seller=seller)).allocations[0]
    large = world.buy(world.request(PRICE, seller=seller)).allocations[0]
    world.charge(seller, 1000)
    world.release(small, fee=9)
    assert selectors.seller_owes(seller) == Money(709, "GBP")
    assert world.effects.calls[-1] == (
        "transferred",
        small.order_id,
    )  # settled: nothing to wait for
    assert selectors.seller_balance(seller).pending == Money(0, "GBP")
    world.at_rest()

    world.release(large, fee=60)
    world.settle()
    assert selectors.seller_owes(seller) == Money(0, "GBP")
    assert selectors.seller_balance(seller).pending == Money(1940 - 709, "GBP")
    assert world.count("transfer") == 1
    world.at_rest()


def test_what_was_transferred_is_not_taken_back(world: MoneyWorld) -> None:
    seller = new_id()
    line = world.buy(world.request(PRICE, seller=seller)).allocations[0]
    world.onboard(seller)
    world.release(line, fee=60)
    world.pass_time(days=3)
    world.charge(seller, 500)
    assert selectors.seller_balance(seller).available == Money(1940, "GBP")
    assert selectors.seller_owes(seller) == Money(500, "GBP")
    world.at_rest()


def test_a_charge_with_the_same_key_is_made_once(world: MoneyWorld) -> None:
    seller = new_id()
    assert world.charge(seller, 240, key="boost:one:2027-03-01")
    assert not world.charge(seller, 240, key="boost:one:2027-03-01")
    assert selectors.seller_owes(seller) == Money(240, "GBP")
    with pytest.raises(PaymentConflict) as refused:
        world.charge(seller, 250, key="boost:one:2027-03-01")
    assert refused.value.code == "payments.charge_differs"
    assert SellerCharge.objects.count() == 1
    assert selectors.seller_owes(seller) == Money(240, "GBP")
    world.at_rest()


def test_nobody_but_the_market_charges(world: MoneyWorld) -> None:
    seller = new_id()
    with pytest.raises(InvariantViolation):
        services.charge_seller(
            actor=Actor.user(seller),
            seller_id=seller,
            key="x",
            kind="boost",
            subject_id=new_id(),
            amount=Money(1, "GBP"),
        )
    assert balances_of_kind("seller_receivable") == []
