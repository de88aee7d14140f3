"""What an operator may choose about the stand-in: prices, calendars, the platform's own account.

Frozen when the sandbox starts. It reads no environment: whoever starts the sandbox passes these
values.
"""

from dataclasses import dataclass

API_VERSION = "2026-10-28.endive"
PLATFORM_ACCOUNT = "acct_1RethreadSandbox0"


@dataclass(frozen=True, slots=True)
class StripeOptions:
    """Fees are taken from every charge: `fee_bps` of the amount, half up.

    Plus `fee_fixed_minor`.
    """

    base_url: str = "http://127.0.0.1:8001"
    api_key: str | None = None
    platform_country: str = "GB"
    platform_currency: str = "gbp"
    platform_name: str = "Rethread"
    fee_bps: int = 150
    fee_fixed_minor: int = 20
    dispute_fee_minor: int = 2000
    settlement_business_days: int = 2
    payout_business_days: int = 1

    def fee(self, amount_minor: int) -> int:
        """Return the provider's fee for a charge, never more than the charge itself."""
        share = (amount_minor * self.fee_bps + 5_000) // 10_000
        return min(share + self.fee_fixed_minor, amount_minor)
