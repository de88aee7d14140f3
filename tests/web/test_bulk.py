"""Changing several pieces on pages: nothing before the preview, and each outcome said."""

from __future__ import annotations

import re

import pytest

from rethread.market.catalogue.models import Listing
from rethread.market.catalogue.services import mark_sold_elsewhere, update_listing
from rethread.platform.kernel import Actor
from tests.support.factories import make_live_listing, make_user

from .browsing import Page, browser_of, text_of

pytestmark = pytest.mark.django_db


def test_lower_several_prices_after_seeing_what_becomes_of_each() -> None:
    seller = make_user()
    pieces = [
        make_live_listing(seller_id=seller.id, price_minor=price, changes={"title": title})
        for price, title in ((2000, "Dear coat"), (100, "Cheap tee"), (1500, "Plain shirt"))
    ]
    browser = browser_of(seller.id)
    rail = text_of(browser.get("/sell/"))
    assert "/sell/many/" in rail
    page = text_of(browser.get("/sell/many/"))
    assert page.count('name="piece"') == 3
    asked = {
        "piece": [str(one.id) for one in pieces],
        "kind": "lower",
        "percent": "10",
        "step": "preview",
    }
    preview = text_of(browser.post("/sell/many/", asked))
    assert "£20.00 becomes £18.00" in preview
    assert "Left alone: the price would be too low or too high." in preview
    assert "Change 2 pieces" in preview
    assert Listing.objects.get(pk=pieces[0].id).price_minor == 2000
    carried = re.findall(r'name="piece" value="([^"]+)"', preview)
    assert len(carried) == 2
    update_listing(
        actor=Actor.user(seller.id), listing_id=pieces[2].id, changes={"title": "Other shirt"}
    )
    done = text_of(
        browser.post(
            "/sell/many/", {"piece": carried, "kind": "lower", "percent": "10", "step": "do"}
        )
    )
    assert "1 piece changed" in done
    assert "it changed meanwhile" in done
    assert Listing.objects.get(pk=pieces[0].id).price_minor == 1800
    assert Listing.objects.get(pk=pieces[2].id).price_minor == 1500
    for html in (page, preview, done):
        assert Page(html).inline == []


def test_nothing_chosen_and_nonsense_say_so_and_keep_the_choice() -> None:
    piece = make_live_listing()
    browser = browser_of(piece.seller_id)
    nothing = browser.post("/sell/many/", {"kind": "hide"})
    assert nothing.status_code == 422
    assert "Choose at least one piece." in text_of(nothing)
    for bad in ({"kind": "lower", "percent": "x"}, {"kind": "price", "price": "lots"}, {}):
        refused = browser.post("/sell/many/", {"piece": str(piece.id), **bad})
        assert refused.status_code == 422
        assert f'value="{piece.id}" checked' in text_of(refused)
    assert browser.post("/sell/many/", {"piece": "nonsense", "kind": "hide"}).status_code == 422
    assert Listing.objects.get(pk=piece.id).version == piece.version


def test_a_piece_said_to_be_sold_elsewhere_comes_back_from_its_page() -> None:
    piece = make_live_listing()
    mark_sold_elsewhere(actor=Actor.user(piece.seller_id), listing_id=piece.id)
    browser = browser_of(piece.seller_id)
    assert "Not sold elsewhere after all?" in text_of(browser.get(f"/l/{piece.id}/"))
    other = browser_of(make_user().id)
    assert other.post(f"/sell/{piece.id}/relist/").status_code == 404
    assert Listing.objects.get(pk=piece.id).status == "elsewhere"
    browser.post(f"/sell/{piece.id}/relist/")
    assert Listing.objects.get(pk=piece.id).status == "live"
