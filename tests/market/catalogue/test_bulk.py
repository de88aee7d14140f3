"""Many pieces are changed at once, each on its own: what one refuses costs no other."""

from __future__ import annotations

import pytest

from rethread.market.catalogue.errors import InvalidBulk, WrongStatus
from rethread.market.catalogue.models import Listing
from rethread.market.catalogue.rules.bulk import is_sound, lowered, plan
from rethread.market.catalogue.selectors import own_pieces
from rethread.market.catalogue.services import (
    change_many,
    hide_listing,
    mark_sold_elsewhere,
    plan_many,
    relist_listing,
    reserve_listings,
    update_listing,
)
from rethread.market.catalogue.types import BulkChange, BulkPiece, ChosenPiece, ListingView
from rethread.market.social.models import Like
from rethread.market.social.services import like_listing, note_price, tell_price_drops
from rethread.platform.kernel import Actor, business_now, new_id
from tests.support.factories import make_live_listing, make_user
from tests.support.outbox import emitted, emitted_names

pytestmark = pytest.mark.django_db


def rail(count: int = 3) -> tuple[Actor, list[ListingView]]:
    seller = make_user()
    return Actor.user(seller.id), [make_live_listing(seller_id=seller.id) for _ in range(count)]


def choice(actor: Actor, listings: list[ListingView]) -> list[ChosenPiece]:
    pieces = own_pieces(actor=actor, listing_ids=[one.id for one in listings])
    return [ChosenPiece(piece.id, piece.version) for piece in pieces]


def prices(listings: list[ListingView]) -> list[int | None]:
    found = dict(Listing.objects.values_list("id", "price_minor"))
    return [found[one.id] for one in listings]


def test_the_preview_changes_nothing_and_what_it_says_is_done() -> None:
    seller, pieces = rail()
    hide_listing(actor=seller, listing_id=pieces[2].id)
    chosen = choice(seller, pieces)
    change = BulkChange("lower", percent=15)
    before = emitted_names()
    planned = plan_many(actor=seller, chosen=chosen, change=change)
    assert [one.price_minor for one in planned] == [1275, 1275, 1275]
    assert (prices(pieces), emitted_names()) == ([1500, 1500, 1500], before)
    outcomes = change_many(actor=seller, chosen=chosen, change=change)
    assert [one.refused for one in outcomes] == [None, None, None]
    assert prices(pieces) == [1275, 1275, 1275]


def test_each_piece_has_its_own_outcome() -> None:
    seller, pieces = rail(4)
    chosen = choice(seller, pieces)
    buyer = Actor.user(make_user().id)
    reserve_listings(actor=buyer, listing_ids=[pieces[0].id], checkout_id=new_id())
    update_listing(actor=seller, listing_id=pieces[1].id, changes={"title": "Another title"})
    update_listing(actor=seller, listing_id=pieces[2].id, changes={"price_minor": 100})
    chosen = [*chosen[:2], *choice(seller, [pieces[2]]), *chosen[3:]]
    outcomes = change_many(actor=seller, chosen=chosen, change=BulkChange("lower", percent=50))
    assert [one.refused for one in outcomes] == [
        "wrong_status", "catalogue.changed_meanwhile", "price_out_of_range", None,
    ]  # fmt: skip
    assert prices(pieces) == [1500, 1500, 100, 750]


def test_somebody_elses_pieces_are_not_there() -> None:
    seller, pieces = rail(1)
    other = Actor.user(make_user().id)
    chosen = choice(seller, pieces)
    for kind in ("hide", "remove"):
        assert change_many(actor=other, chosen=chosen, change=BulkChange(kind)) == ()  # type: ignore[arg-type]  # both are kinds
    assert Listing.objects.get(pk=pieces[0].id).status == "live"


def test_hide_show_parcel_and_remove_many() -> None:
    seller, pieces = rail(2)
    chosen = choice(seller, pieces)
    for change, statuses in (
        (BulkChange("hide"), ["hidden", "hidden"]),
        (BulkChange("show"), ["live", "live"]),
        (BulkChange("parcel", parcel_size="small"), ["live", "live"]),
        (BulkChange("remove"), ["removed", "removed"]),
    ):
        outcomes = change_many(actor=seller, chosen=chosen, change=change)
        assert [one.refused for one in outcomes] == [None, None], change
        found = dict(Listing.objects.values_list("id", "status"))
        assert [found[one.id] for one in pieces] == statuses
    assert set(Listing.objects.values_list("parcel_size", flat=True)) == {"small"}


def test_nothing_and_too_much_and_nonsense_are_refused() -> None:
    seller, pieces = rail(1)
    chosen = choice(seller, pieces)
    for some, change in (
        ([], BulkChange("hide")),
        (chosen * 101, BulkChange("hide")),
        (chosen, BulkChange("lower")),
        (chosen, BulkChange("lower", percent=91)),
        (chosen, BulkChange("price", price_minor=99)),
        (chosen, BulkChange("parcel", parcel_size="huge")),
    ):
        with pytest.raises(InvalidBulk) as refused:
            change_many(actor=seller, chosen=some, change=change)
        assert refused.value.code == "catalogue.invalid_bulk"
    assert Listing.objects.get(pk=pieces[0].id).version == pieces[0].version


def test_who_likes_a_piece_is_told_of_the_drop_once() -> None:
    seller, pieces = rail(1)
    fan = Actor.user(make_user().id)
    like_listing(actor=fan, listing_id=pieces[0].id)
    assert Like.objects.count() == 1
    for _ in range(2):  # the second finds a version that is not the one it was shown
        change_many(
            actor=seller, chosen=choice(seller, pieces), change=BulkChange("price", price_minor=900)
        )
        payload = emitted("catalogue.listing_updated")[-1]
        note_price(listing_id=pieces[0].id, price_minor=payload["buyer_price_minor"])
        tell_price_drops(business_now(), 10)
    assert len(emitted("social.liked_price_dropped")) == 1


def test_what_was_sold_elsewhere_by_mistake_comes_back_to_where_it_stood() -> None:
    seller, pieces = rail(1)
    published = Listing.objects.get(pk=pieces[0].id).published_at
    mark_sold_elsewhere(actor=seller, listing_id=pieces[0].id)
    assert relist_listing(actor=seller, listing_id=pieces[0].id).status == "live"
    assert Listing.objects.get(pk=pieces[0].id).published_at == published
    assert emitted_names()[-1] == "catalogue.listing_shown"
    with pytest.raises(WrongStatus):
        relist_listing(actor=seller, listing_id=pieces[0].id)


@pytest.mark.parametrize(
    ("price", "percent", "expected"), [(1500, 10, 1350), (1495, 50, 748), (333, 1, 330)]
)
def test_a_lowered_price_is_rounded_half_up(price: int, percent: int, expected: int) -> None:
    assert lowered(price, percent) == expected


def test_the_plan_of_each_status() -> None:
    def planned(status: str, kind: str) -> str | None:
        piece = BulkPiece(new_id(), 1, "A coat", status, 1500, "GBP", "large")  # type: ignore[arg-type]  # each in turn
        return plan(piece, BulkChange(kind, percent=10)).refused  # type: ignore[arg-type]  # as above

    changeable = {
        kind: [
            status
            for status in ("draft", "live", "reserved", "sold", "hidden", "elsewhere")
            if planned(status, kind) is None
        ]
        for kind in ("lower", "hide", "show", "relist", "remove")
    }
    assert changeable == {
        "lower": ["draft", "live", "hidden"],
        "hide": ["live"],
        "show": ["hidden"],
        "relist": ["elsewhere"],
        "remove": ["draft", "live", "hidden", "elsewhere"],
    }
    assert is_sound(BulkChange("lower", percent=90))
