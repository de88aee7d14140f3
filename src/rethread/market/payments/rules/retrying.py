"""When to try again: exponential backoff with jitter drawn from the operation's own key, so that a
simulation repeats exactly and a thousand operations do not knock at the same second."""

from __future__ import annotations

import hashlib
from datetime import timedelta

BACKOFF_MAX_S = 600.0
POISON_MAX = 8  # failures of our own, after which a row is put aside and somebody is called
KEY_AGE_MAX = timedelta(hours=23)  # the provider forgets keys after 24 hours
LEASE = timedelta(seconds=60)
BREAKER_AFTER = 3  # fruitless calls in a row, after which a batch stops knocking


def backoff(key: str, attempts: int) -> timedelta:
    """Return how long to wait after so many attempts: 2, 4, 8 ... 600 s, less up to half."""
    mark = hashlib.sha256(f"{key}:{attempts}".encode()).digest()
    share = int.from_bytes(mark[:4], "big") / 2**32
    whole = min(2.0 ** min(attempts, 20), BACKOFF_MAX_S)
    return timedelta(seconds=whole * (1 - share / 2))
