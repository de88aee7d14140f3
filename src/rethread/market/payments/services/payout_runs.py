"""Pay sellers out on the schedule they chose: one due row a seller, moved on before they are paid,
so that a run that was missed is caught up with once and never twice."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rethread.platform.kernel import Actor, PermissionDenied, business_now, settings

from ..errors import PaymentConflict
from ..models import Payee
from ..rules.paying_out import next_run
from ..types import PayoutSchedule
from .paying_out import request_payout
from .releasing import payee_of

ACTOR = Actor.system("payments.payout_runs")
DUE = "SELECT 1 FROM payments_payee WHERE next_payout_at <= %(now)s"


def set_payout_schedule(*, actor: Actor, seller_id: UUID, schedule: PayoutSchedule) -> None:
    """Choose when what is available is paid out without being asked for.

    Raises:
        PermissionDenied: the actor is somebody else.
    """
    if not (actor.is_staff or actor.user_id == seller_id):
        raise PermissionDenied("payments.not_yours", _("This is another seller's money."))
    with transaction.atomic():
        payee = payee_of(seller_id)
        payee.payout_schedule = schedule
        payee.next_payout_at = next_run(business_now(), schedule)
        payee.save(update_fields=["payout_schedule", "next_payout_at"])


def next_payout_run() -> datetime | None:
    """Return when the next seller is paid out on schedule."""
    rows = Payee.objects.filter(next_payout_at__isnull=False).order_by("next_payout_at")
    return rows.values_list("next_payout_at", flat=True).first()


def run_due_payouts(now: datetime, limit: int) -> int:
    """Pay out every seller whose day has come; who cannot be paid now waits for their next day."""
    due = Payee.objects.filter(next_payout_at__lte=now).order_by("next_payout_at", "id")
    ids = list(due.values_list("id", flat=True)[:limit])
    return sum(_run(payee_id, now) for payee_id in ids)


def _run(payee_id: UUID, now: datetime) -> int:
    with transaction.atomic():
        rows = Payee.objects.select_for_update(skip_locked=True)
        payee = rows.filter(id=payee_id, next_payout_at__lte=now).first()
        if payee is None:
            return 0  # another worker pays them
        schedule: PayoutSchedule = "daily" if payee.payout_schedule == "daily" else "weekly"
        payee.next_payout_at = next_run(now, schedule)
        payee.save(update_fields=["next_payout_at"])
        for currency in settings().trading_currencies:
            _pay_out(payee, currency)
        return 1


def _pay_out(payee: Payee, currency: str) -> None:
    try:
        with transaction.atomic():
            request_payout(actor=ACTOR, seller_id=payee.seller_id, currency=currency)
    except PaymentConflict:
        pass  # nothing there, or held: what there is waits for the next day
