"""Read what happened to an order and which timers still run."""

from __future__ import annotations

from uuid import UUID

from ..types import TimelineEntry


def order_timeline(order_id: UUID) -> tuple[TimelineEntry, ...]:
    """Return an order's history and its running timers in the order of time, alike for both sides.

    Callers check permission first (`access_order`).

    Raises:
        OrderNotFound: there is none.
    """
    raise NotImplementedError
