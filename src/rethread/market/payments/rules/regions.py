"""Which countries' sellers a platform can transfer money to. Pure data, from Stripe's own list of
cross-border transfers (docs.stripe.com/connect/cross-border-payouts): within the region below, and
otherwise inside the platform's own country only.
"""

from __future__ import annotations

from typing import Final

REGION: Final[tuple[str, ...]] = (
    "AT", "BE", "BG", "CA", "CH", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GB", "GR", "HR",
    "HU", "IE", "IS", "IT", "LI", "LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI",
    "SK", "US",
)  # fmt: skip


def payable_countries(platform: str) -> tuple[str, ...]:
    """Return the countries whose sellers a platform of a country can pay, its own first."""
    if platform not in REGION:
        return (platform,)
    return (platform, *(country for country in REGION if country != platform))
