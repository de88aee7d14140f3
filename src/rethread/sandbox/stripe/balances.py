"""Balance transactions and the balances they add up to, per account and currency.

Every movement of money is one entry here, pending until its day. Balances are kept beside the
entries in the same transaction and never computed any other way.
"""

from dataclasses import dataclass

from rethread.sandbox.stripe.call import Call, Json
from rethread.sandbox.stripe.errors import invalid
from rethread.sandbox.stripe.expand import present
from rethread.sandbox.stripe.listing import list_objects
from rethread.sandbox.stripe.options import PLATFORM_ACCOUNT
from rethread.sandbox.stripe.params import Params

_CATEGORIES = {
    "charge": "charge",
    "payment": "charge",
    "refund": "refund",
    "payment_refund": "refund",
    "transfer": "transfer",
    "transfer_refund": "transfer_reversal",
    "payout": "payout",
    "payout_failure": "payout_reversal",
    "adjustment": "dispute",
}


@dataclass(frozen=True, slots=True)
class Movement:
    """What moves: positive into the account, negative out of it.

    `available_on` None means at once.
    """

    kind: str
    amount: int
    currency: str
    source: str
    fee: int = 0
    available_on: int | None = None
    description: str | None = None
    payout: str | None = None


def record(call: Call, movement: Movement) -> Json:
    """Write a balance transaction of the call's account and add it to the balance."""
    on = movement.available_on
    available_on = call.now if on is None else max(on, call.now)
    settled = available_on <= call.now
    net = movement.amount - movement.fee
    body = {
        "id": call.ids.make("txn"),
        "object": "balance_transaction",
        "amount": movement.amount,
        "available_on": available_on,
        "balance_type": "payments",
        "created": call.now,
        "currency": movement.currency,
        "description": movement.description,
        "exchange_rate": None,
        "fee": movement.fee,
        "fee_details": _fee_details(movement),
        "net": net,
        "reporting_category": _CATEGORIES[movement.kind],
        "source": movement.source,
        "status": "available" if settled else "pending",
        "type": movement.kind,
    }
    tags = {
        "type": movement.kind,
        "source": movement.source,
        "currency": movement.currency,
        "payout": movement.payout,
    }
    call.insert(body, tags)
    call.db.execute(
        "INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?)",
        (body["id"], call.account, movement.currency, net, available_on, int(settled)),
    )
    _add(call, movement.currency, 0 if settled else net, net if settled else 0)
    if not settled:
        call.schedule(available_on, "settle", call.account)
    return body


def _fee_details(movement: Movement) -> list[Json]:
    if not movement.fee:
        return []
    return [
        {
            "amount": movement.fee,
            "application": None,
            "currency": movement.currency,
            "description": "Stripe processing fees",
            "type": "stripe_fee",
        }
    ]


def _add(call: Call, currency: str, pending: int, available: int) -> None:
    call.db.execute(
        "INSERT INTO balances VALUES (?, ?, ?, ?) ON CONFLICT (account, currency) DO UPDATE"
        " SET pending = pending + excluded.pending, available = available + excluded.available",
        (call.account, currency, pending, available),
    )


def settle(call: Call) -> None:
    """Make available what is due on the call's account by now, and say so."""
    due = call.db.execute(
        "SELECT currency, SUM(net) FROM entries"
        " WHERE account = ? AND settled = 0 AND available_on <= ?"
        " GROUP BY currency ORDER BY currency",
        (call.account, call.now),
    ).fetchall()
    if not due:
        return
    call.db.execute(
        "UPDATE entries SET settled = 1 WHERE account = ? AND settled = 0 AND available_on <= ?",
        (call.account, call.now),
    )
    for currency, net in due:
        _add(call, currency, -net, net)
    call.emit("balance.available", balance_object(call))


def amounts(call: Call, currency: str) -> tuple[int, int]:
    """Return pending and available of the call's account."""
    row = call.db.execute(
        "SELECT pending, available FROM balances WHERE account = ? AND currency = ?",
        (call.account, currency),
    ).fetchone()
    return (0, 0) if row is None else (int(row[0]), int(row[1]))


def balance_object(call: Call) -> Json:
    """Return the call's account's balance, each currency it ever held."""
    rows = call.db.execute(
        "SELECT currency, pending, available FROM balances WHERE account = ? ORDER BY currency",
        (call.account,),
    ).fetchall() or [(call.options.platform_currency, 0, 0)]
    body: Json = {
        "object": "balance",
        "available": [_money(currency, available) for currency, _, available in rows],
        "livemode": False,
        "pending": [_money(currency, pending) for currency, pending, _ in rows],
    }
    if call.account == PLATFORM_ACCOUNT:
        body["connect_reserved"] = [{"amount": 0, "currency": row[0]} for row in rows]
    return body


def _money(currency: str, amount: int) -> Json:
    return {"amount": amount, "currency": currency, "source_types": {"card": amount}}


def retrieve_balance(call: Call, params: Params) -> Json:
    """GET /v1/balance."""
    params.done()
    return balance_object(call)


def retrieve_transaction(call: Call, params: Params, txn: str) -> Json:
    """GET /v1/balance_transactions/{id}."""
    params.done()
    return present(call, call.get("balance_transaction", txn))


def list_transactions(call: Call, params: Params) -> Json:
    """GET /v1/balance_transactions."""
    filters = {name: params.text(name) for name in ("type", "source", "currency", "payout")}
    if filters["type"] is not None and filters["type"] not in _CATEGORIES:
        raise invalid(f"Invalid type: {filters['type']}", "type")
    url = "/v1/balance_transactions"
    return present(call, list_objects(call, params, "balance_transaction", url, filters=filters))
