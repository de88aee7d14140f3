"""A return page by page: the seller asks, the buyer prints and hands it over, both follow it."""

from __future__ import annotations

from django.test import Client

from rethread.market.support.models import Case
from tests.api.test_listings import key_of
from tests.api.test_shop import post
from tests.market.orders.world import World
from tests.market.support.people import disputed, staff

from .browsing import Page, browser_of, text_of


def test_the_seller_asks_and_the_buyer_sends_it_back(world: World) -> None:
    sale, case = disputed(world)
    path = f"/cases/{case.case_id}/"
    seller = browser_of(sale.seller.require_user())
    buyer = browser_of(sale.buyer.actor.require_user())
    assert "Ask for it back first" in text_of(seller.get(path))
    assert "Ask for it back first" not in text_of(buyer.get(path))
    assert "seven days" in text_of(seller.post(f"{path}ask_back/", follow=True))
    page = text_of(buyer.get(path))
    assert Page(page).inline == []
    assert "Get the label" in page
    pdf, code = f"/orders/{sale.order_id}/return.pdf", f"/orders/{sale.order_id}/return.svg"
    assert buyer.get(pdf).status_code == 404
    page = text_of(buyer.post(f"{path}label_back/", follow=True))
    assert pdf in page
    assert code in page
    sheet = buyer.get(pdf)
    assert (sheet["Content-Type"], sheet.content[:5]) == ("application/pdf", b"%PDF-")
    assert sheet["Cache-Control"] == "private, no-store"
    assert text_of(buyer.get(code)).startswith("<")
    for address in (pdf, code):
        assert seller.get(address).status_code == 404
    assert pdf not in text_of(seller.get(path))
    assert "It has not been handed to the carrier yet." in text_of(seller.get(path))
    buyer.post(f"{path}sent_back/")
    world.pass_time(hours=5)
    for browser in (seller, buyer):
        assert "Accepted by the carrier" in text_of(browser.get(path))
        order = text_of(browser.get(f"/orders/{sale.order_id}/"))
        assert "On its way back" in order


def test_nobody_gets_a_label_for_a_case_of_others(world: World) -> None:
    sale, case = disputed(world)
    stranger = browser_of(world.buyer().actor.require_user())
    for step in ("ask_back", "label_back", "sent_back"):
        assert stranger.post(f"/cases/{case.case_id}/{step}/").status_code == 404
    assert stranger.get(f"/orders/{sale.order_id}/return.pdf").status_code == 404
    assert Case.objects.get().status == "awaiting_answer"


def test_staff_may_have_it_go_back(world: World) -> None:
    _sale, case = disputed(world)
    world.pass_time(hours=48)
    Case.objects.update(status="with_staff")
    desk = browser_of(staff().require_user())
    page = text_of(desk.get(f"/desk/cases/{case.case_id}/"))
    assert "It goes back, then refund" in page
    words = {"outcome": "return", "text": "Please send it back; then you are refunded."}
    desk.post(f"/desk/cases/{case.case_id}/decide/", words)
    assert Case.objects.get().decided_outcome == "return"
    assert "It goes back, and then the buyer gets everything back" in text_of(
        desk.get(f"/desk/cases/{case.case_id}/")
    )


def test_the_api_does_all_of_it(world: World, client: Client) -> None:
    sale, case = disputed(world)
    scopes = ("cases:read", "cases:write")
    seller, buyer = key_of(sale.seller, *scopes), key_of(sale.buyer.actor, *scopes)
    base = f"/api/v1/cases/{case.case_id}"
    early = post(client, buyer, f"{base}/return-label", {})
    assert (early.status_code, early.json()["code"]) == (409, "support.not_now")
    asked = post(client, seller, f"{base}/answers", {"ask_back": True})
    assert (asked.status_code, asked.json()["status"]) == (201, "returning")
    refused = post(client, seller, f"{base}/return-label", {}, "two")
    assert (refused.status_code, refused.json()["code"]) == (403, "support.not_your_part")
    made = post(client, buyer, f"{base}/return-label", {}, "three")
    assert made.status_code == 201
    key = {"Authorization": f"Bearer {buyer}"}
    assert client.get(f"{base}/return-label.pdf", headers=key).content[:5] == b"%PDF-"
    other = {"Authorization": f"Bearer {seller}"}
    assert client.get(f"{base}/return-label.pdf", headers=other).status_code == 404
    gone = post(client, buyer, f"{base}/sent-back", {}, "four")
    assert gone.status_code == 201
    assert [one["label"] for one in gone.json()["timeline"]][-1] == (
        "The buyer handed it to the carrier"
    )
