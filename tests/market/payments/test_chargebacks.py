"""Buyers' banks: while one decides nothing moves, and what it decided is borne once."""

from __future__ import annotations

import pytest

from rethread.market.payments import selectors, services
from rethread.market.payments.errors import PaymentConflict
from rethread.market.payments.models import Chargeback, Hold, Refund
from rethread.platform.kernel import Actor, Money, new_id
from tests.support.money import SYSTEM, MoneyWorld

PRICE = (2000, 170, 299)
TOTAL, STRIPE_FEE, BANK_FEE = 2469, 57, 2000


def test_case_53_a_chargeback_while_held_freezes_the_money(world: MoneyWorld) -> None:
    world.buy(world.request((9000, 5000, 0)))
    request = world.buy(world.request(PRICE))
    line = request.allocations[0]
    dispute = world.core.dispute(world.charge_of(request))["id"]
    world.settle()
    assert world.effects.calls[-1] == ("charged_back", line.order_id)
    assert selectors.order_money(line.order_id).status == "frozen"
    for act in (lambda: world.release(line, 60), lambda: world.refund(line)):
        with pytest.raises(PaymentConflict) as refused:
            act()
        assert refused.value.code == "payments.charged_back"
    services.freeze_order(order_id=line.order_id)
    services.thaw_order(order_id=line.order_id)  # a case that people ended ends nothing here
    assert Hold.objects.get(order_id=line.order_id).status == "frozen"
    assert services.reconcile().ok
    world.core.decide_dispute(dispute, won=False)
    world.settle()
    assert world.effects.calls[-1] == ("chargeback_lost", line.order_id)
    money = selectors.order_money(line.order_id)
    assert (money.status, money.held_minor, money.buyer_fee_minor) == ("refunded", 0, 0)
    assert world.balances("dispute_fees", "chargeback_loss") == [BANK_FEE, 0]
    assert world.count("refund") == 0
    world.at_rest()


def test_case_54_a_chargeback_after_the_payout_is_owed_and_recouped(world: MoneyWorld) -> None:
    seller = new_id()
    world.onboard(seller)
    world.buy(world.request((90_000, 9000, 0)))
    request = world.buy(world.request(PRICE, seller=seller))
    world.release(request.allocations[0], 60)
    world.pass_time(days=3)
    services.request_payout(actor=Actor.user(seller), seller_id=seller)
    world.pass_time(days=3)
    dispute = world.core.dispute(world.charge_of(request))["id"]
    world.settle()
    assert selectors.seller_payment_status(seller).held_for == "chargeback"
    assert selectors.seller_owes(seller) == Money(0, "GBP")  # not before the bank has decided
    world.core.decide_dispute(dispute, won=False)
    world.settle()
    assert selectors.seller_owes(seller) == Money(1940, "GBP")
    assert selectors.seller_payment_status(seller).held_for == ""
    world.at_rest()
    again = world.buy(world.request((3000, 220, 0), seller=seller))
    world.release(again.allocations[0], 90)
    world.pass_time(days=3)
    assert selectors.seller_owes(seller) == Money(0, "GBP")
    assert selectors.seller_balance(seller).available == Money(2910 - 1940, "GBP")
    world.at_rest()


def test_case_55_a_chargeback_that_overtakes_a_refund_pays_the_buyer_once(
    world: MoneyWorld,
) -> None:
    world.buy(world.request((9000, 5000, 0)))
    request = world.buy(world.request(PRICE))
    line = request.allocations[0]
    world.refund(line)  # owed, and the provider is about to be asked
    dispute = world.core.dispute(world.charge_of(request))["id"]
    world.settle()
    assert (world.count("refund"), Refund.objects.get().status) == (0, "failed")
    world.core.decide_dispute(dispute, won=False)
    world.settle()
    assert Refund.objects.get().status == "by_bank"
    assert world.effects.calls[-1] == ("refunded", line.order_id)
    assert world.balances(f"buyer_refund_due:{line.order_id}", "chargeback_loss") == [0, 0]
    assert world.count("refund") == 0
    world.at_rest()


def test_case_55_a_chargeback_after_a_refund_can_take_no_more_than_was_left(
    world: MoneyWorld,
) -> None:
    world.buy(world.request((9000, 5000, 0)))
    request = world.buy(world.request(PRICE, PRICE))
    refunded, other = request.allocations
    world.refund(refunded)
    world.settle()
    dispute = world.core.dispute(world.charge_of(request))
    assert dispute["amount"] == TOTAL
    world.settle()
    world.core.decide_dispute(dispute["id"], won=False)
    world.settle()
    assert selectors.order_money(refunded.order_id).refunded_minor == TOTAL
    assert selectors.order_money(other.order_id).status == "refunded"
    assert world.balances("chargeback_loss") == [0]
    world.at_rest()


def test_case_56_a_chargeback_won_restores_everything(world: MoneyWorld) -> None:
    seller = new_id()
    world.onboard(seller)
    world.buy(world.request((90_000, 9000, 0)))
    paid = world.buy(world.request(PRICE, seller=seller))
    world.release(paid.allocations[0], 60)
    held = world.buy(world.request(PRICE))
    owed = world.buy(world.request(PRICE))
    world.refund(owed.allocations[0])
    disputes = [world.core.dispute(world.charge_of(one))["id"] for one in (paid, held, owed)]
    world.settle()
    assert services.reconcile().ok
    for dispute in disputes:
        world.core.decide_dispute(dispute, won=True)
    world.pass_time(days=3)
    assert {row.status for row in Chargeback.objects.all()} == {"won"}
    assert selectors.order_money(held.allocations[0].order_id).status == "held"
    assert ("chargeback_won", held.allocations[0].order_id) in world.effects.calls
    assert selectors.seller_owes(seller) == Money(0, "GBP")
    assert selectors.seller_payment_status(seller).held_for == ""
    assert Refund.objects.get().status == "succeeded"  # the bank had made it impossible till now
    world.release(held.allocations[0], 60)
    world.settle()
    assert world.balances("dispute_fees", "chargeback_loss") == [3 * BANK_FEE, 0]
    world.at_rest()


def test_case_57_an_early_warning_of_fraud_holds_payouts_until_staff_have_looked(
    world: MoneyWorld,
) -> None:
    seller = new_id()
    world.onboard(seller)
    request = world.buy(world.request(PRICE, seller=seller))
    world.release(request.allocations[0], 60)
    world.pass_time(days=3)
    for _ in range(2):
        world.core.warn_of_fraud(world.charge_of(request))
    world.settle()
    assert selectors.seller_payment_status(seller).held_for == "fraud_warning"
    with pytest.raises(PaymentConflict) as refused:
        services.request_payout(actor=Actor.user(seller), seller_id=seller)
    assert refused.value.code == "payments.payouts_held"
    assert selectors.list_payouts(seller) == []
    assert selectors.seller_balance(seller).available == Money(1940, "GBP")
    services.lift_payout_hold(actor=SYSTEM, seller_id=seller)
    services.request_payout(actor=Actor.user(seller), seller_id=seller)
    world.settle()
    assert selectors.seller_balance(seller).in_payout == Money(1940, "GBP")
    world.at_rest()


def test_disputes_and_warnings_of_payments_made_elsewhere_are_left_alone(
    world: MoneyWorld,
) -> None:
    request = world.buy(world.request(PRICE))
    charge = world.charge_of(request)
    with world.core.transaction() as call:
        body = call.get("charge", charge)
        call.insert({**body, "id": "ch_elsewhere"}, {})
    world.core.dispute("ch_elsewhere")
    world.core.warn_of_fraud("ch_elsewhere")
    world.settle()
    assert Chargeback.objects.count() == 0
    assert world.effects.names() == ["confirmed"]
