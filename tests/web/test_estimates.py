"""What a price is about in a reader's currency: labelled, dated, and never what is charged."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client
from django.utils.timezone import localdate

from rethread.market.accounts.errors import InvalidAccount
from rethread.market.accounts.selectors import get_user
from rethread.market.accounts.services import choose_currency
from rethread.market.orders.services import add_to_bag
from rethread.market.pricing.adapters import TableRates
from rethread.market.pricing.ports import install_rates
from rethread.market.pricing.services import import_rates
from rethread.platform.kernel import Actor, business_now
from rethread.platform.kernel.languages import date_format
from tests.support.factories import ensure_pricing, make_live_listing, make_user

from .browsing import browser_of, text_of


@pytest.fixture
def rates(db: None) -> Iterator[str]:
    """Import yesterday's rate and return how its day is written."""
    ensure_pricing()
    day = localdate(business_now()) - timedelta(days=1)
    import_rates(
        actor=Actor.system("tests"), data=f"date,base,quote,rate\n{day},GBP,EUR,1.2\n".encode()
    )
    install_rates(TableRates())
    yield date_format(day, "j M")
    install_rates(None)


def test_the_sellers_price_comes_first_and_the_estimate_says_what_it_is(rates: str) -> None:
    listing = make_live_listing(price_minor=2000)  # the buyer pays 21.70
    person = make_user()
    choose_currency(actor=Actor.user(person.id), currency="EUR")
    html = text_of(browser_of(person.id).get(f"/l/{listing.id}/"))
    price = html.index("£21.70")
    assert html.index(f"about €26.04, at the rate of {rates}") > price


def test_bag_says_what_is_paid_and_in_which_currency(rates: str) -> None:
    listing, person = make_live_listing(price_minor=2000), make_user()
    actor = Actor.user(person.id)
    choose_currency(actor=actor, currency="EUR")
    add_to_bag(actor=actor, listing_id=listing.id)
    html = text_of(browser_of(person.id).get("/bag/"))
    assert "£27.69" in html  # with delivery
    assert f"about €33.23, at the rate of {rates}. You pay in GBP." in html


def test_cards_carry_the_estimate_of_this_reader_alone(rates: str, stranger: Client) -> None:
    make_live_listing(price_minor=2000)
    person = make_user()
    choose_currency(actor=Actor.user(person.id), currency="EUR")
    assert "€26.04" in text_of(browser_of(person.id).get("/"))
    assert "€" not in text_of(stranger.get("/"))
    assert "€" not in text_of(browser_of(make_user().id).get("/"))


def test_without_a_rate_prices_stand_alone(db: None) -> None:
    ensure_pricing()
    listing, person = make_live_listing(), make_user()
    choose_currency(actor=Actor.user(person.id), currency="EUR")
    assert "about" not in text_of(browser_of(person.id).get(f"/l/{listing.id}/"))


def test_a_currency_is_chosen_where_there_are_rates(rates: str) -> None:
    person = make_user()
    browser = browser_of(person.id)
    assert '<option value="EUR">EUR</option>' in text_of(browser.get("/you/"))
    browser.post("/you/language/", {"language": "", "currency": "EUR"})
    assert get_user(person.id).currency == "EUR"
    assert browser.post("/you/language/", {"language": "", "currency": "CHF"}).status_code == 422
    assert get_user(person.id).currency == "EUR"
    browser.post("/you/language/", {"language": "", "currency": ""})
    assert get_user(person.id).currency == ""


def test_nobody_thinks_in_a_currency_that_does_not_exist(db: None) -> None:
    person = make_user()
    with pytest.raises(InvalidAccount) as refused:
        choose_currency(actor=Actor.user(person.id), currency="XYZ")
    assert refused.value.code == "accounts.unknown_currency"
    assert get_user(person.id).currency == ""
