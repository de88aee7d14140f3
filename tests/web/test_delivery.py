"""How a parcel gets to its buyer, page by page: the shop says, the buyer chooses, both read on."""

from __future__ import annotations

from uuid import UUID

from django.test import Client

from rethread.market.accounts.selectors import get_shop
from rethread.market.accounts.services import set_delivery_methods
from rethread.market.catalogue.selectors import get_listing
from rethread.market.catalogue.types import ListingView
from rethread.market.orders.selectors import access_order, find_pickup
from rethread.market.orders.services import make_label, mark_shipped, start_checkout
from rethread.market.pricing.types import DeliveryMethod
from rethread.platform.kernel import Actor
from tests.market.orders.world import Buyer, World

from .browsing import Page, browser_of, text_of

PLACE = "Headingley, by the park"


def offering(world: World) -> tuple[Actor, ListingView]:
    seller = world.seller()
    listing = world.listing(seller)
    set_delivery_methods(
        actor=seller,
        shop_id=listing.shop.id,
        methods=("tracked", "untracked", "pickup"),
        pickup_place=PLACE,
    )
    return seller, listing


def bought(
    world: World, listing: ListingView, method: DeliveryMethod
) -> tuple[Buyer, Client, str, UUID]:
    buyer = world.buyer()
    checkout = start_checkout(
        actor=buyer.actor,
        address_id=buyer.address_id,
        idempotency_key="k",
        expected_total=None,
        listing_ids=[listing.id],
        delivery={listing.shop.id: method},
    )
    order_id = world.pay(buyer, checkout.checkout_id).orders[0].order_id
    return buyer, browser_of(buyer.actor.require_user()), f"/orders/{order_id}/", order_id


def test_a_shop_says_how_it_delivers_and_strangers_read_it(world: World) -> None:
    listing = world.listing()
    browser = browser_of(listing.seller_id)
    page = text_of(browser.get("/you/shop/"))
    assert Page(page).inline == []
    assert "£5.99" in page
    assert "£4.49" in page
    answer = browser.post(
        "/you/shop/delivery/", {"methods": ["tracked", "pickup"], "pickup_place": PLACE}
    )
    assert answer["Location"] == "/you/shop/"
    assert get_shop(listing.shop.id).delivery_methods == ("tracked", "pickup")
    seen = text_of(Client().get(f"/l/{listing.id}/"))
    assert "£5.99 tracked delivery, 2 to 3 working days" in seen
    assert f"Free pick-up: {PLACE}" in seen
    assert "untracked" not in seen


def test_what_a_shop_cannot_offer_is_said_beside_it_and_nothing_changes(world: World) -> None:
    listing = world.listing()
    browser = browser_of(listing.seller_id)
    for typed in ({}, {"methods": "drone"}, {"methods": "pickup", "pickup_place": " "}):
        answer = browser.post("/you/shop/delivery/", typed)
        assert answer.status_code == 422
        assert "field--bad" in text_of(answer)
    assert get_shop(listing.shop.id) == listing.shop


def test_a_buyer_chooses_at_checkout_and_pays_what_the_page_says(world: World) -> None:
    _, listing = offering(world)
    buyer = world.buyer()
    browser = browser_of(buyer.actor.require_user())
    browser.post("/bag/add/", {"listing_id": str(listing.id)})
    assert "You choose how you get it at checkout." in text_of(browser.get("/bag/"))
    html = text_of(browser.get("/checkout/"))
    tracked = int(Page(html).inputs["expected_minor"])
    chosen = f"/checkout/?delivery={listing.shop.id}%3Auntracked"
    assert chosen in html
    html = text_of(browser.get(chosen))
    form = Page(html).inputs
    assert int(form["expected_minor"]) == tracked - 150
    assert form["delivery"] == f"{listing.shop.id}:untracked"
    assert Page(html).inline == []
    data = {
        "address_id": str(buyer.address_id),
        "idempotency_key": form["idempotency_key"],
        "expected_minor": form["expected_minor"],
        "delivery": form["delivery"],
    }
    assert browser.post("/checkout/pay/", data)["Location"].startswith("http://127.0.0.1:8001/pay/")
    checkout_id = get_listing(listing.id).checkout_id
    held = text_of(browser.get(f"/checkout/{checkout_id}/"))
    assert "£4.49 untracked delivery" in held


def test_who_picks_everything_up_gives_no_address(world: World) -> None:
    _, listing = offering(world)
    buyer = world.buyer()
    browser = browser_of(buyer.actor.require_user())
    browser.post("/bag/add/", {"listing_id": str(listing.id)})
    html = text_of(browser.get(f"/checkout/?delivery={listing.shop.id}:pickup"))
    assert "Where to" not in html
    form = Page(html).inputs
    assert form["address_id"] == "none"
    sent = browser.post(
        "/checkout/pay/",
        {name: form[name] for name in ("address_id", "idempotency_key", "delivery")},
    )
    assert sent["Location"].startswith("http://127.0.0.1:8001/pay/")


def test_a_way_that_was_withdrawn_is_said_and_nothing_is_held(world: World) -> None:
    seller, listing = offering(world)
    buyer = world.buyer()
    browser = browser_of(buyer.actor.require_user())
    browser.post("/bag/add/", {"listing_id": str(listing.id)})
    form = Page(text_of(browser.get(f"/checkout/?delivery={listing.shop.id}:pickup"))).inputs
    set_delivery_methods(actor=seller, shop_id=listing.shop.id, methods=("tracked",))
    answer = browser.post(
        "/checkout/pay/",
        {name: form[name] for name in ("address_id", "idempotency_key", "delivery")},
    )
    assert answer.status_code == 409
    html = text_of(answer)
    assert "does not deliver that way any more" in html
    assert "Where to" in html
    assert get_listing(listing.id).status == "live"


def test_nonsense_in_the_address_of_the_checkout_chooses_nothing(world: World) -> None:
    _, listing = offering(world)
    browser = browser_of(world.buyer().actor.require_user())
    browser.post("/bag/add/", {"listing_id": str(listing.id)})
    for text in ("x", "x:pickup", f"{listing.shop.id}:drone", ":", "%00"):
        form = Page(text_of(browser.get("/checkout/", {"delivery": text}))).inputs
        assert form["delivery"] == f"{listing.shop.id}:tracked"


def test_a_pickup_is_handed_over_with_the_buyers_code(world: World) -> None:
    seller, listing = offering(world)
    buyer, browser, path, order_id = bought(world, listing, "pickup")
    pickup = find_pickup(access_order(buyer.actor, order_id))
    assert pickup is not None
    shown = f"{pickup.code[:3]} {pickup.code[3:]}"
    mine = text_of(browser.get(path))
    assert shown in mine
    assert PLACE in mine
    assert "1 Mill Street" not in mine
    selling = browser_of(seller.require_user())
    theirs = text_of(selling.get(path))
    assert shown not in theirs
    assert pickup.code not in theirs
    assert "Get the label" not in theirs
    assert "Mark as shipped" not in theirs
    assert Page(theirs).inline == []
    wrong = f"{(int(pickup.code) + 1) % 1_000_000:06d}"
    again = text_of(selling.post(f"{path}hand-over/", {"code": wrong}, follow=True))
    assert "That is not the code of this order. You can try 4 more times." in again
    done = text_of(selling.post(f"{path}hand-over/", {"code": shown}, follow=True))
    assert "Handed over." in done
    assert access_order(seller, order_id).status == "delivered"
    arrived = text_of(browser.get(path))
    assert "Picked up" in arrived
    assert "All good, release the payment" in arrived


def test_a_code_that_is_spent_is_renewed_by_its_buyer_alone(world: World) -> None:
    seller, listing = offering(world)
    buyer, browser, path, order_id = bought(world, listing, "pickup")
    selling = browser_of(seller.require_user())
    for _ in range(5):
        selling.post(f"{path}hand-over/", {"code": "x"})
    assert "it no longer works" in text_of(selling.get(path))
    refused = text_of(selling.post(f"{path}new-code/", follow=True))
    assert "Only the buyer can do this." in refused
    renewed = text_of(browser.post(f"{path}new-code/", follow=True))
    assert "Here is your new code." in renewed
    pickup = find_pickup(access_order(buyer.actor, order_id))
    assert pickup is not None
    assert pickup.tries_left == 5


def test_both_sides_of_an_untracked_parcel_read_that_nobody_scans_it(world: World) -> None:
    seller, listing = offering(world)
    _, browser, path, order_id = bought(world, listing, "untracked")
    make_label(actor=seller, order_id=order_id)
    mark_shipped(actor=seller, order_id=order_id)
    selling = browser_of(seller.require_user())
    for side in (browser, selling):
        html = text_of(side.get(path))
        assert "Nobody scans this parcel." in html
        assert "If the carrier says nothing more" not in html
        assert "RT" not in html.split('<h2 id="tl"')[1].split("</section>")[0]
    help_page = text_of(browser.get(f"/help/order/{order_id}/where_is_it/"))
    assert "It was sent untracked, as chosen at checkout" in help_page
    assert "The carrier has not scanned it yet." not in help_page


def test_a_seller_gets_labels_in_one_go_and_prints_them(world: World) -> None:
    seller = world.seller()
    paths = []
    for _ in range(2):
        (order,) = world.buy(world.buyer(), world.listing(seller))
        paths.append(order.order_id)
    selling = browser_of(seller.require_user())
    assert "Ship today" in text_of(selling.get("/orders/?side=selling"))
    html = text_of(selling.get("/sell/orders/"))
    assert "2 parcels wait." in html
    assert "1 Mill Street" in html
    assert "Large parcel" in html
    assert Page(html).inline == []
    nothing = text_of(selling.post("/sell/orders/labels/", follow=True))
    assert "Choose what you want labels for." in nothing
    done = selling.post("/sell/orders/labels/", {"order": [str(one) for one in paths]}, follow=True)
    assert "2 labels are ready to print." in text_of(done)
    assert "Print 2 labels" in text_of(done)
    pdf = selling.get("/sell/orders/labels.pdf", {"order": [str(one) for one in paths]})
    assert (pdf["Content-Type"], pdf["Cache-Control"]) == ("application/pdf", "private, no-store")
    assert pdf.content.startswith(b"%PDF-")
    assert pdf.content.count(b"/MediaBox") == 2
    page = text_of(selling.get(f"/orders/{paths[0]}/"))
    assert f"/orders/{paths[0]}/label.pdf" in page
    assert f"/orders/{paths[0]}/label.svg" in page
    qr = selling.get(f"/orders/{paths[0]}/label.svg")
    assert qr["Content-Type"] == "image/svg+xml"
    sent = selling.post(f"/orders/{paths[0]}/ship/", {"next": "/sell/orders/"}, follow=True)
    assert "1 parcel waits." in text_of(sent)


def test_nobody_else_reads_a_label(world: World) -> None:
    seller, buyer = world.seller(), world.buyer()
    (order,) = world.buy(buyer, world.listing(seller))
    make_label(actor=seller, order_id=order.order_id)
    one = f"/orders/{order.order_id}"
    addresses = (
        f"{one}/label.pdf",
        f"{one}/label.svg",
        f"/sell/orders/labels.pdf?order={order.order_id}",
    )
    for browser in (
        browser_of(buyer.actor.require_user()),
        browser_of(world.seller().require_user()),
    ):
        for address in addresses:
            assert browser.get(address).status_code == 404
    for address in (*addresses, "/sell/orders/"):
        assert Client().get(address).status_code == 303
    selling = browser_of(seller.require_user())
    for address in ("/sell/orders/labels.pdf", "/sell/orders/labels.pdf?order=x"):
        assert selling.get(address).status_code == 404


def test_scans_stand_in_the_timeline_of_both_sides(world: World) -> None:
    seller, buyer = world.seller(), world.buyer()
    (order,) = world.buy(buyer, world.listing(seller))
    make_label(actor=seller, order_id=order.order_id)
    mark_shipped(actor=seller, order_id=order.order_id)
    world.pass_time(days=2)
    for actor in (seller, buyer.actor):
        html = text_of(browser_of(actor.require_user()).get(f"/orders/{order.order_id}/"))
        timeline = html.split('<ol class="timeline">')[1].split("</ol>")[0]
        at = [timeline.index(words) for words in ("Shipped", "On the road", "Out for delivery")]
        assert at == sorted(at)
        assert timeline.count("Delivered") == 1


def test_the_queue_costs_a_fixed_number_of_statements(
    world: World, django_assert_max_num_queries: object
) -> None:
    seller = world.seller()
    for _ in range(3):
        world.buy(world.buyer(), world.listing(seller))
    selling = browser_of(seller.require_user())
    selling.get("/sell/orders/")
    with django_assert_max_num_queries(16):  # type: ignore[operator]  # pytest-django's fixture
        selling.get("/sell/orders/")
