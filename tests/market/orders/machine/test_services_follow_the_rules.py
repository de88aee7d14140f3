"""The services on a real PostgreSQL against the machine of the rules: in the same order of events
both refuse the same, and every row says what the model says.

Every order to depth 2 from two middles, every event from the others, and walks of depth 6.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any, Final

import pytest
from django.db import transaction

from rethread.market.offers.rules import told
from tests.market.orders.world import open_world

from .exploring import BEGINNINGS
from .market import Market
from .model import EVENTS, apply
from .state import BUYERS, Deal, State

WALKS: Final = 12
DEEP: Final = ("an agreed price is being paid", "it is on its way")
HOLDS: Final[dict[str, set[str]]] = {
    "none": {"expected", "void"}, "held": {"held"}, "frozen": {"frozen"},
    "released": {"released"}, "owed": {"refunded"}, "given": {"refunded"}, "bounced": {"refunded"},
}  # fmt: skip


class Undo(Exception):
    """Rolls a savepoint back."""


@pytest.fixture
def market(db: None) -> Iterator[Market]:
    with open_world() as world:
        yield Market(world)


def expected(market: Market, state: State) -> dict[str, Any]:
    word = ""
    if state.offer is not None:
        word = told(state.offer, state.piece, blocked=False, now=state.now)
    deals = {who: state.deal(who) for who in BUYERS}
    return {
        "now": state.now,
        "listing": (state.listing, state.price, state.away),
        "told": {who: market.totals[state.seen(who)] for who in BUYERS},
        "offer": word,
        **{who: _rows_of(deal) for who, deal in deals.items() if deal is not None},
    }


def _rows_of(deal: Deal) -> tuple[object, ...]:
    holds = {"void"} if deal.late else HOLDS[deal.money]
    if deal.reason == "taken_back":
        holds = {"released"}  # the buyer's money comes from what the seller would have had
    gone = deal.order == "lapsed" or (deal.order in {"cancelled", "refunded"} and not deal.sent)
    return (
        deal.checkout if not deal.late else _ended(deal), deal.order, deal.price, deal.private,
        deal.reason, deal.sent, deal.arrived, deal.disputed, deal.refund_failed, deal.seller_paid,
        deal.timers, holds, not gone,
    )  # fmt: skip


def _ended(deal: Deal) -> str:
    return "cancelled" if deal.given_up else "expired"


def agree(seen: dict[str, Any], wanted: dict[str, Any]) -> bool:
    """Tell whether rows are what they should be; a hold is one of those that mean the same."""
    for who in BUYERS:
        if who in seen and who in wanted and seen[who][-2] in wanted[who][-2]:
            wanted[who] = (*wanted[who][:-2], seen[who][-2], wanted[who][-1])
    return seen == wanted


def follow(market: Market, state: State, event: str) -> State:
    """Do an event on both sides and compare everything that can be seen."""
    following = apply(state, event)
    market.do(event)
    after = following or state
    seen, wanted = market.seen(), expected(market, after)
    assert agree(seen, wanted), (event, state, seen, wanted)
    return after


def begun(market: Market, beginning: str) -> State:
    state = State()
    for event in BEGINNINGS[beginning]:
        state = follow(market, state, event)
    return state


def _explore(market: Market, state: State, depth: int) -> None:
    for event in EVENTS:
        now, checkouts = market.world.now, dict(market.checkouts)
        told_before, agreements = dict(market.told), market.agreements
        try:
            with transaction.atomic():
                following = follow(market, state, event)
                if depth > 1 and following != state:
                    _explore(market, following, depth - 1)
                raise Undo
        except Undo:
            market.world.moments[0], market.checkouts = now, checkouts
            market.told, market.agreements = told_before, agreements


@pytest.mark.slow
@pytest.mark.parametrize("beginning", DEEP)
def test_every_order_to_depth_two_agrees(market: Market, beginning: str) -> None:
    _explore(market, begun(market, beginning), 2)


@pytest.mark.parametrize("beginning", [name for name in BEGINNINGS if name not in DEEP])
def test_every_event_agrees(market: Market, beginning: str) -> None:
    _explore(market, begun(market, beginning), 1)


@pytest.mark.parametrize("walk", range(WALKS))
def test_walks_of_depth_six_agree(market: Market, walk: int) -> None:
    rng = random.Random(f"orders-walk-{walk}")
    state = begun(market, sorted(BEGINNINGS)[walk % len(BEGINNINGS)])
    for _ in range(6):
        possible = [event for event in EVENTS if apply(state, event) is not None]
        wanted = rng.choice(possible if rng.random() < 0.85 else list(EVENTS))
        state = follow(market, state, wanted)
