"""What a shop prices its pieces in. It counts for what is listed from now on."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rethread.platform.kernel import Actor, settings
from rethread.platform.vault.services import pseudonym_for

from .. import events
from ..errors import InvalidAccount, ShopNotFound
from ..models import Shop
from ..selectors import shop_summary
from ..types import ShopSummary


def set_shop_currency(*, actor: Actor, shop_id: UUID, currency: str) -> ShopSummary:
    """Choose what the shop's next listings are priced and paid in; those it has keep theirs.

    Raises:
        ShopNotFound: there is no such shop, or it is somebody else's.
        InvalidAccount: `accounts.unknown_currency`, nobody prices in it here.
    """
    if currency not in settings().trading_currencies:
        message = _("Choose a currency from the list.")
        raise InvalidAccount("accounts.unknown_currency", message, {"currency": message})
    with transaction.atomic():
        rows = Shop.objects.select_for_update()
        shop = rows.filter(pk=shop_id, owner_id=actor.require_user()).first()
        if shop is None:
            raise ShopNotFound
        if shop_summary(shop).currency != currency:
            shop.currency = currency
            shop.save(update_fields=["currency"])
            events.emit_shop_currency_set(
                actor=actor,
                shop_id=shop.id,
                seller_key=pseudonym_for(shop.owner_id),
                currency=currency,
            )
    return shop_summary(shop)
