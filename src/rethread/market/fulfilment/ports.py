"""The carrier port: what we ask of whoever carries parcels. No carrier's words come through it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from rethread.platform.kernel import invariant

from .types import PostalAddress, ScanKind


class CarrierDown(Exception):
    """No answer, or none that tells whether the carrier did it: ask again with the same key."""


class CarrierRefused(Exception):
    """The carrier answered and will not do it; asking again changes nothing."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """A parcel to be carried. `reference` names it on our side; nobody scans an untracked one."""

    reference: str
    sender: PostalAddress
    recipient: PostalAddress
    size: str
    tracked: bool = True


@dataclass(frozen=True, slots=True)
class CarrierLabel:
    """A label: the carrier's code for the parcel, its service, and where it can be printed."""

    tracking_code: str
    service: str
    label_url: str


@dataclass(frozen=True, slots=True)
class CarrierScan:
    """One reading by the carrier; `scan_id` is the carrier's and never changes."""

    scan_id: str
    kind: ScanKind
    at: datetime
    note: str


class Carrier(Protocol):
    """Whoever carries parcels. Every method may raise CarrierDown; `name` is what people read."""

    @property
    def name(self) -> str: ...

    def create_label(self, *, key: str, parcel: Parcel) -> CarrierLabel:
        """Make a label; the same key gives the same label. May raise CarrierRefused."""
        ...

    def hand_over(self, *, tracking_code: str) -> None:
        """Tell the carrier that the parcel is in its hands; telling it twice changes nothing."""
        ...

    def track(self, *, tracking_code: str) -> Sequence[CarrierScan]:
        """Return every scan of a parcel so far, oldest first."""
        ...


_carrier: Carrier | None = None


def install_carrier(value: Carrier) -> None:
    """Set the carrier that this process talks to; config does so at start."""
    global _carrier
    _carrier = value


def carrier() -> Carrier:
    """Return the carrier."""
    invariant(_carrier is not None, "no carrier was installed")
    return _carrier  # type: ignore[return-value]  # the invariant above excludes None
