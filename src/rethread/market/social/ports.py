"""What social asks of packages above it, as protocols. `config` installs implementations; until it
does, nobody has an order and every message may be sent as it is."""

from __future__ import annotations

from typing import Protocol
from uuid import UUID

from .types import OrderSides


class OrderBook(Protocol):
    """Knows who stands on the two sides of an order."""

    def sides_of(self, order_id: UUID) -> OrderSides | None:
        """Return the two sides of an order that stands, or None."""


class MessageScreen(Protocol):
    """Looks at what people write to one another: who may write, and what they are warned of.

    It never drops a message: a refusal is a reason its sender reads, and a flag is a warning that
    the sender sees first and may overrule. It is called inside the transaction that stores the
    message and must not call the network.
    """

    def reason_to_refuse(self, sender_id: UUID) -> str | None:
        """Return why this person may not write to others now, or None."""

    def flags_of(self, text: str) -> tuple[str, ...]:
        """Return what a text should be warned of, as codes."""


class NoOrders:
    """The order book of a market that has wired none."""

    def sides_of(self, order_id: UUID) -> OrderSides | None:
        """Return None: there are no orders."""
        del order_id
        return None


class NoScreen:
    """The screen of a market that has wired none."""

    def reason_to_refuse(self, sender_id: UUID) -> str | None:
        """Return None: everybody may write."""
        del sender_id
        return None

    def flags_of(self, text: str) -> tuple[str, ...]:
        """Return nothing."""
        del text
        return ()


_order_book: OrderBook = NoOrders()
_message_screen: MessageScreen = NoScreen()


def install_order_book(book: OrderBook) -> None:
    """Ask this for the sides of orders."""
    global _order_book
    _order_book = book


def order_book() -> OrderBook:
    """Return what knows orders."""
    return _order_book


def install_message_screen(screen: MessageScreen) -> None:
    """Show every message to this before it is stored."""
    global _message_screen
    _message_screen = screen


def message_screen() -> MessageScreen:
    """Return what looks at messages."""
    return _message_screen
