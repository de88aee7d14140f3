"""A seller takes their shop from one market into another, which has never heard of them."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from .chromium import MISSING, chromium
from .conftest import Open
from .market import RunningMarket, running_market
from .seed import GARMENTS, draw
from .visitor import Visitor

SELLER = "seller@demo.rethread.example"
FOR_SALE = sorted(title for name, (title, *_) in GARMENTS.items() if name != "draft")


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[RunningMarket]:
    """Run a second market, with a database, a home and a key of its own, and nothing in it."""
    if chromium() is None:
        pytest.skip(MISSING)
    with running_market("tests.journeys.empty_seed") as found:
        yield found


def fetch_archive(seller: Visitor, to: Path) -> Path:
    seller.goto("/")
    seller.use_demo("seller")
    seller.goto("/you/take/")
    seller.press("Pack my shop")
    expect(seller.heading("Ready")).to_be_visible(timeout=60_000)
    with seller.page.expect_download() as waiting:
        seller.follow_link("Download")
    path = to / "shop.zip"
    waiting.value.save_as(path)
    return path


def send(seller: Visitor, *paths: Path) -> None:
    seller.goto("/you/bring/")
    seller.page.get_by_label("Your file, or your files").set_input_files([str(p) for p in paths])
    seller.press("Send and look at it")


def tampered(archive: Path, name: str) -> Path:
    """Return a copy of an archive in which one file says something else."""
    changed = archive.with_name("tampered.zip")
    with zipfile.ZipFile(archive) as old, zipfile.ZipFile(changed, "w") as new:
        for info in old.infolist():
            data = old.read(info)
            new.writestr(info, data.replace(b"Worn twice", b"Worn never") if info.filename == name
                         else data)  # fmt: skip
    return changed


def open_shop(seller: Visitor) -> None:
    seller.sign_up(SELLER, then="/you/")
    seller.page.locator("#shop summary").click()
    seller.page.get_by_label("What it is called").fill("Demo Rail, moved")
    seller.page.get_by_label("Its address").fill("moved.rail")
    seller.page.locator("#shop").get_by_role("button", name="Save").click()
    seller.prove_identity("Confirm who you are")
    seller.at(r"/you/$")


def test_a_shop_is_exported_and_found_again_in_an_empty_market(
    visit: Open, market: RunningMarket, elsewhere: RunningMarket, tmp_path: Path
) -> None:
    before = visit("before")
    archive = fetch_archive(before, tmp_path)
    before.expect_quiet()

    after = visit("after", market=elsewhere, javascript=False)
    open_shop(after)
    send(after, tampered(archive, "listings.json"))
    expect(after.heading("This cannot come in")).to_be_visible(timeout=60_000)
    after.sees("listings.json: This file was changed after it was signed.")

    send(after, archive)
    expect(after.heading("How should it come in?")).to_be_visible(timeout=60_000)
    after.sees("Nothing was changed since it was signed.")
    after.page.get_by_label("Put what is complete up for sale at once").check()
    after.press("Bring it in")
    expect(after.heading("It is here")).to_be_visible(timeout=90_000)
    after.goto("/shop/moved.rail/")
    assert sorted(after.titles()) == FOR_SALE
    before.goto(f"/shop/{market.seeded['shop']}/")
    assert sorted(before.titles()) == FOR_SALE
    for browser in (before, after):
        browser.page.get_by_text("Plum velvet blazer").first.click()
        browser.at(r"/l/[0-9a-f-]{36}/$")
    assert facts(after) == facts(before)
    assert after.page.locator("main .photo img").first.evaluate("one => one.naturalWidth") > 0

    send(after, archive)
    expect(after.heading("How should it come in?")).to_be_visible(timeout=60_000)
    after.press("Bring it in")
    expect(after.heading("Nothing new in it")).to_be_visible(timeout=60_000)
    after.goto("/shop/moved.rail/")
    assert sorted(after.titles()) == FOR_SALE
    after.expect_quiet()


def facts(visitor: Visitor) -> list[str]:
    """Return what a listing's page says of the piece itself."""
    main = visitor.page.locator("main")
    price = re.search(r"£\d+\.\d\d", main.inner_text())
    assert price is not None
    rows = visitor.page.locator("main dl div").all_inner_texts()
    return [visitor.page.locator("h1").inner_text(), price.group(), *rows]


def test_a_folder_is_brought_in_by_command_once(market: RunningMarket, tmp_path: Path) -> None:
    folder = tmp_path / "rail"
    (folder / "photos").mkdir(parents=True)
    for number, name in enumerate(("one", "two"), start=70):
        (folder / "photos" / f"{name}.jpg").write_bytes(draw("shirt", "red", number))
    (folder / "pieces.csv").write_bytes(
        "Artikel;Kategorie;Größe;Preis;Bilder\n"
        "Rotes Hemd;shirt;M;12,50 £;one.jpg\nAnderes Hemd;shirt;L;9;two.jpg\n"
        "Ohne Preis;shirt;M;viel;one.jpg\n".encode("cp1252")
    )
    command = ("import", "shop", str(folder), "--seller", "flo@journeys.example",
               "--map", "title=Artikel")  # fmt: skip
    first = market.rethread(*command)
    assert first.returncode == 1, first.stderr
    assert "2 pieces added, 0 known already, 0 sold elsewhere, 1 left out." in first.stdout
    assert "line 4: price: “viel” is not a price." in first.stderr
    second = market.rethread(*command)
    assert "0 pieces added, 2 known already" in second.stdout

    out = tmp_path / "flo.zip"
    done = market.rethread("export", "shop", "--seller", "flo@journeys.example", str(out))
    assert done.returncode == 0, done.stderr
    assert "2 pieces, 2 photos" in done.stdout
    again = market.rethread("import", "shop", str(out), "--seller", "flo@journeys.example")
    assert again.returncode == 0, again.stderr
    assert "0 pieces added, 0 reviews, 2 known already" in again.stdout


def test_what_a_market_publishes_is_what_another_confirms(
    market: RunningMarket, elsewhere: RunningMarket
) -> None:
    done = elsewhere.rethread("market", "trust", market.url)
    assert done.returncode == 0, done.stderr
    assert "is known by its key" in done.stdout
    missing = elsewhere.rethread("market", "trust", f"{market.url}/nothing-here")
    assert missing.returncode == 1
