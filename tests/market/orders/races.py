"""Races for one garment, each a function of a world so that it can be run as often as one likes.

Every race ends with the same check: one sale at most, who did not get it was not charged, or has
every penny back, and the books agree with the provider.
"""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Sum

from rethread.market.catalogue.types import ListingView
from rethread.market.orders.models import Order, OrderLine
from rethread.market.orders.services import add_to_bag, open_pay_page, start_checkout
from rethread.market.payments.models import Payment, Refund
from rethread.market.payments.services import refresh_payment
from rethread.platform.jobs.due import run_all_due
from rethread.platform.kernel import DomainError
from rethread.sandbox.stripe.errors import ApiError

from .world import Buyer, World, at_once

REFUSALS = frozenset(
    {"orders.listing_unavailable", "orders.checkout_closed", "orders.payment_unavailable"}
)


def purchase(world: World, buyer: Buyer, listing: ListingView, key: str) -> Callable[[], str]:
    """Return what a buyer does in one go: check out, go to the pay page, pay, come back."""

    def act() -> str:
        checkout = start_checkout(
            actor=buyer.actor,
            address_id=buyer.address_id,
            idempotency_key=key,
            expected_total=None,
            listing_ids=[listing.id],
        )
        return pay_now(world, buyer, checkout.checkout_id)

    return act


def pay_now(world: World, buyer: Buyer, checkout_id: object) -> str:
    """Pay an open checkout as a browser would and say how it ended."""
    url = open_pay_page(buyer.actor, checkout_id)  # type: ignore[arg-type]  # a UUID
    world.sandbox.stripe.pay_session(url.split("/pay/")[1].split("?")[0])
    refresh_payment(checkout_id)  # type: ignore[arg-type]  # a UUID
    return "paid"


def race_for_one_listing(world: World, buyers: int = 2) -> None:
    """Let buyers pay for one garment at the same moment: exactly one gets it."""
    listing = world.listing()
    people = [world.buyer() for _ in range(buyers)]
    for person in people:
        add_to_bag(actor=person.actor, listing_id=listing.id)
    outcomes = at_once(*(purchase(world, person, listing, f"{listing.id}") for person in people))
    assert outcomes.count("paid") == 1, outcomes
    for outcome in outcomes:
        assert outcome == "paid" or _code(outcome) == "orders.listing_unavailable", outcomes
    world.settle()
    assert_sold_once(world, listing)


def race_against_the_clock(world: World) -> str:
    """Let a buyer pay in the very second in which the reservation ends and a rival waits.

    Returns who got the garment: "first", or "rival".
    """
    listing = world.listing()
    first, rival = world.buyer(), world.buyer()
    checkout = start_checkout(
        actor=first.actor,
        address_id=first.address_id,
        idempotency_key="first",
        expected_total=None,
        listing_ids=[listing.id],
    )
    open_pay_page(first.actor, checkout.checkout_id)
    world.moments[0] = checkout.reserved_until
    outcomes = at_once(
        lambda: pay_now(world, first, checkout.checkout_id),
        lambda: run_all_due(world.works, world.now),
        purchase(world, rival, listing, "rival"),
        lambda: run_all_due(world.works, world.now),
    )
    for outcome in (outcomes[0], outcomes[2]):
        assert outcome == "paid" or _code(outcome) in REFUSALS, outcomes
    assert not isinstance(outcomes[1], Exception), outcomes
    assert not isinstance(outcomes[3], Exception), outcomes
    world.settle()
    if not Order.objects.filter(lines__listing_id=listing.id, status="paid").exists():
        purchase(world, rival, listing, "rival-again")()
        world.settle()
    assert_sold_once(world, listing)
    return "first" if outcomes[0] == "paid" else "rival"


def _code(outcome: object) -> str:
    if isinstance(outcome, ApiError):
        return "orders.checkout_closed"  # the provider's page says that it has expired
    return outcome.code if isinstance(outcome, DomainError) else repr(outcome)


def assert_sold_once(world: World, listing: ListingView) -> None:
    """Check one garment's books: sold once, everybody else not charged or refunded in full."""
    lines = OrderLine.objects.filter(listing_id=listing.id)
    sold = [line.order for line in lines.filter(live=True).select_related("order")]
    assert [order.status for order in sold] == ["paid"]
    others = Order.objects.filter(lines__listing_id=listing.id).exclude(pk=sold[0].pk)
    for order in others:
        assert order.status in {"lapsed", "refunded"}, order.status
    for order in [*sold, *others]:
        assert_charged_exactly(world, order, order.total_minor if order in sold else 0)


def assert_charged_exactly(world: World, order: Order, due_minor: int) -> None:
    """Check what the provider itself says was taken for an order, less what it gave back."""
    payment = Payment.objects.filter(checkout_id=order.checkout_id).first()
    if payment is None or payment.session_id is None:
        assert due_minor == 0
        return
    session = world.sandbox.stripe.find("checkout.session", payment.session_id)
    assert session is not None
    taken = session["amount_total"] if session["payment_status"] == "paid" else 0
    given = Refund.objects.filter(payment=payment, status="succeeded")
    back = given.aggregate(total=Sum("amount_minor"))["total"] or 0
    assert taken - back == due_minor, (taken, back, due_minor)
