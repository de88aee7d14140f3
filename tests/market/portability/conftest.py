"""The world that orders live in, for what needs a bought order."""

from __future__ import annotations

from tests.market.orders.conftest import world

__all__ = ["world"]
