"""At phone size: a listing is held with its reasons, mended, held again, appealed and decided; two
people talk, and the sender is warned."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from .conftest import Open
from .market import RunningMarket
from .visitor import Visitor


def rewrite(seller: Visitor, path: str, description: str) -> None:
    """Change the description of a listing that is up, or was."""
    seller.goto(path.replace("/l/", "/sell/"))
    seller.page.get_by_label("Description").fill(description)
    seller.press("Save changes")
    seller.at(f"{re.escape(path)}$")


def stands_on_phone(visitor: Visitor) -> None:
    """Nothing sticks out sideways."""
    width = visitor.page.evaluate("document.documentElement.scrollWidth")
    assert width <= 390, f"{visitor.page.url} is {width} wide"


def prove_identity(seller: Visitor) -> None:
    """Fill in the provider's page, which comes before the first listing that goes live."""
    seller.goto("/you/")
    button = seller.page.get_by_role("button", name="Confirm who you are")
    if button.count() == 0:
        return
    button.click()
    seller.at("/onboard/")
    for label, value in (
        ("Legal name", "Mara Maker"), ("Day", "4"), ("Month", "5"), ("Year", "1992"),
        ("Sort code", "10-88-00"), ("Account number", "00012345"),
    ):  # fmt: skip
        seller.page.get_by_label(label).fill(value)
    seller.press("Agree and continue")
    seller.sees("Confirmed. You can sell and be paid.")


def test_a_listing_is_held_mended_held_again_appealed_and_let_go(
    visit: Open, market: RunningMarket
) -> None:
    path = market.listing("held")
    seller, staff, buyer = visit("seller"), visit("staff"), visit("buyer")
    for visitor, role in ((seller, "seller"), (staff, "staff")):
        visitor.goto("/")
        visitor.use_demo(role)
    prove_identity(seller)
    rewrite(seller, path, "Soft. Text me on 07700 900123.")
    seller.sees("is hidden: only you can see it.")
    seller.sees("The text seems to give: a phone number.")
    stands_on_phone(seller)
    buyer.expected_statuses = {404}
    buyer.goto(path)
    seller.press("Show again")
    seller.sees("Still hidden. Below you read why.")

    rewrite(seller, path, "Soft.")
    seller.press("Show again")
    seller.sees("Back on the rail.")
    rewrite(seller, path, "Soft, AAA quality.")
    seller.sees("Until a person has looked at it.")
    seller.follow_link("Think this is wrong?")
    seller.at("/you/standing/#d-")
    stands_on_phone(seller)
    seller.page.locator("details summary", has_text="Ask for another look").first.click()
    seller.page.get_by_label("Why is it wrong?").first.fill("AAA is what the brand is called.")
    seller.page.get_by_role("button", name="Send appeal").first.click()
    seller.sees("A person is looking at it")

    staff.goto("/desk/trust/")
    staff.page.get_by_text("AAA is what the brand is called.").first.click()
    stands_on_phone(staff)
    staff.sees("aaa quality")
    staff.pick("Take it back")
    staff.page.get_by_label("Your answer, as they read it").fill("So it is. Sorry.")
    staff.press("Answer the appeal")
    staff.sees("Answered. They read it on their page.")

    seller.goto("/inbox/")
    seller.follow_link("Read what, why, and what you can do")
    seller.sees("Taken back")
    seller.sees("So it is. Sorry.")
    buyer.expected_statuses = set()
    buyer.goto(path)
    expect(buyer.heading("Brown leather belt jacket")).to_be_visible()
    buyer.goto("/transparency/")
    expect(buyer.page.locator(".tile", has_text="Decisions taken back")).to_contain_text("1")
    stands_on_phone(buyer)
    for visitor in (seller, staff):
        visitor.expect_quiet()


def test_two_people_talk_and_the_sender_is_warned_first(visit: Open, market: RunningMarket) -> None:
    buyer, seller = visit("ada"), visit("seller", javascript=False)
    path = market.listing("talk")
    buyer.sign_in("ada", then=path)
    seller.goto("/")
    seller.use_demo("seller")
    buyer.follow_link("Message the seller")
    buyer.page.get_by_label("Your message").fill("Is it soft?")
    buyer.press("Send")
    buyer.at("/messages/.*#newest")

    seller.goto("/inbox/")
    seller.sees("1 new")
    seller.page.locator("a.thread").first.click()
    seller.sees("Is it soft?")
    seller.page.get_by_label("Your message").fill("Very.")
    seller.press("Send")

    buyer.page.reload()
    buyer.sees("Very.")
    buyer.expected_statuses = {422}
    buyer.page.get_by_label("Your message").fill("Ring me: o7700 9oo 123")
    buyer.press("Send")
    buyer.sees("Not sent yet. Have another look?")
    stands_on_phone(buyer)
    seller.page.reload()
    assert seller.page.get_by_text("Ring me").count() == 0
    buyer.press("Send it as it is")
    buyer.sees("You were warned: a phone number.")
    seller.page.reload()
    seller.sees("Careful: this mentions a phone number.")
    stands_on_phone(seller)
    seller.press("Block this person")
    buyer.page.reload()
    buyer.sees("Messages between the two of you are closed.")
    buyer.expect_quiet()
    seller.expect_quiet()
