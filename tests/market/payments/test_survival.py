"""What the house itself may suffer - its database killed or behind, its disk full, its worker away,
another version beside it - costs time and never money."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from rethread.market.payments import ports, selectors, services
from rethread.market.payments.models import InboxEvent, Operation, Payment
from rethread.market.payments.services import operations
from rethread.platform.kernel import business_now, new_id, wall_now
from rethread.sandbox.stripe.webhooks import Delivery
from tests.support.money import MoneyWorld, money_world, take_delivery

PRICE = (2000, 170, 299)


@pytest.fixture
def committed(transactional_db: None) -> Iterator[MoneyWorld]:
    """A world whose rows survive the connection that wrote them."""
    with money_world() as made:
        yield made


def test_case_12_the_database_killed_in_a_transaction_loses_nothing_acknowledged(
    committed: MoneyWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = committed
    request = world.request(PRICE)
    world.core.pay_session(world.session_of(request))
    world.deliver()  # acknowledged with 200: from here on it is ours to remember
    plain = world.effects.payment_confirmed

    def cut_off(**call: Any) -> None:
        plain(**call)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")

    monkeypatch.setattr(world.effects, "payment_confirmed", cut_off)
    services.process_due(world.now, 10)
    monkeypatch.undo()
    world.effects.calls.clear()  # what it told orders went down with the transaction
    assert Payment.objects.get().status == "open"
    assert world.balances("provider_pending:platform", "fee_buyer") == [0, 0]
    assert InboxEvent.objects.get(status="received").attempts == 1
    world.pass_time(minutes=1)
    assert world.effects.calls == [("confirmed", request.checkout_id)]
    world.at_rest()


def test_case_13_a_database_that_lost_its_last_commits_catches_up_from_the_provider(
    world: MoneyWorld,
) -> None:
    seller = new_id()
    world.onboard(seller)
    paid, given_back = world.request(PRICE, seller=seller), world.buy(world.request(PRICE, PRICE))
    session = world.session_of(paid)
    world.buy(world.request((5000, 300, 0)))  # covers the provider's fees
    services.poll_due(world.now, 100)
    world.refund(given_back.allocations[0])
    calls = world.effects.calls.copy()
    replicated = transaction.savepoint()
    world.core.pay_session(session)
    world.settle()  # webhooks are taken and acknowledged, the refund is made
    assert world.count("refund") == 1
    transaction.savepoint_rollback(replicated)  # the new primary has seen none of it
    world.effects.calls = calls
    assert selectors.get_payment(paid.checkout_id).status == "open"
    world.pass_time(minutes=5)
    services.poll_due(world.now, 100)
    world.settle()
    assert selectors.get_payment(paid.checkout_id).status == "paid"
    assert world.effects.names().count("refunded") == 1
    assert (world.count("refund"), world.count("charge")) == (1, 3)
    world.at_rest()


def test_case_14_the_backlog_of_a_worker_that_was_away_drains(world: MoneyWorld) -> None:
    requests = [world.request(PRICE) for _ in range(8)]
    for request in requests:
        world.core.pay_session(world.session_of(request))
    begun = [world.request(PRICE) for _ in range(4)]
    for request in begun:
        world.start(request)
    for _ in range(12):  # webhooks come in all day, and nobody works on anything
        world.now += timedelta(hours=1)
        world.deliver()
    assert world.effects.calls == []
    assert InboxEvent.objects.filter(status="received").count() == 8
    world.settle()
    # Who had paid has bought. Pages that nobody could open in time are closed, and hold nothing.
    assert sorted(world.effects.calls) == sorted(
        [("confirmed", r.checkout_id) for r in requests]
        + [("expired", r.checkout_id) for r in begun]
    )
    assert InboxEvent.objects.filter(status="received").count() == 0
    assert Operation.objects.filter(status__in=operations.UNFINISHED).count() == 0
    world.pass_time(days=3)
    world.at_rest()


def fill_disk(table: str) -> None:
    """Let the database refuse rows of a table as it does when its disk is full."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE FUNCTION no_room_{table}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            "  RAISE EXCEPTION 'No space left on device' USING ERRCODE = '53100'; END $$;"
            f"CREATE TRIGGER no_room BEFORE INSERT ON {table}"
            f" FOR EACH STATEMENT EXECUTE FUNCTION no_room_{table}();"
        )


def free_disk(table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER no_room ON {table}")


def test_case_16_a_full_disk_takes_no_money_and_acknowledges_nothing(world: MoneyWorld) -> None:
    request = world.request(PRICE)
    fill_disk("payments_operation")
    with pytest.raises(DatabaseError):
        world.start(request)  # no intent on disk, so nothing is asked of the provider
    assert Payment.objects.count() == world.count("checkout.session") == 0
    free_disk("payments_operation")
    session = world.session_of(request)

    fill_disk("payments_inboxevent")
    world.core.pay_session(session)

    def take(delivery: Delivery) -> bool:
        with transaction.atomic():
            return take_delivery(delivery)

    world.core.deliver_due(take)
    assert InboxEvent.objects.count() == 0
    free_disk("payments_inboxevent")

    fill_disk("ledger_journal")
    world.pass_time(seconds=5)  # it was not acknowledged, so it comes again, and is kept
    assert InboxEvent.objects.filter(status="received").count() == 1
    assert selectors.get_payment(request.checkout_id).status == "open"
    assert world.effects.calls == []
    free_disk("ledger_journal")
    world.pass_time(minutes=1)
    assert world.effects.calls == [("confirmed", request.checkout_id)]
    world.at_rest()


def test_case_18_steps_written_before_a_deploy_still_run_after_it(world: MoneyWorld) -> None:
    """The rows are as the first release wrote them, key by key: none may become unreadable."""
    request = world.request(PRICE)
    world.start(request)
    Operation.objects.update(
        payload={
            "lines": [["A garment", 2469, 1]],
            "success_url": "http://market.test/done",
            "cancel_url": "http://market.test/back",
            "buyer_key": "",
            "expires_at": int((business_now() + timedelta(minutes=45)).timestamp()),
        }
    )
    world.settle()
    assert selectors.get_payment(request.checkout_id).status == "open"
    world.buy(request)
    Operation.objects.filter(kind="create_session").update(payload={})
    world.refund(world.buy(world.request(PRICE, PRICE)).allocations[0])
    assert Operation.objects.get(kind="refund").payload == {}
    world.settle()
    assert world.effects.names()[-1] == "refunded"
    world.at_rest()


def test_case_18_what_a_newer_release_wrote_is_left_to_it_and_stops_nothing(
    world: MoneyWorld,
) -> None:
    newer = Operation.objects.create(
        kind="of_tomorrow",
        key="of_tomorrow:1",
        subject_id=new_id(),
        next_attempt_at=world.now - timedelta(hours=1),
        created_at=world.now,
    )
    request = world.buy(world.request(PRICE))
    assert selectors.get_payment(request.checkout_id).status == "paid"
    newer.refresh_from_db()
    assert (newer.status, newer.attempts, newer.lease_until) == ("intended", 0, None)
    assert services.next_operation_due() is None
    world.at_rest()


def test_case_66_two_workers_whose_clocks_differ_by_an_hour_do_one_thing_once(
    world: MoneyWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A clock that runs ahead takes a lease for abandoned while its holder is still asking."""
    line = world.buy(world.request(PRICE, PRICE)).allocations[0]
    world.refund(line)
    plain, during = ports.provider(), []

    class Slow:
        def __getattr__(self, name: str) -> Any:
            real = getattr(plain, name)
            if name != "create_refund" or during:
                return real

            def call(**arguments: Any) -> Any:
                during.append(name)
                with monkeypatch.context() as ahead:
                    ahead.setattr(operations, "wall_now", lambda: wall_now() + timedelta(hours=1))
                    services.run_due_operations(world.now, 10)
                return real(**arguments)

            return call

    ports.install_provider(Slow())  # type: ignore[arg-type]  # stands in for the provider
    world.settle()
    assert world.count("refund") == 1
    assert world.effects.names() == ["confirmed", "refunded"]
    assert selectors.order_money(line.order_id).refunded_minor == 2469
    world.at_rest()
