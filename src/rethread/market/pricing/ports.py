"""Where rates between currencies come from, as a protocol; `config` installs who knows them. Until
it does there are none, and prices are shown in their own currency alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from .types import ExchangeRate


class RateSource(Protocol):
    """Knows what currencies were worth lately. It is asked while a page is drawn: no network."""

    def rates(self, *, since: date, until: date, fresh: bool = False) -> Sequence[ExchangeRate]:
        """Return the newest rate of each pair between two days, both included."""


_source: RateSource | None = None


def install_rates(source: RateSource | None) -> None:
    """Say who knows rates."""
    global _source
    _source = source


def rate_source() -> RateSource | None:
    """Return who knows rates, or None."""
    return _source
