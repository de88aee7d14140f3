"""How a shop delivers. It counts from now on: a checkout that has begun keeps what was chosen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rethread.market.pricing.rules.delivery import in_order
from rethread.market.pricing.types import DeliveryMethod
from rethread.platform.kernel import Actor
from rethread.platform.vault.services import pseudonym_for

from .. import events
from ..errors import InvalidAccount, ShopNotFound
from ..models import Shop
from ..selectors import shop_summary
from ..types import ShopSummary

PLACE_CHARS_MAX: Final = 80


def set_delivery_methods(
    *, actor: Actor, shop_id: UUID, methods: Sequence[DeliveryMethod], pickup_place: str = ""
) -> ShopSummary:
    """Say how the shop delivers: tracked, untracked, to be picked up; one of them at least.

    `pickup_place` is read by everybody, so it names a part of town and no front door.

    Raises:
        ShopNotFound: there is no such shop, or it is somebody else's.
        InvalidAccount: `accounts.invalid_delivery`; `methods` or `pickup_place` say why.
    """
    offered, place = in_order(methods), " ".join(pickup_place.split())
    wrong = _what_is_wrong(offered, methods, place)
    if wrong:
        message = _("Look at how you deliver again.")
        raise InvalidAccount("accounts.invalid_delivery", message, wrong)
    with transaction.atomic():
        rows = Shop.objects.select_for_update()
        shop = rows.filter(pk=shop_id, owner_id=actor.require_user()).first()
        if shop is None:
            raise ShopNotFound
        before = shop_summary(shop)
        if (before.delivery_methods, before.pickup_place) != (offered, place):
            shop.sends_tracked = "tracked" in offered
            shop.sends_untracked = "untracked" in offered
            shop.offers_pickup = "pickup" in offered
            shop.pickup_place = place
            shop.save(
                update_fields=["sends_tracked", "sends_untracked", "offers_pickup", "pickup_place"]
            )
            events.emit_delivery_methods_set(
                actor=actor,
                shop_id=shop.id,
                seller_key=pseudonym_for(shop.owner_id),
                tracked=shop.sends_tracked,
                untracked=shop.sends_untracked,
                pickup=shop.offers_pickup,
            )
    return shop_summary(shop)


def _what_is_wrong(
    offered: Sequence[DeliveryMethod], methods: Sequence[str], place: str
) -> dict[str, str]:
    wrong = {}
    if not offered or set(methods) - set(offered):
        wrong["methods"] = _("Choose at least one way from the list.")
    if len(place) > PLACE_CHARS_MAX:
        wrong["pickup_place"] = _("Use at most %(most)d characters.") % {"most": PLACE_CHARS_MAX}
    elif "pickup" in offered and not place:
        wrong["pickup_place"] = _("Say where you hand things over, such as a part of town.")
    return wrong
