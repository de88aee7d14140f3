"""What config plugs in: due work, who carries out the effects, and which provider is talked to."""

from __future__ import annotations

import stripe

from rethread.market.catalogue.ports import PublishScreen
from rethread.platform.jobs.due import DueWork
from rethread.platform.kernel import settings

from . import services
from .adapters.identity_screen import IdentityScreen
from .adapters.stripe_provider import StripeProvider
from .ports import PaymentEffects, install_effects, install_provider
from .services.inbox import DUE as INBOX_DUE
from .services.operations import DUE as OPERATION_DUE
from .services.payout_runs import DUE as PAYOUT_DUE
from .services.settling import DUE as ENTRY_DUE

SANDBOX_KEY = "sk_test_rethread_sandbox"

DUE_WORK: tuple[DueWork, ...] = (
    DueWork(
        "payments.operations",
        services.run_due_operations,
        services.next_operation_due,
        OPERATION_DUE,
    ),
    DueWork("payments.inbox", services.process_due, services.next_inbox_due, INBOX_DUE),
    DueWork("payments.settlement", services.settle_due, services.next_settlement_due, ENTRY_DUE),
    DueWork("payments.payout_runs", services.run_due_payouts, services.next_payout_run, PAYOUT_DUE),
    DueWork("payments.poller", services.poll_due, services.next_poll_due),
)


def stripe_provider(http_client: stripe.HTTPClient | None = None) -> StripeProvider:
    """Build the provider from the settings; `http_client` puts a sandbox into this process."""
    own = settings()
    base = own.stripe_api_base or (own.sandbox_url if own.uses_sandbox else "")
    return StripeProvider(
        api_key=own.stripe_api_key or SANDBOX_KEY,
        api_base=base,
        connect_s=own.stripe_connect_s,
        read_s=own.stripe_read_s,
        http_client=http_client,
    )


def publish_screens() -> tuple[PublishScreen, ...]:
    """Return what the catalogue asks before a listing goes live."""
    return (IdentityScreen(),)


def install(effects: PaymentEffects, http_client: stripe.HTTPClient | None = None) -> None:
    """Plug in orders' effects and the provider of the settings."""
    install_effects(effects)
    install_provider(stripe_provider(http_client))
