"""From the bag to a review, page by page, on the real services and an in-process provider."""

from __future__ import annotations

from uuid import uuid4

from django.db import transaction
from django.test import Client

from rethread.market.catalogue.selectors import get_listing
from rethread.market.catalogue.services import hide_listing
from rethread.market.orders.selectors import access_order, bag_count, list_orders_for_buyer
from rethread.market.orders.wiring import payment_effects
from rethread.platform.kernel import Actor
from tests.market.orders.world import Buyer, World
from tests.support.factories import make_user

from .browsing import Page, browser_of, text_of


def to_pay_page(browser: Client, world: World, buyer: Buyer, **changes: str) -> str:
    form = Page(text_of(browser.get("/checkout/"))).inputs
    data = {
        "address_id": str(buyer.address_id),
        "idempotency_key": form["idempotency_key"],
        "expected_minor": form["expected_minor"],
    }
    return browser.post("/checkout/pay/", data | changes)["Location"]


def bought(world: World) -> tuple[Client, Client, Buyer, Actor, str]:
    buyer, seller = world.buyer(), world.seller()
    listing = world.listing(seller)
    order = world.buy(buyer, listing)[0]
    return (
        browser_of(buyer.actor.require_user()),
        browser_of(seller.require_user()),
        buyer,
        seller,
        f"/orders/{order.order_id}/",
    )


def test_a_piece_is_bought_from_its_page_to_the_pay_page_and_back(world: World) -> None:
    buyer, listing = world.buyer(), world.listing()
    browser = browser_of(buyer.actor.require_user())
    added = browser.post("/bag/add/", {"listing_id": str(listing.id), "then": "checkout"})
    assert added["Location"] == "/bag/"
    bag = text_of(browser.get("/bag/"))
    assert "£16.45" in bag
    pay_page = to_pay_page(browser, world, buyer)
    assert pay_page.startswith("http://127.0.0.1:8001/pay/")
    assert get_listing(listing.id).status == "reserved"
    world.sandbox.stripe.pay_session(pay_page.split("/pay/")[1].split("?")[0])
    checkout_id = listing_checkout(listing.id)
    html = text_of(browser.get(f"/checkout/{checkout_id}/?from=paid"))
    assert "paid, and held until you have it" in html
    assert get_listing(listing.id).status == "sold"
    (order,) = list_orders_for_buyer(buyer.actor).orders
    assert f"/orders/{order.order_id}/" in html
    assert Page(html).inline == []


def listing_checkout(listing_id: object) -> object:
    return get_listing(listing_id).checkout_id  # type: ignore[arg-type]  # a listing's id


def test_the_same_form_sent_twice_is_one_checkout(world: World) -> None:
    buyer, listing = world.buyer(), world.listing()
    browser = browser_of(buyer.actor.require_user())
    browser.post("/bag/add/", {"listing_id": str(listing.id)})
    form = Page(text_of(browser.get("/checkout/"))).inputs
    data = {"address_id": str(buyer.address_id), "idempotency_key": form["idempotency_key"]}
    first = browser.post("/checkout/pay/", data)["Location"]
    assert browser.post("/checkout/pay/", data)["Location"] == first


def test_a_total_that_changed_is_shown_and_nothing_is_held(world: World) -> None:
    buyer, listing = world.buyer(), world.listing()
    browser = browser_of(buyer.actor.require_user())
    browser.post("/bag/add/", {"listing_id": str(listing.id)})
    response = browser.post(
        "/checkout/pay/",
        {"address_id": str(buyer.address_id), "idempotency_key": "k", "expected_minor": "1"},
    )
    assert response.status_code == 409
    assert "The total has changed" in text_of(response)
    assert Page(text_of(response)).inputs["idempotency_key"] != "k"
    assert get_listing(listing.id).status == "live"


def test_an_address_is_written_at_checkout_and_kept_when_it_is_wrong(world: World) -> None:
    person, listing = make_user(), world.listing()
    browser = browser_of(person.id)
    browser.post("/bag/add/", {"listing_id": str(listing.id)})
    typed = {
        "address_id": "new",
        "name": "Ada",
        "line1": "1 Mill Street",
        "postcode": "nowhere",
        "city": "Leeds",
    }
    response = browser.post("/checkout/pay/", typed)
    html = text_of(response)
    assert response.status_code == 422
    assert "Write a full UK postcode" in html
    assert 'value="1 Mill Street"' in html
    assert get_listing(listing.id).status == "live"
    accepted = browser.post("/checkout/pay/", typed | {"postcode": "LS1 4AP"})
    assert accepted["Location"].startswith("http://127.0.0.1:8001/pay/")


def test_no_field_that_is_folded_away_stops_the_browser_from_paying(world: World) -> None:
    buyer, listing = world.buyer(), world.listing()
    browser = browser_of(buyer.actor.require_user())
    browser.post("/bag/add/", {"listing_id": str(listing.id)})
    assert " required" not in text_of(browser.get("/checkout/"))


def test_a_held_checkout_can_be_resumed_and_given_back(world: World) -> None:
    buyer, listing = world.buyer(), world.listing()
    browser = browser_of(buyer.actor.require_user())
    browser.post("/bag/add/", {"listing_id": str(listing.id)})
    pay_page = to_pay_page(browser, world, buyer)
    here = f"/checkout/{listing_checkout(listing.id)}/"
    html = text_of(browser.get(f"{here}?from=cancelled"))
    assert "Held for you" in html
    assert browser.post(f"{here}pay/")["Location"] == pay_page
    assert browser.post(f"{here}cancel/")["Location"] == "/bag/"
    world.settle()
    assert get_listing(listing.id).status == "live"
    assert "You were not charged" in text_of(browser.get(here))


def test_who_paid_too_late_is_told_that_the_money_comes_back(world: World) -> None:
    buyer, listing = world.buyer(), world.listing()
    checkout = world.check_out(buyer, listing)
    world.pass_time(minutes=10)
    hide_listing(actor=Actor.user(listing.seller_id), listing_id=listing.id)
    with transaction.atomic():
        payment_effects().payment_late(checkout_id=checkout.checkout_id)
    browser = browser_of(buyer.actor.require_user())
    html = text_of(browser.get(f"/checkout/{checkout.checkout_id}/?from=paid"))
    assert "Your payment came too late" in html
    assert "is on its way back to you" in html
    assert "You were not charged" not in html


def test_while_the_payment_is_not_known_the_page_asks_again(world: World) -> None:
    buyer, listing = world.buyer(), world.listing()
    browser = browser_of(buyer.actor.require_user())
    browser.post("/bag/add/", {"listing_id": str(listing.id)})
    to_pay_page(browser, world, buyer)
    here = f"/checkout/{listing_checkout(listing.id)}/?from=paid"
    response = browser.get(here)
    assert response["Refresh"] == f"2; url={here}"
    assert "Confirming your payment" in text_of(response)


def test_nobody_buys_their_own_piece(world: World) -> None:
    listing = world.listing()
    browser = browser_of(listing.seller_id)
    page = browser.post("/bag/add/", {"listing_id": str(listing.id)}, follow=True)
    assert "This is your own listing." in text_of(page)
    assert bag_count(Actor.user(listing.seller_id)) == 0


def test_what_somebody_else_bought_says_so_in_the_bag(world: World) -> None:
    slow, quick, listing = world.buyer(), world.buyer(), world.listing()
    browser = browser_of(slow.actor.require_user())
    browser.post("/bag/add/", {"listing_id": str(listing.id)})
    world.buy(quick, listing)
    html = text_of(browser.get("/bag/"))
    assert "Somebody else was faster." in html
    assert browser.get("/checkout/")["Location"] == "/bag/"
    browser.post("/bag/remove/", {"listing_id": str(listing.id)})
    assert "Your bag is empty" in text_of(browser.get("/bag/"))


def test_an_order_goes_from_the_label_to_a_review(world: World) -> None:
    buyer_browser, seller_browser, buyer, _, order = bought(world)
    assert "Sold. Time to pack" in text_of(seller_browser.get(order))
    seller_browser.post(f"{order}label/")
    assert "Print label" in text_of(seller_browser.get(order))
    assert "Mark as shipped" not in text_of(buyer_browser.get(order))
    seller_browser.post(f"{order}ship/")
    html = text_of(buyer_browser.get(order))
    assert "On its way to you" in html
    assert "If the carrier says nothing more" in html
    buyer_browser.post(f"{order}confirm/")
    assert "How was it?" in text_of(buyer_browser.get(order))
    refused = buyer_browser.post(f"{order}review/", {"rating": "9", "text": "kept words"})
    assert refused.status_code == 422
    assert "kept words" in text_of(refused)
    buyer_browser.post(f"{order}review/", {"rating": "5", "text": "Lovely"})
    view = list_orders_for_buyer(buyer.actor).orders[0]
    assert view.status == "completed"
    html = text_of(buyer_browser.get(order))
    assert "Lovely" in html
    assert "How was it?" not in html


def test_each_side_reads_its_own_statement(world: World) -> None:
    buyer_browser, seller_browser, _, _, order = bought(world)
    paid, gets = text_of(buyer_browser.get(order)), text_of(seller_browser.get(order))
    assert "What you paid" in paid
    assert "£1.45" in paid
    assert "\N{MINUS SIGN}£0.45" in gets
    assert "£14.55" in gets


def test_an_order_is_called_off_and_says_so(world: World) -> None:
    buyer_browser, _, _, _, order = bought(world)
    html = text_of(buyer_browser.post(f"{order}cancel/", follow=True))
    assert "Called off" in html
    assert "The full amount goes back" in html
    again = text_of(buyer_browser.post(f"{order}confirm/", follow=True))
    assert "This order is" in again, Page(again).words


def test_somebody_elses_order_does_not_exist(world: World) -> None:
    _, _, buyer, _, order = bought(world)
    other = browser_of(make_user().id)
    assert other.get(order).status_code == 404
    for step in ("label", "ship", "confirm", "cancel", "review"):
        assert other.post(f"{order}{step}/", {"rating": "1"}).status_code == 404
    view = list_orders_for_buyer(buyer.actor).orders[0]
    assert access_order(buyer.actor, view.order_id).status == "paid"
    assert other.get(f"/checkout/{view.checkout_id}/").status_code == 404
    assert other.get(f"/orders/{uuid4()}/").status_code == 404


def test_the_inbox_says_what_waits_and_the_badge_counts_it(world: World) -> None:
    buyer_browser, seller_browser, _, _, order = bought(world)
    assert "Pack it and hand it over" in text_of(seller_browser.get("/inbox/"))
    assert '<span class="tool__count">1</span>' in text_of(seller_browser.get("/"))
    assert "Waiting for you" not in text_of(buyer_browser.get("/inbox/"))
    seller_browser.post(f"{order}ship/")
    assert "Waiting for you" not in text_of(seller_browser.get("/inbox/"))
