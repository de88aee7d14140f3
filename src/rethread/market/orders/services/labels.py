"""Get several labels in one go. One that the carrier refuses stops no other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from rethread.platform.kernel import Actor, DomainError, Invalid

from ..types import LabelsMade
from .order import make_label

AT_ONCE_MAX: Final = 20  # the carrier is asked one after another while somebody waits


def make_labels(*, actor: Actor, order_ids: Sequence[UUID]) -> LabelsMade:
    """Get the labels of several orders, each as `make_label` would. Calls the carrier; not in a
    transaction. Asked again it returns the same labels.

    Raises:
        Invalid: `orders.too_many_labels`; none was asked for.
    """
    wanted = list(dict.fromkeys(order_ids))
    if len(wanted) > AT_ONCE_MAX:
        message = _("Choose at most %(count)d at once.") % {"count": AT_ONCE_MAX}
        raise Invalid("orders.too_many_labels", message)
    labelled: list[UUID] = []
    refused: list[tuple[UUID, str]] = []
    for order_id in wanted:
        try:
            make_label(actor=actor, order_id=order_id)
        except DomainError as error:
            refused.append((order_id, error.message))
        else:
            labelled.append(order_id)
    return LabelsMade(labelled=tuple(labelled), refused=tuple(refused))
