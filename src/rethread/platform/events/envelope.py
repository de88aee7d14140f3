"""The envelope every event travels in; the payload's shape belongs to its contract."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec


class Envelope(msgspec.Struct, frozen=True, kw_only=True):
    """One event as the bus carries it.

    Times are UTC. `subject_key` is a pseudonym, never a person's id. `offset` and `partition` are
    set once the relay has placed the event.
    """

    event_id: UUID
    name: str
    schema_version: int
    producer: str
    occurred_at: datetime
    sent_at: datetime | None = None
    received_at: datetime | None = None
    subject_key: str | None = None
    anonymous_id: str | None = None
    session_id: str | None = None
    consent: str = "essential"
    trace_id: str | None = None
    partition_key: str = ""
    payload: dict[str, Any] = {}
    context: dict[str, Any] = {}
    partition: int | None = None
    offset: int | None = None
    placed_at: datetime | None = None
