"""The state machines of checkouts and orders as tables; nothing moves except by them.

A pair that is absent is refused. The diagrams in the domain's README show the same tables.
"""

from __future__ import annotations

from typing import Final, Literal

from ..types import CheckoutStatus, OrderStatus

CheckoutEvent = Literal[
    "pay_page_opened", "time_up", "buyer_cancels", "paid", "provider_expired", "paid_late"
]
OrderEvent = Literal[
    "paid",
    "lapse",
    "paid_late",
    "paid_too_late",
    "ship",
    "hand_over",
    "deliver",
    "complete",
    "cancel",
    "lose",
    "give_back",
    "take_back",
    "refunded",
]

CHECKOUT: Final[dict[tuple[CheckoutStatus, CheckoutEvent], CheckoutStatus]] = {
    ("open", "pay_page_opened"): "paying",
    ("open", "time_up"): "expiring",
    ("open", "buyer_cancels"): "expiring",
    ("open", "paid"): "paid",
    ("open", "provider_expired"): "expired",
    ("paying", "time_up"): "expiring",
    ("paying", "buyer_cancels"): "expiring",
    ("paying", "paid"): "paid",
    ("paying", "provider_expired"): "expired",
    ("expiring", "paid"): "paid",
    ("expiring", "provider_expired"): "expired",
    ("expired", "paid_late"): "paid",
    ("cancelled", "paid_late"): "paid",
}
ORDER: Final[dict[tuple[OrderStatus, OrderEvent], OrderStatus]] = {
    ("awaiting_payment", "paid"): "paid",
    ("awaiting_payment", "lapse"): "lapsed",
    ("lapsed", "paid_late"): "paid",
    ("lapsed", "paid_too_late"): "cancelled",
    ("paid", "ship"): "shipped",
    ("paid", "hand_over"): "delivered",
    ("paid", "cancel"): "cancelled",
    ("shipped", "deliver"): "delivered",
    ("shipped", "complete"): "completed",
    ("shipped", "lose"): "cancelled",
    ("shipped", "give_back"): "cancelled",
    ("delivered", "give_back"): "cancelled",
    ("delivered", "complete"): "completed",
    ("completed", "take_back"): "cancelled",
    ("cancelled", "refunded"): "refunded",
}
CHECKOUT_PAYABLE: Final[frozenset[CheckoutStatus]] = frozenset({"open", "paying"})
CHECKOUT_LIVE: Final[frozenset[CheckoutStatus]] = frozenset({"open", "paying", "expiring"})
ORDER_TERMINAL: Final[frozenset[OrderStatus]] = frozenset({"refunded"})
ORDER_DISPUTABLE: Final[frozenset[OrderStatus]] = frozenset({"shipped", "delivered"})
RELEASING: Final[frozenset[OrderEvent]] = frozenset({"complete"})  # none of it while disputed
ORDER_SOLD: Final[frozenset[OrderStatus]] = frozenset({"paid", "shipped", "delivered", "completed"})


def next_checkout_status(
    status: CheckoutStatus, event: CheckoutEvent, *, cancelled_by_buyer: bool = False
) -> CheckoutStatus | None:
    """Return where `event` takes a checkout, or None where it may not happen.

    An expiring checkout that its buyer cancelled ends as cancelled rather than expired.
    """
    following = CHECKOUT.get((status, event))
    if following == "expired" and cancelled_by_buyer:
        return "cancelled"
    return following


def next_order_status(
    status: OrderStatus, event: OrderEvent, *, disputed: bool = False
) -> OrderStatus | None:
    """Return where `event` takes an order, or None where it may not happen.

    Nothing that releases money happens to a disputed order.
    """
    if disputed and event in RELEASING:
        return None
    return ORDER.get((status, event))
