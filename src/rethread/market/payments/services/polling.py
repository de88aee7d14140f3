"""Read the provider's feed of events every five minutes, so that a lost webhook costs minutes; and
look again at sellers and payouts whose events come from accounts that the feed does not cover."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from rethread.platform.kernel import business_now, wall_now

from ..errors import ProviderError, ProviderRefused
from ..models import InboxEvent, Payee, Payout, PollCursor
from ..ports import provider
from ..rules.retrying import LEASE
from .inbox import follow, store

EVERY = timedelta(minutes=5)
PAGE = 100
PAGES_MAX = 50


def next_poll_due() -> datetime | None:
    """Return when the feed is read next; at once when it never was."""
    moment = PollCursor.objects.filter(id=1).values_list("next_poll_at", flat=True).first()
    return moment or business_now()


def poll_due(now: datetime, limit: int) -> int:
    """Read the feed if it is time; return how many events were new."""
    with transaction.atomic(durable=True):
        PollCursor.objects.get_or_create(id=1, defaults={"next_poll_at": now})
        cursor = (
            PollCursor.objects.select_for_update(skip_locked=True)
            .filter(Q(lease_until=None) | Q(lease_until__lt=wall_now()), next_poll_at__lte=now)
            .first()
        )
        if cursor is None:
            return 0
        cursor.lease_until = wall_now() + LEASE
        cursor.next_poll_at = now + EVERY
        cursor.save()
    try:
        return _read_on(cursor) + _look_again(now, limit)
    except ProviderRefused:
        PollCursor.objects.filter(id=1).update(event_id="")
        return 0  # the provider has forgotten that event: the next turn reads all it still has
    except ProviderError:
        return 0  # the next turn reads on from the same place
    finally:
        PollCursor.objects.filter(id=1).update(lease_until=None)


def _read_on(cursor: PollCursor) -> int:
    """Store events and move the cursor in the same commit, page by page."""
    fresh = 0
    for _ in range(PAGES_MAX):
        events = provider().list_events(after=cursor.event_id or None, limit=PAGE)
        if not events:
            break
        with transaction.atomic(durable=True):
            known = set(
                InboxEvent.objects.filter(event_id__in=[event.id for event in events]).values_list(
                    "event_id", flat=True
                )
            )
            fresh += sum(store(event, "poller") for event in events if event.id not in known)
            cursor.event_id = events[-1].id
            cursor.save(update_fields=["event_id"])
        if len(events) < PAGE:
            break
    return fresh


def _look_again(now: datetime, limit: int) -> int:
    sellers = Payee.objects.filter(next_check_at__lte=now, account_id__isnull=False)
    for account in list(sellers.values_list("account_id", flat=True)[:limit]):
        follow("account.updated", str(account), "")
    payouts = Payout.objects.filter(next_check_at__lte=now, provider_id__isnull=False)
    rows = list(payouts.values_list("provider_id", "payee__account_id")[:limit])
    for payout_id, account in rows:
        follow("payout.updated", str(payout_id), str(account))
    return len(rows)
