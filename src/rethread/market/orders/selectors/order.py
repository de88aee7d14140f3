"""Read orders."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from rethread.platform.kernel import Actor, Invalid
from rethread.platform.kernel.fetching import fetch_with

from ..errors import OrderNotFound
from ..models import Order, OrderLine
from ..types import OrderPage, OrderView
from .views import order_views

_NOT_YET_ORDERS = ("awaiting_payment", "lapsed")
PAGE_MAX = 100


def access_order(actor: Actor, order_id: UUID) -> OrderView:
    """Return an order that the actor buys or sells (staff see every one); `side` says which.

    Raises:
        OrderNotFound: there is none, or it is not theirs.
    """
    rows = fetch_with(Order, "checkout", "WHERE orders_order.id = %s", [order_id])
    if not rows or not _may_see(actor, rows[0]):
        raise OrderNotFound
    return order_views(rows, actor.user_id)[0]


def _may_see(actor: Actor, row: Order) -> bool:
    if actor.is_staff or actor.is_system:
        return True
    if actor.user_id == row.seller_id:  # what nobody has paid for is not the seller's to see
        return row.status not in _NOT_YET_ORDERS
    return actor.user_id == row.buyer_id


def list_orders_for_buyer(actor: Actor, cursor: str = "", limit: int = 20) -> OrderPage:
    """Return a page of what the actor bought, newest first; unpaid checkouts are not orders yet.

    Raises:
        Invalid: the cursor is not one of ours.
    """
    user_id = actor.require_user()
    return _page(Order.objects.filter(buyer_id=user_id), user_id, cursor, limit)


def list_orders_for_seller(actor: Actor, cursor: str = "", limit: int = 20) -> OrderPage:
    """Return a page of what the actor sold, newest first.

    Raises:
        Invalid: the cursor is not one of ours.
    """
    user_id = actor.require_user()
    return _page(Order.objects.filter(seller_id=user_id), user_id, cursor, limit)


def _page(rows: QuerySet[Order], viewer_id: UUID, cursor: str, limit: int) -> OrderPage:
    rows = rows.exclude(status__in=_NOT_YET_ORDERS).select_related("checkout").order_by("-id")
    if cursor:
        rows = rows.filter(id__lt=_cursor_id(cursor))
    size = max(1, min(limit, PAGE_MAX))
    found = list(rows[: size + 1])
    views = order_views(found[:size], viewer_id)
    following = str(views[-1].order_id) if len(found) > size else ""
    return OrderPage(orders=tuple(views), next_cursor=following)


def _cursor_id(cursor: str) -> UUID:
    try:
        return UUID(cursor)
    except ValueError as error:
        raise Invalid("orders.bad_cursor", _("This page address is not valid.")) from error


def orders_by_ids(order_ids: Iterable[UUID]) -> dict[UUID, OrderView]:
    """Return orders by id, for callers that have checked permission; absent ids are left out."""
    rows = Order.objects.select_related("checkout").filter(pk__in=set(order_ids)).order_by("id")
    return {view.order_id: view for view in order_views(rows)}


def live_line_exists(listing_id: UUID) -> bool:
    """Tell whether a live order line holds this listing: reserved, or sold and not given back."""
    return OrderLine.objects.filter(listing_id=listing_id, live=True).exists()


def disputed_order_ids() -> set[UUID]:
    """Return the orders that are disputed now."""
    return set(Order.objects.filter(disputed_at__isnull=False).values_list("id", flat=True))
