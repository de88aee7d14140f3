"""Money now: every promise computed on the spot, what waits for the provider, what got stuck."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rethread.market.accounts.selectors import users_by_ids
from rethread.market.orders.services import take_back_order
from rethread.market.payments.selectors import list_operations, open_chargebacks, sellers_held
from rethread.market.payments.services import check_invariants, lift_payout_hold, replay_dead
from rethread.market.support.selectors import check_promises
from rethread.platform.audit.services import record
from rethread.platform.events.models import DeadLetter
from rethread.platform.kernel import DomainError

from .edge import staff_of, staff_only, surroundings

LETTERS_SHOWN = 50
OPERATIONS_SHOWN = 500


@dataclass(frozen=True, slots=True)
class LetterRow:
    """An event that nobody could take."""

    at: datetime
    group: str
    reason: str
    detail: str
    contract: str


@require_safe
@staff_only
def money(request: HttpRequest) -> HttpResponse:
    """Show promises, operations and dead letters. Looking at money is written down too."""
    record(
        actor=staff_of(request), action="payments.view_money", object_type="desk", object_id="money"
    )
    operations = list_operations(limit=OPERATIONS_SHOWN)
    held = sellers_held()
    users = users_by_ids([row.seller_id for row in held])
    letters = DeadLetter.objects.filter(replayed_at__isnull=True).order_by("-created_at")
    context = surroundings("money") | {
        "invariants": [*check_invariants(), *check_promises()],
        "by_state": sorted(Counter((row.kind, row.status) for row in operations).items()),
        "looked_at": len(operations),
        "chargebacks": open_chargebacks(),
        "held": [(row, users[row.seller_id].display_name) for row in held],
        "dead": list_operations(status="dead", limit=LETTERS_SHOWN),
        "letters": [
            LetterRow(row.created_at, row.group, row.reason, row.detail, row.contract)
            for row in letters[:LETTERS_SHOWN]
        ],
        "letters_total": letters.count(),
    }
    return render(request, "desk/money.html", context)


@require_POST
@staff_only
def lift(request: HttpRequest, seller_id: UUID) -> HttpResponse:
    """Let a seller be paid out again."""
    with transaction.atomic():
        lift_payout_hold(actor=staff_of(request), seller_id=seller_id)
        record(
            actor=staff_of(request),
            action="payments.lift_payout_hold",
            object_type="person",
            object_id=seller_id,
        )
    messages.success(request, _("Their payouts go out again."))
    return redirect("desk:money")


@require_POST
@staff_only
def take_back(request: HttpRequest) -> HttpResponse:
    """Refund an order whose seller was paid; the seller owes what they got for it."""
    try:
        order_id = UUID(request.POST.get("order", "").strip())
        reason = request.POST.get("reason", "").strip()
        if not reason:
            raise ValueError
        with transaction.atomic():
            take_back_order(actor=staff_of(request), order_id=order_id, reason=reason)
            record(
                actor=staff_of(request),
                action="payments.take_back_order",
                object_type="order",
                object_id=order_id,
            )
    except ValueError:
        messages.error(request, _("Give the number of an order and a reason."))
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("The buyer gets everything back."))
    return redirect("desk:money")


@require_POST
@staff_only
def replay(request: HttpRequest, operation_id: UUID) -> HttpResponse:
    """Take a stuck operation up again."""
    with transaction.atomic():
        replay_dead(operation_id)
        record(
            actor=staff_of(request),
            action="payments.replay_operation",
            object_type="operation",
            object_id=operation_id,
        )
    messages.success(request, _("Taken up again. A worker tries it in a moment."))
    return redirect("desk:money")
