"""Go away and come back. The row of the shop is what checkouts queue at: once this has committed,
nothing of the shop can be reserved."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final, Literal
from uuid import UUID

from django.db import transaction
from django.db.models import Min
from django.utils.translation import gettext as _

from rethread.platform.kernel import Actor, business_now
from rethread.platform.kernel.fetching import fetch
from rethread.platform.vault.services import pseudonym_for

from .. import events
from ..errors import InvalidAccount, ShopNotFound
from ..models import Shop
from ..selectors import shop_summary
from ..types import ShopSummary

VACATION_DAYS_MAX: Final = 365
SYSTEM: Final = Actor.system("accounts.vacations")
DUE: Final = "SELECT 1 FROM accounts_shop WHERE vacation_until <= %(now)s"
_HELD = "WHERE id = ANY(%s) ORDER BY id FOR SHARE"


def set_vacation(
    *, actor: Actor, shop_id: UUID, on_vacation: bool, until: datetime | None = None
) -> ShopSummary:
    """Take the shop's listings out of feed, search, bags and checkout, or bring them back.

    `until` is when they come back by themselves; without it, they do when the owner says so.
    Saying what is so already changes nothing and tells nobody.

    Raises:
        ShopNotFound: there is no such shop, or it is somebody else's.
        InvalidAccount: `accounts.invalid_vacation`, the return is not within the coming year.
    """
    until = until if on_vacation else None
    _refuse_impossible(until)
    with transaction.atomic():
        shop = (
            Shop.objects.select_for_update()
            .filter(pk=shop_id, owner_id=actor.require_user())
            .first()
        )
        if shop is None:
            raise ShopNotFound
        if (shop.on_vacation, shop.vacation_until) != (on_vacation, until):
            _store(actor, shop, on_vacation=on_vacation, until=until, ended_by="seller")
    return shop_summary(shop)


def hold_shops(shop_ids: Iterable[UUID]) -> dict[UUID, ShopSummary]:
    """Return shops by id and keep them from going away until the caller's transaction ends.

    Many may hold a shop at once; only who wants to change it waits.
    """
    rows = fetch(Shop, _HELD, [sorted(set(shop_ids))])
    return {row.id: shop_summary(row) for row in rows}


def end_due_vacations(now: datetime, limit: int) -> int:
    """Bring back at most `limit` shops whose return has come at `now`, and return how many."""
    with transaction.atomic():
        due = Shop.objects.select_for_update(skip_locked=True).filter(vacation_until__lte=now)
        rows = list(due.order_by("vacation_until", "id")[:limit])
        for shop in rows:
            _store(SYSTEM, shop, on_vacation=False, until=None, ended_by="date")
    return len(rows)


def next_vacation_end() -> datetime | None:
    """Return when the next shop comes back by itself."""
    found: datetime | None = Shop.objects.filter(vacation_until__isnull=False).aggregate(
        first=Min("vacation_until")
    )["first"]
    return found


def _refuse_impossible(until: datetime | None) -> None:
    now = business_now()
    if until is not None and not now < until <= now + timedelta(days=VACATION_DAYS_MAX):
        message = _("Choose a day of the coming year.")
        raise InvalidAccount("accounts.invalid_vacation", message, {"vacation_until": message})


def _store(
    actor: Actor,
    shop: Shop,
    *,
    on_vacation: bool,
    until: datetime | None,
    ended_by: Literal["seller", "date"],
) -> None:
    shop.on_vacation, shop.vacation_until = on_vacation, until
    shop.save(update_fields=["on_vacation", "vacation_until"])
    key = pseudonym_for(shop.owner_id)
    if on_vacation:
        events.emit_vacation_started(actor=actor, shop_id=shop.id, seller_key=key, returns_at=until)
    else:
        events.emit_vacation_ended(actor=actor, shop_id=shop.id, seller_key=key, ended_by=ended_by)
