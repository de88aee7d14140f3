"""How buyers get what they bought: most take the tracked parcel, some save on it, a few who live in
the seller's town pick it up.

Choices come from generators of their own, so that they shift nothing that was drawn before.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Final
from uuid import UUID

from rethread.market.accounts.selectors import shops_by_ids
from rethread.market.accounts.types import ShopSummary
from rethread.market.catalogue.types import ListingCard
from rethread.market.orders.selectors import access_order, find_pickup
from rethread.market.orders.services import confirm_received, hand_over_pickup
from rethread.market.orders.types import OrderView
from rethread.market.pricing.types import DeliveryMethod
from rethread.platform.kernel import Actor, DomainError, business_now

from .cast import Member, SellerMember
from .clockwork import Agenda

UNTRACKED_TAKEN: Final = 0.35  # of the parcels whose seller offers it
PICKUP_NEARBY: Final = 0.6  # of the parcels from the buyer's own town
PICKUP_ELSEWHERE: Final = 0.01  # they are there anyway
MEETS: Final = 0.94  # of the pick-ups that were agreed on
MISTYPES: Final = 0.08
SAYS_SO: Final = 0.6  # of the untracked parcels, once they are there


@dataclass(slots=True)
class Fetching:
    """What buyers choose at checkout, the meetings of those who pick up, and the word of those
    whose parcel nobody scanned."""

    agenda: Agenda
    rng: random.Random
    sellers: Mapping[UUID, SellerMember]
    picked_up: int = 0

    def choose(self, buyer: Member, cards: Sequence[ListingCard]) -> dict[UUID, DeliveryMethod]:
        """Return how each shop should deliver, where it is not its first way."""
        shops = shops_by_ids(card.shop_id for card in cards)
        chosen: dict[UUID, DeliveryMethod] = {}
        for shop_id in sorted(shops):
            method = self._method(buyer, shops[shop_id])
            if method is not None:
                chosen[shop_id] = method
        return chosen

    def _method(self, buyer: Member, shop: ShopSummary) -> DeliveryMethod | None:
        seller = self.sellers.get(shop.owner_id)
        if "pickup" in shop.delivery_methods and seller is not None:
            nearby = seller.seller.person.city == buyer.person.city
            if self.rng.random() < (PICKUP_NEARBY if nearby else PICKUP_ELSEWHERE):
                return "pickup"
        if "untracked" in shop.delivery_methods and self.rng.random() < UNTRACKED_TAKEN:
            return "untracked"
        return None

    def follow(self, buyer: Member, order: OrderView) -> None:
        """Plan what becomes of an order that no carrier will tell of."""
        if order.is_pickup and self.rng.random() < MEETS:
            self._in_days(1, 6, partial(self._meet, buyer.actor, order.order_id, order.seller_id))
        elif order.delivery_method == "untracked" and self.rng.random() < SAYS_SO:
            self._in_days(6, 12, partial(self._say_so, buyer.actor, order.order_id))

    def _in_days(self, first: float, last: float, act: partial[None]) -> None:
        self.agenda.plan(business_now() + timedelta(days=self.rng.uniform(first, last)), act)

    def _meet(self, buyer: Actor, order_id: UUID, seller_id: UUID) -> None:
        """Show the code and type it, at times with a slip first."""
        pickup = find_pickup(access_order(buyer, order_id))
        if pickup is None or not pickup.code:
            return
        slipped = pickup.code[1:] + pickup.code[0]
        typed = [slipped] if self.rng.random() < MISTYPES and slipped != pickup.code else []
        for code in (*typed, pickup.code):
            try:
                hand_over_pickup(actor=Actor.user(seller_id), order_id=order_id, code=code)
            except DomainError:
                continue
            self.picked_up += 1

    def _say_so(self, buyer: Actor, order_id: UUID) -> None:
        """Say that an untracked parcel is there, if it was sent and nothing is disputed."""
        order = access_order(buyer, order_id)
        if order.status == "shipped" and order.disputed_at is None:
            confirm_received(actor=buyer, order_id=order_id)
