"""Searching as people do: words, filters, pages, and nothing shown that cannot be bought."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rethread.market.accounts.services import set_vacation
from rethread.market.catalogue.services import mark_listings_sold, reserve_listings
from rethread.market.catalogue.types import ListingChanges, ListingView
from rethread.market.search.adapters.tantivy_engine import TantivyEngine
from rethread.market.search.errors import InvalidSearch
from rethread.market.search.services import perform_search, rebuild_index, suggest
from rethread.market.search.types import Filters, SearchPage, SearchRequest, Suggestion
from rethread.platform.events.models import OutboxRow
from rethread.platform.kernel import Actor, new_id
from rethread.platform.kernel.clock import business_clock
from tests.support.factories import make_live_listing, make_user

pytestmark = pytest.mark.django_db
VISITOR = Actor.anonymous()


def listed(title: str, *, price_minor: int = 1500, **changes: object) -> ListingView:
    fields: ListingChanges = {"title": title, "description": "", **changes}  # type: ignore[typeddict-item]  # by name
    return make_live_listing(price_minor=price_minor, changes=fields)


def search(query: str = "", **given: object) -> SearchPage:
    request = SearchRequest(query=query, **given)  # type: ignore[arg-type]  # fields by name
    return perform_search(actor=VISITOR, request=request)


def shown(page: SearchPage) -> list[UUID]:
    return [card.id for card in page.cards]


def performed() -> list[dict[str, object]]:
    rows = OutboxRow.objects.filter(name="search.search_performed").order_by("id")
    return [row.payload for row in rows]


def test_words_find_and_the_best_match_comes_first(engine: TantivyEngine) -> None:
    jacket = listed("Blue denim jacket")
    dress = listed("Floral tea dress", type="dress", material="cotton", brand="zara")
    rebuild_index()
    assert shown(search("floral dress"))[0] == dress.id
    assert shown(search("levi's jacket"))[0] == jacket.id
    assert shown(search("LEVI’S"))[0] == jacket.id


def test_a_synonym_finds_what_no_seller_wrote(engine: TantivyEngine) -> None:
    jumper = listed("Cosy thing", type="jumper", material="wool", brand="")
    listed("Floral tea dress", type="dress", material="cotton", brand="")
    rebuild_index()
    page = search("pullover")
    assert shown(page) == [jumper.id]
    assert page.understood.codes("type") == ("jumper",)


def test_a_misspelt_word_is_corrected_and_said(engine: TantivyEngine) -> None:
    jacket = listed("Blue denim jacket")
    rebuild_index()
    page = search("denim jaket")
    assert shown(page) == [jacket.id]
    assert page.understood.corrected == "denim jacket"
    assert [(c.typed, c.used) for c in page.understood.corrections] == [("jaket", "jacket")]
    assert search("cottagecore jacket").understood.corrected is None


def test_a_price_in_the_words_includes_the_fee_and_yields_when_nothing_is_left(
    engine: TantivyEngine,
) -> None:
    cheap = listed("Denim jacket", price_minor=2000)
    dear = listed("Denim jacket", price_minor=2900)
    rebuild_index()
    assert cheap.buyer_price is not None
    assert dear.buyer_price is not None
    assert (cheap.buyer_price.amount_minor, dear.buyer_price.amount_minor) == (2170, 3115)
    page = search("denim jacket under 30")
    assert shown(page) == [cheap.id]
    assert page.understood.price_max_minor == 3000
    assert page.understood.relaxed == ()
    relaxed = search("denim jacket under 5")
    assert set(shown(relaxed)) == {cheap.id, dear.id}
    assert relaxed.understood.relaxed == ("price",)


def test_filters_are_hard_even_when_nothing_is_left(engine: TantivyEngine) -> None:
    listed("Denim jacket")
    rebuild_index()
    assert shown(search("denim", filters=Filters(colours=("red",)))) == []
    assert shown(search("denim under 5", filters=Filters(price_max_minor=100))) == []
    page = search("zebra trousers", filters=Filters(colours=("blue",)))
    assert [f.value for f in page.facets["colour"]] == ["blue"]


def test_nothing_matched_shows_what_the_filters_allow_and_says_so(engine: TantivyEngine) -> None:
    jacket = listed("Denim jacket")
    rebuild_index()
    page = search("qqqq wwww")
    assert shown(page) == [jacket.id]
    assert page.understood.relaxed == ("filters_only",)


def test_sizes_find_their_equivalents(engine: TantivyEngine) -> None:
    jacket = listed("Denim jacket", size="UK 10", department="women")
    rebuild_index()
    assert shown(search(filters=Filters(sizes=("alpha:m",)))) == [jacket.id]
    assert [(f.value, f.count) for f in search().facets["size"]] == [("uk:10", 1)]


def test_sold_and_reserved_vanish_at_once_without_any_indexing(engine: TantivyEngine) -> None:
    jacket, other = listed("Denim jacket"), listed("Denim jacket")
    rebuild_index()
    checkout_id, buyer = new_id(), Actor.user(make_user().id)
    assert search("denim jacket").total == 2
    reserve_listings(actor=buyer, listing_ids=[jacket.id], checkout_id=checkout_id)
    page = search("denim jacket")
    assert (shown(page), page.total) == ([other.id], 1)
    mark_listings_sold(
        actor=Actor.system("tests"), listing_ids=[jacket.id], checkout_id=checkout_id
    )
    assert shown(search("denim jacket")) == [other.id]


def test_a_shop_on_vacation_is_not_shown(engine: TantivyEngine) -> None:
    jacket = listed("Denim jacket")
    rebuild_index()
    owner = Actor.user(jacket.seller_id)
    set_vacation(actor=owner, shop_id=jacket.shop.id, on_vacation=True)
    assert shown(search("denim jacket")) == []
    set_vacation(actor=owner, shop_id=jacket.shop.id, on_vacation=False)
    assert shown(search("denim jacket")) == [jacket.id]


@pytest.mark.parametrize("sort", ["relevance", "newest", "price_asc", "price_desc"])
def test_pages_neither_repeat_nor_drop_while_the_market_moves(
    engine: TantivyEngine, sort: str
) -> None:
    seller = make_user().id
    listings = [
        make_live_listing(seller_id=seller, price_minor=1000 + n, changes={"title": "Denim jacket"})
        for n in range(7)
    ]
    rebuild_index()
    first = search("denim jacket", sort=sort, limit=3)
    make_live_listing(price_minor=999, changes={"title": "Denim jacket denim jacket"})
    rebuild_index()
    second = search("denim jacket", sort=sort, limit=3, cursor=first.next_cursor)
    third = search("denim jacket", sort=sort, limit=3, cursor=second.next_cursor)
    ids = [*shown(first), *shown(second), *shown(third)]
    assert len(ids) == 7
    assert set(ids) == {listing.id for listing in listings}
    assert third.next_cursor is None
    assert first.ranking_id == second.ranking_id == third.ranking_id
    assert (second.first_position, third.first_position) == (4, 7)
    assert [payload["page"] for payload in performed()] == [1, 2, 3]


def test_a_page_is_filled_up_when_some_were_sold(engine: TantivyEngine) -> None:
    listings = [listed("Denim jacket", price_minor=1000 + n) for n in range(4)]
    rebuild_index()
    buyer = Actor.user(make_user().id)
    reserve_listings(
        actor=buyer, listing_ids=[item.id for item in listings[:2]], checkout_id=new_id()
    )
    page = search("denim jacket", sort="price_asc", limit=2)
    assert shown(page) == [item.id for item in listings[2:]]


def test_a_page_costs_at_most_three_queries(engine: TantivyEngine) -> None:
    for _ in range(3):
        listed("Denim jacket")
    rebuild_index()
    search("denim")
    noon = datetime(2026, 3, 2, 12, tzinfo=UTC)  # a live market's clock costs no query
    with business_clock(lambda: noon), CaptureQueriesContext(connection) as captured:
        page = search("denim jacket", limit=2)
    assert len(page.cards) == 2
    kinds = [query["sql"].split()[0] for query in captured if "SAVEPOINT" not in query["sql"]]
    # Cards and their photos; the third is the event, which the outbox may insert by itself.
    assert [kind for kind in kinds if kind != "INSERT"] == ["SELECT", "SELECT"]
    assert len(kinds) <= 3
    assert len(performed()) == 2


def test_a_search_is_told_without_its_words(engine: TantivyEngine) -> None:
    listed("Denim jacket")
    rebuild_index()
    page = search(
        "denim ada@example.test", filters=Filters(colours=("blue",)), sort="newest", limit=5
    )
    (payload,) = performed()
    assert payload["ranking_id"] == str(page.ranking_id)
    assert payload["query_words"] == 4
    assert len(str(payload["query_hash"])) == 64
    assert payload["filters"] == ["colours"]
    assert (payload["sort"], payload["page"]) == ("newest", 1)
    assert (payload["results_total"], payload["results_shown"]) == (1, 1)
    assert "example" not in str(payload)


def test_a_refused_search_tells_nothing(engine: TantivyEngine) -> None:
    with pytest.raises(InvalidSearch) as refused:
        search("denim", cursor="nonsense")
    assert refused.value.code == "search.bad_cursor"
    assert performed() == []


HOSTILE = [
    "x" * 10_000,
    '"unbalanced',
    "levi's 501\"",
    "a AND (b OR",
    "\u200b\u202eabc",
    "👗👠",
    "'; drop table search_dirty; --",
    "(a+)+$" * 50,
    "title:* -brand:[a TO z}",
    "\x00\ud800",
    "%",
]


@pytest.mark.parametrize("query", HOSTILE)
def test_hostile_queries_get_an_answer(engine: TantivyEngine, query: str) -> None:
    listed("Denim jacket")
    rebuild_index()
    assert search(query).total == 1


def test_suggestions_name_brands_types_and_words_that_are_for_sale(engine: TantivyEngine) -> None:
    listed("Lavish denim jacket")
    rebuild_index()
    assert suggest(prefix="Lev")[0] == Suggestion("Levi's", "brand", "levis")
    assert suggest(prefix="denim j")[0] == Suggestion("Denim jacket", "type", "denim_jacket")
    assert Suggestion("blue lavish", "words") in suggest(prefix="blue lav")
    assert suggest(prefix="balenci") == ()
    assert suggest(prefix="   ") == ()
    assert len(suggest(prefix="l", limit=1)) == 1
