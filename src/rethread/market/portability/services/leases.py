"""Who works on what: a lease on the wall clock, taken before work and renewed while it goes on.

A worker that is killed holds its lease for a minute, and then another takes the work up. One that
was only slow finds out at its next renewal that it holds nothing any more, and stops.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from rethread.platform.kernel import new_id, wall_now

from ..errors import LeaseLost
from ..models import ShopExport, ShopImport

LEASE = timedelta(seconds=60)
PAUSE = timedelta(seconds=20)  # before what failed is tried again
ATTEMPTS_MAX = 5
_log = logging.getLogger(__name__)
Work = TypeVar("Work", ShopExport, ShopImport)


@dataclass(frozen=True, slots=True)
class Lease(Generic[Work]):
    """The right of one worker to one piece of work."""

    model: type[Work]
    row_id: UUID
    worker_id: UUID
    attempts: int

    def renew(self, **values: Any) -> None:
        """Hold on to the work for another while, and write down how far it has come.

        Raises:
            LeaseLost: somebody else holds it, or it was stopped.
        """
        self.write(leased_until=wall_now() + LEASE, **values)

    def write(self, **values: Any) -> None:
        """Change the row as long as the lease is ours.

        Raises:
            LeaseLost: it is not.
        """
        rows = self.model.objects.filter(pk=self.row_id, worker_id=self.worker_id)
        if rows.update(**values) != 1:
            raise LeaseLost

    def give_back(self, *, pause: timedelta = timedelta(0), **values: Any) -> None:
        """Let go of work that is not finished, so that anybody may go on with it."""
        until = wall_now() + pause if pause else None
        self.write(worker_id=None, leased_until=until, **values)


def claim(model: type[Work], statuses: tuple[str, ...]) -> Lease[Work] | None:
    """Take the oldest work that nobody holds, or return None."""
    now = wall_now()
    with transaction.atomic():
        row = (
            model.objects.select_for_update(skip_locked=True)
            .filter(Q(leased_until__isnull=True) | Q(leased_until__lt=now), status__in=statuses)
            .order_by("id")
            .first()
        )
        return _taken(model, row) if row is not None else None


def claim_one(model: type[Work], row_id: UUID, statuses: tuple[str, ...]) -> Lease[Work] | None:
    """Take this work unless somebody holds it, or there is nothing to do about it."""
    now = wall_now()
    with transaction.atomic():
        row = (
            model.objects.select_for_update(skip_locked=True)
            .filter(
                Q(leased_until__isnull=True) | Q(leased_until__lt=now),
                pk=row_id, status__in=statuses,
            ).first()
        )  # fmt: skip
        return _taken(model, row) if row is not None else None


def _taken(model: type[Work], row: Work) -> Lease[Work]:
    row.worker_id, row.leased_until = new_id(), wall_now() + LEASE
    row.attempts += 1
    row.save(update_fields=["worker_id", "leased_until", "attempts"])
    return Lease(model, row.id, row.worker_id, row.attempts)
