"""How an order stands, in words that are true for the side that reads them: a function of the order
alone. It reads no database; every state that an order can be in is held against these words."""

from __future__ import annotations

from typing import Literal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rethread.market.orders.rules.calendar import (
    CLAIM_WINDOW_DAYS,
    SHIP_PROMISED_DAYS,
    ship_promised_at,
)
from rethread.market.orders.types import CheckoutView, OrderStatus, OrderView, Side

CheckoutOutcome = Literal["confirming", "paid", "late", "expired", "given_up", "moved_on"]
TONES: dict[OrderStatus, str] = {
    "paid": "accent",
    "shipped": "",
    "delivered": "good",
    "completed": "good",
    "cancelled": "bad",
    "refunded": "",
}


def state_label(order: OrderView) -> str:
    """Name a state of an order."""
    status = order.status
    if order.is_pickup and status in {"paid", "delivered"}:
        return _("Paid, to be picked up") if status == "paid" else _("Picked up")
    if order.refund_failed_at is not None:
        return _("Called off, refund owed")
    return {
        "awaiting_payment": _("Not paid yet"),
        "paid": _("Paid, to be sent"),
        "shipped": _("On its way"),
        "delivered": _("Delivered"),
        "completed": _("Completed"),
        "lapsed": _("Not paid"),
        "cancelled": _("Cancelled, refund on its way"),
        "refunded": _("Refunded"),
    }[status]


def next_step(order: OrderView) -> str:
    """Say what this side has to do, if anything."""
    if order.charged_back_at is not None:
        return _("The buyer's bank decides")
    if order.status == "paid" and order.is_pickup:
        return _("Agree on a time to meet")
    if order.side == "seller" and order.status == "paid":
        return _("Pack it and hand it over")
    if order.disputed_at is not None:
        return _("A case is open")
    if order.side == "buyer" and order.status == "delivered":
        return _("Tell us that all is well")
    return ""


def actions_open(order: OrderView, side: Side, *, labelled: bool) -> frozenset[str]:
    """Return what a side is offered to do; all of it can be done in that state."""
    if order.charged_back_at is not None:
        return frozenset()  # everything waits for the buyer's bank
    to_send = order.status == "paid" and not order.is_pickup
    if side == "seller":
        found = {
            "ship": to_send,
            "make_label": to_send and not labelled,
            "label": labelled and order.status in {"paid", "shipped"},
            "cancel": order.status == "paid",
            "give_part": order.status in {"shipped", "delivered"},
        }
    else:
        found = {
            "confirm": order.status in {"shipped", "delivered"} and order.disputed_at is None,
            "cancel": order.status == "paid",
        }
    return frozenset(name for name, there in found.items() if there)


def headline(order: OrderView, side: Side) -> str:
    """Say how an order stands, in a few words."""
    if order.is_pickup and order.status in {"paid", "delivered"}:
        return _pickup_headline(order, side)
    if order.refund_failed_at is not None:
        return _("The refund came back")
    buyer, seller = {
        "awaiting_payment": (_("Waiting for your payment"), _("Waiting for payment")),
        "paid": (_("Paid. The seller packs it"), _("Sold. Time to pack")),
        "shipped": (_("On its way to you"), _("On its way to the buyer")),
        "delivered": (_("It has arrived"), _("It has arrived")),
        "completed": (_("All done"), _("All done")),
        "lapsed": (_("Not paid"), _("Not paid")),
        "cancelled": (_("Called off"), _("Called off")),
        "refunded": (_("Refunded"), _("Refunded")),
    }[order.status]
    return seller if side == "seller" else buyer


def _pickup_headline(order: OrderView, side: Side) -> str:
    if order.status == "delivered":
        return _("Picked up")
    return _("Sold. To be picked up") if side == "seller" else _("Paid. Yours to pick up")


_CLAIM = {"days": CLAIM_WINDOW_DAYS}


def _pack_by(order: OrderView, own: int) -> str:
    """Say what the seller has promised, and what the market allows at the most."""
    if _was_sold_on_holiday(order):
        return _(
            "Get the label, pack it and hand it over. The days count from when you are back: "
            "every date is below."
        )
    if own >= SHIP_PROMISED_DAYS:
        told = ngettext(
            "Get the label, pack it and hand it over within %(own)d day. Every date is below.",
            "Get the label, pack it and hand it over within %(own)d days. Every date is below.",
            own,
        )
    else:
        told = ngettext(
            "Get the label, pack it and hand it over. Your shop says within %(own)d day; "
            "%(most)d are the most.",
            "Get the label, pack it and hand it over. Your shop says within %(own)d days; "
            "%(most)d are the most.",
            own,
        )
    return told % {"own": own, "most": SHIP_PROMISED_DAYS}


def _was_sold_on_holiday(order: OrderView) -> bool:
    if order.ship_by is None or order.paid_at is None:
        return False
    return order.ship_by > ship_promised_at(order.paid_at)


def _untracked_advice(order: OrderView, side: Side, ships_within_days: int) -> str:
    """Say what comes next where no carrier will tell of the parcel."""
    sent_buyer, sent_seller = (
        _("Nobody scans this parcel. When it is in your hands and as described, say so here."),
        _(
            "Nobody scans this parcel. You are paid when the buyer has it and says so, or on the "
            "day below if they report no problem."
        ),
    )
    buyer, seller = {
        ("paid", True): (
            _("Your money is held until you have it. You can call it off until then."),
            _("The buyer has paid and comes to you. Type their code when you meet."),
        ),
        ("paid", False): (
            _("Your money is held until it arrives. You can call it off until it is sent."),
            _pack_by(order, ships_within_days) if side == "seller" else "",
        ),
        ("shipped", False): (sent_buyer, sent_seller),
        ("delivered", True): (
            _("Look it over. After %(days)d days the seller is paid.") % _CLAIM,
            _("The buyer has %(days)d days to look it over; then the money is yours.") % _CLAIM,
        ),
        ("delivered", False): (
            _("Look it over. After %(days)d days the seller is paid.") % _CLAIM,
            _("The buyer has %(days)d days to look it over; then the money is yours.") % _CLAIM,
        ),
    }[order.status, order.is_pickup]
    return seller if side == "seller" else buyer


def advice(order: OrderView, side: Side, ships_within_days: int) -> str:
    """Say what that means for a side, and what it can do; `ships_within_days` is the shop's own."""
    if order.charged_back_at is not None:
        return _(
            "The buyer's bank has taken the payment back and is looking into it. Send nothing "
            "until it has decided; we say here how it ended."
        )
    if order.disputed_at is not None:
        return _("The payment is frozen while the case is open.")
    if order.refund_failed_at is not None:
        return (
            _("Your bank sent the refund back. We still owe it to you.")
            if side == "buyer"
            else _("The bank sent the buyer's refund back. It is still owed to them.")
        )
    if order.delivery_method != "tracked" and order.status in {"paid", "shipped", "delivered"}:
        return _untracked_advice(order, side, ships_within_days)
    buyer, seller = {
        "awaiting_payment": ("", ""),
        "paid": (
            _("Your money is held until it arrives. You can call it off until it is sent."),
            _pack_by(order, ships_within_days) if side == "seller" else "",
        ),
        "shipped": (
            _("When it is in your hands and as described, release the payment."),
            _("The money is yours %(days)d days after it arrives.") % _CLAIM,
        ),
        "delivered": (
            _("Look it over. After %(days)d days the seller is paid.") % _CLAIM,
            _("The buyer has %(days)d days to look it over; then the money is yours.") % _CLAIM,
        ),
        "completed": (
            _("The payment has been released to the seller. Enjoy it."),
            _("The money is in your balance.")
            if order.seller_paid_at is not None
            else _("The money is yours. It reaches your balance once you can be paid."),
        ),
        "lapsed": (_("You were not charged."), ""),
        "cancelled": (
            _("Everything you paid is on its way back to you."),
            _("The buyer gets everything back."),
        ),
        "refunded": (
            _("Everything you paid has been given back."),
            _("The buyer has everything back."),
        ),
    }[order.status]
    return seller if side == "seller" else buyer


def checkout_outcome(view: CheckoutView) -> CheckoutOutcome:
    """Say what became of a checkout for the buyer who comes back from paying.

    A payment that came too late is said before that the time had run out: they were charged.
    """
    if all(order.cancel_reason == "paid_too_late" for order in view.orders):
        waits = all(
            order.status == "cancelled" and order.refund_failed_at is None for order in view.orders
        )
        return "late" if waits else "moved_on"
    if view.status == "expired":
        return "expired"
    if view.status == "cancelled":
        return "given_up"
    if view.status != "paid":
        return "confirming"
    return "paid" if all(order.status == "paid" for order in view.orders) else "moved_on"
