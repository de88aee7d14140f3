"""What people write from right to left, or in emoji alone, is shown and turns nothing around."""

from __future__ import annotations

from django.urls import reverse

from rethread.market.catalogue.services import create_draft, publish_listing, update_listing
from rethread.market.offers.services import make_offer
from rethread.market.social.services import send_message, start_conversation
from rethread.platform.kernel import Actor, Money
from rethread.web.isolating import isolated
from tests.support.factories import (
    ensure_pricing,
    listing_changes,
    make_live_listing,
    make_photo,
    make_user,
)

from .browsing import browser_of, text_of

DRESS, RUTH, HELLO = "فستان أحمر 50", "רות 7", "שלום, 20?"


def test_only_words_that_could_turn_a_sentence_are_kept_apart() -> None:
    assert isolated(RUTH) == f"\u2068{RUTH}\u2069"
    assert isolated(DRESS) == f"\u2068{DRESS}\u2069"
    for plain in ("", "Ada", "👗👗👗", "Łucja 7", "£20"):
        assert isolated(plain) == plain


def test_right_to_left_words_are_kept_apart_from_prices_and_from_other_people(
    db: None,
) -> None:
    buyer = Actor.user(make_user().id)
    ruth = make_user(display_name=f"\u202e{RUTH}")
    assert ruth.display_name == RUTH  # what would turn the rest of the page is not kept
    listing = make_live_listing(seller_id=ruth.id)
    update_listing(
        actor=Actor.user(ruth.id), listing_id=listing.id,
        changes={"title": f"\u2067{DRESS}", "description": DRESS},
    )  # fmt: skip
    talk = start_conversation(actor=buyer, listing_id=listing.id)
    send_message(actor=buyer, conversation_id=talk.conversation_id, text=f"{HELLO}\u202e")
    anybody, seller = browser_of(buyer.require_user()), browser_of(ruth.id)
    page = text_of(anybody.get(reverse("web:listing", args=[listing.id])))
    assert f'dir="auto">{DRESS}</h1>' in page
    assert f'<p class="prose" dir="auto">{DRESS}' in page
    assert f'<p class="bubble__text" dir="auto">{HELLO}</p>' in text_of(
        seller.get(f"/messages/{talk.conversation_id}/")
    )
    assert f"<bdi>{HELLO}</bdi>" in text_of(seller.get(reverse("web:inbox")))
    for here in (page, text_of(anybody.get(f"/messages/{talk.conversation_id}/"))):
        assert "\u202e" not in here
        assert "\u2067" not in here


def test_a_right_to_left_name_in_a_sentence_leaves_its_price_where_it_stands(db: None) -> None:
    seller, ruth = Actor.user(make_user().id), make_user(display_name=RUTH)
    listing = make_live_listing(seller_id=seller.require_user(), price_minor=3_000)
    make_offer(actor=Actor.user(ruth.id), listing_id=listing.id, price=Money(2_000, "GBP"))
    page = text_of(browser_of(seller.require_user()).get(reverse("web:offers")))
    assert f"\u2068{RUTH}\u2069 offers £20.00." in page


def test_a_title_of_emoji_alone_is_a_title(db: None) -> None:
    ensure_pricing()
    person = make_user()
    seller = Actor.user(person.id)
    changes = listing_changes(photo_ids=[make_photo(person.id).id], title="👗🧥👖")
    draft = create_draft(actor=seller, changes=changes)
    assert publish_listing(actor=seller, listing_id=draft.id).status == "live"
    page = text_of(browser_of(make_user().id).get(reverse("web:listing", args=[draft.id])))
    assert 'dir="auto">👗🧥👖</h1>' in page
    assert "£16.45" in page
