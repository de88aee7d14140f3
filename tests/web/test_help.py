"""Help and cases page by page: both sides, staff, and what a stranger gets."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from rethread.market.support import wiring as support_wiring
from rethread.market.support.models import Case
from rethread.platform.audit.services import list_entries
from rethread.platform.kernel import Money
from tests.market.orders.world import WORKS, World
from tests.market.support.conftest import HelpfulWorld
from tests.market.support.people import WORDS, delivered, paid
from tests.support.factories import make_staff, make_user

from .browsing import Page, browser_of, text_of

REASON = "The photos show a tear that the listing does not mention."


@pytest.fixture
def helpful(world: World) -> HelpfulWorld:
    works = (*WORKS, *support_wiring.DUE_WORK)
    return HelpfulWorld(world.sandbox, world.moments, works=works)


def words(response: object) -> str:
    return " ".join(Page(text_of(response)).words)


def test_an_order_page_leads_to_reasons_an_answer_and_something_done(
    helpful: HelpfulWorld,
) -> None:
    sale = paid(helpful)
    browser = browser_of(sale.buyer.actor.require_user())
    order_url, help_url = f"/orders/{sale.order_id}/", f"/help/order/{sale.order_id}/"
    assert help_url in text_of(browser.get(order_url))
    page = text_of(browser.get(help_url))
    assert 'value="when_sent"' in page
    assert Page(page).inline == []
    answer = browser.post(help_url, {"reason": "cancel"})
    assert (answer.status_code, answer["Location"]) == (303, f"{help_url}cancel/")
    total = Money(sale.order.total_minor, "GBP")
    assert f"you can call it off now and get {total} back" in words(
        browser.get(f"{help_url}cancel/")
    )
    done = browser.post(f"{help_url}cancel/do/", {"action": "cancel"})
    assert (done.status_code, done["Location"]) == (303, order_url)
    assert sale.order.status in {"cancelled", "refunded"}


def test_a_dispute_goes_from_the_order_to_a_decision_that_both_read(helpful: HelpfulWorld) -> None:
    sale = delivered(helpful)
    buyer, seller = (browser_of(actor.require_user()) for actor in (sale.buyer.actor, sale.seller))
    at = f"/help/order/{sale.order_id}/not_as_described/"
    refused = buyer.post(f"{at}case/", {"text": "torn"})
    assert refused.status_code == 422
    assert "Say a little more" in words(refused)
    assert "torn</textarea>" in text_of(refused)
    assert Case.objects.count() == 0
    opened = buyer.post(f"{at}case/", {"text": WORDS})
    case = Case.objects.get()
    assert (opened.status_code, opened["Location"]) == (303, f"/cases/{case.id}/")
    assert "Payment frozen" in words(buyer.get(f"/cases/{case.id}/"))
    assert "The payment is frozen" in words(seller.get(f"/orders/{sale.order_id}/"))
    assert seller.post(f"/cases/{case.id}/answer/", {"text": WORDS}).status_code == 303
    assert buyer.post(f"/cases/{case.id}/staff/").status_code == 303

    desk = browser_of(make_staff().id)
    assert str(case.id) in text_of(desk.get("/desk/cases/"))
    page = desk.get(f"/desk/cases/{case.id}/?macro=Arrived%3A+release")
    assert "The carrier recorded the delivery" in text_of(page)
    assert "Payment captured" in words(page)
    assert Page(text_of(page)).inline == []
    empty = desk.post(f"/desk/cases/{case.id}/decide/", {"outcome": "refund", "text": ""})
    assert empty.status_code == 422
    assert Case.objects.get().status == "with_staff"
    made = desk.post(f"/desk/cases/{case.id}/decide/", {"outcome": "refund", "text": REASON})
    assert made.status_code == 302
    assert [row.action for row in list_entries(object_type="case", object_id=case.id)] == [
        "support.decide_case",
        "support.view_case",
    ]
    for browser in (buyer, seller):
        assert REASON in words(browser.get(f"/cases/{case.id}/"))
    assert "appeal" in text_of(seller.get(f"/cases/{case.id}/"))
    helpful.pass_time(seconds=timedelta(hours=48).total_seconds())
    assert sale.order.status == "refunded"


def test_a_stranger_finds_neither_help_nor_case_nor_queue(helpful: HelpfulWorld) -> None:
    sale = delivered(helpful)
    browser_of(sale.buyer.actor.require_user()).post(
        f"/help/order/{sale.order_id}/damaged/case/", {"text": WORDS}
    )
    case = Case.objects.get()
    stranger = browser_of(make_user().id)
    for path in (
        f"/help/order/{sale.order_id}/",
        f"/help/order/{sale.order_id}/damaged/",
        f"/help/nonsense/{sale.order_id}/",
        f"/cases/{case.id}/",
        "/desk/cases/",
        f"/desk/cases/{case.id}/",
    ):
        assert stranger.get(path).status_code == 404, path
    for path in (
        f"/help/order/{sale.order_id}/damaged/case/",
        f"/help/order/{sale.order_id}/damaged/do/",
        f"/cases/{case.id}/answer/",
        f"/cases/{case.id}/agree/",
        f"/cases/{case.id}/withdraw/",
        f"/desk/cases/{case.id}/decide/",
    ):
        assert stranger.post(path, {"text": WORDS, "outcome": "refund"}).status_code == 404, path
    assert Case.objects.get().status == "awaiting_answer"
    assert sale.hold == "frozen"


def test_a_visitor_is_asked_to_sign_in(stranger: Client) -> None:
    answer = stranger.get("/cases/")
    assert (answer.status_code, answer["Location"]) == (303, "/accounts/login/?next=%2Fcases%2F")
