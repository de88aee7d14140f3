"""What tests of support do again and again: a sale that is delivered, a complaint, a look."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from rethread.market.accounts.services import set_delivery_methods
from rethread.market.orders.models import Order
from rethread.market.orders.services import make_label, mark_shipped
from rethread.market.payments.models import Hold
from rethread.market.payments.services import check_invariants, reconcile
from rethread.market.pricing.types import DeliveryMethod
from rethread.market.support.selectors import check_promises
from rethread.market.support.services import open_case
from rethread.market.support.types import CaseView
from rethread.platform.kernel import Actor
from tests.market.orders.world import Buyer, World
from tests.support.factories import make_staff

WORDS = "The sleeve is torn, and the listing says good."


@dataclass(frozen=True)
class Sale:
    """One order and its two sides."""

    buyer: Buyer
    seller: Actor
    order_id: UUID

    @property
    def order(self) -> Order:
        return Order.objects.get(pk=self.order_id)

    @property
    def hold(self) -> str:
        return Hold.objects.get(order_id=self.order_id).status


def paid(world: World, price_minor: int = 1500, delivery: DeliveryMethod = "tracked") -> Sale:
    seller, buyer = world.seller(), world.buyer()
    listing = world.listing(seller, price_minor)
    if delivery != "tracked":
        set_delivery_methods(
            actor=seller, shop_id=listing.shop.id, methods=[delivery], pickup_place="Headingley"
        )
    (order,) = world.buy(buyer, listing)
    return Sale(buyer, seller, order.order_id)


def shipped(world: World) -> Sale:
    sale = paid(world)
    make_label(actor=sale.seller, order_id=sale.order_id)
    mark_shipped(actor=sale.seller, order_id=sale.order_id)
    world.settle()
    return sale


def delivered(world: World) -> Sale:
    sale = shipped(world)
    for _ in range(12):
        if sale.order.status == "delivered":
            break
        world.pass_time(hours=12)
    assert sale.order.status == "delivered"
    return sale


def disputed(world: World) -> tuple[Sale, CaseView]:
    sale = delivered(world)
    case = complain(sale)
    return sale, case


def complain(sale: Sale, reason: str = "not_as_described") -> CaseView:
    return open_case(
        actor=sale.buyer.actor, kind="order", object_id=sale.order_id, reason=reason, text=WORDS
    )


def staff() -> Actor:
    return Actor.staff(make_staff().id)


def assert_books(*, settled: bool = True) -> None:
    """Check every promise about money and cases, and the provider's own balances."""
    broken = [
        f"{row.name}: {row.detail}"
        for row in (*check_invariants(), *check_promises())
        if not row.ok
    ]
    assert broken == []
    if settled:
        assert reconcile().breaks == ()
