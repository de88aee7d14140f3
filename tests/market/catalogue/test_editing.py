"""Drafts, edits and publishing: what is kept, what is refused, what is told."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast
from uuid import UUID

import pytest

from rethread.market.accounts.selectors import find_shop_of
from rethread.market.catalogue.errors import (
    ChangedMeanwhile,
    InvalidListing,
    ListingNotFound,
    PublishRefused,
    WrongStatus,
)
from rethread.market.catalogue.models import Listing
from rethread.market.catalogue.ports import install_publish_screens
from rethread.market.catalogue.selectors import (
    access_listing_for_edit,
    access_listing_for_view,
    get_listing,
)
from rethread.market.catalogue.services import (
    create_draft,
    hide_listing,
    publish_listing,
    remove_listing,
    show_listing,
    update_listing,
)
from rethread.market.catalogue.types import ListingChanges, ListingView
from rethread.platform.audit.services import list_entries
from rethread.platform.kernel import Actor, Money, PermissionDenied, business_now, new_id
from rethread.platform.vault.services import pseudonym_for
from tests.support.factories import (
    listing_changes,
    make_draft,
    make_live_listing,
    make_photo,
    make_staff,
    make_user,
)
from tests.support.outbox import emitted, emitted_names

pytestmark = pytest.mark.django_db
NO_SIZE = "We do not know this size. Write it as on the label: M, UK 10, W32 L34."
PRICE = "Set a price between £1.00 and £10,000.00."
TITLE = "Write a title of 3 to 100 characters."


@pytest.fixture(autouse=True)
def _no_screens() -> Iterator[None]:
    yield
    install_publish_screens()


def test_a_draft_may_lack_everything_and_opens_the_sellers_shop() -> None:
    user = make_user(display_name="Ada Green")
    draft = create_draft(actor=Actor.user(user.id))
    assert (draft.status, draft.title, draft.price, draft.photos) == ("draft", "", None, ())
    assert find_shop_of(user.id) == draft.shop
    assert draft.shop.handle == "ada_green"
    (event,) = emitted("catalogue.listing_created")
    assert event["listing_id"] == str(draft.id)
    assert event["status"] == "draft"
    assert event.get("type") is None


def test_a_draft_is_kept_as_written_with_words_turned_into_codes() -> None:
    user = make_user()
    photo = make_photo(user.id)
    draft = create_draft(actor=Actor.user(user.id), changes=listing_changes(photo_ids=[photo.id]))
    assert draft == access_listing_for_edit(actor=Actor.user(user.id), listing_id=draft.id)
    assert (draft.brand, draft.brand_label) == ("levis", "Levi's")
    assert (draft.type, draft.type_label, draft.parcel_size) == (
        "denim_jacket", "Denim jacket", "large",
    )  # fmt: skip
    assert (draft.size, draft.size_system) == ("M", "alpha")
    assert draft.price == Money(1500, "GBP")
    assert draft.buyer_price == Money(1500 + 75 + 70, "GBP")
    assert draft.photos == (photo,)


def test_a_brand_that_nobody_registered_is_kept_as_it_was_written() -> None:
    draft = make_draft()
    actor = Actor.user(draft.seller_id)
    changed = update_listing(actor=actor, listing_id=draft.id, changes={"brand": "Nan's Knits"})
    assert (changed.brand, changed.brand_label) == ("", "Nan's Knits")
    assert emitted("catalogue.listing_updated")[0].get("brand") is None


def test_text_keeps_emoji_and_arabic_and_loses_control_characters() -> None:
    draft = create_draft(
        actor=Actor.user(make_user().id),
        changes={
            "title": "  فستان \x00 جميل 👗\u202e ",
            "description": "One\r\nTwo\x1b[31m 👩\u200d👩\u200d👧",
        },
    )
    assert draft.title == "فستان جميل 👗"
    assert draft.description == "One\nTwo [31m 👩\u200d👩\u200d👧"


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"price_minor": -5}, {"price": PRICE}),
        ({"price_minor": 0}, {"price": PRICE}),
        ({"price_minor": 99}, {"price": PRICE}),
        ({"price_minor": 1_000_001}, {"price": PRICE}),
        ({"price_minor": 10**15}, {"price": PRICE}),
        ({"price_minor": 12.5}, {"price": PRICE}),
        ({"price_minor": True}, {"price": PRICE}),
        ({"size": "gigantic"}, {"size": NO_SIZE}),
        ({"title": "x" * 101}, {"title": TITLE}),
        ({"description": "x" * 2001}, {"description": "Use at most 2000 characters."}),
        ({"type": "toaster"}, {"type": "Choose one from the list."}),
        ({"condition": "haunted"}, {"condition": "Choose one from the list."}),
        ({"colours": ["red", "blue", "green"]}, {"colours": "Choose at most 2."}),
        ({"styles": ["y2k", "goth", "boho", "punk"]}, {"styles": "Choose at most 3."}),
        ({"colours": ["octarine"]}, {"colours": "Choose one from the list."}),
        ({"photo_ids": [new_id()]}, {"photos": "One of these photos does not exist."}),
        ({"photo_ids": [UUID(int=n) for n in range(13)]}, {"photos": "Use at most 12 photos."}),
        ({"title": "x" * 100_000}, {"title": TITLE}),
        (
            {"price_minor": -1, "size": "?", "era": "soon"},
            {"price": PRICE, "size": NO_SIZE, "era": "Choose one from the list."},
        ),
    ],
)
def test_what_cannot_be_is_refused_field_by_field_and_changes_nothing(
    changes: dict[str, Any], fields: dict[str, str]
) -> None:
    draft = make_draft()
    actor = Actor.user(draft.seller_id)
    before = emitted_names()
    with pytest.raises(InvalidListing) as refusal:
        update_listing(actor=actor, listing_id=draft.id, changes=cast(ListingChanges, changes))
    assert refusal.value.code == "catalogue.invalid_listing"
    assert refusal.value.fields == fields
    assert access_listing_for_edit(actor=actor, listing_id=draft.id) == draft
    assert emitted_names() == before


def test_a_title_of_emoji_alone_is_a_title_and_one_of_two_is_too_short() -> None:
    draft = make_draft()
    actor = Actor.user(draft.seller_id)
    short = update_listing(actor=actor, listing_id=draft.id, changes={"title": "👗🧥"})
    with pytest.raises(InvalidListing) as refusal:
        publish_listing(actor=actor, listing_id=draft.id)
    assert (refusal.value.fields, short.status) == ({"title": TITLE}, "draft")
    update_listing(actor=actor, listing_id=draft.id, changes={"title": "👗🧥👖"})
    live = publish_listing(actor=actor, listing_id=draft.id)
    assert (live.status, live.title) == ("live", "👗🧥👖")


def test_a_refused_draft_is_not_begun() -> None:
    user = make_user()
    with pytest.raises(InvalidListing):
        create_draft(actor=Actor.user(user.id), changes={"price_minor": 10**15})
    assert Listing.objects.count() == 0
    assert find_shop_of(user.id) is None


def test_a_size_means_something_only_beside_a_type() -> None:
    actor = Actor.user(make_user().id)
    with pytest.raises(InvalidListing) as refusal:
        create_draft(actor=actor, changes={"size": "M"})
    assert refusal.value.fields == {"size": "Choose what it is before its size."}
    draft = create_draft(actor=actor, changes={"type": "dress", "size": "UK 10"})
    boots = update_listing(actor=actor, listing_id=draft.id, changes={"type": "boots"})
    assert (boots.size, boots.size_system) == ("UK 10", "shoe_uk")
    tote = update_listing(actor=actor, listing_id=draft.id, changes={"type": "tote"})
    assert (tote.size, tote.size_system) == ("", "")


def test_publishing_says_everything_that_is_missing_and_stays_a_draft() -> None:
    actor = Actor.user(make_user().id)
    draft = create_draft(actor=actor, changes={"type": "dress", "title": " \t "})
    with pytest.raises(InvalidListing) as refusal:
        publish_listing(actor=actor, listing_id=draft.id)
    assert refusal.value.fields == {
        "photos": "Add at least one photo.",
        "title": TITLE,
        "department": "Choose a department.",
        "condition": "Choose a condition.",
        "price": "Set a price.",
        "size": "Choose a size.",
    }
    assert access_listing_for_edit(actor=actor, listing_id=draft.id) == draft
    assert emitted("catalogue.listing_published") == []


def test_a_bag_needs_no_size() -> None:
    listing = make_live_listing(changes={"type": "tote", "size": ""})
    assert (listing.status, listing.size) == ("live", "")


def test_publishing_emits_the_whole_listing_under_pseudonyms() -> None:
    listing = make_live_listing(price_minor=1490)
    assert (listing.status, listing.version, listing.fee_version) == ("live", 2, 1)
    assert listing.published_at is not None
    (event,) = emitted("catalogue.listing_published")
    published_at = event.pop("published_at")
    assert published_at.startswith(listing.published_at.isoformat()[:19])
    assert {key: value for key, value in event.items() if value is not None} == {
        "listing_id": str(listing.id),
        "listing_version": 2,
        "seller_key": pseudonym_for(listing.seller_id),
        "shop_id": str(listing.shop.id),
        "status": "live",
        "department": "women",
        "category": "outerwear",
        "type": "denim_jacket",
        "brand": "levis",
        "size": "M",
        "size_system": "alpha",
        "condition": "good",
        "colours": ["blue"],
        "styles": ["casual"],
        "era": "90s",
        "material": "denim",
        "parcel_size": "large",
        "price_minor": 1490,
        "buyer_price_minor": 1490 + 75 + 70,
        "currency": "GBP",
        "fee_schedule_version": 1,
        "photo_count": 1,
    }


def test_an_edit_counts_a_version_is_told_and_reprices() -> None:
    listing = make_live_listing(price_minor=1500)
    actor = Actor.user(listing.seller_id)
    edited = update_listing(actor=actor, listing_id=listing.id, changes={"price_minor": 1000})
    assert edited.version == listing.version + 1
    assert edited.buyer_price == Money(1120, "GBP")
    (event,) = emitted("catalogue.listing_updated")
    assert (event["price_minor"], event["buyer_price_minor"]) == (1000, 1120)


def test_an_edit_that_changes_nothing_is_not_told() -> None:
    listing = make_live_listing()
    actor = Actor.user(listing.seller_id)
    same = update_listing(
        actor=actor, listing_id=listing.id, changes={"title": f" {listing.title} "}
    )
    assert same == get_listing(listing.id) == listing
    assert emitted("catalogue.listing_updated") == []


def test_an_edit_over_somebody_elses_edit_is_refused() -> None:
    listing = make_live_listing()
    actor = Actor.user(listing.seller_id)
    update_listing(actor=actor, listing_id=listing.id, changes={"title": "First"})
    with pytest.raises(ChangedMeanwhile) as refusal:
        update_listing(
            actor=actor,
            listing_id=listing.id,
            changes={"title": "Second"},
            expected_version=listing.version,
        )
    assert refusal.value.code == "catalogue.changed_meanwhile"
    assert get_listing(listing.id).title == "First"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": "  "}, "title"),
        ({"photo_ids": []}, "photos"),
        ({"price_minor": None}, "price"),
        ({"size": ""}, "size"),
        ({"type": "boots"}, "size"),
    ],
)
def test_what_is_live_stays_complete(changes: dict[str, Any], field: str) -> None:
    listing = make_live_listing()
    with pytest.raises(InvalidListing) as refusal:
        update_listing(
            actor=Actor.user(listing.seller_id),
            listing_id=listing.id,
            changes=cast(ListingChanges, changes),
        )
    assert list(refusal.value.fields) == [field]
    assert get_listing(listing.id) == listing


def test_photos_are_reordered_and_the_first_is_the_cover() -> None:
    listing = make_live_listing()
    actor = Actor.user(listing.seller_id)
    second = make_photo(listing.seller_id)
    order = [second.id, listing.photos[0].id, second.id]
    edited = update_listing(actor=actor, listing_id=listing.id, changes={"photo_ids": order})
    assert [photo.id for photo in edited.photos] == order[:2]
    assert Listing.objects.get(pk=listing.id).cover_photo_id == second.id
    with pytest.raises(InvalidListing) as refusal:
        update_listing(
            actor=actor,
            listing_id=listing.id,
            changes={"photo_ids": [make_photo(make_user().id).id]},
        )
    assert refusal.value.fields == {"photos": "One of these photos does not exist."}
    assert get_listing(listing.id) == edited


def test_nobody_touches_or_sees_somebody_elses_draft() -> None:
    draft = make_draft()
    stranger = Actor.user(make_user().id)
    for attempt in (
        lambda: access_listing_for_edit(actor=stranger, listing_id=draft.id),
        lambda: access_listing_for_view(actor=stranger, listing_id=draft.id),
        lambda: access_listing_for_view(actor=Actor.anonymous(), listing_id=draft.id),
        lambda: get_listing(draft.id),
        lambda: update_listing(actor=stranger, listing_id=draft.id, changes={"title": "Mine"}),
        lambda: publish_listing(actor=stranger, listing_id=draft.id),
        lambda: remove_listing(actor=stranger, listing_id=draft.id),
    ):
        with pytest.raises(ListingNotFound) as refusal:
            attempt()
        assert refusal.value.code == "catalogue.listing_not_found"
    owner = Actor.user(draft.seller_id)
    assert access_listing_for_view(actor=owner, listing_id=draft.id) == draft
    with pytest.raises(PermissionDenied):
        create_draft(actor=Actor.anonymous())


def test_a_listing_is_hidden_shown_and_removed_and_each_is_told() -> None:
    listing = make_live_listing()
    owner = Actor.user(listing.seller_id)
    assert hide_listing(actor=owner, listing_id=listing.id).status == "hidden"
    with pytest.raises(ListingNotFound):
        get_listing(listing.id)
    with pytest.raises(WrongStatus) as refusal:
        hide_listing(actor=owner, listing_id=listing.id)
    assert refusal.value.code == "catalogue.wrong_status"
    shown = show_listing(actor=owner, listing_id=listing.id)
    assert (shown.status, shown.published_at) == ("live", listing.published_at)
    remove_listing(actor=owner, listing_id=listing.id)
    with pytest.raises(ListingNotFound):
        access_listing_for_edit(actor=owner, listing_id=listing.id)
    assert emitted_names()[-3:] == [
        "catalogue.listing_hidden",
        "catalogue.listing_shown",
        "catalogue.listing_removed",
    ]
    assert Listing.objects.filter(pk=listing.id, status="removed").exists()


def test_what_staff_hide_is_audited() -> None:
    listing = make_live_listing()
    staff = make_staff()
    hide_listing(actor=Actor.staff(staff.id), listing_id=listing.id)
    (entry,) = list_entries(object_type="listing", object_id=listing.id)
    assert (entry.action, entry.actor) == ("catalogue.hide_listing", f"staff:{staff.id}")


def test_a_screen_refuses_with_its_reason_and_the_draft_stays_a_draft() -> None:
    class NoJackets:
        def reason_to_refuse(self, listing: ListingView) -> str | None:
            return "We have enough jackets." if listing.type == "denim_jacket" else None

    draft = make_draft()
    install_publish_screens(NoJackets())
    actor = Actor.user(draft.seller_id)
    with pytest.raises(PublishRefused) as refusal:
        publish_listing(actor=actor, listing_id=draft.id)
    assert (refusal.value.code, refusal.value.message) == (
        "catalogue.publish_refused",
        "We have enough jackets.",
    )
    assert access_listing_for_edit(actor=actor, listing_id=draft.id) == draft
    assert draft.created_at <= business_now()
