"""Every way to change a negotiation. Reads live in `selectors`."""

from .answering import accept_offer, counter_offer, decline_offer, withdraw_offer
from .making import make_offer
from .redeeming import end_at_sale, give_back_private_prices, take_private_prices
from .selling import send_offers, set_floor

__all__ = [
    "accept_offer",
    "counter_offer",
    "decline_offer",
    "end_at_sale",
    "give_back_private_prices",
    "make_offer",
    "send_offers",
    "set_floor",
    "take_private_prices",
    "withdraw_offer",
]
