"""Refunds that the operator makes in the provider's dashboard are in the books within minutes."""

from __future__ import annotations

from rethread.market.payments import ports, selectors, services
from rethread.market.payments.models import Payment, Refund
from rethread.platform.kernel import Money, new_id
from tests.support.money import MoneyWorld

PRICE = (2000, 170, 299)
TOTAL, STRIPE_FEE = 2469, 57


def by_hand(world: MoneyWorld, checkout_id: object, amount_minor: int) -> None:
    """Refund in the dashboard: the provider knows it, and no operation of ours is on it."""
    payment = Payment.objects.get(checkout_id=checkout_id)  # type: ignore[misc]  # a UUID
    ports.provider().create_refund(
        payment_intent=payment.intent_id or "", amount_minor=amount_minor, operation="", key="x"
    )
    for _ in range(2):
        world.settle()


def test_case_67_a_refund_made_in_the_dashboard_calls_the_order_off(world: MoneyWorld) -> None:
    request = world.buy(world.request(PRICE))
    line = request.allocations[0]
    by_hand(world, request.checkout_id, TOTAL)
    assert world.effects.names() == ["confirmed", "given_back", "refunded"]
    assert selectors.order_money(line.order_id).status == "refunded"
    assert selectors.order_money(line.order_id).refunded_minor == TOTAL
    assert world.balances("suspense", "fee_buyer", "shipping") == [0, 0, 0]
    assert (world.count("refund"), Refund.objects.count()) == (1, 1)
    world.at_rest(short=STRIPE_FEE)


def test_case_67_a_lost_webhook_of_it_costs_five_minutes(world: MoneyWorld) -> None:
    request = world.buy(world.request(PRICE))
    services.poll_due(world.now, 100)
    world.core.faults.add("webhook_lose", operation="*", count=None)
    by_hand(world, request.checkout_id, TOTAL)
    assert world.effects.names() == ["confirmed"]
    assert not services.reconcile().ok  # until then the difference is seen, to the penny
    world.pass_time(minutes=5)
    services.poll_due(world.now, 100)
    world.settle()
    assert world.effects.names() == ["confirmed", "given_back", "refunded"]
    world.at_rest(short=STRIPE_FEE)


def test_case_67_one_made_after_the_sale_is_owed_by_the_seller(world: MoneyWorld) -> None:
    seller = new_id()
    world.onboard(seller)
    request = world.buy(world.request(PRICE, seller=seller))
    world.release(request.allocations[0], 60)
    world.pass_time(days=3)
    by_hand(world, request.checkout_id, TOTAL)
    assert world.count("transfer_reversal") == 1
    assert selectors.seller_balance(seller).available == Money(0, "GBP")
    world.at_rest(short=STRIPE_FEE)


def test_case_67_what_no_order_explains_stands_in_suspense_and_alarms(world: MoneyWorld) -> None:
    world.buy(world.request((9000, 500, 0)))
    request = world.buy(world.request(PRICE, PRICE))
    by_hand(world, request.checkout_id, TOTAL)  # which of the two, nobody can know
    assert world.effects.names() == ["confirmed", "confirmed"]
    assert world.balances("suspense") == [-TOTAL]
    assert services.reconcile().ok
    broken = {i.name for i in services.check_invariants() if not i.ok}
    assert "suspense = 0" in broken
    assert broken <= {"suspense = 0", "provider balance + in transit >= everything owed"}
