"""What a shop takes off for several pieces. It counts from now on: a checkout that has
begun keeps the prices it began with."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rethread.market.pricing.rules.bundles import PERCENT_MAX, impossible_tiers, percents_of
from rethread.market.pricing.types import BundleTier
from rethread.platform.kernel import Actor
from rethread.platform.vault.services import pseudonym_for

from .. import events
from ..errors import InvalidAccount, ShopNotFound
from ..models import Shop
from ..selectors import shop_summary
from ..types import ShopSummary


def set_bundle_discount(*, actor: Actor, shop_id: UUID, tiers: Sequence[BundleTier]) -> ShopSummary:
    """Say what the shop takes off for 2, 3, 4 or 5 pieces; no tiers, nothing off.

    Raises:
        ShopNotFound: there is no such shop, or it is somebody else's.
        InvalidAccount: `accounts.invalid_bundles`; `from_2`, ... say which tier is wrong.
    """
    message = _("Give 1 to %(most)d per cent, and more for more pieces.") % {"most": PERCENT_MAX}
    wrong = {f"from_{count}": message for count in impossible_tiers(tiers)}
    if wrong:
        raise InvalidAccount("accounts.invalid_bundles", message, wrong)
    percents = percents_of(tiers)
    with transaction.atomic():
        rows = Shop.objects.select_for_update()
        shop = rows.filter(pk=shop_id, owner_id=actor.require_user()).first()
        if shop is None:
            raise ShopNotFound
        if percents_of(shop_summary(shop).bundle_tiers) != percents:
            shop.bundle_percents = percents
            shop.save(update_fields=["bundle_percents"])
            two, three, four, five = percents
            events.emit_bundle_discount_set(
                actor=actor,
                shop_id=shop.id,
                seller_key=pseudonym_for(shop.owner_id),
                percent_from_2=two,
                percent_from_3=three,
                percent_from_4=four,
                percent_from_5=five,
            )
    return shop_summary(shop)
