"""Orders in the words of the side that reads them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rethread.market.accounts.selectors import shops_by_ids, users_by_ids
from rethread.market.fulfilment.types import ShipmentView
from rethread.market.media.types import PhotoView
from rethread.market.orders.rules.calendar import CLAIM_WINDOW_DAYS, SHIP_PROMISED_DAYS
from rethread.market.orders.selectors import order_statement, order_timeline
from rethread.market.orders.types import OrderStatus, OrderView, TimelineEntry
from rethread.platform.kernel import Money

from .places import country_name

TONES: dict[OrderStatus, str] = {
    "paid": "accent",
    "shipped": "",
    "delivered": "good",
    "completed": "good",
    "cancelled": "bad",
    "refunded": "",
}


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One line of money."""

    label: str
    amount: Money
    note: str = ""


@dataclass(frozen=True, slots=True)
class OrderRow:
    """An order in a list."""

    id: UUID
    title: str
    photo: PhotoView | None
    other_party: str
    state_label: str
    tone: str
    amount: Money
    placed_at: datetime
    action: str


@dataclass(frozen=True, slots=True)
class OrderLineRow:
    """A piece of an order."""

    listing_id: UUID
    title: str
    size: str
    photo: PhotoView | None
    price: Money


@dataclass(frozen=True, slots=True)
class TimelineStep:
    """Something that happened, happens now or will: done, now, later, failed."""

    state: str
    title: str
    at: datetime | None
    due: datetime | None
    text: str


@dataclass(frozen=True, slots=True)
class ScanRow:
    """A scan of a parcel, in words."""

    at: datetime
    text: str
    place: str


@dataclass(frozen=True, slots=True)
class OrderPage:
    """One order as one side reads it."""

    id: UUID
    reference: str
    side: str
    state: str
    state_label: str
    tone: str
    headline: str
    advice: str
    other_party: str
    placed_at: datetime
    lines: tuple[OrderLineRow, ...]
    steps: tuple[TimelineStep, ...]
    scans: tuple[ScanRow, ...]
    tracking_number: str
    pickup_place: str
    address: tuple[str, ...]
    statement: tuple[StatementLine, ...]
    total: Money
    total_label: str
    actions: frozenset[str]


def state_label(status: str, *, is_pickup: bool = False) -> str:
    """Name a state of an order."""
    if is_pickup and status in {"paid", "delivered"}:
        return _("Paid, to be picked up") if status == "paid" else _("Picked up")
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


def order_rows(orders: Sequence[OrderView]) -> list[OrderRow]:
    """Arrange orders as rows, with who the other side is, in two queries."""
    shops = shops_by_ids({order.shop_id for order in orders if order.side == "buyer"})
    buyers = users_by_ids({order.buyer_id for order in orders if order.side == "seller"})
    rows = []
    for order in orders:
        if order.side == "buyer":
            other, amount = shops[order.shop_id].name, order.total
        else:
            other, amount = buyers[order.buyer_id].display_name or _("A buyer"), order.seller_gets
        rows.append(
            OrderRow(
                id=order.order_id,
                title=title_of(order),
                photo=order.lines[0].photo,
                other_party=other,
                state_label=state_label(order.status, is_pickup=order.is_pickup),
                tone=TONES.get(order.status, ""),
                amount=amount,
                placed_at=order.paid_at or order.created_at,
                action=next_step(order),
            )
        )
    return rows


def title_of(order: OrderView) -> str:
    """Name an order by its first piece and how many more there are."""
    first, more = order.lines[0].title, len(order.lines) - 1
    return _("%(title)s and %(count)d more") % {"title": first, "count": more} if more else first


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


def order_page(order: OrderView, shipment: ShipmentView | None) -> OrderPage:
    """Arrange an order for the side that reads it; a member of staff reads it as the buyer."""
    side = order.side or "buyer"
    lines, total = _money(order, side)
    return OrderPage(
        id=order.order_id,
        reference=order.reference,
        side=side,
        state=order.status,
        state_label=state_label(order.status, is_pickup=order.is_pickup),
        tone=TONES.get(order.status, ""),
        headline=_headline(order, side),
        advice=_advice(order, side),
        other_party=_other_party(order, side),
        placed_at=order.paid_at or order.created_at,
        lines=tuple(
            OrderLineRow(
                line.listing_id,
                line.title,
                line.size,
                line.photo,
                line.price if side == "seller" else line.buyer_price,
            )
            for line in order.lines
        ),
        steps=steps(_with_scans(order_timeline(order.order_id), shipment)),
        scans=scan_rows(shipment),
        tracking_number=order.tracking_code or (shipment.tracking_code if shipment else ""),
        pickup_place=order.pickup_place,
        address=() if order.is_pickup else address_lines(order),
        actions=_actions(order, side, shipment),
        statement=lines,
        total=total,
        total_label=_("You receive") if side == "seller" else _("Total"),
    )


def _other_party(order: OrderView, side: str) -> str:
    if side == "buyer":
        return shops_by_ids([order.shop_id])[order.shop_id].name
    return users_by_ids([order.buyer_id])[order.buyer_id].display_name or _("A buyer")


def _money(order: OrderView, side: str) -> tuple[tuple[StatementLine, ...], Money]:
    """Return this side's lines and their sum; what a buyer pays is written as a plain amount."""
    statement = order_statement(order.order_id)
    if side == "seller":
        own = statement.seller
        return tuple(StatementLine(row.label, row.amount) for row in own.rows), own.total
    paid = statement.buyer
    return tuple(StatementLine(row.label, -row.amount) for row in paid.rows), -paid.total


def address_lines(order: OrderView) -> tuple[str, ...]:
    """Return where an order goes, as it is written on a parcel."""
    to = order.address
    town = f"{to.city} {to.postcode}"
    parts = (to.name, to.line1, to.line2, town, country_name(to.country))
    return tuple(part for part in parts if part)


def _actions(order: OrderView, side: str, shipment: ShipmentView | None) -> frozenset[str]:
    if order.charged_back_at is not None:
        return frozenset()  # everything waits for the buyer's bank
    labelled = shipment is not None and bool(shipment.label_code)
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


def _with_scans(
    entries: Iterable[TimelineEntry], shipment: ShipmentView | None
) -> list[TimelineEntry]:
    """Put what the carrier saw on the way between what happened to the order.

    That it arrived or was lost stands there already.
    """
    told = [
        TimelineEntry(kind="scan", at=row.at, done=True, label=row.text, detail=row.place)
        for row, scan in zip(scan_rows(shipment), shipment.scans if shipment else (), strict=True)
        if scan.kind not in {"delivered", "lost"}
    ]
    return sorted([*entries, *told], key=lambda entry: (not entry.done, entry.at))


def steps(entries: Iterable[TimelineEntry]) -> tuple[TimelineStep, ...]:
    """Turn history and timers into steps; the first timer that runs is the step of now."""
    found = []
    waiting = False
    for entry in entries:
        if entry.done:
            state = "failed" if entry.kind == "cancelled" else "done"
        else:
            state, waiting = ("later" if waiting else "now"), True
        found.append(
            TimelineStep(
                state=state,
                title=entry.label,
                at=entry.at if entry.done else None,
                due=None if entry.done else entry.at,
                text=entry.detail,
            )
        )
    return tuple(found)


def scan_rows(shipment: ShipmentView | None) -> tuple[ScanRow, ...]:
    """Put what the carrier saw of a parcel into words."""
    words = {
        "accepted": _("Accepted by the carrier"),
        "in_transit": _("On the road"),
        "out_for_delivery": _("Out for delivery"),
        "delivered": _("Delivered"),
        "lost": _("Lost by the carrier"),
    }
    if shipment is None:
        return ()
    return tuple(ScanRow(scan.at, words[scan.kind], scan.note) for scan in shipment.scans)


def _headline(order: OrderView, side: str) -> str:
    if order.is_pickup and order.status in {"paid", "delivered"}:
        return _pickup_headline(order, side)
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


def _pickup_headline(order: OrderView, side: str) -> str:
    if order.status == "delivered":
        return _("Picked up")
    return _("Sold. To be picked up") if side == "seller" else _("Paid. Yours to pick up")


_CLAIM = {"days": CLAIM_WINDOW_DAYS}


def _pack_by(order: OrderView) -> str:
    """Say what the seller has promised, and what the market allows at the most."""
    own = shops_by_ids([order.shop_id])[order.shop_id].ships_within_days
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


def _untracked_advice(order: OrderView, side: str) -> str:
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
            _pack_by(order) if side == "seller" else "",
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


def _advice(order: OrderView, side: str) -> str:
    if order.charged_back_at is not None:
        return _(
            "The buyer's bank has taken the payment back and is looking into it. Send nothing "
            "until it has decided; we say here how it ended."
        )
    if order.disputed_at is not None:
        return _("The payment is frozen while the case is open.")
    if order.delivery_method != "tracked" and order.status in {"paid", "shipped", "delivered"}:
        return _untracked_advice(order, side)
    buyer, seller = {
        "awaiting_payment": ("", ""),
        "paid": (
            _("Your money is held until it arrives. You can call it off until it is sent."),
            _pack_by(order) if side == "seller" else "",
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
            _("The seller has been paid. Enjoy it."),
            _("The money is in your balance, or on its way there."),
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
