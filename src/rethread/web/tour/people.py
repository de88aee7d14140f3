"""The two people whom the tour lets buy: real accounts of the demo market, made on first need."""

from __future__ import annotations

from rethread.market.accounts.selectors import find_user_by_email, list_addresses
from rethread.market.accounts.services import register_user, save_address
from rethread.market.accounts.types import AddressView
from rethread.platform.kernel import Actor, settings

NAMES = ("Mina", "Theo")
_SYSTEM = Actor.system("tour")


def buyer(name: str) -> Actor:
    """Return one of the two as an actor."""
    email = f"{name.lower()}@tour.rethread.example"
    known = find_user_by_email(email)
    if known is None:
        known = register_user(actor=_SYSTEM, email=email, display_name=name)
    return Actor.user(known.id)


def address_of(actor: Actor, name: str) -> AddressView:
    """Return where their parcels go."""
    known = list_addresses(actor=actor)
    if known:
        return known[0]
    return save_address(
        actor=actor,
        name=f"{name} Visitor",
        line1="7 Loom Street",
        city="Leeds",
        postcode="LS1 4AP",
        country=settings().country,
    )
