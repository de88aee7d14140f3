"""Orders whose money goes another way than the market meant: banks, and sellers nobody can pay."""

from __future__ import annotations

import pytest

from rethread.market.orders.errors import ChargedBack, NotAllowedNow, NotYourOrder
from rethread.market.orders.selectors import (
    access_order,
    access_seller_statement,
    order_statement,
    order_timeline,
)
from rethread.market.orders.services import (
    confirm_received,
    give_back_part,
    mark_shipped,
    take_back_order,
)
from rethread.market.payments.errors import PaymentConflict
from rethread.market.payments.models import Payment, Release
from rethread.market.payments.selectors import order_money
from rethread.market.payments.services import check_invariants
from rethread.platform.kernel import Actor, Money, PermissionDenied

from .test_orders import bought, look, running, status_of
from .world import World

SYSTEM = Actor.system("tests")


def broken() -> list[str]:
    """Name the promises that do not hold; what the market is short of after a loss is no lie."""
    cover = "provider balance + in transit >= everything owed"
    return [i.name for i in check_invariants() if not i.ok and i.name != cover]


def disputed(world: World, checkout_id: object) -> str:
    charge = Payment.objects.get(checkout_id=checkout_id).charge_id  # type: ignore[misc]  # a UUID
    assert charge is not None
    return str(world.sandbox.stripe.dispute(charge)["id"])


def hear(world: World) -> None:
    """Let the market read the provider's feed, for no webhook reaches it here."""
    from rethread.market.payments.services import poll_due, process_due

    world.pass_time(minutes=5)
    poll_due(world.now, 100)
    process_due(world.now, 100)


def test_case_53_an_order_waits_for_the_buyers_bank_and_goes_on_when_it_is_won(
    world: World,
) -> None:
    buyer, seller, order = bought(world)
    dispute = disputed(world, order.checkout_id)
    hear(world)
    assert look(buyer, order).charged_back_at is not None
    assert "auto_cancel" not in running(order)
    with pytest.raises(ChargedBack) as refused:
        mark_shipped(actor=seller, order_id=order.order_id)
    assert refused.value.code == "orders.charged_back"
    world.pass_time(days=12)
    assert look(buyer, order).status == "paid"
    world.sandbox.stripe.decide_dispute(dispute, won=True)
    hear(world)
    assert look(buyer, order).charged_back_at is None
    assert {"ship_reminder", "auto_cancel"} <= set(running(order))
    mark_shipped(actor=seller, order_id=order.order_id)
    confirm_received(actor=buyer.actor, order_id=order.order_id)
    assert order_money(order.order_id).status == "released"
    assert broken() == []


@pytest.mark.parametrize("sent", [False, True])
def test_case_53_an_order_whose_bank_has_paid_its_buyer_is_refunded(
    world: World, sent: bool
) -> None:
    buyer, seller, order = bought(world)
    if sent:
        mark_shipped(actor=seller, order_id=order.order_id)
    dispute = disputed(world, order.checkout_id)
    hear(world)
    if sent:
        with pytest.raises(ChargedBack):
            confirm_received(actor=buyer.actor, order_id=order.order_id)
    world.pass_time(days=30)
    assert order_money(order.order_id).status == "frozen"
    world.sandbox.stripe.decide_dispute(dispute, won=False)
    hear(world)
    ended = look(buyer, order)
    assert (ended.status, ended.cancel_reason) == ("refunded", "charged_back")
    assert status_of(order) == ("sold" if sent else "hidden")
    assert order_money(order.order_id).held_minor == 0
    assert running(order) == {}
    assert broken() == []


def completed(world: World) -> tuple:
    buyer, seller, order = bought(world)
    mark_shipped(actor=seller, order_id=order.order_id)
    confirm_received(actor=buyer.actor, order_id=order.order_id)
    return buyer, seller, order


def test_case_50_staff_take_a_completed_order_back(world: World) -> None:
    buyer, seller, order = completed(world)
    with pytest.raises(PermissionDenied):
        take_back_order(actor=seller, order_id=order.order_id, reason="")
    for _ in range(2):
        take_back_order(actor=SYSTEM, order_id=order.order_id, reason="counterfeit")
    assert look(buyer, order).status == "cancelled"
    world.settle()
    ended = look(buyer, order)
    assert (ended.status, ended.cancel_reason) == ("refunded", "taken_back")
    assert order_money(order.order_id).refunded_minor == order.total.amount_minor
    statement = access_seller_statement(seller, order.order_id)
    assert statement.agrees
    assert statement.total == Money(0, "GBP")
    assert [row.kind for row in statement.rows] == ["item", "seller_fee", "returned"]
    assert order_statement(order.order_id).buyer.total == Money(0, "GBP")
    assert broken() == []


def test_what_is_not_completed_is_not_taken_back(world: World) -> None:
    buyer, _, order = bought(world)
    with pytest.raises(NotAllowedNow):
        take_back_order(actor=SYSTEM, order_id=order.order_id, reason="")
    assert look(buyer, order).status == "paid"
    assert order_money(order.order_id).status == "held"


def test_case_62_a_seller_who_cannot_be_paid_is_warned_and_the_buyer_refunded_in_time(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    buyer, _, order = completed(world)
    assert {kind: span.days for kind, span in running(order).items()} == {
        "identity_warning": 75,
        "identity_limit": 85,
    }
    world.pass_time(days=75, minutes=-1)
    assert "nears the hold limit" not in caplog.text
    world.pass_time(minutes=1)
    assert "nears the hold limit" in caplog.text
    assert look(buyer, order).status == "completed"
    world.pass_time(days=10)
    ended = look(buyer, order)
    assert (ended.status, ended.cancel_reason) == ("refunded", "taken_back")
    assert Release.objects.get().status == "withdrawn"
    assert order_money(order.order_id).refunded_minor == order.total.amount_minor
    assert broken() == []


def test_a_chargeback_after_the_sale_is_read_in_the_timeline(world: World) -> None:
    buyer, _, order = completed(world)
    dispute = disputed(world, order.checkout_id)
    hear(world)
    with pytest.raises(PaymentConflict) as refused:
        take_back_order(actor=SYSTEM, order_id=order.order_id, reason="")
    assert refused.value.code == "payments.charged_back"
    assert access_order(buyer.actor, order.order_id).status == "completed"
    world.sandbox.stripe.decide_dispute(dispute, won=False)
    hear(world)
    assert look(buyer, order).cancel_reason == "charged_back"
    assert "The buyer's bank took the payment back." in {
        entry.detail for entry in order_timeline(order.order_id)
    }
    assert broken() == []


def test_case_48_a_seller_gives_a_part_back_and_the_sale_stands(world: World) -> None:
    buyer, seller, order = bought(world)  # 15.00, fee 1.45, selling fee 0.45
    mark_shipped(actor=seller, order_id=order.order_id)

    def give(amount_minor: int, actor: Actor = seller, key: str = "a") -> None:
        give_back_part(
            actor=actor,
            order_id=order.order_id,
            amount=Money(amount_minor, "GBP"),
            reason="a stain",
            key=key,
        )

    with pytest.raises(NotYourOrder):
        give(500, buyer.actor)
    for _ in range(2):
        give(500)
    world.settle()
    # 5.00 of 16.45 divides into 4.56 of the price and 0.44 of the fee.
    confirm_received(actor=buyer.actor, order_id=order.order_id)
    money = order_money(order.order_id)
    assert (money.refunded_minor, money.seller_fee_minor, money.to_seller_minor) == (500, 31, 1013)
    statement = access_seller_statement(seller, order.order_id)
    assert statement.agrees
    assert [(row.kind, row.amount.amount_minor) for row in statement.rows] == [
        ("item", 1500),
        ("part", -456),
        ("seller_fee", -31),
    ]
    sides = order_statement(order.order_id)
    assert sides.buyer.total == Money(500, "GBP") - order.total
    assert sides.buyer.total + sides.seller.total + sides.market.total == Money(0, "GBP")
    with pytest.raises(NotAllowedNow):
        give(100, key="late")
    assert broken() == []
