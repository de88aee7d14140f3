"""Negotiations through the services: what each side may do, and that a refusal changes nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from rethread.market.catalogue.services import hide_listing, remove_listing, update_listing
from rethread.market.offers import wiring
from rethread.market.offers.models import Offer, OfferStep
from rethread.market.offers.ports import EverybodyOffers, install_offer_gate
from rethread.market.offers.selectors import (
    access_offer,
    access_selling_terms,
    count_waiting,
    find_latest_offer,
    list_offers,
)
from rethread.market.offers.services import (
    accept_offer,
    counter_offer,
    decline_offer,
    make_offer,
    send_offers,
    set_floor,
    withdraw_offer,
)
from rethread.market.social.services import block_person, like_listing
from rethread.platform.kernel import Actor, DomainError
from tests.support.timers import assert_due_from

from .world import Haggling, emitted, pounds


def refused(haggling: Haggling, code: str, act: Callable[[], object]) -> DomainError:
    """Check that something is refused with a code, and that no negotiation has changed."""
    before = (list(Offer.objects.order_by("id").values()), OfferStep.objects.count())
    told = len(emitted())
    with pytest.raises(DomainError) as refusal:
        act()
    assert refusal.value.code == code
    assert (list(Offer.objects.order_by("id").values()), OfferStep.objects.count()) == before
    assert len(emitted()) == told
    return refusal.value


def test_haggle_to_an_agreed_price(haggling: Haggling) -> None:
    offer = haggling.offer(2_000)
    assert (offer.told, offer.side, offer.price) == ("asks_seller", "buyer", pounds(2_000))
    assert offer.buyer_price == pounds(2_170)  # 5 % and 70 pence
    assert offer.seller_gets == pounds(1_940)  # less 3 %
    assert offer.steps == ("withdraw",)
    assert count_waiting(haggling.seller) == 1
    asked = haggling.counter(haggling.seller, offer, 2_600)
    assert (asked.told, asked.counter_min, asked.counter_max) == ("asks_buyer", None, None)
    assert count_waiting(haggling.seller) == 0
    mine = access_offer(haggling.buyer.actor, offer.offer_id)
    assert mine.steps == ("accept", "counter", "decline")
    assert (mine.counter_min, mine.counter_max) == (pounds(2_001), pounds(2_599))
    agreed = haggling.accept(haggling.buyer.actor, mine)
    assert (agreed.told, agreed.price, agreed.buyer_price) == (
        "price_runs",
        pounds(2_600),
        pounds(2_800),
    )
    assert agreed.until is not None
    assert (agreed.until - haggling.world.now).total_seconds() == 24 * 3600
    assert [(step.side, step.kind) for step in agreed.history] == [
        ("buyer", "named"),
        ("seller", "named"),
        ("buyer", "accepted"),
    ]
    assert [name for name, _ in emitted()] == [
        "offers.offer_made",
        "offers.offer_countered",
        "offers.offer_accepted",
    ]


@pytest.mark.parametrize("minor", [0, 1, 99, 3_000, 3_001, 10**9, -500])
def test_a_price_out_of_range_is_refused(haggling: Haggling, minor: int) -> None:
    error = refused(haggling, "offers.price_out_of_range", lambda: haggling.offer(minor))
    assert error.fields == {"amount": "Name a price from £1.00 to £29.99."}


def test_one_does_not_make_offers_to_oneself_or_for_what_is_gone(haggling: Haggling) -> None:
    own = {"actor": haggling.seller, "listing_id": haggling.listing.id, "price": pounds(2_000)}
    refused(haggling, "offers.own_listing", lambda: make_offer(**own))  # type: ignore[arg-type]
    hide_listing(actor=haggling.seller, listing_id=haggling.listing.id)
    refused(haggling, "offers.listing_unavailable", haggling.offer)
    remove_listing(actor=haggling.seller, listing_id=haggling.listing.id)
    refused(haggling, "offers.listing_unavailable", haggling.offer)


def test_one_negotiation_at_a_time_and_three_in_seven_days(haggling: Haggling) -> None:
    first = haggling.offer()
    error = refused(haggling, "offers.already_open", lambda: haggling.offer(2_100))
    assert error.fields == {"offer_id": str(first.offer_id)}
    for minor in (2_000, 2_100, 2_200):
        latest = find_latest_offer(haggling.buyer.actor, haggling.listing.id)
        assert latest is not None
        withdraw_offer(actor=haggling.buyer.actor, offer_id=latest.offer_id, seen=latest.price)
        if minor < 2_200:
            haggling.offer(minor)
    refused(haggling, "offers.too_many", haggling.offer)
    haggling.world.pass_time(days=7, seconds=1)
    assert haggling.offer().told == "asks_seller"


def test_thirty_offers_a_day_are_enough(haggling: Haggling) -> None:
    for _ in range(30):
        listing = haggling.world.listing(haggling.seller)
        make_offer(actor=haggling.buyer.actor, listing_id=listing.id, price=pounds(1_000))
    refused(haggling, "offers.too_many", haggling.offer)


def test_each_side_names_three_prices(haggling: Haggling) -> None:
    offer = haggling.offer(1_000)
    buyer, seller = haggling.buyer.actor, haggling.seller
    for low, high in ((1_100, 2_900), (1_200, 2_800)):
        offer = haggling.counter(seller, offer, high)
        offer = haggling.counter(buyer, offer, low)
    offer = haggling.counter(seller, offer, 2_700)
    mine = access_offer(buyer, offer.offer_id)
    assert (mine.prices_left, mine.steps) == (0, ("accept", "decline"))
    refused(haggling, "offers.no_prices_left", lambda: haggling.counter(buyer, offer, 1_300))
    assert haggling.accept(buyer, offer).told == "price_runs"


def test_a_price_that_does_not_come_closer_is_refused(haggling: Haggling) -> None:
    offer = haggling.counter(haggling.seller, haggling.offer(2_000), 2_500)
    for minor in (1_999, 2_000, 2_500, 2_900):
        refused(
            haggling,
            "offers.price_out_of_range",
            lambda minor=minor: haggling.counter(haggling.buyer.actor, offer, minor),
        )


def test_only_whose_turn_it_is_may_answer_and_strangers_know_nothing(haggling: Haggling) -> None:
    offer = haggling.offer()
    asked = {"offer_id": offer.offer_id, "seen": offer.price}
    refused(
        haggling,
        "offers.not_your_turn",
        lambda: accept_offer(actor=haggling.buyer.actor, **asked),  # type: ignore[arg-type]
    )
    refused(
        haggling,
        "offers.not_your_turn",
        lambda: withdraw_offer(actor=haggling.seller, **asked),  # type: ignore[arg-type]
    )
    refused(
        haggling,
        "offers.offer_not_found",
        lambda: accept_offer(actor=haggling.rival.actor, **asked),  # type: ignore[arg-type]
    )
    with pytest.raises(DomainError) as refusal:
        access_offer(haggling.rival.actor, offer.offer_id)
    assert refusal.value.code == "offers.offer_not_found"
    assert list_offers(haggling.rival.actor).offers == ()


def test_an_answer_to_a_price_that_one_did_not_see_does_nothing(haggling: Haggling) -> None:
    seller, buyer = haggling.seller, haggling.buyer.actor
    old = haggling.counter(seller, haggling.offer(2_000), 2_800)
    now = haggling.counter(seller, haggling.counter(buyer, old, 2_200), 2_600)
    for answer in (accept_offer, decline_offer):
        refused(
            haggling,
            "offers.offer_changed",
            lambda answer=answer: answer(actor=buyer, offer_id=now.offer_id, seen=old.price),
        )
    assert haggling.accept(buyer, now).price == pounds(2_600)


def test_an_unanswered_offer_ends_after_a_day_even_before_its_timer(haggling: Haggling) -> None:
    offer = haggling.offer()
    haggling.world.moments[0] = offer.until  # type: ignore[assignment]  # it has an end
    assert access_offer(haggling.seller, offer.offer_id).told == "unanswered"
    assert count_waiting(haggling.seller) == 0
    refused(haggling, "offers.no_longer_open", lambda: haggling.accept(haggling.seller, offer))
    haggling.world.settle()
    ended = access_offer(haggling.buyer.actor, offer.offer_id)
    assert (ended.status, ended.told, ended.steps) == ("expired", "unanswered", ())
    assert emitted("offers.offer_expired")[-1][1]["expired_as"] == "unanswered"


def test_an_agreed_price_ends_after_a_day(haggling: Haggling) -> None:
    offer = haggling.agreed()
    haggling.world.pass_time(hours=23, minutes=59)
    assert access_offer(haggling.buyer.actor, offer.offer_id).told == "price_runs"
    haggling.world.pass_time(minutes=1)
    assert access_offer(haggling.buyer.actor, offer.offer_id).status == "lapsed"
    assert emitted("offers.offer_expired")[-1][1]["expired_as"] == "unused"


def test_the_lowest_price_declines_at_once_and_stays_a_secret(haggling: Haggling) -> None:
    set_floor(actor=haggling.seller, listing_id=haggling.listing.id, floor=pounds(2_345))
    offer = haggling.offer(2_344)
    assert (offer.status, offer.told, offer.steps) == ("declined", "too_low", ())
    assert "2345" not in repr(offer)
    assert all("2345" not in repr(payload) for _, payload in emitted())
    assert emitted("offers.offer_declined")[-1][1]["declined_by"] == "limit"
    assert haggling.offer(2_345).told == "asks_seller"
    terms = access_selling_terms(haggling.seller, haggling.listing.id)
    assert terms.floor == pounds(2_345)
    for other in (haggling.buyer.actor, haggling.rival.actor):
        with pytest.raises(DomainError) as refusal:
            access_selling_terms(other, haggling.listing.id)
        assert refusal.value.code == "catalogue.listing_not_found"
        with pytest.raises(DomainError):
            set_floor(actor=other, listing_id=haggling.listing.id, floor=None)
    set_floor(actor=haggling.seller, listing_id=haggling.listing.id, floor=None)
    assert access_selling_terms(haggling.seller, haggling.listing.id).floor is None


@pytest.mark.parametrize("minor", [0, 99, 3_000, 99_999])
def test_a_lowest_price_outside_of_the_prices_is_refused(haggling: Haggling, minor: int) -> None:
    refused(
        haggling,
        "offers.invalid_floor",
        lambda: set_floor(
            actor=haggling.seller, listing_id=haggling.listing.id, floor=pounds(minor)
        ),
    )
    assert access_selling_terms(haggling.seller, haggling.listing.id).floor is None


def test_a_block_closes_what_is_open_but_not_what_was_agreed(haggling: Haggling) -> None:
    offer = haggling.offer()
    buyer_id = haggling.buyer.actor.require_user()
    block_person(actor=haggling.seller, person_id=buyer_id)
    assert access_offer(haggling.buyer.actor, offer.offer_id).told == "closed"
    refused(haggling, "offers.closed_between_you", lambda: haggling.accept(haggling.seller, offer))
    decline_offer(actor=haggling.seller, offer_id=offer.offer_id, seen=offer.price)
    refused(haggling, "offers.closed_between_you", haggling.offer)
    agreed = make_offer(
        actor=haggling.rival.actor, listing_id=haggling.listing.id, price=pounds(2_500)
    )
    haggling.accept(haggling.seller, agreed)
    block_person(actor=haggling.seller, person_id=haggling.rival.actor.require_user())
    assert access_offer(haggling.rival.actor, agreed.offer_id).told == "price_runs"


def test_a_cheaper_listing_beats_an_offer(haggling: Haggling) -> None:
    offer = haggling.offer(2_000)
    update_listing(
        actor=haggling.seller, listing_id=haggling.listing.id, changes={"price_minor": 2_000}
    )
    assert access_offer(haggling.seller, offer.offer_id).told == "beaten"
    refused(haggling, "offers.beaten", lambda: haggling.accept(haggling.seller, offer))


def test_a_removed_listing_ends_its_negotiations(haggling: Haggling) -> None:
    offer = haggling.offer()
    remove_listing(actor=haggling.seller, listing_id=haggling.listing.id)
    assert access_offer(haggling.buyer.actor, offer.offer_id).told == "removed"
    haggling.world.settle()
    ended = access_offer(haggling.buyer.actor, offer.offer_id)
    assert (ended.status, ended.told) == ("overtaken", "removed")
    assert emitted("offers.offer_overtaken")[-1][1]["overtaken_by"] == "removal"


def test_an_offer_to_likers_reaches_them_once_a_day(haggling: Haggling) -> None:
    people = [haggling.buyer, haggling.rival, haggling.world.buyer()]
    for person in people:
        like_listing(actor=person.actor, listing_id=haggling.listing.id)
    like_listing(actor=haggling.seller, listing_id=haggling.listing.id)
    haggling.offer(2_000)  # the first negotiates already
    block_person(actor=people[2].actor, person_id=haggling.seller.require_user())
    assert access_selling_terms(haggling.seller, haggling.listing.id).likers == 1

    def send(minor: int) -> int:
        return send_offers(
            actor=haggling.seller, listing_id=haggling.listing.id, price=pounds(minor)
        ).people

    refused(haggling, "offers.price_out_of_range", lambda: send(2_851))
    assert send(2_850) == 1
    got = find_latest_offer(haggling.rival.actor, haggling.listing.id)
    assert got is not None
    assert (got.told, got.opened_by, got.price) == ("asks_buyer", "seller", pounds(2_850))
    refused(haggling, "offers.sent_today", lambda: send(2_800))
    assert emitted("offers.offers_sent")[-1][1]["people_count"] == 1
    decline_offer(actor=haggling.rival.actor, offer_id=got.offer_id, seen=got.price)
    haggling.world.pass_time(days=1)
    assert send(2_700) == 2  # the first one's offer has ended by now
    latest = find_latest_offer(haggling.rival.actor, haggling.listing.id)
    assert latest is not None
    agreed = haggling.accept(haggling.rival.actor, latest)
    assert (agreed.told, agreed.price) == ("price_runs", pounds(2_700))


def test_an_offer_to_nobody_or_for_another_ones_listing_is_refused(haggling: Haggling) -> None:
    asked = {"listing_id": haggling.listing.id, "price": pounds(2_000)}
    refused(
        haggling,
        "offers.nobody_to_send_to",
        lambda: send_offers(actor=haggling.seller, **asked),  # type: ignore[arg-type]
    )
    like_listing(actor=haggling.rival.actor, listing_id=haggling.listing.id)
    refused(
        haggling,
        "offers.offer_not_found",
        lambda: send_offers(actor=haggling.buyer.actor, **asked),  # type: ignore[arg-type]
    )


def test_who_may_not_buy_may_not_make_offers(haggling: Haggling) -> None:
    class Nobody:
        def reason_to_refuse(self, buyer_id: object) -> str | None:
            return "Your account is being looked at."

    install_offer_gate(Nobody())
    try:
        error = refused(haggling, "offers.refused", haggling.offer)
    finally:
        install_offer_gate(EverybodyOffers())
    assert error.message == "Your account is being looked at."


def test_a_visitor_is_asked_to_sign_in(haggling: Haggling) -> None:
    visitor = {"actor": Actor.anonymous(), "listing_id": haggling.listing.id}
    refused(
        haggling,
        "kernel.sign_in_required",
        lambda: make_offer(price=pounds(2_000), **visitor),  # type: ignore[arg-type]
    )


def test_a_page_of_offers_costs_the_same_for_one_and_for_many(
    haggling: Haggling, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    for _ in range(8):
        listing = haggling.world.listing(haggling.seller)
        make_offer(actor=haggling.buyer.actor, listing_id=listing.id, price=pounds(1_000))
    with django_assert_max_num_queries(7):  # type: ignore[attr-defined]  # a context manager
        assert len(list_offers(haggling.buyer.actor).offers) == 8
    first = list_offers(haggling.buyer.actor, limit=5)
    rest = list_offers(haggling.buyer.actor, first.next_cursor)
    assert (len(first.offers), len(rest.offers), rest.next_cursor) == (5, 3, "")


def test_an_answer_that_comes_with_a_counter_below_the_limit_ends_it(haggling: Haggling) -> None:
    like_listing(actor=haggling.buyer.actor, listing_id=haggling.listing.id)
    set_floor(actor=haggling.seller, listing_id=haggling.listing.id, floor=pounds(2_400))
    send_offers(actor=haggling.seller, listing_id=haggling.listing.id, price=pounds(2_800))
    got = find_latest_offer(haggling.buyer.actor, haggling.listing.id)
    assert got is not None
    ended = counter_offer(
        actor=haggling.buyer.actor, offer_id=got.offer_id, price=pounds(2_399), seen=got.price
    )
    assert (ended.told, ended.price) == ("too_low", pounds(2_399))


def test_the_timer_says_that_it_is_due_when_a_days_time_to_answer_is_over(
    haggling: Haggling,
) -> None:
    until = haggling.offer().until
    assert until is not None
    (work,) = wiring.DUE_WORK
    assert_due_from(work, until)
