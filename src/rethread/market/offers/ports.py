"""What offers ask of packages above them, as a protocol. `config` installs an implementation; until
it does, everybody may make offers."""

from __future__ import annotations

from typing import Protocol
from uuid import UUID


class OfferGate(Protocol):
    """Says whether a person may make offers now.

    A refusal is a reason the person reads. It is asked inside the transaction that stores the offer
    and must not call the network.
    """

    def reason_to_refuse(self, buyer_id: UUID) -> str | None:
        """Return why this person may not buy now, or None."""


class EverybodyOffers:
    """The gate of a market that has wired none."""

    def reason_to_refuse(self, buyer_id: UUID) -> str | None:
        """Return None: everybody may make offers."""
        del buyer_id
        return None


_gate: OfferGate = EverybodyOffers()


def install_offer_gate(gate: OfferGate) -> None:
    """Ask this before somebody's offer is stored."""
    global _gate
    _gate = gate


def offer_gate() -> OfferGate:
    """Return what says who may make offers."""
    return _gate
