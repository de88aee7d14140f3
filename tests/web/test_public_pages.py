"""What a stranger sees, what it costs, and what no page may contain."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rethread.market.catalogue.services import hide_listing
from rethread.market.media.models import Photo
from rethread.market.search.adapters.tantivy_engine import TantivyEngine
from rethread.market.search.services import rebuild_index
from rethread.platform.events.models import OutboxRow
from rethread.platform.kernel import Actor
from tests.support.factories import make_draft, make_live_listing, make_shop

from .browsing import Page, text_of

STRICT = (
    "default-src 'self'; img-src 'self' blob:; connect-src 'self' http://127.0.0.1:8002; "
    "object-src 'none'; base-uri 'none'; "
    "form-action 'self' http://127.0.0.1:8001; frame-ancestors 'none'"
)
OPEN_PAGES = (
    "/", "/search/", "/fees/", "/bag/", "/offline/", "/transparency/", "/accounts/login/",
    "/accounts/signup/", "/accounts/password/reset/",
)  # fmt: skip


def test_fees_are_shown_on_three_prices_as_they_are_charged(stranger: Client) -> None:
    html = text_of(stranger.get("/fees/"))
    for price, pays, receives in (
        ("£8.00", "£9.10", "£7.76"),
        ("£20.00", "£21.70", "£19.40"),
        ("£75.00", "£79.45", "£72.75"),
    ):
        row = f'<td>{price}</td><td class="end">{pays}</td><td class="end">{receives}</td>'
        assert row in html


@pytest.mark.parametrize(
    ("after", "reason"),
    [("/sell/", "Then you can put up your first piece."), ("/", ""), ("https://evil.test/", "")],
)
def test_the_sign_in_says_why_one_was_led_there(stranger: Client, after: str, reason: str) -> None:
    words = Page(text_of(stranger.get("/accounts/login/", {"next": after}))).words
    assert (reason in words) is bool(reason)
    assert not any(word.startswith("Then you") for word in words if word != reason)


@pytest.mark.parametrize("path", OPEN_PAGES)
def test_an_open_page_is_served_with_strict_headers_and_nothing_inline(
    stranger: Client, engine: TantivyEngine, path: str
) -> None:
    response = stranger.get(path)
    assert response.status_code == 200
    assert response["Content-Security-Policy"] == STRICT
    assert response["Speculation-Rules"] == '"/speculation-rules.json"'
    assert "camera=(self)" in response["Permissions-Policy"]
    assert Page(text_of(response)).inline == []


def test_the_front_page_costs_a_stranger_few_queries_and_no_cookie(
    stranger: Client, django_assert_max_num_queries: object
) -> None:
    for _ in range(3):
        make_live_listing()
    with django_assert_max_num_queries(6):  # type: ignore[operator]  # a context manager
        response = stranger.get("/")
    assert text_of(response).count('class="card"') == 3
    assert not response.cookies
    assert response["Cache-Control"] == "no-cache"


def test_a_search_costs_a_stranger_few_queries_and_no_cookie(
    stranger: Client, engine: TantivyEngine, django_assert_max_num_queries: object
) -> None:
    for _ in range(3):
        make_live_listing()
    rebuild_index()
    stranger.get("/search/?q=denim")
    with django_assert_max_num_queries(6):  # type: ignore[operator]  # a context manager
        response = stranger.get("/search/?q=denim&colour=blue&price_max=100")
    assert text_of(response).count('class="card"') == 3
    assert not response.cookies


def test_a_search_shows_prices_with_the_fee_and_only_what_matches(
    stranger: Client, engine: TantivyEngine
) -> None:
    cheap = make_live_listing(price_minor=1000)
    dear = make_live_listing(price_minor=9000)
    rebuild_index()
    html = text_of(stranger.get("/search/?price_max=12"))
    assert "£11.20" in html
    assert str(dear.id) not in html
    html = text_of(stranger.get("/search/?price_max=11.19"))
    assert str(cheap.id) not in html


def test_a_search_says_how_it_read_a_misspelt_word_and_a_price_in_words(
    stranger: Client, engine: TantivyEngine
) -> None:
    cheap, dear = make_live_listing(price_minor=1000), make_live_listing(price_minor=9000)
    rebuild_index()
    html = text_of(stranger.get("/search/?q=dnim+jacket+under+20"))
    assert "We read “dnim jacket under 20” as “denim jacket”." in html
    assert "Only what costs up to £20.00, as you wrote." in html
    assert (str(cheap.id) in html, str(dear.id) in html) == (True, False)
    html = text_of(stranger.get("/search/?q=denim+jacket+under+5"))
    assert "Nothing like it costs up to £5.00, so these cost other sums." in html
    assert "We read" not in html
    assert "Nothing matched" not in html


def test_a_price_that_is_none_is_said_beside_the_field_and_kept(
    stranger: Client, engine: TantivyEngine
) -> None:
    html = text_of(stranger.get("/search/?price_min=abc"))
    assert "Write the amount as a number" in html
    assert Page(html).inputs["price_min"] == "abc"
    assert "The highest price is below the lowest." in text_of(
        stranger.get("/search/?price_min=20&price_max=10")
    )


@pytest.mark.parametrize(
    "path", ["/?cursor=nonsense", "/search/?cursor=nonsense", "/shop/nobody_here/", "/nowhere/"]
)
def test_an_address_that_leads_nowhere_gets_a_designed_answer(
    stranger: Client, engine: TantivyEngine, path: str
) -> None:
    response = stranger.get(path)
    assert response.status_code in {404, 422}
    assert "To the front page" in text_of(response)


def test_a_listing_is_shown_with_its_price_taken_apart(stranger: Client) -> None:
    listing = make_live_listing(price_minor=1500)
    response = stranger.get(f"/l/{listing.id}/")
    html = text_of(response)
    assert response.status_code == 200
    assert "£16.45" in html
    assert "£15.00" in html
    assert "£1.45" in html
    assert "Sign in to buy" in html
    assert not response.cookies
    assert Page(html).inline == []


def test_drafts_and_hidden_listings_do_not_exist_for_a_stranger(stranger: Client) -> None:
    draft, hidden = make_draft(), make_live_listing()
    hide_listing(actor=Actor.user(hidden.seller_id), listing_id=hidden.id)
    assert stranger.get(f"/l/{draft.id}/").status_code == 404
    assert stranger.get(f"/l/{hidden.id}/").status_code == 404


def test_a_photo_that_is_still_expected_shows_its_colour_and_no_address(stranger: Client) -> None:
    listing = make_live_listing()
    assert "srcset" in text_of(stranger.get("/"))
    Photo.objects.filter(pk=listing.photos[0].id).update(status="pending")
    html = text_of(stranger.get("/"))
    assert "srcset" not in html
    assert "tone-" in html


def test_a_card_is_drawn_anew_when_its_listing_changes(stranger: Client) -> None:
    from rethread.market.catalogue.services import update_listing

    listing = make_live_listing()
    assert "Blue denim jacket" in text_of(stranger.get("/"))
    update_listing(
        actor=Actor.user(listing.seller_id), listing_id=listing.id, changes={"title": "Old friend"}
    )
    html = text_of(stranger.get("/"))
    assert "Old friend" in html
    assert "Blue denim jacket" not in html


def test_a_shop_shows_its_pieces_and_its_tabs(stranger: Client) -> None:
    shop = make_shop(handle="zoes")
    listing = make_live_listing(seller_id=shop.owner_id)
    for tab, there in (("live", True), ("sold", False), ("reviews", False)):
        html = text_of(stranger.get(f"/shop/zoes/?tab={tab}"))
        assert (str(listing.id) in html) is there


def test_showing_more_brings_only_the_next_pieces(stranger: Client) -> None:
    for _ in range(2):
        make_live_listing()
    html = text_of(stranger.get("/", headers={"HX-Request": "true"}))
    assert "<html" not in html
    assert html.count('class="slot"') == 2
    assert 'data-position="1"' in html


def test_photos_are_served_for_ever_and_masters_never(stranger: Client) -> None:
    photo = make_live_listing().photos[0]
    response = stranger.get(photo.url(320))
    assert response.status_code == 200
    assert response["Content-Type"] == "image/webp"
    assert "immutable" in response["Cache-Control"]
    assert b"".join(response.streaming_content)[:4] == b"RIFF"  # type: ignore[attr-defined]  # a file
    master = f"/media/{photo.id}/{photo.pipeline_version}/{photo.width}.jpg"
    assert stranger.get(master).status_code == 404
    assert stranger.get("/media/../../etc/passwd.webp").status_code == 404


def test_health_is_one_query_and_no_session(
    stranger: Client, django_assert_num_queries: object
) -> None:
    with django_assert_num_queries(1):  # type: ignore[operator]  # a context manager
        response = stranger.get("/healthz")
    assert response.content == b"ok"
    assert not response.cookies


def test_the_files_of_an_installed_app_are_served(stranger: Client) -> None:
    manifest = stranger.get("/manifest.webmanifest")
    assert manifest["Content-Type"] == "application/manifest+json"
    assert manifest.json()["name"] == "Rethread"
    worker = text_of(stranger.get("/sw.js"))
    assert "{{" not in worker
    assert '"/static/web/css/web.' in worker
    rules = stranger.get("/speculation-rules.json")
    assert rules["Content-Type"] == "application/speculationrules+json"
    assert rules.json() == {
        "prefetch": [{"where": {"href_matches": "/l/*"}, "eagerness": "moderate"}]
    }


def test_looking_at_a_page_writes_nothing(stranger: Client) -> None:
    listing = make_live_listing()
    before = OutboxRow.objects.count()
    stranger.get(f"/l/{listing.id}/")
    stranger.get("/")
    assert OutboxRow.objects.count() == before


def test_every_chip_of_the_front_page_names_a_type(stranger: Client) -> None:
    from rethread.market.catalogue.rules import TYPES
    from rethread.web.presenting.listings import AISLES

    assert [code for code in AISLES if code not in TYPES] == []
    assert reverse("web:search") + "?type=dress" in text_of(stranger.get("/"))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("path", ["/", "/search/?q=denim&colour=blue&price_max=100"])
def test_a_strangers_page_sends_at_most_six_statements_with_those_of_transactions(
    stranger: Client, engine: TantivyEngine, path: str
) -> None:
    for _ in range(3):
        make_live_listing()
    rebuild_index()
    stranger.get(path)
    placed = OutboxRow.objects.count()
    with CaptureQueriesContext(connection) as asked:
        response = stranger.get(path)
    assert text_of(response).count('class="card"') == 3
    # The outbox writes each of its rows by a statement that Django does not see.
    assert len(asked) + OutboxRow.objects.count() - placed <= 6
