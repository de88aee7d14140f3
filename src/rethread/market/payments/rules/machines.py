"""The state machines as tables: what is not listed cannot happen. The README draws the same."""

from __future__ import annotations

from collections.abc import Mapping

from rethread.platform.kernel import invariant

Table = Mapping[str, frozenset[str]]

OPERATION: Table = {
    "intended": frozenset({"sent", "succeeded", "failed"}),
    "sent": frozenset({"intended", "unknown", "succeeded", "failed", "sent"}),
    "unknown": frozenset({"sent", "succeeded", "failed"}),
    "succeeded": frozenset(),
    "failed": frozenset(),
}
PAYMENT: Table = {
    "starting": frozenset({"open", "expiring", "expired", "paid"}),
    "open": frozenset({"expiring", "expired", "paid"}),
    "expiring": frozenset({"expired", "paid"}),
    "expired": frozenset({"paid", "returned"}),
    "paid": frozenset(),
    "returned": frozenset(),
}
HOLD: Table = {
    "expected": frozenset({"held", "void"}),
    "void": frozenset({"held"}),
    "held": frozenset({"frozen", "released", "refunded"}),
    "frozen": frozenset({"held", "refunded"}),
    "released": frozenset(),
    "refunded": frozenset(),
}
REFUND: Table = {
    "due": frozenset({"pending", "succeeded", "failed", "by_bank"}),
    "pending": frozenset({"succeeded", "failed"}),
    "succeeded": frozenset({"failed"}),
    "failed": frozenset({"due", "by_bank"}),
    "by_bank": frozenset(),
}
RELEASE: Table = {
    "waiting": frozenset({"intended", "available", "withdrawn"}),
    "intended": frozenset({"sent", "available", "failed"}),
    "sent": frozenset({"available"}),
    "available": frozenset(),
    "failed": frozenset({"intended", "withdrawn"}),
    "withdrawn": frozenset(),
}
CLAWBACK: Table = {
    "waiting": frozenset({"reversing", "owing", "withdrawn"}),
    "reversing": frozenset({"reversed", "owing"}),
    "reversed": frozenset(),
    "owing": frozenset(),
    "withdrawn": frozenset(),
}
CHARGEBACK: Table = {
    "open": frozenset({"won", "lost"}),
    "won": frozenset(),
    "lost": frozenset(),
}
PAYOUT: Table = {
    "requested": frozenset({"in_transit", "paid", "failed"}),
    "in_transit": frozenset({"paid", "failed"}),
    "paid": frozenset({"failed"}),
    "failed": frozenset(),
}
MACHINES: Mapping[str, Table] = {
    "operation": OPERATION,
    "payment": PAYMENT,
    "hold": HOLD,
    "refund": REFUND,
    "release": RELEASE,
    "payout": PAYOUT,
    "clawback": CLAWBACK,
    "chargeback": CHARGEBACK,
}


def may_follow(table: Table, before: str, after: str) -> bool:
    """Tell whether a machine may go from one state to another."""
    return after in table[before]


def step(table: Table, before: str, after: str) -> str:
    """Return `after`, once it is known that it may follow `before`.

    Raises:
        InvariantViolation: it may not; the program is wrong.
    """
    invariant(may_follow(table, before, after), f"{before} -> {after} is not in the table")
    return after
