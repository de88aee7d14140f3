"""Takes pictures of the pages of a running demo, on a phone and on a desktop, light and dark.

`python -m tests.journeys.screenshots docs/screenshots --url http://127.0.0.1:8000`. It signs in as
the demo's people, puts one piece into the buyer's bag, and changes nothing else.
"""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from rethread.cli.demo_accounts import BUYER, DEMO_PASSWORD, SELLER, STAFF

from .chromium import FLAGS, MISSING, chromium

BYTES_MAX = 150_000
QUALITIES = (86, 80, 72, 64, 56, 48, 40, 30)
BESIDE = ("feed", "listing", "shop", "bag")
BESIDE_PX, GAP_PX = 1_100, 24
SCALES = {"phone": ((390, 844), 2.0), "desktop": ((1280, 860), 1.5)}


Scheme = Literal["light", "dark"]
SCHEMES: dict[Scheme, str] = {"light": "", "dark": "-dark"}  # and how a file's name ends


@dataclass(frozen=True)
class Shot:
    """One page: who looks at it and how they get there."""

    name: str
    who: str
    go: Callable[[Page], object]


def _open(path: str) -> Callable[[Page], object]:
    return lambda page: page.goto(path)


def _first_listing(page: Page) -> None:
    page.goto("/search/?sort=newest")
    page.goto(page.locator(".card__link").first.get_attribute("href") or "/")


def _first_shop(page: Page) -> None:
    _first_listing(page)
    page.goto(page.locator("a[href^='/shop/']").first.get_attribute("href") or "/")


def _bag(page: Page) -> None:
    page.goto("/bag/")
    if page.locator("main .line").count():
        return
    page.goto("/search/?sort=newest")
    for href in [link.get_attribute("href") for link in page.locator(".card__link").all()]:
        page.goto(href or "/")
        button = page.get_by_role("button", name="Buy now")
        if button.count():
            button.click()
            page.wait_for_url("**/bag/")
            return


def _checkout(page: Page) -> None:
    _bag(page)
    page.goto("/checkout/")


def _follow(path: str, link: str) -> Callable[[Page], object]:
    """Open a page and from there the first link that fits; where there is none, stay."""

    def go(page: Page) -> None:
        page.goto(path)
        first = page.locator(f"main {link}")
        if first.count():
            page.goto(first.first.get_attribute("href") or path)

    return go


def _order(side: str) -> Callable[[Page], object]:
    return _follow(f"/orders/?side={side}", "ul.lines a.line")


def _own_listing(page: Page) -> None:
    _follow("/sell/", "a[href^='/l/']")(page)


def _own(link: str) -> Callable[[Page], object]:
    def go(page: Page) -> None:
        _own_listing(page)
        _follow(page.url, link)(page)

    return go


SHOTS = (
    Shot("feed", "", _open("/")),
    Shot("search", "", _open("/search/?q=denim")),
    Shot("listing", "", _first_listing),
    Shot("shop", "", _first_shop),
    Shot("sign-in", "", _open("/accounts/login/")),
    Shot("bag", BUYER, _bag),
    Shot("checkout", BUYER, _checkout),
    Shot("orders", BUYER, _open("/orders/")),
    Shot("order-buyer", BUYER, _order("buying")),
    Shot("help", BUYER, _follow("/orders/?side=buying", "a[href^='/help/']")),
    Shot("likes", BUYER, _open("/likes/")),
    Shot("saved-searches", BUYER, _open("/searches/")),
    Shot("own-sizes", BUYER, _open("/you/sizes/")),
    Shot("feed-following", BUYER, _open("/?sort=following")),
    Shot("activity", SELLER, _open("/activity/")),
    Shot("notifications", SELLER, _open("/you/notifications/")),
    Shot("inbox", SELLER, _open("/inbox/")),
    Shot("conversation", SELLER, _follow("/inbox/", "a[href^='/messages/']")),
    Shot("offers", SELLER, _open("/offers/")),
    Shot("sell", SELLER, _open("/sell/")),
    Shot("own-listing", SELLER, _own_listing),
    Shot("listing-edit", SELLER, _own("a[href^='/sell/']:not([href*='stats'])")),
    Shot("listing-offers", SELLER, _own("a[href$='/offers/']")),
    Shot("guidance", SELLER, _own("a[href$='/guidance/']")),
    Shot("stats", SELLER, _open("/sell/stats/")),
    Shot("boosts", SELLER, _open("/boosts/")),
    Shot("boost", SELLER, _follow("/boosts/", "a[href^='/boosts/']")),
    Shot("change-several", SELLER, _open("/sell/many/")),
    Shot("boosted", "", _open("/boosted/")),
    Shot("order-seller", SELLER, _order("selling")),
    Shot("ship-today", SELLER, _open("/sell/orders/")),
    Shot("you", SELLER, _open("/you/")),
    Shot("shop-settings", SELLER, _open("/you/shop/")),
    Shot("take-your-shop", SELLER, _open("/you/take/")),
    Shot("bring-your-shop", SELLER, _open("/you/bring/")),
    Shot("standing", SELLER, _open("/you/standing/")),
    Shot("fees", "", _open("/fees/")),
    Shot("transparency", "", _open("/transparency/")),
    Shot("tour", "", _open("/tour/")),
    Shot("desk", STAFF, _open("/desk/")),
)


def take_all(browser: Browser, url: str, folder: Path, only: Sequence[str] = ()) -> list[Path]:
    """Take every picture, or those of the names in `only`, at both sizes; return the files."""
    shots = [shot for shot in SHOTS if not only or shot.name in only]
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for kind in SCALES:
        for who in dict.fromkeys(shot.who for shot in shots):
            with _page(browser, url, kind, who) as page:
                for shot in (shot for shot in shots if shot.who == who):
                    shot.go(page)
                    for scheme, ending in SCHEMES.items():
                        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
                        path = folder / f"{shot.name}-{kind}{ending}.webp"
                        path.write_bytes(compressed(_photograph(page)))
                        written.append(path)
    return written


def compose(folder: Path) -> Path | None:
    """Put the pages of `BESIDE` beside each other, as the README shows them, if all are there."""
    sources = [folder / f"{name}-phone.webp" for name in BESIDE]
    if not all(source.exists() for source in sources):
        return None
    pictures = [Image.open(source).convert("RGB") for source in sources]
    pictures = [one.resize((one.width * BESIDE_PX // one.height, BESIDE_PX)) for one in pictures]
    width = sum(one.width for one in pictures) + GAP_PX * (len(pictures) - 1)
    together = Image.new("RGB", (width, BESIDE_PX), "white")
    at = 0
    for one in pictures:
        together.paste(one, (at, 0))
        at += one.width + GAP_PX
    data = io.BytesIO()
    together.save(data, "PNG")
    path = folder / "phone.webp"
    path.write_bytes(compressed(data.getvalue()))
    return path


@contextmanager
def _page(browser: Browser, url: str, kind: str, who: str) -> Iterator[Page]:
    (width, height), scale = SCALES[kind]
    context = browser.new_context(
        base_url=url,
        viewport={"width": width, "height": height},
        device_scale_factor=scale,
        reduced_motion="reduce",
        locale="en-GB",
    )
    page = context.new_page()
    if who:
        page.goto("/accounts/login/")
        page.get_by_label("Email").fill(who)
        page.get_by_label("Password").fill(DEMO_PASSWORD)
        page.get_by_role("button", name="Sign in", exact=True).click()
        page.wait_for_url(lambda address: "/accounts/" not in address)
    yield page
    context.close()


def _photograph(page: Page) -> bytes:
    """Take what fits the window, once fonts and the photos in it are there."""
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready.then(() => true)")
    page.evaluate("scrollTo(0, 0)")
    return page.screenshot()


def compressed(png: bytes) -> bytes:
    """Return the picture as WebP of at most `BYTES_MAX` bytes, as good as fits."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    data = b""
    for quality in QUALITIES:
        out = io.BytesIO()
        picture.save(out, "WEBP", quality=quality, method=6)
        data = out.getvalue()
        if len(data) <= BYTES_MAX:
            break
    return data


def main() -> None:
    """Read the command line and take the pictures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path, help="where the pictures go")
    parser.add_argument("--url", default="http://127.0.0.1:8000", help="a running demo")
    parser.add_argument("--only", nargs="*", default=(), help="names of pages, instead of all")
    given = parser.parse_args()
    path = chromium()
    if path is None:
        sys.exit(MISSING)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        for file in take_all(browser, given.url, given.folder, given.only):
            sys.stdout.write(f"{file}  {file.stat().st_size / 1000:.0f} KB\n")
        browser.close()
    compose(given.folder)


if __name__ == "__main__":
    main()
