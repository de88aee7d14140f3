"""Read a seller's balance over a time: every movement from the ledger, sales in parts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final, LiteralString
from uuid import UUID

from django.utils.translation import gettext as _

from rethread.market.payments.selectors import seller_account
from rethread.market.payments.types import SellerMove
from rethread.platform.kernel import Actor, Invalid, Money, invariant
from rethread.platform.kernel.fetching import fetch, select

from ..models import Order, OrderLine
from ..types.statements import BalanceStatement, MovedLine
from .views import reference_of

SPAN_MAX: Final = timedelta(days=366)
_RETURNED = (
    "WHERE seller_id = %s AND currency = %s AND cancelled_at >= %s AND cancelled_at < %s "
    "AND paid_at IS NOT NULL ORDER BY cancelled_at, id"
)
_HELD: LiteralString = (
    "SELECT count(*), coalesce(sum(items_minor - seller_fee_minor), 0)::bigint FROM orders_order "
    "WHERE seller_id = %s AND currency = %s AND status IN ('paid', 'shipped', 'delivered')"
)


def balance_statement(
    actor: Actor, *, begins_at: datetime, ends_at: datetime, currency: str = ""
) -> BalanceStatement:
    """Return the actor's balance from one moment up to another, which is not part of it.

    It is of one currency, the market's where none is named.

    Raises:
        Invalid: it ends before it begins, or is longer than a year.
    """
    if not timedelta(0) < ends_at - begins_at <= SPAN_MAX:
        raise Invalid("orders.bad_span", _("A statement is of one day at least, a year at most."))
    seller_id = actor.require_user()
    account = seller_account(seller_id, begins_at=begins_at, ends_at=ends_at, currency=currency)
    currency = account.opening.currency
    returned = fetch(Order, _RETURNED, [seller_id, currency, begins_at, ends_at])
    held = select(_HELD, [seller_id, currency])[0]
    lines = _running(account.opening, _parts(account.moves, returned))
    closing = lines[-1].balance if lines else account.opening
    invariant(closing == account.closing, "a statement comes to what the books say")
    return BalanceStatement(
        begins_at=begins_at,
        ends_at=ends_at,
        opening=account.opening,
        lines=lines,
        closing=closing,
        held=Money(held[1], currency),
        held_orders=held[0],
    )


def _running(opening: Money, parts: Sequence[MovedLine]) -> tuple[MovedLine, ...]:
    """Put the balance beside each line, in the order of time."""
    balance, found = opening, []
    for part in sorted(parts, key=lambda part: part.at):
        balance = balance + part.amount
        found.append(
            MovedLine(
                part.kind, part.label, part.at, part.amount, balance, part.order_id, part.reference
            )
        )
    return tuple(found)


def _parts(moves: Sequence[SellerMove], returned: Sequence[Order]) -> list[MovedLine]:
    ids = [move.order_id for move in moves if move.order_id is not None]
    orders = {row.id: row for row in fetch(Order, "WHERE id = ANY(%s)", [ids])} if ids else {}
    titles = _titles([*ids, *(row.id for row in returned)])
    found: list[MovedLine] = []
    for move in moves:
        order = orders.get(move.order_id) if move.order_id is not None else None
        sold = order is not None and move.kind == "order_released"
        found += _sale(move, order, titles) if order and sold else [_other(move)]
    for row in returned:
        if row.cancelled_at is not None:
            label = _("%(title)s: back to the buyer, never in your balance")
            text = label % {"title": titles[row.id]}
            nothing = Money.zero(row.currency)
            found.append(_line("returned", text, row.cancelled_at, nothing, row.id))
    return found


def _sale(move: SellerMove, order: Order, titles: dict[UUID, str]) -> Iterator[MovedLine]:
    """Split what a released order brought: its price, and the fee that froze at the sale.

    What the fee leaves is the ledger's movement exactly, so the parts always come to it.
    """
    fee = Money(order.seller_fee_minor, order.currency)
    label = _("Sold: %(title)s") % {"title": titles[order.id]}
    yield _line("sale", label, move.at, move.amount + fee, order.id)
    yield _line("seller_fee", _("Selling fee"), move.at, -fee, order.id)


def _other(move: SellerMove) -> MovedLine:
    kinds = {
        "seller_charged": ("boosts", _("Boost clicks of a day")),
        "payout_arrived": ("payout", _("Paid out to your bank")),
        "payout_failed": ("payout_returned", _("A payout that your bank sent back")),
    }
    kind, label = kinds.get(move.kind, ("other", _("Other")))
    return _line(kind, label, move.at, move.amount, None)


def _line(kind: str, label: str, at: datetime, amount: Money, order_id: UUID | None) -> MovedLine:
    reference = reference_of(order_id) if order_id is not None else ""
    return MovedLine(kind, label, at, amount, Money.zero(amount.currency), order_id, reference)


def _titles(order_ids: Sequence[UUID]) -> dict[UUID, str]:
    """Name orders by their first piece and how many more there are."""
    rows = fetch(OrderLine, "WHERE order_id = ANY(%s) ORDER BY position", [list(order_ids)])
    names: dict[UUID, list[str]] = {}
    for line in rows if order_ids else []:
        names.setdefault(line.order_id, []).append(line.title)
    return {
        order_id: titles[0]
        if len(titles) == 1
        else _("%(title)s and %(count)d more") % {"title": titles[0], "count": len(titles) - 1}
        for order_id, titles in names.items()
    }
