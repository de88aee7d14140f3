"""What the provider refuses or takes back: it is owed again, never lost and never doubled."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from rethread.market.payments import ports, selectors, services
from rethread.market.payments.models import Payment, Payout, Refund
from rethread.market.payments.ports import BalanceEntry, PayoutState, RefundState
from rethread.market.payments.services.paying_out import apply_payout
from rethread.market.payments.services.refunding import apply_refund
from rethread.platform.kernel import Actor, Money, new_id
from tests.support.money import MoneyWorld

PRICE = (2000, 170, 299)


def entry(world: MoneyWorld, kind: str, net: int, account: str = "platform") -> BalanceEntry:
    return BalanceEntry(
        id=f"txn_{new_id().hex}",
        account=account,
        kind=kind,
        source="re_test",
        amount_minor=net,
        fee_minor=0,
        net_minor=net,
        currency="GBP",
        available_on=int(world.now.timestamp()),
        status="available",
    )


def broken() -> list[str]:
    return [i.name for i in services.check_invariants() if not i.ok]


def test_case_52_a_refund_that_fails_later_is_owed_again(world: MoneyWorld) -> None:
    line = world.buy(world.request(PRICE, PRICE)).allocations[0]
    world.refund(line)
    world.settle()
    refund = Refund.objects.get()
    bounced = RefundState(
        id=str(refund.provider_id),
        operation=f"refund:{refund.id}",
        status="failed",
        amount_minor=2469,
        currency="GBP",
        failure_entry=entry(world, "refund_failure", 2469),
    )
    for _ in range(2):
        with transaction.atomic():
            apply_refund(bounced)
    assert world.effects.names() == ["confirmed", "refunded", "refund_failed"]
    assert world.balances(f"buyer_refund_due:{line.order_id}") == [2469]
    assert selectors.order_money(line.order_id).refunded_minor == 0
    assert broken() == []


def test_a_refund_that_takes_its_time_has_left_and_then_arrives(world: MoneyWorld) -> None:
    line = world.buy(world.request(PRICE, PRICE)).allocations[0]
    world.refund(line)
    refund = Refund.objects.get()
    for status, seen in (("pending", ["confirmed"]), ("succeeded", ["confirmed", "refunded"])):
        state = RefundState(
            id="re_slow",
            operation=f"refund:{refund.id}",
            status=status,  # type: ignore[arg-type]  # one of the two
            amount_minor=2469,
            currency="GBP",
            entry=entry(world, "refund", -2469) if status == "pending" else None,
        )
        with transaction.atomic():
            apply_refund(state)
        assert world.effects.names() == seen
        assert world.balances(f"buyer_refund_due:{line.order_id}") == [0]
    assert broken() == []


def test_a_refused_refund_stays_owed_and_is_there_for_staff(world: MoneyWorld) -> None:
    line = world.buy(world.request(PRICE, PRICE)).allocations[0]
    intent = Payment.objects.get().intent_id
    assert intent is not None
    ports.provider().create_refund(
        payment_intent=intent, amount_minor=2 * 2469, operation="", key="by hand"
    )
    world.refund(line)
    world.settle()
    assert world.effects.names() == ["confirmed", "refund_failed"]
    assert [o.kind for o in selectors.list_operations(status="failed")] == ["refund"]
    assert world.balances(f"buyer_refund_due:{line.order_id}") == [2469]
    # The one made by hand is taken in; which order it was for nobody can know, and that alarms.
    assert services.reconcile().ok
    assert "suspense = 0" in broken()


def paid_seller(world: MoneyWorld) -> tuple[UUID, str]:
    seller = new_id()
    account = world.onboard(seller)
    world.release(world.buy(world.request(PRICE, seller=seller)).allocations[0], 60)
    world.pass_time(days=3)
    services.request_payout(actor=Actor.user(seller), seller_id=seller)
    return seller, account


def test_a_refused_payout_is_the_sellers_to_ask_for_again(world: MoneyWorld) -> None:
    seller, account = paid_seller(world)
    with world.core.transaction() as call:
        own = call.on(account)
        own.save({**own.get("account", account), "payouts_enabled": False})
    world.settle()
    payout = selectors.list_payouts(seller)[0]
    assert payout.status == "failed"
    assert "payouts_not_allowed" in payout.failure
    assert selectors.seller_balance(seller).available == Money(1940, "GBP")
    world.at_rest()


def test_a_payout_returned_after_it_was_paid_is_credited_back(world: MoneyWorld) -> None:
    seller, account = paid_seller(world)
    world.settle()
    world.pass_time(days=2)
    payout = Payout.objects.get()
    assert payout.status == "paid"
    returned = PayoutState(
        id=str(payout.provider_id),
        operation=f"payout:{payout.id}",
        account=account,
        status="failed",
        amount_minor=1940,
        currency="GBP",
        failure_entry=entry(world, "payout_failure", 1940, account),
        failure="returned by the bank",
    )
    for _ in range(2):
        with transaction.atomic():
            apply_payout(returned)
    balance = selectors.seller_balance(seller)
    assert (balance.available, balance.in_payout) == (Money(1940, "GBP"), Money(0, "GBP"))
    assert broken() == []


def test_objects_made_elsewhere_are_left_alone(world: MoneyWorld) -> None:
    with transaction.atomic():
        apply_refund(RefundState("re_x", "", "succeeded", 5, "GBP", entry(world, "refund", -5)))
        apply_payout(PayoutState("po_x", "", "acct_x", "paid", 5, "GBP"))
        apply_payout(PayoutState("po_x", f"payout:{new_id()}", "acct_x", "paid", 5, "GBP"))
    assert world.effects.calls == []
    world.at_rest()
