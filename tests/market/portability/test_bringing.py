"""A shop comes in: what is not whole is refused with what and where, and nothing comes in twice."""

from __future__ import annotations

import io
import json
import struct
import zipfile
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from rethread.market.accounts.selectors import find_shop_of, get_shop
from rethread.market.catalogue.models import Listing
from rethread.market.catalogue.selectors import list_own_listings
from rethread.market.catalogue.services import remove_listing
from rethread.market.portability.errors import (
    ArchiveRefused,
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
    SentFile,
    bringing,
    confirm_import,
    receive_import,
    run_import,
    run_next_import,
    stop_import,
    trust_market,
)
from rethread.market.portability.services.receiving import expire_imports, sent_key
from rethread.market.portability.types import ImportView
from rethread.platform.kernel import Actor, PermissionDenied, business_now, wall_now
from rethread.platform.storage import photo_store
from rethread.platform.vault import signing
from tests.support.factories import make_staff, make_user
from tests.support.outbox import emitted

from .shops import archive_of, document, exported, files_of, furnish, zipped

ELSEWHERE = "https://elsewhere.example"


def sent(actor: Actor, data: bytes, tmp_path: Path, name: str = "shop.zip") -> ImportView:
    path = tmp_path / "upload"
    path.write_bytes(data)
    return receive_import(actor=actor, files=[SentFile(name, path)])


def looked_at(actor: Actor, data: bytes, tmp_path: Path) -> ImportView:
    view = sent(actor, data, tmp_path)
    assert run_import(view.import_id)
    return access_import(actor=actor, import_id=view.import_id)


def brought(actor: Actor, data: bytes, tmp_path: Path, **choices: Any) -> ImportView:
    view = looked_at(actor, data, tmp_path)
    assert view.status == "asking", view.failure
    confirm_import(actor=actor, import_id=view.import_id, **choices)
    for _ in range(50):
        if not run_import(view.import_id):
            break
    return access_import(actor=actor, import_id=view.import_id)


def signed_again(files: Mapping[str, bytes], key: Path, **changes: Any) -> bytes:
    """Return the archive as another market with another key would have made it."""
    import hashlib

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    private = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(str(key).encode()).digest())
    public = signing.PublicKey(signing.to_text(private.public_key().public_bytes_raw()))
    made = dict(files)
    reviews = json.loads(made["reviews.json"])
    for review in reviews["reviews"]:
        review.pop("signature", None)
        review |= {"key_id": public.key_id, "market_url": ELSEWHERE}
        plain = json.dumps(review, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        review["signature"] = signing.to_text(private.sign(plain.encode()))
    made["reviews.json"] = json.dumps(reviews).encode()
    manifest = json.loads(made["manifest.json"]) | changes
    manifest["market"] = {
        "name": "Elsewhere", "url": ELSEWHERE, "key_id": public.key_id, "public_key": public.value,
    }  # fmt: skip
    manifest["files"] = [
        {"path": name, "size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        for name, data in made.items()
        if not name.startswith("manifest.")
    ]
    made["manifest.json"] = json.dumps(manifest).encode()
    made["manifest.sig"] = signing.to_text(private.sign(made["manifest.json"])).encode()
    return zipped(made)


def review(rating: int, text: str) -> dict[str, Any]:
    return {
        "format": "rethread-review", "version": 1, "id": f"r{rating}", "market_name": "Elsewhere",
        "market_url": ELSEWHERE, "key_id": "", "archive_owner": "", "shop": "ada", "about": "Coat",
        "author": "Bo", "rating": rating, "text": text, "written_at": "2026-02-03T10:00:00+00:00",
    }  # fmt: skip


def from_elsewhere(seller_id: Any, tmp_path: Path, **changes: Any) -> bytes:
    """Return a shop as another market with two reviews would have packed it."""
    files = files_of(archive_of(exported(seller_id)))
    reviews = document(files, "reviews.json")
    reviews["reviews"] = [review(5, "Lovely."), review(1, "Late.")]
    files["reviews.json"] = json.dumps(reviews).encode()
    return signed_again(files, tmp_path, **changes)


def said(listings: Any) -> list[tuple[object, ...]]:
    """Return what listings say, without ids and times."""
    return [
        (
            one.title, one.description, one.type, one.department, one.brand_label, one.size,
            one.size_system, one.condition, one.colours, one.styles, one.era, one.material,
            one.pattern, one.measurements, one.parcel_size, one.price, len(one.photos), one.status,
        )
        for one in listings
    ]  # fmt: skip


def rail(actor: Actor) -> list[tuple[object, ...]]:
    return sorted(said(list_own_listings(actor=actor)), key=str)


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
def test_every_file_that_is_changed_is_named_and_nothing_comes_in(tmp_path: Path) -> None:
    one, two = make_user(), make_user()
    furnish(one.id)
    files = files_of(archive_of(exported(one.id)))
    actor = Actor.user(two.id)
    assert {"manifest.json", "manifest.sig", "listings.json", "reviews.json"} <= set(files)
    for name, data in files.items():
        flipped = bytes([data[len(data) // 2] ^ 1])
        changed = data[: len(data) // 2] + flipped + data[len(data) // 2 + 1 :]
        view = looked_at(actor, zipped({**files, name: changed}), tmp_path)
        assert view.status == "refused", name
        sealed = name.startswith("manifest.")
        codes = ("bad_signature", "bad_manifest") if sealed else ("file_changed",)
        assert view.failure_code.removeprefix("portability.") in codes, (name, view.failure)
        assert view.failed_file == ("manifest.json" if sealed else name)
    for name in set(files) - {"manifest.json", "manifest.sig"}:
        without = {key: data for key, data in files.items() if key != name}
        view = looked_at(actor, zipped(without), tmp_path)
        assert (view.failure_code, view.failed_file) == ("portability.file_missing", name)
    view = looked_at(actor, zipped({**files, "extra.txt": b"x"}), tmp_path)
    assert (view.failure_code, view.failed_file) == ("portability.file_unexpected", "extra.txt")
    assert not Listing.objects.filter(seller_id=two.id).exists()
    assert not ImportItem.objects.exists()
    assert emitted("portability.import_refused")[-1]["code"] == "portability.file_unexpected"


def hostile() -> dict[str, tuple[bytes, str, str]]:
    """Return files that nobody should open, with the code and the file that the refusal names."""

    def one(name: str, data: bytes = b"x", **attributes: Any) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            for key, value in attributes.items():
                setattr(info, key, value)
            archive.writestr(info, data)
        return out.getvalue()

    def several(count: int) -> bytes:
        end = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0, 0)
        locator = struct.pack("<IIQI", 0x07064B50, 0, 0, 1)
        record = struct.pack("<IQHHIIQQQQ", 0x06064B50, 44, 45, 45, 0, 0, count, count, 10**12, 0)
        return record + locator + end

    plain = one("a.csv")
    twice = io.BytesIO()
    with zipfile.ZipFile(twice, "w") as archive:
        archive.writestr("a.csv", "title\nx")
        archive.writestr("A.CSV", "title\nx")
    locked = bytearray(plain)
    for mark in (b"PK\x03\x04", b"PK\x01\x02"):
        at = plain.index(mark) + (6 if mark[2] == 3 else 8)
        locked[at] |= 1
    return {
        "no zip": (b"PK\x03\x04 nothing", "not_an_archive", ""),
        "cut short": (plain[:-10], "not_an_archive", ""),
        "climbing": (one("../../etc/passwd"), "unsafe_name", "../../etc/passwd"),
        "absolute": (one("/etc/passwd"), "unsafe_name", "/etc/passwd"),
        "drive": (one("C:evil.csv"), "unsafe_name", "C:evil.csv"),
        "link": (one("a.csv", external_attr=0o120777 << 16), "unsafe_name", "a.csv"),
        "long": (one("a" * 300), "unsafe_name", "a" * 80),
        "bomb": (one("a.csv", b"0" * 30_000_000), "compressed_too_much", "a.csv"),
        "twice": (twice.getvalue(), "name_twice", "A.CSV"),
        "locked": (bytes(locked), "encrypted", "a.csv"),
        "a million files": (several(1_000_000), "too_many_files", ""),
        "nothing to read": (one("a.jpg"), "no_table", ""),
        "no signature": (one("manifest.json", b"{}"), "no_manifest", "manifest.sig"),
        "version 2": (
            zipped({"manifest.json": b'{"format":"rethread-shop","version":2}',
                    "manifest.sig": b"x"}),
            "unknown_version", "manifest.json",
        ),
        "no manifest inside": (
            zipped({"manifest.json": b'{"format":"rethread-shop","version":1}',
                    "manifest.sig": b"x"}),
            "bad_manifest", "manifest.json",
        ),
    }  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("kind", list(hostile()))
def test_what_means_harm_is_refused_with_what_and_where(kind: str, tmp_path: Path) -> None:
    data, code, file = hostile()[kind]
    seller = make_user()
    actor = Actor.user(seller.id)
    path = tmp_path / "upload"
    path.write_bytes(data)
    view = receive_import(actor=actor, files=[SentFile("shop.zip", path)])
    photo_store().put(sent_key(view.import_id), data)  # as if it had been taken for a ZIP
    assert run_import(view.import_id)
    view = access_import(actor=actor, import_id=view.import_id)
    assert (view.status, view.failure_code) == ("refused", f"portability.{code}"), view.failure
    assert view.failed_file == file
    assert not Listing.objects.exists()
    assert not photo_store().exists(sent_key(view.import_id))


@pytest.mark.django_db
def test_more_than_allowed_is_refused_before_anything_is_kept(tmp_path: Path) -> None:
    from dataclasses import replace

    from rethread.platform.kernel import settings as typed
    from rethread.platform.kernel.settings import install_settings

    before = typed()
    install_settings(replace(before, carry_bytes_max=10))
    try:
        with pytest.raises(ArchiveRefused) as refusal:
            sent(Actor.user(make_user().id), b"more than ten bytes", tmp_path)
    finally:
        install_settings(before)
    assert refusal.value.code == "portability.too_large"
    assert not ShopImport.objects.exists()


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
