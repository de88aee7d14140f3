"""Read what happened to an order and which timers still run."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from rethread.platform.kernel import business_now

from ..errors import OrderNotFound
from ..models import Deadline, Order
from ..rules.calendar import ship_promised_at
from ..types import TimelineEntry


def order_timeline(order_id: UUID) -> tuple[TimelineEntry, ...]:
    """Return an order's history and its running timers in the order of time, alike for both sides.

    Callers check permission first (`access_order`).

    Raises:
        OrderNotFound: there is none.
    """
    order = Order.objects.filter(pk=order_id).first()
    if order is None:
        raise OrderNotFound
    entries = [*_history(order), *_promise(order), *_timers(order)]
    return tuple(sorted(entries, key=lambda entry: (not entry.done, entry.at)))


def _history(order: Order) -> list[TimelineEntry]:
    moments: list[tuple[str, datetime | None, str, str]] = [
        ("paid", order.paid_at, _("Paid"), _("The money is held until the buyer has it.")),
        (
            "ship_reminder",
            order.reminded_at,
            _("Reminder to hand it over") if _is_pickup(order) else _("Reminder to ship"),
            "",
        ),
        ("shipped", order.shipped_at, _("Shipped"), _shipped_detail(order)),
        (
            "delivered",
            order.delivered_at,
            _("Picked up") if _is_pickup(order) else _("Delivered"),
            "",
        ),
        (
            "disputed",
            order.disputed_at,
            _("A case was opened"),
            _("The money is held until the case is closed."),
        ),
        (
            "charged_back",
            order.charged_back_at,
            _("The buyer's bank took the payment back"),
            _("Everything waits until the bank has decided. Nothing is to be sent meanwhile."),
        ),
        ("completed", order.completed_at, _("Completed"), _("The money goes to the seller.")),
        ("cancelled", order.cancelled_at, _("Cancelled"), _cancel_detail(order.cancel_reason)),
        ("refunded", order.refunded_at, _("Refunded"), _("The buyer has the money back.")),
        (
            "refund_failed",
            order.refund_failed_at,
            _("The refund came back"),
            _("The bank sent it back. It is still owed to the buyer."),
        ),
        ("seller_paid", order.seller_paid_at, _("Paid to the seller's balance"), ""),
    ]
    return [
        TimelineEntry(kind=kind, at=at, done=True, label=label, detail=detail)
        for kind, at, label, detail in moments
        if at is not None
    ]


def _is_pickup(order: Order) -> bool:
    return order.delivery_method == "pickup"


def _shipped_detail(order: Order) -> str:
    if order.delivery_method == "untracked" and not order.tracking_code:
        return _("Untracked, as the buyer chose: nobody scans it on its way.")
    return order.tracking_code


def _promise(order: Order) -> list[TimelineEntry]:
    if order.status != "paid" or order.paid_at is None:
        return []
    begins = order.days_count_from or order.paid_at
    away = [
        TimelineEntry(
            kind="seller_returns",
            at=begins,
            done=False,
            label=_("The seller is back from holiday"),
            detail=_("It was being paid for when they left; the days to send it count from here."),
        )
    ]
    return [
        *(away if begins > order.paid_at and begins > business_now() else []),
        TimelineEntry(
            kind="ship_promised",
            at=ship_promised_at(begins),
            done=False,
            label=_("Last day to hand it over"),
            detail=_("After it, the buyer reads that it is late."),
        ),
    ]


def _timers(order: Order) -> list[TimelineEntry]:
    rows = Deadline.objects.filter(order=order, outcome="").order_by("due_at", "id")
    return [
        TimelineEntry(kind=row.kind, at=row.due_at, done=False, label=label, detail=detail)
        for row in rows
        for label, detail in [_timer_words(row.kind, order)]
    ]


def _timer_words(kind: str, order: Order) -> tuple[str, str]:
    back = _("The buyer gets everything back.")
    if _is_pickup(order) and kind == "ship_reminder":
        return _("Reminder"), _("If it was not picked up, the seller hears from us.")
    if _is_pickup(order) and kind == "auto_cancel":
        return _("Called off if it was not picked up"), back
    if order.delivery_method == "untracked" and kind == "no_scan_release":
        return _("If the buyer reports no problem"), _(
            "Nobody scans this parcel. Ten working days after it was sent, the money goes to the "
            "seller."
        )
    words = {
        "ship_reminder": (_("Reminder"), _("If nothing was sent, the seller hears from us.")),
        "auto_cancel": (_("Called off if nothing was sent"), back),
        "identity_warning": (
            _("Reminder to the seller"),
            _("They have to confirm who they are before the money can go to them."),
        ),
        "identity_limit": (_("If the seller does not confirm who they are"), back),
        "claim_window_end": (
            _("Time to report a problem ends"),
            _("After this the money goes to the seller."),
        ),
        "no_scan_release": (
            _("If the carrier says nothing more"),
            _(
                "Ten working days after the last word of the parcel, the money goes to the "
                "seller, unless a problem was reported."
            ),
        ),
    }
    return words[kind]


def _cancel_detail(reason: str) -> str:
    words = {
        "buyer_cancelled": _("The buyer called it off."),
        "seller_cancelled": _("The seller called it off."),
        "not_shipped": _("It was not sent or handed over in ten days."),
        "parcel_lost": _("The carrier lost the parcel."),
        "seller_refunded": _("The seller gave the money back."),
        "dispute_upheld": _("A case was decided for the buyer."),
        "taken_back": _("We gave the buyer the money back after the sale."),
        "charged_back": _("The buyer's bank took the payment back."),
        "paid_too_late": _(
            "The payment came too late: by then, not everything could be had at that price."
        ),
    }
    return words.get(reason, "")
