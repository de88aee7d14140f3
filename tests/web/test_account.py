"""You: settings, addresses, money and keys. What is wrong is said, what was typed stays."""

from __future__ import annotations

from datetime import timedelta

from django.test import Client

from rethread.market.accounts.selectors import find_shop_of, get_user, list_addresses
from rethread.market.accounts.services import authenticate_key
from rethread.market.accounts.types import UserView
from rethread.market.payments.models import Payee
from rethread.market.payments.selectors import seller_payment_status
from rethread.platform.kernel import Actor, business_now
from tests.support.factories import make_address, make_shop, make_user

from .browsing import Page, browser_of, text_of

SHOP = {"name": "Ada's loft", "handle": "adas.loft", "bio": "Wool.", "ships_within_days": "2"}


def someone() -> tuple[UserView, Client]:
    person = make_user(display_name="Ada")
    return person, browser_of(person.id)


def test_a_shop_is_opened_and_changed(db: None) -> None:
    person, browser = someone()
    browser.post("/you/shop/", SHOP)
    browser.post("/you/shop/", SHOP | {"bio": "Linen."})
    shop = find_shop_of(person.id)
    assert shop is not None
    assert (shop.handle, shop.bio, shop.ships_within_days) == ("adas.loft", "Linen.", 2)


def test_a_taken_handle_is_said_beside_it_and_kept(db: None) -> None:
    make_shop(handle="taken")
    person, browser = someone()
    response = browser.post("/you/shop/", SHOP | {"handle": "taken"})
    assert response.status_code == 422
    assert "This handle is taken." in text_of(response)
    assert Page(text_of(response)).inputs["handle"] == "taken"
    assert find_shop_of(person.id) is None


def test_a_person_without_a_shop_reads_of_selling_and_not_of_empty_balances(db: None) -> None:
    _, browser = someone()
    html = text_of(browser.get("/you/"))
    assert "Sell something" in html
    assert "Ready to pay out" not in html
    browser.post("/you/shop/", SHOP)
    html = text_of(browser.get("/you/"))
    assert "Ready to pay out" in html
    assert "Nothing to pay out now." in html
    assert "5 are the most. We remind you after 3 days. If nothing was sent after 10 days" in html


def test_email_addresses_are_managed_in_the_markets_own_words(db: None) -> None:
    _, browser = someone()
    response = browser.post(
        "/accounts/email/", {"action_add": "", "email": "second@example.com"}, follow=True
    )
    html = text_of(response)
    assert "We have sent a link to second@example.com." in html
    assert "Not confirmed yet" in html
    assert Page(html).inline == []
    browser.post("/accounts/email/", {"action_remove": "", "email": "second@example.com"})
    assert "second@example.com is removed." in text_of(browser.get("/accounts/email/"))


def test_an_address_names_its_country(db: None) -> None:
    person, browser = someone()
    make_address(person.id)
    html = text_of(browser.get("/you/"))
    assert "1 Mill Street, Leeds LS1 4AP, United Kingdom" in html


def test_an_address_is_added_refused_and_removed(db: None) -> None:
    person, browser = someone()
    typed = {"name": "Ada", "line1": "1 Mill Street", "city": "Leeds", "postcode": "LS1 4AP"}
    assert browser.post("/you/addresses/", typed | {"postcode": "?"}).status_code == 422
    browser.post("/you/addresses/", typed)
    (address,) = list_addresses(actor=Actor.user(person.id))
    other = browser_of(make_user().id)
    assert other.post(f"/you/addresses/{address.id}/remove/").status_code == 404
    browser.post(f"/you/addresses/{address.id}/remove/")
    assert list_addresses(actor=Actor.user(person.id)) == ()


def test_a_name_is_changed(db: None) -> None:
    person, browser = someone()
    browser.post("/you/name/", {"display_name": "Ada L."})
    assert get_user(person.id).display_name == "Ada L."
    assert browser.post("/you/name/", {"display_name": "x" * 61}).status_code == 422


def test_a_key_is_shown_once_and_stops_working(db: None) -> None:
    person, browser = someone()
    html = text_of(browser.post("/you/keys/", {"name": "My script"}))
    token = html.split('class="token">')[1].split("<")[0]
    holder = authenticate_key(token=token, scope="listings:read")
    assert holder.user_id == person.id
    assert token not in text_of(browser.get("/you/"))
    other = browser_of(make_user().id)
    assert other.post(f"/you/keys/{holder.key_id}/revoke/").status_code == 403
    browser.post(f"/you/keys/{holder.key_id}/revoke/")
    assert "My script" not in text_of(browser.get("/you/"))


def test_without_money_there_is_nothing_to_pay_out(db: None) -> None:
    person, browser = someone()
    make_address(person.id)
    html = text_of(browser.post("/you/payout/", follow=True))
    assert "Payouts start once your identity is confirmed." in html
    assert Page(html).inline == []


def test_an_address_is_changed_and_chosen_by_default(db: None) -> None:
    person, stranger = make_user(), make_user()
    first, second = make_address(person.id), make_address(person.id)
    browser = browser_of(person.id)
    page = f"/you/addresses/{first.id}/"
    html = text_of(browser.get(page))
    assert 'value="1 Mill Street"' in html
    assert Page(html).inline == []
    typed = {"name": "Ada", "line1": "2 Kirk Row", "city": "Leeds", "postcode": "?"}
    refused = browser.post(page, typed)
    assert refused.status_code == 422
    assert 'value="2 Kirk Row"' in text_of(refused)
    browser.post(page, typed | {"postcode": "LS1 4AP"})
    browser.post(f"{page}default/")
    listed = list_addresses(actor=Actor.user(person.id))
    assert [(one.id, one.line1) for one in listed] == [
        (first.id, "2 Kirk Row"), (second.id, "1 Mill Street"),
    ]  # fmt: skip
    other = browser_of(stranger.id)
    assert other.get(page).status_code == 404
    assert other.post(f"{page}default/").status_code == 404


def payee_of(person: UserView, **fields: object) -> None:
    Payee.objects.create(
        seller_id=person.id,
        account_id=f"acct_{person.id.hex[:8]}",
        status="active",
        transfers_enabled=True,
        payouts_enabled=True,
        **fields,
    )


def test_case_61_a_seller_chooses_when_they_are_paid_out(db: None) -> None:
    person, browser = someone()
    make_shop(owner=person)
    payee_of(person)
    assert "Pay me out" in text_of(browser.get("/you/"))
    browser.post("/you/payout/when/", {"schedule": "weekly"})
    assert seller_payment_status(person.id).schedule == "weekly"
    browser.post("/you/payout/when/", {"schedule": "hourly"})
    assert seller_payment_status(person.id).schedule == "weekly"
    html = text_of(browser.get("/you/"))
    assert 'value="weekly" selected' in html
    assert Page(html).inline == []


def test_case_60_a_seller_reads_why_their_payouts_wait(db: None) -> None:
    person, browser = someone()
    make_shop(owner=person)
    payee_of(person, payouts_held_for="chargeback")
    html = text_of(browser.get("/you/"))
    assert "Payouts are held while we look into a payment. Your balance stays yours." in html
    Payee.objects.update(payouts_held_for="", payouts_from=business_now() + timedelta(days=2))
    assert "Your bank account is new. To be safe, payouts start on" in text_of(browser.get("/you/"))


def test_case_69_a_country_that_cannot_be_paid_is_said_before_anything_begins(db: None) -> None:
    person, browser = someone()
    make_shop(owner=person)
    html = text_of(browser.get("/you/"))
    assert '<option value="GB">United Kingdom</option>' in html
    assert 'value="BR"' not in html
    response = browser.post("/you/identity/", {"country": "BR"}, follow=True)
    assert "We cannot pay sellers in that country yet" in text_of(response)
    assert Payee.objects.count() == 0
