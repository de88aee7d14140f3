"""Statements of a seller: of one order, of a month, and as a table over any time up to a year."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rethread.market.orders.selectors import (
    access_order,
    access_seller_statement,
    balance_statement,
)
from rethread.market.payments.selectors import seller_owes
from rethread.platform.kernel import Invalid, business_now, settings

from ..edge import actor_of, signed_in
from ..presenting.statements import month_totals, order_sheet, statement_csv

# No market is older, and none reads further ahead; beyond them dates cannot be reckoned with.
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(9000, 1, 1)


@require_safe
@signed_in
def order_statement(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """Show an order's seller what it brings them, row by row, and when."""
    actor = actor_of(request)
    statement = access_seller_statement(actor, order_id)
    order = access_order(actor, order_id)
    context = {
        "order": order,
        "sheet": order_sheet(order, statement, seller_owes(order.seller_id, order.total.currency)),
    }
    return _private(render(request, "web/order_statement.html", context))


@require_safe
@signed_in
def month_statement(request: HttpRequest) -> HttpResponse:
    """Show a month of one's balance: what it began with, every movement, what it ended with."""
    begins = _month_of(request.GET.get("month", ""))
    ends = _next_month(begins)
    currency = _currency(request)
    statement = balance_statement(
        actor_of(request), begins_at=begins, ends_at=ends, currency=currency
    )
    span = {"from": f"{begins:%Y-%m-%d}", "to": f"{ends - timedelta(days=1):%Y-%m-%d}"}
    if currency != settings().currency:
        span["currency"] = currency
    context = {
        "statement": statement,
        "totals": month_totals(statement),
        "now": business_now(),
        "earlier": _previous_month(begins),
        "later": ends if ends <= business_now() else None,
        "running": ends > business_now(),
        "csv_url": f"{reverse('web:statement_csv')}?{urlencode(span)}",
        "span": span,
        "month": f"{begins:%Y-%m}",
        "currency": currency,
        "currencies": settings().trading_currencies,
    }
    return _private(render(request, "web/statement.html", context))


@require_safe
@signed_in
def statement_table(request: HttpRequest) -> HttpResponse:
    """Send every movement from one day up to another, both included, as a table."""
    begins, last = _day_of(request.GET.get("from", "")), _day_of(request.GET.get("to", ""))
    statement = balance_statement(
        actor_of(request),
        begins_at=begins,
        ends_at=last + timedelta(days=1),
        currency=_currency(request),
    )
    response = HttpResponse(statement_csv(statement), content_type="text/csv; charset=utf-8")
    name = f"statement-{begins:%Y-%m-%d}-{last:%Y-%m-%d}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return _private(response)


def _currency(request: HttpRequest) -> str:
    """Return which currency a statement is asked of; the market's where it names none of ours."""
    asked = request.GET.get("currency", "")
    return asked if asked in settings().trading_currencies else settings().currency


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "private, no-store"
    return response


def _month_of(text: str) -> datetime:
    """Return when a month ("2026-11") begins, in UTC as the chart of earnings; this one for ""."""
    return _day_of(f"{text}-01") if text else business_now().replace(
        day=1, hour=0, minute=0, second=0, microsecond=0
    )  # fmt: skip


def _day_of(text: str) -> datetime:
    try:
        day = min(date.fromisoformat(text), LAST_DAY)
        return datetime.combine(max(day, FIRST_DAY), time(), UTC)
    except ValueError as error:
        raise Invalid("web.bad_date", _("Write a day as 2026-11-30.")) from error


def _next_month(begins: datetime) -> datetime:
    return (begins + timedelta(days=32)).replace(day=1)


def _previous_month(begins: datetime) -> datetime | None:
    return (begins - timedelta(days=1)).replace(day=1) if begins.date() > FIRST_DAY else None
