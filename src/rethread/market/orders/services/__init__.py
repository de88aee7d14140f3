"""Every way to change a bag, a checkout or an order. Reads live in `selectors`."""

from .bag import add_to_bag, remove_from_bag
from .checkout import cancel_checkout, open_pay_page, refresh_checkout, start_checkout
from .disputing import (
    dispute_order,
    give_back,
    refund_disputed,
    release_disputed,
    resume_order,
)
from .giving_part import give_back_part
from .labels import AT_ONCE_MAX, make_labels
from .order import cancel_order, confirm_received, make_label, mark_shipped
from .pickup import hand_over_pickup, renew_pickup_code
from .returning import make_return_label, send_back
from .taking_back import take_back_order

__all__ = [
    "AT_ONCE_MAX",
    "add_to_bag",
    "cancel_checkout",
    "cancel_order",
    "confirm_received",
    "dispute_order",
    "give_back",
    "give_back_part",
    "hand_over_pickup",
    "make_label",
    "make_labels",
    "make_return_label",
    "mark_shipped",
    "open_pay_page",
    "refresh_checkout",
    "refund_disputed",
    "release_disputed",
    "remove_from_bag",
    "renew_pickup_code",
    "resume_order",
    "send_back",
    "start_checkout",
    "take_back_order",
]
