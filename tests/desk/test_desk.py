"""The desk: for staff alone, with real figures, and everything staff do written down."""

from __future__ import annotations

import pytest
from django.test import Client

from rethread.market.payments.models import Payee
from rethread.market.payments.selectors import seller_payment_status
from rethread.platform.audit.services import list_entries
from rethread.platform.events.models import DeadLetter
from rethread.platform.kernel import new_id, wall_now
from tests.market.search.conftest import engine
from tests.support.factories import make_staff, make_user
from tests.web.browsing import Page, browser_of, text_of

__all__ = ["engine"]
PAGES = (
    "/desk/",
    "/desk/money/",
    "/desk/attribution/",
    "/desk/experiments/",
    "/desk/roadmap/",
)


@pytest.fixture
def staff(db: None) -> Client:
    return browser_of(make_staff().id)


@pytest.mark.parametrize("path", PAGES)
def test_the_desk_is_not_there_for_anybody_else(db: None, path: str) -> None:
    stranger = Client().get(path)
    assert stranger.status_code == 302
    assert stranger["Location"].startswith("/accounts/login/")
    assert browser_of(make_user().id).get(path).status_code == 404


def test_before_the_first_build_the_overview_says_so(staff: Client, engine: object) -> None:
    response = staff.get("/desk/")
    html = text_of(response)
    assert response.status_code == 200
    assert "No figures yet" in html
    assert "Nothing loaded yet" in html
    assert Page(html).inline == []


def test_money_shows_every_promise_and_is_audited(staff: Client) -> None:
    html = text_of(staff.get("/desk/money/"))
    assert "stored balance = sum of entries" in html
    assert "Every event found its way." in html
    assert html.count(">yes</span>") == 17
    (entry,) = list_entries(object_type="desk", object_id="money")
    assert entry.action == "payments.view_money"
    assert entry.actor.startswith("staff:")


def test_case_57_staff_look_at_what_banks_take_back_and_let_sellers_be_paid(
    staff: Client,
) -> None:
    seller = make_user(display_name="Bo Held")
    Payee.objects.create(seller_id=seller.id, payouts_held_for="fraud_warning")
    html = text_of(staff.get("/desk/money/"))
    assert "Bo Held" in html
    assert "An early warning of fraud" in html
    assert Page(html).inline == []
    staff.post(f"/desk/money/lift/{seller.id}/")
    assert seller_payment_status(seller.id).held_for == ""
    (entry,) = list_entries(object_type="person", object_id=str(seller.id))
    assert entry.action == "payments.lift_payout_hold"


def test_case_50_staff_take_a_sale_back_only_by_its_number_and_with_a_reason(
    staff: Client,
) -> None:
    for given in ({"order": "7", "reason": "x"}, {"order": str(new_id()), "reason": ""}):
        response = staff.post("/desk/money/take-back/", given, follow=True)
        assert "Give the number of an order and a reason." in text_of(response)
    unknown = str(new_id())
    response = staff.post(
        "/desk/money/take-back/", {"order": unknown, "reason": "fake"}, follow=True
    )
    assert "The buyer gets everything back." not in text_of(response)
    assert list_entries(object_type="order", object_id=unknown) == ()


def test_money_lists_events_that_nobody_could_take(staff: Client) -> None:
    DeadLetter.objects.create(
        created_at=wall_now(), group="ingestion", reason="breaks_contract", detail="why", raw="{}"
    )
    html = text_of(staff.get("/desk/money/"))
    assert "1 event nobody could take" in html
    assert "breaks_contract" in html


def test_a_stuck_operation_that_does_not_exist_is_not_audited(staff: Client) -> None:
    path = "/desk/money/replay/01900000-0000-7000-8000-000000000001/"
    assert staff.post(path).status_code == 404
    assert list_entries(object_type="operation", object_id=path.split("/")[-2]) == ()
