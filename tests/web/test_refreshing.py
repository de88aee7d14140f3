"""A seller refreshes a piece on its own page; buyers read that it was, and when it was listed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from rethread.market.catalogue.models import Listing
from rethread.market.catalogue.services import update_listing
from rethread.platform.kernel import Actor, business_now
from rethread.platform.kernel.clock import business_clock
from tests.api.test_listings import key_of
from tests.api.test_shop import post
from tests.support.factories import make_live_listing

from .browsing import Page, browser_of, text_of

pytestmark = pytest.mark.django_db


def test_its_page_says_when_and_why_and_refreshes_it_once() -> None:
    listing = make_live_listing(price_minor=2000)
    browser, path = browser_of(listing.seller_id), f"/l/{listing.id}/"
    refresh = f"/sell/{listing.id}/refresh/"
    assert "It can be refreshed once in 30 days" in text_of(browser.get(path))
    now = business_now()
    with business_clock(lambda: now + timedelta(days=31)):
        page = text_of(browser.get(path))
        assert "It can be refreshed once it got better" in page
        assert refresh not in page
        refused = text_of(browser.post(refresh, follow=True))
        assert "First make it better" in refused
        update_listing(
            actor=Actor.user(listing.seller_id), listing_id=listing.id,
            changes={"price_minor": 1800},
        )  # fmt: skip
        page = text_of(browser.get(path))
        assert refresh in page
        assert Page(page).inline == []
        assert "a lower price" in page
        assert "Refreshed. It moves up" in text_of(browser.post(refresh, follow=True))
        assert ", refreshed " in text_of(Client().get(path))
        assert refresh not in text_of(browser.get(path))


def test_the_api_refreshes_for_its_seller_alone(client: Client) -> None:
    listing = make_live_listing(price_minor=2000)
    seller = Actor.user(listing.seller_id)
    url = f"/api/v1/listings/{listing.id}/refresh"
    early = post(client, key_of(seller, "listings:write"), url, {})
    assert (early.status_code, early.json()["code"]) == (409, "catalogue.refresh_too_soon")
    now = business_now()
    with business_clock(lambda: now + timedelta(days=31)):
        update_listing(actor=seller, listing_id=listing.id, changes={"price_minor": 1800})
        other = Actor.user(make_live_listing().seller_id)
        refused = post(client, key_of(other, "listings:write"), url, {})
        assert (refused.status_code, refused.json()["code"]) == (404, "catalogue.listing_not_found")
        assert post(client, key_of(seller, "listings:read"), url, {}).status_code == 403
        assert Listing.objects.filter(refreshed_at=None).count() == 2
        made = post(client, key_of(seller, "listings:write"), url, {}, "two")
        assert made.status_code == 201
        assert made.json()["refreshed_at"] is not None
