"""Read an order's money, side by side. Amounts are those snapshotted at sale; nothing re-prices
the past."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from rethread.market.payments.selectors import deducted_from
from rethread.platform.kernel import Money

from ..errors import OrderNotFound
from ..models import Order, OrderLine
from ..rules.parting import seller_fee_left
from ..types.statements import OrderStatement, StatementRow, StatementSide


def order_statement(order_id: UUID) -> OrderStatement:
    """Return what each side pays and gets, fee by fee, from the snapshot taken at sale.

    A refunded order shows both what was paid and what went back. What is on its way (not yet
    released, not yet refunded) is shown as what it will be. Callers check permission first
    (`access_order`).

    Raises:
        OrderNotFound: there is none.
    """
    order = Order.objects.select_related("checkout").filter(pk=order_id).first()
    if order is None:
        raise OrderNotFound
    lines = list(OrderLine.objects.filter(order=order).order_by("position"))
    returned = order.status in {"cancelled", "refunded"}
    taken = _taken_for_boosts(order)
    return OrderStatement(
        order_id=order.id,
        fee_schedule_version=order.checkout.fee_schedule_version,
        buyer=_side(order, [*_buyer_rows(order, lines), *_refund_rows(order, returned)]),
        seller=_side(order, [] if returned else _seller_rows(order, lines, taken)),
        market=_side(order, [] if returned else _market_rows(order, taken)),
    )


def _garment_rows(order: Order, lines: Sequence[OrderLine], sign: int) -> list[StatementRow]:
    """Return garments at the price that was asked, and what was taken off for several of them."""
    asked = [
        _row(order, "item", _label(line), sign * (line.price_minor + line.discount_minor))
        for line in lines
    ]
    off = sum(line.discount_minor for line in lines)
    return [*asked, _row(order, "bundle", _("Bundle discount"), -sign * off)] if off else asked


def _buyer_rows(order: Order, lines: Sequence[OrderLine]) -> list[StatementRow]:
    return [
        *_garment_rows(order, lines, -1),
        _row(order, "buyer_fee", _("Buyer protection fee"), -order.buyer_fee_minor),
        _row(order, "delivery", _("Delivery"), -order.delivery_minor),
        *_part_row(order, order.given_back_minor + order.fee_given_back_minor),
    ]


def _part_row(order: Order, amount_minor: int) -> list[StatementRow]:
    """Return what went back to the buyer in part, if anything did."""
    return [_row(order, "part", _("Given back in part"), amount_minor)] if amount_minor else []


def _refund_rows(order: Order, returned: bool) -> list[StatementRow]:
    if not returned:
        return []
    label = _("Refund") if order.status == "refunded" else _("Refund on its way")
    return [_row(order, "refund", label, order.left_minor)]


def _seller_rows(order: Order, lines: Sequence[OrderLine], taken: int) -> list[StatementRow]:
    return [
        *_garment_rows(order, lines, 1),
        *_part_row(order, -order.given_back_minor),
        _row(order, "seller_fee", _("Selling fee"), -_selling_fee(order)),
        *_boost_rows(order, -taken),
    ]


def _boost_rows(order: Order, amount_minor: int) -> list[StatementRow]:
    """Return what this sale paid of the boosts that its seller owed for until then."""
    return (
        [_row(order, "boosts", _("Boosts until then, and what went back"), amount_minor)]
        if amount_minor
        else []
    )


def _selling_fee(order: Order) -> int:
    return seller_fee_left(
        order.seller_fee_minor, goods=order.items_minor, given_back=order.given_back_minor
    )


def _label(line: OrderLine) -> str:
    if "offer_id" not in line.snapshot:
        return line.title
    return _("%(title)s, at the agreed price") % {"title": line.title}


def _market_rows(order: Order, taken: int) -> list[StatementRow]:
    return [
        _row(order, "buyer_fee", _("Buyer protection fee"), order.buyer_fee_minor),
        *_part_row(order, -order.fee_given_back_minor),
        _row(order, "seller_fee", _("Selling fee"), _selling_fee(order)),
        _row(order, "delivery", _("Delivery"), order.delivery_minor),
        *_boost_rows(order, taken),
    ]


def _taken_for_boosts(order: Order) -> int:
    if order.status != "completed":
        return 0  # nothing was released yet, so nothing was taken
    found = deducted_from([order.id]).get(order.id)
    return found.amount_minor if found is not None else 0


def _row(order: Order, kind: str, label: str, amount_minor: int) -> StatementRow:
    return StatementRow(kind=kind, label=label, amount=Money(amount_minor, order.currency))


def _side(order: Order, rows: list[StatementRow]) -> StatementSide:
    total = sum((row.amount for row in rows), Money.zero(order.currency))
    return StatementSide(rows=tuple(rows), total=total)
