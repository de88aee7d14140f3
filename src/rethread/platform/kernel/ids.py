"""UUIDv7 ids (RFC 9562): time-ordered; a simulation may replace the source by a seeded one."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from uuid import UUID

_lock = threading.Lock()
_last_ms = 0
_counter = 0
_source: Callable[[], UUID] | None = None


def uuid7_from(unix_ms: int, rand_a: int, rand_b: int) -> UUID:
    """Assemble a version 7 UUID from 48 bits of milliseconds, 12 and 62 bits of the rest."""
    value = (unix_ms & 0xFFFFFFFFFFFF) << 80
    value |= 0x7 << 76
    value |= (rand_a & 0xFFF) << 64
    value |= 0b10 << 62
    value |= rand_b & 0x3FFFFFFFFFFFFFFF
    return UUID(int=value)


def _fresh() -> UUID:
    """Make an id that sorts after every earlier one of this process (RFC 9562, 6.2 method 1)."""
    global _last_ms, _counter
    rand_b = int.from_bytes(os.urandom(8), "big")
    with _lock:
        now_ms = time.time_ns() // 1_000_000
        if now_ms > _last_ms:
            _last_ms, _counter = now_ms, int.from_bytes(os.urandom(2), "big") & 0x7FF
        else:
            _counter += 1
            if _counter > 0xFFF:
                _last_ms, _counter = _last_ms + 1, 0
        return uuid7_from(_last_ms, _counter, rand_b)


def new_id() -> UUID:
    """Make a new UUIDv7; Django models use it as the default of their primary key."""
    return _source() if _source is not None else _fresh()


@contextmanager
def id_source(source: Callable[[], UUID]) -> Iterator[None]:
    """Replace the source of ids in this process, for deterministic simulations and tests only."""
    global _source
    previous, _source = _source, source
    try:
        yield
    finally:
        _source = previous
