"""Payouts from an account's available balance to its bank: in transit, then paid or failed a
working day later.

On request only. A failed one puts the money back with a balance entry of its own.
"""

from rethread.sandbox.clock import midnight_after_business_days
from rethread.sandbox.stripe import balances
from rethread.sandbox.stripe.accounts import connected, merged_metadata
from rethread.sandbox.stripe.balances import Movement
from rethread.sandbox.stripe.call import Call, Json
from rethread.sandbox.stripe.errors import ApiError, balance_insufficient
from rethread.sandbox.stripe.listing import list_objects
from rethread.sandbox.stripe.options import PLATFORM_ACCOUNT
from rethread.sandbox.stripe.params import Params

# The last four digits of a test bank account decide; the pattern is that of Stripe's own test
# accounts.
FAILING_LAST4 = {
    "1113": ("account_closed", "The bank account has been closed."),
    "1116": ("no_account", "The bank account details on file are probably incorrect."),
}
_PLATFORM_BANK = {"id": "ba_1RethreadPlatformBank", "last4": "2345"}


def create_payout(call: Call, params: Params) -> Json:
    """POST /v1/payouts, for the platform or, with Stripe-Account, for a connected account."""
    amount, currency = params.required_amount(), params.currency()
    description = params.text("description")
    metadata = params.metadata()
    statement = params.text("statement_descriptor", max_length=22)
    params.choice("method", ("standard",))
    params.choice("source_type", ("card", "bank_account", "fpx"))
    wanted = params.text("destination")
    params.done()
    bank = _bank(call, wanted)
    available = balances.amounts(call, currency)[1]
    if amount > available:
        raise balance_insufficient(
            "You have insufficient funds in your Stripe account for this transfer. Your card"
            f" balance is too low: {available} {currency} available."
        )
    payout_id = call.ids.make("po")
    movement = Movement("payout", -amount, currency, payout_id, payout=payout_id)
    txn = balances.record(call, movement)
    payout = _body(call, payout_id, amount, currency, bank["id"], txn["id"])
    payout.update(description=description, metadata=metadata, statement_descriptor=statement)
    call.insert(payout, {"status": "in_transit", "destination": bank["id"]})
    call.schedule(payout["arrival_date"], "arrive", payout_id)
    call.emit("payout.created", payout)
    return payout


def _bank(call: Call, wanted: str | None) -> Json:
    if call.account == PLATFORM_ACCOUNT:
        bank: Json = dict(_PLATFORM_BANK)
    else:
        account = connected(call, call.account, param="account")
        if not account["payouts_enabled"]:
            raise ApiError(
                "Cannot create payouts: this account has requirements that need to be completed.",
                code="payouts_not_allowed",
            )
        bank = account["external_accounts"]["data"][0]
    if wanted is not None and wanted != bank["id"]:
        message = f"No such external account: '{wanted}'"
        raise ApiError(message, code="resource_missing", param="destination")
    return bank


def _body(call: Call, payout_id: str, amount: int, currency: str, bank: str, txn: str) -> Json:
    arrival = midnight_after_business_days(call.now, call.options.payout_business_days)
    return {
        "id": payout_id,
        "object": "payout",
        "amount": amount,
        "application_fee": None,
        "application_fee_amount": None,
        "arrival_date": arrival,
        "automatic": False,
        "balance_transaction": txn,
        "created": call.now,
        "currency": currency,
        "description": None,
        "destination": bank,
        "failure_balance_transaction": None,
        "failure_code": None,
        "failure_message": None,
        "livemode": False,
        "metadata": {},
        "method": "standard",
        "original_payout": None,
        "payout_method": None,
        "reconciliation_status": "not_applicable",
        "reversed_by": None,
        "source_type": "card",
        "statement_descriptor": None,
        "status": "in_transit",
        "trace_id": None,
        "type": "bank_account",
    }


def arrive(call: Call, payout: Json) -> None:
    """Finish a payout whose day has come: paid, or failed by the bank account's last digits."""
    if payout["status"] != "in_transit":
        return
    failure = None
    if call.account != PLATFORM_ACCOUNT:
        bank = call.get("bank_account", payout["destination"])
        failure = FAILING_LAST4.get(bank["last4"])
    if failure is None:
        payout["status"] = "paid"
        _save_status(call, payout)
        call.emit("payout.paid", payout)
        return
    back = Movement(
        "payout_failure", payout["amount"], payout["currency"], payout["id"], payout=payout["id"]
    )
    payout.update(
        status="failed",
        failure_code=failure[0],
        failure_message=failure[1],
        failure_balance_transaction=balances.record(call, back)["id"],
    )
    _save_status(call, payout)
    call.emit("payout.failed", payout)


def _save_status(call: Call, payout: Json) -> None:
    call.save(payout)
    call.db.execute(
        "DELETE FROM tags WHERE account = ? AND kind = 'payout' AND name = 'status'"
        " AND value = 'in_transit' AND seq = (SELECT seq FROM objects WHERE id = ?)",
        (call.account, payout["id"]),
    )
    call.tag(payout, "status", payout["status"])


def retrieve_payout(call: Call, params: Params, payout_id: str) -> Json:
    """GET /v1/payouts/{id}."""
    params.done()
    return call.get("payout", payout_id, param="payout")


def update_payout(call: Call, params: Params, payout_id: str) -> Json:
    """POST /v1/payouts/{id}: metadata only."""
    payout = call.get("payout", payout_id, param="payout")
    payout["metadata"] = merged_metadata(payout["metadata"], params.metadata())
    params.done()
    return call.save(payout)


def cancel_payout(call: Call, params: Params, payout_id: str) -> Json:
    """POST /v1/payouts/{id}/cancel: always too late, since payouts leave at once here."""
    payout = call.get("payout", payout_id, param="payout")
    params.done()
    raise ApiError(
        f"Payouts can only be canceled while they are pending; this one is {payout['status']}.",
        code="payout_not_cancelable",
    )


def list_payouts(call: Call, params: Params) -> Json:
    """GET /v1/payouts."""
    filters = {name: params.text(name) for name in ("status", "destination")}
    return list_objects(call, params, "payout", "/v1/payouts", filters=filters)
