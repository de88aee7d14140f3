"""Every order of events to depth 6, from the beginning and the middle of a negotiation: nothing is
sold twice, nobody pays another price than the one they agreed to, nobody is told anything false.

Orders that lead to the same world are followed once. Each world that can be reached is looked at.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from rethread.market.offers.rules import (
    ANSWER_H,
    LIVE,
    OFFER,
    event_of,
    next_offer_status,
    steps_open,
    told,
)
from rethread.market.offers.types import Side

from .model import EVENTS, NAMED, PRICE_MIN, State, apply

DEPTH = 6
BEGINNINGS: dict[str, tuple[str, ...]] = {
    "nothing has happened": (),
    "the seller has named a price": ("A offers", "S counters"),
    "a price is agreed": ("A offers", "S accepts"),
    "an agreed price is in a checkout": ("A offers", "S accepts", "A checks out"),
    "it was declined once": ("A offers", "S declines"),
}


def after(events: tuple[str, ...]) -> State:
    state = State()
    for event in events:
        following = apply(state, event)
        assert following is not None, event
        state = following
    return state


def reached(beginning: State, depth: int = DEPTH) -> Iterator[tuple[State, str, State]]:
    """Return every step that any order of events to this depth takes."""
    seen, front = {beginning}, [beginning]
    for _ in range(depth):
        following = []
        for state in front:
            for event in EVENTS:
                to = apply(state, event)
                if to is None:
                    continue
                yield state, event, to
                if to not in seen:
                    seen.add(to)
                    following.append(to)
        front = following


@pytest.mark.parametrize("beginning", BEGINNINGS, ids=str)
def test_nothing_is_sold_twice_and_nobody_pays_another_price(beginning: str) -> None:
    steps = 0
    for state, event, to in reached(after(BEGINNINGS[beginning])):
        steps += 1
        assert len(to.sold_to) <= 1, (event, to)
        assert len([q for _, q in to.quotes if q.status == "open"]) <= 1, (event, to)
        assert (to.listing == "sold") == bool(to.sold_to), (event, to)
        for who, quote in to.quotes:
            before = state.quote(who)
            if before is not None and quote.status != "open":
                assert quote.price_minor == before.price_minor, (event, to)  # it never changes
            if quote.private:
                assert who == "A", (event, to)
                assert quote.price_minor in NAMED.values(), (event, to)
        fresh = to.quote("A")
        if event == "A checks out" and fresh is not None and fresh.private:
            assert fresh.price_minor == state.agreed_minor, (event, to)
            assert fresh.price_minor < state.price, (event, to)
    assert steps > 500


@pytest.mark.parametrize("beginning", BEGINNINGS, ids=str)
def test_nobody_is_told_anything_false(beginning: str) -> None:
    words: set[str] = set()
    for _, event, state in reached(after(BEGINNINGS[beginning])):
        if state.offer is not None:
            word = told(state.offer, state.piece, blocked=state.blocked, now=state.now)
            words.add(word)
            assert is_true(word, state), (event, word, state)
    assert len(words) >= 8, words


def is_true(word: str, state: State) -> bool:
    """Tell whether a word is true of a world, from what could be done in it and what was done."""
    offer = state.offer
    assert offer is not None
    checked_out = apply(state, "A checks out")
    quote = checked_out.quote("A") if checked_out is not None else None
    if word == "price_runs":
        return quote is not None and quote.private and quote.price_minor == state.agreed_minor
    if word in {"asks_seller", "asks_buyer"}:
        accepted = apply(state, "S accepts" if word == "asks_seller" else "A accepts")
        return accepted is not None and is_true("price_runs", accepted)
    if word == "beaten":
        return quote is not None and not quote.private and quote.price_minor <= offer.amount_minor
    if word == "not_on_sale":
        return quote is None and state.listing == "hidden"
    if word == "in_a_checkout":
        return quote is None and state.listing == "reserved"
    if word == "closed":
        return state.blocked and offer.status in {"with_seller", "with_buyer"}
    if word == "paying":
        held = state.quote("A")
        return held is not None and held.status == "open" and held.price_minor == state.agreed_minor
    if word in {"sold", "removed"} and offer.status in LIVE:
        return state.listing == word and quote is None
    if word == "unanswered" and offer.status in LIVE:
        answers_until = state.named_at + timedelta(hours=ANSWER_H)
        return state.now >= answers_until and not _can_be_agreed(state)
    if word == "price_ended" and offer.status in LIVE:
        return state.price_until is not None and state.now >= state.price_until and (
            quote is None or not quote.private
        )  # fmt: skip
    return offer.status not in LIVE and word == state.truth


def _can_be_agreed(state: State) -> bool:
    return any(apply(state, event) is not None for event in ("S accepts", "A accepts"))


@pytest.mark.parametrize("beginning", BEGINNINGS, ids=str)
def test_what_is_offered_to_a_person_can_be_done(beginning: str) -> None:
    sides: tuple[tuple[Side, str], ...] = (("buyer", "A"), ("seller", "S"))
    for _, _, state in reached(after(BEGINNINGS[beginning])):
        offer = state.offer
        if offer is None:
            continue
        for side, who in sides:
            for step in steps_open(
                side, offer, state.piece,
                blocked=state.blocked, now=state.now, price_min=PRICE_MIN,
            ):  # fmt: skip
                assert next_offer_status(offer.status, event_of(side, step)) is not None
                if step != "counter":  # its price may be out of range by now
                    assert apply(state, f"{who} {step}s") is not None, (side, step, state)


def test_every_row_of_the_table_is_taken_by_some_order_of_events() -> None:
    taken = set()
    for beginning in BEGINNINGS.values():
        for state, _, to in reached(after(beginning)):
            if state.offer is not None and to.offer is not None:
                taken.add((state.offer.status, to.offer.status))
    table = {(status, to) for (status, event), to in OFFER.items() if event != "limit_declines"}
    assert table - taken == set()
