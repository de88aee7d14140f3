"""A market in two currencies, page by page: its seller, its buyer, and whoever searches."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from rethread.market.accounts.services import ensure_shop, set_shop_currency
from rethread.market.catalogue.types import ListingView
from rethread.market.offers.selectors import list_offers
from rethread.market.orders.models import Checkout
from rethread.market.orders.services import add_to_bag
from rethread.market.pricing.adapters import TableRates
from rethread.market.pricing.ports import install_rates
from rethread.market.pricing.services import import_rates
from rethread.market.search.adapters.tantivy_engine import TantivyEngine
from rethread.market.search.services import rebuild_index
from rethread.platform.kernel import Actor, business_now
from tests.market.orders.world import World
from tests.support.currencies import trading_in
from tests.support.factories import make_draft, make_live_listing, make_user

from .browsing import Page, browser_of, text_of


@pytest.fixture(autouse=True)
def _two_currencies() -> Iterator[None]:
    with trading_in("EUR"):
        yield
    install_rates(None)


def in_euros(price_minor: int = 2000) -> ListingView:
    person = make_user()
    shop = ensure_shop(actor=Actor.user(person.id))
    set_shop_currency(actor=Actor.user(person.id), shop_id=shop.id, currency="EUR")
    return make_live_listing(seller_id=person.id, price_minor=price_minor)


def test_a_shop_chooses_its_currency_where_there_is_a_choice(stranger: Client) -> None:
    listing = make_live_listing()
    browser = browser_of(listing.seller_id)
    page = Page(text_of(browser.get("/you/shop/")))
    assert page.inline == []
    assert "Pieces that you have listed keep the one they have." in text_of(
        browser.get("/you/shop/")
    )
    assert browser.post("/you/shop/currency/", {"currency": "JPY"}).status_code == 422
    assert browser.post("/you/shop/currency/", {"currency": "EUR"})["Location"] == "/you/shop/"
    assert "€6.99" in text_of(browser.get("/you/shop/"))  # what a parcel costs its buyers now
    draft = make_draft(seller_id=listing.seller_id)
    editor = text_of(browser.get(f"/sell/{draft.id}/"))
    assert "/sell/price-note/?currency=EUR" in editor
    assert "You receive <b>€14.55</b>" in editor
    with trading_in():
        assert "/you/shop/currency/" not in text_of(browser.get("/you/shop/"))


def test_a_bag_of_two_currencies_says_what_is_paid_by_itself(world: World) -> None:
    pounds, euros, buyer = make_live_listing(), in_euros(), world.buyer()
    for piece in (pounds, euros):
        add_to_bag(actor=buyer.actor, listing_id=piece.id)
    browser = browser_of(buyer.actor.require_user())
    bag = text_of(browser.get("/bag/"))
    assert "Paid by itself, in EUR" in bag
    assert "/checkout/?currency=GBP" in bag
    assert "Paid by itself, in GBP" in text_of(browser.get("/bag/?currency=EUR"))
    page = Page(text_of(browser.get("/checkout/?currency=EUR")))
    assert page.inputs["currency"] == "EUR"
    answer = browser.post(
        "/checkout/pay/",
        {
            "address_id": str(buyer.address_id),
            "currency": "EUR",
            "expected_minor": page.inputs["expected_minor"],
            "idempotency_key": "k",
        },
    )
    assert answer.status_code == 303
    found = Checkout.objects.get()
    assert (found.currency, found.total_minor) == ("EUR", 2000 + 100 + 70 + 699)


def test_an_offer_is_in_the_currency_of_the_piece(stranger: Client) -> None:
    listing, buyer = in_euros(), make_user()
    browser = browser_of(buyer.id)
    assert "€" in text_of(browser.get(f"/l/{listing.id}/offer/"))
    browser.post(f"/l/{listing.id}/offer/", {"amount": "15", "then": "send"})
    (offer,) = list_offers(Actor.user(buyer.id)).offers
    assert (offer.price.amount_minor, offer.price.currency) == (1500, "EUR")


def test_a_boost_costs_and_is_owed_in_the_currency_of_the_piece(stranger: Client) -> None:
    listing = in_euros()
    browser = browser_of(listing.seller_id)
    form = Page(text_of(browser.get(f"/sell/{listing.id}/boost/")))
    answer = browser.post(
        f"/sell/{listing.id}/boost/",
        {"days": "7", "day_cap": form.inputs["day_cap"], "cap": form.inputs["cap"]},
    )
    assert "€0.10" in text_of(browser.get(answer["Location"]))
    assert "€0.00" in text_of(browser.get("/boosts/"))


def test_a_statement_is_of_one_currency(stranger: Client) -> None:
    browser = browser_of(in_euros().seller_id)
    assert "£0.00" in text_of(browser.get("/sell/statement/"))
    page = text_of(browser.get("/sell/statement/?currency=EUR"))
    assert "€0.00" in page
    assert "£" not in page


def test_prices_are_compared_by_the_rate_of_the_day(
    stranger: Client, engine: TantivyEngine
) -> None:
    euros, pounds = in_euros(2000), make_live_listing(price_minor=2000)  # €21.70 and £21.70
    install_rates(TableRates())
    rebuild_index()
    assert _found(stranger, "price_max=100") == {pounds.id}  # nobody knows a rate
    assert _found(stranger, "price_min=1") == {pounds.id}
    assert _found(stranger, "") == {pounds.id, euros.id}
    yesterday = localdate(business_now() - timedelta(days=1))
    table = f"date,base,quote,rate\n{yesterday},EUR,GBP,0.5\n".encode()
    import_rates(actor=Actor.system("tests"), data=table)
    rebuild_index()
    assert _found(stranger, "price_max=20") == {euros.id}  # about £10.85
    assert _found(stranger, "price_min=11") == {pounds.id}
    html = text_of(stranger.get("/search/?sort=price_asc"))
    assert html.index(str(euros.id)) < html.index(str(pounds.id))
    assert "€21.70" in html
    in_euros()
    with CaptureQueriesContext(connection) as captured:
        rebuild_index()
    asked = [one for one in captured.captured_queries if "pricing_importedrate" in one["sql"]]
    assert len(asked) == 1  # once for all that is indexed together


def _found(browser: Client, query: str) -> set[object]:
    html = text_of(browser.get(f"/search/?{query}"))
    return {listing.id for listing in _listings() if str(listing.id) in html}


def _listings() -> list[object]:
    from rethread.market.catalogue.models import Listing

    return list(Listing.objects.all())
