"""Idempotent requests: the same key and body give the stored answer, another body is refused."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from .errors import Conflict, Invalid, invariant
from .fetching import select
from .models import IdempotencyRecord

KEY_CHARS_MAX = 255


def fingerprint_of(body: Any) -> str:
    """Hash a JSON-like body so that two requests can be compared."""
    return hashlib.sha256(json.dumps(body, sort_keys=True, default=str).encode()).hexdigest()


def run_idempotent(
    *, scope: str, key: str, body: Any, work: Callable[[], dict[str, Any]]
) -> tuple[dict[str, Any], bool]:
    """Run `work` once per (scope, key) and return (answer, replayed).

    The key row is inserted first in the same transaction as the work: a second request with the
    same key waits for the first to commit, then replays its answer; if the first failed, nothing
    is stored and the second runs. `scope` names the actor and the operation.

    Raises:
        Invalid: the key is empty or too long.
        Conflict: the key was used with a different body.
    """
    if not key or len(key) > KEY_CHARS_MAX:
        raise Invalid(
            "kernel.idempotency_key", _("Send an Idempotency-Key of 1 to 255 characters.")
        )
    mark = fingerprint_of(body)
    with transaction.atomic():
        try:
            with transaction.atomic():
                record = IdempotencyRecord.objects.create(scope=scope, key=key, fingerprint=mark)
        except IntegrityError:
            return _replay(scope, key, mark), True
        answer = work()
        record.response = answer
        record.save(update_fields=["response"])
        return answer, False


class InFlight(Conflict):
    """The first request with this key is being answered; ask again in `retry_after_s`."""

    retry_after_s = 1


@contextmanager
def one_at_a_time(scope: str, key: str) -> Iterator[None]:
    """Refuse a request while another with the same scope and key is being answered anywhere.

    A person's second click waits for the first (`run_idempotent` does that by itself); a program
    is told to come back, so that it does not hold a connection. No transaction is needed: the lock
    is the database session's, and ends with it if the process dies.

    Raises:
        InFlight: one is being answered.
    """
    mark = int.from_bytes(
        hashlib.sha256(f"{scope}\0{key}".encode()).digest()[:8], "big", signed=True
    )
    if not select("SELECT pg_try_advisory_lock(%s)", [mark])[0][0]:
        raise InFlight(
            "kernel.idempotency_in_flight",
            _("A request with this Idempotency-Key is being answered. Ask again in a moment."),
        )
    try:
        yield
    finally:
        select("SELECT pg_advisory_unlock(%s)", [mark])


def _replay(scope: str, key: str, mark: str) -> dict[str, Any]:
    record = IdempotencyRecord.objects.get(scope=scope, key=key)
    if record.fingerprint != mark:
        raise Conflict(
            "kernel.idempotency_mismatch", "This Idempotency-Key was used for another request."
        )
    answer: dict[str, Any] | None = record.response
    invariant(answer is not None, "a committed idempotency record has its answer")
    return answer or {}
