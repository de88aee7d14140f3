"""A visit that begins with consent is a landing; without consent it is only counted."""

from __future__ import annotations

import pytest
from django.test import Client

from rethread.platform.events.ingestion import unconsented_since
from rethread.platform.kernel import business_now, new_id
from tests.support.outbox import emitted

from .browsing import text_of

LANDED = "measurement.landing_recorded"
PHONE = "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile"
UTM = "/fees/?utm_source=instagram&utm_medium=paid_social&utm_campaign=autumn"


def uncounted() -> int:
    return unconsented_since(LANDED, business_now().replace(year=2020))


@pytest.fixture
def agreed(stranger: Client) -> Client:
    stranger.defaults["HTTP_USER_AGENT"] = PHONE
    stranger.cookies["consent"] = "analytics"
    stranger.cookies["visitor"] = str(new_id())
    return stranger


@pytest.fixture
def silent(stranger: Client) -> Client:
    stranger.defaults["HTTP_USER_AGENT"] = PHONE
    return stranger


def test_a_consenting_visit_is_recorded_with_its_channel_and_begins_a_visit(agreed: Client) -> None:
    response = agreed.get(UTM + "&gclid=secret")
    (landing,) = emitted(LANDED)
    assert (landing["channel"], landing["source"], landing["campaign"]) == (
        "paid_social",
        "instagram",
        "autumn",
    )
    assert (landing["page_kind"], landing["taxonomy_version"], landing["defects"]) == (
        "fees",
        1,
        [],
    )
    assert "secret" not in str(landing)
    assert response.cookies["visit"]["max-age"] == 1800
    assert uncounted() == 0


def test_without_consent_a_landing_is_one_more_in_a_count_and_nothing_else(silent: Client) -> None:
    response = silent.get(UTM)
    assert response.cookies == {}
    assert emitted(LANDED) == []
    assert uncounted() == 1


def test_a_step_within_a_visit_is_no_landing(agreed: Client) -> None:
    agreed.get("/fees/")
    agreed.get("/fees/")
    agreed.get("/fees/", headers={"referer": "http://testserver/"})
    assert [one["channel"] for one in emitted(LANDED)] == ["direct"]


def test_another_campaign_within_a_visit_is_another_landing(agreed: Client) -> None:
    agreed.get("/fees/")
    agreed.get(UTM)
    agreed.get("/fees/", headers={"referer": "https://www.google.com/"})
    assert [one["channel"] for one in emitted(LANDED)] == [
        "direct",
        "paid_social",
        "organic_search",
    ]


@pytest.mark.parametrize(
    "headers",
    [
        {"user-agent": "Googlebot/2.1"},
        {"user-agent": ""},
        {"hx-request": "true"},
        {"sec-purpose": "prefetch;prerender"},
    ],
)
def test_robots_fragments_and_prefetches_are_no_landings(
    agreed: Client, headers: dict[str, str]
) -> None:
    agreed.get(UTM, headers=headers)
    assert emitted(LANDED) == []
    assert uncounted() == 0


@pytest.mark.parametrize(
    ("query", "defect"),
    [
        ("utm_source=" + "x" * 10_000, "too_long"),
        ("utm_source=a%00b", "control_characters"),
        ("utm_source=%E0%A4%A", "bad_encoding"),
        ("utm_source=a&utm_source=b", "repeated"),
        ("utm_medium=email&utm_source=%ff", "bad_encoding"),
    ],
)
def test_a_malformed_address_is_answered_as_any_other(
    agreed: Client, query: str, defect: str
) -> None:
    response = agreed.get("/fees/?" + query)
    assert response.status_code == 200
    (landing,) = emitted(LANDED)
    assert landing["defects"] == [defect]
    for name in ("source", "medium", "campaign", "content"):  # what is kept is cleaned, or nothing
        kept = landing.get(name) or ""
        assert len(kept) <= 100
        assert kept.isprintable()
    assert text_of(agreed.get("/fees/")).count("<h1") == text_of(response).count("<h1") == 1


def test_what_is_not_found_is_no_landing(agreed: Client) -> None:
    assert agreed.get("/no-such-page/?utm_source=x").status_code == 404
    assert emitted(LANDED) == []
