"""Every object the provider answers with, through the SDK, against Stripe's own examples."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from tests.sandbox.conftest import WEDNESDAY, Shop

SHARED = Path(
    os.environ.get("SHARED_DATA") or Path(__file__).resolve().parents[2].parent / "shared" / "data"
)
EXAMPLES = SHARED / "stripe" / "fixtures3.json"

# What a client of the marketplace reads; the SDK's types call these fields present.
REQUIRED = {
    "account": {"id", "capabilities", "requirements", "payouts_enabled", "details_submitted"},
    "account_link": {"url", "created", "expires_at"},
    "balance": {"available", "pending", "livemode"},
    "balance_transaction": {"amount", "fee", "net", "available_on", "status", "type", "source"},
    "bank_account": {"id", "last4", "country", "currency", "status"},
    "charge": {"amount", "captured", "paid", "payment_intent", "balance_transaction", "refunded"},
    "checkout.session": {"id", "url", "status", "payment_status", "payment_intent", "expires_at"},
    "dispute": {"id", "charge", "status", "reason", "amount", "balance_transactions"},
    "event": {"id", "type", "data", "created", "request", "pending_webhooks", "livemode"},
    "item": {"amount_total", "quantity", "description", "price", "currency"},
    "payment_intent": {"id", "status", "latest_charge", "transfer_group", "metadata", "amount"},
    "payout": {"id", "status", "arrival_date", "amount", "destination", "balance_transaction"},
    "radar.early_fraud_warning": {"id", "charge", "actionable", "fraud_type"},
    "refund": {"id", "status", "amount", "charge", "payment_intent", "balance_transaction"},
    "transfer": {"id", "amount", "destination", "source_transaction", "reversals", "reversed"},
    "transfer_reversal": {"id", "amount", "transfer", "balance_transaction"},
    "webhook_endpoint": {"id", "url", "enabled_events", "status"},
}
# Documented in the SDK's types, absent from the examples.
KNOWN_BESIDES = {"event": {"account"}, "webhook_endpoint": {"secret"}}


def every_object(shop: Shop) -> list[dict[str, Any]]:
    """Run through the provider's whole conversation; return each answer as plain values."""
    v1 = shop.client.v1
    seller = shop.seller()
    own: Any = {"stripe_account": seller}
    link = v1.account_links.create(
        params={
            "account": seller,
            "type": "account_onboarding",
            "return_url": "http://a.test/",
            "refresh_url": "http://a.test/",
        }
    )
    charge = shop.charge(5000)
    transfer = shop.transfer(seller, charge, 4000)
    reversal = v1.transfers.reversals.create(transfer.id, params={"amount": 500})
    refund = v1.refunds.create(params={"charge": charge.id, "amount": 500})
    shop.time[0] = WEDNESDAY
    payout = v1.payouts.create(params={"amount": 100, "currency": "gbp"}, options=own)
    shop.charge(3000, "4000000000000259")
    shop.charge(3000, "4000000000005423")
    dispute = v1.disputes.list().data[0]
    session = v1.checkout.sessions.list().data[0]
    lists: list[Any] = [
        v1.events.list(params={"limit": 100}),
        v1.events.list(params={"limit": 100}, options=own),
        v1.balance_transactions.list(),
        v1.balance_transactions.list(options=own),
        v1.checkout.sessions.line_items.list(session.id),
        v1.accounts.external_accounts.list(seller),
    ]
    endpoint = v1.webhook_endpoints.create(
        params={"url": "http://a.test/", "enabled_events": ["*"]}
    )
    found: list[Any] = [
        v1.accounts.retrieve(seller),
        v1.accounts.retrieve_current(),
        link,
        charge,
        transfer,
        reversal,
        refund,
        payout,
        session,
        shop.session(),
        v1.payment_intents.list().data[0],
        v1.disputes.retrieve(dispute.id),
        v1.radar.early_fraud_warnings.list().data[0],
        v1.balance.retrieve(),
        v1.balance.retrieve(options=own),
        endpoint,
        *(item for listed in lists for item in listed.data),
    ]
    return [json.loads(str(body)) for body in found]


def test_objects_have_stripes_fields_and_no_others(shop: Shop) -> None:
    if not EXAMPLES.exists():
        pytest.skip(f"Stripe's example objects are not at {EXAMPLES}")
    examples = json.loads(EXAMPLES.read_text())["resources"]
    seen = set()
    for body in every_object(shop):
        kind = body["object"]
        seen.add(kind)
        extra = set(body) - set(examples[kind]) - KNOWN_BESIDES.get(kind, set())
        assert not extra, f"{kind} has fields that Stripe has not: {sorted(extra)}"
    assert seen == set(REQUIRED)


def test_objects_have_what_a_client_reads(shop: Shop) -> None:
    for body in every_object(shop):
        absent = REQUIRED[body["object"]] - set(body)
        assert not absent, f"{body['object']} lacks {sorted(absent)}"


def test_events_carry_objects_of_the_same_shape(shop: Shop) -> None:
    if not EXAMPLES.exists():
        pytest.skip(f"Stripe's example objects are not at {EXAMPLES}")
    examples = json.loads(EXAMPLES.read_text())["resources"]
    carried = [body["data"]["object"] for body in every_object(shop) if body["object"] == "event"]
    assert len(carried) >= 10
    for body in carried:
        assert not set(body) - set(examples[body["object"]]), body["object"]
