"""Follow, like, price drop, alert; and reviews that nobody reads before both have written."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import expect

from .conftest import Open
from .market import RunningMarket, within
from .visitor import GOOD_CARD, Visitor

TITLE = "Rust waxed overshirt with horn buttons"
QUERY = "horn buttons overshirt"
REVIEWED = "Orange cord pinafore"
ALERT_S = 15  # the machine that runs the journeys is slow; the market itself takes a second or two


def test_a_saved_search_finds_a_new_piece_and_a_liked_one_becomes_cheaper(
    visit: Open, photo: Path
) -> None:
    seller, buyer = visit("seller"), visit("buyer")
    buyer.sign_up("wanda@people.example", then="/search/")
    _save_search(buyer)

    listing = _list_a_piece(seller, photo)

    def found() -> bool:
        buyer.goto("/searches/")
        return buyer.page.get_by_text("1 new", exact=True).count() == 1

    within(ALERT_S, found, "the saved search finds the new piece")
    _fits(buyer)
    buyer.page.get_by_text("1 new", exact=True).click()
    buyer.sees("1 piece since you last looked.")
    assert buyer.titles() == [TITLE]
    _fits(buyer)

    _like_and_follow(buyer, listing)
    _lower_the_price(seller, listing)

    def cheaper() -> bool:
        buyer.goto("/likes/")
        return buyer.page.get_by_text("Cheaper now").count() == 1

    within(ALERT_S, cheaper, "the drop in price is told")
    row = buyer.page.locator("main .lines .line").first
    expect(row).to_contain_text("was £18.50")
    expect(row).to_contain_text("now £13.30")
    _fits(buyer)
    for person in (seller, buyer):
        person.expect_quiet()


def _save_search(buyer: Visitor) -> None:
    buyer.goto(f"/search/?q={QUERY}&department=women")
    _fits(buyer)
    buyer.press("Save this search")
    buyer.at("/searches/$")
    buyer.sees("Saved. You hear of new pieces that match within seconds.")
    buyer.sees("Nothing new yet. We keep looking.")


def _list_a_piece(seller: Visitor, photo: Path) -> str:
    seller.sign_up("sella@people.example", then="/sell/")
    seller.upload([photo])
    seller.at(r"/sell/[0-9a-f-]{36}/$")
    page = seller.page
    page.get_by_label("Title").fill(TITLE)
    seller.pick("Women")
    with page.expect_response(re.compile("/sell/sizes/")):
        page.get_by_label("Type").select_option(label="Shirt")
    page.get_by_label("Size").select_option("M")
    seller.pick("Good")
    seller.pick("Orange")
    page.get_by_label("Price").fill("16.95")
    seller.press("Review and publish")
    seller.at("/publish/$")
    seller.prove_identity("Confirm who you are")
    seller.press("Put it on the rail")
    seller.at(r"/l/[0-9a-f-]{36}/$")
    return page.url


def _like_and_follow(buyer: Visitor, listing: str) -> None:
    page = buyer.page
    page.goto(listing)
    with page.expect_response("**/like/"):
        page.locator("main .heart--inline").click()
    page.locator("a[href^='/shop/']").first.click()
    buyer.press("Follow")
    expect(page.get_by_role("button", name="Following")).to_be_visible()
    buyer.sees("answer time not known yet")
    _fits(buyer)
    buyer.goto("/?sort=following")
    assert buyer.titles() == [TITLE]
    _fits(buyer)


def _lower_the_price(seller: Visitor, listing: str) -> None:
    seller.page.goto(listing)
    seller.sees("Shown in the feed, in search and in your shop.")
    _fits(seller)
    seller.follow_link("Edit")
    seller.page.get_by_label("Price").fill("12.00")
    seller.press("Save changes")
    seller.goto("/sell/stats/")
    _fits(seller)


def test_reviews_are_blind_until_both_have_written(visit: Open, market: RunningMarket) -> None:
    seller, buyer = visit("seller"), visit("buyer")
    seller.goto("/")
    seller.use_demo("seller")
    buyer.sign_in("flo")
    buyer.to_pay_page(market.listing("reviewed"))
    buyer.pay_with(GOOD_CARD)
    buyer.sees_order_paid()
    seller.goto("/inbox/")
    seller.follow_link(REVIEWED)
    order = seller.page.url
    seller.press("Get the label")
    seller.press("Mark as shipped")
    seller.sees("Marked as shipped.")
    buyer.page.goto(order)
    buyer.use_demo(REVIEWED)
    buyer.use_demo("+2 days")
    buyer.page.goto(order)
    expect(buyer.heading("All done")).to_be_visible()

    _review(buyer, order, 2, "The lining was torn.")
    buyer.sees("Only you can read it until both of you have written")
    _fits(buyer)
    seller.page.goto(order)
    seller.sees("They have written. You read theirs as soon as you have written yours.")
    expect(seller.page.get_by_text("The lining was torn.")).to_have_count(0)
    seller.goto(f"/shop/{market.seeded['shop']}/?tab=reviews")
    expect(seller.page.get_by_text("The lining was torn.")).to_have_count(0)

    _review(seller, order, 5, "Paid at once.")
    seller.sees("The lining was torn.")
    _fits(seller)
    buyer.page.goto(order)
    buyer.sees("Paid at once.")
    seller.goto(f"/shop/{market.seeded['shop']}/?tab=reviews")
    seller.sees("The lining was torn.")
    seller.page.get_by_text("Answer, once").first.click()
    seller.page.get_by_label("Your answer").first.fill("I am sorry, I had not seen it.")
    seller.press("Answer")
    seller.sees("I am sorry, I had not seen it.")
    _fits(seller)
    for person in (seller, buyer):
        person.expect_quiet()


def _review(person: Visitor, order: str, stars: int, words: str) -> None:
    person.page.goto(order)
    form = person.page.locator("#review form")
    form.get_by_label(str(stars), exact=True).check(force=True)
    form.get_by_label("In a sentence or two").fill(words)
    person.press("Write review")
    person.sees("Thank you.")


def _fits(person: Visitor) -> None:
    width = person.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert width[0] <= width[1], (person.page.url, width)
