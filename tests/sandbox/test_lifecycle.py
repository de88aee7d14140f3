"""Money from a charge to a seller's bank, to the penny and to the hour."""

from typing import Any

import pytest
import stripe

from rethread.sandbox.clock import midnight_after_business_days
from rethread.sandbox.stripe.errors import ApiError
from tests.sandbox.conftest import DAY_S, MONDAY_NOON, WEDNESDAY, Shop, assert_books


def test_a_charge_is_pending_for_two_business_days_less_the_fee(shop: Shop) -> None:
    charge = shop.charge(5000)
    txn = charge.balance_transaction
    assert (txn.amount, txn.fee, txn.net, txn.status) == (5000, 95, 4905, "pending")
    assert txn.available_on == WEDNESDAY
    assert shop.balance() == (4905, 0)
    shop.time[0] = WEDNESDAY - 1
    assert shop.balance() == (4905, 0)
    shop.time[0] = WEDNESDAY
    assert shop.balance() == (0, 4905)
    assert shop.client.v1.balance_transactions.retrieve(txn.id).status == "available"
    assert shop.events()[-1] == "balance.available"
    assert_books(shop.core)


def test_a_friday_charge_settles_on_tuesday() -> None:
    friday = MONDAY_NOON + 4 * DAY_S
    tuesday_midnight = WEDNESDAY + 6 * DAY_S
    assert midnight_after_business_days(friday, 2) == tuesday_midnight


def test_a_seller_is_paid_from_a_pending_charge_once_it_settles(shop: Shop) -> None:
    seller = shop.seller()
    transfer = shop.transfer(seller, shop.charge(5000), 4500)
    assert shop.balance() == (405, 0)
    assert shop.balance(seller) == (4500, 0)
    with pytest.raises(stripe.InvalidRequestError) as refused:
        shop.client.v1.payouts.create(
            params={"amount": 1, "currency": "gbp"}, options={"stripe_account": seller}
        )
    assert refused.value.code == "balance_insufficient"
    shop.time[0] = WEDNESDAY
    assert shop.balance(seller) == (0, 4500)
    payout = shop.client.v1.payouts.create(
        params={"amount": 4500, "currency": "gbp"}, options={"stripe_account": seller}
    )
    assert (payout.status, payout.arrival_date) == ("in_transit", WEDNESDAY + DAY_S)
    assert shop.balance(seller) == (0, 0)
    shop.time[0] = WEDNESDAY + DAY_S
    paid = shop.client.v1.payouts.retrieve(payout.id, options={"stripe_account": seller})
    assert paid.status == "paid"
    assert shop.events(seller)[-2:] == ["payout.created", "payout.paid"]
    assert transfer.destination == seller
    assert_books(shop.core)


def test_a_payout_to_a_closed_account_comes_back(shop: Shop) -> None:
    seller = shop.seller("00011113")
    shop.transfer(seller, shop.charge(5000), 4500)
    shop.time[0] = WEDNESDAY
    payout = shop.client.v1.payouts.create(
        params={"amount": 4500, "currency": "gbp"}, options={"stripe_account": seller}
    )
    shop.time[0] += 3 * DAY_S
    failed = shop.client.v1.payouts.retrieve(payout.id, options={"stripe_account": seller})
    assert (failed.status, failed.failure_code) == ("failed", "account_closed")
    assert shop.balance(seller) == (0, 4500)
    assert shop.events(seller)[-1] == "payout.failed"
    assert_books(shop.core)


def test_a_reversal_brings_money_back_once(shop: Shop) -> None:
    seller = shop.seller()
    transfer = shop.transfer(seller, shop.charge(5000), 4500)
    shop.client.v1.transfers.reversals.create(transfer.id, params={"amount": 1500})
    assert shop.balance(seller) == (3000, 0)
    assert shop.balance() == (1905, 0)
    with pytest.raises(stripe.InvalidRequestError):
        shop.client.v1.transfers.reversals.create(transfer.id, params={"amount": 3001})
    shop.client.v1.transfers.reversals.create(transfer.id)
    stored = shop.client.v1.transfers.retrieve(transfer.id)
    assert (stored.amount_reversed, stored.reversed) == (4500, True)
    assert shop.balance(seller) == (0, 0)
    assert_books(shop.core)


def test_partial_refunds_add_up_to_the_capture_and_no_further(shop: Shop) -> None:
    charge = shop.charge(5000)
    shop.client.v1.refunds.create(params={"charge": charge.id, "amount": 2000})
    with pytest.raises(stripe.InvalidRequestError) as refused:
        shop.client.v1.refunds.create(params={"charge": charge.id, "amount": 3001})
    assert refused.value.param == "amount"
    shop.client.v1.refunds.create(params={"payment_intent": charge.payment_intent})
    with pytest.raises(stripe.InvalidRequestError) as again:
        shop.client.v1.refunds.create(params={"charge": charge.id})
    assert again.value.code == "charge_already_refunded"
    assert shop.balance() == (-95, 0)
    stored = shop.client.v1.charges.retrieve(charge.id, params={"expand": ["refunds"]})
    assert [refund.amount for refund in stored.refunds.data] == [3000, 2000]
    assert_books(shop.core)


@pytest.mark.parametrize(
    ("amount", "currency", "code"),
    [
        (4501, "gbp", "balance_insufficient"),
        (0, "gbp", "parameter_invalid_integer"),
        (-5, "gbp", "parameter_invalid_integer"),
        (100, "eur", None),
        (100, "zzz", None),
    ],
)
def test_a_transfer_cannot_exceed_or_leave_its_charge(
    shop: Shop, amount: int, currency: str, code: str | None
) -> None:
    seller, charge = shop.seller(), shop.charge(5000)
    shop.client.v1.refunds.create(params={"charge": charge.id, "amount": 500})
    before = shop.balance()
    with pytest.raises(stripe.InvalidRequestError) as refused:
        shop.client.v1.transfers.create(
            params={
                "amount": amount,
                "currency": currency,
                "destination": seller,
                "source_transaction": charge.id,
            }
        )
    assert refused.value.code == code
    assert shop.balance() == before
    assert shop.client.v1.transfers.list().data == []


def test_a_transfer_without_a_charge_needs_available_funds(shop: Shop) -> None:
    seller = shop.seller()
    shop.charge(5000)
    params = {"amount": 1000, "currency": "gbp", "destination": seller}
    with pytest.raises(stripe.InvalidRequestError) as refused:
        shop.client.v1.transfers.create(params=params)
    assert refused.value.code == "balance_insufficient"
    shop.charge(5000, "4000000000000077")
    shop.client.v1.transfers.create(params=params)
    assert shop.balance() == (4905, 3905)
    assert shop.balance(seller) == (0, 1000)


def test_a_seller_who_was_not_onboarded_gets_nothing(shop: Shop) -> None:
    seller, charge = shop.seller(onboarded=False), shop.charge(5000)
    with pytest.raises(stripe.InvalidRequestError) as refused:
        shop.transfer(seller, charge, 100)
    assert refused.value.code == "insufficient_capabilities_for_transfer"
    assert shop.balance() == (4905, 0)


def test_a_session_expires_at_its_time_and_cannot_be_paid(shop: Shop) -> None:
    session = shop.session(expires_at=MONDAY_NOON + 1800)
    shop.time[0] += 1800
    stored = shop.client.v1.checkout.sessions.retrieve(session.id)
    assert (stored.status, stored.url, stored.payment_status) == ("expired", None, "unpaid")
    event = shop.client.v1.events.list(params={"type": "checkout.session.expired"}).data[0]
    assert event.created == MONDAY_NOON + 1800
    with pytest.raises(Exception, match="expired"):
        shop.core.pay_session(session.id)
    assert shop.client.v1.charges.list().data == []


def test_a_session_lives_for_half_an_hour_at_least(shop: Shop) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refused:
        shop.session(expires_at=MONDAY_NOON + 1799)
    assert refused.value.param == "expires_at"


def test_a_paid_session_cannot_be_expired(shop: Shop) -> None:
    session = shop.session()
    shop.core.pay_session(session.id)
    with pytest.raises(stripe.InvalidRequestError, match="complete"):
        shop.client.v1.checkout.sessions.expire(session.id)
    assert shop.client.v1.checkout.sessions.retrieve(session.id).payment_status == "paid"


def test_paying_twice_charges_once(shop: Shop) -> None:
    session = shop.session()
    shop.core.pay_session(session.id)
    shop.core.pay_session(session.id)
    assert len(shop.client.v1.charges.list().data) == 1


@pytest.mark.parametrize(
    "amount", ["0", "-1", "29", "99999999999", "1.5", "NaN", "9007199254740993"]
)
def test_amounts_that_no_card_could_pay_are_refused(shop: Shop, amount: str) -> None:
    with pytest.raises(stripe.InvalidRequestError):
        shop.session(amount)


def test_lists_page_without_gaps_or_repeats(shop: Shop) -> None:
    made = [shop.charge(1000 + at).id for at in range(7)]
    pages = shop.client.v1.charges.list(params={"limit": 3})
    assert pages.has_more is True
    assert [charge.id for charge in pages.auto_paging_iter()] == made[::-1]
    newer = shop.client.v1.charges.list(params={"ending_before": made[2], "limit": 2})
    assert [charge.id for charge in newer.data] == [made[4], made[3]]
    events = shop.client.v1.events.list(params={"types": ["charge.succeeded"], "limit": 100})
    assert len(events.data) == 7


def test_the_same_seed_gives_the_same_ids() -> None:
    from rethread.sandbox.identifiers import Identifiers

    first, second = Identifiers(3), Identifiers(3)
    assert [first.make("ch") for _ in range(5)] == [second.make("ch") for _ in range(5)]


def test_a_dispute_takes_the_charge_and_a_fee_and_is_won_by_evidence(shop: Shop) -> None:
    charge = shop.charge(5000, "4000000000000259")
    (dispute,) = shop.client.v1.disputes.list(params={"charge": charge.id}).data
    assert (dispute.amount, dispute.status) == (5000, "needs_response")
    assert shop.balance()[1] == -7000
    with pytest.raises(stripe.InvalidRequestError) as refused:
        shop.client.v1.refunds.create(params={"charge": charge.id})
    assert refused.value.code == "charge_disputed"
    evidence: Any = {"evidence": {"uncategorized_text": "winning_evidence"}, "submit": True}
    assert shop.client.v1.disputes.update(dispute.id, params=evidence).status == "won"
    assert shop.balance()[1] == -2000
    assert [e for e in shop.events() if e.startswith("charge.dispute")] == [
        "charge.dispute.created",
        "charge.dispute.funds_withdrawn",
        "charge.dispute.updated",
        "charge.dispute.funds_reinstated",
        "charge.dispute.closed",
    ]
    shop.client.v1.refunds.create(params={"charge": charge.id})
    assert_books(shop.core)


def test_a_dispute_is_lost_by_accepting_it_and_takes_nothing_more(shop: Shop) -> None:
    charge = shop.charge(5000)
    dispute = shop.core.dispute(charge.id, "product_not_received")
    assert shop.client.v1.disputes.close(dispute["id"]).status == "lost"
    assert shop.client.v1.disputes.close(dispute["id"]).status == "lost"
    assert shop.balance()[1] == -7000
    with pytest.raises(ApiError):
        shop.core.dispute(charge.id)
    assert_books(shop.core)
