"""A shared link says what it leads to: absolute addresses, a buyer's price, nothing escapes."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.test import Client

from rethread.market.catalogue.services import hide_listing
from rethread.platform.kernel import Actor, settings
from tests.support.factories import make_live_listing, make_shop

from .browsing import browser_of, text_of

pytestmark = pytest.mark.django_db


def metas(html: str) -> dict[str, str]:
    return dict(re.findall(r'<meta (?:property|name)="([a-z:_]+)" content="([^"]*)"', html))


def product(html: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    assert found is not None
    read: dict[str, Any] = json.loads(found[1])
    return read


def test_a_listing_s_card_has_its_photo_and_the_price_a_buyer_pays(stranger: Client) -> None:
    listing = make_live_listing(price_minor=2500)
    html = text_of(stranger.get(f"/l/{listing.id}/"))
    said = metas(html)
    base = settings().base_url
    assert said["og:title"] == "Blue denim jacket"
    assert said["og:url"] == f"{base}/l/{listing.id}/"
    assert said["og:description"].startswith("£26.95 with buyer protection · M · Good. Worn twice")
    assert said["og:image"].startswith(f"{base}/media/{listing.photos[0].id}/")
    assert (said["og:image:width"], said["og:image:height"]) == ("96", "128")
    assert (said["product:price:amount"], said["product:price:currency"]) == ("26.95", "GBP")
    assert said["twitter:card"] == "summary_large_image"
    offer = product(html)["offers"]
    assert (offer["price"], offer["priceCurrency"]) == ("26.95", "GBP")
    assert offer["availability"] == "https://schema.org/InStock"


def test_what_a_seller_writes_cannot_leave_the_card(stranger: Client) -> None:
    title = 'Jacket </script><b>&"x'
    listing = make_live_listing(changes={"title": title})
    html = text_of(stranger.get(f"/l/{listing.id}/"))
    assert "</script><b>" not in html
    assert product(html)["name"] == title
    assert metas(html)["og:title"] == "Jacket &lt;/script&gt;&lt;b&gt;&amp;&quot;x"


def test_what_is_hidden_has_no_card() -> None:
    listing = make_live_listing()
    hide_listing(actor=Actor.user(listing.seller_id), listing_id=listing.id)
    html = text_of(browser_of(listing.seller_id).get(f"/l/{listing.id}/"))
    assert "og:title" not in html
    assert "ld+json" not in html


def test_a_shop_s_card_shows_its_newest_piece(stranger: Client) -> None:
    shop = make_shop(handle="zoes")
    assert metas(text_of(stranger.get("/shop/zoes/")))["twitter:card"] == "summary"
    listing = make_live_listing(seller_id=shop.owner_id)
    said = metas(text_of(stranger.get("/shop/zoes/")))
    assert said["og:type"] == "profile"
    assert str(listing.photos[0].id) in said["og:image"]
