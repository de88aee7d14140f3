"""A shop comes in: what is not whole is refused with what and where, and nothing comes in twice."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from rethread.market.accounts.selectors import find_shop_of, get_shop
from rethread.market.catalogue.models import Listing
from rethread.market.catalogue.selectors import list_own_listings
from rethread.market.catalogue.services import remove_listing
from rethread.market.portability.errors import (
    ImportNotFound,
    NotNow,
    StillWorking,
)
from rethread.market.portability.models import (
    BroughtListing,
    BroughtReview,
    ImportItem,
    ShopImport,
)
from rethread.market.portability.selectors import (
    access_import,
    list_brought_reviews,
    list_noted_rows,
    list_row_reports,
    market_document,
)
from rethread.market.portability.services import (
    bringing,
    confirm_import,
    run_next_import,
    stop_import,
    trust_market,
)
from rethread.market.portability.services.receiving import expire_imports, sent_key
from rethread.platform.kernel import Actor, PermissionDenied, business_now, wall_now
from rethread.platform.storage import photo_store
from rethread.platform.vault import signing
from tests.support.factories import make_staff, make_user
from tests.support.outbox import emitted

from .elsewhere import brought, from_elsewhere, looked_at, rail, sent, signed_again
from .shops import archive_of, document, exported, files_of, furnish


@pytest.mark.django_db
def test_a_shop_from_elsewhere_comes_in_once_with_its_photos(tmp_path: Path) -> None:
    one, two = make_user(), make_user()
    furnish(one.id, titles=("Blue denim jacket", "مِعطف أزرق 🧥", "A draft"))
    archive = from_elsewhere(one.id, tmp_path)
    actor = Actor.user(two.id)
    view = brought(actor, archive, tmp_path, publish=True)
    assert (view.status, view.counts.added, view.counts.failed) == ("done", 3, 0)
    assert (view.kind, view.signer, view.origin_name) == ("archive", "unknown", "Elsewhere")
    assert rail(actor) == rail(Actor.user(one.id))
    assert not photo_store().exists(sent_key(view.import_id))

    again = brought(actor, archive, tmp_path, publish=True)
    assert (again.counts.added, again.counts.known) == (0, 3)
    assert Listing.objects.filter(seller_id=two.id).count() == 3
    (first, second) = emitted("portability.import_finished")
    assert (first["added_count"], first["signer"], second["added_count"]) == (3, "unknown", 0)


@pytest.mark.django_db
def test_as_drafts_nothing_is_for_sale_until_its_owner_says_so(tmp_path: Path) -> None:
    one, two = make_user(), make_user()
    furnish(one.id, titles=("Blue denim jacket", "A draft"))
    actor = Actor.user(two.id)
    brought(actor, from_elsewhere(one.id, tmp_path), tmp_path, publish=False)
    assert {view.status for view in list_own_listings(actor=actor)} == {"draft"}


@pytest.mark.django_db
def test_reviews_come_apart_and_rate_nothing_and_who_signed_them_is_said(tmp_path: Path) -> None:
    seller = make_user(email="ada@example.test")
    furnish(seller.id)
    archive = from_elsewhere(seller.id, tmp_path)
    actor = Actor.user(seller.id)
    view = brought(actor, archive, tmp_path)
    assert (view.counts.reviews_added, view.same_owner) == (2, True)
    assert brought(actor, archive, tmp_path).counts.reviews_known == 2
    shop = find_shop_of(seller.id)
    assert shop is not None
    reviews = list_brought_reviews(shop.id)
    assert [(one.rating, one.signer, one.origin_name) for one in reviews] == [
        (1, "unknown", "Elsewhere"),
        (5, "unknown", "Elsewhere"),
    ]
    assert (get_shop(shop.id).rating_sum, get_shop(shop.id).rating_count) == (0, 0)
    manifest = document(files_of(archive), "manifest.json")
    published = {**market_document(), "name": "Elsewhere"}
    published["keys"] = [signing.PublicKey(manifest["market"]["public_key"]).as_jwk()]
    with pytest.raises(PermissionDenied):
        trust_market(actor=actor, published=json.dumps(published).encode())
    assert {one.signer for one in list_brought_reviews(shop.id)} == {"unknown"}
    trust_market(actor=Actor.staff(make_staff().id), published=json.dumps(published).encode())
    assert {one.signer for one in list_brought_reviews(shop.id)} == {"known"}


@pytest.mark.django_db
def test_reviews_of_somebody_else_stay_out(tmp_path: Path) -> None:
    one, two = make_user(), make_user()
    furnish(one.id)
    view = brought(Actor.user(two.id), from_elsewhere(one.id, tmp_path), tmp_path)
    assert (view.status, view.same_owner, view.counts.reviews_added) == ("done", False, 0)
    assert not BroughtReview.objects.exists()


@pytest.mark.django_db
def test_a_review_whose_own_signature_fails_stays_out(tmp_path: Path) -> None:
    seller = make_user()
    furnish(seller.id)
    files = files_of(from_elsewhere(seller.id, tmp_path))
    from rethread.market.portability.rules import format as shape

    reviews = [shape.ReviewRecord(**one) for one in document(files, "reviews.json")["reviews"]]
    row = ShopImport(
        origin_key=document(files, "manifest.json")["market"]["key_id"],
        origin_public_key=document(files, "manifest.json")["market"]["public_key"],
    )
    key = signing.PublicKey(row.origin_public_key)
    assert all(bringing._is_signed(one, row, key) for one in reviews)
    import msgspec

    for change in ({"rating": 5}, {"text": "x"}, {"author": "Me"}, {"signature": "A" * 86}):
        assert not bringing._is_signed(msgspec.structs.replace(reviews[1], **change), row, key)


@pytest.mark.django_db
def test_ones_own_archive_adds_nothing_and_brings_back_only_what_was_removed(
    tmp_path: Path,
) -> None:
    seller = make_user()
    pieces = furnish(seller.id, titles=("Blue denim jacket", "Red coat", "A draft"))
    archive = archive_of(exported(seller.id))
    actor = Actor.user(seller.id)
    view = brought(actor, archive, tmp_path, publish=True)
    assert (view.signer, view.counts.added, view.counts.known) == ("own", 0, 3)
    remove_listing(actor=actor, listing_id=pieces[0])
    view = brought(actor, archive, tmp_path, publish=True)
    assert (view.counts.added, view.counts.known) == (1, 2)


@pytest.mark.django_db
def test_one_at_a_time_and_only_ones_own(tmp_path: Path) -> None:
    one, two = make_user(), make_user()
    furnish(one.id)
    archive = archive_of(exported(one.id))
    actor, other = Actor.user(two.id), Actor.user(one.id)
    view = looked_at(actor, archive, tmp_path)
    with pytest.raises(StillWorking):
        sent(actor, archive, tmp_path)
    for act in (access_import, confirm_import, stop_import):
        with pytest.raises(ImportNotFound):
            act(actor=other, import_id=view.import_id)
    stopped = stop_import(actor=actor, import_id=view.import_id)
    assert stopped.status == "stopped"
    with pytest.raises(NotNow):
        confirm_import(actor=actor, import_id=view.import_id)
    assert not photo_store().exists(sent_key(view.import_id))
    assert not Listing.objects.filter(seller_id=two.id).exists()


@pytest.mark.django_db
def test_what_nobody_answers_for_is_gone_after_a_week(tmp_path: Path) -> None:
    one = make_user()
    furnish(one.id)
    view = looked_at(Actor.user(one.id), archive_of(exported(one.id)), tmp_path)
    assert expire_imports(business_now() + timedelta(days=6), 10) == 0
    assert expire_imports(business_now() + timedelta(days=7, seconds=1), 10) == 1
    assert not photo_store().exists(sent_key(view.import_id))


class Killed(BaseException):
    """What a power cut looks like from inside."""


@pytest.mark.django_db
def test_killed_between_rows_it_goes_on_where_it_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = make_user(), make_user()
    furnish(one.id, titles=("One piece", "Two piece", "Three piece", "Four piece", "A draft"))
    actor = Actor.user(two.id)
    view = looked_at(actor, from_elsewhere(one.id, tmp_path), tmp_path)
    confirm_import(actor=actor, import_id=view.import_id, publish=True)
    monkeypatch.setattr(bringing, "BATCH", 2)
    settle, settled = bringing._settle, []

    def die(item: ImportItem, *rest: Any) -> None:
        settled.append(item.position)
        if len(settled) == 4:  # in the second batch, after the listing and before its row is done
            raise Killed
        settle(item, *rest)

    assert run_next_import()
    monkeypatch.setattr(bringing, "_settle", die)
    settled.extend([0, 0])
    with pytest.raises(Killed):
        run_next_import()
    monkeypatch.setattr(bringing, "_settle", settle)
    assert Listing.objects.filter(seller_id=two.id).count() == 3
    assert not run_next_import()  # its lease still runs
    ShopImport.objects.update(leased_until=wall_now() - timedelta(seconds=1))
    while run_next_import():
        pass
    view = access_import(actor=actor, import_id=view.import_id)
    assert (view.status, view.counts.added) == ("done", 5)
    assert rail(actor) == rail(Actor.user(one.id))
    assert BroughtListing.objects.filter(seller_id=two.id).count() == 5


@pytest.mark.django_db
def test_a_word_or_a_currency_that_this_market_lacks_is_noted_and_the_piece_comes_in(
    tmp_path: Path,
) -> None:
    one, two = make_user(), make_user()
    furnish(one.id)
    files = files_of(archive_of(exported(one.id)))
    listings = document(files, "listings.json")
    record = listings["listings"][0]
    sold = {**record, "id": "sold-1", "status": "sold", "sold_at": "2026-01-01T00:00:00+00:00"}
    odd = {**record, "id": "odd-1", "styles": ["steampunk"], "currency": "EUR", "photos": []}
    listings["listings"] = [record, sold, odd]
    files["listings.json"] = json.dumps(listings).encode()
    actor = Actor.user(two.id)
    view = brought(actor, signed_again(files, tmp_path), tmp_path, publish=True)
    assert (view.counts.added, view.counts.left) == (2, 1)
    (left,) = list_row_reports(actor=actor, import_id=view.import_id)
    assert (left.line, left.status) == (2, "left")
    (noted,) = list_noted_rows(actor=actor, import_id=view.import_id)
    assert noted.line == 3
    assert len(noted.reasons) == 3
    assert any("EUR" in reason for reason in noted.reasons)
