"""How one sells: holidays, and what strangers read meanwhile."""

from __future__ import annotations

from datetime import timedelta

from django.test import Client
from django.utils import timezone

from rethread.market.accounts.selectors import get_shop
from rethread.market.orders.services import add_to_bag
from rethread.market.pricing.types import BundleTier
from rethread.market.social.selectors import liked_ids
from rethread.market.social.services import toggle_like
from rethread.platform.kernel import Actor, business_now
from tests.support.factories import make_live_listing, make_user

from .browsing import Page, browser_of, text_of


def test_a_seller_goes_on_holiday_until_a_day_and_everybody_reads_it(stranger: Client) -> None:
    listing = make_live_listing()
    browser = browser_of(listing.seller_id)
    fan = Actor.user(make_user().id)
    toggle_like(actor=fan, listing_id=listing.id)
    assert "Go on holiday" in text_of(browser.get("/you/shop/"))
    day = (timezone.localtime(business_now()) + timedelta(days=7)).date()
    answer = browser.post("/you/shop/holiday/", {"then": "go", "vacation_until": day.isoformat()})
    assert (answer.status_code, answer["Location"]) == (303, "/you/shop/")
    until = get_shop(listing.shop.id).vacation_until
    assert until is not None
    assert timezone.localtime(until).date() == day
    told = f"{day.day} {day:%B}"
    assert f"You are away until {told} {day.year}." in text_of(browser.get("/you/shop/"))
    page = stranger.get(f"/l/{listing.id}/")
    assert f"The seller is away until {told}." in text_of(page)
    assert "Buy now" not in text_of(page)
    shop = text_of(stranger.get(f"/shop/{listing.shop.handle}/"))
    assert f"On holiday until {told}." in shop
    assert f"/l/{listing.id}/" not in shop
    assert f"/l/{listing.id}/" not in text_of(stranger.get("/"))
    assert "On holiday" in text_of(browser_of(fan.require_user()).get("/likes/"))
    assert liked_ids(fan.user_id, [listing.id]) == {listing.id}
    browser.post("/you/shop/holiday/", {"then": "back"})
    assert get_shop(listing.shop.id) == listing.shop
    assert f"/l/{listing.id}/" in text_of(stranger.get(f"/shop/{listing.shop.handle}/"))


def test_a_day_that_cannot_be_is_said_beside_it_and_nothing_changes(stranger: Client) -> None:
    listing = make_live_listing()
    browser = browser_of(listing.seller_id)
    for typed in ("2001-01-01", "soon"):
        answer = browser.post("/you/shop/holiday/", {"then": "go", "vacation_until": typed})
        assert answer.status_code == 422
        assert "field--bad" in text_of(answer)
        assert typed in text_of(answer)
        assert Page(text_of(answer)).inline == []
    assert get_shop(listing.shop.id) == listing.shop


def test_who_has_no_shop_is_sent_to_where_one_opens(stranger: Client) -> None:
    browser = browser_of(make_user().id)
    assert browser.get("/you/shop/")["Location"] == "/sell/"
    assert browser.post("/you/shop/holiday/", {"then": "go"})["Location"] == "/sell/"


def test_a_bundle_discount_is_read_in_the_shop_on_the_listing_and_in_the_bag(
    stranger: Client,
) -> None:
    one = make_live_listing(price_minor=1000)
    two = make_live_listing(seller_id=one.seller_id, price_minor=2000)
    browser = browser_of(one.seller_id)
    wrong = browser.post("/you/shop/bundles/", {"from_2": "20", "from_3": "10"})
    assert wrong.status_code == 422
    assert "Give 1 to 50 per cent, and more for more pieces." in text_of(wrong)
    assert get_shop(one.shop.id).bundle_tiers == ()
    answer = browser.post("/you/shop/bundles/", {"from_2": "10", "from_3": "15", "from_4": ""})
    assert answer["Location"] == "/you/shop/"
    assert get_shop(one.shop.id).bundle_tiers == (BundleTier(2, 10), BundleTier(3, 15))
    words = "10% off 2 or more, 15% off 3 or more from this shop"
    for path in (f"/shop/{one.shop.handle}/", f"/l/{one.id}/"):
        assert words in text_of(stranger.get(path))
    buyer = make_user()
    for listing in (one, two):
        add_to_bag(actor=Actor.user(buyer.id), listing_id=listing.id)
    bag = text_of(browser_of(buyer.id).get("/bag/"))
    assert "10% off, because you take 2 pieces" in bag
    assert "15% off with 1 more piece from this shop" in bag
    assert "Bundle discount" in bag
