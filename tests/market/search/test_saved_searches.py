"""Saved searches: bounded, one's own, told once of each matching listing, cheap however many."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rethread.market.accounts.services import set_vacation
from rethread.market.catalogue.services import (
    hide_listing,
    mark_listings_sold,
    reserve_listings,
    show_listing,
    update_listing,
)
from rethread.market.catalogue.types import ListingChanges, ListingView
from rethread.market.search import wiring
from rethread.market.search.adapters.tantivy_engine import TantivyEngine
from rethread.market.search.errors import (
    NameTooLong,
    NothingToSave,
    SavedSearchNotFound,
    TooManySaved,
)
from rethread.market.search.models import SavedSearch, SavedSearchMatch
from rethread.market.search.selectors import (
    access_saved_search,
    count_new_matches,
    latest_matches,
    list_matches,
    list_saved_searches,
    saved_searches_by_ids,
)
from rethread.market.search.services import (
    SAVED_MAX,
    forget_old_matches,
    look_at_saved_search,
    mark_dirty,
    next_untold_at,
    perform_search,
    rebuild_index,
    remove_saved_search,
    rename_saved_search,
    run_indexer,
    save_search,
    tell_matches,
)
from rethread.market.search.types import Filters, SavedSearchView, SearchRequest
from rethread.platform.events.models import OutboxRow
from rethread.platform.kernel import Actor, Invalid, business_now, new_id
from rethread.platform.kernel.clock import business_clock
from rethread.platform.vault.services import pseudonym_for
from tests.support.factories import make_live_listing, make_user
from tests.support.timers import says_due

pytestmark = pytest.mark.django_db


@pytest.fixture
def fan() -> Actor:
    return Actor.user(make_user().id)


@pytest.fixture(autouse=True)
def _indexed(engine: TantivyEngine) -> None:
    """Start from an index with something in it, and from a clock that goes on by itself."""
    listed("Floral tea dress", type="dress", material="cotton", brand="zara")
    rebuild_index()


def listed(title: str, *, price_minor: int = 1500, **changes: object) -> ListingView:
    fields: ListingChanges = {"title": title, "description": "", **changes}  # type: ignore[typeddict-item]  # by name
    view = make_live_listing(price_minor=price_minor, changes=fields)
    mark_dirty(listing_ids=[view.id])
    return view


def saved(actor: Actor, query: str = "", **filters: object) -> SavedSearchView:
    return save_search(actor=actor, query=query, filters=Filters(**filters))  # type: ignore[arg-type]  # by name


def found(actor: Actor, search: SavedSearchView) -> list[UUID]:
    return [match.listing_id for match in list_matches(actor, search.saved_search_id).matches]


def told(name: str = "search.saved_search_matched") -> list[dict[str, object]]:
    return [row.payload for row in OutboxRow.objects.filter(name=name).order_by("id")]


def settle() -> None:
    run_indexer()
    while tell_matches(business_now(), 100):
        pass


def test_a_new_listing_that_matches_is_told_of_once(fan: Actor) -> None:
    search = saved(fan, "levi's jacket", price_max_minor=3000)
    jacket = listed("Blue denim jacket")
    listed("Wool jumper", type="jumper", brand="")
    listed("Blue denim jacket", price_minor=9000)
    settle()
    assert found(fan, search) == [jacket.id]
    assert told() == [
        {
            "saved_search_id": str(search.saved_search_id),
            "searcher_key": pseudonym_for(fan.require_user()),
            "listing_ids": [str(jacket.id)],
            "new_count": 1,
        }
    ]
    mark_dirty(listing_ids=[jacket.id])
    settle()
    assert len(told()) == 1
    assert access_saved_search(fan, search.saved_search_id).new_count == 1


def test_the_timer_says_that_it_is_due_once_something_was_found(fan: Actor) -> None:
    (work,) = wiring.DUE_WORK
    saved(fan, "denim jacket")
    listed("Blue denim jacket")
    assert not says_due(work, business_now())
    run_indexer()
    found_at = next_untold_at()
    assert found_at is not None
    assert says_due(work, found_at)
    assert work.run_due(found_at, 10) > 0
    assert not says_due(work, business_now())


def test_hiding_and_showing_again_tells_nobody_twice(fan: Actor) -> None:
    search = saved(fan, "denim jacket")
    jacket = listed("Blue denim jacket")
    settle()
    seller = Actor.user(jacket.seller_id)
    hide_listing(actor=seller, listing_id=jacket.id)
    mark_dirty(listing_ids=[jacket.id])
    settle()
    show_listing(actor=seller, listing_id=jacket.id)
    mark_dirty(listing_ids=[jacket.id])
    settle()
    assert found(fan, search) == [jacket.id]
    assert len(told()) == 1


def test_an_edit_that_makes_a_new_listing_match_is_told_of(fan: Actor) -> None:
    search = saved(fan, types=("denim_jacket",), price_max_minor=2000)
    jacket = listed("Blue denim jacket", price_minor=2500)
    settle()
    assert found(fan, search) == []
    update_listing(
        actor=Actor.user(jacket.seller_id), listing_id=jacket.id, changes={"price_minor": 1500}
    )
    mark_dirty(listing_ids=[jacket.id])
    settle()
    assert found(fan, search) == [jacket.id]


def test_what_was_for_sale_before_the_search_was_saved_is_not_new(fan: Actor) -> None:
    jacket = listed("Blue denim jacket")
    search = saved(fan, "denim jacket")
    settle()
    assert found(fan, search) == []
    assert jacket.id in [
        card.id
        for card in perform_search(actor=fan, request=SearchRequest(query="denim jacket")).cards
    ]


def test_one_s_own_piece_and_a_shop_on_vacation_are_not_told_of(fan: Actor) -> None:
    search = saved(fan, "denim jacket")
    own = make_live_listing(seller_id=fan.require_user())
    away = listed("Blue denim jacket")
    set_vacation(actor=Actor.user(away.seller_id), shop_id=away.shop.id, on_vacation=True)
    mark_dirty(listing_ids=[own.id])
    settle()
    assert found(fan, search) == []
    assert told() == []


def test_several_that_come_together_are_told_together(fan: Actor) -> None:
    other = Actor.user(make_user().id)
    mine, theirs = saved(fan, "denim"), saved(other, brands=("levis",))
    pieces = [listed("Denim jacket").id for _ in range(3)]
    settle()
    assert [event["listing_ids"] for event in told()] == [[str(one) for one in pieces]] * 2
    assert sorted(found(fan, mine)) == sorted(found(other, theirs)) == pieces
    assert count_new_matches(fan) == 3


def test_a_kill_between_finding_and_telling_loses_and_repeats_nothing(fan: Actor) -> None:
    search = saved(fan, "denim jacket")
    jacket = listed("Denim jacket")
    run_indexer()
    assert told() == []
    assert next_untold_at() is not None
    mark_dirty(listing_ids=[jacket.id])
    settle()
    assert len(told()) == 1
    assert found(fan, search) == [jacket.id]
    assert next_untold_at() is None


@pytest.mark.parametrize(
    ("query", "filters", "matches"),
    [
        ("pullover", {}, True),  # the market's own synonym
        ("jumpr", {}, True),  # corrected when it was saved
        ("wool jumper under 30", {}, True),
        ("wool jumper under 10", {}, False),
        ("jumper without wool", {}, True),
        ("silk jumper", {}, False),  # all words, not some
        ("", {"sizes": ("uk:10",)}, True),  # the same as M for women
        ("", {"sizes": ("alpha:l",)}, False),
        ("", {"departments": ("women",), "colours": ("red", "green")}, True),
        ("", {"departments": ("men",), "colours": ("green",)}, False),
        ("", {"types": ("jumper",), "price_min_minor": 2000}, False),
    ],
)
def test_a_match_is_what_a_search_would_find_with_all_its_words(
    fan: Actor, query: str, filters: dict[str, object], matches: bool
) -> None:
    listed("Cosy jumper", type="jumper", material="wool", brand="", colours=["green"], size="M")
    settle()
    search = saved(fan, query, **filters)
    one = listed(
        "Warm thing", type="jumper", material="wool", brand="", colours=["green"], size="M"
    )
    settle()
    assert found(fan, search) == ([one.id] if matches else [])


def test_a_word_that_nobody_used_yet_is_waited_for_as_it_was_typed(fan: Actor) -> None:
    listed("Worn shirt", type="shirt", brand="")
    settle()
    rebuild_index()
    search = saved(fan, "horn buttons")
    shirt = listed("Shirt with horn buttons", type="shirt", brand="")
    settle()
    assert found(fan, search) == [shirt.id]


def test_saving_the_same_again_gives_the_one_there_is(fan: Actor) -> None:
    first = saved(fan, "Denim  jacket", colours=("blue", "black"))
    again = saved(fan, "denim jacket", colours=("black", "blue"))
    assert again == first
    assert len(list_saved_searches(fan)) == 1
    assert [event["filters"] for event in told("search.search_saved")] == [["colours"]]


@pytest.mark.parametrize(
    ("query", "filters"),
    [("  ", {}), ("", {"price_max_minor": 1000}), ("🧥", {}), ("under 20", {})],
)
def test_a_search_for_everything_is_not_saved(
    fan: Actor, query: str, filters: dict[str, object]
) -> None:
    with pytest.raises(NothingToSave) as refused:
        saved(fan, query, **filters)
    assert refused.value.code == "search.nothing_to_save"
    assert not SavedSearch.objects.exists()


def test_ten_thousand_searches_on_one_account_end_at_the_bound(fan: Actor) -> None:
    for number in range(SAVED_MAX):
        saved(fan, f"jacket {number}")
    for number in range(SAVED_MAX, SAVED_MAX + 20):
        with pytest.raises(TooManySaved) as refused:
            saved(fan, f"jacket {number}")
    assert refused.value.code == "search.too_many_saved"
    assert SavedSearch.objects.count() == SAVED_MAX
    assert len(told("search.search_saved")) == SAVED_MAX
    saved(Actor.user(make_user().id), "jacket")


def test_a_name_is_given_bounded_and_taken_away(fan: Actor) -> None:
    search = saved(fan, "denim jacket")
    key = search.saved_search_id
    renamed = rename_saved_search(actor=fan, saved_search_id=key, name="  Winter   coat ")
    assert renamed.name == "Winter coat"
    with pytest.raises(NameTooLong) as refused:
        rename_saved_search(actor=fan, saved_search_id=key, name="x" * 61)
    assert refused.value.code == "search.name_too_long"
    assert access_saved_search(fan, key).name == "Winter coat"
    assert rename_saved_search(actor=fan, saved_search_id=key, name="").name == ""


def test_nobody_reads_renames_or_removes_somebody_else_s(fan: Actor) -> None:
    search = saved(fan, "denim jacket")
    key, other = search.saved_search_id, Actor.user(make_user().id)
    for attempt in (
        lambda: access_saved_search(other, key),
        lambda: list_matches(other, key),
        lambda: rename_saved_search(actor=other, saved_search_id=key, name="mine"),
        lambda: look_at_saved_search(actor=other, saved_search_id=key),
        lambda: remove_saved_search(actor=other, saved_search_id=key),
    ):
        with pytest.raises(SavedSearchNotFound) as refused:
            attempt()
        assert refused.value.code == "search.saved_search_not_found"
    assert access_saved_search(fan, key) == search
    assert list_saved_searches(other) == ()


def test_what_is_new_is_counted_until_one_looks(fan: Actor) -> None:
    search = saved(fan, "denim jacket")
    key = search.saved_search_id
    first = listed("Denim jacket")
    settle()
    look_at_saved_search(actor=fan, saved_search_id=key)
    assert count_new_matches(fan) == 0
    later = business_now() + timedelta(minutes=5)
    with business_clock(lambda: later):
        second = listed("Denim jacket")
        settle()
    page = list_matches(fan, key, limit=1)
    assert [(match.listing_id, match.is_new) for match in page.matches] == [(second.id, True)]
    rest = list_matches(fan, key, page.next_cursor, limit=1)
    assert [(match.listing_id, match.is_new) for match in rest.matches] == [(first.id, False)]
    assert rest.next_cursor == ""
    assert latest_matches([key]) == {key: [second.id, first.id]}
    assert saved_searches_by_ids([key, new_id()])[key].new_count == 1
    with pytest.raises(Invalid, match="not valid"):
        list_matches(fan, key, "forged")


def test_a_removed_search_finds_nothing_any_more(fan: Actor) -> None:
    search = saved(fan, "denim jacket")
    listed("Denim jacket")
    run_indexer()
    remove_saved_search(actor=fan, saved_search_id=search.saved_search_id)
    settle()
    assert told() == []
    assert not SavedSearchMatch.objects.exists()
    assert len(told("search.saved_search_removed")) == 1


def test_old_matches_of_what_is_gone_are_forgotten(fan: Actor) -> None:
    search = saved(fan, "denim jacket")
    gone, kept = listed("Denim jacket"), listed("Denim jacket")
    settle()
    checkout_id = new_id()
    system = Actor.system("orders")
    reserve_listings(actor=system, listing_ids=[gone.id], checkout_id=checkout_id)
    mark_listings_sold(actor=system, listing_ids=[gone.id], checkout_id=checkout_id)
    assert forget_old_matches(business_now() + timedelta(days=59)) == 0
    assert forget_old_matches(business_now() + timedelta(days=61)) == 1
    assert found(fan, search) == [kept.id]


def test_what_a_listing_costs_does_not_grow_with_what_is_saved(fan: Actor) -> None:
    def statements() -> int:
        listed("Denim jacket")
        with CaptureQueriesContext(
            connection,
        ) as spent:
            run_indexer()
        return len(spent)

    statements()  # what opens the index is asked once
    before = statements()
    for number in range(30):
        saved(Actor.user(make_user().id), f"velvet {number}")
    assert statements() == before


def test_hostile_words_are_saved_as_words(fan: Actor) -> None:
    for words in ("a' | 'b", "\\ & !x:*", "<b>denim</b>", "שמלה אדומה", "\u202edenim"):
        saved(fan, words)
    listed("Denim jacket")
    settle()
    assert {event["new_count"] for event in told()} == {1}
