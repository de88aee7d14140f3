"""A seller reads what an order brought and how a month went, on paper too and as a table."""

from __future__ import annotations

import csv
import io

from rethread.market.orders.models import Order, OrderLine
from rethread.market.orders.services import confirm_received
from rethread.market.payments.selectors import order_money
from rethread.market.payments.services import charge_seller
from rethread.platform.kernel import Actor, Money, new_id
from tests.market.orders.world import World
from tests.market.support.people import Sale, paid, shipped

from .browsing import Page, browser_of, text_of


def owe(seller: Actor, minor: int) -> None:
    charge_seller(
        actor=Actor.system("tests"), seller_id=seller.require_user(), key=f"boost:{new_id()}",
        kind="boost", subject_id=new_id(), amount=Money(minor, "GBP"),
    )  # fmt: skip


def completed(world: World) -> Sale:
    sale = shipped(world)
    owe(sale.seller, 120)
    confirm_received(actor=sale.buyer.actor, order_id=sale.order_id)
    world.settle()
    return sale


def test_the_order_page_leads_its_seller_to_the_statement_and_nobody_else(world: World) -> None:
    sale = paid(world)
    path = f"/orders/{sale.order_id}/statement/"
    seller = browser_of(sale.seller.require_user())
    assert path in text_of(seller.get(f"/orders/{sale.order_id}/"))
    buyer = browser_of(sale.buyer.actor.require_user())
    assert path not in text_of(buyer.get(f"/orders/{sale.order_id}/"))
    assert buyer.get(path).status_code == 403
    assert browser_of(world.buyer().actor.require_user()).get(path).status_code == 404
    answer = seller.get(path)
    assert answer["Cache-Control"] == "private, no-store"
    page = text_of(answer)
    assert Page(page).inline == []
    for said in ("£15.00", "−£0.45", "£14.55", "3% of each price", "the same to the penny"):
        assert said in page
    owe(sale.seller, 120)
    assert "You owe £1.20 for boosts" in text_of(seller.get(path))


def test_a_released_order_says_what_paid_the_boosts_and_where_the_money_is(world: World) -> None:
    sale = completed(world)
    page = text_of(
        browser_of(sale.seller.require_user()).get(f"/orders/{sale.order_id}/statement/")
    )
    for said in ("You got", "Boosts until then", "−£1.20", "£13.35", "Released to you"):
        assert said in page
    assert "You owe" not in page


def test_a_month_shows_every_movement_and_comes_to_the_balance(world: World) -> None:
    sale = completed(world)
    browser = browser_of(sale.seller.require_user())
    page = text_of(browser.get("/sell/statement/"))
    assert Page(page).inline == []
    for said in ("Statement, March 2026", "1 sale", "−£0.45", "−£1.20", "£13.35"):
        assert said in page
    assert f"/orders/{sale.order_id}/statement/" in page
    assert "/sell/statement/" in text_of(browser.get("/sell/stats/"))
    earlier = text_of(browser.get("/sell/statement/?month=2026-02"))
    assert "Nothing moved in this month." in earlier
    for bad in ("2026-13", "x", "2026-02-01"):
        assert browser.get(f"/sell/statement/?month={bad}").status_code == 422
    assert "£13.35" not in text_of(
        browser_of(sale.buyer.actor.require_user()).get("/sell/statement/")
    )


def test_the_table_holds_what_the_page_shows_and_no_formula(world: World) -> None:
    sale = completed(world)
    OrderLine.objects.filter(order_id=sale.order_id).update(title="=1+1")
    back = paid(world)
    browser = browser_of(sale.seller.require_user())
    answer = browser.get("/sell/statement.csv?from=2026-03-01&to=2026-03-31")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert 'filename="statement-2026-03-01-2026-03-31.csv"' in answer["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(text_of(answer))))
    assert [(row["kind"], row["amount"], row["balance"]) for row in rows] == [
        ("opening", "", "0.00"),
        ("boosts", "-1.20", "-1.20"),
        ("sale", "15.00", "13.80"),
        ("seller_fee", "-0.45", "13.35"),
        ("closing", "", "13.35"),
    ]
    assert not any(row["what"].startswith("=") for row in rows)
    other = browser_of(back.seller.require_user())
    assert len(text_of(other.get("/sell/statement.csv?from=2026-03-01&to=2026-03-31")).split()) > 2
    for span in ("from=2026-03-31&to=2026-03-01", "from=2024-01-01&to=2026-01-01", "from=&to="):
        assert browser.get(f"/sell/statement.csv?{span}").status_code == 422


def test_case_48_a_seller_gives_a_part_back_on_the_orders_page(world: World) -> None:
    sale = shipped(world)
    seller = browser_of(sale.seller.require_user())
    here = f"/orders/{sale.order_id}/"
    page = Page(text_of(seller.get(here)))
    assert page.inline == []
    form = {"amount": "5.00", "reason": "A stain", "key": page.inputs["key"]}
    for _ in range(2):
        answer = seller.post(f"{here}part/", form, follow=True)
    assert "It goes back to the buyer. The sale stands." in text_of(answer)
    world.settle()
    assert order_money(sale.order_id).refunded_minor == 500
    for browser, said in (
        (seller, "−£4.56"),
        (browser_of(sale.buyer.actor.require_user()), "£5.00"),
    ):
        html = text_of(browser.get(here))
        assert "Given back in part" in html
        assert said in html
    nonsense = seller.post(f"{here}part/", form | {"amount": "all", "key": "2"}, follow=True)
    assert "The sale stands." not in text_of(nonsense)
    assert order_money(sale.order_id).refunded_minor == 500


def test_case_53_both_sides_read_that_the_buyers_bank_decides(world: World) -> None:
    sale = paid(world)
    Order.objects.update(charged_back_at=world.now)
    for person in (sale.seller.require_user(), sale.buyer.actor.require_user()):
        html = text_of(browser_of(person).get(f"/orders/{sale.order_id}/"))
        assert "The buyer&#x27;s bank has taken the payment back" in html
        assert "/cancel/" not in html
        assert "/ship/" not in html
