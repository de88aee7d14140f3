"""From photos to the rail. Bad input gets a clear answer beside the field and loses nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from rethread.market.accounts.types import UserView
from rethread.market.catalogue.ports import install_publish_screens
from rethread.market.catalogue.selectors import access_listing_for_edit, list_own_cards
from rethread.market.catalogue.services import mark_listings_sold, reserve_listings
from rethread.market.catalogue.types import ListingView
from rethread.market.payments.adapters.identity_screen import IdentityScreen
from rethread.platform.kernel import Actor, new_id, settings
from rethread.platform.kernel.settings import install_settings
from rethread.sandbox.stripe.accounts import OnboardingAnswers
from rethread.sandbox.stripe.webhooks import Delivery
from tests.market.orders.world import World
from tests.support.factories import (
    ensure_pricing,
    make_draft,
    make_live_listing,
    make_user,
    photo_bytes,
)

from .browsing import Page, browser_of, text_of

TYPED = {
    "title": "Blue denim jacket",
    "department": "women",
    "type": "denim_jacket",
    "brand": "Levi's",
    "size": "M",
    "condition": "good",
    "colours": ["blue"],
    "description": "Worn twice.",
    "price": "15.00",
    "then": "save",
}


@pytest.fixture
def seller(db: None) -> UserView:
    ensure_pricing()
    return make_user(display_name="Bo")


@pytest.fixture
def browser(seller: UserView) -> Client:
    return browser_of(seller.id)


@pytest.fixture
def draft(seller: UserView) -> ListingView:
    return make_draft(seller_id=seller.id)


def upload(name: str = "a.png", data: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, photo_bytes() if data is None else data)


def reread(view: ListingView) -> ListingView:
    return access_listing_for_edit(actor=Actor.user(view.seller_id), listing_id=view.id)


def test_a_piece_begins_with_photos_and_is_written_saved_and_reviewed(
    browser: Client, seller: UserView
) -> None:
    response = browser.post("/sell/start/", {"photos": [upload(), upload("b.png")]})
    (card,) = list_own_cards(actor=Actor.user(seller.id))
    edit = f"/sell/{card.id}/"
    assert response["Location"] == edit
    assert text_of(browser.get(edit)).count("data-photo=") == 2
    assert browser.post(edit, TYPED | {"then": "publish"})["Location"] == f"{edit}publish/"
    html = text_of(browser.get(f"{edit}publish/"))
    assert "£14.55" in html
    assert "£16.45" in html
    assert Page(html).inline == []
    listing = access_listing_for_edit(actor=Actor.user(seller.id), listing_id=card.id)
    assert (listing.brand, listing.size, listing.status) == ("levis", "M", "draft")


def test_a_text_file_named_jpg_is_refused_and_the_good_photo_beside_it_stays(
    browser: Client, seller: UserView
) -> None:
    text = upload("holiday.jpg", b"this is no picture")
    response = browser.post("/sell/start/", {"photos": [text, upload()]})
    html = text_of(browser.get(response["Location"]))
    assert "holiday.jpg: " in html
    assert html.count("data-photo=") == 1


def test_nothing_but_bad_photos_makes_no_draft_and_says_why(
    browser: Client, seller: UserView
) -> None:
    response = browser.post("/sell/start/", {"photos": [upload("holiday.jpg", b"no picture")]})
    assert response["Location"] == "/sell/"
    assert "holiday.jpg: " in text_of(browser.get("/sell/"))
    assert list_own_cards(actor=Actor.user(seller.id)) == ()


def test_a_script_is_told_where_to_go_on(browser: Client) -> None:
    response = browser.post("/sell/start/", {"photos": [upload()]}, headers={"HX-Request": "true"})
    assert response.status_code == 204
    assert response["HX-Redirect"].startswith("/sell/")


def test_photos_are_reordered_and_removed(browser: Client, draft: ListingView) -> None:
    photos = f"/sell/{draft.id}/photos/"
    browser.post(photos, {"photos": [upload(), upload("b.png")]})
    first, second, third = (photo.id for photo in reread(draft).photos)
    browser.post(photos, {"earlier": str(third)})
    assert [photo.id for photo in reread(draft).photos] == [first, third, second]
    browser.post(photos, {"remove": str(first)})
    assert [photo.id for photo in reread(draft).photos] == [third, second]
    tray = browser.post(photos, {"order": f"{second},{third}"}, headers={"HX-Request": "true"})
    assert [photo.id for photo in reread(draft).photos] == [second, third]
    assert "<html" not in text_of(tray)


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("price", "-5", "Set a price between £1.00 and £10,000.00."),
        ("price", "1000000000000000", "This amount is too large."),
        ("price", "cheap", "Write the amount as a number"),
        ("size", "Enormous", "We do not know this size."),
        ("type", "spaceship", "Choose one from the list."),
        ("title", "x" * 81, "at most 80 characters"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    browser: Client, draft: ListingView, field: str, value: str, says: str
) -> None:
    before = reread(draft)
    response = browser.post(f"/sell/{draft.id}/", TYPED | {"title": "Other", field: value})
    html = text_of(response)
    assert response.status_code == 422
    assert says in html
    assert f'value="{value}"' in html
    assert "Worn twice." in html
    if field != "title":
        assert 'value="Other"' in html
    assert reread(draft) == before


def test_a_live_piece_keeps_its_title(browser: Client, seller: UserView) -> None:
    live = make_live_listing(seller_id=seller.id)
    response = browser.post(f"/sell/{live.id}/", TYPED | {"title": ""})
    assert response.status_code == 422
    assert "Write a title of 3 to 100 characters." in text_of(response)
    assert reread(live).title == "Blue denim jacket"


def test_an_edit_of_an_older_version_is_refused(browser: Client, seller: UserView) -> None:
    live = make_live_listing(seller_id=seller.id)
    assert browser.post(f"/sell/{live.id}/", TYPED | {"version": "0"}).status_code == 422
    saved = browser.post(f"/sell/{live.id}/", TYPED | {"price": "20", "version": live.version})
    assert saved["Location"] == f"/l/{live.id}/"
    price = reread(live).price
    assert price is not None
    assert price.amount_minor == 2000


def test_an_incomplete_draft_is_kept_and_says_what_it_lacks(
    browser: Client, seller: UserView
) -> None:
    browser.post("/sell/start/", {"photos": [upload()]})
    (card,) = list_own_cards(actor=Actor.user(seller.id))
    saved = browser.post(f"/sell/{card.id}/", {"title": "Just a title", "then": "save"})
    assert saved["Location"] == "/sell/"
    html = text_of(browser.get(f"/sell/{card.id}/publish/"))
    assert "Set a price." in html
    assert "Choose a condition." in html
    assert browser.post(f"/sell/{card.id}/publish/").status_code == 422


def test_a_first_piece_asks_what_the_shop_is_called(
    browser: Client, seller: UserView, draft: ListingView
) -> None:
    page = Page(text_of(browser.get(f"/sell/{draft.id}/publish/")))
    assert page.inputs["shop_name"] == "A shop"
    too_long = browser.post(f"/sell/{draft.id}/publish/", {"shop_name": "x" * 61})
    assert too_long.status_code == 422
    assert "Use at most 60 characters." in text_of(too_long)
    assert Page(text_of(too_long)).inputs["shop_name"] == "x" * 61
    assert reread(draft).status == "draft"
    browser.post(f"/sell/{draft.id}/publish/", {"shop_name": "Bo’s attic"})
    live = reread(draft)
    assert (live.status, live.shop.name, live.shop.handle) == ("live", "Bo’s attic", "bo_s_attic")


def test_a_later_piece_asks_for_no_name_and_renames_nothing(
    browser: Client, seller: UserView
) -> None:
    make_live_listing(seller_id=seller.id)
    draft = make_draft(seller_id=seller.id)
    assert "shop_name" not in Page(text_of(browser.get(f"/sell/{draft.id}/publish/"))).inputs
    browser.post(f"/sell/{draft.id}/publish/", {"shop_name": "Renamed"})
    live = reread(draft)
    assert (live.status, live.shop.name) == ("live", "A shop")


@pytest.mark.parametrize("tail", ["", "publish/"])
def test_somebody_elses_piece_cannot_be_opened(db: None, draft: ListingView, tail: str) -> None:
    other = browser_of(make_user().id)
    assert other.get(f"/sell/{draft.id}/{tail}").status_code == 404


@pytest.mark.parametrize("tail", ["", "photos/", "publish/", "hide/", "remove/"])
def test_somebody_elses_piece_cannot_be_changed(db: None, draft: ListingView, tail: str) -> None:
    other = browser_of(make_user().id)
    before = reread(draft)
    assert other.post(f"/sell/{draft.id}/{tail}", TYPED).status_code == 404
    assert reread(draft) == before


def test_a_piece_is_hidden_shown_and_deleted(browser: Client, seller: UserView) -> None:
    live = make_live_listing(seller_id=seller.id)
    browser.post(f"/sell/{live.id}/hide/")
    assert reread(live).status == "hidden"
    browser.post(f"/sell/{live.id}/show/")
    assert reread(live).status == "live"
    browser.post(f"/sell/{live.id}/remove/")
    assert list_own_cards(actor=Actor.user(seller.id)) == ()


def test_a_price_is_explained_while_it_is_typed(browser: Client) -> None:
    assert "£9.70" in text_of(browser.get("/sell/price-note/?price=10"))
    assert "as soon as there is a price" in text_of(browser.get("/sell/price-note/?price=x"))


def test_sizes_follow_the_type(browser: Client) -> None:
    html = text_of(browser.get("/sell/sizes/?type=boots&department=women&size=UK+5"))
    assert '<option value="UK 5" selected>' in html
    assert '"XXL"' not in html


SECRET = "whsec_pages"


@pytest.fixture
def identity_asked() -> Iterator[None]:
    before = settings()
    install_publish_screens(IdentityScreen())
    install_settings(replace(before, stripe_webhook_secrets=SECRET))
    yield
    install_publish_screens()
    install_settings(before)


def _report(delivery: Delivery) -> bool:
    """Bring a report of the provider to our door, as its servers would."""
    response = Client().post(
        "/webhooks/stripe",
        data=delivery.body,
        content_type="application/json",
        headers={"Stripe-Signature": delivery.signature},
    )
    return response.status_code == 200


def test_identity_is_asked_before_a_first_piece_goes_live_and_then_it_does(
    world: World, identity_asked: None
) -> None:
    world.sandbox.stripe.ensure_webhook_endpoint("http://market.test/webhooks/stripe", SECRET)
    draft = make_draft()
    browser = browser_of(draft.seller_id)
    publish = f"/sell/{draft.id}/publish/"
    assert "Confirm who you are" in text_of(browser.get(publish))
    refused = browser.post(publish)
    assert refused.status_code == 403
    assert "we need to know who you are" in text_of(refused)
    assert reread(draft).status == "draft"
    partner = browser.post("/you/identity/", {"next": publish})["Location"]
    account = partner.split("/onboard/")[1].split("?")[0]
    waiting = browser.get(f"/you/identity/done/?next={publish}")
    assert waiting["Refresh"].startswith("1; url=/you/identity/done/")
    answers = OnboardingAnswers("GB", "Ada Seller", (1990, 5, 17), "00012345", "108800")
    world.sandbox.stripe.onboard(account, answers)
    assert world.sandbox.stripe.deliver_due(_report) > 0
    world.settle()
    assert browser.get(f"/you/identity/done/?next={publish}")["Location"] == publish
    assert browser.post(publish)["Location"] == f"/l/{draft.id}/"
    assert reread(draft).status == "live"


def test_a_piece_is_copied_marked_as_gone_and_its_edits_are_read(
    seller: UserView, browser: Client, stranger: Client
) -> None:
    live = make_live_listing(seller_id=seller.id)
    copied = browser.post(f"/sell/{live.id}/duplicate/")
    assert text_of(browser.get(copied["Location"])).count("data-photo=") == 1
    assert "Nothing since it went on the rail." in text_of(browser.get(f"/sell/{live.id}/history/"))
    browser.post(f"/sell/{live.id}/", TYPED | {"price": "12.00"})
    history = text_of(browser.get(f"/sell/{live.id}/history/"))
    assert "<del>£15.00</del> <ins>£12.00</ins>" in history
    assert Page(history).inline == []
    assert browser_of(make_user().id).get(f"/sell/{live.id}/history/").status_code == 404
    assert "Sold it somewhere else?" in text_of(browser.get(f"/l/{live.id}/"))
    browser.post(f"/sell/{live.id}/elsewhere/")
    page = text_of(stranger.get(f"/l/{live.id}/"))
    assert "Its seller sold this piece somewhere else." in page
    assert "Sign in to buy" not in page
    assert "Sold elsewhere" in text_of(browser.get("/sell/"))


def test_a_photo_is_turned_cut_and_put_back(
    browser: Client, seller: UserView, draft: ListingView
) -> None:
    (first,) = reread(draft).photos
    page = f"/sell/{draft.id}/photos/{first.id}/"
    assert f'href="{page}"' in text_of(browser.get(f"/sell/{draft.id}/"))
    turned = browser.post(page, {"do": "right"})["Location"]
    (second,) = reread(draft).photos
    assert turned == f"/sell/{draft.id}/photos/{second.id}/"
    assert (second.width, second.height) == (first.height, first.width)
    cut = browser.post(turned, {"do": "middle"})["Location"]
    (third,) = reread(draft).photos
    assert third.width * 5 == pytest.approx(third.height * 4, abs=8)
    assert "It has the shape of a card." in text_of(browser.get(cut))
    browser.post(cut, {"do": "original"})
    assert reread(draft).photos == (first,)
    assert browser_of(make_user().id).post(page, {"do": "left"}).status_code == 404
    assert reread(draft).photos == (first,)


def test_of_many_files_the_good_are_kept_and_each_bad_one_is_named(
    browser: Client, seller: UserView, draft: ListingView
) -> None:
    files = [upload("front.png"), upload("torn.jpg", b"\xff\xd8\xff torn"), upload("back.png")]
    html = text_of(
        browser.post(f"/sell/{draft.id}/photos/", {"photos": files}, headers={"HX-Request": "true"})
    )
    assert "torn.jpg: This photo is damaged or incomplete." in html
    assert len(reread(draft).photos) == 3
    many = [upload(f"{n}.png") for n in range(10)]
    html = text_of(
        browser.post(f"/sell/{draft.id}/photos/", {"photos": many}, headers={"HX-Request": "true"})
    )
    assert "9.png: a piece has at most 12 photos." in html
    assert len(reread(draft).photos) == 12


def test_measures_of_the_type_are_asked_for_kept_and_shown(
    browser: Client, stranger: Client, draft: ListingView
) -> None:
    edit = f"/sell/{draft.id}/"
    assert "Pit to pit" in text_of(browser.get(edit))
    chosen = text_of(browser.get("/sell/sizes/?type=jeans&department=women"))
    assert "Inside leg" in chosen
    assert "Pit to pit" not in chosen
    browser.post(edit, TYPED | {"measure_chest": "53.5", "measure_length": "61"})
    assert reread(draft).measures == (("chest", 535), ("length", 610))
    wrong = browser.post(edit, TYPED | {"measure_chest": "5350"})
    assert wrong.status_code == 422
    assert "Write centimetres, at most 300." in text_of(wrong)
    assert reread(draft).measures == (("chest", 535), ("length", 610))
    live = make_live_listing(
        seller_id=draft.seller_id, changes={"measures_mm": {"chest": 535, "insole": 270}}
    )
    page = text_of(stranger.get(f"/l/{live.id}/"))
    assert "53.5 cm" in page
    assert "Insole" not in page


def test_suggestions_say_why_are_taken_with_one_tap_and_overwrite_nothing(
    browser: Client, seller: UserView
) -> None:
    browser.post("/sell/start/", {"photos": [upload()]})
    (card,) = list_own_cards(actor=Actor.user(seller.id))
    edit = f"/sell/{card.id}/"
    view = access_listing_for_edit(actor=Actor.user(seller.id), listing_id=card.id)
    assert "because the first photo looks like it" in text_of(browser.get(edit))
    written = {"title": "Levi's denim jacket M red", "colours": ["green"], "department": "men"}
    shown = text_of(browser.get(f"{edit}suggestions/", written))
    assert "because the title says “denim jacket”" in shown
    assert "Colour" not in shown  # somebody chose green
    one = browser.post(edit, written | {"then": "accept:type:denim_jacket"})
    assert one["Location"] == f"{edit}#suggested"
    assert (reread(view).type, reread(view).brand, reread(view).colours) == (
        "denim_jacket", "", ("green",),
    )  # fmt: skip
    browser.post(edit, written | {"type": "denim_jacket", "then": "accept:all"})
    found = reread(view)
    assert (found.brand, found.size, found.colours) == ("levis", "M", ("green",))
    assert (found.status, found.title) == ("draft", "Levi's denim jacket M red")


def test_a_price_is_suggested_from_what_was_sold_and_shows_it(
    browser: Client, seller: UserView
) -> None:
    sold = [make_live_listing(price_minor=price) for price in (1000, 1400, 3000)]
    for listing in sold:
        checkout_id = new_id()
        ids, system = [listing.id], Actor.system("tests")
        reserve_listings(actor=system, listing_ids=ids, checkout_id=checkout_id)
        mark_listings_sold(actor=system, listing_ids=ids, checkout_id=checkout_id)
    draft = make_draft(seller_id=seller.id)
    edit = f"/sell/{draft.id}/"
    assert "sold for" not in text_of(browser.get(edit))  # it has a price
    browser.post(edit, TYPED | {"price": ""})
    page = text_of(browser.get(edit))
    assert "because 3 of this brand sold for £10.00 to £30.00 lately" in page
    assert f'href="/l/{sold[0].id}/"' in page
    browser.post(edit, TYPED | {"price": "", "then": "accept:all"})
    price = reread(draft).price
    assert price is not None
    assert price.amount_minor == 1400
