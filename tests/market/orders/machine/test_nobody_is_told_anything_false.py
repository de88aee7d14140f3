"""What pages, help and offers say in every world that an order of events leads to is true of what
really happened in it, and what they let people do can be done.

Each sentence is listed here with when it is true: a new one fails until somebody has said so.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

import pytest

from rethread.market.offers.rules import LIVE, told
from rethread.market.orders.types import Side
from rethread.market.search.types import ListingInIndex
from rethread.market.support.rules.answers import answer_for, reasons_for
from rethread.web.presenting.order_words import (
    actions_open,
    advice,
    checkout_outcome,
    headline,
    next_step,
    state_label,
)
from rethread.web.presenting.showing import showing_of
from tests.market.support.test_truth import TRUE_WHEN

from .exploring import explored
from .model import apply, costs
from .showing import (
    SHIPS_WITHIN,
    SIDES,
    checkout_view,
    is_paid,
    listing_view,
    order_facts,
    order_view,
    was_sold_on_holiday,
)
from .state import AGREED_PRICE, BUYERS, Deal, State, Who

IN_INDEX: Final = ListingInIndex(version=2, waiting_since=None)


class Told(NamedTuple):
    """An order as one side reads it."""

    deal: Deal
    side: Side


def kept(deal: Deal) -> bool:
    """Tell whether the buyer's money lies with the market, for nobody else to take."""
    return deal.money in {"held", "frozen"}


def waits_to_be_sent(t: Told) -> bool:
    return kept(t.deal) and not t.deal.sent


def travels(t: Told) -> bool:
    return kept(t.deal) and t.deal.sent and not t.deal.arrived


def has_arrived(t: Told) -> bool:
    return kept(t.deal) and t.deal.arrived


def goes_back(t: Told) -> bool:
    return t.deal.money == "owed"


def unpaid(t: Told) -> bool:
    return t.deal.money == "none"


def buying(when: Callable[[Told], bool]) -> Callable[[Told], bool]:
    return lambda t: t.side == "buyer" and when(t)


def selling(when: Callable[[Told], bool]) -> Callable[[Told], bool]:
    return lambda t: t.side == "seller" and when(t)


def undisputed(when: Callable[[Told], bool]) -> Callable[[Told], bool]:
    return lambda t: t.deal.money == "held" and when(t)


TRUE: Final[dict[str, Callable[[Told], bool]]] = {
    "": lambda t: True,
    # how it is marked
    "Not paid yet": lambda t: unpaid(t) and t.deal.order == "awaiting_payment",
    "Paid, to be sent": waits_to_be_sent,
    "On its way": travels,
    "Delivered": has_arrived,
    "Completed": lambda t: t.deal.money == "released",
    "Not paid": lambda t: unpaid(t) and t.deal.order == "lapsed",
    "Cancelled, refund on its way": goes_back,
    "Refunded": lambda t: t.deal.money == "given",
    "Called off, refund owed": lambda t: t.deal.money == "bounced",
    # how it stands
    "Waiting for your payment": buying(unpaid),
    "Paid. The seller packs it": buying(waits_to_be_sent),
    "Sold. Time to pack": selling(waits_to_be_sent),
    "On its way to you": buying(travels),
    "On its way to the buyer": selling(travels),
    "It has arrived": has_arrived,
    "All done": lambda t: t.deal.money == "released",
    "Called off": goes_back,
    "The refund came back": lambda t: t.deal.money == "bounced",
    # what to do, and what it means
    "Pack it and hand it over": selling(waits_to_be_sent),
    "A case is open": lambda t: t.deal.money == "frozen",
    "Tell us that all is well": buying(undisputed(has_arrived)),
    "The payment is frozen while the case is open.": lambda t: t.deal.money == "frozen",
    "Your bank sent the refund back. We still owe it to you.": buying(
        lambda t: t.deal.money == "bounced"
    ),
    "The bank sent the buyer's refund back. It is still owed to them.": selling(
        lambda t: t.deal.money == "bounced"
    ),
    "Your money is held until it arrives. You can call it off until it is sent.": buying(
        undisputed(waits_to_be_sent)
    ),
    "Get the label, pack it and hand it over within 5 days. Every date is below.": selling(
        lambda t: waits_to_be_sent(t) and not was_sold_on_holiday(t.deal)
    ),
    "Get the label, pack it and hand it over. The days count from when you are back: "
    "every date is below.": selling(waits_to_be_sent),
    "When it is in your hands and as described, release the payment.": buying(undisputed(travels)),
    "The money is yours 2 days after it arrives.": selling(undisputed(travels)),
    "Look it over. After 2 days the seller is paid.": buying(undisputed(has_arrived)),
    "The buyer has 2 days to look it over; then the money is yours.": selling(
        undisputed(has_arrived)
    ),
    "The payment has been released to the seller. Enjoy it.": buying(
        lambda t: t.deal.money == "released"
    ),
    "The money is in your balance.": selling(lambda t: t.deal.seller_paid),
    "The money is yours. It reaches your balance once you can be paid.": selling(
        lambda t: t.deal.money == "released" and not t.deal.seller_paid
    ),
    "You were not charged.": buying(unpaid),
    "Everything you paid is on its way back to you.": buying(goes_back),
    "The buyer gets everything back.": selling(goes_back),
    "Everything you paid has been given back.": buying(lambda t: t.deal.money == "given"),
    "The buyer has everything back.": selling(lambda t: t.deal.money == "given"),
}
OUTCOMES: Final[dict[str, Callable[[Deal], bool]]] = {
    "confirming": lambda d: d.checkout in {"open", "expiring"} and d.money == "none",
    "paid": lambda d: d.money == "held" and not d.sent,
    "late": lambda d: d.late and d.money == "owed",
    "expired": lambda d: d.money == "none" and not d.given_up,
    "given_up": lambda d: d.money == "none" and d.given_up,
    "moved_on": lambda d: d.money != "none",
}
# Where help says that money is, in the words of the world. Other statements are held against facts.
MONEY_SAID: Final[dict[str, set[str]]] = {
    "not_charged": {"none"},
    "money_held": {"held"},
    "payment_kept": {"held"},
    "money_frozen": {"frozen"},
    "payment_frozen": {"frozen"},
    "released_to_seller": {"released"},
    "transfer_under_way": {"released"},
    "reached_balance": {"released"},
    "refund_under_way": {"owed"},
    "refund_you_under_way": {"owed"},
    "refund_failed": {"bounced"},
    "refund_you_failed": {"bounced"},
    "refunded_on": {"given"},
    "refunded_you_on": {"given"},
    "released_after_window": {"held"},
    "yours_after_window": {"held"},
    "released_if_silent": {"held"},
    "yours_if_silent": {"held"},
}
DONE_BY: Final[dict[str, str]] = {
    "confirm": "A confirms", "ship": "S ships to A", "give_back": "S gives A it all back",
}  # fmt: skip


@pytest.fixture(scope="module")
def worlds() -> list[State]:
    return list(dict.fromkeys(to for _, _, to in explored()))


def readings(worlds: list[State]) -> list[tuple[State, Who, Told]]:
    """Return each order as each side reads it, once; what of the world it depends on is in it."""
    found: dict[object, tuple[State, Who, Told]] = {}
    for state in worlds:
        for who in BUYERS:
            deal = state.deal(who)
            for side in SIDES if deal is not None else ():
                if deal is not None and (side == "buyer" or is_paid(deal)):
                    found.setdefault((who, deal, side), (state, who, Told(deal, side)))
    return list(found.values())


def test_an_order_is_described_as_it_is(worlds: list[State]) -> None:
    said = set()
    for state, _, t in readings(worlds):
        view = order_view(*t)
        words = (
            state_label(view), headline(view, t.side), next_step(view),
            advice(view, t.side, SHIPS_WITHIN),
        )  # fmt: skip
        for sentence in words:
            assert TRUE[sentence](t), (sentence, t, state)
            said.add(sentence)
    assert said == set(TRUE)


def test_a_buyer_who_comes_back_from_paying_reads_what_became_of_it(worlds: list[State]) -> None:
    said = set()
    for state, _, t in readings(worlds):
        outcome = checkout_outcome(checkout_view(t.deal))
        assert OUTCOMES[outcome](t.deal), (outcome, t, state)
        said.add(outcome)
    assert said == set(OUTCOMES)


def test_help_says_where_the_money_is(worlds: list[State]) -> None:
    said = set()
    for state, _, t in readings(worlds):
        facts = order_facts(*t)
        for reason in reasons_for(facts):
            answer = answer_for(facts, reason)
            assert answer is not None
            for statement in answer.statements:
                assert TRUE_WHEN[statement.code](facts, statement.values), (statement, t, state)
                if statement.code in MONEY_SAID:
                    said.add(statement.code)
                    assert t.deal.money in MONEY_SAID[statement.code], (statement, t, state)
    assert said == set(MONEY_SAID)


def test_what_an_order_lets_people_do_can_be_done(worlds: list[State]) -> None:
    tried = set()
    for state, who, t in readings(worlds):
        if who != "A":
            continue
        facts = order_facts(*t)
        offered = set(actions_open(order_view(*t), t.side, labelled=True))
        for reason in reasons_for(facts):
            answer = answer_for(facts, reason)
            assert answer is not None
            offered |= set(answer.actions)
            if answer.case is not None and answer.case.holds_money:
                tried.add("case")
                assert apply(state, "A opens a case") is not None, (reason, state)
        if "give_part" in offered:  # of money that is still here; what it comes to: test_parts.py
            assert (t.side, t.deal.money in {"held", "frozen"}) == ("seller", True), state
        for action in offered - {"label", "make_label", "give_part"}:
            calls_off = "A calls it off" if t.side == "buyer" else "S calls A off"
            tried.add(action)
            assert apply(state, DONE_BY.get(action, calls_off)) is not None, (action, state)
    assert tried == {"confirm", "ship", "give_back", "cancel", "case"}


def test_a_timer_that_is_announced_runs_out_as_announced(worlds: list[State]) -> None:
    ends = {"auto_cancel": "cancelled", "claim_window_end": "completed",
            "no_scan_release": "completed", "identity_limit": "cancelled"}  # fmt: skip
    fired = set()
    for state, who, t in readings(worlds):
        announced = min(t.deal.timers, key=lambda timer: timer[1], default=None)
        if announced is None:
            continue
        kind, at = announced
        later: State | None = state
        while later is not None and later.now < at:
            later = apply(later, "time moves on")
        assert later is not None, state
        deal = later.deal(who)
        assert deal is not None
        assert deal.order == ends.get(kind, t.deal.order), (kind, state)
        fired.add(kind)
    assert fired == {"ship_reminder", "identity_warning", *ends}


def test_a_seller_reads_where_their_piece_shows_and_why_it_does_not(worlds: list[State]) -> None:
    codes: dict[tuple[str, bool], str] = {}
    for state in worlds:
        seen = (state.listing, state.away)
        if seen not in codes:
            codes[seen] = showing_of(listing_view(state), IN_INDEX, held=False).code
        code = codes[seen]
        buyable = apply(state, "B checks out") is not None
        assert (code == "shown") == buyable, (code, state)
        if code == "sold":
            assert state.holder is not None, (code, state)
        elif code == "reserved":
            assert any(d is not None and unpaid(Told(d, "buyer")) for d in (state.a, state.b))
        elif code == "elsewhere":
            assert state.was_down, state
        elif code == "vacation":
            back = apply(state, "S comes back")
            assert back is not None, state
            assert apply(back, "B checks out") is not None, state
        elif code == "hidden":
            assert apply(state, "S shows it") is not None, state
        elif code == "draft":
            assert apply(state, "S publishes it") is not None, state
    assert set(codes.values()) == {
        "draft", "shown", "sold", "reserved", "elsewhere", "vacation", "hidden", "removed",
    }  # fmt: skip


def test_an_offer_is_described_as_it_stands(worlds: list[State]) -> None:
    words: dict[str, Callable[[State], bool]] = {
        "price_runs": lambda s: s.piece.available and costs(s, "A") == (AGREED_PRICE, True),
        "beaten": lambda s: s.piece.available and costs(s, "A")[0] <= AGREED_PRICE,
        "paying": lambda s: s.a is not None and s.a.private and s.a.money == "none",
        "in_a_checkout": lambda s: s.listing == "reserved",
        "not_on_sale": lambda s: not s.piece.available,
        "bought": lambda s: "A" in s.bought,
        "sold": lambda s: "B" in s.bought,
        "removed": lambda s: s.was_down,
        "price_ended": lambda s: s.price_until is not None and s.now >= s.price_until,
    }
    said = set()
    for state in worlds:
        if state.offer is None:
            continue
        word = told(state.offer, state.piece, blocked=False, now=state.now)
        said.add(word)
        assert words[word](state), (word, state)
        assert (state.offer.status in LIVE) or costs(state, "A")[1] is False, state
    assert said == set(words)
