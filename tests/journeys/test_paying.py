"""What can go wrong between a bag and a bank, and what people are told then."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from .conftest import Open
from .market import RunningMarket
from .visitor import CHALLENGE_CARD, DECLINED_CARD, GOOD_CARD, Visitor


def test_the_core_flow_needs_no_javascript(visit: Open, market: RunningMarket) -> None:
    buyer = visit("ada", javascript=False)
    buyer.sign_in("ada")
    assert buyer.finds("corduroy") == ["Olive corduroy shirt"]
    buyer.page.locator("#filters summary", has_text="Filter").click()
    colour = buyer.page.locator("#filters details.facet", has=buyer.page.locator("[name=colour]"))
    if colour.get_attribute("open") is None:
        colour.locator("summary").first.click()
    colour.get_by_label("Green").check()
    buyer.page.locator("#filters button", has_text="Show").click()
    buyer.at("colour=green")
    assert buyer.titles() == ["Olive corduroy shirt"]
    buyer.to_pay_page(buyer.page.locator(".card__link").first.get_attribute("href") or "")
    buyer.pay_with(GOOD_CARD)
    buyer.sees_order_paid()
    buyer.page.locator("ul.lines a.line").click()
    buyer.at("/orders/")
    expect(buyer.heading("Paid. The seller packs it")).to_be_visible()
    assert "Olive corduroy shirt" not in buyer.finds("corduroy")
    buyer.expect_quiet()


def test_a_garment_is_listed_without_javascript(visit: Open, photo: object) -> None:
    seller = visit("seller", javascript=False)
    seller.goto("/")
    seller.use_demo("seller")
    seller.goto("/sell/")
    seller.upload([str(photo)])
    seller.press("Upload and go on")
    seller.at(r"/sell/[0-9a-f-]{36}/$")
    page = seller.page
    page.get_by_label("Title").fill("Plain white poplin shirt")
    seller.pick("Women")
    page.get_by_label("Type").select_option(label="Shirt")
    seller.pick("Good")
    seller.pick("White")
    page.get_by_label("Price").fill("-3")
    seller.expected_statuses.add(422)
    seller.press("Review and publish")
    assert page.get_by_label("Title").input_value() == "Plain white poplin shirt"
    expect(page.locator(".field--bad .field__error")).not_to_have_count(0)
    page.get_by_label("Price").fill("9.00")
    page.get_by_label("Size").select_option("M")
    seller.press("Review and publish")
    seller.at("/publish/$")
    assert seller.statement()["You receive"] == "£8.73"
    seller.expect_quiet()


def test_a_declined_card_charges_nothing_and_another_card_then_pays(
    visit: Open, market: RunningMarket
) -> None:
    buyer = visit("bo")
    buyer.expected_statuses.add(402)  # the provider's own status for a declined card
    buyer.sign_in("bo")
    buyer.to_pay_page(market.listing("declined"))
    buyer.pay_with(DECLINED_CARD)
    buyer.sees("Nothing was charged.")
    buyer.pay_with(GOOD_CARD)
    buyer.sees_order_paid()
    assert _orders_of(buyer) == ["Rust wool jumper"]
    buyer.expect_quiet()


def test_a_bank_that_asks_is_answered_on_its_own_page(visit: Open, market: RunningMarket) -> None:
    buyer = visit("cy")
    buyer.sign_in("cy")
    buyer.to_pay_page(market.listing("challenge"))
    buyer.pay_with(CHALLENGE_CARD)
    expect(buyer.heading("Is this you?")).to_be_visible()
    buyer.press("Fail authentication")
    buyer.sees("Nothing was charged.")
    buyer.pay_with(CHALLENGE_CARD)
    buyer.press("Complete authentication")
    buyer.sees_order_paid()
    assert _orders_of(buyer) == ["Navy pleated midi skirt"]
    buyer.expect_quiet()


def test_of_two_buyers_at_one_moment_one_wins_and_the_other_is_told_plainly(
    visit: Open, market: RunningMarket
) -> None:
    first, second = visit("dee"), visit("eve")
    before: dict[str, list[str]] = {}
    for buyer in (first, second):
        buyer.sign_in(buyer.name)
        before[buyer.name] = _orders_of(buyer)
        buyer.goto(market.listing("race"))
        buyer.press("Buy now")
        buyer.follow_link("Check out")
        buyer.at("/checkout/$")
    pay = re.compile("^Pay £")
    for buyer in (first, second):  # both are pressed before either is answered
        buyer.page.get_by_role("button", name=pay).click(no_wait_after=True)
    for buyer in (first, second):
        buyer.at("/(pay|bag)/")
    winner, loser = (first, second) if "/pay/" in first.page.url else (second, first)
    assert "/pay/" in winner.page.url
    assert "/bag/" in loser.page.url
    expect(loser.page.get_by_role("status").first).to_be_visible()
    loser.sees("No longer for sale")
    expect(loser.page.get_by_role("link", name="Check out")).to_have_count(0)
    winner.pay_with(GOOD_CARD)
    winner.sees_order_paid()
    assert _orders_of(winner) == ["Cream cable cardigan", *before[winner.name]]
    assert _orders_of(loser) == before[loser.name]
    for buyer in (first, second):
        buyer.expect_quiet()


def test_a_garment_is_free_again_when_the_ten_minutes_have_run_out(
    visit: Open, market: RunningMarket
) -> None:
    slow, next_one = visit("flo"), visit("ada")
    next_one.sign_in("ada")
    slow.sign_in("flo")
    before = _orders_of(slow)
    slow.to_pay_page(market.listing("expiry"))
    next_one.goto(market.listing("expiry"))
    next_one.sees("Someone is paying for this right now.")
    next_one.use_demo("+1 hour")
    next_one.goto(market.listing("expiry"))
    expect(next_one.page.get_by_role("button", name="Buy now")).to_be_visible()
    slow.expected_statuses.add(410)  # the provider says that the page is over
    slow.pay_with(GOOD_CARD)
    expect(slow.heading("This payment has timed out")).to_be_visible()
    slow.follow_link("Back to the shop")
    slow.sees("You were not charged")
    assert _orders_of(slow) == before
    slow.expect_quiet()
    next_one.expect_quiet()


def test_nobody_buys_their_own_garment(visit: Open, market: RunningMarket) -> None:
    seller = visit("seller")
    seller.goto("/")
    seller.use_demo("seller")
    seller.goto(market.listing("shop"))
    expect(seller.page.get_by_role("link", name="Edit")).to_be_visible()
    expect(seller.page.get_by_role("button", name="Buy now")).to_have_count(0)
    token = seller.page.locator("input[name=csrfmiddlewaretoken]").first.input_value()
    answer = seller.context.request.post(
        f"{market.url}/bag/add/",
        form={
            "listing_id": market.seeded["listings"]["shop"],
            "then": "checkout",
            "csrfmiddlewaretoken": token,
        },
        headers={"Referer": f"{market.url}/"},
    )
    assert answer.ok
    assert "This is your own listing." in answer.text()
    seller.goto("/bag/")
    expect(seller.heading("Your bag is empty")).to_be_visible()
    seller.expect_quiet()


def _orders_of(person: Visitor) -> list[str]:
    person.goto("/orders/?side=buying")
    rows = person.page.locator("main .line__title")
    return [text.strip() for text in rows.all_inner_texts()]


def test_a_parcel_goes_to_the_address_that_was_chosen_last(
    visit: Open, market: RunningMarket
) -> None:
    buyer = visit("bo")
    buyer.sign_in("bo")
    buyer.goto(market.listing("shop"))
    buyer.press("Buy now")
    buyer.follow_link("Check out")
    street = buyer.page.get_by_label("Street and number")
    expect(street).to_be_hidden()
    buyer.page.get_by_text("Another address").click()
    expect(street).to_be_visible()
    buyer.expected_statuses.add(422)
    buyer.page.get_by_role("button", name=re.compile("^Pay £")).click()
    expect(buyer.page.locator(".field--bad")).not_to_have_count(0)
    buyer.page.get_by_label("Full name").fill("Bo at work")
    street.fill("9 Park Row")
    buyer.page.get_by_label("Postcode").fill("BS6 5BZ")
    buyer.page.get_by_label("Town").fill("Bristol")
    buyer.page.get_by_role("button", name=re.compile("^Pay £")).click()
    buyer.at("/pay/")
    buyer.pay_with(GOOD_CARD)
    buyer.sees_order_paid()
    buyer.page.locator("ul.lines a.line").click()
    expect(buyer.page.locator("address")).to_contain_text("9 Park Row")
    buyer.expect_quiet()
