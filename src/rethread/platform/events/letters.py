"""Dead letters as staff see them: why each was refused, what is masked, put right and sent again.

A letter is replayed once. What is masked is gone for good: it cannot be guessed, only typed anew.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
from django.db import transaction

from rethread.platform.audit.services import record
from rethread.platform.kernel import (
    Actor,
    Conflict,
    Invalid,
    NotFound,
    business_now,
    invariant,
    new_id,
    wall_now,
)

from .contract import Contract, Field
from .envelope import Envelope
from .handling import subscribed
from .ingestion import ANALYTICS, GROUP, Refused, admit, check_payload
from .models import DeadLetter
from .registry import accepted
from .runner import replay_dead_letter

MASK = re.compile(r"^<(text of \d+|number|object)>$|<masked>")
AGE_MAX = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterField:
    """One field of a refused event beside what its contract asks for."""

    name: str
    value: str
    masked: bool
    required: bool
    description: str
    values: tuple[str, ...]
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterView:
    """A dead letter. `fields` is empty where nothing can be put right by hand."""

    id: UUID
    created_at: datetime
    group: str
    reason: str
    detail: str
    contract: str
    owner: str
    raw: str
    replayed_at: datetime | None
    fixable: bool
    fields: tuple[LetterField, ...] = ()


def list_letters(*, replayed: bool = False, limit: int = 50) -> list[LetterView]:
    """Return letters, newest first: those that wait, or those that were replayed."""
    rows = DeadLetter.objects.filter(replayed_at__isnull=not replayed)
    return [_view(row) for row in rows.order_by("-created_at")[:limit]]


def count_letters() -> int:
    """Return how many letters wait."""
    return DeadLetter.objects.filter(replayed_at__isnull=True).count()


def get_letter(letter_id: UUID) -> LetterView:
    """Return one letter.

    Raises:
        NotFound: there is none.
    """
    row = DeadLetter.objects.filter(pk=letter_id).first()
    if row is None:
        raise NotFound("events.no_dead_letter", "There is no such dead letter.")
    return _view(row)


def replay_letter(*, actor: Actor, letter_id: UUID) -> None:
    """Let the group that failed handle its event again.

    Raises:
        NotFound: there is no such letter, or it was replayed.
        Conflict: it failed again; nothing changed.
    """
    invariant(actor.is_staff or actor.is_system, "letters are replayed by staff")
    try:
        with transaction.atomic():
            replay_dead_letter(letter_id, subscribed())
            _audit(actor, letter_id, "events.replay_letter", {})
    except (NotFound, Conflict):
        raise
    except Exception as error:
        message = f"It failed again: {type(error).__name__}: {error}"[:300]
        raise Conflict("events.replay_failed", message) from error


def fix_letter(*, actor: Actor, letter_id: UUID, values: Mapping[str, str]) -> UUID:
    """Send a browser's refused event again with the fields that somebody put right.

    Every field is checked against the contract, like any event at the door. Returns the event's id.

    Raises:
        NotFound: there is no such letter, or it was replayed.
        Conflict: it is not one that can be put right, or its event is known already.
        Invalid: it still breaks its contract; nothing changed.
    """
    invariant(actor.is_staff or actor.is_system, "letters are put right by staff")
    with transaction.atomic():
        row = DeadLetter.objects.select_for_update().filter(pk=letter_id, replayed_at=None).first()
        if row is None:
            raise NotFound("events.no_dead_letter", "There is no such dead letter to replay.")
        event = _readable(row)
        contract = _contract_of(event)
        if event is None or contract is None:
            raise Conflict("events.not_fixable", "Too little of this event is left to put right.")
        envelope = _put_right(row, event, contract, _typed(contract, values))
        if not admit(envelope):
            raise Conflict("events.known", "An event of this id has arrived already.")
        row.replayed_at = wall_now()
        row.event_id = envelope.event_id
        row.save(update_fields=["replayed_at", "event_id"])
        changed = sorted(name for name in values if values[name] != _shown(event, name))
        _audit(actor, letter_id, "events.fix_letter", {"changed": changed})
    return envelope.event_id


def _put_right(
    row: DeadLetter, event: dict[str, Any], contract: Contract, payload: dict[str, Any]
) -> Envelope:
    try:
        plain = check_payload(contract.name, contract.major, payload)
    except Refused as refusal:
        raise Invalid(
            "events.still_broken", "It still breaks its contract.", _blamed(contract, refusal)
        ) from refusal
    return Envelope(
        event_id=_event_id(event),
        name=contract.name,
        schema_version=contract.major,
        producer="browser",
        occurred_at=_occurred_at(row, event),
        received_at=row.created_at,
        subject_key=row.sender.get("subject_key"),
        anonymous_id=row.sender.get("anonymous_id"),
        session_id=row.sender.get("session_id"),
        consent=ANALYTICS if row.sender else "essential",
        partition_key=str(plain[contract.partition_key]),
        payload=plain,
    )


def _occurred_at(row: DeadLetter, event: dict[str, Any]) -> datetime:
    """Return when it happened on the market's clock, as the door would have reckoned it then.

    What lies between its arrival and now is taken off in real time: where a demo's clock was
    moved meanwhile, it counts as having happened after that.
    """
    age = timedelta(0)
    try:
        moment = datetime.fromisoformat(str(event.get("occurred_at")))
        age = min(max(row.created_at - moment, timedelta(0)), AGE_MAX)
    except (ValueError, TypeError):
        pass  # masked, or without a zone: the time of its arrival stands
    return business_now() - (wall_now() - row.created_at) - age


def _event_id(event: dict[str, Any]) -> UUID:
    try:
        found = UUID(str(event.get("event_id")))
    except ValueError:
        return new_id()
    return found if found.version == 7 else new_id()


def _typed(contract: Contract, values: Mapping[str, str]) -> dict[str, Any]:
    """Read what a form sent; what is left empty is absent, what is masked still must not pass."""
    payload: dict[str, Any] = {}
    for field in contract.fields:
        text = values.get(field.name, "").strip()
        if not text:
            continue
        if MASK.search(text):
            problem = {field.name: "This was masked. Type what it should be, or leave it empty."}
            raise Invalid("events.still_masked", "It is still masked.", problem)
        payload[field.name] = text.split() if field.type == "strings" else text
    return payload


def _blamed(contract: Contract, refusal: Refused) -> dict[str, str]:
    for field in contract.fields:
        if re.search(rf"[`.$]{re.escape(field.name)}\b", refusal.detail):
            return {field.name: refusal.detail}
    return {}


def _readable(row: DeadLetter) -> dict[str, Any] | None:
    if row.group != GROUP:
        return None
    try:
        event = msgspec.json.decode(row.raw)
    except msgspec.MsgspecError:
        return None
    return event if isinstance(event, dict) else None


def _contract_of(event: dict[str, Any] | None) -> Contract | None:
    """Return the contract that a refused event can be held to: its own, or the newest."""
    if event is None:
        return None
    versions = {
        major: one for (name, major), one in accepted().items() if name == event.get("name")
    }
    found = versions.get(event.get("schema_version", 0)) or versions.get(max(versions, default=0))
    return found if found is not None and found.channel == "behavioural" else None


def _shown(event: dict[str, Any] | None, name: str) -> str:
    payload = (event or {}).get("payload")
    value = payload.get(name) if isinstance(payload, dict) else None
    if value is None:
        return ""
    return " ".join(map(str, value)) if isinstance(value, list) else str(value)


def _view(row: DeadLetter) -> LetterView:
    event = _readable(row)
    contract = _contract_of(event)
    labels = {f"{name}.v{major}": one for (name, major), one in accepted().items()}
    known = contract or labels.get(row.contract)
    handled = {one.group for one in subscribed()}
    return LetterView(
        id=row.id,
        created_at=row.created_at,
        group=row.group,
        reason=row.reason,
        detail=row.detail,
        contract=row.contract,
        owner=known.owner if known else "",
        raw=row.raw,
        replayed_at=row.replayed_at,
        fixable=contract is not None or (row.offset is not None and row.group in handled),
        fields=tuple(_field(event, field) for field in contract.fields) if contract else (),
    )


def _field(event: dict[str, Any] | None, field: Field) -> LetterField:
    value = _shown(event, field.name)
    return LetterField(
        name=field.name,
        value=value,
        masked=bool(MASK.search(value)),
        required=field.required,
        description=field.description,
        values=field.values,
        problem=_problem(field, value),
    )


def _problem(field: Field, value: str) -> str:
    if not value:
        return "missing" if field.required else ""
    if MASK.search(value):
        return "masked"
    return "unknown value" if field.values and value not in field.values else ""


def _audit(actor: Actor, letter_id: UUID, action: str, detail: dict[str, Any]) -> None:
    record(
        actor=actor, action=action, object_type="dead_letter", object_id=letter_id, detail=detail
    )
