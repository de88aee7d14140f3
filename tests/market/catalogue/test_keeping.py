"""Beside editing: copies, garments sold elsewhere, and what was changed since it was public."""

from __future__ import annotations

import pytest

from rethread.market.catalogue.errors import ListingNotFound, ListingUnavailable, WrongStatus
from rethread.market.catalogue.selectors import (
    access_listing_for_edit,
    cards_by_ids,
    get_listing,
    list_edits,
    list_fresh_cards,
    list_own_cards,
    searchable_listing_versions,
)
from rethread.market.catalogue.services import (
    duplicate_listing,
    mark_sold_elsewhere,
    reserve_listings,
    update_listing,
)
from rethread.market.catalogue.types import FieldChange
from rethread.platform.kernel import Actor, new_id
from tests.support.factories import make_draft, make_live_listing, make_photo, make_staff, make_user
from tests.support.outbox import emitted, emitted_names

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("tests")


def test_a_duplicate_is_a_draft_with_the_same_words_price_and_photos() -> None:
    source = make_live_listing()
    actor = Actor.user(source.seller_id)
    copy = duplicate_listing(actor=actor, listing_id=source.id)
    assert copy.id != source.id
    assert (copy.status, copy.version, copy.published_at) == ("draft", 1, None)
    for field in ("title", "description", "type", "brand", "size", "colours", "price", "photos"):
        assert getattr(copy, field) == getattr(source, field)
    changed = update_listing(actor=actor, listing_id=copy.id, changes={"title": "Another one"})
    assert changed.title == "Another one"
    assert get_listing(source.id).title == source.title
    assert [card.id for card in list_own_cards(actor=actor, status="draft")] == [copy.id]
    assert emitted("catalogue.listing_created")[-1]["listing_id"] == str(copy.id)


def test_nobody_copies_or_marks_what_is_not_theirs() -> None:
    source, stranger = make_live_listing(), Actor.user(make_user().id)
    before = emitted_names()
    for act in (duplicate_listing, mark_sold_elsewhere):
        with pytest.raises(ListingNotFound) as refusal:
            act(actor=stranger, listing_id=source.id)
        assert refusal.value.code == "catalogue.listing_not_found"
    assert emitted_names() == before
    assert get_listing(source.id).status == "live"


def test_what_was_sold_elsewhere_can_be_looked_at_and_never_bought() -> None:
    listing = make_live_listing()
    actor = Actor.user(listing.seller_id)
    gone = mark_sold_elsewhere(actor=actor, listing_id=listing.id)
    assert (gone.status, gone.available, gone.sold_at) == ("elsewhere", False, None)
    assert get_listing(listing.id).status == "elsewhere"
    assert list_fresh_cards().cards == ()
    assert list(searchable_listing_versions()) == []
    assert cards_by_ids([listing.id])[listing.id].available is False
    with pytest.raises(ListingUnavailable):
        reserve_listings(actor=SYSTEM, listing_ids=[listing.id], checkout_id=new_id())
    with pytest.raises(WrongStatus) as refusal:
        update_listing(actor=actor, listing_id=listing.id, changes={"title": "Back again"})
    assert refusal.value.code == "catalogue.wrong_status"
    assert len(emitted("catalogue.listing_elsewhere")) == 1
    assert emitted("catalogue.listing_sold") == []


def test_what_somebody_is_paying_for_cannot_leave() -> None:
    listing = make_live_listing()
    reserve_listings(actor=SYSTEM, listing_ids=[listing.id], checkout_id=new_id())
    with pytest.raises(WrongStatus):
        mark_sold_elsewhere(actor=Actor.user(listing.seller_id), listing_id=listing.id)
    assert get_listing(listing.id).status == "reserved"


def test_every_edit_since_it_was_public_is_kept_in_words() -> None:
    draft = make_draft()
    actor = Actor.user(draft.seller_id)
    update_listing(actor=actor, listing_id=draft.id, changes={"title": "Still a draft"})
    assert list_edits(actor=actor, listing_id=draft.id) == ()
    live = make_live_listing(seller_id=draft.seller_id)
    photo = make_photo(draft.seller_id)
    first = update_listing(
        actor=actor, listing_id=live.id, changes={"price_minor": 1200, "condition": "fair"}
    )
    update_listing(actor=actor, listing_id=live.id, changes={"price_minor": 1200})
    wanted = [live.photos[0].id, photo.id]
    second = update_listing(actor=actor, listing_id=live.id, changes={"photo_ids": wanted})
    later, earlier = list_edits(actor=actor, listing_id=live.id)
    assert (earlier.version, later.version) == (first.version, second.version)
    assert earlier.edited_at == first.updated_at
    assert earlier.changes == (
        FieldChange("condition", live.condition_label, first.condition_label),
        FieldChange("price_minor", "£15.00", "£12.00"),
    )
    assert later.changes == (FieldChange("photos", "1 photo", "2 photos"),)
    staff = Actor.staff(make_staff().id)
    assert list_edits(actor=staff, listing_id=live.id) == (later, earlier)
    with pytest.raises(ListingNotFound):
        list_edits(actor=Actor.user(make_user().id), listing_id=live.id)
    assert access_listing_for_edit(actor=actor, listing_id=live.id).version == second.version
