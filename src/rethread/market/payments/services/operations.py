"""The engine of durable steps: claim, call, apply. What kills it anywhere leaves a row that the
next run picks up; no database transaction is open while the provider is asked."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, get_args
from uuid import UUID

from django.db import transaction

from rethread.platform.kernel import business_now, wall_now
from rethread.platform.kernel.fetching import change, fetch_one, select, update

from ..errors import (
    PaymentNotFound,
    ProviderBroken,
    ProviderBusy,
    ProviderError,
    ProviderRefused,
    ProviderUnclear,
)
from ..models import Operation
from ..rules.machines import OPERATION, step
from ..rules.retrying import BREAKER_AFTER, KEY_AGE_MAX, LEASE, POISON_MAX, backoff
from ..types import OperationKind

_log = logging.getLogger(__name__)
UNFINISHED = ("intended", "sent", "unknown")
# A newer process may have written kinds that this one does not know: they are left to it.
KNOWN = get_args(OperationKind)
_IS_DUE = f"""kind IN ({", ".join(f"'{kind}'" for kind in KNOWN)}) AND NOT dead AND (
    status IN ('intended', 'unknown') AND next_attempt_at <= %(now)s
    OR status = 'sent' AND lease_until < %(wall)s
)"""
DUE = f"SELECT 1 FROM payments_operation WHERE {_IS_DUE}"  # noqa: S608  # constants
_FREE = f"WHERE id = %(id)s AND {_IS_DUE} FOR UPDATE SKIP LOCKED"
_NEXT = (
    f"SELECT id FROM payments_operation WHERE {_IS_DUE} "  # noqa: S608  # constants
    "ORDER BY next_attempt_at, id LIMIT %(limit)s"
)
_SUCCEEDED = """
UPDATE payments_operation SET status = 'succeeded', lease_until = NULL, last_error = ''
WHERE id = %s AND status = ANY(%s)
"""


@dataclass(frozen=True, slots=True)
class Step:
    """How one kind of operation is performed.

    `call` and `find` ask the provider (no transaction is open); `find` returns None only when the
    provider has proved that nothing happened. `apply` and `refuse` run inside the transaction that
    finishes the operation; `apply` locks what it changes and does nothing the second time.
    """

    call: Callable[[Operation], Any]
    find: Callable[[Operation], Any]
    apply: Callable[[Operation, Any], None]
    refuse: Callable[[Operation, ProviderRefused], None]


def due_operations(now: datetime, limit: int) -> list[UUID]:
    """Return which operations should be performed now, in due order."""
    return [row[0] for row in select(_NEXT, {"now": now, "wall": wall_now(), "limit": limit})]


def next_operation_due() -> datetime | None:
    """Return the earliest due time; what is leased is somebody's already."""
    return (
        Operation.objects.filter(kind__in=KNOWN, status__in=["intended", "unknown"], dead=False)
        .order_by("next_attempt_at")
        .values_list("next_attempt_at", flat=True)
        .first()
    )


def perform_due(steps: Mapping[str, Step], now: datetime, limit: int) -> int:
    """Perform what is due; stop knocking after a few fruitless calls in a row."""
    done = fruitless = 0
    for operation_id in due_operations(now, limit):
        done += 1
        finished = perform(steps, operation_id, now)
        fruitless = 0 if finished else fruitless + 1
        if fruitless >= BREAKER_AFTER:
            break
    return done


def perform(steps: Mapping[str, Step], operation_id: UUID, now: datetime) -> bool:
    """Perform one operation if it is free and due; tell whether it came to an end."""
    claimed = _claim(operation_id, now)
    if claimed is None:
        return True
    operation, doubtful = claimed
    kind = steps[operation.kind]
    try:
        outcome = _ask(kind, operation, doubtful)
    except ProviderRefused as error:
        refusal = error
        return _end(operation, lambda: _refuse(kind, operation, refusal))
    except ProviderBusy as error:
        return _later(operation, "unknown" if doubtful else "intended", error)
    except ProviderUnclear as error:
        return _later(operation, "unknown", error)
    except ProviderBroken as error:
        return _later(operation, "unknown", error, server_error=True)
    return _end(operation, lambda: kind.apply(operation, outcome))


def _claim(operation_id: UUID, now: datetime) -> tuple[Operation, bool] | None:
    """Take an operation for a while. The second value says that it may already have happened."""
    with transaction.atomic(durable=True):
        operation = fetch_one(
            Operation, _FREE, {"id": operation_id, "now": now, "wall": wall_now()}
        )
        if operation is None:
            return None
        sent_at = operation.first_sent_at
        doubtful = operation.status != "intended"
        if sent_at is not None and wall_now() - sent_at > KEY_AGE_MAX:
            doubtful = True
        operation.status = step(OPERATION, operation.status, "sent")
        operation.attempts += 1
        operation.first_sent_at = sent_at or wall_now()
        operation.lease_until = wall_now() + LEASE
        update(operation, "status", "attempts", "first_sent_at", "lease_until")
        return operation, doubtful


def _ask(kind: Step, operation: Operation, doubtful: bool) -> Any:
    if doubtful:
        found = kind.find(operation)
        if found is not None:
            return found
        if operation.server_error:
            _renew_key(operation)
    return kind.call(operation)


def _renew_key(operation: Operation) -> None:
    """Use a new key: the old one would replay its stored 500 for a day, and nothing happened."""
    operation.generation += 1
    operation.server_error = False
    with transaction.atomic(durable=True):
        operation.save(update_fields=["generation", "server_error"])


def _refuse(kind: Step, operation: Operation, error: ProviderRefused) -> None:
    kind.refuse(operation, error)
    Operation.objects.filter(id=operation.id, status__in=UNFINISHED).update(
        status="failed", lease_until=None, last_error=str(error)[:500]
    )


def _end(operation: Operation, effect: Callable[[], None]) -> bool:
    """Commit the result, its entries and whatever follows, together with the operation's end."""
    try:
        with transaction.atomic(durable=True):
            effect()
            change(_SUCCEEDED, [operation.id, list(UNFINISHED)])
    except ProviderError as error:
        return _later(operation, "unknown", error)
    except Exception as error:  # noqa: BLE001  # one poisonous row must not stop the others
        _log.exception("operation %s could not be applied", operation.key)
        return _later(operation, "unknown", error, ours=True)
    return True


def _later(
    operation: Operation,
    status: str,
    error: Exception,
    *,
    server_error: bool = False,
    ours: bool = False,
) -> bool:
    """Put an operation back. Only failures of our own count towards the dead letters: a provider
    that is down for a day loses nothing."""
    failures = operation.failures + (1 if ours else 0)
    dead = failures >= POISON_MAX
    if dead:
        _log.error("operation %s is a dead letter: %s", operation.key, error)
    with transaction.atomic(durable=True):
        Operation.objects.filter(
            id=operation.id, status="sent", attempts=operation.attempts
        ).update(
            status=step(OPERATION, "sent", status),
            failures=failures,
            dead=dead,
            server_error=operation.server_error or server_error,
            lease_until=None,
            last_error=f"{type(error).__name__}: {error}"[:500],
            next_attempt_at=business_now() + backoff(operation.key, operation.attempts),
        )
    return False


def replay_dead(operation_id: UUID) -> None:
    """Take a dead letter up again, from the desk; doing so twice is harmless.

    Raises:
        PaymentNotFound: there is no such operation.
    """
    with transaction.atomic():
        operation = Operation.objects.select_for_update().filter(id=operation_id).first()
        if operation is None:
            raise PaymentNotFound("payments.no_operation", "There is no such operation.")
        if operation.dead and operation.status in UNFINISHED:
            operation.dead, operation.failures = False, 0
            operation.next_attempt_at = business_now()
            operation.save()
