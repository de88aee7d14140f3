"""The cases that money must survive, and which tests show it: writes `docs/money-cases.md`.

`python -m tests.architecture.money_cases` writes the page again. A test shows a case when the
case's number is in its name: `test_case_38_...`.
"""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

from .source import ROOT

PAGE = ROOT / "docs" / "money-cases.md"
NUMBERED = re.compile(r"test_case_(\d\d)_(\w+)")

CASES: dict[str, dict[int, tuple[str, str]]] = {
    "Crash and network": {
        1: ("killed after the provider acted", "same key, one charge"),
        2: ("killed before the call", "resumes"),
        3: ("killed after the commit", "nothing happens twice"),
        4: ("killed twice", "converges"),
        5: ("a timeout, applied", "unknown, resolved by asking"),
        6: ("a timeout, not applied", "tried again"),
        7: ("too many requests", "backs off; a batch stops knocking"),
        8: ("a stored 500", "a new key only after absence is proved"),
        9: ("a slow provider", "no transaction is held"),
        10: ("the provider is down for hours", "said so, reservations freed, nothing lost"),
        11: ("a retry older than 23 hours", "looked up first"),
        12: ("the database is killed in a transaction", "nothing acknowledged is lost"),
        13: ("failover to a database that lags", "reconciled from the provider"),
        14: ("the worker is down", "the backlog drains"),
        15: ("two workers, one job", "a lease"),
        16: ("the disk is full", "fails closed"),
        17: ("a poisonous job", "a dead letter and an alert"),
        18: ("a deploy in the middle of a flow", "old steps still run"),
    },
    "Webhooks": {
        19: ("a duplicate", "one effect"),
        20: ("duplicates at the same moment", "a unique id"),
        21: ("out of order", "refetched, never taken back"),
        22: ("three days late", "applied"),
        23: ("forged", "400, nothing stored"),
        24: ("a stale replay", "refused"),
        25: ("a timestamp in the future", "refused"),
        26: ("another account or mode", "refused"),
        27: ("an unknown type", "stored, 200"),
        28: ("before the answer of the call", "the same transition"),
        29: ("a crash before its row is committed", "5xx, sent again"),
        30: ("it never arrives", "the poller finds it"),
        31: ("the secret is rotated", "two secrets are good"),
    },
    "Buyer": {
        32: ("two buyers, one item", "one wins, the other is not charged"),
        33: ("a double click", "one payment"),
        34: ("the same key, another body", "409"),
        35: ("the same key in flight", "409 and Retry-After"),
        36: ("the price changed", "asked for consent again"),
        37: ("the listing is deleted in checkout", "honoured, or called off cleanly"),
        38: ("the bank's challenge is abandoned", "expires, cancelled"),
        39: ("paid after the reservation expired", "refunded or taken up again"),
        40: ("the browser is closed after paying", "the order completes"),
        41: ("a tampered amount", "the server's quote wins"),
        42: ("an amount of nothing, too much, or no number", "400"),
        43: ("JPY and KWD", "their own exponents"),
        44: ("a bundle of which one item is gone", "nothing is reserved; the rest has a new price"),
        45: ("buying from oneself, testing cards", "refused"),
        46: ("a promo code twice", "once"),
        47: ("somebody suspended", "refused"),
    },
    "After the sale": {
        48: ("partial refunds above the capture", "the database refuses"),
        49: ("a refund while held", "in full, from what is held"),
        50: ("a refund after the transfer", "reversed, else the seller owes it"),
        51: ("a refund races a release", "one wins"),
        52: ("a refund fails later", "owed again, and an alert"),
        53: ("a chargeback while held", "frozen"),
        54: ("a chargeback after the payout", "a negative balance, recouped"),
        55: ("a refund races a chargeback", "never paid back twice"),
        56: ("a chargeback won", "restored"),
        57: ("an early fraud warning", "payouts are held"),
        58: ("a payout fails", "credited back, and told"),
        59: ("the bank account changed", "a cool-off"),
        60: ("a payout while frozen", "refused"),
        61: ("a missed payout run", "catches up, pays nothing twice"),
        62: ("identity fails near the hold limit", "an alert, then a refund"),
        63: ("a delivery that is forged or absent", "the timer and the claim window"),
        64: ("what is left of a bundle's fee", "exact"),
        65: ("a refund at another exchange rate", "at the original rate"),
        66: ("clocks that differ, summer time", "the database's time, in UTC"),
        67: ("a refund made in the provider's dashboard", "taken into the books"),
        68: ("the ledger edited by hand", "refused by trigger; the hash chain alarms"),
        69: ("a seller's country that cannot be paid", "refused at onboarding"),
    },
}


@cache
def shown_cases() -> dict[int, tuple[tuple[str, str], ...]]:
    """Return, by case, the tests that carry its number: file and name."""
    found: dict[int, list[tuple[str, str]]] = {}
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        for name in _functions(path):
            if match := NUMBERED.fullmatch(name):
                place = (str(path.relative_to(ROOT)), name)
                found.setdefault(int(match[1]), []).append(place)
    return {number: tuple(places) for number, places in sorted(found.items())}


def _functions(path: Path) -> list[str]:
    tree = ast.parse(path.read_text())
    return [node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]


def missing() -> list[int]:
    """Return the cases that no test shows."""
    shown = shown_cases()
    return [number for rows in CASES.values() for number in rows if number not in shown]


def page() -> str:
    """Write the table: case, what is expected, and the tests that show it."""
    shown, total = shown_cases(), sum(map(len, CASES.values()))
    lines = [
        "# What money survives",
        "",
        "Each case is a test with its number in the name. This page is written from the tests"
        " themselves",
        "(`python -m tests.architecture.money_cases`); a check fails when it lags.",
        "",
        f"{total - len(missing())} of {total} cases are shown.",
    ]
    for section, rows in CASES.items():
        lines += ["", f"## {section}", "", "| | case | expected | shown by |", "|---|---|---|---|"]
        for number, (case, expected) in rows.items():
            tests = "<br>".join(f"`{file}::{name}`" for file, name in shown.get(number, ()))
            lines.append(f"| {number} | {case} | {expected} | {tests or 'not yet'} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page())
