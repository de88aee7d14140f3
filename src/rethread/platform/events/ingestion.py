"""The door for events that browsers send in batches: checked, deduplicated, then in the outbox.

It believes nothing: sizes, names, versions, payloads, times. What breaks a contract is kept as a
dead letter with everything masked that no contract vouches for. Without consent to analytics only
an hourly count of the event's name remains; robots leave nothing at all.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
from django.db import connection, transaction
from django.db.models import Sum

from rethread.platform.kernel import Invalid, business_now, wall_now

from . import outbox
from .contract import Contract
from .emit import pseudonym_of
from .envelope import Envelope
from .immediate import tell_now
from .masking import mask_event, mask_unreadable
from .models import DeadLetter, SeenEvent, UnconsentedCount
from .registry import accepted, struct_of

BYTES_MAX = 256_000
EVENTS_MAX = 200
AGE_MAX = timedelta(days=7)
GROUP = "ingestion"
ANALYTICS = "analytics"
_BOT = re.compile(
    r"bot\b|bot/|crawl|spider|slurp|headless|lighthouse|preview|curl/|wget/|python-|okhttp|"
    r"go-http|java/|libwww|scrapy|facebookexternalhit|phantomjs",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class IngestContext:
    """What the server knows of the sender, whatever the batch says.

    `consent` is what the person chose ("analytics" or "essential"); the batch cannot raise it.
    """

    user_agent: str = ""
    user_id: UUID | None = None
    session_id: str | None = None
    anonymous_id: str | None = None
    consent: str = "essential"


@dataclass(frozen=True, slots=True)
class IngestResult:
    """How many events were kept, refused, already known, or dropped (no consent, robots)."""

    accepted: int = 0
    rejected: int = 0
    duplicates: int = 0
    dropped: int = 0


class IncomingBatch(msgspec.Struct, frozen=True):
    """The body of a request; each event is read on its own so that one bad one harms no other."""

    events: list[msgspec.Raw]
    sent_at: datetime | None = None


class IncomingEvent(msgspec.Struct, frozen=True):
    """One event as a browser sends it."""

    event_id: UUID
    name: str
    schema_version: int
    occurred_at: datetime
    payload: dict[str, Any]


class Refused(Exception):
    """An event cannot be accepted; `reason` is stable, `detail` is for the person who fixes it."""

    def __init__(self, reason: str, detail: str, contract: str = "") -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail
        self.contract = contract


def ingest_batch(raw: bytes, *, context: IngestContext) -> IngestResult:
    """Take a batch of a browser's events; return what became of them.

    Times are the browser's: an event's age (sent_at - occurred_at) is believed, up to a week, and
    taken from the market's clock, so a wrong clock in a browser moves nothing.

    Raises:
        Invalid: the batch is too large or is no batch; nothing of it was kept but a dead letter.
    """
    if len(raw) > BYTES_MAX:
        raise Invalid("events.batch_too_large", f"Send at most {BYTES_MAX} bytes at a time.")
    if is_robot(context.user_agent):
        return IngestResult(dropped=_count(raw))
    try:
        batch = msgspec.json.decode(raw, type=IncomingBatch)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        _bury([_letter(Refused("not_a_batch", str(error)), mask_unreadable(raw), context)])
        raise Invalid("events.not_a_batch", "Send {sent_at, events: [...]} as JSON.") from error
    if len(batch.events) > EVENTS_MAX:
        raise Invalid("events.batch_too_large", f"Send at most {EVENTS_MAX} events at a time.")
    return _ingest(batch, context)


def is_robot(user_agent: str) -> bool:
    """Tell whether a user agent says that it is no person's browser; an empty one is none."""
    return not user_agent or _BOT.search(user_agent) is not None


def _count(raw: bytes) -> int:
    try:
        return len(msgspec.json.decode(raw, type=IncomingBatch).events)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return 0


def _ingest(batch: IncomingBatch, context: IngestContext) -> IngestResult:
    good: dict[UUID, Envelope] = {}
    letters: list[DeadLetter] = []
    duplicates = 0
    for raw in batch.events:
        try:
            event = _accept(bytes(raw), batch.sent_at, context)
        except Refused as refusal:
            letters.append(_letter(refusal, mask_event(bytes(raw)), context))
            continue
        duplicates += event.event_id in good
        good.setdefault(event.event_id, event)
    with transaction.atomic():
        _bury(letters)
        if context.consent != ANALYTICS:
            _count_unconsented(list(good.values()))
            return IngestResult(rejected=len(letters), dropped=len(good), duplicates=duplicates)
        fresh = _unseen(list(good.values()))
        outbox.add_many(fresh)
        tell_now(fresh)
    return IngestResult(
        accepted=len(fresh),
        rejected=len(letters),
        duplicates=duplicates + len(good) - len(fresh),
    )


def _accept(raw: bytes, sent_at: datetime | None, context: IngestContext) -> Envelope:
    try:
        event = msgspec.json.decode(raw, type=IncomingEvent)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise Refused("not_an_event", str(error)) from error
    contract = _contract_of(event)
    label = f"{contract.name}.v{contract.major}"
    try:
        payload = msgspec.convert(event.payload, struct_of(event.name, event.schema_version))
    except msgspec.ValidationError as error:
        raise Refused("breaks_contract", str(error), label) from error
    plain = msgspec.to_builtins(payload)
    return Envelope(
        event_id=event.event_id,
        name=event.name,
        schema_version=event.schema_version,
        producer="browser",
        occurred_at=_market_time(event.occurred_at, sent_at, label),
        sent_at=_utc(sent_at) if sent_at else None,
        received_at=wall_now(),
        subject_key=pseudonym_of(context.user_id) if context.user_id else None,
        anonymous_id=context.anonymous_id,
        session_id=context.session_id,
        consent=context.consent,
        partition_key=str(plain[contract.partition_key]),
        payload=plain,
    )


def _contract_of(event: IncomingEvent) -> Contract:
    contract = accepted().get((event.name, event.schema_version))
    if contract is None:
        known = any(name == event.name for name, _ in accepted())
        raise Refused(
            "unknown_version" if known else "unknown_event",
            f"no contract {event.name[:100]}.v{event.schema_version}",
        )
    if contract.channel != "behavioural":
        raise Refused(
            "not_for_browsers",
            f"{contract.name} is emitted by the market alone",
            f"{contract.name}.v{contract.major}",
        )
    if event.event_id.version != 7:
        raise Refused("bad_event_id", "event_id must be a version 7 UUID")
    return contract


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _market_time(occurred_at: datetime, sent_at: datetime | None, contract: str) -> datetime:
    age = _utc(sent_at or wall_now()) - _utc(occurred_at)
    if age > AGE_MAX:
        raise Refused("too_old", f"it happened {age.days} days before it was sent", contract)
    return business_now() - max(age, timedelta(0))


def _letter(refusal: Refused, masked: str, context: IngestContext) -> DeadLetter:
    return DeadLetter(
        created_at=wall_now(),
        group=GROUP,
        reason=refusal.reason,
        detail=refusal.detail[:500],
        contract=refusal.contract,
        raw=masked,
        sender=_sender(context),
    )


def _sender(context: IngestContext) -> dict[str, str | None]:
    """Return what a replay needs to know of who sent it, which is nothing without consent."""
    if context.consent != ANALYTICS:
        return {}
    return {
        "subject_key": pseudonym_of(context.user_id) if context.user_id else None,
        "session_id": context.session_id,
        "anonymous_id": context.anonymous_id,
    }


def _bury(letters: list[DeadLetter]) -> None:
    if letters:
        DeadLetter.objects.bulk_create(letters)


def admit(event: Envelope) -> bool:
    """Take an event that was put right; False when its id is known already.

    Must run in the transaction of whoever put it right. Without consent to analytics only the
    hourly count remains, as at the door.
    """
    if event.consent != ANALYTICS:
        _count_unconsented([event])
        return True
    fresh = _unseen([event])
    outbox.add_many(fresh)
    return bool(fresh)


def check_payload(name: str, version: int, payload: dict[str, Any]) -> dict[str, Any]:
    """Return a payload as its contract types it.

    Raises:
        Refused: there is no such contract for browsers, or the payload breaks it.
    """
    contract = accepted().get((name, version))
    if contract is None or contract.channel != "behavioural":
        raise Refused("unknown_event", f"browsers send no {name[:100]}.v{version}")
    label = f"{contract.name}.v{contract.major}"
    try:
        plain: dict[str, Any] = msgspec.to_builtins(
            msgspec.convert(payload, struct_of(name, version), strict=False)
        )
    except msgspec.ValidationError as error:
        raise Refused("breaks_contract", str(error), label) from error
    return plain


def _unseen(events: list[Envelope]) -> list[Envelope]:
    if not events:
        return []
    # Sorted, so that two batches with the same ids wait for one another instead of deadlocking.
    ids = sorted(event.event_id for event in events)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO events_seenevent (event_id, seen_on) "
            "SELECT id, %s FROM unnest(%s::uuid[]) AS id ORDER BY id "
            "ON CONFLICT DO NOTHING RETURNING event_id",
            [wall_now().date(), ids],
        )
        fresh = {row[0] for row in cursor.fetchall()}
    return [event for event in events if event.event_id in fresh]


def _count_unconsented(events: list[Envelope]) -> None:
    count_unconsented(Counter(event.name for event in events))


def count_unconsented(counts: Mapping[str, int]) -> None:
    """Add to the hourly counts of what happened among people who did not agree to be recorded."""
    hour = business_now().replace(minute=0, second=0, microsecond=0)
    with connection.cursor() as cursor:
        for name, number in sorted(counts.items()):
            cursor.execute(
                "INSERT INTO events_unconsentedcount AS kept (name, hour, events) "
                "VALUES (%s, %s, %s) ON CONFLICT (name, hour) "
                "DO UPDATE SET events = kept.events + excluded.events",
                [name, hour, number],
            )


def unconsented_since(name: str, moment: datetime) -> int:
    """Return how often something happened without consent since a moment, to the hour."""
    rows = UnconsentedCount.objects.filter(name=name, hour__gte=moment)
    return int(rows.aggregate(total=Sum("events"))["total"] or 0)


def forget_seen_before(day: date) -> int:
    """Forget the ids that arrived before a day; a week is the longest an event may be late."""
    return SeenEvent.objects.filter(seen_on__lt=day).delete()[0]
