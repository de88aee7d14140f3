"""A liked piece becomes cheaper: 5% or more, told once per drop, in bounded batches."""

from __future__ import annotations

import pytest

from rethread.market.accounts.services import set_vacation
from rethread.market.catalogue.services import hide_listing, show_listing, update_listing
from rethread.market.catalogue.types import ListingView
from rethread.market.social import handlers, wiring
from rethread.market.social.models import PriceDrop
from rethread.market.social.rules import is_drop
from rethread.market.social.selectors import likes_by_ids, list_cheaper_likes
from rethread.market.social.services import (
    like_listing,
    next_drop_at,
    price_drops,
    tell_price_drops,
    unlike_listing,
)
from rethread.platform.events.models import OutboxRow
from rethread.platform.kernel import Actor, business_now
from rethread.platform.vault.services import pseudonym_for
from tests.support.factories import make_live_listing, make_user
from tests.support.timers import assert_due_from
from tests.web.browsing import browser_of, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def fan() -> Actor:
    return Actor.user(make_user().id)


def reprice(listing: ListingView, price_minor: int) -> None:
    update_listing(
        actor=Actor.user(listing.seller_id),
        listing_id=listing.id,
        changes={"price_minor": price_minor},
    )
    deliver()


def deliver() -> None:
    """Hand the latest change of a listing to the subscription, as the bus does."""
    row = OutboxRow.objects.filter(name__startswith="catalogue.listing_").order_by("-id").first()
    assert row is not None

    class Heard:
        payload = row.payload

    handlers.listing_priced(Heard())  # type: ignore[arg-type]  # only the payload is read


def settle() -> None:
    while tell_price_drops(business_now(), 100):
        pass


def told() -> list[dict[str, object]]:
    rows = OutboxRow.objects.filter(name="social.liked_price_dropped").order_by("id")
    return [row.payload for row in rows]


@pytest.mark.parametrize(
    ("known", "now", "drop"),
    [(1000, 950, True), (1000, 951, False), (1000, 1000, False), (1000, 1200, False), (1, 0, True)],
)
def test_five_percent_of_what_is_known_is_a_drop(known: int, now: int, drop: bool) -> None:
    assert is_drop(known, now) is drop


def test_a_drop_is_told_once_with_both_prices_a_buyer_pays(fan: Actor) -> None:
    listing = make_live_listing(price_minor=3000)
    like_listing(actor=fan, listing_id=listing.id)
    reprice(listing, 2400)
    deliver()
    settle()
    deliver()
    settle()
    [event] = told()
    assert (event["was_minor"], event["now_minor"], event["currency"]) == (3220, 2590, "GBP")
    assert event["liker_key"] == pseudonym_for(fan.require_user())
    [cheaper] = list_cheaper_likes(fan)
    assert (cheaper.listing_id, cheaper.was_minor) == (listing.id, 3220)
    [like] = likes_by_ids([event["like_id"]]).values()  # type: ignore[list-item]  # ids travel as text
    assert (like.user_id, like.listing_id) == (fan.user_id, listing.id)
    assert next_drop_at() is None


def test_the_timer_says_that_it_is_due_from_the_moment_a_drop_was_noted(fan: Actor) -> None:
    listing = make_live_listing(price_minor=3000)
    like_listing(actor=fan, listing_id=listing.id)
    reprice(listing, 2400)
    noted_at = next_drop_at()
    assert noted_at is not None
    (work,) = wiring.DUE_WORK
    assert_due_from(work, noted_at)


def test_a_small_step_is_not_told_but_steps_add_up(fan: Actor) -> None:
    listing = make_live_listing(price_minor=3000)
    like_listing(actor=fan, listing_id=listing.id)
    reprice(listing, 2950)
    assert not PriceDrop.objects.exists()
    reprice(listing, 2800)
    settle()
    assert [event["was_minor"] for event in told()] == [3220]


def test_raising_a_price_and_lowering_it_again_is_no_drop(fan: Actor) -> None:
    listing = make_live_listing(price_minor=3000)
    like_listing(actor=fan, listing_id=listing.id)
    for price_minor in (5000, 3000, 2950):
        reprice(listing, price_minor)
        settle()
    assert told() == []
    reprice(listing, 2400)
    settle()
    reprice(listing, 3000)
    reprice(listing, 2400)
    settle()
    assert len(told()) == 1


def test_what_cannot_be_bought_or_is_no_longer_liked_is_not_told_of(fan: Actor) -> None:
    listing = make_live_listing(price_minor=3000)
    other = Actor.user(make_user().id)
    like_listing(actor=fan, listing_id=listing.id)
    like_listing(actor=other, listing_id=listing.id)
    reprice(listing, 2000)
    unlike_listing(actor=other, listing_id=listing.id)
    seller = Actor.user(listing.seller_id)
    hide_listing(actor=seller, listing_id=listing.id)
    settle()
    assert told() == []
    show_listing(actor=seller, listing_id=listing.id)
    deliver()
    set_vacation(actor=seller, shop_id=listing.shop.id, on_vacation=True)
    settle()
    assert told() == []
    set_vacation(actor=seller, shop_id=listing.shop.id, on_vacation=False)
    deliver()
    settle()
    assert [event["liker_key"] for event in told()] == [pseudonym_for(fan.require_user())]


def test_many_likes_are_told_in_batches_and_each_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(price_drops, "LIKES_AT_ONCE", 2)
    listing = make_live_listing(price_minor=3000)
    fans = [Actor.user(make_user().id) for _ in range(5)]
    for one in fans:
        like_listing(actor=one, listing_id=listing.id)
    reprice(listing, 2000)
    batches = [tell_price_drops(business_now(), 100) for _ in range(4)]
    assert batches == [2, 2, 1, 0]
    keys = [event["liker_key"] for event in told()]
    assert sorted(map(str, keys)) == sorted(pseudonym_for(one.require_user()) for one in fans)
    assert not PriceDrop.objects.exists()


def test_the_likes_page_says_what_it_was_and_is(fan: Actor) -> None:
    listing = make_live_listing(price_minor=3000)
    like_listing(actor=fan, listing_id=listing.id)
    browser = browser_of(fan.require_user())
    assert "Cheaper now" not in text_of(browser.get("/likes/"))
    reprice(listing, 2400)
    settle()
    said = text_of(browser.get("/likes/"))
    assert "was £32.20" in said
    assert "now £25.90" in said
    reprice(listing, 4000)
    assert "Cheaper now" not in text_of(browser.get("/likes/"))
