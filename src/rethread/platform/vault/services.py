"""Give and forget pseudonyms. A pseudonym says nothing about the person: it is random, not a hash
of the id, so that dropping the row cannot be undone by guessing."""

from __future__ import annotations

import hashlib
import threading
import time
from collections import OrderedDict
from uuid import UUID

from django.db import transaction

from rethread.platform.kernel import new_id

from .models import Pseudonym

CACHE_ROWS_MAX = 10_000
CACHE_S = 300.0  # how long another process may still use a pseudonym that was forgotten
_cache: OrderedDict[UUID, tuple[float, str]] = OrderedDict()
_lock = threading.Lock()


def pseudonym_for(user_id: UUID) -> str:
    """Return a person's pseudonym (a UUID as text), made on first use and stable until forgotten.

    Only committed pseudonyms are cached: one made in a transaction that rolls back never was.
    """
    cached = _cached(user_id)
    if cached is not None:
        return cached
    value = Pseudonym.objects.filter(pk=user_id).values_list("value", flat=True).first()
    if value is None:
        Pseudonym.objects.bulk_create(
            [Pseudonym(person_id=user_id, value=_fresh())], ignore_conflicts=True
        )
        value = Pseudonym.objects.values_list("value", flat=True).get(pk=user_id)
    found = value
    transaction.on_commit(lambda: _remember(user_id, found))
    return found


def forget(user_id: UUID) -> None:
    """Cut the tie between a person and their pseudonym for good; forgetting twice is no error."""
    Pseudonym.objects.filter(pk=user_id).delete()
    with _lock:
        _cache.pop(user_id, None)
    transaction.on_commit(lambda: _drop(user_id))


def clear_cache() -> None:
    """Make the next answers come from the database; tests call it between cases."""
    with _lock:
        _cache.clear()


def _fresh() -> str:
    # Hashing a fresh id keeps its 74 random bits and hides its time; a simulation's seeded ids
    # give seeded pseudonyms.
    digest = hashlib.sha256(b"rethread.vault:" + new_id().bytes).digest()
    return str(UUID(bytes=digest[:16], version=4))


def _cached(user_id: UUID) -> str | None:
    with _lock:
        entry = _cache.get(user_id)
        if entry is None or time.monotonic() - entry[0] > CACHE_S:
            return None
        _cache.move_to_end(user_id)
        return entry[1]


def _remember(user_id: UUID, value: str) -> None:
    with _lock:
        _cache[user_id] = (time.monotonic(), value)
        _cache.move_to_end(user_id)
        while len(_cache) > CACHE_ROWS_MAX:
            _cache.popitem(last=False)


def _drop(user_id: UUID) -> None:
    with _lock:
        _cache.pop(user_id, None)
