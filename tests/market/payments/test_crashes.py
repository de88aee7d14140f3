"""Killed anywhere, answered late, answered wrongly, or not at all: one charge, one refund, one
transfer, one payout, and books that equal the provider's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction

from rethread.market.payments import ports, selectors, services
from rethread.market.payments.models import InboxEvent, Operation
from rethread.platform.kernel import Actor, Money, new_id
from tests.support.money import Killed, MoneyWorld

PRICE = (2000, 170, 299)
Prepare = Callable[[MoneyWorld], None]


class Deadly:
    """A provider before or after whose call the process is killed, a number of times."""

    def __init__(self, inner: Any, method: str, *, after: bool, times: int) -> None:
        self._inner, self._method, self._after, self._times = inner, method, after, times

    def __getattr__(self, name: str) -> Any:
        real = getattr(self._inner, name)
        if name != self._method:
            return real

        def call(*args: Any, **kwargs: Any) -> Any:
            armed = self._times > 0
            self._times -= 1
            if armed and not self._after:
                raise Killed
            answer = real(*args, **kwargs)
            if armed:
                raise Killed
            return answer

        return call


def kill(world: MoneyWorld, method: str, *, after: bool, times: int, act: Prepare) -> None:
    """Run `act` and everything due; each time it is killed, start a new process."""
    plain = ports.provider()
    ports.install_provider(Deadly(plain, method, after=after, times=times))
    acted = False
    for _ in range(times + 1):
        try:
            if not acted:
                acted = True
                act(world)
            world.settle()
        except Killed:
            world.abandon_leases()
            continue
    ports.install_provider(plain)
    world.settle()


def prepare_payment(world: MoneyWorld) -> None:
    request = world.request(PRICE)
    world.start(request)
    world.settle()


def prepare_refund(world: MoneyWorld) -> None:
    world.refund(world.buy(world.request(PRICE, PRICE)).allocations[0])


def prepare_transfer(world: MoneyWorld) -> None:
    seller = new_id()
    world.onboard(seller)
    world.release(world.buy(world.request(PRICE, seller=seller)).allocations[0], 60)


def prepare_payout(world: MoneyWorld) -> None:
    seller = new_id()
    world.onboard(seller)
    world.release(world.buy(world.request(PRICE, seller=seller)).allocations[0], 60)
    world.pass_time(days=3)
    services.request_payout(actor=Actor.user(seller), seller_id=seller)


def prepare_account(world: MoneyWorld) -> None:
    services.start_onboarding(
        actor=Actor.system("t"), seller_id=new_id(), return_url="http://market.test/"
    )


def prepare_expiry(world: MoneyWorld) -> None:
    request = world.request(PRICE)
    world.open_page(request)
    services.request_expiry(actor=Actor.system("t"), checkout_id=request.checkout_id)


FLOWS: list[tuple[str, str, str, Prepare]] = [
    ("create_session", "checkout.session", "POST /v1/checkout/sessions", prepare_payment),
    ("expire_session", "checkout.session", "POST /v1/checkout/sessions/*/expire", prepare_expiry),
    ("create_refund", "refund", "POST /v1/refunds", prepare_refund),
    ("create_transfer", "transfer", "POST /v1/transfers", prepare_transfer),
    ("create_payout", "payout", "POST /v1/payouts", prepare_payout),
    ("create_account", "account", "POST /v1/accounts", prepare_account),
]
flows = pytest.mark.parametrize(
    ("method", "kind", "path", "act"), FLOWS, ids=[flow[0] for flow in FLOWS]
)


def assert_once(world: MoneyWorld, kind: str) -> None:
    assert world.count(kind) == 1
    stuck = Operation.objects.exclude(status="succeeded").values_list("key", "last_error")
    assert list(stuck) == []
    world.at_rest()


@flows
def test_case_01_killed_after_the_provider_acted_is_done_once(
    world: MoneyWorld, method: str, kind: str, path: str, act: Prepare
) -> None:
    kill(world, method, after=True, times=1, act=act)
    assert_once(world, kind)


@flows
def test_case_02_killed_before_the_call_resumes(
    world: MoneyWorld, method: str, kind: str, path: str, act: Prepare
) -> None:
    kill(world, method, after=False, times=1, act=act)
    assert_once(world, kind)


@flows
@pytest.mark.parametrize("after", [True, False])
def test_case_04_killed_twice_converges(
    world: MoneyWorld, method: str, kind: str, path: str, act: Prepare, after: bool
) -> None:
    kill(world, method, after=after, times=2, act=act)
    assert_once(world, kind)


def fail_once(
    world: MoneyWorld, kind: str, path: str, act: Prepare, fault: str, **options: Any
) -> None:
    """Let one call fail on its way: what it was to do is done once all the same."""
    world.core.faults.add(fault, operation=path, count=1, **options)
    act(world)
    world.settle()
    assert Operation.objects.exclude(status="succeeded").count() in (0, 1)
    world.pass_time(minutes=5)
    assert_once(world, kind)


@flows
def test_case_05_a_call_that_was_made_and_never_answered_is_done_once(
    world: MoneyWorld, method: str, kind: str, path: str, act: Prepare
) -> None:
    fail_once(world, kind, path, act, "apply_then_drop")


@flows
def test_case_06_a_call_that_never_arrived_is_tried_again(
    world: MoneyWorld, method: str, kind: str, path: str, act: Prepare
) -> None:
    fail_once(world, kind, path, act, "drop_before")


@flows
def test_case_07_a_call_that_was_one_too_many_is_tried_again(
    world: MoneyWorld, method: str, kind: str, path: str, act: Prepare
) -> None:
    fail_once(world, kind, path, act, "rate_limit")


def test_case_07_too_many_requests_are_knocked_at_ever_more_slowly(world: MoneyWorld) -> None:
    for _ in range(6):
        world.start(world.request(PRICE))
    world.core.faults.add("rate_limit", operation="POST /v1/checkout/sessions", count=None)
    services.run_due_operations(world.now, 100)
    tried = [o.attempts for o in selectors.list_operations()]
    assert sorted(tried) == [0, 0, 0, 1, 1, 1]  # after three in a row the batch stops
    assert services.run_due_operations(world.now, 100) == 3  # those that were not tried yet
    assert services.run_due_operations(world.now, 100) == 0  # and now all of them wait
    assert {o.status for o in selectors.list_operations()} == {"intended"}
    world.core.faults.clear()
    world.pass_time(minutes=1)
    assert world.count("checkout.session") == 6
    world.at_rest()


@flows
@pytest.mark.parametrize("applied", [True, False])
def test_case_08_a_stored_500_gets_a_new_key_once_its_absence_is_proved(
    world: MoneyWorld, method: str, kind: str, path: str, act: Prepare, applied: bool
) -> None:
    fail_once(world, kind, path, act, "server_error", applied=applied)
    keys_used = max(Operation.objects.values_list("generation", flat=True))
    assert keys_used == (1 if applied else 2)


def test_case_05_a_timeout_leaves_the_operation_unknown_until_it_is_looked_up(
    world: MoneyWorld,
) -> None:
    world.core.faults.add("apply_then_drop", operation="POST /v1/checkout/sessions", count=1)
    request = world.request(PRICE)
    view = world.start(request)
    assert view.operation_id is not None
    seen = services.run_operation_now(view.operation_id)
    assert (seen.status, seen.attempts) == ("unknown", 1)
    assert selectors.pay_page_url(request.checkout_id) is None
    world.pass_time(minutes=1)
    assert selectors.get_payment(request.checkout_id).status == "open"
    assert world.count("checkout.session") == 1


def test_case_03_run_again_after_its_commit_does_nothing(world: MoneyWorld) -> None:
    request = world.buy(world.request(PRICE))
    view = selectors.get_payment(request.checkout_id)
    assert view.operation_id is not None
    before = world.effects.calls.copy()
    assert services.run_operation_now(view.operation_id).attempts == 1
    assert services.refresh_payment(request.checkout_id).status == "paid"
    assert world.effects.calls == before
    world.at_rest()


def test_case_10_a_provider_that_is_down_for_a_day_loses_nothing(world: MoneyWorld) -> None:
    world.core.faults.add("drop_before", operation="*", count=None)
    requests = [world.request(PRICE) for _ in range(5)]
    for request in requests:
        world.start(request)
    for _ in range(24):
        world.pass_time(hours=1)
    assert {o.status for o in selectors.list_operations()} == {"unknown"}
    assert selectors.list_operations(status="dead") == []
    world.core.faults.clear()
    for _ in range(4):
        world.pass_time(hours=1)
    # Their pages could no longer be opened in time, so they are closed and what they held is free.
    assert sorted(world.effects.calls) == sorted(("expired", r.checkout_id) for r in requests)
    assert world.count("checkout.session") == 0


def test_case_11_a_retry_older_than_the_providers_memory_looks_first(world: MoneyWorld) -> None:
    line = world.buy(world.request(PRICE, PRICE)).allocations[0]
    world.core.faults.add("apply_then_drop", operation="POST /v1/refunds", count=1)
    world.core.faults.add("drop_before", operation="GET /v1/refunds*", count=None)
    world.core.faults.add("webhook_lose", operation="*", count=None)
    world.refund(line)
    world.pass_time(hours=30)
    world.core.faults.clear()
    world.pass_time(hours=1)
    assert world.count("refund") == 1
    assert selectors.order_money(line.order_id).refunded_minor == 2469


def test_case_17_a_poisonous_operation_becomes_a_dead_letter_and_can_be_replayed(
    world: MoneyWorld,
) -> None:
    request = world.request(PRICE)
    session = world.session_of(request)
    services.request_expiry(actor=Actor.system("t"), checkout_id=request.checkout_id)
    world.effects.failing = 8
    for _ in range(8):
        world.now = world.now.replace(hour=world.now.hour + 1)
        services.run_due_operations(world.now, 10)
    dead = selectors.list_operations(status="dead")
    assert [o.kind for o in dead] == ["expire_session"]
    assert "orders cannot do this now" in dead[0].last_error
    assert selectors.get_payment(request.checkout_id).status == "expiring"
    services.replay_dead(dead[0].id)
    services.replay_dead(dead[0].id)
    world.settle()
    assert world.effects.names() == ["expired"]
    assert session


def test_an_effect_that_fails_takes_the_ledger_back_with_it(world: MoneyWorld) -> None:
    request = world.request(PRICE)
    session = world.session_of(request)
    world.effects.failing = 1
    world.core.pay_session(session)
    world.deliver()
    services.process_due(world.now, 10)
    assert selectors.get_payment(request.checkout_id).status == "open"
    assert world.balances("provider_pending:platform", "fee_buyer") == [0, 0]
    assert InboxEvent.objects.filter(status="received").count() == 1
    world.pass_time(minutes=1)
    assert selectors.get_payment(request.checkout_id).status == "paid"
    world.at_rest()


def test_case_09_no_transaction_is_open_while_the_provider_is_asked(world: MoneyWorld) -> None:
    view = world.start(world.request(PRICE))
    assert view.operation_id is not None
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        services.run_operation_now(view.operation_id)
    assert world.count("checkout.session") == 0
    assert selectors.list_operations()[0].attempts == 0


def test_a_definite_refusal_ends_the_operation_and_frees_what_was_held(world: MoneyWorld) -> None:
    request = world.request((20, 0, 0))  # below the least amount the provider takes
    view = world.start(request)
    assert view.operation_id is not None
    assert services.run_operation_now(view.operation_id).status == "failed"
    assert world.effects.calls == [("expired", request.checkout_id)]
    assert selectors.get_payment(request.checkout_id).status == "expired"


def test_a_refused_transfer_stays_the_sellers_and_staff_see_why(world: MoneyWorld) -> None:
    seller = new_id()
    account = world.onboard(seller)
    line = world.buy(world.request(PRICE, seller=seller)).allocations[0]
    with world.core.transaction() as call:
        body = call.on(account).get("account", account)
        body["capabilities"] = {"transfers": "inactive"}
        call.on(account).save(body)
    world.release(line, 60)
    world.settle()
    failed = selectors.list_operations(status="failed")
    assert [o.kind for o in failed] == ["transfer"]
    assert selectors.seller_balance(seller).pending == Money(1940, "GBP")
    world.at_rest()
    with world.core.transaction() as call:
        own = call.on(account)
        body = {**body, "capabilities": {"transfers": "active"}}
        own.save(body)
        own.emit("account.updated", body, {})
    world.settle()
    assert world.count("transfer") == 1
    assert world.effects.names() == ["confirmed", "transferred"]
    world.at_rest()
