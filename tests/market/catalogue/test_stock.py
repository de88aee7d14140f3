"""The stock of one: reserved for one, sold once, released and returned."""

from __future__ import annotations

import threading
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, connections, transaction

from rethread.market.accounts.services import set_vacation
from rethread.market.catalogue.errors import ListingUnavailable, OwnListing, WrongStatus
from rethread.market.catalogue.models import Listing, Reservation
from rethread.market.catalogue.selectors import get_listing
from rethread.market.catalogue.services import (
    mark_listings_sold,
    release_listings,
    remove_listing,
    reserve_listings,
    return_listings,
    update_listing,
)
from rethread.platform.kernel import Actor, Money, business_now, new_id
from tests.support.factories import make_live_listing, make_user
from tests.support.outbox import emitted, emitted_names

SYSTEM = Actor.system("orders")


def status_of(listing_id: UUID) -> str:
    return Listing.objects.get(pk=listing_id).status


@pytest.mark.django_db
def test_what_is_reserved_is_told_with_its_price_and_cannot_be_edited_or_removed() -> None:
    listing = make_live_listing(price_minor=1490)
    checkout_id = new_id()
    buyer = Actor.user(make_user().id)
    (reserved,) = reserve_listings(actor=buyer, listing_ids=[listing.id], checkout_id=checkout_id)
    assert (reserved.id, reserved.seller_id) == (listing.id, listing.seller_id)
    assert (reserved.price, reserved.buyer_price) == (Money(1490, "GBP"), Money(1635, "GBP"))
    assert (reserved.fee_version, reserved.parcel_size) == (1, "large")
    (event,) = emitted("catalogue.listing_reserved")
    assert (event["status"], event["checkout_id"]) == ("reserved", str(checkout_id))
    assert get_listing(listing.id).available is False
    owner = Actor.user(listing.seller_id)
    for attempt in (
        lambda: update_listing(actor=owner, listing_id=listing.id, changes={"price_minor": 100}),
        lambda: remove_listing(actor=owner, listing_id=listing.id),
    ):
        with pytest.raises(WrongStatus):
            attempt()
    assert get_listing(listing.id).price == Money(1490, "GBP")


@pytest.mark.django_db
def test_a_bag_with_one_garment_gone_reserves_none_of_it() -> None:
    free, taken = make_live_listing(), make_live_listing()
    reserve_listings(actor=SYSTEM, listing_ids=[taken.id], checkout_id=new_id())
    before = emitted_names()
    unknown = new_id()
    with pytest.raises(ListingUnavailable) as refusal:
        reserve_listings(
            actor=SYSTEM, listing_ids=[free.id, taken.id, unknown], checkout_id=new_id()
        )
    assert refusal.value.code == "catalogue.listing_unavailable"
    assert refusal.value.listing_ids == (taken.id, unknown)
    assert status_of(free.id) == "live"
    assert emitted_names() == before


@pytest.mark.django_db
def test_nobody_reserves_their_own() -> None:
    listing = make_live_listing()
    with pytest.raises(OwnListing) as refusal:
        reserve_listings(
            actor=Actor.user(listing.seller_id), listing_ids=[listing.id], checkout_id=new_id()
        )
    assert refusal.value.code == "catalogue.own_listing"
    assert status_of(listing.id) == "live"


@pytest.mark.django_db
def test_a_shop_on_vacation_sells_nothing() -> None:
    listing = make_live_listing()
    set_vacation(actor=Actor.user(listing.seller_id), shop_id=listing.shop.id, on_vacation=True)
    with pytest.raises(ListingUnavailable):
        reserve_listings(actor=SYSTEM, listing_ids=[listing.id], checkout_id=new_id())
    assert status_of(listing.id) == "live"


@pytest.mark.django_db
def test_reserving_again_for_the_same_checkout_changes_nothing() -> None:
    listing = make_live_listing()
    checkout_id = new_id()
    first = reserve_listings(actor=SYSTEM, listing_ids=[listing.id], checkout_id=checkout_id)
    assert first == reserve_listings(
        actor=SYSTEM, listing_ids=[listing.id], checkout_id=checkout_id
    )
    assert len(emitted("catalogue.listing_reserved")) == 1


@pytest.mark.django_db
def test_releasing_frees_only_what_the_checkout_holds_and_may_be_repeated() -> None:
    mine, others = make_live_listing(), make_live_listing()
    checkout_id = new_id()
    reserve_listings(actor=SYSTEM, listing_ids=[mine.id], checkout_id=checkout_id)
    reserve_listings(actor=SYSTEM, listing_ids=[others.id], checkout_id=new_id())
    both = [mine.id, others.id]
    assert release_listings(actor=SYSTEM, listing_ids=both, checkout_id=checkout_id) == (mine.id,)
    assert release_listings(actor=SYSTEM, listing_ids=both, checkout_id=checkout_id) == ()
    assert (status_of(mine.id), status_of(others.id)) == ("live", "reserved")
    assert [event["status"] for event in emitted("catalogue.listing_released")] == ["live"]


@pytest.mark.django_db
def test_only_the_checkout_that_holds_it_buys_it_and_only_once() -> None:
    listing = make_live_listing()
    checkout_id = new_id()
    reserve_listings(actor=SYSTEM, listing_ids=[listing.id], checkout_id=checkout_id)
    with pytest.raises(ListingUnavailable):
        mark_listings_sold(actor=SYSTEM, listing_ids=[listing.id], checkout_id=new_id())
    assert status_of(listing.id) == "reserved"
    for _ in range(2):
        mark_listings_sold(actor=SYSTEM, listing_ids=[listing.id], checkout_id=checkout_id)
    assert status_of(listing.id) == "sold"
    assert len(emitted("catalogue.listing_sold")) == 1
    assert release_listings(actor=SYSTEM, listing_ids=[listing.id], checkout_id=checkout_id) == ()
    assert status_of(listing.id) == "sold"


@pytest.mark.django_db
def test_what_comes_back_is_hidden_until_its_seller_shows_it() -> None:
    listing = make_live_listing()
    checkout_id = new_id()
    reserve_listings(actor=SYSTEM, listing_ids=[listing.id], checkout_id=checkout_id)
    mark_listings_sold(actor=SYSTEM, listing_ids=[listing.id], checkout_id=checkout_id)
    assert return_listings(actor=SYSTEM, listing_ids=[listing.id]) == (listing.id,)
    assert return_listings(actor=SYSTEM, listing_ids=[listing.id]) == ()
    row = Listing.objects.get(pk=listing.id)
    assert (row.status, row.checkout_id, row.sold_at) == ("hidden", None, None)
    assert Reservation.objects.get(listing=row).outcome == "returned"


@pytest.mark.django_db
def test_the_database_refuses_two_holders_and_a_reservation_for_nobody() -> None:
    listing = make_live_listing()
    reserve_listings(actor=SYSTEM, listing_ids=[listing.id], checkout_id=new_id())
    row = Listing.objects.get(pk=listing.id)
    with pytest.raises(IntegrityError, match="reservation_one_at_a_time"), transaction.atomic():
        Reservation.objects.create(listing=row, checkout_id=new_id(), reserved_at=business_now())
    rows = Listing.objects.filter(pk=listing.id)
    for changes, name in (
        ({"checkout_id": None}, "listing_reserved_for_someone"),
        ({"status": "sold"}, "listing_sold_has_time"),
        ({"price_minor": 99}, "listing_price_in_range"),
        ({"buyer_price_minor": 1}, "listing_buyer_price_whole"),
        ({"photo_count": 0}, "listing_complete_when_public"),
    ):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            rows.update(**changes)
    row.refresh_from_db()
    assert (row.status, row.price_minor) == ("reserved", 1500)


@pytest.mark.django_db(transaction=True)
def test_of_many_checkouts_at_once_exactly_one_gets_two_shared_garments() -> None:
    one, other = make_live_listing(), make_live_listing()
    outcomes: list[str] = []
    gate = threading.Barrier(6)

    def attempt(number: int) -> None:
        order = [one.id, other.id] if number % 2 else [other.id, one.id]
        gate.wait()
        try:
            reserve_listings(actor=SYSTEM, listing_ids=order, checkout_id=new_id())
            outcomes.append("got")
        except ListingUnavailable:
            outcomes.append("missed")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=attempt, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["got"] + ["missed"] * 5
    holders = {row.checkout_id for row in Listing.objects.filter(pk__in=[one.id, other.id])}
    assert len(holders) == 1
    assert connection.is_usable()
