"""What payments and social ask of orders: their ports, implemented here and wired by config. It
decides nothing; the services do."""

from __future__ import annotations

from typing import Final, Literal
from uuid import UUID

from rethread.market.social.types import OrderSides
from rethread.platform.kernel import Actor

from .selectors import orders_by_ids
from .services import settlement, taking_back

_ACTOR: Final = Actor.system("orders.settlement")


class OrderPaymentEffects:
    """Carries payments' effects into orders, in the same transaction (`PaymentEffects`)."""

    def payment_confirmed(self, *, checkout_id: UUID) -> None:
        """The buyer has paid: the orders of this checkout stand."""
        settlement.confirm_payment(actor=_ACTOR, checkout_id=checkout_id)

    def payment_expired(self, *, checkout_id: UUID) -> None:
        """Nothing was paid and nothing can be any more: free what was reserved."""
        settlement.let_lapse(actor=_ACTOR, checkout_id=checkout_id)

    def payment_late(self, *, checkout_id: UUID) -> Literal["accept", "refund"]:
        """It was paid after it had expired: take it up again, or have it refunded."""
        return settlement.settle_late_payment(actor=_ACTOR, checkout_id=checkout_id)

    def refund_succeeded(self, *, order_id: UUID) -> None:
        """The provider has confirmed the order's refund."""
        settlement.record_refund(actor=_ACTOR, order_id=order_id)

    def refund_failed(self, *, order_id: UUID) -> None:
        """The provider could not refund; the money is owed to the buyer again."""
        settlement.record_refund_failure(order_id=order_id)

    def late_refund_failed(self, *, checkout_id: UUID) -> None:
        """A late payment could not be given back; it is owed to the buyer again."""
        settlement.record_late_refund_failure(checkout_id=checkout_id)

    def transfer_succeeded(self, *, order_id: UUID) -> None:
        """The order's money has reached the seller's account at the provider."""
        settlement.record_seller_paid(order_id=order_id)

    def given_back(self, *, order_id: UUID) -> None:
        """The operator has refunded the order at the provider: it is called off."""
        taking_back.see_given_back(actor=_ACTOR, order_id=order_id)

    def charged_back(self, *, order_id: UUID) -> None:
        """The buyer's bank takes the payment back; until it has decided nothing is released."""
        taking_back.see_chargeback(order_id=order_id)

    def chargeback_won(self, *, order_id: UUID) -> None:
        """The bank has decided for the market: the order goes on where it was."""
        taking_back.see_chargeback_won(order_id=order_id)

    def chargeback_lost(self, *, order_id: UUID) -> None:
        """The bank has given the buyer all they paid for this order."""
        taking_back.see_chargeback_lost(actor=_ACTOR, order_id=order_id)


class OrderSidesBook:
    """Tells who may talk about an order (`OrderBook`)."""

    def sides_of(self, order_id: UUID) -> OrderSides | None:
        """Return the two sides of an order that was paid for once, or None."""
        order = orders_by_ids([order_id]).get(order_id)
        if order is None or order.status in {"awaiting_payment", "lapsed"}:
            return None
        return OrderSides(
            buyer_id=order.buyer_id,
            seller_id=order.seller_id,
            listing_id=order.lines[0].listing_id,
        )
