"""What has to go out, as rows: by when, what, how large, where to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from rethread.market.accounts.selectors import users_by_ids
from rethread.market.media.types import PhotoView
from rethread.market.orders.selectors import parcel_size_label
from rethread.market.orders.types import OrderToSend, OrderView
from rethread.market.pricing.types import DeliveryMethod
from rethread.platform.kernel import Money

from .delivery import title_of as delivery_title
from .orders import address_lines, title_of


@dataclass(frozen=True, slots=True)
class SendRow:
    """One order that waits; `pieces` are what goes into the parcel, each with its size."""

    id: UUID
    reference: str
    title: str
    pieces: tuple[str, ...]
    photo: PhotoView | None
    buyer: str
    address: tuple[str, ...]
    place: str
    size: str
    method: DeliveryMethod
    way: str
    due: datetime | None
    urgency: str
    tone: str
    has_label: bool
    amount: Money


@dataclass(frozen=True, slots=True)
class SendQueue:
    """What is to be sent and what is to be handed over, each the most urgent first."""

    parcels: tuple[SendRow, ...]
    pickups: tuple[SendRow, ...]

    @property
    def labelled(self) -> tuple[SendRow, ...]:
        """Return the parcels whose label can be printed."""
        return tuple(row for row in self.parcels if row.has_label)


def send_queue(waiting: Sequence[OrderToSend], now: datetime) -> SendQueue:
    """Arrange what waits, with who bought it, in one query."""
    buyers = users_by_ids({one.order.buyer_id for one in waiting})
    today = timezone.localtime(now).date()
    rows = [
        _row(one, buyers[one.order.buyer_id].display_name or _("A buyer"), today) for one in waiting
    ]
    return SendQueue(
        parcels=tuple(row for row in rows if row.method != "pickup"),
        pickups=tuple(row for row in rows if row.method == "pickup"),
    )


def _row(one: OrderToSend, buyer: str, today: date) -> SendRow:
    order = one.order
    urgency, tone = _urgency(order, today)
    return SendRow(
        id=order.order_id,
        reference=order.reference,
        title=title_of(order),
        pieces=tuple(", ".join(filter(None, (line.title, line.size))) for line in order.lines),
        photo=order.lines[0].photo,
        buyer=buyer,
        address=() if order.is_pickup else address_lines(order),
        place=order.pickup_place,
        size=parcel_size_label(order.parcel_size),
        method=order.delivery_method,
        way=delivery_title(order.delivery_method),
        due=order.ship_by,
        urgency=urgency,
        tone=tone,
        has_label=one.has_label,
        amount=order.seller_gets,
    )


def _urgency(order: OrderView, today: date) -> tuple[str, str]:
    """Say how much time is left, and how loudly."""
    if order.ship_by is None:
        return "", ""
    due = timezone.localtime(order.ship_by).date()
    if due < today:
        return _("Late"), "bad"
    if due == today:
        return _("Today"), "warn"
    if due == today + timedelta(days=1):
        return _("Tomorrow"), "accent"
    return "", ""
