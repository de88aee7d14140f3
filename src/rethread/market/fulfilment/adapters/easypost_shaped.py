"""A carrier behind an aggregator that speaks as EasyPost's public reference describes.

Not verified against the real service: it was written from the documented shapes and is tested
against a server that answers in them, never with an account. Try it with a test key before a
parcel depends on it.

What it will not do: send untracked parcels, or call a parcel lost (a `failure` there is not yet
one, and a loss gives the buyer's money back).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Final
from urllib.parse import quote

import httpx

from ..ports import CarrierDown, CarrierLabel, CarrierRefused, CarrierScan, Parcel
from ..types import PostalAddress, ScanKind

CONNECT_S: Final = 2.0
READ_S: Final = 15.0
_BUSY: Final = frozenset({408, 425, 429})
# Inches and ounces, as the reference has them: a folded shirt, a coat, a pair of boots.
SIZES: Final[Mapping[str, Mapping[str, float]]] = {
    "small": {"length": 13.0, "width": 9.0, "height": 1.0, "weight": 24.0},
    "medium": {"length": 17.0, "width": 13.0, "height": 3.0, "weight": 64.0},
    "large": {"length": 18.0, "width": 14.0, "height": 8.0, "weight": 160.0},
}
SCANS: Final[Mapping[str, ScanKind]] = {
    "in_transit": "in_transit",
    "out_for_delivery": "out_for_delivery",
    "delivered": "delivered",
}


class EasyPostShapedCarrier:
    """Talks to `base_url` with an API key; another `transport` may be given."""

    def __init__(
        self, base_url: str, key: str, *, transport: httpx.BaseTransport | None = None
    ) -> None:
        self._client = httpx.Client(
            base_url=base_url.rstrip("/"),
            auth=(key, ""),
            transport=transport,
            timeout=httpx.Timeout(READ_S, connect=CONNECT_S),
        )

    @property
    def name(self) -> str:
        """Return what people call this carrier; the label itself names who carries it."""
        return "Parcel service"

    def create_label(self, *, key: str, parcel: Parcel) -> CarrierLabel:
        """Make a label of the cheapest service.

        The same key finds the shipment that it named before: a bought one is returned, and one
        that was never bought is bought now.

        Raises:
            CarrierDown: nobody knows whether it was made; ask again.
            CarrierRefused: it will not be made.
        """
        if not parcel.tracked:
            raise CarrierRefused("This carrier sends tracked parcels only.")
        shipment = self._find(key) or self._create(key, parcel)
        if not shipment.get("tracking_code"):
            rate = _cheapest(shipment.get("rates") or [])
            path = f"/v2/shipments/{quote(str(shipment['id']), safe='')}/buy"
            shipment = self._call("POST", path, {"rate": {"id": rate["id"]}})
        return _label(shipment)

    def hand_over(self, *, tracking_code: str) -> None:
        """Do nothing: the carrier learns it from its own first scan."""

    def track(self, *, tracking_code: str) -> Sequence[CarrierScan]:
        """Return every scan so far, oldest first; what means nothing to us is left out.

        Raises:
            CarrierDown, CarrierRefused.
        """
        told = self._call("GET", f"/v2/trackers?tracking_code={quote(tracking_code, safe='')}")
        details = [
            detail
            for tracker in told.get("trackers") or []
            if tracker.get("tracking_code") == tracking_code
            for detail in tracker.get("tracking_details") or []
        ]
        try:
            scans = [_scan(tracking_code, one) for one in details if one.get("status") in SCANS]
        except (KeyError, TypeError, ValueError) as error:
            raise CarrierDown(f"the tracking is not of the known shape: {error!r}") from error
        return sorted(scans, key=lambda scan: scan.at)

    def _find(self, reference: str) -> dict[str, Any] | None:
        try:
            return self._call("GET", f"/v2/shipments/{quote(reference, safe='')}")
        except _Unknown:
            return None

    def _create(self, reference: str, parcel: Parcel) -> dict[str, Any]:
        asked = {
            "reference": reference,
            "to_address": _address(parcel.recipient),
            "from_address": _address(parcel.sender),
            "parcel": dict(SIZES[parcel.size]),
        }
        return self._call("POST", "/v2/shipments", {"shipment": asked})

    def _call(self, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        try:
            response = self._client.request(method, path, json=body)
        except httpx.HTTPError as error:
            raise CarrierDown(repr(error)) from error
        # A wrong key is ours to put right, not the parcel's fault: what was asked is kept.
        if response.status_code >= 500 or response.status_code in _BUSY | {401, 403}:
            raise CarrierDown(f"status {response.status_code}")
        try:
            answer = response.json()
        except ValueError as error:
            raise CarrierDown("the answer is no JSON") from error
        if not isinstance(answer, dict):
            raise CarrierDown("the answer is no JSON object")
        if response.status_code == 404:
            raise _Unknown
        if response.status_code >= 400:
            raise CarrierRefused(_why(answer))
        return answer


class _Unknown(CarrierRefused):
    """There is nothing under that name."""


def _why(answer: dict[str, Any]) -> str:
    error = answer.get("error")
    return str(error.get("message", "")) if isinstance(error, dict) else ""


def _address(to: PostalAddress) -> dict[str, str]:
    return {
        "name": to.name,
        "street1": to.line1,
        "street2": to.line2,
        "city": to.city,
        "zip": to.postcode,
        "country": to.country,
    }


def _cheapest(rates: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    if not rates:
        raise CarrierRefused("No service carries this parcel.")
    try:
        return min(rates, key=lambda rate: Decimal(str(rate["rate"])))
    except (KeyError, InvalidOperation) as error:
        raise CarrierDown(f"the rates are not of the known shape: {error!r}") from error


def _label(shipment: dict[str, Any]) -> CarrierLabel:
    try:
        rate = shipment["selected_rate"]
        return CarrierLabel(
            tracking_code=str(shipment["tracking_code"]),
            service=f"{rate['carrier']} {rate['service']}"[:40],
            label_url=str(shipment["postage_label"]["label_url"]),
        )
    except (KeyError, TypeError) as error:
        raise CarrierDown(f"the shipment is not of the known shape: {error!r}") from error


def _scan(tracking_code: str, told: Mapping[str, Any]) -> CarrierScan:
    at = datetime.fromisoformat(str(told["datetime"]).replace("Z", "+00:00"))
    place = told.get("tracking_location") or {}
    note = ", ".join(str(part) for part in (told.get("message"), place.get("city")) if part)
    return CarrierScan(
        scan_id=f"{tracking_code}:{told['status']}:{told['datetime']}",  # it gives scans no id
        kind=SCANS[str(told["status"])],
        at=at if at.tzinfo else at.replace(tzinfo=UTC),
        note=note[:200],
    )
