"""A part of the money goes back while it is held: exact to the penny, and never more than came."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as st

from rethread.market.payments import selectors, services
from rethread.market.payments.errors import PaymentConflict, PaymentInvalid
from rethread.market.payments.models import Hold, Payment, Refund
from rethread.market.payments.rules.parting import parted
from rethread.market.payments.types import AllocationLine
from rethread.platform.kernel import Money, new_id
from tests.support.money import SYSTEM, MoneyWorld

PRICE = (2000, 170, 299)
TOTAL, STRIPE_FEE = 2469, 57


def give_part(line: AllocationLine, amount_minor: int, key: str = "a") -> None:
    services.refund_part(
        actor=SYSTEM,
        order_id=line.order_id,
        amount=Money(amount_minor, "GBP"),
        reason="a stain",
        key=f"part:{key}",
    )


def test_case_48_a_part_goes_back_and_the_rest_is_released(world: MoneyWorld) -> None:
    seller = new_id()
    world.onboard(seller)
    line = world.buy(world.request(PRICE, seller=seller)).allocations[0]
    for _ in range(2):
        give_part(line, 543)
    # 5.43 divides as 20.00 to 1.70: 5.00 of the price and 0.43 of the fee.
    assert world.balances(f"held:{line.order_id}", "fee_buyer", "shipping") == [1500, 127, 299]
    world.settle()
    assert (world.count("refund"), world.effects.names()) == (1, ["confirmed"])
    assert selectors.order_money(line.order_id).refunded_minor == 543
    with pytest.raises(PaymentConflict):
        world.release(line, fee=60)  # as if nothing had gone back
    services.release_order(
        actor=SYSTEM,
        order_id=line.order_id,
        seller_id=seller,
        amount_to_seller=Money(1455, "GBP"),
        seller_fee=Money(45, "GBP"),
    )
    world.pass_time(days=3)
    assert selectors.seller_balance(seller).available == Money(1455, "GBP")
    world.at_rest()


def test_case_48_parts_and_the_rest_come_to_the_capture_and_no_further(world: MoneyWorld) -> None:
    line = world.buy(world.request(PRICE)).allocations[0]
    give_part(line, 543)
    give_part(line, 271, "b")
    for amount in (0, -1, 1356 + 1 + 115, 2469):
        with pytest.raises(PaymentInvalid) as refused:
            give_part(line, amount, f"c{amount}")
        assert refused.value.code == "payments.bad_part"
    with pytest.raises(PaymentConflict) as conflict:
        give_part(line, 272, "b")
    assert conflict.value.code == "payments.key_used"
    with pytest.raises(PaymentConflict):
        world.refund(line)  # the whole is not there any more
    rest = TOTAL - 543 - 271
    services.refund_order(
        actor=SYSTEM, order_id=line.order_id, amount=Money(rest, "GBP"), reason="", key="rest"
    )
    world.settle()
    assert sorted(Refund.objects.values_list("amount_minor", flat=True)) == [271, 543, rest]
    assert selectors.order_money(line.order_id).refunded_minor == TOTAL
    assert world.balances("fee_buyer", "shipping", f"held:{line.order_id}") == [0, 0, 0]
    assert world.effects.names() == ["confirmed", "refunded"]
    world.at_rest(short=STRIPE_FEE)


@pytest.mark.parametrize("change", ["refund", "goods", "fee"])
def test_case_48_the_database_itself_refuses_more_than_was_captured(
    world: MoneyWorld, change: str
) -> None:
    line = world.buy(world.request(PRICE)).allocations[0]
    give_part(line, 543)
    hold = Hold.objects.get(order_id=line.order_id)

    def by_force() -> None:
        if change == "refund":
            Refund.objects.create(
                key="by force",
                payment=Payment.objects.get(),
                order_id=line.order_id,
                partial=True,
                amount_minor=TOTAL - 543 + 1,
                currency="GBP",
                reason="",
                created_at=world.now,
            )
        field = {"goods": {"given_back_minor": 2000}, "fee": {"fee_given_back_minor": 171}}
        Hold.objects.filter(id=hold.id).update(**field[change])

    with pytest.raises(DatabaseError) as refused, transaction.atomic():
        by_force()
    state = refused.value.__cause__.sqlstate  # type: ignore[union-attr]  # psycopg's error
    assert state == ("PY003" if change == "refund" else "23514")
    world.settle()
    assert Refund.objects.count() == 1
    assert services.reconcile().ok


def test_case_48_what_is_given_back_cannot_be_lost_to_the_bank_again(world: MoneyWorld) -> None:
    world.buy(world.request((90_000, 9000, 0)))
    request = world.buy(world.request(PRICE))
    line = request.allocations[0]
    give_part(line, 543)
    world.settle()
    dispute = world.core.dispute(world.charge_of(request))
    assert dispute["amount"] == TOTAL - 543
    world.settle()
    with pytest.raises(PaymentConflict) as refused:
        give_part(line, 100, "late")
    assert refused.value.code == "payments.charged_back"
    world.core.decide_dispute(dispute["id"], won=False)
    world.settle()
    assert selectors.order_money(line.order_id).status == "refunded"
    assert world.balances("chargeback_loss", f"held:{line.order_id}") == [0, 0]
    world.at_rest()


@given(goods=st.integers(2, 10**9), fee=st.integers(0, 10**8), amount=st.integers(-5, 2 * 10**9))
def test_a_part_is_exact_or_no_part(goods: int, fee: int, amount: int) -> None:
    parts = parted(amount, goods=goods, fee=fee)
    if parts is None:
        none_of_it = amount * goods < goods + fee  # the goods' share is below one minor unit
        all_of_it = amount * goods > (goods - 1) * (goods + fee)  # or above all but one
        assert amount <= 0 or none_of_it or all_of_it
        return
    assert sum(parts) == amount
    assert 0 < parts[0] < goods
    assert 0 <= parts[1] <= fee
