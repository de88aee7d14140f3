"""Idempotency, faults, keys, errors: the parts of the protocol that keep a payment single."""

import threading
import time
from typing import Any

import pytest
import stripe

from rethread.sandbox.wire import Request
from tests.sandbox.conftest import DAY_S, Shop, assert_books


def test_the_same_key_and_body_replay_the_stored_answer(shop: Shop) -> None:
    first = shop.session(key="k1")
    again = shop.session(key="k1")
    assert again.id == first.id
    assert again.last_response.headers["Idempotent-Replayed"] == "true"
    assert "Idempotent-Replayed" not in first.last_response.headers
    assert len(shop.client.v1.checkout.sessions.list().data) == 1


def test_the_same_key_with_another_body_is_refused(shop: Shop) -> None:
    shop.session(5000, key="k1")
    with pytest.raises(stripe.IdempotencyError) as refused:
        shop.session(5001, key="k1")
    assert refused.value.http_status == 400
    assert len(shop.client.v1.checkout.sessions.list().data) == 1


def test_a_key_is_forgotten_after_a_day(shop: Shop) -> None:
    first = shop.session(key="k1")
    shop.time[0] += DAY_S - 1
    assert shop.session(key="k1").id == first.id
    shop.time[0] += 1
    assert shop.session(key="k1").id != first.id


def test_a_failed_validation_leaves_the_key_free(shop: Shop) -> None:
    with pytest.raises(stripe.InvalidRequestError):
        shop.session(1, key="k1")
    assert shop.session(5000, key="k1").status == "open"


def test_a_refusal_after_execution_began_is_remembered(shop: Shop) -> None:
    seller = shop.seller()
    params = {"amount": 100, "currency": "gbp", "destination": seller}
    with pytest.raises(stripe.InvalidRequestError):
        shop.client.v1.transfers.create(params=params, options={"idempotency_key": "t"})
    shop.charge(5000, "4000000000000077")
    with pytest.raises(stripe.InvalidRequestError) as replayed:
        shop.client.v1.transfers.create(params=params, options={"idempotency_key": "t"})
    assert replayed.value.code == "balance_insufficient"
    assert replayed.value.headers is not None
    assert replayed.value.headers["idempotent-replayed"] == "true"


def test_a_key_in_use_is_answered_with_409(shop: Shop) -> None:
    shop.core.faults.add("delay", operation="POST /v1/checkout/sessions", delay_s=0.4)
    done: list[Any] = []
    slow = threading.Thread(target=lambda: done.append(shop.session(key="k1")))
    slow.start()
    deadline = time.monotonic() + 5
    while not shop.core._in_flight and time.monotonic() < deadline:
        time.sleep(0.005)
    with pytest.raises(stripe.APIError) as refused:
        shop.session(key="k1")
    slow.join()
    assert refused.value.http_status == 409
    assert refused.value.json_body["error"]["code"] == "idempotency_key_in_use"
    assert shop.session(key="k1").id == done[0].id


def test_a_stored_500_comes_back_until_another_key_is_used(shop: Shop) -> None:
    shop.core.faults.add("server_error", operation="POST /v1/refunds")
    charge = shop.charge(5000)
    for _ in range(2):
        with pytest.raises(stripe.APIError) as failed:
            shop.client.v1.refunds.create(
                params={"charge": charge.id}, options={"idempotency_key": "r1"}
            )
        assert failed.value.http_status == 500
    assert shop.client.v1.refunds.list().data == []
    refund = shop.client.v1.refunds.create(
        params={"charge": charge.id}, options={"idempotency_key": "r2"}
    )
    assert refund.amount == 5000


def test_a_500_can_hide_a_change_that_was_made(shop: Shop) -> None:
    charge = shop.charge(5000)
    shop.core.faults.add("server_error", operation="POST /v1/refunds", applied=True)
    with pytest.raises(stripe.APIError):
        shop.client.v1.refunds.create(params={"charge": charge.id})
    assert [refund.amount for refund in shop.client.v1.refunds.list().data] == [5000]


def test_a_dropped_answer_is_found_again_by_its_key(shop: Shop) -> None:
    shop.core.faults.add("apply_then_drop", operation="POST /v1/checkout/*")
    with pytest.raises(stripe.APIConnectionError):
        shop.session(key="k1")
    assert len(shop.client.v1.checkout.sessions.list().data) == 1
    assert shop.session(key="k1").last_response.headers["Idempotent-Replayed"] == "true"
    assert len(shop.client.v1.checkout.sessions.list().data) == 1


def test_a_request_dropped_on_the_way_changed_nothing(shop: Shop) -> None:
    shop.core.faults.add("drop_before", operation="POST *", count=2)
    for _ in range(2):
        with pytest.raises(stripe.APIConnectionError):
            shop.session(key="k1")
    assert shop.client.v1.checkout.sessions.list().data == []
    assert shop.session(key="k1").status == "open"


def test_too_many_requests_are_not_remembered(shop: Shop) -> None:
    shop.core.faults.add("rate_limit", operation="POST *")
    with pytest.raises(stripe.RateLimitError):
        shop.session(key="k1")
    assert shop.session(key="k1").status == "open"


def test_chance_repeats_with_its_seed(shop: Shop) -> None:
    def drops() -> list[bool]:
        shop.core.faults.clear(seed=42)
        shop.core.faults.add("rate_limit", operation="GET *", count=None, probability=0.5)
        return [shop.core.faults.strike("rate_limit", "GET /") is not None for _ in range(40)]

    first = drops()
    assert first == drops()
    assert 5 < sum(first) < 35


def test_an_unknown_parameter_is_refused_by_name(shop: Shop) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refused:
        shop.client.v1.refunds.create(params={"charge": "ch_1", "colour": "red"})
    assert (refused.value.code, refused.value.param) == ("parameter_unknown", "colour")


@pytest.mark.parametrize("key", ["", "sk_live_4242424242424242", "pk_test_1"])
def test_only_test_keys_are_let_in(shop: Shop, key: str) -> None:
    headers = {"authorization": f"Bearer {key}"} if key else {}
    response = shop.core.handle(Request("GET", "/v1/balance", headers=headers))
    assert response.status == 401
    assert response.headers["Request-Id"].startswith("req_")
    assert response.json["error"]["type"] == "invalid_request_error"


def test_unknown_objects_accounts_and_addresses(shop: Shop) -> None:
    with pytest.raises(stripe.InvalidRequestError) as missing:
        shop.client.v1.charges.retrieve("ch_none")
    assert (missing.value.http_status, missing.value.code) == (404, "resource_missing")
    with pytest.raises(stripe.PermissionError) as foreign:
        shop.client.v1.balance.retrieve(options={"stripe_account": "acct_none"})
    assert foreign.value.json_body["error"]["code"] == "account_invalid"
    with pytest.raises(stripe.InvalidRequestError) as nowhere:
        shop.client.v1.customers.list()
    assert nowhere.value.http_status == 404


def test_declines_leave_a_failed_charge_and_no_money(shop: Shop) -> None:
    session = shop.session()
    shop.core.pay_session(session.id, "4000000000009995")
    stored = shop.client.v1.checkout.sessions.retrieve(
        session.id, params={"expand": ["payment_intent.latest_charge"]}
    )
    intent: Any = stored.payment_intent
    assert (stored.status, stored.payment_status) == ("open", "unpaid")
    assert intent.last_payment_error.decline_code == "insufficient_funds"
    assert (intent.latest_charge.status, intent.latest_charge.paid) == ("failed", False)
    assert shop.balance() == (0, 0)
    shop.core.pay_session(session.id)
    assert shop.balance() == (4905, 0)
    assert shop.events()[:4] == [
        "payment_intent.created",
        "charge.failed",
        "payment_intent.payment_failed",
        "charge.succeeded",
    ]


def test_a_challenge_must_be_passed(shop: Shop) -> None:
    session = shop.session()
    shop.core.pay_session(session.id, "4000002500003155")
    assert shop.client.v1.charges.list().data == []
    shop.core.answer_challenge(session.id, passed=False)
    assert shop.client.v1.checkout.sessions.retrieve(session.id).status == "open"
    shop.core.pay_session(session.id, "4000002760003184")
    done = shop.core.answer_challenge(session.id, passed=True)
    assert (done["status"], done["payment_status"]) == ("complete", "paid")
    assert shop.balance() == (4905, 0)
    assert_books(shop.core)


def test_a_challenge_left_alone_is_canceled_with_its_session(shop: Shop) -> None:
    session = shop.session()
    shop.core.pay_session(session.id, "4000002500003155")
    shop.client.v1.checkout.sessions.expire(session.id)
    stored = shop.client.v1.payment_intents.list().data[0]
    assert stored.status == "canceled"
    with pytest.raises(Exception, match="expired"):
        shop.core.answer_challenge(session.id, passed=True)
    assert shop.balance() == (0, 0)
