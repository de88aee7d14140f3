"""Read orders."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from rethread.platform.kernel import Actor

from ..types import OrderPage, OrderView


def access_order(actor: Actor, order_id: UUID) -> OrderView:
    """Return an order that the actor buys or sells (staff see every one); `side` says which.

    Raises:
        OrderNotFound: there is none, or it is not theirs.
    """
    raise NotImplementedError


def list_orders_for_buyer(actor: Actor, cursor: str = "", limit: int = 20) -> OrderPage:
    """Return a page of what the actor bought, newest first; unpaid checkouts are not orders yet."""
    raise NotImplementedError


def list_orders_for_seller(actor: Actor, cursor: str = "", limit: int = 20) -> OrderPage:
    """Return a page of what the actor sold, newest first."""
    raise NotImplementedError


def orders_by_ids(order_ids: Iterable[UUID]) -> dict[UUID, OrderView]:
    """Return orders by id, for callers that have checked permission; absent ids are left out."""
    raise NotImplementedError


def live_line_exists(listing_id: UUID) -> bool:
    """Tell whether a live order line holds this listing: reserved, or sold and not given back."""
    raise NotImplementedError
