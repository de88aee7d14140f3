"""How sellers keep their shops: some go on holiday for a week or so, most of those with a date.

Every seller draws from a generator of their own, so that one more habit shifts nobody else's.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from rethread.market.accounts.services import (
    set_bundle_discount,
    set_delivery_methods,
    set_shop_currency,
    set_vacation,
)
from rethread.market.catalogue.selectors import list_own_cards, own_pieces
from rethread.market.catalogue.services import change_many
from rethread.market.catalogue.types import BulkChange, ChosenPiece
from rethread.market.payments.services import set_payout_schedule
from rethread.market.payments.types import PayoutSchedule
from rethread.market.pricing.types import BundleTier, DeliveryMethod
from rethread.platform.kernel import business_now, settings

from .cast import SellerMember
from .clockwork import Agenda

AWAY_SHARE: Final = 0.15
BUNDLE_SHARE: Final = 0.35
UNTRACKED_SHARE: Final = 0.3
PICKUP_SHARE: Final = 0.25
OTHER_CURRENCY_SHARE: Final = 0.2
SCHEDULED_SHARE: Final = 0.6
SCHEDULES: Final[tuple[PayoutSchedule, ...]] = ("weekly", "weekly", "daily")
PLACES: Final = ("near the station", "by the library", "at the market", "in the old town")
BUNDLES: Final = (
    (BundleTier(2, 10),),
    (BundleTier(2, 10), BundleTier(3, 15)),
    (BundleTier(2, 5), BundleTier(3, 10), BundleTier(5, 20)),
)
SALE_SHARE: Final = 0.12
SALE_PERCENTS: Final = (5, 10, 10, 15, 20)
DATED_SHARE: Final = 0.8  # of those who go, the share that says when they are back


@dataclass(slots=True)
class Shopkeeping:
    """What sellers do with their shops, beside listing and sending."""

    agenda: Agenda
    seed: int
    holidays: int = 0
    lowered: int = 0

    def offer_bundles(self, member: SellerMember) -> None:
        """Let a seller say what several pieces are worth to them; the demo's own seller does."""
        number = member.seller.person.number
        rng = random.Random(f"bundles-{self.seed}-{number}")
        if rng.random() < BUNDLE_SHARE or number == 0:
            tiers = rng.choice(BUNDLES)
            set_bundle_discount(actor=member.member.actor, shop_id=member.shop_id, tiers=tiers)

    def plan_sale(self, member: SellerMember, start: datetime, days: int) -> None:
        """Plan the day on which some sellers lower everything; the demo's own seller does."""
        number = member.seller.person.number
        rng = random.Random(f"sale-{self.seed}-{number}")
        if rng.random() < SALE_SHARE or number == 0:
            at = start + timedelta(days=days * rng.uniform(0.4, 0.85), hours=rng.uniform(0, 24))
            percent = rng.choice(SALE_PERCENTS)
            self.agenda.plan(at, partial(self._lower_all, member, percent))

    def _lower_all(self, member: SellerMember, percent: int) -> None:
        actor = member.member.actor
        cards = list_own_cards(actor=actor, status="live")
        pieces = own_pieces(actor=actor, listing_ids=[card.id for card in cards])
        chosen = [ChosenPiece(piece.id, piece.version) for piece in pieces]
        if not chosen:
            return
        change = BulkChange("lower", percent=percent)
        outcomes = change_many(actor=actor, chosen=chosen, change=change)
        self.lowered += sum(one.refused is None for one in outcomes)

    def choose_delivery(self, member: SellerMember) -> None:
        """Let a seller say how they deliver; most keep to tracked, the demo's own offers all."""
        person = member.seller.person
        rng = random.Random(f"delivery-{self.seed}-{person.number}")
        methods: list[DeliveryMethod] = ["tracked"]
        if rng.random() < UNTRACKED_SHARE or person.number == 0:
            methods.append("untracked")
        if rng.random() < PICKUP_SHARE or person.number == 0:
            methods.append("pickup")
        if len(methods) > 1:
            set_delivery_methods(
                actor=member.member.actor,
                shop_id=member.shop_id,
                methods=methods,
                pickup_place=f"{person.city}, {rng.choice(PLACES)}" if "pickup" in methods else "",
            )

    def choose_currency(self, member: SellerMember) -> None:
        """Let some sellers price in another currency, where the market trades in several."""
        further = settings().trading_currencies[1:]
        rng = random.Random(f"currency-{self.seed}-{member.seller.person.number}")
        if further and rng.random() < OTHER_CURRENCY_SHARE:
            set_shop_currency(
                actor=member.member.actor, shop_id=member.shop_id, currency=rng.choice(further)
            )

    def choose_payouts(self, member: SellerMember) -> None:
        """Let some sellers be paid out on a schedule; the demo's own looks for themselves."""
        number = member.seller.person.number
        rng = random.Random(f"payouts-{self.seed}-{number}")
        if number and rng.random() < SCHEDULED_SHARE:
            schedule = rng.choice(SCHEDULES)
            set_payout_schedule(
                actor=member.member.actor, seller_id=member.member.user_id, schedule=schedule
            )

    def plan_holiday(self, member: SellerMember, start: datetime, days: int) -> None:
        """Plan whether and when a seller goes away; the demo's own seller stays."""
        rng = random.Random(f"holiday-{self.seed}-{member.seller.person.number}")
        if rng.random() > AWAY_SHARE or member.seller.person.number == 0:
            return
        leaves = start + timedelta(days=days * rng.uniform(0.2, 0.9), hours=rng.uniform(0, 24))
        away = timedelta(days=rng.randint(4, 12))
        dated = rng.random() < DATED_SHARE
        self.agenda.plan(leaves, partial(self._leave, member, away, dated))

    def _leave(self, member: SellerMember, away: timedelta, dated: bool) -> None:
        until = business_now() + away
        set_vacation(
            actor=member.member.actor,
            shop_id=member.shop_id,
            on_vacation=True,
            until=until if dated else None,
        )
        self.holidays += 1
        if not dated:
            self.agenda.plan(until, partial(self._return, member))

    def _return(self, member: SellerMember) -> None:
        set_vacation(actor=member.member.actor, shop_id=member.shop_id, on_vacation=False)
