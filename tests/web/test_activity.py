"""The activity page and the switches behind it, as people meet them."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from rethread.market.accounts.types import UserView
from rethread.market.notifications.adapters.post import FolderPostman
from rethread.market.notifications.models import QueuedLetter, QuietHours, Refusal
from rethread.market.notifications.ports import install_post
from rethread.market.notifications.rules.kinds import KINDS
from rethread.market.notifications.services import notify, unsubscribe_token
from rethread.platform.kernel import Actor
from rethread.web.letters import SiteLetters
from tests.support.factories import (
    ensure_pricing,
    make_live_listing,
    make_staff,
    make_user,
)

from .browsing import Page, browser_of, text_of

SYSTEM = Actor.system("tests")


@pytest.fixture
def person(db: None) -> UserView:
    ensure_pricing()
    return make_user(display_name="Ada")


@pytest.fixture
def browser(person: UserView) -> Client:
    return browser_of(person.id)


def like(person: UserView, title: str = "Blue <coat>") -> None:
    listing = make_live_listing(seller_id=person.id, changes={"title": title})
    for key in ("a", "b"):
        notify(
            actor=SYSTEM, kind="listing_liked", people=[person.id], subject_id=listing.id,
            key=f"{listing.id}:{key}", facts={"title": title},
        )  # fmt: skip


def test_what_happened_stands_on_a_page_and_is_read_once_it_was_seen(
    browser: Client, person: UserView
) -> None:
    like(person)
    assert 'aria-label="Activity, 2 new"' in text_of(browser.get("/you/"))
    html = text_of(browser.get("/activity/"))
    assert "2 people like Blue &lt;coat&gt;" in html
    assert "doing--new" in html
    assert Page(html).inline == []
    again = text_of(browser.get("/activity/"))
    assert "2 people like" in again
    assert "doing--new" not in again
    assert 'aria-label="Activity, 0 new"' in again


def test_a_page_that_is_fetched_ahead_reads_nothing(browser: Client, person: UserView) -> None:
    like(person)
    browser.get("/activity/", headers={"Sec-Purpose": "prefetch"})
    assert "doing--new" in text_of(browser.get("/activity/"))


def test_an_empty_activity_says_what_will_come(browser: Client) -> None:
    assert "Nothing yet" in text_of(browser.get("/activity/"))
    assert Client().get("/activity/").status_code == 303


def test_every_kind_has_its_words_on_the_page(browser: Client, person: UserView) -> None:
    shown = [kind for kind in KINDS if kind.place == "activity"]
    for some in (shown[:20], shown[20:]):  # a page holds thirty
        for kind in some:
            notify(
                actor=SYSTEM, kind=kind.name, people=[person.id], subject_id=person.id, key="k",
                facts={
                    "title": "Tweed cap", "pieces": 2, "amount_minor": 990, "currency": "GBP",
                    "reason": "not_shipped", "outcome": "refund", "action": "warn", "new": 2,
                },
            )  # fmt: skip
        html = text_of(browser.get("/activity/"))
        assert html.count('class="doing doing--new"') == len(some)
        assert "{{" not in html
        for said in ("Sold: Tweed cap and 1 more", "£9.90") if some == shown[:20] else ():
            assert said in html


def test_activity_costs_a_fixed_number_of_statements(
    browser: Client, person: UserView, django_assert_max_num_queries: object
) -> None:
    for number in range(3):
        like(person, f"Coat {number}")
    browser.get("/you/")
    with django_assert_max_num_queries(16):  # type: ignore[operator]  # pytest-django's fixture
        browser.get("/activity/")


def test_choices_are_kept_and_money_cannot_be_switched_off(
    browser: Client, person: UserView
) -> None:
    html = text_of(browser.get("/you/notifications/"))
    assert "Always in your activity: it is about your money." in html
    assert Page(html).inline == []
    saved = browser.post(
        "/you/notifications/", {"listing_liked.in_app": "1", "start": "21", "end": "8"}
    )
    assert saved.status_code == 303
    off = set(Refusal.objects.values_list("kind", "channel"))
    assert ("listing_liked", "email") in off
    assert ("listing_liked", "in_app") not in off
    assert ("order_sold", "email") in off
    assert ("order_sold", "in_app") not in off
    hours = QuietHours.objects.get(person_id=person.id)
    assert (hours.start, hours.end) == (21, 8)
    assert browser.post("/you/notifications/", {"start": "24", "end": "8"}).status_code == 422
    assert browser.post("/you/notifications/", {"start": "x", "end": "8"}).status_code == 422
    hours.refresh_from_db()
    assert (hours.start, hours.end) == (21, 8)


def test_the_link_of_a_letter_asks_first_and_a_mail_program_need_not(person: UserView) -> None:
    here = f"/unsubscribe/{unsubscribe_token(person_id=person.id, kind='order_sold')}/"
    stranger = Client(enforce_csrf_checks=True)
    asked = stranger.get(here)
    assert "Somebody bought from you" in text_of(asked)
    assert not asked.cookies
    assert Refusal.objects.count() == 0
    done = stranger.post(here, {"List-Unsubscribe": "One-Click"})
    assert "No more of these" in text_of(done)
    assert Refusal.objects.get().kind == "order_sold"
    assert stranger.get(here[:-4] + "abc/").status_code == 404


def test_staff_preview_every_letter_and_others_find_nothing(person: UserView) -> None:
    staff = browser_of(make_staff().id)
    install_post(writer=SiteLetters(), postman=FolderPostman(Path("unused"), "a@b.c"))
    page = text_of(staff.get("/desk/post/"))
    for kind in KINDS:
        here = f"/desk/post/{kind.name}/html/"
        if not kind.email:  # told on the activity page alone
            assert here not in page
            assert staff.get(here).status_code == 404
            continue
        assert here in page
        html = staff.get(here)
        assert html["Content-Security-Policy"].startswith("default-src 'none'")
        assert "No more letters like this" in text_of(html)
        text = text_of(staff.get(f"/desk/post/{kind.name}/text/"))
        assert text.startswith("Subject: ")
        assert "{{" not in text
        assert "&" not in text.split("unsubscribe")[0]
    assert staff.get("/desk/post/nothing/html/").status_code == 404
    assert browser_of(person.id).get("/desk/post/").status_code == 404
    assert not QueuedLetter.objects.exists()
