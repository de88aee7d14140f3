"""Data health at the desk: for staff alone; what is broken is said in words and put right."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client

from rethread.insight.observability.models import FeedHour, Incident, Sign
from rethread.insight.observability.recording import hour_of
from rethread.platform.audit.services import list_entries
from rethread.platform.events.ingestion import ingest_batch
from rethread.platform.events.letters import count_letters, list_letters
from rethread.platform.kernel import business_now, new_id, wall_now
from tests.platform.events.test_ingestion import AGREED, body, viewed
from tests.support.events import outbox_size
from tests.support.factories import make_staff, make_user
from tests.web.browsing import Page, browser_of, text_of

VIEWED = "discovery.listing_viewed"
PAGES = (
    "/desk/health/",
    f"/desk/health/feed/{VIEWED}/",
    "/desk/lineage/",
    f"/desk/lineage/event:{VIEWED}/",
    f"/desk/lineage/contract:{VIEWED}.v1/",
    "/desk/letters/",
)


@pytest.fixture
def staff(db: None) -> Client:
    return browser_of(make_staff().id)


@pytest.fixture
def incident(db: None) -> Incident:
    now = wall_now()
    made = Incident.objects.create(
        root=f"event:{VIEWED}", owner="discovery", affected=[], opened_at=now, market_time=now
    )
    Sign.objects.create(
        incident=made,
        node=f"event:{VIEWED}",
        kind="completeness",
        detail={"offered": 100, "landed": 70, "promised_percent": 95.0},
        began_at=now,
        seen_at=now,
    )
    return made


@pytest.mark.parametrize("path", PAGES)
def test_data_health_is_not_there_for_anybody_else(db: None, path: str) -> None:
    assert Client().get(path).status_code == 302
    assert browser_of(make_user().id).get(path).status_code == 404


@pytest.mark.parametrize("path", PAGES)
def test_its_pages_hold_nothing_inline(staff: Client, incident: Incident, path: str) -> None:
    response = staff.get(path)
    assert response.status_code == 200
    assert Page(text_of(response)).inline == []


@pytest.mark.parametrize(
    "path",
    ["/desk/health/feed/no.such/", "/desk/lineage/model:no_such/", f"/desk/letters/{UUID(int=7)}/"],
)
def test_what_does_not_exist_is_not_found(staff: Client, path: str) -> None:
    assert staff.get(path).status_code == 404


def test_an_incident_says_what_was_seen_whose_it_is_and_where_it_lies(
    staff: Client, incident: Incident
) -> None:
    assert "1 open incident" in text_of(staff.get("/desk/health/"))
    html = text_of(staff.get(f"/desk/health/incident/{incident.id}/"))
    assert "Of 100 events of the last day 70 reached the lake: 70%" in html
    assert "owner: discovery" in html
    assert f"/desk/lineage/event:{VIEWED}/" in html


def test_a_feed_shows_how_much_of_what_was_offered_has_landed(staff: Client) -> None:
    hour = hour_of(business_now()) - timedelta(hours=2)
    FeedHour.objects.create(
        event=VIEWED, hour=hour, offered=40, landed=30, nulls={"position": 15},
        versions={"1": 30}, slowest_s=2.5, landed_at=wall_now(),
    )  # fmt: skip
    html = text_of(staff.get(f"/desk/health/feed/{VIEWED}/"))
    assert "30 of 40; 95.0% are promised" in html
    assert "75.0%" in html
    assert "v1: 30 events" in html


def test_a_broken_event_is_put_right_at_the_desk(staff: Client) -> None:
    listing = str(new_id())
    event = viewed(payload={"listing_id": listing, "surface": "shop_window"})
    ingest_batch(body(event), context=AGREED)
    (letter,) = list_letters()
    before = outbox_size()
    path = f"/desk/letters/{letter.id}/"
    assert "shop_window (not allowed)" in text_of(staff.get(path))

    still = staff.post(path, {"listing_id": listing, "surface": "shop_window"})
    assert still.status_code == 422
    assert "It still breaks its contract." in text_of(still)
    assert (count_letters(), outbox_size()) == (1, before)

    assert staff.post(path, {"listing_id": listing, "surface": "shop"}).status_code == 302
    assert (count_letters(), outbox_size()) == (0, before + 1)
    html = text_of(staff.get(path))
    assert "Send it again" not in html
    assert "Put an event right" in html
    (entry,) = list_entries(object_type="dead_letter", object_id=letter.id)
    assert entry.actor.startswith("staff:")
