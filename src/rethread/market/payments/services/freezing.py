"""Disputed money stays where it is: an order's hold is frozen, and thawed when the dispute is over.

Frozen money can be refunded. It cannot be released; the database refuses that as well.
"""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from ..errors import PaymentConflict, PaymentNotFound
from ..models import Hold
from ..rules.machines import HOLD, step


def freeze_order(*, order_id: UUID) -> None:
    """Keep what is held for an order from being released, in the caller's transaction.

    Freezing what is frozen changes nothing.

    Raises:
        PaymentNotFound: nothing was paid for this order.
        PaymentConflict: it is not held any more.
    """
    _move(order_id, disputed=True)


def thaw_order(*, order_id: UUID) -> None:
    """Let what is held for an order be released again; thawing what is held changes nothing.

    What the buyer's bank has taken back stays frozen until the bank has decided.

    Raises:
        PaymentNotFound: nothing was paid for this order.
        PaymentConflict: it is not held any more.
    """
    _move(order_id, disputed=False)


def require_not_charged_back(hold: Hold) -> None:
    """Refuse to pay anybody out of an order whose payment the buyer's bank has taken back.

    Raises:
        PaymentConflict: it has.
    """
    if hold.charged_back:
        raise PaymentConflict(
            "payments.charged_back",
            _("The buyer's bank has this payment. It goes on when the bank has decided."),
        )


def _move(order_id: UUID, *, disputed: bool) -> None:
    with transaction.atomic():
        hold = Hold.objects.select_for_update().filter(order_id=order_id).first()
        if hold is None:
            raise PaymentNotFound("payments.no_order", _("Nothing was paid for this order."))
        if hold.status not in ("held", "frozen"):
            raise PaymentConflict(
                "payments.not_held", f"The money of this order is {hold.status}, not held."
            )
        hold.disputed = disputed
        target = "frozen" if disputed or hold.charged_back else "held"
        if hold.status != target:
            hold.status = step(HOLD, hold.status, target)
        hold.save(update_fields=["disputed", "status"])
