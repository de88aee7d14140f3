"""Keep a seller's money from leaving for their bank while something about it is in doubt. It stays
theirs, it stays in their balance, and they read that it waits."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rethread.platform.kernel import Actor, PermissionDenied

from ..models import Payee
from ..types import PayoutHold
from .releasing import payee_of


def hold_payouts(*, actor: Actor, seller_id: UUID, reason: PayoutHold) -> None:
    """Hold a seller's payouts, in the caller's transaction; what left already has left.

    Raises:
        PermissionDenied: the actor is neither staff nor the market itself.
    """
    _require_staff(actor)
    hold_all([seller_id], reason)


def hold_all(seller_ids: Iterable[UUID], reason: PayoutHold) -> None:
    """Hold the payouts of several sellers; what is held for a reason keeps its first one."""
    with transaction.atomic():
        for seller_id in sorted(set(seller_ids)):
            payee = payee_of(seller_id)
            if not payee.payouts_held_for:
                payee.payouts_held_for = reason
                payee.save(update_fields=["payouts_held_for"])


def lift_payout_hold(*, actor: Actor, seller_id: UUID) -> None:
    """Let a seller be paid out again; lifting what is not held changes nothing.

    Raises:
        PermissionDenied: the actor is neither staff nor the market itself.
    """
    _require_staff(actor)
    Payee.objects.filter(seller_id=seller_id).update(payouts_held_for="")


def _require_staff(actor: Actor) -> None:
    if not (actor.is_staff or actor.is_system):
        raise PermissionDenied("payments.staff_only", _("Only staff do this."))
