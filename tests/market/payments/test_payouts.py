"""When sellers are paid out, when they wait, and who cannot be paid at all."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from rethread.market.payments import selectors, services
from rethread.market.payments.errors import CountryNotServed, PaymentConflict
from rethread.market.payments.models import Payee, Payout
from rethread.market.payments.rules.paying_out import next_run
from rethread.market.payments.rules.regions import payable_countries
from rethread.platform.kernel import Actor, Money, PermissionDenied, new_id
from rethread.sandbox.stripe.accounts import OnboardingAnswers
from tests.support.money import SYSTEM, MoneyWorld

PRICE = (2000, 170, 299)


def earning(world: MoneyWorld) -> tuple[UUID, str]:
    """Return a seller with £19.40 to be paid out, and their account."""
    seller = new_id()
    account = world.onboard(seller)
    world.release(world.buy(world.request(PRICE, seller=seller)).allocations[0], 60)
    world.pass_time(days=3)
    return seller, account


def refused(seller: UUID) -> str:
    with pytest.raises(PaymentConflict) as caught:
        services.request_payout(actor=Actor.user(seller), seller_id=seller)
    assert selectors.list_payouts(seller) == []
    assert selectors.seller_balance(seller).available == Money(1940, "GBP")
    return caught.value.code


def test_case_59_a_new_bank_account_waits_three_days(world: MoneyWorld) -> None:
    seller, account = earning(world)
    answers = OnboardingAnswers("GB", "Ada Seller", (1990, 5, 17), "00099999", "108800")
    world.core.onboard(account, answers)
    world.settle()
    until = selectors.seller_payment_status(seller).payouts_from
    assert until == world.now + timedelta(days=3)
    assert refused(seller) == "payments.bank_changed"
    world.pass_time(days=2, hours=23)
    assert refused(seller) == "payments.bank_changed"
    world.pass_time(hours=1)
    services.request_payout(actor=Actor.user(seller), seller_id=seller)
    world.settle()
    world.pass_time(days=3)
    assert selectors.list_payouts(seller)[0].status == "paid"
    world.at_rest()


def test_case_60_a_payout_while_frozen_is_refused(world: MoneyWorld) -> None:
    seller, _ = earning(world)
    with pytest.raises(PermissionDenied):
        services.hold_payouts(actor=Actor.user(seller), seller_id=seller, reason="staff")
    services.hold_payouts(actor=SYSTEM, seller_id=seller, reason="staff")
    assert refused(seller) == "payments.payouts_held"
    services.set_payout_schedule(actor=Actor.user(seller), seller_id=seller, schedule="daily")
    world.pass_time(days=2)
    assert selectors.list_payouts(seller) == []  # nor does a schedule pay them
    with pytest.raises(PermissionDenied):
        services.lift_payout_hold(actor=Actor.user(seller), seller_id=seller)
    services.lift_payout_hold(actor=SYSTEM, seller_id=seller)
    world.pass_time(days=1)
    assert [p.amount for p in selectors.list_payouts(seller)] == [Money(1940, "GBP")]
    world.at_rest()


def test_case_61_a_missed_run_is_caught_up_with_once(world: MoneyWorld) -> None:
    seller, _ = earning(world)
    services.set_payout_schedule(actor=Actor.user(seller), seller_id=seller, schedule="weekly")
    missed = selectors.seller_payment_status(seller).next_payout_at
    assert missed == datetime(2027, 3, 8, 6, tzinfo=UTC)
    world.now += timedelta(days=24)  # the worker was away for three Mondays
    for _ in range(3):
        services.run_due_payouts(world.now, 10)
    assert [p.amount for p in selectors.list_payouts(seller)] == [Money(1940, "GBP")]
    assert selectors.seller_payment_status(seller).next_payout_at == datetime(
        2027, 3, 29, 6, tzinfo=UTC
    )
    world.pass_time(days=10)
    assert Payout.objects.count() == world.count("payout") == 1
    world.at_rest()


def test_case_61_two_runs_at_once_pay_once(world: MoneyWorld) -> None:
    """The row is moved on in the transaction that pays, so a run that died paid nothing."""
    seller, _ = earning(world)
    services.set_payout_schedule(actor=Actor.user(seller), seller_id=seller, schedule="daily")
    due = selectors.seller_payment_status(seller).next_payout_at
    assert due is not None
    world.now = due
    assert services.run_due_payouts(world.now, 10) == 1
    assert services.run_due_payouts(world.now, 10) == 0
    assert Payout.objects.count() == 1
    world.settle()
    world.at_rest()


def test_a_schedule_is_its_sellers_own_and_can_be_ended(world: MoneyWorld) -> None:
    seller = new_id()
    with pytest.raises(PermissionDenied):
        services.set_payout_schedule(actor=Actor.user(new_id()), seller_id=seller, schedule="daily")
    services.set_payout_schedule(actor=Actor.user(seller), seller_id=seller, schedule="daily")
    assert services.next_payout_run() is not None
    services.set_payout_schedule(actor=Actor.user(seller), seller_id=seller, schedule="manual")
    assert services.next_payout_run() is None


@pytest.mark.parametrize(
    ("now", "schedule", "expected"),
    [
        (datetime(2027, 3, 1, 5, 59, tzinfo=UTC), "daily", datetime(2027, 3, 1, 6, tzinfo=UTC)),
        (datetime(2027, 3, 1, 6, tzinfo=UTC), "daily", datetime(2027, 3, 2, 6, tzinfo=UTC)),
        (datetime(2027, 3, 1, 6, tzinfo=UTC), "weekly", datetime(2027, 3, 8, 6, tzinfo=UTC)),
        (datetime(2027, 2, 28, 23, tzinfo=UTC), "weekly", datetime(2027, 3, 1, 6, tzinfo=UTC)),
        (datetime(2027, 3, 1, tzinfo=UTC), "manual", None),
    ],
)
def test_the_next_run_is_after_now(now: datetime, schedule: str, expected: datetime) -> None:
    assert next_run(now, schedule) == expected  # type: ignore[arg-type]  # one of the three


def test_case_69_a_seller_of_a_country_that_cannot_be_paid_is_refused_at_once(
    world: MoneyWorld,
) -> None:
    seller = new_id()

    def start(country: str) -> str | None:
        return services.start_onboarding(
            actor=Actor.user(seller),
            seller_id=seller,
            return_url="http://market.test/",
            country=country,
        )

    for country in ("BR", "JP", "XX"):
        with pytest.raises(CountryNotServed) as caught:
            start(country)
        assert caught.value.code == "payments.country_not_served"
        assert list(caught.value.fields) == ["country"]
    assert Payee.objects.count() == world.count("account") == 0
    assert selectors.list_operations() == []
    assert start("FR") is not None
    account = Payee.objects.get().account_id or ""
    found = world.core.find("account", account, account)
    assert found is not None
    assert found["country"] == "FR"
    world.at_rest()


def test_a_platform_outside_the_region_pays_its_own_country_alone() -> None:
    assert payable_countries("JP") == ("JP",)
    assert payable_countries("GB")[0] == "GB"
    assert "US" in payable_countries("GB")
