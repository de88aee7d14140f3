"""In which currency somebody thinks: an estimate stands beside a price, which stays what it is.

Read only when a page shows a price, and only for who chose a currency: a stranger costs nothing.
"""

from __future__ import annotations

from functools import cached_property

from django.http import HttpRequest

from rethread.market.pricing.selectors import find_rate
from rethread.market.pricing.types import ExchangeRate
from rethread.platform.kernel import settings


class Estimates:
    """The rate by which this reader is told what prices are about."""

    def __init__(self, request: HttpRequest) -> None:
        """Keep the request; read nothing yet."""
        self._request = request

    @cached_property
    def rate(self) -> ExchangeRate | None:
        """Return the rate from the market's currency, or None where prices are shown alone."""
        user = self._request.user
        chosen = str(getattr(user, "currency", "")) if user.is_authenticated else ""
        return find_rate(settings().currency, chosen) if chosen else None
