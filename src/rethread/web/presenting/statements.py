"""A seller's statements in words, and as a table that a spreadsheet reads as it stands."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rethread.market.orders.types import OrderView
from rethread.market.orders.types.statements import BalanceStatement, SellerRow, SellerStatement
from rethread.platform.kernel import Money

from .order_words import TONES, state_label

COLUMNS = ("when", "order", "kind", "what", "amount", "balance", "currency")
# A spreadsheet takes a cell that begins with one of these for a formula.
FORMULAS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Leg:
    """A step of the money on its way: where it is, when, and whether that has happened."""

    label: str
    at: datetime | None
    done: bool
    detail: str = ""


@dataclass(frozen=True, slots=True)
class OrderSheet:
    """The statement of one order as its page shows it."""

    reference: str
    state_label: str
    tone: str
    rows: tuple[SellerRow, ...]
    total: Money
    total_label: str
    paid: tuple[SellerRow, ...]
    paid_total: Money
    legs: tuple[Leg, ...]
    fee_text: str
    fee_schedule_version: int
    agrees: bool
    owed: Money | None


def order_sheet(order: OrderView, statement: SellerStatement, owed: Money) -> OrderSheet:
    """Arrange a statement; what is owed for boosts shows only where a release is still to come."""
    waits = bool(statement.rows) and not (statement.released_at or statement.returned_at)
    return OrderSheet(
        reference=order.reference,
        state_label=state_label(order),
        tone=TONES.get(order.status, ""),
        rows=statement.rows,
        total=statement.total,
        total_label=_("You get, as things stand") if waits else _("You got"),
        paid=statement.paid,
        paid_total=statement.paid_total,
        legs=_legs(order, statement),
        fee_text=_fee_text(statement),
        fee_schedule_version=statement.fee_schedule_version,
        agrees=statement.agrees,
        owed=owed if waits and owed else None,
    )


def _fee_text(statement: SellerStatement) -> str:
    percent = f"{statement.seller_fee_bps / 100:g}"
    return _("%(percent)s%% of each price, by fee schedule %(version)d, fixed when it sold.") % {
        "percent": percent,
        "version": statement.fee_schedule_version,
    }


def _legs(order: OrderView, statement: SellerStatement) -> tuple[Leg, ...]:
    """Say where the money is and where it goes next."""
    if not statement.rows:
        return ()
    first = Leg(_("Paid by the buyer, and held"), order.paid_at, True)
    if statement.returned_at:
        return (first, Leg(_("Owed back to the buyer"), statement.returned_at, True))
    if statement.released_at is None:
        return (first, _release(order, statement))
    released = Leg(_("Released to you"), statement.released_at, True)
    if statement.transferred_at:
        arrived = Leg(_("In your account at the payment provider"), statement.transferred_at, True)
        return (first, released, arrived)
    if not statement.total:
        return (first, Leg(_("Released; all of it paid what you owed"), released.at, True))
    waits = _("It follows by itself. If you have not said who you are yet, it waits until you do.")
    return (first, released, Leg(_("To your account"), None, False, waits))


def _release(order: OrderView, statement: SellerStatement) -> Leg:
    label = _("Released to you")
    if order.charged_back_at is not None:
        return Leg(label, None, False, _("Frozen until the buyer's bank has decided."))
    if order.disputed_at is not None:
        return Leg(label, None, False, _("Frozen while the case is open."))
    if statement.release_at is not None:
        detail = _("Sooner if the buyer says that all is well; not if they report a problem.")
        return Leg(label, statement.release_at, False, detail)
    return Leg(label, None, False, _("Two days after it arrives, or when the buyer says so."))


@dataclass(frozen=True, slots=True)
class MonthTotal:
    """A sum of one kind of line over a month."""

    label: str
    amount: Money


def month_totals(statement: BalanceStatement) -> tuple[MonthTotal, ...]:
    """Add a month's lines up by kind; with what it began with they come to what it ended with."""
    sold = len([line for line in statement.lines if line.kind == "sale"])
    sales = ngettext("%(n)d sale", "%(n)d sales", sold) % {"n": sold}
    named = (
        (sales, ("sale",)),
        (_("Selling fees"), ("seller_fee",)),
        (_("Boosts"), ("boosts",)),
        (_("Paid out to your bank"), ("payout", "payout_returned")),
        (_("Other"), ("other",)),
    )
    found = (MonthTotal(label, statement.sum_of(*kinds)) for label, kinds in named)
    return tuple(total for total in found if total.amount)


def statement_csv(statement: BalanceStatement) -> str:
    """Write every line as a table, what it began and ended with included."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    currency = statement.opening.currency

    def row(at: datetime, reference: str, kind: str, what: str, *money: Money | None) -> None:
        amounts = ["" if one is None else str(one.decimal()) for one in money]
        writer.writerow([at.isoformat(), reference, kind, _plain(what), *amounts, currency])

    row(statement.begins_at, "", "opening", _("Balance before"), None, statement.opening)
    for line in statement.lines:
        row(line.at, line.reference, line.kind, line.label, line.amount, line.balance)
    row(statement.ends_at, "", "closing", _("Balance after"), None, statement.closing)
    return text.getvalue()


def _plain(text: str) -> str:
    """Keep what a seller called their piece from being run as a formula."""
    return f"'{text}" if text.startswith(FORMULAS) else text
