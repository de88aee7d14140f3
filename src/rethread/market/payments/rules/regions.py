"""Which countries' sellers a platform can transfer money to. Pure data, from Stripe's own list of
cross-border transfers (docs.stripe.com/connect/cross-border-payouts): within the region below, and
otherwise inside the platform's own country only. Countries are called what they call themselves.
"""

from __future__ import annotations

from typing import Final

COUNTRIES: Final[dict[str, str]] = {
    "AT": "Österreich", "BE": "België / Belgique", "BG": "България", "CA": "Canada",
    "CH": "Schweiz / Suisse", "CY": "Κύπρος", "CZ": "Česko", "DE": "Deutschland",
    "DK": "Danmark", "EE": "Eesti", "ES": "España", "FI": "Suomi", "FR": "France",
    "GB": "United Kingdom", "GR": "Ελλάδα", "HR": "Hrvatska", "HU": "Magyarország",
    "IE": "Ireland", "IS": "Ísland", "IT": "Italia", "LI": "Liechtenstein", "LT": "Lietuva",
    "LU": "Luxembourg", "LV": "Latvija", "MT": "Malta", "NL": "Nederland", "NO": "Norge",
    "PL": "Polska", "PT": "Portugal", "RO": "România", "SE": "Sverige", "SI": "Slovenija",
    "SK": "Slovensko", "US": "United States",
}  # fmt: skip


def payable_countries(platform: str) -> tuple[str, ...]:
    """Return the countries whose sellers a platform of a country can pay, its own first."""
    if platform not in COUNTRIES:
        return (platform,)
    return (platform, *(country for country in COUNTRIES if country != platform))
