"""One timeline of a case: what happened to its order, what the carrier saw, what people wrote.

The same for both sides and for staff; the money's own movements are for staff.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from rethread.market.fulfilment.selectors import find_return_for_order, find_shipment_for_order
from rethread.market.ledger.selectors import entries_of_orders
from rethread.market.orders.selectors import order_timeline
from rethread.platform.kernel import Money

from ..rules.wording import account_words, entry_label, scan_label
from ..types import CaseView, EntryView


@dataclass(frozen=True, slots=True)
class TimelineItem:
    """One thing that happened: to the order, the parcel, the money, or in the case itself."""

    at: datetime
    source: str
    label: str
    detail: str = ""
    entry: EntryView | None = None


def case_timeline(case: CaseView) -> tuple[TimelineItem, ...]:
    """Return everything about a case in the order of time; callers have accessed the case."""
    items = [
        TimelineItem(entry.at, "case", entry_label(case, entry), entry=entry)
        for entry in case.entries
    ]
    if case.order_id is not None:
        items += _order(case.order_id)
    return tuple(sorted(items, key=lambda item: item.at))


def _order(order_id: UUID) -> list[TimelineItem]:
    shipment = find_shipment_for_order(order_id)
    scans = shipment.scans if shipment else ()
    told = {"disputed", *(scan.kind for scan in scans if scan.kind == "delivered")}
    happened = [row for row in order_timeline(order_id) if row.done and row.kind not in told]
    items = [TimelineItem(row.at, "order", row.label, row.detail) for row in happened]
    items += [TimelineItem(scan.at, "scan", scan_label(scan.kind), scan.note) for scan in scans]
    back = find_return_for_order(order_id)
    for scan in back.scans if back else ():
        label = _("Coming back: %(scan)s") % {"scan": scan_label(scan.kind)}
        items.append(TimelineItem(scan.at, "scan", label, scan.note))
    return items


def money_movements(order_id: UUID) -> tuple[TimelineItem, ...]:
    """Return every movement in the books for an order, for staff."""
    return tuple(
        TimelineItem(
            row.occurred_at,
            "money",
            row.kind.replace("_", " ").capitalize(),
            _("%(amount)s from %(debit)s to %(credit)s")
            % {
                "amount": Money(row.amount_minor, row.currency),
                "debit": account_words(row.debit),
                "credit": account_words(row.credit),
            },
        )
        for row in entries_of_orders([order_id])
    )
