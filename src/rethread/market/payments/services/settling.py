"""Follow the provider's money from pending to available, entry by entry, by asking the provider."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from rethread.market.ledger.services import post_journal
from rethread.platform.kernel import business_now

from ..errors import ProviderError
from ..models import ProviderEntry, Release
from ..ports import provider
from ..rules import postings
from ..rules.machines import RELEASE, step
from ..rules.retrying import BREAKER_AFTER
from .paying import ACTOR
from .taking_back import settle_what_arrived

AGAIN = timedelta(hours=1)
DUE = "SELECT 1 FROM payments_providerentry WHERE status = 'pending' AND next_check_at <= %(now)s"


def next_settlement_due() -> datetime | None:
    """Return when the next pending entry should have become available."""
    return (
        ProviderEntry.objects.filter(status="pending")
        .order_by("next_check_at")
        .values_list("next_check_at", flat=True)
        .first()
    )


def settle_due(now: datetime, limit: int) -> int:
    """Ask about every entry that should be available by now, and book those that are."""
    due = list(
        ProviderEntry.objects.filter(status="pending", next_check_at__lte=now)
        .order_by("next_check_at", "id")
        .values_list("id", "entry_id", "account")[:limit]
    )
    fruitless = 0
    for row_id, entry_id, account in due:
        try:
            available = provider().get_entry(entry_id, account=account).status == "available"
            fruitless = 0
        except ProviderError:
            available, fruitless = False, fruitless + 1
        _book(row_id, available=available)
        if fruitless >= BREAKER_AFTER:
            break
    return len(due)


def _book(row_id: UUID, *, available: bool) -> None:
    with transaction.atomic(durable=True):
        release = (
            Release.objects.select_for_update()
            .filter(
                destination_entry=ProviderEntry.objects.filter(id=row_id).values("entry_id")[:1],
                status="sent",
            )
            .first()
        )
        entry = ProviderEntry.objects.select_for_update().get(id=row_id)
        if entry.status != "pending":
            return
        if not available:
            entry.next_check_at = business_now() + AGAIN
            entry.save(update_fields=["next_check_at"])
            return
        entry.status, entry.next_check_at = "available", None
        entry.save(update_fields=["status", "next_check_at"])
        moves = postings.settled(entry.account, entry.net_minor, currency=entry.currency)
        if release is not None:
            moves += postings.withdrawable(
                release.payee_id, release.amount_minor, currency=release.currency
            )
            release.status = step(RELEASE, release.status, "available")
            release.save(update_fields=["status"])
        if moves:
            post_journal(
                actor=ACTOR,
                key=f"settled:{entry.entry_id}",
                kind="provider_settled",
                transfers=moves,
                order_id=release.order_id if release else None,
            )
        if release is not None:
            settle_what_arrived(release)
