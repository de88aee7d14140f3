"""Brings people into the market: sign-up, shops, addresses, identity at the provider.

Everybody shares one precomputed password hash, because hashing is slow on purpose.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from uuid import UUID

from rethread.market.accounts.services import open_shop, register_user, save_address
from rethread.market.payments.services import start_onboarding
from rethread.platform.kernel import Actor, invariant

from .people import DEMO_BUYER, DEMO_SELLER, Person, Seller
from .world import World

SYSTEM = Actor.system("simulation")
FRENCH_SHARE = 1 / 8
RETURN_URL = "http://127.0.0.1/you/"


@dataclass(frozen=True, slots=True)
class Member:
    """A person who has signed up: who they are here, and where their parcels go."""

    person: Person
    user_id: UUID
    address_id: UUID

    @property
    def actor(self) -> Actor:
        """Return the actor that this person is."""
        return Actor.user(self.user_id)


@dataclass(frozen=True, slots=True)
class SellerMember:
    """A seller with a shop that may receive money."""

    seller: Seller
    member: Member
    shop_id: UUID


def reads(email: str) -> str:
    """Return the language somebody reads in: one in eight French; the demo's own never chose."""
    if email in (DEMO_BUYER, DEMO_SELLER):
        return ""
    return "fr" if random.Random(f"reads-{email}").random() < FRENCH_SHARE else "en-gb"


def join(person: Person, *, email: str, password_hash: str) -> Member:
    """Sign a person up and write down their address."""
    user = register_user(
        actor=SYSTEM,
        email=email,
        password_hash=password_hash,
        display_name=person.name,
        language=reads(email),
    )
    address = save_address(
        actor=Actor.user(user.id),
        name=person.name,
        line1=person.street,
        line2="",
        city=person.city,
        postcode=person.postcode,
        country="GB",
    )
    return Member(person=person, user_id=user.id, address_id=address.id)


def open_for_business(world: World, seller: Seller, member: Member) -> SellerMember:
    """Open the shop and prove the seller's identity on the provider's page."""
    shop = open_shop(actor=member.actor, handle=seller.handle, name=seller.shop_name)
    url = start_onboarding(actor=member.actor, seller_id=member.user_id, return_url=RETURN_URL)
    invariant(url, "the provider in process always answers")
    world.onboard(url or "")
    return SellerMember(seller=seller, member=member, shop_id=shop.id)
