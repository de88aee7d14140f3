"""The API's address map: method and path to endpoint.

A path that Stripe has and the sandbox has not gets Stripe's own answer for an unknown address.
"""

import re
from collections.abc import Callable
from functools import lru_cache

from rethread.sandbox.stripe import (
    accounts,
    balances,
    checkout,
    disputes,
    payments,
    payouts,
    refunds,
    transfers,
    webhooks,
)
from rethread.sandbox.stripe.call import Json

Handler = Callable[..., Json]

_TABLE: tuple[tuple[str, str, Handler], ...] = (
    ("GET", "/v1/account", accounts.retrieve_own),
    ("POST", "/v1/accounts", accounts.create_account),
    ("GET", "/v1/accounts", accounts.list_accounts),
    ("GET", "/v1/accounts/{id}", accounts.retrieve_account),
    ("POST", "/v1/accounts/{id}", accounts.update_account),
    ("GET", "/v1/accounts/{id}/external_accounts", accounts.list_bank_accounts),
    ("POST", "/v1/account_links", accounts.create_link),
    ("POST", "/v1/checkout/sessions", checkout.create_session),
    ("GET", "/v1/checkout/sessions", checkout.list_sessions),
    ("GET", "/v1/checkout/sessions/{id}", checkout.retrieve_session),
    ("POST", "/v1/checkout/sessions/{id}", checkout.update_session),
    ("POST", "/v1/checkout/sessions/{id}/expire", checkout.expire_session),
    ("GET", "/v1/checkout/sessions/{id}/line_items", checkout.list_lines),
    ("GET", "/v1/payment_intents", payments.list_intents),
    ("GET", "/v1/payment_intents/{id}", payments.retrieve_intent),
    ("POST", "/v1/payment_intents/{id}", payments.update_intent),
    ("POST", "/v1/payment_intents/{id}/cancel", payments.cancel_intent),
    ("GET", "/v1/charges", payments.list_charges),
    ("GET", "/v1/charges/{id}", payments.retrieve_charge),
    ("GET", "/v1/charges/{id}/refunds", refunds.list_charge_refunds),
    ("GET", "/v1/balance", balances.retrieve_balance),
    ("GET", "/v1/balance_transactions", balances.list_transactions),
    ("GET", "/v1/balance_transactions/{id}", balances.retrieve_transaction),
    ("POST", "/v1/refunds", refunds.create_refund),
    ("GET", "/v1/refunds", refunds.list_refunds),
    ("GET", "/v1/refunds/{id}", refunds.retrieve_refund),
    ("POST", "/v1/refunds/{id}", refunds.update_refund),
    ("POST", "/v1/transfers", transfers.create_transfer),
    ("GET", "/v1/transfers", transfers.list_transfers),
    ("GET", "/v1/transfers/{id}", transfers.retrieve_transfer),
    ("POST", "/v1/transfers/{id}", transfers.update_transfer),
    ("POST", "/v1/transfers/{id}/reversals", transfers.create_reversal),
    ("GET", "/v1/transfers/{id}/reversals", transfers.list_reversals),
    ("GET", "/v1/transfers/{id}/reversals/{id}", transfers.retrieve_reversal),
    ("POST", "/v1/payouts", payouts.create_payout),
    ("GET", "/v1/payouts", payouts.list_payouts),
    ("GET", "/v1/payouts/{id}", payouts.retrieve_payout),
    ("POST", "/v1/payouts/{id}", payouts.update_payout),
    ("POST", "/v1/payouts/{id}/cancel", payouts.cancel_payout),
    ("GET", "/v1/disputes", disputes.list_disputes),
    ("GET", "/v1/disputes/{id}", disputes.retrieve_dispute),
    ("POST", "/v1/disputes/{id}", disputes.update_dispute),
    ("POST", "/v1/disputes/{id}/close", disputes.accept_dispute),
    ("GET", "/v1/radar/early_fraud_warnings", disputes.list_warnings),
    ("GET", "/v1/radar/early_fraud_warnings/{id}", disputes.retrieve_warning),
    ("GET", "/v1/events", webhooks.list_events),
    ("GET", "/v1/events/{id}", webhooks.retrieve_event),
    ("POST", "/v1/webhook_endpoints", webhooks.create_endpoint),
    ("GET", "/v1/webhook_endpoints", webhooks.list_endpoints),
    ("GET", "/v1/webhook_endpoints/{id}", webhooks.retrieve_endpoint),
    ("POST", "/v1/webhook_endpoints/{id}", webhooks.update_endpoint),
    ("DELETE", "/v1/webhook_endpoints/{id}", webhooks.delete_endpoint),
)

_ROUTES = [
    (method, re.compile(path.replace("{id}", "([A-Za-z0-9_]{1,200})")), handler)
    for method, path, handler in _TABLE
]


@lru_cache(maxsize=4096)
def resolve(method: str, path: str) -> tuple[Handler, tuple[str, ...]] | None:
    """Return the endpoint of a request and the ids in its path, or None."""
    for known, pattern, handler in _ROUTES:
        if known == method and (match := pattern.fullmatch(path)):
            return handler, match.groups()
    return None
