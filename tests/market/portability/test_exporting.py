"""A shop goes out: all of its owner's, nothing of others', signed, taken up again after a kill."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from rethread.market.catalogue.services import remove_listing
from rethread.market.orders import wiring as orders
from rethread.market.orders.services import confirm_received, mark_shipped
from rethread.market.portability import wiring
from rethread.market.portability.errors import (
    ExportNotFound,
    LinkExpired,
    NothingToTake,
    NotReady,
    StillWorking,
)
from rethread.market.portability.models import ShopExport
from rethread.market.portability.selectors import access_export, list_own_exports
from rethread.market.portability.services import (
    download_token,
    exporting,
    open_archive,
    packing,
    request_export,
    run_export,
    run_next_export,
)
from rethread.market.portability.services.exporting import (
    archive_key,
    expire_exports,
    work_folder,
)
from rethread.market.portability.tasks import next_expiry_at
from rethread.market.reviews.services import write_review
from rethread.market.social.ports import install_order_book
from rethread.market.social.services import send_message, start_conversation
from rethread.platform.audit.services import list_entries
from rethread.platform.kernel import Actor, business_now, settings, wall_now
from rethread.platform.kernel.settings import install_settings
from rethread.platform.storage import photo_store
from rethread.platform.vault.signing import public_key, read_public_key
from tests.market.orders.world import World
from tests.support.factories import make_shop, make_user
from tests.support.outbox import emitted
from tests.support.timers import assert_due_from

from .shops import archive_of, document, exported, files_of, furnish


@pytest.mark.django_db
def test_an_archive_holds_pieces_and_photos_and_a_manifest_that_the_market_signed() -> None:
    seller = make_user(display_name="Ada")
    pieces = furnish(seller.id, titles=("Blue denim jacket", "Kurz & gut 🧥", "Gone"))
    remove_listing(actor=Actor.user(seller.id), listing_id=pieces[2])
    view = exported(seller.id)
    archive = archive_of(view)
    files = files_of(archive)
    manifest = document(files, "manifest.json")
    listings = document(files, "listings.json")["listings"]

    assert view.status == "ready"
    assert (view.counts.listings, view.counts.photos) == (2, 4)
    assert view.sha256 == hashlib.sha256(archive).hexdigest()
    assert view.size_bytes == len(archive)
    assert [(one["title"], one["status"], one["price_minor"]) for one in listings] == [
        ("Blue denim jacket", "live", 1500),
        ("Kurz & gut 🧥", "live", 1500),
    ]
    assert {name for one in listings for name in one["photos"]} == {
        name for name in files if name.startswith("photos/")
    }
    assert {entry["path"]: entry["sha256"] for entry in manifest["files"]} == {
        name: hashlib.sha256(data).hexdigest()
        for name, data in files.items()
        if name not in {"manifest.json", "manifest.sig"}
    }
    key = read_public_key(manifest["market"]["public_key"])
    assert key == public_key()
    assert key.verifies(files["manifest.json"], files["manifest.sig"].decode().strip())
    assert not key.verifies(files["manifest.json"] + b" ", files["manifest.sig"].decode().strip())
    assert seller.email.encode() not in archive


@pytest.mark.django_db
def test_the_table_says_the_same_as_the_document() -> None:
    seller = make_user()
    furnish(seller.id, titles=("One, with a comma", 'Two "quoted"', "A draft\u202e"))
    files = files_of(archive_of(exported(seller.id)))
    listings = document(files, "listings.json")["listings"]
    rows = list(csv.DictReader(io.StringIO(files["listings.csv"].decode("utf-8-sig"))))
    assert [row["title"] for row in rows] == [one["title"] for one in listings]
    assert [row["price"] for row in rows] == ["15.00", "15.00", "15.00"]
    assert rows[0]["photos"].split(" | ") == listings[0]["photos"]
    assert [row["status"] for row in rows] == ["live", "live", "draft"]


def say(actor: Actor, text: str, **about: UUID) -> UUID:
    talk = start_conversation(actor=actor, **about).conversation_id
    send_message(actor=actor, conversation_id=talk, text=text)
    return talk


@pytest.mark.django_db(transaction=True)
def test_reviews_sales_and_messages_go_along_and_other_people_by_name_only(world: World) -> None:
    seller, buyer = world.seller(), world.buyer()
    (order,) = world.buy(buyer, world.listing(seller))
    mark_shipped(actor=seller, order_id=order.order_id)
    confirm_received(actor=buyer.actor, order_id=order.order_id)
    write_review(actor=buyer.actor, order_id=order.order_id, rating=4, text="Warm. ❤")
    write_review(actor=seller, order_id=order.order_id, rating=5)  # both wrote: both can be read
    install_order_book(orders.order_book())
    talk = say(buyer.actor, "Thank you, it fits!", order_id=order.order_id)
    say(world.buyer().actor, "Secret", listing_id=world.listing(world.seller()).id)
    send_message(actor=seller, conversation_id=talk, text="I am glad.")

    archive = archive_of(exported(seller.require_user()))
    files = files_of(archive)
    (review,) = document(files, "reviews.json")["reviews"]
    (sale,) = document(files, "sales.json")["sales"]
    (conversation,) = document(files, "conversations.json")["conversations"]
    assert (review["rating"], review["text"], review["author"]) == (4, "Warm. ❤", "Ada")
    signature = review.pop("signature")
    plain = json.dumps(review, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert public_key().verifies(plain.encode(), signature)
    assert not public_key().verifies(plain.replace('"rating":4', '"rating":5').encode(), signature)
    assert (sale["status"], sale["items_minor"]) == ("completed", 1500)
    assert [(said["by"], said["text"]) for said in conversation["messages"]] == [
        ("Ada", "Thank you, it fits!"),
        ("you", "I am glad."),
    ]
    everything = b"".join(data for name, data in files.items() if not name.startswith("photos/"))
    for private in (str(buyer.actor.user_id), "Mill Street", "LS1 4AP", "@", "Secret"):
        assert private.encode() not in everything, private


@pytest.mark.django_db
def test_who_has_no_shop_takes_nothing_and_one_is_packed_at_a_time() -> None:
    person = make_user()
    with pytest.raises(NothingToTake) as refusal:
        request_export(actor=Actor.user(person.id))
    assert refusal.value.code == "portability.nothing_to_take"
    assert not ShopExport.objects.exists()
    make_shop(owner=person)
    first = request_export(actor=Actor.user(person.id))
    with pytest.raises(StillWorking) as busy:
        request_export(actor=Actor.user(person.id))
    assert busy.value.code == "portability.still_working"
    assert [view.export_id for view in list_own_exports(actor=Actor.user(person.id))] == [
        first.export_id
    ]


@pytest.mark.django_db
def test_an_archive_is_for_its_owner_and_for_ten_minutes_at_a_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seller, other = make_user(), make_user()
    furnish(seller.id)
    view = exported(seller.id)
    actor = Actor.user(seller.id)
    token = download_token(actor=actor, export_id=view.export_id)
    file, _ = open_archive(actor=actor, export_id=view.export_id, token=token)
    file.close()
    for stranger in (Actor.user(other.id), Actor.staff(other.id), Actor.anonymous()):
        with pytest.raises(ExportNotFound) as hidden:
            open_archive(actor=stranger, export_id=view.export_id, token=token)
        assert hidden.value.code == "portability.export_not_found"
    with pytest.raises(LinkExpired):
        open_archive(actor=actor, export_id=view.export_id, token=token + "x")
    monkeypatch.setattr(exporting, "LINK_S", -1)
    with pytest.raises(LinkExpired) as late:
        open_archive(actor=actor, export_id=view.export_id, token=token)
    assert late.value.code == "portability.link_expired"
    fetched = list_entries(object_type="shop_export", object_id=view.export_id)
    assert [entry.action for entry in fetched] == [
        "portability.download_export",
        "portability.request_export",
    ]


@pytest.mark.django_db
def test_the_timer_says_that_it_is_due_when_the_week_is_over() -> None:
    seller = make_user()
    furnish(seller.id)
    exported(seller.id)
    over = next_expiry_at()
    assert over is not None
    (work,) = wiring.DUE_WORK
    assert_due_from(work, over)


@pytest.mark.django_db
def test_an_archive_is_gone_after_a_week() -> None:
    seller = make_user()
    furnish(seller.id)
    view = exported(seller.id)
    now = business_now()
    assert expire_exports(now + timedelta(days=6, hours=23), 10) == 0
    assert photo_store().exists(archive_key(view.export_id))
    assert expire_exports(now + timedelta(days=7, seconds=1), 10) == 1
    assert not photo_store().exists(archive_key(view.export_id))
    actor = Actor.user(seller.id)
    assert access_export(actor=actor, export_id=view.export_id).status == "expired"
    with pytest.raises(NotReady):
        open_archive(actor=actor, export_id=view.export_id)


class Killed(BaseException):
    """What a power cut looks like from inside: nothing gets to tidy up after it."""


@pytest.mark.django_db
def test_a_worker_killed_between_two_pages_leaves_work_that_the_next_finishes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seller = make_user()
    furnish(seller.id, titles=("One piece", "Two piece", "Three piece", "Four piece"))
    monkeypatch.setattr(packing, "PAGE", 2)
    asked = request_export(actor=Actor.user(seller.id))
    renew, pages = exporting.Lease.renew, []

    def die(lease: exporting.Lease[ShopExport], **values: int) -> None:
        pages.append(values)
        if len(pages) == 4:  # taken, begun, the first page, the second
            raise Killed
        renew(lease, **values)

    monkeypatch.setattr(exporting.Lease, "renew", die)
    with pytest.raises(Killed):
        run_next_export()
    monkeypatch.setattr(exporting.Lease, "renew", renew)
    half = access_export(actor=Actor.user(seller.id), export_id=asked.export_id)
    assert (half.status, half.done) == ("working", 2)
    assert not run_next_export()  # its lease still runs
    ShopExport.objects.update(leased_until=wall_now() - timedelta(seconds=1))
    assert run_next_export()
    done = access_export(actor=Actor.user(seller.id), export_id=asked.export_id)
    assert (done.status, done.counts.listings, done.counts.photos) == ("ready", 4, 8)
    assert len(document(files_of(archive_of(done)), "listings.json")["listings"]) == 4
    assert list(work_folder().iterdir()) == []


@pytest.mark.django_db
def test_a_worker_that_lost_its_lease_finishes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    seller = make_user()
    furnish(seller.id)
    asked = request_export(actor=Actor.user(seller.id))
    put_file = type(photo_store()).put_file

    def overtaken(store: object, key: str, source: Path) -> None:
        put_file(store, key, source)  # type: ignore[arg-type]  # the store itself
        ShopExport.objects.update(worker_id=UUID(int=7))

    monkeypatch.setattr(type(photo_store()), "put_file", overtaken)
    assert run_export(asked.export_id)
    assert ShopExport.objects.get().status == "working"
    assert emitted("portability.export_finished") == []


@pytest.mark.django_db
def test_a_shop_larger_than_allowed_is_said_to_be_and_nothing_is_kept() -> None:
    seller = make_user()
    furnish(seller.id)
    before = settings()
    install_settings(replace(before, carry_bytes_max=2_000))
    try:
        view = exported(seller.id)
    finally:
        install_settings(before)
    assert (view.status, view.failure_code) == ("failed", "portability.shop_too_large")
    assert not photo_store().exists(archive_key(view.export_id))
    assert list(work_folder().iterdir()) == []


@pytest.mark.django_db
def test_work_that_fails_again_and_again_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    seller = make_user()
    furnish(seller.id)
    asked = request_export(actor=Actor.user(seller.id))

    def fail(**_: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(exporting, "pack_shop", fail)
    for _ in range(6):
        ShopExport.objects.update(leased_until=None)
        assert run_export(asked.export_id)
    view = access_export(actor=Actor.user(seller.id), export_id=asked.export_id)
    assert (view.status, view.failure_code) == ("failed", "portability.gave_up")


@pytest.mark.django_db
def test_events_say_how_much_and_nothing_else() -> None:
    seller = make_user()
    furnish(seller.id, titles=("Blue denim jacket", "A draft"))
    view = exported(seller.id)
    (event,) = emitted("portability.export_finished")
    assert event["export_id"] == str(view.export_id)
    assert set(event) == {
        "export_id", "seller_key", "listing_count", "photo_count", "review_count", "sale_count",
        "conversation_count",
    }  # fmt: skip
    assert (event["listing_count"], event["photo_count"]) == (2, 4)
