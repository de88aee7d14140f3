"""Events reach their receivers signed, again when refused, and wrongly when told to."""

import pytest
import stripe

from rethread.sandbox.stripe.webhooks import Delivery
from tests.sandbox.conftest import Shop

SECRET = "whsec_known_to_both_sides"


class Receiver:
    """Take deliveries, verifying each as a shop would; refuse while told to."""

    def __init__(self, shop: Shop) -> None:
        self.shop = shop
        self.types: list[str] = []
        self.refuse = False
        shop.core.ensure_webhook_endpoint("http://shop.test/hooks", SECRET)

    def take(self, delivery: Delivery) -> bool:
        if self.refuse:
            return False
        event = stripe.Webhook.construct_event(delivery.body, delivery.signature, SECRET)
        self.types.append(event.type)
        return True

    def collect(self) -> list[str]:
        while self.shop.core.deliver_due(self.take):
            pass
        return self.types


@pytest.fixture
def receiver(shop: Shop) -> Receiver:
    return Receiver(shop)


def test_events_are_signed_and_come_once(shop: Shop, receiver: Receiver) -> None:
    shop.charge()
    assert receiver.collect() == [
        "payment_intent.created",
        "charge.succeeded",
        "payment_intent.succeeded",
        "checkout.session.completed",
    ]
    assert shop.core.deliver_due(receiver.take) == 0


def test_an_address_gets_only_the_events_it_asked_for(shop: Shop, receiver: Receiver) -> None:
    shop.core.ensure_webhook_endpoint(
        "http://shop.test/hooks", SECRET, ("checkout.session.completed",)
    )
    shop.charge()
    assert receiver.collect() == ["checkout.session.completed"]
    listed = shop.client.v1.events.list({"limit": 10}).data
    assert "charge.succeeded" in [event.type for event in listed]


def test_a_wrong_secret_does_not_verify(shop: Shop, receiver: Receiver) -> None:
    shop.charge()
    caught: list[Delivery] = []
    shop.core.deliver_due(lambda delivery: bool(caught.append(delivery)) or True)
    with pytest.raises(stripe.SignatureVerificationError):
        stripe.Webhook.construct_event(caught[0].body, caught[0].signature, "whsec_other")


def test_refused_deliveries_come_again_after_a_while(shop: Shop, receiver: Receiver) -> None:
    receiver.refuse = True
    shop.charge()
    assert shop.core.deliver_due(receiver.take) == 4
    assert shop.core.deliver_due(receiver.take) == 0
    receiver.refuse = False
    shop.time[0] += 2
    assert len(receiver.collect()) == 4


def test_a_receiver_that_breaks_is_a_refusal(shop: Shop, receiver: Receiver) -> None:
    def broken(delivery: Delivery) -> bool:
        raise OSError("no route")

    shop.charge()
    assert shop.core.deliver_due(broken) == 4
    shop.time[0] += 2
    assert len(receiver.collect()) == 4


def test_lost_and_doubled_webhooks(shop: Shop, receiver: Receiver) -> None:
    shop.core.faults.add("webhook_lose", operation="charge.succeeded")
    shop.core.faults.add("webhook_duplicate", operation="checkout.session.completed")
    shop.charge()
    types = receiver.collect()
    assert types.count("charge.succeeded") == 0
    assert types.count("checkout.session.completed") == 2
    assert "charge.succeeded" in shop.events()


def test_a_delayed_webhook_comes_after_later_ones(shop: Shop, receiver: Receiver) -> None:
    shop.core.faults.add("webhook_delay", operation="payment_intent.created", delay_s=600)
    shop.charge()
    assert "payment_intent.created" not in receiver.collect()
    shop.time[0] += 600
    assert receiver.collect()[-1] == "payment_intent.created"


def test_shuffled_webhooks_all_arrive(shop: Shop, receiver: Receiver) -> None:
    shop.core.faults.add("webhook_reorder", count=None, delay_s=50)
    for _ in range(5):
        shop.charge()
    shop.time[0] += 60
    types = receiver.collect()
    assert sorted(types) == sorted(shop.events())
    assert types != shop.events()


def test_an_endpoint_made_by_the_api_gets_what_it_asked_for(shop: Shop) -> None:
    endpoint = shop.client.v1.webhook_endpoints.create(
        params={"url": "http://a.test/", "enabled_events": ["charge.succeeded"]}
    )
    assert endpoint.secret
    assert "secret" not in shop.client.v1.webhook_endpoints.retrieve(endpoint.id)
    shop.charge()
    got: list[str] = []
    shop.core.deliver_due(lambda delivery: bool(got.append(delivery.event_type)) or True)
    assert got == ["charge.succeeded"]


def test_connected_accounts_events_name_their_account(shop: Shop, receiver: Receiver) -> None:
    seller = shop.seller()
    assert receiver.collect() == ["account.external_account.created", "account.updated"]
    event = shop.client.v1.events.list(options={"stripe_account": seller}).data[0]
    assert event.account == seller
    assert shop.events() == []


def test_one_kind_of_fault_is_ended_and_the_others_stay(shop: Shop) -> None:
    plan = shop.core.faults
    plan.add("webhook_lose", count=None)
    plan.add("drop_before", operation="* /v1/refunds", count=None)
    plan.clear(kind="webhook_lose")
    assert [rule["kind"] for rule in plan.listing()] == ["drop_before"]
    plan.clear()
    assert plan.listing() == []
