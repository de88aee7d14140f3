"""Rates as an operator imported them, read from the table once a minute per process."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import date
from typing import Final

from .models import ImportedRate
from .types import ExchangeRate

KEPT_S: Final = 60.0


class TableRates:
    """`RateSource` over the table that `rethread rates import` fills."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self._kept: tuple[date, date, float, tuple[ExchangeRate, ...]] | None = None

    def rates(self, *, since: date, until: date, fresh: bool = False) -> Sequence[ExchangeRate]:
        """Return the newest rate of each pair between two days, both included.

        `fresh` reads the table even where it was read a moment ago.
        """
        kept = self._kept
        if not fresh and kept and kept[:2] == (since, until) and time.monotonic() < kept[2]:
            return kept[3]
        rows = (
            ImportedRate.objects.filter(day__gte=since, day__lte=until)
            .order_by("base", "quote", "-day")
            .distinct("base", "quote")
        )
        found = tuple(ExchangeRate(row.base, row.quote, row.rate, row.day) for row in rows)
        self._kept = (since, until, time.monotonic() + KEPT_S, found)
        return found
