"""What fulfilment shows to the rest of the house."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal
from uuid import UUID

ShipmentStatus = Literal["requested", "labelled", "in_transit", "delivered", "lost", "refused"]
Direction = Literal["out", "return"]
ScanKind = Literal["accepted", "in_transit", "out_for_delivery", "delivered", "lost"]
LABELS_MAX: Final = 50  # pages of one document of labels


@dataclass(frozen=True, slots=True)
class PostalAddress:
    """Where a parcel comes from or goes to."""

    name: str
    line1: str
    line2: str
    city: str
    postcode: str
    country: str


@dataclass(frozen=True, slots=True)
class LabelFace:
    """What is printed on one label; `reference` is how the two sides name the order."""

    code: str
    carrier: str
    service: str
    size: str
    reference: str
    sender: PostalAddress
    recipient: PostalAddress
    tracked: bool = True
    purpose: Literal["delivery", "return"] = "delivery"


@dataclass(frozen=True, slots=True)
class ScanView:
    """One reading of a parcel's label by the carrier; `note` is the carrier's own words."""

    kind: ScanKind
    at: datetime
    note: str


@dataclass(frozen=True, slots=True)
class ShipmentView:
    """A parcel: its label and how far it is. The label's data is enough to draw it on a page;
    `label_url` is the carrier's own printable one, "" when it has none.

    `label_code` is the carrier's code on the label; `tracking_code` is the same where its scanners
    read it, and "" where nobody does.
    """

    shipment_id: UUID
    order_id: UUID
    status: ShipmentStatus
    carrier: str
    service: str
    label_code: str
    tracking_code: str
    tracked: bool
    label_url: str
    parcel_size: str
    sender: PostalAddress
    recipient: PostalAddress
    created_at: datetime
    handed_over_at: datetime | None
    scans: tuple[ScanView, ...]
    direction: Direction = "out"
