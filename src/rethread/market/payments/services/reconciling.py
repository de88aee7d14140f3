"""Compare the books with the provider's balances, and compute every promise about money, now."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

from rethread.market.ledger import services as ledger
from rethread.market.ledger.selectors import balances_of_kind
from rethread.platform.kernel import business_now

from ..models import (
    Chargeback,
    Clawback,
    Hold,
    InboxEvent,
    Operation,
    Payee,
    Payment,
    Payout,
    ProviderEntry,
    Refund,
    Release,
    SellerCharge,
)
from ..ports import provider
from ..types import PLATFORM, AccountDifference, InvariantResult, ReconciliationReport

SHOWN_MAX = 10
OWED = ("held", "buyer_refund_due", "seller_pending", "seller_available", "seller_payout")
ASSETS = ("provider_pending", "provider_available", "in_transit")


def reconcile() -> ReconciliationReport:
    """Compare the ledger with the provider's balance objects, fetched now.

    Calls the provider once per account, so no transaction may be open.

    Raises:
        ProviderError: the provider cannot answer.
    """
    accounts = [PLATFORM, *_connected()]
    theirs: dict[tuple[str, str, str], int] = {}
    for account in accounts:
        for row in provider().get_balance(account):
            theirs[account, row.currency, "pending"] = row.pending_minor
            theirs[account, row.currency, "available"] = row.available_minor
    ours = {
        (row.account.partition(":")[2], row.currency, bucket): row.balance_minor
        for bucket in ("pending", "available")
        for row in balances_of_kind(f"provider_{bucket}")
    }
    rows = tuple(
        AccountDifference(
            account=account,
            currency=currency,
            bucket="pending" if bucket == "pending" else "available",
            provider_minor=theirs.get((account, currency, bucket), 0),
            ledger_minor=ours.get((account, currency, bucket), 0),
        )
        for account, currency, bucket in sorted({*theirs, *ours})
    )
    return ReconciliationReport(business_now(), rows)


def _connected() -> list[str]:
    found = Payee.objects.filter(account_id__isnull=False).order_by("id")
    return [str(account) for account in found.values_list("account_id", flat=True)]


def check_invariants() -> list[InvariantResult]:
    """Compute every promise about money that the database alone can prove, now."""
    books = ledger.verify()
    return [
        _result("stored balance = sum of entries", books.wrong_balances),
        _result("no account below its floor", books.broken_floors),
        _result("the hash chain is whole", (f"seal {n}" for n in books.broken_seals)),
        _result("held = open holds", _held_differs()),
        _result("nothing frozen is released", _released_frozen()),
        _result("one charge per paid checkout", _charges_differ()),
        _result("refunds <= capture", _refunded_too_much()),
        _result("owed back = refunds not given", _owed_differs()),
        _result("taken by banks = open chargebacks", _bank_differs()),
        _result("seller balances = releases and payouts", _sellers_differ()),
        _result("owed by sellers = charges not yet paid", _receivable_differs()),
        _result("provider entries = ledger, one to one", _entries_differ()),
        _result("suspense = 0", _suspense()),
        _result("provider balance + in transit >= everything owed", _not_covered()),
        _result("no dead letters", _dead()),
    ]


def _result(name: str, violations: Iterable[str]) -> InvariantResult:
    found = sorted(violations)
    return InvariantResult(name, not found, len(found), "; ".join(found[:SHOWN_MAX]))


def _differences(expected: dict[tuple[str, str], int], kind: str) -> list[str]:
    ours = {(row.account, row.currency): row.balance_minor for row in balances_of_kind(kind)}
    return [
        f"{account} {currency}: {ours.get((account, currency), 0)}"
        f" not {expected.get((account, currency), 0)}"
        for account, currency in {*ours, *expected}
        if ours.get((account, currency), 0) != expected.get((account, currency), 0)
    ]


def _held_differs() -> list[str]:
    open_ones = Hold.objects.filter(status__in=["held", "frozen"])
    rows = open_ones.values_list("order_id", "currency", "held_minor", "given_back_minor")
    return _differences({(f"held:{o}", c): whole - back for o, c, whole, back in rows}, "held")


def _released_frozen() -> list[str]:
    found = Release.objects.filter(hold__status="frozen").order_by("id")
    return [f"order {order_id}" for order_id in found.values_list("order_id", flat=True)]


def _owed_differs() -> list[str]:
    """A refund that is pending has left already; one that is due or failed is still owed."""
    expected: dict[tuple[str, str], int] = {}
    for refund in Refund.objects.filter(status__in=["due", "failed"]):
        key = (f"buyer_refund_due:{refund.owed_for}", refund.currency)
        expected[key] = expected.get(key, 0) + refund.amount_minor
    return _differences(expected, "buyer_refund_due")


def _sellers_differ() -> list[str]:
    pending: dict[tuple[str, str], int] = {}
    available: dict[tuple[str, str], int] = {}
    leaving: dict[tuple[str, str], int] = {}
    for payee, currency, status, amount in Release.objects.values_list(
        "payee_id", "currency", "status", "amount_minor"
    ):
        arrived = status == "available"
        _add(available if arrived else pending, payee, currency, amount, arrived)
    for payee, currency, status, amount in Clawback.objects.values_list(
        "release__payee_id", "currency", "status", "settled_minor"
    ):
        _add(available, payee, currency, -amount, True)
        if status == "withdrawn":
            _add(available, payee, currency, amount, True)
            _add(pending, payee, currency, -amount, False)
    for payee, currency, status, amount in Payout.objects.values_list(
        "payee_id", "currency", "status", "amount_minor"
    ):
        if status in ("requested", "in_transit"):
            key = (f"seller_payout:{payee}", currency)
            leaving[key] = leaving.get(key, 0) + amount
        if status != "failed":
            _add(available, payee, currency, -amount, True)
    return [
        *_differences(pending, "seller_pending"),
        *_differences(available, "seller_available"),
        *_differences(leaving, "seller_payout"),
    ]


def _add(
    sums: dict[tuple[str, str], int], payee: object, currency: str, amount: int, arrived: bool
) -> None:
    key = (f"seller_{'available' if arrived else 'pending'}:{payee}", currency)
    sums[key] = sums.get(key, 0) + amount


def _receivable_differs() -> list[str]:
    owed: dict[tuple[str, str], int] = {}
    for rows, sign in (
        (SellerCharge.objects.values_list("payee_id", "currency", "amount_minor"), 1),
        (Release.objects.values_list("payee_id", "currency", "deducted_minor"), -1),
        (Clawback.objects.values_list("release__payee_id", "currency", "owed_minor"), 1),
        (Clawback.objects.values_list("release__payee_id", "currency", "settled_minor"), -1),
    ):
        for payee, currency, amount in rows:
            key = (f"seller_receivable:{payee}", currency)
            owed[key] = owed.get(key, 0) + sign * amount
    return _differences(owed, "seller_receivable")


def _refunded_too_much() -> list[str]:
    """Refunds, and what banks have taken or lately hold, come to the payment at most.

    A refund that could not be made because the bank has the money is not counted beside it.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.id FROM payments_payment p LEFT JOIN LATERAL ("
            " SELECT sum(r.amount_minor) AS minor FROM payments_refund r"
            " WHERE r.payment_id = p.id AND r.status IN ('pending', 'succeeded')) given ON true"
            " LEFT JOIN LATERAL (SELECT sum(c.amount_minor) AS minor FROM payments_chargeback c"
            " WHERE c.payment_id = p.id AND c.status <> 'won') taken ON true"
            " WHERE coalesce(given.minor, 0) + coalesce(taken.minor, 0) > p.amount_minor"
        )
        return [f"payment {row[0]}" for row in cursor]


def _bank_differs() -> list[str]:
    """Money that a bank has and may give back is that of the open chargebacks."""
    open_ones = Chargeback.objects.filter(status="open")
    rows = open_ones.values_list("id", "currency", "amount_minor")
    expected = {(f"dispute_receivable:{c}", currency): amount for c, currency, amount in rows}
    return _differences(expected, "dispute_receivable")


def _entries_differ() -> list[str]:
    expected: dict[str, dict[tuple[str, str], int]] = {"pending": {}, "available": {}}
    for account, currency, status, net in ProviderEntry.objects.values_list(
        "account", "currency", "status", "net_minor"
    ):
        sums = expected[status]
        key = (f"provider_{status}:{account}", currency)
        sums[key] = sums.get(key, 0) + net
    return [
        *_differences(expected["pending"], "provider_pending"),
        *_differences(expected["available"], "provider_available"),
    ]


def _charges_differ() -> list[str]:
    taken = set(ProviderEntry.objects.filter(kind="charge").values_list("source", flat=True))
    paid = Payment.objects.filter(status__in=["paid", "returned"])
    known = set(paid.values_list("charge_id", flat=True))
    return [f"charge {charge}" for charge in taken ^ known]


def _suspense() -> list[str]:
    return _differences({}, "suspense")


def _not_covered() -> list[str]:
    owed: dict[str, int] = {}
    for kinds, sign in ((OWED, 1), (ASSETS, -1)):
        for kind in kinds:
            for row in balances_of_kind(kind):
                owed[row.currency] = owed.get(row.currency, 0) + sign * row.balance_minor
    return [f"{currency} short of {amount}" for currency, amount in owed.items() if amount > 0]


def _dead() -> list[str]:
    steps = Operation.objects.filter(dead=True).values_list("key", flat=True)
    events = InboxEvent.objects.filter(status="dead").values_list("event_id", flat=True)
    return [*(f"operation {key}" for key in steps), *(f"event {event}" for event in events)]
