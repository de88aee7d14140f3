"""A piece that got better is refreshed once in a while; nobody becomes new twice."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from rethread.market.catalogue.errors import (
    ListingNotFound,
    NothingImproved,
    RefreshTooSoon,
    WrongStatus,
)
from rethread.market.catalogue.models import Listing
from rethread.market.catalogue.rules.refreshing import (
    fresh_at,
    improvements,
    next_refresh_at,
    state_at,
)
from rethread.market.catalogue.selectors import (
    list_fresh_cards,
    listing_documents,
    refresh_standings,
)
from rethread.market.catalogue.services import (
    change_many,
    hide_listing,
    plan_many,
    refresh_listing,
    update_listing,
)
from rethread.market.catalogue.types import BulkChange, ChosenPiece, ListingChanges, ListingView
from rethread.market.search.rules.planning import Weights
from rethread.market.search.rules.ranking import rerank
from rethread.market.search.types import Hit
from rethread.platform.kernel import Actor, DomainError, business_now
from rethread.platform.kernel.clock import business_clock
from tests.support.factories import make_live_listing, make_photo, make_user
from tests.support.outbox import emitted

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
START = datetime.fromisoformat("2026-03-02T12:00:00+00:00")


@contextmanager
def on_day(number: float) -> Iterator[None]:
    with business_clock(lambda: START + number * DAY):
        yield


def piece() -> ListingView:
    with on_day(0):
        return make_live_listing(price_minor=2000)


def seller_of(listing: ListingView) -> Actor:
    return Actor.user(listing.seller_id)


def change(listing: ListingView, **changes: object) -> None:
    wanted: ListingChanges = changes  # type: ignore[assignment]  # whatever a test names
    update_listing(actor=seller_of(listing), listing_id=listing.id, changes=wanted)


def refused(listing: ListingView, actor: Actor | None = None) -> str:
    """Refresh what cannot be; return why, having looked that nothing changed."""
    before = Listing.objects.values().get(pk=listing.id)
    with pytest.raises(DomainError) as error:
        refresh_listing(actor=actor or seller_of(listing), listing_id=listing.id)
    assert Listing.objects.values().get(pk=listing.id) == before
    return error.value.code


def better(listing: ListingView) -> tuple[str, ...]:
    return refresh_standings([listing.id])[listing.id].better


def test_a_lower_price_after_thirty_days_may_be_refreshed_and_keeps_its_day() -> None:
    listing = piece()
    with on_day(10):
        change(listing, price_minor=1900)
    with on_day(29.9):
        assert refused(listing) == "catalogue.refresh_too_soon"
    with on_day(30):
        after = refresh_listing(actor=seller_of(listing), listing_id=listing.id)
        assert after.refreshed_at == business_now()
        assert after.published_at == listing.published_at
        assert after.version == listing.version + 2
        told = emitted("catalogue.listing_refreshed")[-1]
        assert told["because"] == ["price"]
        assert refused(listing) == "catalogue.refresh_too_soon"
    with on_day(60):
        assert refused(listing) == "catalogue.nothing_improved"
        change(listing, price_minor=1800)
    with on_day(61):
        assert refresh_listing(actor=seller_of(listing), listing_id=listing.id).refreshed_at


def test_only_what_really_got_better_counts() -> None:
    listing = piece()
    with on_day(31):
        assert refused(listing) == "catalogue.nothing_improved"
        change(listing, price_minor=1901)  # 4.95%
        change(listing, price_minor=4000)
        change(listing, price_minor=1950)
        assert better(listing) == ()
        change(listing, description=listing.description + "!" * 39)
        change(listing, title="Now with another title")
        assert refused(listing) == "catalogue.nothing_improved"
        change(listing, description=listing.description + "x" * 40)
        assert better(listing) == ("description",)
        photos = [photo.id for photo in listing.photos]
        new = make_photo(owner_id=listing.seller_id)
        change(listing, photo_ids=[*photos, new.id])
        change(listing, price_minor=1900)
        assert better(listing) == ("price", "photos", "description")


def test_a_photo_fewer_or_only_another_order_is_no_better() -> None:
    assert improvements({"photos": ["a", "b"]}, {"photos": ["b", "a"]}) == ()
    assert improvements({"photos": ["a", "b"]}, {"photos": ["c"]}) == ()
    assert improvements({"photos": ["a", "b"]}, {"photos": ["a", "c"]}) == ("photos",)
    assert improvements({"measures": None}, {"measures": {"chest": 500}}) == ("measures",)
    assert improvements({"measures": {"chest": 500}}, {"measures": {"chest": 510}}) == ()


def test_what_it_said_before_is_read_from_its_edits() -> None:
    edits = [
        [{"field": "price_minor", "before": 2000, "after": 2500}],
        [{"field": "price_minor", "before": 2500, "after": 1000}],
    ]
    assert state_at({"price_minor": 1000}, edits) == {"price_minor": 2000}


def test_another_person_and_a_hidden_piece_are_refused() -> None:
    listing = piece()
    with on_day(40):
        change(listing, price_minor=1500)
        stranger = Actor.user(make_user().id)
        assert refused(listing, stranger) == ListingNotFound().code
        hide_listing(actor=seller_of(listing), listing_id=listing.id)
        assert refused(listing) == WrongStatus("hidden", "x").code


def test_newest_first_does_not_move_and_best_match_by_a_week_at_the_most() -> None:
    old = piece()
    with on_day(40):
        newer = make_live_listing()
        change(old, price_minor=1500)
        refresh_listing(actor=seller_of(old), listing_id=old.id)
        assert [card.id for card in list_fresh_cards().cards] == [newer.id, old.id]
        document = listing_documents([old.id])[old.id]
        assert document.published_at == START
        assert document.fresh_at == START + 33 * DAY


def ranked(*days: float) -> list[int]:
    """Rank equal matches that count as listed so many days ago; return them by number."""
    now = 10_000_000
    hits = [Hit(at, 1.0, at, 0, 0, int(now - ago * 86_400)) for at, ago in enumerate(days)]
    found = rerank(hits, now_s=now, full_score=1.0, weights=Weights())
    return [hit.key for hit in found]


def test_what_is_new_this_week_stays_before_what_was_refreshed_today() -> None:
    refreshed = fresh_at(START - 90 * DAY, START)
    ago = (START - refreshed) / DAY
    assert ranked(ago, 6.9, 90) == [1, 0, 2]
    assert fresh_at(START, None) == START
    assert fresh_at(START, START + 3 * DAY) == START
    assert next_refresh_at(START, START + DAY) == START + 31 * DAY


def test_many_are_refreshed_after_a_preview_each_on_its_own_terms() -> None:
    first = piece()
    actor = seller_of(first)
    with on_day(0):
        second = make_live_listing(seller_id=first.seller_id)
    with on_day(35):
        third = make_live_listing(seller_id=first.seller_id)
        change(first, price_minor=1000)
        chosen = [ChosenPiece(one.id, 1) for one in (first, second, third)]
        planned = plan_many(actor=actor, chosen=chosen, change=BulkChange("refresh"))
        assert [one.refused for one in planned] == [
            None, "nothing_improved", "refresh_too_soon",
        ]  # fmt: skip
        assert refreshed_ids() == set()
        change_many(actor=actor, chosen=chosen, change=BulkChange("refresh"))
        assert refreshed_ids() == {first.id}


def refreshed_ids() -> set[UUID]:
    return set(Listing.objects.exclude(refreshed_at=None).values_list("id", flat=True))


def test_the_refusals_say_when_and_what_to_do() -> None:
    assert "2 April 2026" in RefreshTooSoon(START + 31 * DAY).message
    assert "5%" in NothingImproved().message
