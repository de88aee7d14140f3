"""In which language somebody reads, what a stranger keeps of it, and what caches are told."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import translation

from rethread.market.accounts.errors import InvalidAccount
from rethread.market.accounts.models import User
from rethread.market.accounts.selectors import get_user
from rethread.market.accounts.services import choose_language
from rethread.market.search.adapters.tantivy_engine import TantivyEngine
from rethread.platform.kernel import Actor
from tests.support.factories import make_live_listing, make_user

from .browsing import browser_of, text_of

FRENCH = {"Accept-Language": "fr-CA,fr;q=0.9,en;q=0.5"}


def language_of(response: object) -> str:
    return str(response["Content-Language"])  # type: ignore[index]  # a response, by duck


@pytest.mark.parametrize(
    ("asked", "written"),
    [
        ("fr", "fr"),
        ("fr-CA,fr;q=0.9", "fr"),
        ("en-US,en;q=0.9", "en-gb"),
        ("de, fr;q=0.5", "fr"),
        ("de", "en-gb"),
        ("", "en-gb"),
        ("*", "en-gb"),
        ("%%%,;;q=x", "en-gb"),
    ],
)
def test_a_stranger_reads_what_the_browser_asks_for(
    stranger: Client, asked: str, written: str
) -> None:
    response = stranger.get("/fees/", headers={"Accept-Language": asked})
    assert language_of(response) == written
    assert f'<html lang="{written}">' in text_of(response)
    assert not response.cookies
    assert {"Accept-Language", "Cookie"} <= {part.strip() for part in response["Vary"].split(",")}


def test_what_a_stranger_pressed_counts_before_the_browser(stranger: Client) -> None:
    pressed = stranger.post("/language/", {"language": "en-gb", "next": "/fees/"}, headers=FRENCH)
    assert pressed.status_code == 303
    assert pressed["Location"] == "/fees/"
    assert set(pressed.cookies) == {"language"}
    assert language_of(stranger.get("/fees/", headers=FRENCH)) == "en-gb"


def test_a_language_that_nobody_writes_changes_nothing(stranger: Client) -> None:
    refused = stranger.post("/language/", {"language": "tlh"})
    assert refused.status_code == 422
    assert not refused.cookies
    stranger.cookies["language"] = "tlh"
    assert language_of(stranger.get("/fees/")) == "en-gb"


def test_the_choice_of_an_account_counts_before_all_else(db: None) -> None:
    person = make_user()
    browser = browser_of(person.id)
    browser.post("/language/", {"language": "fr"})
    assert get_user(person.id).language == "fr"
    other = browser_of(person.id)  # another device, which knows nothing of it
    assert language_of(other.get("/you/", headers={"Accept-Language": "en"})) == "fr"
    browser.post("/you/language/", {"language": "en-gb"})
    other.cookies["language"] = "fr"
    assert language_of(other.get("/you/", headers=FRENCH)) == "en-gb"
    browser.post("/you/language/", {"language": ""})
    assert get_user(person.id).language == ""
    assert language_of(browser.get("/you/", headers=FRENCH)) == "fr"


def test_a_language_that_nobody_writes_is_no_choice_of_an_account(db: None) -> None:
    person = make_user()
    with pytest.raises(InvalidAccount) as refusal:
        choose_language(actor=Actor.user(person.id), language="tlh")
    assert refusal.value.code == "accounts.unknown_language"
    assert browser_of(person.id).post("/you/language/", {"language": "tlh"}).status_code == 422
    assert get_user(person.id).language == ""


def test_who_signs_up_in_french_is_written_to_in_french(stranger: Client) -> None:
    stranger.post(
        "/accounts/signup/",
        {"email": "zoe@example.com", "password1": "un mot de passe long"},
        headers=FRENCH,
    )
    assert User.objects.get(email="zoe@example.com").language == "fr"


def test_fragments_are_kept_for_each_language_apart(
    stranger: Client, engine: TantivyEngine
) -> None:
    make_live_listing()
    english, french, again = (
        text_of(stranger.get("/", headers=headers)).split('class="card"', 1)[1]
        for headers in ({}, FRENCH, {})
    )
    assert "\N{NO-BREAK SPACE}\N{POUND SIGN}" in french
    assert "\N{NO-BREAK SPACE}\N{POUND SIGN}" not in english
    assert again.split("</li>")[0] == english.split("</li>")[0]


def test_no_language_is_left_behind_for_the_next_reader(stranger: Client) -> None:
    with translation.override("en-gb"):
        stranger.get("/fees/", headers=FRENCH)
        assert translation.get_language() == "en-gb"


def test_errors_of_the_api_keep_their_codes_and_follow_the_header(stranger: Client) -> None:
    stranger.cookies["language"] = "en-gb"  # the API knows no cookie
    french = stranger.get("/api/v1/orders", headers=FRENCH)
    english = stranger.get("/api/v1/orders")
    assert french.json()["code"] == english.json()["code"]
    assert language_of(french) == "fr"
    assert language_of(english) == "en-gb"
    assert "Accept-Language" in french["Vary"]


def test_the_service_worker_throws_away_what_it_kept_in_another_language(
    stranger: Client,
) -> None:
    assert 'LANGUAGE = "fr"' in text_of(stranger.get("/sw.js", headers=FRENCH))
    assert 'LANGUAGE = "en\\u002Dgb"' in text_of(stranger.get("/sw.js"))
