"""An adapter against a server that answers in the documented shapes; never the real one."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from rethread.market.fulfilment.adapters.easypost_shaped import EasyPostShapedCarrier
from rethread.market.fulfilment.ports import CarrierDown, CarrierRefused, CarrierScan, Parcel
from rethread.market.fulfilment.types import PostalAddress

TO = PostalAddress("Ada Example", "1 Mill Street", "", "Leeds", "LS1 4AP", "GB")
FROM = PostalAddress("Bo", "14 Canal Street", "Flat 3", "York", "YO1 7HH", "GB")
PARCEL = Parcel(reference="r", sender=FROM, recipient=TO, size="small")


class FakeServer:
    """Keeps shipments by reference and id; counts what was bought."""

    def __init__(self) -> None:
        self.shipments: dict[str, dict[str, Any]] = {}
        self.bought = 0
        self.drop_after_buying = False
        self.rates = [
            {"id": "rate_2", "carrier": "Parcelforce", "service": "48", "rate": "7.10"},
            {"id": "rate_1", "carrier": "RoyalMail", "service": "Tracked48", "rate": "3.05"},
        ]
        self.seen: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.seen.append(request)
        parts = request.url.path.strip("/").split("/")
        body = json.loads(request.content) if request.content else {}
        if request.method == "POST" and parts == ["v2", "shipments"]:
            asked = body["shipment"]
            made = {
                "id": f"shp_{len(self.shipments)}", "reference": asked["reference"],
                "rates": self.rates, "tracking_code": None, "asked": asked,
            }  # fmt: skip
            self.shipments[asked["reference"]] = made
            return httpx.Response(201, json=made)
        if parts[:2] == ["v2", "shipments"]:
            found = next(
                (
                    one
                    for one in self.shipments.values()
                    if parts[2] in (one["id"], one["reference"])
                ),
                None,
            )
            if found is None:
                message = {"code": "NOT_FOUND", "message": "The requested resource is not found."}
                return httpx.Response(404, json={"error": message})
            if parts[-1] == "buy":
                self.bought += 1
                rate = next(one for one in self.rates if one["id"] == body["rate"]["id"])
                found |= {
                    "tracking_code": "JD0002", "selected_rate": rate,
                    "postage_label": {"label_url": "https://labels.example/1.png"},
                }  # fmt: skip
                if self.drop_after_buying:
                    self.drop_after_buying = False
                    raise httpx.ReadTimeout("gone")
            return httpx.Response(200, json=found)
        return httpx.Response(200, json=TRACKERS)


TRACKERS = {
    "trackers": [
        {
            "id": "trk_1",
            "tracking_code": "JD0002",
            "status": "delivered",
            "tracking_details": [
                {
                    "message": "Delivered", "status": "delivered",
                    "datetime": "2026-03-04T10:00:00Z", "tracking_location": {"city": "LEEDS"},
                },
                {
                    "message": "Shipping label created", "status": "pre_transit",
                    "datetime": "2026-03-02T09:00:00Z", "tracking_location": {"city": None},
                },
                {
                    "message": "Left the depot", "status": "in_transit",
                    "datetime": "2026-03-03T10:00:00Z", "tracking_location": None,
                },
                {"message": "Damaged", "status": "failure", "datetime": "2026-03-03T11:00:00Z"},
            ],
        },
        {"tracking_code": "OTHER", "tracking_details": [{"status": "delivered"}]},
    ]
}  # fmt: skip


@pytest.fixture
def server() -> FakeServer:
    return FakeServer()


@pytest.fixture
def carrier(server: FakeServer) -> EasyPostShapedCarrier:
    transport = httpx.MockTransport(server)
    return EasyPostShapedCarrier("https://api.example", "test-key", transport=transport)


def test_a_label_is_bought_at_the_cheapest_rate(
    carrier: EasyPostShapedCarrier, server: FakeServer
) -> None:
    label = carrier.create_label(key="create_label:1", parcel=PARCEL)
    assert (label.tracking_code, label.service) == ("JD0002", "RoyalMail Tracked48")
    assert label.label_url == "https://labels.example/1.png"
    asked = server.shipments["create_label:1"]["asked"]
    assert asked["to_address"]["zip"] == "LS1 4AP"
    assert asked["from_address"]["street2"] == "Flat 3"
    assert server.seen[0].headers["Authorization"].startswith("Basic ")


def test_the_same_key_buys_once_even_when_the_answer_was_lost(
    carrier: EasyPostShapedCarrier, server: FakeServer
) -> None:
    server.drop_after_buying = True
    with pytest.raises(CarrierDown):
        carrier.create_label(key="k", parcel=PARCEL)
    first = carrier.create_label(key="k", parcel=PARCEL)
    assert carrier.create_label(key="k", parcel=PARCEL) == first
    assert (server.bought, len(server.shipments)) == (1, 1)


def test_what_it_does_not_carry_is_refused_and_nothing_is_bought(
    carrier: EasyPostShapedCarrier, server: FakeServer
) -> None:
    untracked = Parcel(reference="r", sender=FROM, recipient=TO, size="small", tracked=False)
    with pytest.raises(CarrierRefused):
        carrier.create_label(key="k", parcel=untracked)
    assert server.seen == []
    server.rates = []
    with pytest.raises(CarrierRefused, match="No service carries this parcel"):
        carrier.create_label(key="k", parcel=PARCEL)
    assert server.bought == 0


def test_scans_come_oldest_first_and_a_failure_is_no_loss(carrier: EasyPostShapedCarrier) -> None:
    assert carrier.track(tracking_code="JD0002") == [
        CarrierScan(
            scan_id="JD0002:in_transit:2026-03-03T10:00:00Z",
            kind="in_transit",
            at=datetime(2026, 3, 3, 10, tzinfo=UTC),
            note="Left the depot",
        ),
        CarrierScan(
            scan_id="JD0002:delivered:2026-03-04T10:00:00Z",
            kind="delivered",
            at=datetime(2026, 3, 4, 10, tzinfo=UTC),
            note="Delivered, LEEDS",
        ),
    ]


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (httpx.Response(503), CarrierDown),
        (httpx.Response(429), CarrierDown),
        (httpx.Response(401, json={"error": {"message": "bad key"}}), CarrierDown),
        (httpx.Response(200, content=b"<html>"), CarrierDown),
        (httpx.Response(200, json=[]), CarrierDown),
        (httpx.Response(200, json={"tracking_code": "X"}), CarrierDown),
        (httpx.Response(422, json={"error": {"message": "No such street"}}), CarrierRefused),
    ],
)
def test_an_answer_that_cannot_be_read_is_asked_for_again(
    answer: httpx.Response, expected: type[Exception]
) -> None:
    transport = httpx.MockTransport(lambda _request: answer)
    carrier = EasyPostShapedCarrier("https://api.example", "k", transport=transport)
    with pytest.raises(expected):
        carrier.create_label(key="k", parcel=PARCEL)
