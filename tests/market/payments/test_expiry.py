"""Reservation and payment end together: freed only once the provider says that nobody can pay."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from django.db import connection

from rethread.market.payments import selectors, services
from rethread.market.payments.errors import PaymentNotFound
from rethread.market.payments.models import Payment
from rethread.platform.kernel import new_id
from rethread.sandbox.stripe.errors import ApiError
from tests.support.money import SYSTEM, MoneyWorld, money_world

PRICE = (2000, 170, 299)


def expire(world: MoneyWorld, checkout_id: object) -> None:
    services.request_expiry(actor=SYSTEM, checkout_id=checkout_id)  # type: ignore[arg-type]  # a UUID


def test_case_38_an_abandoned_page_is_closed_before_anything_is_freed(world: MoneyWorld) -> None:
    request = world.request(PRICE)
    session = world.session_of(request)
    expire(world, request.checkout_id)
    assert selectors.get_payment(request.checkout_id).status == "expiring"
    assert selectors.pay_page_url(request.checkout_id) is None
    assert world.effects.calls == []
    world.settle()
    assert world.effects.calls == [("expired", request.checkout_id)]
    with pytest.raises(ApiError):
        world.core.pay_session(session)
    expire(world, request.checkout_id)
    world.settle()
    assert world.effects.names() == ["expired"]
    world.at_rest()


def test_paid_before_the_page_could_be_closed_stands(world: MoneyWorld) -> None:
    request = world.request(PRICE)
    session = world.session_of(request)
    expire(world, request.checkout_id)
    world.core.pay_session(session)
    services.run_due_operations(world.now, 10)
    assert world.effects.calls == [("confirmed", request.checkout_id)]
    assert selectors.get_payment(request.checkout_id).status == "paid"
    world.settle()
    assert world.effects.names() == ["confirmed"]
    world.at_rest()


def test_while_the_provider_is_silent_nothing_is_freed(world: MoneyWorld) -> None:
    request = world.request(PRICE)
    world.open_page(request)
    world.core.faults.add("drop_before", operation="*", count=None)
    expire(world, request.checkout_id)
    world.pass_time(hours=5)
    assert world.effects.calls == []
    assert selectors.get_payment(request.checkout_id).status == "expiring"
    world.core.faults.clear()
    world.pass_time(hours=1)
    assert world.effects.calls == [("expired", request.checkout_id)]


def test_a_page_never_asked_for_is_called_off(world: MoneyWorld) -> None:
    request = world.request(PRICE)
    view = world.start(request)
    expire(world, request.checkout_id)
    expiry = next(o for o in selectors.list_operations() if o.kind == "expire_session")
    services.run_operation_now(expiry.id)
    assert world.effects.calls == [("expired", request.checkout_id)]
    assert view.operation_id is not None
    assert services.run_operation_now(view.operation_id).status == "failed"
    assert world.count("checkout.session") == 0


def test_a_page_whose_opening_is_in_doubt_is_found_and_closed(world: MoneyWorld) -> None:
    world.core.faults.add("apply_then_drop", operation="POST /v1/checkout/sessions", count=1)
    request = world.request(PRICE)
    view = world.start(request)
    assert view.operation_id is not None
    services.run_operation_now(view.operation_id)
    expire(world, request.checkout_id)
    for _ in range(10):
        world.pass_time(seconds=30)
    assert world.effects.calls == [("expired", request.checkout_id)]
    assert selectors.get_payment(request.checkout_id).status == "expired"


@pytest.mark.parametrize("decision", ["refund", "accept"])
def test_case_39_paid_after_it_was_called_expired(world: MoneyWorld, decision: str) -> None:
    """A page that we had given up (its opening refused, as far as we knew) turns out to be paid."""
    world.effects.late = decision  # type: ignore[assignment]  # one of the two
    other = world.buy(world.request((9000, 500, 0)))
    request = world.request(PRICE)
    world.core.faults.add("apply_then_drop", operation="POST /v1/checkout/sessions", count=1)
    view = world.start(request)
    assert view.operation_id is not None
    services.run_operation_now(view.operation_id)
    with world.core.store.lock:
        query = "SELECT id FROM objects WHERE kind = 'checkout.session' ORDER BY seq DESC"
        session = world.core.store.db.execute(query).fetchone()[0]
    world.core.faults.add("webhook_delay", operation="*", count=None, delay_s=60)
    world.core.pay_session(session)
    Payment.objects.filter(checkout_id=request.checkout_id).update(status="expired")
    Payment.objects.get(checkout_id=request.checkout_id).holds.update(status="void")
    world.core.faults.clear()
    world.pass_time(minutes=2)
    line = request.allocations[0]
    late = [name for name, subject in world.effects.calls if subject == request.checkout_id]
    assert late == ["late"]
    if decision == "accept":
        assert selectors.get_payment(request.checkout_id).status == "paid"
        assert selectors.order_money(line.order_id).held_minor == 2000
    else:
        view = selectors.get_payment(request.checkout_id)
        assert view.status == "returned"
        assert world.count("refund") == 1
        assert world.balances(f"buyer_refund_due:{view.id}", f"held:{line.order_id}") == [0, 0]
    assert other.checkout_id != request.checkout_id
    world.at_rest()


def test_expiring_a_checkout_without_a_payment_is_refused(world: MoneyWorld) -> None:
    with pytest.raises(PaymentNotFound):
        expire(world, new_id())
    with pytest.raises(PaymentNotFound):
        services.refresh_payment(new_id())
    with pytest.raises(PaymentNotFound):
        services.run_operation_now(new_id())


def test_case_40_a_buyer_who_comes_back_is_told_at_once(world: MoneyWorld) -> None:
    request = world.request(PRICE)
    world.core.pay_session(world.session_of(request))
    assert services.refresh_payment(request.checkout_id).status == "paid"
    assert world.effects.calls == [("confirmed", request.checkout_id)]
    world.settle()
    assert world.effects.names() == ["confirmed"]
    world.at_rest()


@pytest.fixture
def committed(transactional_db: None) -> Iterator[MoneyWorld]:
    """A world whose rows other connections can see."""
    with money_world() as made:
        yield made


def test_paying_races_closing_and_one_of_them_wins(committed: MoneyWorld) -> None:
    world = committed
    requests = [world.request(PRICE) for _ in range(12)]
    sessions = [world.session_of(request) for request in requests]
    for request in requests:
        expire(world, request.checkout_id)
    paid: list[int] = []

    def pay() -> None:
        for number, session in enumerate(sessions):
            try:
                world.core.pay_session(session)
                paid.append(number)
            except ApiError:
                continue

    def close() -> None:
        try:
            services.run_due_operations(world.now, 100)
        finally:
            connection.close()

    threads = [threading.Thread(target=pay), threading.Thread(target=close)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    world.pass_time(minutes=1)
    for number, request in enumerate(requests):
        mine = [name for name, subject in world.effects.calls if subject == request.checkout_id]
        assert mine == (["confirmed"] if number in paid else ["expired"])
    world.at_rest()
