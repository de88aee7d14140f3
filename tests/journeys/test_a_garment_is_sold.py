"""The whole life of one sale, on a phone, from a photograph to money in a bank account.

Every amount is worked out by hand here; the provider's own objects are read with its SDK.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import duckdb
import stripe
from playwright.sync_api import expect

from rethread.platform.kernel.money import SYMBOLS

from .conftest import Open
from .market import RunningMarket, within
from .visitor import GOOD_CARD, Visitor

MINUS = "\u2212"  # as the pages write it
TITLE = "Indigo overshirt with pearl snaps"
QUERY = "pearl snaps"
SELLER, BUYER = "mara@people.example", "nils@people.example"
# By hand, from the published fees: buyers pay 5 % + 0.70, sellers 3 %, a small parcel is 2.99.
PRICE = 1750
BUYER_FEE = 88 + 70  # 5 % of 17.50 is 87.5: half up
SELLER_FEE = 53  # 3 % of 17.50 is 52.5: half up
DELIVERY = 299
BUYER_PRICE = PRICE + BUYER_FEE
TOTAL = PRICE + BUYER_FEE + DELIVERY
SELLER_GETS = PRICE - SELLER_FEE
PROVIDER_FEE = 33 + 20  # 1.5 % of 22.07 is 33.1; and 20
CLOCK_MOVES_MAX = 4  # two days each: the longest way over a weekend and its neighbours


def pounds(minor: int) -> str:
    return f"{MINUS if minor < 0 else ''}{SYMBOLS['GBP']}{abs(minor) / 100:.2f}"


def test_a_garment_goes_from_a_photo_to_a_payout_and_every_book_agrees(
    visit: Open, untouched_market: RunningMarket, photo: Path
) -> None:
    market = untouched_market
    seller, buyer, stranger = (
        visit(name, market=market) for name in ("seller", "buyer", "stranger")
    )

    listing = _list_a_piece(seller, photo)
    _index_has_it(stranger)
    _buy(buyer, listing)
    assert TITLE not in stranger.finds(QUERY)
    stranger.page.goto(listing)
    stranger.sees("This piece has found its next owner.")

    order = _ship(seller)
    _receive(buyer, order)
    _be_paid(seller, order)

    account = _books_agree(market)
    assert account == {"pending": 0, "available": 0}
    _warehouse_has_it(market, order)
    for person in (seller, buyer, stranger):
        person.expect_quiet()


def _list_a_piece(seller: Visitor, photo: Path) -> str:
    seller.sign_up(SELLER, then="/sell/")
    seller.upload([photo])
    seller.at(r"/sell/[0-9a-f-]{36}/$")
    _describe(seller)
    seller.press("Review and publish")
    seller.at("/publish/$")
    assert seller.statement() == {
        "Your price": pounds(PRICE),
        "Selling fee": pounds(-SELLER_FEE),
        "You receive": pounds(SELLER_GETS),
    }
    expect(seller.page.get_by_role("button", name="Put it on the rail")).to_be_disabled()
    seller.prove_identity("Confirm who you are")
    seller.at("/publish/$")
    seller.sees("Confirmed. You can sell and be paid.")
    seller.press("Put it on the rail")
    seller.at(r"/l/[0-9a-f-]{36}/$")
    seller.sees("On the rail. Everybody can see it now.")
    return seller.page.url


def _describe(seller: Visitor) -> None:
    page = seller.page
    page.get_by_label("Title").fill(TITLE)
    seller.pick("Women")
    with page.expect_response(re.compile("/sell/sizes/")):
        page.get_by_label("Type").select_option(label="Shirt")
    page.get_by_label("Size").select_option("M")
    seller.pick("Good")
    seller.pick("Blue")
    page.get_by_label("Description").fill("Soft, a little faded at the elbows, all snaps work.")
    with page.expect_response(re.compile("/sell/price-note/")):
        page.get_by_label("Price").press_sequentially("17.50")
    expect(page.locator("#price-note")).to_contain_text(f"You receive {pounds(SELLER_GETS)}")
    expect(page.locator("#price-note")).to_contain_text(f"Buyers see {pounds(BUYER_PRICE)}")


def _index_has_it(stranger: Visitor) -> None:
    within(15, lambda: stranger.finds(QUERY) == [TITLE], "the search index takes the new piece")


def _buy(buyer: Visitor, listing: str) -> None:
    buyer.sign_up(BUYER)
    page = buyer.page
    page.get_by_role("searchbox").first.fill(QUERY)
    page.keyboard.press("Enter")
    buyer.at(r"/search/\?q=")
    assert buyer.titles() == [TITLE]
    _filter(buyer)
    page.locator(".card__link").click()
    assert page.url == listing
    buyer.press("Buy now")
    buyer.at("/bag/$")
    assert buyer.statement()["Total"] == pounds(TOTAL)
    buyer.follow_link("Check out")
    page.get_by_label("Full name").fill("Nils Buyer")
    page.get_by_label("Street and number").fill("12 Mill Lane")
    page.get_by_label("Postcode").fill("LS6 2AA")
    page.get_by_label("Town").fill("Leeds")
    buyer.press(f"Pay {pounds(TOTAL)}")
    buyer.at("/pay/")
    expect(page.locator(".total")).to_have_text(pounds(TOTAL))
    buyer.pay_with(GOOD_CARD)
    buyer.sees_order_paid()


def _filter(buyer: Visitor) -> None:
    page = buyer.page
    page.locator("#filters summary", has_text="Filter").click()
    size = page.locator("#filters details.facet", has=page.locator("input[name=size]"))
    if size.get_attribute("open") is None:
        size.locator("summary").click()
    size.get_by_label("M", exact=False).first.check()
    price = page.locator("#filters details.facet", has=page.locator("#price_max"))
    if price.get_attribute("open") is None:
        price.locator("summary").click()
    page.locator("#price_max").fill(f"{BUYER_PRICE / 100:.2f}")
    page.locator("#filters button", has_text="Show").click()
    buyer.at("price_max=")
    assert "size=alpha%3Am" in page.url
    assert buyer.titles() == [TITLE]


def _ship(seller: Visitor) -> str:
    _add_own_address(seller)
    seller.goto("/inbox/")
    seller.follow_link(TITLE)
    seller.at(r"/orders/[0-9a-f-]{36}/$")
    assert seller.statement() == {
        TITLE: pounds(PRICE),
        "Selling fee": pounds(-SELLER_FEE),
        "You receive": pounds(SELLER_GETS),
    }
    order = seller.page.url
    seller.press("Get the label")
    seller.sees("Your label is ready.")
    seller.press("Mark as shipped")
    seller.sees("Marked as shipped.")
    return order


def _add_own_address(seller: Visitor) -> None:
    seller.goto("/you/#addresses")
    page = seller.page
    page.get_by_text("Add an address").click()
    page.get_by_label("Full name").fill("Mara Maker")
    page.get_by_label("Street and number").fill("3 Elm Grove")
    page.get_by_label("Postcode").fill("M4 1HQ")
    page.get_by_label("Town").fill("Manchester")
    seller.press("Save address")
    seller.sees("Address saved.")


def _receive(buyer: Visitor, order: str) -> None:
    buyer.page.goto(order)
    expect(buyer.heading("On its way to you")).to_be_visible()
    buyer.use_demo(TITLE)
    expect(buyer.heading("It has arrived")).to_be_visible()
    assert buyer.statement()["Total"] == pounds(TOTAL)
    buyer.use_demo("+2 days")
    buyer.page.goto(order)
    expect(buyer.heading("All done")).to_be_visible()


def _be_paid(seller: Visitor, order: str) -> None:
    seller.page.goto(order)
    expect(seller.heading("All done")).to_be_visible()
    assert seller.statement() == {
        TITLE: pounds(PRICE),
        "Selling fee": pounds(-SELLER_FEE),
        "You receive": pounds(SELLER_GETS),
    }
    ready = seller.page.locator("dl.balance > div", has_text="Ready to pay out").locator("dd")
    _move_days_until(seller, lambda: ready.inner_text() == pounds(SELLER_GETS), "money is ready")
    seller.press("Pay out")
    seller.sees("On its way to your bank.")
    paid = seller.page.locator(".badge", has_text=re.compile("^Paid$"))
    _move_days_until(seller, lambda: paid.count() == 1, "the payout arrives")
    assert ready.inner_text() == pounds(0)


def _move_days_until(seller: Visitor, happened: Any, what: str) -> None:
    """Move the demo's clock by two days at a time; whatever is due happens on the way."""
    for _ in range(CLOCK_MOVES_MAX):
        seller.goto("/you/")
        if happened():
            return
        seller.use_demo("+2 days")
    seller.goto("/you/")
    assert happened(), what


def _books_agree(market: RunningMarket) -> dict[str, int]:
    """Compare the ledger with the provider's own balance objects; return the seller's."""
    client = stripe.StripeClient("sk_test_local", base_addresses={"api": market.sandbox_url})
    found = [
        account for account in client.v1.accounts.list().data if account.charges_enabled is not None
    ]
    accounts = [account.id for account in found]
    assert len(accounts) == 1
    books = market.books()
    assert books["breaks"] == []
    assert books["broken"] == []
    ledger = books["balances"]
    for name in ("platform", accounts[0]):
        options: Any = {} if name == "platform" else {"stripe_account": name}
        theirs = client.v1.balance.retrieve(options=options)
        for state, amounts in (("pending", theirs.pending), ("available", theirs.available)):
            pounds_there = sum(money.amount for money in amounts if money.currency == "gbp")
            assert ledger.get(f"provider_{state}:{name}", 0) == pounds_there, (name, state)
    assert ledger["fee_buyer"] == BUYER_FEE
    assert ledger["fee_seller"] == SELLER_FEE
    assert ledger["shipping"] == DELIVERY
    assert ledger["provider_fees"] == PROVIDER_FEE
    assert ledger["provider_available:platform"] == TOTAL - PROVIDER_FEE - SELLER_GETS
    assert ledger["provider_pending:platform"] == 0
    assert [name for name in ledger if name.startswith("held:") and ledger[name]] == []
    return {
        state: ledger.get(f"provider_{state}:{accounts[0]}", 0)
        for state in ("pending", "available")
    }


def _warehouse_has_it(market: RunningMarket, order: str) -> None:
    order_id = order.rstrip("/").rsplit("/", 1)[-1]
    within(120, market.warehouse_built, "the warehouse is built")
    served = _served(market)
    with duckdb.connect(str(served), read_only=True) as marts:
        rows = marts.execute(
            "SELECT item_minor, buyer_fee_minor, delivery_minor, seller_fee_minor, total_minor, "
            "currency, item_count, status FROM marts.fct_order WHERE order_id = ?",
            [order_id],
        ).fetchall()
    assert rows == [(PRICE, BUYER_FEE, DELIVERY, SELLER_FEE, TOTAL, "GBP", 1, "completed")]


def _served(market: RunningMarket) -> Path:
    pointer = market.home / "warehouse" / "current.json"
    return pointer.with_name(json.loads(pointer.read_text())["file"])
