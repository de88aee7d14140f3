"""What orders ask of packages above them, as protocols. `config` installs implementations; until it
does, everybody may buy."""

from __future__ import annotations

from typing import Protocol
from uuid import UUID


class BuyerGate(Protocol):
    """Says whether a person may buy now.

    A refusal is a reason the buyer reads. It is asked inside the transaction that reserves and must
    not call the network.
    """

    def reason_to_refuse(self, buyer_id: UUID) -> str | None:
        """Return why this person may not buy now, or None."""


class EverybodyBuys:
    """The gate of a market that has wired none."""

    def reason_to_refuse(self, buyer_id: UUID) -> str | None:
        """Return None: everybody may buy."""
        del buyer_id
        return None


_gate: BuyerGate = EverybodyBuys()


def install_buyer_gate(gate: BuyerGate) -> None:
    """Ask this before anything is reserved for a buyer."""
    global _gate
    _gate = gate


def buyer_gate() -> BuyerGate:
    """Return what says who may buy."""
    return _gate
