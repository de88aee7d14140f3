"""Ask for a label, hand a parcel over, read its scans. The carrier is never called inside a
transaction: an intent is committed first, the answer and its effects commit together."""

from __future__ import annotations

from uuid import UUID

from rethread.platform.kernel import Actor

from .types import PostalAddress, ShipmentView


def create_label(
    *,
    actor: Actor,
    order_id: UUID,
    sender: PostalAddress,
    recipient: PostalAddress,
    item_count: int,
) -> ShipmentView:
    """Write down that an order needs a label; one parcel per order, asking twice changes nothing.

    The caller has checked that the actor sells the order. The label itself comes from
    `obtain_label`, or from the worker a moment later.
    """
    raise NotImplementedError


def obtain_label(shipment_id: UUID) -> ShipmentView:
    """Call the carrier for the label now and return the parcel with it. Not in a transaction.

    Raises:
        ShipmentNotFound, CarrierUnavailable, LabelRefused.
    """
    raise NotImplementedError


def hand_over(*, actor: Actor, shipment_id: UUID) -> ShipmentView:
    """Record that the carrier has the parcel and tell the carrier. Not in a transaction.

    Raises:
        ShipmentNotFound, NotLabelled.
    """
    raise NotImplementedError
