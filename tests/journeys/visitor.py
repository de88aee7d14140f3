"""A person at a browser: what they do on the pages, and a record of all that went wrong there.

Console errors, refusals of the Content-Security-Policy, script errors and failed requests are
collected; a journey ends by asserting that there were none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Request,
    Response,
    expect,
)

from .market import RunningMarket
from .seed import PASSWORD

PHONE = (390, 844)
GOOD_CARD = "4242 4242 4242 4242"
DECLINED_CARD = "4000 0000 0000 0002"
CHALLENGE_CARD = "4000 0025 0000 3155"
ABORTED = "net::ERR_ABORTED"  # the browser's own doing: a prefetch given up, a page left early
# Chromium gives up a view transition between pages when it is busy, before any script can run; the
# page itself has changed all the same.
SKIPPED = ("Transition was aborted", "Transition was skipped")
WAIT_MS = 15_000


class Visitor:
    """One browser context with one page, and shorthands for what people do in the market."""

    def __init__(
        self,
        browser: Browser,
        market: RunningMarket,
        *,
        name: str = "visitor",
        size: tuple[int, int] = PHONE,
        javascript: bool = True,
        user_agent: str | None = None,
        locale: str = "en-GB",
    ) -> None:
        """Open a fresh browser context; nothing is shared with anybody else's."""
        self.name = name
        self.market = market
        self.problems: list[str] = []
        self.expected_statuses: set[int] = set()
        self.context: BrowserContext = browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            java_script_enabled=javascript,
            user_agent=user_agent,
            base_url=market.url,
            locale=locale,
            has_touch=size[0] < 600,
        )
        self.context.set_default_timeout(WAIT_MS)
        self.context.on("console", self._heard)
        self.context.on("weberror", lambda error: self._threw(str(error.error)))
        self.context.on("requestfailed", self._failed)
        self.context.on("response", self._answered)
        self.page: Page = self.context.new_page()

    # -- what went wrong ---------------------------------------------------------------------

    def _note(self, text: str) -> None:
        self.problems.append(f"{self.name} at {self.page.url}: {text}")

    def _heard(self, message: ConsoleMessage) -> None:
        where = str(message.location.get("url", ""))
        if message.type in {"error", "warning"} and not where.endswith("/favicon.ico"):
            status = re.search(r"responded with a status of (\d+)", message.text)
            if status is None or int(status.group(1)) not in self.expected_statuses:
                self._note(f"console {message.type}: {message.text}")

    def _threw(self, text: str) -> None:
        if not text.startswith(SKIPPED):
            self._note(f"script: {text}")

    def _failed(self, request: Request) -> None:
        if request.failure != ABORTED:
            self._note(f"{request.failure} of {request.method} {request.url}")

    def _answered(self, response: Response) -> None:
        if response.url.endswith("/favicon.ico"):
            return  # the browser's own idea on the provider's pages; ours name their icon
        if response.status >= 400 and response.status not in self.expected_statuses:
            self._note(f"{response.status} of {response.request.method} {response.url}")

    def expect_quiet(self) -> None:
        """Assert that nothing at all went wrong in this browser."""
        assert not self.problems, "\n".join(self.problems)

    # -- moving about ------------------------------------------------------------------------

    def goto(self, path: str) -> None:
        """Open an address of the market."""
        self.page.goto(path)

    def press(self, name: str) -> None:
        """Press the button of that name."""
        self.page.get_by_role("button", name=name, exact=True).click()

    def pick(self, label: str) -> None:
        """Tap one of the chips of a form."""
        exactly = re.compile(rf"^\s*{re.escape(label)}\s*$")
        self.page.locator(".picks label", has_text=exactly).click()

    def follow_link(self, name: str) -> None:
        """Follow the first link of that name."""
        self.page.get_by_role("link", name=name).first.click()

    def heading(self, text: str) -> Locator:
        """Return the heading that says so."""
        return self.page.get_by_role("heading", name=text)

    def sees(self, text: str) -> None:
        """Wait until a text is on the page."""
        expect(self.page.get_by_text(text).first).to_be_visible(timeout=WAIT_MS)

    def at(self, pattern: str) -> None:
        """Wait until the address matches."""
        self.page.wait_for_url(re.compile(pattern), timeout=WAIT_MS)

    # -- being somebody ----------------------------------------------------------------------

    def sign_up(self, email: str, *, then: str = "/") -> None:
        """Create an account on the page."""
        self.goto(f"/accounts/signup/?next={then}")
        self.page.get_by_label("Email").fill(email)
        self.page.get_by_label("Password").fill(PASSWORD)
        self.press("Create account")
        self.at(f"{re.escape(self.market.url + then)}$")

    def sign_in(self, name: str, *, then: str = "/", password: str = PASSWORD) -> None:
        """Sign in as one of the seeded people."""
        email = name if "@" in name else f"{name}@journeys.example"
        self.goto(f"/accounts/login/?next={then}")
        self.page.get_by_label("Email").fill(email)
        self.page.get_by_label("Password").fill(password)
        self.press("Sign in")
        self.at(f"{re.escape(self.market.url + then)}$")

    def become(self, role: str) -> None:
        """Use the demo strip to be the buyer, the seller or a member of staff."""
        self.use_demo(role)

    def use_demo(self, button: str) -> None:
        """Open the demo strip if it is closed and press one of its buttons."""
        strip = self.page.get_by_label("Demo controls")
        if strip.locator("details[open]").count() == 0:
            strip.locator("summary").click()
        with self.page.expect_navigation(timeout=60_000):
            strip.get_by_role("button", name=button).click()

    def prove_identity(self, button: str) -> None:
        """Press the button that leads to the provider, and tell it who a seller is."""
        self.press(button)
        self.at("/onboard/")
        answers = {
            "Legal name": "Mara Maker", "Day": "4", "Month": "5", "Year": "1992",
            "Sort code": "10-88-00", "Account number": "00012345",
        }  # fmt: skip
        for label, answer in answers.items():
            self.page.get_by_label(label).fill(answer)
        self.press("Agree and continue")

    # -- buying ------------------------------------------------------------------------------

    def to_pay_page(self, listing: str) -> None:
        """Go from a listing through bag and checkout to the pay page, with the address on file."""
        self.goto(listing)
        self.press("Buy now")
        self.follow_link("Check out")
        self.page.get_by_role("button", name=re.compile("^Pay £")).click()
        self.at("/pay/")

    def pay_with(self, card: str) -> None:
        """Fill in the hosted pay page and submit it."""
        self.page.get_by_label("Card number").fill(card)
        self.page.get_by_label("Expiry").fill("12/34")
        self.page.get_by_label("Security code").fill("123")
        self.page.get_by_label("Name on card").fill("Ada Example")
        self.page.get_by_role("button", name=re.compile("^Pay £")).click()

    def sees_order_paid(self) -> None:
        """Wait for the page that says that it is theirs."""
        expect(self.heading("It\u2019s yours")).to_be_visible(timeout=30_000)

    def finds(self, query: str) -> list[str]:
        """Search, and return the titles that came."""
        self.goto(f"/search/?q={query}")
        return self.titles()

    def titles(self) -> list[str]:
        """Return the titles of the cards on this page."""
        return [text.strip() for text in self.page.locator(".card__title").all_inner_texts()]

    def statement(self) -> dict[str, str]:
        """Return the money on this page, line by line."""
        rows = self.page.locator("dl.sum > div")
        found = {}
        for row in rows.all():
            label = row.locator("dt").inner_text().splitlines()[0].strip()
            found[label] = row.locator("dd").inner_text().strip()
        return found

    def upload(self, files: Sequence[str | Path]) -> None:
        """Choose photos in the form on this page."""
        self.page.locator("input[name=photos]").set_input_files([str(path) for path in files])

    def close(self) -> None:
        """Close the browser context."""
        self.context.close()
