"""The label with which a buyer sends a disputed order back. Whether it shall come back is
decided by whoever holds the dispute; the money moves there too, never here."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from rethread.market.accounts.selectors import list_addresses
from rethread.market.fulfilment.selectors import find_return_for_order, find_shipment_for_order
from rethread.market.fulfilment.services import create_label, hand_over, obtain_label
from rethread.market.fulfilment.types import PostalAddress, ShipmentView
from rethread.platform.kernel import Actor

from ..errors import NoLabel, NoReturnAddress, NotAllowedNow, NotYourOrder, PickedUp
from ..models import Order, OrderLine
from ..rules.transitions import ORDER_DISPUTABLE
from .locking import lock_order_for


def make_return_label(*, actor: Actor, order_id: UUID) -> ShipmentView:
    """Get the label with which the buyer sends a disputed order back. Calls the carrier; not in a
    transaction. Asked again it returns the same label.

    It goes from where the order was sent to where it was sent from, and is always tracked.

    Raises:
        OrderNotFound, NotYourOrder, NotAllowedNow.
        PickedUp: nothing was sent, so nothing is sent back.
        NoReturnAddress: nobody knows where its seller is.
        CarrierUnavailable: the carrier does not answer; a worker keeps asking.
        LabelRefused: the carrier will not take this parcel.
    """
    with transaction.atomic():
        order = _sent_back_by(actor, order_id)
        shipment = create_label(
            actor=actor,
            order_id=order.id,
            sender=PostalAddress(**order.checkout.address),
            recipient=return_address(order),
            item_count=OrderLine.objects.filter(order=order).count(),
            parcel_size=order.parcel_size,
            direction="return",
        )
    return obtain_label(shipment.shipment_id)


def send_back(*, actor: Actor, order_id: UUID) -> ShipmentView:
    """Record that the buyer handed the return to the carrier, which is told. Twice is once.

    Raises:
        OrderNotFound, NotYourOrder, NotAllowedNow, PickedUp.
        NoLabel: they have no label yet.
    """
    with transaction.atomic():
        order = _sent_back_by(actor, order_id)
        shipment = find_return_for_order(order.id)
        if shipment is None or not shipment.label_code:
            raise NoLabel
        return hand_over(actor=actor, shipment_id=shipment.shipment_id)


def _sent_back_by(actor: Actor, order_id: UUID) -> Order:
    order = lock_order_for(actor, order_id)
    if actor.user_id != order.buyer_id:
        raise NotYourOrder("buyer")
    if order.delivery_method == "pickup":
        raise PickedUp
    if order.status not in ORDER_DISPUTABLE or order.disputed_at is None:
        raise NotAllowedNow("send it back", order.status)
    return order


def return_address(order: Order) -> PostalAddress:
    """Return where an order came from: the sender on its label, or its seller's own address.

    Raises:
        NoReturnAddress: there is neither.
    """
    shipment = find_shipment_for_order(order.id)
    if shipment is not None:
        return shipment.sender
    addresses = list_addresses(actor=Actor.user(order.seller_id))
    if not addresses:
        raise NoReturnAddress
    found = addresses[0]
    return PostalAddress(
        name=found.name,
        line1=found.line1,
        line2=found.line2,
        city=found.city,
        postcode=found.postcode,
        country=found.country,
    )
