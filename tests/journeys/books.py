"""Reads the books of the journeys' market: `python -m tests.journeys.books` prints JSON.

A process of its own, because the test run's Django is connected to another database.
"""

from __future__ import annotations

import json
import sys


def main() -> None:
    """Print ledger balances, the reconciliation and the invariants."""
    from rethread.cli.processes import start_django
    from rethread.config import environment

    environment.load()
    start_django()
    from rethread.market.ledger.selectors import balances_of_kind
    from rethread.market.payments.services import check_invariants, reconcile

    kinds = (
        "provider_pending", "provider_available", "in_transit", "held", "seller_pending",
        "seller_available", "seller_payout", "fee_buyer", "fee_seller", "shipping",
        "provider_fees", "suspense", "buyer_refund_due",
    )  # fmt: skip
    found = {
        row.account: row.balance_minor for kind in kinds for row in balances_of_kind(kind, "GBP")
    }
    report = reconcile()
    told = {
        "balances": found,
        "breaks": [str(row) for row in report.breaks],
        "broken": [f"{row.name}: {row.detail}" for row in check_invariants() if not row.ok],
    }
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main()
