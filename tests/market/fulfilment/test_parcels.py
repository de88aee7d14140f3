"""Labels asked for once, hand-overs told, scans kept once, whatever the carrier does."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest

from rethread.market.fulfilment import ports
from rethread.market.fulfilment.errors import CarrierUnavailable, LabelRefused, NotLabelled
from rethread.market.fulfilment.models import CarrierCall, Scan, Shipment
from rethread.market.fulfilment.ports import (
    Carrier,
    CarrierDown,
    CarrierLabel,
    CarrierScan,
    Parcel,
)
from rethread.market.fulfilment.rules import next_poll_at, retry_at, status_after
from rethread.market.fulfilment.selectors import find_shipment_for_order, get_shipment
from rethread.market.fulfilment.services import (
    create_label,
    hand_over,
    obtain_label,
    read_scans,
)
from rethread.market.fulfilment.types import PostalAddress, ShipmentView
from rethread.platform.kernel import Actor, new_id
from tests.market.orders.world import MONDAY, World

ACTOR = Actor.system("tests")
LEEDS = PostalAddress("Bo", "1 Mill Street", "", "Leeds", "LS1 4AP", "GB")


def ask(recipient: PostalAddress = LEEDS) -> ShipmentView:
    return create_label(
        actor=ACTOR,
        order_id=new_id(),
        sender=LEEDS,
        recipient=recipient,
        item_count=1,
        parcel_size="small",
    )


class Flaky:
    """A carrier that does what it is asked and then drops the connection, some times."""

    name = "Flaky"

    def __init__(self, inner: Carrier, drops: int) -> None:
        self.inner, self.drops, self.labels = inner, drops, 0

    def _drop(self) -> None:
        self.drops -= 1
        if self.drops >= 0:
            raise CarrierDown("dropped")

    def create_label(self, *, key: str, parcel: Parcel) -> CarrierLabel:
        made = self.inner.create_label(key=key, parcel=parcel)
        self.labels += 1
        self._drop()
        return made

    def hand_over(self, *, tracking_code: str) -> None:
        self.inner.hand_over(tracking_code=tracking_code)
        self._drop()

    def track(self, *, tracking_code: str) -> Sequence[CarrierScan]:
        self._drop()
        return self.inner.track(tracking_code=tracking_code)


def test_a_label_is_asked_for_once(world: World) -> None:
    asked = ask()
    assert (asked.status, asked.tracking_code) == ("requested", "")
    labelled = obtain_label(asked.shipment_id)
    assert (labelled.status, labelled.parcel_size) == ("labelled", "small")
    assert labelled.label_url.endswith(f"/carrier/labels/{labelled.tracking_code}.svg")
    assert obtain_label(asked.shipment_id) == labelled
    assert find_shipment_for_order(asked.order_id) == labelled
    assert CarrierCall.objects.get().status == "succeeded"


def test_a_dropped_answer_leads_to_the_same_label_later(world: World) -> None:
    flaky = Flaky(ports.carrier(), drops=1)
    ports.install_carrier(flaky)
    asked = ask()
    with pytest.raises(CarrierUnavailable):
        obtain_label(asked.shipment_id)
    assert CarrierCall.objects.get().status == "unknown"
    world.pass_time(seconds=30)
    labelled = get_shipment(asked.shipment_id)
    assert labelled.status == "labelled"
    assert flaky.labels == 2
    parcels = world.sandbox.store.db.execute("SELECT tracking_no FROM parcels").fetchall()
    assert [row[0] for row in parcels] == [labelled.tracking_code]


def test_a_label_the_carrier_refuses_says_why(world: World) -> None:
    nowhere = PostalAddress("Bo", "1 Mill Street", "", "Leeds", "?", "GB")
    asked = ask(recipient=nowhere)
    with pytest.raises(LabelRefused) as refusal:
        obtain_label(asked.shipment_id)
    assert refusal.value.code == "fulfilment.label_refused"
    assert refusal.value.message == "This is not a postcode."
    assert get_shipment(asked.shipment_id).status == "refused"


def test_a_parcel_without_a_label_is_not_handed_over(world: World) -> None:
    asked = ask()
    with pytest.raises(NotLabelled):
        hand_over(actor=ACTOR, shipment_id=asked.shipment_id)
    assert Shipment.objects.get().handed_over_at is None


def test_scans_are_kept_once_and_told_in_order(world: World) -> None:
    label = obtain_label(ask().shipment_id)
    hand_over(actor=ACTOR, shipment_id=label.shipment_id)
    hand_over(actor=ACTOR, shipment_id=label.shipment_id)
    assert CarrierCall.objects.filter(kind="hand_over").count() == 1
    world.settle()
    first = read_scans(label.shipment_id)
    assert [scan.kind for scan in first.scans] == ["accepted"]
    assert read_scans(label.shipment_id) == first
    world.sandbox.carrier.deliver_now(label.tracking_code)
    last = read_scans(label.shipment_id)
    assert last.status == "delivered"
    assert Scan.objects.count() == 4
    assert Shipment.objects.get().next_poll_at is None


def test_a_carrier_that_is_down_is_asked_again(world: World) -> None:
    label = obtain_label(ask().shipment_id)
    ports.install_carrier(Flaky(ports.carrier(), drops=1))
    with pytest.raises(CarrierUnavailable):
        read_scans(label.shipment_id)
    assert Scan.objects.count() == 0
    assert Shipment.objects.get().next_poll_at == MONDAY + timedelta(hours=4)


def test_late_scans_never_take_a_parcel_back() -> None:
    assert status_after("delivered", "in_transit") == "delivered"
    assert status_after("lost", "delivered") == "delivered"
    assert status_after("labelled", "accepted") == "in_transit"


def test_polls_fall_on_full_four_hours_and_stop() -> None:
    at = MONDAY + timedelta(minutes=7)
    assert next_poll_at(at, "in_transit", at) == MONDAY + timedelta(hours=4)
    assert next_poll_at(at, "delivered", at) is None
    assert next_poll_at(at + timedelta(days=61), "in_transit", at) is None


def test_retries_double_up_to_an_hour() -> None:
    waits = [(retry_at(MONDAY, attempts) - MONDAY).total_seconds() for attempts in (1, 2, 3, 40)]
    assert waits == [30, 60, 120, 3600]
