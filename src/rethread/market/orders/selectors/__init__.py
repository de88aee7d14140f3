"""Every way to read bags, checkouts and orders. What needs permission starts with `access_`."""

from .bag import bag_count, bag_view
from .balance_statement import balance_statement
from .checkout import get_checkout
from .earning import list_months_earned
from .order import (
    access_order,
    disputed_order_ids,
    list_orders_for_buyer,
    list_orders_for_seller,
    live_line_exists,
    orders_by_ids,
)
from .parties import find_parties
from .pickup import find_pickup
from .seller_statement import access_seller_statement, seller_statement
from .sending import access_labels, access_return_label, list_orders_to_send, parcel_size_label
from .statement import order_statement
from .timeline import order_timeline
from .waiting import orders_waiting

__all__ = [
    "access_labels",
    "access_order",
    "access_return_label",
    "access_seller_statement",
    "bag_count",
    "bag_view",
    "balance_statement",
    "disputed_order_ids",
    "find_parties",
    "find_pickup",
    "get_checkout",
    "list_months_earned",
    "list_orders_for_buyer",
    "list_orders_for_seller",
    "list_orders_to_send",
    "live_line_exists",
    "order_statement",
    "order_timeline",
    "orders_by_ids",
    "orders_waiting",
    "parcel_size_label",
    "seller_statement",
]
