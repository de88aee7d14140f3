"""Pages on which a shop is taken along and one is brought in; nothing needs a script."""

from __future__ import annotations

import io
import zipfile

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from rethread.market.portability.models import ShopExport, ShopImport
from rethread.market.portability.services import run_next_export, run_next_import
from rethread.platform.vault.signing import public_key
from tests.market.portability.shops import archive_of, exported, files_of, furnish, zipped
from tests.support.factories import ensure_pricing, make_live_listing, make_user, photo_bytes

from .browsing import browser_of, text_of


def test_a_shop_is_packed_and_downloaded_by_its_owner_alone(db: None) -> None:
    seller = make_user(display_name="Ada")
    furnish(seller.id)
    browser = browser_of(seller.id)
    assert "Pack my shop" in text_of(browser.get("/you/take/"))
    assert browser.post("/you/take/").status_code == 303
    working = browser.get("/you/take/")
    assert working["Refresh"] == "2"
    assert "Packing" in text_of(working)
    assert run_next_export()
    ready = browser.get("/you/take/")
    assert "Refresh" not in ready
    address = ready.context["download"]
    answer = browser.get(address)
    body = b"".join(answer.streaming_content)  # type: ignore[attr-defined]  # a file
    assert answer["Content-Disposition"].startswith("attachment; filename=")
    assert int(answer["Content-Length"]) == len(body)
    assert "manifest.json" in zipfile.ZipFile(io.BytesIO(body)).namelist()
    assert browser_of(make_user().id).get(address).status_code == 404
    assert Client().get(address).status_code == 303
    assert browser.get(address.split("?")[0]).status_code == 303
    export = ShopExport.objects.get()
    assert Client().get(f"/media/{export.id}/export/shop.zip").status_code == 404


def test_who_has_no_shop_is_told_so(db: None) -> None:
    browser = browser_of(make_user().id)
    assert "You have no shop yet" in text_of(browser.get("/you/take/"))
    browser.post("/you/take/")
    assert not ShopExport.objects.exists()


def upload(name: str, data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def test_a_table_with_photos_is_shown_corrected_and_brought_in(db: None) -> None:
    ensure_pricing()
    seller = make_user()
    browser = browser_of(seller.id)
    table = b"Title,Foo,Price\n<b>Blue</b> shirt,shirt,12.50\nRed dress,drezz,9\n"
    sent = browser.post(
        "/you/bring/",
        {"files": [upload("pieces.csv", table), upload("a.png", photo_bytes(seed=5))]},
    )
    assert sent.status_code == 303
    here = sent["Location"]
    assert browser.get(here)["Refresh"] == "2"
    assert run_next_import()
    asking = browser.get(here)
    assert "<b>Blue</b>" not in asking.content.decode().replace("<b dir", "")
    assert "&lt;b&gt;Blue&lt;/b&gt; shirt" in asking.content.decode()
    columns = {"column_0": "title", "column_1": "type", "column_2": "price"}
    looked = browser.post(here, {**columns, "then": "look"})
    assert "We do not know “drezz”." in text_of(looked)
    assert ShopImport.objects.get().status == "asking"
    untitled = browser.post(here, {"column_0": "", "column_1": "type", "then": "go"})
    assert untitled.status_code == 422
    assert "Say which column has the titles." in text_of(untitled)
    assert browser.post(here, {**columns, "then": "go", "as": "drafts"}).status_code == 303
    while run_next_import():
        pass
    done = text_of(browser.get(here))
    assert "<dt>New pieces</dt><dd>1</dd>" in done
    assert "Line 3" in done
    assert "type: We do not know “drezz”." in done
    assert browser_of(make_user().id).get(here).status_code == 404


def test_what_cannot_come_in_says_what_and_where(db: None) -> None:
    browser = browser_of(make_user().id)
    empty = browser.post("/you/bring/", {})
    assert empty.status_code == 422
    assert "Choose a file first." in text_of(empty)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("../up.csv", "title\nx\n")
    here = browser.post("/you/bring/", {"files": [upload("x.zip", out.getvalue())]})["Location"]
    assert run_next_import()
    page = text_of(browser.get(here))
    assert "This cannot come in" in page
    assert "../up.csv" in page


def test_an_archive_that_was_tampered_with_is_refused_with_what_and_where(db: None) -> None:
    owner = make_user()
    furnish(owner.id)
    files = files_of(archive_of(exported(owner.id)))
    cheaper = files["listings.json"].replace(b"1500", b"1000")
    assert cheaper != files["listings.json"]
    browser = browser_of(make_user().id)
    sent = upload("shop.zip", zipped({**files, "listings.json": cheaper}))
    here = browser.post("/you/bring/", {"files": [sent]})["Location"]
    assert run_next_import()
    page = text_of(browser.get(here))
    assert "This cannot come in" in page
    assert "listings.json" in page
    assert "This file was changed after it was signed." in page


def test_an_import_can_be_stopped(db: None) -> None:
    browser = browser_of(make_user().id)
    here = browser.post("/you/bring/", {"files": [upload("x.csv", b"title\nx\n")]})["Location"]
    assert browser.post(f"{here}stop/").status_code == 303
    assert "Stopped" in text_of(browser.get(here))
    assert not run_next_import()


def test_the_key_is_published_for_anybody_without_a_cookie(db: None) -> None:
    answer = Client().get("/.well-known/rethread-market.json")
    assert answer.json()["keys"] == [public_key().as_jwk()]
    assert not answer.cookies
    assert answer["Access-Control-Allow-Origin"] == "*"


def test_the_table_to_fill_in_is_there_for_anybody(db: None) -> None:
    answer = Client().get("/you/bring/pieces.csv")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.content.decode("utf-8-sig").startswith("id,status,title,description,type")


def test_the_pages_ask_visitors_to_sign_in(db: None) -> None:
    for address in ("/you/take/", "/you/bring/"):
        assert Client().get(address).status_code == 303


def test_reviews_from_elsewhere_stand_apart_on_the_shops_page(db: None) -> None:
    from rethread.market.portability.models import BroughtReview
    from rethread.platform.kernel import business_now

    listing = make_live_listing()
    BroughtReview.objects.create(
        seller_id=listing.seller_id, shop_id=listing.shop.id, origin="k" * 43,
        origin_name="Elsewhere", origin_url="https://elsewhere.example", external_id="1",
        author_name="<i>Bo</i>", rating=5, text="Lovely.", written_at=business_now(),
        signed="{}", signature="s",
    )  # fmt: skip
    page = Client().get(f"/shop/{listing.shop.handle}/?tab=reviews")
    text = text_of(page)
    assert "From other markets" in text
    assert "Said to be from Elsewhere; signed with a key that we do not know." in text
    assert "<i>Bo</i>" not in page.content.decode()
    assert "Reviews 0" in text
    assert "From other markets" not in text_of(Client().get(f"/shop/{listing.shop.handle}/"))


def test_a_persons_page_leads_there(db: None) -> None:
    seller = make_user()
    furnish(seller.id)
    page = browser_of(seller.id).get("/you/").content.decode()
    assert 'href="/you/take/"' in page
    assert 'href="/you/bring/"' in page
