"""Answers, sales and the clock at the same moment, with real threads on a real PostgreSQL."""

from __future__ import annotations

from datetime import timedelta

from rethread.market.offers.selectors import access_offer
from rethread.market.offers.tasks import run_due_offers
from rethread.market.orders.models import OrderLine
from rethread.platform.kernel import DomainError
from tests.market.orders.races import assert_sold_once, purchase
from tests.market.orders.world import at_once

from .world import Haggling


def codes(outcomes: list[object]) -> list[str]:
    return [
        one.code if isinstance(one, DomainError) else "failed"
        for one in outcomes
        if isinstance(one, Exception)
    ]


def test_accepting_while_somebody_else_buys_sells_once(committed: Haggling) -> None:
    offer = committed.offer(2_000)
    outcomes = at_once(
        lambda: committed.accept(committed.seller, offer),
        purchase(committed.world, committed.rival, committed.listing, "rival"),
    )
    assert outcomes[1] == "paid", outcomes
    assert set(codes(outcomes)) <= {"offers.listing_unavailable", "offers.no_longer_open"}
    committed.world.settle()
    assert_sold_once(committed.world, committed.listing)
    assert access_offer(committed.buyer.actor, offer.offer_id).told == "sold"


def test_two_buyers_with_different_prices_make_one_sale(committed: Haggling) -> None:
    committed.agreed(2_000)
    outcomes = at_once(
        purchase(committed.world, committed.buyer, committed.listing, "agreed"),
        purchase(committed.world, committed.rival, committed.listing, "public"),
    )
    assert outcomes.count("paid") == 1, outcomes
    assert codes(outcomes) == ["orders.listing_unavailable"]
    committed.world.settle()
    assert_sold_once(committed.world, committed.listing)
    line = OrderLine.objects.get(listing_id=committed.listing.id, live=True)
    paid_by_the_buyer = line.order.buyer_id == committed.buyer.actor.user_id
    assert line.price_minor == (2_000 if paid_by_the_buyer else 3_000)


def test_an_answer_in_the_second_the_offer_ends_is_one_or_the_other(committed: Haggling) -> None:
    offer = committed.offer(2_000)
    assert offer.until is not None
    committed.world.moments[0] = offer.until
    outcomes = at_once(
        lambda: committed.accept(committed.seller, offer),
        lambda: run_due_offers(committed.world.now, 100),
        lambda: run_due_offers(committed.world.now, 100),
    )
    assert codes(outcomes) == ["offers.no_longer_open"], outcomes
    assert sum(one for one in outcomes if isinstance(one, int)) == 1
    assert access_offer(committed.buyer.actor, offer.offer_id).status == "expired"


def test_checking_out_as_the_price_ends_never_changes_the_quote(committed: Haggling) -> None:
    offer = committed.agreed(2_000)
    assert offer.until is not None
    committed.world.moments[0] = offer.until - timedelta(minutes=2)
    checkout = committed.world.check_out(committed.buyer, committed.listing)
    assert checkout.items.amount_minor == 2_000
    committed.world.moments[0] = offer.until + timedelta(minutes=2)
    run_due_offers(committed.world.now, 100)
    assert access_offer(committed.buyer.actor, offer.offer_id).told == "paying"
    paid = committed.world.pay(committed.buyer, checkout.checkout_id)
    assert (paid.status, paid.items.amount_minor) == ("paid", 2_000)
