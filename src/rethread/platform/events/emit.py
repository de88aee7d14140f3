"""Emitting: a typed event becomes an outbox row in the caller's own transaction.

Refuses an event that breaks its contract, and refuses to run outside of a transaction.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from django.db import connection

from rethread.platform.kernel import Actor, business_now, invariant, new_id
from rethread.platform.vault import pseudonym_for

from . import outbox
from .envelope import Envelope
from .immediate import tell_now

Pseudonymise = Callable[[UUID], str]
_pseudonymise: Pseudonymise | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EventType:
    """What a generated event says of itself."""

    name: str
    version: int
    partition_key: str
    payload: type[msgspec.Struct]


@dataclass(frozen=True, slots=True, kw_only=True)
class EventContext:
    """What only the request knows: the visit, the browser, what the person agreed to."""

    session_id: str | None = None
    anonymous_id: str | None = None
    consent: str = "essential"
    trace_id: str | None = None


_NO_CONTEXT = EventContext()


def emit(
    event: EventType,
    payload: msgspec.Struct,
    *,
    actor: Actor,
    occurred_at: datetime | None = None,
    context: EventContext | None = None,
) -> UUID:
    """Add an event to the outbox of the current transaction and return its id.

    Raises:
        msgspec.ValidationError: a value breaks the contract.
        InvariantViolation: there is no transaction to belong to.
    """
    invariant(connection.in_atomic_block, f"{event.name} emitted outside of a transaction")
    envelope = seal(event, payload, actor=actor, occurred_at=occurred_at, context=context)
    outbox.add(envelope)
    tell_now([envelope])
    return envelope.event_id


def seal(
    event: EventType,
    payload: msgspec.Struct,
    *,
    actor: Actor,
    occurred_at: datetime | None = None,
    context: EventContext | None = None,
) -> Envelope:
    """Check an event against its contract and put it in its envelope.

    Raises:
        msgspec.ValidationError: a value breaks the contract.
    """
    plain: dict[str, Any] = msgspec.to_builtins(payload)
    msgspec.convert(plain, event.payload)
    known = context or _NO_CONTEXT
    return Envelope(
        event_id=new_id(),
        name=event.name,
        schema_version=event.version,
        producer=actor.name or "market",
        occurred_at=occurred_at or business_now(),
        subject_key=pseudonym_of(actor.user_id) if actor.user_id else None,
        anonymous_id=known.anonymous_id,
        session_id=known.session_id,
        consent=known.consent,
        trace_id=known.trace_id,
        partition_key=str(plain[event.partition_key]),
        payload=plain,
    )


def pseudonym_of(user_id: UUID) -> str:
    """Return the pseudonym that stands for a person in every event."""
    return (_pseudonymise or pseudonym_for)(user_id)


def install_pseudonymise(function: Pseudonymise | None) -> None:
    """Replace where pseudonyms come from, for tests; None returns to the vault."""
    global _pseudonymise
    _pseudonymise = function
