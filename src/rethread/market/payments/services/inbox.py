"""Webhooks: verify and store at once, then refetch what each is about and go through the same
transitions as the API path. What an event says is never believed; only that something changed."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q

from rethread.platform.kernel import business_now, new_id, settings, wall_now
from rethread.platform.kernel.fetching import change, fetch_one, select, update

from ..errors import ProviderError, ProviderRefused, WebhookRefused
from ..models import InboxEvent
from ..ports import ProviderEvent, provider
from ..rules.following import follows
from ..rules.retrying import BREAKER_AFTER, LEASE, POISON_MAX, backoff
from .charging_back import apply_dispute, apply_warning
from .declining import apply_declines
from .onboarding import apply_account
from .paying import apply_session
from .paying_out import apply_payout
from .refunding import apply_refund

_log = logging.getLogger(__name__)
SECRETS_MAX = 2
BODY_BYTES_MAX = 1_000_000
_STORE = """
INSERT INTO payments_inboxevent (
    id, event_id, type, account, object_id, raw, source, status, next_attempt_at, received_at,
    attempts, last_error
) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, 0, '')
ON CONFLICT (event_id) DO NOTHING
"""
_IS_DUE = (
    "status = 'received' AND next_attempt_at <= %(now)s "
    "AND (lease_until IS NULL OR lease_until < %(wall)s)"
)
DUE = f"SELECT 1 FROM payments_inboxevent WHERE {_IS_DUE}"  # noqa: S608  # constants
_FREE = f"WHERE id = %(id)s AND {_IS_DUE} FOR UPDATE SKIP LOCKED"
_NEXT = (
    f"SELECT id FROM payments_inboxevent WHERE {_IS_DUE} "  # noqa: S608  # constants
    "ORDER BY next_attempt_at, id LIMIT %(limit)s"
)
_PROCESSED = """
UPDATE payments_inboxevent SET status = 'processed', lease_until = NULL, last_error = ''
WHERE id = %s
"""


def receive_webhook(raw_body: bytes, signature_header: str) -> bool:
    """Verify and store one webhook; a due work processes it. False: it was stored before.

    Raises:
        WebhookRefused: forged, malformed, too old or from the future; nothing is stored.
    """
    if len(raw_body) > BODY_BYTES_MAX:
        raise WebhookRefused("payments.webhook_refused", "The body is too large.")
    written = (text.strip() for text in settings().stripe_webhook_secrets.split(","))
    secrets = [text for text in written if text][:SECRETS_MAX]
    try:
        event = provider().read_event(raw_body, signature_header, secrets)
    except ProviderRefused as error:
        raise WebhookRefused("payments.webhook_refused", str(error)) from error
    return store(event, "webhook")


def store(event: ProviderEvent, source: str) -> bool:
    """Keep an event once; tell whether it is new. A kind we do not follow is kept and left."""
    now, account = business_now(), event.account or ""
    status = "received" if follows(event.type, account) else "ignored"
    values: list[Any] = [
        new_id(), event.id, event.type[:80], account, event.object_id, event.raw, source, status,
        now, now,
    ]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_STORE, values)
        return bool(cursor.rowcount)


def next_inbox_due() -> datetime | None:
    """Return when the oldest unprocessed event is due; what is leased is somebody's already."""
    return (
        InboxEvent.objects.filter(status="received")
        .filter(Q(lease_until=None) | Q(lease_until__lt=wall_now()))
        .order_by("next_attempt_at")
        .values_list("next_attempt_at", flat=True)
        .first()
    )


def process_due(now: datetime, limit: int) -> int:
    """Process every event that is due."""
    due = [row[0] for row in select(_NEXT, {"now": now, "wall": wall_now(), "limit": limit})]
    done = fruitless = 0
    for event_id in due:
        done += 1
        fruitless = 0 if process(event_id, now) else fruitless + 1
        if fruitless >= BREAKER_AFTER:
            break
    return done


def process(event_id: UUID, now: datetime) -> bool:
    """Process one event if it is free; tell whether it came to an end."""
    with transaction.atomic(durable=True):
        event = fetch_one(InboxEvent, _FREE, {"id": event_id, "now": now, "wall": wall_now()})
        if event is None:
            return True
        event.attempts += 1
        event.lease_until = wall_now() + LEASE
        update(event, "attempts", "lease_until")
    try:
        follow(event.type, event.object_id, event.account)
    except ProviderError as error:
        return _later(event, error, ours=isinstance(error, ProviderRefused))
    except Exception as error:  # noqa: BLE001  # one poisonous event must not stop the others
        _log.exception("event %s could not be processed", event.event_id)
        return _later(event, error, ours=True)
    change(_PROCESSED, [event.id])
    return True


def follow(kind: str, object_id: str, account: str) -> None:
    """Refetch what an event is about and apply it."""
    if kind.startswith("checkout.session."):
        session = provider().get_session(object_id)
        with transaction.atomic(durable=True):
            apply_session(session)
    elif kind.startswith("refund."):
        refund = provider().get_refund(object_id)
        with transaction.atomic(durable=True):
            apply_refund(refund)
    elif kind == "payment_intent.payment_failed":
        page, declines = provider().find_session_of(object_id), provider().count_declines(object_id)
        if page is not None:
            with transaction.atomic(durable=True):
                apply_declines(page, declines)
    elif kind.startswith("charge.dispute."):
        dispute = provider().get_dispute(object_id)
        with transaction.atomic(durable=True):
            apply_dispute(dispute)
    elif kind == "radar.early_fraud_warning.created":
        charge = provider().charge_of_warning(object_id)
        with transaction.atomic(durable=True):
            apply_warning(object_id, charge)
    elif kind == "account.updated":
        seller = provider().get_account(account or object_id)
        with transaction.atomic(durable=True):
            apply_account(seller)
    else:
        payout = provider().get_payout(object_id, account_id=account)
        with transaction.atomic(durable=True):
            apply_payout(payout)


def _later(event: InboxEvent, error: Exception, *, ours: bool) -> bool:
    dead = ours and event.attempts >= POISON_MAX
    InboxEvent.objects.filter(id=event.id).update(
        status="dead" if dead else "received",
        lease_until=None,
        last_error=f"{type(error).__name__}: {error}"[:500],
        next_attempt_at=business_now() + backoff(event.event_id, event.attempts),
    )
    return False
