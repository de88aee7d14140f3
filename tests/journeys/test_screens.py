"""Being told on a screen, in a real browser: what its worker is handed, it shows, and a tap opens.

Chromium reaches no push service here, so what one would deliver is handed to the browser through
its own debugging protocol; how it is encrypted and sent is tested beside the sender.
"""

from __future__ import annotations

import json

from playwright.sync_api import Page, expect

from .conftest import Open
from .market import within

SHOWN = """async () => (await (await navigator.serviceWorker.ready).getNotifications())
    .map(({ title, body, tag, data }) => ({ title, body, tag, data }))"""
TOLD = {"title": "A parcel has arrived", "body": "Look it over.", "path": "/orders/", "tag": "one"}


def test_a_push_is_shown_once_and_not_over_the_page_that_it_is_about(visit: Open) -> None:
    person = visit("buyer")
    person.context.grant_permissions(["notifications"], origin=person.market.url)
    person.sign_in("flo", then="/you/notifications/")
    button = person.page.get_by_role("button", name="Tell me on this screen")
    expect(button).to_be_visible()
    assert person.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    _deliver(person.page, TOLD)
    _deliver(person.page, {**TOLD, "body": "Look it over, it is yours."})
    shown = {"title": TOLD["title"], "body": "Look it over, it is yours.", "tag": "one"}
    within(
        30,
        lambda: person.page.evaluate(SHOWN) == [{**shown, "data": "/orders/"}],
        "the push is shown, and the second attempt in its place",
    )
    person.goto("/orders/")
    person.page.bring_to_front()
    _deliver(person.page, {**TOLD, "tag": "two"})
    _deliver(person.page, {**TOLD, "tag": "three", "path": "/likes/"})
    within(
        30,
        lambda: {one["tag"] for one in person.page.evaluate(SHOWN)} == {"one", "three"},
        "only what is about another page is shown",
    )
    person.expect_quiet()


def _deliver(page: Page, told: dict[str, str]) -> None:
    """Hand a push to the page's worker as a push service would."""
    session = page.context.new_cdp_session(page)
    found: list[str] = []
    session.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda event: found.extend(one["registrationId"] for one in event["registrations"]),
    )
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    session.send("ServiceWorker.enable")
    for _ in range(100):
        if found:
            break
        page.wait_for_timeout(50)  # events arrive between two calls of the browser
    session.send(
        "ServiceWorker.deliverPushMessage",
        {"origin": page.url.split("/", 3)[0] + "//" + page.url.split("/", 3)[2],
         "registrationId": found[-1], "data": json.dumps(told)},
    )  # fmt: skip
    session.detach()
