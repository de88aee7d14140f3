"""Write down that a parcel needs a label or was handed over, and get what the carrier answers."""

from __future__ import annotations

from dataclasses import asdict
from uuid import UUID

from django.db import transaction

from rethread.platform.kernel import Actor, business_now
from rethread.platform.kernel.fetching import fetch_one, insert, update

from ..errors import CarrierUnavailable, LabelRefused, NotLabelled, ShipmentNotFound
from ..models import CarrierCall, Shipment
from ..selectors import get_shipment
from ..types import Direction, PostalAddress, ShipmentView
from .calls import run_call


def create_label(
    *,
    actor: Actor,
    order_id: UUID,
    sender: PostalAddress,
    recipient: PostalAddress,
    item_count: int,
    parcel_size: str = "medium",
    tracked: bool = True,
    direction: Direction = "out",
) -> ShipmentView:
    """Write down that an order needs a label; one parcel each way, asking twice changes nothing.

    The caller has checked that the actor sells the order, or sends it back. The label itself
    comes from `obtain_label`, or from the worker a moment later.
    """
    with transaction.atomic():
        now = business_now()
        shipment, made = Shipment.objects.get_or_create(
            order_id=order_id,
            direction=direction,
            defaults={
                "parcel_size": parcel_size,
                "tracked": tracked,
                "item_count": item_count,
                "sender": asdict(sender),
                "recipient": asdict(recipient),
                "created_at": now,
            },
        )
        if made:
            _intend(shipment, "create_label")
    return get_shipment(shipment.id)


def obtain_label(shipment_id: UUID) -> ShipmentView:
    """Call the carrier for the label now and return the parcel with it. Not in a transaction.

    Raises:
        ShipmentNotFound: there is no such parcel.
        CarrierUnavailable: no answer; the worker keeps asking.
        LabelRefused: the carrier will not take it.
    """
    shipment = get_shipment(shipment_id)
    if shipment.status == "requested":
        call = CarrierCall.objects.get(shipment_id=shipment_id, kind="create_label")
        run_call(call.id)
        shipment = get_shipment(shipment_id)
    if shipment.status == "refused":
        raise LabelRefused(Shipment.objects.get(pk=shipment_id).refusal)
    if shipment.status == "requested":
        raise CarrierUnavailable
    return shipment


def hand_over(*, actor: Actor, shipment_id: UUID) -> ShipmentView:
    """Write down that the carrier has the parcel; a worker tells the carrier. Twice is once.

    Raises:
        ShipmentNotFound: there is no such parcel.
        NotLabelled: it has no label yet.
    """
    with transaction.atomic(savepoint=False):
        shipment = fetch_one(Shipment, "WHERE id = %s FOR UPDATE", [shipment_id])
        if shipment is None:
            raise ShipmentNotFound
        if not shipment.tracking_code:
            raise NotLabelled
        if shipment.handed_over_at is None:
            shipment.handed_over_at = business_now()
            update(shipment, "handed_over_at")
            _intend(shipment, "hand_over")
    return get_shipment(shipment_id)


def _intend(shipment: Shipment, kind: str) -> None:
    key = f"{kind}:{shipment.id}"
    insert(CarrierCall(shipment=shipment, kind=kind, key=key, due_at=business_now()))
