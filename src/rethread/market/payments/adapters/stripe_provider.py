"""The provider port on Stripe: one client, timeouts set, retries ours.

It makes no decisions: one method is one call (or one lookup), and every answer is in our words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import httpx
import stripe

from ..errors import ProviderRefused, ProviderUnclear
from ..ports import (
    AccountState,
    BalanceEntry,
    DisputeState,
    PayoutState,
    ProviderBalance,
    ProviderEvent,
    RefundState,
    ReversalState,
    SessionCall,
    SessionState,
    TransferState,
)
from ..rules.following import FOLLOWED
from ..types import PLATFORM
from . import stripe_events
from .stripe_errors import in_our_words
from .stripe_objects import (
    OPERATION,
    account_of,
    dispute_of,
    entry_of,
    event_of,
    payout_of,
    plain,
    refund_of,
    session_of,
    transfer_of,
)

SESSION_EXPAND = ["payment_intent.latest_charge.balance_transaction"]

TRANSFER_EXPAND = ["balance_transaction", "destination_payment.balance_transaction"]
PAYOUT_EXPAND = ["balance_transaction", "failure_balance_transaction"]
PAGE = 100
LOOKUP_MARGIN_S = 600  # clocks differ, so a lookup starts earlier than we remember


class StripeProvider:
    """Stripe, or whatever speaks its protocol at `api_base`."""

    def __init__(
        self,
        *,
        api_key: str,
        api_base: str = "",
        connect_s: float = 1.0,
        read_s: float = 5.0,
        http_client: stripe.HTTPClient | None = None,
    ) -> None:
        timeout = httpx.Timeout(read_s, connect=connect_s)
        self.live = "_live_" in api_key
        self._client = stripe.StripeClient(
            api_key,
            base_addresses={"api": api_base} if api_base else {},
            max_network_retries=0,
            http_client=http_client or stripe.HTTPXClient(timeout, allow_sync_methods=True),
        )
        self._api = self._client.v1

    # -- paying ------------------------------------------------------------------------------

    def create_session(self, call: SessionCall, *, key: str) -> SessionState:
        """Open a pay page. Methods are pinned to cards, which settle at once."""
        metadata = {**call.metadata, OPERATION: call.operation}
        lines: list[Any] = [
            {
                "quantity": line.quantity,
                "price_data": {
                    "currency": call.currency.lower(),
                    "unit_amount": line.amount_minor,
                    "product_data": {"name": line.name},
                },
            }
            for line in call.lines
        ]
        params: Any = {
            "mode": "payment",
            "client_reference_id": call.reference,
            "payment_method_types": ["card"],
            "adaptive_pricing": {"enabled": False},
            "line_items": lines,
            "success_url": call.success_url,
            "cancel_url": call.cancel_url,
            "expires_at": call.expires_at,
            "metadata": metadata,
            "payment_intent_data": {
                "transfer_group": call.transfer_group,
                "metadata": metadata,
            },
        }
        with in_our_words():
            made = self._api.checkout.sessions.create(params, {"idempotency_key": key})
        return session_of(plain(made))

    def get_session(self, session_id: str) -> SessionState:
        """Return a pay page as it is now, with its payment down to the balance transaction."""
        with in_our_words():
            found = self._api.checkout.sessions.retrieve(session_id, {"expand": SESSION_EXPAND})
        return session_of(plain(found))

    def find_session(self, operation: str, *, since: int) -> SessionState | None:
        """Return the pay page that an operation made, or None once its absence is proved."""
        params: Any = {"limit": PAGE, "created": {"gte": since - LOOKUP_MARGIN_S}}
        found = self._first(lambda: self._api.checkout.sessions.list(params), operation)
        return self.get_session(found["id"]) if found else None

    def find_session_of(self, payment_intent: str) -> SessionState | None:
        """Return the pay page that a payment belongs to."""
        with in_our_words():
            page = self._api.checkout.sessions.list({"payment_intent": payment_intent, "limit": 1})
        return self.get_session(page.data[0].id) if page.data else None

    def count_declines(self, payment_intent: str) -> int:
        """Return how many cards were declined for a payment, 100 at most."""
        with in_our_words():
            page = self._api.charges.list({"payment_intent": payment_intent, "limit": PAGE})
        return sum(charge.status == "failed" for charge in page.data)

    def expire_session(self, session_id: str, *, key: str) -> SessionState:
        """Close a pay page; one that is closed or paid already is returned as it is."""
        try:
            with in_our_words():
                self._api.checkout.sessions.expire(session_id, None, {"idempotency_key": key})
        except ProviderRefused:
            pass  # it is not open any more: what it became is read below
        return self.get_session(session_id)

    # -- refunds -----------------------------------------------------------------------------

    def create_refund(
        self, *, payment_intent: str, amount_minor: int, operation: str, key: str
    ) -> RefundState:
        """Give a buyer their money back."""
        with in_our_words():
            made = self._api.refunds.create(
                {
                    "payment_intent": payment_intent,
                    "amount": amount_minor,
                    "metadata": {OPERATION: operation},
                    "expand": ["balance_transaction"],
                },
                {"idempotency_key": key},
            )
        return refund_of(plain(made))

    def get_refund(self, refund_id: str) -> RefundState:
        """Return a refund as it is now."""
        with in_our_words():
            found = self._api.refunds.retrieve(refund_id, {"expand": ["balance_transaction"]})
        return refund_of(plain(found))

    def find_refund(self, operation: str, *, payment_intent: str) -> RefundState | None:
        """Return the refund that an operation made, or None once its absence is proved."""
        params: Any = {"payment_intent": payment_intent, "limit": PAGE}
        found = self._first(lambda: self._api.refunds.list(params), operation)
        return self.get_refund(found["id"]) if found else None

    # -- sellers -----------------------------------------------------------------------------

    def create_account(self, *, country: str, operation: str, key: str) -> AccountState:
        """Make an account for a seller; they prove who they are on the provider's own page."""
        with in_our_words():
            made = self._api.accounts.create(
                {
                    "country": country,
                    "capabilities": {"transfers": {"requested": True}},
                    "controller": {
                        "fees": {"payer": "application"},
                        "losses": {"payments": "application"},
                        "stripe_dashboard": {"type": "express"},
                    },
                    "settings": {"payouts": {"schedule": {"interval": "manual"}}},
                    "metadata": {OPERATION: operation},
                },
                {"idempotency_key": key},
            )
        return account_of(plain(made))

    def get_account(self, account_id: str) -> AccountState:
        """Return a seller's account as it is now."""
        with in_our_words():
            return account_of(plain(self._api.accounts.retrieve(account_id)))

    def find_account(self, operation: str, *, since: int) -> AccountState | None:
        """Return the account that an operation made, or None once its absence is proved."""

        def listed() -> Any:
            return self._api.accounts.list({"limit": PAGE})

        found = self._first(listed, operation, since=since - LOOKUP_MARGIN_S)
        return account_of(found) if found else None

    def create_account_link(
        self, *, account_id: str, return_url: str, refresh_url: str, key: str
    ) -> str:
        """Return the address of the page where a seller proves who they are."""
        with in_our_words():
            made = self._api.account_links.create(
                {
                    "account": account_id,
                    "type": "account_onboarding",
                    "return_url": return_url,
                    "refresh_url": refresh_url,
                },
                {"idempotency_key": key},
            )
        return made.url

    # -- paying sellers ----------------------------------------------------------------------

    def create_transfer(
        self,
        *,
        amount_minor: int,
        currency: str,
        destination: str,
        charge: str,
        transfer_group: str,
        operation: str,
        key: str,
    ) -> TransferState:
        """Move money of a charge to a seller's account."""
        with in_our_words():
            made = self._api.transfers.create(
                {
                    "amount": amount_minor,
                    "currency": currency.lower(),
                    "destination": destination,
                    "source_transaction": charge,
                    "transfer_group": transfer_group,
                    "metadata": {OPERATION: operation},
                },
                {"idempotency_key": key},
            )
        return self._transfer(made.id)

    def _transfer(self, transfer_id: str) -> TransferState:
        with in_our_words():
            found = self._api.transfers.retrieve(transfer_id, {"expand": TRANSFER_EXPAND})
        state = transfer_of(plain(found))
        if state is None:
            raise ProviderUnclear("a transfer came without its balance transactions")
        return state

    def find_transfer(self, operation: str, *, transfer_group: str) -> TransferState | None:
        """Return the transfer that an operation made, or None once its absence is proved."""
        params: Any = {"transfer_group": transfer_group, "limit": PAGE}
        found = self._first(lambda: self._api.transfers.list(params), operation)
        return self._transfer(found["id"]) if found else None

    def create_reversal(
        self, *, transfer_id: str, amount_minor: int, operation: str, key: str
    ) -> ReversalState:
        """Fetch money of a transfer back from a seller's account."""
        with in_our_words():
            made = self._api.transfers.reversals.create(
                transfer_id,
                {
                    "amount": amount_minor,
                    "metadata": {OPERATION: operation},
                    "expand": ["balance_transaction"],
                },
                {"idempotency_key": key},
            )
        return self._reversal(plain(made))

    def _reversal(self, value: dict[str, Any]) -> ReversalState:
        """Read a reversal with what it did to the seller's account, which it names by a refund."""
        with in_our_words():
            transfer = self._api.transfers.retrieve(value["transfer"])
            account = str(transfer.destination)
            params: Any = {"source": value["destination_payment_refund"], "limit": 1}
            listed = self._api.balance_transactions.list(params, _on(account))
        entry = entry_of(value["balance_transaction"], PLATFORM)
        other = entry_of(plain(listed.data[0]), account) if listed.data else None
        if entry is None or other is None:
            raise ProviderUnclear("a reversal came without its balance transactions")
        return ReversalState(
            id=value["id"],
            operation=(value["metadata"] or {}).get(OPERATION, ""),
            amount_minor=value["amount"],
            destination=account,
            entry=entry,
            destination_entry=other,
        )

    def find_reversal(self, operation: str, *, transfer_id: str) -> ReversalState | None:
        """Return the reversal that an operation made, or None once its absence is proved."""
        params: Any = {"limit": PAGE, "expand": ["data.balance_transaction"]}
        found = self._first(
            lambda: self._api.transfers.reversals.list(transfer_id, params), operation
        )
        return self._reversal(found) if found else None

    # -- chargebacks -------------------------------------------------------------------------

    def get_dispute(self, dispute_id: str) -> DisputeState:
        """Return a chargeback as it is now."""
        with in_our_words():
            return dispute_of(plain(self._api.disputes.retrieve(dispute_id)))

    def charge_of_warning(self, warning_id: str) -> str:
        """Return the charge that an early warning of fraud is about."""
        with in_our_words():
            found = self._api.radar.early_fraud_warnings.retrieve(warning_id)
        return str(found.charge)

    def create_payout(
        self, *, account_id: str, amount_minor: int, currency: str, operation: str, key: str
    ) -> PayoutState:
        """Send money from a seller's account to their bank."""
        with in_our_words():
            made = self._api.payouts.create(
                {
                    "amount": amount_minor,
                    "currency": currency.lower(),
                    "metadata": {OPERATION: operation},
                    "expand": PAYOUT_EXPAND,
                },
                {"idempotency_key": key, "stripe_account": account_id},
            )
        return payout_of(plain(made), account_id)

    def get_payout(self, payout_id: str, *, account_id: str) -> PayoutState:
        """Return a payout as it is now."""
        with in_our_words():
            found = self._api.payouts.retrieve(
                payout_id, {"expand": PAYOUT_EXPAND}, {"stripe_account": account_id}
            )
        return payout_of(plain(found), account_id)

    def find_payout(self, operation: str, *, account_id: str, since: int) -> PayoutState | None:
        """Return the payout that an operation made, or None once its absence is proved."""
        params: Any = {"limit": PAGE, "created": {"gte": since - LOOKUP_MARGIN_S}}
        options: Any = {"stripe_account": account_id}
        found = self._first(lambda: self._api.payouts.list(params, options), operation)
        return self.get_payout(found["id"], account_id=account_id) if found else None

    # -- balances and events -----------------------------------------------------------------

    def get_entry(self, entry_id: str, *, account: str) -> BalanceEntry:
        """Return a balance transaction as it is now."""
        with in_our_words():
            found = self._api.balance_transactions.retrieve(entry_id, None, _on(account))
        entry = entry_of(plain(found), account)
        if entry is None:
            raise ProviderUnclear("a balance transaction came without its content")
        return entry

    def get_balance(self, account: str) -> tuple[ProviderBalance, ...]:
        """Return an account's balance, per currency."""
        with in_our_words():
            body = plain(self._api.balance.retrieve(None, _on(account)))
        amounts: dict[str, list[int]] = {}
        for place, bucket in enumerate(("pending", "available")):
            for row in body[bucket]:
                amounts.setdefault(row["currency"].upper(), [0, 0])[place] = row["amount"]
        return tuple(
            ProviderBalance(account, currency, pending, available)
            for currency, (pending, available) in sorted(amounts.items())
        )

    def list_events(self, *, after: str | None, limit: int) -> Sequence[ProviderEvent]:
        """Return the platform's events that are followed, after a cursor, oldest first."""
        kinds = list(FOLLOWED)
        with in_our_words():
            if after:
                page = self._api.events.list(
                    {"ending_before": after, "limit": limit, "types": kinds}
                )
                rows = list(reversed(page.data))
            else:
                first = self._api.events.list({"limit": PAGE, "types": kinds})
                rows = list(first.auto_paging_iter())[::-1]
        return [event_of(plain(row), stripe_events.text_of(row)) for row in rows]

    def read_event(self, raw: bytes, signature: str, secrets: Sequence[str]) -> ProviderEvent:
        """Check a webhook's signature, age and mode, and read it.

        Raises:
            ProviderRefused: any of them is wrong.
        """
        return stripe_events.read(raw, signature, secrets, live=self.live)

    def _first(
        self, listed: Callable[[], Any], operation: str, *, since: int | None = None
    ) -> dict[str, Any] | None:
        with in_our_words():
            for item in _plain_items(listed()):
                if (item["metadata"] or {}).get(OPERATION) == operation:
                    return item
                if since is not None and item["created"] < since:
                    return None
        return None


def _plain_items(page: Any) -> Iterator[dict[str, Any]]:
    for item in page.auto_paging_iter():
        yield plain(item)


def _on(account: str) -> Any:
    return {} if account == PLATFORM else {"stripe_account": account}
