"""An order whose seller was paid goes back to its buyer: fetched back where it lies, else owed."""

from __future__ import annotations

from uuid import UUID

import pytest

from rethread.market.payments import selectors, services
from rethread.market.payments.errors import PaymentConflict
from rethread.market.payments.models import Clawback, Release
from rethread.market.payments.types import AllocationLine
from rethread.platform.kernel import Actor, Money, PermissionDenied, new_id
from tests.support.money import MoneyWorld

PRICE = (2000, 170, 299)
TOTAL, STRIPE_FEE = 2469, 57


def sold(world: MoneyWorld, seller: UUID, *, days: int = 3) -> AllocationLine:
    line = world.buy(world.request(PRICE, seller=seller)).allocations[0]
    world.release(line, fee=60)
    if days:
        world.pass_time(days=days)
    return line


def test_case_50_a_refund_after_the_transfer_reverses_it(world: MoneyWorld) -> None:
    seller = new_id()
    account = world.onboard(seller)
    line = sold(world, seller)
    assert selectors.seller_balance(seller).available == Money(1940, "GBP")
    for _ in range(2):
        world.take_back(line)
    assert selectors.seller_balance(seller).available == Money(0, "GBP")
    assert world.balances(f"buyer_refund_due:{line.order_id}") == [TOTAL]
    world.settle()
    assert (world.count("transfer_reversal"), world.count("refund")) == (1, 1)
    assert world.effects.names() == ["confirmed", "transferred", "refunded"]
    assert Clawback.objects.get().status == "reversed"
    assert world.balances(
        f"provider_available:{account}", "fee_buyer", "fee_seller", "shipping", "provider_fees"
    ) == [0, 0, 0, 0, STRIPE_FEE]
    assert selectors.seller_owes(seller) == Money(0, "GBP")
    assert selectors.order_money(line.order_id).refunded_minor == TOTAL
    world.at_rest(short=STRIPE_FEE)


def test_case_50_a_refund_after_the_payout_is_owed_and_the_next_sale_pays_it(
    world: MoneyWorld,
) -> None:
    seller = new_id()
    world.onboard(seller)
    line = sold(world, seller)
    services.request_payout(actor=Actor.user(seller), seller_id=seller)
    world.pass_time(days=3)
    world.take_back(line)
    world.settle()
    assert (world.count("transfer_reversal"), world.count("refund")) == (0, 1)
    assert selectors.seller_owes(seller) == Money(1940, "GBP")
    world.at_rest(short=1940 + STRIPE_FEE)
    sold(world, seller)
    assert selectors.seller_owes(seller) == Money(0, "GBP")
    assert selectors.seller_balance(seller).available == Money(0, "GBP")
    world.at_rest()


def test_case_50_half_of_it_is_there(world: MoneyWorld) -> None:
    seller = new_id()
    world.onboard(seller)
    line = sold(world, seller)
    services.request_payout(actor=Actor.user(seller), seller_id=seller)
    world.pass_time(days=3)
    world.buy(world.request((90_000, 9000, 0)))
    other = world.buy(world.request((1000, 90, 299), seller=seller)).allocations[0]
    world.release(other, fee=30)
    world.pass_time(days=3)
    world.take_back(line)
    world.settle()
    clawback = Clawback.objects.get()
    assert (clawback.owed_minor, clawback.settled_minor, clawback.status) == (
        1940,
        970,
        "reversed",
    )
    assert selectors.seller_owes(seller) == Money(970, "GBP")
    world.at_rest()


def test_case_50_what_is_still_on_its_way_is_taken_when_it_arrives(world: MoneyWorld) -> None:
    seller = new_id()
    world.onboard(seller)
    line = sold(world, seller, days=0)
    world.take_back(line)
    world.settle()
    assert (Release.objects.get().status, Clawback.objects.get().status) == ("sent", "waiting")
    world.at_rest(short=STRIPE_FEE + 1940)
    world.pass_time(days=3)
    assert Clawback.objects.get().status == "reversed"
    assert selectors.seller_balance(seller).available == Money(0, "GBP")
    world.at_rest(short=STRIPE_FEE)


def test_case_50_what_never_left_us_is_withdrawn(world: MoneyWorld) -> None:
    seller = new_id()
    line = sold(world, seller)
    world.take_back(line)
    world.settle()
    assert (Release.objects.get().status, Clawback.objects.get().status) == (
        "withdrawn",
        "withdrawn",
    )
    world.onboard(seller)
    world.settle()
    assert world.count("transfer") == 0
    world.at_rest(short=STRIPE_FEE)


def test_case_50_a_reversal_that_the_provider_refuses_is_owed(world: MoneyWorld) -> None:
    seller = new_id()
    account = world.onboard(seller)
    line = sold(world, seller)
    with world.core.transaction() as call:  # their account was emptied behind our back
        call.db.execute("UPDATE balances SET available = 0 WHERE account = ?", (account,))
    world.take_back(line)
    world.settle()
    assert Clawback.objects.get().status == "owing"
    assert selectors.seller_owes(seller) == Money(1940, "GBP")
    assert world.effects.names()[-1] == "refunded"  # the buyer has it whatever becomes of this


def test_what_was_not_released_or_went_back_is_refused(world: MoneyWorld) -> None:
    seller = new_id()
    world.onboard(seller)
    held = world.buy(world.request(PRICE)).allocations[0]
    with pytest.raises(PaymentConflict) as refused:
        world.take_back(held)
    assert refused.value.code == "payments.not_released"
    line = sold(world, seller)
    with pytest.raises(PermissionDenied):
        services.refund_released(
            actor=Actor.user(seller), order_id=line.order_id, reason="", key="x"
        )
    world.take_back(line)
    with pytest.raises(PaymentConflict) as refused:
        services.refund_released(
            actor=Actor.system("t"), order_id=line.order_id, reason="", key="another"
        )
    assert refused.value.code == "payments.given_back"
    assert Clawback.objects.count() == 1
