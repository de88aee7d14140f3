"""What may happen to one garment, put together from the rules that the services judge by.

S sells it, and A and the rival B want it; S agrees on a price with A alone. Nothing is decided
here: the tables of listings, checkouts, orders, offers and money are asked, and the guards of the
services for what they keep out. `apply` returns the world after an event, or None where it is
refused or changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Final

from rethread.market.catalogue.rules import EDITABLE, next_status
from rethread.market.catalogue.rules.lifecycle import Step
from rethread.market.offers.rules import (
    LIVE,
    PRICE_H,
    Terms,
    next_offer_status,
    private_price_counts,
)
from rethread.market.offers.rules.transitions import OfferEvent
from rethread.market.offers.types import EndedBy
from rethread.market.orders.rules.calendar import (
    auto_cancel_at,
    ship_reminder_at,
    shipping_days_from,
)
from rethread.market.orders.rules.transitions import (
    CHECKOUT_LIVE,
    CHECKOUT_PAYABLE,
    CheckoutEvent,
    OrderEvent,
    next_checkout_status,
    next_order_status,
)

from .order_steps import (
    brought,
    call_off,
    calls_off,
    carried,
    complete,
    confirm,
    for_buyer,
    for_seller,
    gives_back,
    lost,
    money,
    on,
    open_case,
    refund_arrives,
    refund_comes_back,
    ship,
    take_back,
    transfer_arrives,
    withdraw_case,
)
from .state import AGREED_PRICE, BUYERS, LIST_PRICE, LOW_PRICE, Deal, State, Who

RESERVED_FOR: Final = timedelta(minutes=10)
AGREEMENTS_MAX: Final = 2  # they agree on a price no more often than this


def apply(state: State, event: str) -> State | None:
    """Return the world after an event, or None where it is refused or changes nothing."""
    return _ACTS[event](state)


# -- the listing -------------------------------------------------------------------------------


def _step(step: Step) -> Callable[[State], State | None]:
    def act(state: State) -> State | None:
        following = next_status(state.listing, step)
        if following is None:
            return None
        moved = state._replace(listing=following)
        return _taken_down(moved) if following in {"removed", "elsewhere"} else moved

    return act


def _taken_down(state: State) -> State:
    down = state._replace(was_down=True)
    live = down.offer is not None and down.offer.status in LIVE
    return _offer(down, "overtaken", ended_by="removal") if live else down


def _price(state: State) -> State | None:
    if state.listing not in EDITABLE:
        return None
    return state._replace(price=LOW_PRICE if state.price == LIST_PRICE else LIST_PRICE)


def _away(state: State) -> State | None:
    return None if state.away else state._replace(away=True)


def _back(state: State) -> State | None:
    if not state.away:
        return None
    state = state._replace(away=False)
    for who in BUYERS:
        deal = state.deal(who)
        due = deal.due("auto_cancel") if deal is not None else None
        if deal is not None and due is not None and due > auto_cancel_at(state.now):
            state = state.with_deal(who, _days_count(deal, state.now))
    return state


def _days_count(deal: Deal, begins: object) -> Deal:
    return deal.timed(ship_reminder=ship_reminder_at(begins), auto_cancel=auto_cancel_at(begins))  # type: ignore[arg-type]  # a moment


# -- the price that is agreed on ---------------------------------------------------------------


def _agree(state: State) -> State | None:
    live = state.offer is not None and state.offer.status in LIVE
    if live or not state.piece.available or state.agreements >= AGREEMENTS_MAX:
        return None
    if state.price <= AGREED_PRICE:
        return None
    until = state.now + timedelta(hours=PRICE_H)
    accepted = next_offer_status("with_seller", "seller_accepts")
    assert accepted is not None
    terms = Terms(accepted, AGREED_PRICE, 1, 0, AGREED_PRICE, None, until)
    return state._replace(
        offer=terms, price_until=until, agreements=state.agreements + 1, seen_a=AGREED_PRICE
    )


def _offer(state: State, event: OfferEvent, *, due: object = None, ended_by: EndedBy = "") -> State:
    terms = state.offer
    assert terms is not None
    following = next_offer_status(terms.status, event)
    assert following is not None, (terms.status, event)
    moved = Terms(following, terms.amount_minor, 1, 0, terms.buyer_last_minor, None, due, ended_by)  # type: ignore[arg-type]  # a moment
    return state._replace(offer=moved)


def costs(state: State, who: Who) -> tuple[int, bool]:
    """Return what the garment costs a buyer now, and whether that was agreed with them."""
    terms = state.offer
    if who == "A" and terms and private_price_counts(terms, state.piece, state.now):
        return terms.amount_minor, True
    return state.price, False


# -- checkouts ---------------------------------------------------------------------------------


def _check_out(who: Who) -> Callable[[State], State | None]:
    def act(state: State) -> State | None:
        following = next_status(state.listing, "reserve")
        if following is None or state.away:
            return None
        price, private = costs(state, who)
        if price != state.seen(who):  # refused, and told what it costs now
            return state.with_seen(who, price)
        deal = Deal(price, private, reserved_until=state.now + RESERVED_FOR)
        held = state._replace(listing=following, holder=who).with_deal(who, deal)
        return _offer(held, "checkout_begins") if private else held

    return act


def _move(deal: Deal, event: CheckoutEvent) -> Deal | None:
    following = next_checkout_status(deal.checkout, event, cancelled_by_buyer=deal.given_up)
    return deal._replace(checkout=following) if following is not None else None


def _give_up(who: Who) -> Callable[[State], State | None]:
    def act(state: State) -> State | None:
        deal = state.deal(who)
        if deal is None or deal.checkout not in CHECKOUT_PAYABLE:
            return None
        moved = _move(deal, "buyer_cancels")
        assert moved is not None
        return state.with_deal(who, moved._replace(given_up=True, reserved_until=None))

    return act


def _pay(who: Who) -> Callable[[State], State | None]:
    def act(state: State) -> State | None:
        deal = state.deal(who)
        if deal is None or deal.checkout not in CHECKOUT_LIVE:
            return None
        paid = _move(deal, "paid")
        assert paid is not None
        return _stands(state, who, paid, "paid")

    return act


def _stands(state: State, who: Who, deal: Deal, event: OrderEvent) -> State:
    following = next_order_status(deal.order, event)
    sold = next_status(state.listing, "sell")
    assert following is not None
    assert sold is not None
    begins = shipping_days_from(state.now, on_vacation=state.away, returns_at=None)
    deal = deal._replace(
        order=following, reserved_until=None, paid_at=state.now, money=money(deal, "held")
    )
    state = state._replace(listing=sold, bought=state.bought | {who})
    state = state.with_deal(who, _days_count(deal, begins))
    if state.offer is None or state.offer.status not in LIVE:
        return state
    if who == "A":
        return _offer(state, "buyer_buys", ended_by="buyer")
    return _offer(state, "overtaken", ended_by="sale")


def _close_page(who: Who) -> Callable[[State], State | None]:
    def act(state: State) -> State | None:
        deal = state.deal(who)
        if deal is None or deal.checkout not in CHECKOUT_LIVE:
            return None
        ended, lapsed = _move(deal, "provider_expired"), next_order_status(deal.order, "lapse")
        free = next_status(state.listing, "release")
        assert ended is not None
        assert lapsed is not None
        assert free is not None
        ended = ended._replace(order=lapsed, reserved_until=None)
        state = state._replace(listing=free, holder=None).with_deal(who, ended)
        if not deal.private:
            return state
        until = state.price_until
        if until is not None and until > state.now:
            return _offer(state, "checkout_ends", due=until)
        return _offer(state, "checkout_ends_late", ended_by="time")

    return act


def _pay_late(who: Who) -> Callable[[State], State | None]:
    def act(state: State) -> State | None:
        deal = state.deal(who)
        if deal is None or deal.late or _move(deal, "paid_late") is None:
            return None
        reserved = next_status(state.listing, "reserve")
        price, private = costs(state, who)
        if reserved is None or state.away or price != deal.price:
            gone = next_order_status(deal.order, "paid_too_late")
            assert gone is not None
            return state.with_deal(
                who, deal._replace(order=gone, reason="paid_too_late", late=True, money="owed")
            )
        taken = state._replace(listing=reserved, holder=who)
        taken = _offer(taken, "checkout_begins") if private else taken
        paid = _move(deal, "paid_late")
        assert paid is not None
        return _stands(taken, who, paid, "paid_late")

    return act


# -- the clock ---------------------------------------------------------------------------------


def next_due(state: State) -> object | None:
    """Return when the next timer of anything runs out, or None where none runs."""
    found = []
    for deal in (state.a, state.b):
        if deal is not None:
            found += [at for _, at in deal.timers]
            if deal.reserved_until is not None and deal.checkout in CHECKOUT_PAYABLE:
                found.append(deal.reserved_until)
    terms = state.offer
    if terms is not None and terms.status == "accepted" and terms.due_at is not None:
        found.append(terms.due_at)
    return min(found) if found else None


def _time_moves_on(state: State) -> State | None:
    due = next_due(state)
    if due is None:
        return None
    state = state._replace(now=max(state.now, due))  # type: ignore[type-var,arg-type]  # moments
    for who in BUYERS:
        deal = state.deal(who)
        if deal is None:
            continue
        if deal.reserved_until is not None and deal.reserved_until <= state.now:
            closing = _move(deal, "time_up")
            assert closing is not None
            state = state.with_deal(who, closing._replace(reserved_until=None))
        for kind, at in deal.timers:
            if at <= state.now:
                state = on(who, _FIRES[kind])(state) or state
    terms = state.offer
    if terms is not None and terms.status == "accepted" and terms.over(state.now):
        state = _offer(state, "time_up", ended_by="time")
    return state


_FIRES: Final[dict[str, Callable[[State, Deal], Deal | None]]] = {
    "ship_reminder": lambda state, deal: deal.timed("ship_reminder"),
    "auto_cancel": lambda state, deal: call_off(deal, "not_shipped"),
    "claim_window_end": lambda state, deal: complete(deal),
    "no_scan_release": lambda state, deal: complete(deal),
    "identity_warning": lambda state, deal: deal.timed("identity_warning"),
    "identity_limit": lambda state, deal: take_back(deal),
}
_ACTS: Final[dict[str, Callable[[State], State | None]]] = {
    "S publishes it": _step("publish"),
    "S hides it": _step("hide"),
    "S shows it": _step("show"),
    "S sells it elsewhere": _step("leave"),
    "S relists it": _step("relist"),
    "S removes it": _step("remove"),
    "S changes the price": _price,
    "S goes away": _away,
    "S comes back": _back,
    "S and A agree": _agree,
    "S ships to A": on("A", ship),
    "S calls A off": on("A", calls_off("seller_cancelled")),
    "S gives A it all back": on("A", gives_back),
    "A checks out": _check_out("A"),
    "A gives up": _give_up("A"),
    "A pays": _pay("A"),
    "A's page closes": _close_page("A"),
    "A pays late": _pay_late("A"),
    "A calls it off": on("A", calls_off("buyer_cancelled")),
    "A confirms": on("A", confirm),
    "A opens a case": on("A", open_case),
    "A withdraws the case": on("A", withdraw_case),
    "staff decide for A": on("A", for_buyer),
    "staff decide for S": on("A", for_seller),
    "the carrier takes it to A": on("A", carried),
    "the carrier brings it to A": on("A", brought),
    "the carrier loses it": on("A", lost),
    "A's refund arrives": on("A", refund_arrives),
    "A's refund comes back": on("A", refund_comes_back),
    "S's money of A arrives": on("A", transfer_arrives),
    "B checks out": _check_out("B"),
    "B pays": _pay("B"),
    "B's page closes": _close_page("B"),
    "B pays late": _pay_late("B"),
    "B calls it off": on("B", calls_off("buyer_cancelled")),
    "B gives up": _give_up("B"),
    "S ships to B": on("B", ship),
    "S calls B off": on("B", calls_off("seller_cancelled")),
    "the carrier brings it to B": on("B", brought),
    "B confirms": on("B", confirm),
    "B opens a case": on("B", open_case),
    "staff decide for B": on("B", for_buyer),
    "B's refund arrives": on("B", refund_arrives),
    "B's refund comes back": on("B", refund_comes_back),
    "time moves on": _time_moves_on,
}
EVENTS: Final = tuple(_ACTS)
