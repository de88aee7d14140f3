"""Webhooks: signed, bounded in time, stored once, and only ever a hint to look again."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection

from rethread.market.payments import selectors, services
from rethread.market.payments.errors import WebhookRefused
from rethread.market.payments.models import InboxEvent, Payment, PollCursor
from rethread.sandbox.stripe.webhooks import Delivery, sign
from tests.support.money import SECRETS, MoneyWorld, money_world, take_delivery

PRICE = (2000, 170, 299)


def body(**changes: Any) -> bytes:
    event = {
        "id": "evt_1",
        "object": "event",
        "type": "checkout.session.completed",
        "created": 1_800_000_000,
        "livemode": False,
        "data": {"object": {"id": "cs_test_1", "object": "checkout.session"}},
    }
    return json.dumps({**event, **changes}).encode()


def now() -> int:
    return int(time.time())


def refused(raw: bytes, header: str) -> str:
    """Send what must be refused; return why."""
    with pytest.raises(WebhookRefused) as caught:
        services.receive_webhook(raw, header)
    assert (caught.value.status, caught.value.code) == (400, "payments.webhook_refused")
    assert InboxEvent.objects.count() == 0
    return caught.value.message


def test_case_23_a_forged_webhook_is_refused_and_nothing_is_stored(world: MoneyWorld) -> None:
    raw = body()
    for header in (
        sign(raw, "whsec_guess", now()),
        sign(body(id="evt_2"), SECRETS[0], now()),
        "",
        "t=1",
        "v1=abc",
        "t=abc,v1=abc",
        f"t={now()},v1=",
    ):
        assert "bad_signature" in refused(raw, header)


def test_case_24_a_stale_replay_is_refused(world: MoneyWorld) -> None:
    assert "bad_signature" in refused(body(), sign(body(), SECRETS[0], now() - 301 - 5))


def test_case_25_a_signature_from_the_future_is_refused(world: MoneyWorld) -> None:
    assert "future_signature" in refused(body(), sign(body(), SECRETS[0], now() + 120))


def test_case_26_an_event_of_another_mode_is_refused(world: MoneyWorld) -> None:
    raw = body(livemode=True)
    assert "wrong_mode" in refused(raw, sign(raw, SECRETS[0], now()))


@pytest.mark.parametrize(
    "raw", [b"", b"[]", b"{}", b"\xff\xfe", b"null", b'{"id": 1, "livemode": false}']
)
def test_a_malformed_webhook_is_refused(world: MoneyWorld, raw: bytes) -> None:
    header = sign(raw, SECRETS[0], now())
    assert "malformed" in refused(raw, header)


def test_an_enormous_webhook_is_refused(world: MoneyWorld) -> None:
    raw = b" " * 1_000_001
    assert "too large" in refused(raw, sign(raw, SECRETS[0], now()))


def test_case_27_an_unknown_type_is_stored_and_left_alone(world: MoneyWorld) -> None:
    raw = body(type="mandate.updated")
    assert services.receive_webhook(raw, sign(raw, SECRETS[0], now())) is True
    world.settle()
    stored = InboxEvent.objects.get()
    assert (stored.status, stored.raw) == ("ignored", raw.decode())


def test_case_31_during_a_rotation_both_secrets_are_good(world: MoneyWorld) -> None:
    for number, secret in enumerate(SECRETS):
        raw = body(id=f"evt_{number}", type="mandate.updated")
        assert services.receive_webhook(raw, sign(raw, secret, now())) is True
    assert InboxEvent.objects.count() == 2


def test_case_19_a_duplicate_has_one_effect(world: MoneyWorld) -> None:
    world.core.faults.add("webhook_duplicate", operation="*", count=None)
    request = world.buy(world.request(PRICE))
    assert world.effects.calls == [("confirmed", request.checkout_id)]
    assert InboxEvent.objects.filter(type="checkout.session.completed").count() == 1
    world.at_rest()


def test_case_21_events_out_of_order_never_take_a_payment_back(world: MoneyWorld) -> None:
    request = world.request(PRICE)
    session = world.session_of(request)
    world.core.pay_session(session)
    kept: list[Delivery] = []
    world.core.deliver_due(lambda delivery: bool(kept.append(delivery)) or True)
    for delivery in reversed(kept):
        take_delivery(delivery)
        world.settle()
    raw = body(id="evt_old", type="checkout.session.expired")
    raw = raw.replace(b"cs_test_1", session.encode())
    services.receive_webhook(raw, sign(raw, SECRETS[0], now()))
    world.settle()
    assert selectors.get_payment(request.checkout_id).status == "paid"
    assert world.effects.names() == ["confirmed"]
    world.at_rest()


def test_case_22_three_days_late_is_applied(world: MoneyWorld) -> None:
    request = world.request(PRICE)
    world.core.faults.add("webhook_delay", operation="*", count=None, delay_s=80_000)
    world.core.pay_session(world.session_of(request))
    world.settle()
    assert world.effects.calls == []
    world.pass_time(days=3)
    assert world.effects.calls == [("confirmed", request.checkout_id)]
    assert world.balances("provider_pending:platform", "provider_available:platform") == [0, 2412]
    world.at_rest()


def test_case_28_a_webhook_before_the_answer_makes_the_same_transition(world: MoneyWorld) -> None:
    world.core.faults.add("apply_then_drop", operation="POST /v1/checkout/sessions", count=1)
    request = world.request(PRICE)
    view = world.start(request)
    assert view.operation_id is not None
    assert services.run_operation_now(view.operation_id).status == "unknown"
    with world.core.store.lock:
        query = "SELECT id FROM objects WHERE kind = 'checkout.session'"
        session = world.core.store.db.execute(query).fetchone()[0]
    world.core.pay_session(session)
    world.deliver()
    services.process_due(world.now, 10)
    assert selectors.get_payment(request.checkout_id).status == "paid"
    assert services.run_operation_now(view.operation_id).status == "succeeded"
    world.pass_time(hours=1)
    assert world.count("checkout.session") == 1
    world.at_rest()


def test_case_29_a_webhook_that_was_not_stored_is_sent_again(world: MoneyWorld) -> None:
    request = world.request(PRICE)
    world.core.pay_session(world.session_of(request))

    def crash(delivery: Delivery) -> bool:
        raise RuntimeError("the process died before its commit")

    world.core.deliver_due(crash)
    assert InboxEvent.objects.count() == 0
    world.pass_time(seconds=3)
    assert world.effects.calls == [("confirmed", request.checkout_id)]


def test_case_30_a_webhook_that_never_comes_costs_five_minutes(world: MoneyWorld) -> None:
    world.core.faults.add("webhook_lose", operation="*", count=None)
    services.poll_due(world.now, 100)
    request = world.request(PRICE)
    world.core.pay_session(world.session_of(request))
    world.pass_time(minutes=4)
    assert services.poll_due(world.now, 100) == 0
    assert world.effects.calls == []
    world.pass_time(minutes=1)
    assert services.poll_due(world.now, 100) > 0
    world.settle()
    assert world.effects.calls == [("confirmed", request.checkout_id)]
    world.pass_time(minutes=5)
    assert services.poll_due(world.now, 100) == 0
    world.at_rest()


def test_a_cursor_the_provider_has_forgotten_starts_over(world: MoneyWorld) -> None:
    world.core.faults.add("webhook_lose", operation="*", count=None)
    request = world.request(PRICE)
    world.core.pay_session(world.session_of(request))
    services.poll_due(world.now, 100)
    PollCursor.objects.update(event_id="evt_forgotten")
    InboxEvent.objects.all().delete()
    world.pass_time(minutes=5)
    assert services.poll_due(world.now, 100) == 0
    world.pass_time(minutes=5)
    assert services.poll_due(world.now, 100) > 0
    world.settle()
    assert world.effects.calls == [("confirmed", request.checkout_id)]


def test_webhooks_half_lost_half_doubled_and_shuffled_converge_in_ten_minutes(
    world: MoneyWorld,
) -> None:
    for kind, options in (
        ("webhook_lose", {"probability": 0.5}),
        ("webhook_duplicate", {"probability": 0.5}),
        ("webhook_reorder", {"probability": 0.5, "delay_s": 30}),
    ):
        world.core.faults.add(kind, operation="*", count=None, **options)
    requests = [world.request(PRICE) for _ in range(20)]
    for request in requests:
        world.core.pay_session(world.session_of(request))
    for _ in range(10):
        services.poll_due(world.now, 100)
        world.pass_time(minutes=1)
    assert sorted(world.effects.calls) == sorted(("confirmed", r.checkout_id) for r in requests)
    assert Payment.objects.filter(status="paid").count() == 20
    world.at_rest()


@pytest.fixture
def committed(transactional_db: None) -> Iterator[MoneyWorld]:
    """A world whose rows other connections can see."""
    with money_world() as made:
        yield made


def test_case_20_concurrent_duplicates_are_stored_once_with_one_effect(
    committed: MoneyWorld,
) -> None:
    world = committed
    request = world.request(PRICE)
    world.core.pay_session(world.session_of(request))
    kept: list[Delivery] = []
    world.core.deliver_due(lambda delivery: bool(kept.append(delivery)) or True)
    failures: list[BaseException] = []
    fresh: list[bool] = []

    def work() -> None:
        try:
            for delivery in kept:
                fresh.append(services.receive_webhook(delivery.body, delivery.signature))
            services.process_due(world.now, 100)
        except BaseException as error:  # noqa: BLE001  # reported by the main thread
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert fresh.count(True) == len(kept)
    world.pass_time(minutes=1)
    assert world.effects.calls == [("confirmed", request.checkout_id)]
    world.at_rest()


def test_case_15_two_workers_perform_an_operation_once(committed: MoneyWorld) -> None:
    world = committed
    requests = [world.request(PRICE) for _ in range(6)]
    for request in requests:
        world.start(request)

    def work() -> None:
        try:
            services.run_due_operations(world.now, 100)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    world.settle()
    assert [o.attempts for o in selectors.list_operations()] == [1] * 6
    assert world.count("checkout.session") == 6
