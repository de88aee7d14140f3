"""What a seller has to get out of the house, the most urgent first, and the labels for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from rethread.market.fulfilment.selectors import find_return_for_order, shipments_by_order_ids
from rethread.market.fulfilment.types import LABELS_MAX, LabelFace, ShipmentView
from rethread.platform.kernel import Actor
from rethread.platform.kernel.fetching import fetch_with

from ..errors import NoLabel, OrderNotFound
from ..models import Order
from ..types import OrderToSend, OrderView
from .views import order_views

QUEUE_MAX: Final = 100
_WAITING: Final = (
    "WHERE orders_order.seller_id = %s AND orders_order.status = 'paid' "
    "ORDER BY orders_order.days_count_from, orders_order.id LIMIT %s"
)
_BOUGHT: Final = "WHERE orders_order.id = %s AND orders_order.buyer_id = %s"
_OWN: Final = (
    "WHERE orders_order.id = ANY(%s) AND orders_order.seller_id = %s "
    "ORDER BY orders_order.days_count_from, orders_order.id"
)


def list_orders_to_send(actor: Actor) -> tuple[OrderToSend, ...]:
    """Return what the actor sold and still has, the earliest deadline first, pick-ups included.

    At most the hundred most urgent: what follows comes up as these go out.
    """
    user_id = actor.require_user()
    rows = fetch_with(Order, "checkout", _WAITING, [user_id, QUEUE_MAX])
    views = order_views(rows, user_id)
    shipments = shipments_by_order_ids(view.order_id for view in views)
    return tuple(
        OrderToSend(order=view, has_label=_is_labelled(shipments.get(view.order_id)))
        for view in views
    )


def access_labels(*, actor: Actor, order_ids: Sequence[UUID]) -> tuple[LabelFace, ...]:
    """Return what is printed on the labels of orders that the actor sold, most urgent first.

    They can be printed again once the parcel is on its way; orders without a label are left out.

    Raises:
        OrderNotFound: the actor did not sell one of them; no label is given.
        NoLabel: none of them has a label.
    """
    user_id, wanted = actor.require_user(), set(order_ids)
    if len(wanted) > LABELS_MAX:
        raise OrderNotFound
    rows = fetch_with(Order, "checkout", _OWN, [list(wanted), user_id])
    if len(rows) != len(wanted):
        raise OrderNotFound
    views = order_views(rows, user_id)
    shipments = shipments_by_order_ids(wanted)
    faces = tuple(
        _face(view, shipments[view.order_id])
        for view in views
        if _is_labelled(shipments.get(view.order_id))
    )
    if not faces:
        raise NoLabel
    return faces


def access_return_label(*, actor: Actor, order_id: UUID) -> LabelFace:
    """Return what is printed on the label with which the actor sends an order back.

    Raises:
        OrderNotFound: they did not buy it.
        NoLabel: it has no such label.
    """
    rows = fetch_with(Order, "checkout", _BOUGHT, [order_id, actor.require_user()])
    if not rows:
        raise OrderNotFound
    shipment = find_return_for_order(order_id)
    if shipment is None or not _is_labelled(shipment):
        raise NoLabel
    return _face(order_views(rows, actor.user_id)[0], shipment)


def _is_labelled(shipment: ShipmentView | None) -> bool:
    return shipment is not None and bool(shipment.label_code)


def _face(order: OrderView, shipment: ShipmentView) -> LabelFace:
    return LabelFace(
        code=shipment.label_code,
        carrier=shipment.carrier,
        service=shipment.service,
        size=parcel_size_label(shipment.parcel_size),
        reference=order.reference,
        sender=shipment.sender,
        recipient=shipment.recipient,
        tracked=shipment.tracked,
    )


def parcel_size_label(size: str) -> str:
    """Name a size of parcel."""
    return {
        "small": _("Small parcel"),
        "medium": _("Medium parcel"),
        "large": _("Large parcel"),
    }[size]
