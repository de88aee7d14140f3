"""The carrier without a server: labels by key, hand-over, tracking, and controls for a demo.

Asking twice with one key gives one label; another question under the same key is refused.
"""

import re
from dataclasses import asdict
from hashlib import sha256
from typing import Any

from rethread.sandbox.carrier.schedule import scans
from rethread.sandbox.clock import VirtualClock
from rethread.sandbox.identifiers import Identifiers
from rethread.sandbox.store import Store, decode, encode

PARCELS = {"small": 299, "medium": 349, "large": 549}
UNTRACKED = {"small": 189, "medium": 279, "large": 429}
_POSTCODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9 -]{1,10}")


class CarrierError(Exception):
    """Refuse a request, with a status and a stable code."""

    def __init__(self, status: int, code: str, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.field = field

    def body(self) -> dict[str, Any]:
        """Return the error as it goes over the wire."""
        return {"error": {"code": self.code, "message": self.message, "field": self.field}}


class CarrierCore:
    """Hold the parcels and answer for them."""

    def __init__(self, store: Store, clock: VirtualClock, ids: Identifiers | None = None) -> None:
        self.store = store
        self.clock = clock
        self.ids = ids or Identifiers()

    def create_label(
        self,
        *,
        key: str,
        from_postcode: str,
        to_postcode: str,
        parcel: str,
        reference: str | None = None,
        service: str = "tracked",
    ) -> dict[str, Any]:
        """Return a label: the one made before under this key, or a new one.

        Raises:
            CarrierError: carrier.invalid for a bad field; carrier.key_reused when the key stood for
            another label.
        """
        asked = {
            "from_postcode": _postcode(from_postcode, "from_postcode"),
            "to_postcode": _postcode(to_postcode, "to_postcode"),
            "parcel": _parcel(parcel),
            "reference": _reference(reference),
            **_untracked(service),
        }
        if not isinstance(key, str) or not 1 <= len(key) <= 255:
            raise CarrierError(
                400, "carrier.invalid", "A key of 1 to 255 characters is needed.", "key"
            )
        fingerprint = sha256(encode(asked)).digest()
        with self.store.transaction() as db:
            row = db.execute(
                "SELECT fingerprint, body FROM parcels WHERE key = ?", (key,)
            ).fetchone()
            if row is not None:
                if bytes(row[0]) != fingerprint:
                    raise CarrierError(
                        409, "carrier.key_reused", "This key stood for another label.", "key"
                    )
                stored: dict[str, Any] = decode(row[1])
                return stored
            label = self._label(asked)
            db.execute(
                "INSERT INTO parcels (tracking_no, key, fingerprint, body) VALUES (?, ?, ?, ?)",
                (label["tracking_no"], key, fingerprint, encode(label)),
            )
        return label

    def _label(self, asked: dict[str, Any]) -> dict[str, Any]:
        number = int.from_bytes(sha256(self.ids.make("parcel").encode()).digest()[:8]) % 10**14
        tracking_no = f"RT{number:014d}"
        return {
            "tracking_no": tracking_no,
            **asked,
            "service": "Untracked letter post" if "untracked" in asked else "Two-day parcel",
            "price_minor": (UNTRACKED if "untracked" in asked else PARCELS)[asked["parcel"]],
            "currency": "GBP",
            "label_url": f"/carrier/labels/{tracking_no}.svg",
            "created_at": self.clock.now(),
        }

    def hand_over(self, tracking_no: str) -> dict[str, Any]:
        """Take the parcel in; a second time changes nothing. Return its tracking."""
        with self.store.transaction() as db:
            self._row(tracking_no)
            db.execute(
                "UPDATE parcels SET handed_over_at = ?"
                " WHERE tracking_no = ? AND handed_over_at IS NULL",
                (self.clock.now(), tracking_no),
            )
        return self.track(tracking_no)

    def track(self, tracking_no: str) -> dict[str, Any]:
        """Return the parcel's status and its scans so far, oldest first; an untracked one has none.

        Raises:
            CarrierError: carrier.unknown_parcel.
        """
        label, handed_over_at, delivered_at, lost_at = self._row(tracking_no)
        made = []
        if handed_over_at is not None and "untracked" not in label:
            made = scans(
                tracking_no,
                handed_over_at,
                self.clock.now(),
                delivered_at=delivered_at,
                lost_at=lost_at,
            )
        return {
            "tracking_no": tracking_no,
            "reference": label["reference"],
            "status": made[-1].status if made else "label_created",
            "scans": [asdict(scan) for scan in made],
        }

    def label(self, tracking_no: str) -> dict[str, Any]:
        """Return the label that was made for a parcel."""
        return self._row(tracking_no)[0]

    def deliver_now(self, tracking_no: str) -> dict[str, Any]:
        """Control: have every scan that is left happen now, hand-over included."""
        now = self.clock.now()
        with self.store.transaction() as db:
            _, _, _, lost_at = self._row(tracking_no)
            if lost_at is not None and lost_at <= now:
                raise CarrierError(409, "carrier.parcel_lost", "A lost parcel cannot be delivered.")
            db.execute(
                "UPDATE parcels SET handed_over_at = COALESCE(handed_over_at, ?),"
                " delivered_at = COALESCE(delivered_at, ?) WHERE tracking_no = ?",
                (now, now, tracking_no),
            )
        return self.track(tracking_no)

    def lose(self, tracking_no: str) -> dict[str, Any]:
        """Control: lose the parcel now; a delivered one stays delivered."""
        now = self.clock.now()
        with self.store.transaction() as db:
            if self.track(tracking_no)["status"] == "delivered":
                raise CarrierError(
                    409, "carrier.parcel_delivered", "This parcel has been delivered."
                )
            db.execute(
                "UPDATE parcels SET handed_over_at = COALESCE(handed_over_at, ?),"
                " lost_at = COALESCE(lost_at, ?) WHERE tracking_no = ?",
                (now, now, tracking_no),
            )
        return self.track(tracking_no)

    def _row(self, tracking_no: str) -> tuple[dict[str, Any], int | None, int | None, int | None]:
        with self.store.lock:
            row = self.store.db.execute(
                "SELECT body, handed_over_at, delivered_at, lost_at FROM parcels"
                " WHERE tracking_no = ?",
                (tracking_no,),
            ).fetchone()
        if row is None:
            raise CarrierError(404, "carrier.unknown_parcel", f"There is no parcel {tracking_no}.")
        return decode(row[0]), row[1], row[2], row[3]


def _postcode(value: object, field: str) -> str:
    if not isinstance(value, str) or not _POSTCODE.fullmatch(value.strip()):
        raise CarrierError(400, "carrier.invalid", "This is not a postcode.", field)
    return " ".join(value.upper().split())


def _parcel(value: object) -> str:
    if not isinstance(value, str) or value not in PARCELS:
        sizes = ", ".join(PARCELS)
        raise CarrierError(400, "carrier.invalid", f"A parcel is one of {sizes}.", "parcel")
    return value


def _untracked(service: object) -> dict[str, bool]:
    if service not in {"tracked", "untracked"}:
        raise CarrierError(400, "carrier.invalid", "A service is tracked or untracked.", "service")
    return {"untracked": True} if service == "untracked" else {}


def _reference(value: object) -> str | None:
    if value is not None and (not isinstance(value, str) or len(value) > 100):
        raise CarrierError(
            400, "carrier.invalid", "A reference has 100 characters at most.", "reference"
        )
    return value
