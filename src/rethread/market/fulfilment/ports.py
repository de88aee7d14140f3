"""The carrier port: what we ask of whoever carries parcels. No carrier's words come through it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from .types import PostalAddress, ScanKind


class CarrierDown(Exception):
    """No answer, or none that tells whether the carrier did it: ask again with the same key."""


class CarrierRefused(Exception):
    """The carrier answered and will not do it; asking again changes nothing."""


@dataclass(frozen=True, slots=True)
class CarrierQuote:
    """What a carrier asks for a parcel, in minor units."""

    service: str
    amount_minor: int
    currency: str


@dataclass(frozen=True, slots=True)
class Parcel:
    """A parcel to be carried. `reference` names it on our side."""

    reference: str
    sender: PostalAddress
    recipient: PostalAddress
    item_count: int


@dataclass(frozen=True, slots=True)
class CarrierLabel:
    """A label: the carrier's code for the parcel and what its scanners read."""

    tracking_code: str
    barcode: str
    service: str


@dataclass(frozen=True, slots=True)
class CarrierScan:
    """One reading by the carrier; `scan_id` is the carrier's and never changes."""

    scan_id: str
    kind: ScanKind
    at: datetime
    place: str


class Carrier(Protocol):
    """Whoever carries parcels. Every method may raise CarrierDown."""

    def quote(self, *, item_count: int, country: str, currency: str) -> Sequence[CarrierQuote]:
        """Return what a parcel of so many garments would cost."""
        ...

    def create_label(self, *, key: str, parcel: Parcel) -> CarrierLabel:
        """Make a label; the same key gives the same label. May raise CarrierRefused."""
        ...

    def hand_over(self, *, tracking_code: str) -> None:
        """Tell the carrier that the parcel is in its hands; telling it twice changes nothing."""
        ...

    def track(self, *, tracking_code: str) -> Sequence[CarrierScan]:
        """Return every scan of a parcel so far, oldest first."""
        ...
