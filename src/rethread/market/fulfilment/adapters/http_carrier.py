"""A carrier over HTTP and JSON, as the local sandbox speaks it.

It translates and nothing else: what to do about an answer is decided by the services.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Final, cast, get_args

import httpx

from ..ports import CarrierDown, CarrierLabel, CarrierRefused, CarrierScan, Parcel
from ..types import ScanKind

CONNECT_S: Final = 1.0
READ_S: Final = 5.0
_BUSY: Final = frozenset({408, 425, 429})


class HttpCarrier:
    """Talks to `base_url`; another `transport` (one in the same process) may be given."""

    def __init__(
        self, base_url: str, *, transport: httpx.BaseTransport | None = None, name: str = "Courier"
    ) -> None:
        self._name = name
        self._base_url = base_url.rstrip("/")
        self._client = httpx.Client(
            base_url=self._base_url,
            transport=transport,
            timeout=httpx.Timeout(READ_S, connect=CONNECT_S),
        )

    @property
    def name(self) -> str:
        """Return what people call this carrier."""
        return self._name

    def create_label(self, *, key: str, parcel: Parcel) -> CarrierLabel:
        """Make a label; the same key gives the same label.

        Raises:
            CarrierDown: nobody knows whether it was made; ask again.
            CarrierRefused: it will not be made.
        """
        made = self._call(
            "POST",
            "/carrier/labels",
            key=key,
            body={
                "from_postcode": parcel.sender.postcode,
                "to_postcode": parcel.recipient.postcode,
                "parcel": parcel.size,
                "reference": parcel.reference,
                **({} if parcel.tracked else {"service": "untracked"}),
            },
        )
        return CarrierLabel(
            tracking_code=str(made["tracking_no"]),
            service=str(made["service"]),
            label_url=f"{self._base_url}{made['label_url']}",
        )

    def hand_over(self, *, tracking_code: str) -> None:
        """Tell the carrier that it has the parcel.

        Raises:
            CarrierDown, CarrierRefused.
        """
        self._call("POST", "/carrier/hand_over", body={"tracking_no": tracking_code})

    def track(self, *, tracking_code: str) -> Sequence[CarrierScan]:
        """Return every scan so far, oldest first; kinds that we do not know are left out.

        Raises:
            CarrierDown, CarrierRefused.
        """
        told = self._call("GET", f"/carrier/tracking/{tracking_code}")
        known = get_args(ScanKind)
        return [_scan(scan) for scan in told["scans"] if scan["status"] in known]

    def _call(
        self, method: str, path: str, *, key: str = "", body: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        headers = {"Idempotency-Key": key} if key else {}
        try:
            response = self._client.request(method, path, json=body, headers=headers)
        except httpx.HTTPError as error:
            raise CarrierDown(repr(error)) from error
        if response.status_code >= 500 or response.status_code in _BUSY:
            raise CarrierDown(f"status {response.status_code}")
        try:
            answer = response.json()
        except ValueError as error:
            raise CarrierDown("the answer is no JSON") from error
        if response.status_code >= 400:
            raise CarrierRefused(str(answer.get("error", {}).get("message", "")))
        return cast(dict[str, Any], answer)


def _scan(told: dict[str, Any]) -> CarrierScan:
    return CarrierScan(
        scan_id=str(told["scan_id"]),
        kind=told["status"],
        at=datetime.fromtimestamp(int(told["at"]), UTC),
        note=str(told.get("description", "")),
    )
