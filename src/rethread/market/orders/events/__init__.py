"""Generated from contracts/orders; do not edit.

The typed events of this domain, one file each, and their `emit_` functions.
"""

from .garment_bagged import (
    GARMENT_BAGGED,
    GarmentBagged,
    emit_garment_bagged,
)
from .order_cancelled import (
    ORDER_CANCELLED,
    OrderCancelled,
    OrderCancelledReason,
    emit_order_cancelled,
)
from .order_completed import (
    ORDER_COMPLETED,
    OrderCompleted,
    OrderCompletedCompletedBy,
    emit_order_completed,
)
from .order_delivered import (
    ORDER_DELIVERED,
    OrderDelivered,
    OrderDeliveredDeliveredBy,
    emit_order_delivered,
)
from .order_placed import (
    ORDER_PLACED,
    OrderPlaced,
    OrderPlacedDeliveryMethod,
    emit_order_placed,
)
from .order_refunded import (
    ORDER_REFUNDED,
    OrderRefunded,
    OrderRefundedReason,
    emit_order_refunded,
)
from .order_shipped import (
    ORDER_SHIPPED,
    OrderShipped,
    emit_order_shipped,
)

__all__ = [
    "GARMENT_BAGGED",
    "ORDER_CANCELLED",
    "ORDER_COMPLETED",
    "ORDER_DELIVERED",
    "ORDER_PLACED",
    "ORDER_REFUNDED",
    "ORDER_SHIPPED",
    "GarmentBagged",
    "OrderCancelled",
    "OrderCancelledReason",
    "OrderCompleted",
    "OrderCompletedCompletedBy",
    "OrderDelivered",
    "OrderDeliveredDeliveredBy",
    "OrderPlaced",
    "OrderPlacedDeliveryMethod",
    "OrderRefunded",
    "OrderRefundedReason",
    "OrderShipped",
    "emit_garment_bagged",
    "emit_order_cancelled",
    "emit_order_completed",
    "emit_order_delivered",
    "emit_order_placed",
    "emit_order_refunded",
    "emit_order_shipped",
]
