"""What sellers do: list garments, send what was bought, take their money out.

Everything goes through the services that pages call; a refusal is a refusal here too.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from uuid import UUID

from rethread.market.catalogue.services import create_draft, publish_listing
from rethread.market.fulfilment.services import create_label, hand_over, obtain_label
from rethread.market.fulfilment.types import PostalAddress
from rethread.market.orders.selectors import access_order
from rethread.market.orders.services import mark_shipped
from rethread.market.payments.selectors import seller_balances
from rethread.market.payments.services import request_payout, run_operation_now
from rethread.platform.kernel import business_now

from .boosting import BoostingSide
from .cast import SellerMember
from .clockwork import Agenda
from .closet import Garment
from .tending import Tending
from .world import Pictures

PAYOUT_EVERY = timedelta(days=7)


@dataclass(slots=True)
class SellingSide:
    """The sellers of one simulation and what they have listed; `truth` stays in here."""

    pictures: Pictures
    agenda: Agenda
    rng: random.Random
    truth: dict[UUID, Garment] = field(default_factory=dict)
    by_user: dict[UUID, SellerMember] = field(default_factory=dict)
    listed: int = 0
    shipped: int = 0
    payouts: int = 0
    tending: Tending | None = None
    boosting: BoostingSide | None = None

    def list_garment(self, member: SellerMember, garment: Garment) -> None:
        """Take photos, write the listing and publish it."""
        actor = member.member.actor
        photos = self.pictures.take(actor, garment)
        draft = create_draft(
            actor=actor,
            changes={
                "title": garment.title,
                "description": garment.description,
                "type": garment.type,
                "department": garment.department,
                "brand": garment.brand,
                "size": garment.size,
                "condition": garment.condition,
                "colours": garment.colours,
                "styles": garment.styles,
                "era": garment.era,
                "material": garment.material,
                "pattern": garment.pattern,
                "parcel_size": garment.parcel_size,
                "price_minor": garment.price_minor,
                "photo_ids": list(photos),
            },
        )
        publish_listing(actor=actor, listing_id=draft.id)
        if self.tending is not None:
            self.tending.listed(actor, draft.id, garment)
        if self.boosting is not None:
            self.boosting.listed(member, draft.id)
        self.truth[draft.id] = garment
        self.listed += 1

    def plan_shipping(self, order_id: UUID, seller_id: UUID) -> None:
        """Plan when the seller will send an order; an unreliable one never does."""
        member = self.by_user.get(seller_id)
        if member is None or not member.seller.reliable:
            return
        if self.tending is not None:
            self.tending.ordered(member.member.actor, order_id)
        hours = max(2.0, member.seller.ships_after_h * self.rng.lognormvariate(0, 0.35))
        at = business_now() + timedelta(hours=min(hours, 24 * 8))
        self.agenda.plan(at, partial(self.ship, member, order_id))

    def ship(self, member: SellerMember, order_id: UUID) -> None:
        """Buy a label, hand the parcel over and say so."""
        actor = member.member.actor
        order = access_order(actor, order_id)
        if order.status != "paid":
            return
        shipment = create_label(
            actor=actor,
            order_id=order_id,
            sender=self._sender(member),
            recipient=PostalAddress(
                name=order.address.name,
                line1=order.address.line1,
                line2=order.address.line2,
                city=order.address.city,
                postcode=order.address.postcode,
                country=order.address.country,
            ),
            item_count=len(order.lines),
            tracked=order.delivery_method == "tracked",
        )
        labelled = obtain_label(shipment.shipment_id)
        hand_over(actor=actor, shipment_id=labelled.shipment_id)
        mark_shipped(actor=actor, order_id=order_id, tracking_code=labelled.tracking_code)
        self.shipped += 1

    def _sender(self, member: SellerMember) -> PostalAddress:
        person = member.seller.person
        return PostalAddress(
            name=person.name,
            line1=person.street,
            line2="",
            city=person.city,
            postcode=person.postcode,
            country="GB",
        )

    def plan_payouts(self, member: SellerMember) -> None:
        """Plan the seller's weekly look at their balance."""
        at = business_now() + PAYOUT_EVERY * self.rng.uniform(0.9, 1.4)
        self.agenda.plan(at, partial(self.take_money_out, member))

    def take_money_out(self, member: SellerMember) -> None:
        """Ask for a payout when something is available, and look again next week."""
        self.plan_payouts(member)
        for balance in seller_balances(member.member.user_id):
            if balance.available:
                self._take_out(member, balance.available.currency)

    def _take_out(self, member: SellerMember, currency: str) -> None:
        payout = request_payout(
            actor=member.member.actor, seller_id=member.member.user_id, currency=currency
        )
        if payout.operation_id is not None:
            run_operation_now(payout.operation_id)
        self.payouts += 1
