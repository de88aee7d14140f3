"""Every statement is true of the facts it was built from, for every thing, state, side and reason.

The oracle below knows nothing of how answers are built: for each code it says, from the facts
alone, when the statement may be made and which values it must carry.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from itertools import product
from pathlib import Path
from typing import Any, get_args

import pytest

import rethread.market.support
from rethread.market.catalogue.types import ListingStatus
from rethread.market.fulfilment.types import ScanKind
from rethread.market.orders.types import CancelReason, OrderStatus
from rethread.market.payments.types import PayoutStatus
from rethread.market.pricing.types import DeliveryMethod
from rethread.market.support.rules.answers import answer_for, reasons_for, rules_for
from rethread.market.support.rules.case import CASE
from rethread.market.support.rules.wording import (
    action_label,
    link_label,
    moment,
    reason_label,
    sentence,
    statement_codes,
)
from rethread.market.support.types import (
    Answer,
    ConversationFacts,
    Facts,
    ListingFacts,
    ObjectKind,
    OrderFacts,
    PayoutFacts,
    Scan,
    Statement,
)
from rethread.platform.kernel import Money

from .states import ALL, DAY, FEE, NOT_THERE, T0, TOTAL

README = Path(rethread.market.support.__file__).parent / "README.md"
Truth = Callable[[Any, Mapping[str, Any]], bool]
HELD = {"paid", "shipped", "delivered"}


def nobody_scans(f: OrderFacts) -> bool:
    return f.delivery == "untracked" and f.tracking_code == "" and f.scans == ()


def is_sent(f: OrderFacts) -> bool:
    return f.delivery != "pickup"


TRUE_WHEN: dict[str, Truth] = {
    "not_charged": lambda f, v: f.paid_at is None and f.status in {"awaiting_payment", "lapsed"},
    "money_held": lambda f, v: (
        f.side == "seller"
        and f.status in HELD
        and f.disputed_at is None
        and v == {"amount": f.seller_gets}
    ),
    "payment_kept": lambda f, v: (
        f.side == "buyer"
        and f.status in HELD
        and f.disputed_at is None
        and v == {"amount": f.total}
    ),
    "return_asked": lambda f, v: (
        f.side == "buyer"
        and f.disputed_at is not None
        and f.return_scans == ()
        and v == {"by": f.return_by, "amount": f.total}
    ),
    "return_awaited": lambda f, v: (
        f.side == "seller"
        and f.disputed_at is not None
        and f.return_scans == ()
        and v == {"by": f.return_by}
    ),
    "return_seen": lambda f, v: (
        f.disputed_at is not None
        and f.return_by is not None
        and v == {"kind": f.return_scans[-1].kind, "at": f.return_scans[-1].at}
    ),
    "money_frozen": lambda f, v: (
        f.side == "seller" and v == {"since": f.disputed_at, "amount": f.seller_gets}
    ),
    "payment_frozen": lambda f, v: (
        f.side == "buyer" and v == {"since": f.disputed_at, "amount": f.total}
    ),
    "released_after_window": lambda f, v: (
        f.side == "buyer"
        and f.status == "delivered"
        and f.disputed_at is None
        and v == {"at": f.release_at}
    ),
    "yours_after_window": lambda f, v: (
        f.side == "seller"
        and f.status == "delivered"
        and f.disputed_at is None
        and v == {"at": f.release_at}
    ),
    "released_if_silent": lambda f, v: (
        f.side == "buyer"
        and f.status == "shipped"
        and f.disputed_at is None
        and not nobody_scans(f)
        and v == {"at": f.release_at}
    ),
    "yours_if_silent": lambda f, v: (
        f.side == "seller"
        and f.status == "shipped"
        and f.disputed_at is None
        and not nobody_scans(f)
        and v == {"at": f.release_at}
    ),
    "released_if_untold": lambda f, v: (
        f.side == "buyer"
        and f.status == "shipped"
        and f.disputed_at is None
        and nobody_scans(f)
        and v == {"at": f.release_at}
    ),
    "yours_if_untold": lambda f, v: (
        f.side == "seller"
        and f.status == "shipped"
        and f.disputed_at is None
        and nobody_scans(f)
        and v == {"at": f.release_at}
    ),
    "sent_untracked": lambda f, v: f.shipped_at is not None and nobody_scans(f),
    "not_fetched_yet": lambda f, v: (
        f.delivery == "pickup" and f.status == "paid" and v == {"place": f.pickup_place}
    ),
    "cancels_unfetched": lambda f, v: (
        f.delivery == "pickup"
        and f.status == "paid"
        and v == {"at": f.auto_cancel_at, "amount": f.total}
    ),
    "fetched_on": lambda f, v: (
        f.delivery == "pickup" and f.status == "delivered" and v == {"at": f.delivered_at}
    ),
    "can_cancel_pickup": lambda f, v: (
        (f.side, f.delivery, f.status) == ("buyer", "pickup", "paid") and v == {"amount": f.total}
    ),
    "can_cancel_unfetched": lambda f, v: (
        (f.side, f.delivery, f.status) == ("seller", "pickup", "paid") and v == {"amount": f.total}
    ),
    "code_on_page": lambda f, v: (f.side, f.delivery, f.status) == ("buyer", "pickup", "paid"),
    "type_their_code": lambda f, v: (f.side, f.delivery, f.status) == ("seller", "pickup", "paid"),
    "case_possible_sent": lambda f, v: (
        f.status == "shipped"
        and nobody_scans(f)
        and v == {"at": f.shipped_at + 3 * DAY}
        and f.now < v["at"]
    ),
    "label_untracked": lambda f, v: f.has_label and nobody_scans(f),
    "released_to_seller": lambda f, v: f.status == "completed" and v == {"at": f.completed_at},
    "reached_balance": lambda f, v: (
        f.side == "seller" and v == {"at": f.seller_paid_at, "amount": f.seller_gets}
    ),
    "transfer_under_way": lambda f, v: (
        f.side == "seller"
        and f.status == "completed"
        and f.seller_paid_at is None
        and f.seller_can_receive
        and v == {"since": f.completed_at, "amount": f.seller_gets}
    ),
    "waits_for_identity": lambda f, v: (
        f.side == "seller"
        and f.status == "completed"
        and f.seller_paid_at is None
        and not f.seller_can_receive
        and v == {"since": f.completed_at, "amount": f.seller_gets}
    ),
    "refund_under_way": lambda f, v: (
        f.side == "seller"
        and f.status == "cancelled"
        and f.refund_failed_at is None
        and v == {"amount": f.total}
    ),
    "refund_you_under_way": lambda f, v: (
        f.side == "buyer"
        and f.status == "cancelled"
        and f.refund_failed_at is None
        and v == {"amount": f.total}
    ),
    "refunded_on": lambda f, v: (
        f.side == "seller"
        and f.refund_failed_at is None
        and f.status == "refunded"
        and v == {"at": f.refunded_at, "amount": f.total}
    ),
    "refunded_you_on": lambda f, v: (
        f.side == "buyer"
        and f.refund_failed_at is None
        and f.status == "refunded"
        and v == {"at": f.refunded_at, "amount": f.total}
    ),
    "refund_failed": lambda f, v: (
        f.side == "seller"
        and f.status in {"cancelled", "refunded"}
        and v == {"at": f.refund_failed_at, "amount": f.total}
    ),
    "refund_you_failed": lambda f, v: (
        f.status in {"cancelled", "refunded"} and v == {"at": f.refund_failed_at, "amount": f.total}
    ),
    "refund_is_whole": lambda f, v: (
        f.side == "seller" and f.status in {"shipped", "delivered"} and v == {"amount": f.total}
    ),
    "no_longer_held": lambda f, v: f.status == "completed",
    "not_sent_yet": lambda f, v: is_sent(f) and f.status == "paid" and f.shipped_at is None,
    "promised_by": lambda f, v: is_sent(f) and v == {"at": f.ship_promised_at} and f.now <= v["at"],
    "promise_missed": lambda f, v: (
        is_sent(f) and v == {"at": f.ship_promised_at} and f.now > v["at"]
    ),
    "cancels_itself": lambda f, v: (
        is_sent(f) and f.status == "paid" and v == {"at": f.auto_cancel_at, "amount": f.total}
    ),
    "can_cancel": lambda f, v: is_sent(f) and f.status == "paid" and v == {"amount": f.total},
    "can_cancel_sale": lambda f, v: is_sent(f) and f.status == "paid" and v == {"amount": f.total},
    "address_is_fixed": lambda f, v: (
        is_sent(f) and f.status == "paid" and v == {"address": f.address}
    ),
    "sent_on": lambda f, v: is_sent(f) and v == {"at": f.shipped_at},
    "sent_to": lambda f, v: is_sent(f) and f.shipped_at is not None and v == {"address": f.address},
    "tracked_as": lambda f, v: f.tracking_code != "" and v == {"code": f.tracking_code},
    "not_tracked": lambda f, v: f.delivery == "tracked" and f.tracking_code == "",
    "last_scan": lambda f, v: (
        Scan(**v) == max(f.scans, key=lambda scan: scan.at)  # type: ignore[arg-type]  # kinds
    ),
    "no_scan_yet": lambda f, v: f.tracking_code != "" and f.scans == (),
    "delivered_on": lambda f, v: (
        is_sent(f) and f.status == "delivered" and v == {"at": f.delivered_at}
    ),
    "case_possible_from": lambda f, v: (
        f.status == "shipped"
        and not nobody_scans(f)
        and v == {"at": max([f.shipped_at, *(s.at for s in f.scans)]) + 3 * DAY}
        and f.now < v["at"]
    ),
    "label_ready": lambda f, v: (
        f.has_label and f.tracking_code != "" and v == {"code": f.tracking_code}
    ),
    "label_free": lambda f, v: is_sent(f) and not f.has_label and f.status == "paid",
    "same_label_again": lambda f, v: f.has_label and f.status == "paid",
    "confirming_releases": lambda f, v: f.status == "delivered" and f.disputed_at is None,
    "case_freezes": lambda f, v: f.status in {"shipped", "delivered"} and f.disputed_at is None,
    "case_is_open": lambda f, v: f.open_case_id is not None,
    "staff_answer": lambda f, v: True,
    "cancelled_because": lambda f, v: (
        f.status in {"cancelled", "refunded"}
        and v == {"at": f.cancelled_at, "reason": f.cancel_reason}
    ),
    "listing_live": lambda f, v: (
        f.status == "live" and not f.on_holiday and v == {"since": f.published_at}
    ),
    "listing_on_holiday": lambda f, v: f.status == "live" and f.on_holiday,
    "listing_reserved": lambda f, v: f.status == "reserved",
    "listing_sold": lambda f, v: f.status == "sold" and v == {"at": f.sold_at},
    "listing_hidden": lambda f, v: f.status == "hidden",
    "listing_elsewhere": lambda f, v: f.status == "elsewhere",
    "listing_draft": lambda f, v: f.status == "draft",
    "can_edit": lambda f, v: f.side == "seller" and f.status in {"draft", "live", "hidden"},
    "cannot_edit": lambda f, v: f.status in {"reserved", "sold", "elsewhere"},
    "price_parts": lambda f, v: (
        v == {"price": f.price, "fee": FEE, "buyer_price": f.buyer_price}
        and v["price"] + v["fee"] == v["buyer_price"]
    ),
    "delivery_comes_on_top": lambda f, v: True,
    "no_price_yet": lambda f, v: f.price is None,
    "payout_asked": lambda f, v: v == {"at": f.asked_at, "amount": f.amount},
    "payout_requested": lambda f, v: f.status == "requested",
    "payout_in_transit": lambda f, v: f.status == "in_transit",
    "payout_paid": lambda f, v: f.status == "paid",
    "payout_failed": lambda f, v: f.status == "failed" and v == {"failure": f.failure},
    "payout_came_back": lambda f, v: f.status == "failed",
    "available_now": lambda f, v: v == {"amount": f.available},
    "identity_missing": lambda f, v: not f.payouts_enabled,
    "waits_for_other": lambda f, v: (
        f.last_is_own and not f.blocked and v == {"since": f.last_message_at, "name": f.other_name}
    ),
    "waits_for_you": lambda f, v: (
        not f.last_is_own
        and not f.blocked
        and v == {"since": f.last_message_at, "name": f.other_name}
    ),
    "conversation_blocked": lambda f, v: f.blocked,
    "pay_here_only": lambda f, v: True,
}


def kind_of(facts: Facts) -> Any:
    return {
        OrderFacts: "order",
        ListingFacts: "listing",
        PayoutFacts: "payout",
        ConversationFacts: "conversation",
    }[type(facts)]


def answers() -> Iterator[tuple[Facts, Answer]]:
    for facts in ALL:
        for reason in reasons_for(facts):
            answer = answer_for(facts, reason)
            assert answer is not None, (facts, reason)
            yield facts, answer


def test_every_statement_is_true_of_the_facts_it_was_built_from() -> None:
    seen = 0
    for facts, answer in answers():
        for statement in answer.statements:
            true = TRUE_WHEN[statement.code](facts, statement.values)
            assert true, (statement, answer.reason, facts)
            seen += 1
    assert seen > 5_000


def test_every_status_of_every_thing_is_walked() -> None:
    orders = {f.status for f in ALL if isinstance(f, OrderFacts)}
    payouts = {f.status for f in ALL if isinstance(f, PayoutFacts)}
    assert orders == set(get_args(OrderStatus))
    assert payouts == set(get_args(PayoutStatus))
    listings = {f.status for f in ALL if isinstance(f, ListingFacts)}
    assert listings | NOT_THERE == set(get_args(ListingStatus))
    delivered = {f.delivery for f in ALL if isinstance(f, OrderFacts)}
    assert delivered == set(get_args(DeliveryMethod))
    scanned = {scan.kind for f in ALL if isinstance(f, OrderFacts) for scan in f.scans}
    assert scanned == set(get_args(ScanKind))
    called_off = {f.cancel_reason for f in ALL if isinstance(f, OrderFacts)}
    assert called_off == set(get_args(CancelReason))
    assert {kind_of(f) for f in ALL} == set(get_args(ObjectKind))


def test_every_thing_state_side_and_reason_is_answered_truly_or_not_at_all() -> None:
    """Every reason that exists anywhere is asked in every state; none is never answered."""
    everything = sorted({reason for facts in ALL for reason in rules_for(facts)})
    answered: set[tuple[str, str, str, str]] = set()
    asked: set[tuple[str, str, str, str]] = set()
    for facts, reason in product(ALL, everything):
        state = getattr(facts, "status", "")
        asked.add((kind_of(facts), state, facts.side, reason))
        answer = answer_for(facts, reason)
        assert (answer is not None) == (reason in reasons_for(facts)), (facts, reason)
        for statement in answer.statements if answer is not None else ():
            assert TRUE_WHEN[statement.code](facts, statement.values), (statement, facts)
            answered.add((kind_of(facts), state, facts.side, reason))
    offered_once = {(kind, side, reason) for kind, _, side, reason in answered}
    assert offered_once == {(kind_of(f), f.side, reason) for f in ALL for reason in rules_for(f)}
    assert len(asked) == len({(kind_of(f), getattr(f, "status", ""), f.side) for f in ALL}) * len(
        everything
    )


def test_every_statement_that_has_words_is_made_somewhere_and_judged() -> None:
    made = {statement.code for _, answer in answers() for statement in answer.statements}
    assert made == statement_codes() == set(TRUE_WHEN)


def test_there_are_reasons_and_an_answer_in_every_state() -> None:
    for facts in ALL:
        reasons = reasons_for(facts)
        assert "other" in reasons, facts
        for reason in reasons:
            answer = answer_for(facts, reason)
            assert answer is not None, (facts, reason)
            assert answer.statements, (facts, reason)


def test_what_is_not_offered_is_not_answered() -> None:
    for facts in ALL:
        for reason in set(rules_for(facts)) - set(reasons_for(facts)):
            assert answer_for(facts, reason) is None
        assert answer_for(facts, "no_such_reason") is None


def test_a_sentence_says_each_of_its_values_to_the_penny_and_the_minute() -> None:
    for _, answer in answers():
        for statement in answer.statements:
            words = sentence(statement)
            for value in statement.values.values():
                if isinstance(value, Money):
                    assert value.format() in words, words
                if isinstance(value, datetime):
                    assert moment(value) in words, words
            assert "%(" not in words


def test_everything_offered_has_a_name() -> None:
    for facts, answer in answers():
        assert reason_label(kind_of(facts), answer.reason)
        assert all(action_label(action) for action in answer.actions)
        assert all(link_label(link) for link in answer.links)


def test_money_is_only_frozen_while_it_is_held_and_one_case_is_open_at_a_time() -> None:
    for facts, answer in answers():
        if answer.case is None:
            continue
        assert facts.open_case_id is None
        if answer.case.holds_money:
            assert isinstance(facts, OrderFacts)
            assert (facts.side, facts.disputed_at) == ("buyer", None)
            assert facts.status in {"shipped", "delivered"}


def test_there_are_more_than_ten_reasons_and_at_most_forty() -> None:
    found = {(kind_of(facts), facts.side, answer.reason) for facts, answer in answers()}
    assert 10 < len({reason for _, _, reason in found}) <= 40


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        (Statement("money_held", {"amount": TOTAL}), "£22.07 is held safely. Nobody has it yet."),
        (
            Statement("payment_kept", {"amount": TOTAL}),
            "You paid £22.07. It is kept safe: the seller has none of it yet.",
        ),
        (
            Statement("last_scan", {"kind": "in_transit", "at": T0, "note": "Leeds"}),
            "Last scan: on the road, Mon 2 Mar, 12:00. Leeds",
        ),
    ],
)
def test_sentences_read_like_this(statement: Statement, words: str) -> None:
    assert sentence(statement) == words


def test_the_readme_draws_the_case_table() -> None:
    drawn = README.read_text().split("```mermaid")[1].split("```")[0]
    found = set(re.findall(r"^\s*(\w+) --> (\w+): (\w+)$", drawn, re.MULTILINE))
    assert found == {(status, target, event) for (status, event), target in CASE.items()}
