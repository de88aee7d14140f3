"""Count contacts, and compute the promises about disputed money, from the tables now."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

from rethread.market.orders.selectors import disputed_order_ids
from rethread.market.payments.selectors import frozen_order_ids

from ..models import Case, HelpRequest
from ..types import ContactFigures, PromiseResult

SHOWN_MAX = 10


def contact_figures() -> ContactFigures:
    """Return how many people asked for help, and who solved it in the end.

    A contact is one person asking about one thing for one reason. One without a case was solved
    by what the page said or did.
    """
    rows = HelpRequest.objects.values_list("case__status", "case__solved_by")
    counted = {"system": 0, "parties": 0, "staff": 0, "running": 0}
    for status, solved_by in rows:
        if status is None:
            counted["system"] += 1
        elif status != "closed":
            counted["running"] += 1
        else:
            counted["staff" if solved_by == "staff" else "parties"] += 1
    return ContactFigures(
        contacts=sum(counted.values()),
        by_system=counted["system"],
        by_parties=counted["parties"],
        by_staff=counted["staff"],
        running=counted["running"],
    )


def check_promises() -> list[PromiseResult]:
    """Compute what was promised about cases, now."""
    disputes = Case.objects.filter(holds_money=True).exclude(status="closed")
    open_ids = set(disputes.values_list("order_id", flat=True))
    frozen, disputed = frozen_order_ids(), disputed_order_ids()
    return [
        _result(
            "nothing is released while disputed: open disputes, disputed orders and frozen holds "
            "are the same",
            (f"order {one}" for one in (open_ids ^ frozen) | (open_ids ^ disputed)),
        ),
        _result("every decision has a written reason", _wordless()),
    ]


def _wordless() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.id FROM support_case c WHERE c.decided_at IS NOT NULL AND NOT EXISTS ("
            " SELECT 1 FROM support_caseentry e WHERE e.case_id = c.id AND e.kind = 'decided'"
            " AND e.text <> '')"
        )
        return [f"case {row[0]}" for row in cursor]


def _result(name: str, violations: Iterable[str]) -> PromiseResult:
    found = sorted(violations)
    return PromiseResult(name, not found, len(found), "; ".join(found[:SHOWN_MAX]))
