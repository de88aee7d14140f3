"""A provider in memory behind the official SDK, on a clock that only a test moves."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest
import stripe

from rethread.sandbox.stripe.accounts import OnboardingAnswers
from rethread.sandbox.stripe.core import StripeCore
from rethread.sandbox.stripe.inprocess import InProcessHTTPClient, create_core

MONDAY_NOON = int(datetime(2026, 3, 2, 12, tzinfo=UTC).timestamp())
WEDNESDAY = int(datetime(2026, 3, 4, tzinfo=UTC).timestamp())
DAY_S = 86_400


@dataclass
class Shop:
    """What a marketplace does with the provider, in the fewest words."""

    core: StripeCore
    client: stripe.StripeClient
    time: list[int] = field(default_factory=list)

    def session(self, amount: int = 5000, key: str | None = None, **extra: Any) -> Any:
        price = {
            "currency": extra.pop("currency", "gbp"),
            "unit_amount": amount,
            "product_data": {"name": "Wool coat"},
        }
        params: Any = {
            "mode": "payment",
            "line_items": [{"price_data": price, "quantity": 1}],
            "success_url": "http://shop.test/done?s={CHECKOUT_SESSION_ID}",
            "cancel_url": "http://shop.test/bag",
            **extra,
        }
        options: Any = {"idempotency_key": key} if key else {}
        return self.client.v1.checkout.sessions.create(params=params, options=options)

    def charge(self, amount: int = 5000, card: str = "4242424242424242", **extra: Any) -> Any:
        session = self.core.pay_session(self.session(amount, **extra).id, card)
        intent = self.client.v1.payment_intents.retrieve(
            session["payment_intent"], params={"expand": ["latest_charge.balance_transaction"]}
        )
        return intent.latest_charge

    def seller(self, bank_number: str = "00012345", *, onboarded: bool = True) -> str:
        account = self.client.v1.accounts.create(
            params={
                "type": "express",
                "country": "GB",
                "capabilities": {"transfers": {"requested": True}},
            }
        )
        if onboarded:
            answers = OnboardingAnswers("GB", "Ada Lovelace", (1990, 1, 2), bank_number, "108800")
            self.core.onboard(account.id, answers)
        return account.id

    def transfer(self, seller: str, charge: Any, amount: int, key: str | None = None) -> Any:
        return self.client.v1.transfers.create(
            params={
                "amount": amount,
                "currency": "gbp",
                "destination": seller,
                "source_transaction": charge.id,
            },
            options={"idempotency_key": key} if key else {},
        )

    def balance(self, account: str | None = None) -> tuple[int, int]:
        """Return pending and available in pounds sterling."""
        options: Any = {"stripe_account": account} if account else {}
        body = self.client.v1.balance.retrieve(options=options)
        return body.pending[0].amount, body.available[0].amount

    def events(self, account: str | None = None) -> list[str]:
        options: Any = {"stripe_account": account} if account else {}
        listed = self.client.v1.events.list(params={"limit": 100}, options=options)
        return [event.type for event in listed.data][::-1]


@pytest.fixture
def shop() -> Shop:
    time = [MONDAY_NOON]
    core = create_core(clock=lambda: time[0], seed=7)
    client = stripe.StripeClient(
        "sk_test_local", http_client=InProcessHTTPClient(core), max_network_retries=0
    )
    return Shop(core, client, time)


def assert_books(core: StripeCore) -> None:
    """Every balance equals the sum of its balance transactions, pending and available apart."""
    sums = core.store.db.execute(
        "SELECT account, currency, SUM(CASE settled WHEN 0 THEN net ELSE 0 END),"
        " SUM(CASE settled WHEN 1 THEN net ELSE 0 END) FROM entries GROUP BY 1, 2 ORDER BY 1, 2"
    ).fetchall()
    kept = core.store.db.execute(
        "SELECT account, currency, pending, available FROM balances ORDER BY 1, 2"
    ).fetchall()
    assert sums == kept
