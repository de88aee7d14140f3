"""A seller's statements over the API: of one order, and of their balance over a time."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rethread.market.orders.selectors import access_seller_statement, balance_statement
from rethread.platform.kernel import Invalid

from .describing import answers, operation
from .edge import caller, problems, respond
from .openapi_orders import ORDER
from .statement_schemas import balance_body, order_statement_body

DAY = {"type": "string", "format": "date"}
SPAN = [
    {"name": "from", "in": "query", "required": True, "schema": DAY,
     "description": "The first day, in UTC"},
    {"name": "to", "in": "query", "required": True, "schema": DAY,
     "description": "The last day, included; a year after the first at the most"},
]  # fmt: skip


@problems
@require_safe
def of_order(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """GET what an order brings its seller, who is the caller."""
    statement = access_seller_statement(caller(request, "orders:read"), order_id)
    return respond(order_statement_body(statement))


@problems
@require_safe
def of_balance(request: HttpRequest) -> HttpResponse:
    """GET the caller's balance from one day up to another, both included."""
    actor = caller(request, "orders:read")
    begins, last = _day(request, "from"), _day(request, "to")
    statement = balance_statement(actor, begins_at=begins, ends_at=last + timedelta(days=1))
    return respond(balance_body(statement))


def _day(request: HttpRequest, name: str) -> datetime:
    try:
        day = date.fromisoformat(request.GET.get(name, ""))
    except ValueError as error:
        raise Invalid("api.query", _("from and to are days, as 2026-11-30.")) from error
    return datetime.combine(min(day, date(9000, 1, 1)), time(), UTC)


def statement_paths() -> dict[str, Any]:
    """Return the addresses of statements and what may be asked there."""
    return {
        "/orders/{order_id}/statement": {
            "get": operation(
                "getOrderStatement", "Get what an order brings you, row by row from the books",
                [ORDER], answers("200", "OrderStatementBody", "401", "403", "404"),
            ),
        },
        "/shop/statement": {
            "get": operation(
                "getBalanceStatement", "Get every movement of your balance over a time", SPAN,
                answers("200", "BalanceBody", "401", "403", "422"),
            ),
        },
    }  # fmt: skip
