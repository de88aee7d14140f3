"""A world of one garment without a database: what its rows would say, and what really happened.

`Deal` is a checkout with its order; only the latest of each buyer is kept, for who pays for it
again has let the one before go. What really happened to the money is in `money`, apart from every
status, so that what people are told can be held against it.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final, Literal, NamedTuple

from rethread.market.offers.rules import Piece, Terms
from rethread.market.orders.types import CancelReason, CheckoutStatus, OrderStatus, TimerKind

START: Final = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
LIST_PRICE, LOW_PRICE, AGREED_PRICE = 3_000, 1_500, 2_000
Who = Literal["A", "B"]
BUYERS: Final[tuple[Who, ...]] = ("A", "B")
Money = Literal["none", "held", "frozen", "released", "owed", "given", "bounced"]


class Deal(NamedTuple):
    """A checkout and the order it makes, at a price that was agreed on or is the public one."""

    price: int
    private: bool
    checkout: CheckoutStatus = "open"
    order: OrderStatus = "awaiting_payment"
    reserved_until: datetime | None = None
    timers: tuple[tuple[TimerKind, datetime], ...] = ()
    reason: CancelReason = ""
    sent: bool = False
    arrived: bool = False
    scanned: bool = False
    disputed: bool = False
    given_up: bool = False
    late: bool = False
    refund_failed: bool = False
    seller_paid: bool = False
    paid_at: datetime | None = None
    money: Money = "none"

    def due(self, kind: TimerKind) -> datetime | None:
        """Return when a timer runs out, or None where it does not run."""
        return dict(self.timers).get(kind)

    def timed(self, *ended: TimerKind, **begun: datetime) -> Deal:
        """Return it with timers ended and begun."""
        kept = {kind: at for kind, at in self.timers if kind not in ended}
        return self._replace(timers=tuple(sorted({**kept, **begun}.items())))  # type: ignore[arg-type]  # kinds


class State(NamedTuple):
    """Everything that the next event depends on. `seen` is what each buyer was last told that the
    garment costs them, and so all that they can have agreed to pay."""

    now: datetime = START
    listing: str = "live"
    holder: Who | None = None
    price: int = LIST_PRICE
    away: bool = False
    offer: Terms | None = None
    price_until: datetime | None = None
    agreements: int = 0
    a: Deal | None = None
    b: Deal | None = None
    seen_a: int = LIST_PRICE
    seen_b: int = LIST_PRICE
    bought: frozenset[Who] = frozenset()
    was_down: bool = False

    @property
    def piece(self) -> Piece:
        """Return the listing as offers see it."""
        return Piece(self.listing, self.listing == "live" and not self.away, self.price)

    def deal(self, who: Who) -> Deal | None:
        """Return the latest deal of a buyer."""
        return self.a if who == "A" else self.b

    def seen(self, who: Who) -> int:
        """Return what a buyer was last told that it costs them."""
        return self.seen_a if who == "A" else self.seen_b

    def with_deal(self, who: Who, deal: Deal) -> State:
        """Return the world with another deal of a buyer."""
        return self._replace(a=deal) if who == "A" else self._replace(b=deal)

    def with_seen(self, who: Who, price: int) -> State:
        """Return the world in which a buyer was told a price."""
        return self._replace(seen_a=price) if who == "A" else self._replace(seen_b=price)
