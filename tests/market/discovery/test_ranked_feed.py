"""A person's feed follows what they just did; nothing repeats, nothing is shown that may not be."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.db import transaction

from rethread.market.catalogue.services import hide_listing
from rethread.market.catalogue.types import ListingView
from rethread.market.discovery.errors import BadCursor
from rethread.market.discovery.models import Action, Profile, Ranking
from rethread.market.discovery.services import open_feed
from rethread.market.orders.services import add_to_bag
from rethread.market.social.services import (
    block_person,
    follow_shop,
    like_listing,
    unlike_listing,
)
from rethread.platform.events.models import OutboxRow
from rethread.platform.kernel import Actor
from rethread.platform.vault.services import pseudonym_for
from tests.support.factories import make_live_listing, make_user

pytestmark = pytest.mark.django_db


def person() -> Actor:
    return Actor.user(make_user().id)


def garment(kind: str, colour: str = "blue", size: str = "M") -> ListingView:
    return make_live_listing(
        changes={"title": f"A {colour} {kind}", "type": kind, "colours": [colour], "size": size}
    )


def shown(actor: Actor, limit: int = 6) -> list[UUID]:
    return [card.card.id for card in open_feed(actor=actor, limit=limit).cards]


def test_one_like_changes_the_very_next_feed_and_the_card_says_why() -> None:
    reader = person()
    old = [garment("dress") for _ in range(4)]
    for _ in range(8):
        garment("jumper")
    dresses = {one.id for one in old}
    assert len(dresses & set(shown(reader))) <= 2  # one for variety, one explored
    like_listing(actor=reader, listing_id=old[0].id)
    page = open_feed(actor=reader, limit=6)
    ids = [card.card.id for card in page.cards]
    assert len(dresses & set(ids)) >= 4
    assert page.rung == "rules"
    sibling = next(c for c in page.cards if c.card.id in dresses - {old[0].id} and c.why)
    assert sibling.why is not None
    assert (sibling.why.kind, sibling.why.listing_id) == ("like", old[0].id)
    assert sibling.why.title == "A blue dress"


def test_the_like_is_remembered_in_its_own_transaction_or_not_at_all() -> None:
    reader, dress = person(), garment("dress")
    with transaction.atomic():
        like_listing(actor=reader, listing_id=dress.id)
        assert Action.objects.count() == 1
        transaction.set_rollback(True)
    assert (Action.objects.count(), Profile.objects.count()) == (0, 0)


def test_actions_are_numbered_kept_with_their_version_and_told() -> None:
    reader, dress = person(), garment("dress")
    like_listing(actor=reader, listing_id=dress.id)
    add_to_bag(actor=reader, listing_id=dress.id)
    assert reader.user_id is not None
    key = pseudonym_for(reader.user_id)
    rows = list(Action.objects.order_by("sequence").values_list("profile_key", "sequence", "kind"))
    assert rows == [(key, 1, "like"), (key, 2, "bag")]
    assert set(Action.objects.values_list("listing_version", flat=True)) == {dress.version}
    told = OutboxRow.objects.filter(name="discovery.action_recorded").order_by("id")
    assert [row.payload["sequence"] for row in told] == [1, 2]


def test_a_like_taken_back_no_longer_ranks() -> None:
    reader = person()
    old = [garment("dress") for _ in range(3)]
    for _ in range(8):
        garment("jumper")
    like_listing(actor=reader, listing_id=old[0].id)
    assert [card.why for card in open_feed(actor=reader, limit=6).cards if card.why]
    unlike_listing(actor=reader, listing_id=old[0].id)
    page = open_feed(actor=reader, limit=6)
    assert [card.why for card in page.cards] == [None] * 6
    assert Action.objects.count() == 2


def test_pages_of_a_ranked_feed_show_everything_once() -> None:
    reader = person()
    listings = {garment("dress" if n % 2 else "jumper").id for n in range(14)}
    like_listing(actor=reader, listing_id=next(iter(listings)))
    seen: list[UUID] = []
    cursor = ""
    while True:
        page = open_feed(actor=reader, cursor=cursor, limit=4)
        assert [c.position for c in page.cards] == list(
            range(len(seen) + 1, len(seen) + len(page.cards) + 1)
        )
        seen += [card.card.id for card in page.cards]
        cursor = page.next_cursor
        if not cursor:
            break
    assert len(seen) == len(set(seen))
    assert set(seen) == listings


def test_own_hidden_and_blocked_garments_are_never_ranked() -> None:
    reader = person()
    assert reader.user_id is not None
    own = make_live_listing(seller_id=reader.user_id)
    gone, foe, fine = garment("dress"), garment("dress"), garment("dress")
    hide_listing(actor=Actor.user(gone.seller_id), listing_id=gone.id)
    block_person(actor=reader, person_id=foe.seller_id)
    assert shown(reader) == [fine.id]
    assert own.id not in shown(reader)


def test_what_is_listed_a_moment_ago_is_in_the_next_feed() -> None:
    reader = person()
    first = garment("dress")
    assert shown(reader) == [first.id]
    second = garment("jumper")
    assert set(shown(reader)) == {first.id, second.id}
    hide_listing(actor=Actor.user(first.seller_id), listing_id=first.id)
    assert shown(reader) == [second.id]


def test_at_most_two_of_a_seller_on_the_first_page() -> None:
    reader, busy = person(), make_user().id
    many = [make_live_listing(seller_id=busy) for _ in range(5)]
    calm = [garment("dress") for _ in range(2)]
    ids = shown(reader, limit=4)
    assert len(set(ids) & {one.id for one in many}) == 2
    assert {one.id for one in calm} <= set(ids)


def test_a_followed_shop_is_in_the_feed_and_says_so() -> None:
    reader, dear = person(), garment("dress")
    for _ in range(12):
        garment("jumper")
    follow_shop(actor=reader, shop_id=dear.shop.id)
    cards = {card.card.id: card for card in open_feed(actor=reader, limit=6).cards}
    assert cards[dear.id].source == "followed_shop"


def test_newest_first_is_plain_and_leaves_no_trace() -> None:
    reader = person()
    listings = [garment("dress") for _ in range(3)]
    like_listing(actor=reader, listing_id=listings[0].id)
    page = open_feed(actor=reader, order="newest")
    assert [card.card.id for card in page.cards] == [one.id for one in reversed(listings)]
    assert page.rung == "newest"
    assert {card.propensity_ppm for card in page.cards} == {None}
    assert Ranking.objects.count() == 0


def test_a_visitor_without_consent_gets_the_newest_and_one_with_it_a_ranking() -> None:
    listings = [garment("dress") for _ in range(3)]
    plain = open_feed(actor=Actor.anonymous())
    assert [card.card.id for card in plain.cards] == [one.id for one in reversed(listings)]
    ranked = open_feed(actor=Actor.anonymous(), visitor_id="0190aaaa-0000-7000-8000-000000000001")
    assert ranked.rung == "rules"
    assert Ranking.objects.get().profile_key == "visitor:0190aaaa-0000-7000-8000-000000000001"


def test_another_persons_cursor_begins_a_plain_feed() -> None:
    reader, other = person(), person()
    for _ in range(8):
        garment("dress")
    cursor = open_feed(actor=reader, limit=4).next_cursor
    page = open_feed(actor=other, cursor=cursor, limit=4)
    assert (page.rung, page.cards[0].position) == ("newest", 1)


@pytest.mark.parametrize("cursor", ["r.", "r.x.1.1.", "r.00.1.1.1", "r." + "0" * 32 + ".-1.0."])
def test_a_strange_cursor_is_refused(cursor: str) -> None:
    with pytest.raises(BadCursor):
        open_feed(actor=person(), cursor=cursor)


def test_exploration_has_its_share_with_exact_chances() -> None:
    reader = person()
    for _ in range(20):
        garment("jumper")
    page = open_feed(actor=reader, limit=12)
    explored = [card for card in page.cards if card.source == "explore"]
    assert [card.position for card in explored] == [6]
    # Eleven certain places; nine other sellers, all new, are in the draw for the twelfth.
    assert explored[0].propensity_ppm == 1_000_000 // 9
    assert {c.propensity_ppm for c in page.cards if c.source != "explore"} == {1_000_000}
