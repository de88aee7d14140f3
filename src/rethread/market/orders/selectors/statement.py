"""Read an order's money, side by side."""

from __future__ import annotations

from uuid import UUID

from ..types import OrderStatement


def order_statement(order_id: UUID) -> OrderStatement:
    """Return what each side pays and gets, fee by fee, from the snapshot taken at sale.

    Callers check permission first (`access_order`).

    Raises:
        OrderNotFound: there is none.
    """
    raise NotImplementedError
