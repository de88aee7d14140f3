"""What a buyer and a seller do with an order that is paid for."""

from __future__ import annotations

from uuid import UUID

from rethread.platform.kernel import Actor

from ..types import OrderView


def mark_shipped(*, actor: Actor, order_id: UUID, tracking_code: str = "") -> OrderView:
    """Record that the seller handed the parcel over.

    With a label of ours the tracking code is the shipment's; otherwise the seller may give one.

    Raises:
        OrderNotFound, NotYourOrder, NotAllowedNow.
    """
    raise NotImplementedError


def confirm_received(*, actor: Actor, order_id: UUID) -> OrderView:
    """Record that the buyer has the parcel and is happy: the money is released at once.

    Raises:
        OrderNotFound, NotYourOrder, NotAllowedNow.
    """
    raise NotImplementedError


def cancel_order(*, actor: Actor, order_id: UUID) -> OrderView:
    """Call a paid order off before it is shipped, from either side; the buyer is refunded in full.

    Raises:
        OrderNotFound, NotAllowedNow.
    """
    raise NotImplementedError
