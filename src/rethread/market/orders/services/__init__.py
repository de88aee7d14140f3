"""Every way to change a bag, a checkout or an order. Reads live in `selectors`."""

from .bag import add_to_bag, remove_from_bag
from .checkout import cancel_checkout, open_pay_page, refresh_checkout, start_checkout
from .order import cancel_order, confirm_received, make_label, mark_shipped

__all__ = [
    "add_to_bag",
    "cancel_checkout",
    "cancel_order",
    "confirm_received",
    "make_label",
    "mark_shipped",
    "open_pay_page",
    "refresh_checkout",
    "remove_from_bag",
    "start_checkout",
]
