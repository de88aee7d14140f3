"""Every order of events about one garment, to depth 6 from a draft, from the rail and from ten
middles: it is never sold twice, nobody pays another price than the one they were told, what has
ended stays ended, and the money is where the statuses say.
"""

from __future__ import annotations

from typing import Final

from rethread.market.catalogue.rules.lifecycle import TRANSITIONS
from rethread.market.orders.rules.transitions import (
    CHECKOUT,
    CHECKOUT_LIVE,
    ORDER,
    ORDER_SOLD,
    ORDER_TERMINAL,
)

from .exploring import explored
from .model import EVENTS, costs
from .state import AGREED_PRICE, BUYERS, Deal, State, Who

ENDED_CHECKOUTS: Final = {"paid"}
MONEY_OF: Final[dict[str, set[str]]] = {
    "awaiting_payment": {"none"},
    "lapsed": {"none"},
    "paid": {"held"},
    "shipped": {"held", "frozen"},
    "delivered": {"held", "frozen"},
    "completed": {"released"},
    "cancelled": {"owed", "bounced"},
    "refunded": {"given", "bounced"},
}


def deals(state: State) -> list[tuple[Who, Deal]]:
    found = [(who, state.deal(who)) for who in BUYERS]
    return [(who, deal) for who, deal in found if deal is not None]


def stands(deal: Deal) -> bool:
    """Tell whether the garment is this buyer's, or kept for them, or was sent to them for good."""
    return deal.order in ORDER_SOLD or deal.order == "awaiting_payment" or deal.sent


def test_every_event_happens_somewhere_and_there_is_much_to_see() -> None:
    assert {event for _, event, _ in explored()} == set(EVENTS)
    assert len({to for _, _, to in explored()}) > 10_000


def test_nothing_is_sold_or_kept_for_two_buyers_at_once() -> None:
    for _, event, to in explored():
        holding = [who for who, deal in deals(to) if stands(deal)]
        assert len(holding) <= 1, (event, to)
        assert (to.listing in {"reserved", "sold"}) == bool(holding), (event, to)
        assert holding == ([to.holder] if to.holder is not None else []), (event, to)
        paying = [who for who, deal in deals(to) if deal.checkout in CHECKOUT_LIVE]
        assert (to.listing == "reserved") == bool(paying), (event, to)


def test_nobody_pays_another_price_than_the_one_they_were_told() -> None:
    private = 0
    for state, event, to in explored():
        for who, deal in deals(to):
            before = state.deal(who)
            if event == f"{who} checks out" and deal != before:
                assert deal.price == state.seen(who), (event, to)  # what they had agreed to
                assert (deal.price, deal.private) == costs(state, who), (event, to)
                if deal.private:
                    private += 1
                    assert who == "A", (event, to)
                    assert deal.price == AGREED_PRICE < state.price, (event, to)
            else:
                assert before is not None, (event, to)
                assert (deal.price, deal.private) == (before.price, before.private), (event, to)
    assert private > 10


def test_what_has_ended_stays_ended() -> None:
    for state, event, to in explored():
        if state.listing == "removed":
            assert to.listing == "removed", (event, to)
        for who in BUYERS:
            before, deal = state.deal(who), to.deal(who)
            if before is None or deal is None or event == f"{who} checks out":
                continue
            if before.order in ORDER_TERMINAL:
                assert deal.order == before.order, (event, to)
            if before.checkout in ENDED_CHECKOUTS:
                assert deal.checkout == before.checkout, (event, to)
            assert deal.sent >= before.sent, (event, to)
            assert deal.arrived >= before.arrived, (event, to)
            assert not before.seller_paid or deal.seller_paid, (event, to)


def test_whoever_lets_a_deal_go_for_another_has_ended_it() -> None:
    again = 0
    for state, event, to in explored():
        for who in BUYERS:
            before = state.deal(who)
            if event == f"{who} checks out" and before is not None and to.deal(who) != before:
                again += 1
                assert not stands(before), (event, state)
                assert before.money in {"none", "owed", "given", "bounced"}, (event, state)
    assert again > 10


def test_the_money_is_where_the_statuses_say_and_never_frozen_without_a_dispute() -> None:
    for _, event, to in explored():
        for _, deal in deals(to):
            assert deal.money in MONEY_OF[deal.order], (event, to)
            assert (deal.money == "frozen") == deal.disputed, (event, to)
            assert deal.refund_failed == (deal.money == "bounced"), (event, to)
            assert (deal.checkout == "paid") == (deal.money != "none" and not deal.late), to


def test_every_order_that_waits_has_a_timer_and_no_ended_one_has() -> None:
    for _, event, to in explored():
        for _, deal in deals(to):
            running = {kind for kind, _ in deal.timers}
            if deal.order == "paid":
                assert "auto_cancel" in running, (event, to)
            elif deal.order in {"shipped", "delivered"} and not deal.disputed:
                wanted = "no_scan_release" if deal.order == "shipped" else "claim_window_end"
                assert running == {wanted}, (event, to)
            elif deal.order == "completed" and not deal.seller_paid:
                assert "identity_limit" in running, (event, to)
                assert running <= {"identity_limit", "identity_warning"}, (event, to)
            else:
                assert running == set(), (event, to)


def test_every_row_of_the_tables_is_taken_by_some_order_of_events() -> None:
    listings, checkouts, orders = set(), set(), set()
    for state, _, to in explored():
        listings.add((state.listing, to.listing))
        for who in BUYERS:
            before, deal = state.deal(who), to.deal(who)
            if before is not None and deal is not None:
                checkouts.add((before.checkout, deal.checkout))
                orders.add((before.order, deal.order))
    assert {(a, b) for (a, _), b in TRANSITIONS.items()} <= listings
    # The pay page is not looked at here, and nothing is picked up.
    page = {pair for pair in CHECKOUT if pair[1] == "pay_page_opened" or pair[0] == "paying"}
    rows = {(a, b) for (a, event), b in CHECKOUT.items() if (a, event) not in page}
    assert rows - checkouts == set()
    pickup = {("paid", "hand_over")}
    handed = {(a, b) for (a, event), b in ORDER.items() if (a, event) not in pickup}
    assert handed - orders == set()
