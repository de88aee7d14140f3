"""What only a seller sees: where a piece shows and why not, how the rail does, what others got."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rethread.market.accounts.services import set_vacation
from rethread.market.catalogue.selectors import (
    access_listing_for_view,
    price_guidance_for,
    rail_figures,
)
from rethread.market.catalogue.services import (
    hide_listing,
    mark_listings_sold,
    mark_sold_elsewhere,
    relist_listing,
    reserve_listings,
    show_listing,
    update_listing,
)
from rethread.market.catalogue.types import ListingView
from rethread.market.search.adapters.tantivy_engine import TantivyEngine
from rethread.market.search.services import listing_in_index, mark_dirty, rebuild_index, run_indexer
from rethread.platform.kernel import Actor, Money, business_now, new_id
from rethread.platform.kernel.clock import business_clock
from rethread.web.presenting.showing import showing_of
from tests.support.factories import make_draft, make_live_listing, make_user

from .browsing import browser_of, text_of

pytestmark = pytest.mark.django_db
ORDERS = Actor.system("orders")


def showing(listing: ListingView) -> str:
    view = access_listing_for_view(actor=Actor.user(listing.seller_id), listing_id=listing.id)
    return showing_of(view, listing_in_index(view.id), held=False).code


def sell(listing: ListingView) -> None:
    checkout_id = new_id()
    reserve_listings(actor=ORDERS, listing_ids=[listing.id], checkout_id=checkout_id)
    mark_listings_sold(actor=ORDERS, listing_ids=[listing.id], checkout_id=checkout_id)


def test_a_piece_says_at_every_step_whether_it_shows_and_why_not(engine: TantivyEngine) -> None:
    make_live_listing()
    rebuild_index()
    assert showing(make_draft()) == "draft"
    piece = make_live_listing()
    seller = Actor.user(piece.seller_id)
    assert showing(piece) == "not_indexed"
    mark_dirty(listing_ids=[piece.id])
    assert showing(piece) == "not_indexed_yet"
    run_indexer()
    assert showing(piece) == "shown"
    update_listing(actor=seller, listing_id=piece.id, changes={"price_minor": 1400})
    mark_dirty(listing_ids=[piece.id])
    assert showing(piece) == "changing"
    run_indexer()
    assert listing_in_index(piece.id).version == 3
    assert showing(piece) == "shown"
    set_vacation(actor=seller, shop_id=piece.shop.id, on_vacation=True)
    assert showing(piece) == "vacation"
    set_vacation(actor=seller, shop_id=piece.shop.id, on_vacation=False)
    hide_listing(actor=seller, listing_id=piece.id)
    assert showing(piece) == "hidden"
    mark_sold_elsewhere(actor=seller, listing_id=piece.id)
    assert showing(piece) == "elsewhere"
    relist_listing(actor=seller, listing_id=piece.id)
    hide_listing(actor=seller, listing_id=piece.id)
    show_listing(actor=seller, listing_id=piece.id)
    checkout_id = new_id()
    reserve_listings(actor=ORDERS, listing_ids=[piece.id], checkout_id=checkout_id)
    assert showing(piece) == "reserved"
    mark_listings_sold(actor=ORDERS, listing_ids=[piece.id], checkout_id=checkout_id)
    assert showing(piece) == "sold"


def test_only_its_seller_reads_where_a_piece_shows(engine: TantivyEngine) -> None:
    piece = make_live_listing()
    rebuild_index()
    own = text_of(browser_of(piece.seller_id).get(f"/l/{piece.id}/"))
    assert "Shown in the feed, in search and in your shop." in own
    assert "Opened 0 times." in own
    other = browser_of(make_user().id)
    assert "Shown in the feed" not in text_of(other.get(f"/l/{piece.id}/"))
    assert other.get(f"/sell/{piece.id}/guidance/").status_code == 404


def test_guidance_is_what_the_most_alike_were_sold_for() -> None:
    mine = make_live_listing(price_minor=4000)
    for price_minor, brand in ((1000, "zara"), (2000, "levis"), (3000, "levis")):
        sell(make_live_listing(price_minor=price_minor, changes={"brand": brand}))
    sell(make_live_listing(changes={"type": "dress"}))
    make_live_listing(price_minor=9000)
    found = price_guidance_for(mine)
    assert found is not None
    assert [card.price.amount_minor for card in found.cards] == [3000, 2000, 1000]
    assert (found.low, found.middle, found.high) == (
        Money(1000, "GBP"),
        Money(2000, "GBP"),
        Money(3000, "GBP"),
    )
    said = text_of(browser_of(mine.seller_id).get(f"/sell/{mine.id}/guidance/"))
    assert "Mostly £10.00 to £30.00." in said
    assert all(f"/l/{card.id}/" in said for card in found.cards)
    later = business_now() + timedelta(days=91)
    with business_clock(lambda: later):
        assert price_guidance_for(mine) is None


def test_too_few_sales_are_no_guidance() -> None:
    mine = make_live_listing()
    for _ in range(2):
        sell(make_live_listing())
    assert price_guidance_for(mine) is None
    said = text_of(browser_of(mine.seller_id).get(f"/sell/{mine.id}/guidance/"))
    assert "too few to go by" in said


def test_figures_count_what_was_put_up_and_what_sold() -> None:
    first = make_live_listing()
    seller = Actor.user(first.seller_id)
    assert (rail_figures(seller).listed, rail_figures(seller).sold) == (1, 0)
    second = make_live_listing(seller_id=first.seller_id)
    later = business_now() + timedelta(days=3)
    with business_clock(lambda: later):
        sell(second)
    figures = rail_figures(seller)
    assert (figures.listed, figures.sold) == (2, 1)
    assert figures.typical_time is not None
    assert figures.typical_time.days in {2, 3}
    said = text_of(browser_of(first.seller_id).get("/sell/stats/"))
    assert "1 of 2 pieces sold (50%). Half within 3 days." in said
    assert 'class="bars"' in said
    assert "/sell/stats/" in text_of(browser_of(first.seller_id).get("/sell/"))
