"""Read what a seller gets for an order. Amounts are the ledger's; the snapshot says how the price
of the goods splits into pieces, and what will be booked when the money is released."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from rethread.market.payments.selectors import order_books
from rethread.market.payments.types import OrderBooks
from rethread.market.pricing.selectors import get_schedule
from rethread.platform.kernel import Actor, Money
from rethread.platform.kernel.fetching import fetch, fetch_with

from ..errors import NotYourOrder, OrderNotFound
from ..models import Deadline, Order, OrderLine
from ..rules.parting import seller_fee_left
from ..types.statements import SellerRow, SellerStatement
from .order import access_order

_RELEASING = ("claim_window_end", "no_scan_release")


def access_seller_statement(actor: Actor, order_id: UUID) -> SellerStatement:
    """Return the statement of an order that the actor sold (staff read every one).

    Raises:
        OrderNotFound: there is none, or it is not theirs.
        NotYourOrder: they are its buyer.
    """
    if access_order(actor, order_id).side == "buyer":
        raise NotYourOrder("seller")
    return seller_statement(order_id)


def seller_statement(order_id: UUID) -> SellerStatement:
    """Return what the seller of an order gets, with the books beside it. Callers check permission.

    Raises:
        OrderNotFound: there is none.
    """
    rows = fetch_with(Order, "checkout", "WHERE orders_order.id = %s", [order_id])
    if not rows:
        raise OrderNotFound
    order, books = rows[0], order_books(order_id)
    lines = fetch(OrderLine, "WHERE order_id = %s ORDER BY position", [order_id])
    found = _rows(order, lines, books) if books.at else ()
    paid = _paid_rows(order, books) if books.at else ()
    version = order.checkout.fee_schedule_version
    running = Deadline.objects.filter(order=order, outcome="", kind__in=_RELEASING)
    return SellerStatement(
        order_id=order.id,
        fee_schedule_version=version,
        seller_fee_bps=get_schedule(order.currency, version).seller_bps,
        rows=found,
        total=_sum(order, found),
        ledger=Money(_by_the_books(order, books), order.currency),
        paid=paid,
        paid_total=_sum(order, paid),
        release_at=running.values_list("due_at", flat=True).first(),
        released_at=books.at.get("order_released"),
        transferred_at=books.at.get("seller_transferred"),
        returned_at=books.at.get("refund_owed") or books.at.get("order_taken_back"),
    )


def _rows(order: Order, lines: list[OrderLine], books: OrderBooks) -> tuple[SellerRow, ...]:
    """Return the pieces as they were asked for and everything that was taken off them."""

    def row(kind: str, label: str, minor: int, journal: str = "payment_captured") -> SellerRow:
        return SellerRow(kind, label, Money(minor, order.currency), books.at.get(journal))

    found = [row("item", _piece(line), line.price_minor + line.discount_minor) for line in lines]
    found.append(row("bundle", _("Bundle discount"), -sum(line.discount_minor for line in lines)))
    if "refund_owed" in books.at:
        back = _("Back to the buyer")
        part = _("Given back in part")
        found.append(row("part", part, -books.part_back_minor, "part_owed"))
        found.append(row("returned", back, -books.returned_minor, "refund_owed"))
    else:
        released = "order_released" in books.at
        fee = books.seller_fee_minor if released else _fee_to_come(order)
        part = _("Given back in part")
        found.append(row("part", part, -books.part_back_minor, "part_owed"))
        found.append(row("seller_fee", _("Selling fee"), -fee, "order_released"))
        boosts = _("Boosts until then, and what went back")
        found.append(row("boosts", boosts, -books.deducted_minor, "order_released"))
        back = _("Back to the buyer")
        found.append(row("returned", back, -books.taken_back_minor, "order_taken_back"))
    return tuple(one for one in found if one.amount or one.kind in {"item", "seller_fee"})


def _piece(line: OrderLine) -> str:
    if "offer_id" not in line.snapshot:
        return line.title
    return _("%(title)s, at the agreed price") % {"title": line.title}


def _paid_rows(order: Order, books: OrderBooks) -> tuple[SellerRow, ...]:
    """Return what came in from the buyer, and what of it is not the seller's."""
    at = books.at.get("payment_captured")
    parts = (
        ("goods", _("For what you sold"), books.goods_minor),
        ("buyer_fee", _("Buyer protection fee, to the market"), books.buyer_fee_minor),
        ("delivery", _("Postage, to the market, which pays the label"), books.delivery_minor),
    )
    return tuple(
        SellerRow(kind, label, Money(minor, order.currency), at) for kind, label, minor in parts
    )


def _by_the_books(order: Order, books: OrderBooks) -> int:
    """Return what the ledger alone says the seller has got or, while it is held, will get."""
    if "order_released" in books.at:
        return books.to_seller_minor - books.taken_back_minor
    if "refund_owed" in books.at:
        return books.held_minor  # nothing is left of it
    return books.held_minor - _fee_to_come(order) if books.at else 0


def _fee_to_come(order: Order) -> int:
    """Return the selling fee that will be booked, on what is left of the price."""
    return seller_fee_left(
        order.seller_fee_minor, goods=order.items_minor, given_back=order.given_back_minor
    )


def _sum(order: Order, rows: tuple[SellerRow, ...]) -> Money:
    return sum((row.amount for row in rows), Money.zero(order.currency))
