"""Orders in the words of the side that reads them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from rethread.market.accounts.selectors import shops_by_ids, users_by_ids
from rethread.market.fulfilment.types import ShipmentView
from rethread.market.media.types import PhotoView
from rethread.market.orders.selectors import order_statement, order_timeline
from rethread.market.orders.types import OrderView, Side, TimelineEntry
from rethread.platform.kernel import Money

from ..isolating import isolated
from .order_words import TONES, actions_open, advice, headline, next_step, state_label
from .places import country_name


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
                state_label=state_label(order),
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
    return (
        _("%(title)s and %(count)d more") % {"title": isolated(first), "count": more}
        if more
        else first
    )


def order_page(order: OrderView, shipment: ShipmentView | None) -> OrderPage:
    """Arrange an order for the side that reads it; a member of staff reads it as the buyer."""
    side: Side = order.side or "buyer"
    shop = shops_by_ids([order.shop_id])[order.shop_id]
    lines, total = _money(order, side)
    return OrderPage(
        id=order.order_id,
        reference=order.reference,
        side=side,
        state=order.status,
        state_label=state_label(order),
        tone=TONES.get(order.status, ""),
        headline=headline(order, side),
        advice=advice(order, side, shop.ships_within_days),
        other_party=shop.name if side == "buyer" else _buyer_name(order),
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
        actions=actions_open(order, side, labelled=bool(shipment and shipment.label_code)),
        statement=lines,
        total=total,
        total_label=_("You receive") if side == "seller" else _("Total"),
    )


def _buyer_name(order: OrderView) -> str:
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
