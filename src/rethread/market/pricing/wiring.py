"""What `config` plugs into pricing."""

from __future__ import annotations

from .adapters import TableRates
from .ports import RateSource


def table_rates() -> RateSource:
    """Return the rates that an operator imported."""
    return TableRates()
