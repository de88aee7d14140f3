"""Money from buyer to seller's bank, exact to the penny, with the books equal to the provider's
own balance objects after every step."""

from __future__ import annotations

from uuid import UUID

import pytest

from rethread.market.payments import selectors, services
from rethread.market.payments.errors import PaymentConflict, PaymentInvalid, PaymentNotFound
from rethread.market.payments.types import OrderMoney, PaymentRequest
from rethread.platform.kernel import Actor, Money, PermissionDenied, new_id
from tests.support.money import SYSTEM, MoneyWorld

# £20.00 of goods, £1.70 buyer's fee, £2.99 delivery; the sandbox takes 1.5% + 20p of £24.69.
PRICE = (2000, 170, 299)
TOTAL, STRIPE_FEE = 2469, 57


def test_a_sale_from_payment_to_bank_is_exact_at_every_step(world: MoneyWorld) -> None:
    seller = new_id()
    request = world.request(PRICE, seller=seller)
    line = request.allocations[0]
    assert world.open_page(request).status == "open"
    world.at_rest()

    world.buy(request)
    assert selectors.get_payment(request.checkout_id).status == "paid"
    assert world.effects.calls == [("confirmed", request.checkout_id)]
    assert world.balances(
        "provider_pending:platform",
        "provider_available:platform",
        f"held:{line.order_id}",
        "fee_buyer",
        "shipping",
        "provider_fees",
    ) == [TOTAL - STRIPE_FEE, 0, 2000, 170, 299, STRIPE_FEE]
    world.at_rest()

    account = world.onboard(seller)
    assert selectors.seller_payment_status(seller).status == "active"
    world.release(line, fee=60)
    world.settle()
    assert world.effects.names() == ["confirmed", "transferred"]
    balance = selectors.seller_balance(seller)
    assert (balance.pending, balance.available) == (Money(1940, "GBP"), Money(0, "GBP"))
    assert world.balances(f"provider_pending:{account}", "provider_pending:platform") == [1940, 472]
    world.at_rest()

    world.pass_time(days=2)
    balance = selectors.seller_balance(seller)
    assert (balance.pending, balance.available) == (Money(0, "GBP"), Money(1940, "GBP"))
    assert world.balances(
        "provider_pending:platform", "provider_available:platform",
        f"provider_pending:{account}", f"provider_available:{account}",
    ) == [0, 472, 0, 1940]  # fmt: skip
    world.at_rest()

    _paid_out(world, seller, account)
    assert selectors.order_money(line.order_id) == OrderMoney(
        order_id=line.order_id,
        currency="GBP",
        paid_minor=TOTAL,
        held_minor=0,
        buyer_fee_minor=170,
        delivery_minor=299,
        seller_fee_minor=60,
        to_seller_minor=1940,
        refunded_minor=0,
        status="released",
    )


def _paid_out(world: MoneyWorld, seller: UUID, account: str) -> None:
    """Ask for all of it, and follow it to the bank."""
    payout = services.request_payout(actor=Actor.user(seller), seller_id=seller)
    assert payout.amount == Money(1940, "GBP")
    world.settle()
    assert selectors.list_payouts(seller)[0].status == "in_transit"
    assert world.balances(f"in_transit:{account}", f"provider_available:{account}") == [1940, 0]
    world.at_rest()

    world.pass_time(days=2)
    assert selectors.list_payouts(seller)[0].status == "paid"
    assert world.balances(f"in_transit:{account}", "fee_seller") == [0, 60]
    assert selectors.seller_balance(seller).in_payout == Money(0, "GBP")
    world.at_rest()


def test_one_payment_for_two_sellers_is_held_apart(world: MoneyWorld) -> None:
    request = world.buy(world.request((1000, 120, 250), (3333, 237, 0)))
    first, second = request.allocations
    assert world.balances(f"held:{first.order_id}", f"held:{second.order_id}", "fee_buyer") == [
        1000,
        3333,
        357,
    ]
    world.refund(first)
    world.settle()
    world.release(second, fee=100)
    world.settle()
    assert selectors.order_money(first.order_id).status == "refunded"
    assert selectors.order_money(first.order_id).refunded_minor == 1370
    assert selectors.order_money(second.order_id).status == "released"
    world.at_rest()
    assert set(selectors.orders_money_by_ids([first.order_id, second.order_id])) == {
        first.order_id,
        second.order_id,
    }


def test_a_release_waits_until_its_seller_can_be_paid(world: MoneyWorld) -> None:
    seller = new_id()
    request = world.buy(world.request(PRICE, seller=seller))
    world.release(request.allocations[0], fee=60)
    world.settle()
    assert selectors.seller_balance(seller).pending == Money(1940, "GBP")
    assert world.effects.names() == ["confirmed"]
    world.at_rest()
    world.pass_time(days=9)
    world.onboard(seller)
    assert world.effects.names() == ["confirmed", "transferred"]
    assert selectors.seller_balance(seller).available == Money(1940, "GBP")
    world.at_rest()


def test_case_49_an_order_is_refunded_in_full_while_held(world: MoneyWorld) -> None:
    request = world.buy(world.request(PRICE))
    line = request.allocations[0]
    world.refund(line)
    assert world.balances(f"buyer_refund_due:{line.order_id}", f"held:{line.order_id}") == [
        TOTAL,
        0,
    ]
    world.settle()
    assert world.effects.calls[-1] == ("refunded", line.order_id)
    assert world.balances(
        f"buyer_refund_due:{line.order_id}", "fee_buyer", "shipping", "provider_pending:platform"
    ) == [0, 0, 0, -STRIPE_FEE]
    world.at_rest(short=STRIPE_FEE)
    world.pass_time(days=3)
    assert world.balances("provider_available:platform") == [-STRIPE_FEE]
    world.at_rest(short=STRIPE_FEE)


def test_asking_for_a_refund_again_is_one_refund(world: MoneyWorld) -> None:
    request = world.buy(world.request(PRICE))
    world.refund(request.allocations[0])
    world.refund(request.allocations[0])
    world.settle()
    world.refund(request.allocations[0])
    world.settle()
    assert world.effects.names() == ["confirmed", "refunded"]
    with pytest.raises(PaymentConflict) as refused:
        world.refund(request.allocations[0], key="another")
    assert refused.value.code == "payments.not_held"
    world.at_rest(short=STRIPE_FEE)


def test_case_51_a_refund_and_a_release_of_one_order_exclude_each_other(
    world: MoneyWorld,
) -> None:
    request = world.buy(world.request(PRICE, PRICE))
    first, second = request.allocations
    world.refund(first)
    with pytest.raises(PaymentConflict):
        world.release(first, fee=60)
    world.release(second, fee=60)
    with pytest.raises(PaymentConflict):
        world.refund(second)
    world.settle()
    assert world.effects.names() == ["confirmed", "refunded"]
    world.at_rest()


def test_case_58_a_payout_that_fails_is_credited_back(world: MoneyWorld) -> None:
    seller = new_id()
    world.onboard(seller, bank="00001113")
    request = world.buy(world.request(PRICE, seller=seller))
    world.release(request.allocations[0], fee=60)
    world.pass_time(days=3)
    services.request_payout(actor=Actor.user(seller), seller_id=seller)
    world.settle()
    world.pass_time(days=4)
    payout = selectors.list_payouts(seller)[0]
    assert (payout.status, payout.failure) == ("failed", "The bank account has been closed.")
    assert selectors.seller_balance(seller).available == Money(1940, "GBP")
    world.at_rest()
    services.request_payout(actor=Actor.user(seller), seller_id=seller)
    assert selectors.seller_balance(seller).in_payout == Money(1940, "GBP")


def test_a_payout_of_nothing_or_by_another_is_refused(world: MoneyWorld) -> None:
    seller = new_id()
    with pytest.raises(PaymentConflict) as refused:
        services.request_payout(actor=Actor.user(seller), seller_id=seller)
    assert refused.value.code == "payments.not_onboarded"
    world.onboard(seller)
    with pytest.raises(PaymentConflict) as refused:
        services.request_payout(actor=Actor.user(seller), seller_id=seller)
    assert refused.value.code == "payments.nothing_available"
    with pytest.raises(PermissionDenied):
        services.request_payout(actor=Actor.user(new_id()), seller_id=seller)
    with pytest.raises(PermissionDenied):
        services.start_onboarding(
            actor=Actor.user(new_id()), seller_id=seller, return_url="http://market.test/"
        )
    assert selectors.list_payouts(seller) == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"amount": Money(2468, "GBP")}, "payments.lines_differ"),
        ({"amount": Money(0, "GBP")}, "payments.bad_amount"),
        ({"amount": Money(-1, "GBP")}, "payments.bad_amount"),
        ({"allocations": []}, "payments.parts_differ"),
    ],
)
def test_case_42_a_payment_that_does_not_add_up_is_refused(
    world: MoneyWorld, change: dict[str, object], code: str
) -> None:
    good = world.request(PRICE)
    fields = {name: getattr(good, name) for name in PaymentRequest.__dataclass_fields__}
    with pytest.raises(PaymentInvalid) as refused:
        world.start(PaymentRequest(**{**fields, **change}))
    assert refused.value.code == code
    with pytest.raises(PaymentNotFound):
        selectors.get_payment(good.checkout_id)


def test_case_33_starting_a_payment_twice_is_one_payment(world: MoneyWorld) -> None:
    request = world.request(PRICE)
    assert world.open_page(request).id == world.open_page(request).id
    assert len(selectors.list_operations()) == 1
    assert selectors.pay_page_url(request.checkout_id) is not None


def test_case_41_another_amount_for_the_same_checkout_is_refused(world: MoneyWorld) -> None:
    request = world.request(PRICE)
    world.start(request)
    other = world.request((1, 0, 0))
    fields = {name: getattr(other, name) for name in PaymentRequest.__dataclass_fields__}
    with pytest.raises(PaymentConflict) as refused:
        world.start(PaymentRequest(**{**fields, "checkout_id": request.checkout_id}))
    assert refused.value.code == "payments.other_amount"
    assert selectors.get_payment(request.checkout_id).amount == Money(TOTAL, "GBP")


def test_release_refuses_what_does_not_add_up(world: MoneyWorld) -> None:
    request = world.buy(world.request(PRICE))
    line = request.allocations[0]
    for seller, to_seller, fee, code in (
        (line.seller_id, 1940, 61, "payments.parts_differ"),
        (line.seller_id, 2060, -60, "payments.parts_differ"),
        (new_id(), 1940, 60, "payments.other_seller"),
    ):
        with pytest.raises(PaymentConflict) as refused:
            services.release_order(
                actor=SYSTEM,
                order_id=line.order_id,
                seller_id=seller,
                amount_to_seller=Money(to_seller, "GBP"),
                seller_fee=Money(fee, "GBP"),
            )
        assert refused.value.code == code
    assert world.balances(f"held:{line.order_id}") == [2000]
    with pytest.raises(PaymentNotFound):
        services.refund_order(
            actor=SYSTEM, order_id=new_id(), amount=Money(1, "GBP"), reason="", key="x"
        )
