"""Cases for staff: the queue by deadline, one page with everything on one timeline, a decision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rethread.market.orders.selectors import orders_by_ids
from rethread.market.support.rules.wording import (
    macros,
    outcome_label,
    reason_label,
    status_label,
)
from rethread.market.support.selectors import (
    TimelineItem,
    access_case,
    case_timeline,
    contact_figures,
    list_queue,
    money_movements,
)
from rethread.market.support.services import add_to_case, decide_case
from rethread.market.support.types import CaseRow, CaseView, Decision
from rethread.platform.audit.services import list_entries, record
from rethread.platform.kernel import DomainError, business_now

from .edge import staff_of, staff_only, surroundings

STATUSES: Final = ("awaiting_answer", "answered", "returning", "decided")
SOON = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class QueueRow:
    """A case in the queue, with its clock: good, warn (half a day left), bad (late)."""

    id: UUID
    reference: str
    title: str
    reason: str
    state: str
    due: datetime | None
    clock: str
    frozen: bool


@require_safe
@staff_only
def cases(request: HttpRequest) -> HttpResponse:
    """Show what waits for staff, the nearest deadline first; or another state."""
    status = request.GET.get("status", "")
    status = status if status in STATUSES else ""
    now = business_now()
    context = surroundings("cases") | {
        "rows": [_row(case, now) for case in list_queue(status=status)],
        "status": status,
        "statuses": [("", _("Waits for us")), *((one, status_label(one)) for one in STATUSES)],
        "figures": contact_figures(),
    }
    return render(request, "desk/cases.html", context)


def _row(case: CaseRow, now: datetime) -> QueueRow:
    left = case.due_at - now if case.due_at else SOON
    clock = "bad" if left <= timedelta(0) else "warn" if left < SOON else "good"
    return QueueRow(
        id=case.case_id,
        reference=case.reference,
        title=case.title,
        reason=reason_label(case.object_kind, case.reason),
        state=status_label(case.status),
        due=case.due_at,
        clock=clock,
        frozen=case.holds_money,
    )


@require_safe
@staff_only
def case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show a case with order, parcel, money and words on one timeline; reading it is noted."""
    view = access_case(actor=staff_of(request), case_id=case_id)
    record(
        actor=staff_of(request),
        action="support.view_case",
        object_type="case",
        object_id=case_id,
    )
    return _page(request, view)


def _page(
    request: HttpRequest, view: CaseView, *, typed: str = "", error: str = "", status: int = 200
) -> HttpResponse:
    prepared = macros()
    chosen = request.GET.get("macro", "")
    order = orders_by_ids([view.order_id]).get(view.order_id) if view.order_id else None
    context = surroundings("cases") | {
        "case": view,
        "heading": reason_label(view.object_kind, view.reason),
        "state": status_label(view.status),
        "decided": outcome_label(view.decided_outcome) if view.decided_outcome else "",
        "order": order,
        "items": _items(view),
        "macros": list(prepared),
        "chosen": chosen,
        "text": typed or prepared.get(chosen, ""),
        "error": error,
        "may_decide": view.status in {"with_staff", "appealed"},
        "audit": list_entries(object_type="case", object_id=view.case_id, limit=10),
    }
    return render(request, "desk/case.html", context, status=status)


def _items(view: CaseView) -> tuple[TimelineItem, ...]:
    money = money_movements(view.order_id) if view.order_id else ()
    return tuple(sorted((*case_timeline(view), *money), key=lambda item: item.at))


@require_POST
@staff_only
def decide(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Decide a case with a written reason, or write to both parties; what was typed stays."""
    actor, text = staff_of(request), request.POST.get("text", "")
    outcome = request.POST.get("outcome", "")
    view = access_case(actor=actor, case_id=case_id)
    try:
        if outcome == "note":
            add_to_case(actor=actor, case_id=case_id, text=text)
        elif outcome in {"refund", "release", "answered", "return"}:
            decide_case(actor=actor, case_id=case_id, outcome=cast(Decision, outcome), reason=text)
        else:
            return _page(request, view, typed=text, error=_("Choose what is decided."), status=422)
    except DomainError as refused:
        return _page(request, view, typed=text, error=refused.message, status=refused.status)
    messages.success(request, _("Both parties can read it now."))
    return redirect("desk:case", case_id)
